"""
Find and read the file a command names: a path, or the name of a workflow that comes with rjflow.
"""

from pathlib import Path

from rjflow.definition.model import Workflow
from rjflow.reader.characters import content_of
from rjflow.reader.reading import read
from rjflow.shipped import folder, shipped
from rjflow.sources.errors import RjflowError
from rjflow.text import did_you_mean

_ENDING = ".workflow.yaml"


class CouldNotRead(RjflowError):
    """A file that could not be read; the message says which and why."""


def path_of(name: str) -> Path:
    """
    Give the path a user means: the file of that name, otherwise the workflow of that name that comes with rjflow.

    Raises:
        CouldNotRead: there is no such file.
    """
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
    path = path_of(name)
    try:
        return read(content_of(path), name=_called(path), folder=path.parent)
    except OSError as error:
        raise CouldNotRead(f"{name}: {why(error)}") from error


def why(error: OSError) -> str:
    """
    Say why the system refused, in lower case as all our messages.
    """
    return (error.strerror or str(error)).lower()


# ----------------------------------------------------------------------------------------------------------------------


def _called(path: Path) -> str:
    """
    Call a file as the user would: below the folder they stand in, by the way from there.
    """
    try:
        return str(path.resolve().relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except ValueError:
        return str(path)
