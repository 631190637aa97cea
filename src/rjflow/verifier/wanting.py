"""
What would have to be recorded for a condition to be true: fewest records, ties by file order.

Stands on: `rules.viewing`, `classes`.   Knows nothing of: who records, time, searching.
"""

from collections.abc import Sequence

from rjflow.definition.lookup import as_condition, in_group, kinds_in
from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
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
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds
from rjflow.verifier.classes import passes, value_classes


@frozen
class Wish:
    """A record that is wanted, or that the scheme answers something with yes, or that somebody of a kind joins."""

    evidence: str = ""
    person: str | None = None
    value: Value | None = None
    scheme: Condition | None = None
    joins: str | None = None


Wishes = tuple[Wish, ...]


@frozen
class Spared:
    """
    What is left alone where something else will do: evidence that is not recorded, tests of it that are not passed, and what is not to
    be true in the end.
    """

    evidence: frozenset[str] = frozenset()
    tests: frozenset[Condition] = frozenset()
    unless: Condition | None = None


NOTHING = Spared()


def wishes(
    workflow: Workflow,
    situation: Situation,
    condition: Condition,
    person: str | None = None,
    *,
    wanted: bool = True,
    spared: Spared = NOTHING,
) -> Wishes | None:
    """
    Give the records that would make a condition *wanted*; nothing at all when no records would.

    Where there is a choice, what is to be *spared* is left alone.
    """
    if holds(workflow, situation, condition, person) is wanted:
        return ()

    def of(part: Condition, *, wanted: bool = wanted) -> Wishes | None:
        return wishes(workflow, situation, part, person, wanted=wanted, spared=spared)

    match condition:
        case Among() | Compare() | IsCurrent():
            return _record(workflow, condition, person, wanted=wanted, spared=spared)
        case GateHolds(gate):
            return of(as_condition(workflow.gates[gate].asks))
        case MeaningHolds(provided=provided) if provided is not None:
            return of(provided)
        case Not(inner):
            return of(inner, wanted=not wanted)
        case And(conditions) | Or(conditions):
            found = [of(part) for part in conditions]
            return _all(found) if isinstance(condition, And) is wanted else _fewest(found, spared)
        case OfScheme(inner):
            return (Wish(scheme=inner if wanted else Not(inner)),)
        case ForPeople():
            return _of_people(workflow, situation, condition, wanted=wanted, spared=spared)
        case _:
            return None


def sparing(workflow: Workflow, evidence: str, spared: Spared) -> Sequence[Value]:
    """
    Give what a piece of evidence can say, as far as anything tells it apart: what passes no test that is to be spared first.
    """
    tests = [one for one in spared.tests if isinstance(one, Among | Compare) and one.evidence == evidence]
    return sorted(value_classes(workflow)[evidence], key=lambda value: any(passes(value, one) for one in tests))


# ----------------------------------------------------------------------------------------------------------------------


def _record(
    workflow: Workflow, test: Among | Compare | IsCurrent, person: str | None, *, wanted: bool, spared: Spared
) -> Wishes | None:
    """
    Wish for the first value that passes, or fails, a test; best for one that passes no other that is spared.
    """
    holder = person if workflow.evidence[test.evidence].about else None
    for value in sparing(workflow, test.evidence, spared):
        if (isinstance(test, IsCurrent) and wanted) or (
            not isinstance(test, IsCurrent) and passes(value, test) is wanted
        ):
            return (Wish(test.evidence, holder, value),)
    return None


def _of_people(
    workflow: Workflow, situation: Situation, condition: ForPeople, *, wanted: bool, spared: Spared
) -> Wishes | None:
    """
    Wish for what every, some, no, or at least so many people would have to answer.
    """
    kinds = workflow.people
    group = [one for one in situation.people if in_group(kinds[one.kind], condition.group)]
    present = [one.kind for one in situation.people]
    asked_for = kinds_in(workflow, condition.group)
    lacking = [kind for kind in asked_for if present.count(kind.name) < kind.at_least]
    if not group and (condition.quantity in ("some", "at least")) is wanted:
        lacking = [kind for kind in asked_for if kind.joins is not None][:1]
    if lacking:
        return (Wish(joins=lacking[0].name),) if lacking[0].joins is not None else None
    answer = wanted is (condition.quantity != "no")
    asked = condition.condition
    found = [wishes(workflow, situation, asked, one.id, wanted=answer, spared=spared) for one in group]
    if (condition.quantity in ("every", "no")) is wanted:
        return _all(found)
    if condition.quantity != "at least":
        return _fewest(found, spared)
    return (
        _all(sorted((one for one in found if one is not None), key=len)[: condition.number]) if wanted else _all(found)
    )


def _all(found: Sequence[Wishes | None]) -> Wishes | None:
    together: dict[Wish, None] = {}
    for one in found:
        if one is None:
            return None
        together.update(dict.fromkeys(one))
    return tuple(together)


def _fewest(found: Sequence[Wishes | None], spared: Spared) -> Wishes | None:
    def cost(one: Wishes) -> tuple[int, int]:
        return sum(wish.evidence in spared.evidence for wish in one), len(one)

    return min((one for one in found if one is not None), key=cost, default=None)
