"""
Link a case workflow to the scheme it works under.

Stands on: `linking_conditions`, `definition.model`.   Knows nothing of: where the scheme's file is.
"""

from attrs import evolve

from rjflow.definition.lookup import groups, kinds_in
from rjflow.definition.model import (
    BACK,
    MEETING,
    Event,
    Evidence,
    Flag,
    Group,
    Number,
    OneOf,
    Requirement,
    SchemeLink,
    Way,
    Workflow,
)
from rjflow.frozen import FrozenMap
from rjflow.guards.syntax import GateHolds, OfScheme
from rjflow.guards.vocabulary import Fact, Vocabulary
from rjflow.reader.files import WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.shapes import items_of
from rjflow.sources.codes import problem
from rjflow.sources.unknown import unknown

BECAUSE = "the scheme must be ready"


def link_scheme(shape: WorkflowShape, scheme: Workflow | None, findings: Findings) -> SchemeLink | None:
    """
    Link the scheme, as far as it could be read.
    """
    written = shape.scheme
    if written is None:
        return None
    if shape.subject and shape.subject.value == "scheme":
        help_ = "take `scheme` out, or write `subject: case`"
        findings.add(problem("RJ364", written.span, label="this workflow is a scheme itself", help=help_))
    if scheme is None or written.workflow is None:
        return None
    if scheme.subject != "scheme":
        help_ = "name a workflow with `subject: scheme`"
        label = "this is a workflow for cases"
        findings.add(problem("RJ363", written.workflow.span, label=label, help=help_, word=written.workflow))
    for text in items_of(written.needs):
        if text.value not in scheme.gates:
            findings.add(unknown("RJ237", text.span, text.value, scheme.gates, thing="a gate of the scheme"))
    needs = tuple(text.value for text in items_of(written.needs) if text.value in scheme.gates)
    return SchemeLink(workflow=scheme, needs=needs, span=written.span)


def scheme_vocabulary(scheme: Workflow) -> Vocabulary:
    """
    Say what conditions may ask of a scheme.
    """
    kinds = {group: frozenset(kind.name for kind in kinds_in(scheme, group)) for group in groups(scheme)}
    return Vocabulary(
        facts={one.name: _fact(one, kinds) for one in scheme.evidence.values()},
        gates=tuple(scheme.gates),
        groups=kinds,
        states=tuple(scheme.states),
        holding=tuple(name for name, state in scheme.states.items() if state.holds),
        kinds=tuple(dict.fromkeys(state.kind for state in scheme.states.values() if state.kind)),
        events=tuple(scheme.events),
    )


def ask_scheme(workflow: Workflow, link: SchemeLink | None) -> FrozenMap[str, Event]:
    """
    Let every contact, and every way into a meeting, need what the scheme must have.
    """
    if link is None or not link.needs:
        return workflow.events
    return FrozenMap({name: _asking(event, workflow, link) for name, event in workflow.events.items()})


# ----------------------------------------------------------------------------------------------------------------------


def _fact(evidence: Evidence, kinds: dict[str, frozenset[str]]) -> Fact:
    about = evidence.about
    of = kinds.get(about, frozenset()) if about else frozenset()
    match evidence.values:
        case OneOf(words):
            return Fact(sort="one-of", words=words, about=about, kinds=of)
        case Number(low, high):
            return Fact(sort="number", low=low, high=high, about=about, kinds=of)
        case Flag():
            return Fact(sort="flag", about=about, kinds=of)
        case _:
            return Fact(sort="date", about=about, kinds=of)


def _asking(event: Event, workflow: Workflow, link: SchemeLink) -> Event:
    contact = bool(event.contact or event.contacts)
    ways = tuple(_needing(way, link) if contact or _may_meet(way, workflow) else way for way in event.ways)
    return evolve(event, ways=ways)


def _may_meet(way: Way, workflow: Workflow) -> bool:
    """
    Tell whether a way may lead into a meeting: straight, or back to one that was left for a holding state.
    """
    meetings = {name for name, state in workflow.states.items() if state.kind == MEETING}
    if way.target != BACK:
        return way.target in meetings
    holding = {name for name, state in workflow.states.items() if state.holds}
    entering = (one for event in workflow.events.values() for one in event.ways if one.target in holding)
    return any(meetings & set(one.from_states) for one in entering)


def _needing(way: Way, link: SchemeLink) -> Way:
    asked = tuple(
        Requirement(
            condition=OfScheme(GateHolds(gate, span=link.span), span=link.span),
            text=f"scheme {gate}",
            because=BECAUSE,
            span=link.span,
        )
        for gate in link.needs
    )
    if way.needs.mode == "any" and way.needs.items:
        return evolve(way, needs=Group(items=(way.needs, *asked), span=way.needs.span))
    return evolve(way, needs=evolve(way.needs, items=(*way.needs.items, *asked)))
