"""
The scenarios that come with rjflow: what practice asks is among them, and each notices when what it is about is gone from the workflow.

That all pass is told by rjflow's own plugin: every `make test` acts each file of `workflows/` out, one test for a scenario.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run

WORKFLOWS = Path(__file__).parents[2] / "workflows"


@cache
def read(name: str) -> ScenarioFile:
    path = WORKFLOWS / f"{name}.scenarios.yaml"
    return read_scenarios(path.read_bytes(), name=path.name, folder=WORKFLOWS)


# Fifteen stories; the last is about a policy author, and is told by the unsafe twins. In a short police programme nobody is in prison (6),
# and no court waits (8).
TOLD = {
    "ew-post-sentence": set(range(1, 15)),
    "pre-sentence-court": set(range(1, 15)),
    "nz-pre-sentence": set(range(1, 15)),
    "sexual-harm": set(range(1, 15)),
    "police-out-of-court": set(range(1, 15)) - {6, 8},
}


def test_all_are_acted_out(pytestconfig):
    """
    The folder is among those in which the plugin looks for scenarios, and each file has one at least.
    """
    assert "workflows" in pytestconfig.getini("testpaths")
    assert all(read(path.name.removesuffix(".scenarios.yaml")).scenarios for path in WORKFLOWS.glob("*.scenarios.yaml"))


@pytest.mark.parametrize("name", TOLD)
def test_every_scenario_of_practice_is_there(name):
    """
    The stories that practice asks for are all told for every programme in which they make sense.
    """
    numbers = {scenario.name.partition(" ")[0] for scenario in read(name).scenarios}

    assert set() == {str(number) for number in TOLD[name]} - numbers


@pytest.mark.parametrize(
    ("old", "new", "failing"),
    [
        ("recorded-by: [order-maker] ", "recorded-by: [order-maker, facilitator] ", "3"),
        (r"risk-level-raised, |, risk-level-raised|      - risk-level-raised\n", "", "5"),
        ("current-for: same day", "current-for: 4 weeks", "14"),
    ],
)
def test_a_weaker_workflow_fails_a_scenario(old, new, failing, tmp_path):
    """
    Where a rule is loosened in the flagship, the story that is about it does not come out any more.
    """
    for path in WORKFLOWS.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    flagship = tmp_path / "ew-post-sentence.workflow.yaml"
    text = flagship.read_text("utf-8")
    weaker = re.sub(old if new == "" else re.escape(old), new, text)
    assert weaker != text
    flagship.write_text(weaker, "utf-8")
    file = read_scenarios((WORKFLOWS / "ew-post-sentence.scenarios.yaml").read_bytes(), folder=tmp_path)
    failed = {one.name.partition(" ")[0] for one in file.scenarios if not run(file, one).passed}

    assert failing in failed
