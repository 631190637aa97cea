"""
Rounds that a case can go for ever without anybody choosing to: what `ends` forbids.

Read off the graph of places: a round driven by the clock and by gates alone, or one with no deadline on it and no way out. What is held
goes back to where it came from, and nowhere else. Whoever goes round by the clock for ever outlives every record that can run out, so a
deadline after a time that must find such a record current is none that drives a round; deadlines on a date may fire in one moment.

Stands on: `places`, `definition`, `guards`.   Knows nothing of: sets.
"""

from collections.abc import Iterator, Mapping

from rjflow.certifying.places import Place, after, places_of
from rjflow.definition.lookup import as_condition, kinds_in
from rjflow.definition.model import BACK, Group, Way, Workflow
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    Not,
    Or,
)

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
    waited = {(one.event, state, one.until is not None) for one in workflow.deadlines for state in one.states}
    old = _Old(workflow)
    for place in places_of(workflow):
        falls = workflow.states[place.state].otherwise
        if falls is not None:
            moves[place].add(after(workflow, place, falls))
            by_itself[place].add(after(workflow, place, falls))
        for event in workflow.events.values():
            targets = {_target(workflow, place, way) for way in event.ways if place.state in way.from_states}
            moves[place] |= targets
            if (event.name, place.state, True) in waited:
                by_itself[place] |= targets
            if (event.name, place.state, False) in waited and old.may_be(workflow.states[place.state].guard):
                ways = [way for way in event.ways if place.state in way.from_states and old.may_be(way.needs)]
                driven = {_target(workflow, place, way) for way in ways}
                by_itself[place] |= {one for one in driven if old.may_be(workflow.states[one.state].guard)}
    return moves, by_itself


def _target(workflow: Workflow, place: Place, way: Way) -> Place:
    if way.target == BACK:
        return Place(place.state if place.origin is None else place.origin)
    return after(workflow, place, way.target)


class _Old:
    """A case that nobody has recorded anything in for longer than any record lasts that runs out."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._left = {name for name, one in workflow.evidence.items() if one.window.unit == "whole case"}

    def may_be(self, asked: Group | None) -> bool:
        """Tell whether what is asked may be true."""
        return asked is None or self._answers(as_condition(asked))[0]

    def _answers(self, condition: Condition) -> tuple[bool, bool]:
        """Tell whether a condition may be true, and whether it may be false."""
        match condition:
            case Among(evidence) | Compare(evidence):
                return evidence in self._left, evidence in self._left
            case IsCurrent(evidence):
                return evidence in self._left, False
            case GateHolds(gate):
                return self._answers(as_condition(self._workflow.gates[gate].asks))
            case Not(inner):
                true, false = self._answers(inner)
                return false, true
            case And(parts):
                answers = [self._answers(part) for part in parts]
                return all(true for true, _ in answers), any(false for _, false in answers)
            case Or(parts):
                answers = [self._answers(part) for part in parts]
                return any(true for true, _ in answers), all(false for _, false in answers)
            case ForPeople():
                return self._of_people(condition), True
        return True, True

    def _of_people(self, asked: ForPeople) -> bool:
        """Tell whether people may all, or some of them, say what they must; of nobody all say anything."""
        true, false = self._answers(asked.condition)
        if asked.quantity in ("every", "no"):
            somebody = any(kind.at_least for kind in kinds_in(self._workflow, asked.group))
            return not somebody or (true if asked.quantity == "every" else false)
        return true or (asked.quantity == "at least" and asked.number == 0)


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
