"""
Conditions judged from a view that is a few dictionaries: three answers, for those who act and for those who look on.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from attrs import frozen

from rjflow.guards.evaluating import compare, evaluate, quantified
from rjflow.guards.parsing import parse
from rjflow.guards.syntax import Condition, GateHolds, MeaningHolds, OfScheme, Value
from rjflow.guards.values import Truth


@frozen
class Known:
    """What is known: values by evidence and person, gates, members of groups, and the scheme."""

    values: Mapping[tuple[str, str | None], Value] = {}
    gates: Mapping[str, Condition] = {}
    people: Mapping[str, Sequence[str]] = {}
    state: str = "open"
    other: "Known | None" = None
    lacking: Sequence[str] = ()

    def value(self, evidence, person):
        return self.values.get((evidence, person))

    def gate(self, name):
        return self.gates[name]

    def stands_in(self, state, held_from):
        return state == self.state and held_from is None

    def stands_in_kind(self, kind):
        return kind == "meeting"

    def same_person(self, first, second, person):
        return first == second or person == "robin"

    def scheme(self):
        return self.other

    def members(self, group):
        return self.people.get(group, ())

    def lacks_people(self, group):
        return group in self.lacking


VIEW = Known(
    values={("risk", None): "low", ("score", None): 3, ("ready", None): True, ("consent", "robin"): "given"},
    gates={"safe": parse("risk is low"), "sure": parse("day is current")},
    people={"victim": ["robin"], "participant": ["robin", "sam"]},
    other=Known(values={("register", None): True}),
)

ANSWERS = [
    ("risk is low", True, True),
    ("risk is high", False, False),
    ("risk in (high, low)", True, True),
    ("day is low", None, None),
    ("day is current", None, False),
    ("risk is current", True, True),
    ("risk is missing", None, False),
    ("day is missing", None, True),
    ("score >= 3", True, True),
    ("score > 3", False, False),
    ("score < 3", False, False),
    ("score <= 3", True, True),
    ("score < 4", True, True),
    ("score <= 2", False, False),
    ("day > 2027-01-31", None, None),
    ("ready is 1", False, False),
    ("score is true", False, False),
    ("not day is low", None, None),
    ("not risk is low", False, False),
    ("risk is low and day is low", None, None),
    ("risk is high and day is low", False, False),
    ("risk is low or day is low", True, True),
    ("safe", True, True),
    ("sure", None, False),
    ("in open", True, True),
    ("in closed", False, False),
    ("in open from closed", False, False),
    ("in kind meeting", True, True),
    ("in final", False, False),
    ("same person (risk, score)", False, False),
    ("scheme register is true", True, True),
    ("scheme day is current", None, False),
    ("some victim: same person (risk, score)", True, True),
    ("every victim: consent is given", True, True),
    ("every participant: consent is given", None, None),
    ("some participant: consent is given", True, True),
    ("no participant: consent is given", False, False),
    ("no victim: consent is refused", True, True),
    ("at least 2 participant: consent is given", None, None),
    ("at least 3 participant: consent is given", False, False),
    ("every stranger: consent is given", True, True),
]


@pytest.mark.parametrize(("text", "asked", "looked_on"), ANSWERS)
def test_a_condition_has_three_answers(text, asked, looked_on):
    """
    Who acts cannot build on silence; who looks on sees that nothing is there.
    """
    assert asked is evaluate(parse(text), VIEW)
    assert looked_on is evaluate(parse(text), VIEW, observer=True)


def test_what_a_meaning_stands_for_is_asked():
    """
    A meaning that nothing provides, like a scheme that was never seen, is unknown to everybody.
    """
    assert True is evaluate(MeaningHolds("welcome", GateHolds("safe")), VIEW)
    assert None is evaluate(MeaningHolds("welcome"), VIEW, observer=True)
    assert None is evaluate(OfScheme(GateHolds("safe")), Known(), observer=True)


def test_of_a_group_that_lacks_people_only_a_refusal_is_sure():
    """
    Whether somebody is lacking is asked of the group that is spoken of, and of no other.
    """
    view = Known(values=VIEW.values, people=VIEW.people, lacking=("victim",))

    assert None is evaluate(parse("every victim: consent is given"), view)
    assert False is evaluate(parse("every victim: consent is refused"), view)
    assert True is evaluate(parse("some participant: consent is given"), view)


@pytest.mark.parametrize(
    ("quantity", "number", "truths", "answer", "lacking"),
    [
        ("every", 0, [True, True], True, None),
        ("every", 0, [True, None], None, None),
        ("every", 0, [None, False], False, False),
        ("no", 0, [False], True, None),
        ("no", 0, [True], False, False),
        ("some", 0, [True, False], True, None),
        ("some", 0, [False], False, None),
        ("at least", 2, [True, True, None], True, None),
        ("at least", 2, [True, None, False], None, None),
        ("at least", 2, [True, False], False, None),
    ],
)
def test_where_people_are_missing_only_a_refusal_is_sure(quantity, number, truths, answer, lacking):
    """
    Whoever has still to come could only make a universal question false, never true; of others nobody can say.
    """
    assert answer is quantified(quantity, number, truths, lacking=False)
    assert lacking is quantified(quantity, number, truths, lacking=True)


@pytest.mark.parametrize(
    ("value", "limit"),
    [(True, 1), (1, True), ("a", "b"), (3, "b"), ("low", 3), (3, date(2026, 1, 1)), (date(2026, 1, 1), 3)],
)
def test_words_and_flags_have_no_order(value, limit):
    """
    Nobody can say of two things that are not both numbers, or both days, which is more.
    """
    truths: set[Truth] = {compare(value, sign, limit) for sign in ("<", "<=", ">", ">=")}

    assert {None} == truths
