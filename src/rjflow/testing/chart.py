"""
The transitions of a workflow, one by one: each event from each state by each of its ways, and each fall where a gate closes.

Stands on: `definition`, `rules.decision`.   Knows nothing of: how one comes to take them.
"""

from collections.abc import Iterator
from functools import lru_cache

from rjflow.definition.model import BACK, CLOCK, Workflow
from rjflow.frozen import frozen
from rjflow.rules.decision import Decision, Move


@frozen(cache_hash=True)
class Edge:
    """
    One transition.

    Attributes:
        event: the event, or nothing where the case falls because a gate has closed.
        way: which of the ways of the event, counted from 0.
        source: the state it leaves.
        target: the state it leads to, or `back`.
    """

    event: str | None
    way: int
    source: str
    target: str


@lru_cache(maxsize=64)
def edges(workflow: Workflow) -> tuple[Edge, ...]:
    """
    Give every transition of a workflow, in file order.
    """
    falls = (
        Edge(None, 0, state.name, state.otherwise) for state in workflow.states.values() if state.otherwise is not None
    )
    return (*_of_events(workflow), *falls)


def is_rung(workflow: Workflow, edge: Edge) -> bool:
    """
    Tell whether the clock may take a transition by itself, at a deadline.
    """
    return any(one.event == edge.event and edge.source in one.states for one in workflow.deadlines)


@lru_cache(maxsize=4096)
def leaving(workflow: Workflow, state: str) -> tuple[Edge, ...]:
    """
    Give the transitions that leave a state.
    """
    return tuple(edge for edge in edges(workflow) if edge.source == state)


def taken(workflow: Workflow, decision: Decision) -> Iterator[Edge]:
    """
    Give the transitions that a case took at one step, what the clock did included.
    """
    asked = {one.way for one in decision.findings if one.way is not None} if decision.allowed else set()
    for move in decision.moves:
        if move.cause == "fell":
            yield from (one for one in edges(workflow) if one.event is None and one.source == move.source)
        else:
            yield from _by_event(workflow, move, asked if move.cause == "event" else set())


# ----------------------------------------------------------------------------------------------------------------------


def _of_events(workflow: Workflow) -> Iterator[Edge]:
    for event in workflow.events.values():
        ringing = {state for one in workflow.deadlines if one.event == event.name for state in one.states}
        for place, way in enumerate(event.ways):
            for state in way.from_states:
                if event.by != (CLOCK,) or state in ringing:
                    yield Edge(event.name, place, state, way.target)


def _by_event(workflow: Workflow, move: Move, asked: set[int]) -> Iterator[Edge]:
    ways = workflow.events[move.event or ""].ways
    fitting = [
        place for place, way in enumerate(ways) if move.source in way.from_states and (not asked or place in asked)
    ]
    exact = [place for place in fitting if ways[place].target in (move.target, BACK)]
    for place in (exact or fitting)[:1]:
        yield Edge(move.event, place, move.source, ways[place].target)
