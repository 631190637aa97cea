"""
Conditions in one form, so that what asks the same looks the same: gates spelled out, order and nesting gone.

Stands on: `lookup`, `guards.syntax`.   Knows nothing of: running cases, text.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Group, Workflow
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    MeaningHolds,
    Not,
    OfScheme,
    Or,
    Value,
)
from rjflow.guards.writing import written, written_value


def conditions_of(workflow: Workflow, group: Group | None) -> tuple[Condition, ...]:
    """
    Give, each once, conditions that are all true exactly when a group is; a group that asks nothing gives none.

    Groups that ask the same through gates of other names, in another order, or nested otherwise give the same conditions.
    """
    return () if group is None else split(normal(workflow, as_condition(group)))


def split(condition: Condition) -> tuple[Condition, ...]:
    """
    Give, each once, conditions in one form that are all true exactly when one in that form is.
    """
    return tuple(dict.fromkeys(_split(condition)))


def normal(workflow: Workflow, condition: Condition) -> Condition:
    """
    Put a condition into the one form. In every situation, its answer stays what it was.
    """
    match condition:
        case Among(evidence, values):
            return Among(evidence, _in_order(values), span=condition.span)
        case GateHolds(gate) if gate in workflow.gates:
            return normal(workflow, as_condition(workflow.gates[gate].asks))
        case MeaningHolds(meaning, provided) if provided is not None:
            return MeaningHolds(meaning, normal(workflow, provided), span=condition.span)
        case OfScheme(inner) if workflow.scheme is not None:
            return OfScheme(normal(workflow.scheme.workflow, inner), span=condition.span)
        case ForPeople():
            return evolve(condition, condition=normal(workflow, condition.condition))
        case Not(inner):
            plain = normal(workflow, inner)
            return plain.condition if isinstance(plain, Not) else Not(plain, span=condition.span)
        case And(conditions) | Or(conditions):
            sort = type(condition)
            flat = [part for one in conditions for part in _flat(normal(workflow, one), sort)]
            several = tuple(sorted(dict.fromkeys(flat), key=written))
            return several[0] if len(several) == 1 else sort(several, span=condition.span)
        case _:
            return condition


def implies(first: Condition, second: Condition) -> bool:
    """
    Tell whether a condition is surely true wherever another one is; both in the one form. No means only that it is not seen here.
    """
    return _implies(first, second, truly=True)


def all_implied(known: Iterable[Condition], asked: Iterable[Condition]) -> bool:
    """
    Tell whether each of the conditions *asked* surely follows from one of those *known*.
    """
    several = tuple(known)
    return all(any(implies(one, part) for one in several) for part in asked)


# ----------------------------------------------------------------------------------------------------------------------


def _implies(first: Condition, second: Condition, *, truly: bool) -> bool:
    """
    Tell whether the second is true where the first is; or, unless *truly*, whether the first is false where the second is.
    """
    if first == second:
        return True
    match first, second:
        case Or(conditions), _:
            return all(_implies(part, second, truly=truly) for part in conditions)
        case _, And(conditions):
            return all(_implies(first, part, truly=truly) for part in conditions)
        case And(conditions), _:
            return any(_implies(part, second, truly=truly) for part in conditions) or (
                isinstance(second, Or) and any(_implies(first, part, truly=truly) for part in second.conditions)
            )
        case _, Or(conditions):
            return any(_implies(first, part, truly=truly) for part in conditions)
        case Not(inner), Not(other):
            return _implies(other, inner, truly=not truly)
        case ForPeople(), ForPeople():
            return _implies_for_people(first, second, truly=truly)
        case Among(evidence) | Compare(evidence), IsCurrent(other):
            return truly and evidence == other
        case Among(evidence, values), Among(other, others):
            return evidence == other and set(map(written_value, values)) <= set(map(written_value, others))
        case Compare(), Compare():
            return _implies_in_order(first, second)
        case MeaningHolds(meaning, one), MeaningHolds(other, two):
            return meaning == other and one is not None and two is not None and _implies(one, two, truly=truly)
        case _:
            return False


def _in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple({written_value(value): value for value in sorted(values, key=written_value)}.values())


def _flat(condition: Condition, sort: type[And] | type[Or]) -> tuple[Condition, ...]:
    return condition.conditions if isinstance(condition, sort) else (condition,)


def _split(condition: Condition) -> Iterator[Condition]:
    """
    Take a conjunction apart; what is asked of every person, and of no person, too.
    """
    match condition:
        case And(conditions):
            for part in conditions:
                yield from _split(part)
        case ForPeople("every", _, _, And(conditions)) | ForPeople("no", _, _, Or(conditions)):
            for part in conditions:
                yield from _split(evolve(condition, condition=part, span=part.span or condition.span))
        case _:
            yield condition


def _implies_for_people(first: ForPeople, second: ForPeople, *, truly: bool) -> bool:
    if (first.quantity, first.group) != (second.quantity, second.group) or first.number < second.number:
        return False
    if first.quantity == "no":
        return _implies(second.condition, first.condition, truly=not truly)
    return _implies(first.condition, second.condition, truly=truly)


def _implies_in_order(first: Compare, second: Compare) -> bool:
    """
    Tell whether one comparison with a written-out value follows from another: same direction, and no further.
    """
    if first.evidence != second.evidence or type(first.limit) is not type(second.limit):
        return False
    if first.sign[0] != second.sign[0]:
        return False
    if first.limit == second.limit:
        return first.sign == second.sign or second.sign.endswith("=")
    return (first.limit < second.limit) is (first.sign[0] == "<")  # type: ignore[operator]  # one type, checked above
