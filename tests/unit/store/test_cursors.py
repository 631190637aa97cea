"""
Cursors of the driver itself: the pool gets back what was borrowed, as it was, and nobody else misses it.
"""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from tests.unit.casebook.books import door_book

from rjflow.store.connecting import engine_of
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


def opened_twice(cursor):
    """
    Try to write the same row twice.
    """
    for _ in range(2):
        cursor.execute(f"INSERT INTO rjflow_definitions VALUES ('{SECRET}', 'n', 1, 'd', 't')")


def test_one_connection_of_a_file_is_spare(file: Engine):
    """
    However many stores there are over an engine, one of its connections stays with them; it is closed with the pool.
    """
    stores = [SqlStore(file) for _ in range(20)]
    for number, store in enumerate(stores):
        door_book(store)[0].open(f"door-{number}", people={}, actor="ann")

    assert 1 == file.pool.checkedout()
    file.dispose()
    assert [] == cursors_of(file)._spare
    assert 20 == len(stores[0].cases(most=99))


def test_a_pool_of_one_is_left_alone(tmp_path: Path):
    """
    Where there is no connection to spare, none is kept.
    """
    engine = create_engine(f"sqlite:///{tmp_path / 'cases.db'}", pool_size=1, max_overflow=0, pool_timeout=1)
    upgrade(engine)
    book, _ = door_book(SqlStore(engine))
    book.open("door-7", people={}, actor="ann")

    assert 0 == engine.pool.checkedout()
    with engine.connect() as connection:
        assert 1 == connection.scalar(text("SELECT count(*) FROM rjflow_cases"))
    engine.dispose()


def test_a_child_uses_no_connection_of_its_parent(file: Engine, monkeypatch: pytest.MonkeyPatch):
    """
    What was spare before a fork is neither used nor closed by the child.
    """
    store, cursors = SqlStore(file), cursors_of(file)
    store.load("door-7")
    ((parents, _),) = cursors._spare
    monkeypatch.setattr("rjflow.store.cursors.getpid", lambda: os.getpid() + 1)
    store.load("door-7")

    assert parents not in [one for one, _ in cursors._spare]
    assert parents.is_valid
    monkeypatch.undo()
    cursors._spare.append((parents, os.getpid()))


@pytest.mark.parametrize("kind", ["file", "postgres"])
def test_errors_are_sqlalchemys_and_tell_no_values(request: pytest.FixtureRequest, kind: str):
    """
    What the driver refuses is raised as SQLAlchemy raises it, without what was written, and nothing of it is kept.
    """
    engine = request.getfixturevalue(kind)
    with pytest.raises(IntegrityError) as refused:
        cursors_of(engine).together(opened_twice)

    assert SECRET not in str(refused.value) or kind == "postgres"  # PostgreSQL itself names the key
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
