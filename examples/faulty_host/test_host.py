"""
The system against its policy: three lines, and the same for each fault that can be switched on.

`pytest examples/faulty_host` passes: nothing is found in `MeetingHost`, and something in each of the others. Put one of those in the place of
`MeetingHost`, and the message of the failing test is the shortest run that shows its fault, as a program and as a scenario.
"""

from pathlib import Path

import pytest
from host import BelievesRoles, ForgetsTheDay, KeepsOldConsent, MeetingHost, OverwritesTheOther
from hypothesis.stateful import run_state_machine_as_test

from rjflow.testing import Disagrees, case_machine

POLICY = Path(__file__).parent / "meeting.workflow.yaml"

TestMeetings = case_machine(POLICY, host=MeetingHost).TestCase


@pytest.mark.parametrize("faulty", [ForgetsTheDay, BelievesRoles, KeepsOldConsent, OverwritesTheOther])
def test_the_fault_is_found(faulty):
    """
    A machine finds what is wrong with each of these.
    """
    machine = case_machine(POLICY, host=faulty)
    with pytest.raises(Disagrees):
        run_state_machine_as_test(machine, settings=machine.TestCase.settings)
