"""
Case machines against systems with faults: what they find, and that what they print does it again.
"""

import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from rjflow.cli.program import program
from rjflow.definition.model import Workflow
from rjflow.engine.example import DOOR
from rjflow.reader.reading import read_file
from rjflow.report.run_as_scenario import run_as_scenario
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Leave, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Actor, first_situation
from rjflow.scenarios.runs import Difference, Do, Run
from rjflow.testing import CasebookHost, Disagrees, case_machine, machine, play
from rjflow.testing.machine import BEGINS
from rjflow.testing.repeating import showing

EXAMPLE = Path(__file__).parents[3] / "examples" / "faulty_host"
POLICY = EXAMPLE / "meeting.workflow.yaml"
FAULTS = ("ForgetsTheDay", "BelievesRoles", "KeepsOldConsent", "OverwritesTheOther")


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """
    The module of the example's systems, imported as its own test imports it.
    """
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.delitem(sys.modules, "host", raising=False)
    import host

    return host


def found(
    workflow: Workflow | Path, host: Callable[[], Any] | None, examples: int = 100, **files: Path
) -> Disagrees | None:
    """
    Run a machine the same way every time, and give what it finds.
    """
    machine = case_machine(workflow, host, **files)
    effort = settings(machine.TestCase.settings, max_examples=examples, derandomize=True, database=None)
    try:
        run_state_machine_as_test(machine, settings=effort)
    except Disagrees as disagrees:
        return disagrees
    return None


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_and_does_it_again(hosts: Any, fault: str, tmp_path: Path):
    """
    A fault is found by a run of which nothing can be left out; the program that is written shows it again on the faulty system, and nothing on the one without faults; the scenario
    passes, since the policy is as it should be.
    """
    scenario, script = tmp_path / "found.scenarios.yaml", tmp_path / "found.py"
    disagrees = found(POLICY, getattr(hosts, fault), write_scenario=scenario, write_program=script)
    assert disagrees is not None

    assert disagrees.difference == play(read_file(POLICY), disagrees.run, getattr(hosts, fault))
    assert play(read_file(POLICY), disagrees.run, hosts.MeetingHost) is None
    assert not any(shows_it(disagrees, place, getattr(hosts, fault)) for place in range(len(disagrees.run.acts)))
    assert 1 == run(script).returncode
    script.write_text(script.read_text("utf-8").replace(fault, "MeetingHost"), "utf-8")
    assert (0, "the system keeps to the policy on this run\n") == (run(script).returncode, run(script).stdout)
    assert 0 == CliRunner().invoke(program, ["test", str(scenario)]).exit_code


def run(script: Path) -> subprocess.CompletedProcess[str]:
    """
    Run a program.
    """
    return subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)


def shows_it(disagrees: Disagrees, without: int, host: Callable[[], Any]) -> bool:
    """
    Tell whether a run without one of its acts goes wrong in the same way.
    """
    acts = disagrees.run.acts
    shorter = evolve(disagrees.run, acts=(*acts[:without], *acts[without + 1 :]))
    difference = play(read_file(POLICY), shorter, host)
    return difference is not None and difference.sort == disagrees.difference.sort


def test_nothing_is_found_in_a_system_without_faults(hosts: Any):
    """
    The system that keeps to the policy passes.
    """
    assert found(POLICY, hosts.MeetingHost, 15) is None


def test_a_policy_that_lets_a_safeguard_be_broken_is_found(tmp_path: Path):
    """
    Without a system rjflow's own is run, and what is found is the policy's: the scenario fails until the policy is mended.
    """
    policy, scenario = tmp_path / "meeting.workflow.yaml", tmp_path / "found.scenarios.yaml"
    good = POLICY.read_text("utf-8")
    policy.write_text(good.replace(", while: everybody-agrees, otherwise: stopped", ""), "utf-8")
    disagrees = found(policy, None, write_scenario=scenario)
    assert disagrees is not None

    assert ["M1"] == [one.id for one in disagrees.difference.safeguards]
    assert 6 == CliRunner().invoke(program, ["test", str(scenario)]).exit_code
    policy.write_text(good, "utf-8")
    assert 0 == CliRunner().invoke(program, ["test", str(scenario)]).exit_code


