"""
The public holidays of a region, from the package `holidays`, to write into a workflow and to compare with one.

A workflow lists its holidays itself, so that it means the same for ever; this is for whoever keeps the list up to date.

Stands on: holidays, `definition.model`.   Knows nothing of: files, due times.
"""

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

from rjflow.definition.model import REGIONS, Calendar
from rjflow.engine.asking import NotAsked, UnknownName
from rjflow.frozen import frozen
from rjflow.integrations import from_extra

with from_extra("calendars"):
    import holidays

_CODES: dict[str, tuple[str, str | None]] = {
    "england-and-wales": ("GB", "ENG"),
    "scotland": ("GB", "SCT"),
    "northern-ireland": ("GB", "NIR"),
    "new-zealand": ("NZ", None),
}


@frozen
class Outdated:
    """
    In what a calendar differs from the public holidays of its region, in the years from its first holiday to its last.

    Attributes:
        missing: working days of the calendar that are public holidays.
        extra: its holidays that are none there; an office may have some of its own.
        last: the last year for which it lists any.
    """

    missing: tuple[date, ...]
    extra: tuple[date, ...]
    last: int | None


def edition() -> str:
    """
    Name the package that holidays are taken from, with its version.
    """
    return f"holidays {version('holidays')}"


def public_holidays(region: str, years: Iterable[int]) -> tuple[date, ...]:
    """
    Give the public holidays of a region in some years, those observed on another day included.

    Raises:
        UnknownName: it is no region that a calendar can name.
        NotAsked: nobody knows the holidays of so early or so late a year.

    >>> [day.isoformat() for day in public_holidays("scotland", [2026])][:3]
    ['2026-01-01', '2026-01-02', '2026-04-03']
    """
    if region not in _CODES:
        raise UnknownName("one", region, REGIONS, of="the regions whose holidays are known")
    country, part = _CODES[region]
    found = holidays.country_holidays(country, subdiv=part)
    wanted = sorted(set(years))
    if wanted and not found.start_year <= wanted[0] <= wanted[-1] <= found.end_year:
        raise NotAsked(f"holidays are known from {found.start_year} to {found.end_year}")
    return tuple(sorted(holidays.country_holidays(country, subdiv=part, years=wanted))) if wanted else ()


def compared(calendar: Calendar) -> Outdated:
    """
    Compare the holidays of a calendar with the public holidays of its region; days that are not worked anyway do not matter.
    """
    years = [day.year for day in calendar.holidays]
    theirs = public_holidays(calendar.region or "", range(min(years), max(years) + 1)) if years else ()
    first = min(calendar.holidays, default=date.max)
    missing = [day for day in theirs if day >= first and day.weekday() in calendar.weekdays]
    return Outdated(
        missing=tuple(day for day in missing if day not in calendar.holidays),
        extra=tuple(day for day in calendar.holidays if day not in theirs),
        last=max(years, default=None),
    )
