"""
`rjflow check --write-scenario`: the stories of broken safeguards, as a scenario file beside the workflow.
"""

import os
from pathlib import Path

from rjflow.cli.files import path_of
from rjflow.cli.saying import CouldNotWrite, remark, why
from rjflow.report.layout import wrapped
from rjflow.text import counted
from rjflow.verifier.verdict import Report


def write_scenario(report: Report, file: str, out: str) -> None:
    """
    Write the stories of a report to a new file, and say what was written and what was not.

    Raises:
        CouldNotWrite: it cannot be written, or there is such a file already.
    """
    from rjflow.report.as_scenario import as_scenarios

    folder = Path(out).resolve().parent
    written = as_scenarios(report, _named(file, folder), folder)
    for safeguard, reason in written.left:
        remark(wrapped(f"the story of {safeguard} is not written as a scenario: {reason}", hanging=2))
    if written.text is None:
        remark(f"nothing was written to {out}: there is no story to write")
        return
    try:
        with Path(out).open("x", encoding="utf-8") as stream:
            stream.write(written.text)
    except FileExistsError as exists:
        raise CouldNotWrite(f"{out} is there already, and is not written over") from exists
    except OSError as error:
        raise CouldNotWrite(f"{out}: {why(error)}") from error
    scenarios = counted(len(written.written), "scenario")
    remark(wrapped(f"wrote {scenarios} to {out}: failing now, passing once the workflow is mended", hanging=2))


# ----------------------------------------------------------------------------------------------------------------------


def _named(file: str, folder: Path) -> str:
    """
    Name a workflow as a file in a folder does: by the path from there, or as one that is shipped.
    """
    if not Path(file).exists():
        return file
    return Path(os.path.relpath(path_of(file).resolve(), folder)).as_posix()
