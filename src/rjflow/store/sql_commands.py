"""
The part of a store in a database that every command needs: a case loaded, and all that the command changes stored.

What is written first is the case's row, if it still has the expected revision: so the database decides who was first, and whoever was not
has written nothing. In PostgreSQL all of it is one statement.

Stands on: `ready`, `cursors`, `port`.   Knows nothing of: workflows, who asks.
"""

from typing import Any, NoReturn

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from rjflow.store.case_rows import CaseRow
from rjflow.store.connecting import check_busy, code_of
from rjflow.store.cursors import Do, T
from rjflow.store.port import KeyReused, Loaded, StaleRevision
from rjflow.store.ready import Ready, Statements, Values
from rjflow.store.rows import DefinitionRow, KeyRow, Writing
from rjflow.store.sql_personal import FORGETS, leave_no_copy

# Somebody else has written since the transaction began: PostgreSQL under REPEATABLE READ or SERIALIZABLE, and SQLite in WAL mode.
_LOST = ("40001", "SQLITE_BUSY_SNAPSHOT")
_OF_A_CASE = len(CaseRow._fields)


class KeepsCommands:
    """What a store in a database does at each command. `SqlStore` says where its cursors come from."""

    _engine: Engine
    _statements: Statements

    def _alone(self, do: Do[T]) -> T:
        raise NotImplementedError

    def _together(self, do: Do[T]) -> T:
        raise NotImplementedError

    @property
    def _is_at_once(self) -> bool:
        return self._statements.is_at_once

    @property
    def is_inside(self) -> bool:
        """Whether what it writes is kept only when a host commits."""
        raise NotImplementedError

    def load(self, case: str, key: str | None = None) -> Loaded:
        """Give the row of a case, and of an idempotency key; nothing where there is none."""
        if key is None:
            found = self._alone(lambda cursor: _run(cursor, self._statements.case, (case,)).fetchone())
            return Loaded(None if found is None else CaseRow(*found), None)
        asked = (case, key)
        row = self._alone(lambda cursor: _run(cursor, self._statements.case_and_key, asked).fetchone())
        there, stands = row[:_OF_A_CASE], row[_OF_A_CASE:]
        return Loaded(None if there[0] is None else CaseRow(*there), None if stands[0] is None else KeyRow(*stands))

    def append(self, writing: Writing) -> None:
        """
        Store all that one command changes, or nothing.

        Raises:
            StaleRevision: the case is not at the expected revision.
            KeyReused: the idempotency key is taken.
            StoreBusy: the database let nobody write in time.
        """
        is_plain = not (writing.forgets or writing.personal or writing.person_keys) and writing.assignments is None
        try:
            if self._is_at_once and is_plain and self._alone(lambda cursor: self._is_written(cursor, writing)):
                return
            self._together(lambda cursor: self._write(cursor, writing))
            if writing.forgets and not self.is_inside:
                leave_no_copy(self._engine)
        except DBAPIError as error:
            check_busy(error)
            if not is_lost(error):
                raise
            # Our own transaction is over by now, so the revision can be asked for; the host's is not, and answers nothing more.
            raise StaleRevision(writing.case.id, writing.expected, self._revision(writing.case.id)) from error

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _is_written(self, cursor: Any, writing: Writing) -> bool:
        """
        Write everything in one statement, unless the definition has to be written too.
        """
        if not self._is_known(cursor, writing.definition):
            return False
        if _run(cursor, *self._statements.at_once(writing)).fetchone()[0] != 1:
            self._refuse(cursor, writing)
        return True

    def _write(self, cursor: Any, writing: Writing) -> None:
        """
        Write everything, one after the other, in a transaction.
        """
        self._take_turn(cursor, writing)
        if writing.forgets and self._engine.dialect.name == "sqlite":
            cursor.execute(FORGETS)
        for step, values in self._statements.steps(writing):
            _run(cursor, step, values)

    def _take_turn(self, cursor: Any, writing: Writing) -> None:
        """
        Write the case's row, if it is still what was expected; nobody else can from then on.
        """
        ours, row = self._statements, writing.case
        if writing.key is not None and self._is_taken(cursor, writing.key):
            raise KeyReused(writing.key.case, writing.key.key)
        if writing.definition is not None and not self._is_known(cursor, writing.definition):
            _run(cursor, ours.know, writing.definition)
        if writing.expected == 0:
            _run(cursor, ours.open, row)
        else:
            _run(cursor, ours.turn if writing.definition is None else ours.move, (*row, row.id, writing.expected))
        if cursor.rowcount != 1:
            self._refuse(cursor, writing)

    def _refuse(self, cursor: Any, writing: Writing) -> NoReturn:
        """
        Tell why a turn was not taken.
        """
        if writing.key is not None and self._is_taken(cursor, writing.key):
            raise KeyReused(writing.key.case, writing.key.key)
        found = _run(cursor, self._statements.revision, (writing.case.id,)).fetchone()
        raise StaleRevision(writing.case.id, writing.expected, 0 if found is None else found[0])

    def _is_taken(self, cursor: Any, key: KeyRow) -> bool:
        return _run(cursor, self._statements.key_taken, (key.case, key.key)).fetchone() is not None

    def _is_known(self, cursor: Any, definition: DefinitionRow | None) -> bool:
        if definition is None:
            return True
        return _run(cursor, self._statements.known, (definition.fingerprint,)).fetchone() is not None

    def _revision(self, case: str) -> int | None:
        """
        Give the revision that a case has; nothing where a host's transaction would have to say it.
        """
        if self.is_inside:
            return None
        there = self.load(case).case
        return 0 if there is None else there.revision


def is_lost(error: DBAPIError) -> bool:
    """
    Tell whether the database says that somebody else was quicker.
    """
    return code_of(error) in _LOST


# ----------------------------------------------------------------------------------------------------------------------


def _run(cursor: Any, ready: Ready, values: Values) -> Any:
    """
    Run a statement, and give the cursor, which has what it found.
    """
    cursor.execute(ready.text, ready.bound(values))
    return cursor
