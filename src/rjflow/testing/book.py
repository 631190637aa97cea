"""
A book that somebody else keeps of a case: what was recorded, by whom, since when it counts no more, and where the case must be.

It is a second reading of the language, held against the first. It shares the words of conditions (`guards`) and the definition with the rules,
and nothing that decides: records are notes in a dict, time is one loop, and every question is asked of the notes.

Stands on: `guards.evaluating`, `definition`.   Knows nothing of: `rules.deciding`, the engine, safeguards.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attrs import field, mutable

from rjflow.definition.lookup import as_condition, in_group, is_of_kind, kinds_in
from rjflow.definition.model import CLOCK, Evidence, Group, Workflow
from rjflow.guards.evaluating import evaluate
from rjflow.guards.syntax import Condition, Value
from rjflow.guards.values import Truth
from rjflow.instants import NEVER, Instant, day_after, end_of_day, moment, start_of_day
from rjflow.rules.situation import Situation

Place = tuple[str, str | None]


class Note(NamedTuple):
    """What somebody recorded, and whether it counts no more for another reason than its age."""

    value: Value
    by: str
    at: Instant
    void: bool = False


@mutable
class Book:
    """
    What is known of one case.

    Attributes:
        people: whom it is about, as id to kind.
        notes: by evidence and person, what was recorded last.
        fired: by event, who ever made it happen.
        rung: by the number of a deadline, when it rang in this state; for one that waits for a date, when it rang at all.
        scheme: the book of the scheme as it was last seen.
    """

    workflow: Workflow
    state: str
    now: Instant
    since: Instant
    people: dict[str, str] = field(factory=dict)
    notes: dict[Place, Note] = field(factory=dict)
    fired: dict[str, frozenset[str]] = field(factory=dict)
    rung: dict[int, Instant] = field(factory=dict)
    held_from: str | None = None
    scheme: "Book | None" = None

    def copied(self) -> "Book":
        """Give the same book, to be written on."""
        scheme = self.scheme.copied() if self.scheme is not None else None
        return Book(
            self.workflow, self.state, self.now, self.since, dict(self.people), dict(self.notes), dict(self.fired),
            dict(self.rung), self.held_from, scheme,
        )  # fmt: skip

    # ---- what is asked -----------------------------------------------------------------------------------------------

    def ends(self, name: str, note: Note) -> Instant:
        """Tell from when on a note is too old."""
        window = self.workflow.evidence[name].window
        if window.unit == "whole case":
            return NEVER
        return note.at + window.length if window.unit == "elapsed" else end_of_day(note.at, self.workflow.time_zone)

    def note(self, name: str, person: str | None) -> Note | None:
        """Give a note that counts."""
        about = person if self.workflow.evidence[name].about is not None else None
        note = self.notes.get((name, about))
        return note if note is not None and not note.void and self.now < self.ends(name, note) else None

    def truth(self, condition: Condition, person: str | None = None, *, observer: bool = False) -> Truth:
        """Judge a condition."""
        return evaluate(condition, _Read(self), person, observer=observer)

    def opens(self, group: Group | None, person: str | None = None) -> bool:
        """Tell whether everything that a group asks is true."""
        return group is None or self.truth(as_condition(group), person) is True

    def doers(self, name: str, person: str | None = None) -> set[str]:
        """Give who made an event happen, or whose notes of a piece of evidence count."""
        if name in self.workflow.events:
            return set(self.fired.get(name, ()))
        about = [None] if self.workflow.evidence[name].about is None else [*self.people]
        found = [self.note(name, one) for one in about if None in (one, person) or one == person]
        return {note.by for note in found if note is not None}

    def members(self, group: str) -> list[str]:
        """Give the people of a group, in the order they came."""
        return [person for person, kind in self.people.items() if in_group(self.workflow.people[kind], group)]

    # ---- what happens ------------------------------------------------------------------------------------------------

    def write(self, name: str, person: str | None, value: Value, by: str, *, counts: bool) -> None:
        """Note what was recorded; what did not count when it was recorded never will."""
        self.notes[name, person] = Note(value, by, self.now, not counts)
        for place, at in list(self.rung.items()):
            if at == self.now and self.workflow.deadlines[place].until == name:
                del self.rung[place]  # it rang for what was written before, in this very moment

    def strike(self, kind: str, what: str, person: str | None, spared: Sequence[Place] = ()) -> None:
        """Strike out every note that something which happened makes void."""
        for place, note in list(self.notes.items()):
            if place not in spared and not note.void and self._strikes(place, kind, what, person):
                self.notes[place] = note._replace(void=True)

    def enter(self, state: str) -> None:
        """Go to a state."""
        if state == self.state:
            return
        states = self.workflow.states
        came = self.held_from if states[self.state].holds else self.state
        self.held_from = came if states[state].holds else None
        self.state, self.since = state, self.now
        self.rung = {place: at for place, at in self.rung.items() if self.workflow.deadlines[place].until}

    def rest(self, state: str) -> str:
        """Give where a case comes to rest that is to be in a state."""
        was, states = self.state, self.workflow.states
        self.state = state
        while not self.opens(states[self.state].guard):
            self.state = states[self.state].otherwise or self.state
        self.state, state = was, self.state
        return state

    def due(self, number: int) -> Instant | None:
        """Tell when a deadline rings next, if the case stays where it is."""
        deadline, zone = self.workflow.deadlines[number], self.workflow.time_zone
        if self.state not in deadline.states:
            return None
        rang = self.rung.get(number)
        if deadline.until is not None:
            note = self.note(deadline.until, None)
            if note is None or (rang is not None and rang >= note.at) or isinstance(note.value, str | bool | int):
                return None
            return start_of_day(note.value, zone)
        begun = self.since if rang is None else rang
        if deadline.calendar is None:
            return begun + deadline.length
        calendar = self.workflow.calendars[deadline.calendar]
        day, left = moment(begun, zone).date(), deadline.working_days
        while left:
            following = day_after(day)
            if following is None:
                return None
            day = following
            left -= day.weekday() in calendar.weekdays and day not in calendar.holidays
        over = day_after(day)
        return None if over is None else start_of_day(over, zone)

    def changes(self) -> Iterator[Instant]:
        """Give the moments at which time itself may change something."""
        yield from (self.ends(name, note) for (name, _), note in self.notes.items() if not note.void)
        yield from (due for number in range(len(self.workflow.deadlines)) if (due := self.due(number)) is not None)
        if self.scheme is not None:
            yield from self.scheme.changes()

    # ------------------------------------------------------------------------------------------------------------------

    def _strikes(self, place: Place, kind: str, what: str, person: str | None) -> bool:
        name, about = place
        for voider in self.workflow.evidence[name].voided_by:
            if voider.kind != kind:
                continue
            if kind == "change" and in_group(self.workflow.people[what], voider.what):
                return True
            if kind != "change" and voider.what == what and (not voider.own or about == person):
                return True
        return False


class _Read:
    """A book as conditions read it."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def value(self, evidence: str, person: str | None) -> Value | None:
        """Give what a note says that counts."""
        note = self._book.note(evidence, person)
        return None if note is None else note.value

    def members(self, group: str) -> Sequence[str]:
        """Give the people of a group."""
        return self._book.members(group)

    def lacks_people(self, group: str) -> bool:
        """Tell whether a kind in a group has fewer people than it must."""
        there = list(self._book.people.values())
        return any(there.count(kind.name) < kind.at_least for kind in kinds_in(self._book.workflow, group))

    def stands_in(self, state: str, held_from: str | None) -> bool:
        """Tell whether the case is in a state."""
        return state == self._book.state and (held_from is None or held_from == self._book.held_from)

    def stands_in_kind(self, kind: str) -> bool:
        """Tell whether the case is in a state of a kind."""
        return is_of_kind(self._book.workflow.states[self._book.state], kind)

    def same_person(self, first: str, second: str, person: str | None) -> Truth:
        """Tell whether one person did both."""
        one, other = self._book.doers(first, person), self._book.doers(second, person)
        return None if not one or not other else bool(one & other)

    def gate(self, name: str) -> Condition:
        """Give what a gate asks."""
        return as_condition(self._book.workflow.gates[name].asks)

    def scheme(self) -> "_Read | None":
        """Give the scheme's own book."""
        return None if self._book.scheme is None else _Read(self._book.scheme)


