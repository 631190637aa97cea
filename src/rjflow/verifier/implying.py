"""
What follows from a condition without any search: what else is true where it is, and which other cannot be true beside it.

All answers are safe: yes is sure, no means only that it is not seen here.

Stands on: `classes`, `definition`, `guards`.   Knows nothing of: sets, situations.
"""

from collections.abc import Iterable, Iterator

from rjflow.definition.lookup import as_condition, kinds_in
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Among, And, Compare, Condition, ForPeople, GateHolds, Not, Or
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


def follows(workflow: Workflow, condition: Condition, known: Iterable[Condition]) -> bool:
    """
    Tell whether a condition is one of those *known* to be true, or asks of somebody what one of them says of everybody.
    """
    known = tuple(known)
    if condition in known:
        return True
    if not (isinstance(condition, ForPeople) and (condition.quantity == "some" or condition.number == 1)):
        return False
    wanted = {kind.name for kind in kinds_in(workflow, condition.group) if kind.at_least}
    return bool(wanted) and any(
        isinstance(one, ForPeople)
        and one.quantity == "every"
        and wanted <= {kind.name for kind in kinds_in(workflow, one.group)}  # of other kinds there may be too few
        and condition.condition in all_true_in(workflow, one.condition)
        for one in known
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
