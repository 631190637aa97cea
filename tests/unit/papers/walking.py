"""
A service and its cases, as a patient team works in them: what stands in the way of an event is recorded by whoever may, and then it happens.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.programmes import programme
from tests.small import unproved

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.definition.model import Day, Workflow
from rjflow.engine.filing import BadForm
from rjflow.engine.options import Option
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.engine.stepping import Step
from rjflow.guards.syntax import Value
from rjflow.report.forms import problem_sentence
from rjflow.rules.commands import Given
from rjflow.rules.finding import Finding, findings
from rjflow.scenarios.model import first_answer
from rjflow.sealing.keys import WrappingKeys, new_line
from rjflow.store.memory import MemoryStore

KEYS = WrappingKeys(new_line("walk"))
SCHEME = "service"
FOUNDATIONS = tuple(f"{one}-foundation-laid" for one in "first second third fourth fifth sixth seventh eighth".split())
PEOPLE = {"victim": "victim", "offender": "offender"}
PATIENCE = 80


class Walk:
    """A casebook with a service that is ready, and its cases; everybody is called as the role they have, everybody in a case as what they are."""

    def __init__(self, name: str, *, ready: bool = True) -> None:
        self.workflow = programme(name)
        self.scheme = programme("scheme-readiness")
        self.clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        self.store = MemoryStore()
        roles = {role: [role] for one in (self.workflow, self.scheme) for role in one.roles}
        roles["second-facilitator"], roles["senior-owner"] = ["facilitator"], ["senior-owner"]
        keys = [unproved(self.scheme), unproved(self.workflow)]
        host: dict[str, Any] = {
            "roles": SameRoles(roles, acts_for={kind: [kind] for kind in self.workflow.people}),
            "clock": self.clock,
            "scheme": lambda: self.book.case(SCHEME),
        }
        self.book = Casebook(self.store, keys, keys=KEYS, **host)
        self.engines = {one.workflow.name: Engine(one, **host) for one in keys}  # asked about one event at a time
        self.book.open(SCHEME, people={}, actor="senior-owner", workflow="scheme-readiness")
        self.answers: dict[str, Value] = {}
        if ready:
            self.smoothly("form-group", *FOUNDATIONS, case=SCHEME)
            self.smoothly("declare-ready", case=SCHEME)

    def open(self, case: str, **answers: Value) -> None:
        """Open a case, and say what is answered otherwise than with the first answer a file lists."""
        self.answers = {name.replace("_", "-"): one for name, one in answers.items()}
        self.book.open(case, people=PEOPLE, actor=next(iter(self.workflow.roles)), workflow=self.workflow.name)

    def register(self, who: str, **more: Value) -> None:
        """Take somebody into the register, fit for any case but for what is said otherwise."""
        if who not in {one.id for one in self.book.case(SCHEME).situation.people}:
            assert self.book.join(SCHEME, who, "facilitator", actor="practice-lead").allowed
        usual = {
            "supervision": "in-place",
            "competence": "complex",
            "registered-until": date(2027, 12, 31),
            "caseload-limit": 5,
        }
        for evidence, value in {**usual, **{name.replace("_", "-"): one for name, one in more.items()}}.items():
            by = self.scheme.evidence[evidence].recorded_by[0]
            assert self.book.record(SCHEME, evidence, value, person=who, actor=by).allowed

    def give(self, case: str, who: str = "facilitator") -> str:
        """Hand the allocation in; tell every reason why it is not taken."""
        form = self.workflow.forms["allocation"]
        try:
            step = self.book.submit(
                case, "allocation", {"outcome": "allocated", "facilitator": who}, actor="supervisor"
            )
        except BadForm as bad:
            return "; ".join(problem_sentence(self.workflow, form, one) for one in bad.problems)
        return "given" if step.allowed else "refused"

    def smoothly(self, *events: str, case: str = "case", reason: str | None = None) -> Step:
        """Let events happen one after the other, with all that each lacks recorded before."""
        step: Step | None = None
        for event in events:
            for _ in range(PATIENCE):
                by = self._doer(case, event)
                option = self._option(case, event)
                if option.is_open:
                    break
                before = self.book.case(case).revision
                for finding in option.decision.missing:
                    self._answer(case, finding)
                assert self.book.case(case).revision > before, (event, option.decision.missing)
            self._let_it_count(case, event)
            step = self.book.fire(case, event, actor=by, given=self._given(case, event), reason=reason)
            assert step.allowed, (event, step.case.state, step.decision.missing)
        assert step is not None
        return step

    def lacks(self, case: str, event: str) -> set[str]:
        """Give the names of what an event is refused for: evidence, or the kind of thing that was asked."""
        missing = self._option(case, event).decision.missing
        return {used.evidence for one in missing for used in one.used} | {one.asked for one in missing if not one.used}

    def is_open(self, case: str, event: str) -> bool:
        """Prepare an event as far as the case can be prepared, and tell whether it may happen then."""
        for _ in range(PATIENCE):
            option = self._option(case, event)
            before = self.book.case(case).revision
            for finding in () if option.is_open else option.decision.missing:
                self._answer(case, finding)
            if self.book.case(case).revision == before:
                break
        return bool(option.is_open)

    def life(self, case: str, evidence: str) -> set[str]:
        """Tell how all that is recorded of a piece of evidence stands."""
        view = self.book.view(case, next(iter(self.workflow.evidence[evidence].visible_to)))
        return {one.life for one in view.records if one.evidence == evidence}

    def told(self, case: str, to: str) -> list[tuple[str, str, Mapping[str, Any]]]:
        """Give what somebody was told of a case: the export, its basis, the facts."""
        shares = self.book.shares(case, "supervisor")
        return [(one.export.name, one.export.basis, dict(one.facts)) for one in shares if to in one.export.to]

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _option(self, case: str, event: str) -> Option:
        there = self.book.case(case)
        [option] = self.engines[self._workflow(case).name].options(there, self._doer(case, event), events=[event])
        return option

    def _workflow(self, case: str) -> Workflow:
        return self.scheme if case == SCHEME else self.workflow

    def _doer(self, case: str, event: str) -> str:
        by = self._workflow(case).events[event].by
        return next(one for one in by if one != "clock")

    def _said(self, workflow: Workflow, name: str, person: str | None = None) -> Value:
        said = self.answers.get(f"{name} of {person}", self.answers.get(name))
        if said is not None:
            return said
        if isinstance(workflow.evidence[name].values, Day):
            return self.clock.now().date() + timedelta(days=200 if name != "meeting-date" else 20)
        value = first_answer(workflow.evidence[name])
        assert isinstance(value, str | bool | int)
        return value

    def _answer(self, case: str, finding: Finding) -> None:
        workflow = self._workflow(case)
        for used in finding.used:
            if used.of_scheme or (used.life == "current" and finding.truth is not False):
                continue
            by = workflow.evidence[used.evidence].recorded_by
            if used.evidence == "facilitator-allocation":
                assert "given" == self.give(case)
            elif used.evidence == "co-facilitation":
                values = {"second": "allocated", "second-facilitator": "second-facilitator"}
                assert self.book.submit(case, "case-summary", values, actor="supervisor").allowed
            elif by:
                self._record(case, used.evidence, used.person, by)

    def _let_it_count(self, case: str, event: str) -> None:
        """Answer what is asked of the evidence that an event records, so that it counts."""
        workflow = self._workflow(case)
        for one in self._given(case, event):
            situation = self.book.case(case).situation
            for finding in findings(
                workflow, situation, workflow.evidence[one.evidence].needs, "counts", person=one.person
            ):
                if finding.truth is not True:
                    self._answer(case, finding)

    def _record(self, case: str, evidence: str, person: str | None, by: tuple[str, ...]) -> None:
        value = self._said(self._workflow(case), evidence, person)
        for who in by:
            step = self.book.record(
                case, evidence, value, person=person, actor=person if who in PEOPLE and person else who
            )
            for needed in step.decision.findings:
                if needed.asked == "counts" and needed.truth is not True:
                    self._answer(case, needed)
            if step.decision.counts:
                return

    def _given(self, case: str, event: str) -> list[Given]:
        workflow = self._workflow(case)
        situation = self.book.case(case).situation
        given = []
        for name in workflow.events[event].records:
            about = workflow.evidence[name].about
            people = [one.id for one in situation.people] if about else [None]
            given += [Given(name, self._said(workflow, name, one), one) for one in people]
        return given