def opened(workflow: Workflow, people: Sequence[tuple[str, str]], at: Instant) -> Book:
    """
    Open the book of a case.
    """
    return Book(workflow, workflow.start, at, at, dict(people))


def scheme_book(workflow: Workflow, seen: Situation, now: Instant) -> Book:
    """
    Copy out how the host says that a scheme stands.
    """
    book = Book(workflow, seen.state, max(now, seen.now), seen.since, held_from=seen.held_from)
    book.people = {person.id: person.kind for person in seen.people}
    book.rung, book.now = dict(seen.rung), seen.now
    for name, evidence in workflow.evidence.items():
        holders = [(None, seen.records)] if evidence.about is None else [(one.id, one.records) for one in seen.people]
        for person, records in holders:
            record = records[workflow.slots[name]]
            if record is not None:
                book.notes[name, person] = Note(record.value, record.by, record.at, record.void is not None)
    for event, who in seen.fired:
        book.fired[event] = book.fired.get(event, frozenset()) | {who}
    return book


def may(
    book: Book, by: Sequence[str], actor: str, roles: frozenset[str], speaks_for: frozenset[str], person: str | None
) -> bool:
    """
    Tell whether somebody is one of those who may; of a group only *person*, where one is given.
    """
    if actor == CLOCK:
        return CLOCK in by
    if any(name in book.workflow.roles and name in roles for name in by):
        return True
    return any(
        one in speaks_for and person in (None, one) and any(in_group(book.workflow.people[kind], name) for name in by)
        for one, kind in book.people.items()
    )


def fits(book: Book, evidence: Evidence, value: object, person: str | None) -> bool:
    """
    Tell whether a note can be written: a value that the evidence has, about somebody whom it can be about.
    """
    from datetime import date

    from rjflow.definition.model import Flag, Number, OneOf

    match evidence.values:
        case OneOf(values):
            is_value = type(value) is str and value in values
        case Flag():
            is_value = type(value) is bool
        case Number(low, high):
            is_value = type(value) is int and low <= value <= high
        case _:
            is_value = type(value) is date
    if evidence.about is None:
        return is_value and person is None
    return is_value and person in book.members(evidence.about)
