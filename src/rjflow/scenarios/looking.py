"""
Look at a case: whether what must be so is.

Stands on: `acting`, `model`, `outcome`, `engine`.   Knows nothing of: steps, files, sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from rjflow.definition.lookup import in_group, ways_from
from rjflow.definition.model import Workflow
from rjflow.engine.options import Option
from rjflow.engine.running import Engine
from rjflow.instants import Instant, moment
from rjflow.rules.exporting import exported
from rjflow.rules.finding import Used, use
from rjflow.rules.leaving import left_over, spelled_out
from rjflow.rules.seeing import eyes_of
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.timing import due_at
from rjflow.rules.viewing import records_of
from rjflow.scenarios.acting import Acting, subjects
from rjflow.scenarios.model import (
    Check,
    DueAt,
    EvidenceIs,
    Left,
    NothingElse,
    Open,
    ReasonIs,
    Saying,
    Sees,
    StateIs,
    Told,
)
from rjflow.scenarios.outcome import Mismatch

Differs = Callable[[str], bool]


def looked(
    acting: Acting, everybody: Sequence[str], checks: Iterable[Check], differing: Callable[[Situation], Differs]
) -> list[Mismatch]:
    """
    Give everything that is not as it must be, each with what is so instead. First the case is brought up to date with the clock.

    Args:
        acting: The case.
        everybody: Who might do something.
        checks: What must be so.
        differing: Which events need be asked about where a case stands so; it is known of others that they are open to whom they must.
    """
    several = list(checks)
    if not several:
        return []
    step = acting.keep(acting.engine.advance(acting.case))
    look = _Look(acting, step.decision.after, everybody, differing(step.decision.after))
    return [mismatch for check in several for mismatch in look.at(check)]


def unheard(acting: Acting, answers: Iterable[Saying]) -> list[Mismatch]:
    """
    Give the answers that were to be recorded on the way and that nothing says afterwards: a scenario would seem to show what it does not.
    """
    found, workflow, situation = [], acting.engine.workflow, acting.case.situation
    for one in answers:
        people = subjects(workflow, one.evidence, acting.case) if one.person is None else [one.person]
        used = tuple(use(workflow, situation, one.evidence, person) for person in people)
        if acting.value(one.answer) not in [each.value for each in used]:
            assert one.span is not None, "what stands under `with` has a place"
            check = EvidenceIs(one.evidence, "current", one.answer, one.person, span=one.span)
            found.append(Mismatch("unheard", one.span, situation, check=check, used=used))
    return found


# ----------------------------------------------------------------------------------------------------------------------


class _Look:
    """One look at a case; what somebody may do is asked once."""

    def __init__(self, acting: Acting, situation: Situation, everybody: Sequence[str], may_differ: Differs) -> None:
        self._may_differ = may_differ
        self._acting = acting
        self._situation = situation
        self._everybody = everybody
        self._options: dict[tuple[str, str], Option] = {}

    def at(self, check: Check) -> Iterator[Mismatch]:
        """Compare one thing with what it must be."""
        situation = self._situation
        match check:
            case StateIs(state=state, is_so=is_so):
                if (situation.state == state) is not is_so:
                    yield Mismatch("check", check.span, situation, check=check)
            case ReasonIs(reason=reason):
                if situation.reason != reason:
                    yield Mismatch("check", check.span, situation, check=check)
            case EvidenceIs():
                yield from self._evidence(check)
            case Open(event=event) if not self._may_differ(event):
                pass
            case Open(who=who, event=event, may=may):
                option = self._option(who, event)
                if option.is_open is not may:
                    yield Mismatch("check", check.span, situation, option.decision, check=check, is_open=option.is_open)
            case NothingElse(may=may):
                others = tuple(self._others(may))
                if others:
                    yield Mismatch("check", check.span, situation, check=check, others=others)
            case DueAt():
                yield from self._due(check)
            case Sees(who=who, thing=thing, sees=sees):
                if sees_of(self._workflow, situation, self._actor(who), thing) is not sees:
                    yield Mismatch("check", check.span, situation, check=check)
            case Told(facts=facts):
                told = tuple(dict.fromkeys(self._told()))
                if set(told) != set(facts):
                    yield Mismatch("check", check.span, situation, check=check, told=told)
            case Left(fields=fields):
                left = self._left()
                if left != fields:
                    yield Mismatch("check", check.span, situation, check=check, left=left)

    @property
    def _workflow(self) -> Workflow:
        return self._engine.workflow

    @property
    def _engine(self) -> Engine:
        return self._acting.engine

    def _told(self) -> Iterator[tuple[str, str]]:
        """
        Give who was told what since the scenario began, in order.
        """
        for decision in self._acting.watch.done:
            for one in exported(self._workflow, decision):
                yield from ((who, fact) for who in one.export.to for fact in one.facts)

    def _left(self) -> tuple[str, ...]:
        """
        Give what is kept of forms by now, field by field, in order of spelling.
        """
        left = left_over(self._workflow, self._situation, self._situation.now)
        return tuple(sorted(spelled_out(self._workflow, self._workflow.forms) if left is None else left))

    def _evidence(self, check: EvidenceIs) -> Iterator[Mismatch]:
        there = subjects(self._workflow, check.evidence, self._acting.case)
        people = there if check.person is None else [check.person]
        used = [use(self._workflow, self._situation, check.evidence, person) for person in people]
        wrong = tuple(one for one in used if not self._is_so(check, one))
        if wrong or not used:
            yield Mismatch("check", check.span, self._situation, check=check, used=wrong)

    def _is_so(self, check: EvidenceIs, used: Used) -> bool:
        if used.life != check.life:
            return False
        return check.answer is None or used.value == self._acting.value(check.answer)

    def _others(self, may: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """
        Give who may do what although it is not among *may*; what somebody might be able to do, nobody knows, counts.

        Events that do not leave the state the case is in are not asked about: they are refused, whoever asks.
        """
        leaving = dict.fromkeys(event.name for event, _ in ways_from(self._workflow, self._situation.state))
        here = [event for event in leaving if self._may_differ(event)]
        for who in self._everybody:
            for event in here:
                if self._option(who, event).is_open is not False and (who, event) not in may:
                    yield who, event

    def _option(self, who: str, event: str) -> Option:
        if (who, event) not in self._options:
            (option,) = self._engine.options(self._acting.case, who, events=(event,))
            self._acting.watch.looked.append(option.decision)
            self._options[who, event] = option
        return self._options[who, event]

    def _due(self, check: DueAt) -> Iterator[Mismatch]:
        """
        Compare when the deadlines of an event are due: one of them at that moment, or none at all.
        """
        found = tuple(due for due in _dues(self._workflow, self._situation, check.event))
        if check.at is None:
            right = not found
        elif check.day:
            zone = self._workflow.time_zone
            right = moment(check.at, zone).date() in {moment(due, zone).date() for due in found}
        else:
            right = check.at in found
        if not right:
            yield Mismatch("check", check.span, self._situation, check=check, due=found)

    def _actor(self, who: str) -> Actor:
        return self._acting.actor(who)


def sees_of(workflow: Workflow, situation: Situation, actor: Actor, thing: str) -> bool:
    """
    Tell whether there is a record of a piece of evidence that somebody may see, by what the workflow says of who may; of people like themselves only their own.

    Of a notice, a form or a field of one, whether they may see it once it is given or handed in.
    """
    eyes = eyes_of(workflow, situation, actor)
    if thing in workflow.evidence:
        holders = (holder for holder, _ in records_of(workflow, situation, thing))
        return any(eyes.see(thing, holder.id if holder else None) for holder in holders)
    if thing in workflow.notices:
        return eyes.see_notice(thing)
    called, _, field = thing.partition(".")
    form = workflow.forms[called]
    about = [one.id for one in situation.people if form.about and in_group(workflow.people[one.kind], form.about)]
    persons = about if form.about else [None]
    return any(eyes.see_field(form, field, one) if field else eyes.see_form(form, one) for one in persons)


def _dues(workflow: Workflow, situation: Situation, event: str) -> Iterator[Instant]:
    for place, deadline in enumerate(workflow.deadlines):
        if deadline.event == event and (due := due_at(workflow, situation, place)) is not None:
            yield due
