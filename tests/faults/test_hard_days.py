"""
A disk that is full, a lock that somebody holds, a clock that goes backwards: nothing is lost, nothing is half there, and it goes on after.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from tests.faults.watches import EVENING, watches

from rjflow.auditing import audit
from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.store.connecting import engine_of
from rjflow.store.memory import MemoryStore
from rjflow.store.port import Store, StoreBusy
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """
    A database that waits only for a moment until somebody's lock is gone.
    """
    if request.param == "SQLite":
        found = impatient(f"sqlite:///{tmp_path / 'cases.db'}", "PRAGMA busy_timeout = 20")
        upgrade(found)
    else:
        request.getfixturevalue("postgres")
        found = impatient(request.getfixturevalue("postgres_url"), "SET lock_timeout = 20")
    yield found
    found.dispose()


@pytest.fixture(params=["memory", "SQLite", "PostgreSQL"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """
    Every kind of store.
    """
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "SQLite":
        found = SqlStore.at(str(tmp_path / "cases.db"))
        yield found
        found.engine.dispose()
    else:
        yield SqlStore(request.getfixturevalue("postgres"))


def impatient(url: str, setting: str) -> Engine:
    """
    Give an engine whose every connection has a setting.
    """
    found = engine_of(url)

    @event.listens_for(found, "connect")
    def connected(raw: Any, _: object) -> None:
        with raw.cursor() if found.dialect.name == "postgresql" else contextmanager(lambda: iter([raw]))() as cursor:
            cursor.execute(setting)
        raw.commit()

    return found


@contextmanager
def held(engine: Engine, case: str) -> Iterator[None]:
    """
    Hold a case, as a host does who has changed it and has not committed yet.
    """
    with engine.connect() as connection:
        connection.execute(text("UPDATE rjflow_cases SET revision = revision WHERE id = :id"), {"id": case})
        yield
        connection.rollback()


def three(book: Casebook) -> None:
    """
    Open three watches.
    """
    for number in (1, 2, 3):
        book.open(f"watch-{number}", people={"gus": "guest"}, actor="ada")


# ---- a full disk -----------------------------------------------------------------------------------------------------


class Disk:
    """
    Lets the file of an engine grow by so many pages, and no more.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._most = 1 << 30
        event.listen(engine, "checkout", self._checked_out)

    def has_room_for(self, pages: int) -> None:
        """Say how many pages fit from now on."""
        self._most = 1 << 30
        with self._engine.connect() as connection:
            self._most = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + pages

    def _checked_out(self, raw: Any, _: object, __: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {self._most}")


BIG = "x" * 20_000
FILLING = {
    "opens": lambda book: book.open("w" * 250, people={f"{place:020000}": "guest" for place in (1, 2)}, actor="ada"),
    "tells": lambda book: book.tell("watch-1", "gus", {"life": BIG}, actor="ada", key="x"),
    "records": lambda book: book.record("watch-1", "seen", "yes", actor="ada", notes={"gus": BIG}, key="x"),
    "sweeps": lambda book: book.sweep(),
}


@pytest.mark.parametrize("deed", FILLING)
def test_a_full_disk_keeps_all_of_a_command_or_nothing(tmp_path: Path, deed: str):
    """
    Whichever page there is no room for, what does not fit is not there at all, and goes through once there is room.
    """
    engine = engine_of(f"sqlite:///{tmp_path / 'cases.db'}")
    upgrade(engine)
    store, clock, disk, full = SqlStore(engine), FixedClock(EVENING), Disk(engine), 0
    book = watches(store, clock)
    for number in range(1, 20):
        book.open(f"watch-{number}", people={"gus": "guest"}, actor="ada")
    clock.forward(hours=2)
    while True:
        disk.has_room_for(full)
        before = everything(store)
        try:
            FILLING[deed](book)
        except OperationalError as error:
            if "full" not in str(error):
                raise
            full += 1
        else:
            break
        assert deed == "sweeps" or before == everything(store)
    assert full > 1
    assert () == audit(store).flaws
    engine.dispose()


# ---- a lock ----------------------------------------------------------------------------------------------------------


def test_who_waited_too_long_is_told_so_and_asks_again(engine: Engine):
    """
    Whoever does not get a turn in time is told so, and nothing of theirs is kept; later they are heard.
    """
    store = SqlStore(engine)
    book = watches(store)
    three(book)
    before = everything(store)
    with held(engine, "watch-1"):
        for ask in (
            lambda: book.record("watch-1", "seen", "yes", actor="ada", key="x"),
            lambda: book.tell("watch-1", "gus", {"phone": "0"}, actor="ada"),
        ):
            with pytest.raises(StoreBusy):
                ask()
    assert before == everything(store)
    assert book.record("watch-1", "seen", "yes", actor="ada", key="x").allowed
    assert () == audit(store).flaws


def test_a_sweep_that_waits_holds_nobody_meanwhile(postgres: Engine):
    """
    While a sweep waits for a case that somebody holds for long, all others that it moved are stored already, and free for everybody.
    """
    clock = FixedClock(EVENING)
    book = watches(SqlStore(postgres), clock)
    three(book)
    clock.forward(hours=2)
    with ThreadPoolExecutor(1) as worker:
        with held(postgres, "watch-2"):
            sweep = worker.submit(book.sweep)
            until = monotonic() + 20
            while len(book.history("watch-3")) < 2 and monotonic() < until:
                wait([sweep], timeout=0.01)
            moved = [len(book.history(f"watch-{number}")) for number in (1, 2, 3)]
            is_waiting = not sweep.done()
        swept = sweep.result(20)

    assert ([2, 1, 2], True) == (moved, is_waiting)
    assert (3, ()) == (len(swept.moved), swept.passed)


def test_a_case_that_is_held_holds_up_no_sweep(engine: Engine):
    """
    A sweep passes by a case that somebody holds, and moves the others where the database lets it; the next sweep moves the rest.
    """
    store, clock = SqlStore(engine), FixedClock(EVENING)
    book = watches(store, clock)
    three(book)
    clock.forward(hours=2)
    with held(engine, "watch-1"):
        first = book.sweep()
    rest = book.sweep()

    assert "watch-1" in first.passed
    assert {"watch-2", "watch-3"} == {case.id for case in first.moved} or engine.dialect.name == "sqlite"
    assert {"watch-1", "watch-2", "watch-3"} == {case.id for case in (*first.moved, *rest.moved)}
    assert 3 == len((*first.moved, *rest.moved))
    assert () == audit(store).flaws


def test_a_message_that_is_held_is_sent_later(engine: Engine):
    """
    A courier who does not get a turn leaves messages to the next, and none is lost.
    """
    store = SqlStore(engine)
    book, sent = watches(store), []
    three(book)
    with engine.connect() as connection:
        connection.execute(text("UPDATE rjflow_outbox SET tries = tries"))
        done = book.deliver(sent.append)
        connection.rollback()

    assert ((), ()) == (done.sent, done.failed)
    assert 3 == len(book.deliver(sent.append).sent)


def test_a_host_whose_transaction_waited_too_long_is_told_so(engine: Engine):
    """
    Inside a host's transaction the same is said, and rolled back nothing of it is there.
    """
    store = SqlStore(engine)
    book = watches(store)
    three(book)
    before = everything(store)
    with held(engine, "watch-1"), engine.connect() as connection, pytest.raises(StoreBusy):
        book.within(connection).record("watch-1", "seen", "yes", actor="ada")
    assert before == everything(store)


# ---- a clock ---------------------------------------------------------------------------------------------------------


def test_a_clock_that_goes_backwards_undoes_nothing(store: Store):
    """
    What happens is never dated before what happened already; a deadline fires once, and not again when its hour comes a second time.
    """
    clock = FixedClock(EVENING)
    book = watches(store, clock)
    book.open("watch-1", people={}, actor="ada")
    clock.forward(minutes=50)
    book.record("watch-1", "seen", "yes", actor="ada")
    clock.forward(hours=-5)
    book.record("watch-1", "seen", "no", actor="ada")
    swept = [book.sweep()]
    for minutes in (5 * 60 + 9, 2, -120, 120, 0):
        clock.forward(minutes=minutes)
        swept.append(book.sweep())
    entries = list(book.history("watch-1"))

    assert [0, 0, 1, 0, 0, 0] == [len(one.moved) for one in swept]
    assert sorted(entry.at for entry in entries) == [entry.at for entry in entries]
    assert ("night", ()) == (entries[-1].state, audit(store).flaws)


def test_a_clock_that_goes_backwards_loses_no_message(store: Store):
    """
    A message that rests is sent when the clock has come to its time again, before and after which everything else goes on.
    """
    clock, sent = FixedClock(EVENING), []
    book = watches(store, clock)
    book.open("watch-1", people={}, actor="ada")

    def fails(_: object) -> None:
        raise ConnectionError

    assert 1 == len(book.deliver(fails).failed)
    clock.forward(hours=-5)
    book.record("watch-1", "seen", "no", actor="ada")
    book.open("watch-2", people={}, actor="ada")
    book.deliver(lambda one: sent.append((one.case, one.number)))
    clock.forward(hours=6)
    book.deliver(lambda one: sent.append((one.case, one.number)))

    assert [("watch-2", 1), ("watch-1", 1), ("watch-1", 2)] == sent


# ----------------------------------------------------------------------------------------------------------------------


def everything(store: Store) -> list[Any]:
    """
    Give all that is kept about all cases.
    """
    return [store.file(name) for name in store.cases(most=99)]
