"""
Laws of what was asked, put together again: it says what the decision says, and nothing of it is lost.
"""

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import commands, openings, workflows

from rjflow.definition.model import Workflow
from rjflow.rules.deciding import decide
from rjflow.rules.gathering import asked_of, findings_in


@given(workflows(), st.data())
def test_a_step_is_allowed_exactly_when_all_that_was_asked_is_so(workflow: Workflow, data: st.DataObject):
    """
    Of the things a refusal lists, at least one is not so; of those an allowed step rests on, each one is.
    """
    situation = data.draw(openings(workflow))
    for _ in range(3):
        decision = decide(workflow, situation, data.draw(commands(workflow, situation)))
        asked = [
            one for one in asked_of(decision.findings) if any(part.asked != "counts" for part in findings_in(one.what))
        ]

        assert decision.allowed == all(one.truth is True for one in asked)
        situation = decision.after


@given(workflows(), st.data())
def test_nothing_that_was_asked_is_lost(workflow: Workflow, data: st.DataObject):
    """
    Every finding of a decision is told, in a group or by itself; what was asked twice is told once.
    """
    situation = data.draw(openings(workflow))
    decision = decide(workflow, situation, data.draw(commands(workflow, situation)))
    told = {
        (part.requirement or part.asked, part.truth)
        for one in asked_of(decision.findings)
        for part in findings_in(one.what)
    }

    assert {(one.requirement or one.asked, one.truth) for one in decision.findings} == told
