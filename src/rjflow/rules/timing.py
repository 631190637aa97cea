"""
What time does by itself: when evidence runs out, when a deadline is due.

Stands on: `viewing`, `clock`.   Knows nothing of: commands.
"""

from collections.abc import Iterator
from datetime import date

from rjflow.definition.model import Deadline, Evidence, Workflow
from rjflow.instants import Instant, day_after, moment, start_of_day
from rjflow.rules.situation import Record, Situation
from rjflow.rules.viewing import life, record_of, until


def next_change(workflow: Workflow, situation: Situation, at: Instant) -> Instant | None:
    """
    Give the first instant, later than now and not later than *at*, at which time itself may change something.

    Of the case, or of the scheme as it was last seen, brought up to date with the case.
    """
    if at <= situation.now:
        return None
    instants = [*_expiries(workflow, situation), *_dues(workflow, situation)]
    if workflow.scheme is not None and situation.scheme is not None:
        link, seen = workflow.scheme.workflow, situation.scheme
        instants += [*_expiries(link, seen), *_dues(link, seen)]
    return min((one for one in instants if situation.now < one <= at), default=None)


def due_at(workflow: Workflow, situation: Situation, place: int) -> Instant | None:
    """
    Give when a deadline fires next if the case stays where it is; nothing when it is not armed.
    """
    deadline = workflow.deadlines[place]
    if situation.state not in deadline.states:
        return None
    rung = dict(situation.rung).get(place)
    if deadline.until is not None:
        return _until_date(workflow, situation, deadline.until, rung)
    start = situation.since if rung is None else rung
    if deadline.calendar is None:
        return start + deadline.length
    return _after_working_days(workflow, deadline, start)


# ----------------------------------------------------------------------------------------------------------------------


def _until_date(workflow: Workflow, situation: Situation, evidence: str, rung: Instant | None) -> Instant | None:
    """
    Give when the recorded date begins, unless the deadline has fired for that record already.
    """
    record = record_of(workflow, situation, evidence, None)
    if record is None or not isinstance(record.value, date):
        return None
    if life(workflow, workflow.evidence[evidence], record, situation.now) != "current":
        return None
    if rung is not None and rung >= record.at:
        return None
    return start_of_day(record.value, workflow.time_zone)


def _after_working_days(workflow: Workflow, deadline: Deadline, start: Instant) -> Instant | None:
    """
    Give the end of the last of so many working days after the day of *start*; nothing when the calendar ends before.
    """
    calendar = workflow.calendars[deadline.calendar or ""]
    day: date | None = moment(start, workflow.time_zone).date()
    left = deadline.working_days
    while left > 0 and day is not None:
        day = day_after(day)
        left -= day is not None and day.weekday() in calendar.weekdays and day not in calendar.holidays
    over = day_after(day) if day is not None else None
    return None if over is None else start_of_day(over, workflow.time_zone)


def _expiries(workflow: Workflow, situation: Situation) -> Iterator[Instant]:
    """
    Give when each record that is not void runs out.
    """
    for name, evidence in workflow.evidence.items():
        if evidence.window.unit == "whole case":
            continue
        place = workflow.slots[name]
        holders = (person.records for person in situation.people) if evidence.about else (situation.records,)
        for records in holders:
            if (end := _end(workflow, evidence, records[place])) is not None:
                yield end


def _end(workflow: Workflow, evidence: Evidence, record: Record | None) -> Instant | None:
    return until(workflow, evidence, record) if record is not None and record.void is None else None


def _dues(workflow: Workflow, situation: Situation) -> Iterator[Instant]:
    """
    Give when each armed deadline fires.
    """
    for place in range(len(workflow.deadlines)):
        if (due := due_at(workflow, situation, place)) is not None:
            yield due
