"""
Every repair that is offered was tried, and does what is said of it.
"""

from pathlib import Path

import pytest
from attrs import evolve
from tests.small import evidence

from rjflow.definition.model import MEETING, Workflow
from rjflow.definition.safeguards import Always
from rjflow.frozen import FrozenMap
from rjflow.guards.syntax import InKind, Not
from rjflow.reader.reading import read, read_file
from rjflow.report.mending import repair_line
from rjflow.verifier.judging import find, judge
from rjflow.verifier.mending import mended, repaired, repairs
from rjflow.verifier.pieces import pieces_of, without
from rjflow.verifier.proving import is_proved
from rjflow.verifier.verifying import verify

UNSAFE = sorted(Path("workflows/unsafe").glob("*.workflow.yaml"))
WITH_HINTS = {
    "another-room-same-approval": {"void"},
    "assessed-once": {"void"},
    "signed-by-the-author": {"not-by"},
    "consent-at-the-door": {"stay"},
    "checked-when-scheduled": {"ask", "stay"},
    "closed-without-debrief": {"from"},
    "a-letter-that-nobody-wanted": {"gate"},
}
ROUND = """
rjflow: 1
workflow: round
version: 1
title: A room whose only way out leads back
roles: {worker: {}}
evidence:
  key: {one-of: [found, lost], current-for: whole-case, recorded-by: [worker]}
  lamp: {one-of: [lit, dark], current-for: whole-case, recorded-by: [worker]}
states:
  outside: {start: true}
  hall: {}
  inside: {while: lamp is lit, otherwise: hall}
  free: {final: true, reasons: [out]}
events:
  enter: {from: outside, to: hall, by: [worker]}
  go-in: {from: hall, to: inside, by: [worker]}
  leave: {from: inside, to: free, by: [worker]}
safeguards:
  - {id: T1, label: "whoever is in the hall has found the key", always: not in hall or key is found}
"""

AFTERWARDS = """
rjflow: 1
workflow: afterwards
version: 1
title: A brief that nobody can have read before they have met
roles: {worker: {}}
evidence:
  risk: {one-of: [low, high], current-for: whole-case, recorded-by: [worker]}
  brief: {one-of: [read], current-for: whole-case}
gates:
  safe: {all: [risk is low]}
states: {preparing: {start: true}, meeting: {kind: meeting}, met: {final: true, reasons: [done]}}
events:
  meet: {from: preparing, to: meeting, by: [worker], needs: safe}
  read-it: {from: meeting, to: preparing, by: [worker], records: [brief]}
  part: {from: meeting, to: met, by: [worker]}
safeguards:
  - {id: R1, label: who meets has read the brief, entering: meeting, must: brief is read}
"""


def path_of(name: str) -> Path:
    """
    Give the file of an unsafe workflow.
    """
    return Path(f"workflows/unsafe/{name}.workflow.yaml")


def large(workflow: Workflow) -> Workflow:
    """
    Make a workflow a large one, by evidence that nobody asks for.
    """
    idle = {f"idle-{number}": evidence(f"idle-{number}") for number in range(15)}
    return evolve(workflow, evidence=FrozenMap({**workflow.evidence, **idle}))


@pytest.mark.parametrize("name", WITH_HINTS)
def test_every_hint_was_tried(name):
    """
    Judged anew as a whole, the repaired workflow keeps the safeguard, breaks exactly what is said, and its meetings can be reached.
    """
    workflow = read_file(path_of(name))
    report = mended(verify(workflow))
    kept = {one.safeguard.id for one in report.verdicts if one.judged == "kept"}
    offered = [(verdict, repair) for verdict in report.verdicts for repair in verdict.repairs]

    assert WITH_HINTS[name] <= {repair.sort for _, repair in offered}
    for verdict, repair in offered:
        again = verify(repaired(workflow, repair))
        broken = {one.safeguard.id for one in again.verdicts if one.judged == "broken"}
        assert verdict.safeguard.id in {one.safeguard.id for one in again.verdicts if one.judged == "kept"}
        assert set(repair.breaks) == broken & kept
        meets = any(state.kind == MEETING for state in workflow.states.values())
        assert not meets or find(again.workflow, Always(condition=Not(InKind(MEETING)), text="")) is not None
        assert len(verdict.repairs) <= 3


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("another-room-same-approval", "voided-by: [meeting-plan]"),
        ("closed-without-debrief", "from: {any-except: [meeting, held]}"),
        ("assessed-once", "voided-by: [risk-assessment]"),
    ],
)
def test_the_line_that_is_offered_mends_the_file(name, old):
    """
    Written into the file in place of what stands there, the line of the first hint keeps the safeguard.
    """
    path = path_of(name)
    report = mended(verify(read_file(path)))
    broken = next(one for one in report.verdicts if one.repairs)
    line = repair_line(report.workflow, broken.repairs[0])
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    again = verify(read(text.replace(old, line)))

    assert "kept" == next(one.judged for one in again.verdicts if one.safeguard.id == broken.safeguard.id)


