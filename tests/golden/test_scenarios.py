"""
What is said about scenarios, as a person approved it.
"""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from rjflow.cli.program import program

ROOT = Path(__file__).parents[2]
FAILING = "tests/golden/files/failing_scenarios.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins.
    """
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("json", "json"), ("junit", "xml")])
def test_scenarios_that_fail_are_told(form, ending, golden):
    """
    Each way to fail is told with its place, what must be and what happened.
    """
    told = CliRunner().invoke(program, ["test", "--format", form, FAILING]).output

    golden.check(f"scenarios_failing.{ending}", told)


@pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("json", "json"), ("markdown", "md")])
def test_what_scenarios_try_is_told(form, ending, golden):
    """
    Four numbers, and a sentence with its place for everything that no scenario tries.
    """
    told = CliRunner().invoke(program, ["test", "--coverage", "--format", form, FAILING]).output

    golden.check(f"scenarios_coverage.{ending}", told)


def test_every_line_fits():
    """
    No line of the text is wider than eighty columns, but for what cannot be broken.
    """
    told = CliRunner().invoke(program, ["test", "--coverage", FAILING]).output

    assert [] == [line for line in told.splitlines() if len(line) > 80]


def test_test_servers_can_read_it():
    """
    The JUnit form is XML, with one case for each scenario, and one for a file that cannot be read.
    """
    told = CliRunner().invoke(program, ["test", "--format", "junit", FAILING, "tests/golden/files/house.workflow.yaml"])
    failing, invalid = ElementTree.fromstring(told.output)

    assert ("10", "9", "0") == tuple(failing.get(count) for count in ("tests", "failures", "errors"))
    assert 9 == len(failing.findall("testcase/failure"))
    assert ("1", "0", "1") == tuple(invalid.get(count) for count in ("tests", "failures", "errors"))
    assert "RJ366" in (invalid.findtext("testcase/error") or "")
