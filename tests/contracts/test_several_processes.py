"""
Several programs over one store: nothing is lost, nothing is doubled, and every history is true.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.casebook.books import door_book

from rjflow.auditing import audit
from rjflow.store.sql import SqlStore

ROOT = Path(__file__).parents[2]
CASES, ROUNDS, PROGRAMS = 3, 12, 4
PROGRAM = f"""
import sys
from rjflow.store.port import StaleRevision
from rjflow.store.sql import SqlStore
from tests.unit.casebook.books import door_book

place, me = sys.argv[1:]
book, clock = door_book(SqlStore.at(place))
done = 0
for round in range({ROUNDS}):
    for case in range({CASES}):
        try:
            done += len(book.record(f"door-{{case}}", "key", "found", actor="ann", key=f"{{me}}-{{round}}").entries)
        except StaleRevision:
            continue
clock.forward(hours=13)
print(done, len(book.sweep().moved))
"""

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request, tmp_path):
    """
    Where the store is.
    """
    if request.param == "SQLite":
        return str(tmp_path / "cases.db")
    request.getfixturevalue("postgres")
    return request.getfixturevalue("postgres_url")


def test_programs_that_race_lose_and_double_nothing(place):
    """
    Of all that several programs say they stored, each entry is there once; each deadline fires once; an audit has no complaint.
    """
    store = SqlStore.at(place)
    book, _ = door_book(store)
    for case in range(CASES):
        book.open(f"door-{case}", people={}, actor="ann")
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, place, f"program-{number}"],
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROGRAMS)
    ]
    told = [[int(word) for word in one.communicate()[0].split()] for one in racing]
    found = audit(store)
    keys = sum(len(store.file(f"door-{case}").keys) for case in range(CASES))
    store.engine.dispose()

    assert [0] * PROGRAMS == [one.returncode for one in racing]
    assert CASES == sum(moved for _, moved in told)
    assert sum(done for done, _ in told) == keys
    assert (CASES + CASES + keys, ()) == (found.entries, found.flaws)
