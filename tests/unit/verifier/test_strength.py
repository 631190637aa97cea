"""
How many mistakes break a safeguard, kind of mistake by kind of mistake; and what rests on what.
"""

import itertools

import pytest
from attrs import evolve
from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import BACK, Notice, OneOf, Voider, Way, Window, Workflow
from rjflow.definition.safeguards import (
    Always,
    AlwaysPossible,
    Before,
    DifferentPeople,
    Entering,
    Form,
    Happening,
    Safeguard,
    Step,
)
from rjflow.guards.syntax import Among, And, Condition, ForPeople, InState, MeaningHolds, Not, Or
from rjflow.guards.writing import written
from rjflow.rules.situation import first_situation
from rjflow.rules.viewing import holds
from rjflow.verifier.bearing import bearings
from rjflow.verifier.judging import judge
from rjflow.verifier.mistakes import leaves, opened, passed, weakened
from rjflow.verifier.paths import paths
from rjflow.verifier.pieces import Piece, pieces_of, without
from rjflow.verifier.strength import strength
from rjflow.verifier.touching import HELPING
from rjflow.verifier.verdict import Report
from rjflow.verifier.weights import Strength

YES = Among("asked", ("yes",))
ALSO = Among("checked", ("yes",))
INSIDE = Entering(steps=(Step("state", "room"),), condition=YES, text="…")
ASKED = evidence("asked", window=Window("whole case"))
CHECKED = evidence("checked", window=Window("whole case"))
ROOM = state("room")


def of(form: Form, *parts: object, most: int = 3) -> Strength:
    """
    Count the mistakes that break a form in a small workflow.
    """
    definition = keeping(form, *parts)
    return strength(definition, judge(definition, definition.safeguards[0]), most=most)


def keeping(form: Form, *parts: object) -> Workflow:
    """
    Give a small workflow with one safeguard.
    """
    return workflow(*parts, safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),))


def way(source: str, target: str, *conditions: Condition) -> Way:
    """
    Give one way of an event that asks these conditions.
    """
    return Way(from_states=(source,), target=target, needs=asks(*conditions))


def kinds(found: Strength) -> list[tuple[int, str, str]]:
    """
    Give the mistakes of a story: step, kind, and where.
    """
    return [(step, one.kind, one.name) for step, one in found.mistakes]


def test_one_condition_stands_alone():
    """
    Where one event asks one condition, passing it wrongly is enough, and the story says at which step.
    """
    found = of(INSIDE, ASKED, ROOM, event("enter", way("start", "room", YES)))

    assert (1, 1) == (found.least, found.most)
    assert [(1, "condition", "enter")] == kinds(found)


def test_two_places_that_ask_are_two_mistakes():
    """
    An event and the gate of the state it leads to both ask: whoever gets in wrongly got past both.
    """
    room = state("room", guard=asks(YES), otherwise="start")
    found = of(INSIDE, ASKED, room, event("enter", way("start", "room", YES)))

    assert 2 == found.least == found.most
    assert {"enter", "room"} == {one.name for _, one in found.mistakes}


def test_two_conditions_that_ask_the_same_at_one_place_are_one_mistake():
    """
    A condition written twice at one place is passed once.
    """
    found = of(INSIDE, ASKED, ROOM, event("enter", way("start", "room", YES, Or((And((YES,)), And((YES, YES)))))))

    assert 1 == found.least == found.most


def test_what_asks_several_things_is_as_strong_as_the_weakest():
    """
    Where one of two things that are asked falls with one mistake, no second one is counted for the other.
    """
    both = Entering(steps=(Step("state", "room"),), condition=And((YES, ALSO)), text="…")
    found = of(both, ASKED, CHECKED, ROOM, event("enter", way("start", "room", YES, ALSO)))

    assert 1 == found.least == found.most
    assert 1 == len(found.mistakes)


ONCE = OneOf(("yes",))
LASTING = evidence("checked", values=ONCE, window=Window("whole case"))
WAITING = evidence("asked", values=ONCE, window=Window("whole case"), needs=asks(ALSO))


@pytest.mark.parametrize("recorded_by", [("worker",), ()])
def test_a_record_that_counts_too_early_is_one_mistake(recorded_by: tuple[str, ...]):
    """
    Where a record must wait for another, that it counted at once is one mistake, made where it was recorded, by hand or by an event.
    """
    form = Entering(steps=(Step("state", "room"),), condition=ALSO, text="…")
    note = event("note", ("start", "start"), records=("asked",) if not recorded_by else ())
    parts = (evolve(WAITING, recorded_by=recorded_by), LASTING, ROOM, note, event("enter", way("start", "room", YES)))
    found = of(form, *parts)

    assert 1 == found.least == found.most
    assert {("condition", "evidence", "asked"), ("condition", "event", "enter")} >= {
        (one.kind, one.sort, one.name) for _, one in found.mistakes
    }
    assert "kept" == judge(keeping(form, *parts), keeping(form, *parts).safeguards[0]).judged


