"""
Recognise in a condition the signs, dates and words of other languages, for which there is no simple exchange.

Stands on: `habits`, `quantities`, `places`, `sources.codes`.   Knows nothing of: lark, which names exist.
"""

import re

from rjflow.guards.habits import JOINERS, KEYWORDS, SIGNS, Stopped, a_day, word_at, words_before
from rjflow.guards.places import Places
from rjflow.guards.quantities import amount_meant
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic


def foreign_date(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise a date that is not written year-month-day.
    """
    dates = re.finditer(r"(?<![\w-])\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\w)", text)
    match = next((each for each in dates if each.start() <= stopped.at <= each.end()), None)
    if match is None or re.fullmatch(r"\d{4}-\d\d-\d\d", match.group()):
        return None
    day = a_day(match.group())
    help_ = f"write `{day}`" if day else "write the year first, then the month, then the day, such as `2027-01-31`"
    note = "dates are written year-month-day"
    return problem(
        "RJ201",
        where.between(*match.span()),
        label="not how a date is written",
        notes=(note,),
        help=help_,
        what=f"`{match.group()}`",
    )


def foreign_comment(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise how other languages begin a comment.
    """
    match = next((each for each in re.finditer(r"//|/\*|--", text) if each.start() <= stopped.at < each.end()), None)
    if match is None:
        return None
    help_ = "a comment begins with a space and `#`"
    return problem("RJ202", where.between(*match.span()), label="not understood", help=help_, sign=match.group())


def foreign_sign(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise signs such as `==`.
    """
    if not stopped.word:
        return None
    start, end = word_at(text, stopped.at)
    sign = text[start:end]
    close = next((sign[:size] for size in (3, 2, 1) if sign[:size] in SIGNS), None)
    if close is None:
        return None
    place = where.between(start, start + len(close))
    return problem("RJ202", place, label="this sign has no meaning here", help=f"write `{SIGNS[close]}`", sign=close)


def foreign_amount(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise `each participant:` and other ways to ask about people.
    """
    for match in re.finditer(r"([^():,]*?):", text):
        if not match.start() <= stopped.at <= match.end():
            continue
        begins = {
            match.start(1),
            *(match.start(1) + each.end() for each in re.finditer(r"\b(?:and|or|not)\b", match[1])),
        }
        for start in sorted(begins):
            words = text[start : match.end(1)]
            help_ = amount_meant(words)
            if help_:
                place = where.between(match.end(1) - len(words.lstrip()), match.start(1) + len(match[1].rstrip()))
                return problem("RJ201", place, label="not understood", help=help_, what=f"`{words.strip()}`")
    return None


def no_amount(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Find a group of people without how many of them: `victim: …`.
    """
    before = words_before(text, stopped.at)
    last = before[-1] if before else ""
    alone = len(before) < 2 or before[-2] in ("and", "or", "(", "not")
    if stopped.word != ":" or not alone or not re.fullmatch(r"[a-z][a-z0-9-]*", last) or last in KEYWORDS:
        return None
    help_ = f"say how many: `every {last}: …`, `some {last}: …`, or `no {last}: …`"
    place = where.between(stopped.at, stopped.at + 1)
    return problem("RJ201", place, label="not understood", help=help_, what="`:`")


def no_limit(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise what cannot be more or less than something: a word, another piece of evidence, or today.
    """
    match = re.search(r"([a-z][a-z0-9-]*)\s*(?:>=|<=|>|<)\s*\Z", text[: stopped.at])
    if not match or not re.match(r"[a-z]", stopped.word):
        return None
    start, end = word_at(text, stopped.at)
    word = text[start:end]
    help_ = f"write a number or a date there; for words, name those that will do: `{match[1]} in ({word}, …)`"
    if word in ("true", "false"):
        help_ = f"write `{match[1]} is {word}`"
    if word in ("today", "now", "tomorrow", "yesterday"):
        help_ = "write the date itself, such as `2027-01-31`; what is to happen on a day can be a deadline"
    return problem("RJ201", where.between(start, end), label="no number and no date", help=help_, what=f"`{word}`")


def foreign_joiner(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Recognise `but`, `unless`, and the like, for which there is no single word here.
    """
    start, end = word_at(text, stopped.at)
    word = text[start:end]
    help_ = JOINERS.get(word)
    if help_ is None or "AND" not in stopped.expected:
        return None
    return problem("RJ201", where.between(start, end), label="not understood", help=help_, what=f"`{word}`")


def no_what(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Find `no` with nothing denied of what follows it: `no risk`.
    """
    match = re.search(r"\bno\s+([a-z][a-z0-9-]*)\s*\Z", text[: stopped.at])
    if not match or stopped.word not in ("", "and", "or", ")"):
        return None
    help_ = f"say what it must not be: `no {match[1]} is …`; of a gate, write `not {match[1]}`"
    return problem("RJ209", where.between(*match.span()), label="something must follow this", help=help_)
