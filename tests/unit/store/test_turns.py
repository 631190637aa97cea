"""
Whoever waits for an SQLite file's turn asks often, for as long as the connection would have waited, and leaves it as it was.
"""

import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event
from tests.unit.casebook.books import door_book

from rjflow.store import turns
from rjflow.store.connecting import careful, engine_of
from rjflow.store.cursors import cursors_of
from rjflow.store.port import StoreBusy
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """
    A file with our tables.
    """
    engine = engine_of(str(tmp_path / "cases.db"))
    upgrade(engine)
    engine.dispose()
    return tmp_path / "cases.db"


@pytest.fixture
def engine(path: Path):
    """
    A host's engine that waits for 0.3 seconds.
    """
    engine = careful(create_engine(f"sqlite:///{path}", connect_args={"timeout": 0.3}))
    yield engine
    engine.dispose()


def patience_of(engine: Engine) -> int:
    """
    For how many milliseconds a connection that the pool hands out waits.
    """
    with engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()


def held(path: Path) -> sqlite3.Connection:
    """
    Hold the file's turn until the connection is closed.
    """
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_who_waits_gets_the_turn_soon(engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch):
    """
    The file is asked for again within 20 ms, however long it is held, and the more often at first.
    """
    book, _ = door_book(SqlStore(engine))
    book.open("door-7", people={}, actor="ann")
    other, slept = held(path), []

    def asleep(step: float) -> None:
        slept.append(step)
        if len(slept) == 30:
            other.close()

    monkeypatch.setattr(turns, "pause", asleep)
    assert book.record("door-7", "key", "found", actor="ann").allowed
    assert len(slept) == 30
    assert slept == sorted(slept)
    assert (slept[0], slept[-1]) == (0.001, 0.02)


def test_patience_ends_where_the_connection_s_own_did(engine: Engine, path: Path):
    """
    Who waited for as long as the host's engine says is told that the store is busy; nothing is kept, and the next one may.
    """
    book, _ = door_book(SqlStore(engine))
    book.open("door-7", people={}, actor="ann")
    other, begins = held(path), time.monotonic()
    with pytest.raises(StoreBusy):
        book.record("door-7", "key", "found", actor="ann")
    passed = time.monotonic() - begins
    other.close()

    assert passed >= 0.3
    assert book.case("door-7").revision == 1
    assert book.record("door-7", "key", "found", actor="ann").case.revision == 2


def test_what_goes_back_to_the_pool_waits_by_itself_again(engine: Engine):
    """
    While a connection stays with us it tells at once that somebody writes; a host that gets it later never notices.
    """
    book, _ = door_book(SqlStore(engine))
    book.open("door-7", people={}, actor="ann")
    (kept,) = cursors_of(engine)._spare.values()
    assert kept.raw.execute("PRAGMA busy_timeout").fetchone() == (0,)

    event.listen(engine, "checkout", lambda *_: None)  # from now on none is kept
    book.record("door-7", "key", "found", actor="ann")
    assert cursors_of(engine)._spare == {}
    assert engine.pool.checkedin() == 1
    assert patience_of(engine) == 300


def test_a_file_that_does_not_write_ahead_waits_by_itself(engine: Engine, path: Path):
    """
    Where any statement may have to wait for whoever reads, SQLite does the waiting.
    """
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    raw.close()
    book, _ = door_book(SqlStore(engine))
    book.open("door-7", people={}, actor="ann")
    (kept,) = cursors_of(engine)._spare.values()

    assert kept.patience is None
    assert kept.raw.execute("PRAGMA busy_timeout").fetchone() == (300,)


def test_what_reads_waits_as_well(engine: Engine, path: Path):
    """
    A file that somebody has for themselves, as while it is recovered, is asked for again until they are done.
    """
    book, _ = door_book(SqlStore(engine))
    book.open("door-7", people={}, actor="ann")
    cursors_of(engine).alone(lambda cursor: cursor.execute("PRAGMA journal_mode").fetchone())
    asked: list[int] = []

    def twice_busy(cursor: sqlite3.Cursor) -> int:
        asked.append(1)
        if len(asked) < 3:
            with pytest.raises(sqlite3.OperationalError) as busy:
                cursor.execute("BEGIN IMMEDIATE")
            raise busy.value
        return len(asked)

    other = held(path)
    assert cursors_of(engine).alone(twice_busy) == 3
    other.close()


def test_other_trouble_is_told_at_once(engine: Engine):
    """
    Only somebody who writes is waited for.
    """
    door_book(SqlStore(engine))[0].open("door-7", people={}, actor="ann")
    asked: list[int] = []

    def wrong(cursor: sqlite3.Cursor) -> None:
        asked.append(1)
        cursor.execute("SELEC")

    with pytest.raises(Exception, match="syntax"):
        cursors_of(engine).alone(wrong)
    assert asked == [1]
