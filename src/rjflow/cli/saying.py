"""
Where words go: what was asked for to stdout, everything else to stderr.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


def data(text: str) -> None:
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
def progress(text: str) -> Iterator[None]:
    """
    Say on a terminal what takes its time, and wipe it away afterwards; elsewhere say nothing.
    """
    shown = sys.stderr.isatty()
    if shown:
        click.echo(f"{text} …", err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo(f"\r{' ' * (len(text) + 2)}\r", err=True, nl=False)
