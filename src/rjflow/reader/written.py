"""
The smallest pieces of a file as written: a word, a number, a list, a condition, each with its place.

Places never take part in equality.

Stands on: `sources.span`.   Knows nothing of: YAML, which names exist.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from attrs import field

from rjflow.frozen import frozen
from rjflow.sources.span import Span, span_of

T = TypeVar("T")


def _place() -> Any:
    return field(eq=False, repr=False)


@frozen
class Text:
    """
    Words, and where they stand (inside the quotes, where there are any).

    `exact` tells that the characters stand in the file one by one as in `value`, on one line.
    """

    value: str
    span: Span = _place()
    exact: bool = field(default=True, eq=False, repr=False)

    def __str__(self) -> str:
        return self.value

    def place(self, start: int, end: int) -> Span:
        """
        Find where the characters from *start* up to *end* of `value` stand in the file, even in a folded or quoted text.
        """
        if self.exact:
            return self.span.within(start, end)
        spots = _spots(self.value, self.span)
        if not 0 <= start < len(spots):
            return self.span
        first, last = spots[start], spots[min(max(end, start + 1), len(spots)) - 1]
        return span_of(self.span.source, *first, last[0], last[1] + 1)


@frozen
class Whole:
    """A whole number."""

    value: int
    span: Span = _place()


@frozen
class Truth:
    """`true` or `false`."""

    value: bool
    span: Span = _place()


@frozen
class DayText:
    """A date."""

    value: date
    span: Span = _place()


@frozen
class MomentText:
    """A day, and a time of day unless the day stands `alone`, as clocks of the workflow's time zone show it."""

    value: datetime
    alone: bool
    span: Span = _place()


@frozen
class Listing(Generic[T]):
    """Several things, in file order. One thing written without a list is a listing of one."""

    items: tuple[T, ...]
    span: Span = _place()

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@frozen(kw_only=True)
class StatesShape:
    """`from:` or `in:`: the states named, or, with `any_except`, all but these (and the final ones)."""

    names: tuple[Text, ...]
    any_except: bool = False
    span: Span = _place()


@frozen(kw_only=True)
class RequirementShape:
    """
    One condition with its reason and source, or a group of them: exactly one of `text` and `group` is there.

    What YAML took for a mapping (`every participant: consent is given`) is put together again: `text` is the whole condition, and
    `text.place(start, end)` finds any part of it in the file. `quantifier` is then its first half (`every participant`).
    """

    text: Text | None = None
    quantifier: Text | None = None
    group: "GroupShape | None" = None
    because: Text | None = None
    source: Listing[Text] | None = None
    span: Span = _place()


@frozen(kw_only=True)
class GroupShape:
    """Conditions of which all or any must hold. A single condition where a list may stand is a group of one."""

    mode: Literal["all", "any"] = "all"
    items: tuple[RequirementShape, ...] = ()
    span: Span = _place()


@frozen(kw_only=True)
class VoiderShape:
    """Something in `voided-by`: a name, or a name in `{own: …}` or `{change-of: …}`."""

    form: Literal["name", "own", "change-of"]
    name: Text
    span: Span = _place()


@frozen(kw_only=True)
class HappeningShape:
    """Something a safeguard speaks of: words (a name, or `kind X`, `final`, `contact …`), or a group in `{change-of: …}`."""

    form: Literal["name", "change-of"]
    name: Text
    span: Span = _place()


@frozen(kw_only=True)
class ValuesShape:
    """What counts as a meaning: `values` from a list, or `words`, which are `any` or a comparison such as `>= 2`."""

    values: tuple[Text | Truth | Whole, ...] = ()
    words: Text | None = None
    span: Span = _place()


# ----------------------------------------------------------------------------------------------------------------------


def _spots(value: str, span: Span) -> list[tuple[int, int]]:
    """
    Walk the file beside *value*: white space stands for any white space, and quotes and line ends in the file are passed over.
    """
    lines = [span.source.line(number) for number in range(span.line, span.end_line + 1)]
    number, column = 0, span.column - 1
    spots: list[tuple[int, int]] = []
    for character in value:
        here = (number, column)
        while number < len(lines) and not character.isspace():
            found = lines[number].find(character, column)
            if found >= 0:
                here, column = (number, found), found + 1
                break
            number, column = number + 1, 0
        if number >= len(lines):
            number, column = here
        spots.append((span.line + here[0], here[1] + 1))
    return spots
