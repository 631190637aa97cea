"""
What evidence can say is exactly a text, a truth, a whole number or a date, and nothing that only equals one.
"""

from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum

import pytest
from tests.small import after, asks, decide, event, evidence, fire, missing, opened, record, workflow

from rjflow.definition.model import Day, Flag, Number, OneOf, Way
from rjflow.guards.syntax import Among, Not
from rjflow.rules.commands import Given


class Risk(StrEnum):
    """A host's own names for what evidence can say."""

    HIGH = "high"


class Score(IntEnum):
    """A host's own names for numbers."""

    ONE = 1


class Text(str):
    """A text of a host's own kind, which is equal to anything."""

    __slots__ = ()

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash("high")


LOOKALIKES = [
    (OneOf(("low", "high")), Risk.HIGH),
    (OneOf(("low", "high")), Text("high")),
    (OneOf(("low", "high")), ["high"]),
    (Number(0, 3), Score.ONE),
    (Number(0, 3), True),
    (Number(0, 3), 1.0),
    (Flag(), 1),
    (Flag(), None),
    (Day(), datetime(2026, 3, 2, tzinfo=UTC)),
    (Day(), "2026-03-02"),
]


@pytest.mark.parametrize(("values", "value"), LOOKALIKES)
def test_a_value_that_only_equals_one_is_not_recorded(values, value):
    """
    Refused where it is recorded by itself, and where it is given with an event.
    """
    definition = workflow(evidence("risk", values=values), event("go", ("start", "end"), records=("risk",)))
    start = opened(definition)

    assert ["form"] == missing(decide(definition, start, record("risk", value)))
    assert ["form"] == missing(decide(definition, start, fire("go", given=(Given("risk", value),))))


def test_a_safeguard_does_not_depend_on_the_type_of_a_value():
    """
    What is not high cannot be an enumeration's idea of high: nothing is recorded, so nobody knows.
    """
    not_high = asks(Not(Among("risk", ("high",))))
    definition = workflow(
        evidence("risk", values=OneOf(("low", "high"))),
        event("go", Way(from_states=("start",), target="end", needs=not_high)),
    )

    recorded = decide(definition, opened(definition), record("risk", Risk.HIGH))
    assert not recorded.allowed
    assert not decide(definition, recorded.after, fire("go")).allowed
    plain = after(definition, opened(definition), [record("risk", "high")])
    assert not decide(definition, plain, fire("go")).allowed


def test_dates_are_dates():
    """
    The values that are meant are recorded.
    """
    for values, value in ((OneOf(("low",)), "low"), (Number(0, 3), 1), (Flag(), True), (Day(), date(2026, 3, 2))):
        definition = workflow(evidence("risk", values=values))

        assert decide(definition, opened(definition), record("risk", value)).allowed
