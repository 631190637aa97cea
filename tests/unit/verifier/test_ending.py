"""
Cases end, also where they are held: a round that goes through `back` is seen, and one that cannot be is not.
"""

import pytest

from rjflow.certifying.rounds import rounds
from rjflow.reader.reading import read
from rjflow.report.acting_out import act_out
from rjflow.verifier.paths import paths
from rjflow.verifier.structure import structure
from rjflow.verifier.verifying import verify

HELD = """\
rjflow: 1
workflow: held
version: 1
title: A case may be paused
roles: {worker: {}}
people: {victim: {at-least: 1}}
states:
  asked: {start: true}
  begun: {}
  paused: {holds: true}
  done: {final: true, reasons: [done]}
events:
  begin: {from: asked, to: begun, by: [worker]}
  give-up: {from: asked, to: done, by: [worker]}
  finish: {from: begun, to: done, by: [worker]}
  pause: {from: [asked, begun], to: paused, by: [worker]}
  go-on: {from: paused, to: back, by: [worker]}
safeguards:
  - {id: E1, label: cases end, ends: true}
"""
RUNG = """\
deadlines:
  - {after: 7 days, in: begun, then: pause}
  - {after: 7 days, in: paused, then: go-on}
"""


def test_what_is_paused_and_taken_up_again_ends():
    """
    Somebody has to pause it each time.
    """
    assert verify(read(HELD)).is_safe


def test_the_clock_alone_pauses_and_goes_on_for_ever():
    """
    It is told as a story of how a case comes into the round, and the checker of certificates sees the same round.
    """
    text = HELD.replace("to: paused, by: [worker]", "to: paused, by: [worker, clock]")
    workflow = read(text.replace("to: back, by: [worker]", "to: back, by: [worker, clock]") + RUNG)
    report = verify(workflow)
    [verdict] = report.broken

    assert report.structure.loops == (("begun", "paused"),) == tuple(rounds(workflow))
    assert verdict.story is not None
    assert verdict.story.last.state == "begun"
    act_out(report)


def test_whoever_is_held_from_a_blind_alley_never_ends():
    """
    From `begun` a case can only be paused, and what is paused there goes back there and nowhere else.
    """
    workflow = read(HELD.replace("  finish: {from: begun, to: done, by: [worker]}\n", ""))
    found = structure(workflow)
    [verdict] = verify(workflow).broken

    assert found.trapped == ("begun",)  # what is paused may have been asked for only, and goes back there
    assert found.loops == (("begun", "paused"),) == tuple(rounds(workflow))
    assert verdict.story is not None
    assert verdict.story.last.state == "begun"


def test_where_nothing_leads_out_of_a_hold_but_back_it_is_a_blind_alley_as_well():
    """
    Wherever a case is paused, it goes back to where none ends.
    """
    text = HELD.replace("  finish: {from: begun, to: done, by: [worker]}\n", "")
    found = structure(read(text.replace("from: [asked, begun], to: paused", "from: begun, to: paused")))

    assert found.trapped == ("begun", "paused")


@pytest.mark.parametrize("end", ["", "  stop: {from: paused, to: done, by: [worker]}\n"])
def test_nobody_goes_round_by_where_another_case_was_held(end):
    """
    From `asked` to `paused` and on to `begun` would be a way round that no case can take.
    """
    found = paths(read(HELD.replace("safeguards:", f"{end}safeguards:")))

    assert found.rounds == (("asked", "paused"), ("begun", "paused"))
