"""
What the graph of states and events tells by itself, without looking at evidence: with networkx.

networkx is imported inside the functions that need it: processes that only run cases never pay for it.

Stands on: `definition`, networkx.   Knows nothing of: situations, sets.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rjflow.definition.lookup import spelled_gates
from rjflow.definition.model import BACK, CLOCK, MEETING, Way, Workflow
from rjflow.definition.usage import idle
from rjflow.verifier.verdict import Structure

if TYPE_CHECKING:
    from networkx import DiGraph


def structure(workflow: Workflow) -> Structure:
    """
    Look at the graph of a workflow.

    Not seen: conditions. A state that only contradictory conditions lead to counts as reachable here; a safeguard would tell.
    """
    import networkx as nx  # slow to import

    graph = moves(workflow)
    reachable = {workflow.start, *nx.descendants(graph, workflow.start)}
    final = [name for name, state in workflow.states.items() if state.final]
    endable = set(final).union(*(nx.ancestors(graph, name) for name in final))
    return Structure(
        unreachable=tuple(name for name in workflow.states if name not in reachable),
        trapped=tuple(name for name in workflow.states if name in reachable and name not in endable),
        dead_events=tuple(_dead_events(workflow, reachable)),
        must_pass=tuple(_must_pass(workflow, reachable)),
        loops=tuple(sorted(endless(workflow, reachable))),
        idle=tuple(idle(workflow)),
    )


def moves(workflow: Workflow) -> "DiGraph[str]":
    """
    Give the graph of states: an edge for each event and each fall that can take a case from one to another.
    """
    import networkx as nx  # slow to import

    graph: DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(workflow.states)
    for event in workflow.events.values():
        for way in event.ways:
            graph.add_edges_from(
                (source, target) for source in way.from_states for target in targets(workflow, source, way)
            )
    graph.add_edges_from((name, state.otherwise) for name, state in workflow.states.items() if state.otherwise)
    return graph


def targets(workflow: Workflow, source: str, way: Way) -> list[str]:
    """
    Give where a way can lead from a state; `back` leads to whatever state can be held there.
    """
    if way.target != BACK:
        return [way.target]
    return [name for name, state in workflow.states.items() if not state.holds and not state.final and name != source]


def endless(workflow: Workflow, reachable: set[str]) -> Iterator[tuple[str, ...]]:
    """
    Give the rounds a case can go for ever: driven by the clock alone, or with no deadline on them and no way out of them.
    """
    import networkx as nx  # slow to import

    graph = moves(workflow).subgraph(reachable)
    by_clock = {state for deadline in workflow.deadlines for state in deadline.states}
    for states in nx.strongly_connected_components(graph):
        leaves = any(target not in states for state in states for target in graph.successors(state))
        if (len(states) > 1 or _has_loop(graph, states)) and not leaves and not states & by_clock:
            yield tuple(name for name in workflow.states if name in states)
    itself: DiGraph[str] = nx.DiGraph(_by_itself(workflow, reachable))
    for states in nx.strongly_connected_components(itself):
        if len(states) > 1:
            yield tuple(name for name in workflow.states if name in states)


# ----------------------------------------------------------------------------------------------------------------------


def _has_loop(graph: "DiGraph[str]", states: set[str]) -> bool:
    return any(graph.has_edge(state, state) for state in states)


def _by_itself(workflow: Workflow, reachable: set[str]) -> Iterator[tuple[str, str]]:
    """
    Give the moves that need nobody: deadlines, and falls when a gate closes.
    """
    for deadline in workflow.deadlines:
        for way in workflow.events[deadline.event].ways:
            for source in way.from_states:
                if source in deadline.states and source in reachable and way.target not in (BACK, source):
                    yield source, way.target
    for name, state in workflow.states.items():
        if state.otherwise and name in reachable:
            yield name, state.otherwise


def _dead_events(workflow: Workflow, reachable: set[str]) -> Iterator[str]:
    """
    Give the events that no reachable state lets happen.
    """
    fired = {deadline.event for deadline in workflow.deadlines}
    for event in workflow.events.values():
        anywhere = any(state in reachable for way in event.ways for state in way.from_states)
        if not anywhere or (all(name == CLOCK for name in event.by) and event.name not in fired):
            yield event.name


def _must_pass(workflow: Workflow, reachable: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """
    Give, for each meeting, the gates that every path to it passes: those without whose moves it cannot be reached.
    """
    import networkx as nx  # slow to import

    gated = [move for move in _gated_moves(workflow) if move[0] in reachable]
    for name, state in workflow.states.items():
        if state.kind != MEETING or name not in reachable:
            continue
        needed = []
        for gate in workflow.gates:
            without: DiGraph[str] = nx.DiGraph((source, target) for source, target, gates in gated if gate not in gates)
            if name not in without or workflow.start not in without or not nx.has_path(without, workflow.start, name):
                needed.append(gate)
        yield name, tuple(needed)


def _gated_moves(workflow: Workflow) -> Iterator[tuple[str, str, frozenset[str]]]:
    """
    Give every move with the gates that must be open for it: those the event names, and that of the state it enters.
    """
    for event in workflow.events.values():
        for way in event.ways:
            asked = frozenset(spelled_gates(workflow, way.needs))
            for source in way.from_states:
                for target in targets(workflow, source, way):
                    guard = workflow.states[target].guard
                    yield source, target, asked | (frozenset(spelled_gates(workflow, guard)) if guard else frozenset())
    for name, state in workflow.states.items():
        if state.otherwise:
            yield name, state.otherwise, frozenset()
