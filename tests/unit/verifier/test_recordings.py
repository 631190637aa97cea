"""
Ways to fill in a form: as many as make a difference, and no verdict hangs on those left out.
"""

from unittest.mock import patch

import pytest
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_hard_pairs import tiny

from rjflow.definition.model import Workflow
from rjflow.reader.reading import read
from rjflow.verifier.casting import spotlight
from rjflow.verifier.frame import Focus
from rjflow.verifier.ground import NODES, ground_of
from rjflow.verifier.judging import judge
from rjflow.verifier.recordings import Recordings

FORM = """\
rjflow: 1
workflow: form
version: 1
title: One form about many people
roles: {worker: {}}
people:
  victim: {at-least: 1, takes-part: true}
  offender: {at-least: 1, takes-part: true}
  supporter: {takes-part: true, joins: {by: [worker], in: [open]}}
evidence:
  talk: {about: participant, one-of: [good, bad], current-for: whole-case}
  count: {about: participant, one-of: [few, many], current-for: whole-case}
states:
  open: {start: true}
  meeting: {kind: meeting}
  over: {final: true, reasons: [done]}
events:
  speak: {from: open, to: open, by: [worker], records: [talk, count]}
  meet: {from: open, to: meeting, by: [worker], needs: "every participant: talk is good"}
  end: {from: meeting, to: over, by: [worker], reason: done}
safeguards:
  - {id: P, label: nobody meets unprepared, entering: meeting, must: "every participant: talk is good"}
"""
EACH = 4  # somebody of each kind is followed, and there is somebody else


def ways(workflow: Workflow, *tracked: str) -> int:
    """Count the ways to fill in the form, with some evidence tracked."""
    form = workflow.safeguards[0].form
    ground = ground_of(workflow, form, spotlight(workflow, form), Focus(frozenset(tracked)), NODES[0])
    return len(list(Recordings(ground.formulas, frozenset()).forms(workflow.events["speak"])))


def test_what_makes_no_difference_is_said_of_one_person_at_a_time():
    """What is tracked is said of any of those followed, each good or bad or not at all; the rest of each by itself."""
    workflow = read(FORM)

    assert ways(workflow) == EACH * EACH
    assert ways(workflow, "talk") == (3**3 - 1 + 1) * EACH
    assert judge(workflow, workflow.safeguards[0]).judged == "kept"


def test_what_makes_something_void_is_said_of_anybody_together():
    """Where a record of one makes another void, it matters of whom else it is said in the same moment."""
    workflow = read(
        FORM.replace("few, many], current-for: whole-case", "few, many], current-for: whole-case, voided-by: [talk]")
    )

    assert ways(workflow, "count") > ways(read(FORM), "count")


PAIRS = {name: pair for name, pair in HARD_PAIRS.items() if "records:" in str(pair) and "about:" in str(pair)}


@pytest.mark.parametrize("name", PAIRS)
def test_no_verdict_hangs_on_what_is_left_out(name: str):
    """With everything said of everybody together, each safeguard is judged as it is without."""
    for text in PAIRS[name]:
        workflow = tiny(text)
        fewer = [judge(workflow, one).judged for one in workflow.safeguards]
        with patch.object(Recordings, "_is_heard", lambda *_: True):
            assert fewer == [judge(workflow, one).judged for one in workflow.safeguards]
