"""
`rjflow diff`: what a change to a workflow makes possible, impossible, weaker and stricter.
"""

import click

from rjflow.cli.exits import Exit
from rjflow.cli.files import STANDARD_INPUT, read_named
from rjflow.cli.saying import answer, progress
from rjflow.clock import SystemClock
from rjflow.report.compared_json import diff_json
from rjflow.report.compared_text import diff_markdown, diff_text
from rjflow.verifier.comparison import Comparison


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to say it: for people, for programs, as a comment on a pull request.",
)
@click.option(
    "--fail-if-weaker", is_flag=True, help="End with 6 if anything is weaker, and with 5 if that is not known."
)
@click.pass_context
def diff(context: click.Context, old: str, new: str, form: str, *, fail_if_weaker: bool) -> None:
    """
    Tell what a change to a workflow makes weaker or stricter.

    OLD and NEW are paths, names of workflows that are shipped, or - for standard input; a base and its overlay will do. Told is
    what can happen in NEW and could not in OLD, and the other way round, each with a story; then safeguards, windows and
    conditions that are weaker or stricter, and what it means for cases under way.
    """
    from rjflow.verifier.comparing import compare
    from rjflow.verifier.sharing import processors

    if old == new == STANDARD_INPUT:
        raise click.UsageError("only one of the two files can come by standard input")
    before, after = read_named(old), read_named(new)
    with progress() as show:
        today = SystemClock().now().date()
        comparison = compare(before, after, today=today, progress=show, workers=processors())
    answer({"text": diff_text, "json": diff_json, "markdown": diff_markdown}[form](comparison))
    context.exit(_exit(comparison, fail_if_weaker=fail_if_weaker))


# ----------------------------------------------------------------------------------------------------------------------


def _exit(comparison: Comparison, *, fail_if_weaker: bool) -> Exit:
    """
    Choose how to end: a safeguard that is not kept any more counts always, what is weaker or not known only where it is asked.
    """
    if comparison.breaks or comparison.ambiguous:
        return Exit.BROKEN
    if fail_if_weaker and comparison.is_weaker_anyway:
        return Exit.REFUSED
    if comparison.unfinished or (fail_if_weaker and not comparison.is_weaker and comparison.unanswered):
        return Exit.UNFINISHED
    return Exit.REFUSED if fail_if_weaker and comparison.is_weaker else Exit.YES
