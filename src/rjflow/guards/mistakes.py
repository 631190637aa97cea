"""
Name the mistake in a condition that cannot be read, point at it, and say how to mend it.

Stands on: `foreign`, `habits`, `rewriting`, `places`, `sources.codes`.   Knows nothing of: lark, which names exist.
"""

import re
from collections.abc import Callable, Iterator

from rjflow.guards.foreign import (
    foreign_amount,
    foreign_comment,
    foreign_date,
    foreign_joiner,
    foreign_sign,
    no_amount,
    no_limit,
    no_what,
)
from rjflow.guards.habits import KEYWORDS, Stopped, word_at, words_before
from rjflow.guards.places import Places
from rjflow.guards.rewriting import rewritten
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.odd_characters import odd_character
from rjflow.sources.span import Span
from rjflow.text import quoted

LONGEST = 2000
DEEPEST = 50


def mistake_before_reading(text: str, where: Places) -> Diagnostic | None:
    """
    Find what is wrong with a text at first sight: nothing there, far too much, or brackets without end.
    """
    if not text.strip():
        help_ = "write a condition, such as `risk is low`, or leave the line out"
        return problem("RJ209", where.between(0, len(text)), label="nothing is written here", help=help_)
    if len(text) > LONGEST:
        note = f"it has {len(text):,} characters; a condition can have {LONGEST:,}"
        help_ = "give parts of it a name under `gates` and use the names"
        return problem("RJ211", where.between(0, len(text)), notes=(note,), help=help_)
    if _bracket_depth(text) > DEEPEST:
        return too_deep(text, where)
    return None


def too_deep(text: str, where: Places) -> Diagnostic:
    """
    Say that a condition has too many layers for anyone to follow.
    """
    note = f"conditions may stand inside each other {DEEPEST} deep"
    help_ = "give parts of it a name under `gates` and use the names"
    return problem("RJ212", where.between(0, len(text)), notes=(note,), help=help_)


def no_such_day(word: str, place: Span) -> Diagnostic:
    """
    Say that a date does not exist.
    """
    return problem(
        "RJ213",
        place,
        label="no calendar has this day",
        help="dates are written year-month-day: `2027-01-31`",
        word=word,
    )


def mistake(text: str, where: Places, stopped: Stopped) -> Diagnostic:
    """
    Name the mistake that stopped the reading.
    """
    return next(found for find in _FINDERS if (found := find(text, where, stopped)))


# ----------------------------------------------------------------------------------------------------------------------

