"""
Which way a story ended, who could act, and how a form is filled in to record one thing with it.

Stands on: `definition`, `rules`, `classes`.   Knows nothing of: trails, searching.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache

from rjflow.definition.lookup import every_condition, in_group, ways_from
from rjflow.definition.model import BACK, CLOCK, Event, Way, Workflow
from rjflow.guards.syntax import SamePerson, Value
from rjflow.instants import moment
from rjflow.rules.commands import Given
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.timing import due_at
from rjflow.rules.viewing import record_of
from rjflow.verifier.classes import value_classes

_STAND_INS = 6


def last_way(workflow: Workflow, decisions: Sequence[Decision]) -> tuple[Event | None, Way | None]:
    """
    Give the event that a story ends with, and the way it went, if it ends with one.
    """
    moves = [move for move in decisions[-1].moves if move.event is not None] if decisions else []
    if not moves:
        return None, None
    event, source = workflow.events[moves[-1].event or ""], moves[-1].source
    ways = [way for way in event.ways if source in way.from_states]
    return event, next((way for way in ways if way.target in (moves[-1].target, BACK)), None)


def staying(workflow: Workflow, state: str, given: Given) -> Iterator[tuple[Event, Way]]:
    """
    Give the events that record a piece of evidence and leave a case in its state, with the way they go.
    """
    for event, way in ways_from(workflow, state):
        if given.evidence in event.records and way.target == state:
            yield event, way


def filled(workflow: Workflow, situation: Situation, event: Event, given: Given) -> Iterator[Given]:
    """
    Fill in an event's form so that it says what is *given*. Whatever else it asks is about the same person, or else about everybody
    there; it is said as it was said before, or else with its first value.
    """
    for name in event.records:
        if name == given.evidence:
            yield given
            continue
        about = workflow.evidence[name].about
        people = [one.id for one in situation.people if about and in_group(workflow.people[one.kind], about)]
        if given.person in people:
            people = [given.person]
        for person in people if about else [None]:
            record = record_of(workflow, situation, name, person)
            first = soon(workflow, situation, name, value_classes(workflow)[name][0])
            yield Given(name, first if record is None else record.value, person)


def soon(workflow: Workflow, situation: Situation, evidence: str, value: Value) -> Value:
    """
    Give one of the next days instead of a date that a deadline waits for, where any date will do: what else is known outlives a night,
    not an age. Of several such dates, the one that is waited for in most states comes last.
    """
    waiting = _waiting(workflow)
    if evidence not in waiting or len(value_classes(workflow)[evidence]) > 1:
        return value
    return moment(situation.now, workflow.time_zone).date() + timedelta(days=1 + waiting.index(evidence))


def put_off(workflow: Workflow, situation: Situation, place: int) -> Iterator[Given]:
    """
    Give the dates to record anew so that none of those that deadlines wait for comes before a deadline is due.
    """
    due = due_at(workflow, situation, place)
    for other, deadline in enumerate(workflow.deadlines):
        if deadline.until is None or other == place:
            continue
        before = due_at(workflow, situation, other)
        if due is not None and before is not None and before <= due:
            yield Given(deadline.until, moment(due, workflow.time_zone).date() + timedelta(days=1))


@lru_cache(maxsize=16)
def _waiting(workflow: Workflow) -> tuple[str, ...]:
    """
    Give the dates that deadlines wait for, those that are waited for in fewest states first.
    """
    states: dict[str, set[str]] = {}
    for deadline in workflow.deadlines:
        if deadline.until is not None:
            states.setdefault(deadline.until, set()).update(deadline.states)
    return tuple(sorted(states, key=lambda name: len(states[name])))


def could_act(workflow: Workflow, situation: Situation, by: Sequence[str], person: str | None) -> Iterator[Actor]:
    """
    Give who could act: each role, by one person and then by stand-ins, and each of the people of a group.
    """
    for name in by:
        if name in workflow.roles:
            for stand_in in range(1, _STAND_INS + 1):
                yield Actor(f"{name}-{stand_in}", frozenset({name}))
        for one in situation.people if name != CLOCK else ():
            if person in (None, one.id) and in_group(workflow.people[one.kind], name):
                yield Actor(one.id, frozenset(), frozenset({one.id}))


def hangs_on_who(workflow: Workflow, refused: Decision) -> bool:
    """
    Tell whether somebody else may be allowed what was refused: whether it was asked who they are, or what else they did.
    """
    return any(
        one.asked in ("actor", "not-by")
        or (
            one.requirement is not None
            and any(isinstance(part, SamePerson) for part in every_condition(workflow, one.requirement.condition))
        )
        for one in refused.missing
    )
