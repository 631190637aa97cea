"""
What a case has surely been asked by the time it is in a state, and on which way there least is left to be met.

Stands on: `normal`, `lookup`.   Knows nothing of: running cases.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from heapq import heappop, heappush
from itertools import count

from rjflow.definition.model import BACK, Workflow
from rjflow.definition.normal import conditions_of
from rjflow.guards.syntax import Condition

Edge = tuple[str, str, tuple[Condition, ...]]
Place = tuple[str, str | None]  # a state, and where a case is held from


@lru_cache(maxsize=64)
def surely_asked(workflow: Workflow) -> dict[str, frozenset[Condition]]:
    """
    Give, for each state, the conditions that are asked on every way from the start to it, in the one form.

    A way that leads `back` adds nothing: wherever it leads, the case has been before.
    """
    edges = tuple(_edges(workflow))
    asked: dict[str, frozenset[Condition]] = {workflow.start: frozenset()}
    changed = True
    while changed:
        changed = False
        for source, target, conditions in edges:
            if source in asked:
                here = asked[source] | frozenset(conditions)
                kept = asked[target] & here if target in asked else here
                if asked.get(target) != kept:
                    asked[target], changed = kept, True
    return asked


def easiest_way(
    workflow: Workflow, state: str, is_met: Callable[[Condition], bool], held_from: str | None = None
) -> tuple[Condition, ...] | None:
    """
    Give what is asked on the way from the start to a state on which least is not met; nothing when there is no way.

    Args:
        workflow: Whose ways are looked at.
        state: Where they lead.
        is_met: Tells whether a condition counts as met; the same each time.
        held_from: For a state that holds cases, where the case was before it was held: the way leads through there.
    """
    edges = tuple(_edges(workflow))
    turn = count()  # of ways that are equally good, the one that was found first
    begun = (workflow.start, None)
    ahead: list[tuple[int, int, Place, tuple[Condition, ...]]] = [(0, next(turn), begun, ())]
    seen: set[Place] = set()
    while ahead:
        _, _, place, asked = heappop(ahead)
        here, origin = place
        if here == state and held_from in (None, origin):
            return asked
        if place in seen:
            continue
        seen.add(place)
        for source, target, conditions in edges:
            there = (target, (origin or here) if workflow.states[target].holds else None)
            if source == here and there not in seen:
                more = tuple(dict.fromkeys((*asked, *conditions)))
                heappush(ahead, (sum(not is_met(one) for one in more), next(turn), there, more))
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _edges(workflow: Workflow) -> Iterator[Edge]:
    """
    Give every step from state to state, with what is asked: by events, and where a case falls when a gate closes.
    """
    for event in workflow.events.values():
        for way in event.ways:
            for source in way.from_states:
                if way.target not in (BACK, source):
                    guard = conditions_of(workflow, workflow.states[way.target].guard)
                    yield source, way.target, (*conditions_of(workflow, way.needs), *guard)
    for state in workflow.states.values():
        target = state.otherwise
        while target is not None:  # where the gate there is closed too, a case falls further at once
            yield state.name, target, conditions_of(workflow, workflow.states[target].guard)
            target = workflow.states[target].otherwise
