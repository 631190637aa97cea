"""
What a condition is made of: a handful of frozen shapes, equal whatever their place in a file.

Stands on: `sources.span`.   Knows nothing of: workflows, text, evaluation.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal

from attrs import field

from rjflow.frozen import frozen
from rjflow.sources.span import Span

Value = str | bool | int | date
Sign = Literal["<", "<=", ">", ">="]
Quantity = Literal["every", "some", "no", "at least"]


def _place() -> Span | None:
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]  # attrs' idiom


@frozen(cache_hash=True)
class Among:
    """The current value of a piece of evidence is one of these (`is`, `in`)."""

    evidence: str
    values: tuple[Value, ...]
    span: Span | None = _place()


@frozen
class Compare:
    """The current value, a number or a date, stands in this order to a written-out one."""

    evidence: str
    sign: Sign
    limit: int | date
    span: Span | None = _place()


@frozen
class IsCurrent:
    """The evidence is current, whatever it says."""

    evidence: str
    span: Span | None = _place()


@frozen
class IsMissing:
    """The evidence is not current; for safeguards, which look on from outside."""

    evidence: str
    span: Span | None = _place()


@frozen(cache_hash=True)
class GateHolds:
    """Everything a named gate asks for is true."""

    gate: str
    span: Span | None = _place()


@frozen
class MeaningHolds:
    """
    What a workflow provides for a meaning holds.

    `provided` is filled in by the linker: one condition for each piece of evidence that provides it, all of which must hold.
    """

    meaning: str
    provided: "Condition | None" = None
    span: Span | None = _place()


@frozen
class InState:
    """The case is in a state, or in one held there from another."""

    state: str
    held_from: str | None = None
    span: Span | None = _place()


@frozen
class InKind:
    """The case is in some state of a kind; the kind `final` is every final state."""

    kind: str
    span: Span | None = _place()


@frozen
class SamePerson:
    """Two happenings both count and are by one person."""

    first: str
    second: str
    span: Span | None = _place()


@frozen(cache_hash=True)
class OfScheme:
    """A condition asked of the scheme the case is under."""

    condition: "Condition"
    span: Span | None = _place()


@frozen(cache_hash=True)
class Not:
    """Kleene's negation."""

    condition: "Condition"
    span: Span | None = _place()


@frozen(cache_hash=True)
class And:
    """Kleene's conjunction."""

    conditions: tuple["Condition", ...]
    span: Span | None = _place()


@frozen(cache_hash=True)
class Or:
    """Kleene's disjunction."""

    conditions: tuple["Condition", ...]
    span: Span | None = _place()


@frozen(cache_hash=True)
class ForPeople:
    """A condition asked of every, some, no, or at least so many people of a group."""

    quantity: Quantity
    number: int
    group: str
    condition: "Condition"
    span: Span | None = _place()


Condition = (
    Among
    | Compare
    | IsCurrent
    | IsMissing
    | GateHolds
    | MeaningHolds
    | InState
    | InKind
    | SamePerson
    | OfScheme
    | Not
    | And
    | Or
    | ForPeople
)


def parts(condition: Condition) -> tuple[Condition, ...]:
    """
    Give the conditions that *condition* is directly made of.
    """
    match condition:
        case And(conditions) | Or(conditions):
            return conditions
        case Not(inner) | OfScheme(inner) | ForPeople(condition=inner):
            return (inner,)
        case MeaningHolds(provided=inner) if inner is not None:
            return (inner,)
        case _:
            return ()


def every_part(condition: Condition) -> Iterator[Condition]:
    """
    Walk a condition and everything in it, outside first.
    """
    yield condition
    for part in parts(condition):
        yield from every_part(part)


def rebuilt(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """
    Give the condition in which every part, inside first, is what *change* makes of it.
    """
    match condition:
        case And(conditions):
            condition = And(tuple(rebuilt(part, change) for part in conditions), span=condition.span)
        case Or(conditions):
            condition = Or(tuple(rebuilt(part, change) for part in conditions), span=condition.span)
        case Not(inner):
            condition = Not(rebuilt(inner, change), span=condition.span)
        case OfScheme(inner):
            condition = OfScheme(rebuilt(inner, change), span=condition.span)
        case ForPeople(quantity, number, group, inner):
            condition = ForPeople(quantity, number, group, rebuilt(inner, change), span=condition.span)
    return change(condition)
