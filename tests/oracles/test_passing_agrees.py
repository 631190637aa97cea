"""
What is surely asked on the way to a state, against every way there walked one by one.
"""

from collections.abc import Iterator

from hypothesis import given
from tests.strategies import workflows

from rjflow.definition.model import BACK, Workflow
from rjflow.definition.normal import conditions_of
from rjflow.definition.passing import easiest_way, surely_asked
from rjflow.guards.syntax import Condition

Walk = tuple[str, frozenset[Condition]]


def walks(workflow: Workflow) -> Iterator[Walk]:
    """
    Walk from the start along every way that comes nowhere twice; give where each leads, and all that was asked.
    """
    ahead = [((workflow.start,), frozenset())]
    while ahead:
        path, asked = ahead.pop()
        yield path[-1], asked
        for target, more in steps(workflow, path[-1]):
            if target not in path:
                ahead.append(((*path, target), asked | more))


def steps(workflow: Workflow, state: str) -> Iterator[Walk]:
    """
    Give where a case can go from a state at once: by an event, or by falling, down to wherever a gate may be open.
    """
    for event in workflow.events.values():
        for way in event.ways:
            if state in way.from_states and way.target != BACK:
                yield way.target, asked_at(workflow, way.target) | set(conditions_of(workflow, way.needs))
    here = state
    while workflow.states[here].otherwise is not None:
        here = workflow.states[here].otherwise
        yield here, asked_at(workflow, here)


def asked_at(workflow: Workflow, state: str) -> frozenset[Condition]:
    """
    Give what the gate of a state asks.
    """
    return frozenset(conditions_of(workflow, workflow.states[state].guard))


@given(workflows())
def test_what_is_surely_asked_is_asked_on_every_walk(workflow: Workflow):
    """
    A condition is surely asked on the way to a state exactly when no walk there goes without it.
    """
    found: dict[str, frozenset[Condition]] = {}
    for state, asked in walks(workflow):
        found[state] = found[state] & asked if state in found else asked

    assert found == surely_asked(workflow)


@given(workflows())
def test_the_easiest_way_leaves_nothing_unmet_where_some_walk_does(workflow: Workflow):
    """
    With any one condition counted as met, or none, or all, a way with nothing unmet is found exactly when there is such a walk.
    """
    every = list(walks(workflow))
    conditions = {one for _, asked in every for one in asked}
    for met in (frozenset(), conditions, *(conditions - {one} for one in conditions)):
        for state in workflow.states:
            there = [asked for name, asked in every if name == state]
            way = easiest_way(workflow, state, met.__contains__)

            assert (way is None) == (not there)
            assert way is None or (set(way) <= met) == any(asked <= met for asked in there)
