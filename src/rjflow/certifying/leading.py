"""
Whether what must always be possible is: from every situation of an invariant, certain people, or the clock, can surely lead there.

Worked out backward from the goal, so that whatever is found leads on to what was found before it. Evidence that is not tracked, and that
the same people may record just before they act, is theirs to bring about; the clock is waited for only where whatever time does meanwhile
is good as well.

Stands on: `waiting`, `proving`.   Knows nothing of: certificates.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rjflow.certifying.answers import Answers
from rjflow.certifying.certificate import CertificateRefused
from rjflow.certifying.diagrams import EVERYTHING, NOTHING
from rjflow.certifying.happening import Occurrence
from rjflow.certifying.looking import SOMEBODY_ELSE, others_of, there
from rjflow.certifying.places import Place
from rjflow.certifying.proving import Proving
from rjflow.certifying.stepping import Deed
from rjflow.certifying.values import passes
from rjflow.certifying.waiting import Waiting, never_astray
from rjflow.definition.lookup import as_condition, is_of_kind
from rjflow.definition.model import BACK, CLOCK, Event, Group, Way, Workflow
from rjflow.definition.safeguards import AlwaysPossible, Step
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    Not,
    OfScheme,
    Or,
    parts,
)


def check_leads(proving: Proving, form: AlwaysPossible) -> None:
    """
    Check that from everything inside, a form's people and clocks can surely lead to its goal.

    Raises:
        CertificateRefused: from somewhere they may not.
    """
    good = _Backward(proving, form).good()
    for place, inside in proving.inside.items():
        if proving.sets.both(inside, proving.sets.contrary(good[place])) != NOTHING:
            raise CertificateRefused("is stuck", state=str(place))


class _Backward:
    """The goal, and all that surely leads there."""

    def __init__(self, proving: Proving, form: AlwaysPossible) -> None:
        self._proving = proving
        self._sets = proving.sets
        self._workflow = proving.workflow
        self._form = form
        self._can = _Can(proving.answers, set(form.using) - {CLOCK})
        self._deeds: dict[str, list[Deed]] = {}
        self._waiting = Waiting(proving)
        for deed in self._theirs():
            for state in deed.states:
                self._deeds.setdefault(state, []).append(deed)

    def good(self) -> dict[Place, int]:
        """Give, for each place, from where the goal can surely be reached; of situations no case is in, nothing has to be shown."""
        good = {
            place: EVERYTHING
            if any(_is_goal(self._workflow, place.state, step) for step in self._form.steps)
            else self._proving.outside(place)
            for place in self._proving.inside
        }
        changed = True
        while changed:
            changed = False
            for place, before in good.items():
                found = self._sets.some([before, *self._leading(place, good)]) if before != EVERYTHING else before
                if found != before:
                    good[place] = found
                    changed = True
        return good

    def _leading(self, place: Place, good: dict[Place, int]) -> Iterator[int]:
        """
        Give from where in a place something surely leads to what is good.
        """
        for deed in self._deeds.get(place.state, ()):
            yield self._sets.both(self._begun(deed, place), never_astray(self._proving, deed, place, good))
        if CLOCK in self._form.using:
            yield self._waiting.until_it_fires(place, good)
            yield self._waiting.until_it_runs_out(place, good)

    def _theirs(self) -> Iterator[Deed]:
        """
        Give what those asked for can do. It may be somebody new each time, in a role or speaking for a person, whom nothing done before
        keeps from it.
        """
        for event in self._workflow.events.values():
            if self._can.may(event.by):
                for way in event.ways:
                    if self._has_reasons(way):
                        yield from (deed for deed in self._proving.steps.fired(event, way) if _is_anybody(deed))
        for evidence in self._workflow.evidence.values():
            if self._can.by_role(evidence.recorded_by):
                yield from (deed for deed in self._proving.steps.records(evidence) if _is_anybody(deed))

    def _has_reasons(self, way: Way) -> bool:
        if way.target == BACK or not self._workflow.states[way.target].final:
            return True
        return bool(way.reasons or self._workflow.states[way.target].reasons)

    def _begun(self, deed: Deed, place: Place) -> int:
        """
        Give where those asked for can surely do something that leads from a place to the state it is meant to.
        """
        able = deed.guard
        if deed.facts.event is None or deed.way is None:
            return self._sets.both(able, deed.surely)
        guard = None if deed.target in (BACK, None) else self._workflow.states[deed.target].guard
        needs, gate = self._can.groups(
            self._workflow.states[place.state].guard, deed.way.needs, guard, deed.facts.occurrences
        )
        there = self._able(deed.facts.event)
        return self._sets.every((there, needs, deed.said, self._sets.put(gate, deed.puts[0])))

    def _able(self, event: Event) -> int:
        """
        Give where somebody of those asked for is there.
        """
        if self._can.by_role(event.by):
            return EVERYTHING
        groups = [name for name in event.by if name in self._form.using]
        return self._sets.some(self._proving.look.somebody(name) for name in groups)


class _Can:
    """Where certain people can surely make conditions true, by recording evidence that is not tracked."""

    def __init__(self, answers: Answers, using: set[str]) -> None:
        self._answers = answers
        self._look = answers.look
        self._sets = answers.look.sets
        self._workflow = answers.look.workflow
        self._using = using
        evidence = self._workflow.evidence.values()
        heard = {voider.what for one in evidence for voider in one.voided_by if voider.kind == "evidence"}
        self._harmless = {one.name for one in evidence if one.name not in heard and self.by_role(one.recorded_by)}
        self._usable: set[str] = set()
        self._asked: list[str] = []

    def by_role(self, by: Sequence[str]) -> bool:
        """Tell whether a role of those asked for may act: then it can be somebody who never did anything before."""
        return any(name in self._workflow.roles and (name in self._using or "roles" in self._using) for name in by)

    def may(self, by: Sequence[str]) -> bool:
        """Tell whether any of those asked for may act."""
        return self.by_role(by) or any(name in self._using for name in by)

    def groups(
        self, here: Group | None, needs: Group, gate: Group | None, occurrences: Sequence[Occurrence]
    ) -> tuple[int, int]:
        """
        Give where an event's needs, and then the gate it leads through, can surely be made true.

        Evidence is brought about only if one thing is asked of it, so that it need not say two; not if the state the case is in asks for it;
        and for the gate not if what the event does makes it void, or records it.
        """
        conditions = [as_condition(group) for group in (needs, gate or Group())]
        tests = {test for condition in conditions for test in _tested(self._workflow, condition, yes=True)}
        asked = Counter(name for name, _, _ in tests)
        held = (
            {name for name, _, _ in _tested(self._workflow, as_condition(here), yes=True)} if here is not None else ()
        )
        once = {name for name in self._harmless if asked[name] == 1 and name not in held}
        self._usable = once
        found = self.condition(conditions[0], None)
        self._usable = {name for name in once if not self._is_undone(name, occurrences)}
        return found, self.condition(conditions[1], None)

    def condition(self, condition: Condition, person: str | None, *, wanted: bool = True) -> int:
        """Give where a condition surely is, or can be made, what is wanted."""
        sets = self._sets
        match condition:
            case GateHolds(gate):
                return self.condition(as_condition(self._workflow.gates[gate].asks), person, wanted=wanted)
            case Not(inner):
                return self.condition(inner, person, wanted=not wanted)
            case And(several) | Or(several):
                found = [self.condition(part, person, wanted=wanted) for part in several]
                return sets.every(found) if isinstance(condition, And) is wanted else sets.some(found)
            case ForPeople(quantity="every" | "no" | "some") if wanted:
                return self._for_people(condition)
            case _:
                pass
        answer = self._answers.answer(condition, person)
        surely = sets.contrary(answer.not_true if wanted else answer.not_false)
        if isinstance(condition, Among | Compare | IsCurrent):
            return sets.either(surely, self._brought_about(condition, person, wanted=wanted))
        return surely

    def _for_people(self, condition: ForPeople) -> int:
        sets, look = self._sets, self._look
        wanted = condition.quantity != "no"
        answers = [
            (look.is_(there(one)), self.condition(condition.condition, one, wanted=wanted))
            for one in look.members(condition.group)
        ]
        answers += [
            (look.is_(others_of(kind)), self.condition(condition.condition, SOMEBODY_ELSE, wanted=wanted))
            for kind in look.other_kinds(condition.group)
        ]
        enough = sets.contrary(look.lacking(condition.group))
        if condition.quantity == "some":
            return sets.both(enough, sets.some(sets.both(*one) for one in answers))
        return sets.every([enough, *(sets.either(sets.contrary(here), answer) for here, answer in answers)])

    def _brought_about(self, test: Among | Compare | IsCurrent, person: str | None, *, wanted: bool) -> int:
        """
        Give where evidence that is not tracked can be recorded, so that it counts and says what is wanted.
        """
        name = test.evidence
        evidence = self._workflow.evidence[name]
        if name in self._look.scope.evidence or name not in self._usable or name in self._asked:
            return NOTHING
        if isinstance(test, IsCurrent):
            possible = wanted
        else:
            possible = any(passes(value, test) is wanted for value in self._look.classes[name])
        if not possible or (evidence.about is not None and person is None):
            return NOTHING
        self._asked.append(name)
        found = self.condition(as_condition(evidence.needs), person)
        self._asked.pop()
        return found

    def _is_undone(self, name: str, occurrences: Sequence[Occurrence]) -> bool:
        """
        Tell whether what occurs records an evidence itself, or makes it void.
        """
        voided = {(voider.kind, voider.what) for voider in self._workflow.evidence[name].voided_by}
        return any(one.name == name or (one.kind, one.name) in voided for one in occurrences)


# ----------------------------------------------------------------------------------------------------------------------


def _is_anybody(deed: Deed) -> bool:
    return not deed.who


def _is_goal(workflow: Workflow, state: str, step: Step) -> bool:
    match step.what:
        case "state":
            return state == step.name
        case "kind" | "final":
            return is_of_kind(workflow.states[state], step.name or "final")
        case _:
            return False


def _tested(workflow: Workflow, condition: Condition, *, yes: bool) -> Iterator[tuple[str, Condition, bool]]:
    """
    Give every piece of evidence that a condition tests, with the test, and whether it is to come out as *yes*; a gate's tests, too.
    """
    match condition:
        case Among(name) | Compare(name) | IsCurrent(name):
            yield name, condition, yes
        case GateHolds(gate):
            yield from _tested(workflow, as_condition(workflow.gates[gate].asks), yes=yes)
        case OfScheme():
            return
        case Not(inner) | ForPeople(quantity="no", condition=inner):
            yield from _tested(workflow, inner, yes=not yes)
        case _:
            for part in parts(condition):
                yield from _tested(workflow, part, yes=yes)
