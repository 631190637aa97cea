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
from weakref import WeakValueDictionary, finalize, ref

from sqlalchemy import Connection, Dialect, Engine, Pool, PoolProxiedConnection, QueuePool, event
from sqlalchemy.exc import DBAPIError

from rjflow.store.turns import given_back, patiently, taken_over

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


class Held:
    """
    A connection that is borrowed from the pool, with what has to be known to give it back.

    Attributes:
        cursor: of a server's the one cursor that it is used through, which costs as much to make as a statement.
        before: whether the driver committed each statement by itself; nothing where it cannot be told.
        process: who borrowed it.
        is_ours: whether it was kept before.
        pool: where it was borrowed; not the engine's any more once that was disposed of.
        patience: for how many seconds we wait where somebody else writes; nothing where the connection waits by itself.
    """

    __slots__ = ("before", "cursor", "is_ours", "patience", "pool", "pooled", "process", "raw")

    def __init__(self, pool: Pool, pooled: PoolProxiedConnection, *, is_file: bool) -> None:
        self.pool = pool
        self.pooled = pooled
        raw: Any = pooled.dbapi_connection
        self.raw = raw
        self.before: bool | None = None if is_file else getattr(raw, "autocommit", None)
        self.cursor: Any = None if is_file else raw.cursor()
        self.process = getpid()
        self.is_ours = False
        self.patience: float | None = None


