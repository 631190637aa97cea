"""
Instants: time as whole numbers, so that comparing is exact and writing one down is canonical.

An *instant* is a whole number of microseconds since 1970 in UTC. A local time without its zone can never slip in.

Stands on: nothing.   Knows nothing of: rjflow, what time it is.
"""

from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

Instant = int
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(moment: datetime) -> Instant:
    """
    Turn a moment into an instant.

    Raises:
        ValueError: the moment has no time zone, so nobody can say when it is.

    >>> instant(datetime(1970, 1, 2, tzinfo=UTC))
    86400000000
    """
    if moment.tzinfo is None:
        raise ValueError("a time without its time zone was given; use a time with one, such as datetime.now(UTC)")
    return (moment - _EPOCH) // _MICROSECOND


def moment(at: Instant, zone: str = "UTC") -> datetime:
    """
    Turn an instant back into a moment, as the clocks of *zone* show it.

    >>> moment(86400000000).isoformat()
    '1970-01-02T00:00:00+00:00'
    """
    return (_EPOCH + timedelta(microseconds=at)).astimezone(ZoneInfo(zone))


def start_of_day(day: date, zone: str) -> Instant:
    """
    Give the instant at which *day* begins in *zone*.

    >>> start_of_day(date(1970, 1, 2), "UTC") == DAY
    True
    """
    return instant(datetime.combine(day, time_of_day(), tzinfo=ZoneInfo(zone)))


def end_of_day(at: Instant, zone: str) -> Instant:
    """
    Give the instant at which the day that *at* falls on is over in *zone*.

    >>> end_of_day(0, "UTC") == DAY
    True
    """
    return start_of_day(moment(at, zone).date() + timedelta(days=1), zone)
