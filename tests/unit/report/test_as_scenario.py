"""
Stories of broken safeguards as scenarios: failing while the workflow is broken, passing once it is mended.
"""

from pathlib import Path

import pytest

from rjflow.reader.reading import read, read_file
from rjflow.report.as_scenario import AsScenarios, as_scenarios
from rjflow.scenarios.outcome import Outcome
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.verifier.verifying import verify

UNSAFE = Path(__file__).parents[3] / "workflows" / "unsafe"

BROKEN = """\
rjflow: 1
workflow: letter
version: 1
title: A letter
roles: {clerk: {}, reader: {label: the reader}}
people: {sender: {at-least: 1, at-most: 2}, "receiver": {at-least: 1, at-most: 1, joins: {by: [clerk], in: waiting}}}
notices: {threat: {}}
evidence:
  wish: {about: receiver, one-of: [wanted, unwanted], recorded-by: [clerk, receiver], current-for: 14 days, voided-by: [threat]}
  reading: {one-of: [harmless, harmful], recorded-by: [reader], current-for: same day}
states:
  waiting: {start: true}
  passed: {kind: passing}
  open: {}
  done: {final: true, reasons: [over]}
events:
  pass-on: {from: waiting, to: passed, by: [clerk]NEEDS}
  put-out: {from: waiting, to: open, by: [clerk]}
  end: {from: [passed, open], to: done, by: [clerk], reason: over}
  take-back: {from: TAKEN, to: done, by: [sender, clerk], reason: over}
safeguards:
  - {id: E1, label: nobody gets a letter they do not want, entering: passed, must: "every receiver: wish is wanted"}
  - {id: B1, label: every letter is read, before: pass-on, must-have: reading}
  - {id: O1, label: whoever wrote it can take it back, always-open: take-back, while: in waiting}
  - {id: P1, label: it always ends, always-possible: final, using: [roles]}
"""
WANTED = '["every receiver: wish is wanted"]'


def workflow_text(needs: str, taken: str) -> str:
    return BROKEN.replace("NEEDS", f", needs: {needs}" if needs else "").replace("TAKEN", taken)


def stories(text: str, folder: Path) -> AsScenarios:
    """
    Verify a workflow and write its stories as scenarios, beside it.
    """
    (folder / "letter.workflow.yaml").write_text(text, "utf-8")
    return as_scenarios(verify(read(text)), "letter.workflow.yaml", folder)


def outcomes(scenarios: str, workflow: str, folder: Path) -> list[Outcome]:
    """
    Act scenarios out on a workflow that has the place of theirs.
    """
    (folder / "letter.workflow.yaml").write_text(workflow, "utf-8")
    file = read_scenarios(scenarios, name="letter.scenarios.yaml", folder=folder)
    return [run(file, scenario) for scenario in file.scenarios]


def test_a_story_fails_at_its_end_until_the_workflow_is_mended(tmp_path):
    """
    What the verifier found fails as a scenario on the workflow it was found in, and passes on one that asks what was missing.
    """
    broken = workflow_text("", "open")
    mended = workflow_text('["every receiver: wish is wanted", reading is harmless]', "[waiting, open]")
    written = stories(broken, tmp_path)
    assert written.text is not None
    now, then = (outcomes(written.text, workflow, tmp_path) for workflow in (broken, mended))

    assert ("E1", "B1", "O1") == written.written
    assert [False] * 3 == [one.passed for one in now]
    assert [True] * 3 == [one.passed for one in then]
    assert verify(read(mended)).is_safe


def test_a_half_mended_workflow_still_fails_what_it_breaks(tmp_path):
    """
    A scenario passes when its own safeguard is mended, and not before.
    """
    written = stories(workflow_text("", "open"), tmp_path)
    assert written.text is not None

    half = outcomes(written.text, workflow_text(WANTED, "open"), tmp_path)
    assert [True, False] == [half[0].passed, half[2].passed]


def test_a_safe_workflow_has_no_story_to_write(tmp_path):
    """
    Where nothing is broken there is no file.
    """
    mended = workflow_text('["every receiver: wish is wanted", reading is harmless]', "[waiting, open]")

    assert AsScenarios(None, (), ()) == stories(mended, tmp_path)


@pytest.mark.parametrize(
    ("name", "written", "left"),
    [
        ("consent-at-the-door", 1, 0),
        ("yes-by-proxy", 5, 0),
        ("as-it-was-this-morning", 2, 0),
        ("closed-without-debrief", 1, 0),
        ("waiting-for-an-answer", 0, 1),
    ],
)
def test_shipped_stories_fail_as_scenarios(name, written, left):
    """
    Stories with deadlines, schemes and days that pass can be written; where no step is at fault, it is said that none is.
    """
    path = UNSAFE / f"{name}.workflow.yaml"
    found = as_scenarios(verify(read_file(path)), path.name, UNSAFE)

    assert (written, left) == (len(found.written), len(found.left))
    if found.text is not None:
        file = read_scenarios(found.text, folder=UNSAFE)
        assert not any(run(file, scenario).passed for scenario in file.scenarios)
