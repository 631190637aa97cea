"""
Put what a case machine found into the message of a failing test, and into files where somebody asked for them.

Stands on: `report`, the file system.   Knows nothing of: how it was found.
"""

import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rjflow.definition.model import Workflow
from rjflow.report.differing import difference_text
from rjflow.report.run_as_program import Origin, run_as_program
from rjflow.report.run_as_scenario import run_as_scenario
from rjflow.scenarios.runs import Difference, Run
from rjflow.testing.company import Company

Where = str | Path | None


class Writing:
    """Where pytest was told to write the scenarios of all machines; nothing, unless it was."""

    scenario: Where = None


def write_files(
    workflow: Workflow,
    run: Run,
    difference: Difference,
    host: Callable[[], Any] | None,
    scenario: Where,
    program: Where,
) -> str:
    """
    Write a run as a scenario and as a program where that is asked for, and give both with what was found as one text.
    """
    path = _path_of(workflow)
    scenario = scenario or Writing.scenario
    folder = Path(scenario).resolve().parent if scenario is not None else Path.cwd()
    named = Path(os.path.relpath(path, folder)).as_posix() if path is not None else workflow.name
    workers = Company(workflow).workers
    as_scenario = run_as_scenario(workflow, run, difference, workers, named, folder)
    as_program = run_as_program(workflow, run, difference, str(path or "the.workflow.yaml"), _origin_of(host))
    for where, text in ((scenario, as_scenario), (program, as_program)):
        if where is not None and text is not None:
            Path(where).write_text(text, "utf-8")
    parts = [difference_text(workflow, run, difference), f"---- as a program ----\n\n{as_program}"]
    if as_scenario is not None:
        parts.append(f"---- as a scenario, in {folder} ----\n\n{as_scenario}")
    return "\n\n" + "\n".join(parts)


# ----------------------------------------------------------------------------------------------------------------------


def _path_of(workflow: Workflow) -> Path | None:
    """
    Give the file a workflow was read from, if it was read from one that is still there.
    """
    path = Path(workflow.span.source.name) if workflow.span is not None else None
    return path.resolve() if path is not None and path.is_file() else None


def _origin_of(host: Callable[[], Any] | None) -> Origin | None:
    """
    Tell where a host is imported from; one that was made inside a function, or typed in, is in no file.
    """
    if host is None:
        return None
    name = getattr(host, "__qualname__", type(host).__qualname__)
    try:
        file = Path(inspect.getfile(inspect.unwrap(host)))
    except (TypeError, OSError):
        return Origin("", "", name)
    return Origin(str(file.resolve().parent), file.stem, name) if name.isidentifier() else Origin("", "", "Host")
