"""
A store in SQLite or PostgreSQL: one way for both.

What every command does stands in `sql_commands`; here is what is asked besides, and where connections come from. Inside a host's transaction
nothing is committed and nothing rolled back.

Stands on: `sql_commands`, `sql_personal`, `connecting`.   Knows nothing of: workflows, who asks.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import copy
from functools import cache, partial
from typing import Any, Self, TypeVar

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    MetaData,
    Select,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import DBAPIError

from rjflow.engine.asking import NotAsked
from rjflow.instants import Instant
from rjflow.store.connecting import (
    NoSuchStore,
    connection_of,
    engine_of,
    is_lost,
    place_of,
    reaching,
    told_if_busy,
)
from rjflow.store.cursors import Do, T, cursors_of, done_within
from rjflow.store.outbox import claim_message, next_messages
from rjflow.store.port import WRITES
from rjflow.store.ready import INSERT, Statements
from rjflow.store.rows import DefinitionRow, DueRow, EntryRow, MessageRow, Waiting
from rjflow.store.sql_assigned import KnowsAssigned
from rjflow.store.sql_cases import ShowsCases
from rjflow.store.sql_commands import KeepsCommands
from rjflow.store.sql_ground import anew
from rjflow.store.sql_personal import KeepsPersonal
from rjflow.store.tables import Tables, tables
from rjflow.store.upgrading import is_out_of_date, is_prepared, upgrade

_Row = TypeVar("_Row")


class SqlStore(KeepsCommands, ShowsCases, KeepsPersonal, KnowsAssigned):
    """
    Keep cases in a database. Many threads, processes and servers may use it at once.

    Args:
        engine: SQLAlchemy's engine for SQLite or PostgreSQL, the host's own or one from `SqlStore.at`.

    Raises:
        NotAsked: it is no engine, or one for another database.

    Not seen:
        Whether the tables are there and up to date; `rjflow db check` tells.
    """

    def __init__(self, engine: Engine) -> None:
        given: Any = engine  # whatever it says it is
        if not isinstance(given, Engine) or given.dialect.name not in INSERT:
            hint = ", of an AsyncEngine its sync_engine" if hasattr(given, "sync_engine") else ""
            raise NotAsked(f"a store takes SQLAlchemy's Engine for SQLite or PostgreSQL{hint}, not {given!r}")
        self._engine = engine
        self._writer = engine.execution_options(**WRITES)
        self._tables = _our_tables()
        self._statements = _statements(engine.dialect)
        self._cursors = cursors_of(engine)
        self._host: Callable[[], Connection] | None = None

    @classmethod
    def at(cls, place: str, *, create: bool = True) -> "SqlStore":
        """
        Open the store in an SQLite file, or behind a database's URL.

        Args:
            place: The file's path, or the URL.
            create: Whether to make an SQLite file that is not there, and give it its tables. A server's are made by `rjflow db upgrade`.

        Raises:
            NoSuchStore: the place cannot be opened, or has no tables of ours, or older ones.
        """
        engine = engine_of(place, create=create)
        try:
            _check_tables(engine, create=create)
        except BaseException:
            engine.dispose()  # nobody else has it
            raise
        return cls(engine)

    @property
    def engine(self) -> Engine:
        """What it is connected through."""
        return self._engine

    def within(self, transaction: Any) -> Self:
        """
        Give the same store inside a host's `Connection` or `Session`. Whether anything is kept is for the host to say: by its commit, and by
        the savepoints that there are when something is asked.

        Raises:
            NotAsked: it is no connection or session, is one of another kind of database, or would commit what was to be taken back.
        """
        inside = copy(self)
        # Asked anew each time: a session makes its savepoints when it is asked, and a host may have committed meanwhile.
        inside._host = partial(connection_of, transaction, self._engine.dialect.name)
        inside._statements = _statements(inside._host().dialect)
        return inside

    @property
    def is_inside(self) -> bool:
        """Whether what it writes is kept only when a host commits."""
        return self._host is not None

    # ---- what is looked up -------------------------------------------------------------------------------------------

    @anew
    def entries(self, case: str) -> Sequence[EntryRow]:
        """Give the entries of a case in order."""
        with self._reading() as connection:
            return self._rows(connection, EntryRow, self._tables.entries, case)

    @anew
    def definition(self, fingerprint: str) -> DefinitionRow | None:
        """Give the workflow of a fingerprint; nothing where no case was opened under it."""
        table = self._tables.definitions
        with self._reading() as connection:
            return _one(connection, DefinitionRow, select(table).where(table.c.fingerprint == fingerprint))

    @anew
    def due(self, by: Instant, *, most: int, after: DueRow | None = None) -> Sequence[DueRow]:
        """Give what is due by a moment, the earliest first."""
        table = self._tables.deadlines
        query = select(table).where(table.c.due <= by)
        if after is not None:
            query = query.where(tuple_(table.c.due, table.c.case) > tuple_(literal(after.due), literal(after.case)))
        with self._reading() as connection:
            return [DueRow(*row) for row in connection.execute(query.order_by(table.c.due, table.c.case).limit(most))]

    @anew
    def definitions(self) -> Sequence[DefinitionRow]:
        """Give every workflow that is kept."""
        table = self._tables.definitions
        with self._reading() as connection:
            return [DefinitionRow(*row) for row in connection.execute(select(table).order_by(table.c.fingerprint))]

    @anew
    def waiting(self, *, most: int) -> Sequence[MessageRow]:
        """Give messages that were not taken yet, per case in order."""
        table = self._tables.outbox
        query = (
            select(table).where(table.c.taken == 0).order_by(table.c.case, table.c.number, table.c.place).limit(most)
        )
        with self._reading() as connection:
            return [MessageRow(*row[: len(MessageRow._fields)]) for row in connection.execute(query)]

    @anew
    def taken(self, messages: Sequence[MessageRow]) -> None:
        """Remember that messages were delivered, so that they wait no more."""
        table = self._tables.outbox
        with told_if_busy(), self._writing() as connection:
            for one in messages:
                there = (table.c.case == one.case, table.c.number == one.number, table.c.place == one.place)
                connection.execute(update(table).where(*there).values(taken=1))

    @anew
    def next_messages(self, by: Instant, *, most: int) -> Sequence[Waiting]:
        """Give of each case the first message that was not taken, unless it rests beyond a moment; those that rested longest first."""
        with self._reading() as connection:
            return next_messages(connection, self._tables, by, most)

    def claim(self, message: MessageRow, *, tries: int, rests: Instant) -> bool:
        """Let a message rest until a moment, and count a try; no, where it was taken or tried since."""
        try:
            with told_if_busy(), self._writing() as connection:
                return claim_message(connection, self._tables, message, tries, rests)
        except DBAPIError as error:
            if not is_lost(error):
                raise
            return False

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _reading(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._host()) if self._host is not None else self._engine.connect()

    def _writing(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._host()) if self._host is not None else self._writer.begin()

    def _alone(self, do: Do[T]) -> T:
        return done_within(self._host(), do) if self._host is not None else self._cursors.alone(do)

    def _together(self, do: Do[T]) -> T:
        return done_within(self._host(), do) if self._host is not None else self._cursors.together(do)


# ----------------------------------------------------------------------------------------------------------------------


def _check_tables(engine: Engine, *, create: bool) -> None:
    """
    See that the tables are there and up to date; make those of a new SQLite file, if they may be made.

    Raises:
        NoSuchStore: they are not, or the place cannot be reached.
    """
    with reaching(engine):
        if not is_prepared(engine):
            if not create or engine.dialect.name != "sqlite":
                raise NoSuchStore(f"{place_of(engine)}: there are no tables of ours; `rjflow db upgrade` makes them")
            upgrade(engine)
        elif is_out_of_date(engine):
            raise NoSuchStore(
                f"{place_of(engine)}: the tables are of an older rjflow; `rjflow db upgrade` brings them up to date"
            )


_COMPILED: dict[tuple[str, str, str], Statements] = {}


def _statements(dialect: Dialect) -> Statements:
    """
    Give the statements of a database and its driver, compiled once in a program.
    """
    key = (dialect.name, dialect.driver, dialect.paramstyle)
    if key not in _COMPILED:
        _COMPILED[key] = Statements(_our_tables(), dialect)
    return _COMPILED[key]


@cache
def _our_tables() -> Tables:
    """
    Describe the tables once: what SQLAlchemy has made ready of a statement is found again only for the same ones.
    """
    return tables(MetaData())


def _one(connection: Connection, kind: Callable[..., _Row], query: Select[Any]) -> _Row | None:
    """
    Give the one row of a query, if there is one.
    """
    found = connection.execute(query).one_or_none()
    return None if found is None else kind(*found)
