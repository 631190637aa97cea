"""
The statements that a command needs, compiled once from the tables, to be run on a connection's own cursor.

SQLAlchemy says how each is spelt for a database and its driver; at each command nothing of it is asked any more.

Stands on: `tables`, `rows`.   Knows nothing of: connections, transactions, who asks.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Column,
    Dialect,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from rjflow.store.rows import Writing
from rjflow.store.tables import Tables

Values = Mapping[str, Any]
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_AT_ONCE = ("psycopg", "psycopg_async")  # drivers of PostgreSQL with which one statement for all is tried


class Ready:
    """A statement as its text, and how it takes its values."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        names: list[str] = list(compiled.positiontup or ())
        several: Callable[[Values], Any] = itemgetter(*names) if names else _as_they_are
        self.bound = several if len(names) != 1 else lambda values: (several(values),)


class Shape(NamedTuple):
    """What a command writes, as far as it makes another statement."""

    opens: bool
    moves: bool
    entries: int
    arms: bool
    keyed: bool
    messages: int


class Statements:
    """
    All of them, for one database and driver.

    Attributes:
        is_at_once: whether a command is one statement; otherwise it is `steps` after its turn.
    """

    def __init__(self, ours: Tables, dialect: Dialect) -> None:
        self._ours = ours
        self._dialect = dialect
        self._insert = INSERT[dialect.name]
        self._shapes: dict[Shape, Ready] = {}
        self.is_at_once = dialect.name == "postgresql" and dialect.driver in _AT_ONCE
        cases, keys = ours.cases, ours.keys
        asked = and_(keys.c.case == bindparam("case"), keys.c.key == bindparam("key"))
        there = cases.c.id == bindparam("case")
        one = select(literal_column("1").label("one")).subquery()
        self.case = self._ready(select(cases).where(there))
        self.case_and_key = self._ready(
            select(cases, keys).select_from(one.outerjoin(cases, there).outerjoin(keys, asked))
        )
        self.key_taken = self._ready(select(keys.c.key).where(asked))
        self.revision = self._ready(select(cases.c.revision).where(there))
        known = ours.definitions.c.fingerprint
        self.known = self._ready(select(known).where(known == bindparam("fingerprint")))
        self.know = self._ready(_plain(self._insert(ours.definitions)).on_conflict_do_nothing())
        self.open = self._ready(_plain(self._insert(cases)).on_conflict_do_nothing())
        self.turn, self.move = (self._ready(self._turn(moves=moves)) for moves in (False, True))
        self._entry, self._key, self._message = (
            self._ready(_plain(insert(table))) for table in (ours.entries, keys, ours.outbox)
        )
        self._arm = self._ready(_in_place(_plain(self._insert(ours.deadlines)), *_ARMED))
        self._disarm = self._ready(delete(ours.deadlines).where(ours.deadlines.c.case == bindparam("case")))
        told, wrapped = ours.personal, _plain(self._insert(ours.person_keys))
        theirs = (told.c.case == bindparam("case"), told.c.person == bindparam("person"))
        self.forget = self._ready(delete(told).where(*theirs))
        self._tell = self._ready(_plain(insert(told)))
        self._wrap = self._ready(_in_place(wrapped, "wrapping", "wrapped", "mark"))

    def steps(self, writing: Writing) -> Iterator[tuple[Ready, Values]]:
        """Give what is to be done, one after the other, by who has the turn."""
        for entry in writing.entries:
            yield self._entry, entry._asdict()
        if writing.due is not None:
            yield self._arm, writing.due._asdict()
        elif writing.expected:
            yield self._disarm, {"case": writing.case.id}
        if writing.key is not None:
            yield self._key, writing.key._asdict()
        for message in writing.messages:
            yield self._message, {**message._asdict(), **_UNTRIED}
        for value in writing.personal:
            yield self._tell, value._asdict()
        for wrapped in writing.person_keys:
            yield self._wrap, wrapped._asdict()

    def at_once(self, writing: Writing) -> tuple[Ready, Values]:
        """
        Give all of it in one statement, which tells in how many rows the turn was taken: one, or none. The definition is to be there.
        """
        opens = not writing.expected
        shape = Shape(
            opens=opens,
            moves=not opens and writing.definition is not None,
            entries=len(writing.entries),
            arms=writing.due is not None,
            keyed=writing.key is not None,
            messages=len(writing.messages),
        )
        ready = self._shapes.get(shape)
        if ready is None:
            ready = self._shapes[shape] = self._ready(self._whole(shape))
        return ready, _values_of(writing)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _ready(self, statement: Any) -> Ready:
        return Ready(statement, self._dialect)

    def _turn(self, *, moves: bool) -> Any:
        """
        Make what writes the case's row if it is still what was expected; nobody else can from then on.
        """
        cases = self._ours.cases
        same = ("id",) if moves else ("id", "fingerprint")
        changed = {column.name: _bound(column) for column in cases.columns if column.name not in same}
        there = (cases.c.id == bindparam("id_"), cases.c.revision == bindparam("expected"))
        return update(cases).where(*there).values(changed)

    def _whole(self, shape: Shape) -> Any:
        """
        Put everything into one statement; the rest is written only where the turn was taken.
        """
        ours = self._ours
        if shape.opens:
            turn = _plain(self._insert(ours.cases)).on_conflict_do_nothing().returning(ours.cases.c.id).cte("turn")
        else:
            taken = self._turn(moves=shape.moves)
            if shape.keyed:
                key = (ours.keys.c.case == bindparam("id_"), ours.keys.c.key == bindparam("key_0_key"))
                taken = taken.where(~exists().where(*key))
            turn = taken.returning(ours.cases.c.id).cte("turn")
        parts: list[Any] = [_after(turn, ours.entries, f"entry_{place}_") for place in range(shape.entries)]
        if shape.arms:
            parts.append(_in_place(_after(turn, ours.deadlines, "due_", self._insert), *_ARMED))
        elif not shape.opens:
            parts.append(delete(ours.deadlines).where(ours.deadlines.c.case == select(turn.c.id).scalar_subquery()))
        if shape.keyed:
            parts.append(_after(turn, ours.keys, "key_0_"))
        parts += [_after(turn, ours.outbox, f"message_{place}_") for place in range(shape.messages)]
        return select(func.count()).select_from(turn).add_cte(*(one.cte(f"part_{n}") for n, one in enumerate(parts)))


