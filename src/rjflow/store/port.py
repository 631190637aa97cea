"""
What a store promises, whatever stands behind it.

A store keeps rows and decides nothing. `rjflow.testing.StoreContract` is the promise as tests; whoever writes a store runs it on theirs.

Stands on: `rows`.   Knows nothing of: databases, workflows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, Self

from rjflow.instants import Instant
from rjflow.sources.errors import RjflowError
from rjflow.store.case_rows import BentRow, CaseRow
from rjflow.store.rows import DefinitionRow, DueRow, EntryRow, KeyRow, MessageRow, Waiting, Writing
from rjflow.store.rows_beside import AssignmentRow, PersonalRow, PersonKeyRow, ReadRow

# What a store says to SQLAlchemy of connections that write, and a casebook to an engine that it is over.
WRITES = {"rjflow_writes": True}


class StaleRevision(RjflowError):
    """
    Somebody else was quicker: the case is not any more as it was when the question was put. Load it, and ask again.

    Attributes:
        case: its id.
        expected: the revision that was expected.
        current: the revision it has; 0 when there is no such case; nothing when the database says only that somebody else has written
            since the host's transaction began, which must be rolled back.
    """

    def __init__(self, case: str, expected: int, current: int | None) -> None:
        self.case = case
        self.expected = expected
        self.current = current
        if current is None:
            now = "somebody else has written since this transaction began, which must be rolled back"
        elif current == 0:
            now = "there is no such case"
        else:
            now = f"it is at revision {current}" if expected else f"there is one already, at revision {current}"
        asked = f"was expected at revision {expected}" if expected else "was to be opened"
        super().__init__(f"case {case} {asked}; {now}")


class CaseNotFound(RjflowError):
    """
    There is no case of that name in the store.

    Attributes:
        case: the name.
    """

    def __init__(self, case: str) -> None:
        self.case = case
        super().__init__(f"there is no case {case}")


class KeyReused(RjflowError):
    """
    An idempotency key that stands for another question already.

    Attributes:
        case: whose key it is.
        key: the key.
    """

    def __init__(self, case: str, key: str) -> None:
        self.case = case
        self.key = key
        super().__init__(f"the idempotency key `{key}` of case {case} stands for another question already")


class StoreBusy(RjflowError):
    """Somebody else held what was to be written, for longer than the database lets anybody wait. Nothing was kept: ask again."""

    def __init__(self) -> None:
        super().__init__("somebody else held what was to be written for too long; nothing was kept, ask again")


NotStored = StaleRevision | KeyReused | StoreBusy | BentRow


class Loaded(NamedTuple):
    """What a command begins with, all of one moment: the case's row, and the row of the idempotency key that it was asked under."""

    case: CaseRow | None
    key: KeyRow | None


