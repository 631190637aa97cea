"""
Ways through a workflow, and pieces of it that are taken out.
"""

from contextlib import nullcontext
from datetime import date
from unittest.mock import patch

import pytest
from attrs import evolve
from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.test_as_if_large import every_workflow_is_large

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import CLOCK, Deadline, Gate, Group, Kind, Requirement, Way, Window, Workflow
from rjflow.definition.safeguards import (
    AlwaysOpen,
    AlwaysPossible,
    Before,
    DifferentPeople,
    Ends,
    Entering,
    Exemption,
    Form,
    Happening,
    Hidden,
    Safeguard,
    Step,
)
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, Compare, GateHolds, Or
from rjflow.instants import DAY
from rjflow.report.weighing import lookout_said
from rjflow.verifier import paths as routes
from rjflow.verifier.bearing import bearings
from rjflow.verifier.comparing import compare
from rjflow.verifier.overlapping import overlaps
from rjflow.verifier.paths import paths
from rjflow.verifier.pieces import Piece, pieces_of, without
from rjflow.verifier.structure import structure
from rjflow.verifier.verdict import BrokenSafeguard, VerifiedWorkflow
from rjflow.verifier.verifying import verify
from rjflow.verifier.weights import Lookout

YES, OTHER = Among("fact", ("yes",)), Among("other", ("yes",))


def guarded(form: Form, *parts: object, **more: object) -> Workflow:
    """
    Give a small workflow with one safeguard.
    """
    return workflow(*parts, safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),), **more)


def test_a_step_that_another_could_be_taken_for_is_no_bridge():
    """
    Between two states that two events connect, neither is needed; nor is a fall, or a step that leads nowhere else.
    """
    small = workflow(
        *(evidence("fact"), state("ready", guard=asks(YES), otherwise="start"), state("hall", kind="meeting")),
        *(event("prepare", ("start", "ready")), event("again", ("start", "ready")), event("wait", ("ready", "ready"))),
        *(event("meet", ("ready", "hall")), event("over", ("hall", "end"))),
    )
    [hall] = paths(small).passages

    assert (("meet", "ready", "hall"),) == hall.bridges
    assert ("start", "ready") in paths(small).rounds


def test_where_a_day_comes_and_nothing_happens():
    """
    A deadline looks for a day in the states it names. In the others a case may stand when it comes; not those that no case comes to, or that end it.
    """
    small = workflow(
        *(
            evidence("day"),
            evidence("other"),
            evidence("third"),
            state("hall"),
            state("lost"),
            state("pause", holds=True),
        ),
        *(event("go", ("start", "hall")), event("stay", ("hall", "pause")), event("over", ("pause", "end"))),
        event("late", ("hall", "end"), ("lost", "end"), by=(CLOCK,)),
        deadlines=(
            Deadline(states=("hall", "lost"), event="late", until="day"),
            Deadline(states=("start",), event="late", until="day"),
            Deadline(states=("lost",), event="late", until="other"),
            Deadline(states=("start",), event="late", length=DAY),
        ),
    )

    assert (
        Lookout(day="day", kept=("start", "hall"), lacking=("pause",)),
        Lookout(day="other", kept=(), lacking=("start", "hall", "pause")),
    ) == paths(small).lookouts


@pytest.mark.parametrize(
    ("kept", "lacking", "words"),
    [
        (("start", "hall"), (), "“day”: in every state"),
        ((), ("start",), "“day”: in no state that a case comes to, so nothing happens when it comes"),
        (("start", "hall"), ("pause",), "“day”: in every state but `pause`, where nothing happens when it comes"),
        (("start",), ("hall",), "“day”: in `start`; in 1 other state nothing happens when it comes"),
        (("start",), ("hall", "x"), "“day”: in `start`; in 2 other states nothing happens when it comes"),
    ],
)
def test_a_day_is_told_by_the_shorter_list(kept: tuple[str, ...], lacking: tuple[str, ...], words: str):
    """
    Where most states look for it, the others are named; where few do, those.
    """
    assert words == lookout_said(workflow(evidence("day")), Lookout(day="day", kept=kept, lacking=lacking))


def test_what_stands_in_brackets_is_taken_out_alone():
    """
    Of a group within a group one condition can be taken out, the inner group as a whole, and the whole of both; the rest is still asked.
    """
    inner = Group(
        items=(Requirement(condition=OTHER, text=""), Requirement(condition=Compare("score", ">", 3), text=""))
    )
    needs = Group(items=(Requirement(condition=YES, text=""), inner))
    small = workflow(
        evidence("fact"),
        evidence("other"),
        evidence("score"),
        event("go", Way(from_states=("start",), target="end", needs=needs)),
    )
    asked = [one for one in pieces_of(small) if one.sort == "asks"]

    def left(*gone: Piece) -> object:
        return as_condition(without(small, list(gone)).events["go"].ways[0].needs)

    by_condition = {one.condition: one for one in asked}
    assert And((YES, And((Compare("score", ">", 3),)))) == left(by_condition[OTHER])
    assert And((And((OTHER, Compare("score", ">", 3))),)) == left(by_condition[YES])
    assert And((YES,)) == left(*(one for one in asked if one.condition != YES))
    assert And(()) == left(*asked)


