"""
Commands made so that they are allowed: by somebody who may, of somebody it can be about, saying what is wished.

Stands on: `company`, `wishing`, `rules`.   Knows nothing of: which command is wanted.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

from attrs import field, mutable

from rjflow.definition.lookup import as_condition, asked_groups, every_condition, in_group
from rjflow.definition.model import BACK, Day, Event, Evidence, Workflow
from rjflow.engine.openness import forms
from rjflow.guards.syntax import Among, Compare, IsCurrent, Value, every_part
from rjflow.instants import moment
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Join, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.situation import THE_CLOCK, Situation
from rjflow.testing.company import Company
from rjflow.testing.wishing import Come, Look, Pick, Say, Wish, values_of
from rjflow.verifier.classes import passes

_FORMS = 3
_MOSTLY = 40  # for one time that something else is said than what opens most


@mutable
class Making:
    """Make commands of one workflow."""

    workflow: Workflow
    pick: Pick
    company: Company = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.company = Company(self.workflow)

    def fires(self, situation: Situation, event: Event, place: int, said: Sequence[Say] = ()) -> Iterator[Fire]:
        """Give a few ways to make an event happen, by somebody who may: filled in as *said*, then as the next state wants it."""
        way = event.ways[place]
        may = [one for one in self.company.who_may(situation, event, event.by) if one != THE_CLOCK]
        barred = [name for name in event.records if self.workflow.evidence[name].not_by]
        for name in barred:
            evidence = self.workflow.evidence[name]
            able = {one.id for one in self.company.who_may(situation, evidence, event.by)}
            may = [one for one in may if one.id in able]
        if not may:
            return
        final = way.target != BACK and self.workflow.states[way.target].final
        reasons = (way.reasons or self.workflow.states[way.target].reasons) if final else ()
        reason = self.pick(reasons) if reasons else None
        actor = self.pick(may)
        for given in self._forms(situation, event, place, said):
            yield Fire(event=event.name, actor=actor, at=situation.now, reason=reason, given=given)

    def granted(self, situation: Situation, wish: Wish) -> Command | None:
        """Give the command that grants a wish; nothing when nobody may, or when it would not count."""
        match wish:
            case Look(scheme):
                return SeeScheme(scheme=scheme, at=situation.now)
            case Come(kind):
                return self._join(situation, kind)
            case Say(name, person, values):
                return self._record(situation, name, person, values)

    def notices(self, situation: Situation) -> list[Command]:
        """Give every notice, by somebody who may give it."""
        found: list[Command] = []
        for notice in self.workflow.notices.values():
            by = notice.by or tuple(self.workflow.roles)
            may = [one for one in self.company.who_may(situation, None, by) if one != THE_CLOCK]
            found += [GiveNotice(notice=notice.name, actor=may[0], at=situation.now)] if may else []
        return found

    def in_order(self, pieces: Sequence[Wish]) -> list[Wish]:
        """Put wishes in an order in which none is undone by a later one, each once, saying what all who ask for it want said."""
        said: dict[tuple[str, str | None], Say] = {}
        others: list[Wish] = []
        for piece in pieces:
            if not isinstance(piece, Say):
                others += [piece] if piece not in others else []
                continue
            key = (piece.evidence, piece.person)
            earlier = said.get(key)
            both = tuple(one for one in piece.values if earlier is None or one in earlier.values)
            said[key] = Say(piece.evidence, piece.person, both) if both or earlier is None else earlier
        order = _order(self.workflow)
        says: list[Say] = sorted(said.values(), key=lambda one: order[one.evidence])
        return [*others, *says]

    def soon(self, situation: Situation) -> date:
        """Give the day for which a deadline need not be waited for: today."""
        return moment(situation.now, self.workflow.time_zone).date()

    # ------------------------------------------------------------------------------------------------------------------

    def _forms(
        self, situation: Situation, event: Event, place: int, said: Sequence[Say]
    ) -> Iterator[tuple[Given, ...]]:
        wished = {(one.evidence, one.person): one.values for one in said if one.values}
        yield tuple(
            Given(name, self._value(situation, self.workflow.evidence[name], wished.get((name, person))), person)
            for name in event.records
            for person in self._whom(situation, name, wished)
        )
        if event.records:
            fitting = islice(forms(self.workflow, situation, event, event.ways[place]), _FORMS)
            yield from (one for one in fitting if one is not None)

    def _whom(
        self, situation: Situation, name: str, wished: Mapping[tuple[str, str | None], object]
    ) -> list[str | None]:
        everybody = self.subjects(situation, self.workflow.evidence[name])
        return [person for person in everybody if (name, person) in wished] or everybody

    def _value(self, situation: Situation, evidence: Evidence, wished: Sequence[Value] | None) -> Value:
        values = wished or values_of(self.workflow, evidence, situation)
        chosen: Value = self.pick(self._likely(evidence.name, values))
        return chosen

    def subjects(self, situation: Situation, evidence: Evidence) -> list[str | None]:
        """Give whom a piece of evidence can be about: each person of its group, or nobody when it is about the case."""
        about = evidence.about
        if about is None:
            return [None]
        return [one.id for one in situation.people if in_group(self.workflow.people[one.kind], about)]

    def _record(self, situation: Situation, name: str, person: str | None, values: Sequence[Value]) -> Command | None:
        evidence = self.workflow.evidence[name]
        for actor in self.company.who_may(
            situation, evidence, evidence.recorded_by, person if evidence.about else None
        ):
            if actor == THE_CLOCK or not values:
                continue
            given = Given(name, self.pick(self._likely(name, values)), person)
            command = RecordEvidence(given=given, actor=actor, at=situation.now)
            if decide(self.workflow, situation, command).counts:
                return command
        return None

    def _likely(self, name: str, values: Sequence[Value]) -> tuple[Value, ...]:
        """
        Give the values to pick from, that first and many times which opens most: whatever else is said asks for more elsewhere.
        """
        tests = _asked_of(self.workflow)[name]
        is_day = isinstance(self.workflow.evidence[name].values, Day)
        first = values[0] if is_day else max(values, key=lambda one: sum(passes(one, test) for test in tests))
        return (first,) * (_MOSTLY * (len(values) - 1)) + tuple(values)

    def _join(self, situation: Situation, kind: str) -> Command | None:
        change = self.workflow.people[kind].joins
        if change is None:
            return None
        there = {one.id for one in situation.people}
        free = next(f"{kind}-{number}" for number in range(1, 99) if f"{kind}-{number}" not in there)
        for actor in self.company.who_may(situation, None, change.by):
            command = Join(person=free, kind=kind, actor=actor, at=situation.now)
            if decide(self.workflow, situation, command).allowed:
                return command
        return None


@lru_cache(maxsize=64)
def _asked_of(workflow: Workflow) -> dict[str, tuple[Among | Compare, ...]]:
    """
    Give, for each piece of evidence, every test of it that anything asks.
    """
    tests: dict[str, list[Among | Compare]] = {name: [] for name in workflow.evidence}
    for group in asked_groups(workflow):
        for part in every_part(as_condition(group)):
            if isinstance(part, Among | Compare) and part.evidence in tests:
                tests[part.evidence].append(part)
    return {name: tuple(several) for name, several in tests.items()}


@lru_cache(maxsize=64)
def _order(workflow: Workflow) -> dict[str, int]:
    """
    Number evidence so that what makes other evidence void, or is needed for it, comes before it, wherever that goes without a circle.
    """
    before: dict[str, set[str]] = {name: set() for name in workflow.evidence}
    for name, evidence in workflow.evidence.items():
        before[name] |= {one.what for one in evidence.voided_by if one.kind == "evidence"}
        for part in every_condition(workflow, as_condition(evidence.needs)):
            if isinstance(part, Among | Compare | IsCurrent):
                before[name].add(part.evidence)
    order: dict[str, int] = {}
    visiting: set[str] = set()

    def visit(name: str) -> None:
        if name in order or name in visiting:
            return
        visiting.add(name)
        for other in sorted(before[name], key=list(workflow.evidence).index):
            visit(other)
        order[name] = len(order)

    for name in workflow.evidence:
        visit(name)
    return order
