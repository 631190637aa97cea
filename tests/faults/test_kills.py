"""
Whoever writes is killed at every edge of every statement: all of a command is there, or nothing, and asked again it comes to the same.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from tests.faults.deeds import DEEDS, done, prepared
from tests.faults.watches import IS_LONG

from rjflow.auditing import audit
from rjflow.casebook.delivering import Delivery
from rjflow.store.connecting import engine_of
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("postgres")
Rows = dict[str, list[tuple[Any, ...]]]


class Place:
    """
    A store that is put back to what `prepared` made, as often as it is asked for.
    """

    def __init__(self, url: str, received: Path) -> None:
        self.url = url
        self.received = received
        self.engine: Engine = engine_of(url)
        upgrade(self.engine)
        self.store = SqlStore(self.engine)
        self._put({})
        prepared(self.store)
        self.first = self.rows()

    def back(self) -> None:
        """Put everything back."""
        self._put(self.first)
        self.received.write_text("")

    def rows(self) -> Rows:
        """Give all that stands in the tables."""
        with self.engine.connect() as connection:
            return {
                one.name: sorted(map(tuple, connection.execute(select(one))), key=repr)
                for one in self.store._tables.cases.metadata.sorted_tables
            }

    def _put(self, rows: Rows) -> None:
        every = self.store._tables.cases.metadata.sorted_tables
        with self.engine.begin() as connection:
            for table in reversed(every):
                connection.execute(table.delete())
            for table in every:
                if found := rows.get(table.name):
                    connection.execute(table.insert(), [dict(zip(table.columns.keys(), one)) for one in found])


@pytest.fixture(scope="module")
def dies() -> Iterator[Any]:
    """
    A program that does a deed, and tells the edges it passed; or dies at one of them.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.deeds"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:

        def ask(place: Place, deed: str, at: int | None) -> Any:
            asked = {"place": place.url, "deed": deed, "at": at, "received": str(place.received)}
            program.stdin.write(json.dumps(asked) + "\n")
            program.stdin.flush()
            return json.loads(program.stdout.readline())

        yield ask
        program.stdin.close()


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """
    A store in a file, and one on a server.
    """
    folder = tmp_path_factory.mktemp("kills")
    is_file = request.param == "SQLite"
    url = f"sqlite:///{folder / 'cases.db'}" if is_file else request.getfixturevalue("postgres_url")
    found = Place(url, folder / "received")
    yield found
    found.engine.dispose()


def kills(place: Place, dies: Any, deed: str) -> Iterator[tuple[list[str], Rows, Rows]]:
    """
    Do a deed once unharmed; then be killed at each edge that it passed (at every fourth or eighth, and around the last commit, under `make test`), and
    give the edges up to that one, what was there in the end when it was unharmed, and what is there now.
    """
    place.back()
    edges = dies(place, deed, None)
    after = place.rows()
    commit = len(edges) - edges[::-1].index("< commit") - 1
    step = 4 if DEEDS[deed].is_one else 8
    some = {*range(len(deed) % step, len(edges), step), commit - 1, commit}
    for at in range(len(edges)) if IS_LONG else sorted(some):
        place.back()
        assert -signal.SIGKILL == dies(place, deed, at)
        yield edges[: at + 1], after, place.rows()


def masked(rows: Rows, *, is_same: bool) -> Any:
    """
    Give rows as they are, or how many there are where chance has a part in them.
    """
    return rows if is_same else {name: len(every) for name, every in rows.items()}


@pytest.mark.parametrize("deed", [name for name, one in DEEDS.items() if one.is_one])
def test_a_writer_that_is_killed_has_written_all_or_nothing(place: Place, dies: Any, deed: str):
    """
    A command whose commit has been answered is there as a whole, any other not at all; asked again under its key, it is there once.
    """
    is_same = DEEDS[deed].is_same
    kept = set()
    for edges, after, now in kills(place, dies, deed):
        is_kept = "< commit" in edges
        kept.add(is_kept)
        expected = after if is_kept else place.first
        assert masked(expected, is_same=is_same) == masked(now, is_same=is_same), edges
        done(deed, place.store, lambda _: None)
        assert masked(after, is_same=is_same) == masked(place.rows(), is_same=is_same), edges
        assert is_same or () == audit(place.store).flaws, edges
    assert {True, False} == kept
    assert () == audit(place.store).flaws


def test_a_sweeping_worker_that_is_killed_leaves_the_rest_to_the_next(place: Place, dies: Any):
    """
    What is due is committed together, so all of it has happened or nothing, and the next sweep does the rest: each deadline fires once, as if
    nothing had happened.
    """
    moved = set()
    for passed, after, now in kills(place, dies, "sweeps"):
        fired = len(now["rjflow_entries"]) - len(place.first["rjflow_entries"])
        assert fired == (3 if "< commit" in passed else 0)
        moved.add(fired)
        done("sweeps", place.store, lambda _: None)
        assert after == place.rows()
    assert {0, 3} == moved
    assert () == audit(place.store).flaws


def test_a_courier_that_is_killed_has_sent_everything_at_least_once(place: Place, dies: Any):
    """
    Whatever was sent is marked or sent again under the same id, never before an earlier one of its case; in the end nothing waits.
    """
    twice = 0
    for passed, after, _ in kills(place, dies, "delivers"):
        rest = place.store
        with place.engine.begin() as connection:  # as if a claim had rested long enough
            connection.execute(rest._tables.outbox.update().values(rests=0))
        again: list[Delivery] = []
        done("delivers", rest, again.append)
        received = [tuple(line.split()) for line in place.received.read_text().splitlines()]
        received += [(one.id, one.case, str(one.number)) for one in again]
        twice += len(received) - len(set(received))
        assert {(row[0], row[1], row[5]) for row in after["rjflow_outbox"]} == {
            (case, int(number), id) for id, case, number in received
        }, passed
        for case in {case for _, case, _ in received}:
            numbers = [int(number) for _, one, number in received if one == case]
            assert sorted(numbers) == numbers, passed
        assert [] == list(rest.waiting(most=9))
    assert twice > 0


def test_keys_that_were_being_wrapped_still_open(place: Place, dies: Any):
    """
    Whoever is killed while wrapping keys anew leaves each under the old one or the new, and the next goes on.
    """
    for passed, after, now in kills(place, dies, "wraps anew"):
        done("wraps anew", place.store, lambda _: None)
        assert masked(after, is_same=False) == masked(now, is_same=False), passed
        assert {"new"} == {row.wrapping for row in place.store.person_keys(most=9)}
    assert () == audit(place.store).flaws
