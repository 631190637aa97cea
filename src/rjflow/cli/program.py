"""
The program: its commands, and what becomes of a mistake.
"""

import sys

import click

from rjflow import __version__
from rjflow.cli.check import check
from rjflow.cli.demo import demo
from rjflow.cli.draw import draw
from rjflow.cli.exits import MEANINGS, Exit
from rjflow.cli.explain import explain
from rjflow.cli.files import CouldNotRead
from rjflow.cli.fmt import fmt
from rjflow.cli.saying import remark
from rjflow.cli.schema import schema
from rjflow.sources.errors import InvalidWorkflow

_EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code.value}  {meaning}" for code, meaning in MEANINGS.items())


class Program(click.Group):
    """A group of commands that tells a user's mistake in words, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except InvalidWorkflow as invalid:
            remark(str(invalid))
            ctx.exit(Exit.INVALID)
        except CouldNotRead as unreadable:
            remark(f"could not read {unreadable}")
            ctx.exit(Exit.COULD_NOT_RUN)


@click.group(cls=Program, epilog=_EPILOG, context_settings={"max_content_width": 80})
@click.version_option(__version__, prog_name="rjflow")
def program() -> None:
    """
    Restorative-justice workflows: written as policy, proved safe, and run.
    """


for _command in (check, explain, draw, schema, fmt, demo):
    program.add_command(_command)


def main() -> None:
    """
    Run the program.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that knows no arrows gets `?`
    program(prog_name="rjflow")
