"""
The quick path of the machine: what it hands on stays what it was.
"""

import pickle
from contextlib import suppress
from datetime import date

import pytest
from attrs import evolve
from tests.small import (
    Cursor,
    after,
    asks,
    at,
    decide,
    event,
    evidence,
    fire,
    opened,
    record,
    state,
    unproved,
    workflow,
)
from transitions import Event as StockEvent
from transitions import MachineError

from rjflow.definition.model import Calendar, Day, Deadline, Flag, Kind, Number, Voider, Way
from rjflow.definition.papers import Kept
from rjflow.engine.beside import tidied
from rjflow.engine.compiled import compiled
from rjflow.engine.machine import machine_of
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, Compare, Condition, IsCurrent, IsMissing, Not, Or, every_part
from rjflow.rules.commands import Given
from rjflow.rules.viewing import holds

STEPS = workflow(
    evidence("first"),
    evidence("second"),
    state("middle"),
    event("begin", ("start", "middle"), records=("first",)),
    event("go-on", ("middle", "middle"), records=("second",)),
    event("again", ("middle", "middle"), records=("first",)),
)


def given(name: str, value: str) -> dict[str, tuple[Given, ...]]:
    """
    Give the form of an event.
    """
    return {"given": (Given(name, value),)}


def test_a_step_leaves_every_earlier_situation_as_it_was():
    """
    However many steps follow, each in its own turn made quickly, what was handed out before says what it said.
    """
    machine, situation = machine_of(STEPS), opened(STEPS)
    commands = [
        fire("begin", **given("first", "yes")),
        fire("go-on", **given("second", "yes")),
        fire("again", **given("first", "no")),
    ]
    told, seen = [], []
    for command in commands:
        situation = machine.fire(situation, command).after
        seen.append(situation)
        told.append(repr(situation))

    assert told == [repr(one) for one in seen]
    assert [("yes", None), ("yes", "yes"), ("no", "yes")] == [
        tuple(record and record.value for record in one.records) for one in seen
    ]


def test_what_a_quick_step_gives_is_a_value_like_any_other():
    """
    It hashes, is equal to its copy, and its records cannot be changed.
    """
    situation = machine_of(STEPS).fire(opened(STEPS), fire("begin", **given("first", "yes"))).after

    assert isinstance(situation.records, tuple)
    assert {situation} == {pickle.loads(pickle.dumps(situation))}
    assert situation == situation.evolved(records=situation.records)


NEEDY = Way(from_states=("start",), target="middle", needs=asks(Among("second", ("yes",))))


@pytest.mark.parametrize(
    "form",
    [
        (Given("second", "yes"),),
        (Given("first", "maybe"),),
        (Given("first", True),),
        (Given("first", "yes", "gus"),),
        (),
    ],
)
def test_an_odd_form_is_left_to_the_rules(form):
    """
    A form that says something else, of another sort, or of somebody, gets the answer that the rules give it.
    """
    command = fire("begin", given=form)

    asking = evolve(STEPS, events=frozen_map({**STEPS.events, "begin": event("begin", NEEDY, records=("first",))}))

    assert not decide(STEPS, opened(STEPS), command).allowed
    assert not decide(asking, opened(asking), command).allowed


def test_nothing_is_thrown_away_that_the_workflow_keeps():
    """
    What time throws away is put down only where the case is over and what is kept leaves it out; and only once, each field by its name.
    """
    keeping = evolve(STEPS, kept=(Kept(after=0, only=("form.kept",)),))
    case = Engine(unproved(keeping), roles=SameRoles({"ada": ["worker"]})).open("c", people={}, actor="ada").case
    over = evolve(case, situation=case.situation.evolved(state="end"))

    assert not tidied(keeping, case, ("form.line",), case.situation.now).allowed
    assert not tidied(keeping, over, ("form.kept",), case.situation.now).allowed
    assert tidied(keeping, over, ("form.line",), case.situation.now).entries


