"""
What would have to be so that a condition comes out as it is wanted: evidence that says something, somebody more, another scheme.

This goes backward from what is missing, one alternative at a time; which of several alternatives is tried is for the caller to pick.

Stands on: `rules.viewing`, `verifier.classes`.   Knows nothing of: commands, who may record anything.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from rjflow.definition.lookup import as_condition, in_group, kinds_in
from rjflow.definition.model import Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    MeaningHolds,
    Not,
    OfScheme,
    Or,
    Value,
)
from rjflow.instants import moment
from rjflow.rules.situation import Situation, first_situation, recorded
from rjflow.rules.viewing import holds, record_of
from rjflow.verifier.classes import passes, value_classes

_DAYS = (3, 1, 30, 400)
_SOON = (3, 1, 30)
Pick = Callable[[Sequence[Any]], Any]


@frozen
class Say:
    """A piece of evidence should be current, about somebody where it is about people, and say one of these values."""

    evidence: str
    person: str | None
    values: tuple[Value, ...]


@frozen
class Come:
    """Somebody more of a kind of people should be there."""

    kind: str


@frozen
class Look:
    """The scheme should be looked at anew, and stand like this."""

    scheme: Situation


Wish = Say | Come | Look


def values_of(workflow: Workflow, evidence: Evidence, situation: Situation) -> tuple[Value, ...]:
    """
    Give the values that a piece of evidence can have and that matter: all words, both truths, numbers around what is asked, days soon.
    """
    match evidence.values:
        case OneOf(values):
            return values
        case Flag():
            return (True, False)
        case Number():
            return value_classes(workflow)[evidence.name]
        case Day():
            today = moment(situation.now, workflow.time_zone).date()
            is_awaited = any(one.until == evidence.name for one in workflow.deadlines)
            soon = tuple(today + timedelta(days=days) for days in (_SOON if is_awaited else _DAYS))
            told_apart = value_classes(workflow)[evidence.name]
            return (*soon, *told_apart) if len(told_apart) > 1 else soon


def wishes(
    workflow: Workflow,
    situation: Situation,
    condition: Condition,
    pick: Pick,
    *,
    want: bool = True,
    person: str | None = None,
) -> Iterator[Wish]:
    """
    Give what would have to be recorded so that a condition is true, or is not; nothing when it is so already.

    Args:
        workflow: Whose condition it is.
        situation: The case as it is.
        condition: What should come out as wanted.
        pick: Chooses among alternatives, any one of which is enough.
        want: Whether it should be true, or false.
        person: Whom evidence about people speaks of here.
    """
    if holds(workflow, situation, condition, person) is want:
        return
    yield from _Wishing(workflow, situation, pick).of(condition, person, want=want)


def scheme_where(
    workflow: Workflow, condition: Condition, pick: Pick, situation: Situation, *, want: bool = True
) -> Situation | None:
    """
    Put the scheme of a workflow where a condition asked of it is true, or is not; nothing when nothing like that was found.
    """
    assert workflow.scheme is not None
    scheme = workflow.scheme.workflow
    for state in (situation.scheme.state if situation.scheme else scheme.start, *scheme.states):
        stands = first_situation(scheme, (), situation.now).evolved(state=state)
        for _ in range(3):  # what one piece needs may be another
            for wish in list(wishes(scheme, stands, condition, pick, want=want)):
                if isinstance(wish, Say) and wish.values:
                    stands = _saying(scheme, stands, wish)
            if holds(scheme, stands, condition) is want:
                return stands
    return None


# ----------------------------------------------------------------------------------------------------------------------


@frozen
class _Wishing:
    workflow: Workflow
    situation: Situation
    pick: Pick

    def of(self, condition: Condition, person: str | None, *, want: bool) -> Iterator[Wish]:
        """Give what a condition that is not yet as wanted wishes for."""
        if holds(self.workflow, self.situation, condition, person) is want:
            return
        match condition:
            case Among() | Compare() | IsCurrent():
                yield from self._saying(condition, person, want=want)
            case GateHolds(gate):
                yield from self.of(as_condition(self.workflow.gates[gate].asks), person, want=want)
            case MeaningHolds(provided=provided) if provided is not None:
                yield from self.of(provided, person, want=want)
            case Not(inner):
                yield from self.of(inner, person, want=not want)
            case And(several) | Or(several):
                yield from self._several(several, person, want=want, all_of_them=isinstance(condition, And) is want)
            case ForPeople():
                yield from self._people(condition, want=want)
            case OfScheme(inner):
                stands = scheme_where(self.workflow, inner, self.pick, self.situation, want=want)
                yield from [Look(stands)] if stands is not None else []
            case _:
                pass

    def _saying(self, test: Among | Compare | IsCurrent, person: str | None, *, want: bool) -> Iterator[Wish]:
        evidence = self.workflow.evidence[test.evidence]
        values = values_of(self.workflow, evidence, self.situation)
        if not isinstance(test, IsCurrent):
            values = tuple(value for value in values if passes(value, test) is want)
        elif not want:
            return
        yield Say(test.evidence, person if evidence.about else None, values)

    def _several(
        self, several: Sequence[Condition], person: str | None, *, want: bool, all_of_them: bool
    ) -> Iterator[Wish]:
        lacking = [one for one in several if holds(self.workflow, self.situation, one, person) is not want]
        if not all_of_them and len(lacking) > 1:
            each = [found for one in lacking if (found := list(self.of(one, person, want=want)))]
            least = min(map(len, each), default=0)
            yield from self.pick([one for one in each if len(one) == least]) if each else ()
            return
        for one in lacking:
            yield from self.of(one, person, want=want)

    def _people(self, condition: ForPeople, *, want: bool) -> Iterator[Wish]:
        people, inner = self.situation.people, condition.condition
        members = [one.id for one in people if in_group(self.workflow.people[one.kind], condition.group)]
        there = [one.kind for one in people]
        for kind in kinds_in(self.workflow, condition.group):
            if there.count(kind.name) < kind.at_least:
                yield Come(kind.name)
        each = want is (condition.quantity != "no")  # whether what is asked of people should be true of them
        if (condition.quantity in ("every", "no")) is want:
            for member in members:
                yield from self.of(inner, member, want=each)
            return
        wanted = max(condition.number, 1) if want else 1
        lacking = [one for one in members if holds(self.workflow, self.situation, inner, one) is not each]
        if want and wanted > len(members):
            yield from (Come(kind.name) for kind in kinds_in(self.workflow, condition.group)[:1])
        for _ in range(min(wanted, len(lacking))):
            member = self.pick(lacking)
            lacking = [one for one in lacking if one != member]
            yield from self.of(inner, member, want=each)


def _saying(scheme: Workflow, stands: Situation, wish: Say) -> Situation:
    """
    Put a record into the scheme.
    """
    place = scheme.slots[wish.evidence]
    if record_of(scheme, stands, wish.evidence, None) is not None or wish.person is not None:
        return stands
    made = recorded(wish.values[0], "somebody", stands.now)
    return stands.evolved(records=(*stands.records[:place], made, *stands.records[place + 1 :]))
