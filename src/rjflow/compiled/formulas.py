"""
Put formulas together, simplified as they grow, and ask about them.

Stands on: `model`.   Knows nothing of: workflows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rjflow.compiled.model import FALSE, TRUE, Contrary, Every, Fixed, Formula, Is, Some


def every(parts: Iterable[Formula]) -> Formula:
    """
    Give what is true when all parts are.

    >>> every([TRUE, Is("x", ("a",))])
    Is(variable='x', values=('a',), after=False)
    """
    kept: dict[Formula, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        kept.update(dict.fromkeys(part.parts if isinstance(part, Every) else () if part == TRUE else (part,)))
    if any(part.part in kept for part in kept if isinstance(part, Contrary)):
        return FALSE
    return next(iter(kept)) if len(kept) == 1 else Every(tuple(kept)) if kept else TRUE


def some(parts: Iterable[Formula]) -> Formula:
    """
    Give what is true when at least one part is.

    >>> some([]), some([Is("x", ("a",)), TRUE])
    (Fixed(truth=False), Fixed(truth=True))
    """
    kept: dict[Formula, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        kept.update(dict.fromkeys(part.parts if isinstance(part, Some) else () if part == FALSE else (part,)))
    if any(part.part in kept for part in kept if isinstance(part, Contrary)):
        return TRUE
    return next(iter(kept)) if len(kept) == 1 else Some(tuple(kept)) if kept else FALSE


def contrary(part: Formula) -> Formula:
    """
    Give what is true when the part is not.

    >>> contrary(contrary(Is("x", ("a",))))
    Is(variable='x', values=('a',), after=False)
    """
    match part:
        case Fixed(truth):
            return Fixed(truth=not truth)
        case Contrary(inner):
            return inner
        case _:
            return Contrary(part)


def among(variable: str, values: Sequence[str], *, after: bool = False) -> Formula:
    """
    Ask whether a variable has one of some values.

    >>> among("x", ())
    Fixed(truth=False)
    """
    return Is(variable, tuple(dict.fromkeys(values)), after) if values else FALSE


def at_least(number: int, parts: Sequence[Formula]) -> Formula:
    """
    Give what is true when so many of the parts are.

    >>> at_least(0, []), at_least(1, [])
    (Fixed(truth=True), Fixed(truth=False))
    """
    return some(every(several) for several in combinations(parts, number))


def substituted(formula: Formula, values: Mapping[str, str]) -> Formula:
    """
    Give what is left to ask once some variables are known.

    >>> substituted(Every((Is("x", ("a",)), Is("y", ("b",)))), {"x": "a"})
    Is(variable='y', values=('b',), after=False)
    """
    if formula.names.isdisjoint(values):
        return formula
    match formula:
        case Is(variable, said):
            return Fixed(truth=values[variable] in said)
        case Every(parts):
            return every(substituted(part, values) for part in parts)
        case Some(parts):
            return some(substituted(part, values) for part in parts)
        case Contrary(part):
            return contrary(substituted(part, values))
        case Fixed():
            return formula


def possible(formula: Formula, free: Mapping[str, Sequence[str]]) -> Formula:
    """
    Give what must be so for some variables to have values with which a formula is true.

    Of a variable those values are tried that make true what no other makes true: mostly one. Where there are several, only what hangs on
    the variable is written once for each.

    >>> possible(Every((Is("x", ("a",)), Is("y", ("b",)))), {"x": ("a", "c")})
    Is(variable='y', values=('b',), after=False)
    """
    tried = {name: _worth_trying(formula, name, free[name]) for name in sorted(formula.names & free.keys())}
    formula = substituted(formula, {name: values[0] for name, values in tried.items() if len(values) == 1})
    for name, values in tried.items():
        formula = formula if len(values) == 1 else _tried(formula, name, values)
    return formula


def bounded(formula: Formula, unknown: frozenset[str], *, truth: bool) -> Formula:
    """
    Give what must be so for a formula to be possibly true, or surely, where nothing is known of some variables.

    >>> either = Some((Contrary(Is("x", ("a",))), Is("y", ("b",))))
    >>> bounded(either, frozenset("x"), truth=True), bounded(either, frozenset("x"), truth=False)
    (Fixed(truth=True), Is(variable='y', values=('b',), after=False))
    """
    if formula.names.isdisjoint(unknown):
        return formula
    match formula:
        case Every(parts):
            return every(bounded(part, unknown, truth=truth) for part in parts)
        case Some(parts):
            return some(bounded(part, unknown, truth=truth) for part in parts)
        case Contrary(part):
            return contrary(bounded(part, unknown, truth=not truth))
        case Is() | Fixed():
            return Fixed(truth=truth)


def shifted(formula: Formula) -> Formula:
    """
    Give the formula asked of the situation after the step.

    >>> shifted(Contrary(Is("x", ("a",))))
    Contrary(part=Is(variable='x', values=('a',), after=True))
    """
    match formula:
        case Is(variable, values):
            return Is(variable, values, after=True)
        case Every(parts):
            return every(map(shifted, parts))
        case Some(parts):
            return some(map(shifted, parts))
        case Contrary(part):
            return contrary(shifted(part))
        case Fixed():
            return formula


def is_true(formula: Formula, before: Mapping[str, str], after: Mapping[str, str] | None = None) -> bool:
    """
    Judge a formula in a situation, or of a step.

    >>> is_true(Contrary(Is("x", ("a",))), {"x": "b"})
    True
    """
    match formula:
        case Fixed(truth):
            return truth
        case Is(variable, values, later):
            assert after is not None or not later, "only notes look at what comes after"
            return (after if later and after is not None else before)[variable] in values
        case Every(parts):
            return all(is_true(part, before, after) for part in parts)
        case Some(parts):
            return any(is_true(part, before, after) for part in parts)
        case Contrary(part):
            return not is_true(part, before, after)


# ----------------------------------------------------------------------------------------------------------------------


def _tried(formula: Formula, variable: str, values: Sequence[str]) -> Formula:
    """
    Give what must be so for a formula to be true with one of some values of a variable.
    """
    if variable not in formula.names:
        return formula
    match formula:
        case Some(parts):
            return some(_tried(part, variable, values) for part in parts)
        case Contrary(Every(parts)):
            return some(_tried(contrary(part), variable, values) for part in parts)
        case Contrary(Some(parts)):
            return _tried(every(map(contrary, parts)), variable, values)
        case Every(parts):
            asking = [part for part in parts if variable in part.names]
            rest = [part for part in parts if variable not in part.names]
            if len(asking) == 1:
                return every((*rest, _tried(asking[0], variable, values)))
            return every((*rest, some(substituted(every(asking), {variable: value}) for value in values)))
        case _:
            return some(substituted(formula, {variable: value}) for value in values)


def _worth_trying(formula: Formula, variable: str, values: Sequence[str]) -> list[str]:
    """
    Give values with which some of what a formula wants of a variable is so that is not with another, which does all that these do.
    """
    tests = set(_tests_of(formula, variable, wanted=True))
    helps = {value: frozenset(one for one in tests if (value in one[0]) == one[1]) for value in values}
    best = {so: value for value, so in helps.items() if not any(so < other for other in helps.values())}
    return list(best.values())


def _tests_of(formula: Formula, variable: str, *, wanted: bool) -> Iterator[tuple[tuple[str, ...], bool]]:
    """
    Give what a formula asks of a variable, and whether it is wanted to be so for the formula to be true.
    """
    match formula:
        case Is(name, values) if name == variable:
            yield values, wanted
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _tests_of(part, variable, wanted=wanted) if variable in part.names else ()
        case Contrary(part):
            yield from _tests_of(part, variable, wanted=not wanted)
        case _:
            pass