# ----------------------------------------------------------------------------------------------------------------------

_ARMED = ("due", "event", "calendar")
_UNTRIED = {"taken": 0, "tries": 0, "rests": 0}


def _bound(column: Column[Any], prefix: str = "") -> BindParameter[Any]:
    return bindparam(f"{prefix}{column.name}", type_=column.type)


def _plain(statement: Any) -> Any:
    """
    Let an insertion take a value for each column.
    """
    return statement.values({column.name: _bound(column) for column in statement.table.columns})


def _as_they_are(values: Values) -> Values:
    return values


def _in_place(statement: Any, *names: str) -> Any:
    """
    Let a row take the place of the one with the same key.
    """
    keys = list(statement.table.primary_key.columns)
    return statement.on_conflict_do_update(index_elements=keys, set_={one: statement.excluded[one] for one in names})


def _after(turn: Any, table: Table, prefix: str, kind: Callable[[Table], Any] = insert) -> Any:
    """
    Insert one row, if the turn was taken.
    """
    names = [column.name for column in table.columns]
    row = select(*(_bound(column, prefix) for column in table.columns)).select_from(turn)
    return kind(table).from_select(names, row)


def _values_of(writing: Writing) -> Values:
    """
    Give the values of the one statement.
    """
    values: dict[str, Any] = writing.case._asdict()
    if writing.expected:
        values |= {"id_": values["id"], "expected": writing.expected}
    rows: list[tuple[str, Any]] = [(f"entry_{place}_", one) for place, one in enumerate(writing.entries)]
    rows += [("due_", writing.due)] if writing.due is not None else []
    rows += [("key_0_", writing.key)] if writing.key is not None else []
    rows += [(f"message_{place}_", one) for place, one in enumerate(writing.messages)]
    for prefix, row in rows:
        for name, value in zip(row._fields, row):
            values[prefix + name] = value
    for place in range(len(writing.messages)):
        for name, value in _UNTRIED.items():
            values[f"message_{place}_{name}"] = value
    return values
