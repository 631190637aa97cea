"""
How a count of mistakes comes to be told as a story, and what is said where it does not.
"""

from unittest.mock import patch

import pytest
from tests.small import ADA, asks, event, evidence, state, workflow
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import tiny
from tests.unit.verifier.test_strength import ASKED, INSIDE, YES, keeping, kinds, of

from rjflow.definition.model import CLOCK, Deadline, Kind, Notice, OneOf, Voider, Way, Window
from rjflow.definition.safeguards import Always, Entering, Form, Step
from rjflow.guards.syntax import Among, And, ForPeople, InState, IsCurrent, Not, Or
from rjflow.instants import DAY
from rjflow.rules.commands import Advance, Fire, Given, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation, first_situation
from rjflow.verifier import strength as counting
from rjflow.verifier.judging import judge
from rjflow.verifier.mistakes import lasting, mistakes_with, weakened
from rjflow.verifier.strength import strength
from rjflow.verifier.verifying import verify
from rjflow.verifier.weights import Strength

WHOLE = Window("whole case")


def in_large(form: Form, *parts: object) -> Strength:
    """
    Count the mistakes that break a form in a small workflow as they are counted in a large one.
    """
    definition = keeping(form, *parts)
    with every_workflow_is_large():
        return strength(definition, judge(definition, definition.safeguards[0]))


def test_what_a_record_needs_is_passed_wrongly():
    """
    A record that counts without what it needs is one mistake, made where it is recorded; made for ever, it is made at every such record.
    """
    once = {"window": WHOLE, "values": OneOf(("yes",))}
    checked = evidence("checked", needs=asks(YES), **once)
    form = Always(condition=Or((Not(IsCurrent("checked")), YES)), text="")
    found = of(form, evidence("asked", **once), checked)

    assert (1, 1) == (found.least, found.most)
    assert [(1, "condition", "checked")] == kinds(found)
    [(_, mistake)] = found.mistakes
    definition = keeping(form, evidence("asked", **once), checked)
    assert found.story is not None
    command = found.story.steps[0].decision.command
    for made, counts in (((), False), ((mistake,), True)):
        for careless in (weakened(definition, made), lasting(definition, made)):
            assert counts == decide(careless, found.story.opened, command).counts


def test_what_a_form_records_is_passed_wrongly_too():
    """
    What is recorded by the form of an event counts without what it needs by one mistake, made at the evidence and not at the event.
    """
    once = {"window": WHOLE, "values": OneOf(("yes",))}
    checked = evidence("checked", needs=asks(YES), recorded_by=(), **once)
    form = Always(condition=Or((Not(IsCurrent("checked")), YES)), text="")
    found = of(form, evidence("asked", **once), checked, event("check", ("start", "start"), records=("checked",)))

    assert (1, 1) == (found.least, found.most)
    assert [("evidence", "checked")] == [(mistake.sort, mistake.name) for _, mistake in found.mistakes]


def test_a_mistake_that_does_not_help_is_not_told():
    """
    Where the room also asks what can never be, to pass one of three conditions is not enough; that is found when no story of it is, and all that
    the workflow asks is looked at.
    """
    wish = evidence("wish", window=WHOLE, voided_by=(Voider("evidence", "doubt"),))
    doubt = evidence("doubt", window=WHOLE, voided_by=(Voider("evidence", "wish"),))
    way = Way(
        from_states=("start",), target="room", needs=asks(YES, *(Among(one, ("yes",)) for one in ("wish", "doubt")))
    )
    parts = (ASKED, wish, doubt, state("room"), event("enter", way))

    assert (2, 2) == ((found := of(INSIDE, *parts)).least, found.most)
    assert (2, 2) == ((found := in_large(INSIDE, *parts)).least, found.most)


def test_more_people_than_are_followed_are_told_in_no_story():
    """
    Where six must have come before anybody is asked, one mistake is enough, but no story follows so many; and nobody says that it takes more.
    """
    guest = Kind(name="guest", label="guest")
    coming = evidence("coming", about="guest", window=WHOLE)
    six = ForPeople("at least", 6, "guest", Among("coming", ("yes",)))
    way = Way(from_states=("start",), target="room", needs=asks(YES, six))
    form = Entering(steps=(Step("state", "room"),), condition=Or((YES, Not(six))), text="")
    found = in_large(form, ASKED, coming, guest, state("room"), event("enter", way))

    assert (1, None, None) == (found.least, found.most, found.story)


def test_whoever_enters_by_the_clock_was_asked_anew():
    """
    That a gate has closed cannot be missed at a step in which the clock leads there once more: such a story is not told.
    """
    consent = evidence("asked", values=OneOf(("yes",)), window=Window("elapsed", 5 * DAY))
    parts = (
        *(consent, state("room", guard=asks(YES), otherwise="start")),
        event("enter", ("start", "room"), records=("asked",)),
        event("tick", ("room", "room"), by=(CLOCK,), not_by=("enter",)),
    )
    form = Always(condition=Or((Not(InState("room")), YES)), text="")
    definition = keeping(form, *parts)
    ticking = Deadline(states=("room",), event="tick", length=3 * DAY)
    again = workflow(*parts, deadlines=(ticking,), safeguards=definition.safeguards)

    assert (1, 1) == ((found := of(form, *parts)).least, found.most)
    found = strength(again, judge(again, again.safeguards[0]))
    assert (1, None) == (found.least, found.most)


