"""
Workflows are large: two that were read anew are compared once, and never again.
"""

import pytest
from attrs import evolve

from rjflow.definition.model import State, Workflow
from rjflow.reader.reading import read_file
from rjflow.shipped import folder

FLAGSHIP = folder() / "ew-post-sentence.workflow.yaml"


def test_equal_workflows_are_compared_once(monkeypatch: pytest.MonkeyPatch):
    """
    What an `lru_cache` keeps for one is found at once for the other, which is asked for at every command.
    """
    one, other = read_file(FLAGSHIP), read_file(FLAGSHIP)
    looked: list[State] = []
    deeply = State.__eq__
    monkeypatch.setattr(State, "__eq__", lambda self, state: looked.append(self) or deeply(self, state))

    assert one == other
    assert len(one.states) <= len(looked)
    looked.clear()
    assert one == other
    assert [] == looked
    assert hash(one) == hash(other)


def test_what_was_equal_to_one_says_nothing_of_another():
    """
    A workflow that takes the place of one that is gone is compared for itself.
    """
    one = read_file(FLAGSHIP)
    for number in range(1000):
        copy, changed = evolve(one), evolve(one, version=number + 2)

        assert one == copy
        assert one != changed
        assert one != str(number)
        del copy, changed


def test_workflows_that_differ_stay_different():
    """
    Being asked once more makes no difference.
    """
    one = read_file(FLAGSHIP)
    other: Workflow = evolve(one, title="another")

    assert [False, False] == [one == other, other == one]
    assert one == evolve(other, title=one.title)
