"""
Find and read the file a command names: a path, the name of a workflow that comes with rjflow, or `-` for standard input.
"""

import sys
from pathlib import Path

from rjflow.cli.saying import why
from rjflow.definition.model import Workflow
from rjflow.reader import characters
from rjflow.reader.reading import read
from rjflow.shipped import folder, shipped
from rjflow.sources.errors import RjflowError
from rjflow.text import did_you_mean

STANDARD_INPUT = "-"
_ENDING = ".workflow.yaml"


class CouldNotRead(RjflowError):
    """A file that could not be read; the message says which and why."""


def path_of(name: str) -> Path:
    """
    Give the path a user means: the file of that name, otherwise the workflow of that name that comes with rjflow.

    Raises:
        CouldNotRead: there is no such file.
    """
    if not name:
        raise CouldNotRead("``: a file has a name")
    path = Path(name)
    if path.exists():
        return path
    found = shipped(name)
    if found is not None:
        return found
    hint = did_you_mean(name, [one.name.removesuffix(_ENDING) for one in sorted(folder().glob(f"*{_ENDING}"))])
    raise CouldNotRead(f"{name}: there is no such file{f'; {hint}' if hint else ''}")


def read_named(name: str) -> Workflow:
    """
    Read the workflow a user means.

    Raises:
        CouldNotRead: the file is not there or cannot be read.
        InvalidWorkflow: it says something it may not say.
    """
    folder = Path() if name == STANDARD_INPUT else path_of(name).parent
    return read(content_of(name), name=called(name), folder=folder)


def content_of(name: str) -> bytes:
    """
    Give what stands in the file a user means, or what comes by standard input.

    Raises:
        CouldNotRead: the file is not there or cannot be read.
    """
    if name == STANDARD_INPUT and sys.stdin is None:
        raise CouldNotRead(f"{called(name)}: it is closed")
    try:
        return (
            sys.stdin.buffer.read(characters.BIGGEST + 1)
            if name == STANDARD_INPUT
            else characters.content_of(path_of(name))
        )
    except OSError as error:
        raise CouldNotRead(f"{called(name)}: {why(error)}") from error


def called(name: str) -> str:
    """
    Call a file as the user would: below the folder they stand in, by the way from there.
    """
    return "<stdin>" if name == STANDARD_INPUT else _below_here(path_of(name))


# ----------------------------------------------------------------------------------------------------------------------


def _below_here(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except ValueError:
        return str(path)
