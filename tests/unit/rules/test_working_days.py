"""
Deadlines in working days, where clocks change: in Britain and in New Zealand, in spring and in autumn.
"""

from datetime import date

import pytest
from tests.small import at, event, opened, state, workflow

from rjflow.definition.model import Calendar, Deadline
from rjflow.frozen import frozen_map
from rjflow.instants import HOUR
from rjflow.rules.commands import Advance
from rjflow.rules.deciding import decide
from rjflow.rules.timing import due_at
from rjflow.rules.waking import wake

RING = event("ring", ("start", "late"), by=("clock",))


def armed(days: int, zone: str, holidays: tuple[date, ...] = (), **length: int):
    """
    A workflow whose clock rings after so many working days, or after a length of time.
    """
    how = length or {"working_days": days, "calendar": "office"}
    return workflow(
        RING,
        state("late"),
        calendars=frozen_map({"office": Calendar(name="office", weekdays=(0, 1, 2, 3, 4), holidays=holidays)}),
        time_zone=zone,
        deadlines=(Deadline(states=("start",), event="ring", **how),),
    )


@pytest.mark.parametrize(
    ("zone", "begin", "days", "over"),
    [
        ("Europe/London", "2026-03-27T09:00+00:00", 1, "2026-03-31T00:00+01:00"),  # over the night that loses an hour
        ("Europe/London", "2026-03-29T00:30+00:00", 1, "2026-03-31T00:00+01:00"),  # half an hour before it is lost
        ("Europe/London", "2026-03-29T02:30+01:00", 1, "2026-03-31T00:00+01:00"),  # after it was lost
        ("Europe/London", "2026-10-23T17:00+01:00", 1, "2026-10-27T00:00+00:00"),  # over the night with an hour twice
        ("Europe/London", "2026-10-25T01:30+01:00", 1, "2026-10-27T00:00+00:00"),  # the first half past one
        ("Europe/London", "2026-10-25T01:30+00:00", 1, "2026-10-27T00:00+00:00"),  # the second
        ("Pacific/Auckland", "2026-04-03T09:00+13:00", 1, "2026-04-07T00:00+12:00"),  # autumn there: an hour twice
        ("Pacific/Auckland", "2026-04-05T02:30+13:00", 1, "2026-04-07T00:00+12:00"),
        ("Pacific/Auckland", "2026-04-05T02:30+12:00", 1, "2026-04-07T00:00+12:00"),
        ("Pacific/Auckland", "2026-09-25T09:00+12:00", 1, "2026-09-29T00:00+13:00"),  # spring there: an hour lost
        ("Pacific/Auckland", "2026-09-24T23:59+12:00", 10, "2026-10-09T00:00+13:00"),
        ("UTC", "2026-03-27T09:00+00:00", 1, "2026-03-31T00:00+00:00"),
    ],
)
def test_working_days_end_at_local_midnight(zone, begin, days, over):
    """
    The deadline is due when the last working day is over where the workflow is, whatever the clocks did meanwhile; not a moment before.
    """
    definition, due = armed(days, zone), at(over)
    situation = opened(definition, at(begin))

    assert (due, due) == (due_at(definition, situation, 0), wake(definition, situation).at)
    assert "start" == decide(definition, situation, Advance(at=due - 1)).after.state
    assert "late" == decide(definition, situation, Advance(at=due)).after.state


@pytest.mark.parametrize("begin", ["2026-03-28T12:00+00:00", "2026-10-24T12:00+01:00"])
def test_hours_are_hours(begin):
    """
    A deadline in hours or days counts the time that passes, not what clocks show.
    """
    definition = armed(0, "Europe/London", length=24 * HOUR)

    assert at(begin) + 24 * HOUR == due_at(definition, opened(definition, at(begin)), 0)


@pytest.mark.parametrize(
    ("holidays", "over"),
    [
        ((), "2026-12-31T00:00+00:00"),
        ((date(2026, 12, 25), date(2026, 12, 28)), "2027-01-02T00:00+00:00"),
        ((date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 1, 1)), "2027-01-05T00:00+00:00"),
    ],
)
def test_holidays_are_not_counted(holidays, over):
    """
    Five working days from Wednesday before Christmas; a holiday on a Saturday changes nothing.
    """
    definition = armed(5, "Europe/London", holidays)
    situation = opened(definition, at("2026-12-23T09:00+00:00"))

    assert at(over) == due_at(definition, situation, 0)


def test_the_day_on_which_it_begins_does_not_count():
    """
    Just before and just after midnight lie a day apart.
    """
    definition = armed(1, "Europe/London")
    late, early = (
        due_at(definition, opened(definition, at(when)), 0)
        for when in ("2026-06-01T23:59+01:00", "2026-06-02T00:00+01:00")
    )

    assert (at("2026-06-03T00:00+01:00"), at("2026-06-04T00:00+01:00")) == (late, early)
