"""
`rjflow check --write-scenario` as people meet it.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rjflow.cli.exits import Exit
from rjflow.cli.program import program

ROOT = Path(__file__).parents[2]
UNSAFE = "workflows/unsafe/checked-when-scheduled.workflow.yaml"
NO_STEP = "workflows/unsafe/waiting-for-an-answer.workflow.yaml"
SAFE = "tests/golden/files/house.workflow.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins.
    """
    monkeypatch.chdir(ROOT)


def written(file: str, out: Path) -> Result:
    """
    Check a workflow and write its stories.
    """
    return CliRunner().invoke(program, ["check", file, "--write-scenario", str(out)], prog_name="rjflow")


def test_the_stories_are_written_and_the_answer_stays(tmp_path):
    """
    The file names the workflow by the way from its own folder, fails when it is acted out, and changes nothing of what is said or of
    the exit code.
    """
    out = tmp_path / "again.scenarios.yaml"
    done, plain = written(UNSAFE, out), CliRunner().invoke(program, ["check", UNSAFE])
    tested = CliRunner().invoke(program, ["test", str(out)])

    assert (Exit.BROKEN, plain.stdout) == (done.exit_code, done.stdout)
    assert f"wrote 1 scenario to {out}" in " ".join(done.stderr.split())
    assert Exit.REFUSED == tested.exit_code
    assert "it was allowed" in tested.stdout


def test_the_file_is_as_it_was_approved(tmp_path, golden):
    """
    The same story gives the same file.
    """
    done = written(str(ROOT / UNSAFE), tmp_path / "again.scenarios.yaml")
    text = (tmp_path / "again.scenarios.yaml").read_text("utf-8")
    place = next(line for line in text.splitlines() if line.startswith("scenarios-of: "))

    assert Exit.BROKEN == done.exit_code
    golden.check("written_scenario.yaml", text.replace(place, "scenarios-of: checked-when-scheduled.workflow.yaml"))


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    """
    Somebody's own scenarios are safe.
    """
    out = tmp_path / "mine.scenarios.yaml"
    out.write_text("mine\n")
    done = written(UNSAFE, out)

    assert Exit.COULD_NOT_RUN == done.exit_code
    assert "is there already" in done.stderr
    assert "mine\n" == out.read_text()


@pytest.mark.parametrize(
    ("file", "why"), [(SAFE, "there is no story to write"), (NO_STEP, "no step of it is at fault")]
)
def test_without_a_story_nothing_is_written(file, why, tmp_path):
    """
    Where there is no story, or none with a step at fault, that is said, and there is no file.
    """
    out = tmp_path / "none.scenarios.yaml"
    done = written(file, out)

    assert why in " ".join(done.stderr.split())
    assert not out.exists()
