"""
Limits of a search in time, and of what is tried besides: beyond them a verdict is unfinished, and never wrong.
"""

from datetime import date, timedelta
from functools import partial
from unittest.mock import patch

import pytest
from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import tiny

from rjflow.definition.model import BACK, CLOCK, Calendar, Deadline, Way
from rjflow.definition.safeguards import Always, AlwaysPossible, Safeguard, Step
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, InState, IsCurrent, Not, Or
from rjflow.instants import end_of_day, start_of_day
from rjflow.verifier import fading, ground, judging, timely
from rjflow.verifier.acted import acted_out
from rjflow.verifier.breaking import broken_on_tour
from rjflow.verifier.clocking import Clocking
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.judging import find, judge
from rjflow.verifier.lasting import Due, lengths
from rjflow.verifier.zones import Zone

TRIED = [
    "three windows one after the other are as long as their sum, and no longer",
    "the shortest way is impossible in days and another is real",
    "two records of one day run out at the same midnight",
    "a deadline that is held back is overtaken by another",
    "two of three, and one who is not",
]
LIMITS = {
    "few times": (timely, "Clocking", partial(Clocking, most=2)),
    "one trail": (timely, "_TRAILS", 1),
    "one round": (timely, "_ROUNDS", 1),
    "little tracked": (judging, "_MOST_TRACKED", 1),
    "few rounds": (judging, "_ROUNDS", 1),
    "nothing near": (judging, "_NEAR", 0),
    "two at one moment": (fading, "_MOST_AT_ONCE", 1),
    "no time at one moment": (fading, "_MOST_TIMED", 0),
    "few actions": (ground, "_MOST_ACTIONS", 3),
}


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("name", TRIED)
def test_little_patience_is_unfinished_at_worst(name: str, limit: tuple):
    """
    However soon a search gives up, in a small workflow or a large one, what it says is so, or it says that it cannot say.
    """
    for text, true in zip(HARD_PAIRS[name], ("broken", "kept"), strict=True):
        workflow = tiny(text)
        with patch.object(*limit):
            counted = judge(workflow, workflow.safeguards[0])
            with every_workflow_is_large():
                planned = judge(workflow, workflow.safeguards[0])

        for verdict in (counted, planned):
            assert verdict.judged in ("unfinished", true)
            assert (verdict.story is not None) == (verdict.judged == "broken")


def test_nine_things_that_run_out_at_once_are_more_than_are_listed():
    """
    A case falls through two states when all that both ask runs out at one moment: what is kept even if anything may change is kept, and what is
    not is not called kept.
    """
    names = [f"fact-{number}" for number in range(1, 10)]
    facts = [Among(name, ("yes",)) for name in names]
    small = workflow(
        *(evidence(name) for name in names),
        state("room", guard=asks(*facts), otherwise="hall"),
        state("hall", guard=asks(Or(tuple(facts))), otherwise="yard"),
        *(state("yard"), event("enter", ("start", "room")), event("leave", ("yard", "end"), ("start", "end"))),
    )
    kept = Always(condition=Or((Not(InState("hall")), *facts)), text="")
    broken = Always(condition=Not(InState("yard")), text="")

    assert find(small, kept) is None
    for form, true in ((kept, "kept"), (broken, "broken")):
        assert judge(small, Safeguard(id="A", label="a", form=form, origin="workflow")).judged in ("unfinished", true)


def test_some_of_what_runs_out_at_once_may_be_left():
    """
    Where there are more records than are listed, not only all of them together may run out at one moment, but any of them: a case falls
    through two states because of two, and the third is still there.
    """
    one, two, three = (Among(name, ("yes",)) for name in ("one", "two", "three"))
    small = workflow(
        *(evidence("one"), evidence("two"), evidence("three", recorded_by=())),
        state("room", guard=asks(one, two, three), otherwise="hall"),
        state("hall", guard=asks(Or((one, two, Not(three)))), otherwise="yard"),
        state("yard", holds=True),
        *(event("tell", ("start", "start"), records=("three",)), event("enter", ("start", "room"))),
        event("on", Way(from_states=("yard",), target=BACK)),
        event("leave", *((name, "end") for name in ("start", "room", "hall"))),
    )
    form = Always(condition=Not(And((InState("yard", "room"), IsCurrent("three")))), text="")
    safeguard = Safeguard(id="A", label="a", form=form, origin="workflow")

    assert "broken" == judge(small, safeguard).judged
    with patch.object(fading, "_MOST_AT_ONCE", 1):
        assert "kept" != judge(small, safeguard).judged


def test_no_story_of_one_case_shows_that_nothing_is_possible():
    """
    What must stay possible is broken by what cannot come, so neither a tour nor a trail acted out is a story of it.
    """
    small = workflow(event("go", ("start", "end")))
    form = AlwaysPossible(steps=(Step("final"),), using=("roles",))

    assert broken_on_tour(small, form, find) is None
    assert acted_out(small, form, first_focus(small, form), find) is None


@pytest.mark.parametrize(("zone", "many"), [("UTC", 3), ("Europe/London", 3), ("Africa/Casablanca", 30)])
def test_working_days_take_as_long_as_they_can_take(zone: str, many: int):
    """
    Whatever day it begins on, near a holiday or far from one, a deadline takes no less and no more than is reckoned with.
    """
    calendar = Calendar(name="office", weekdays=(0, 1, 2, 3, 4), holidays=(date(2026, 12, 25), date(2026, 12, 28)))
    deadline = Deadline(states=("start",), event="late", working_days=many, calendar="office")
    small = workflow(
        event("late", ("start", "end"), by=(CLOCK,)),
        deadlines=(deadline,),
        calendars=frozen_map({"office": calendar}),
        time_zone=zone,
    )
    least, most = lengths(small, deadline)
    due = Due(small, deadline)

    for day in (date(2026, 11, 1) + timedelta(days=number) for number in range(90)):
        begins, ends = (
            start_of_day(day, small.time_zone),
            end_of_day(start_of_day(day, small.time_zone), small.time_zone),
        )
        assert least <= due.after(ends - 1) - (ends - 1)
        assert due.after(begins) - begins <= most


def test_a_clock_of_which_nothing_is_known_shows_anything():
    """
    One clock more that may show anything takes nothing from what is known of the others, and can be asked for any time.
    """
    zone = Zone.begun().with_clock().later().at_least(1, 5)
    assert zone is not None
    more = zone.with_any_clock()

    assert zone == more.arranged((1,))
    for shown in (0, 3, 10**9):
        there = more.at_most(2, shown)
        there = None if there is None else there.at_least(2, shown)
        assert there is not None
        assert zone == there.arranged((1,))


def test_a_holiday_is_no_working_day():
    """
    Three working days from the day before Christmas are over on the Wednesday after it where two of them are holidays, and on the Tuesday night
    where none is.
    """
    deadline = Deadline(states=("start",), event="late", working_days=3, calendar="office")
    begins = start_of_day(date(2026, 12, 24), "UTC")
    due = []
    for holidays in ((date(2026, 12, 25), date(2026, 12, 28)), ()):
        calendar = Calendar(name="office", weekdays=(0, 1, 2, 3, 4), holidays=holidays)
        late = event("late", ("start", "end"), by=(CLOCK,))
        small = workflow(late, deadlines=(deadline,), calendars=frozen_map({"office": calendar}))
        due.append(Due(small, deadline).after(begins))

    assert [start_of_day(date(2027, 1, 1), "UTC"), start_of_day(date(2026, 12, 30), "UTC")] == due
