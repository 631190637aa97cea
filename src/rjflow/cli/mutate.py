"""
`rjflow mutate`: weaken a policy in a thousand small ways, and tell which of them nobody would notice.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import click

from rjflow.cli.exits import Exit
from rjflow.cli.files import STANDARD_INPUT, called, content_of, path_of
from rjflow.cli.saying import answer, progress, text_or_json, write
from rjflow.mutating.mutant import Kind, Mutant
from rjflow.report.mutants import mutant_diff, mutants_json, mutants_text


@click.command()
@click.argument("file")
@click.argument("scenarios", nargs=-1)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(get_args(Kind)),
    metavar="KIND",
    help="Try only mutants of this kind; repeat it for more. A kind that there is not lists them all.",
)
@click.option("--limit", type=click.IntRange(1), help="Try so many, at most.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many processes judge them.")
@click.option("--thorough", is_flag=True, help="Ask the safeguards even about mutants that a scenario notices.")
@click.option("--show", type=click.IntRange(1), metavar="N", help="Show what mutant N changes, and try nothing.")
@click.option(
    "--write",
    "written",
    type=(click.IntRange(1), str),
    metavar="N OUT",
    help="Write mutant N to a file, and try nothing.",
)
@text_or_json
@click.pass_context
def mutate(
    context: click.Context,
    file: str,
    scenarios: Sequence[str],
    *,
    only: Sequence[str],
    limit: int | None,
    jobs: int,
    thorough: bool,
    show: int | None,
    written: tuple[int, str] | None,
    form: str,
) -> None:
    """
    Weaken a policy in many small ways, and tell what nobody notices.

    FILE is a path, the name of a workflow that is shipped, or - for standard input; SCENARIOS are files of scenarios of it. Each
    mutant is the file with one small change; of an overlay, its own lines are changed, and the base stays as it is. It is noticed when the reader refuses it, when a scenario does not come as it must
    any more, or when a safeguard is not kept any more. Of the others it is proved, where it can be, that they are no danger.
    Ends with 6 if a mutant survives, and with 5 if it is not known of one whether it matters.
    """
    from rjflow.mutating.trying import Source, try_all

    if show is not None or written is not None:
        _print(file, show, written)
        context.exit(Exit.YES)
    if list(scenarios).count(STANDARD_INPUT):
        raise click.UsageError("scenarios are files; only FILE can come by standard input")
    policy, *tried = (Source(content_of(name), called(name), _folder(name)) for name in (file, *scenarios))
    with progress() as shown, _told_as_usage():
        mutated = try_all(policy, tried, only=only, most=limit, jobs=jobs, thoroughly=thorough, progress=shown)
    answer({"text": mutants_text, "json": mutants_json}[form](mutated))
    outcomes = {one.outcome for one in mutated.tried}
    context.exit(Exit.UNFINISHED if "not known" in outcomes else Exit.REFUSED if "survived" in outcomes else Exit.YES)


# ----------------------------------------------------------------------------------------------------------------------


@contextmanager
def _told_as_usage() -> Iterator[None]:
    """
    Say that files do not go together as what it is: a slip in how the command was used.
    """
    from rjflow.mutating.judging import NotItsScenarios

    try:
        yield
    except NotItsScenarios as others:
        raise click.UsageError(str(others)) from None


def _folder(name: str) -> Path:
    return Path() if name == STANDARD_INPUT else path_of(name).parent


def _print(file: str, show: int | None, written: tuple[int, str] | None) -> None:
    """
    Show mutants, or write one to a file.
    """
    name, text = called(file), content_of(file)
    several, source = _mutants(text, name, _folder(file))
    for number in [one for one in (show, written[0] if written else None) if one is not None]:
        if number > len(several):
            raise click.UsageError(f"there are {len(several)} mutants, and no number {number}")
    if show is not None:
        answer(mutant_diff(several[show - 1], source, name))
    if written is not None:
        write(written[1], several[written[0] - 1].applied(source))


def _mutants(text: bytes, name: str, folder: Path) -> tuple[Sequence[Mutant], str]:
    from rjflow.mutating.mutations import mutants_of
    from rjflow.reader.reading import read
    from rjflow.reader.yaml_nodes import compose

    workflow, composed = read(text, name=name, folder=folder), compose(text, name)
    assert composed.root is not None, "it was read"
    return mutants_of(workflow, composed.root, composed.source), composed.source.text
