"""
What rules are made of: who may act, what can be said, and what a step changes.

Stands on: `asking`, `scope`.   Knows nothing of: safeguards, states.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from rjflow.compiled.asking import authors, opens
from rjflow.compiled.formulas import among, contrary, every, some
from rjflow.compiled.model import NO, NOTHING, TRUE, YES, Assign, Formula, Note
from rjflow.compiled.scope import SOMEBODY_ELSE, Scope, slot, there
from rjflow.definition.lookup import in_group
from rjflow.definition.model import Event, Evidence
from rjflow.errors import RjflowError
from rjflow.frozen import frozen

MOST_FORMS = 4000


class TooManyForms(RjflowError):
    """An event can be filled in in more ways than can be written out."""

    def __init__(self, event: str) -> None:
        super().__init__(f"`{event}` can be filled in in too many ways to write them out")
        self.event = event


class Occurrence(NamedTuple):
    """Something that happens by a rule: an event, evidence recorded (with what it says, when it counts), a notice, or a change of people."""

    kind: str
    name: str
    person: str | None = None
    said: str | None = None


@frozen(kw_only=True)
class Happens:
    """What a rule does, as far as safeguards ask: what occurs, by which event, and where it certainly leads."""

    occurrences: tuple[Occurrence, ...] = ()
    event: Event | None = None
    target: str | None = None
    leaves: str | None = None


Notes = Callable[[Happens], tuple[Note, ...]]


class Filled(NamedTuple):
    """One way to fill in what an event records: when it comes to that, the fresh values, and what occurs."""

    guard: Formula
    fresh: dict[str, str]
    occurrences: tuple[Occurrence, ...]


@frozen
class Making:
    """Makes what the rules of one scope have in common; `notes` tells what is remembered of each."""

    scope: Scope
    notes: Notes

    def forms(self, event: Event, who: str) -> Iterator[Filled]:
        """Give every way to fill in what an event records."""
        choices: list[Sequence[Filled]] = [list(self._filled(name, who)) for name in event.records]
        yield from _together(event.name, choices)

    def _filled(self, name: str, who: str) -> Iterator[Filled]:
        """
        Give every way to say something of one piece of evidence: once about the case, or about one or more of the people who are there.
        """
        if self.scope.workflow.evidence[name].about is None:
            yield from self.sayings(name, None, who)
            return
        members = [one for one in self.scope.holders(name) if one is not None]
        if name not in self.scope.kept and not self._voids_own(name):
            yield Filled(some(among(there(one), (YES,)) for one in members), {}, (Occurrence("evidence", name),))
            return
        unsaid = Filled(TRUE, {}, ())
        choices: list[Sequence[Filled]] = [[unsaid, *self.sayings(name, one, who)] for one in members]
        yield from (one for one in _together(name, choices) if one.occurrences)

    def sayings(self, name: str, person: str | None, who: str) -> Iterator[Filled]:
        """Give what can be recorded about somebody: each value that is told apart if it counts, or something that does not count."""
        here = TRUE if person is None else among(there(person), (YES,))
        if name not in self.scope.kept:
            yield Filled(here, {}, (Occurrence("evidence", name, person),))
            return
        counts = opens(self.scope, self.scope.workflow.evidence[name].needs, person)
        for one in self.scope.classes[name]:
            fresh = {slot(name, person): self.scope.said(name, one.name, who)}
            yield Filled(every((here, counts)), fresh, (Occurrence("evidence", name, person, one.name),))
        if counts != TRUE:
            fresh = {slot(name, person): NOTHING}
            yield Filled(every((here, contrary(counts))), fresh, (Occurrence("evidence", name, person),))

    def changes(self, occurrences: Sequence[Occurrence], fresh: dict[str, str]) -> tuple[Assign, ...]:
        """Give what a step changes of the evidence: what is recorded, and what all that occurs makes void."""
        sets: list[Assign] = []
        for evidence in self.scope.workflow.evidence.values():
            for person in self.scope.holders(evidence.name) if evidence.name in self.scope.kept else ():
                name = slot(evidence.name, person)
                if name in fresh:
                    sets.append(Assign(name, fresh[name]))
                elif any(self._voids(evidence, one, person) for one in occurrences):
                    sets.append(Assign(name, NOTHING))
        for number, deadline in enumerate(self.scope.workflow.deadlines):
            if deadline.until is not None and deadline.until in fresh:
                sets.append(Assign(rung(number), NO))
        return tuple(sets)

    def may(self, by: Sequence[str], person: str | None = None) -> Formula:
        """Ask whether anybody may act: always where a role may, otherwise while one of the people who may is there."""
        if any(name in self.scope.workflow.roles for name in by):
            return TRUE
        able = [
            one
            for one, kind in self.scope.people
            if person in (None, one) and any(in_group(self.scope.workflow.people[kind], name) for name in by)
        ]
        return some(among(there(one), (YES,)) for one in able)

    def separate(self, thing: str, who: str) -> Formula:
        """Ask that somebody did nothing that keeps them from doing this; somebody new never did."""
        workflow = self.scope.workflow
        not_by = workflow.events[thing].not_by if thing in workflow.events else workflow.evidence[thing].not_by
        return TRUE if who == SOMEBODY_ELSE else every(contrary(authors(self.scope, one, who)) for one in not_by)

    def who_acts(self, doing: Sequence[str], not_by: Sequence[str]) -> tuple[str, ...]:
        """Give those by whom it makes a difference that something is done."""
        actors = self.scope.actors
        matters = any(name in self.scope.watched for name in doing)
        if SOMEBODY_ELSE in actors:
            return actors if matters else (SOMEBODY_ELSE,)
        return actors if matters or any(name in self.scope.watched for name in not_by) else actors[:1]

    def apart(self, event: Event) -> tuple[str, ...]:
        """Give what keeps people from firing an event, or from recording what it records."""
        return (*event.not_by, *(one for name in event.records for one in self.scope.workflow.evidence[name].not_by))

    def _voids(self, evidence: Evidence, happened: Occurrence, person: str | None) -> bool:
        """
        Tell whether something that occurs makes a record about *person* void.
        """
        for voider in evidence.voided_by:
            if voider.kind != happened.kind:
                continue
            if voider.kind == "change":
                if in_group(self.scope.workflow.people[happened.name], voider.what):
                    return True
            elif voider.what == happened.name and (not voider.own or happened.person == person):
                return True
        return False

    def _voids_own(self, name: str) -> bool:
        return any(
            voider.own and voider.what == name
            for one in self.scope.kept
            for voider in self.scope.workflow.evidence[one].voided_by
        )


def rung(number: int) -> str:
    """
    Name the variable that tells whether a deadline fired for the date that is recorded.
    """
    return f"deadline {number} fired"


# ----------------------------------------------------------------------------------------------------------------------


def _together(name: str, choices: Sequence[Sequence[Filled]]) -> Iterator[Filled]:
    """
    Give every way to choose one of each.
    """
    if prod(map(len, choices)) > MOST_FORMS:
        raise TooManyForms(name)
    for several in product(*choices):
        fresh = {key: value for one in several for key, value in one.fresh.items()}
        occurrences = tuple(occurrence for one in several for occurrence in one.occurrences)
        yield Filled(every(one.guard for one in several), fresh, occurrences)
