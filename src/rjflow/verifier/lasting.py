"""
How long deadlines run: when one that counts working days is due, and how short and how long the days of its calendar can make it.

Stands on: `definition`, `instants`.   Knows nothing of: trails, sets.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from attrs import evolve

from rjflow.definition.lookup import may_come_again
from rjflow.definition.model import Calendar, Deadline, Workflow
from rjflow.instants import DAY, HOUR, Instant, end_of_day, moment, start_of_day

_SOME_DAY = date(2101, 1, 3)  # a Monday in winter, in a year for which no calendar lists holidays
_YEARS = (
    2000,
    2100,
)  # in which clock changes are looked for: every weekday, and whatever the rules of a zone do in single years
_COUNTED = 60  # working days up to which clock changes are looked at one by one
_WEEK = timedelta(weeks=1)


class Due:
    """When a deadline is due that began to run at some time, with all weekends and holidays."""

    def __init__(self, workflow: Workflow, deadline: Deadline, *, any_holidays: bool = True) -> None:
        self._deadline = deadline
        self._zone = workflow.time_zone
        self._known: dict[date, Instant] = {}
        self._calendar: Calendar | None = workflow.calendars[deadline.calendar] if deadline.calendar else None
        if self._calendar is not None and not any_holidays:
            self._calendar = evolve(self._calendar, holidays=())

    def after(self, start: Instant) -> Instant:
        """Give when it is due."""
        if self._calendar is None:
            return start + self._deadline.length
        begun = moment(start, self._zone).date()
        if begun not in self._known:
            self._known[begun] = self._counted(self._calendar, begun)
        return self._known[begun]

    def _counted(self, calendar: Calendar, day: date) -> Instant:
        left = self._deadline.working_days
        while left > 0:
            day += timedelta(days=1)
            left -= day.weekday() in calendar.weekdays and day not in calendar.holidays
        return start_of_day(day + timedelta(days=1), self._zone)

    def not_due_by(self, at: Instant) -> Instant:
        """Give the earliest start after which it is not due at a time."""
        if self._calendar is None:
            return at - self._deadline.length + 1
        day = moment(at, self._zone).date()
        while self.after(start_of_day(day, self._zone)) > at:
            day -= timedelta(days=1)
        return start_of_day(day + timedelta(days=1), self._zone)


@lru_cache(maxsize=256)
def may_ring_again(workflow: Workflow, place: int) -> bool:
    """
    Tell whether a case may come back to where one of the deadlines waits for a date that has come already; every search asks that.
    """
    return may_come_again(workflow, workflow.deadlines[place])


@lru_cache(maxsize=256)
def lengths(workflow: Workflow, deadline: Deadline) -> tuple[Instant, Instant]:
    """
    Give how long a deadline takes at the least and at the most, whatever moment it begins at.

    Of working days every day counts on which something is different: near a holiday, or before the clocks are changed. All other weeks are
    alike. So there is a moment at which it takes just so long, and none at which it takes less or more; of very many working days
    two hours are given instead of looking at the clocks.
    """
    if deadline.calendar is None:
        return deadline.length, deadline.length
    zone, calendar = workflow.time_zone, workflow.calendars[deadline.calendar]
    whole = (deadline.working_days // len(calendar.weekdays) + 2) * 7  # days, if no holiday is among them
    exactly = deadline.working_days <= _COUNTED
    alike = {_SOME_DAY + timedelta(days=step) for step in range(7)}
    for change in _kinds_of_change(zone, whole) if exactly else ():
        alike |= {change - timedelta(days=step) for step in range(-7, whole)}
    close = {holiday - timedelta(days=step) for holiday in calendar.holidays for step in range(whole)}
    shortest, longest = list[Instant](), list[Instant]()
    for days, due in ((alike, Due(workflow, deadline, any_holidays=False)), (close, Due(workflow, deadline))):
        for start in (start_of_day(day, zone) for day in days):
            ends = due.after(start)
            shortest.append(ends - end_of_day(start, zone) + 1)  # begun at the last moment of a day
            longest.append(ends - start)
    give = 0 if exactly else 2 * HOUR  # clocks are put forward and back by an hour
    return min(shortest) - give, max(longest) + give


@lru_cache(maxsize=64)
def _kinds_of_change(zone: str, near: int) -> tuple[date, ...]:
    """
    Give one day for every way in which clocks are changed: on which weekday, by how much, and what other change follows in *near* days.
    """
    changes, kinds = _changes(zone), dict[object, date]()
    for place, (day, by) in enumerate(changes):
        kinds.setdefault((day.weekday(), by, tuple(_soon(changes, place, near))), day)
    return tuple(kinds.values())


def _soon(changes: Sequence[tuple[date, Instant]], place: int, near: int) -> Iterator[tuple[int, Instant]]:
    """
    Give the changes that come so many days after one, and by how much each puts the clocks back.
    """
    for day, by in changes[place + 1 :]:
        if (day - changes[place][0]).days > near:
            return
        yield (day - changes[place][0]).days, by


@lru_cache(maxsize=8)
def _changes(zone: str) -> Sequence[tuple[date, Instant]]:
    """
    Give the days on which clocks are changed, with how much longer each is than a day.
    """
    found: list[tuple[date, Instant]] = []
    day, begins = date(_YEARS[0], 1, 1), start_of_day(date(_YEARS[0], 1, 1), zone)
    while day.year <= _YEARS[1]:
        after, ends = day + _WEEK, start_of_day(day + _WEEK, zone)
        if ends - begins != 7 * DAY:
            days = [day + timedelta(days=step) for step in range(7)]
            found += [(one, longer) for one in days if (longer := _length(one, zone) - DAY)]
        day, begins = after, ends
    return tuple(found)


def _length(day: date, zone: str) -> Instant:
    start = start_of_day(day, zone)
    return end_of_day(start, zone) - start