class Cursors:
    """
    The cursors of an engine, which is not told of what they do.

    What is to be done with a cursor is handed over as a function: a context manager would cost as much as a statement.

    Attributes:
        owes_a_clean_file: whether something that was deleted may still stand in the file that SQLite writes ahead to.
    """

    owes_a_clean_file = False

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dialect = engine.dialect
        self._is_file = engine.dialect.name == "sqlite"
        # One at most, under one name: putting it there and taking it is never half done.
        self._spare: dict[str, Held] = {}
        self._not_ours: list[Held] = []  # of the process that this one was forked from: never touched
        self._heard: tuple[Any, ...] = ()
        self._can_spare = False
        event.listen(engine, "engine_disposed", partial(_disposed, ref(self)))
        finalize(self, _leave, self._spare, engine).atexit = False

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
        Borrow a connection, and give it back.
        """
        held = self._taken()
        try:
            done = self._in_file(held, do, is_one=is_one) if self._is_file else self._on_server(held, do, is_one=is_one)
        except _errors_of(self._dialect) as error:
            told, is_gone = _told(error, self._dialect, held.raw)
            if is_gone:
                # As SQLAlchemy does itself: whatever else waits in the pool is as old, and is not handed out again.
                self._engine.pool._invalidate(held.pooled, error)
            else:
                _give_back(held, self._engine)
            raise told from error
        except BaseException:
            _give_back(held, self._engine)
            raise
        if not self._is_kept(held):
            _give_back(held, self._engine)
        return done

    def _in_file(self, held: Held, do: Do[T], *, is_one: bool) -> T:
        raw = held.raw
        cursor = raw.cursor()
        try:
            if not is_one:
                return patiently(do, cursor, held.patience)
            begins = not raw.in_transaction
            if begins:
                patiently(cursor.execute, "BEGIN IMMEDIATE", held.patience)
            done = do(cursor)
            if begins:
                cursor.execute("COMMIT")  # which the driver has ready; what its own `commit` says is parsed each time
            else:
                raw.commit()
        except BaseException:
            with suppress(_errors_of(self._dialect)):
                raw.rollback()
            raise
        finally:
            cursor.close()  # what was not read to its end would hold the moment that it saw
        return done

    def _on_server(self, held: Held, do: Do[T], *, is_one: bool) -> T:
        """
        The driver is told whether to begin transactions by itself; one that cannot be told begins them.
        """
        raw = held.raw
        if held.before is not None and raw.autocommit is is_one:
            raw.autocommit = not is_one
        try:
            done = do(held.cursor)
            if is_one or held.before is None:
                raw.commit()
        except BaseException:
            with suppress(_errors_of(self._dialect)):
                raw.rollback()
            raise
        return done

    def _taken(self) -> Held:
        """
        Take the connection that was used last, if it is spare, because the pool costs as much as two statements; or one of the pool's.
        """
        pool = self._engine.pool
        held = self._spare.pop("", None)
        if held is not None:
            if held.process != getpid():
                self._not_ours.append(held)
            elif held.pool is pool:
                return held
            else:
                held.pooled.invalidate()  # the engine was disposed of by another name, and did not tell
        try:
            return Held(pool, self._engine.raw_connection(), is_file=self._is_file)
        except _errors_of(self._dialect) as error:
            raise _told(error, self._dialect, None)[0] from error

    def _is_kept(self, held: Held) -> bool:
        """
        Keep a connection as the one that is spare, where nobody else can miss it or listens to the pool; tell whether it is kept.
        """
        pool = self._engine.pool
        told = pool.dispatch
        heard = (pool, told.checkout, told.checkin, told.reset)
        if heard != self._heard:  # another pool, or somebody has begun to listen
            self._heard, self._can_spare = heard, not any(heard[1:]) and _can_spare(pool, self._dialect)
        if not self._can_spare or self._spare or held.pool is not pool or (self._is_file and held.raw.in_transaction):
            return False
        if not held.is_ours:
            held.is_ours = True
            held.patience = taken_over(held.raw) if self._is_file else None
        return self._spare.setdefault("", held) is held

    def close_spare(self) -> None:
        """Close what is spare, as the pool closes all others."""
        held = self._spare.pop("", None)
        if held is not None and held.process == getpid():
            held.pooled.invalidate()
        elif held is not None:
            self._not_ours.append(held)


# ----------------------------------------------------------------------------------------------------------------------


def _errors_of(dialect: Dialect) -> type[Exception]:
    errors: type[Exception] = dialect.loaded_dbapi.Error
    return errors


def _can_spare(pool: Pool, dialect: Dialect) -> bool:
    """
    Tell whether one of a pool's connections may stay out of it: there are others, and the pool looks at none before it hands it out.
    """
    if not isinstance(pool, QueuePool) or dialect.is_async:
        return False
    return pool.size() > 1 and not pool._pre_ping and pool._recycle == -1


def _told(error: Exception, dialect: Dialect, raw: Any) -> tuple[Exception, bool]:
    """
    Give an error as SQLAlchemy tells it, and whether the connection is gone.
    """
    is_gone = bool(dialect.is_disconnect(error, raw, None))  # type: ignore[arg-type]  # it is what the driver raised
    told: Any = DBAPIError.instance(
        None, None, error, _errors_of(dialect), hide_parameters=True, connection_invalidated=is_gone, dialect=dialect
    )
    return told, is_gone


def _give_back(held: Held, engine: Engine) -> None:
    """
    Give a connection back to the pool as it was; where the engine was disposed of meanwhile, close it, since nobody else would.
    """
    if held.pool is not engine.pool:
        held.pooled.invalidate()
        return
    if held.before is not None and held.raw.autocommit is not held.before:
        with suppress(Exception):  # one that broke meanwhile cannot be told any more; the pool will notice
            held.raw.autocommit = held.before
    if held.patience is not None:
        given_back(held.raw, held.patience)
    held.pooled.close()


def _leave(spare: dict[str, Held], engine: Engine) -> None:
    """
    Give what is spare back, once nobody has a store over the engine any more.
    """
    held = spare.pop("", None)
    if held is not None and held.process == getpid():
        _give_back(held, engine)


def _disposed(cursors: "ref[Cursors]", _: Engine) -> None:
    if (there := cursors()) is not None:
        there.close_spare()


_OF_ENGINES: WeakValueDictionary[int, Cursors] = WeakValueDictionary()
