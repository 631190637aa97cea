"""
Conditions in one form, so that what asks the same looks the same: gates spelled out, order and nesting gone.

Stands on: `change`, `lookup`, `guards.syntax`.   Knows nothing of: running cases, text.
"""

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve

from rjflow.definition.change import Direction
from rjflow.definition.lookup import as_condition, kinds_in
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

Fewest = Callable[[str], int]


def fewest_in(*workflows: Workflow) -> Fewest:
    """
    Give what tells how many people of a group there are at least, whichever of some workflows it is.
    """
    return lambda group: min(sum(kind.at_least for kind in kinds_in(one, group)) for one in workflows)


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


def implies(first: Condition, second: Condition, fewest: Fewest = lambda _: 0) -> bool:
    """
    Tell whether a condition is surely true wherever another one is; both in the one form. No means only that it is not seen here.

    Args:
        first: What is true.
        second: What may follow from it.
        fewest: How many people of a group there are at least: what is so of everybody is so of that many.
    """
    return _implies(first, second, fewest, truly=True)


def all_implied(known: Iterable[Condition], asked: Iterable[Condition], fewest: Fewest = lambda _: 0) -> bool:
    """
    Tell whether each of the conditions *asked* surely follows from one of those *known*.
    """
    several = tuple(known)
    return all(any(implies(one, part, fewest) for one in several) for part in asked)


def direction_of(old: Workflow, new: Workflow, before: Iterable[Condition], after: Iterable[Condition]) -> Direction:
    """
    Tell which way conditions that must all be true went, as far as it can be seen without a search.
    """
    was, now, fewest = tuple(before), tuple(after), fewest_in(old, new)
    if all_implied(was, now, fewest):
        return "same" if all_implied(now, was, fewest) else "weaker"
    return "stricter" if all_implied(now, was, fewest) else "changed"


# ----------------------------------------------------------------------------------------------------------------------


def _implies(first: Condition, second: Condition, fewest: Fewest, *, truly: bool) -> bool:
    """
    Tell whether the second is true where the first is; or, unless *truly*, whether the first is false where the second is.
    """
    if first == second:
        return True
    match first, second:
        case Or(conditions), _:
            return all(_implies(part, second, fewest, truly=truly) for part in conditions)
        case _, And(conditions):
            return all(_implies(first, part, fewest, truly=truly) for part in conditions)
        case And(conditions), _:
            return any(_implies(part, second, fewest, truly=truly) for part in conditions) or (
                isinstance(second, Or) and any(_implies(first, part, fewest, truly=truly) for part in second.conditions)
            )
        case _, Or(conditions):
            return any(_implies(first, part, fewest, truly=truly) for part in conditions)
        case Not(inner), Not(other):
            return _implies(other, inner, fewest, truly=not truly)
        case ForPeople(), ForPeople():
            return _implies_for_people(first, second, fewest, truly=truly)
        case Among(evidence) | Compare(evidence), IsCurrent(other):
            return truly and evidence == other
        case Among(evidence, values), Among(other, others):
            return evidence == other and set(map(written_value, values)) <= set(map(written_value, others))
        case Compare(), Compare():
            return _implies_in_order(first, second)
        case MeaningHolds(meaning, one), MeaningHolds(other, two):
            return meaning == other and one is not None and two is not None and _implies(one, two, fewest, truly=truly)
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


def _implies_for_people(first: ForPeople, second: ForPeople, fewest: Fewest, *, truly: bool) -> bool:
    quantities = {first.quantity, second.quantity}
    if first.group != second.group or ("no" in quantities and len(quantities) > 1):
        return False
    if second.quantity in ("some", "at least") and _least(first, fewest) < _least(second, fewest):
        return False
    if second.quantity == "every" != first.quantity:
        return False
    if first.quantity == "no":
        return _implies(second.condition, first.condition, fewest, truly=not truly)
    return _implies(first.condition, second.condition, fewest, truly=truly)


def _least(asked: ForPeople, fewest: Fewest) -> int:
    """
    Give of how many people at least something is asked.
    """
    return fewest(asked.group) if asked.quantity == "every" else max(asked.number, 1)


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
