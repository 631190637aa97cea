"""
What the fingerprint of a workflow covers.
"""

import pytest
from tests.changing import changes, is_told
from tests.zoo import TINY_MEETING, ZOO, animal

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.reader.reading import read


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
