"""
What a drawing of a workflow shows: its states and the ways between them, before any drawing language.

An edge is of one of four kinds, and every language tells them apart by shape and by words: `progress` by people, `deadline` by the
clock, `withdrawal` by the people the case is about, and `falls` where a gate closes.

Stands on: `definition`.   Knows nothing of: Mermaid, DOT.
"""

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from rjflow.definition.model import BACK, CLOCK, Event, Group, State, Way, Workflow
from rjflow.definition.wording import duration, stages
from rjflow.guards.syntax import GateHolds
from rjflow.text import counted, listed

Shape = Literal["start", "final", "meeting", "holds", "plain", "several"]
EdgeKind = Literal["progress", "deadline", "withdrawal", "falls"]

_FEW = 4  # ways from more states than these begin in one node of their own

LEGEND: dict[EdgeKind, str] = {
    "progress": "somebody moves the case on",
    "deadline": "“clock:” the clock moves it",
    "withdrawal": "“withdrawal:” or “their own step:” a person the case is about goes, stops, or comes back",
    "falls": "“otherwise:” a gate has closed, and the case falls",
}


@frozen
class Node:
    """A state, or the several states that a wildcard stands for."""

    id: str
    label: str
    shape: Shape


@frozen
class Edge:
    """A way from one node to another, and the words on it."""

    source: str
    target: str
    kind: EdgeKind
    label: str


@frozen
class Picture:
    """Everything that is drawn, in file order."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def picture(workflow: Workflow) -> Picture:
    """
    Say what to draw: a node for each state, and one for each set of states that a wildcard covers.
    """
    states = [Node(_id(state.name), _state_label(workflow, state), _shape(state)) for state in workflow.states.values()]
    several: dict[tuple[str, ...], Node] = {}
    edges = [edge for event in workflow.events.values() for edge in _edges(workflow, event, several)]
    for state in workflow.states.values():
        if state.otherwise is not None:
            gates = _gates(workflow, state.guard)
            said = f"otherwise: no longer {gates}" if gates else "otherwise: what it asks is no longer true"
            edges.append(Edge(_id(state.name), _id(state.otherwise), "falls", said))
    return Picture(f"{workflow.title}, version {workflow.version}", (*states, *several.values()), tuple(edges))


def is_withdrawal(workflow: Workflow, event: Event) -> bool:
    """
    Tell whether by an event somebody whom the case is about goes or stops: it means a withdrawal, or they may do it themselves.
    """
    leads_out = any(way.target != BACK and way.target not in way.from_states for way in event.ways)
    themselves = any(name not in workflow.roles and name != CLOCK for name in event.by)
    return any(one.startswith("withdrawal") for one in event.means) or (themselves and leads_out)


# ----------------------------------------------------------------------------------------------------------------------


def _id(name: str) -> str:
    """
    Give an id no drawing language has a word for.
    """
    return "s_" + name.replace("-", "_")


def _shape(state: State) -> Shape:
    if state.start:
        return "start"
    if state.final:
        return "final"
    if state.kind == "meeting":
        return "meeting"
    return "holds" if state.holds else "plain"


def _state_label(workflow: Workflow, state: State) -> str:
    gates = _gates(workflow, state.guard)
    lines = [state.label]
    if state.guard is not None:
        lines.append(f"while {gates}" if gates else f"while {counted(len(state.guard.items), 'condition')} hold")
    if state.holds:
        lines.append("(waits, and goes back)")
    return "\n".join(lines)


def _edges(workflow: Workflow, event: Event, several: dict[tuple[str, ...], Node]) -> Iterator[Edge]:
    kind: EdgeKind = "progress"
    if event.by == (CLOCK,):
        kind = "deadline"
    elif is_withdrawal(workflow, event):
        kind = "withdrawal"
    for way in event.ways:
        label = _edge_label(workflow, event, way, kind)
        for source in _sources(workflow, way, several):
            if way.target != BACK:
                yield Edge(source, _id(way.target), kind, label)
                continue
            yield Edge(source, source, kind, f"{label} (back to where it came from)")


def _sources(workflow: Workflow, way: Way, several: dict[tuple[str, ...], Node]) -> Iterator[str]:
    """
    Give where a way begins: its states, or, where they are many, one node that stands for them all.
    """
    if len(way.from_states) <= _FEW:
        yield from map(_id, way.from_states)
        return
    if way.from_states not in several:
        label = f"in {stages(workflow, way.from_states).replace('“', '').replace('”', '')}"
        several[way.from_states] = Node(f"any_{len(several) + 1}", label, "several")
    yield several[way.from_states].id


def _edge_label(workflow: Workflow, event: Event, way: Way, kind: EdgeKind) -> str:
    gates = _gates(workflow, way.needs)
    needs = [gates] if gates else []
    if len(way.needs.items) and not gates:
        needs = [counted(len(way.needs.items), "condition")]
    asked = f" [{needs[0]}]" if needs else ""
    clock = [
        "on a date"
        if one.until
        else f"after {duration(one.length)}"
        if one.length
        else f"{one.working_days} working days"
        for one in workflow.deadlines
        if one.event == event.name
    ]
    own = "withdrawal: " if any(one.startswith("withdrawal") for one in event.means) else "their own step: "
    lead = {"deadline": "clock: ", "withdrawal": own}.get(kind, "")
    when = f" ({listed(dict.fromkeys(clock), 'or')}{', the clock' if kind != 'deadline' else ''})" if clock else ""
    contact = f" ({event.contact} contact)" if event.contact else ""
    return f"{lead}{event.label}{when}{contact}{asked}"


def _gates(workflow: Workflow, group: Group | None) -> str:
    """
    Name the gates that a group asks for.
    """
    names: list[str] = []
    for item in group.items if group else ():
        if isinstance(item, Group):
            names.append(_gates(workflow, item))
        elif isinstance(item.condition, GateHolds):
            names.append(workflow.gates[item.condition.gate].label)
    return " and ".join(filter(None, names))
