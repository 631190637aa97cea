"""
Which values of a piece of evidence can be told apart: those on which some condition differs.

Numbers and dates are compared only with written-out values, so they fall into finitely many regions; one value of each stands for it.

Stands on: `definition`, `guards`.   Knows nothing of: sets, searching.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from rjflow.definition.lookup import as_condition, asked_groups
from rjflow.definition.model import Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.definition.safeguards import After, Always, AlwaysOpen, Before, Entering, Happening
from rjflow.guards.evaluating import compare
from rjflow.guards.syntax import Among, Compare, Condition, Value, every_part

_FAR_AWAY = date(2999, 1, 1)


@lru_cache(maxsize=64)
def value_classes(workflow: Workflow) -> dict[str, tuple[Value, ...]]:
    """
    Give, for each piece of evidence, one value of each class, in the order the file lists the values.
    """
    tests = _tests(workflow)
    return {name: _classes(evidence, tests[name]) for name, evidence in workflow.evidence.items()}


def day_like(workflow: Workflow, evidence: str, other: date, day: date, *, before: bool = False) -> date | None:
    """
    Give the first day from one on, or the last up to it, that no condition on an evidence tells from another day; nothing if there is none.
    """
    tests = _tests(workflow)[evidence]
    asked = {one for test in tests for one in (test.values if isinstance(test, Among) else (test.limit,))}
    turns = {n + timedelta(days=step) for n in asked if type(n) is date for step in (0, 1)}  # where answers change
    later, earlier = (n for n in turns if n > day), (n - timedelta(days=1) for n in turns if n <= day)
    near = [day, *(sorted(earlier, reverse=True) if before else sorted(later))]
    wanted = [passes(other, test) for test in tests]
    return next((one for one in near if [passes(one, test) for test in tests] == wanted), None)


def passes(value: Value, test: Among | Compare) -> bool:
    """
    Tell what a test of a current value comes to.
    """
    if isinstance(test, Compare):
        return compare(value, test.sign, test.limit) is True
    return any(type(one) is type(value) and one == value for one in test.values)


# ----------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _tests(workflow: Workflow) -> dict[str, list[Among | Compare]]:
    """
    Give what any condition asks of each piece of evidence.
    """
    tests: dict[str, list[Among | Compare]] = {name: [] for name in workflow.evidence}
    for condition in _conditions(workflow):
        for part in every_part(condition):
            if isinstance(part, Among | Compare) and part.evidence in tests:
                tests[part.evidence].append(part)
    return tests


def _classes(evidence: Evidence, tests: list[Among | Compare]) -> tuple[Value, ...]:
    """
    Give the first value with each pattern of answers.
    """
    first: dict[tuple[bool, ...], Value] = {}
    for value in _candidates(evidence, tests):
        first.setdefault(tuple(passes(value, test) for test in tests), value)
    return tuple(first.values())


def _candidates(evidence: Evidence, tests: list[Among | Compare]) -> Iterator[Value]:
    """
    Give values enough to have one on each side of everything a condition compares with.
    """
    literals = [one for test in tests for one in (test.values if isinstance(test, Among) else (test.limit,))]
    match evidence.values:
        case OneOf(values):
            yield from values
        case Flag():
            yield from (True, False)
        case Number(low, high):
            near = {n + step for n in literals if type(n) is int for step in (-1, 0, 1)}
            yield from sorted({low, high, *(n for n in near if low <= n <= high)})
        case Day():
            days = {n + timedelta(days=step) for n in literals if type(n) is date for step in (-1, 0, 1)}
            yield from sorted({_FAR_AWAY, *days}, reverse=True)
        case _:
            raise AssertionError(evidence.values)


def _conditions(workflow: Workflow) -> Iterator[Condition]:
    """
    Give every condition that anything in a workflow asks.
    """
    yield from (as_condition(group) for group in asked_groups(workflow))
    for evidence in workflow.evidence.values():
        yield from (meaning.condition for meaning in evidence.means)
    for safeguard in workflow.safeguards:
        match safeguard.form:
            case Always() | Entering() | AlwaysOpen() as form:
                yield form.condition
            case Before() as form:
                yield from _values(*form.event, *form.must_have, *form.since)
            case After() as form:
                yield from _values(*form.event, *form.not_before, *form.without)
            case _:
                pass


def _values(*happenings: Happening) -> Iterator[Condition]:
    yield from (one.values for one in happenings if one.values is not None)
