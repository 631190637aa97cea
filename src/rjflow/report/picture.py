"""
What a drawing of a workflow shows: its states and the ways between them, before any drawing language.

An edge is of one of four kinds, and every language tells them apart by shape and by words: `progress` by people, `deadline` by the
clock, `withdrawal` by the people the case is about, and `refusal` where a gate closes and refuses the stay.

Stands on: `definition`.   Knows nothing of: Mermaid, DOT.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rjflow.definition.model import BACK, CLOCK, Event, Group, State, Way, Workflow
from rjflow.definition.wording import all_said, duration, said, the_actors
from rjflow.frozen import frozen
from rjflow.guards.syntax import GateHolds
from rjflow.text import counted, listed

Shape = Literal["start", "final", "meeting", "holds", "plain", "several", "back"]
EdgeKind = Literal["progress", "deadline", "withdrawal", "refusal"]

_FEW = 4  # ways from more states than these begin in one node of their own
_NAMED = 3  # stages that such a node does not stand for are named if they are no more than these
_DRAWN_BACK = 2  # ways back are drawn to where a case came from if that is no more than these

LEGEND: dict[EdgeKind, str] = {
    "progress": "somebody moves the case on",
    "deadline": "“clock:” the clock moves it",
    "withdrawal": "“withdrawal:” or “their own step:” a person the case is about goes, stops, or comes back",
    "refusal": "“refused:” a gate has closed, and the case falls",
}


@frozen
class Node:
    """
    A state, or several states: those that a way begins in, or those that a case goes back to; `all` names these.
    """

    id: str
    label: str
    shape: Shape
    all: str = ""


@frozen
class Edge:
    """Ways of one kind from one node to another, and the words on them, a line for each."""

    source: str
    target: str
    kind: EdgeKind
    label: str


@frozen
class Picture:
    """
    Everything that is drawn, in file order.

    `islands` are nodes that no way joins to where cases begin, as in *of many stages, paused, and back*: they are laid one below
    the other, so that the drawing does not grow wide.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    islands: tuple[tuple[Node, ...], ...] = ()


def picture(workflow: Workflow) -> Picture:
    """
    Say what to draw: a node for each state, and one for each set of states that a wildcard covers.
    """
    states = {
        name: Node(_id(name), _state_label(workflow, state), _shape(state)) for name, state in workflow.states.items()
    }
    others: dict[tuple[str, ...], Node] = {}
    edges = [edge for event in workflow.events.values() for edge in _edges(workflow, event, others)]
    edges += [edge for event in workflow.events.values() for edge in _edges_back(workflow, event, edges, others)]
    for state in workflow.states.values():
        if state.otherwise is not None:
            asked = _asks(workflow, state.guard)
            edges.append(Edge(_id(state.name), _id(state.otherwise), "refusal", f"refused: no longer {asked}"))
    nodes = (*states.values(), *others.values())
    drawn = tuple(_merged(edges))
    _, *islands = _joined(nodes, drawn)
    return Picture(f"{workflow.title}, version {workflow.version}", nodes, drawn, tuple(islands))


def is_withdrawal(workflow: Workflow, event: Event) -> bool:
    """
    Tell whether by an event somebody whom the case is about goes or stops: it means a withdrawal, or they may do it themselves.
    """
    leads_out = any(way.target != BACK and way.target not in way.from_states for way in event.ways)
    themselves = any(name not in workflow.roles and name != CLOCK for name in event.by)
    return _means_withdrawal(event) or (themselves and leads_out)


# ----------------------------------------------------------------------------------------------------------------------


def _means_withdrawal(event: Event) -> bool:
    return any(one.startswith("withdrawal") for one in event.means)


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
    lines = [state.label]
    if state.guard is not None:
        lines.append(f"while {_asks(workflow, state.guard)}")
    if state.holds:
        lines.append("(waits, and goes back)")
    return "\n".join(lines)


def _merged(edges: Iterable[Edge]) -> Iterator[Edge]:
    """
    Draw ways of one kind between the same nodes as one.
    """
    labels: dict[tuple[str, str, EdgeKind], dict[str, None]] = {}
    for edge in edges:
        labels.setdefault((edge.source, edge.target, edge.kind), {})[edge.label] = None
    for (source, target, kind), lines in labels.items():
        yield Edge(source, target, kind, "\n".join(lines))


def _joined(nodes: Sequence[Node], edges: Sequence[Edge]) -> Sequence[tuple[Node, ...]]:
    """
    Give the nodes that are joined by ways, set by set; the set of the largest number first.
    """
    home = {node.id: {node.id} for node in nodes}
    for edge in edges:
        source, target = home[edge.source], home[edge.target]
        if source is not target:
            source |= target
            home.update(dict.fromkeys(target, source))
    sets = {id(one): tuple(node for node in nodes if node.id in one) for one in home.values()}
    return sorted(sets.values(), key=len, reverse=True)


# ---- ways ------------------------------------------------------------------------------------------------------------


def _edges(workflow: Workflow, event: Event, others: dict[tuple[str, ...], Node]) -> Iterator[Edge]:
    """
    Draw the ways of an event that lead to a state.
    """
    for way in event.ways:
        if way.target == BACK:
            continue
        for kind, from_states in _by_kind(workflow, event, way.from_states):
            label = _edge_label(workflow, event, way, kind)
            for source in _sources(workflow, from_states, others):
                yield Edge(source, _id(way.target), kind, label)