_JOINING = frozenset("and or not is".split())
_QUOTES = "\"'`“”‘’„"
_THINGS = {
    "NAME": "a name",
    "INT": "a whole number",
    "DATE": "a date",
    "SIGN": "`>=`, `<=`, `>`, or `<`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COLON": "`:`",
    "COMMA": "`,`",
}


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _odd_character(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Point at a character that nobody can see, or tell from another.
    """
    start, end = word_at(text, stopped.at)
    while start and re.match(r"[\w-]", text[start - 1]):
        start -= 1
    odd = odd_character(text[start:end])
    if odd is None:
        return None
    at = start + odd.at
    word = re.match(r"[\w-]*", text[end:])
    whole = odd.meant + (word.group() if word else "")
    help_ = f"write `{whole}`, typed anew" if whole.strip() else "write a simple space"
    if whole == "-":
        help_ = "write a simple hyphen"
    if text[at].isalpha() or odd.meant.strip()[:1] == "-":
        return problem("RJ204", where.between(at, at + 1), label=odd.called, help=help_, word=text[start:end])
    return problem("RJ124", where.between(at, at + 1), label=odd.called, help=help_)


def _quotes(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    if stopped.word[:1] not in _QUOTES or not stopped.word:
        return None
    match = re.compile(r".([^\"'`“”‘’„]*)[\"'`“”‘’„]?").match(text, stopped.at)
    end, inner = (match.end(), match[1]) if match else (stopped.at + 1, "")
    help_ = f"write `{inner}` without quotes" if inner else "leave the quotes out"
    return problem(
        "RJ210",
        where.between(stopped.at, end),
        label="no quotes inside a condition",
        help=help_,
        what=f"`{inner}`" if inner else "part of the condition",
    )


def _capitals(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    start, end = word_at(text, stopped.at)
    word = text[start:end]
    if word == word.lower() or word.lower() not in KEYWORDS:
        return None
    return problem("RJ203", where.between(start, end), label="in capitals", help=f"write `{word.lower()}`", word=word)


def _fraction(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    start, end = word_at(text, stopped.at)
    if stopped.word != "." or not re.search(r"\d\Z", text[: stopped.at]):
        return None
    number = re.search(r"[\d-]+\Z", text[: stopped.at])
    start = number.start() if number else start
    end = stopped.at + 1 + len(re.match(r"\d*", text[stopped.at + 1 :])[0])  # type: ignore[index]  # it matches always
    word = text[start:end]
    return problem(
        "RJ201",
        where.between(start, end),
        label="not a whole number",
        help="numbers are whole here; change the unit of the evidence, so that whole numbers say it",
        what=f"`{word}`",
    )


def _bad_name(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    start, end = word_at(text, stopped.at)
    word = text[start:end]
    if not re.fullmatch(r"[\w-]+", word) or re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*|-?[0-9]+", word):
        return None
    note = "names are lower-case letters, digits and single hyphens, beginning with a letter"
    better = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", word).lower()
    better = re.sub(r"[^a-z0-9]+", "-", better).strip("-").lstrip("0123456789-")
    help_ = f"write `{better}`" if better else "use lower-case letters and hyphens"
    return problem("RJ204", where.between(start, end), notes=(note,), help=help_, word=word)


def _brackets(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    opened: list[int] = []
    for at, character in enumerate(text[: stopped.at + 1]):
        if character == "(":
            opened.append(at)
        elif character == ")" and opened:
            opened.pop()
        elif character == ")":
            return problem(
                "RJ207",
                where.between(at, at + 1),
                label="this closes nothing",
                help="leave it out, or add the `(` it belongs to",
            )
    if stopped.word or not opened:
        return None
    help_ = "add `)` where it should end"
    note: tuple[str, ...] = ()
    if _cut_by_comma(where):
        note = ("inside `{…}` and `[…]`, YAML ends a text at a comma",)
        help_ = f'put the whole condition in quotes: "{text.strip()}, …)"'
    return problem("RJ206", where.between(opened[-1], opened[-1] + 1), label="opened here", notes=note, help=help_)


def _cut_by_comma(where: Places) -> bool:
    span = where.span
    return span.source.line(span.end_line)[span.end_column - 1 :].lstrip().startswith(",")


def _missing_colon(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    match = re.search(r"\b(every|some|no|at least \d+)\s+([a-z][a-z0-9-]*( person)?)\s*\Z", text[: stopped.at])
    if not match or "COLON" not in stopped.expected or not stopped.expected <= {"COLON", "PERSON"}:
        return None
    rest = text[stopped.at :].strip(" \t\r\n,;.–—-") or "…"
    help_ = f"write `{match[0].strip()}: {rest}`"
    return problem(
        "RJ205",
        where.between(match.start(2), match.end(2)),
        label="a `:` must follow",
        help=help_,
        group=match[0].strip(),
    )


def _language_word(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    start, end = word_at(text, stopped.at)
    word = text[start:end]
    if word not in KEYWORDS or "NAME" not in stopped.expected:
        return None
    notes = () if word in _JOINING else ("words of the condition language cannot be names",)
    return problem(
        "RJ201",
        where.between(start, end),
        label="something else must stand here",
        notes=notes,
        help=_expected(stopped),
        what=f"`{word}`",
    )


def _stops_early(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    if stopped.word:
        return None
    end = len(text.rstrip())
    start = word_at(text, end - 1)[0]
    help_ = _expected(stopped)
    note: tuple[str, ...] = ()
    if _cut_by_comma(where):
        note = ("inside `{…}` and `[…]`, YAML ends a text at a comma",)
        help_ = "put the whole condition in quotes"
    return problem("RJ209", where.between(start, end), label="something must follow this", notes=note, help=help_)


def _side_by_side(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    if "AND" not in stopped.expected:
        return None
    start, end = word_at(text, stopped.at)
    word = text[start:end]
    help_ = "join two conditions with `and` or `or`"
    before = words_before(text, stopped.at)
    if len(before) >= 3 and before[-2] == "is" and re.fullmatch(r"[a-z0-9][a-z0-9-]*", word) and word not in KEYWORDS:
        help_ = (
            f"for several values write `{before[-3]} in ({before[-1]}, {word})`; join two conditions with `and` or `or`"
        )
    return problem("RJ201", where.between(start, end), label="this does not follow on", help=help_, what=f"`{word}`")


def _anything(text: str, where: Places, stopped: Stopped) -> Diagnostic:
    start, end = word_at(text, stopped.at)
    return problem(
        "RJ201", where.between(start, end), label="not understood", help=_expected(stopped), what=f"`{text[start:end]}`"
    )


def _expected(stopped: Stopped) -> str:
    """
    Say what could stand where reading stopped.
    """
    if not stopped.expected:
        return "conditions are made of names, `is`, `in (…)`, `and`, `or`, `not`, `every …:`, and brackets"
    if {"NAME", "NOT", "EVERY"} <= stopped.expected:
        return "a condition must follow, such as `risk is low`"
    if {"NAME", "TRUE"} <= stopped.expected:
        return "a value must follow, such as `given`, `true`, `3`, or `2027-01-31`"
    words = list(dict.fromkeys(_spoken(stopped.expected)))
    return f"expected {' or '.join(words)}"


def _spoken(expected: frozenset[str]) -> Iterator[str]:
    for terminal in sorted(expected):
        yield _THINGS.get(terminal) or quoted([terminal.lower()])


_FINDERS: tuple[Callable[[str, Places, Stopped], Diagnostic | None], ...] = (
    _odd_character,
    _quotes,
    foreign_date,
    _fraction,
    foreign_comment,
    foreign_amount,
    rewritten,
    foreign_sign,
    _capitals,
    _bad_name,
    _brackets,
    _missing_colon,
    no_amount,
    no_limit,
    no_what,
    foreign_joiner,
    _language_word,
    _stops_early,
    _side_by_side,
    _anything,
)
