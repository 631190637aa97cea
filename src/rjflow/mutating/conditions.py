"""
The small ways in which a condition can ask less than its author meant; and two in which it asks more.

Stands on: `definition`, `guards`, `mutant`.   Knows nothing of: text, where a condition stands.
"""

from collections.abc import Iterator
from datetime import timedelta

from attrs import evolve

from rjflow.definition.lookup import kinds_in
from rjflow.definition.model import Flag, OneOf, Workflow
from rjflow.guards.syntax import Among, And, Compare, Condition, ForPeople, IsCurrent, Not, Or, Value
from rjflow.mutating.mutant import Kind

Variant = tuple[Kind, Condition]


def variants(workflow: Workflow, condition: Condition) -> Iterator[Variant]:
    """
    Give the conditions that differ from one in one small thing.

    What stands under a `not` is left as it is, but for `is not`, where any answer will do.
    """
    match condition:
        case And(conditions):
            for place in range(len(conditions)):
                yield "condition-dropped", _one_less(And, conditions, place)
            yield "and-to-or", Or(conditions)
            yield from _inside(workflow, condition)
        case Or(conditions):
            for place in range(len(conditions)):
                yield "alternative-lost", _one_less(Or, conditions, place)
            yield "or-to-and", And(conditions)
            yield from _inside(workflow, condition)
        case ForPeople():
            yield from _of_people(workflow, condition)
        case Among(evidence, values):
            yield from _more_answers(workflow, evidence, values)
        case Not(Among(evidence)):
            yield "answer-widened", IsCurrent(evidence)
        case Compare():
            yield "answer-widened", _looser(condition)
        case _:
            return


# ----------------------------------------------------------------------------------------------------------------------


def _one_less(whole: type[And | Or], conditions: tuple[Condition, ...], place: int) -> Condition:
    left = (*conditions[:place], *conditions[place + 1 :])
    return left[0] if len(left) == 1 else whole(left)


def _inside(workflow: Workflow, whole: And | Or) -> Iterator[Variant]:
    for place, part in enumerate(whole.conditions):
        for kind, other in variants(workflow, part):
            yield kind, evolve(whole, conditions=(*whole.conditions[:place], other, *whole.conditions[place + 1 :]))


def _of_people(workflow: Workflow, asked: ForPeople) -> Iterator[Variant]:
    """
    Ask fewer people: one instead of everybody, one fewer, or everybody but one kind of them.
    """
    kinds = kinds_in(workflow, asked.group)
    if asked.quantity == "every":
        yield "everybody-to-somebody", evolve(asked, quantity="some")
        for left_out in kinds if len(kinds) > 1 else ():
            others = tuple(evolve(asked, group=kind.name) for kind in kinds if kind is not left_out)
            yield "somebody-forgotten", others[0] if len(others) == 1 else And(others)
    elif asked.quantity == "at least" and asked.number > 1:
        yield "somebody-forgotten", evolve(asked, number=asked.number - 1)
    if asked.quantity != "no":
        for kind, inner in variants(workflow, asked.condition):
            yield kind, evolve(asked, condition=inner)


def _more_answers(workflow: Workflow, evidence: str, values: tuple[Value, ...]) -> Iterator[Variant]:
    """
    Let one more answer do, and any at all.
    """
    if evidence not in workflow.evidence:
        return
    known = workflow.evidence[evidence].values
    all_values: tuple[Value, ...] = known.values if isinstance(known, OneOf) else ()
    all_values = (True, False) if isinstance(known, Flag) else all_values
    more = [value for value in all_values if value not in values]
    for value in more if len(more) > 1 else ():
        yield "answer-widened", Among(evidence, (*values, value))
    if more:
        yield "answer-widened", IsCurrent(evidence)


def _looser(asked: Compare) -> Condition:
    """
    Move the limit by one.
    """
    later = asked.sign in ("<", "<=")
    step = 1 if later else -1
    limit = asked.limit + step if isinstance(asked.limit, int) else asked.limit + timedelta(days=step)
    return evolve(asked, limit=limit)
