"""
The workflows that come with rjflow, for tests that are not about reading: what several of them name is read once in a run.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rjflow.definition.model import Workflow
from rjflow.reader.characters import content_of
from rjflow.reader.reading import Known, read
from rjflow.shipped import folder
from rjflow.verifier.verdict import Report
from rjflow.verifier.verifying import verify

_KNOWN: Known = {}


@cache
def programme(name: str) -> Workflow:
    """
    Read one: those to use by their names, those to learn from as `unsafe/…`.
    """
    return read_beside(folder() / f"{name}.workflow.yaml")


@cache
def proved(name: str) -> Report:
    """
    Judge one, or `unsafe/…`: tests that ask this are `for_one`, so that it is judged once.
    """
    return verify(programme(name))


def for_one(name: str) -> Any:
    """
    Give a parameter of tests about one of them: all such tests are for one worker.
    """
    return pytest.param(name, marks=pytest.mark.xdist_group(f"proved {name}"), id=name.removeprefix("unsafe/"))


def read_beside(path: Path) -> Workflow:
    """
    Read a workflow of that folder anew, beside files that are read once.
    """
    return read(content_of(path), name=str(path), folder=path.parent, known=_KNOWN)


def read_in_copy(home: Path, name: str, changed: Path) -> Workflow:
    """
    Read a programme in a copy of that folder in which one file was changed: the others are not read again.

    What a scheme is read as rests on more files than its own, so it is read again wherever it is.
    """
    programme(name)
    known: Known = {
        (place, called): what
        for (file, called), what in _KNOWN.items()
        if not isinstance(what, Workflow)
        for place in (file, home / file.relative_to(folder()))
        if place != changed
    }
    file = f"{name}.workflow.yaml"
    return read(content_of(home / file), name=str(folder() / file), folder=home, known=known)
