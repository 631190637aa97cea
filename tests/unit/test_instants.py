"""
Instants at the ends of the calendar.
"""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rjflow.instants import FIRST, LAST, Instant, instant


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime.max.replace(tzinfo=UTC), LAST),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))), LAST),
        (datetime.min.replace(tzinfo=UTC), FIRST),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=1))), FIRST),
    ],
)
def test_what_is_beyond_the_calendar_is_its_end(moment: datetime, expected: Instant):
    """
    A moment that is before the first or after the last that there is in UTC, because of its zone, is that one.
    """
    assert expected == instant(moment)
