"""
Read the text of a condition.

The grammar is `guards.lark`, beside this file; only this file and `tables` use lark. What a mistake is called and how to mend it is
in `mistakes`.

Stands on: `syntax`, `places`, `mistakes`, `tables`.   Knows nothing of: which names exist.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from rjflow.guards.habits import Stopped
from rjflow.guards.mistakes import mistake, mistake_before_reading, no_such_day, too_deep
from rjflow.guards.places import Places, places
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    Not,
    OfScheme,
    Or,
    Quantity,
    SamePerson,
    Value,
)
from rjflow.guards.tables import quick_parser
from rjflow.sources.errors import InvalidWorkflow
from rjflow.sources.span import SourceText, Span

DEEPEST = 50


@lru_cache(maxsize=1024)
def parse(text: str, span: Span | None = None) -> Condition:
    """
    Read a condition. What stands at the same place of the same file is read once.

    Args:
        text: The condition, as a person wrote it.
        span: Where it stands in its file, with its quotes if it has any; every part of the answer knows its own place.

    Raises:
        InvalidWorkflow: with one diagnostic that points at the first thing that cannot be read.

    >>> parse("risk is not high")
    Not(condition=Among(evidence='risk', values=('high',)))
    """
    where = places(text, span or _alone(text))
    found = mistake_before_reading(text, where)
    if found:
        raise InvalidWorkflow([found])
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        raise InvalidWorkflow([mistake(text, where, _stopped(error, text))]) from None
    if _depth(tree) > DEEPEST:
        raise InvalidWorkflow([too_deep(text, where)])
    return _Builder(where).condition(tree)


# ----------------------------------------------------------------------------------------------------------------------


@cache
def _parser() -> Lark:
    return quick_parser()


def _alone(text: str) -> Span:
    """
    Give a span for a condition that stands in no file.
    """
    lines = text.splitlines() or [""]
    return Span(SourceText("condition", text), 1, 1, len(lines), len(lines[-1]) + 1)


def _stopped(error: UnexpectedInput, text: str) -> Stopped:
    """
    Tell where reading stopped and what could have come there, in our own words.
    """
    match error:
        case UnexpectedToken(token=Token(type="$END")) | UnexpectedEOF():
            return Stopped(len(text), "", frozenset(error.expected), _reached)
        case UnexpectedToken(token=token):
            return Stopped(token.start_pos or 0, str(token), frozenset(error.expected), _reached)
        case _:
            assert isinstance(error, UnexpectedCharacters), "lark raises one of these"
            at = error.pos_in_stream or 0  # type: ignore[redundant-expr]  # lark says None of the class, not of what is raised
            return Stopped(at, text[at], frozenset(), _reached)


def _reached(text: str) -> int:
    """
    Tell where reading a text stops; past its end when all of it can be read.
    """
    try:
        _parser().parse(text)
    except UnexpectedInput as error:
        return _stopped(error, text).at
    return len(text) + 1


def _depth(tree: Tree[Token]) -> int:
    """
    Measure how deep a tree goes, without going there by recursion.
    """
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        part, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in part.children if isinstance(child, Tree)]
    return deepest


class _Builder:
    """
    Make conditions out of lark's trees.
    """

    def __init__(self, where: Places) -> None:
        self._where = where

    def condition(self, tree: Tree[Token]) -> Condition:
        """
        Make the condition that a tree stands for.
        """
        span = self._where.between(tree.meta.start_pos, tree.meta.end_pos)
        make: Callable[..., Condition] = _FORMS[tree.data]
        return make(*[self._part(child) for child in tree.children], span=span)

    def _part(self, child: Tree[Token] | Token) -> Any:
        match child:
            case Token(type="INT"):
                return int(child)
            case Token():
                return str(child)
            case Tree(data="group"):
                return str(child.children[0])
            case Tree(data="number_value"):
                return int(_first(child))
            case Tree(data="date_value"):
                return self._day(child)
            case Tree(data="yes_value" | "no_value"):
                return child.data == "yes_value"
            case Tree(data="name_value"):
                return str(_first(child))
        return self.condition(child)

    def _day(self, tree: Tree[Token]) -> date:
        token = _first(tree)
        try:
            return date.fromisoformat(token)
        except ValueError:
            place = self._where.between(token.start_pos or 0, token.end_pos or 0)
            raise InvalidWorkflow([no_such_day(token, place)]) from None


def _first(tree: Tree[Token]) -> Token:
    token = tree.children[0]
    assert isinstance(token, Token)
    return token


def _among(evidence: str, *values: Value, span: Span) -> Condition:
    return Among(evidence, values, span=span)


def _not_among(evidence: str, *values: Value, span: Span) -> Condition:
    return Not(Among(evidence, values, span=span), span=span)


def _not_current(evidence: str, *, span: Span) -> Condition:
    return Not(IsCurrent(evidence, span=span), span=span)


def _and(*conditions: Condition, span: Span) -> Condition:
    return And(conditions, span=span)


def _or(*conditions: Condition, span: Span) -> Condition:
    return Or(conditions, span=span)


def _people(quantity: Quantity, *pieces: Any, span: Span) -> Condition:
    *number, group, condition = pieces
    return ForPeople(quantity, _only(number), group, condition, span=span)


def _only(numbers: Sequence[int]) -> int:
    return numbers[0] if numbers else 0


def _final(*, span: Span) -> Condition:
    return InKind("final", span=span)


_FORMS: dict[str, Callable[..., Condition]] = {
    "any_of": _or,
    "all_of": _and,
    "negation": Not,
    "every": partial(_people, "every"),
    "some": partial(_people, "some"),
    "nobody": partial(_people, "no"),
    "at_least": partial(_people, "at least"),
    "in_kind": InKind,
    "in_final": _final,
    "in_state": InState,
    "in_held": InState,
    "same_person": SamePerson,
    "of_scheme": OfScheme,
    "named": GateHolds,
    "is_value": _among,
    "is_not_value": _not_among,
    "is_current": IsCurrent,
    "is_not_current": _not_current,
    "is_missing": IsMissing,
    "in_values": _among,
    "compared": Compare,
}
