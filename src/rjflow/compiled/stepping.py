"""
Make the rules: everything that can happen to a case, with when it can and what it changes.

Stands on: `asking`, `scope`.   Knows nothing of: safeguards.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from attrs import frozen

from rjflow.compiled.asking import SEEN, authors, fired, opens
from rjflow.compiled.formulas import among, contrary, every, some, substituted
from rjflow.compiled.model import HELD, NO, NOTHING, STATE, TRUE, YES, Assign, Doing, Formula, Note, Rule
from rjflow.compiled.scope import SOMEBODY_ELSE, Scope, slot, there
from rjflow.definition.lookup import in_group
from rjflow.definition.model import BACK, CLOCK, Change, Deadline, Event, Evidence, Group, Way
from rjflow.sources.errors import RjflowError

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
class Steps:
    """Makes the rules of one scope; `notes` tells what is remembered of each."""

    scope: Scope
    notes: Notes

    # ---- events ------------------------------------------------------------------------------------------------------

    def events(self) -> Iterator[Rule]:
        """Give a rule for every event, each way it can go, who fires it, and how it can be filled in."""
        for event in self.scope.workflow.events.values():
            for who in self.who_acts((event.name, *event.records), self._apart(event)):
                may = self.may(event.by)
                for place in range(len(event.ways)):
                    yield from self.fired(event, place, who, may, "event")

    def deadlines(self) -> Iterator[Rule]:
        """Give a rule for every deadline and each way its event can go; it may be due at any moment."""
        for number, deadline in enumerate(self.scope.workflow.deadlines):
            event = self.scope.workflow.events[deadline.event]
            if CLOCK not in event.by or event.records:
                continue  # the clock fills in no forms
            for place, way in enumerate(event.ways):
                if set(way.from_states) & set(deadline.states) and self._has_one_reason(way):
                    guard, sets = self._due(number, deadline)
                    yield from self.fired(event, place, CLOCK, guard, "deadline", (str(number),), sets)

    def fired(
        self,
        event: Event,
        place: int,
        who: str,
        may: Formula,
        doing: Doing,
        of: tuple[str, ...] = (),
        more: tuple[Assign, ...] = (),
    ) -> Iterator[Rule]:
        """Give the rules for one way of an event: one for each way to fill in what it records."""
        way = event.ways[place]
        if way.target != BACK and self._has_no_reason(way):
            return
        separate = every(self.separate(one, who) for one in (event.name, *event.records))
        for number, filled in enumerate(self.forms(event, who)):
            occurrences = (Occurrence("event", event.name), *filled.occurrences)
            firer = [Assign(fired(event.name, who), YES)] if event.name in self.scope.watched else []
            sets = (*self.changes(occurrences, filled.fresh), *firer, *more)
            values = {one.variable: one.value for one in sets}
            others = [other for other in event.ways if other is not way]
            guard = every((
                among(STATE, way.from_states), may, separate, filled.guard, self._open(way, values),
                *(contrary(every((among(STATE, other.from_states), self._open(other, values)))) for other in others),
                substituted(self._not_back_to_a_choice(way), values) if who == CLOCK else TRUE,
            ))  # fmt: skip
            happens = Happens(occurrences=occurrences, event=event, target=None if way.target == BACK else way.target)
            yield Rule(
                name=" ".join((doing, event.name, *of, str(place), who, str(number))), doing=doing, of=(event.name, str(place), who, *of),
                guard=guard, sets=sets, target=way.target, notes=self.notes(happens), records=tuple(filled.fresh.items()),
                label=event.label,
            )  # fmt: skip

    def forms(self, event: Event, who: str) -> Iterator[Filled]:
        """Give every way to fill in what an event records."""
        choices: list[Sequence[Filled]] = [list(self._filled(name, who)) for name in event.records]
        size = 1
        for several in choices:
            size *= len(several)
        if size > MOST_FORMS:
            raise TooManyForms(event.name)
        for several in product(*choices):
            fresh = {key: value for one in several for key, value in one.fresh.items()}
            yield Filled(
                every(one.guard for one in several), fresh, tuple(o for one in several for o in one.occurrences)
            )

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
        size = 1
        for several in choices:
            size *= len(several)
        if size > MOST_FORMS:
            raise TooManyForms(name)
        for several in product(*choices):
            if any(one is not unsaid for one in several):
                fresh = {key: value for one in several for key, value in one.fresh.items()}
                occurrences = tuple(o for one in several for o in one.occurrences)
                yield Filled(every(one.guard for one in several), fresh, occurrences)

    # ---- evidence ----------------------------------------------------------------------------------------------------

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

    def records(self) -> Iterator[Rule]:
        """Give a rule for every piece of evidence, whom it can be about, what it can say, and who records it."""
        for evidence in self.scope.workflow.evidence.values():
            for who in self.who_acts((evidence.name,), evidence.not_by):
                for person in self.scope.holders(evidence.name):
                    by = self.may(evidence.recorded_by, person if evidence.about else None)
                    may = every((self._going_on(), by, self.separate(evidence.name, who)))
                    for filled in self.sayings(evidence.name, person, who):
                        yield self._recorded(evidence, person, who, may, filled)

    def _recorded(self, evidence: Evidence, person: str | None, who: str, may: Formula, filled: Filled) -> Rule:
        said = filled.occurrences[0].said or NOTHING
        return Rule(
            name=" ".join(("record", slot(evidence.name, person), said, who)), doing="record", of=(evidence.name, person or "", said, who),
            guard=every((may, filled.guard)), sets=self.changes(filled.occurrences, filled.fresh),
            notes=self.notes(Happens(occurrences=filled.occurrences)), records=tuple(filled.fresh.items()), label=evidence.label,
        )  # fmt: skip

    def windows(self, *, together: bool) -> Iterator[Rule]:
        """Give a rule for every record that can run out; where it matters, one by which several run out at one moment."""
        ending = [
            (evidence, person)
            for evidence in self.scope.workflow.evidence.values()
            if evidence.name in self.scope.kept and evidence.window.unit != "whole case"
            for person in self.scope.holders(evidence.name)
        ]
        notes = self.notes(Happens())
        for evidence, person in ending:
            name = slot(evidence.name, person)
            current = contrary(among(name, (NOTHING,)))
            yield Rule(
                name=f"{name} runs out", doing="runs out", of=(evidence.name, person or ""),
                guard=current, sets=(Assign(name, NOTHING),), notes=notes, label=evidence.label,
            )  # fmt: skip
        guarded = [state.name for state in self.scope.workflow.states.values() if state.guard]
        if together and guarded and len(ending) > 1:
            fades = tuple(slot(evidence.name, person) for evidence, person in ending)
            yield Rule(
                name="several run out at once", doing="runs out", of=(), guard=among(STATE, guarded), fades=fades, notes=notes
            )  # fmt: skip

    # ---- what else happens -------------------------------------------------------------------------------------------

    def notices(self) -> Iterator[Rule]:
        """Give a rule for every notice."""
        for notice in self.scope.workflow.notices.values():
            occurrences = (Occurrence("notice", notice.name),)
            may = self.may(notice.by) if notice.by else TRUE
            yield Rule(
                name=f"notice {notice.name}", doing="notice", of=(notice.name,), guard=every((self._going_on(), may)),
                sets=self.changes(occurrences, {}), notes=self.notes(Happens(occurrences=occurrences)), label=notice.label,
            )  # fmt: skip

    def people(self) -> Iterator[Rule]:
        """Give a rule for everybody who can join, and everybody who can leave."""
        for person, kind in self.scope.people:
            its = self.scope.workflow.people[kind]
            if its.joins is not None:
                yield self._changed("join", person, kind, its.joins, its.label)
            if its.leaves is not None:
                yield self._changed("leave", person, kind, its.leaves, its.label)

    def _changed(self, doing: Doing, person: str, kind: str, change: Change, label: str) -> Rule:
        was, now = (NO, YES) if doing == "join" else (YES, NO)
        occurrences = (Occurrence("change", kind, person),)
        own = {slot(name, person): NOTHING for name in self.scope.kept if person in self.scope.holders(name)}
        fresh = {name: own[name] for name in sorted(own)} if doing == "leave" else {}
        guard = every((among(there(person), (was,)), among(STATE, change.states), self.may(change.by)))
        happens = Happens(occurrences=occurrences, leaves=person if doing == "leave" else None)
        return Rule(
            name=f"{doing} {person}", doing=doing, of=(person, kind), guard=guard, label=label, notes=self.notes(happens),
            sets=(Assign(there(person), now), *self.changes(occurrences, fresh)),
        )  # fmt: skip

    def scheme(self, facts: Sequence[str]) -> Iterator[Rule]:
        """Give the rule by which the scheme is seen as it stands now, whatever that is."""
        if facts:
            yield Rule(
                name="the scheme is seen", doing="scheme", of=(), guard=TRUE, frees=(SEEN, *facts), notes=self.notes(Happens())
            )  # fmt: skip

    # ---- what they share ---------------------------------------------------------------------------------------------

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

    def _apart(self, event: Event) -> tuple[str, ...]:
        return (*event.not_by, *(one for name in event.records for one in self.scope.workflow.evidence[name].not_by))

    def _open(self, way: Way, values: dict[str, str]) -> Formula:
        """
        Ask what a way asks: its needs before the step, and the gate of the state it leads to after it.
        """
        needs = opens(self.scope, way.needs)
        if way.target == BACK:
            return needs
        guard = self.scope.workflow.states[way.target].guard or Group()
        return every((needs, substituted(opens(self.scope, guard), values)))

    def _going_on(self) -> Formula:
        return among(STATE, [state.name for state in self.scope.workflow.states.values() if not state.final])

    def _due(self, number: int, deadline: Deadline) -> tuple[Formula, tuple[Assign, ...]]:
        """
        Ask that a deadline can fire: any time in its states, or, for a date, once for each date that is recorded.
        """
        inside = among(STATE, deadline.states)
        if deadline.until is None:
            return inside, ()
        current = contrary(among(slot(deadline.until, None), (NOTHING,)))
        return every((inside, current, among(rung(number), (NO,)))), (Assign(rung(number), YES),)

    def _reasons(self, way: Way, target: str) -> tuple[str, ...]:
        return way.reasons or self.scope.workflow.states[target].reasons

    def _has_no_reason(self, way: Way) -> bool:
        return self.scope.workflow.states[way.target].final and not self._reasons(way, way.target)

    def _has_one_reason(self, way: Way) -> bool:
        """
        Tell whether the clock, which gives no reason, can go a way: where it ends a case there must be just one.
        """
        if way.target == BACK or not self.scope.workflow.states[way.target].final:
            return True
        return len(self._reasons(way, way.target)) == 1

    def _not_back_to_a_choice(self, way: Way) -> Formula:
        """
        Ask that what is held does not fall into an end for which the clock would have to choose a reason.
        """
        if way.target != BACK:
            return TRUE
        states = self.scope.workflow.states
        choosing = [one.name for one in states.values() if one.final and len(self._reasons(way, one.name)) != 1]
        falls = [
            every((among(HELD, (name,)), ends))
            for name in states
            for end, ends in resting(self.scope, name)
            if end in choosing
        ]
        return contrary(some(falls))

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


def resting(scope: Scope, state: str) -> list[tuple[str, Formula]]:
    """
    Give where a case in a state comes to rest, and when there.
    """
    found: list[tuple[str, Formula]] = []
    so_far: Formula = TRUE
    while (guard := scope.workflow.states[state].guard) is not None:
        is_open = opens(scope, guard)
        found.append((state, every((so_far, is_open))))
        so_far = every((so_far, contrary(is_open)))
        state = scope.workflow.states[state].otherwise or state
    return [*found, (state, so_far)]
