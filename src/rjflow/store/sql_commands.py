"""
The part of a store in a database that every command needs: a case loaded, and all that the command changes stored.

What is written first is the case's row, if it still has the expected revision: so the database decides who was first, and whoever was not
has written nothing. In PostgreSQL all of it is one statement.

Stands on: `sql_ground`, `ready`, `port`.   Knows nothing of: workflows, who asks.
"""

from collections.abc import Collection, Sequence
from enum import Enum
from typing import Any, NoReturn

from sqlalchemy.exc import DBAPIError

from rjflow.store.case_rows import BentRow, CaseRow
from rjflow.store.connecting import check_busy, code_of, is_lost, is_twice
from rjflow.store.port import KeyReused, Loaded, NotStored, StaleRevision, StoreBusy, stored_apart
from rjflow.store.ready import Ready, Spoken, Values
from rjflow.store.rows import DefinitionRow, KeyRow, Writing
from rjflow.store.sql_ground import Commanded, anew, tries
from rjflow.store.sql_personal import FORGETS, leave_no_copy

_SOON = 50  # milliseconds that nobody else can write for
_OF_A_CASE = len(CaseRow._fields)


class _Held(Enum):
    """Told of a case that is to be written by itself."""

    HELD = "held"


class KeepsCommands(Commanded):
    """What a store in a database does at each command."""

    @property
    def _is_at_once(self) -> bool:
        return self._statements.is_at_once

    @anew
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
            BentRow: the turn was taken, and a row stands where none can be.
        """
        for before in tries():
            try:
                self._append(writing)
            except DBAPIError as error:
                check_busy(error)
                in_the_way = is_twice(error) and not self.is_inside
                if not (is_lost(error) or in_the_way):
                    raise
                # Our own transaction is over by now, so the revision can be asked for; the host's is not, and answers nothing more.
                current = self._revision(writing.case.id)
                if current == writing.expected:
                    if in_the_way and before:
                        raise BentRow(f"something beside case {writing.case.id}") from error
                    continue  # whoever was quicker changed another case
                raise StaleRevision(writing.case.id, writing.expected, current) from error
            else:
                return
        raise StoreBusy

    def append_each(self, writings: Sequence[Writing]) -> Sequence[NotStored | None]:
        """
        Store what several commands change, each whole or not at all, in one transaction.

        A case that somebody holds, and every case where the database refuses any of it, is written by itself, so that nobody is held up by another.
        """
        told: list[NotStored | _Held | None] = [_Held.HELD] * len(writings)
        if len(writings) > 1 and not self.is_inside:
            try:
                told = self._together(lambda cursor: self._write_each(cursor, writings))
            except DBAPIError as error:
                if code_of(error) == "SQLITE_BUSY":  # nobody waited for in vain is waited for again
                    return [StoreBusy()] * len(writings)
        return [stored_apart(self.append, one) if was is _Held.HELD else was for one, was in zip(writings, told)]

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _append(self, writing: Writing) -> None:
        """
        Store all that one command changes, if the database lets us.
        """
        if self._is_at_once and _is_plain(writing) and self._alone(lambda cursor: self._is_written(cursor, writing)):
            return
        planned = self._planned(writing)  # before anybody has to wait for us
        self._together(lambda cursor: self._write(cursor, writing, planned))
        if writing.forgets or self._cursors.owes_a_clean_file:
            self._leave_no_copy(_SOON if writing.forgets else 0)

    def _leave_no_copy(self, patience: int) -> None:
        """
        Let what was deleted stand nowhere; where that cannot be now, after whatever is stored next.
        """
        self._cursors.owes_a_clean_file = self.is_inside or not leave_no_copy(self._engine, patience)

    def _write_each(self, cursor: Any, writings: Sequence[Writing]) -> list[NotStored | _Held | None]:
        """
        Write everything of several cases, but for those that somebody else holds: whoever waits while holding others may be waited for.
        """
        told: list[NotStored | _Held | None] = []
        free = self._free(cursor, [one.case.id for one in writings])
        for one in writings:
            if one.case.id not in free or one.forgets:
                told.append(_Held.HELD)
                continue
            try:
                if not (self._is_at_once and _is_plain(one) and self._is_written(cursor, one)):
                    self._write(cursor, one, self._planned(one))
            except (StaleRevision, KeyReused) as why:  # nothing of this one was written
                told.append(why)
            else:
                told.append(None)
        return told

    def _free(self, cursor: Any, cases: list[str]) -> Collection[str]:
        """
        Give those of some cases that nobody else holds, and hold them; in SQLite whoever has the turn has all.
        """
        if self._statements.free is None:
            return cases
        return {id for (id,) in _run(cursor, self._statements.free, (cases,)).fetchall()}

    def _is_written(self, cursor: Any, writing: Writing) -> bool:
        """
        Write everything in one statement, unless the definition has to be written too.
        """
        if not self._is_known(cursor, writing.definition):
            return False
        if _run(cursor, *self._statements.at_once(writing)).fetchone()[0] != 1:
            self._refuse(cursor, writing)
        return True

    def _planned(self, writing: Writing) -> list[Spoken]:
        """
        Give what is to be run by who has the turn, the first to take it.
        """
        return [self._statements.turn(writing), *self._statements.steps(writing)]

    def _write(self, cursor: Any, writing: Writing, planned: list[Spoken]) -> None:
        """
        Write everything, one after the other, in a transaction; nobody else can write the case from then on.
        """
        if writing.key is not None and self._is_taken(cursor, writing.key):
            raise KeyReused(writing.key.case, writing.key.key)
        if writing.definition is not None and not self._is_known(cursor, writing.definition):
            _run(cursor, self._statements.know, writing.definition)
        turn, *rest = planned
        cursor.execute(*turn)
        if cursor.rowcount != 1:
            self._refuse(cursor, writing)
        if writing.forgets and self._engine.dialect.name == "sqlite":
            cursor.execute(FORGETS)
        for text, values in rest:
            cursor.execute(text, values)

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


def _is_plain(writing: Writing) -> bool:
    """
    Tell whether one statement is enough.
    """
    return not (writing.forgets or writing.personal or writing.person_keys) and writing.assignments is None


# ----------------------------------------------------------------------------------------------------------------------


def _run(cursor: Any, ready: Ready, values: Values) -> Any:
    """
    Run a statement, and give the cursor, which has what it found.
    """
    cursor.execute(ready.text, ready.bound(values))
    return cursor
