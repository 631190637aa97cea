"""
Cursors of the driver itself, for what every command does: nothing stands between a statement and the database.

A connection comes from the engine's own pool and goes back to it as it was. Errors are told as SQLAlchemy tells them, without the values that
were written; a connection that broke is thrown away, and with it all that wait in the pool.

Stands on: SQLAlchemy.   Knows nothing of: tables, cases.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from os import getpid
from typing import Any, TypeVar
from weakref import WeakValueDictionary, ref

from sqlalchemy import Connection, Dialect, Engine, PoolProxiedConnection, QueuePool, event
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")
Do = Callable[[Any], T]


def done_within(connection: Connection, do: Do[T]) -> T:
    """
    Let something be done with a cursor inside the transaction of a connection, which is neither committed nor rolled back here.

    Raises:
        DBAPIError: the driver said so.
    """
    cursor = connection.connection.cursor()
    try:
        done = do(cursor)
    except _errors_of(connection.dialect) as error:
        told, is_gone = _told(error, connection.dialect, connection.connection.dbapi_connection)
        if is_gone:
            connection.invalidate(error)
        raise told from error
    cursor.close()
    return done


def cursors_of(engine: Engine) -> "Cursors":
    """
    Give the cursors of an engine: the same to everybody, so that no more than one of its connections is spare.
    """
    found = _OF_ENGINES.get(id(engine))
    if found is None:
        found = _OF_ENGINES[id(engine)] = Cursors(engine)
    return found


class Cursors:
    """
    The cursors of an engine, which is not told of what they do.

    What is to be done with a cursor is handed over as a function: a context manager would cost as much as a statement.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dialect = engine.dialect
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._spare: list[tuple[PoolProxiedConnection, int]] = []
        self._not_ours: list[PoolProxiedConnection] = []  # of the process that this one was forked from: never touched
        if self._is_sqlite:
            event.listen(engine, "engine_disposed", partial(_disposed, ref(self)))

    def alone(self, do: Do[T]) -> T:
        """
        Let something be done, each statement of which is a transaction of its own.

        Raises:
            DBAPIError: the driver said so.
        """
        return self._borrowed(do, is_one=False)

    def together(self, do: Do[T]) -> T:
        """
        Let something be done in one transaction, committed in the end unless something is raised; in SQLite it waits for its turn first.

        Raises:
            DBAPIError: the driver said so.
        """
        return self._borrowed(do, is_one=True)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _borrowed(self, do: Do[T], *, is_one: bool) -> T:
        """
        Borrow a connection from the pool, and give it back.
        """
        try:
            pooled = self._taken()
        except _errors_of(self._dialect) as error:
            raise _told(error, self._dialect, None)[0] from error
        raw: Any = pooled.dbapi_connection
        try:
            return (self._in_file if self._is_sqlite else self._on_server)(raw, do, is_one=is_one)
        except _errors_of(self._dialect) as error:
            told, is_gone = _told(error, self._dialect, raw)
            if is_gone:
                # As SQLAlchemy does itself: whatever else waits in the pool is as old, and is not handed out again.
                self._engine.pool._invalidate(pooled, error)
            raise told from error
        finally:
            if pooled.is_valid:
                self._given_back(pooled, raw)

    def _in_file(self, raw: Any, do: Do[T], *, is_one: bool) -> T:
        cursor = raw.cursor()
        try:
            if is_one and not raw.in_transaction:
                cursor.execute("BEGIN IMMEDIATE")
            done = do(cursor)
            if is_one:
                raw.commit()
        except BaseException:
            with suppress(_errors_of(self._dialect)):
                raw.rollback()
            raise
        finally:
            cursor.close()  # what was not read to its end would hold the moment that it saw
        return done

    def _on_server(self, raw: Any, do: Do[T], *, is_one: bool) -> T:
        """
        The driver is told whether to begin transactions by itself, and told otherwise in the end; one that cannot be told begins them.
        """
        before = getattr(raw, "autocommit", None)
        if before is not None and before is is_one:
            raw.autocommit = not is_one
        try:
            done = do(raw.cursor())
            if is_one or before is None:
                raw.commit()
        except BaseException:
            with suppress(_errors_of(self._dialect)):
                raw.rollback()
                if before is not None:
                    raw.autocommit = before
            raise
        if before is not None and before is is_one:
            raw.autocommit = before
        return done

    def _taken(self) -> PoolProxiedConnection:
        """
        Take a connection: of a file the one that was used last, if it is spare, because the pool costs as much as two statements.
        """
        while self._spare:
            with suppress(IndexError):  # somebody else was quicker
                pooled, process = self._spare.pop()
                if process == getpid():
                    return pooled
                self._not_ours.append(pooled)
        return self._engine.raw_connection()

    def _given_back(self, pooled: PoolProxiedConnection, raw: Any) -> None:
        """
        Give a connection back, or keep it as the one that is spare, where nobody else can miss it or listens to the pool.
        """
        pool = self._engine.pool
        is_kept = self._is_sqlite and not self._spare and isinstance(pool, QueuePool) and pool.size() > 1
        if is_kept and not (raw.in_transaction or pool.dispatch.checkout or pool.dispatch.checkin):
            self._spare.append((pooled, getpid()))
        else:
            pooled.close()

    def close_spare(self) -> None:
        """Close what is spare, as the pool closes all others."""
        while self._spare:
            pooled, process = self._spare.pop()
            if process == getpid():
                pooled.invalidate()
            else:
                self._not_ours.append(pooled)


# ----------------------------------------------------------------------------------------------------------------------


def _errors_of(dialect: Dialect) -> type[Exception]:
    errors: type[Exception] = dialect.loaded_dbapi.Error
    return errors


def _told(error: Exception, dialect: Dialect, raw: Any) -> tuple[Exception, bool]:
    """
    Give an error as SQLAlchemy tells it, and whether the connection is gone.
    """
    is_gone = bool(dialect.is_disconnect(error, raw, None))  # type: ignore[arg-type]  # it is what the driver raised
    told: Any = DBAPIError.instance(
        None, None, error, _errors_of(dialect), hide_parameters=True, connection_invalidated=is_gone, dialect=dialect
    )
    return told, is_gone


def _disposed(cursors: "ref[Cursors]", _: Engine) -> None:
    if (there := cursors()) is not None:
        there.close_spare()


_OF_ENGINES: WeakValueDictionary[int, Cursors] = WeakValueDictionary()
