"""
Write a run of a case against somebody's system as a Python program that does it again.

Stands on: `differing`.   Knows nothing of: where it is written to, whether it can be imported.
"""

from collections.abc import Iterator

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.report.differing import step_text, verdict_of
from rjflow.rules.wording import cast_of
from rjflow.scenarios.runs import Difference, Run


@frozen
class Origin:
    """Where a host is imported from: the folder that has to be on the path, the module, and the name in it. Without a module it is in no file."""

    folder: str
    module: str
    name: str


def run_as_program(workflow: Workflow, run: Run, difference: Difference, path: str, origin: Origin | None) -> str:
    """
    Write a program that acts a run out and tells what it finds; it ends with 1 while the system goes otherwise, and then with 0.

    Args:
        workflow: The policy.
        run: What happens.
        difference: What is found.
        path: The file of the workflow.
        origin: Where the system is imported from; without one, rjflow's own casebook is run.
    """
    return "\n".join(_lines(workflow, run, difference, path, origin)) + "\n"


# ----------------------------------------------------------------------------------------------------------------------


def _lines(workflow: Workflow, run: Run, difference: Difference, path: str, origin: Origin | None) -> Iterator[str]:
    yield f'"""Found by a case machine: {verdict_of(workflow, difference)}."""'.replace("\\", "\\\\")
    yield from ("", "import datetime", "import sys", "")
    if origin is not None and not origin.module:
        yield f"# `{origin.name}`, the system, cannot be imported from a file; write here where it comes from"
    elif origin is not None:
        yield f"sys.path.insert(0, {origin.folder!r})"
        yield f"from {origin.module} import {origin.name}"
    yield from (
        "from rjflow.reader.reading import read_file",
        "from rjflow.report.differing import difference_text",
        "from rjflow.rules.commands import Advance, Fire, Given, GiveNotice, Join, Leave, RecordEvidence",
        "from rjflow.rules.situation import Actor",
        "from rjflow.scenarios.runs import Again, Anew, Ask, Do, Run, See, Together",
        "from rjflow.testing.stage import play",
        "",
        f"workflow = read_file({path!r})",
        "run = Run(",
        f"    people={run.people!r},",
        f"    begins={run.begins!r},",
        "    acts=(",
    )
    cast = cast_of(workflow, run.people)
    for act in run.acts:
        yield f"        # {step_text(workflow, act, cast, run.people)}"
        yield f"        {act!r},"
    yield from ("    ),", ")", f"difference = play(workflow, run{f', {origin.name}' if origin is not None else ''})")
    yield 'print(difference_text(workflow, run, difference) if difference else "the system keeps to the policy on this run")'
    yield "sys.exit(difference is not None)"
