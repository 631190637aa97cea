"""
Make the rules: everything that can happen to a case, with when it can and what it changes.

Stands on: `making`.   Knows nothing of: safeguards.
"""

from collections.abc import Iterator, Sequence

from rjflow.compiled.asking import SEEN, fired, opens
from rjflow.compiled.formulas import among, contrary, every, some, substituted
from rjflow.compiled.making import Filled, Happens, Making, Occurrence, rung
from rjflow.compiled.model import HELD, NO, NOTHING, STATE, TRUE, YES, Assign, Doing, Formula, Rule
from rjflow.compiled.scope import Scope, slot, there
from rjflow.definition.model import BACK, CLOCK, Change, Deadline, Event, Evidence, Way
from rjflow.frozen import frozen


@frozen
class Steps(Making):
    """Makes the rules of one scope."""

    # ---- events ------------------------------------------------------------------------------------------------------

    def events(self) -> Iterator[Rule]:
        """Give a rule for every event, each way it can go, who fires it, and how it can be filled in."""
        for event in self.scope.workflow.events.values():
            for who in self.who_acts((event.name, *event.records), self.apart(event)):
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
                name=self.called((doing, event.name, *of), who, place if len(event.ways) > 1 else 0, number), doing=doing, of=(event.name, str(place), who, *of),
                guard=guard, sets=sets, target=way.target, notes=self.notes(happens), records=tuple(filled.fresh.items()),
                label=event.label,
            )  # fmt: skip

    # ---- evidence ----------------------------------------------------------------------------------------------------

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
            name=self.called(("record", slot(evidence.name, person), said), who), doing="record", of=(evidence.name, person or "", said, who),
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

    def called(self, words: Sequence[str], who: str, place: int = 0, number: int = 0) -> str:
        """Give a rule a name: who does it where that matters, which way where there are several, and which form where there are."""
        by = [f"by {who}"] if len(self.scope.identities) > 1 else []
        return " ".join(
            (*words, *by, *([f"way {place + 1}"] if place else []), *([f"form {number + 1}"] if number else []))
        )

    def _open(self, way: Way, values: dict[str, str]) -> Formula:
        """
        Ask what a way asks: its needs before the step, and the gate of the state it leads to after it.
        """
        needs = opens(self.scope, way.needs)
        if way.target == BACK:
            return needs
        guard = self.scope.workflow.states[way.target].guard
        return every((needs, substituted(opens(self.scope, guard), values) if guard else TRUE))

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
