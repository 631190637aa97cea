"""
`rjflow test`: act the scenarios of files out, and tell which of them came as they must.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import STANDARD_INPUT, CouldNotRead, content_of, path_of
from rjflow.cli.saying import answer, progress, remark
from rjflow.report.covered import covered_text
from rjflow.report.covered_documents import tested_markdown
from rjflow.report.shown import shown_text
from rjflow.report.tested import Result, Tested, tested_text
from rjflow.report.tested_documents import tested_json, tested_junit
from rjflow.scenarios.coverage import Coverage
from rjflow.sources.errors import InvalidWorkflow
from rjflow.text import counted

EXITS: dict[Result, Exit] = {
    "passed": Exit.YES,
    "failed": Exit.REFUSED,
    "invalid": Exit.INVALID,
    "unreadable": Exit.COULD_NOT_RUN,
}


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "markdown"]),
    default="text",
    show_default=True,
    help="How to say it: for people, for programs, for test servers, for pages.",
)
@click.option(
    "--coverage", is_flag=True, help="Tell what of the workflow the scenarios try, and list what they do not."
)
@click.option(
    "--at-least",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="With --coverage: end with 6 if any of its four shares is smaller.",
)
@click.option(
    "--show",
    metavar="WORDS",
    help="Show the scenarios whose names begin so, step by step, and who could do what in the end.",
)
@click.pass_context
def test(
    context: click.Context, files: Sequence[str], form: str, show: str | None, *, coverage: bool, at_least: float | None
) -> None:
    """
    Act scenarios out, and tell which came as they must.

    Each FILE is a scenario file, or - for standard input. Every scenario is run on the engine with a clock of its own,
    whether the workflow keeps its safeguards or not. A failure shows what happened beside what must.
    """
    if not coverage and at_least is not None:
        raise click.UsageError("--at-least needs --coverage")
    if show is not None and form != "text":
        raise click.UsageError("--show is told as text")
    if coverage and form == "junit":
        raise click.UsageError("--coverage is told as text, json, or markdown; test servers have no word for it")
    tested = []
    for place, name in enumerate(files):
        tested.append(_tested(name, watched=coverage, show=show))
        if form == "text":
            _say(tested[-1], show, first=place == 0)
    _refuse_an_unknown(tested, show)
    found = coverages(tested) if coverage else None
    match form:
        case "json":
            answer(tested_json(tested, found))
        case "junit":
            answer(tested_junit(tested))
        case "markdown":
            answer(tested_markdown(tested, found or ()))
        case _:
            _sum_up(tested, found or ())
    small = at_least is not None and any(one.least < at_least for one in found or ())
    context.exit(gravest([*(EXITS[one.result] for one in tested), Exit.REFUSED if small else Exit.YES]))


def coverages(tested: Sequence[Tested]) -> list[Coverage]:
    """
    Put together what was noted in files of one workflow, and tell what they try of it.
    """
    from rjflow.definition.fingerprint import fingerprint
    from rjflow.scenarios.covering import cover

    several: dict[str, list[Tested]] = {}
    for one in tested:
        if one.file is not None:
            several.setdefault(fingerprint(one.file.workflow), []).append(one)
    return [
        cover(file.workflow, [watch for one in group for watch in one.watches])
        for group in several.values()
        if (file := group[0].file) is not None
    ]


# ----------------------------------------------------------------------------------------------------------------------


def _tested(name: str, *, watched: bool, show: str | None) -> Tested:
    from rjflow.scenarios.reading import read_scenarios
    from rjflow.scenarios.running import run
    from rjflow.scenarios.watching import Watch

    called = "<stdin>" if name == STANDARD_INPUT else name
    try:
        folder = Path() if name == STANDARD_INPUT else path_of(name).parent
        file = read_scenarios(content_of(name), name=called, folder=folder)
    except CouldNotRead as unreadable:
        return Tested(name=called, failure=str(unreadable))
    except InvalidWorkflow as invalid:
        return Tested(name=called, diagnostics=invalid.diagnostics)
    watched = watched or show is not None
    outcomes, watches = [], [Watch(asks=_is_shown(one.name, show)) for one in file.scenarios if watched]
    with progress() as tell:
        for place, scenario in enumerate(file.scenarios):
            tell(f"acting out: {scenario.name}")
            outcomes.append(run(file, scenario, watch=watches[place] if watched else None))
    return Tested(name=called, file=file, outcomes=tuple(outcomes), watches=tuple(watches))


def _sum_up(tested: Sequence[Tested], coverages: Sequence[Coverage]) -> None:
    """
    Say how several files went, and what they try.
    """
    if len(tested) > 1:
        failed = sum(one.result != "passed" for one in tested)
        answer(f"\n{counted(len(tested), 'file')}: {failed or 'none'} of them failed.")
    for one in coverages:
        answer(f"\n{covered_text(one)}")


def _refuse_an_unknown(tested: Sequence[Tested], show: str | None) -> None:
    """
    Refuse to show what is not there, unless there was nothing to be shown at all.
    """
    called = [one.scenario.name for each in tested for one in each.outcomes]
    if show is not None and called and not any(_is_shown(name, show) for name in called):
        raise click.UsageError(f"no scenario has a name that begins with `{show}`")


def _is_shown(name: str, show: str | None) -> bool:
    return show is not None and name.startswith(show)


def _say(tested: Tested, show: str | None, *, first: bool) -> None:
    if tested.failure is not None:
        remark(f"could not read {tested.failure}")
        return
    if tested.file is None:
        text = str(InvalidWorkflow(tested.diagnostics))
    else:
        text = tested_text(tested.file, tested.name, tested.outcomes)
        for outcome, watch in zip(tested.outcomes, tested.watches, strict=False):
            if _is_shown(outcome.scenario.name, show):
                text += f"\n\n{shown_text(tested.file, outcome, watch)}"
    answer(text if first else f"\n{text}")
