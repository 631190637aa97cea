"""
`rjflow calendar`: the public holidays that deadlines in working days are counted by.
"""

from collections.abc import Sequence
from importlib import import_module

import click

from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import CouldNotRead, read_named
from rjflow.cli.saying import answer, remark
from rjflow.clock import SystemClock
from rjflow.definition.model import REGIONS, Calendar
from rjflow.integrations import NotInstalled
from rjflow.names import spoken
from rjflow.report.running import day_text
from rjflow.text import listed

_AHEAD = 2


@click.group()
def calendar() -> None:
    """
    Keep the calendars of workflows up to date.

    A workflow lists its holidays itself, so that it means the same for ever. These commands take them from the package
    `holidays`: pip install 'rjflow[calendars]'
    """


@click.command("write")
@click.argument("region", type=click.Choice(REGIONS))
@click.option(
    "--from", "first", type=click.IntRange(2000, 2100), help="The first year; this one unless told otherwise."
)
@click.option(
    "--to", "last", type=click.IntRange(2000, 2100), help="The last year; two after the first unless told otherwise."
)
def calendar_write(region: str, *, first: int | None, last: int | None) -> None:
    """
    Print a calendar with a region's public holidays.

    It is written as it stands in a workflow file, with the edition of the list it was taken from.
    """
    _need_holidays()
    from rjflow.integrations.calendars import edition, public_holidays

    begin = SystemClock().now().year if first is None else first
    end = begin + _AHEAD if last is None else last
    if end < begin:
        raise click.UsageError("--to is not before --from")
    days = [day for day in public_holidays(region, range(begin, end + 1)) if day.weekday() < 5]  # Monday to Friday
    answer(f"calendars:\n  {region}:\n    working-days: [mon, tue, wed, thu, fri]\n    holidays:")
    for year in range(begin, end + 1):
        answer("\n".join(f"      - {day.isoformat()}" for day in days if day.year == year))
    answer(f"    region: {region}\n    edition: {edition()}")


@click.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.pass_context
def calendar_check(context: click.Context, files: Sequence[str]) -> None:
    """
    Compare calendars with the public holidays of their regions.

    Looked at are those that name a `region`, in the years from their first holiday to their last. Exit 6 if a public holiday is missing,
    or if a calendar lists none for the year to come.
    """
    _need_holidays()
    found = []
    for name in files:
        workflow = read_named(name)
        regional = [one for one in workflow.calendars.values() if one.region is not None]
        found += [_checked(name, one) for one in regional]
        if not regional:
            answer(f"{name}: no calendar names a region")
    context.exit(gravest(found))


# ----------------------------------------------------------------------------------------------------------------------


def _need_holidays() -> None:
    """
    See whether the holidays are known, before anything is said.

    Raises:
        CouldNotRead: what knows them is not installed.
    """
    try:
        import_module("rjflow.integrations.calendars")
    except NotInstalled as missing:
        raise CouldNotRead(f"the holidays: {missing}") from missing


def _checked(name: str, one: Calendar) -> Exit:
    """
    Say in what a calendar differs from its region's holidays.
    """
    from rjflow.integrations.calendars import compared, edition

    told, found, coming = f"{name}: {one.name}", compared(one), SystemClock().now().year + 1
    for day in found.missing:
        answer(
            f"{told}: {day_text(day)} is a public holiday of {spoken(one.region or '')} by {edition()}, and is not listed"
        )
    if found.extra:
        remark(f"{told}: {listed([day_text(day) for day in found.extra])}: listed, and no public holiday")
    if found.last is None or found.last < coming:
        answer(f"{told}: no holidays are listed for {coming}")
        return Exit.REFUSED
    if not found.missing:
        answer(f"{told}: as {edition()} has it, up to {found.last}")
    return Exit.REFUSED if found.missing else Exit.YES


for _command in (calendar_write, calendar_check):
    calendar.add_command(_command)