def test_a_choice_is_taken_out_as_a_whole():
    """
    Of alternatives none can be taken out alone, since less would be asked; all of them together can, in brackets or not.
    """
    either = Group(mode="any", items=(Requirement(condition=YES, text=""), Requirement(condition=OTHER, text="")))
    inside = Group(items=(either, Requirement(condition=Compare("score", ">", 3), text="")))
    for needs, rest in ((either, Or(())), (inside, And((Compare("score", ">", 3),)))):
        go = event("go", Way(from_states=("start",), target="end", needs=needs))
        small = workflow(evidence("fact"), evidence("other"), evidence("score"), go)
        [choice] = [one for one in pieces_of(small) if one.sort == "asks" and isinstance(one.condition, Or)]

        assert not {YES, OTHER} & {one.condition for one in pieces_of(small)}
        assert rest == as_condition(without(small, [choice]).events["go"].ways[0].needs)


def test_a_round_of_one_state_by_the_clock_is_no_round():
    """
    A deadline that leaves a case where it is drives it nowhere.
    """
    again = event("again", Way(from_states=("start",), target="start"), by=(CLOCK,))
    small = workflow(
        again, event("go", ("start", "end")), deadlines=(Deadline(states=("start",), event="again", length=DAY),)
    )

    assert () == structure(small).loops


def test_ways_that_are_never_open_together_are_no_alarm():
    """
    Two ways that do not plainly exclude each other, but one of which is never open, are shown to be no alarm; of two that may be, one is told.
    """
    ways = [
        Way(from_states=("start",), target=target, needs=asks(Among(name, ("yes",))))
        for name, target in (("fact", "end"), ("other", "hall"))
    ]
    parts = (state("hall"), event("go", *ways), event("leave", ("hall", "end"), ("start", "end")), evidence("fact"))
    never = evidence("other", recorded_by=())

    assert [] == list(overlaps(workflow(*parts, never)))
    assert [("go", "start")] == [(one.event, one.state) for one in overlaps(workflow(*parts, evidence("other")))]


@pytest.mark.parametrize(
    "form",
    [
        DifferentPeople(first=("fact",), second=("enter",)),
        AlwaysOpen(events=("enter",), condition=YES, text="", by="guest"),
        AlwaysPossible(steps=(Step("state", "room"),), using=("worker", "guest")),
        Before(
            event=(Happening("event", "enter"),),
            must_have=(Happening("evidence", "fact"),),
            since=(Happening("change", "guest"),),
        ),
        Before(
            event=(Happening("step", "room", step=Step("state", "room")),), must_have=(Happening("notice", "alarm"),)
        ),
        Hidden(evidence=("fact",), roles=("lead",)),
        Entering(steps=(Step("contacts", "guest"), Step("kind", "meeting")), condition=YES, text=""),
    ],
)
def test_a_workflow_is_judged_by_what_it_does_not_ask_for_if_it_knows_all_of_it(form: Form):
    """
    A safeguard that only one of two workflows asks for is judged on both, unless the other lacks something that it speaks of.
    """
    known = (
        evidence("fact"),
        state("room"),
        event("enter", ("start", "room")),
        event("leave", ("room", "end")),
        Kind(name="guest", label="guest"),
    )
    asking = guarded(form, *known)
    alike = evolve(asking, safeguards=())
    lacking = workflow(event("go", ("start", "end")))
    [same] = compare(alike, asking).judged
    [other] = compare(lacking, asking).judged

    names = str(form)
    assert (same.old is None) == ("alarm" in names)
    assert other.old is None
    assert other.new is not None
    assert other.is_better == (other.new.judged == "kept")


def test_what_cannot_be_told_of_two_workflows_is_counted():
    """
    What a comparison leaves open is listed: safeguards that may be worse, and differences of which nobody knows what they let happen.
    """
    same = guarded(
        Entering(steps=(Step("state", "room"),), condition=YES, text=""),
        evidence("fact"),
        state("room"),
        event("enter", ("start", "room")),
        event("leave", ("room", "end")),
    )
    comparison = compare(same, same)

    assert () == comparison.unanswered == comparison.unfinished
    assert not any(one.is_better for one in comparison.judged)


