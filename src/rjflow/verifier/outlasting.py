"""
What can still be so when nobody has recorded anything for so long that every record has run out which can.

A round that the clock goes alone, for ever, comes to that; what such a round asks must outlast every window.

Stands on: `definition`.   Knows nothing of: states, sets.
"""

from functools import lru_cache

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
    Not,
    Or,
)


def may_outlast(workflow: Workflow, condition: Condition, *, truth: bool = True) -> bool:
    """
    Tell whether a condition may be true, or false, after every record that can run out has; yes where that is not known.
    """

    def may(part: Condition, *, wanted: bool = truth) -> bool:
        return may_outlast(workflow, part, truth=wanted)

    match condition:
        case Among() | Compare():
            return condition.evidence not in _running_out(workflow)
        case IsCurrent():
            return truth and condition.evidence not in _running_out(workflow)
        case GateHolds(gate):
            return may(as_condition(workflow.gates[gate].asks))
        case Not(inner):
            return may(inner, wanted=not truth)
        case And(parts) | Or(parts):
            quantifier = all if truth == isinstance(condition, And) else any
            return quantifier(may(part) for part in parts)
        case ForPeople(group=group, condition=inner) if truth:
            among_none = not any(kind.at_least for kind in kinds_in(workflow, group))
            counted = 1 if condition.quantity == "some" else condition.number if condition.quantity == "at least" else 0
            return (among_none and not counted) or may(inner, wanted=condition.quantity != "no")
    return True


# ----------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _running_out(workflow: Workflow) -> frozenset[str]:
    """
    Give the evidence that runs out unless somebody records it again; the clock records nothing.
    """
    return frozenset(name for name, one in workflow.evidence.items() if one.window.unit != "whole case")
