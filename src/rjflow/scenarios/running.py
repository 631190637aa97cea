"""
Act scenarios out: on the engine, with a clock that stands still unless the scenario moves it.

A scenario ends at the first step that did not come as it must; whatever was not so there is told together.

Stands on: `acting`, `looking`, `engine`.   Knows nothing of: files, sentences, the verifier.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from attrs import evolve

from rjflow.clock import FixedClock
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.engine.history import NO_ENTRY
from rjflow.engine.running import Engine
from rjflow.engine.running import Step as Done
from rjflow.frozen import FrozenMap
from rjflow.instants import LAST, Instant, instant, moment
from rjflow.rules.situation import first_situation
from rjflow.scenarios.acting import Acting, Company
from rjflow.scenarios.handing import Desk
from rjflow.scenarios.looking import looked, unheard
from rjflow.scenarios.model import (
    Check,
    Come,
    Do,
    Earlier,
    Given,
    Go,
    HandIn,
    Notify,
    RecordIt,
    Scenario,
    ScenarioFile,
    SchemeIs,
    Smoothly,
    Step,
    Wait,
)
from rjflow.scenarios.outcome import Mismatch, Outcome
from rjflow.scenarios.placing import listed, with_record
from rjflow.scenarios.refusing import refusal_of, rejection_of
from rjflow.scenarios.retracing import Known, comes_again, differing, in_pieces, mark
from rjflow.scenarios.watching import Rejected, Watch
from rjflow.sources.span import Span
from rjflow.verifier.verdict import VerifiedWorkflow, Waiver

_CASE = "a scenario"
_SCHEME = "the scheme"


def run(
    file: ScenarioFile,
    scenario: Scenario,
    *,
    watch: Watch | None = None,
    quick: bool = True,
    known: Known | None = None,
) -> Outcome:
    """
    Act one scenario out.

    It runs whether the workflow keeps its safeguards or not: what the policy says is asked, not whether it is a good one.

    Args:
        file: The file it stands in, with the workflow and everybody there is.
        scenario: One of its scenarios.
        watch: Told of everything that is decided on the way, in the case and not in its scheme.
        quick: Whether the engine is made ready for many scenarios of the workflow.
        known: How it came under another policy, where it passed; what comes again is not done again, and the watch is not told of it.

    Not seen:
        With a given state, whether a case can come to stand so; only that it can rest there is looked at.

    >>> from rjflow.scenarios.reading import read_scenarios
    >>> file = read_scenarios('''
    ... rjflow: 1
    ... scenarios-of: scheme-readiness
    ... begins: 2026-03-02 09:00
    ... workers: {ivo: senior-owner}
    ... scenarios:
    ... - scenario: a group is formed
    ...   when: [{smoothly: [form-group]}]
    ...   then: {state: planning}
    ... ''')
    >>> run(file, file.scenarios[0]).passed
    True
    """
    return _Stage(file, scenario, watch, quick=quick, known=known).outcome()


# ----------------------------------------------------------------------------------------------------------------------


class _Stage:
    """One scenario, while it is acted out."""

    def __init__(
        self, file: ScenarioFile, scenario: Scenario, watch: Watch | None, *, quick: bool, known: Known | None
    ) -> None:
        self._file = file
        self._quick = quick
        self._known = known
        self._watch = watch
        self._scenario = scenario
        self._company = Company(workers=file.workers, people=file.people, names={})
        self._clock = FixedClock(moment(scenario.given.at))
        self._opener = next(iter(file.workers))
        self._scheme = self._acting_scheme()
        self._desk = Desk(scenario.given.register)
        self._at: Acting | None = None

    def outcome(self) -> Outcome:
        """Do every step, until something is not as it must be."""
        came = self._came()
        if self._watch is not None and self._watch.asks and self._at is not None:
            acting, everybody = self._at, self._everybody()
            self._watch.options.extend((who, acting.engine.options(acting.case, who)) for who in everybody)
        return came

    def _came(self) -> Outcome:
        for span, found in self._mismatches():
            if found:
                return Outcome(scenario=self._scenario, mismatches=tuple(found), span=span)
        return Outcome(scenario=self._scenario)

    def _mismatches(self) -> Iterator[tuple[Span, list[Mismatch]]]:
        given = self._scenario.given
        if self._scheme is not None:
            yield given.span, self._bring_scheme(self._scheme, given)
        acting = self._at = self._acting()
        if given.state is not None:
            yield given.span, self._rests(acting)
        steps = tuple(in_pieces((*given.steps, *self._scenario.steps)))
        for place, step in enumerate(steps):
            if not self._comes_again(acting, place):
                yield step.span, self._step(acting, step, place)
        if not self._comes_again(acting, len(steps)):
            yield self._scenario.span, self._looked(acting, self._scenario.then, len(steps))
        mark(acting, self._scheme)

    def _comes_again(self, acting: Acting, place: int) -> bool:
        mark(acting, self._scheme)
        return self._known is not None and comes_again(self._known, place, acting, self._scheme)

    # ---- how things stand --------------------------------------------------------------------------------------------

    def _acting_scheme(self) -> Acting | None:
        link = self._file.workflow.scheme
        if link is None:
            return None
        engine = Engine(
            _key(link.workflow, self._scenario.given.at),
            roles=self._company.roles(),
            clock=self._clock,
            registers_elsewhere=True,
        )
        return Acting(engine, self._clock, self._company, _SCHEME, (), self._opener)

    def _bring_scheme(self, scheme: Acting, given: Given) -> list[Mismatch]:
        if not isinstance(given.scheme, SchemeIs):
            file = self._file
            brought = _brought(scheme.engine.workflow, file.workers, file.people, given.scheme, given.at)
            if brought is None:
                return self._smooth(scheme, Smoothly(given.scheme, of_scheme=True), given)
            scheme.case = brought
            self._list(scheme)
            return []
        self._put_scheme(scheme, given.scheme)
        return []

    def _list(self, scheme: Acting) -> None:
        """
        Put those whom its registers list into the scheme.
        """
        workflow, at, given = scheme.engine.workflow, instant(self._clock.now()), self._scenario.given
        situation = listed(workflow, scheme.case.situation, given.register, self._opener, at)
        scheme.case = evolve(scheme.case, situation=situation)

    def _put_scheme(self, scheme: Acting, stands: SchemeIs) -> None:
        """
        Put the scheme where the scenario says it is, without asking how it came there.
        """
        workflow, at = scheme.engine.workflow, instant(self._clock.now())
        situation = first_situation(workflow, (), at).evolved(state=stands.state)
        for one in stands.sayings:
            situation = with_record(workflow, situation, Earlier(one, self._opener, at))
        mark = fingerprint(workflow)
        scheme.case = Case(id=_SCHEME, fingerprint=mark, situation=situation, revision=1, head=NO_ENTRY)
        self._list(scheme)

    def _acting(self) -> Acting:
        given, workflow, scheme = self._scenario.given, self._file.workflow, self._scheme
        seen: Callable[[], Case | None] | None = (lambda: scheme.case) if scheme is not None else None
        roles = self._company.roles(*workflow.roles)
        engine = Engine(
            _key(workflow, given.at),
            roles=roles,
            clock=self._clock,
            scheme=seen,
            quick=self._quick,
            registers_elsewhere=True,
        )
        case: str | Case = _CASE if given.state is None else self._placed()
        people = [person for person, _ in given.about]
        return Acting(
            engine, self._clock, self._company, case, people, self._opener,
            answers=self._file.answers, watch=self._watch,
        )  # fmt: skip

    def _placed(self) -> Case:
        """
        Put a case where the scenario says it is, without asking how it came there.
        """
        given, workflow = self._scenario.given, self._file.workflow
        blank = first_situation(workflow, given.about, given.at)
        situation = blank.evolved(
            state=given.state or workflow.start,
            held_from=given.held_from,
            scheme=self._scheme.case.situation if self._scheme is not None else None,
        )
        for one in given.records:
            situation = with_record(workflow, situation, one)
        return Case(id=_CASE, fingerprint=fingerprint(workflow), situation=situation, revision=1, head=NO_ENTRY)

    def _rests(self, acting: Acting) -> list[Mismatch]:
        """
        See whether a case can rest where this one was put: nothing may move it at that very moment.
        """
        before, step = acting.case.situation, acting.engine.advance(acting.case)
        if step.decision.moves:
            return [Mismatch("unrest", self._scenario.given.span, before, step.decision)]
        acting.keep(step)
        return []

    def _everybody(self) -> tuple[str, ...]:
        return (*self._file.workers, *self._file.people)

    # ---- steps -------------------------------------------------------------------------------------------------------

    def _step(self, acting: Acting, step: Step, place: int) -> list[Mismatch]:
        """
        Do one step, and see whether it came as it must.
        """
        before = acting.case.situation
        if isinstance(step.act, SchemeIs):
            found = []
            if self._scheme is not None:
                self._put_scheme(self._scheme, step.act)
                acting.keep(acting.engine.advance(acting.case))
        elif isinstance(step.act, Smoothly):
            stage = self._scheme if step.act.of_scheme else acting
            found = self._smooth(stage, step.act, step) if stage is not None else []
        else:
            found = []
            for done in self._done(acting, step.act):
                if isinstance(done, Rejected):
                    found = [*found, *rejection_of(step, before, done)]
                    acting.reject(done)
                    continue
                found = [*found, *refusal_of(step, before, done.decision)]
                acting.keep(done)
        return found or self._looked(acting, step.then, place)

    def _looked(self, acting: Acting, checks: Sequence[Check], place: int) -> list[Mismatch]:
        """
        Look at the case; where it stands as it is known to have stood, only at what might differ.
        """
        return looked(acting, self._everybody(), checks, lambda now: differing(self._known, place, now))

    def _done(self, acting: Acting, act: object) -> Iterator[Done | Rejected]:
        engine, case = acting.engine, acting.case
        match act:
            case Do(event=event, by=by, given=given, reason=reason):
                yield engine.fire(case, event, actor=by, reason=reason, given=list(acting.spread(given)))
            case RecordIt(sayings=sayings, by=by):
                for one in list(acting.spread(sayings)):
                    yield acting.record(one.evidence, one.value, one.person, by)
            case Notify(notice=notice, by=by):
                yield engine.notice(case, notice, actor=by)
            case Come(person=person, kind=kind, by=by):
                yield engine.join(case, person, kind, actor=by)
            case Go(person=person, by=by):
                yield engine.leave(case, person, actor=by)
            case HandIn():
                yield from self._desk.taken_in(acting, act)
            case Wait(length=length, until=until):
                now = instant(self._clock.now())
                then = min(max(now + length, until or now), LAST)  # the calendar ends, and time stands still there
                self._clock.forward(microseconds=then - now)
                yield engine.advance(case)

    def _smooth(self, acting: Acting, act: Smoothly, where: Step | Given) -> list[Mismatch]:
        """
        Let events happen with everything they lack recorded before; the first that is refused all the same is told, and answers that nobody asked for.
        """
        usual = acting.answers
        acting.answers = {**usual, **{(one.evidence, one.person): one.answer for one in act.answers}}
        try:
            for event in act.events:
                before, step = acting.case.situation, acting.do(event, reason=_reason(acting, event))
                if not step.allowed:
                    return [Mismatch("stuck", where.span, before, step.decision, of_scheme=act.of_scheme)]
        finally:
            acting.answers = usual
        return [] if act.goes_on else unheard(acting, act.answers)


@lru_cache(maxsize=16)
def _brought(
    workflow: Workflow,
    workers: FrozenMap[str, tuple[str, ...]],
    people: FrozenMap[str, str],
    events: tuple[str, ...],
    at: Instant,
) -> Case | None:
    """
    Give the scheme's case after some events, which most scenarios of a file begin with; nothing where one of them is refused.
    """
    clock, company = FixedClock(moment(at)), Company(workers=workers, people=people, names={})
    engine = Engine(_key(workflow, at), roles=company.roles(), clock=clock, registers_elsewhere=True)
    acting = Acting(engine, clock, company, _SCHEME, (), next(iter(workers)))
    done = (acting.do(event, reason=_reason(acting, event)).allowed for event in events)
    return acting.case if all(done) else None


def _key(workflow: Workflow, at: Instant) -> VerifiedWorkflow:
    waiver = Waiver(by="rjflow test", reason="a scenario is acted out", at=at)
    return VerifiedWorkflow.without_proof(workflow, waiver)


def _reason(acting: Acting, event: str) -> str | None:
    """
    Give the first reason an event leaves to choose from where the case is.
    """
    workflow = acting.engine.workflow
    for way in workflow.events[event].ways:
        state = workflow.states.get(way.target)
        if acting.case.situation.state in way.from_states and state is not None and state.final:
            return next(iter(way.reasons or state.reasons), None)
    return None
