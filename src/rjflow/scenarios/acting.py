"""
Made-up people who work a case through an engine, recording what each step still lacks.

Stands on: `model`, `engine.running`.   Knows nothing of: any particular workflow, files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from rjflow.clock import FixedClock
from rjflow.definition.lookup import in_group
from rjflow.definition.model import Event, Evidence, Workflow
from rjflow.engine.case import Case
from rjflow.engine.history import History
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine, Step
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.instants import instant, moment
from rjflow.rules.commands import Given, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Used, findings
from rjflow.rules.situation import Actor
from rjflow.scenarios.model import Answer, InDays, Saying, first_answer
from rjflow.scenarios.watching import Rejected, Watch

_MOST_RECORDS = 200
_NOBODY = "nobody"


@frozen
class Company:
    """Who there is: workers, as id to roles; people cases are about, as id to kind; and what to call everybody."""

    workers: Mapping[str, Sequence[str]]
    people: Mapping[str, str]
    names: Mapping[str, str]

    def roles(self, *alone: str) -> SameRoles:
        """
        Give the host's word on who has which roles, and that people speak for themselves; *alone*: roles that somebody has without
        being anybody in particular.
        """
        anybody = {role: (role,) for role in alone if role not in self.people}
        return SameRoles({**anybody, **self.workers}, acts_for={id: [id] for id in self.people})


class Acting:
    """
    A case, and a company that works on it.

    Args:
        engine: What runs it.
        clock: The engine's clock, moved by hand.
        company: Who there is.
        case: What to call the case; or the case, where there is one already.
        people: Whom it is about, of those in the company.
        opener: Who opens it.
        answers: What evidence says where nothing else is said; otherwise the first answer a file lists, and for dates the day in mind.
        watch: Told of everything that is done and considered.
    """

    def __init__(
        self,
        engine: Engine,
        clock: FixedClock,
        company: Company,
        case: str | Case,
        people: Sequence[str],
        opener: str,
        *,
        answers: Iterable[Saying] = (),
        watch: Watch | None = None,
    ) -> None:
        self.engine = engine
        self.watch = watch or Watch()
        self.clock = clock
        self.history = History()
        self.day: date = clock.now().date()
        self.answers = {(one.evidence, one.person): one.answer for one in answers}
        self._company = company
        self._roles = company.roles(*engine.workflow.roles)
        if isinstance(case, Case):
            self.case: Case = case
        else:
            self.keep(engine.open(case, people={id: company.people[id] for id in people}, actor=opener))

    def consider(self, event: str, by: str) -> Decision:
        """Tell what would come of an event now, with nothing prepared for it."""
        return self._considered(event, by)

    def do(self, event: str, by: str | None = None, reason: str | None = None) -> Step:
        """Record what an event still lacks, as far as somebody may; then make it happen: *by* somebody, or the first who may."""
        self._prepare(event, by or self._doer(event), reason)
        given, by = self._given(event), by or self._doer(event)
        return self.keep(self.engine.fire(self.case, event, actor=by, reason=reason, given=given))

    def record(self, evidence: str, value: Value, person: str | None = None, by: str | None = None) -> Step:
        """Record a piece of evidence: *by* somebody, or the first who may."""
        given = Given(evidence, value, person)
        return self.keep(
            self.engine.record(self.case, evidence, value, actor=by or self._recorder(given) or _NOBODY, person=person)
        )

    def join(self, person: str, by: str) -> Step:
        """Let somebody of the company join the case."""
        return self.keep(self.engine.join(self.case, person, self._company.people[person], actor=by))

    def wait(self, days: int) -> Step:
        """Let days pass, and the clock do what it does."""
        self.clock.forward(days=days)
        return self.keep(self.engine.advance(self.case))

    def keep(self, step: Step) -> Step:
        """Go on with the case as a step left it; a step that was kept already changes nothing."""
        if self.watch.steps and self.watch.steps[-1] is step:
            return step
        self.watch.done.append(step.decision)
        self.watch.steps.append(step)
        self.case = step.case
        self.history = self.history.extended(step.entries)
        return step

    def reject(self, rejected: Rejected) -> None:
        """Note that a form was not taken; the case is as it was."""
        self.watch.rejected.append((len(self.watch.steps), rejected))

    def spread(self, sayings: Iterable[Saying]) -> Iterator[Given]:
        """Give the values of what is said, for everybody it is about."""
        for one in sayings:
            people = [one.person] if one.person is not None else self._subjects(one.evidence)
            yield from (Given(one.evidence, self.value(one.answer), person) for person in people)

    def value(self, answer: Answer) -> Value:
        """Give what an answer says today."""
        return said_on(today(self), answer)

    def actor(self, who: str) -> Actor:
        """Give somebody as the host knows them."""
        return self._roles.roles_of(who, self.case.id)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _considered(self, what: str | RecordEvidence, by: str | None = None, reason: str | None = None) -> Decision:
        given = self._given(what) if isinstance(what, str) else ()
        decision = self.engine.consider(self.case, what, actor=by, reason=reason, given=given)
        self.watch.considered.append(decision)
        return decision

    def _prepare(self, event: str, by: str, reason: str | None) -> None:
        for _ in range(_MOST_RECORDS):
            given = self._given(event)
            decision = self._considered(event, by, reason)
            lacking = [used for finding in decision.missing for used in finding.used]
            lacking += [used for one in given for used in self._needed(one.evidence, one.person)]
            wanted = self._next(lacking)
            if wanted is None:
                return
            self.record(wanted.evidence, self._answer(wanted.evidence, wanted.person), wanted.person)

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
        answer = self._answer(used.evidence, used.person)
        if self._recorder(Given(used.evidence, answer, used.person)) is None:
            return False
        return used.life != "current" or used.value != answer

    def _recorder(self, given: Given) -> str | None:
        """Give the first who may record something: workers first, in the order of the file."""
        candidates = list(self._candidates(self.engine.workflow.evidence[given.evidence], given.person))
        if len(candidates) < 2:
            return next(iter(candidates), None)
        at = instant(self.clock.now())
        allowed = (
            one for one in candidates if self._considered(RecordEvidence(given=given, actor=Actor(one), at=at)).allowed
        )
        return next(allowed, candidates[0])

    def _doer(self, event: str) -> str:
        """Give the first who may make an event happen, as far as who they are goes."""
        candidates = list(self._candidates(self.engine.workflow.events[event], None))
        for one in candidates:
            asked = self._considered(event, one).findings
            if all(finding.truth is True for finding in asked if finding.asked in ("actor", "not-by")):
                return one
        return next(iter(candidates), _NOBODY)

    def _candidates(self, thing: Evidence | Event, person: str | None) -> Iterator[str]:
        workflow = self.engine.workflow
        by = thing.recorded_by if isinstance(thing, Evidence) else thing.by
        yield from dict.fromkeys(id for name in by for id, roles in self._company.workers.items() if name in roles)
        for one in self.case.situation.people:
            if person in (None, one.id) and any(in_group(workflow.people[one.kind], name) for name in by):
                yield one.id

    def _answer(self, evidence: str, person: str | None) -> Value:
        """
        Give the answer that was asked for; otherwise the first one a file lists, which authors write as the hoped-for one.

        A date that nobody gave is the `day` of the one who acts, not today: a demonstration sets it to the day of the meeting.
        """
        answer = self.answers.get((evidence, person), self.answers.get((evidence, None)))
        if answer is not None:
            return self.value(answer)
        usual = first_answer(self.engine.workflow.evidence[evidence])
        return self.day if isinstance(usual, InDays) else self.value(usual)

    def _given(self, event: str) -> tuple[Given, ...]:
        return tuple(
            Given(name, self._answer(name, person), person)
            for name in self.engine.workflow.events[event].records
            for person in self._subjects(name)
        )

    def _subjects(self, evidence: str) -> Sequence[str | None]:
        workflow = self.engine.workflow
        return subjects(workflow, evidence, self.case)


def subjects(workflow: Workflow, evidence: str, case: Case) -> Sequence[str | None]:
    """
    Give whom a piece of evidence is about in a case; nobody in particular, where it is about the case.
    """
    about = workflow.evidence[evidence].about
    if about is None:
        return [None]
    return [one.id for one in case.situation.people if in_group(workflow.people[one.kind], about)]


def said_on(day: date, answer: Answer) -> Value:
    """
    Give what an answer says on a day; days beyond the calendar are its last.
    """
    if not isinstance(answer, InDays):
        return answer
    try:
        return day + timedelta(days=answer.days)
    except OverflowError:
        return date.max if answer.days > 0 else date.min


def today(acting: Acting) -> date:
    """
    Give the day it is for a case.
    """
    return moment(instant(acting.clock.now()), acting.engine.workflow.time_zone).date()
