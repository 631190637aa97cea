"""
The system against its policy. `pytest examples/faulty_host` passes; with a faulty host in place of `MeetingHost` it fails, and prints the
shortest run that shows the fault, as a program and as a scenario.
"""

from pathlib import Path

from host import MeetingHost

from rjflow.testing import case_machine

TestMeetings = case_machine(Path(__file__).parent / "meeting.workflow.yaml", host=MeetingHost).TestCase
