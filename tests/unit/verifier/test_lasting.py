"""
Working days to the moment: deadlines that holidays and clock changes make longer or shorter, just as much as they can and no more.
"""

from datetime import date, timedelta

import pytest
from tests.small import event, workflow
from tests.unit.verifier.hard_pairs import CLOSED
from tests.unit.verifier.test_hard_pairs import judged

from rjflow.definition.model import CLOCK, Calendar, Deadline, Workflow
from rjflow.frozen import frozen_map
from rjflow.instants import end_of_day, start_of_day
from rjflow.verifier.lasting import Due, lengths

OFFICE = (0, 1, 2, 3, 4)
EASTER = (date(2026, 4, 3), date(2026, 4, 6))
WINTER = (date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3))


def with_days(zone: str, days: int, weekdays: tuple[int, ...], holidays: tuple[date, ...]) -> tuple[Workflow, Deadline]:
    """
    Give a small workflow with one deadline of so many working days.
    """
    calendar = Calendar(name="office", weekdays=weekdays, holidays=holidays)
    deadline = Deadline(states=("start",), event="late", working_days=days, calendar="office")
    late = event("late", ("start", "end"), by=(CLOCK,))
    return workflow(late, deadlines=(deadline,), calendars=frozen_map({"office": calendar}), time_zone=zone), deadline


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("days", "weekdays", "holidays"),
    [(1, OFFICE, EASTER), (10, OFFICE, ()), (10, OFFICE, EASTER + WINTER), (3, (2,), WINTER), (20, (0, 6), EASTER)],
)
def test_the_bounds_are_reached_and_never_passed(
    zone: str, days: int, weekdays: tuple[int, ...], holidays: tuple[date, ...]
):
    """
    On every day of three years a deadline takes as long as is reckoned with, and on some day just as long, and as short, as that.
    """
    small, deadline = with_days(zone, days, weekdays, holidays)
    due = Due(small, deadline)
    starts = [start_of_day(date(2026, 1, 1) + timedelta(days=day), zone) for day in range(1150)]

    longest = max(due.after(start) - start for start in starts)
    shortest = min(due.after(end_of_day(start, zone) - 1) - end_of_day(start, zone) + 1 for start in starts)

    assert (shortest, longest) == lengths(small, deadline)


def test_clocks_that_change_twice_in_a_season_are_reckoned_with():
    """
    In Morocco the clocks go back for Ramadan and forward again after it, each year on other days: no year takes less or more than is said.
    """
    zone = "Africa/Casablanca"
    small, deadline = with_days(zone, 10, OFFICE, ())
    due = Due(small, deadline)
    starts = [start_of_day(date(2026, 1, 1) + timedelta(days=day), zone) for day in range(3000)]
    least, most = lengths(small, deadline)

    assert all(due.after(start) - start <= most for start in starts)
    assert all(due.after(end_of_day(start, zone) - 1) - end_of_day(start, zone) + 1 >= least for start in starts)


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland"])
def test_a_whole_season_of_working_days_is_never_reckoned_too_short(zone: str):
    """
    Of more working days than clock changes are looked for, some margin is given; a season in which clocks go back is within it.
    """
    small, deadline = with_days(zone, 61, OFFICE, ())
    due, (least, most) = Due(small, deadline), lengths(small, deadline)

    for start in (start_of_day(date(2026, 1, 1) + timedelta(days=day), zone) for day in range(400)):
        assert least <= due.after(start) - end_of_day(start, zone) + 1
        assert due.after(start) - start <= most


LAPSES = """\
time-zone: ZONE
evidence:
  consent: {one-of: [given], recorded-by: [facilitator], current-for: WINDOW}
states: {preparing: {start: true}, planned: {}, meeting: {kind: meeting}, on-file: {}, CLOSED}
events:
  plan: {from: preparing, to: planned, by: [facilitator], records: [consent]}
  lapse: {from: planned, to: on-file, by: [clock]}
  take-up: {from: on-file, to: preparing, by: [facilitator]}
  meet: {from: planned, to: meeting, by: [facilitator]}
  close: {from: [meeting, on-file], to: closed, by: [facilitator]}
deadlines:
  - {in: planned, after: MANY working days, calendar: office, then: lapse}
calendars: {office: {working-days: [mon, tue, wed, thu, fri], holidays: HOLIDAYS}}
safeguards:
  - {id: A, label: a, entering: meeting, must: consent is given}
"""
CHRISTMAS = "[2026-12-25, 2026-12-28, 2027-01-01]"


@pytest.mark.parametrize(
    ("zone", "window", "days", "holidays", "verdict"),
    [
        ("UTC", "8 days", "5", "[]", "kept"),
        ("Europe/London", "8 days", "5", "[]", "broken"),
        ("Europe/London", "193 hours", "5", "[]", "kept"),
        ("Europe/London", "12 days", "5", CHRISTMAS, "broken"),
        ("Europe/London", "13 days", "5", CHRISTMAS, "kept"),
        ("Europe/London", "88 days", "61", "[]", "broken"),
    ],
)
def test_consent_lasts_as_long_as_a_plan_can_wait(zone: str, window: str, days: str, holidays: str, verdict: str):
    """
    Five working days are eight days at the most, thirteen over Christmas, and an hour more when clocks go back; to the hour, consent for
    less runs out, and consent for as long does not.
    """
    text = LAPSES.replace("ZONE", zone).replace("WINDOW", window).replace("MANY", days).replace("HOLIDAYS", holidays)

    assert verdict == judged(text.replace("CLOSED", CLOSED))


SILENCE = """\
time-zone: ZONE
evidence:
  approval: {one-of: [approved], recorded-by: [supervisor], current-for: whole-case}
states: {assessing: {start: true}, approved: {}, overdue: {}, CLOSED}
events:
  approve: {from: assessing, to: approved, by: [supervisor], records: [approval]}
  silence: {from: assessing, to: approved, by: [clock]}
  lapse: {from: assessing, to: overdue, by: [clock]}
  close: {from: [approved, overdue], to: closed, by: [supervisor]}
deadlines:
  - {in: assessing, after: 10 working days, calendar: office, then: silence}
  - {in: assessing, after: 12 days, then: lapse}
calendars: {office: {working-days: [mon, tue, wed, thu, fri], holidays: []}}
safeguards:
  - {id: A, label: a, entering: approved, must: approval is current}
"""


@pytest.mark.parametrize(("zone", "verdict"), [("UTC", "kept"), ("Europe/London", "broken")])
def test_two_deadlines_race_to_the_hour(zone: str, verdict: str):
    """
    Ten working days, begun last thing on a Sunday, are twelve days and a moment; where clocks are put forward in between they are less.
    """
    assert verdict == judged(SILENCE.replace("ZONE", zone).replace("CLOSED", CLOSED))
