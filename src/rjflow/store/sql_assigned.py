"""
The part of a store in a database that knows who of a register was given to which open case, and which cases nobody was given to.

Stands on: `sql_ground`.   Knows nothing of: registers, forms, workflows.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select

from rjflow.store.sql_ground import Connected, anew


class KnowsAssigned(Connected):
    """What every store in a database knows of assignments."""

    @anew
    def assigned(self, worker: str) -> Sequence[str]:
        """Give the open cases that somebody was given to, in order; looked up in an index, however many cases there are."""
        table = self._tables.assignments
        query = select(table.c.case).where(table.c.worker == worker).distinct().order_by(table.c.case)
        with self._reading() as connection:
            return list(connection.scalars(query))

    @anew
    def unassigned(
        self, fingerprint: str, states: Collection[str], *, most: int, after: str | None = None
    ) -> Sequence[str]:
        """Give the cases under a definition, in one of these states, that nobody of a register was given to, page by page."""
        cases, table = self._tables.cases, self._tables.assignments
        given = exists().where(table.c.case == cases.c.id)
        query = select(cases.c.id).where(cases.c.fingerprint == fingerprint, cases.c.state.in_(states), ~given)
        if after is not None:
            query = query.where(cases.c.id > after)
        with self._reading() as connection:
            return list(connection.scalars(query.order_by(cases.c.id).limit(most)))
