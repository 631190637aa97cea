"""
The keys that a command needs: to wrap, to sign, to check by.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rjflow.cli.files import CouldNotRead
from rjflow.cli.saying import why
from rjflow.engine.asking import NotAsked
from rjflow.sealing.keys import VARIABLE, WrappingKeys
from rjflow.sealing.port import NoSuchKey, NotAKey, NotInstalled


def the_keys(path: str | None) -> WrappingKeys | None:
    """
    Give the wrapping keys in a file, or else those in the environment; nothing where there are none.
    """
    with sealing():
        if path is not None:
            return WrappingKeys.in_file(path)
        return WrappingKeys.in_environment(os.environ) if VARIABLE in os.environ else None


def key_in(path: str) -> bytes:
    """
    Give what a file with a key holds.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CouldNotRead(f"{path}: {why(error)}") from error


@contextmanager
def with_keys() -> Iterator[None]:
    """
    Say in our own words what is no key, which key is missing, and what is not installed.

    Raises:
        CouldNotRead: one of them.
    """
    try:
        yield
    except (NotAKey, NoSuchKey, NotInstalled) as problem:
        raise CouldNotRead(f"the keys: {problem}") from problem


@contextmanager
def sealing() -> Iterator[None]:
    """
    Say so, too, where keys are needed and there are none.

    Raises:
        CouldNotRead: as `with_keys`; or there are none.
    """
    try:
        with with_keys():
            yield
    except NotAsked as nothing:
        raise CouldNotRead("the personal values: name the file with the wrapping keys, with --keys") from nothing
