"""
The quick path of the machine: what it hands on stays what it was.
"""

import pickle

from tests.small import event, evidence, fire, opened, state, workflow

from rjflow.engine.machine import machine_of
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
