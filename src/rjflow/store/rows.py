"""
What a store keeps, as rows of plain texts and numbers: the same in memory as in a database.

The entries are the truth. A case's row is what they come to, so that a command needs no replay; it carries a seal, so that a row that was
edited by hand is refused instead of believed. The columns beside a text repeat what the text says, for looking things up.

Stands on: `engine`, `case_rows`.   Knows nothing of: who keeps rows, sentences.
"""

from functools import lru_cache
from typing import NamedTuple

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.keeping import NotADefinition, as_text, from_text
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.engine.encoding import NotAHistory, as_line, from_lines
from rjflow.engine.history import Entry
from rjflow.instants import Instant
from rjflow.rules.timing import due_at
from rjflow.rules.waking import Wake, wake
from rjflow.store.case_rows import BentRow, CaseRow
from rjflow.store.digest import digest
from rjflow.store.rows_beside import AssignmentRow, PersonalRow, PersonKeyRow, ReadRow
from rjflow.store.typed import is_typed


class DefinitionRow(NamedTuple):
    """A workflow that cases run under; `digest` is the SHA-256 of `text`, its labels and reasons included."""

    fingerprint: str
    name: str
    version: int
    digest: str
    text: str


class EntryRow(NamedTuple):
    """One entry: `text` in canonical form, and what it is found by."""

    case: str
    number: int
    hash: str
    text: str


class DueRow(NamedTuple):
    """
    When time alone will change a case, and the event of the deadline that will fire then; no event when a gate closes.

    `calendar` is what its working days were counted by, with its edition; rows of an older schema do not say.
    """

    case: str
    due: Instant
    event: str | None
    calendar: str | None = None


class KeyRow(NamedTuple):
    """What was asked under an idempotency key, as a digest, and the entries that came of it."""

    case: str
    key: str
    question: str
    first: int
    last: int
    seal: str


class MessageRow(NamedTuple):
    """Something to be told to the outside because of an entry, once it is certain; `place` orders several about one entry."""

    case: str
    number: int
    place: int
    topic: str
    text: str
    seal: str


class Waiting(NamedTuple):
    """The next message of a case, the entry it tells of if that is there, and how often it was tried."""

    message: MessageRow
    entry: EntryRow | None
    tries: int


class Writing(NamedTuple):
    """
    All that one command changes: stored together or not at all.

    Attributes:
        expected: the revision that the case must still have; 0 for a case that must not be there yet.
        case: its row from now on.
        entries: what is added to its history.
        due: when time will change it next; whatever was armed before is disarmed.
        key: the idempotency key it was asked under.
        messages: what is to be told.
        definition: the workflow of a case that is opened, or that it moves to.
        personal: personal values that are told.
        person_keys: the keys of people, as they are from now on.
        erased: somebody whose personal values go.
        tidied: personal values that go by themselves: they are not kept any longer, or others take their place.
        assignments: those of registers whom the case's forms name from now on; as before, when nothing is given.
    """

    expected: int
    case: CaseRow
    entries: tuple[EntryRow, ...]
    due: DueRow | None = None
    key: KeyRow | None = None
    messages: tuple[MessageRow, ...] = ()
    definition: DefinitionRow | None = None
    personal: tuple[PersonalRow, ...] = ()
    person_keys: tuple[PersonKeyRow, ...] = ()
    erased: str | None = None
    tidied: tuple[PersonalRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] | None = None

    @property
    def forgets(self) -> bool:
        """Whether something goes that nobody should find anywhere afterwards."""
        return self.erased is not None or bool(self.tidied)


# ---- to rows ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def definition_row(workflow: Workflow) -> DefinitionRow:
    """
    Put a workflow into a row; for the ones that run, it is done once.
    """
    text = as_text(workflow)
    return DefinitionRow(fingerprint(workflow), workflow.name, workflow.version, digest(text), text)


def entry_row(entry: Entry) -> EntryRow:
    """
    Put an entry into a row.
    """
    return EntryRow(entry.case, entry.number, entry.hash, as_line(entry))


def due_row(workflow: Workflow, case: Case) -> DueRow | None:
    """
    Tell when time alone will change a case; nothing when it never will.
    """
    then = wake(workflow, case.situation)
    if then is None:
        return None
    return DueRow(case.id, then.at, then.event, _counted_by(workflow, case, then))


def key_row(case: str, key: str, question: str, first: int, last: int) -> KeyRow:
    """
    Put an idempotency key into a row.
    """
    return KeyRow(case, key, question, first, last, digest(case, key, question, first, last))


def message_row(case: str, number: int, place: int, topic: str, text: str) -> MessageRow:
    """
    Put a message into a row.
    """
    return MessageRow(case, number, place, topic, text, digest(case, number, place, topic, text))


def read_row(case: str, at: Instant, actor: str, what: str, person: str | None, *, allowed: bool) -> ReadRow:
    """
    Put down that somebody read something, or was not let.
    """
    return ReadRow(0, case, at, actor, what, person, int(allowed), "")


def placed(row: ReadRow, place: int) -> ReadRow:
    """
    Give a read its place among those of the same actor, and its seal.
    """
    there = row._replace(place=place)
    return there._replace(seal=_seal_of_read(there))


# ---- from rows -------------------------------------------------------------------------------------------------------


def definition_of(row: DefinitionRow) -> Workflow:
    """
    Give the workflow of a row.

    Raises:
        BentRow: it is not the one of this fingerprint.
    """
    try:
        workflow = from_text(row.text)
    except NotADefinition as problem:
        raise BentRow(f"the stored workflow {row.name}, version {row.version},") from problem
    if definition_row(workflow) != row:
        raise BentRow(f"the stored workflow {row.name}, version {row.version},")
    return workflow


def entry_of(row: EntryRow) -> Entry:
    """
    Give the entry of a row. Whether it is true is for replaying to say.

    Raises:
        BentRow: it cannot be read, or stands in another place than it says.
    """
    try:
        (entry,) = from_lines(row.text).entries
    except (NotAHistory, ValueError) as problem:
        raise BentRow(f"entry {row.number} of case {row.case}") from problem
    if entry_row(entry) != row:
        raise BentRow(f"entry {row.number} of case {row.case}")
    return entry


def is_sealed(row: KeyRow | MessageRow | ReadRow) -> bool:
    """
    Tell whether a row still is what was stored.
    """
    return is_typed(row) and row.seal == (digest(*row[:-1]) if not isinstance(row, ReadRow) else _seal_of_read(row))


def question_of(*asked: object) -> str:
    """
    Give the digest of what was asked: the same for the same question.
    """
    return digest(*(repr(part) for part in asked))


# ----------------------------------------------------------------------------------------------------------------------


def _seal_of_read(row: ReadRow) -> str:
    said = (row.case, row.at, row.actor, row.what, row.person, row.allowed)
    return digest(*said) if row.place is None else digest(*said, row.place)


def _counted_by(workflow: Workflow, case: Case, then: Wake) -> str | None:
    """
    Name the calendar of a deadline in working days, with its edition; without one, with the digest of its days.
    """
    for place, deadline in enumerate(workflow.deadlines):
        if deadline.calendar is None or deadline.event != then.event:
            continue
        if due_at(workflow, case.situation, place) == then.at:
            calendar = workflow.calendars[deadline.calendar]
            days = digest(str([calendar.weekdays, *(day.isoformat() for day in calendar.holidays)]))
            return f"{calendar.name}: {calendar.edition or days}"
    return None
