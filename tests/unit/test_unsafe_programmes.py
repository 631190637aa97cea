"""
The unsafe twins of the programmes: each is a real programme with one support taken away, and is told as broken for it.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from tests.programmes import read_beside

from rjflow.definition.model import Workflow
from rjflow.shipped import folder
from rjflow.verifier.verifying import judge_one

TWINS = sorted(path for path in (folder() / "unsafe").glob("*/*.workflow.yaml") if path.parent.name != "common")
PROGRAMMES = ["nz-pre-sentence", "police-out-of-court", "pre-sentence-court", "sexual-harm"]

HEADER = r"# breaks: (\S+)\n# mutation: (.+)\n#\n# \w"


def called(path: Path) -> str:
    return f"{path.parent.name}/{path.name.removesuffix('.workflow.yaml')}"


@cache
def twin(path: Path) -> Workflow:
    return read_beside(path)


# Both tests of a twin are for one worker, which reads it once.
EACH = [pytest.param(path, id=called(path), marks=pytest.mark.xdist_group(called(path))) for path in TWINS]


@pytest.mark.parametrize("path", EACH)
def test_a_twin_breaks_what_it_says(path: Path) -> None:
    """A twin breaks the safeguard that its first line names, and a story shows how."""
    workflow = twin(path)
    said = re.match(HEADER, path.read_text(encoding="utf-8"))
    assert said is not None, "it begins with `# breaks: ID`, `# mutation: …` and what happens"
    (safeguard,) = (one for one in workflow.safeguards if one.id == said[1])

    verdict = judge_one(workflow, safeguard)

    assert verdict.judged == "broken"
    assert verdict.story is not None


@pytest.mark.parametrize("path", EACH)
def test_a_twin_can_be_read_in_a_minute(path: Path) -> None:
    """A twin is short, lies over the programme that its folder is named after, and is named as its file is."""
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 45
    assert f"\nextends: ../../{path.parent.name}.workflow.yaml\n" in text
    assert path.name == f"{twin(path).name}.workflow.yaml"


@pytest.mark.parametrize("name", PROGRAMMES)
def test_every_programme_has_twins(name: str) -> None:
    """Each programme has at least five twins, which break at least five of its safeguards; one takes a short way (scenario 15)."""
    twins = [path for path in TWINS if path.parent.name == name]
    broken = {path.read_text(encoding="utf-8").splitlines()[0] for path in twins}

    assert len(twins) >= 5
    assert len(broken) >= 5
    assert [path for path in twins if "scenario 15" in path.read_text(encoding="utf-8")] != []
