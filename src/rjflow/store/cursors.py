"""
Cursors of the driver itself, for what every command does: nothing stands between a statement and the database.

A connection comes from the engine's own pool and goes back to it as it was. Errors are told as SQLAlchemy tells them, without the values that
were written; a connection that broke is thrown away, and with it all that wait in the pool.

Stands on: SQLAlchemy.   Knows nothing of: tables, cases.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError


@contextmanager
def cursor_within(connection: Connection) -> Iterator[Any]:
    """
    Give a cursor inside the transaction of a connection, which is neither committed nor rolled back here.

    Raises:
        DBAPIError: the driver said so.
    """
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except _errors_of(connection.dialect) as error:
        told, is_gone = _told(error, connection.dialect, connection.connection.dbapi_connection)
        if is_gone:
            connection.invalidate(error)
        raise told from error
    cursor.close()


class Cursors:
    """The cursors of an engine, which is not told of what they do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """
        Give a cursor whose every statement is a transaction of its own.

        Raises:
            DBAPIError: the driver said so.
        """
        with self._connected(autocommit=True) as raw:
            cursor = raw.cursor()
            yield cursor
            cursor.close()
            if not self._is_sqlite and not getattr(raw, "autocommit", False):
                raw.commit()

    @contextmanager
    def together(self) -> Iterator[Any]:
        """
        Give a cursor whose statements are one transaction, committed in the end unless something is raised; in SQLite it waits for its turn first.

        Raises:
            DBAPIError: the driver said so.
        """
        with self._connected(autocommit=False) as raw:
            cursor = raw.cursor()
            try:
                if self._is_sqlite and not raw.in_transaction:
                    cursor.execute("BEGIN IMMEDIATE")
                yield cursor
                raw.commit()
            except BaseException:
                with suppress(_errors_of(self._engine.dialect)):
                    raw.rollback()
                raise
            cursor.close()

    # ---- how ---------------------------------------------------------------------------------------------------------

    @contextmanager
    def _connected(self, *, autocommit: bool) -> Iterator[Any]:
        """
        Borrow a connection from the pool; PostgreSQL's driver is told whether to begin a transaction, and told otherwise in the end.
        """
        try:
            pooled = self._engine.raw_connection()
        except _errors_of(self._engine.dialect) as error:
            raise _told(error, self._engine.dialect, None)[0] from error
        raw: Any = pooled.dbapi_connection
        before = autocommit if self._is_sqlite else getattr(raw, "autocommit", autocommit)
        try:
            if before != autocommit:
                raw.autocommit = autocommit
            yield raw
        except _errors_of(self._engine.dialect) as error:
            told, is_gone = _told(error, self._engine.dialect, raw)
            if is_gone:
                # As SQLAlchemy does itself: whatever else waits in the pool is as old, and is not handed out again.
                self._engine.pool._invalidate(pooled, error)
            raise told from error
        finally:
            if pooled.is_valid:
                if before != autocommit:
                    raw.rollback()
                    raw.autocommit = before
                pooled.close()


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
