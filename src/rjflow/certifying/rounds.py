"""
Rounds that a case can go for ever without anybody choosing to: what `ends` forbids.

Read off the graph of places: a round driven by the clock and by gates alone, or one with no deadline on it and no way out. What is held
goes back to where it came from, and nowhere else.

Stands on: `places`, `definition`.   Knows nothing of: conditions, sets.
"""

from collections.abc import Iterator, Mapping

from rjflow.certifying.places import Place, after, places_of
from rjflow.definition.model import BACK, Way, Workflow

Graph = Mapping[Place, set[Place]]


def rounds(workflow: Workflow) -> Iterator[tuple[str, ...]]:
    """
    Give the rounds that nobody has to choose, among the states that some path leads to.
    """
    moves, by_itself = _graphs(workflow)
    start = Place(workflow.start)
    reachable = {start, *_beyond(moves, start)}
    waited_in = {state for deadline in workflow.deadlines for state in deadline.states}
    found = []
    for places in _going_round(moves, reachable):
        leaves = any(not moves[place] <= places for place in places)
        if not leaves and not any(place.state in waited_in for place in places):
            found.append(places)
    alone = {place: (by_itself[place] & reachable) - {place} for place in reachable}
    found += _going_round(alone, reachable)
    states = [{place.state for place in places} for places in found]
    yield from dict.fromkeys(tuple(name for name in workflow.states if name in mine) for mine in states)


# ----------------------------------------------------------------------------------------------------------------------


def _graphs(workflow: Workflow) -> tuple[Graph, Graph]:
    """
    Give what leads from each place: anything, and what nobody has to do.
    """
    moves: dict[Place, set[Place]] = {place: set() for place in places_of(workflow)}
    by_itself: dict[Place, set[Place]] = {place: set() for place in places_of(workflow)}
    waited = {(one.event, state) for one in workflow.deadlines for state in one.states}
    for place in places_of(workflow):
        falls = workflow.states[place.state].otherwise
        if falls is not None:
            moves[place].add(after(workflow, place, falls))
            by_itself[place].add(after(workflow, place, falls))
        for event in workflow.events.values():
            targets = {_target(workflow, place, way) for way in event.ways if place.state in way.from_states}
            moves[place] |= targets
            if (event.name, place.state) in waited:
                by_itself[place] |= targets
    return moves, by_itself


def _target(workflow: Workflow, place: Place, way: Way) -> Place:
    if way.target == BACK:
        return Place(place.state if place.origin is None else place.origin)
    return after(workflow, place, way.target)


def _beyond(graph: Graph, start: Place) -> set[Place]:
    """
    Give every place that one or more moves lead to.
    """
    found: set[Place] = set()
    waiting = [start]
    while waiting:
        more = graph[waiting.pop()] - found
        found |= more
        waiting += more
    return found


def _going_round(graph: Graph, among: set[Place]) -> Iterator[set[Place]]:
    """
    Give the largest sets of places that all lead to each other, and to themselves.
    """
    beyond = {place: _beyond(graph, place) for place in among}
    seen: set[Place] = set()
    for place in sorted(among, key=str):
        if place in seen or place not in beyond[place]:
            continue
        together = {other for other in beyond[place] if place in beyond.get(other, ())}
        seen |= together
        yield together