def test_what_is_needed_further_back_is_recorded_in_the_story():
    """
    What the way needs, and what that needs, comes to be looked at one after the other; the story has all of it, and one mistake.
    """
    once = {"window": WHOLE, "values": OneOf(("yes",))}
    way = Way(from_states=("start",), target="room", needs=asks(YES, Among("second", ("yes",))))
    second = evidence("second", needs=asks(Among("first", ("yes",))), **once)
    found = of(INSIDE, ASKED, evidence("first", **once), second, state("room"), event("enter", way))

    assert (1, 1) == (found.least, found.most)
    assert found.story is not None
    assert 3 == len(found.story.steps)
    assert [(3, "condition", "enter")] == kinds(found)


def test_a_gate_that_is_asked_on_the_way_in_is_not_missed_there():
    """
    A story of the workflow in which nobody is interrupted may enter past a gate that is asked after an event, and there nothing can be missed: it
    is no story of one mistake.
    """
    also = Among("checked", ("yes",))
    voiders = (Voider("event", "rush"), Voider("notice", "alarm"))
    both = [evidence(name, window=WHOLE, values=OneOf(("yes",)), voided_by=voiders) for name in ("asked", "checked")]
    room = state("room", guard=asks(YES, also), otherwise="start")
    parts = (*both, room, Notice(name="alarm", label="alarm"))
    form = Always(condition=Or((Not(InState("room")), YES, also)), text="")
    enter, rush = event("enter", ("start", "room")), event("rush", ("start", "room"))

    assert (1, 1) == ((found := in_large(form, *parts, enter)).least, found.most)
    assert (1, 1) == ((found := in_large(form, *parts, rush, enter)).least, found.most)
    with patch.object(counting, "_at_once", lambda *_: None):
        assert (1, None) == ((found := in_large(form, *parts, rush, enter)).least, found.most)


@pytest.mark.parametrize("name", list(HARD_PAIRS)[::3])
def test_one_round_of_counting_is_right_as_far_as_it_goes(name: str):
    """
    However soon counting stops, no more mistakes are said to be needed than are, and a story shows that so many are enough.
    """
    definition = tiny(HARD_PAIRS[name][1])
    [verdict] = verify(definition).verdicts
    exactly = strength(definition, verdict)
    with patch.object(counting, "_ROUNDS", 1):
        found = strength(definition, verdict)

    assert exactly.most is None or found.least <= exactly.most
    assert found.most is None or found.most >= exactly.least
    assert (found.story is None) == (found.most is None)


YES_OF_ROOM = Always(condition=Or((Not(InState("room")), YES)), text="")
TOGETHER = Always(condition=Not(And((IsCurrent("wish"), IsCurrent("doubt")))), text="")


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        (YES_OF_ROOM, (ASKED, state("room", guard=asks(YES), otherwise="start"), event("enter", ("start", "room")))),
        (
            TOGETHER,
            (
                evidence("wish", window=WHOLE, voided_by=(Voider("evidence", "doubt"),)),
                evidence("doubt", window=WHOLE, voided_by=(Voider("evidence", "wish"),)),
            ),
        ),
    ],
    ids=["a gate", "a voiding"],
)
def test_what_one_mistake_breaks_is_never_called_unbreakable(form: Form, parts: tuple):
    """
    Where mistakes are not counted at all, nobody says that none would do, whether it is a gate that is missed, or a voiding that is forgotten.
    """
    assert (1, 1) == ((found := of(form, *parts)).least, found.most)
    assert (1, None, False) == ((found := of(form, *parts, most=0)).least, found.most, found.unbreakable)


@pytest.mark.parametrize(("leaves", "enters", "missed"), [("room", "start", 2), ("start", "room", 1)])
def test_a_gate_is_counted_as_often_as_it_is_missed(leaves: str, enters: str, missed: int):
    """
    Where something runs out before a command, in one step of a story, a closed gate is missed twice by whoever stayed behind it
    meanwhile, and once by whoever only enters; as it is where the time passes in a step of its own.
    """
    consent = evidence("asked", values=OneOf(("yes",)), window=Window("elapsed", 5 * DAY))
    definition = workflow(consent, state("room", guard=asks(YES), otherwise="start"), event("go", (leaves, enters)))
    guard = definition.states["room"].guard
    assert guard is not None
    [gate] = mistakes_with(definition, guard, "state", "room")
    record = RecordEvidence(given=Given("asked", "yes"), actor=ADA, at=0)
    known = decide(definition, first_situation(definition, (), 0), record).after.evolved(state=leaves)
    careless, going = lasting(definition, (gate,)), Fire(event="go", actor=ADA, at=9 * DAY)
    waited = decide(careless, known, Advance(at=9 * DAY))

    def counted(before: Situation, wanted: Decision) -> int:
        found = counting._fewest(definition, before, wanted, (gate,))
        assert found is not None
        return len(found)

    assert missed == counted(known, decide(careless, known, going))
    assert missed == counted(known, waited) + counted(waited.after, decide(careless, waited.after, going))
