"""
What somebody can do now; and for what they cannot: what is missing, who could change it, and by what.

Stands on: `rules`.   Knows nothing of: how a decision is made (it is handed in), sentences.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice, product

from attrs import frozen

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Day, Event, Evidence, Flag, Number, OneOf, Workflow
from rjflow.guards.syntax import Value
from rjflow.instants import Instant, moment
from rjflow.rules.commands import Fire, Given
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Actor, Situation

Decide = Callable[[Situation, Fire], Decision]
MOST_TRIALS = 64


@frozen(kw_only=True)
class Remedy:
    """
    Something that could make a finding true.

    Attributes:
        finding: what is not true.
        evidence: the evidence that would have to say something else, and the person it is about.
        of_scheme: whether it is the scheme's.
        by: the roles and kinds of people who may do it.
        events: events that record the evidence.
        states: the states in which the event can happen.
    """

    finding: Finding
    evidence: str | None = None
    person: str | None = None
    of_scheme: bool = False
    by: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@frozen(kw_only=True)
class Option:
    """
    One event, and whether the actor could make it happen now.

    Attributes:
        event: its name.
        is_open: whether it would be allowed, with suitable evidence and reason given.
        decision: the answer. Where the event records evidence or wants a reason, it was tried with values it could have.
        gives: the evidence that has to be given with it.
        reasons: the reasons it could be given for, where there are several.
        remedies: what could change what stands in the way.
    """

    event: str
    is_open: bool
    decision: Decision
    gives: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()


def options(workflow: Workflow, situation: Situation, actor: Actor, at: Instant, decide: Decide) -> tuple[Option, ...]:
    """
    Give every event of a workflow, in file order, as an option of the actor.
    """
    return tuple(_option(workflow, situation, event, actor, at, decide) for event in workflow.events.values())


# ----------------------------------------------------------------------------------------------------------------------


def _option(
    workflow: Workflow, situation: Situation, event: Event, actor: Actor, at: Instant, decide: Decide
) -> Option:
    """
    Try an event with values and reasons it could have, until it is allowed or enough was tried.
    """
    reasons = tuple(
        dict.fromkeys(reason for way in event.ways for reason in _reasons(workflow, way.target, way.reasons))
    )
    trials = product((None, *reasons), _given(workflow, situation, event, at))
    first: Decision | None = None
    for reason, given in islice(trials, MOST_TRIALS):
        decision = decide(situation, Fire(event=event.name, actor=actor, at=at, reason=reason, given=given))
        if decision.allowed:
            return Option(event=event.name, is_open=True, decision=decision, gives=event.records, reasons=reasons)
        if first is None or len(decision.missing) < len(first.missing):
            first = decision
    assert first is not None
    remedies = tuple(remedy for finding in first.missing for remedy in _remedies(workflow, event, finding))
    return Option(
        event=event.name, is_open=False, decision=first, gives=event.records, reasons=reasons, remedies=remedies
    )


def _reasons(workflow: Workflow, target: str, own: tuple[str, ...]) -> tuple[str, ...]:
    """
    Give the reasons that a way into a state leaves to choose from.
    """
    state = workflow.states.get(target)
    return (own or state.reasons) if state is not None and state.final else ()


def _given(workflow: Workflow, situation: Situation, event: Event, at: Instant) -> Iterator[tuple[Given, ...]]:
    """
    Give evidence that could be given with an event: each piece at each value, the same for everybody it is about.
    """
    pieces = [workflow.evidence[name] for name in event.records]
    today = moment(at, workflow.time_zone).date()
    for values in product(*(_values(piece, today) for piece in pieces)):
        yield tuple(
            Given(piece.name, value, person)
            for piece, value in zip(pieces, values, strict=True)
            for person in _subjects(workflow, situation, piece)
        )


def _subjects(workflow: Workflow, situation: Situation, evidence: Evidence) -> tuple[str | None, ...]:
    """
    Give whom evidence would be recorded about: each person of its group, or nobody when it is about the case.
    """
    about = evidence.about
    if about is None:
        return (None,)
    return tuple(one.id for one in situation.people if in_group(workflow.people[one.kind], about))


def _values(evidence: Evidence, today: date) -> tuple[Value, ...]:
    """
    Give values a piece of evidence can have; of numbers, the ends and the middle.
    """
    match evidence.values:
        case OneOf(values):
            return values
        case Flag():
            return (True, False)
        case Number(low, high):
            return tuple(dict.fromkeys((high, low, (low + high) // 2)))
        case Day():
            return (today,)


def _remedies(workflow: Workflow, event: Event, finding: Finding) -> Iterator[Remedy]:
    """
    Give what could make a finding true.
    """
    match finding.asked:
        case "actor":
            yield Remedy(finding=finding, by=finding.facts)
        case "not-by":
            yield Remedy(finding=finding, by=event.by)
        case "state":
            yield Remedy(finding=finding, states=finding.facts)
        case "needs" | "while":
            for used in dict.fromkeys((one.evidence, one.person, one.of_scheme) for one in finding.used):
                yield _remedy(workflow, finding, *used)
        case _:
            pass


def _remedy(workflow: Workflow, finding: Finding, name: str, person: str | None, of_scheme: bool) -> Remedy:  # noqa: FBT001  # one row of facts, spread out
    """
    Tell who may record a piece of evidence, and which events do.
    """
    speaks_of = workflow.scheme.workflow if of_scheme and workflow.scheme else workflow
    by = speaks_of.evidence[name].recorded_by
    recording = tuple(one.name for one in _recording(speaks_of.events, name))
    return Remedy(finding=finding, evidence=name, person=person, of_scheme=of_scheme, by=by, events=recording)


def _recording(events: Mapping[str, Event], evidence: str) -> Iterator[Event]:
    return (event for event in events.values() if evidence in event.records)
