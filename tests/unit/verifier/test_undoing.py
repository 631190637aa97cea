"""
What is true where a case stands is undone as people and time undo it: by a notice that makes a record void, or by waiting.
"""

import pytest
from tests.unit.verifier.test_differing import HOUSE, SCHEME, in_a_street

from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Among, And, InState, OfScheme
from rjflow.reader.reading import read
from rjflow.rules.commands import Advance, Command, GiveNotice, RecordEvidence, SeeScheme
from rjflow.rules.viewing import holds
from rjflow.verifier.judging import find
from rjflow.verifier.scheming import scheme_finder
from rjflow.verifier.touring import opening, tour
from rjflow.verifier.undoing import visit

CLEAR = Among("check", ("clear",))
ROOM = """\
rjflow: 1
workflow: room
version: 1
title: Whoever is inside was checked
roles: {worker: {}, boss: {}}
people: {guest: {at-least: 1}}
notices: {news: {}}
evidence:
  check: {one-of: VALUES, recorded-by: [worker], ABOUTcurrent-for: WINDOWVOIDED}
  approval: {one-of: [given], recorded-by: [boss], current-for: whole-case}
states:
  begun: {start: true}
  inside: {while: approval is given, otherwise: begun}
  done: {final: true, reasons: [over]}
events:
  go-in: {from: begun, to: inside, by: [worker], needs: [CHECK, approval is given]}
  end: {from: inside, to: done, by: [worker]}
"""


def room(
    window: str, voided: str = "", *, values: str = "[clear]", about: str = "", check: str = "check is clear"
) -> Workflow:
    """Give a room that one goes into only after a check, which may run out inside."""
    text = ROOM.replace("VALUES", values).replace("ABOUT", about).replace("CHECK", f'"{check}"')
    return read(text.replace("WINDOW", window).replace("VOIDED", voided), name="room")


@pytest.mark.parametrize(
    ("window", "voided", "values", "quickly", "last"),
    [
        ("whole-case", "", "[clear, unclear]", True, RecordEvidence),
        ("whole-case", ", voided-by: [news]", "[clear]", False, GiveNotice),
        ("10 days", "", "[clear]", False, Advance),
        ("whole-case", "", "[clear]", False, None),
    ],
)
def test_what_is_so_is_undone(window: str, voided: str, values: str, quickly: bool, last: type[Command] | None):
    """
    Another answer is given, or else there is news, or else time goes by; where none of these helps, nothing is found.
    """
    workflow = room(window, voided, values=values)
    stop = tour(workflow, opening(workflow), find)["inside"]
    asked = (workflow, stop, And(()), CLEAR, scheme_finder(workflow, find))

    quick, patient = visit(*asked), visit(*asked, patiently=True)

    assert (quick is not None) is quickly
    assert (patient is not None) is (last is not None)
    if patient is not None and last is not None:
        assert isinstance(patient.decisions[-1].command, last)
        assert patient.now.state == "inside"
        assert holds(workflow, patient.now, CLEAR, observer=True) is not True


def test_somebody_elses_check_runs_out_too():
    """
    What is about a person is waited out for each of them.
    """
    workflow = room("10 days", about="about: guest, ", check="every guest: check is clear")
    unless = workflow.events["go-in"].ways[0].needs.items[0].condition
    stop = tour(workflow, opening(workflow), find)["inside"]

    there = visit(workflow, stop, And(()), unless, scheme_finder(workflow, find), patiently=True)

    assert there is not None
    assert isinstance(there.decisions[-1].command, Advance)


def test_a_scheme_comes_to_stand_otherwise():
    """
    What is so only of the scheme is undone by a look at it where it stands otherwise, which it may at any moment.
    """
    workflow, bright = in_a_street(HOUSE, SCHEME), OfScheme(InState("bright"))
    stop = tour(workflow, opening(workflow), find)["shed"]

    there = visit(workflow, stop, And(()), bright, scheme_finder(workflow, find))

    assert holds(workflow, stop.now, bright, observer=True) is True
    assert there is not None
    assert isinstance(there.decisions[-1].command, SeeScheme)
    assert holds(workflow, there.now, bright, observer=True) is not True
