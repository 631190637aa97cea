"""
Two looks at the graph of a workflow: plain walks over its chart, which every check makes, and networkx over places written down by hand.
"""

from collections.abc import Iterator

import networkx as nx
from hypothesis import assume, given
from tests.strategies import workflows

from rjflow.certifying.rounds import rounds
from rjflow.definition.model import BACK, CLOCK, Workflow
from rjflow.verifier.carrying import can_go, undoes_itself
from rjflow.verifier.structure import structure

Spot = tuple[str, str | None]


def moves(workflow: Workflow) -> Iterator[tuple[Spot, Spot]]:
    """
    Follow everything that can happen from the start, remembering where what is held came from.
    """
    waiting: list[Spot] = [(workflow.start, None)]
    seen = set(waiting)
    while waiting:
        here = waiting.pop()
        for there in steps(workflow, here):
            yield here, there
            if there not in seen:
                seen.add(there)
                waiting.append(there)


def steps(workflow: Workflow, here: Spot) -> Iterator[Spot]:
    """
    Say where one can be next.
    """
    state, origin = here

    def entered(target: str) -> Spot:
        if target == state:
            return here
        return (
            (target, origin if workflow.states[state].holds else state)
            if workflow.states[target].holds
            else (target, None)
        )

    fallen = workflow.states[state].otherwise
    yield from [entered(fallen)] if fallen else []
    for event in workflow.events.values():
        rung = any(one.event == event.name and state in one.states for one in workflow.deadlines)
        for way in event.ways:
            if state not in way.from_states or undoes_itself(workflow, event, way):
                continue
            if can_go(workflow, event, way, state) and (rung or any(name != CLOCK for name in event.by)):
                yield (origin or state, None) if way.target == BACK else entered(way.target)


@given(workflows())
def test_walks_find_what_networkx_finds(workflow: Workflow):
    """
    States that no path leads to, states from which no end can be reached, and rounds without a way out are those of networkx.
    """
    graph, found = nx.DiGraph(moves(workflow)), structure(workflow)
    graph.add_node((workflow.start, None))
    endable = {spot for spot in graph if workflow.states[spot[0]].final}
    endable = endable.union(*(nx.ancestors(graph, spot) for spot in endable))
    timed = {state for deadline in workflow.deadlines for state in deadline.states}
    closed = [
        {state for state, _ in mine}
        for mine in nx.strongly_connected_components(graph)
        if (len(mine) > 1 or any(graph.has_edge(spot, spot) for spot in mine))
        and not any(after not in mine for spot in mine for after in graph.successors(spot))
        and not {state for state, _ in mine} & timed
    ]

    assert set(workflow.states) - {state for state, _ in graph} == set(found.unreachable)
    assert {state for state, _ in graph} - {state for state, _ in endable} == set(found.trapped)
    assert all(tuple(name for name in workflow.states if name in mine) in found.loops for mine in closed)


@given(workflows())
def test_the_checker_of_certificates_finds_the_same_rounds(workflow: Workflow):
    """
    Where no way is closed by what it asks, the checker, which shares nothing with the search and looks at no conditions, goes round as often.
    """
    ways = [(event, way) for event in workflow.events.values() for way in event.ways]
    assume(not any(undoes_itself(workflow, event, way) for event, way in ways))
    assume(all(can_go(workflow, event, way, state) for event, way in ways for state in way.from_states))
    rung = {(one.event, state) for one in workflow.deadlines for state in one.states}
    by_clock = [(event.name, state) for event, way in ways if {*event.by} == {CLOCK} for state in way.from_states]
    assume(rung.issuperset(by_clock))

    assert sorted(structure(workflow).loops) == sorted(rounds(workflow))
