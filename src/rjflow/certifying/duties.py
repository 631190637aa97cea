"""
What a workflow must keep, piece by piece: its safeguards, and that no event can go two ways at once.

The pieces come from the workflow alone; a certificate has to prove each of them.

Stands on: `definition`, `values`.   Knows nothing of: sets, certificates.
"""

from collections.abc import Iterator
from itertools import combinations

from attrs import evolve

from rjflow.certifying.values import passes, told_apart
from rjflow.definition.lookup import as_condition, kinds_in
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import After, Always, AlwaysOpen, Before, Entering, Form, Happening
from rjflow.frozen import frozen
from rjflow.guards.syntax import Among, And, Compare, Condition, ForPeople, GateHolds, MeaningHolds, Not, Or


@frozen
class OneWay:
    """Two ways of an event, by their numbers in the file, are never open at once in a state."""

    event: str
    state: str
    first: int
    second: int


Duty = Form | OneWay


def parts_of(workflow: Workflow, form: Form) -> tuple[Form, ...]:
    """
    Split a safeguard into several that together say the same; one that cannot be split is its only part.
    """
    if isinstance(form, Always | Entering):
        return tuple(evolve(form, condition=part) for part in _conjuncts(workflow, form.condition))
    return (form,)


def one_ways(workflow: Workflow) -> Iterator[OneWay]:
    """
    Give every two ways of an event that might be open at once: those that what they ask does not plainly keep apart.
    """
    for event in workflow.events.values():
        for (first, one), (second, other) in combinations(enumerate(event.ways), 2):
            if not exclude(workflow, as_condition(one.needs), as_condition(other.needs)):
                for state in one.from_states:
                    if state in other.from_states:
                        yield OneWay(event.name, state, first, second)


def happenings_of(form: Duty) -> tuple[Happening, ...]:
    """
    Give every happening that a safeguard speaks of.
    """
    match form:
        case Before(event=one, must_have=other, since=third) | After(event=one, not_before=other, without=third):
            return (*one, *other, *third)
        case _:
            return ()


def condition_of(form: Duty) -> Condition | None:
    """
    Give what a safeguard asks itself.
    """
    return form.condition if isinstance(form, Always | Entering | AlwaysOpen) else None


def exclude(workflow: Workflow, first: Condition, second: Condition) -> bool:
    """
    Tell whether two conditions plainly are never true at one moment; no means only that it is not plain.
    """
    if Not(first) == second or Not(second) == first:
        return True
    for one, other in ((first, second), (second, first)):
        match one:
            case GateHolds(gate):
                return exclude(workflow, as_condition(workflow.gates[gate].asks), other)
            case And(parts):
                return any(exclude(workflow, part, other) for part in parts)
            case Or(parts):
                return all(exclude(workflow, part, other) for part in parts)
            case _:
                pass
    if isinstance(first, ForPeople) and isinstance(second, ForPeople):
        return _exclude_people(workflow, first, second) or _exclude_people(workflow, second, first)
    if isinstance(first, Among | Compare) and isinstance(second, Among | Compare) and first.evidence == second.evidence:
        return not any(passes(one, first) and passes(one, second) for one in told_apart(workflow)[first.evidence])
    return False


def all_true_with(workflow: Workflow, condition: Condition) -> frozenset[Condition]:
    """
    Give conditions that are true wherever one is: itself, what it is put together of, and what gates it names ask.
    """
    found: set[Condition] = set()
    waiting = [condition]
    while waiting:
        part = waiting.pop()
        if part in found:
            continue
        found.add(part)
        if isinstance(part, And):
            waiting += part.conditions
        elif isinstance(part, GateHolds):
            waiting.append(as_condition(workflow.gates[part.gate].asks))
    return frozenset(found)


# ----------------------------------------------------------------------------------------------------------------------


def _conjuncts(workflow: Workflow, condition: Condition) -> list[Condition]:
    """
    Give conditions that are all true exactly when one is.
    """
    match condition:
        case And(parts):
            return [one for part in parts for one in _conjuncts(workflow, part)]
        case GateHolds(gate):
            return _conjuncts(workflow, as_condition(workflow.gates[gate].asks))
        case MeaningHolds(provided=And() as provided):
            return _conjuncts(workflow, provided)
        case ForPeople(quantity="every", condition=And(parts)):
            return [one for part in parts for one in _conjuncts(workflow, evolve(condition, condition=part))]
        case Or(parts):
            split = {
                place: several for place, part in enumerate(parts) if len(several := _conjuncts(workflow, part)) > 1
            }
            if len(split) != 1:
                return [condition]
            ((place, several),) = split.items()
            return [Or((*parts[:place], one, *parts[place + 1 :]), span=condition.span) for one in several]
        case _:
            return [condition]


def _exclude_people(workflow: Workflow, first: ForPeople, second: ForPeople) -> bool:
    """
    Tell whether what is said of everybody, or nobody, in *second* cannot be beside what is said of somebody in *first*.
    """
    if second.quantity not in ("every", "no") or first.quantity == "no":
        return False
    if first.quantity == "at least" and first.number == 0:
        return False
    asked, said = kinds_in(workflow, first.group), kinds_in(workflow, second.group)
    if first.quantity == "every":
        somebody = any(kind.at_least and kind in said for kind in asked)
    else:
        somebody = all(kind in said for kind in asked)
    one, other = first.condition, second.condition
    return somebody and (one == other if second.quantity == "no" else exclude(workflow, one, other))
