"""
Made-up people who work a case through an engine, recording what each step still lacks.

Stands on: `engine.running`.   Knows nothing of: any particular workflow.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from rjflow.clock import FixedClock
from rjflow.definition.lookup import in_group
from rjflow.definition.model import Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.engine.case import Case
from rjflow.engine.history import History
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine, Step
from rjflow.guards.syntax import Value
from rjflow.instants import instant, moment
from rjflow.rules.commands import Given
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Used, findings

_MOST_RECORDS = 200


@frozen
class Company:
    """Who there is: workers, as id to roles; people cases are about, as id to kind; and what to call everybody."""

    workers: Mapping[str, Sequence[str]]
    people: Mapping[str, str]
    names: Mapping[str, str]

    def roles(self) -> SameRoles:
        """Give the host's word on who has which roles, and that people speak for themselves."""
        return SameRoles(self.workers, acts_for={id: [id] for id in self.people})


class Acting:
    """
    A case, and a company that works on it.

    Args:
        engine: What runs it.
        clock: The engine's clock, moved by hand.
        company: Who there is.
        case: What to call the case.
        people: Whom it is about, of those in the company.
        opener: Who opens it.
    """

    def __init__(
        self, engine: Engine, clock: FixedClock, company: Company, case: str, people: Sequence[str], opener: str
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.history = History()
        self.day: date = clock.now().date()
        self._company = company
        self._keep(engine.open(case, people={id: company.people[id] for id in people}, actor=opener))

    def consider(self, event: str, by: str) -> Decision:
        """Tell what would come of an event now, with nothing prepared for it."""
        return self.engine.consider(self.case, event, actor=by, given=self._given(event))

    def do(self, event: str, by: str, reason: str | None = None) -> Step:
        """Record what an event still lacks, as far as somebody may; then make it happen."""
        self._prepare(event, by, reason)
        given = self._given(event)
        return self._keep(self.engine.fire(self.case, event, actor=by, reason=reason, given=given))

    def record(self, evidence: str, value: Value, person: str | None = None) -> Step:
        """Record a piece of evidence, by the first who may."""
        by = self._recorder(self.engine.workflow.evidence[evidence])
        return self._keep(self.engine.record(self.case, evidence, value, actor=by or "nobody", person=person))

    def join(self, person: str, by: str) -> Step:
        """Let somebody of the company join the case."""
        return self._keep(self.engine.join(self.case, person, self._company.people[person], actor=by))

    def wait(self, days: int) -> Step:
        """Let days pass, and the clock do what it does."""
        self.clock.forward(days=days)
        return self._keep(self.engine.advance(self.case))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _keep(self, step: Step) -> Step:
        self.case: Case = step.case
        self.history = self.history.extended(step.entries)
        return step

    def _prepare(self, event: str, by: str, reason: str | None) -> None:
        for _ in range(_MOST_RECORDS):
            given = self._given(event)
            decision = self.engine.consider(self.case, event, actor=by, reason=reason, given=given)
            lacking = [used for finding in decision.missing for used in finding.used]
            lacking += [used for one in given for used in self._needed(one.evidence, one.person)]
            wanted = self._next(lacking)
            if wanted is None:
                return
            self.record(wanted.evidence, self._answer(wanted.evidence), wanted.person)

    def _next(self, lacking: Sequence[Used]) -> Used | None:
        """Give what to record first of what is lacking: in file order, and before it what it needs itself."""
        order = list(self.engine.workflow.evidence)
        open_ones = [used for used in lacking if not used.of_scheme and self._is_lacking(used)]
        if not open_ones:
            return None
        first = min(open_ones, key=lambda used: order.index(used.evidence))
        return self._next(list(self._needed(first.evidence, first.person))) or first

    def _needed(self, evidence: str, person: str | None) -> Iterator[Used]:
        workflow = self.engine.workflow
        needs = workflow.evidence[evidence].needs
        for finding in findings(workflow, self.case.situation, needs, "counts", person=person):
            if finding.truth is not True:
                yield from finding.used

    def _is_lacking(self, used: Used) -> bool:
        if self._recorder(self.engine.workflow.evidence[used.evidence]) is None:
            return False
        return used.life != "current" or used.value != self._answer(used.evidence)

    def _recorder(self, evidence: Evidence) -> str | None:
        workers = self._company.workers.items()
        return next((id for role in evidence.recorded_by for id, roles in workers if role in roles), None)

    def _answer(self, evidence: str) -> Value:
        """Give the first answer a file lists, which authors write as the hoped-for one; for dates, the day in mind."""
        match self.engine.workflow.evidence[evidence].values:
            case OneOf(values):
                return values[0]
            case Flag():
                return True
            case Number(low, _):
                return low
            case Day():
                return self.day

    def _given(self, event: str) -> tuple[Given, ...]:
        workflow = self.engine.workflow
        return tuple(
            Given(name, self._answer(name), person)
            for name in workflow.events[event].records
            for person in self._subjects(workflow, workflow.evidence[name])
        )

    def _subjects(self, workflow: Workflow, evidence: Evidence) -> Sequence[str | None]:
        if evidence.about is None:
            return [None]
        there = self.case.situation.people
        return [one.id for one in there if in_group(workflow.people[one.kind], evidence.about)]


def today(acting: Acting) -> date:
    """
    Give the day it is for a case.
    """
    return moment(instant(acting.clock.now()), acting.engine.workflow.time_zone).date()
