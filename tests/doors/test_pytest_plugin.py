"""
The pytest plugin as people meet it: a test for each scenario, and nothing at all without scenarios.
"""

import subprocess
import sys
from pathlib import Path

import pytest

WORKFLOW = Path(__file__).parents[1] / "unit" / "scenarios" / "files" / "talk.workflow.yaml"

SCENARIOS = """\
rjflow: 1
scenarios-of: talk.workflow.yaml
begins: 2026-03-02 09:00
workers: {fran: host}
people: {robin: asker, kit: asked}
scenarios:
  - scenario: two who agree talk
    when: [{smoothly: [begin]}]
    then: {state: talking}
  - scenario: nobody talks at once
    when:
      - {by: fran, do: begin}
"""


@pytest.fixture
def inside(pytester: pytest.Pytester) -> pytest.Pytester:
    """
    Stand in a folder with a workflow and scenarios of it, one of which fails.
    """
    (pytester.path / "talk.workflow.yaml").write_bytes(WORKFLOW.read_bytes())
    (pytester.path / "talk.scenarios.yaml").write_text(SCENARIOS, "utf-8")
    return pytester


def test_each_scenario_is_a_test_under_its_own_name(inside):
    """
    Node ids are what a person wrote; what passes passes, and what fails fails.
    """
    done = inside.runpytest("-v")

    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        ["talk.scenarios.yaml::two who agree talk PASSED*", "talk.scenarios.yaml::nobody talks at once FAILED*"]
    )


def test_what_the_scenarios_try_is_told_when_asked_for(inside):
    """
    With the option, the end of the run has the numbers of `rjflow test --coverage`; without it, nothing of them.
    """
    told, not_told = (inside.runpytest(*options).stdout.str() for options in (["--rjflow-coverage"], []))

    assert "What 2 scenarios of talk try" in told
    assert "ways taken" in told
    assert "ways taken" not in not_told


def test_a_failure_shows_what_happened_beside_what_must(inside):
    """
    The report is the text of `rjflow test`, points at the scenario's own line, and has no traceback.
    """
    done = inside.runpytest()

    done.stdout.fnmatch_lines(
        [
            "failed: nobody talks at once",
            " --> talk.scenarios.yaml:10:15",
            "  must be:   it is allowed.",
            "*it was refused.",
        ]
    )
    done.stdout.no_fnmatch_line("*Traceback*")
    done.stdout.no_fnmatch_line("*rjflow_pytest.py*")


def test_one_scenario_can_be_chosen(inside):
    """
    A node id, and `-k`, choose scenarios as they choose tests.
    """
    inside.runpytest("talk.scenarios.yaml::two who agree talk").assert_outcomes(passed=1)
    inside.runpytest("-k", "agree").assert_outcomes(passed=1, deselected=1)


def test_a_file_with_mistakes_is_an_error_of_collection(inside):
    """
    All mistakes of a file are told, with their places, and other tests are run where pytest is asked to go on.
    """
    (inside.path / "talk.scenarios.yaml").write_text(SCENARIOS.replace("begin}", "begn}").replace("[begin]", "[begni]"))
    done = inside.runpytest()

    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(
        ["error*RJ225*begni*", " --> talk.scenarios.yaml:8:*", "2 problems in talk.scenarios.yaml"]
    )


def test_the_plugin_can_be_switched_off(inside):
    """
    With `-p no:rjflow` a scenario file is no test.
    """
    inside.runpytest_subprocess("-p", "no:rjflow").assert_outcomes()


def test_a_run_without_scenarios_loads_nothing_of_rjflow(pytester):
    """
    The plugin is loaded in every run, and brings no module of rjflow, nor any other that pytest has not loaded before, along.
    """
    pytester.makepyfile(
        "import sys\ndef test_it(): assert not [name for name in sys.modules if name.split('.')[0] == 'rjflow']"
    )
    program = "import pytest, sys; before = set(sys.modules); import rjflow_pytest; print(*(set(sys.modules) - before))"
    brought = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    done = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--trace-config")
    done.assert_outcomes(passed=1)
    done.stdout.fnmatch_lines(["*rjflow_pytest*"])
    assert ["rjflow_pytest"] == brought
