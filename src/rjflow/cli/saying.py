"""
Where words go: what was asked for to stdout, everything else to stderr.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from rjflow.sources.errors import RjflowError

text_or_json = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to say it: for people, for programs.",
)
"""The option of every command that answers people and programs alike."""


class CouldNotWrite(RjflowError):
    """What was asked for could not be written where it should go; the message says why."""


def answer(text: str) -> None:
    """
    Give the user what they asked for.

    Raises:
        CouldNotWrite: there is nowhere to write it. A reader who left early is no trouble, and ends the program without a word.
    """
    if sys.stdout is None:
        raise CouldNotWrite("standard output is closed")
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CouldNotWrite(why(error)) from error


def write(name: str, text: str) -> None:
    """
    Write a file the user asked for.

    Raises:
        CouldNotWrite: it cannot be written.
    """
    try:
        Path(name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CouldNotWrite(f"{name}: {why(error)}") from error


def remark(text: str) -> None:
    """
    Tell the user something beside it.
    """
    click.echo(text, err=True)


def why(error: OSError) -> str:
    """
    Say why the system refused, in lower case as all our messages.
    """
    return (error.strerror or str(error)).lower()


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """
    Give something that says, on a terminal, what is being done, each time in place of the last; elsewhere it says nothing.
    """
    shown = ""

    def show(text: str) -> None:
        nonlocal shown
        if sys.stderr.isatty():
            click.echo(f"\r{text.ljust(len(shown))}", err=True, nl=False)
            shown = text

    try:
        yield show
    finally:
        if shown:
            click.echo(f"\r{' ' * len(shown)}\r", err=True, nl=False)
