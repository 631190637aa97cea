"""
`rjflow check`: read workflows, and prove that they keep their safeguards.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from rjflow import __version__
from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import STANDARD_INPUT, CouldNotRead, read_named
from rjflow.cli.saying import answer, progress, remark, write
from rjflow.clock import SystemClock
from rjflow.report.as_json import json_text
from rjflow.report.checked import Checked, Outcome
from rjflow.report.github import github_text
from rjflow.report.layout import paragraphs
from rjflow.report.plain import check_text, outcomes_text
from rjflow.report.sarif import sarif_text
from rjflow.report.stories import stories_text
from rjflow.report.weighing import Weighed, weighed_text
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.verdict import Report, Verdict

EXITS: dict[Outcome, Exit] = {
    "kept": Exit.YES,
    "unreadable": Exit.COULD_NOT_RUN,
    "invalid": Exit.INVALID,
    "broken": Exit.BROKEN,
    "unfinished": Exit.UNFINISHED,
}


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to say it: for people, for programs, for code scanning, as annotations.",
)
@click.option(
    "--write-story",
    "story",
    metavar="FILE",
    help="Keep the stories of the broken safeguards as data; `rjflow replay` acts them out.",
)
@click.option(
    "--certificate",
    metavar="PATH",
    help="Write down the proof there, if the file is kept, so that `rjflow certified` can check it.",
)
@click.option(
    "--write-scenario",
    "scenario",
    metavar="OUT",
    help="Write the stories of broken safeguards to a new scenario file, which passes once the workflow is mended.",
)
@click.option("--strength", is_flag=True, help="Count the separate mistakes that would break each safeguard.")
@click.option("--load-bearing", is_flag=True, help="Take every piece out in turn: which safeguards need it?")
@click.option("--structure", is_flag=True, help="Show ways to meetings, rounds, and what is carried for nothing.")
@click.pass_context
def check(
    context: click.Context,
    files: Sequence[str],
    form: str,
    *,
    story: str | None,
    certificate: str | None,
    scenario: str | None,
    strength: bool,
    load_bearing: bool,
    structure: bool,
) -> None:
    """
    Read workflows, and prove that they keep their safeguards.

    Each FILE is a path, the name of a workflow that is shipped, or - for standard input. All problems of a file are told
    at once. If it has none, every safeguard is judged: kept, broken (with a story of how), or unfinished.
    """
    kept = Kept(story, certificate, scenario)
    kept.refuse_several(files)
    checked = []
    wanted = Wanted(strength, load_bearing, structure)
    for place, name in enumerate(files):
        checked.append(_checked(name, "<stdin>" if name == STANDARD_INPUT else name, wanted))
        if form == "text":
            _say(checked[-1], first=place == 0)
    if form == "text" and len(files) > 1:
        answer(f"\n{outcomes_text(checked)}")
    if form != "text":
        answer({"json": json_text, "github": github_text, "sarif": _sarif}[form](checked))
    exits = [EXITS[one.outcome] for one in checked]
    if checked[0].report is not None:
        exits += kept.write(checked[0].report, checked[0].name, files[0])
    context.exit(gravest(exits))


# ----------------------------------------------------------------------------------------------------------------------


class Kept(NamedTuple):
    """Where what was found in one file is written down, if it is to be."""

    story: str | None
    certificate: str | None
    scenario: str | None

    def refuse_several(self, files: Sequence[str]) -> None:
        """Refuse to write down what was found in several files, or over the one."""
        if self.story is not None and len(files) > 1:
            raise click.UsageError("--write-story keeps the stories of one file; name one")
        if self.certificate is not None and len(files) > 1:
            raise click.UsageError("--certificate is of one file; name one")
        if self.scenario is not None and (len(files) > 1 or files[0] == STANDARD_INPUT):
            raise click.UsageError("--write-scenario needs one file that is not standard input")
        if list(files).count(STANDARD_INPUT) > 1:
            raise click.UsageError("only one of the files can come by standard input")
        for path in filter(None, self):
            _spare(files[0], path)

    def write(self, report: Report, name: str, file: str) -> Iterator[Exit]:
        """Write down what was found; give how that ended where it may not be done."""
        if self.story is not None:
            write(self.story, stories_text(report, name))
        if self.scenario is not None:
            from rjflow.cli.writing_scenario import write_scenario

            write_scenario(report, file, self.scenario)
        if self.certificate is not None:
            from rjflow.cli.certified import write_certificate

            yield write_certificate(report, self.certificate)


class Wanted(NamedTuple):
    """What was asked for beside the verdicts."""

    strength: bool
    load_bearing: bool
    structure: bool


def _spare(file: str, path: str) -> None:
    """
    Refuse to write over the workflow that is checked.
    """
    if Path(path).exists() and Path(file).exists() and Path(path).samefile(file):
        raise click.UsageError(f"what is written down would write over {file}")


def _checked(file: str, name: str, wanted: Wanted) -> Checked:
    from rjflow.verifier.sharing import processors
    from rjflow.verifier.verifying import verify

    try:
        workflow = read_named(file)
        with progress() as show:
            report = verify(
                workflow,
                today=SystemClock().now().date(),
                progress=lambda safeguard: show(f"proving {workflow.name}: {safeguard.id}"),
                workers=processors(),
            )
            if report.stories:
                report = _mended(name, report, show)
        return Checked(name=name, report=report, weighed=_weighed(report, wanted) if any(wanted) else Weighed())
    except CouldNotRead as unreadable:
        return Checked(name=name, failure=str(unreadable))
    except InvalidWorkflow as invalid:
        return Checked(name=name, diagnostics=invalid.diagnostics)


def _mended(name: str, report: Report, show: Callable[[str], None]) -> Report:
    """
    Act out what was told, and look for repairs.
    """
    from rjflow.report.acting_out import StoryDoesNotReplay, act_out
    from rjflow.verifier.mending import mended
    from rjflow.verifier.sharing import processors

    try:
        act_out(report)
    except StoryDoesNotReplay as fault:
        raise CouldNotRead(f"{name}: {fault}; this is a fault of rjflow, please report it") from fault
    return mended(report, progress=lambda one: show(f"mending {report.workflow.name}: {one.id}"), workers=processors())


def _weighed(report: Report, wanted: Wanted) -> Weighed:
    """
    Work out what was asked for beside the verdicts.
    """
    from rjflow.verifier.bearing import bearings
    from rjflow.verifier.dead_weight import dead_weight
    from rjflow.verifier.paths import paths
    from rjflow.verifier.sharing import processors, shared
    from rjflow.verifier.strength import strength
    from rjflow.verifier.weights import Strength

    workflow = report.workflow
    with progress() as show:

        def counted(verdict: Verdict) -> Strength:
            show(f"counting mistakes in {workflow.name}: {verdict.safeguard.id}")
            return strength(workflow, verdict)

        strengths = shared(counted, report.verdicts if wanted.strength else (), processors())
        carried = None
        if wanted.load_bearing:
            carried = bearings(
                report,
                lambda piece, at, of: show(f"taking pieces out of {workflow.name}: {at} of {of}, {piece.name}"),
                workers=processors(),
            )
        if wanted.structure:
            show(f"looking for what {workflow.name} carries for nothing")
        return Weighed(
            strengths=tuple(strengths) if wanted.strength else None,
            bearings=carried,
            paths=paths(workflow) if wanted.structure else None,
            dead_weight=dead_weight(workflow, processors()) if wanted.structure else None,
        )


def _say(checked: Checked, *, first: bool) -> None:
    if checked.failure is not None:
        remark(f"could not read {checked.failure}")
        return
    text = str(InvalidWorkflow(checked.diagnostics))
    if checked.report is not None:
        text = paragraphs(check_text(checked.report), weighed_text(checked.report, checked.weighed))
    answer(text if first else f"\n{text}")


def _sarif(checked: Sequence[Checked]) -> str:
    return sarif_text(checked, __version__)
