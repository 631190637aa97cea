"""
Which values of a piece of evidence any condition of a workflow tells apart.

Stands on: `definition`, `guards`.   Knows nothing of: sets, certificates.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from rjflow.definition.lookup import as_condition, asked_groups
from rjflow.definition.model import Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.definition.safeguards import After, Always, AlwaysOpen, Before, Entering
from rjflow.guards.evaluating import compare
from rjflow.guards.syntax import Among, And, Compare, Condition, IsCurrent, Not, Or, Value, every_part

_SOME_DAY = date(2027, 1, 31)


@lru_cache(maxsize=16)
def told_apart(workflow: Workflow) -> dict[str, tuple[Value, ...]]:
    """
    Give, for each piece of evidence, one value for each way in which all the tests of it can come out.
    """
    found = {}
    for name, tests in _tests(workflow).items():
        first: dict[tuple[bool, ...], Value] = {}
        for value in _enough_values(workflow.evidence[name], tests):
            first.setdefault(tuple(passes(value, test) for test in tests), value)
        found[name] = tuple(first.values())
    return found


def number_of(workflow: Workflow, evidence: str, value: Value) -> int:
    """
    Give which of the values that are told apart stands for a value, counted from 1.
    """
    tests = _tests(workflow)[evidence]
    wanted = [passes(value, test) for test in tests]
    several = enumerate(told_apart(workflow)[evidence], start=1)
    return next(number for number, one in several if [passes(one, test) for test in tests] == wanted)


def passes(value: Value, test: Among | Compare) -> bool:
    """
    Tell whether a test is true of a current value.
    """
    if isinstance(test, Compare):
        return compare(value, test.sign, test.limit) is True
    return any(type(one) is type(value) and one == value for one in test.values)


def satisfies(value: Value, condition: Condition | None) -> bool:
    """
    Tell whether a value just recorded is one that a condition on it alone lets count.
    """
    match condition:
        case None | IsCurrent():
            return True
        case Among() | Compare():
            return passes(value, condition)
        case Not(inner):
            return not satisfies(value, inner)
        case And(parts):
            return all(satisfies(value, part) for part in parts)
        case Or(parts):
            return any(satisfies(value, part) for part in parts)
        case _:
            return False


# ----------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _tests(workflow: Workflow) -> dict[str, list[Among | Compare]]:
    """
    Give every test of the value of each piece of evidence.
    """
    tests: dict[str, list[Among | Compare]] = {name: [] for name in workflow.evidence}
    for condition in _everything_asked(workflow):
        for part in every_part(condition):
            if isinstance(part, Among | Compare) and part.evidence in tests:
                tests[part.evidence].append(part)
    return tests


def _everything_asked(workflow: Workflow) -> Iterator[Condition]:
    yield from (as_condition(group) for group in asked_groups(workflow))
    yield from (meaning.condition for evidence in workflow.evidence.values() for meaning in evidence.means)
    for safeguard in workflow.safeguards:
        match safeguard.form:
            case Always(condition=condition) | Entering(condition=condition) | AlwaysOpen(condition=condition):
                yield condition
            case Before(event=one, must_have=two, since=three) | After(event=one, not_before=two, without=three):
                yield from (happening.values for happening in (*one, *two, *three) if happening.values is not None)
            case _:
                pass


def _enough_values(evidence: Evidence, tests: list[Among | Compare]) -> Iterator[Value]:
    """
    Give values enough to have one on each side of everything they are compared with.
    """
    limits = [one for test in tests for one in (test.values if isinstance(test, Among) else (test.limit,))]
    match evidence.values:
        case OneOf(values):
            yield from values
        case Flag():
            yield from (True, False)
        case Number(low, high):
            near = {limit + by for limit in limits if type(limit) is int for by in (-1, 0, 1)}
            yield from sorted({low, high, *(one for one in near if low <= one <= high)})
        case Day():
            days = {limit for limit in limits if type(limit) is date}
            before = {day - timedelta(days=1) for day in days if day > date.min}
            behind = {day + timedelta(days=1) for day in days if day < date.max}
            yield from sorted({_SOME_DAY, *days, *before, *behind})
