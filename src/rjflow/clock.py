"""
What time it is, passed in: the only place that reads the machine's clock.

Stands on: `errors`.   Knows nothing of: workflows.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from rjflow.errors import NotATime


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """Give the present moment, with its zone."""
        ...


class SystemClock:
    """The machine's own clock, in UTC."""

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """
    A clock that moves only when told to, for tests and demonstrations.

    Raises:
        NotATime: the moment it should start at is none, or has no time zone.

    >>> clock = FixedClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
    >>> clock.forward(days=2)
    >>> clock.now().isoformat()
    '2026-03-03T09:00:00+00:00'
    """

    def __init__(self, start: datetime) -> None:
        if not _has_zone(start):
            raise NotATime(f"a clock starts at a time with its time zone, such as datetime.now(UTC), not at {start!r}")
        self._now = start

    def now(self) -> datetime:
        """Give the moment it stands at."""
        return self._now

    def forward(self, **amount: int) -> None:
        """Move forward by `days=`, `hours=`, `minutes=`, as `timedelta` takes them."""
        self._now += timedelta(**amount)


def ticks() -> float:
    """
    Give seconds that only run forward, for whoever measures how long they have waited.
    """
    return time.monotonic()


def pause(seconds: float) -> None:
    """
    Wait.
    """
    time.sleep(seconds)


# ----------------------------------------------------------------------------------------------------------------------


def _has_zone(start: object) -> bool:
    return isinstance(start, datetime) and start.utcoffset() is not None
