"""
Two cases to which the same happens, but that what is hidden says one thing in one and another in the other.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from rjflow.clock import FixedClock
from rjflow.definition.model import Flag, Number, OneOf, Workflow
from rjflow.engine.case import Case
from rjflow.engine.history import Entry
from rjflow.engine.running import Engine
from rjflow.engine.seen import NoPart
from rjflow.engine.stepping import Step
from rjflow.guards.syntax import Value
from rjflow.instants import instant
from rjflow.report.seen import entries_document, told_document, view_document, view_text
from rjflow.rules.commands import Given, RecordEvidence
from rjflow.rules.exporting import Exported, exported
from rjflow.rules.situation import Actor
from rjflow.scenarios.model import InDays, first_answer


class Twins:
    """A pair of cases, begun alike."""

    def __init__(
        self, engine: Engine, clock: FixedClock, hidden: Sequence[str], people: Mapping[str, str], by: str
    ) -> None:
        self.engine = engine
        self.workflow: Workflow = engine.workflow
        self.clock = clock
        self.hidden = [name for name in hidden if name in self.workflow.evidence]
        step = engine.open("case-1", people=people, actor=by)
        self.pair: list[tuple[Case, tuple[Entry, ...], tuple[Exported, ...]]] = [(step.case, step.entries, ())] * 2

    def given(self, name: str, value: Value, person: str | None, twin: int) -> Given:
        """Give what is recorded in one of the twins."""
        return Given(name, self.other(name, value) if twin and name in self.hidden else value, person)

    def other(self, name: str, value: Value) -> Value:
        """Give another value that a piece of evidence can have, or the same where there is none."""
        match self.workflow.evidence[name].values:
            case OneOf(words):
                return words[(words.index(str(value)) + 1) % len(words)]
            case Flag():
                return not value
            case Number(low, high):
                return low if value == high else high
            case _:
                return value + timedelta(days=1) if isinstance(value, date) else value

    def take(self, steps: Sequence[Step]) -> bool:
        """Let something happen to both, if it may in both and both go one way; else to neither."""
        ways = {(step.case.state, *(entry.moves for entry in step.entries)) for step in steps}
        if not all(step.allowed for step in steps) or len(ways) != 1:
            return False
        self.pair = [
            (step.case, (*entries, *step.entries), (*sent, *exported(self.workflow, step.decision)))
            for (_, entries, sent), step in zip(self.pair, steps, strict=True)
        ]
        return True

    def record(self, name: str, value: Value, person: str | None, actor: str) -> bool:
        """Record something in both."""
        given = [self.given(name, value, person, twin) for twin in (0, 1)]
        pairs = zip(self.pair, given, strict=True)
        return self.take(
            [self.engine.record(case, name, one.value, person=person, actor=actor) for (case, *_), one in pairs]
        )

    def fire(
        self, name: str, values: Sequence[tuple[str, Value, str | None]], actor: str, reason: str | None = None
    ) -> bool:
        """Let an event happen to both."""
        forms = [[self.given(*one, twin) for one in values] for twin in (0, 1)]
        pairs = zip(self.pair, forms, strict=True)
        return self.take(
            [self.engine.fire(case, name, actor=actor, given=form, reason=reason) for (case, *_), form in pairs]
        )

    def differ(self) -> bool:
        """Tell whether the twins differ at all."""
        return self.pair[0][0].situation != self.pair[1][0].situation

    def looks(self, actor: str, told_to: str) -> Iterator[str]:
        """Give, for each twin, all that somebody is shown and told: view, options, history, refusals, exports to their role."""
        for case, entries, sent in self.pair:
            engine, workflow = self.engine, self.workflow
            told = [engine.told(engine.consider(case, event, actor=actor)) for event in workflow.events]
            told += [engine.told(engine.consider(case, one)) for one in self._records(case, actor)]
            shown = {
                **self._part_of(case, entries, actor),
                "told": [told_document(one) for one in told],
                "sent": [
                    (one.export.name, one.at, one.event, one.facts)
                    for one in sent
                    if told_to in (*one.export.to, *one.export.visible_to)
                ],
            }
            yield json.dumps(shown)

    def _part_of(self, case: Case, entries: Sequence[Entry], actor: str) -> Mapping[str, object]:
        """Give what somebody sees who has a part in a case; whoever has none is shown nothing."""
        try:
            view = self.engine.view(case, actor)
        except NoPart:
            return {}
        return {
            "view": view_document(self.workflow, view),
            "text": view_text(self.workflow, view),
            "history": entries_document(self.workflow, self.engine.seen(case, entries, actor)),
        }

    def _records(self, case: Case, actor: str) -> Iterator[RecordEvidence]:
        """Give a record of each piece of evidence, of which it is asked whether somebody may make it."""
        at = instant(self.clock.now())
        for name, evidence in self.workflow.evidence.items():
            person = next((one.id for one in case.situation.people), None) if evidence.about else None
            first = first_answer(evidence)
            value = date(2026, 6, 1) if isinstance(first, InDays) else first
            yield RecordEvidence(given=Given(name, value, person), actor=Actor(actor), at=at)
