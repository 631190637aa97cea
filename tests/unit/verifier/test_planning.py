"""
Stories that are planned: what a person would record on the way, and where there is no way to plan.
"""

from unittest.mock import Mock, patch

import pytest
from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.hard_pairs import CLOSED, STALE
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import judged
from tests.zoo import animal

from rjflow.definition.model import OneOf, Voider, Way, Window, Workflow
from rjflow.definition.safeguards import Always, Ends, Safeguard
from rjflow.guards.syntax import Among, And, Condition, InState, IsCurrent, Not, Or
from rjflow.rules.commands import Fire, RecordEvidence
from rjflow.verifier import refining, treading
from rjflow.verifier.breaking import broken_on_tour
from rjflow.verifier.edges import Edge
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.judging import find, judge
from rjflow.verifier.planning import CannotTell
from rjflow.verifier.treading import act_out, planned
from rjflow.verifier.verdict import Story

ONE, TWO, THREE = (Among(name, ("yes",)) for name in ("one", "two", "three"))
WHOLE = Window("whole case")
ONLY_YES = {"window": WHOLE, "values": OneOf(("yes",))}
LEAVE = event("leave", ("room", "end"), ("start", "end"))


def guarded(condition: Condition, *parts: object) -> Workflow:
    """
    Give a small workflow in which something must always be so.
    """
    form = Always(condition=condition, text="")
    return workflow(*parts, safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),))


def in_large(definition: Workflow) -> tuple[str, list[str]]:
    """
    Judge a workflow as large ones are, and name the steps of the story.
    """
    with every_workflow_is_large(), patch.object(refining, "_FEW", -1):
        verdict = judge(definition, definition.safeguards[0])
    return verdict.judged, named(verdict.story)


def named(story: Story | None) -> list[str]:
    """
    Name what is recorded or done in a story.
    """
    found = []
    for step in story.steps if story is not None else ():
        match step.decision.command:
            case Fire(event=event):
                found.append(event)
            case RecordEvidence(given=given):
                found.append(given.evidence)
            case other:
                found.append(type(other).__name__)
    return found


@pytest.mark.parametrize("window", ["5 days", "2 hours", "same day"])
def test_what_runs_out_soon_need_not_be_made_older(window: str):
    """
    A record that lasts for hours runs out on the way as one does that lasts for days: nobody waits before it is nearly as old as it can be.
    """
    broken = STALE.replace("HOLE", "").replace("5 days", window).replace("CLOSED", CLOSED)
    with every_workflow_is_large():
        assert "broken" == judged(broken)


def test_two_forms_that_ask_for_each_other_are_never_filled_in():
    """
    Where each of two things is recorded only on a form that asks for the other, neither ever is; that is not tried for ever.
    """
    small = guarded(
        Not(InState("room")),
        *(evidence(name, recorded_by=(), **ONLY_YES) for name in ("one", "two")),
        state("room"),
        event("first", Way(from_states=("start",), target="start", needs=asks(TWO)), records=("one",)),
        event("second", Way(from_states=("start",), target="start", needs=asks(ONE)), records=("two",)),
        event("enter", Way(from_states=("start",), target="room", needs=asks(ONE))),
        LEAVE,
    )

    assert broken_on_tour(small, small.safeguards[0].form, find) is None
    assert ("kept", []) == in_large(small)


def test_a_record_that_no_case_lives_to_see_is_not_told():
    """
    Where all that a record needs ends the case, it is never made, and a trail that makes it is no story.
    """
    small = guarded(
        Not(And((InState("room"), IsCurrent("three")))),
        evidence("one", voided_by=(Voider("evidence", "two"),), **ONLY_YES),
        evidence("two", voided_by=(Voider("event", "enter"),), **ONLY_YES),
        evidence("three", voided_by=(Voider("event", "enter"),), needs=asks(TWO), **ONLY_YES),
        state("room", guard=asks(ONE), otherwise="end"),
        event("enter", ("start", "room")),
        LEAVE,
    )
    form = small.safeguards[0].form

    with patch.object(refining, "_FEW", 0):  # else what the last step asks is tracked at once, and no trail is left
        story, wider = planned(small, form, find, first_focus(small, form))
    assert story is None
    assert {"one", "two", "three"} == wider.evidence
    assert ("kept", []) == in_large(small)


def test_what_is_recorded_without_what_it_needs_takes_the_record_away():
    """
    A record that does not count stands in the place of one that did: who is in the room then is there without it.
    """
    small = guarded(
        Or((Not(InState("room")), ONE)),
        evidence("one", needs=asks(TWO), **ONLY_YES),
        evidence("two", voided_by=(Voider("event", "enter"),), **ONLY_YES),
        state("room"),
        event("enter", Way(from_states=("start",), target="room", needs=asks(ONE))),
        LEAVE,
    )

    assert ("broken", ["two", "one", "enter", "one"]) == in_large(small)


def test_a_road_that_was_passed_by_is_taken_after_all():
    """
    Where the trail that tracks more records too early what is lost on the way, the trail that tracks less, and leaves more to be planned, is acted
    out.
    """
    small = guarded(
        Not(And((InState("room"), Not(ONE)))),
        evidence("one", **ONLY_YES),
        evidence("two", voided_by=(Voider("evidence", "one"), Voider("event", "prepare")), **ONLY_YES),
        evidence("three", recorded_by=(), voided_by=(Voider("evidence", "four"),), **ONLY_YES),
        evidence("four", voided_by=(Voider("evidence", "three"),), **ONLY_YES),
        state("room"),
        event("prepare", ("start", "start"), records=("three",)),
        event(
            "enter",
            Way(from_states=("start",), target="room", needs=asks(THREE, Or((TWO, Among("four", ("yes",)))))),
        ),
        LEAVE,
    )

    assert ("broken", ["prepare", "two", "enter"]) == in_large(small)


class Fussy:
    """Whoever follows a trail so that everything in it would have to be the first to happen."""

    def __init__(self, *_: object) -> None:
        self.followed: list[Edge] = []

    def follow(self, edge: Edge, *, soon: bool) -> None:
        """Take a step, if it is the first."""
        assert not soon
        if self.followed:
            raise CannotTell(frozenset())
        self.followed.append(edge)


def test_a_trail_of_which_all_must_be_first_comes_to_an_end():
    """
    Steps that leave a case where it begins are put before each other once each, and then the trail is given up.
    """
    ring = animal("ring")
    trail = [Mock(is_quiet=True, action=Mock(name=name)) for name in ("one", "other", "third")]

    with patch.object(treading, "Planner", Fussy), pytest.raises(CannotTell) as raised:
        act_out(ring, (), trail, Ends(), Mock(), frozenset())

    assert raised.value.at in trail
