"""
`why`, `replay` and `check --write-story` as people and scripts meet them.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rjflow.cli.exits import Exit
from rjflow.cli.program import program

ROOT = Path(__file__).parents[2]
ROOM = "workflows/unsafe/another-room-same-approval.workflow.yaml"
SAFE = "tests/golden/files/untested.workflow.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins.
    """
    monkeypatch.chdir(ROOT)


def called(*arguments: str) -> Result:
    """
    Call the program.
    """
    return CliRunner().invoke(program, arguments)


@pytest.fixture
def story(tmp_path) -> Path:
    """
    Keep the story of an unsafe workflow.
    """
    path = tmp_path / "story.json"
    assert called("check", ROOM, "--write-story", str(path)).exit_code == Exit.BROKEN
    return path


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("why", SAFE, "calm", "quiet"), Exit.YES, "NOTHING PUTS IT TO THE TEST"),
        (("why", ROOM, "S14"), Exit.BROKEN, "hint:"),
        (("why", ROOM), Exit.WRONG_USAGE, "S14: a changed plan"),
        (("why", ROOM, "s14"), Exit.WRONG_USAGE, "did you mean `S14`?"),
        (("why", "nowhere.yaml", "S14"), Exit.COULD_NOT_RUN, "there is no such file"),
        (("replay", "nowhere.json"), Exit.COULD_NOT_RUN, "there is no such file"),
        (("replay", SAFE), Exit.INVALID, "not a story"),
        (("check", ROOM, SAFE, "--write-story", "x.json"), Exit.WRONG_USAGE, "one file"),
        (("check", SAFE, "--write-story", "/nowhere/x.json"), Exit.COULD_NOT_RUN, "could not write"),
        (("check", SAFE, "--write-story", f"./{SAFE}"), Exit.WRONG_USAGE, "would write over"),
        (("check", SAFE, "--certificate", SAFE), Exit.WRONG_USAGE, "would write over"),
        (("check", "-", "-"), Exit.WRONG_USAGE, "only one of the files"),
    ],
)
def test_how_it_ends(arguments, code, said):
    """
    Each way to end has its own exit code, and words.
    """
    result = called(*arguments)

    assert code == result.exit_code
    assert said in result.output


@pytest.mark.parametrize(
    ("safeguard", "said"),
    [
        ("S6", "every line that says who records it, lets it happen, or gives it"),
        ("F1-safety", "what people are shown, what the events that are theirs ask for, and what exports tell"),
        ("T1-fresh", "`current-for`"),
        ("S27-counted", "the `contact`, `contacts` and `to` of every event"),
    ],
)
def test_what_is_read_off_says_from_which_lines(safeguard, said):
    """
    Where no line is tried, since all that matter are read, it is said which these are.
    """
    result = called("why", "ew-post-sentence", safeguard)

    assert Exit.YES == result.exit_code
    assert said in " ".join(result.output.split())


def test_a_story_ends_as_it_was_told(story):
    """
    On the workflow it was told of it breaks the safeguard; on one that was mended a step is refused; where nothing is broken any more
    it goes to its end.
    """
    old = Path(ROOM).read_text(encoding="utf-8")
    mended, harmless = story.with_name("mended.yaml"), story.with_name("harmless.yaml")
    mended.write_text(old.replace("voided-by: [meeting-plan]", "voided-by: [meeting-plan, venue-changed]"), "utf-8")
    harmless.write_text(
        old.replace("since: [plan, {change-of: participant}]", "since: {change-of: participant}"), "utf-8"
    )

    assert Exit.BROKEN == called("replay", str(story)).exit_code
    assert Exit.REFUSED == called("replay", str(story), "--workflow", str(mended)).exit_code
    assert Exit.YES == called("replay", str(story), "--workflow", str(harmless)).exit_code


def test_a_story_on_a_workflow_that_lost_its_event_stops_there(story):
    """
    A name that a changed workflow has not stops the story at its step, and is no damage; a safeguard that is gone is.
    """
    old = Path(ROOM).read_text(encoding="utf-8")
    renamed, dropped = story.with_name("renamed.yaml"), story.with_name("dropped.yaml")
    renamed.write_text(old.replace("begin-meeting", "open-meeting"), "utf-8")
    dropped.write_text(old.replace("id: S14", "id: other"), "utf-8")
    result = called("replay", str(story), "--workflow", str(renamed))

    assert Exit.REFUSED == result.exit_code
    assert "3 steps of 4 happen" in result.stdout
    assert Exit.INVALID == called("replay", str(story), "--workflow", str(dropped)).exit_code


def test_where_nothing_is_broken_no_story_is_left(tmp_path):
    """
    A file from an earlier check does not outlive what was mended.
    """
    path = tmp_path / "story.json"
    path.write_text("old", "utf-8")

    assert Exit.YES == called("check", SAFE, "--write-story", str(path)).exit_code
    assert [] == json.loads(path.read_text("utf-8"))["stories"]
    assert Exit.YES == called("replay", str(path)).exit_code


def test_a_story_of_what_was_to_be_hidden_shows_it(tmp_path):
    """
    Whether there is something to see is seen at the end of the story alone.
    """
    path = tmp_path / "story.json"
    called("check", "workflows/unsafe/in-the-prosecutors-file.workflow.yaml", "--write-story", str(path))
    result = called("replay", str(path))

    assert Exit.BROKEN == result.exit_code
    assert "a story alone cannot show" not in result.output
