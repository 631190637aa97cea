"""
`rjflow test`: act the scenarios of files out, and tell which of them came as they must.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import STANDARD_INPUT, CouldNotRead, content_of, path_of
from rjflow.cli.saying import answer, progress, remark
from rjflow.report.tested import Result, Tested, tested_text
from rjflow.report.tested_documents import tested_json, tested_junit
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
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="How to say it: for people, for programs, for test servers.",
)
@click.pass_context
def test(context: click.Context, files: Sequence[str], form: str) -> None:
    """
    Act scenarios out, and tell which came as they must.

    Each FILE is a scenario file, or - for standard input. Every scenario is run on the engine with a clock of its own,
    whether the workflow keeps its safeguards or not. A failure shows what happened beside what must.
    """
    tested = []
    for place, name in enumerate(files):
        tested.append(_tested(name))
        if form == "text":
            _say(tested[-1], first=place == 0)
    if form != "text":
        answer({"json": tested_json, "junit": tested_junit}[form](tested))
    elif len(files) > 1:
        failed = sum(one.result != "passed" for one in tested)
        answer(f"\n{counted(len(tested), 'file')}: {failed or 'none'} of them failed.")
    context.exit(gravest(EXITS[one.result] for one in tested))


# ----------------------------------------------------------------------------------------------------------------------


def _tested(name: str) -> Tested:
    from rjflow.scenarios.reading import read_scenarios
    from rjflow.scenarios.running import run

    called = "<stdin>" if name == STANDARD_INPUT else name
    try:
        folder = Path() if name == STANDARD_INPUT else path_of(name).parent
        file = read_scenarios(content_of(name), name=called, folder=folder)
    except CouldNotRead as unreadable:
        return Tested(name=called, failure=str(unreadable))
    except InvalidWorkflow as invalid:
        return Tested(name=called, diagnostics=invalid.diagnostics)
    outcomes = []
    with progress() as show:
        for scenario in file.scenarios:
            show(f"acting out: {scenario.name}")
            outcomes.append(run(file, scenario))
    return Tested(name=called, file=file, outcomes=tuple(outcomes))


def _say(tested: Tested, *, first: bool) -> None:
    if tested.failure is not None:
        remark(f"could not read {tested.failure}")
        return
    if tested.file is None:
        text = str(InvalidWorkflow(tested.diagnostics))
    else:
        text = tested_text(tested.file, tested.name, tested.outcomes)
    answer(text if first else f"\n{text}")
