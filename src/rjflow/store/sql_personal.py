"""
The part of a store in a database that keeps personal values, the keys of people, and who read what.

Stands on: `sql_ground`, `port`.   Knows nothing of: what is sealed, who may read.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, insert, literal, select, tuple_, update
from sqlalchemy.exc import SQLAlchemyError

from rjflow.store.connecting import told_if_busy
from rjflow.store.port import CasePapers, PersonalFile
from rjflow.store.ready import INSERT
from rjflow.store.rows import placed
from rjflow.store.rows_beside import PersonalRow, PersonKeyRow, ReadRow
from rjflow.store.sql_ground import Connected, anew

# SQLite writes zeros over what a connection deletes from then on, so that a key that was destroyed stands nowhere in the file.
FORGETS = "PRAGMA secure_delete = ON"


class KeepsPersonal(Connected):
    """What every store in a database has beside its cases."""

    @anew
    def personal(self, case: str, person: str) -> PersonalFile:
        """Give the key and the personal values of somebody."""
        values, keys = self._tables.personal, self._tables.person_keys
        told = select(values).where(values.c.case == case, values.c.person == person)
        with self._reading() as connection:
            key = connection.execute(select(keys).where(keys.c.case == case, keys.c.person == person)).one_or_none()
            found = connection.execute(told.order_by(values.c.number, values.c.name))
            return PersonalFile(None if key is None else PersonKeyRow(*key), tuple(PersonalRow(*row) for row in found))

    @anew
    def papers(self, case: str) -> CasePapers:
        """Give what was written in the forms of a case, and the keys of its people."""
        values, keys = self._tables.personal, self._tables.person_keys
        written = select(values).where(values.c.case == case, values.c.form.is_not(None))
        with self._reading() as connection:
            found = connection.execute(written.order_by(values.c.number, values.c.name)).all()
            known = connection.execute(select(keys).where(keys.c.case == case)).all() if found else []
            return CasePapers(
                {row.person: PersonKeyRow(*row) for row in known}, tuple(PersonalRow(*row) for row in found)
            )

    @anew
    def person_keys(self, *, most: int, after: PersonKeyRow | None = None) -> Sequence[PersonKeyRow]:
        """Give the keys of people, page by page."""
        table = self._tables.person_keys
        query = select(table).order_by(table.c.case, table.c.person).limit(most)
        if after is not None:
            query = query.where(
                tuple_(table.c.case, table.c.person) > tuple_(literal(after.case), literal(after.person))
            )
        with self._reading() as connection:
            return [PersonKeyRow(*row) for row in connection.execute(query)]

    @anew
    def rewrap(self, was: PersonKeyRow, now: PersonKeyRow) -> bool:
        """Put the key of somebody in place of the same, if it is still as it *was*; tell whether it was."""
        table = self._tables.person_keys
        there = (table.c.case == was.case, table.c.person == was.person, table.c.wrapped == was.wrapped)
        with told_if_busy(), self._writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(FORGETS)
            changed = {"wrapping": now.wrapping, "wrapped": now.wrapped}
            return connection.execute(update(table).where(*there).values(changed)).rowcount == 1

    @anew
    def log_read(self, row: ReadRow) -> None:
        """Remember that somebody read something."""
        counts = self._tables.read_counts
        with told_if_busy(), self._writing() as connection:
            first = INSERT[connection.dialect.name](counts).values(actor=row.actor, count=1)
            counted = first.on_conflict_do_update(index_elements=[counts.c.actor], set_={"count": counts.c.count + 1})
            there = placed(row, connection.execute(counted.returning(counts.c.count)).scalar_one())
            said = {name: value for name, value in there._asdict().items() if name != "number"}
            connection.execute(insert(self._tables.reads), said)

    @anew
    def reads(self, *, most: int, after: int = 0, case: str | None = None) -> Sequence[ReadRow]:
        """Give who read what, of all cases or of one, in order, page by page."""
        table = self._tables.reads
        query = select(table).where(table.c.number > after).order_by(table.c.number).limit(most)
        if case is not None:
            query = query.where(table.c.case == case)
        with self._reading() as connection:
            return [ReadRow(*row) for row in connection.execute(query)]

    @anew
    def read_counts(self, *, most: int, after: str | None = None) -> Sequence[tuple[str, int]]:
        """Give how often each actor read something, page by page."""
        table = self._tables.read_counts
        query = select(table.c.actor, table.c.count).order_by(table.c.actor).limit(most)
        if after is not None:
            query = query.where(table.c.actor > after)
        with self._reading() as connection:
            return [(actor, count) for actor, count in connection.execute(query)]


def leave_no_copy(engine: Engine, patience: int) -> bool:
    """
    Let SQLite empty the file that it writes ahead to, in which what was deleted still stands; tell whether it is empty.

    While somebody else reads it cannot be, and while that is waited for nobody can write: so it is tried for so many milliseconds, and later again. What
    was to be stored is stored by then, so nothing is raised.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
            try:
                raw.execute(f"PRAGMA busy_timeout = {patience}")
                busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                raw.execute(f"PRAGMA busy_timeout = {before}")
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
        return False
    return not busy