def test_a_deadline_that_must_ring_carries_what_must_stay_possible():
    """
    Where only time leads out of a state, its deadline is what keeps the end possible; a deadline of another state is not.
    """
    late = event("late", ("room", "end"), by=(CLOCK,))
    other = event("other-late", ("start", "end"), by=(CLOCK,))
    form = AlwaysPossible(steps=(Step("final"),), using=("roles", CLOCK))
    small = guarded(
        form, state("room"), event("enter", ("start", "room")), event("stop", ("start", "end")), late, other,
        deadlines=(Deadline(states=("room",), event="late", length=DAY), Deadline(states=("start",), event="other-late", length=DAY)),
    )  # fmt: skip  # the deadlines read best on one line
    found = {(one.piece.sort, one.piece.number): one for one in bearings(verify(small)) if one.piece.sort == "deadline"}

    assert ("A",) == found["deadline", 0].needed_by
    assert found["deadline", 0].carries
    assert not found["deadline", 1].carries


def test_a_gate_that_a_safeguard_asks_for_asks_less_without_a_line():
    """
    Where a safeguard asks for a gate, a line less in the gate is a line less that is demanded: what is still asked is looked at anew.
    """
    both = Gate(name="both", label="both", asks=asks(YES, OTHER))
    form = Entering(steps=(Step("state", "room"),), condition=GateHolds("both"), text="")
    small = guarded(
        form, evidence("fact", window=Window("whole case")), evidence("other", window=Window("whole case")), state("room"),
        event("enter", Way(from_states=("start",), target="room", needs=asks(YES, OTHER))), event("leave", ("room", "end")),
        gates=frozen_map({"both": both}),
    )  # fmt: skip  # as above
    found = {
        (one.piece.home, str(one.piece.condition)): one.needed_by
        for one in bearings(verify(small))
        if one.piece.sort == "asks"
    }

    assert {
        ("gate", str(YES)): (),
        ("gate", str(OTHER)): (),
        ("way", str(YES)): ("A",),
        ("way", str(OTHER)): ("A",),
    } == found


def test_a_key_is_cut_by_the_verifier_alone():
    """
    Nobody gets a key for a workflow that is broken, or makes one; whoever answers for it does until the day that is named, and not after.
    """
    broken = guarded(
        Entering(steps=(Step("final"),), condition=YES, text=""), evidence("fact"), event("go", ("start", "end"))
    )
    excused = evolve(
        broken,
        exemptions=tuple(
            Exemption(safeguard=name, owner="ann", reason="so", until=date(2026, 5, 1)) for name in ("B", "A")
        ),
    )

    with pytest.raises(BrokenSafeguard, match="A"):
        verify(broken).require()
    with pytest.raises(TypeError, match="verify"):
        VerifiedWorkflow(broken)
    assert verify(excused, today=date(2026, 5, 1)).is_safe
    assert not verify(excused, today=date(2026, 5, 2)).is_safe
    assert verify(guarded(Ends(), event("go", ("start", "end")))).is_safe


@pytest.mark.parametrize("size", [nullcontext, every_workflow_is_large], ids=["small", "large"])
def test_one_story_may_show_that_several_safeguards_need_a_line(size):
    """
    What breaks one safeguard without a line is looked at for the others that lost their proofs, and breaks those that ask the same.
    """
    lasting = {"window": Window("whole case")}
    entering = [
        Safeguard(
            id=name,
            label=name,
            form=Entering(steps=(Step("state", "room"),), condition=YES, text=""),
            origin="workflow",
        )
        for name in ("A", "B")
    ]
    ends = Safeguard(id="E", label="e", form=Ends(), origin="workflow")
    enter = event("enter", Way(from_states=("start",), target="room", needs=asks(YES)))
    small = workflow(
        evidence("fact", **lasting), state("room"), enter, event("leave", ("room", "end")), safeguards=(*entering, ends)
    )
    report = verify(small)
    with size():
        found = {(one.piece.sort, one.piece.name): one for one in bearings(report)}

    assert ("A", "B") == found["asks", "enter"].needed_by
    assert () == found["asks", "enter"].perhaps
    assert () == found["by", "enter"].needed_by


def test_of_many_rounds_the_shortest_are_told():
    """
    Beyond so many rounds, shorter ones come first, longer ones are not looked for, and it is said that there are more.
    """
    small = workflow(
        *(state("ready"), state("hall")),
        event("go", ("start", "ready"), ("ready", "hall"), ("hall", "start")),
        event("back", ("ready", "start"), ("hall", "ready")),
        event("leave", ("start", "end")),
    )
    everything = paths(small)
    with patch.object(routes, "MOST_ROUNDS", 1):
        cut = paths(small)

    assert [2, 2, 3] == [len(one) for one in everything.rounds]
    assert not everything.is_cut_off
    assert everything.rounds[:1] == cut.rounds
    assert cut.is_cut_off
