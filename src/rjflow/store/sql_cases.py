"""
The part of a store in a database that shows everything there is: the ids of all cases, and all rows of one.

Stands on: `sql_ground`, `port`.   Knows nothing of: what is asked of a case.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, select, true, union

from rjflow.store.case_rows import CaseRow
from rjflow.store.port import CaseFile
from rjflow.store.rows import DueRow, EntryRow, KeyRow, MessageRow
from rjflow.store.rows_beside import AssignmentRow, PersonalRow, PersonKeyRow
from rjflow.store.sql_ground import Connected, anew


class ShowsCases(Connected):
    """What every store in a database shows of its cases as a whole."""

    @anew
    def cases(self, *, most: int, after: str | None = None) -> Sequence[str]:
        """Give the ids of cases, page by page; those that only other rows speak of too."""
        ours = self._tables
        beside = (
            ours.entries,
            ours.deadlines,
            ours.keys,
            ours.outbox,
            ours.personal,
            ours.person_keys,
            ours.assignments,
        )
        columns = [ours.cases.c.id, *(table.c.case for table in beside)]
        rest = [true() if after is None else one > after for one in columns]
        pages = [
            select(one.label("id")).where(later).distinct().order_by(one).limit(most)
            for one, later in zip(columns, rest, strict=True)
        ]
        every = union(*(select(page.subquery().c.id) for page in pages)).subquery()
        with self._reading() as connection:
            return list(connection.scalars(select(every.c.id).order_by(every.c.id).limit(most)))

    @anew
    def file(self, case: str) -> CaseFile:
        """Give everything that is kept about a case, of one moment."""
        ours = self._tables
        with self._reading() as reading:
            connection = _of_one_moment(reading)
            row = connection.execute(select(ours.cases).where(ours.cases.c.id == case)).one_or_none()
            return CaseFile(
                case=None if row is None else CaseRow(*row),
                entries=self._rows(connection, EntryRow, ours.entries, case),
                due=next(iter(self._rows(connection, DueRow, ours.deadlines, case)), None),
                keys=self._rows(connection, KeyRow, ours.keys, case),
                messages=self._rows(connection, MessageRow, ours.outbox, case),
                personal=self._rows(connection, PersonalRow, ours.personal, case),
                person_keys=self._rows(connection, PersonKeyRow, ours.person_keys, case),
                assignments=self._rows(connection, AssignmentRow, ours.assignments, case),
            )

    def _rows(self, connection: Connection, kind: Any, table: Table, case: str) -> tuple[Any, ...]:
        """
        Give the rows of a table that belong to a case, in order, without the columns that are no part of them.
        """
        query = select(table).where(table.c.case == case).order_by(*table.primary_key.columns)
        return tuple(kind(*row[: len(kind._fields)]) for row in connection.execute(query))


# ----------------------------------------------------------------------------------------------------------------------


def _of_one_moment(connection: Connection) -> Connection:
    """
    Let a connection see one moment in all that it reads; SQLite's do so anyway, and in a host's transaction the host has chosen.
    """
    begun = connection.in_transaction() or connection.dialect.name != "postgresql"
    return connection if begun else connection.execution_options(isolation_level="REPEATABLE READ")
