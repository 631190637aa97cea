"""
What somebody can do now; and for what they cannot: what is missing, who could change it, and by what.

Stands on: `openness`, `rules`.   Knows nothing of: how a decision is made (it is handed in), sentences.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from rjflow.definition.model import Event, Way, Workflow
from rjflow.engine.openness import Form, first_form, forms
from rjflow.frozen import frozen
from rjflow.guards.syntax import OfScheme, every_part
from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.commands import Fire
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Actor, Situation

Decide = Callable[[Situation, Fire], Decision]


@frozen(kw_only=True)
class Remedy:
    """
    Something that could make a finding true. With `of_scheme` and no evidence: the host has to say how the scheme stands.

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
        is_open: whether it would be allowed, with suitable evidence and reason given; nothing when it depends on what is given, and
            there was too much that could be.
        decision: the answer. Where the event records evidence or wants a reason, it was tried with values it could have.
        gives: the evidence that has to be given with it.
        reasons: the reasons it could be given for, where there are several.
        remedies: what could change what stands in the way.
    """

    event: str
    is_open: Truth
    decision: Decision
    gives: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()


def options(
    workflow: Workflow,
    situation: Situation,
    actor: Actor,
    at: Instant,
    decide: Decide,
    events: Collection[str] | None = None,
) -> tuple[Option, ...]:
    """
    Give every event of a workflow, or those of some names, in file order as an option of the actor.
    """
    wanted = (one for one in workflow.events.values() if events is None or one.name in events)
    return tuple(_option(workflow, situation, event, actor, at, decide) for event in wanted)


# ----------------------------------------------------------------------------------------------------------------------


def _option(
    workflow: Workflow, situation: Situation, event: Event, actor: Actor, at: Instant, decide: Decide
) -> Option:
    """
    Look for a form and a reason with which an event is allowed; where there is none, keep the answer that lacks least.
    """
    reasons = tuple(dict.fromkeys(one for way in event.ways for one in _reasons(workflow, way.target, way.reasons)))

    def tried(form: Form, reason: str | None = None) -> Decision:
        return decide(situation, Fire(event=event.name, actor=actor, at=at, reason=reason, given=form))

    here = (way for way in event.ways if situation.state in way.from_states)
    likely = next((reason for way in here for reason in _reasons(workflow, way.target, way.reasons)), None)
    closest, is_settled = tried(first_form(workflow, situation, event), likely), True
    now = closest.before
    for way in _open_but_for_form(event, closest):
        reason, *_ = (*_reasons(workflow, way.target, way.reasons), None)
        for form in forms(workflow, now, event, way):
            if form is None:
                is_settled = False
                break
            decision = tried(form, reason)
            if decision.allowed:
                return Option(event=event.name, is_open=True, decision=decision, gives=event.records, reasons=reasons)
            closest = min(closest, decision, key=lambda one: len(one.missing))
    remedies = tuple(remedy for finding in closest.missing for remedy in _remedies(workflow, situation, event, finding))
    return Option(
        event=event.name,
        is_open=False if is_settled else None,
        decision=closest,
        gives=event.records,
        reasons=reasons,
        remedies=remedies,
    )


def _open_but_for_form(event: Event, decision: Decision) -> Iterator[Way]:
    """
    Give the ways that nothing stands in but what a form and a reason could change, from the state the case is in.
    """
    unchanging = ("state", "actor", "not-by", "known")
    if any(finding.asked in unchanging for finding in decision.missing):
        return
    yield from (way for way in event.ways if decision.before.state in way.from_states)


def _reasons(workflow: Workflow, target: str, own: tuple[str, ...]) -> tuple[str, ...]:
    """
    Give the reasons that a way into a state leaves to choose from.
    """
    state = workflow.states.get(target)
    return (own or state.reasons) if state is not None and state.final else ()


def _remedies(workflow: Workflow, situation: Situation, event: Event, finding: Finding) -> Iterator[Remedy]:
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
            if situation.scheme is None and _asks_of_scheme(finding):
                yield Remedy(finding=finding, of_scheme=True)
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


def _asks_of_scheme(finding: Finding) -> bool:
    condition = finding.requirement.condition if finding.requirement is not None else None
    return condition is not None and any(isinstance(part, OfScheme) for part in every_part(condition))
