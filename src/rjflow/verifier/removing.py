"""
What can be taken out of a workflow piece by piece, and the workflow without it.

Stands on: `mistakes`, `definition`.   Knows nothing of: sets, safeguards.
"""

from collections.abc import Iterator
from typing import Literal

from attrs import evolve, field, frozen

from rjflow.definition.model import Group, Requirement, Voider, Window, Workflow
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Condition
from rjflow.guards.writing import written
from rjflow.sources.span import Span
from rjflow.verifier.mistakes import Mistake, lasting, with_event, with_evidence, with_state

Sort = Literal["gate", "event", "state", "evidence"]


@frozen
class Piece:
    """
    One piece of a workflow.

    Attributes:
        kind: a condition, a voiding, a window, an interruption (a gate that is asked while a case stays), or separation of duties.
        sort, name, way: where it stands; *way* is the number of the way of an event.
        path: the place of a condition among those of its group, outside first.
        condition, voider, other: which one it is.
    """

    kind: Literal["condition", "voiding", "window", "interruption", "not-by"]
    sort: Sort
    name: str
    way: int = 0
    path: tuple[int, ...] = ()
    condition: Condition | None = None
    voider: Voider | None = None
    other: str | None = None
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)


def pieces(workflow: Workflow) -> Iterator[Piece]:
    """
    Give every piece of a workflow that can be taken out, in the order of gates, evidence, states and events.
    """
    for gate in workflow.gates.values():
        yield from _conditions(gate.asks, "gate", gate.name)
    for evidence in workflow.evidence.values():
        yield from _conditions(evidence.needs, "evidence", evidence.name)
        if evidence.window.unit != "whole case":
            yield Piece("window", "evidence", evidence.name, span=evidence.span)
        for voider in evidence.voided_by:
            yield Piece("voiding", "evidence", evidence.name, voider=voider, span=voider.span or evidence.span)
        for name in evidence.not_by:
            yield Piece("not-by", "evidence", evidence.name, other=name, span=evidence.span)
    for state in workflow.states.values():
        if state.guard is not None:
            yield from _conditions(state.guard, "state", state.name)
            yield Piece("interruption", "state", state.name, span=state.guard.span or state.span)
    for event in workflow.events.values():
        for place, way in enumerate(event.ways):
            yield from _conditions(way.needs, "event", event.name, place)
        for name in event.not_by:
            yield Piece("not-by", "event", event.name, other=name, span=event.span)


def without(workflow: Workflow, piece: Piece) -> Workflow:
    """
    Give the workflow without a piece.

    Without an interruption a gate is asked by the events that lead in, and never again; without a window a record stays current.
    """
    match piece.kind:
        case "condition":
            return _without_condition(workflow, piece)
        case "window":
            return with_evidence(workflow, evolve(workflow.evidence[piece.name], window=Window("whole case")))
        case "voiding":
            return lasting(workflow, [Mistake("voiding", "evidence", piece.name, voider=piece.voider)])
        case "interruption":
            return lasting(workflow, [Mistake("interruption", "state", piece.name)])
        case "not-by":
            sort: Literal["event", "evidence"] = "event" if piece.sort == "event" else "evidence"
            return lasting(workflow, [Mistake("same person", sort, piece.name, other=piece.other)])


def text_of(piece: Piece) -> str:
    """
    Give a condition as its author wrote it, or as conditions are written.
    """
    return written(piece.condition) if piece.condition is not None else ""


# ----------------------------------------------------------------------------------------------------------------------


def _conditions(group: Group, sort: Sort, name: str, way: int = 0, path: tuple[int, ...] = ()) -> Iterator[Piece]:
    for place, item in enumerate(group.items):
        if isinstance(item, Group):
            yield from _conditions(item, sort, name, way, (*path, place))
        else:
            span = item.span or item.condition.span
            yield Piece("condition", sort, name, way, (*path, place), item.condition, span=span)


def _without_condition(workflow: Workflow, piece: Piece) -> Workflow:
    if piece.sort == "gate":
        gate = workflow.gates[piece.name]
        gates = {**workflow.gates, gate.name: evolve(gate, asks=_less(gate.asks, piece.path))}
        return evolve(workflow, gates=frozen_map(gates))
    if piece.sort == "evidence":
        evidence = workflow.evidence[piece.name]
        return with_evidence(workflow, evolve(evidence, needs=_less(evidence.needs, piece.path)))
    if piece.sort == "state":
        state = workflow.states[piece.name]
        return with_state(workflow, evolve(state, guard=_less(state.guard or Group(), piece.path)))
    event = workflow.events[piece.name]
    ways = list(event.ways)
    ways[piece.way] = evolve(ways[piece.way], needs=_less(ways[piece.way].needs, piece.path))
    return with_event(workflow, evolve(event, ways=tuple(ways)))


def _less(group: Group, path: tuple[int, ...]) -> Group:
    """
    Give a group without the condition at a place in it; a group that asked for nothing else asks for nothing.
    """
    items: list[Requirement | Group] = list(group.items)
    here = items[path[0]]
    if path[1:] and isinstance(here, Group):
        inner = _less(here, path[1:])
        items[path[0]] = inner
        if not inner.items:
            items.pop(path[0])
    else:
        items.pop(path[0])
    return evolve(group, items=tuple(items), mode=group.mode if items else "all")
