"""
How cases get about: what every way to a meeting or a contact passes, single steps that everything depends on, all rounds, and where
a day can come without anything happening.

Stands on: `chart`, `graphs`, `moving`, networkx.   Knows nothing of: situations, sets, sentences.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from rjflow.definition.model import MEETING, Workflow
from rjflow.verifier.chart import Chart, chart_of
from rjflow.verifier.graphs import beyond, places_in
from rjflow.verifier.moving import Move, leading, moves_of
from rjflow.verifier.weights import LONGEST, MOST_ROUNDS, Lookout, Passage, Paths

if TYPE_CHECKING:
    from networkx import DiGraph


def paths(workflow: Workflow) -> Paths:
    """
    Look at the ways through a workflow.

    Not seen: conditions. A way that only contradictory conditions open counts as one, and a deadline as one that fires.
    """
    import networkx as nx  # slow to import

    chart, moves = chart_of(workflow), moves_of(workflow)
    reachable = beyond(leading(moves, chart), 1 << chart.number(workflow.start))
    pairs = [(move, source) for move in moves for source in places_in(move.sources & reachable)]
    steps = _steps(chart, pairs)
    graph: DiGraph[str] = nx.DiGraph((source, target) for _, source, target in steps)
    graph.add_node(workflow.start)
    dominators = nx.immediate_dominators(graph, workflow.start)
    found = [
        Passage(
            state=state,
            passes=_passes(dominators, workflow.start, state),
            bridges=_bridges(workflow, graph, steps, state),
        )
        for state in _encounters(workflow)
        if state in graph
    ]
    between: DiGraph[int] = nx.DiGraph((source, move.target) for move, source in pairs)
    rounds = list(islice(_rounds(chart, between), MOST_ROUNDS + 1))
    longer = any(len(places) > LONGEST for places in nx.strongly_connected_components(between))
    return Paths(
        passages=tuple(found),
        rounds=tuple(rounds[:MOST_ROUNDS]),
        is_cut_off=longer or len(rounds) > MOST_ROUNDS,
        lookouts=tuple(_lookouts(workflow, chart, reachable)),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _encounters(workflow: Workflow) -> Iterator[str]:
    """
    Give the states of meetings, and those that an event leads to which is a contact.
    """
    contacts = [event for event in workflow.events.values() if event.contact or event.contacts]
    reached = {way.target for event in contacts for way in event.ways}
    yield from (name for name, state in workflow.states.items() if state.kind == MEETING or name in reached)


def _lookouts(workflow: Workflow, chart: Chart, reachable: int) -> Iterator[Lookout]:
    """
    Give the days that deadlines look for, in file order: each with where they do, of all that a case comes to and does not end in.
    """
    lived_in = [name for name, state in workflow.states.items() if not state.final and chart.mask([name]) & reachable]
    for day in workflow.evidence:
        deadlines = [one for one in workflow.deadlines if one.until == day]
        looked = {state for one in deadlines for state in one.states}
        if deadlines:
            yield Lookout(
                day=day,
                kept=tuple(name for name in lived_in if name in looked),
                lacking=tuple(name for name in lived_in if name not in looked),
            )


def _steps(chart: Chart, pairs: Sequence[tuple[Move, int]]) -> tuple[tuple[str | None, str, str], ...]:
    """
    Give every step from state to state: the event, or nothing for a fall.
    """
    places = chart.places
    return tuple(
        dict.fromkeys(
            (move.event.name if move.event else None, places[source].state, places[move.target].state)
            for move, source in pairs
        )
    )


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
    workflow: Workflow, graph: "DiGraph[str]", steps: Sequence[tuple[str | None, str, str]], state: str
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


def _rounds(chart: Chart, graph: "DiGraph[int]") -> Iterator[tuple[str, ...]]:
    """
    Give the simple rounds, shortest first, each begun at its first state in the file.
    """
    import networkx as nx  # slow to import

    order = {name: place for place, name in enumerate(chart.workflow.states)}
    found: set[tuple[str, ...]] = set()
    for length in range(2, LONGEST + 1):
        for cycle in islice(nx.simple_cycles(graph, length_bound=length), MOST_ROUNDS * 50):
            states = [chart.places[place].state for place in cycle]
            first = states.index(min(states, key=order.__getitem__))
            if 1 < len(states) == len({*states}):  # who is held twice, from different states, goes two rounds
                found.add((*states[first:], *states[:first]))
        if len(found) > MOST_ROUNDS:
            break
    yield from sorted(found, key=lambda one: (len(one), [order[name] for name in one]))
