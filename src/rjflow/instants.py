"""
Instants: time as whole numbers, so that comparing is exact and writing one down is canonical.

An *instant* is a whole number of microseconds since 1970 in UTC. A local time without its zone can never slip in.

The calendar ends with the year 9999 and begins with the year 1: instants beyond are shown as the last or first moment there is, and a
day that would begin beyond begins `NEVER`. So nothing that is asked of an instant ever fails.

Stands on: `errors`.   Knows nothing of: workflows, what time it is.
"""

from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from rjflow.errors import NotATime

Instant = int
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR

NEVER = 1 << 62

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
FIRST: Instant = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
LAST: Instant = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND


def instant(moment: datetime) -> Instant:
    """
    Turn a moment into an instant.

    Raises:
        NotATime: it is no moment, or has no time zone, so that nobody can say when it is.

    >>> instant(datetime(1970, 1, 2, tzinfo=UTC))
    86400000000
    """
    if not isinstance(moment, datetime):
        raise NotATime(
            f"a time is a date with a time of day and its time zone, such as datetime.now(UTC), not {moment!r}"
        )
    if moment.utcoffset() is None:
        raise NotATime("a time without its time zone was given; use a time with one, such as datetime.now(UTC)")
    at = (moment - _EPOCH) // _MICROSECOND
    return at if FIRST <= at <= LAST else min(max(at, FIRST), LAST)


def moment(at: Instant, zone: str = "UTC") -> datetime:
    """
    Turn an instant back into a moment, as the clocks of *zone* show it.

    >>> moment(86400000000).isoformat()
    '1970-01-02T00:00:00+00:00'
    """
    there = _EPOCH + timedelta(microseconds=min(max(at, FIRST), LAST))
    try:
        return there.astimezone(ZoneInfo(zone))
    except OverflowError:  # the zone is ahead of the last moment, or behind the first
        return there.replace(tzinfo=ZoneInfo(zone))


def start_of_day(day: date, zone: str) -> Instant:
    """
    Give the instant at which *day* begins in *zone*.

    >>> start_of_day(date(1970, 1, 2), "UTC") == DAY
    True
    """
    return instant(datetime.combine(day, time_of_day(), tzinfo=ZoneInfo(zone)))


def day_after(day: date, days: int = 1) -> date | None:
    """
    Give the day so many days later; nothing when the calendar has ended by then.

    >>> day_after(date(1970, 1, 1)), day_after(date.max)
    (datetime.date(1970, 1, 2), None)
    """
    return None if date.max - day < timedelta(days=days) else day + timedelta(days=days)


def end_of_day(at: Instant, zone: str) -> Instant:
    """
    Give the instant at which the day that *at* falls on is over in *zone*.

    >>> end_of_day(0, "UTC") == DAY
    True
    """
    then = day_after(moment(at, zone).date())
    return NEVER if then is None else start_of_day(then, zone)
