"""
What the fingerprint of a workflow covers.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import Attribute, evolve, fields, has
from tests.zoo import TINY_MEETING, ZOO, animal

from rjflow.definition.fingerprint import TOLD, fingerprint
from rjflow.definition.model import Evidence, Flag, Window, Workflow
from rjflow.frozen import FrozenMap
from rjflow.reader.reading import read

Place = tuple[str, ...]
SOMETHING = Evidence(name="changed", label="changed", values=Flag(), recorded_by=(), window=Window("same day"))


def other(value: Any) -> Any:
    """
    Give a value unlike this one, of much the same sort.
    """
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value + "-changed"
        case date():
            return value + timedelta(days=1)
        case tuple():
            return value[1:] if value else ("changed",)
        case FrozenMap():
            return FrozenMap({"changed": SOMETHING}) if not value else FrozenMap(dict(list(value.items())[1:]))
        case None:
            return "changed"
        case _:
            return None


def changes(thing: Any, place: Place = ()) -> Iterator[tuple[Place, "Attribute[Any]", Any]]:
    """
    Give every way to change one field somewhere in a piece of a definition, with what comes of it.
    """
    if isinstance(thing, FrozenMap):
        for key, part in thing.items():
            for where, attribute, changed in changes(part, (*place, key)):
                yield where, attribute, FrozenMap({**thing, key: changed})
    elif isinstance(thing, tuple):
        for at, part in enumerate(thing):
            for where, attribute, changed in changes(part, (*place, str(at))):
                yield where, attribute, (*thing[:at], changed, *thing[at + 1 :])
    elif has(type(thing)):
        for attribute in fields(type(thing)):
            value = getattr(thing, attribute.name)
            if not attribute.eq:
                continue
            yield (*place, attribute.name), attribute, evolve(thing, **{attribute.name: other(value)})
            for where, inner, changed in changes(value, (*place, attribute.name)):
                yield where, inner, evolve(thing, **{attribute.name: changed})


def is_told(place: Place, attribute: "Attribute[Any]") -> bool:
    return attribute.name in TOLD or place[0] == "sources"


@pytest.mark.parametrize("name", ZOO)
def test_every_field_but_what_people_are_told_is_covered(name: str) -> None:
    """
    Changing any field that decides something changes the fingerprint; changing any other does not.
    """
    workflow = animal(name)
    whole = fingerprint(workflow)
    covered = {place: fingerprint(changed) != whole for place, _, changed in changes(workflow)}
    expected = {place: not is_told(place, attribute) for place, attribute, _ in changes(workflow)}

    assert expected == covered


def test_labels_reasons_and_layout_are_not_covered() -> None:
    """
    What people are told may be bettered without making it another workflow.
    """
    told = TINY_MEETING.replace("label: the facilitator", "label: whoever leads").replace(
        "nobody approves", "no one approves"
    )
    laid_out = "\n\n" + told.replace("risk in (low, medium)", "risk  in  ( medium,low )")

    assert fingerprint(read(TINY_MEETING)) == fingerprint(read(laid_out))


def test_the_order_of_lists_without_order_is_not_covered() -> None:
    """
    A list of names means the same in any order.
    """
    moved = ZOO["diamond"].replace("from: [left, right]", "from: [right, left]")

    assert fingerprint(animal("diamond")) == fingerprint(read(moved))


def test_the_order_of_what_makes_void_and_of_what_must_hold_is_not_covered() -> None:
    """
    Voiders, conditions that must all hold, and alternatives mean the same in any order.
    """
    text = ZOO["tiny-meeting"]
    moved = text.replace("[risk, new-offence]", "[new-offence, risk]")
    moved = moved.replace("needs: [safe-to-meet]", "needs: [risk is low, safe-to-meet]")
    other = text.replace("needs: [safe-to-meet]", "needs: [safe-to-meet, risk is low]")

    assert fingerprint(read(other)) == fingerprint(read(moved))
    assert fingerprint(read(text)) != fingerprint(read(moved))


def test_two_workflows_that_die_leave_nothing_behind() -> None:
    """
    A new workflow in an old one's place has its own fingerprint.
    """
    found: set[str] = set()
    for version in range(1, 30):
        workflow: Workflow = read(ZOO["door"].replace("version: 1", f"version: {version}"))
        found.add(fingerprint(workflow))

    assert 29 == len(found)