def _edges_back(
    workflow: Workflow, event: Event, edges: Sequence[Edge], others: dict[tuple[str, ...], Node]
) -> Iterator[Edge]:
    """
    Draw the ways of an event back to where a case came from: to the nodes by which it came, or, where they are many, to one.
    """
    for way in event.ways:
        for state in way.from_states if way.target == BACK else ():
            came = [edge.source for edge in edges if edge.target == _id(state) and edge.source != _id(state)]
            targets = list(dict.fromkeys(came))
            if not 0 < len(targets) <= _DRAWN_BACK:
                node = Node(f"back_{_id(state)}", "back to where it came from", "back")
                targets = [others.setdefault((BACK, state), node).id]
            for kind, _ in _by_kind(workflow, event, (state,)):
                label = _edge_label(workflow, event, way, kind)
                words = label if targets[0].startswith("back_") else f"{label} (back to where it came from)"
                yield from (Edge(_id(state), target, kind, words) for target in targets)


def _by_kind(
    workflow: Workflow, event: Event, from_states: tuple[str, ...]
) -> Iterator[tuple[EdgeKind, tuple[str, ...]]]:
    """
    Tell the states from which the clock does an event from those in which only people do.
    """
    of_people: EdgeKind = "withdrawal" if is_withdrawal(workflow, event) else "progress"
    rung = {state for deadline in workflow.deadlines if deadline.event == event.name for state in deadline.states}
    by_clock = tuple(state for state in from_states if state in rung or event.by == (CLOCK,))
    by_people = tuple(state for state in from_states if state not in by_clock)
    if by_clock:
        yield "deadline", by_clock
    if by_people:
        yield of_people, by_people


def _sources(workflow: Workflow, from_states: tuple[str, ...], others: dict[tuple[str, ...], Node]) -> Iterator[str]:
    """
    Give where a way begins: its states, or, where they are many, one node that stands for them all.
    """
    if len(from_states) <= _FEW:
        yield from map(_id, from_states)
        return
    if from_states not in others:
        place = sum(node.shape == "several" for node in others.values()) + 1
        label = _several(workflow, from_states)
        others[from_states] = Node(f"any_{place}", label, "several", all_said(workflow, from_states))
    yield others[from_states].id


def _several(workflow: Workflow, from_states: tuple[str, ...]) -> str:
    """
    Say in a few words which stages a way begins in.
    """
    left = [name for name, state in workflow.states.items() if name not in from_states and not state.final]
    if len(left) <= _NAMED:
        return f"every stage but {all_said(workflow, left)}" if left else "every stage"
    return f"{len(from_states)} of {len(workflow.states)} stages"


# ---- words -----------------------------------------------------------------------------------------------------------


def _edge_label(workflow: Workflow, event: Event, way: Way, kind: EdgeKind) -> str:
    leads = ["clock: "] if kind == "deadline" else []
    if is_withdrawal(workflow, event):
        leads.append("withdrawal: " if _means_withdrawal(event) else "their own step: ")
    people = [name for name in event.by if name != CLOCK]
    when = [*_times(workflow, event, way)] if kind == "deadline" else []
    when += [f"earlier by {the_actors(workflow, people)}"] if kind == "deadline" and people else []
    contact = [f"{event.contact} contact"] if event.contact else []
    notes = "".join(f" ({note})" for note in (*contact, ", ".join(when)) if note)
    asked = f" [{_asks(workflow, way.needs)}]" if way.needs.items else ""
    return "\n".join([f"{''.join(leads)}{event.label}{notes}{asked}", *_told(workflow, event)])


def _told(workflow: Workflow, event: Event) -> Iterator[str]:
    """
    Say who outside is told when an event happens: always, or where something else is true, too.
    """
    exports = [one for one in workflow.exports.values() if event.name in one.at]
    for word, several in (
        ("tells", [one for one in exports if not one.needs.items]),
        ("may tell", [one for one in exports if one.needs.items]),
    ):
        if several:
            receivers = dict.fromkeys(name for one in several for name in one.to)
            yield f"{word} {the_actors(workflow, receivers, 'and')}"


def _times(workflow: Workflow, event: Event, way: Way) -> Iterator[str]:
    """
    Say when the clock does something.
    """
    times = [
        f"on {said(workflow, one.until)}"
        if one.until
        else f"after {duration(one.length) if one.length else counted(one.working_days, 'working day')}"
        for one in workflow.deadlines
        if one.event == event.name and not set(one.states).isdisjoint(way.from_states)
    ]
    yield from [listed(dict.fromkeys(times), "or")] if times else []


def _asks(workflow: Workflow, group: Group | None) -> str:
    """
    Name the gates that a group asks for, and count the conditions beside them.
    """
    items = group.items if group else ()
    named = [
        said(workflow, one.condition.gate)
        for one in items
        if not isinstance(one, Group) and isinstance(one.condition, GateHolds)
    ]
    inner = [_asks(workflow, one) for one in items if isinstance(one, Group)]
    named += [f"({one})" if len(items) > 1 else one for one in inner]
    plain = len(items) - len(named)
    choice = group is not None and group.mode == "any" and len(items) > 1
    if not named:
        return f"any of {plain} conditions" if choice else counted(plain, "condition")
    others = [counted(plain, "more condition")] if plain else []
    return (" or " if choice else " and ").join([*named, *others])
