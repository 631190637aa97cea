"""
`rjflow fmt`: files in the one layout, comments kept.
"""

from collections.abc import Sequence

import click

from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import STANDARD_INPUT, CouldNotRead, called, content_of, path_of
from rjflow.cli.saying import answer, remark, why
from rjflow.sources.errors import InvalidWorkflow


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 6 if a file would change.")
@click.option("--write", is_flag=True, help="Write the files instead of printing them.")
@click.pass_context
def fmt(context: click.Context, files: Sequence[str], *, only_check: bool, write: bool) -> None:
    """
    Lay files out in the one way, comments kept.

    Each FILE is a path, the name of a workflow that is shipped, or - for standard input. The meaning stays the same.
    Without an option, the result is printed.
    """
    if only_check and write:
        raise click.UsageError("--check and --write exclude each other")
    if write and STANDARD_INPUT in files:
        raise click.UsageError("--write needs files, because nothing can be written back to standard input")
    context.exit(gravest([_format(name, only_check=only_check, write=write) for name in files]))


# ----------------------------------------------------------------------------------------------------------------------


def _format(name: str, *, only_check: bool, write: bool) -> Exit:
    from rjflow.reader.writing import formatted

    try:
        before = content_of(name)
        after = formatted(before, name=called(name))
        changed = before != after.encode()
        if write and changed:
            path_of(name).write_bytes(after.encode())
            remark(f"{name}: written")
    except InvalidWorkflow as invalid:
        remark(str(invalid))
        return Exit.INVALID
    except CouldNotRead as unreadable:
        remark(f"could not read {unreadable}")
        return Exit.COULD_NOT_RUN
    except OSError as error:
        remark(f"could not write {name}: {why(error)}")
        return Exit.COULD_NOT_RUN
    if only_check and changed:
        remark(f"{called(name)}: would change")
        return Exit.REFUSED
    if not write and not only_check:
        answer(after.removesuffix("\n"))
    return Exit.YES
