"""
Lines that might mend a flaw: which are proposed, and what they would break besides.
"""

from contextlib import nullcontext

import pytest
from attrs import evolve
from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.test_as_if_large import every_workflow_is_large

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Way, Window, Workflow
from rjflow.definition.safeguards import (
    AlwaysPossible,
    Before,
    Entering,
    Form,
    Happening,
    Safeguard,
    Step,
)
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, Or
from rjflow.verifier.mending import mended, repaired
from rjflow.verifier.proposing import proposals
from rjflow.verifier.verdict import Ending, Repair
from rjflow.verifier.verifying import verify

YES, OTHER, THIRD = (Among(name, ("yes",)) for name in ("fact", "other", "third"))
INTO_ROOM = Step("state", "room")
WHOLE = Window("whole case")
A = Safeguard(id="A", label="a", form=Entering(steps=(INTO_ROOM,), condition=YES, text=""), origin="workflow")


def room(*safeguards: Safeguard, enter: Way | None = None) -> Workflow:
    """
    Give a workflow with a room that asks for nothing, or for what one way says; facts are the lead's to record.
    """
    return workflow(
        evidence("fact", recorded_by=("lead",), window=WHOLE),
        evidence("other", recorded_by=("lead",), window=WHOLE),
        evidence("third", recorded_by=("lead",), window=WHOLE),
        state("room"),
        event("enter", enter or Way(from_states=("start",), target="room")),
        event("leave", ("room", "end"), ("start", "end")),
        safeguards=safeguards,
    )


def only_room(name: str) -> Safeguard:
    """
    Give a safeguard by which a worker alone can always come to the room, which is so only where nothing is asked there.
    """
    return Safeguard(id=name, label=name, form=AlwaysPossible(steps=(INTO_ROOM,), using=("worker",)), origin="workflow")


def for_ever(*safeguards: Safeguard) -> Workflow:
    """
    Give the room, with a way back from it and none out: a case can always come there again.
    """
    small = room(*safeguards)
    return evolve(small, events=frozen_map({**small.events, "leave": event("leave", ("room", "start"))}))


@pytest.mark.parametrize("size", [nullcontext, every_workflow_is_large], ids=["small", "large"])
def test_what_a_line_would_break_is_told_with_it(size):
    """
    To ask more on the way mends it, and takes away that a worker can always come there: that is said, or said to be open where it is
    not looked for.
    """
    small = for_ever(A, only_room("P"))
    with size():
        report = mended(verify(small))
        [verdict] = report.broken
        asking = [one for one in verdict.repairs if one.sort == "ask"]

        assert ["A"] == [one.safeguard.id for one in report.broken]
        assert asking
        assert all(("P",) == one.breaks + one.unproved for one in asking)
        assert all("broken" == verify(repaired(small, one)).verdicts[1].judged for one in asking)


def test_a_line_that_breaks_too_much_is_not_offered():
    """
    What would take away many other safeguards is no help.
    """
    small = for_ever(A, *(only_room(f"P{number}") for number in range(9)))

    assert [()] == [one.repairs for one in mended(verify(small)).broken]


def test_among_alternatives_a_line_is_asked_besides():
    """
    Where one of several things is asked, what is asked more is asked besides all of them, and not as one more alternative.
    """
    either = evolve(asks(OTHER, THIRD), mode="any")
    small = room(A, enter=Way(from_states=("start",), target="room", needs=either))
    [verdict] = mended(verify(small)).broken
    asking = next(one for one in verdict.repairs if one.sort == "ask")

    assert And((Or((OTHER, THIRD)), YES)) == as_condition(repaired(small, asking).events["enter"].ways[0].needs)


def proposed(form: Form, *, small: Workflow | None = None) -> set[tuple[str, str, str]]:
    """
    Give the sorts of lines that are proposed for a broken form, where, and what of.
    """
    safeguard = Safeguard(id="B", label="b", form=form, origin="workflow")
    definition = evolve(small or room(), safeguards=(safeguard,))
    [verdict] = verify(definition).broken
    return {(one.sort, one.name, _what(one)) for one in proposals(definition, verdict)}


def _what(one: Repair) -> str:
    return " ".join(voider.what for voider in one.voiders) if one.voiders else str(one.condition or one.other)


def test_a_record_is_made_void_by_whatever_makes_the_step():
    """
    Where a record must come after a step, what makes such a step makes it void: each event that leads there.
    """
    form = Before(
        event=(Happening("event", "leave"),),
        must_have=(Happening("evidence", "fact"),),
        since=(Happening("step", "room", step=INTO_ROOM),),
    )
    found = proposed(form)

    assert ("void", "fact", "enter") in found
    assert not any(sort == "void" and "leave" in what for sort, _, what in found)


def test_only_evidence_can_be_asked_for():
    """
    Where an event must have happened before, no line that asks can say so; where any record will do, it is asked that there is one.
    """
    after_event = Before(event=(Happening("event", "leave"),), must_have=(Happening("event", "enter"),))
    any_record = Before(
        event=(Happening("event", "leave"),), must_have=(Happening("evidence", "fact", values=And(())),)
    )

    assert set() == proposed(after_event)
    assert not any(sort == "ask" for sort, _, _ in proposed(any_record))


def test_without_a_story_or_its_condition_nothing_is_read_off_it():
    """
    A verdict without a story proposes nothing; from one whose end names no condition only what the safeguard asks is taken.
    """
    small = room(A)
    [verdict] = verify(small).broken
    assert verdict.story is not None
    bare = evolve(verdict, story=evolve(verdict.story, ending=Ending()))

    assert [] == list(proposals(small, evolve(verdict, story=None)))
    assert (
        {one.condition for one in proposals(small, verdict)}
        == {one.condition for one in proposals(small, bare)}
        == {YES}
    )
