"""
Conditions taken apart into what can be seen by itself, and which of it decides when all of it is judged.

A whole is put together of `all` and `any` alone, and opens only when it is true. So of each condition it is enough to know whether it
is true; that it is unknown and that it is false are two answers to be seen, and shut alike.

Stands on: `definition`, `guards`.   Knows nothing of: situations, scenarios.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import product

from attrs import evolve

from rjflow.definition.lookup import as_condition, kinds_in
from rjflow.definition.model import Flag, OneOf, Workflow
from rjflow.guards.syntax import (
    Among,
    And,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    Not,
    OfScheme,
    Or,
)
from rjflow.guards.values import Truth, all_of, any_of, negation

_EVERY: frozenset[Truth] = frozenset((True, False, None))


def apart(condition: Condition) -> Condition:
    """
    Give a condition as a tree of `And` and `Or` over what can be seen by itself; what several things are asked of everybody is several.

    A gate that is named is one thing: what it asks is seen where it stands.
    """
    match condition:
        case And(conditions):
            return And(tuple(apart(part) for part in conditions))
        case Or(conditions):
            return Or(tuple(apart(part) for part in conditions))
        case ForPeople(quantity="every", condition=inner):
            asked = apart(inner)
            if not isinstance(asked, And):
                return condition
            parts = (evolve(condition, condition=part, span=part.span or condition.span) for part in asked.conditions)
            return And(tuple(apart(part) for part in parts))
        case _:
            return condition


def leaves(tree: Condition) -> tuple[Condition, ...]:
    """
    Give what a tree is made of, each once; whatever stands at several places of it is one thing.
    """
    return tuple(dict.fromkeys(_leaves(tree)))


def opens(tree: Condition, true: Collection[Condition]) -> bool:
    """
    Tell whether the whole is true when just these of its leaves are.
    """
    match tree:
        case And(conditions):
            return all(opens(part, true) for part in conditions)
        case Or(conditions):
            return any(opens(part, true) for part in conditions)
        case _:
            return tree in true


def decides(tree: Condition, leaf: Condition, true: Collection[Condition]) -> bool:
    """
    Tell whether a leaf alone decides: were it otherwise, with all others as they are, the whole would be, too.
    """
    others = frozenset(true) - {leaf}
    return opens(tree, others | {leaf}) is not opens(tree, others)


def possible(workflow: Workflow, condition: Condition) -> frozenset[Truth]:
    """
    Give the answers a condition can have, as far as they can be told from it alone, without asking how cases come about.
    """
    match condition:
        case Among(evidence, values):
            return _of_values(workflow, evidence, values)
        case IsCurrent():
            return frozenset((True, None))
        case InState() | InKind():
            return frozenset((True, False))
        case GateHolds(gate):
            return possible(workflow, as_condition(workflow.gates[gate].asks))
        case OfScheme(inner) if workflow.scheme is not None:
            return possible(workflow.scheme.workflow, inner)
        case Not(inner):
            return frozenset(negation(truth) for truth in possible(workflow, inner))
        case And(conditions):
            return _combined((possible(workflow, part) for part in conditions), every=True)
        case Or(conditions):
            return _combined((possible(workflow, part) for part in conditions), every=False)
        case ForPeople("every" | "some", _, group, inner):
            return _of_people(workflow, condition.quantity == "every", group, possible(workflow, inner))
        case _:
            return _EVERY


# ----------------------------------------------------------------------------------------------------------------------


def _leaves(tree: Condition) -> Iterator[Condition]:
    if isinstance(tree, And | Or):
        for part in tree.conditions:
            yield from _leaves(part)
    else:
        yield tree


def _of_values(workflow: Workflow, evidence: str, values: Collection[object]) -> frozenset[Truth]:
    """
    Give the answers of a test for some values; evidence that is not current makes it unknown.
    """
    match workflow.evidence[evidence].values:
        case OneOf(known):
            others = frozenset[object](known).difference(values)
        case Flag():
            others = frozenset[object]((True, False)).difference(values)
        case _:
            return _EVERY
    return frozenset((True, None)) if not others else _EVERY


def _combined(several: Iterable[frozenset[Truth]], *, every: bool) -> frozenset[Truth]:
    """
    Give the answers of several conditions together.
    """
    join = all_of if every else any_of
    found: frozenset[Truth] = frozenset((every,))
    for answers in several:
        found = frozenset(join(pair) for pair in product(found, answers))
    return found


def _of_people(workflow: Workflow, every: bool, group: str, inner: frozenset[Truth]) -> frozenset[Truth]:  # noqa: FBT001  # which of the two quantities
    """
    Give the answers of what is asked of everybody, or of somebody; of nobody, where a group can be empty.
    """
    join = all_of if every else any_of
    can_be_empty = not any(kind.at_least for kind in kinds_in(workflow, group))
    empty: frozenset[Truth] = frozenset((every,)) if can_be_empty else frozenset()
    return inner | empty | frozenset(join(pair) for pair in product(inner, inner))
