"""
Look for a case that stands in a place of a large workflow: on a tour that takes a moment, where a search would take many.

Stands on: `touring`.   Knows nothing of: sets, safeguards, sentences.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from attrs import evolve

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Gate, Group, Requirement, Workflow
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, Compare, Condition, GateHolds, Not, OfScheme, Or, parts
from rjflow.verifier.action import names_in
from rjflow.verifier.classes import value_classes
from rjflow.verifier.replaying import replayed
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.touring import Stop, Tour, arrivals, detours, fetching, further, opening, tour
from rjflow.verifier.undoing import visit
from rjflow.verifier.verdict import Story
from rjflow.verifier.wanting import NOTHING, Spared

_OTHERS = 8  # other ways to one place that are tried
_ASKED = "(asked)"  # no file can write such a name


class Place(NamedTuple):
    """A state, and what must be true there."""

    state: str
    needs: Group = Group()


def visit_one(
    workflow: Workflow, places: Sequence[Place], unless: Condition, find: Find, *, patiently: bool = False
) -> Story | None:
    """
    Give the shortest story to one of some places in which a condition is not true; nothing where no tour comes there so.

    Args:
        workflow: Where to look. It is not changed.
        places: States, each with what must be true there.
        unless: The condition that is not to be true, as a safeguard asks it.
        find: Finds what the scheme has to go through on the way.
        patiently: Try, too, what notices and time undo.
    """
    shortest = min(
        _at_one(workflow, places, unless, find, patiently=patiently), key=lambda stop: len(stop.decisions), default=None
    )
    if shortest is None:
        return None
    return replayed(workflow, shortest.opened, [decision.command for decision in shortest.decisions])


def tours(workflow: Workflow, find: Find, unless: Condition | None = None) -> Iterator[Tour]:
    """
    Give tours with those who must be there and with everybody; then the same sparing what is not to be true, if anything is.
    """
    for stops, _ in rounds(workflow, find, unless):
        yield stops


def rounds(workflow: Workflow, find: Find, unless: Condition | None = None) -> Iterator[tuple[Tour, Iterator[Stop]]]:
    """
    Give the same tours, and with each its cases one move further.
    """
    openings = dict.fromkeys(opening(workflow, everybody=everybody) for everybody in (False, True))
    gone = [(workflow, NOTHING)]
    gone += [(_telling_apart(workflow, unless), _spared_for(workflow, unless))] if unless is not None else []
    for known, spared in gone:
        for opened in openings:
            yield tour(known, opened, find, spared), further(known, opened, find, spared)


def knowing(workflow: Workflow, condition: Condition) -> Workflow:
    """
    Give the workflow that can tell apart whatever a condition asks, and is the same otherwise.
    """
    gate = Gate(name=_ASKED, label=_ASKED, asks=requiring(condition))
    return evolve(workflow, gates=frozen_map({**workflow.gates, _ASKED: gate}))


def requiring(*conditions: Condition) -> Group:
    """
    Give the group that asks some conditions.
    """
    return Group(items=tuple(Requirement(condition=one, text="") for one in conditions))


# ----------------------------------------------------------------------------------------------------------------------


def _telling_apart(workflow: Workflow, unless: Condition) -> Workflow:
    """
    Give the workflow itself where it tells apart all that a condition asks, since it was toured before; else one that does.
    """
    known = knowing(workflow, unless)
    return workflow if value_classes(known) == value_classes(workflow) else known


def _spared_for(workflow: Workflow, unless: Condition) -> Spared:
    """
    Give what a condition speaks of, and the tests that would help to make it true.
    """
    asked = _possible(unless) or unless
    names = frozenset(name for name in names_in(workflow, asked) if isinstance(name, str))
    return Spared(names, frozenset(_helping(workflow, asked)), unless)


def _possible(condition: Condition) -> Condition | None:
    """
    Leave out what can never be true, because it asks for one of no conditions; nothing where that is all of it.
    """
    if isinstance(condition, And | Or):
        found = [_possible(part) for part in condition.conditions]
        left = tuple(part for part in found if part is not None)
        possible = len(left) == len(found) if isinstance(condition, And) else bool(left)
        return evolve(condition, conditions=left) if possible else None
    return condition


def _helping(workflow: Workflow, condition: Condition) -> Iterator[Condition]:
    """
    Give the tests of evidence that count towards a condition.
    """
    if isinstance(condition, Among | Compare):
        yield condition
    elif isinstance(condition, GateHolds):
        yield from _helping(workflow, as_condition(workflow.gates[condition.gate].asks))
    elif not isinstance(condition, Not | OfScheme):
        for part in parts(condition):
            yield from _helping(workflow, part)


def _at_one(
    workflow: Workflow, places: Sequence[Place], unless: Condition, find: Find, *, patiently: bool
) -> list[Stop]:
    """
    Give the cases of the first tour that comes to some of the places, or else the first case that comes to the only place by another way.
    """
    known, scheme_at = knowing(workflow, unless), scheme_finder(workflow, find)
    visits = (
        [(place, stops[place.state]) for place in places if place.state in stops]
        for stops in tours(workflow, find, unless)
    )
    for several in visits:
        there = [
            visit(known, stop, as_condition(place.needs), unless, scheme_at, patiently=patiently)
            for place, stop in several
        ]
        if any(there):
            return [stop for stop in there if stop is not None]
    if len(places) > 1:
        return []
    needs, stops = as_condition(places[0].needs), tour(workflow, opening(workflow), find)
    spared = _spared_for(workflow, unless)
    others = chain(
        detours(_telling_apart(workflow, unless), opening(workflow), find, spared, places[0].state),
        fetching(workflow, opening(workflow), find, NOTHING, places[0].state, needs),
        arrivals(workflow, stops, places[0].state, scheme_at),
    )
    found = (
        visit(known, stop, needs, unless, scheme_at, spared, patiently=patiently) for stop in islice(others, _OTHERS)
    )
    return list(islice((stop for stop in found if stop is not None), 1))
