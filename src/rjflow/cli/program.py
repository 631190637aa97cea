"""
The program: its commands, and what becomes of a mistake.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from rjflow import __version__
from rjflow.cli.exits import MEANINGS, Exit
from rjflow.cli.files import CouldNotRead
from rjflow.cli.saying import CouldNotWrite, remark, why
from rjflow.report.layout import WIDTH, wrapped
from rjflow.sources.errors import InvalidWorkflow

_EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code.value}  {meaning}" for code, meaning in MEANINGS.items())


COMMANDS = (
    "audit",
    "calendar",
    "case",
    "certified",
    "check",
    "db",
    "demo",
    "diff",
    "draw",
    "explain",
    "export",
    "fmt",
    "form",
    "keys",
    "migrate",
    "mutate",
    "plan",
    "replay",
    "schema",
    "statistics",
    "subject-access",
    "sweep",
    "test",
    "why",
)


class Program(click.Group):
    """
    A group of commands that tells a user's mistake in words, never as a traceback.

    Each command is the function of its own name in the file of that name, which is imported when it is asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click asks so
        """Give the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click asks so
        """Give a command."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        found: click.Command = getattr(import_module(f"rjflow.cli.{name}"), name)
        return found

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the program's own options."""
        with _in_our_width():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            with _in_our_width():
                return super().invoke(ctx)
        except InvalidWorkflow as invalid:
            remark(str(invalid))
            ctx.exit(Exit.INVALID)
        except CouldNotRead as unreadable:
            remark(f"could not read {unreadable}")
            ctx.exit(Exit.COULD_NOT_RUN)
        except CouldNotWrite as unwritten:
            _give_up(unwritten)


@click.group(cls=Program, epilog=_EPILOG, context_settings={"max_content_width": 80})
@click.version_option(__version__, prog_name="rjflow")
def program() -> None:
    """
    Restorative-justice workflows: written as policy, proved safe, and run.
    """


def main() -> None:
    """
    Run the program.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that knows no arrows gets `?`
    try:
        program(prog_name="rjflow")
    except OSError as error:  # from click, which writes the help itself
        _give_up(CouldNotWrite(why(error)))


# ----------------------------------------------------------------------------------------------------------------------


def _give_up(unwritten: CouldNotWrite) -> NoReturn:
    """
    Say that the answer could not be written, and end the program; Python must not try once more on its way out.
    """
    with suppress(OSError):
        remark(f"could not write the answer: {unwritten}")
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(Exit.COULD_NOT_RUN)


@contextmanager
def _in_our_width() -> Iterator[None]:
    """
    Break what click says about wrong usage where it would not fit into a line; what has lines already stays as it is.
    """
    try:
        yield
    except click.UsageError as error:
        said = f"Error: {error.format_message()}"
        if len(said) <= WIDTH or "\n" in said:
            raise
        raise click.UsageError(wrapped(said, hanging=2).removeprefix("Error: "), error.ctx) from error
