"""
Write a condition the one canonical way: what `parsing` reads back as the same condition.

Stands on: `syntax`.   Knows nothing of: files, labels.
"""

from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
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
    Value,
)


def written(condition: Condition) -> str:
    """
    Give the text of a condition; reading it gives an equal condition.

    >>> written(Not(And((GateHolds("a"), GateHolds("b")))))
    'not (a and b)'
    """
    match condition:
        case Or(conditions):
            return " or ".join(_inside(part, Or) for part in conditions)
        case And(conditions):
            return " and ".join(_inside(part, Or, And) for part in conditions)
        case Not(Among(evidence, (value,))):
            return f"{evidence} is not {written_value(value)}"
        case Not(IsCurrent(evidence)):
            return f"{evidence} is not current"
        case Not(inner):
            return f"not {_inside(inner, Or, And)}"
        case ForPeople(quantity, number, group, inner):
            amount = f"at least {number}" if quantity == "at least" else quantity
            return f"{amount} {spoken_group(group)}: {written(inner)}"
        case OfScheme(inner):
            return f"scheme {_inside(inner, Or, And, Not, OfScheme)}"
        case _:
            return _test(condition)


def written_value(value: Value) -> str:
    """
    Give a value as conditions spell it.

    >>> written_value(True), written_value(3), written_value("given")
    ('true', '3', 'given')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def spoken_group(group: str) -> str:
    """
    Give the group's name; a side is said of persons.

    >>> spoken_group("harmed"), spoken_group("victim")
    ('harmed person', 'victim')
    """
    return f"{group} person" if group in ("harmed", "responsible") else group


# ----------------------------------------------------------------------------------------------------------------------


def _inside(part: Condition, *loose: type) -> str:
    """
    Write a part, in brackets where it would otherwise be read together with its neighbours.
    """
    text = written(part)
    return f"({text})" if isinstance(part, (*loose, ForPeople)) else text


def _test(condition: Condition) -> str:
    match condition:
        case Among(evidence, (value,)):
            return f"{evidence} is {written_value(value)}"
        case Among(evidence, values):
            return f"{evidence} in ({', '.join(map(written_value, values))})"
        case Compare(evidence, sign, limit):
            return f"{evidence} {sign} {written_value(limit)}"
        case IsCurrent(evidence):
            return f"{evidence} is current"
        case IsMissing(evidence):
            return f"{evidence} is missing"
        case GateHolds(name) | MeaningHolds(name):
            return name
        case InState(state, None):
            return f"in {state}"
        case InState(state, held_from):
            return f"in {state} from {held_from}"
        case InKind(kind):
            return "in final" if kind == "final" else f"in kind {kind}"
        case SamePerson(first, second):
            return f"same person ({first}, {second})"
        case _:
            raise AssertionError(condition)
