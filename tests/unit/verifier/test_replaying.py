"""
Stories acted out again, and what is wrong where they end.
"""

import pytest
from tests.small import MONDAY, asks, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.model import Kind, OneOf, Way
from rjflow.definition.safeguards import Always, AlwaysOpen, AlwaysPossible, Before, Happening, Step
from rjflow.guards.syntax import Among, And, InState, IsMissing, Not, OfScheme, Or
from rjflow.rules.commands import Given
from rjflow.verifier.judging import find
from rjflow.verifier.pruning import up_to_the_end, without_the_needless
from rjflow.verifier.replaying import decided, ending, endings, replayed
from rjflow.verifier.scheming import scheme_finder
from rjflow.verifier.spoken import Watched

YES, NO = Among("fact", ("yes",)), Among("fact", ("no",))
SAID_YES, SAID_NO = Happening("evidence", "fact", YES), Happening("evidence", "fact", NO)
SAID_MAYBE = Happening("evidence", "fact", Among("fact", ("maybe",)))
HOUSE = workflow(
    evidence("fact", values=OneOf(("yes", "no", "maybe"))),
    Kind(name="guest", label="guest"),
    Kind(name="cook", label="cook"),
    event("leave", Way(from_states=("start",), target="end", needs=asks(YES)), by=("guest",)),
)


def test_what_is_refused_is_no_story():
    """
    Commands that are not all allowed are no story of the workflow.
    """
    begun = opened(HOUSE, ann="guest")

    assert replayed(HOUSE, begun, [fire("leave", reason="done")]) is None
    story = replayed(HOUSE, begun, [record("fact", "yes")])
    assert story is not None
    assert ["fact"] == [step.decision.command.given.evidence for step in story.steps]


@pytest.mark.parametrize(("said", "stuck"), [(None, {"ann"}), ("yes", None)])
def test_whom_nothing_is_open_to_is_named(said: str | None, stuck: set[str] | None):
    """
    Of people of a group, one to whom none of the events is open is named; where one is open to each of them, nothing is wrong, whoever
    else is there.
    """
    form = AlwaysOpen(events=("leave",), condition=And(()), text="", by="guest")
    steps = decided(HOUSE, opened(HOUSE, ann="guest", cora="cook"), [] if said is None else [record("fact", said)])
    assert steps is not None
    wrong = ending(HOUSE, form, opened(HOUSE, ann="guest", cora="cook"), steps)

    assert stuck == (None if wrong is None else set(wrong.people))


def test_what_must_stay_possible_ends_nowhere():
    """
    No single situation shows that something is not possible any more, so no end of a story does.
    """
    form = AlwaysPossible(steps=(Step("final"),), using=("roles",))

    assert ending(HOUSE, form, opened(HOUSE), []) is None


def test_a_story_that_breaks_nothing_is_left_as_it_is():
    """
    Nothing is taken out of a story that does not end in what is forbidden.
    """
    begun = opened(HOUSE, ann="guest")
    steps = decided(HOUSE, begun, [record("fact", "no"), record("fact", "yes")])
    assert steps is not None

    assert list(steps) == list(without_the_needless(HOUSE, Always(condition=YES, text=""), begun, steps))
    assert [] == list(without_the_needless(HOUSE, Always(condition=Not(InState("start")), text=""), begun, steps))


def test_an_event_that_moves_nothing_is_left_out_as_a_record_is():
    """
    An event that leaves the case where it is goes where the story ends the same without it; one that moves the case stays.
    """
    again = event("ask-again", ("room", "room"), records=("fact",))
    chamber = workflow(evidence("fact"), state("room"), event("enter", ("start", "room")), again)
    begun, asked = opened(chamber), [fire("ask-again", given=(Given("fact", one, None),)) for one in ("no", "yes")]
    steps = decided(chamber, begun, [fire("enter"), *asked, *asked])
    assert steps is not None
    left = without_the_needless(chamber, Always(condition=Or((NO, IsMissing("fact"))), text=""), begun, steps)

    assert [fire("enter"), asked[1]] == [decision.command for decision in left]


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        (Before(event=(SAID_NO,), must_have=(SAID_YES,)), [False, True, False, False, False, False]),
        (
            Before(event=(SAID_NO,), must_have=(SAID_YES,), since=(SAID_MAYBE,)),
            [False, True, False, False, False, True],
        ),
        (Always(condition=Or((Not(NO), IsMissing("fact"))), text=""), [False, True, False, True, False, True]),
    ],
)
def test_what_is_wrong_is_told_of_every_beginning(form: Watched, wrong: list[bool]):
    """
    Of each beginning of a story it is told what would be told of a story that ended there: also where it went wrong before.
    """
    begun = opened(HOUSE, ann="guest")
    steps = decided(HOUSE, begun, [record("fact", value) for value in ("no", "yes", "no", "maybe", "no")])
    assert steps is not None
    told = list(endings(HOUSE, form, begun, steps))

    assert [ending(HOUSE, form, begun, steps[:number]) for number in range(6)] == told
    assert wrong == [one is not None for one in told]
    assert up_to_the_end(HOUSE, form, begun, steps) == steps[:1]


def test_of_a_scheme_that_there_is_not_nothing_is_ever_so():
    """
    A workflow that no file made may ask something of a scheme that it does not have: no situation of one is found, and no story told.
    """
    way = Way(from_states=("start",), target="room", needs=asks(OfScheme(YES)))
    odd = workflow(evidence("fact"), state("room"), event("enter", way), event("leave", ("room", "end")))

    def never(_workflow: object, _form: object) -> None:
        raise AssertionError("there is nothing to search")

    assert scheme_finder(odd, never)(((YES, 2),), MONDAY) is None
    assert find(odd, Always(condition=Not(InState("room")), text="")) is None