def test_two_ways_of_being_allowed_need_one_mistake():
    """
    Of alternatives it is enough to pass one wrongly.
    """
    either = Or((YES, ALSO))
    form = Entering(steps=(Step("state", "room"),), condition=either, text="…")
    found = of(form, ASKED, CHECKED, ROOM, event("enter", way("start", "room", either)))

    assert 1 == found.least == found.most


def test_a_missed_interruption_is_one_mistake():
    """
    A case that stays where its gate has closed is one mistake, and once anybody looks the case falls.
    """
    room = state("room", guard=asks(YES), otherwise="start")
    form = Always(condition=Or((Not(InState("room")), YES)), text="…")
    found = of(form, ASKED, room, event("enter", way("start", "room")))

    assert 1 == found.least == found.most
    assert {one.kind for _, one in found.mistakes} <= {"interruption", "condition"}


def test_after_a_missed_interruption_the_next_step_asks_again():
    """
    To do something in a state whose gate closed unnoticed the interruption must be missed again.
    """
    room = state("room", guard=asks(YES), otherwise="start")
    talk = event("talk", way("room", "talked"))
    form = Entering(steps=(Step("state", "talked"),), condition=YES, text="…")
    found = of(form, ASKED, room, state("talked"), event("enter", way("start", "room")), talk)

    assert 2 == found.least == found.most


def test_a_forgotten_voiding_is_one_mistake():
    """
    What must be asked again after a notice is not, because nobody made it void.
    """
    form = Before(
        event=(Happening("event", "enter"),),
        must_have=(Happening("evidence", "asked", values=YES),),
        since=(Happening("notice", "alarm"),),
    )
    asked = evidence("asked", window=Window("whole case"), voided_by=(Voider("notice", "alarm"),))
    alarm = Notice(name="alarm", label="alarm")
    found = of(form, asked, ROOM, alarm, event("enter", way("start", "room", YES)))

    assert 1 == found.least == found.most
    assert {one.kind for _, one in found.mistakes} <= {"voiding", "condition"}


def test_an_overlooked_person_is_one_mistake():
    """
    Nobody does both, unless it is overlooked once.
    """
    checked = evidence("checked", window=Window("whole case"), not_by=("asked",))
    asked = evidence("asked", window=Window("whole case"), not_by=("checked",))
    found = of(DifferentPeople(first=("asked",), second=("checked",)), asked, checked)

    assert 1 == found.least == found.most
    assert ["same person"] == [one.kind for _, one in found.mistakes]


def test_more_than_was_counted_is_not_called_never():
    """
    Beyond the limit the number is more than that; that nothing breaks it is said only where it is proved.
    """
    rooms = [state(name) for name in ("one", "two", "room")]
    places = ("start", "one", "two", "room")
    events = [event(f"go-{a}", way(a, b, YES)) for a, b in itertools.pairwise(places)]
    never = Entering(steps=(Step("state", "nowhere"),), condition=YES, text="…")
    seen = Before(
        event=(Happening("step", "", step=Step("state", "room")),),
        must_have=(Happening("step", "", step=Step("state", "two")),),
    )
    hard = of(INSIDE, ASKED, *rooms, *events, most=0)

    assert (1, None, False) == (hard.least, hard.most, hard.unbreakable)
    assert of(never, ASKED, *rooms, state("nowhere"), *events).unbreakable
    assert of(seen, ASKED, *rooms, *events).unbreakable


def test_what_must_stay_possible_is_not_counted():
    """
    A safeguard that something stays possible is not broken by letting too much through.
    """
    form = AlwaysPossible(steps=(Step("final"),), using=("roles",))
    found = of(form, event("close", ("start", "end")))

    assert not found.counted


def test_a_broken_safeguard_has_strength_0():
    """
    Where nothing asks, no mistake is needed.
    """
    found = of(INSIDE, ASKED, ROOM, event("enter", ("start", "room")))

    assert (0, 0) == (found.least, found.most)


