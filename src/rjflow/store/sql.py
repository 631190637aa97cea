"""
A store in SQLite or PostgreSQL: one way for both.

What is written first is the case's row, if it still has the expected revision: so the database decides who was first, and whoever was not
has written nothing. Inside a host's transaction nothing is committed and nothing rolled back.

Stands on: `tables`, `connecting`, `port`.   Knows nothing of: workflows, who asks.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Select,
    delete,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from rjflow.engine.asking import NotAsked
from rjflow.instants import Instant
from rjflow.store.connecting import WRITES, NoSuchStore, connection_of, engine_of, place_of, reaching
from rjflow.store.outbox import claim_message, next_messages
from rjflow.store.port import KeyReused, Loaded, StaleRevision
from rjflow.store.rows import CaseRow, DefinitionRow, DueRow, EntryRow, KeyRow, MessageRow, Waiting, Writing
from rjflow.store.sql_assigned import KnowsAssigned
from rjflow.store.sql_cases import ShowsCases
from rjflow.store.sql_personal import KeepsPersonal, leave_no_copy
from rjflow.store.tables import Tables, tables
from rjflow.store.upgrading import is_out_of_date, is_prepared, upgrade

_Row = TypeVar("_Row")
# Somebody else has written since the transaction began: PostgreSQL under REPEATABLE READ or SERIALIZABLE, and SQLite in WAL mode.
_LOST = ("40001", "SQLITE_BUSY_SNAPSHOT")


class SqlStore(ShowsCases, KeepsPersonal, KnowsAssigned):
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
        if not isinstance(given, Engine) or given.dialect.name not in _INSERT:
            hint = ", of an AsyncEngine its sync_engine" if hasattr(given, "sync_engine") else ""
            raise NotAsked(f"a store takes SQLAlchemy's Engine for SQLite or PostgreSQL{hint}, not {given!r}")
        self._engine = engine
        self._writer = engine.execution_options(**WRITES)
        self._tables: Tables = tables(MetaData())
        self._insert = _INSERT[engine.dialect.name]
        self._host: Connection | None = None

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
        with reaching(engine):
            if not is_prepared(engine):
                if not create or engine.dialect.name != "sqlite":
                    raise NoSuchStore(
                        f"{place_of(engine)}: there are no tables of ours; `rjflow db upgrade` makes them"
                    )
                upgrade(engine)
            elif is_out_of_date(engine):
                raise NoSuchStore(
                    f"{place_of(engine)}: the tables are of an older rjflow; `rjflow db upgrade` brings them up to date"
                )
        return cls(engine)

    @property
    def engine(self) -> Engine:
        """What it is connected through."""
        return self._engine

    def within(self, transaction: Any) -> "SqlStore":
        """
        Give the same store inside a host's `Connection` or `Session`. Whether anything is kept is for the host to say: by its commit.

        Raises:
            NotAsked: it is no connection or session, is one of another kind of database, or would commit each statement by itself.
        """
        inside = SqlStore(self._engine)
        inside._host = connection_of(transaction, self._engine.dialect.name)
        return inside

    @property
    def is_inside(self) -> bool:
        """Whether what it writes is kept only when a host commits."""
        return self._host is not None

    # ---- what a command needs ----------------------------------------------------------------------------------------

    def load(self, case: str, key: str | None = None) -> Loaded:
        """Give the row of a case, and of an idempotency key; nothing where there is none."""
        ours = self._tables
        with self._reading() as connection:
            row = _one(connection, CaseRow, select(ours.cases).where(ours.cases.c.id == case))
            if key is None:
                return Loaded(row, None)
            asked = select(ours.keys).where(ours.keys.c.case == case, ours.keys.c.key == key)
            return Loaded(row, _one(connection, KeyRow, asked))

    def append(self, writing: Writing) -> None:
        """
        Store all that one command changes, or nothing.

        Raises:
            StaleRevision: the case is not at the expected revision.
            KeyReused: the idempotency key is taken.
        """
        try:
            with self._writing() as connection:
                self._check_key(connection, writing)
                self._take_turn(connection, writing)
                self._add(connection, writing)
            if writing.forgets and self._host is None:
                leave_no_copy(self._engine)
        except DBAPIError as error:
            if not _is_lost(error):
                raise
            # Our own transaction is over by now, so the revision can be asked for; the host's is not, and answers nothing more.
            raise StaleRevision(writing.case.id, writing.expected, self._revision(writing.case.id)) from error

    # ---- what is looked up -------------------------------------------------------------------------------------------

    def entries(self, case: str) -> Sequence[EntryRow]:
        """Give the entries of a case in order."""
        with self._reading() as connection:
            return self._rows(connection, EntryRow, self._tables.entries, case)

    def definition(self, fingerprint: str) -> DefinitionRow | None:
        """Give the workflow of a fingerprint; nothing where no case was opened under it."""
        table = self._tables.definitions
        with self._reading() as connection:
            return _one(connection, DefinitionRow, select(table).where(table.c.fingerprint == fingerprint))

    def due(self, by: Instant, *, most: int, after: DueRow | None = None) -> Sequence[DueRow]:
        """Give what is due by a moment, the earliest first."""
        table = self._tables.deadlines
        query = select(table).where(table.c.due <= by)
        if after is not None:
            query = query.where(tuple_(table.c.due, table.c.case) > tuple_(literal(after.due), literal(after.case)))
        with self._reading() as connection:
            return [DueRow(*row) for row in connection.execute(query.order_by(table.c.due, table.c.case).limit(most))]

    def definitions(self) -> Sequence[DefinitionRow]:
        """Give every workflow that is kept."""
        table = self._tables.definitions
        with self._reading() as connection:
            return [DefinitionRow(*row) for row in connection.execute(select(table).order_by(table.c.fingerprint))]

    def waiting(self, *, most: int) -> Sequence[MessageRow]:
        """Give messages that were not taken yet, per case in order."""
        table = self._tables.outbox
        query = (
            select(table).where(table.c.taken == 0).order_by(table.c.case, table.c.number, table.c.place).limit(most)
        )
        with self._reading() as connection:
            return [MessageRow(*row[: len(MessageRow._fields)]) for row in connection.execute(query)]

    def taken(self, messages: Sequence[MessageRow]) -> None:
        """Remember that messages were delivered, so that they wait no more."""
        table = self._tables.outbox
        with self._writing() as connection:
            for one in messages:
                there = (table.c.case == one.case, table.c.number == one.number, table.c.place == one.place)
                connection.execute(update(table).where(*there).values(taken=1))

    def next_messages(self, by: Instant, *, most: int) -> Sequence[Waiting]:
        """Give of each case the first message that was not taken, unless it rests beyond a moment; those that rested longest first."""
        with self._reading() as connection:
            return next_messages(connection, self._tables, by, most)

    def claim(self, message: MessageRow, *, tries: int, rests: Instant) -> bool:
        """Let a message rest until a moment, and count a try; no, where it was taken or tried since."""
        try:
            with self._writing() as connection:
                return claim_message(connection, self._tables, message, tries, rests)
        except DBAPIError as error:
            if not _is_lost(error):
                raise
            return False

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _reading(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._host) if self._host is not None else self._engine.connect()

    def _writing(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._host) if self._host is not None else self._writer.begin()

    def _check_key(self, connection: Connection, writing: Writing) -> None:
        """
        Make sure that an idempotency key is free; if it is taken meanwhile, so is the revision.
        """
        if writing.key is None:
            return
        table = self._tables.keys
        there = (table.c.case == writing.key.case, table.c.key == writing.key.key)
        if connection.execute(select(table.c.key).where(*there)).first() is not None:
            raise KeyReused(writing.key.case, writing.key.key)

    def _take_turn(self, connection: Connection, writing: Writing) -> None:
        """
        Write the case's row, if it is still what was expected; nobody else can from then on.
        """
        cases, row = self._tables.cases, writing.case
        if writing.definition is not None:
            self._know(connection, writing.definition)
        if writing.expected == 0:
            opening = self._insert(cases).values(row._asdict()).on_conflict_do_nothing()
            wrote = connection.execute(opening, execution_options={"preserve_rowcount": True})
        else:
            there = (cases.c.id == row.id, cases.c.revision == writing.expected)
            same = ("id",) if writing.definition is not None else ("id", "fingerprint")
            changed = {name: value for name, value in row._asdict().items() if name not in same}
            wrote = connection.execute(update(cases).where(*there).values(changed))
        if wrote.rowcount != 1:
            current = connection.scalar(select(cases.c.revision).where(cases.c.id == row.id))
            raise StaleRevision(row.id, writing.expected, current or 0)

    def _revision(self, case: str) -> int | None:
        """
        Give the revision that a case has; nothing where a host's transaction would have to say it.
        """
        if self._host is not None:
            return None
        there = self.load(case).case
        return 0 if there is None else there.revision

    def _know(self, connection: Connection, definition: DefinitionRow) -> None:
        """
        Keep a definition, unless it is kept already.
        """
        table = self._tables.definitions
        there = select(table.c.fingerprint).where(table.c.fingerprint == definition.fingerprint)
        if connection.execute(there).first() is None:
            connection.execute(self._insert(table).values(definition._asdict()).on_conflict_do_nothing())

    def _add(self, connection: Connection, writing: Writing) -> None:
        """
        Write all the rest.
        """
        ours = self._tables
        connection.execute(insert(ours.entries), [one._asdict() for one in writing.entries])
        if writing.expected:
            connection.execute(delete(ours.deadlines).where(ours.deadlines.c.case == writing.case.id))
        if writing.due is not None:
            connection.execute(insert(ours.deadlines), writing.due._asdict())
        if writing.key is not None:
            connection.execute(insert(ours.keys), writing.key._asdict())
        self._tell(connection, writing)
        self._assign(connection, writing)
        if writing.messages:
            connection.execute(insert(ours.outbox), [{**one._asdict(), "taken": 0} for one in writing.messages])


# ----------------------------------------------------------------------------------------------------------------------

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _is_lost(error: DBAPIError) -> bool:
    """
    Tell whether the database says that somebody else was quicker.
    """
    return getattr(error.orig, "sqlstate", getattr(error.orig, "sqlite_errorname", None)) in _LOST


def _one(connection: Connection, kind: Callable[..., _Row], query: Select[Any]) -> _Row | None:
    """
    Give the one row of a query, if there is one.
    """
    found = connection.execute(query).one_or_none()
    return None if found is None else kind(*found)
