"""
Faults that only show after something came in between: time, somebody quicker, somebody who went and came back, another case, a lost answer.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from tests.unit.testing.test_machine import found

from rjflow.cli.program import program
from rjflow.reader.reading import read_file
from rjflow.testing import play

POLICY = Path(__file__).parent / "files" / "visit.workflow.yaml"
FAULTS = (
    "ForgetsExpiry",
    "TakesLateForDone",
    "KeepsWhoLeft",
    "LetsInTwice",
    "ForgetsKeys",
    "RemembersOneKey",
    "SharesNotes",
)


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[[], object]]:
    """
    Give systems by their names, from a module that programs can import, too.
    """
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import visits

    return lambda name: getattr(visits, name)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_and_told_without_anything_to_spare(host, fault, tmp_path):
    """
    It is found with the effort that a machine has by itself; of the run nothing can be left out; program and scenario do it again.
    """
    scenario, script = tmp_path / "found.scenarios.yaml", tmp_path / "found.py"
    disagrees = found(POLICY, host(fault), 100, write_scenario=scenario, write_program=script)
    assert disagrees is not None

    acts = disagrees.run.acts
    for place in range(len(acts)):
        shorter = evolve(disagrees.run, acts=(*acts[:place], *acts[place + 1 :]))
        difference = play(read_file(POLICY), shorter, host(fault))
        assert difference is None or difference.sort != disagrees.difference.sort
    assert play(read_file(POLICY), disagrees.run, host("Visits")) is None
    assert 1 == subprocess.run([sys.executable, str(script)], capture_output=True, check=False).returncode
    assert 0 == CliRunner().invoke(program, ["test", str(scenario)]).exit_code


def test_nothing_is_found_in_the_system_without_faults(host):
    """
    Whatever comes in between, the system that keeps to the policy passes.
    """
    assert found(POLICY, host("Visits"), 40) is None
