"""
What is said about mutants, as a person approved it.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from rjflow.cli.program import program

ROOT = Path(__file__).parents[2]
HALL = "tests/unit/mutating/files/hall.workflow.yaml"
SCENARIOS = "tests/unit/mutating/files/hall.scenarios.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins.
    """
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("json", "json")])
def test_mutants_are_told(form, ending, golden):
    """
    Who noticed how many, and of each that nobody did what nobody would have noticed.
    """
    told = CliRunner().invoke(program, ["mutate", HALL, SCENARIOS, "--format", form]).output

    golden.check(f"mutants.hall.{ending}", told)


def test_a_mutant_is_shown_as_a_difference(golden):
    """
    A mutant is a few lines of its file, as they were and as they are.
    """
    golden.check("mutants.hall.shown.txt", CliRunner().invoke(program, ["mutate", HALL, "--show", "50"]).output)


def test_every_line_fits():
    """
    No line of the text that was approved is wider than eighty columns, but for what cannot be broken.
    """
    approved = Path("tests/golden/data/mutants.hall.txt").read_text(encoding="utf-8")

    assert [] == [line for line in approved.splitlines() if len(line) > 80 and " " in line.strip()]
