"""
What a safeguard means by a step, and what values it can tell apart.
"""

from datetime import date

import pytest
from attrs import evolve
from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import Day, Flag, Kind, Number, OneOf, Way, Window
from rjflow.definition.safeguards import Happening, Step
from rjflow.guards.syntax import Among, And, Compare, GateHolds, IsCurrent, Not, Or
from rjflow.verifier.classes import passes, value_classes
from rjflow.verifier.happening import Facts, Occurrence, groups_of, is_step, people_of, satisfied
from rjflow.verifier.timing import lasts

LOW = Among("risk", ("low",))
DEFINITION = workflow(
    state("room", kind="meeting"),
    evidence("risk", values=OneOf(("low", "high"))),
    evidence("wish", about="guest"),
    Kind(name="guest", label="guest"),
    Kind(name="host", label="host"),
    event("talk", ("start", "room"), contact="direct"),
    event("write", ("room", "start"), contact="indirect"),
    event("call", ("start", "start"), contacts=("guest",)),
    event("leave", ("room", "end")),
)


@pytest.mark.parametrize(
    ("step", "steps"),
    [
        (Step("state", "room"), {"talk"}),
        (Step("kind", "meeting"), {"talk"}),
        (Step("final"), {"leave"}),
        (Step("contact"), {"talk", "write"}),
        (Step("contact", "direct"), {"talk"}),
        (Step("contact", "indirect"), {"write"}),
        (Step("contacts", "guest"), {"call"}),
        (Step("contacts", "host"), set()),
    ],
)
def test_which_steps_are_meant(step, steps):
    """
    States by name, by kind or because they are final; contacts by their sort, meetings among them; and contacts of a kind of people.
    """
    facts = {
        one.name: Facts(one, one.ways[0].target, (Occurrence("event", one.name),)) for one in DEFINITION.events.values()
    }

    assert steps == {name for name, one in facts.items() if is_step(DEFINITION, step, one)}
    assert not is_step(DEFINITION, step, Facts())


def test_a_meeting_that_a_case_falls_into_is_a_contact():
    """
    Where nobody fired anything, entering a meeting brings people together all the same.
    """
    assert is_step(DEFINITION, Step("contact"), Facts(entered="room"))
    assert is_step(DEFINITION, Step("contact", "direct"), Facts(entered="room"))
    assert not is_step(DEFINITION, Step("contact", "indirect"), Facts(entered="room"))


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (LOW, "low", True),
        (LOW, "high", False),
        (Among("flag", (True,)), 1, False),
        (Compare("score", ">", 3), 4, True),
        (Compare("score", ">", 3), 3, False),
        (Compare("score", ">", 3), "low", False),
        (Not(LOW), "high", True),
        (And((LOW, IsCurrent("risk"))), "low", True),
        (And((LOW, Not(LOW))), "low", False),
        (Or((LOW, Among("risk", ("high",)))), "high", True),
        (Or((LOW, LOW)), "high", False),
        (GateHolds("gate"), "low", False),
    ],
)
def test_which_values_are_meant(condition, value, expected):
    """
    A value that was just recorded is one that counts, or not; what speaks of anything else lets none count.
    """
    assert expected is satisfied(condition, value)


@pytest.mark.parametrize(
    ("happening", "people"),
    [
        (Happening("evidence", "wish"), ["g1", "g2"]),
        (Happening("evidence", "wish", Among("wish", ("yes",))), ["g1"]),
        (Happening("evidence", "risk"), []),
        (Happening("event", "talk"), [None]),
        (Happening("event", "write"), []),
        (Happening("change", "guest"), [None]),
        (Happening("change", "host"), []),
        (Happening("notice", "alarm"), [None]),
        (Happening("step", "", step=Step("state", "room")), [None]),
        (Happening("step", "", step=Step("state", "start")), []),
    ],
)
def test_whom_happenings_are_about(happening, people):
    """
    Records are about somebody, once for each that counts and says what is meant; everything else is about the case.
    """
    facts = Facts(
        DEFINITION.events["talk"],
        "room",
        (
            Occurrence("event", "talk"),
            Occurrence("evidence", "wish", "g1", "yes"),
            Occurrence("evidence", "wish", "g2", "no"),
            Occurrence("evidence", "wish", "g3", "yes", counts=False),
            Occurrence("evidence", "risk", None, "low", counts=False),
            Occurrence("change", "guest"),
            Occurrence("notice", "alarm"),
        ),
    )

    assert people == people_of(DEFINITION, [happening], facts)


def test_of_which_groups_happenings_are():
    """
    Evidence about people is about its group, and nothing else is about any.
    """
    assert ["guest"] == groups_of(DEFINITION, [Happening("evidence", "wish"), Happening("event", "talk")])
    assert [] == groups_of(DEFINITION, [Happening("evidence", "risk")])


@pytest.mark.parametrize(
    ("values", "condition", "classes"),
    [
        (OneOf(("low", "medium", "high")), LOW, ("low", "medium")),
        (Flag(), Among("risk", (True,)), (True, False)),
        (Number(0, 100), Compare("risk", ">=", 7), (0, 7)),
        (Number(0, 100), And((Compare("risk", ">", 3), Compare("risk", "<", 5))), (0, 4, 5)),
        (Day(), Compare("risk", "<", date(2026, 3, 2)), (date(2999, 1, 1), date(2026, 3, 1))),
        (Day(), GateHolds("nothing"), (date(2999, 1, 1),)),
    ],
)
def test_one_value_stands_for_all_that_no_condition_tells_apart(values, condition, classes):
    """
    Words in the order of the file, numbers from the lowest, days from the farthest.
    """
    way = Way(from_states=("start",), target="end", needs=asks(condition))
    definition = workflow(evidence("risk", values=values), event("go", way))

    assert classes == value_classes(definition)["risk"]


def test_a_test_passes_only_for_values_of_its_sort():
    """
    One is not true, and a word is not more than a number.
    """
    assert not passes(1, Among("risk", (True,)))
    assert not passes("low", Compare("risk", ">", 3))
    assert passes(4, Compare("risk", ">", 3))


@pytest.mark.parametrize(
    ("window", "soonest", "longest"),
    [
        (Window("elapsed", 10), 10, 9),
        (Window("same day"), 0, 89_999_999_999),
        (Window("whole case"), 0, None),
    ],
)
def test_how_long_a_record_may_last(window, soonest, longest):
    """
    A length to the last instant, a day to its end wherever it begins, be it one of twenty-five hours, and a whole case for ever.
    """
    definition = evolve(
        workflow(evidence("fact", window=window), event("go", ("start", "end"))), time_zone="Europe/London"
    )

    assert (soonest, longest) == lasts(definition, "fact")
