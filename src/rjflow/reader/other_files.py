"""
Files that a file names: where they are, what stands in them, and what may have been meant where there is none.

Stands on: `characters`, `shipped`, `sources`.   Knows nothing of: what the files say.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rjflow.frozen import frozen
from rjflow.reader.characters import content_of
from rjflow.reader.findings import Findings
from rjflow.reader.written import Text
from rjflow.shipped import folder as shipped_folder
from rjflow.shipped import shipped
from rjflow.sources.codes import problem
from rjflow.text import did_you_mean


@frozen
class Sought:
    """A sort of file that can be named: what it is called, where those are that come with rjflow, and one of them."""

    what: str
    places: tuple[tuple[str, str], ...]
    example: str = ""


SAFEGUARDS = Sought("a safeguard file", (("safeguards", ".safeguards.yaml"),), "core")
SCHEME = Sought("the workflow of a scheme", ((".", ".workflow.yaml"),), "scheme-readiness")
WORKFLOW = BASE = Sought("a workflow", ((".", ".workflow.yaml"), ("overlays", ".workflow.yaml")))


def opened(text: Text, folder: Path | None, sought: Sought, findings: Findings) -> tuple[Path, bytes] | None:
    """
    Find a file by the name of one that comes with rjflow, or by its path, and read it; say why it cannot be used.
    """
    try:
        path = shipped(text.value)
        if path is None and folder is not None and (folder / text.value).is_file():
            path = (folder / text.value).resolve()
        content = content_of(path) if path is not None else None
    except OSError as error:
        note = f"the system says: {(error.strerror or str(error)).lower()}"
        help_ = f"write a shorter path to {sought.what}, or let the file be read"
        findings.add(problem("RJ234", text.span, label="cannot be opened", notes=(note,), help=help_, word=text))
        return None
    if path is None or content is None:
        where = "beside this file, and " if folder is not None else ""
        note = f"looked {where}among the files that come with rjflow"
        help_ = did_you_mean(text.value, _names(text, folder, sought)) or _usual(sought)
        findings.add(problem("RJ234", text.span, label="no such file", notes=(note,), help=help_, word=text))
        return None
    return path, content


def called(text: Text, path: Path) -> str:
    """
    Say what a file is called that another one names: its path from where the other one is, or, if it comes with rjflow, its name.
    """
    return path.name if path == shipped(text.value) else str(Path(text.span.source.name).parent / text.value)


# ----------------------------------------------------------------------------------------------------------------------

_MOST_NAMES = 500


def _usual(sought: Sought) -> str:
    example = f", such as `{sought.example}`" if sought.example else ""
    return f"write a path relative to this file, or the name of {sought.what} that comes with rjflow{example}"


def _names(text: Text, folder: Path | None, sought: Sought) -> Iterator[str]:
    """
    Give the names that may have been meant: of files that come with rjflow, and of those in the folder that was named.
    """
    for place, ending in sought.places:
        yield from (path.name.removesuffix(ending) for path in sorted((shipped_folder() / place).glob(f"*{ending}")))
    inside = (folder / text.value).parent if folder is not None else None
    if inside is not None and inside.is_dir():
        beside = (path.name for path in islice(inside.iterdir(), _MOST_NAMES))
        yield from sorted(str(Path(text.value).parent / name) for name in beside if name.endswith((".yaml", ".yml")))
