"""
The statements that a command needs, compiled once from the tables, to be run on a connection's own cursor.

SQLAlchemy says how each is spelt for a database and its driver; at each command nothing of it is asked any more.

Stands on: `tables`, `rows`.   Knows nothing of: connections, transactions, who asks.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    Dialect,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from rjflow.store.rows import Writing
from rjflow.store.tables import Tables

Values = Sequence[Any]
Spoken = tuple[str, Any]  # a statement and its values, as the driver wants them
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_AT_ONCE = ("psycopg", "psycopg_async")  # drivers of PostgreSQL with which one statement for all is tried


class Ready:
    """
    A statement as its text, and how it takes its values, which come in the order of *names*.
    """

    def __init__(self, statement: Any, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self.bound: Callable[[Values], Any] = partial(_by_name, tuple(names))
        if compiled.positional:
            places = [names.index(one) for one in compiled.positiontup]
            self.bound = tuple if places == [*range(len(names))] else _places(places)

    def spoken(self, values: Values) -> Spoken:
        """Give what is to be said to a cursor."""
        return self.text, self.bound(values)


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
        free: what gives those of some cases that nobody holds, and holds them; nothing where no case is held by itself.
    """

    def __init__(self, ours: Tables, dialect: Dialect) -> None:
        self._ours = ours
        # What every value's place is known of beforehand, psycopg need not look up by names at each command.
        kind: Any = type(dialect)
        self._dialect: Dialect = kind(paramstyle="format") if dialect.driver in _AT_ONCE else dialect
        self._insert = INSERT[dialect.name]
        self._shapes: dict[Shape, Ready] = {}
        self.is_at_once = dialect.name == "postgresql" and dialect.driver in _AT_ONCE
        cases, keys = ours.cases, ours.keys
        asked = and_(keys.c.case == bindparam("case"), keys.c.key == bindparam("key"))
        there = cases.c.id == bindparam("case")
        one = select(literal_column("1").label("one")).subquery()
        self.case = self._ready(select(cases).where(there), ["case"])
        both = select(cases, keys).select_from(one.outerjoin(cases, there).outerjoin(keys, asked))
        self.case_and_key = self._ready(both, ["case", "key"])
        self.key_taken = self._ready(select(keys.c.key).where(asked), ["case", "key"])
        self.revision = self._ready(select(cases.c.revision).where(there), ["case"])
        some = cases.c.id == any_(bindparam("ids", type_=ARRAY(Text)))
        free = select(cases.c.id).where(some).with_for_update(skip_locked=True)
        self.free = self._ready(free, ["ids"]) if dialect.name == "postgresql" else None
        known = ours.definitions.c.fingerprint
        self.known = self._ready(select(known).where(known == bindparam("fingerprint")), ["fingerprint"])
        self.know, self._open = (self._inserted(one, "on_conflict_do_nothing") for one in (ours.definitions, cases))
        ends = [*cases.columns.keys(), "id_", "expected"]
        self._turns = {
            (moves, waived): self._ready(self._turn(moves=moves, waived=waived), ends)
            for moves in (False, True)
            for waived in (False, True)
        }
        told = ours.personal
        self._entry, self._key, self._message, self._tell = map(self._inserted, (ours.entries, keys, ours.outbox, told))
        self._arm = self._ready(_in_place(_plain(self._insert(ours.deadlines)), *_ARMED), ours.deadlines.columns.keys())
        self._disarm = self._deleted(ours.deadlines, "case")
        self._forget, self._tidy = self._deleted(told, "case", "person"), self._deleted(told, "case", "number", "name")
        self._unassign, self._assign = self._deleted(ours.assignments, "case"), self._inserted(ours.assignments)
        wrapped = _in_place(_plain(self._insert(ours.person_keys)), "wrapping", "wrapped", "mark")
        self._wrap = self._ready(wrapped, ours.person_keys.columns.keys())

    def turn(self, writing: Writing) -> Spoken:
        """Give what takes the turn: the case's row, written if it is still what was expected."""
        row = writing.case
        if writing.expected == 0:
            return self._open.spoken(row)
        turn = self._turns[writing.definition is not None, row.waiver is not None]
        return turn.spoken((*row, row.id, writing.expected))

    def steps(self, writing: Writing) -> Iterator[Spoken]:
        """Give what is to be done, one after the other, by who has the turn."""
        for entry in writing.entries:
            yield self._entry.spoken(entry)
        if writing.due is not None:
            yield self._arm.spoken(writing.due)
        elif writing.expected:
            yield self._disarm.spoken((writing.case.id,))
        if writing.key is not None:
            yield self._key.spoken(writing.key)
        for message in writing.messages:
            yield self._message.spoken((*message, *_UNTRIED))
        for gone in writing.tidied:
            yield self._tidy.spoken((gone.case, gone.number, gone.name))
        if writing.erased is not None:
            yield self._forget.spoken((writing.case.id, writing.erased))
        for value in writing.personal:
            yield self._tell.spoken(value)
        for wrapped in writing.person_keys:
            yield self._wrap.spoken(wrapped)
        if writing.assignments is not None:
            yield self._unassign.spoken((writing.case.id,))
        for assigned in writing.assignments or ():
            yield self._assign.spoken(assigned)

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
            ready = self._shapes[shape] = self._ready(self._whole(shape), self._names(shape))
        return ready, _values_of(writing)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _ready(self, statement: Any, names: Sequence[str]) -> Ready:
        return Ready(statement, self._dialect, names)

    def _inserted(self, table: Table, otherwise: str | None = None) -> Ready:
        """
        Make what inserts a row.
        """
        statement = _plain(self._insert(table))
        return self._ready(getattr(statement, otherwise)() if otherwise else statement, table.columns.keys())

    def _deleted(self, table: Table, *names: str) -> Ready:
        """
        Make what deletes the rows that have some values.
        """
        there = (table.c[name] == bindparam(name) for name in names)
        return self._ready(delete(table).where(*there), names)

    def _names(self, shape: Shape) -> Sequence[str]:
        """
        Give the names of the values of the one statement, in the order of `_values_of`.
        """
        ours = self._ours
        parts: list[tuple[str, Table]] = [(f"entry_{place}_", ours.entries) for place in range(shape.entries)]
        parts += [("due_", ours.deadlines)] if shape.arms else []
        parts += [("key_", ours.keys)] if shape.keyed else []
        parts += [(f"message_{place}_", ours.outbox) for place in range(shape.messages)]
        rest = (prefix + name for prefix, table in parts for name in map(str, table.columns.keys()))
        return [*ours.cases.columns.keys(), "id_", "expected", *rest]

    def _turn(self, *, moves: bool, waived: bool) -> Any:
        """
        Make what writes the case's row if it is still what was expected; nobody else can from then on.

        That nobody waived the proof stands in the statement: SQLite's driver takes twice as long for nothing as for a text.
        """
        cases = self._ours.cases
        same = ("id",) if moves else ("id", "fingerprint")
        changed: dict[str, Any] = {column.name: _bound(column) for column in cases.columns if column.name not in same}
        if not waived:
            changed["waiver"] = null()
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
            taken = self._turn(moves=shape.moves, waived=True)
            if shape.keyed:
                key = (ours.keys.c.case == bindparam("id_"), ours.keys.c.key == bindparam("key_key"))
                taken = taken.where(~exists().where(*key))
            turn = taken.returning(ours.cases.c.id).cte("turn")
        parts: list[Any] = [_after(turn, ours.entries, f"entry_{place}_") for place in range(shape.entries)]
        if shape.arms:
            parts.append(_in_place(_after(turn, ours.deadlines, "due_", self._insert), *_ARMED))
        elif not shape.opens:
            parts.append(delete(ours.deadlines).where(ours.deadlines.c.case == select(turn.c.id).scalar_subquery()))
        if shape.keyed:
            parts.append(_after(turn, ours.keys, "key_"))
        parts += [_after(turn, ours.outbox, f"message_{place}_") for place in range(shape.messages)]
        return select(func.count()).select_from(turn).add_cte(*(one.cte(f"part_{n}") for n, one in enumerate(parts)))


# ----------------------------------------------------------------------------------------------------------------------

_ARMED = ("due", "event", "calendar")
_UNTRIED = (0, 0, 0)  # taken, tries, rests


def _bound(column: Column[Any], prefix: str = "") -> BindParameter[Any]:
    return bindparam(f"{prefix}{column.name}", type_=column.type)


def _plain(statement: Any) -> Any:
    """
    Let an insertion take a value for each column.
    """
    return statement.values({column.name: _bound(column) for column in statement.table.columns})


def _by_name(names: tuple[str, ...], values: Values) -> dict[str, Any]:
    return dict(zip(names, values))


def _places(places: Sequence[int]) -> Callable[[Values], Any]:
    several: Callable[[Values], Any] = itemgetter(*places)
    return several if len(places) > 1 else lambda values: (several(values),)


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
    values: list[Any] = [*writing.case, writing.case.id, writing.expected]
    for entry in writing.entries:
        values += entry
    values += writing.due or ()
    values += writing.key or ()
    for message in writing.messages:
        values += message
        values += _UNTRIED
    return values
