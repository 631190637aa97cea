"""
How a database is reached: by a place's name, or through what a host has open.

An SQLite file is kept in WAL mode and writes through to the disk before a command is answered (`synchronous` is FULL); a writer takes its
turn at once, so that it never finds out half-way that somebody else was there.

Stands on: SQLAlchemy, `port`.   Knows nothing of: tables, cases.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session, scoped_session

from rjflow.engine.asking import NotAsked
from rjflow.sources.errors import RjflowError
from rjflow.store.port import StoreBusy

_WAIT = 30  # seconds that a writer waits for its turn
# PostgreSQL: a lock, a deadlock, or a statement that took too long because of one; and SQLite.
_BUSY = ("55P03", "40P01", "57014", "SQLITE_BUSY", "SQLITE_BUSY_RECOVERY")
# Somebody else has written since the transaction began: PostgreSQL under REPEATABLE READ or SERIALIZABLE, and SQLite in WAL mode.
_LOST = ("40001", "SQLITE_BUSY_SNAPSHOT")
# A row of that name is there already.
_TWICE = ("23505", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE")


class NoSuchStore(RjflowError):
    """A place where there is no store, or none that can be opened; the message says why."""


def engine_of(place: str, *, create: bool = True) -> Engine:
    """
    Give an engine for a place: the path of an SQLite file, or a database's URL.

    Raises:
        NoSuchStore: it is neither, its driver is not installed, or there is no such file and none is to be created.
    """
    try:
        url = make_url(place if "://" in place else f"sqlite:///{place}")
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise NoSuchStore(f"{url.get_backend_name()}: a store is kept in SQLite or PostgreSQL")
        if url.get_backend_name() == "sqlite":
            if not create and not Path(url.database or "").is_file():
                raise NoSuchStore(f"{url.database}: there is no such file")
            return careful(create_engine(url, connect_args={"timeout": _WAIT}, hide_parameters=True))
        named = url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url
        return create_engine(named, hide_parameters=True)  # who is whose stands in no log
    except (ArgumentError, NoSuchModuleError) as error:
        raise NoSuchStore(f"this is no database's URL: {error}") from error
    except ImportError as error:
        how = "" if error.name == "psycopg" else "; `postgresql://…` is reached through psycopg"
        raise NoSuchStore(f"{error.name} is not installed{how}: pip install 'rjflow[postgres]'") from error


def careful(engine: Engine) -> Engine:
    """
    Let an SQLite engine of a host's own begin transactions when SQLAlchemy says so, be safe on the disk when they end, and have savepoints to rely on.

    The engine of `SqlStore.at` does so already; of an `AsyncEngine` take its `sync_engine`. What is no SQLite is left as it is.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
    return engine


@contextmanager
def reaching(engine: Engine) -> Iterator[None]:
    """
    Say in our own words that a database cannot be reached, or that it is none.

    Raises:
        NoSuchStore: the database's driver said so.
    """
    try:
        yield
    except DBAPIError as error:
        why = " ".join(str(error.orig).split()) or type(error.orig).__name__
        raise NoSuchStore(f"{place_of(engine)}: {why}") from error


@contextmanager
def reached(place: str, *, create: bool = True) -> Iterator[Engine]:
    """
    Reach a place for a while: afterwards nothing is open, whatever happened.

    Raises:
        NoSuchStore: as `engine_of` and `reaching` do.
    """
    engine = engine_of(place, create=create)
    try:
        with reaching(engine):
            yield engine
    finally:
        engine.dispose()


@contextmanager
def told_if_busy() -> Iterator[None]:
    """
    Say in our own words that somebody else held what was to be written for too long.

    Raises:
        StoreBusy: the database's driver said so.
    """
    try:
        yield
    except DBAPIError as error:
        check_busy(error)
        raise


def check_busy(error: DBAPIError) -> None:
    """
    Say so, if that is what an error of the database says.

    Raises:
        StoreBusy: it is.
    """
    if code_of(error) in _BUSY:
        raise StoreBusy from error


def is_lost(error: DBAPIError) -> bool:
    """
    Tell whether the database says that somebody else was quicker.
    """
    return code_of(error) in _LOST


def is_twice(error: DBAPIError) -> bool:
    """
    Tell whether the database says that a row of that name is there already.
    """
    return code_of(error) in _TWICE


def code_of(error: DBAPIError) -> str | None:
    """
    Give the database's own code of an error, where its driver tells it.
    """
    code: str | None = getattr(error.orig, "sqlstate", getattr(error.orig, "sqlite_errorname", None))
    return code


def place_of(engine: Engine) -> str:
    """
    Say where a database is, without its password.
    """
    return engine.url.database or "" if engine.dialect.name == "sqlite" else engine.url.render_as_string()


def connection_of(transaction: Any, database: str) -> Connection:
    """
    Give the connection of a host's transaction.

    Raises:
        NotAsked: it is no connection or session, one to another kind of database, or each statement, or the end of a savepoint, would commit.
    """
    session = transaction() if isinstance(transaction, scoped_session) else transaction  # of this thread
    found = session.connection() if isinstance(session, Session) else session
    if not isinstance(found, Connection):
        raise NotAsked(f"a store joins SQLAlchemy's Connection or Session, not {transaction!r}")
    if found.dialect.name != database:
        raise NotAsked(f"the connection is to {found.dialect.name}, and the store is in {database}")
    if not found.in_transaction():
        found.begin()
    if _commits_by_itself(found):
        raise NotAsked("the connection commits every statement by itself, so that nothing could be taken back")
    if found.in_nested_transaction() and _begins_late(found):
        raise NotAsked(
            "a savepoint of this SQLite connection may commit when it ends, because its driver begins transactions when it wants; "
            "take the engine of `SqlStore.at`, or `rjflow.store.connecting.careful(engine)`"
        )
    return found


# ----------------------------------------------------------------------------------------------------------------------


def _connected(raw: Any, _: object) -> None:
    raw.isolation_level = None  # the driver begins nothing by itself
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = FULL")


def _begun(connection: Connection) -> None:
    writes = connection.get_execution_options().get("rjflow_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begins_late(connection: Connection) -> bool:
    """
    Tell whether SQLite's driver begins a transaction only before something is written, so that a savepoint may have been the first thing in it.
    """
    raw: Any = connection.connection.driver_connection
    is_told = isinstance(getattr(raw, "autocommit", None), bool)  # since Python 3.12
    return connection.dialect.name == "sqlite" and raw.isolation_level is not None and not is_told


def _commits_by_itself(connection: Connection) -> bool:
    """
    Tell whether what is written could not be rolled back.
    """
    raw: Any = connection.connection.driver_connection  # below an asynchronous driver's costume, if it has one
    if connection.dialect.name == "sqlite" and raw.isolation_level is None and not raw.in_transaction:
        return True
    return any(getattr(one, "autocommit", False) is True for one in (raw, connection.connection.dbapi_connection))
