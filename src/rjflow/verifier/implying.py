"""
What follows from a condition without any search: what else is true where it is, and which other cannot be true beside it.

All answers are safe: yes is sure, no means only that it is not seen here.

Stands on: `classes`, `definition`, `guards`.   Knows nothing of: sets, situations.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve

from rjflow.definition.lookup import as_condition, kinds_in
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Not,
    Or,
)
from rjflow.verifier.classes import passes, value_classes


def all_true_in(workflow: Workflow, condition: Condition) -> Iterator[Condition]:
    """
    Give every condition that is true wherever *condition* is: itself, the parts of conjunctions, the gates it names and what they ask.
    """
    seen: set[str] = set()
    waiting = [condition]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, And):
            waiting += reversed(part.conditions)
        elif isinstance(part, GateHolds) and part.gate not in seen:
            seen.add(part.gate)
            waiting.append(as_condition(workflow.gates[part.gate].asks))


def conjuncts(workflow: Workflow, condition: Condition) -> list[Condition]:
    """
    Give conditions that are all true exactly when *condition* is.
    """
    match condition:
        case And(conditions):
            return [one for part in conditions for one in conjuncts(workflow, part)]
        case GateHolds(gate):
            return conjuncts(workflow, as_condition(workflow.gates[gate].asks))
        case MeaningHolds(provided=provided) if isinstance(provided, And):
            return conjuncts(workflow, provided)
        case ForPeople(quantity="every", condition=And(conditions)):
            return [one for part in conditions for one in conjuncts(workflow, evolve(condition, condition=part))]
        case Or(conditions):
            several = [(place, conjuncts(workflow, part)) for place, part in enumerate(conditions)]
            split = [(place, parts) for place, parts in several if len(parts) > 1]
            if len(split) != 1:
                return [condition]
            place, parts = split[0]
            return [Or((*conditions[:place], part, *conditions[place + 1 :]), span=condition.span) for part in parts]
        case _:
            return [condition]


def follows(workflow: Workflow, condition: Condition, known: Iterable[Condition]) -> bool:
    """
    Tell whether a condition is true because of those *known* to be: it is one of them, is put together of such, or asks of somebody, or
    of fewer people, what one of them says of everybody, or of more; or denies what cannot be beside them. Of several things of which one is
    known to be true, each will do.
    """
    known = tuple(known)
    return _follows(workflow, condition, known) or any(
        all(follows(workflow, condition, all_true_in(workflow, part)) for part in one.conditions)
        for one in known
        if isinstance(one, Or) and one.conditions
    )


def exclude(workflow: Workflow, first: Condition, second: Condition) -> bool:
    """
    Tell whether two conditions are surely never true at one moment.
    """
    if Not(first) == second or Not(second) == first:
        return True
    for one, other in ((first, second), (second, first)):
        match one:
            case GateHolds(gate):
                return exclude(workflow, as_condition(workflow.gates[gate].asks), other)
            case And(conditions):
                return any(exclude(workflow, part, other) for part in conditions)
            case Or(conditions):
                return all(exclude(workflow, part, other) for part in conditions)
            case _:
                pass
    if isinstance(first, ForPeople) and isinstance(second, ForPeople):
        return _of_people(workflow, first, second) or _of_people(workflow, second, first)
    if isinstance(first, Among | Compare) and isinstance(second, Among | Compare) and first.evidence == second.evidence:
        values = value_classes(workflow)[first.evidence]
        return not any(passes(value, first) and passes(value, second) for value in values)
    return False


# ----------------------------------------------------------------------------------------------------------------------


def _follows(workflow: Workflow, condition: Condition, known: tuple[Condition, ...]) -> bool:
    """
    Tell whether a condition follows from those known to be true, each taken as it is.
    """
    if condition in known:
        return True
    match condition:
        case And(conditions):
            return all(follows(workflow, part, known) for part in conditions)
        case Or(conditions):
            return any(follows(workflow, part, known) for part in conditions)
        case GateHolds(gate):
            return follows(workflow, as_condition(workflow.gates[gate].asks), known)
        case MeaningHolds(provided=provided):
            return provided is not None and follows(workflow, provided, known)
        case Among() | Compare() | IsCurrent():
            return any(isinstance(one, Among | Compare) and _narrows(workflow, one, condition) for one in known)
        case ForPeople():
            return any(isinstance(one, ForPeople) and _says_as_much(workflow, one, condition) for one in known)
        case Not(Among() | Compare() as denied):
            return any(isinstance(one, Among | Compare) and exclude(workflow, one, denied) for one in known)
        case Not(denied):
            return any(follows(workflow, one, known) for one in _instead_of(denied))
        case _:
            return False


def _instead_of(denied: Condition) -> Iterator[Condition]:
    """
    Give conditions where each of them is true only where what is *denied* is surely false.
    """
    match denied:
        case Not(inner):
            yield inner
        case IsMissing(evidence):
            yield IsCurrent(evidence)
        case And(conditions):
            yield Or(tuple(map(Not, conditions)))
        case Or(conditions):
            yield And(tuple(map(Not, conditions)))
        case ForPeople(quantity="no"):
            yield evolve(denied, quantity="some")
        case ForPeople(quantity="every", condition=inner):
            yield evolve(denied, quantity="some", condition=Not(inner))
        case ForPeople(quantity=quantity, number=number, condition=inner) if quantity == "some" or number:
            yield evolve(denied, quantity="no", number=0)
            yield evolve(denied, quantity="every", number=0, condition=Not(inner))
        case _:
            pass


def _says_as_much(workflow: Workflow, one: ForPeople, wanted: ForPeople) -> bool:
    """
    Tell whether what is said of people makes true what is *wanted* of people.
    """
    kinds, others = (kinds_in(workflow, each.group) for each in (one, wanted))
    needed = [kind for kind in others if kind.at_least]  # with too few of them nothing wanted is true
    within = all(kind in kinds for kind in needed)
    least = 1 if wanted.quantity == "some" else wanted.number
    if wanted.quantity == "no":
        if one.quantity == "every":
            stricter = follows(workflow, Not(wanted.condition), all_true_in(workflow, one.condition))
        else:
            stricter = one.quantity == "no" and one.condition in all_true_in(workflow, wanted.condition)
        return stricter and all(kind in kinds for kind in others)
    if not follows(workflow, wanted.condition, all_true_in(workflow, one.condition)):
        return False
    if wanted.quantity == "every":
        return one.quantity == "every" and all(kind in kinds for kind in others)
    if one.quantity == "every":
        return within and 0 < least <= sum(kind.at_least for kind in needed)
    counted = 1 if one.quantity == "some" else one.number
    return one.quantity != "no" and within and 0 < least <= counted and all(kind in others for kind in kinds)


def _narrows(workflow: Workflow, one: Among | Compare, wanted: Among | Compare | IsCurrent) -> bool:
    """
    Tell whether every value that passes one test of a record passes what is *wanted*, too.
    """
    if one.evidence != wanted.evidence or isinstance(wanted, IsCurrent):
        return one.evidence == wanted.evidence
    return all(passes(value, wanted) for value in value_classes(workflow)[one.evidence] if passes(value, one))


def _of_people(workflow: Workflow, first: ForPeople, second: ForPeople) -> bool:
    """
    Tell whether what is said of everybody in *second* cannot be beside what is said of anybody in *first*.
    """
    kinds, others = (kinds_in(workflow, one.group) for one in (first, second))
    if (
        second.quantity not in ("every", "no")
        or first.quantity == "no"
        or (first.quantity == "at least" and not first.number)
    ):
        return False
    if first.quantity == "every":
        shared = any(kind.at_least for kind in kinds if kind in others)
    else:
        shared = all(kind in others for kind in kinds)
    asked, said = first.condition, second.condition
    return shared and (asked == said if second.quantity == "no" else exclude(workflow, asked, said))
