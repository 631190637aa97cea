"""
Which way a story ended, and how a form is filled in to record one thing with it.

Stands on: `definition`, `rules`, `classes`.   Knows nothing of: trails, searching.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from rjflow.definition.lookup import in_group, ways_from
from rjflow.definition.model import BACK, Event, Way, Workflow
from rjflow.guards.syntax import Value
from rjflow.instants import moment
from rjflow.rules.commands import Given
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.verifier.classes import value_classes


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
    Fill in an event's form so that it says what is *given*; whatever else it asks gets its first value, for everybody there.
    """
    for name in event.records:
        if name == given.evidence:
            yield given
            continue
        about = workflow.evidence[name].about
        people = [one.id for one in situation.people if about and in_group(workflow.people[one.kind], about)]
        for person in people if about else [None]:
            yield Given(name, soon(workflow, situation, name, value_classes(workflow)[name][0]), person)


def soon(workflow: Workflow, situation: Situation, evidence: str, value: Value) -> Value:
    """
    Give the next day instead of a date that a deadline waits for, where any date will do: what else is known outlives a night, not an age.
    """
    waits = any(deadline.until == evidence for deadline in workflow.deadlines)
    if not waits or len(value_classes(workflow)[evidence]) > 1:
        return value
    return moment(situation.now, workflow.time_zone).date() + timedelta(days=1)
