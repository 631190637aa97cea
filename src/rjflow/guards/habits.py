"""
Recognise in a condition what other languages, or English, would write.

Stands on: `places`, `sources.codes`.   Knows nothing of: lark, which names exist.
"""

import re

from attrs import frozen

from rjflow.guards.places import Places
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic

KEYWORDS = frozenset(
    "and or not no every some is in at least from kind final current missing true false same person scheme".split()
)


@frozen
class Stopped:
    """Where reading stopped, at which word, and what could have come there instead (as the grammar calls it)."""

    at: int
    word: str
    expected: frozenset[str]


def word_at(text: str, at: int) -> tuple[int, int]:
    """
    Give where the word around a place begins and ends.
    """
    for match in re.finditer(r"[\w-]+(?:\.\d+)?|[^\w\s()\[\]{},:]+|\S", text):
        if match.start() <= at < match.end():
            return match.span()
    return at, at + 1


def words_before(text: str, at: int) -> list[str]:
    """
    Give the words and signs before a place.
    """
    return re.findall(r"[\w-]+|\S", text[:at])


def foreign_sign(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise signs such as `==`.
    """
    start, end = word_at(text, stopped.at)
    before = text[start - 1 : start] if text[start - 1 : start] in "<>!=" else ""
    sign = before + text[start:end]
    start -= len(before)
    close = next((sign[:size] for size in (3, 2, 1) if sign[:size] in _SIGNS), None)
    if close is None:
        return None
    place = where.between(start, start + len(close))
    return problem("RJ202", place, label="this sign has no meaning here", help=f"write `{_SIGNS[close]}`", sign=close)


def foreign_word(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise words that other languages, or English, would use.
    """
    before = words_before(text, stopped.at)
    start, end = word_at(text, stopped.at)
    word = text[start:end]
    last = before[-1] if before else ""
    help_ = _better_words(before, last, word, text[end:])
    if help_ is None:
        return None
    if last in ("any", "all", "each", "both", "most"):
        start = text.rindex(last, 0, start)
        word, end = last, start + len(last)
    return problem("RJ201", where.between(start, end), label="not understood", help=help_, what=f"`{word}`")


# ----------------------------------------------------------------------------------------------------------------------

_NUMBERS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_SIGNS = {
    "==": "is",
    "=": "is",
    "===": "is",
    "!=": "is not",
    "<>": "is not",
    "=>": ">=",
    "=<": "<=",
    "≥": ">=",
    "≤": "<=",
    "&&": "and",
    "&": "and",
    "+": "and",
    "||": "or",
    "|": "or",
    "/": "or",
    "!": "not",
    "~": "not",
}


def _better_words(before: list[str], last: str, word: str, after: str) -> str | None:
    subject = before[-2] if len(before) > 1 else "X"
    before_last = before[-2] if len(before) > 1 else "and"
    named = last not in KEYWORDS and re.fullmatch(r"[a-z][a-z0-9-]*", last)
    match last, word:
        case (("any" | "all" | "each" | "both"), _):
            return f"write `{'some' if last == 'any' else 'every'} {word}: …`"
        case "is", "no":
            return f"write `{subject} is false`"
        case "is", "in":
            return f"write `{subject} in (…)`, without `is`"
        case "not", "in":
            subject = before[-3] if len(before) > 2 and before[-2] == "is" else subject
            return f"write `not {subject} in (…)`"
        case _, "not" if named:
            return f"write `not {last} in (…)`, or `{last} is not …`"
        case "in", _ if before_last not in KEYWORDS:
            return f"put the values in brackets: `{before_last} in ({word}, …)`"
        case "least", _ if word in _NUMBERS:
            return f"write the number in figures: `at least {_NUMBERS[word]}{after[:20].partition(':')[0]}: …`"
        case "at", "most":
            return "`at most 2 …` is written `not at least 3 …`"
        case _, ":" if named and before_last in ("and", "or", "(", "not"):
            return f"say how many: `every {last}: …`, `some {last}: …`, or `no {last}: …`"
        case _, ("are" | "was" | "were" | "has" | "have" | "equals" | "be" | "contains") if named:
            return f"write `{last} is …`"
        case _, ("means" | "only" | "but" | "unless" | "except" | "when" | "if" | "xor" | "nor"):
            return "use `and`, `or`, and `not`"
        case _, _ if word.isdigit() and (not last or last in ("and", "or", "not", "(", ":")):
            return "write the evidence first, as in `risk-score >= 3`"
    return None