VALUES = workflow(
    *(evidence("flag", values=Flag()), evidence("few", values=Number(0, 3)), evidence("many", values=Number(0, 10**6))),
    *(
        evidence("day", values=Day()),
        evidence("word"),
        Kind(name="guest", label="guest"),
        evidence("own", about="guest"),
    ),
)
SAID = {
    "flag": (True, False),
    "few": (0, 2),
    "many": (0, 10**6),
    "day": (date(2026, 1, 1), date(2026, 6, 1)),
    "word": ("yes", "no"),
}


@pytest.mark.parametrize(
    "condition",
    [
        Among("flag", (True,)),
        Not(Among("flag", (True,))),
        And((Among("flag", (True,)), IsCurrent("flag"))),
        Compare("few", ">=", 2),
        Or((Compare("few", "<", 1), Among("few", (3,)))),
        Compare("many", ">", 99),
        Compare("day", ">=", date(2026, 3, 1)),
        Not(IsCurrent("word")),
        Not(IsMissing("word")),
        Or((Among("word", ("yes",)), IsMissing("word"))),
        And((Among("word", ("yes",)), Among("flag", (True,)))),
    ],
)
def test_a_quick_condition_answers_what_the_rules_answer(condition: Condition):
    """
    Whatever sort of value is tested, tabulated or not, and where nothing is recorded, the quick answer is the rules' answer.
    """
    test = compiled(VALUES, condition)
    tests = [part for part in every_part(condition) if isinstance(part, Among | Compare | IsCurrent | IsMissing)]
    for name in dict.fromkeys(part.evidence for part in tests):
        for value in (None, *SAID[name]):
            case = opened(VALUES) if value is None else after(VALUES, opened(VALUES), [record(name, value)])
            assert holds(VALUES, case, condition) is test(case, None)


def test_an_event_makes_void_what_was_said_of_each_person():
    """
    Decided quickly, an event undoes the records about everybody there that it is to undo, and no others.
    """
    own = evidence("own", about="guest", voided_by=(Voider("event", "begin"),))
    small = workflow(
        own, evidence("first"), Kind(name="guest", label="guest"), state("middle"), event("begin", ("start", "middle"))
    )
    said = [record("own", "yes", person="ann"), record("first", "yes"), fire("begin")]
    case = after(small, opened(small, ann="guest", ben="guest"), said)

    ann, ben = case.people
    assert ["begin"] == [one.void for one in ann.records]
    assert (None,) == ben.records
    assert [None] == [one.void for one in case.records if one is not None]


@pytest.mark.parametrize(("form", "state"), [(given("first", "yes"), "middle"), ({}, "start")])
def test_driven_the_ordinary_way_the_machine_comes_to_the_same_state(form: dict[str, tuple[Given, ...]], state: str):
    """
    `transitions`, asked by its own trigger, moves where the short way leads, and stays where the event is refused.
    """
    machine, situation, command = machine_of(STEPS), opened(STEPS), fire("begin", **form)
    cursor = Cursor(situation.state, situation, command)
    with suppress(MachineError):
        StockEvent.trigger(machine.events["begin"], cursor)

    assert state == cursor.state == machine.decide(situation, command).after.state


def test_a_deadline_in_working_days_is_waited_for():
    """
    Decided quickly, an event still happens before the third working day is over, and no more when it is.
    """
    office = Calendar(name="office", weekdays=(0, 1, 2, 3, 4))
    late = Deadline(states=("start",), event="late", working_days=3, calendar="office")
    small = workflow(
        *(event("go", ("start", "end")), event("late", ("start", "end"), by=("clock",))),
        deadlines=(late,), calendars=frozen_map({"office": office}),
    )  # fmt: skip  # what there is, and when
    before, behind = (
        decide(small, opened(small), fire("go", at(day), reason="done"))
        for day in ("2026-03-04T12:00", "2026-03-06T12:00")
    )

    assert (True, False) == (before.allowed, behind.allowed)
