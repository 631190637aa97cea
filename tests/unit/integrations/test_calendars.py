"""
Public holidays, and calendars that are held against them.
"""

from datetime import date

import pytest
from attrs import evolve

from rjflow.definition.model import REGIONS, Calendar
from rjflow.engine.asking import NotAsked, UnknownName
from rjflow.integrations.calendars import compared, edition, public_holidays

OFFICE = Calendar(name="office", weekdays=(0, 1, 2, 3, 4), region="england-and-wales")
# As the governments list them, days observed instead of others included.
LISTED = {
    "england-and-wales": "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    "scotland": "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
    "northern-ireland": "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
    "new-zealand": "01-01 01-02 02-06 04-03 04-06 04-27 06-01 07-10 10-26 12-25 12-28",
}


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_its_holidays(region):
    """
    In 2026, the holidays on weekdays are those that the government lists.
    """
    found = [day for day in public_holidays(region, [2026]) if day.weekday() < 5]

    assert LISTED[region].split() == [f"{day:%m-%d}" for day in found]
    assert edition().startswith("holidays 0.")


def test_a_region_nobody_knows_is_refused():
    """
    Only regions that a calendar can name have holidays here.
    """
    with pytest.raises(UnknownName, match="did you mean `scotland`"):
        public_holidays("scotlnd", [2026])


def test_what_nobody_knows_is_no_empty_list():
    """
    A year for which the package knows nothing is refused; no year at all has no holidays.
    """
    with pytest.raises(NotAsked, match="to 2100"):
        public_holidays("scotland", [2100, 2101])
    assert () == public_holidays("scotland", [])


def test_a_calendar_is_compared_in_its_own_years():
    """
    Missing is a public holiday that would be worked; a weekend, and what lies before the first day listed, do not matter.
    """
    listed = public_holidays("england-and-wales", [2026, 2027])
    whole = evolve(OFFICE, holidays=listed)
    late = evolve(OFFICE, holidays=tuple(day for day in listed if day >= date(2026, 8, 31) and day.weekday() < 5))
    changed = evolve(late, holidays=(*(day for day in late.holidays if day != date(2026, 12, 28)), date(2027, 2, 1)))

    assert [((), (), 2027)] * 2 == [(one.missing, one.extra, one.last) for one in map(compared, (whole, late))]
    assert ((date(2026, 12, 28),), (date(2027, 2, 1),)) == (compared(changed).missing, compared(changed).extra)
    assert ((), (), None) == (compared(OFFICE).missing, compared(OFFICE).extra, compared(OFFICE).last)
