"""
A store in memory: the reference for what a store does, and what tests and demonstrations use.

Stands on: `port`, `rows`.   Knows nothing of: databases.
"""

from collections.abc import Collection, Sequence
from threading import Lock
from typing import NoReturn

from rjflow.engine.asking import NotAsked
from rjflow.instants import Instant
from rjflow.store.case_rows import CaseRow
from rjflow.store.port import (
    CaseFile,
    CasePapers,
    KeyReused,
    Loaded,
    NotStored,
    PersonalFile,
    StaleRevision,
    stored_apart,
)
from rjflow.store.rows import DefinitionRow, DueRow, EntryRow, KeyRow, MessageRow, Waiting, Writing, placed
from rjflow.store.rows_beside import AssignmentRow, PersonalRow, PersonKeyRow, ReadRow


class MemoryStore:
    """
    Keep cases as long as the program runs. Many threads may use it at once.

    Not seen:
        Other processes, and what comes after the program ends.

    >>> MemoryStore().load("door-7").case is None
    True
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._cases: dict[str, CaseRow] = {}
        self._entries: dict[tuple[str, int], EntryRow] = {}
        self._due: dict[str, DueRow] = {}
        self._keys: dict[tuple[str, str], KeyRow] = {}
        self._messages: dict[tuple[str, int, int], MessageRow] = {}
        self._taken: set[tuple[str, int, int]] = set()
        self._tried: dict[tuple[str, int, int], tuple[int, Instant]] = {}
        self._definitions: dict[str, DefinitionRow] = {}
        self._personal: dict[tuple[str, int, str], PersonalRow] = {}
        self._person_keys: dict[tuple[str, str], PersonKeyRow] = {}
        self._assignments: dict[str, tuple[AssignmentRow, ...]] = {}
        self._reads: list[ReadRow] = []
        self._read_counts: dict[str, int] = {}

    def within(self, transaction: object) -> NoReturn:
        """Refuse: memory has no transactions of a host."""
        raise NotAsked(f"a store in memory cannot join the transaction {transaction!r}")

    @property
    def is_inside(self) -> bool:
        """Whether what it writes is kept only when a host says so: never."""
        return False

    def load(self, case: str, key: str | None = None) -> Loaded:
        """Give the row of a case, and of an idempotency key; nothing where there is none."""
        with self._lock:
            return Loaded(self._cases.get(case), None if key is None else self._keys.get((case, key)))

    def append(self, writing: Writing) -> None:
        """
        Store all that one command changes, or nothing.

        Raises:
            StaleRevision: the case is not at the expected revision.
            KeyReused: the idempotency key is taken.
        """
        row = writing.case
        with self._lock:
            key = None if writing.key is None else (row.id, writing.key.key)
            if key in self._keys:
                raise KeyReused(*key)
            there = self._cases.get(row.id)
            current = 0 if there is None else there.revision
            if current != writing.expected:
                raise StaleRevision(row.id, writing.expected, current)
            self._cases[row.id] = row
            self._entries |= {(one.case, one.number): one for one in writing.entries}
            self._messages |= {(one.case, one.number, one.place): one for one in writing.messages}
            self._due.pop(row.id, None)
            if writing.due is not None:
                self._due[row.id] = writing.due
            if writing.key is not None and key is not None:
                self._keys[key] = writing.key
            if writing.definition is not None:
                self._definitions.setdefault(writing.definition.fingerprint, writing.definition)
            self._tell(writing)

    def append_each(self, writings: Sequence[Writing]) -> Sequence[NotStored | None]:
        """Store what several commands change, each whole or not at all."""
        return [stored_apart(self.append, one) for one in writings]

    def entries(self, case: str) -> Sequence[EntryRow]:
        """Give the entries of a case in order."""
        with self._lock:
            return self._of(case)

    def definition(self, fingerprint: str) -> DefinitionRow | None:
        """Give the workflow of a fingerprint; nothing where no case was opened under it."""
        with self._lock:
            return self._definitions.get(fingerprint)

    def due(self, by: Instant, *, most: int, after: DueRow | None = None) -> Sequence[DueRow]:
        """Give what is due by a moment, the earliest first."""
        with self._lock:
            found = sorted((one for one in self._due.values() if one.due <= by), key=_when)
        return [one for one in found if after is None or _when(one) > _when(after)][:most]

    def cases(self, *, most: int, after: str | None = None) -> Sequence[str]:
        """Give the ids of cases, page by page; those that only other rows speak of too."""
        with self._lock:
            named = {*self._cases, *self._due, *self._assignments}
            for places in (self._entries, self._keys, self._messages, self._personal, self._person_keys):
                named |= {place[0] for place in places}
        return sorted(one for one in named if after is None or one > after)[:most]

    def file(self, case: str) -> CaseFile:
        """Give everything that is kept about a case."""
        with self._lock:
            return CaseFile(
                case=self._cases.get(case),
                entries=self._of(case),
                due=self._due.get(case),
                keys=tuple(sorted(row for place, row in self._keys.items() if place[0] == case)),
                messages=tuple(row for place, row in sorted(self._messages.items()) if place[0] == case),
                personal=tuple(row for place, row in sorted(self._personal.items()) if place[0] == case),
                person_keys=tuple(row for place, row in sorted(self._person_keys.items()) if place[0] == case),
                assignments=self._assignments.get(case, ()),
            )

    def definitions(self) -> Sequence[DefinitionRow]:
        """Give every workflow that is kept."""
        with self._lock:
            return sorted(self._definitions.values())

    def waiting(self, *, most: int) -> Sequence[MessageRow]:
        """Give messages that were not taken yet, per case in order."""
        with self._lock:
            return [row for place, row in sorted(self._messages.items()) if place not in self._taken][:most]

    def taken(self, messages: Sequence[MessageRow]) -> None:
        """Remember that messages were delivered, so that they wait no more."""
        with self._lock:
            self._taken |= {(one.case, one.number, one.place) for one in messages}

    def next_messages(self, by: Instant, *, most: int) -> Sequence[Waiting]:
        """Give of each case the first message that was not taken, unless it rests beyond a moment; those that rested longest first."""
        with self._lock:
            waiting = [place for place in sorted(self._messages) if place not in self._taken]
            first = {place[0]: place for place in reversed(waiting)}
            found = sorted((self._tried.get(place, (0, 0))[1], place) for place in first.values())
            return [self._waiting(place) for rests, place in found if rests <= by][:most]

    def claim(self, message: MessageRow, *, tries: int, rests: Instant) -> bool:
        """Let a message rest until a moment, and count a try; no, where it was taken or tried since."""
        place = (message.case, message.number, message.place)
        with self._lock:
            if place in self._taken or place not in self._messages or self._tried.get(place, (0, 0))[0] != tries:
                return False
            self._tried[place] = (tries + 1, rests)
            return True

    def _waiting(self, place: tuple[str, int, int]) -> Waiting:
        return Waiting(self._messages[place], self._entries.get(place[:2]), self._tried.get(place, (0, 0))[0])

    def personal(self, case: str, person: str) -> PersonalFile:
        """Give the key and the personal values of somebody."""
        with self._lock:
            of_case = [row for place, row in sorted(self._personal.items()) if place[0] == case]
            return PersonalFile(self._person_keys.get((case, person)), tuple(r for r in of_case if r.person == person))

    def papers(self, case: str) -> CasePapers:
        """Give what was written in the forms of a case, and the keys of its people."""
        with self._lock:
            keys = {who: row for (where, who), row in self._person_keys.items() if where == case}
            values = (row for place, row in sorted(self._personal.items()) if place[0] == case)
            return CasePapers(keys, tuple(row for row in values if row.form is not None))

    def assigned(self, worker: str) -> Sequence[str]:
        """Give the open cases that somebody of a register was given to, in order."""
        with self._lock:
            given = sorted(self._assignments.items())
        return [case for case, named in given if any(one.worker == worker for one in named)]

    def unassigned(
        self, fingerprint: str, states: Collection[str], *, most: int, after: str | None = None
    ) -> Sequence[str]:
        """Give the cases under a definition, in one of these states, that nobody was given to, page by page."""
        with self._lock:
            there = (row for row in self._cases.values() if row.fingerprint == fingerprint and row.state in states)
            found = sorted(row.id for row in there if not self._assignments.get(row.id))
        return [case for case in found if after is None or case > after][:most]

    def person_keys(self, *, most: int, after: PersonKeyRow | None = None) -> Sequence[PersonKeyRow]:
        """Give the keys of people, page by page."""
        with self._lock:
            known = sorted(self._person_keys.items())
        return [row for place, row in known if after is None or place > (after.case, after.person)][:most]

    def rewrap(self, was: PersonKeyRow, now: PersonKeyRow) -> bool:
        """Put the key of somebody in place of the same, if it is still as it *was*; tell whether it was."""
        with self._lock:
            there = self._person_keys.get((was.case, was.person))
            if there == was:
                self._person_keys[was.case, was.person] = now
            return there == was

    def log_read(self, row: ReadRow) -> None:
        """Remember that somebody read something."""
        with self._lock:
            self._read_counts[row.actor] = place = self._read_counts.get(row.actor, 0) + 1
            self._reads.append(placed(row, place)._replace(number=len(self._reads) + 1))

    def read_counts(self, *, most: int, after: str | None = None) -> Sequence[tuple[str, int]]:
        """Give how often each actor read something, page by page."""
        with self._lock:
            return [one for one in sorted(self._read_counts.items()) if after is None or one[0] > after][:most]

    def reads(self, *, most: int, after: int = 0, case: str | None = None) -> Sequence[ReadRow]:
        """Give who read what, of all cases or of one, in order, page by page."""
        with self._lock:
            found = self._reads[after:] if case is None else [row for row in self._reads[after:] if row.case == case]
        return found[:most]

    def _tell(self, writing: Writing) -> None:
        """
        Keep and erase personal values, with the lock held.
        """
        if writing.erased is not None:
            gone = [
                place
                for place, row in self._personal.items()
                if (place[0], row.person) == (writing.case.id, writing.erased)
            ]
            for place in gone:
                del self._personal[place]
        for one in writing.tidied:
            self._personal.pop((one.case, one.number, one.name), None)
        if writing.assignments is not None:
            self._assignments[writing.case.id] = writing.assignments
        self._personal |= {(one.case, one.number, one.name): one for one in writing.personal}
        self._person_keys |= {(one.case, one.person): one for one in writing.person_keys}

    def _of(self, case: str) -> tuple[EntryRow, ...]:
        return tuple(row for place, row in sorted(self._entries.items()) if place[0] == case)


def _when(row: DueRow) -> tuple[Instant, str]:
    return (row.due, row.case)
