"""
Leave of a workflow one path through a state: where cases may go nearly anywhere, a search finds the way with fewest moves, and what is
needed may not be there to be had on it.

What can happen along one path can happen in the workflow, so a story that is found so is one; that none is found says nothing.

Stands on: `definition`, networkx.   Knows nothing of: searching, evidence.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import evolve

from rjflow.definition.model import BACK, Event, Group, Way, Workflow
from rjflow.definition.normal import conditions_of
from rjflow.frozen import frozen_map

if TYPE_CHECKING:
    from networkx import DiGraph

_ASIDE = 4  # a way out of nearly everywhere, such as a withdrawal, counts as so many moves: it seldom leads on

Move = tuple[str, str]


def narrowed(workflow: Workflow, needs: Group, goal: str, most: int) -> Iterator[Workflow]:
    """
    Give the workflow with one path to a state left in it, and all that leaves a case of that path where it is; each path goes through
    a state whose gate asks some of what is needed at the end, the one that asks most first.

    Args:
        workflow: Which workflow. It is not changed.
        needs: What is needed at the end.
        goal: The state the paths lead to.
        most: How many paths to give at most.
    """
    import networkx as nx  # slow to import

    graph = _weighted(workflow)
    for via in _gated(workflow, needs)[:most]:
        if all(graph.has_node(state) for state in (workflow.start, via, goal)):
            try:
                there = nx.shortest_path(graph, workflow.start, via, weight="weight")
                path = [*there, *nx.shortest_path(graph, via, goal, weight="weight")[1:]]
            except nx.NetworkXNoPath:
                continue
            moves = {*pairwise(path), *((state, state) for state in path)}
            events = {name: _along(event, moves) for name, event in workflow.events.items()}
            yield evolve(workflow, events=frozen_map(events))


# ----------------------------------------------------------------------------------------------------------------------


def _gated(workflow: Workflow, needs: Group) -> list[str]:
    """
    Give the states whose gates ask some of what is needed, the one that asks most first.
    """
    wanted = {*conditions_of(workflow, needs)}
    shared = {name: len(wanted & {*conditions_of(workflow, state.guard)}) for name, state in workflow.states.items()}
    return sorted((name for name, number in shared.items() if number), key=lambda name: -shared[name])


def _weighted(workflow: Workflow) -> "DiGraph[str]":
    """
    Give the graph of states, each move with how far it is from being the straight way on. Going back leads nowhere new.
    """
    import networkx as nx  # slow to import

    graph: DiGraph[str] = nx.DiGraph()
    for event in workflow.events.values():
        for way in event.ways:
            weight = _ASIDE if way.wildcard else 1
            for source in way.from_states if way.target != BACK else ():
                if not graph.has_edge(source, way.target) or graph.edges[source, way.target]["weight"] > weight:
                    graph.add_edge(source, way.target, weight=weight)
    return graph


def _along(event: Event, moves: Collection[Move]) -> Event:
    """
    Leave of an event the ways that some moves take.
    """
    ways = [_of_way(way, moves) for way in event.ways]
    return evolve(event, ways=tuple(way for way in ways if way.from_states))


def _of_way(way: Way, moves: Collection[Move]) -> Way:
    states = tuple(source for source in way.from_states if (source, way.target) in moves)
    return way if states == way.from_states else evolve(way, from_states=states)
