"""
Judge a condition: true, false, or unknown.

This is the slow, obvious way; the engine's compiled tests and the verifier's symbolic ones are checked against it.

Stands on: `syntax`, `values`.   Knows nothing of: cases, time, workflows.
"""

from collections.abc import Sequence
from typing import Protocol

from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Not,
    OfScheme,
    Or,
    SamePerson,
    Sign,
    Value,
)
from rjflow.guards.values import Truth, all_of, any_of, at_least, negation


class View(Protocol):
    """What a condition can ask of a situation."""

    def value(self, evidence: str, person: str | None) -> Value | None:
        """Give the value of a current record, or nothing when there is none that is current."""
        ...

    def members(self, group: str) -> Sequence[str]:
        """Give the people of a group, in order."""
        ...

    def lacks_people(self, group: str) -> bool:
        """Tell whether some kind in the group has fewer people than it must have."""
        ...

    def stands_in(self, state: str, held_from: str | None) -> bool:
        """Tell whether the case is in a state, held there from another where one is given."""
        ...

    def stands_in_kind(self, kind: str) -> bool:
        """Tell whether the case is in a state of a kind, or in a final one for `final`."""
        ...

    def same_person(self, first: str, second: str, person: str | None) -> Truth:
        """Tell whether two happenings both count and are by one person."""
        ...

    def gate(self, name: str) -> Condition:
        """Give what a named gate asks for."""
        ...

    def scheme(self) -> "View | None":
        """Give the scheme's own view, or nothing when it is not known."""
        ...


def evaluate(condition: Condition, view: View, person: str | None = None, *, observer: bool = False) -> Truth:
    """
    Judge *condition* in a situation: true, false, or, when nobody can say, nothing.

    Args:
        condition: What is asked, with all names resolved. Evidence that is not current makes every test of it unknown.
        view: The situation to ask it of.
        person: Whom evidence about people speaks of here.
        observer: Judge as a safeguard does, from outside: `is current` and `is missing` are never unknown then.
    """

    def ask(part: Condition, someone: str | None = person) -> Truth:
        return evaluate(part, view, someone, observer=observer)

    match condition:
        case Among() | Compare() | IsCurrent() | IsMissing():
            return _test(condition, view.value(condition.evidence, person), observer=observer)
        case GateHolds(gate):
            return ask(view.gate(gate))
        case MeaningHolds(provided=provided):
            return None if provided is None else ask(provided)
        case InState(state, held_from):
            return view.stands_in(state, held_from)
        case InKind(kind):
            return view.stands_in_kind(kind)
        case SamePerson(first, second):
            return view.same_person(first, second, person)
        case OfScheme(inner):
            return _of_scheme(inner, view.scheme(), observer=observer)
        case Not(inner):
            return negation(ask(inner))
        case And(conditions):
            return all_of(map(ask, conditions))
        case Or(conditions):
            return any_of(map(ask, conditions))
        case _:
            truths = [ask(condition.condition, member) for member in view.members(condition.group)]
            lacking = view.lacks_people(condition.group)
            return quantified(condition.quantity, condition.number, truths, lacking=lacking)


def quantified(quantity: str, number: int, truths: Sequence[Truth], *, lacking: bool) -> Truth:
    """
    Judge a quantifier from what each person's answer is.

    *lacking* says that people are missing who must be there: then nobody can say, except what can only ever be refused.

    >>> quantified("every", 0, [], lacking=False), quantified("every", 0, [True], lacking=True)
    (True, None)
    >>> quantified("every", 0, [False], lacking=True)
    False
    """
    match quantity:
        case "every":
            answer = all_of(truths)
            return None if lacking and answer is True else answer
        case "no":
            answer = negation(any_of(truths))
            return None if lacking and answer is True else answer
        case "some":
            answer = any_of(truths)
        case _:
            answer = at_least(number, truths)
    return None if lacking else answer


def compare(value: Value, sign: Sign, limit: Value) -> Truth:
    """
    Compare two whole numbers or two dates; anything else cannot be compared, so nobody can say.

    >>> compare(3, ">=", 2), compare("high", ">=", 2)
    (True, None)
    """
    if type(value) is not type(limit) or isinstance(value, str | bool) or isinstance(limit, str | bool):
        return None
    match sign:
        case "<":
            return value < limit  # type: ignore[operator]  # one type, checked above
        case "<=":
            return value <= limit  # type: ignore[operator]  # one type, checked above
        case ">":
            return value > limit  # type: ignore[operator]  # one type, checked above
        case _:
            return value >= limit  # type: ignore[operator]  # one type, checked above


# ----------------------------------------------------------------------------------------------------------------------


def _of_scheme(condition: Condition, scheme: View | None, *, observer: bool) -> Truth:
    """
    Judge a condition asked of the scheme; of a scheme that was never seen nobody can say anything.
    """
    return None if scheme is None else evaluate(condition, scheme, observer=observer)


def _test(test: Among | Compare | IsCurrent | IsMissing, value: Value | None, *, observer: bool) -> Truth:
    """
    Judge a test of one piece of evidence by its current value, which is nothing when it has none.
    """
    match test:
        case IsCurrent():
            return True if value is not None else (False if observer else None)
        case IsMissing():
            return value is None if observer else None
        case Among(values=values):
            return None if value is None else _contains(values, value)
        case _:
            return None if value is None else compare(value, test.sign, test.limit)


def _contains(values: Sequence[Value], value: Value) -> bool:
    """
    Look for a value of the same type: `true` is not 1.
    """
    return any(type(one) is type(value) and one == value for one in values)
