"""
What one mistake is, and what a workflow is like while it is made.

Four kinds: a condition that is passed though it is not true, a record that is not made void, a gate that closes without the case
falling, and a person who does what they may not do because they did the other thing. A mistake is made at one place and one moment:
the workflow in which it *lasts* is another one.

Stands on: `pieces`, `definition`, `guards.syntax`.   Knows nothing of: sets, situations, sentences.
"""

from collections.abc import Collection, Iterator
from typing import Literal

from attrs import evolve, field

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Event, Evidence, Group, Requirement, State, Voider, Workflow
from rjflow.frozen import frozen, frozen_map
from rjflow.guards.syntax import And, Condition, ForPeople, GateHolds, MeaningHolds, Or
from rjflow.guards.writing import written
from rjflow.sources.span import Span
from rjflow.verifier.pieces import Piece, without, without_gate

TRUE = And(())


@frozen
class Mistake:
    """
    One mistake, without the moment it is made at.

    Attributes:
        kind: `condition`: one is passed wrongly. `voiding`: one does not happen. `interruption`: a gate closes and nothing
            follows. `same person`: separation of duties is overlooked.
        sort, name, way: where it is made: at an event and which way of it, at a state, or at a piece of evidence.
        condition, voider, other: which condition, which voiding, or whose author is overlooked.
    """

    kind: Literal["condition", "voiding", "interruption", "same person"]
    sort: Literal["event", "state", "evidence"]
    name: str
    way: int = 0
    condition: Condition | None = None
    voider: Voider | None = None
    other: str | None = None
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)


def opened(workflow: Workflow, condition: Condition) -> Condition:
    """
    Open the gates a condition names, down to what can be passed by one mistake; what is asked of everybody is taken apart, too.
    """
    match condition:
        case GateHolds(gate):
            return opened(workflow, as_condition(workflow.gates[gate].asks))
        case MeaningHolds(provided=provided) if provided is not None:
            return opened(workflow, provided)
        case And(conditions):
            return And(tuple(dict.fromkeys(_conjuncts(workflow, conditions))))
        case Or(conditions):
            return Or(tuple(opened(workflow, part) for part in conditions))
        case ForPeople("every", number, group, inner):
            asked = opened(workflow, inner)
            if not isinstance(asked, And):
                return ForPeople("every", number, group, asked, span=condition.span)
            each = (ForPeople("every", number, group, part, span=condition.span) for part in asked.conditions)
            return And(tuple(dict.fromkeys(each)))
        case _:
            return condition


def leaves(tree: Condition) -> tuple[Condition, ...]:
    """
    Give what can be passed by one mistake in a condition that was opened, each once.
    """
    return tuple(dict.fromkeys(_leaves(tree)))


def passed(tree: Condition, wrongly: Collection[Condition]) -> Condition:
    """
    Give an opened condition in which some leaves count as true.
    """
    if isinstance(tree, And):
        return And(tuple(passed(part, wrongly) for part in tree.conditions))
    if isinstance(tree, Or):
        return Or(tuple(passed(part, wrongly) for part in tree.conditions))
    return TRUE if tree in wrongly else tree


def mistakes_with(
    workflow: Workflow, group: Group, sort: Literal["event", "state", "evidence"], name: str, way: int = 0
) -> list[Mistake]:
    """
    Give every condition that can be passed wrongly where a group is asked.
    """
    found = leaves(opened(workflow, as_condition(group)))
    return [Mistake("condition", sort, name, way, one, span=one.span) for one in found]


def weakened(workflow: Workflow, mistakes: Collection[Mistake]) -> Workflow:
    """
    Give the workflow as it is for the length of one step at which these mistakes are made.

    A missed interruption takes the gate of its state away; a step that enters that state is none at which it can be missed
    (`enters_what_was_missed`), because whoever enters is asked anew.
    """
    for one in mistakes:
        workflow = without_gate(workflow, one.name) if one.kind == "interruption" else _with(workflow, one)
    return workflow


def lasting(workflow: Workflow, mistakes: Collection[Mistake]) -> Workflow:
    """
    Give the workflow in which these mistakes are made for ever: a missed gate is asked by the events that lead in, and never again.
    """
    for one in mistakes:
        if one.kind == "interruption":
            workflow = without(workflow, [Piece("interrupts", "state", one.name)])
        else:
            workflow = _with(workflow, one)
    return workflow


# ----------------------------------------------------------------------------------------------------------------------


def _conjuncts(workflow: Workflow, conditions: Collection[Condition]) -> Iterator[Condition]:
    for part in conditions:
        tree = opened(workflow, part)
        yield from tree.conditions if isinstance(tree, And) else (tree,)


def _leaves(tree: Condition) -> Iterator[Condition]:
    if isinstance(tree, And | Or):
        for part in tree.conditions:
            yield from _leaves(part)
    else:
        yield tree


def _with(workflow: Workflow, mistake: Mistake) -> Workflow:
    if mistake.sort == "event":
        return with_event(workflow, _mistaken_event(workflow, workflow.events[mistake.name], mistake))
    if mistake.sort == "state":
        state = workflow.states[mistake.name]
        return with_state(workflow, evolve(state, guard=_asking(workflow, state.guard or Group(), mistake)))
    return with_evidence(workflow, _mistaken_evidence(workflow, workflow.evidence[mistake.name], mistake))


def _mistaken_event(workflow: Workflow, event: Event, mistake: Mistake) -> Event:
    if mistake.kind == "same person":
        return evolve(event, not_by=tuple(name for name in event.not_by if name != mistake.other))
    ways = list(event.ways)
    ways[mistake.way] = evolve(ways[mistake.way], needs=_asking(workflow, ways[mistake.way].needs, mistake))
    return evolve(event, ways=tuple(ways))


def _mistaken_evidence(workflow: Workflow, evidence: Evidence, mistake: Mistake) -> Evidence:
    if mistake.kind == "same person":
        return evolve(evidence, not_by=tuple(name for name in evidence.not_by if name != mistake.other))
    if mistake.kind == "voiding":
        return evolve(evidence, voided_by=tuple(one for one in evidence.voided_by if one != mistake.voider))
    return evolve(evidence, needs=_asking(workflow, evidence.needs, mistake))


def _asking(workflow: Workflow, group: Group, mistake: Mistake) -> Group:
    """
    Give a group that takes one condition for true.
    """
    tree = passed(opened(workflow, as_condition(group)), [mistake.condition] if mistake.condition is not None else [])
    parts = tree.conditions if isinstance(tree, And) else (tree,)
    left = [part for part in parts if part != TRUE]
    return Group(items=tuple(Requirement(condition=part, text=written(part), span=part.span) for part in left))


def with_event(workflow: Workflow, event: Event) -> Workflow:
    """
    Put an event in the place of the one of its name.
    """
    return evolve(workflow, events=frozen_map({**workflow.events, event.name: event}))


def with_state(workflow: Workflow, state: State) -> Workflow:
    """
    Put a state in the place of the one of its name.
    """
    return evolve(workflow, states=frozen_map({**workflow.states, state.name: state}))


def with_evidence(workflow: Workflow, evidence: Evidence) -> Workflow:
    """
    Put a piece of evidence in the place of the one of its name.
    """
    return evolve(workflow, evidence=frozen_map({**workflow.evidence, evidence.name: evidence}))
