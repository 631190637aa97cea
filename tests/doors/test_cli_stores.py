"""
The commands about stores, as people and cron meet them.
"""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.casebook.books import lived_in

from rjflow import Casebook, SameRoles, read, verify
from rjflow.cli.exits import Exit
from rjflow.cli.program import program
from rjflow.store.connecting import engine_of
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

DOOR = """\
rjflow: 1
workflow: door
version: 1
title: A door
roles: {porter: {}}
states: {open: {start: true}, watched: {}, shut: {final: true, reasons: [night]}}
events:
  lock: {from: [open, watched], to: shut, by: [porter]}
  late: {from: open, to: watched, by: [clock]}
deadlines: [{in: open, after: 12 hours, then: late}]
"""


def called(*arguments, **more):
    """
    Call the program in this interpreter.
    """
    return CliRunner().invoke(program, [str(one) for one in arguments], prog_name="rjflow", **more)


@pytest.fixture
def filled(tmp_path) -> Path:
    """
    A file with some cases.
    """
    path = tmp_path / "cases.db"
    store = SqlStore.at(str(path))
    lived_in(store)
    store.engine.dispose()
    return path


def sql(path, statement):
    """
    Do something to a file that nobody should.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        return raw.execute(statement).fetchall()


# ---- db --------------------------------------------------------------------------------------------------------------


def test_tables_are_made_checked_and_left_alone(tmp_path):
    """
    `db upgrade` makes the tables of a new file, `db check` finds them in order, and a second upgrade changes nothing.
    """
    path = tmp_path / "new.db"
    assert Exit.YES == called("db", "upgrade", path).exit_code
    before = sql(path, "SELECT sql FROM sqlite_master ORDER BY name")

    assert "the tables are up to date\n" == called("db", "check", path).stdout
    assert Exit.YES == called("db", "upgrade", path).exit_code
    assert before == sql(path, "SELECT sql FROM sqlite_master ORDER BY name")


def test_an_upgrade_loses_nothing(filled):
    """
    What is in the tables is there after an upgrade.
    """
    before = sql(filled, "SELECT * FROM rjflow_entries")
    called("db", "upgrade", filled)

    assert before == sql(filled, "SELECT * FROM rjflow_entries")
    assert before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TABLE rjflow_outbox", "rjflow_outbox"),
        ("ALTER TABLE rjflow_cases ADD COLUMN mine TEXT", "mine"),
        ("DROP INDEX ix_rjflow_deadlines_due", "ix_rjflow_deadlines_due"),
    ],
)
def test_tables_that_are_not_as_needed_are_told(filled, statement, told):
    """
    What is missing or too much in the tables is named, with an exit code of its own; tables of the host are nobody's business.
    """
    sql(filled, "CREATE TABLE host (note TEXT)")
    assert Exit.YES == called("db", "check", filled).exit_code
    sql(filled, statement)
    done = called("db", "check", filled)

    assert Exit.REFUSED == done.exit_code
    assert told in done.stdout
    assert "host" not in done.stdout


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_sql_makes_the_tables(dialect, tmp_path, request):
    """
    What `db ddl` prints, run by hand, makes the tables that `db check` wants, and that an upgrade leaves as they are.
    """
    written = called("db", "ddl", "--dialect", dialect).stdout
    if dialect == "sqlite":
        place = str(tmp_path / "by-hand.db")
        with closing(sqlite3.connect(place)) as raw:
            raw.executescript(written)
    else:
        place = _database(request.getfixturevalue("postgres_url"), "by_hand")
        engine = engine_of(place)
        with engine.begin() as connection:
            connection.exec_driver_sql(written.removeprefix("BEGIN;").removesuffix("COMMIT;\n"))
        engine.dispose()

    assert "the tables are up to date\n" == called("db", "check", place).stdout
    assert Exit.YES == called("db", "upgrade", place).exit_code


def test_an_upgrade_says_what_it_cannot_mend(tmp_path):
    """
    A column that somebody took out is not in any revision to come, so it is not said that all is well.
    """
    place = str(tmp_path / "cases.db")
    called("db", "upgrade", place)
    with closing(sqlite3.connect(place)) as raw:
        raw.execute("ALTER TABLE rjflow_outbox DROP COLUMN tries")
    done = called("db", "upgrade", place)

    assert (Exit.REFUSED, "add column: rjflow_outbox, tries\n", "") == (done.exit_code, done.stdout, done.stderr)


def _database(url, name):
    """
    Make another database on a server, and give its URL.
    """
    from sqlalchemy import make_url

    engine = engine_of(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def test_a_server_has_the_same_tables(postgres):
    """
    On PostgreSQL too, the upgrade makes the tables that are needed, with the types that are needed.
    """
    from rjflow.store.upgrading import differences

    upgrade(postgres)

    assert [] == differences(postgres)


# ---- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "verify", "gone.db"],
        ["audit", "heads", "gone.db"],
        ["db", "check", "gone.db"],
        ["audit", "verify", "mysql://somewhere/x"],
        ["audit", "verify", "postgresql://nobody@/x?host=/nowhere"],
        ["audit", "verify", "postgresql+nothing://x"],
        ["db", "upgrade", "/nowhere/at/all.db"],
        ["db", "upgrade", "no.db"],
        ["audit", "verify", "no.db"],
        ["audit", "verify", "empty.db"],
        ["audit", "verify", "://"],
    ],
)
def test_a_place_that_is_no_store_is_one_line(arguments, tmp_path, monkeypatch):
    """
    A place that is not there, is no database, or cannot be reached is told in a line, without a password, and nothing is made.
    """
    monkeypatch.chdir(tmp_path)
    Path("no.db").write_text("this is a text of some length and no database at all, however one looks at it\n" * 30)
    Path("empty.db").touch()
    done = called(*arguments)

    assert Exit.COULD_NOT_RUN == done.exit_code, done.output
    assert done.stderr.startswith("could not read ")
    assert 1 == done.stderr.count("\n")
    assert not Path("gone.db").exists()


@pytest.mark.parametrize(
    ("driver", "said"),
    [("psycopg", "psycopg is not installed: pip"), ("psycopg2", "is reached through psycopg: pip")],
)
def test_a_driver_that_is_not_there_is_told_with_the_one_to_take(driver, said, monkeypatch):
    """
    What brings psycopg brings no other driver, so of another it is said which URL to write.
    """
    monkeypatch.setitem(sys.modules, driver, None)
    done = called("db", "check", f"postgresql+{driver}://nobody@/x")

    assert (Exit.COULD_NOT_RUN, True) == (done.exit_code, f"{said} install 'rjflow[postgres]'\n" in done.stderr)


def test_without_sqlalchemy_it_is_told_what_to_install(monkeypatch):
    """
    Who installed rjflow alone is told what a store needs.
    """
    program = (
        "import sys; sys.modules['sqlalchemy'] = None; sys.argv = ['rjflow', 'audit', 'verify', 'cases.db'];"
        "from rjflow.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (Exit.COULD_NOT_RUN, 1) == (done.returncode, done.stderr.count("\n"))
    assert "pip install 'rjflow[store]'" in done.stderr


# ---- audit -----------------------------------------------------------------------------------------------------------


def test_an_audit_of_what_was_stored_is_content(filled, tmp_path):
    """
    Nothing was changed: neither by itself nor by the heads that were exported.
    """
    heads = tmp_path / "heads"
    heads.write_text(called("audit", "heads", filled).stdout)

    assert Exit.YES == called("audit", "verify", filled).exit_code
    assert Exit.YES == called("audit", "verify", filled, "--heads", heads).exit_code
    assert Exit.YES == called("audit", "verify", filled, "--heads", "-", input=heads.read_bytes()).exit_code


def test_an_audit_names_what_was_changed(filled, golden):
    """
    Each change has a sentence, and programs get the same as JSON.
    """
    heads = filled.with_name("heads")
    heads.write_text(called("audit", "heads", filled).stdout + '{"case": "door-3", "revision": 1, "head": "00"}\n')
    for statement in (
        "UPDATE rjflow_entries SET text = replace(text, 'found', 'lost') WHERE \"case\" = 'door-2' AND number = 2",
        "UPDATE rjflow_cases SET state = 'shut' WHERE id = 'door-1'",
        "DELETE FROM rjflow_deadlines WHERE \"case\" = 'door-1'",
        "UPDATE rjflow_keys SET question = 'x' WHERE key = 'a'",
        "UPDATE rjflow_outbox SET text = 'x' WHERE \"case\" = 'case-1'",
        "DELETE FROM rjflow_cases WHERE id = 'case-1'",
        "INSERT INTO rjflow_deadlines VALUES ('nobody', 1, NULL, NULL)",
        "INSERT INTO rjflow_definitions VALUES ('0', 'door', 9, '0', '{}')",
    ):
        sql(filled, statement)
    done = called("audit", "verify", filled, "--heads", heads)
    told = json.loads(called("audit", "verify", filled, "--heads", heads, "--format", "json").stdout)

    assert (Exit.REFUSED, False) == (done.exit_code, told["intact"])
    golden.check("audit.txt", done.stdout)


@pytest.mark.parametrize(
    "text", ["{}", "x", '{"case": 5, "revision": 1, "head": "0"}', "\n", '{"case": "a", "revision": 0, "head": "0"}']
)
def test_a_file_of_no_heads_is_told_so(text, filled):
    """
    Heads that are none are never taken for none.
    """
    heads = filled.with_name("heads")
    heads.write_text(text)
    done = called("audit", "verify", filled, "--heads", heads)

    assert (Exit.COULD_NOT_RUN, True) == (done.exit_code, "line 1" in done.stderr)


def test_heads_of_nothing_are_no_assurance(filled):
    """
    A list of heads that is empty, as one that was never written, is remarked on: nothing was compared with it.
    """
    heads = filled.with_name("heads")
    heads.write_text("")
    done = called("audit", "verify", filled, "--heads", heads)

    assert Exit.YES == done.exit_code
    assert f"{heads} holds no head, so nothing was compared with one" in done.stderr


# ---- sweep -----------------------------------------------------------------------------------------------------------


def test_cron_lets_deadlines_fire(tmp_path):
    """
    A sweep moves what has been due for long, and says which case is where now; a second one finds nothing to do.
    """
    from datetime import UTC, datetime

    from rjflow import Casebook, FixedClock, SameRoles, read, verify

    path, file = tmp_path / "cases.db", tmp_path / "door.workflow.yaml"
    file.write_text(DOOR)
    store = SqlStore.at(str(path))
    long_ago = FixedClock(datetime(2020, 1, 1, tzinfo=UTC))
    Casebook(store, [verify(read(DOOR)).require()], roles=SameRoles({}), clock=long_ago).open(
        "door-1", people={}, actor="ann"
    )
    store.engine.dispose()

    assert (Exit.YES, "1 case moved\n  door-1: now in watched\n") == _swept(path, file)
    assert (Exit.YES, "0 cases moved\n") == _swept(path, file)
    assert [("watched",)] == sql(path, "SELECT state FROM rjflow_cases")


def test_cron_is_told_what_was_left(filled, tmp_path):
    """
    A case that is due and whose workflow was not given is named, with that one reason, and the exit code says so.
    """
    file = tmp_path / "door.workflow.yaml"
    file.write_text(DOOR.replace("12 hours", "11 hours"))
    done = called("sweep", filled, file)

    assert Exit.REFUSED == done.exit_code
    assert "case door-1: left as it is: case door-1 runs under door, version 1, which is not at hand" in done.stderr


def test_a_workflow_under_a_scheme_is_swept_with_it(filled):
    """
    Without the scheme's case nothing would be known of the scheme, so it must be named, and be there.
    """
    assert Exit.WRONG_USAGE == called("sweep", filled, "ew-post-sentence").exit_code
    assert Exit.COULD_NOT_RUN == called("sweep", filled, "scheme-readiness", "--scheme", "gone").exit_code


@pytest.mark.parametrize("command", [("sweep",), ("migrate", "--dry-run")])
def test_the_schemes_case_may_be_named_once_for_all_commands(filled, monkeypatch, command):
    """
    What `rjflow case` takes from RJFLOW_SCHEME, the commands for a whole store take from there, too; without it the refusal names it.
    """
    name, *options = command
    refused = called(name, filled, "ew-post-sentence", *options)
    assert (Exit.WRONG_USAGE, True) == (refused.exit_code, "RJFLOW_SCHEME" in refused.stderr)

    monkeypatch.setenv("RJFLOW_SCHEME", "gone")
    asked = called(name, filled, "ew-post-sentence", *options)
    assert (Exit.COULD_NOT_RUN, True) == (asked.exit_code, "gone" in asked.stderr)


def test_a_scheme_that_is_named_for_all_commands_is_no_matter_where_none_is_asked(filled, monkeypatch, tmp_path):
    """
    RJFLOW_SCHEME may name a case of another store: a workflow that is under no scheme is swept, and moved, all the same.
    """
    file = tmp_path / "door.workflow.yaml"
    file.write_text(DOOR)
    monkeypatch.setenv("RJFLOW_SCHEME", "gone")

    assert Exit.COULD_NOT_RUN == called("sweep", filled, file, "--scheme", "gone").exit_code
    assert "gone" not in called("sweep", filled, file).stderr
    assert "gone" not in called("migrate", filled, file, "--dry-run").stderr


def test_a_plan_without_a_gate_says_how_to_name_one(filled, tmp_path):
    """
    Where several gates could be meant they are listed, as wrong usage; where there is none, that is said.
    """
    gates = (
        "gates: {dark: {label: it is dark, all: [light is out]}, quiet: {label: it is quiet, all: [noise is none]}}\n"
    )
    evidence = "evidence: {light: {one-of: [out], recorded-by: [porter], current-for: 1 day}, noise: {one-of: [none], recorded-by: [porter], current-for: 1 day}}\n"
    door = DOOR.replace("by: [porter]}", "by: [porter], needs: [dark, quiet]}")
    store = SqlStore.at(str(tmp_path / "gates.db"))
    book = Casebook(store, [verify(read(door + gates + evidence)).require()], roles=SameRoles({"ann": ["porter"]}))
    book.open("door-1", people={}, actor="ann")
    store.engine.dispose()

    several, none = called("plan", tmp_path / "gates.db", "door-1"), called("plan", filled, "door-1")

    assert (Exit.WRONG_USAGE, Exit.COULD_NOT_RUN) == (several.exit_code, none.exit_code)
    assert "--gate is left out; say which gate: door has dark, quiet" in several.stderr
    assert "could not read case door-1: door has no gate to plan for\n" == none.stderr


def test_an_unsafe_workflow_sweeps_nothing(filled):
    """
    What was not proved does not run, here neither.
    """
    names = [path for path in sorted(Path("workflows/unsafe").rglob("*.workflow.yaml")) if "safe" not in path.name]

    assert Exit.BROKEN == called("sweep", filled, names[0], "--scheme", "door-1").exit_code


def _swept(path, file):
    done = called("sweep", path, file)
    return done.exit_code, done.stdout
