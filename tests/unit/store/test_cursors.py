"""
Cursors of the driver itself: the pool gets back what was borrowed, as it was, and nobody else misses it.
"""

import gc
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, Pool, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from tests.unit.casebook.books import door_book

from rjflow.cli.program import program
from rjflow.store.connecting import NoSuchStore, engine_of
from rjflow.store.cursors import cursors_of
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

pytestmark = pytest.mark.xdist_group("postgres")
SECRET = "the secret of somebody"


@pytest.fixture
def file(tmp_path: Path):
    """
    An engine for a file with our tables.
    """
    engine = engine_of(str(tmp_path / "cases.db"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def still_open():
    """
    Tell how many of the connections are open that pools have opened since.
    """
    made: list[Any] = []

    def opened(raw: Any, _: object) -> None:
        made.append(raw)

    event.listen(Pool, "connect", opened)
    yield lambda: sum(map(is_open, made))
    event.remove(Pool, "connect", opened)


def is_open(raw: Any) -> bool:
    """
    Ask a driver's connection whether it is open.
    """
    if isinstance(raw, sqlite3.Connection):
        try:
            raw.cursor().close()
        except sqlite3.ProgrammingError:
            return False
        return True
    return not raw.closed


def opened_twice(cursor):
    """
    Try to write the same row twice.
    """
    for _ in range(2):
        cursor.execute(f"INSERT INTO rjflow_definitions VALUES ('{SECRET}', 'n', 1, 'd', 't')")


@pytest.fixture(params=["file", "postgres"])
def engine(request: pytest.FixtureRequest):
    """
    An engine for either kind of database.
    """
    return request.getfixturevalue(request.param)


def test_one_connection_is_spare(engine: Engine):
    """
    However many stores there are over an engine, one of its connections stays with them; it is closed with the pool.
    """
    stores = [SqlStore(engine) for _ in range(20)]
    for number, store in enumerate(stores):
        door_book(store)[0].open(f"door-{number}", people={}, actor="ann")

    assert 1 == engine.pool.checkedout()
    engine.dispose()
    assert {} == cursors_of(engine)._spare
    assert 20 == len(stores[0].cases(most=99))


def test_several_at_once_leave_one_spare(engine: Engine):
    """
    Who gives a connection back while another is spare gives it to the pool.
    """
    cursors = cursors_of(engine)
    cursors.alone(lambda _: cursors.alone(lambda _: cursors.alone(lambda _: None)))

    assert 1 == engine.pool.checkedout()


@pytest.mark.parametrize("how", ["one", "asked for first", "made anew", "listened to"])
def test_a_pool_that_is_asked_each_time_is_left_alone(tmp_path: Path, how: str):
    """
    Where there is no connection to spare, or the pool or a host wants to look at each that is handed out, none is kept.
    """
    options = {
        "one": {"pool_size": 1, "max_overflow": 0, "pool_timeout": 1},
        "asked for first": {"pool_pre_ping": True},
    }
    engine = create_engine(
        f"sqlite:///{tmp_path / 'cases.db'}", **options.get(how, {"pool_recycle": 60} if how == "made anew" else {})
    )
    upgrade(engine)
    book, _ = door_book(SqlStore(engine))
    book.open("door-7", people={}, actor="ann")
    seen: list[object] = []
    if how == "listened to":
        assert 1 == engine.pool.checkedout()
        event.listen(engine, "checkout", lambda *_: seen.append(_))
        book.open("door-8", people={}, actor="ann")
        book.open("door-9", people={}, actor="ann")

    assert 0 == engine.pool.checkedout()
    assert (how == "listened to") is bool(seen)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM rjflow_cases"))
    engine.dispose()


def test_a_child_uses_no_connection_of_its_parent(file: Engine, monkeypatch: pytest.MonkeyPatch):
    """
    What was spare before a fork is neither used nor closed by the child.
    """
    store, cursors = SqlStore(file), cursors_of(file)
    store.load("door-7")
    (parents,) = cursors._spare.values()
    monkeypatch.setattr("rjflow.store.cursors.getpid", lambda: os.getpid() + 1)
    store.load("door-7")

    assert parents not in cursors._spare.values()
    assert parents.pooled.is_valid
    monkeypatch.undo()
    cursors._spare[""] = parents


def test_errors_are_sqlalchemys_and_tell_no_values(engine: Engine):
    """
    What the driver refuses is raised as SQLAlchemy raises it, without what was written, and nothing of it is kept.
    """
    with pytest.raises(IntegrityError) as refused:
        cursors_of(engine).together(opened_twice)

    assert SECRET not in str(refused.value) or engine.dialect.name == "postgresql"  # PostgreSQL itself names the key
    assert refused.value.statement is None
    assert refused.value.params is None
    assert [] == list(SqlStore(engine).definitions())


def test_a_connection_comes_back_as_it_was(postgres: Engine):
    """
    Whether the driver begins transactions by itself is as before, after what went well and after what did not.
    """
    cursors = cursors_of(postgres)
    seen = []
    for do in (cursors.alone, cursors.together):
        do(lambda cursor: seen.append(cursor.connection.autocommit))
        with pytest.raises(DBAPIError):
            do(lambda cursor: cursor.execute("SELEC"))
        with postgres.connect() as connection:
            seen.append(connection.connection.dbapi_connection.autocommit)

    assert [True, False, False, False] == seen


def test_what_is_spare_comes_back_with_the_last_store(postgres_url: str, postgres: Engine):
    """
    Once no store is over an engine any more, the pool has all connections again, as they were.
    """
    engine = engine_of(postgres_url)
    SqlStore(engine).load("door-7")

    assert 0 == engine.pool.checkedout()
    with engine.connect() as connection:
        assert not connection.connection.dbapi_connection.autocommit
    engine.dispose()


def test_a_connection_that_broke_is_thrown_away(postgres: Engine):
    """
    Who comes after somebody whose connection broke gets another one, and so do all who come after them.
    """
    cursors = cursors_of(postgres)
    ours = "SELECT pid FROM pg_stat_activity WHERE application_name = 'rjflow-broken'"

    def broken(cursor):
        cursor.execute("SET application_name = 'rjflow-broken'")
        with postgres.connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({ours}) AS one"))
        cursor.execute("SELECT 1")

    with pytest.raises(DBAPIError) as gone:
        cursors.alone(broken)

    assert gone.value.connection_invalidated
    assert [(1,)] * 20 == [cursors.alone(lambda cursor: cursor.execute("SELECT 1").fetchone()) for _ in range(20)]


def test_no_statement_of_ours_tells_its_values(engine: Engine):
    """
    What SQLAlchemy runs for us fails without telling whose case it was about.
    """
    with pytest.raises(DBAPIError) as refused, engine.connect() as connection:
        connection.execute(text("SELECT :case FROM rjflow_nothing"), {"case": SECRET})

    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_borrowed_while_its_engine_is_disposed_of_is_closed(engine: Engine, still_open, is_known: bool):
    """
    Whoever gives back a connection of a pool that is no more closes it, as nobody else would; whether the engine said so or another name of it did.
    """
    engine.dispose()
    known = engine if is_known else engine.execution_options(rjflow_nothing=True)
    cursors = cursors_of(known)
    cursors.alone(lambda _: engine.dispose())
    with pytest.raises(DBAPIError):
        cursors.alone(lambda cursor: (engine.dispose(), cursor.execute("SELEC")))

    assert 0 == still_open()
    assert {} == cursors._spare
    cursors.alone(lambda cursor: cursor.execute("SELECT 1").fetchone())
    assert 1 == still_open()
    engine.dispose()
    cursors.alone(lambda cursor: cursor.execute("SELECT 1").fetchone())
    assert 1 == still_open()
    engine.dispose()
    del cursors
    gc.collect()  # what was raised above knows of them
    assert 0 == still_open()


def test_nothing_stays_open_behind_a_place_that_is_no_store(tmp_path: Path, still_open):
    """
    Where no store is given, and where a command ends badly, no connection is left for the garbage collector.
    """
    empty, no_file = tmp_path / "empty.db", tmp_path / "no.db"
    empty.touch()
    no_file.write_text("this is no database, however one looks at it\n" * 99)
    with pytest.raises(NoSuchStore, match="no tables of ours"):
        SqlStore.at(str(empty), create=False)
    with pytest.raises(NoSuchStore, match="not a database"):
        SqlStore.at(str(no_file))
    for command in ("upgrade", "check"):
        assert 1 == CliRunner().invoke(program, ["db", command, str(no_file)]).exit_code

    assert 0 == still_open()
