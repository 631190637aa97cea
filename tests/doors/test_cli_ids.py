"""
Ids that are typed: what cannot be one is wrong usage, and never a traceback.
"""

import pytest
from tests.doors.test_cli_stores import called
from tests.unit.casebook.books import lived_in

from rjflow.cli.exits import Exit
from rjflow.store.sql import SqlStore


@pytest.fixture
def filled(tmp_path):
    """
    A store with cases in it.
    """
    store = lived_in(SqlStore.at(str(tmp_path / "cases.db")))
    store.engine.dispose()
    return str(tmp_path / "cases.db")


@pytest.mark.parametrize("wrong", ["", "a\nb", "\udcff"], ids=ascii)
@pytest.mark.parametrize(
    "arguments",
    [
        ["subject-access", "STORE", "door-2", "gus", "--as", "WRONG"],
        ["subject-access", "STORE", "WRONG", "gus", "--as", "ann"],
        ["subject-access", "STORE", "door-2", "WRONG", "--as", "ann"],
        ["audit", "reads", "STORE", "--case", "WRONG"],
        ["migrate", "STORE", "scheme-readiness", "--as", "WRONG"],
        ["migrate", "STORE", "scheme-readiness", "--as", "ann", "--scheme", "WRONG"],
        ["sweep", "STORE", "scheme-readiness", "--scheme", "WRONG"],
        ["plan", "STORE", "WRONG"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_an_id_is_wrong_usage(filled, arguments, wrong):
    """
    It is said which of the words it is, and what is wrong with it.
    """
    done = called(*({"STORE": filled, "WRONG": wrong}.get(one, one) for one in arguments))

    assert (Exit.WRONG_USAGE, True) == (done.exit_code, "Invalid value for" in done.stderr)


def test_nobody_types_the_clocks_name(filled):
    """
    What the clock does, only time does, on the command line too.
    """
    done = called("subject-access", filled, "door-2", "gus", "--as", "clock")

    assert (Exit.WRONG_USAGE, True) == (done.exit_code, "cannot be an actor" in " ".join(done.stderr.split()))
