"""
How cases get about: what every way to a meeting or a contact passes, single steps that everything depends on, and all rounds.

Stands on: `structure`, networkx.   Knows nothing of: situations, sets, sentences.
"""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from rjflow.definition.model import MEETING, Workflow
from rjflow.verifier.structure import moves, targets
from rjflow.verifier.weights import LONGEST, MOST_ROUNDS, Passage, Paths

if TYPE_CHECKING:
    from networkx import DiGraph


def paths(workflow: Workflow) -> Paths:
    """
    Look at the ways through a workflow.

    Not seen: conditions. A way that only contradictory conditions open counts as one.
    """
    import networkx as nx  # slow to import

    graph = moves(workflow)
    reachable = graph.subgraph({workflow.start, *nx.descendants(graph, workflow.start)})
    dominators = nx.immediate_dominators(reachable, workflow.start)
    steps = list(_steps(workflow))
    found = [
        Passage(
            state=state,
            passes=_passes(dominators, workflow.start, state),
            bridges=_bridges(workflow, reachable, steps, state),
        )
        for state in _encounters(workflow)
        if state in reachable
    ]
    rounds = list(islice(_rounds(workflow, reachable), MOST_ROUNDS + 1))
    longer = any(len(states) > LONGEST for states in nx.strongly_connected_components(reachable))
    return Paths(
        passages=tuple(found), rounds=tuple(rounds[:MOST_ROUNDS]), is_cut_off=longer or len(rounds) > MOST_ROUNDS
    )


# ----------------------------------------------------------------------------------------------------------------------


def _encounters(workflow: Workflow) -> Iterator[str]:
    """
    Give the states of meetings, and those that an event leads to which is a contact.
    """
    contacts = [event for event in workflow.events.values() if event.contact or event.contacts]
    reached = {way.target for event in contacts for way in event.ways}
    yield from (name for name, state in workflow.states.items() if state.kind == MEETING or name in reached)


def _steps(workflow: Workflow) -> Iterator[tuple[str | None, str, str]]:
    """
    Give every step from state to state: the event, or nothing for a fall.
    """
    for event in workflow.events.values():
        for way in event.ways:
            for source in way.from_states:
                yield from ((event.name, source, target) for target in targets(workflow, source, way))
    for name, state in workflow.states.items():
        if state.otherwise is not None:
            yield None, name, state.otherwise


def _passes(dominators: dict[str, str], start: str, state: str) -> tuple[str, ...]:
    """
    Give the states between the start and another that every way passes, in order.
    """
    found: list[str] = []
    here = state
    while here != start and dominators[here] != here:
        here = dominators[here]
        found.insert(0, here)
    return tuple(found)


def _bridges(
    workflow: Workflow, graph: "DiGraph[str]", steps: list[tuple[str | None, str, str]], state: str
) -> tuple[tuple[str | None, str, str], ...]:
    """
    Give the steps without which a state cannot be reached: of every two states that only one step connects, those.
    """
    import networkx as nx  # slow to import

    found = []
    on_the_way = nx.ancestors(graph, state) | {state}
    for step in steps:
        _, source, target = step
        alone = sum(one[1:] == (source, target) for one in steps) == 1
        if alone and source != target and source in on_the_way and target in on_the_way:
            without = nx.restricted_view(graph, [], [(source, target)])
            if not nx.has_path(without, workflow.start, state):
                found.append(step)
    return tuple(found)


def _rounds(workflow: Workflow, graph: "DiGraph[str]") -> Iterator[tuple[str, ...]]:
    """
    Give the simple rounds, shortest first, each begun at its first state in the file.
    """
    import networkx as nx  # slow to import

    order = {name: place for place, name in enumerate(workflow.states)}
    found: list[tuple[str, ...]] = []
    for states in islice(nx.simple_cycles(graph, length_bound=LONGEST), MOST_ROUNDS * 50):
        first = states.index(min(states, key=order.__getitem__))
        found.append((*states[first:], *states[:first]))
    yield from sorted((one for one in found if len(one) > 1), key=lambda one: (len(one), [order[name] for name in one]))
