"""
The quick path of the machine: what it hands on stays what it was.
"""

import pickle

import pytest
from attrs import evolve
from tests.small import asks, decide, event, evidence, fire, opened, state, unproved, workflow

from rjflow.definition.model import Way
from rjflow.definition.papers import Kept
from rjflow.engine.beside import tidied
from rjflow.engine.machine import machine_of
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among
from rjflow.rules.commands import Given

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
