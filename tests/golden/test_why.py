"""
What `why` and `replay` say, as a person last approved it.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rjflow.cli.program import program
from rjflow.report.layout import WIDTH

ROOT = Path(__file__).parents[2]
SAFE = "workflows/unsafe/common/small-and-safe.workflow.yaml"
ROOM = "workflows/unsafe/another-room-same-approval.workflow.yaml"
CLOCK = "workflows/unsafe/drafts-for-ever.workflow.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins, so that files are called by the way from there.
    """
    monkeypatch.chdir(ROOT)


def said(*arguments: str) -> str:
    """
    Give what a command answers.
    """
    return CliRunner().invoke(program, arguments).stdout


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("gates", (SAFE, "S1", "S1-during", "S11")),
        ("voids", (SAFE, "S15", "S17")),
        ("duties", (SAFE, "P1")),
        ("ways", (SAFE, "S16", "L1")),
        ("scheme", (SAFE, "S26")),
        ("untested", ("tests/golden/files/untested.workflow.yaml", "calm", "quiet")),
        ("broken", (ROOM, "S14")),
        ("flagship", ("workflows/ew-post-sentence.workflow.yaml", "S1")),
    ],
)
def test_what_why_says(name, arguments, golden):
    """
    Why a safeguard is kept, or how it is broken, reads as it was approved, in eighty columns.
    """
    text = said("why", *arguments)

    golden.check(f"why.{name}.txt", text)
    assert [] == [line for line in text.splitlines() if len(line) > WIDTH and "workflow.yaml:" not in line]


def test_what_why_tells_programs(golden):
    """
    The same as JSON stays as it was approved.
    """
    golden.check("why.json", said("why", SAFE, "S1", "--format", "json"))


@pytest.mark.parametrize(("name", "path"), [("room", ROOM), ("clock", CLOCK)])
def test_what_a_story_is_kept_as(name, path, golden, tmp_path):
    """
    A story as data stays as it was approved, and is acted out in the approved words.
    """
    kept = tmp_path / "story.json"
    said("check", path, "--write-story", str(kept))

    golden.check(f"story.{name}.json", kept.read_text(encoding="utf-8"))
    golden.check(f"replay.{name}.txt", said("replay", str(kept)))


def test_a_mended_workflow_refuses_the_story(golden, tmp_path):
    """
    On a workflow that was mended, it is said at which step the story stops, and what refuses it.
    """
    kept, mended = tmp_path / "story.json", tmp_path / "mended.workflow.yaml"
    said("check", ROOM, "--write-story", str(kept))
    old = Path(ROOM).read_text(encoding="utf-8")
    mended.write_text(old.replace("voided-by: [meeting-plan]", "voided-by: [meeting-plan, venue-changed]"), "utf-8")
    text = said("replay", str(kept), "--workflow", str(mended))

    golden.check("replay.mended.txt", text.replace(str(mended), "mended.workflow.yaml"))
    assert 1 == len(json.loads(kept.read_text(encoding="utf-8"))["stories"])
