"""
What other languages, or English, would write in a condition, and how it is written here.

Stands on: `quantities`.   Knows nothing of: lark, places, which names exist.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from rjflow.frozen import frozen
from rjflow.guards.quantities import NUMBERS

KEYWORDS = frozenset(
    "and or not no every some is in at least from kind final current missing true false same person scheme".split()
)
SIGNS = {
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

JOINERS = {
    **dict.fromkeys(("unless", "except"), "write `and not`"),
    **dict.fromkeys(("but", "plus", "also", "while", "with"), "write `and`"),
    **dict.fromkeys(("xor", "nor"), "use `and`, `or`, and `not`"),
    **dict.fromkeys(
        ("if", "when", "only", "then"), "use `and`, `or`, and `not`; a condition only says what must be true"
    ),
}


@frozen
class Stopped:
    """
    Where reading stopped, at which word, and what could have come there instead (as the grammar calls it).

    `reached` tells how far another text can be read: to where reading would stop, or past its end when all of it can be read.
    """

    at: int
    word: str
    expected: frozenset[str]
    reached: Callable[[str], int]


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


def phrases(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """
    Give every piece of a text that other languages would write, with how it is written here; the surest guesses first.

    A group `at` of the match is what is wrong in it.

    >>> [(match.group(), better) for match, better in phrases("risk not in [low, medium]")][0]
    ('risk not in [low, medium]', 'not risk in (low, medium)')
    """
    for words, write in _PHRASES:
        pattern = re.compile(words)  # only where something is wrong: it takes longer than importing the rest
        for match in pattern.finditer(text):
            name = match["name"] if "name" in pattern.groupindex else None
            if name in KEYWORDS:
                continue
            better = write(match)
            if better is not None and better != match.group():
                yield match, better


def a_day(words: str) -> str | None:
    """
    Give a date as conditions write it, when there is no doubt which of the numbers is which.

    >>> a_day("31/01/2027"), a_day("2027-1-1"), a_day("05.06.2027")
    ('2027-01-31', '2027-01-01', None)
    """
    first, middle, last = (int(number) for number in re.findall(r"\d+", words))
    if first < 1000:
        if last < 1000 or (first <= 12 and middle <= 12 and first != middle):
            return None
        year, month, day = (last, middle, first) if middle <= 12 else (last, first, middle)
    else:
        year, month, day = first, middle, last
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


# ----------------------------------------------------------------------------------------------------------------------

_NAME = r"(?<![\w-])(?P<name>[a-z][a-z0-9-]*)"
_VALUE = r"[a-z0-9][a-z0-9-]*"
_LIMIT = r"\d{4}-\d\d-\d\d|-?\d+|" + "|".join(NUMBERS)
_NEXT = rf"(?:\s*,\s*(?:or\s+)?|\s+or\s+|\s+)(?!(?:and|or|not|is|in)\b){_VALUE}"
_MANY = (
    r"(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]|\{(?P<curly>[^{}]*)\}"
    rf"|(?P<bare>{_VALUE}(?:{_NEXT})*)(?=\s*(?:\Z|\)|\band\b|\bor\b)))"
)
_MORE = {
    ">": "more greater higher bigger larger later over above after",
    "<": "less lower fewer smaller earlier under below before",
}
COMPARED = {word: sign for sign, words in _MORE.items() for word in words.split()}
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def _choice(match: re.Match[str]) -> str | None:
    """
    `x not in [a, b]`, `x is one of (a, b)`, `x is either a or b`.
    """
    given = match["round"] or match["square"] or match["curly"] or match["bare"] or ""
    values = [word for word in re.findall(_VALUE, given) if word != "or"]
    if not values or set(values) & (KEYWORDS - {"true", "false"}):
        return None
    negative = re.search(r"\b(not|neither)\b", match["how"])
    if len(values) == 1 and match["bare"]:
        return f"{match['name']} is {'not ' if negative else ''}{values[0]}"
    return f"{'not ' if negative else ''}{match['name']} in ({', '.join(values)})"


def _limit(words: str) -> str:
    return str(NUMBERS.get(words, words))


def _between(match: re.Match[str]) -> str:
    return f"{match['name']} >= {_limit(match['low'])} and {match['name']} <= {_limit(match['high'])}"


def _compared(match: re.Match[str]) -> str:
    words = match["than"].split()
    sign = COMPARED.get(words[0]) or {"least": ">=", "most": "<=", "to": "<="}.get(words[-1], words[-1])
    return f"{match['name']} {sign} {_limit(match['limit'])}"


def _number_first(match: re.Match[str]) -> str:
    first = f"{match['name']} {_TURNED[match['sign']]} {match['limit']}"
    return first + (f" and {match['name']} {match['sign2']} {match['limit2']}" if match["limit2"] else "")


def _states(match: re.Match[str]) -> str | None:
    return " or ".join(f"in {state}" for state in re.findall(_VALUE, match["states"]) if state != "or") or None


def _words(better: str, match: re.Match[str]) -> str:
    return match.expand(better)


def _told(match: re.Match[str]) -> str | None:
    """
    `risk low`: two words side by side, of which the first is evidence and the second what it says.
    """
    is_value = match["value"] not in (KEYWORDS - {"true", "false", "current"}) | JOINERS.keys()
    return match.expand(r"\g<name> is \g<value>") if is_value else None


_SIGN = r"(?:>=|<=|>|<)"
_THAN = rf"(?:{'|'.join(COMPARED)})(?:\s+than)?|at least|at most|up to|{_SIGN}"
_PHRASES: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
    (rf"{_NAME}\s+is\s+not\s+(?P<at>missing)\b", partial(_words, r"\g<name> is current")),
    (rf"{_NAME}\s+(?P<how>(?:is\s+)?(?P<at>either of|either|neither|one of|any of|among))\s+{_MANY}", _choice),
    (rf"{_NAME}\s+(?P<how>(?:is\s+)?(?:not\s+)?in(?:\s+not)?)\s*{_MANY}", _choice),
    (rf"{_NAME}\s+(?:is\s+)?(?P<at>between)\s+(?P<low>{_LIMIT})\s+(?:and|to)\s+(?P<high>{_LIMIT})\b", _between),
    (rf"{_NAME}\s+(?:is\s+)?(?P<than>{_THAN})\s*(?P<limit>{_LIMIT})\b", _compared),
    (
        rf"(?<![\w-])(?P<at>(?P<limit>{_LIMIT}))\s*(?P<sign>{_SIGN})\s*{_NAME}(?:\s*(?P<sign2>{_SIGN})\s*(?P<limit2>{_LIMIT}))?",
        _number_first,
    ),
    (
        rf"{_NAME}\s*(?P<first>{_SIGN}\s*(?:{_LIMIT}))\s+(?P<both>and|or)\s+(?P<at>{_SIGN})\s*(?P<limit>{_LIMIT})\b",
        partial(_words, r"\g<name> \g<first> \g<both> \g<name> \g<at> \g<limit>"),
    ),
    (
        rf"{_NAME}\s+is\s+(?P<value>{_VALUE})\s+(?P<both>and|or)\s+(?P<at>is)\s+(?P<other>(?:not\s+)?{_VALUE})",
        partial(_words, r"\g<name> is \g<value> \g<both> \g<name> is \g<other>"),
    ),
    (
        rf"{_NAME}\s+(?P<at>are|was|were|has|have|equals|be|becomes|says|means|contains|(?:is\s+)?equal to)\s+(?P<value>{_VALUE})",
        partial(_words, r"\g<name> is \g<value>"),
    ),
    (rf"{_NAME}\s+is\s+(?P<at>no)(?=\s*$|\s+(?:and|or)\b|\s*\))", partial(_words, r"\g<name> is false")),
    (r"\bin\s+(?P<at>any|every|some|all|each)\s+(?P<kind>[a-z][a-z0-9-]*)", partial(_words, r"in kind \g<kind>")),
    (r"(?<![\w-])in\s*\((?P<states>[^()]*)\)", _states),
    (
        r"\bsame\s+persons?\s*\(?\s*(?P<one>[a-z][\w-]*)\s*(?:,|and)\s*(?P<two>[a-z][\w-]*)\s*\)?",
        partial(_words, r"same person (\g<one>, \g<two>)"),
    ),
    (r"^\s*(?P<at>if|when|where|only if|only when|provided|that)\s+", partial(_words, "")),
    (r"\s*(?P<at>[.,;?!]+)\s*$", partial(_words, "")),
    (rf"{_NAME}\s+(?P<value>{_VALUE})", _told),
)
