"""
What there is to ask when an event is fired from a state, worked out beforehand.

Stands on: `compiled`, `definition`.   Knows nothing of: cases, commands, `transitions`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rjflow.definition.lookup import watched
from rjflow.definition.model import BACK, Event, Evidence, Flag, Group, Number, OneOf, State, Way, Workflow
from rjflow.engine.compiled import Tests, tests_of
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.guards.values import Truth
from rjflow.instants import Instant, start_of_day
from rjflow.rules.changing import Happened, voids
from rjflow.rules.situation import Situation, first_situation
from rjflow.rules.timing import due_at, next_change

Stays = Callable[[Situation, Instant], bool]


class Recording(NamedTuple):
    """A piece of evidence about the case that an event records: where it goes, the values it can have, when it counts."""

    name: str
    place: int
    kind: type
    accepted: frozenset[Value]
    counts: Tests | None


@frozen(kw_only=True)
class EventPlan:
    """
    What is the same wherever an event is fired.

    Attributes:
        workflow: the definition it belongs to.
        roles: the roles that may fire it.
        recordings: the evidence it records.
        voids_case: the places of evidence about the case that it voids, and what does.
        voids_people: the same for evidence about people.
        is_watched: whether it matters who fires it.
    """

    workflow: Workflow
    event: Event
    roles: frozenset[str]
    recordings: tuple[Recording, ...]
    voids_case: tuple[tuple[int, str], ...]
    voids_people: tuple[tuple[int, str], ...]
    is_watched: bool


@frozen(kw_only=True)
class WayPlan:
    """
    One way of an event, from one state.

    Attributes:
        stays: tells whether nothing happened by itself to a case in this state until some time; nothing when nothing ever does.
        lands: tells whether nothing happens by itself to a case that has just come to the target; nothing when nothing ever does.
        is_plain: whether the step does nothing but record evidence and move the case on.
        reasons: the reasons it may be given for, where its target is final.
        stays_put: whether it leads to where it comes from.
        keeps_held: whether what is remembered of where a held case came from stays as it is.
        held_there: what is remembered of that otherwise.
        all_true: the answers of the findings when every one is true.
    """

    common: EventPlan
    way: Way
    source: str
    target: State
    needs: Tests
    guard: Tests
    stays: Stays | None
    lands: Stays | None
    is_plain: bool
    reasons: tuple[str, ...]
    stays_put: bool
    keeps_held: bool
    held_there: str | None
    all_true: tuple[Truth, ...]


def way_plans(workflow: Workflow) -> Iterator[WayPlan]:
    """
    Give the plans of everything that is common enough to have one.

    Without a plan, and left to the rules: events with several ways from a state, ways back, and evidence about people or with days
    for values among what is recorded.
    """
    stays = {name: _stays(workflow, name) for name in workflow.states}
    for event in workflow.events.values():
        common = _event_plan(workflow, event)
        if common is None:
            continue
        for source in dict.fromkeys(state for way in event.ways for state in way.from_states):
            ways = [way for way in event.ways if source in way.from_states]
            if len(ways) == 1 and ways[0].target != BACK:
                yield _way_plan(workflow, common, ways[0], source, stays[source])


# ----------------------------------------------------------------------------------------------------------------------


def _way_plan(workflow: Workflow, common: EventPlan, way: Way, source: str, stays: Stays | None) -> WayPlan:
    """
    Work out one way.
    """
    event, target = common.event, workflow.states[way.target]
    needs, guard = tests_of(workflow, way.needs), tests_of(workflow, target.guard or Group())
    separations = len(event.not_by) + sum(len(workflow.evidence[name].not_by) for name in event.records)
    asked = 2 + separations + len(event.records) + len(needs.each) + len(guard.each) + target.final
    quiet = not (separations or common.voids_case or common.voids_people or common.is_watched)
    counted = any(recording.counts for recording in common.recordings)
    reasons = (way.reasons or target.reasons) if target.final else ()
    lands = _lands(workflow, target.name)
    simple = workflow.states[source].guard is None and target.guard is None and len(reasons) < 2 and lands is None
    return WayPlan(
        common=common,
        way=way,
        source=source,
        target=target,
        needs=needs,
        guard=guard,
        stays=stays,
        lands=lands,
        is_plain=quiet and simple and not counted and not needs.others,
        reasons=reasons,
        stays_put=target.name == source,
        keeps_held=target.holds == workflow.states[source].holds,
        held_there=source if target.holds else None,
        all_true=(True,) * asked,
    )


def _event_plan(workflow: Workflow, event: Event) -> EventPlan | None:
    """
    Work out what is the same wherever an event is fired, unless it records something unusual.
    """
    recordings = [_recording(workflow, workflow.evidence[name]) for name in event.records]
    common = tuple(recording for recording in recordings if recording is not None)
    if len(common) != len(recordings):
        return None
    happened = [Happened("event", event.name), *(Happened("evidence", name) for name in event.records)]
    return EventPlan(
        workflow=workflow,
        event=event,
        roles=frozenset(event.by) & workflow.roles.keys(),
        recordings=common,
        voids_case=tuple(_voided(workflow, event, happened, None)),
        voids_people=tuple(_voided(workflow, event, happened, "")),
        is_watched=event.name in watched(workflow),
    )


def _recording(workflow: Workflow, evidence: Evidence) -> Recording | None:
    """
    Work out how a piece of evidence is recorded with an event, if that is simple.
    """
    place, needs = workflow.slots[evidence.name], evidence.needs
    counts = tests_of(workflow, needs) if needs.items else None
    match evidence.values:
        case _ if evidence.about is not None:
            return None
        case OneOf(values):
            return Recording(evidence.name, place, str, frozenset(values), counts)
        case Flag():
            return Recording(evidence.name, place, bool, frozenset((True, False)), counts)
        case Number(low, high) if high - low <= 1000:
            return Recording(evidence.name, place, int, frozenset(range(low, high + 1)), counts)
        case _:
            return None


def _voided(
    workflow: Workflow, event: Event, happened: list[Happened], person: str | None
) -> Iterator[tuple[int, str]]:
    """
    Give the places of evidence that an event and its records void: about the case, or about any *person*.
    """
    for evidence in workflow.evidence.values():
        if (evidence.about is None) != (person is None) or evidence.name in event.records:
            continue
        causes = [one.what for one in happened if any(voids(workflow, by, one, person) for by in evidence.voided_by)]
        if causes:
            yield workflow.slots[evidence.name], causes[0]


# ---- what happens by itself ------------------------------------------------------------------------------------------


def _stays(workflow: Workflow, state: str) -> Stays | None:
    """
    Make the test that a case in a state stays there until some time, with no deadline fired; nothing when it always does.

    It may say no where in truth nothing happens: then the rules are asked. It never says yes where something does.
    """
    tests = [_not_due(workflow, place) for place, one in enumerate(workflow.deadlines) if state in one.states]
    guard = workflow.states[state].guard
    if guard is not None:
        tests.append(_still_true(tests_of(workflow, guard)))
    if workflow.scheme is not None:
        tests.append(_scheme_stays(workflow.scheme.workflow))
    return _every(tests)


def _lands(workflow: Workflow, state: str) -> Stays | None:
    """
    Make the test that no date has begun for which a deadline waits in a state; nothing when none ever does.
    """
    waits = [place for place, one in enumerate(workflow.deadlines) if state in one.states and one.until is not None]
    return _every([_not_due(workflow, place) for place in waits])


def _every(tests: list[Stays]) -> Stays | None:
    return (lambda situation, at: all(test(situation, at) for test in tests)) if tests else None


def _scheme_stays(link: Workflow) -> Stays:
    """
    Make the test that nothing happened by itself to the scheme either, as it was last seen.
    """
    return lambda situation, at: situation.scheme is None or next_change(link, situation.scheme, at) is None


def _still_true(guard: Tests) -> Stays:
    """
    Make the test that a gate was true all the time: if it is steady and true at the end, it was.
    """
    return lambda situation, at: guard.is_steady and guard.whole(situation.evolved(now=at), None) is True


def _not_due(workflow: Workflow, place: int) -> Stays:
    """
    Make the test that a deadline is not due yet.
    """
    deadline = workflow.deadlines[place]
    if deadline.until is not None:
        return _before_date(workflow, workflow.evidence[deadline.until])
    if deadline.calendar is None:
        return lambda situation, at: at < situation.since + deadline.length

    @lru_cache(maxsize=1024)
    def due(since: Instant) -> Instant | None:
        return due_at(workflow, first_situation(workflow, (), since).evolved(state=deadline.states[0]), place)

    return lambda situation, at: at < (due(situation.since) or 0)


def _before_date(workflow: Workflow, evidence: Evidence) -> Stays:
    """
    Make the test that the date a piece of evidence holds has not begun, or that it holds none.
    """
    about_case, place, zone = evidence.about is None, workflow.slots[evidence.name], workflow.time_zone

    @lru_cache(maxsize=1024)
    def begins(day: date) -> Instant:
        return start_of_day(day, zone)

    def before(situation: Situation, at: Instant) -> bool:
        record = situation.records[place] if about_case else None
        return (
            record is None or record.void is not None or not isinstance(record.value, date) or at < begins(record.value)
        )

    return before
