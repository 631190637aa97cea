"""
What a difference between two workflows can influence, so that the rest need not be judged again.
"""

import pytest
from attrs import evolve
from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.difference import difference
from rjflow.definition.model import CLOCK, Day, Deadline, OneOf, Voider, Way, Workflow
from rjflow.definition.safeguards import DifferentPeople, Entering, Form, Step
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, SamePerson
from rjflow.verifier.influence import influenced, speaks_of

OTHER = OneOf(("yes", "no", "perhaps"))


def house(*more: object, asked: tuple = (), **others: object) -> Workflow:
    """
    Give a workflow with some evidence that nothing asks for, unless it is said.
    """
    names = {"needy": {"needs": asks(Among("fact", ("yes",)))}, "apart": {"not_by": ("fact",)}, "fact": {}}
    names |= {"undone": {"voided_by": (Voider("evidence", "fact"),)}, "by-itself": {}, "day": {"values": Day()}}
    way = Way(from_states=("start",), target="room", needs=asks(*asked))
    return workflow(
        *(evidence(name, **kinds) for name, kinds in names.items()),
        *(state("room"), event("enter", way), event("come", ("start", "room"), by=(CLOCK,)), *more),
        **others,
    )


def touched(old: Workflow, name: str) -> frozenset[str] | None:
    """
    Say what is influenced where a piece of evidence may say something more.
    """
    changed = evolve(old.evidence[name], values=OTHER if name != "day" else OneOf(("today",)))
    new = evolve(old, evidence=frozen_map({**old.evidence, name: changed}))
    return influenced(old, new, difference(old, new))


@pytest.mark.parametrize(
    ("old", "name", "what"),
    [
        (house(), "by-itself", {"by-itself"}),
        (house(), "fact", {"fact", "needy", "apart", "undone"}),
        (house(), "day", {"day"}),
        (house(deadlines=(Deadline(states=("start",), event="come", until="day"),)), "day", None),
        (house(asked=(Among("by-itself", ("yes",)),)), "by-itself", None),
        (house(asked=(Among("needy", ("yes",)),)), "fact", None),
        (house(asked=(SamePerson("by-itself", "day"),)), "by-itself", None),
        (house(event("sign", ("start", "start"), not_by=("by-itself",))), "by-itself", None),
        (house(state("hall", guard=asks(Among("by-itself", ("yes",))), otherwise="room")), "by-itself", None),
    ],
)
def test_what_is_influenced(old: Workflow, name: str, what: set[str] | None):
    """
    What needs it, is undone by it, or may not be by the same person, and so on; everything, where anything that moves a case asks for any of it.
    """
    assert what == touched(old, name)


@pytest.mark.parametrize(
    ("form", "spoken"),
    [
        (Entering(steps=(Step("state", "room"),), condition=Among("fact", ("yes",)), text=""), True),
        (Entering(steps=(Step("state", "room"),), condition=Among("day", ("yes",)), text=""), False),
        (DifferentPeople(first=("enter",), second=("apart",)), True),
        (DifferentPeople(first=("enter",), second=("by-itself",)), False),
    ],
)
def test_what_is_spoken_of(form: Form, spoken: bool):
    """
    A safeguard is judged again where it speaks of something that is influenced.
    """
    what = touched(house(), "fact")

    assert what is not None
    assert spoken == speaks_of(house(), form, what)
