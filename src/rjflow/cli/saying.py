"""
Where words go: what was asked for to stdout, everything else to stderr.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


def answer(text: str) -> None:
    """
    Give the user what they asked for.
    """
    click.echo(text)


def remark(text: str) -> None:
    """
    Tell the user something beside it.
    """
    click.echo(text, err=True)


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