def test_gates_are_opened_down_to_what_one_mistake_passes():
    """
    What stands in nested groups is taken apart; what is passed wrongly counts as true.
    """
    small = workflow(ASKED, CHECKED)
    tree = opened(small, And((YES, And((YES, Or((ALSO, YES)))))))

    assert (YES, ALSO) == leaves(tree)
    assert not any(one == YES for one in leaves(passed(tree, [YES])))
    assert small == weakened(small, [])
    assert And((YES, ALSO)) == opened(small, MeaningHolds("well", And((YES, ALSO))))
    each = [ForPeople("every", 0, "guest", one) for one in (YES, ALSO)]
    assert And(tuple(each)) == opened(small, ForPeople("every", 0, "guest", And((YES, ALSO))))
    assert each[0] == opened(small, ForPeople("every", 0, "guest", YES))


def rests(form: Form, *parts: object) -> dict[str, tuple[str, ...]]:
    """
    Give what rests on each piece of a small workflow.
    """
    definition = keeping(form, *parts)
    verdict = judge(definition, definition.safeguards[0])
    found = bearings(Report(workflow=definition, fingerprint="", verdicts=(verdict,)))
    return {_named(one.piece): one.needed_by for one in found if one.piece.sort not in HELPING}


def _named(piece: Piece) -> str:
    return f"{piece.sort} {piece.name} {written(piece.condition) if piece.sort == 'asks' and piece.condition else ''}".strip()


def test_what_a_safeguard_needs_carries_it_and_nothing_else_does():
    """
    Of two conditions the one that the safeguard asks for carries it.
    """
    found = rests(INSIDE, ASKED, CHECKED, ROOM, event("enter", way("start", "room", YES, ALSO)))

    assert {"asks enter asked is yes": ("A",), "asks enter checked is yes": ()} == found


def test_of_two_that_do_the_same_neither_carries():
    """
    What is asked twice is not needed at either place; strength tells that both together are.
    """
    room = state("room", guard=asks(YES), otherwise="start")
    found = rests(INSIDE, ASKED, room, event("enter", way("start", "room", YES)))

    assert set(found.values()) == {()}


def test_a_case_that_only_falls_out_needs_the_interruption():
    """
    Where a gate that closes is the only way out, that it closes carries what must stay possible.
    """
    room = state("room", guard=asks(YES), otherwise="start")
    asked = evolve(ASKED, voided_by=(Voider("notice", "alarm"),))
    form = AlwaysPossible(steps=(Step("state", "start"),), using=("roles",))
    found = rests(form, asked, room, event("enter", way("start", "room")))

    assert ("A",) == found["interrupts room"]


@pytest.mark.parametrize("kind", ["asks", "voids", "window", "interrupts", "not-by", "way", "by"])
def test_every_kind_of_piece_can_be_taken_out(kind: str):
    """
    Without a piece a workflow is another one, and has that piece no more.
    """
    room = state("room", guard=asks(YES), otherwise="start")
    asked = evidence("asked", voided_by=(Voider("event", "enter"),), not_by=("enter",))
    small = workflow(asked, room, event("enter", way("start", "room", YES)))
    [piece] = [one for one in pieces_of(small) if one.sort == kind][:1]

    less = without(small, [piece])
    assert less != small
    assert sum(one.sort == kind for one in pieces_of(less)) < sum(one.sort == kind for one in pieces_of(small))


def test_whoever_comes_back_is_asked_from_wherever_it_was_held():
    """
    Without its interruption a gate is asked by the event that leads back, also where two states hold cases.
    """
    room = state("room", guard=asks(YES), otherwise="start")
    holding = [evolve(state(name), holds=True) for name in ("pause", "leave")]
    back = event("back", Way(from_states=("pause", "leave"), target=BACK))
    small = workflow(ASKED, room, *holding, back, event("rest", ("room", "pause")), event("go", ("room", "leave")))
    [piece] = [one for one in pieces_of(small) if one.sort == "interrupts"]
    asked = as_condition(without(small, [piece]).events["back"].ways[0].needs)

    for place in ("pause", "leave"):
        held = first_situation(small, (), 0).evolved(state=place, held_from="room")
        assert holds(small, held, asked) is not True
        assert holds(small, held.evolved(held_from="start"), asked) is True


def test_ways_to_a_meeting_are_told():
    """
    What every way passes, the steps none can do without, and the rounds on the way.
    """
    small = workflow(
        state("ready"),
        state("hall", kind="meeting"),
        event("prepare", ("start", "ready")),
        event("again", ("ready", "start")),
        event("meet", ("ready", "hall")),
        event("rest", Way(from_states=("hall",), target=BACK)),
    )
    found = paths(small)

    [hall] = found.passages
    assert ("start", "ready") == hall.passes
    assert {("prepare", "start", "ready"), ("meet", "ready", "hall")} <= set(hall.bridges)
    assert ("start", "ready") in found.rounds
    assert not found.is_cut_off