def test_our_own_casebook_keeps_to_a_policy():
    """
    Of rjflow's own casebook nothing is found.
    """
    assert found(DOOR, None, 10) is None


# ---- what else a system can do wrong ---------------------------------------------------------------------------------


class Timid(CasebookHost):
    """A system that refuses notices."""

    def do(self, command: Command, key: str) -> bool:
        """Refuse notices."""
        return "notice" not in str(type(command)).lower() and super().do(command, key)


class Generous(CasebookHost):
    """A system that shows every button."""

    def may(self, who: str) -> Collection[str] | None:
        """Show every button to everybody."""
        return list(DOOR.events)


class Sleepy(CasebookHost):
    """A system whose clock rings no deadlines."""

    def do(self, command: Command, key: str) -> bool:
        """Do nothing when only time passes."""
        return "Advance" in str(type(command)) or super().do(command, key)


@pytest.mark.parametrize(("host", "sort"), [(Timid, "refused"), (Generous, "options"), (Sleepy, "state")])
def test_other_faults_are_told_apart(host: type[CasebookHost], sort: str):
    """
    A command that is refused, options that are none, and time that passes unseen, are each called what they are.
    """
    disagrees = found(DOOR, lambda: host(DOOR))

    assert disagrees is not None
    assert sort == disagrees.difference.sort


def test_a_test_case_is_three_lines(pytester: pytest.Pytester):
    """
    pytest runs a machine's test case; when it fails, what it found is in the message, and in the file that was asked for.
    """
    pytester.makepyfile(
        f"""
        import sys; sys.path.insert(0, {str(EXAMPLE)!r})
        from host import BelievesRoles
        from rjflow.testing import case_machine
        TestMeetings = case_machine({str(POLICY)!r}, host=BelievesRoles).TestCase
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--rjflow-write-scenario", "found.scenarios.yaml")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*the system does what the policy refuses*"])
    assert "refused: true" in (pytester.path / "found.scenarios.yaml").read_text("utf-8")


def test_whoever_was_never_there_is_in_the_scenario_all_the_same(tmp_path: Path):
    """
    What is tried about somebody who is not in the case, by them, or to send them away, is written as a scenario that can be read.
    """
    policy = read_file(Path(__file__).parent / "files" / "visit.workflow.yaml")
    gone, host = Actor("guest-2", frozenset(), frozenset({"guest-2"})), Actor("host-1", frozenset({"host"}))
    about = RecordEvidence(given=Given("consent", "given", "guest-2"), actor=host, at=BEGINS)
    itself = RecordEvidence(given=Given("consent", "given", "guest-1"), actor=gone, at=BEGINS)
    tried = Run(
        (("guest-1", "guest"),), BEGINS, (Do(about), Do(itself), Do(Leave(person="guest-2", actor=host, at=BEGINS)))
    )
    found = Difference(sort="allowed", act=2)

    told = run_as_scenario(
        policy, tried, found, {"host-1": ["host"]}, "visit.workflow.yaml", Path(__file__).parent / "files"
    )

    assert told is not None
    assert told.count("refused: true") == len(tried.acts)
    assert "about: [guest-1]" in told


def test_what_would_show_if_it_were_done_again_is_known():
    """
    After a break-in, finding the key once more would let the door be locked; while the key counts, a second time changes nothing, and a second break-in does.
    """
    porter = Actor("porter-1", frozenset({"porter"}))
    find = RecordEvidence(given=Given("key", "found", None), actor=porter, at=0)
    alarm, lock = GiveNotice(notice="break-in", actor=porter, at=0), Fire(event="lock", actor=porter, at=0)
    found_after = decide(DOOR, decide(DOOR, first_situation(DOOR, (), 0), alarm).after, find).after
    lost = decide(DOOR, found_after, alarm).after

    assert [find] == [*showing(DOOR, lost, [find, alarm], lock)]
    assert [alarm] == [*showing(DOOR, found_after, [find, alarm], lock)]


def test_what_comes_again_is_what_would_show(monkeypatch: pytest.MonkeyPatch):
    """
    When an event is ready, a machine has some command come again that would change whether it may happen.
    """
    asked: list[int] = []
    monkeypatch.setattr(machine, "showing", lambda *given: asked.append(len(given[2])) or showing(*given))

    assert found(DOOR, None, 20) is None
    assert max(asked) > 0
