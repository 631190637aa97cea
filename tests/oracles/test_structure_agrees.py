"""
Two looks at the graph of a workflow: plain walks, which every check makes, and networkx.
"""

import networkx as nx
from hypothesis import given
from tests.strategies import workflows

from rjflow.definition.model import Workflow
from rjflow.verifier.structure import moves, structure


@given(workflows())
def test_walks_find_what_networkx_finds(workflow: Workflow):
    """
    States that no path leads to, states from which no end can be reached, and rounds without a way out are those of networkx.
    """
    graph, found = moves(workflow), structure(workflow)
    reachable = {workflow.start, *nx.descendants(graph, workflow.start)}
    final = [name for name, state in workflow.states.items() if state.final]
    endable = set(final).union(*(nx.ancestors(graph, name) for name in final))
    timed = {state for deadline in workflow.deadlines for state in deadline.states}
    within = graph.subgraph(reachable)
    closed = [
        mine
        for mine in nx.strongly_connected_components(within)
        if (len(mine) > 1 or any(within.has_edge(name, name) for name in mine))
        and not any(after not in mine for name in mine for after in within.successors(name))
        and not mine & timed
    ]

    assert set(workflow.states) - reachable == set(found.unreachable)
    assert reachable - endable == set(found.trapped)
    assert all(tuple(name for name in workflow.states if name in mine) in found.loops for mine in closed)
