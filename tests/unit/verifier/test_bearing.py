"""
What a story shows besides what it was looked for.
"""

from unittest.mock import patch

import pytest
from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.test_as_if_large import every_workflow_is_large

from rjflow.definition.model import BACK, CLOCK, Day, Deadline, OneOf, Way, Window, Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible, Entering, Form, Safeguard, Step
from rjflow.guards.syntax import Among, Condition, InState, IsCurrent, Not, Or, SamePerson
from rjflow.verifier import bearing
from rjflow.verifier.bearing import bearings, narrowed
from rjflow.verifier.casting import spotlight
from rjflow.verifier.frame import Focus
from rjflow.verifier.ground import is_kept_with
from rjflow.verifier.judging import find, judge
from rjflow.verifier.pieces import pieces_of, without
from rjflow.verifier.proving import proof
from rjflow.verifier.verifying import verify

YES, ALSO = Among("asked", ("yes",)), Among("checked", ("yes",))
AT_THE_END = Entering(steps=(Step("final"),), condition=YES, text="")


def inside(condition: Condition) -> Form:
    """
    Whoever is in the room has been asked this.
    """
    return Always(condition=Or((Not(InState("room")), condition)), text="")


def named(name: str, form: Form) -> Safeguard:
    """
    Give a safeguard of a form.
    """
    return Safeguard(id=name, label=name, form=form, origin="workflow")


PARTS = (
    evidence("asked", window=Window("whole case"), values=OneOf(("yes",))),
    evidence("checked", window=Window("whole case")),
    state("room"),
    event("leave", ("room", "end")),
)
CARELESS = workflow(*PARTS, event("enter", Way(from_states=("start",), target="room", needs=asks(ALSO))))


@pytest.mark.parametrize(
    ("form", "broken"),
    [
        (AT_THE_END, True),  # where it ends
        (inside(YES), True),  # on the way, and no more where it ends
        (inside(ALSO), False),
        (Always(condition=Or((Not(InState("start")), IsCurrent("checked"))), text=""), True),  # before anything happens
        (Entering(steps=(Step("final"),), condition=ALSO, text=""), False),
    ],
)
def test_a_story_shows_what_it_breaks_anywhere_on_its_way(form: Form, broken: bool):
    """
    A story that was told for one safeguard breaks another where that is so at its beginning, on the way, or at its end; and only there.
    """
    story = find(CARELESS, AT_THE_END)
    assert story is not None

    assert broken == bearing._breaks(CARELESS, named("B", form), story)


def test_one_story_is_looked_for_where_it_shows_two_to_be_broken():
    """
    In a large workflow, what the story of one safeguard breaks on its way needs no story of its own.
    """
    enter = event("enter", Way(from_states=("start",), target="room", needs=asks(YES, ALSO)))
    report = verify(workflow(*PARTS, enter, safeguards=(named("A", AT_THE_END), named("B", inside(YES)))))
    with every_workflow_is_large(), patch.object(bearing, "acted_out", wraps=bearing.acted_out) as looked_for:
        found = {one.piece.condition: one.needed_by for one in bearings(report) if one.piece.sort == "asks"}

    assert {YES: ("A", "B"), ALSO: ()} == found
    assert 1 == looked_for.call_count


def test_who_did_something_is_left_out_only_with_what_they_did():
    """
    Who recorded something is known only where that is tracked: what a proof rests on is narrowed to no less, and to nothing where it rests
    on nothing.
    """
    told = evidence("told", values=Day(), window=Window("whole case"))
    checked = evidence("checked", not_by=("asked",))
    asked = evidence("asked", needs=asks(ALSO))
    apart = Not(SamePerson("asked", "checked"))
    small = workflow(
        *(asked, checked, told, state("room")),
        event("meet", Way(from_states=("start",), target="room", needs=asks(apart)), not_by=("asked",)),
        event("come", ("start", "room"), by=(CLOCK,)),
        deadlines=(Deadline(states=("start",), event="come", until="told"),),
    )
    form = Entering(steps=(Step("state", "room"),), condition=Or((IsCurrent("asked"), IsCurrent("told"))), text="")
    focus = proof(small, form)
    assert focus is not None
    less = narrowed(small, form, focus)

    assert ("asked", "checked") == less.authors
    assert {"asked", "checked", "told"} == less.evidence
    assert is_kept_with(small, form, spotlight(small, form), less)
    assert Focus() == narrowed(small, Always(condition=Not(InState("end")), text=""), focus)


def held(form: Form) -> Workflow:
    """
    Give a workflow with a safeguard, and a room that is held up and taken up again; who is in it has been asked, at the latest a day ago.
    """
    return workflow(
        evidence("asked", recorded_by=(), values=OneOf(("yes",))),
        *(state("room", guard=asks(YES), otherwise="start"), state("pause", holds=True)),
        *(event("ask", ("start", "start"), records=("asked",)), event("enter", ("start", "room"))),
        *(event("rest", ("room", "pause")), event("back", Way(from_states=("pause",), target=BACK))),
        event("leave", ("room", "end"), ("start", "end")),
        safeguards=(named("A", form),),
    )


def test_who_is_refused_on_the_way_back_is_stuck():
    """
    Whoever comes back too late falls; without the interruption they are asked instead, refused, and stay where they are held. So it carries that
    every case can be ended.
    """
    small = held(AlwaysPossible(steps=(Step("final"),), using=("roles",)))
    [interruption] = [one for one in bearings(verify(small)) if one.piece.sort == "interrupts"]

    assert ("A",) == interruption.needed_by
    assert "broken" == judge(without(small, [interruption.piece]), small.safeguards[0]).judged


def test_a_way_back_that_is_refused_is_no_story():
    """
    Where the search cannot tell from where a case was held, a trail that leads back where that is refused is told as no story.
    """
    small = held(Entering(steps=(Step("state", "room"),), condition=YES, text=""))
    [interruption] = [one for one in pieces_of(small) if one.sort == "interrupts"]

    assert "kept" == judge(small, small.safeguards[0]).judged
    assert "unfinished" == judge(without(small, [interruption]), small.safeguards[0]).judged
