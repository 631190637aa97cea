"""
Take forms in: what is written is judged, what of it is evidence is recorded, and the rest is given back to be kept elsewhere.

Stands on: `answering`, `rules.filing`, `rules.registering`.   Knows nothing of: where values are kept, sentences.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from rjflow.definition.papers import Form, Records, Registered
from rjflow.engine import asking
from rjflow.engine.asking import NotAsked
from rjflow.engine.case import Case
from rjflow.engine.stepping import Step, followed
from rjflow.engine.window import Window
from rjflow.rules.asking import actor_finding
from rjflow.rules.commands import Fire, Given, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.filing import Fit, FormProblem, taken_apart
from rjflow.rules.registering import NamedIn, Unfit, is_named_there, unfit
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import SituationView
from rjflow.sources.errors import RjflowError

Caseload = Callable[[str], int]


class BadForm(RjflowError):
    """
    A form in which something is wrong; nothing of it was taken. `report.forms.problem_sentence` says each problem.

    Attributes:
        form: the name of the form.
        problems: everything that is wrong with it.
    """

    def __init__(self, form: str, problems: Iterable[FormProblem]) -> None:
        self.form = form
        self.problems = tuple(problems)
        where = ", ".join(f"{one.field or 'the form'}: {one.wrong}" for one in self.problems)
        super().__init__(f"the form {form} cannot be taken in: {where}")


class Filing(NamedTuple):
    """
    What came of a form.

    Attributes:
        step: what came of the evidence in it.
        personal: everything else in it, to be kept apart when the step is allowed.
    """

    step: Step
    personal: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"Filing(step={self.step!r}, personal={tuple(self.personal)!r})"


class TakesForms(Window):
    """The part of an engine's door that takes forms in."""

    def submit(
        self,
        case: Case,
        form: str,
        values: Mapping[str, Any],
        *,
        actor: str,
        person: str | None = None,
        reason: str | None = None,
        caseload: Caseload | None = None,
        named: Iterable[tuple[str, str | None, str, str]] = (),
        at: datetime | None = None,
    ) -> Filing:
        """
        Take a form in: its event happens, or its evidence is recorded; what else is written is given back, for the caller to keep.

        Args:
            case: The case as it is now.
            form: Its name.
            values: What was written, by field: text, `bool`, `int`, `date` or the text of one, lists of words, lists of rows.
            actor: Who hands it in, by the id the host knows them by.
            person: Whom it is about, where it is about people.
            reason: Why a case is closed, where its event leaves a choice.
            caseload: Tells how many open cases somebody of a register has; left out, they have none.
            named: Whom of a register the forms of the case name already, as (form, whom it is about, field, id).
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            BadForm: something in it is wrong: every problem at once.
            UnknownName, NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow, ExemptionRanOut: as `fire` does.

        Not seen: what is said in free words, and whether it is true.

        >>> from rjflow.engine.example import case, engine
        >>> engine.submit(case, "key-form", {}, actor="ann")
        Traceback (most recent call last):
            ...
        rjflow.engine.asking.UnknownName: `key-form` is not a form of this workflow
        """
        return self._submitted(case, form, values, (actor, person, reason), (caseload, named), at)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _submitted(
        self,
        case: Case,
        form: str,
        values: Mapping[str, Any],
        who: tuple[str, str | None, str | None],
        beside: tuple[Caseload | None, Iterable[tuple[str, str | None, str, str]]],
        at: datetime | None,
    ) -> Filing:
        """
        Ask whether the form is theirs, then take it apart, and do what it does.
        """
        there = self.workflow.forms[asking.known(self.workflow.forms, "a form", form)]
        if not isinstance(values, Mapping):
            raise NotAsked(f"what is written in a form is a mapping by field, not a {type(values).__name__}")
        actor, person, reason = who
        situation, scheme = self._asks.now(case, at)
        refused = self._refused(case, there, situation, actor, person, at)
        if refused is not None:
            return Filing(refused, {})
        caseload, named = beside
        elsewhere = tuple(one for one in (NamedIn(*each) for each in named) if (one.form, one.person) != (form, person))
        here = {f"{form}.{name}": value for name, value in values.items()}
        fit = self._fit(case, (situation, scheme), caseload, elsewhere, here)
        written = taken_apart(self.workflow, situation, there, values, person, fit)
        if written.problems:
            raise BadForm(form, written.problems)
        return Filing(self._filed(case, there, written.given, actor, reason, at), written.personal)

    def _fit(
        self,
        case: Case,
        stands: tuple[Situation, Situation | None],
        caseload: Caseload | None,
        named: tuple[NamedIn, ...],
        here: Mapping[str, Any],
    ) -> Fit:
        """
        Give what tells why somebody of a register cannot be named: of the scheme's, or, without a scheme, of the case's own.
        """

        def fit(kind: Registered, who: str) -> tuple[Unfit, ...]:
            link, (situation, scheme) = self.workflow.scheme, stands
            home, held = (self.workflow, situation) if link is None else (link.workflow, scheme)
            if held is None:
                return (Unfit(why="no scheme"),)
            needed = SituationView(self.workflow, situation).value(kind.level, None) if kind.level else None
            many = caseload(who) if caseload is not None else 0
            conflict = (Unfit(why="conflict"),) if self._asks.speaks_for(case, who) else ()
            is_there = any(here.get(one) == who for one in kind.other_than)
            is_there = is_there or is_named_there(self.workflow, situation, kind, who, named)
            twice = (Unfit(why="twice"),) if is_there else ()
            return (
                *unfit(home, held, home.registers[kind.register], who, needed=needed, cases=many),
                *conflict,
                *twice,
            )

        return fit

    def _refused(
        self, case: Case, form: Form, situation: Situation, actor: str, person: str | None, at: datetime | None
    ) -> Step | None:
        """
        Refuse a form that is not theirs to fill in, before anything that is written in it is looked at.
        """
        now, who = self._asks.time(case, at), self._asks.by(case, actor)
        may = actor_finding(self.workflow, situation, form.filled_by, who, person if form.about else None)
        if may.truth is True:
            return None
        first = next((one.kind.evidence for one in form.fields.values() if isinstance(one.kind, Records)), "")
        command: Fire | RecordEvidence = RecordEvidence(given=Given(first, "", person), actor=who, at=now)
        if form.event is not None:
            command = Fire(event=form.event, actor=who, at=now)
        return Step(Decision(False, command, situation, situation, (may,)), case)

    def _filed(
        self,
        case: Case,
        form: Form,
        given: tuple[Given, ...],
        actor: str,
        reason: str | None,
        at: datetime | None,
    ) -> Step:
        """
        Do what handing a form in does; all of it or nothing.
        """
        asks, now, who = self._asks, self._asks.time(case, at), self._asks.by(case, actor)
        commands: list[Fire | RecordEvidence]
        if form.event is not None:
            commands = [Fire(event=form.event, actor=who, at=now, reason=reason, given=given)]
        else:
            commands = [RecordEvidence(given=one, actor=who, at=now) for one in given]
        first, *rest = commands
        step = asks.step(case, first, form.name)
        for command in rest:
            if not step.allowed:
                break
            step = followed(step, asks.step(step.case, command, form.name))
        return step if step.allowed else Step(step.decision, case)
