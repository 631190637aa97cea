"""
Rounds that a case can go for ever without anybody choosing to: what `ends` forbids.

Read off the graph of states: a round driven by the clock and by gates alone, or one with no deadline on it and no way out.

Stands on: `definition`.   Knows nothing of: conditions, sets.
"""

from collections.abc import Iterator, Mapping

from rjflow.definition.model import BACK, Way, Workflow

Graph = Mapping[str, set[str]]


def rounds(workflow: Workflow) -> Iterator[tuple[str, ...]]:
    """
    Give the rounds that nobody has to choose, among the states that some path leads to.
    """
    moves, by_itself = _graphs(workflow)
    reachable = {workflow.start, *_beyond(moves, workflow.start)}
    waited_in = {state for deadline in workflow.deadlines for state in deadline.states}
    for states in _going_round(moves, reachable):
        leaves = any(not moves[state] <= states for state in states)
        if not leaves and not states & waited_in:
            yield tuple(name for name in workflow.states if name in states)
    alone = {name: (by_itself[name] & reachable) - {name} for name in workflow.states}
    for states in _going_round(alone, reachable):
        yield tuple(name for name in workflow.states if name in states)


# ----------------------------------------------------------------------------------------------------------------------


def _graphs(workflow: Workflow) -> tuple[Graph, Graph]:
    """
    Give what leads from each state: anything, and what nobody has to do.
    """
    moves: dict[str, set[str]] = {name: set() for name in workflow.states}
    by_itself: dict[str, set[str]] = {name: set() for name in workflow.states}
    for name, state in workflow.states.items():
        if state.otherwise is not None:
            moves[name].add(state.otherwise)
            by_itself[name].add(state.otherwise)
    for event in workflow.events.values():
        for way in event.ways:
            for source in way.from_states:
                moves[source] |= _targets(workflow, source, way)
    for deadline in workflow.deadlines:
        for way in workflow.events[deadline.event].ways:
            for source in set(way.from_states) & set(deadline.states):
                by_itself[source] |= {way.target} - {BACK}
    return moves, by_itself


def _targets(workflow: Workflow, source: str, way: Way) -> set[str]:
    if way.target != BACK:
        return {way.target}
    states = workflow.states.items()
    return {name for name, state in states if not state.holds and not state.final and name != source}


def _beyond(graph: Graph, state: str) -> set[str]:
    """
    Give every state that one or more moves lead to.
    """
    found: set[str] = set()
    waiting = [state]
    while waiting:
        more = graph[waiting.pop()] - found
        found |= more
        waiting += more
    return found


def _going_round(graph: Graph, among: set[str]) -> Iterator[set[str]]:
    """
    Give the largest sets of states that all lead to each other, and to themselves.
    """
    beyond = {state: _beyond(graph, state) for state in among}
    seen: set[str] = set()
    for state in sorted(among):
        if state in seen or state not in beyond[state]:
            continue
        together = {other for other in beyond[state] if state in beyond.get(other, ())}
        seen |= together
        yield together