class CaseFile(NamedTuple):
    """All rows of one case, of one moment."""

    case: CaseRow | None
    entries: tuple[EntryRow, ...]
    due: DueRow | None
    keys: tuple[KeyRow, ...]
    messages: tuple[MessageRow, ...]
    personal: tuple[PersonalRow, ...] = ()
    person_keys: tuple[PersonKeyRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()


class PersonalFile(NamedTuple):
    """All that is kept about a person apart from the facts, of one moment: the key, and the values in the order they were told."""

    key: PersonKeyRow | None
    values: tuple[PersonalRow, ...]


class CasePapers(NamedTuple):
    """What was written in the forms of a case, in order, of one moment, and the keys of people that it is under."""

    keys: Mapping[str, PersonKeyRow]
    values: tuple[PersonalRow, ...]


class Store(Protocol):
    """A place where cases are kept. It may be used by many threads at once."""

    def within(self, transaction: Any) -> Self:
        """
        Give the same store inside a transaction of the host, which it neither commits nor rolls back.

        Raises:
            NotAsked: this store has no transactions, or that is none of its kind.
        """
        ...

    @property
    def is_inside(self) -> bool:
        """Whether what it writes is kept only when a host says so."""
        ...

    def load(self, case: str, key: str | None = None) -> Loaded:
        """Give the row of a case, and of an idempotency key; nothing where there is none."""
        ...

    def append(self, writing: Writing) -> None:
        """
        Store all that one command changes, or nothing.

        Raises:
            StaleRevision: the case is not at the expected revision. Of several that expect the same, one is stored.
            KeyReused: the idempotency key is taken.
            StoreBusy: the database let nobody write in time.
            BentRow: something of the case stands already where none can be, since somebody put it there.
        """
        ...

    def append_each(self, writings: Sequence[Writing]) -> Sequence[NotStored | None]:
        """
        Store what several commands change, of as many cases: each whole or not at all, and as many together as can be.

        It gives, for each in its place, why it was not stored; nothing where it was. Whoever is not stored holds up nobody.
        """
        ...

    def entries(self, case: str) -> Sequence[EntryRow]:
        """Give the entries of a case in order."""
        ...

    def definition(self, fingerprint: str) -> DefinitionRow | None:
        """Give the workflow of a fingerprint; nothing where no case was opened under it."""
        ...

    def due(self, by: Instant, *, most: int, after: DueRow | None = None) -> Sequence[DueRow]:
        """Give what is due by a moment, the earliest first; *after* goes on where the last page ended."""
        ...

    def cases(self, *, most: int, after: str | None = None) -> Sequence[str]:
        """Give the ids of cases in the store's own order, page by page; those that only other rows speak of too."""
        ...

    def file(self, case: str) -> CaseFile:
        """Give everything that is kept about a case."""
        ...

    def definitions(self) -> Sequence[DefinitionRow]:
        """Give every workflow that is kept."""
        ...

    def waiting(self, *, most: int) -> Sequence[MessageRow]:
        """Give messages that were not taken yet, per case in order."""
        ...

    def taken(self, messages: Sequence[MessageRow]) -> None:
        """Remember that messages were delivered, so that they wait no more."""
        ...

    def next_messages(self, by: Instant, *, most: int) -> Sequence[Waiting]:
        """Give of each case the first message that was not taken, unless it rests beyond a moment; those that rested longest first."""
        ...

    def claim(self, message: MessageRow, *, tries: int, rests: Instant) -> bool:
        """Let a message rest until a moment, and count a try; no, where it was taken or tried since. Of several at once, one gets yes."""
        ...

    def personal(self, case: str, person: str) -> PersonalFile:
        """Give the key and the personal values of somebody."""
        ...

    def papers(self, case: str) -> CasePapers:
        """Give what was written in the forms of a case, and the keys of its people."""
        ...

    def assigned(self, worker: str) -> Sequence[str]:
        """Give the open cases that somebody of a register was given to, in order, without looking at every case."""
        ...

    def unassigned(
        self, fingerprint: str, states: Collection[str], *, most: int, after: str | None = None
    ) -> Sequence[str]:
        """Give the cases under a definition, in one of these states, that nobody was given to, in order, page by page."""
        ...

    def person_keys(self, *, most: int, after: PersonKeyRow | None = None) -> Sequence[PersonKeyRow]:
        """Give the keys of people, in the store's own order, page by page."""
        ...

    def rewrap(self, was: PersonKeyRow, now: PersonKeyRow) -> bool:
        """Put the key of somebody in place of the same, if it is still as it *was*; tell whether it was."""
        ...

    def log_read(self, row: ReadRow) -> None:
        """Remember that somebody read something: with its place among what they read, sealed, and counted in the same transaction."""
        ...

    def read_counts(self, *, most: int, after: str | None = None) -> Sequence[tuple[str, int]]:
        """Give how often each actor read something, in the order of their ids, page by page."""
        ...

    def reads(self, *, most: int, after: int = 0, case: str | None = None) -> Sequence[ReadRow]:
        """Give who read what, of all cases or of one, in order, page by page."""
        ...


def stored_apart(append: Callable[[Writing], None], writing: Writing) -> NotStored | None:
    """
    Store what one command changes by itself; give why it was not stored.
    """
    try:
        append(writing)
    except (StaleRevision, KeyReused, StoreBusy, BentRow) as why:
        return why
    return None