def test_where_each_thing_has_a_line_of_its_own_a_line_more_is_offered():
    """
    A list that stands on several lines is not written anew: the line to add is given, and added it keeps the safeguard.
    """
    text = path_of("assessed-once").read_text(encoding="utf-8")
    several = "voided-by:\n      - risk-assessment\n      - meeting-plan"
    text = text.replace("voided-by: [risk-assessment]", several).replace("evidence:", f"evidence:\n{PLAN}", 1)
    broken = next(one for one in mended(verify(read(text))).verdicts if one.repairs)
    line = repair_line(read(text), broken.repairs[0])
    again = verify(read(text.replace(several, f"{several}\n      {line}")))

    assert "- new-offence-alleged  # one more under `voided-by`" == line
    assert "kept" == next(one.judged for one in again.verdicts if one.safeguard.id == broken.safeguard.id)


PLAN = "  meeting-plan: {one-of: [proposed], recorded-by: [facilitator], current-for: whole-case}"


def test_no_hint_takes_a_deadline_its_event():
    """
    An event is not kept out of a state where a deadline makes it happen: such a file could not be read.
    """
    report = mended(verify(read_file(path_of("asked-until-yes"))))

    assert [()] == [one.repairs for one in report.broken]


def test_no_hint_lets_a_case_fall_in_a_circle():
    """
    Where a case can go only to a state that falls back here, no gate is offered here: it would never come to rest.
    """
    workflow = read(ROUND)
    report = mended(verify(workflow))

    assert ["T1"] == [one.safeguard.id for one in report.broken]
    assert all(repair.otherwise != "inside" for one in report.broken for repair in one.repairs)


def test_no_hint_ends_all_meetings():
    """
    What keeps a safeguard only because nobody can meet any more is not offered; it is, once there is another way to what it asks.
    """
    otherwise = AFTERWARDS.replace(
        "current-for: whole-case}\ngates", "current-for: whole-case, recorded-by: [worker]}\ngates"
    )
    offered = [one.repairs for text in (AFTERWARDS, otherwise) for one in mended(verify(read(text))).broken]

    assert () == offered[0]
    assert {("ask", "meet"), ("gate", "safe")} <= {(one.sort, one.name) for one in offered[1]}


def test_a_kept_workflow_is_given_back_as_it_is():
    """
    Nothing is tried where nothing is broken.
    """
    report = verify(read_file(Path("workflows/unsafe/common/small-and-safe.workflow.yaml")))

    assert mended(report) is report


def test_a_large_workflow_gets_a_hint_too():
    """
    Of the flagship without the consent of everybody who takes part, a line is offered with which that safeguard is proved again.
    """
    workflow = read_file(Path("workflows/ew-post-sentence.workflow.yaml"))
    consent = next(
        one
        for one in pieces_of(workflow)
        if one.name == "everybody-consents" and "consent-to-meet" in str(one.condition)
    )
    careless = without(workflow, [consent])
    verdict = judge(careless, next(one for one in careless.safeguards if one.id == "S1"))
    offered = repairs(careless, verdict, (verdict,))

    assert "broken" == verdict.judged
    assert [("ask", "begin-meeting"), ("gate", "safe-to-meet"), ("stay", "meeting")] == [
        (one.sort, one.name) for one in offered
    ]
    assert all(is_proved(repaired(careless, one), verdict.safeguard.form) for one in offered)


@pytest.mark.parametrize("name", ["another-room-same-approval", "dropped-condition"])
def test_repairs_that_are_tried_at_once_are_those_tried_in_turn(name):
    """
    However many repairs of a large workflow are tried at once, the same are offered.
    """
    report = verify(large(read_file(path_of(name))))
    offered = [verdict.repairs for verdict in mended(report).verdicts]

    assert any(offered)
    for workers in (2, 3, 9):
        assert offered == [verdict.repairs for verdict in mended(report, workers=workers).verdicts]


@pytest.mark.parametrize(
    ("name", "other"), [("one-screening-for-all-letters", "S27"), ("sits-down-again-the-same-afternoon", "T1")]
)
def test_what_is_void_by_the_very_step_that_needs_it_is_said_to_break_that(name, other):
    """
    Of a record that a repair makes void by the event which asks for it, a large workflow too is told that the repair breaks the other safeguard.
    """
    offered = [
        repair for verdict in mended(verify(large(read_file(path_of(name))))).verdicts for repair in verdict.repairs
    ]

    assert [("void", (other,), ())] == [(one.sort, one.breaks, one.unproved) for one in offered if one.sort == "void"]
