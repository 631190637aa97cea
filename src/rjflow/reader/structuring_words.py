"""
Single words and numbers: each kind's reader, and what it says of anything else.

Every reader takes what is written and a kind, and gives a shape, or None after noting why not.

Stands on: `kinds`, `nodes_read`, `written`, `names`, `text`.
"""

import re
from datetime import date

from rjflow.guards.quantities import NUMBERS
from rjflow.names import as_name, is_name
from rjflow.reader.kinds import (
    DAY,
    SAFEGUARD_ID,
    AnyText,
    Condition,
    Day,
    Duration,
    NameOf,
    NewName,
    OneWord,
    SafeguardId,
    Truth,
    WholeNumber,
    duration_pattern,
)
from rjflow.reader.nodes import ScalarNode
from rjflow.reader.nodes_read import Written, text_of
from rjflow.reader.written import DayText, Text, Whole
from rjflow.reader.written import Truth as TruthText
from rjflow.sources.odd_characters import odd_character
from rjflow.text import did_you_mean, nearest, quoted


def words(written: Written, kind: AnyText | NameOf | Condition) -> Text | None:
    """
    Read any words. A number or an answer that stands where words belong is refused, since nobody can tell what was meant.
    """
    node = written.node
    if not isinstance(node, ScalarNode):
        written.wants(_article(_wanted(kind)))
        return None
    if node.sort != "text" and not (isinstance(kind, AnyText) and kind.numbers and node.sort in {"whole", "number"}):
        wanted = _wanted(kind)
        written.wants(_article(wanted), f'put it in quotes: `"{node.text}"`' if wanted == "text" else None)
        return None
    if not node.text.strip():
        written.refuse("RJ106", help=written.or_nothing("write something in it"), what=written.what)
        return None
    return text_of(node)


def new_name(written: Written, kind: NewName) -> Text | None:
    """
    Read a name that is made here. One that is badly written is noted, and kept, so that what speaks of it still finds it.
    """
    node = written.node
    if isinstance(node, ScalarNode) and node.sort == "truth" and node.style == "plain" and kind.use == "value":
        help_text = "for evidence that says true or false, write `flag: true` instead of `one-of`"
        written.refuse("RJ113", help=help_text, name=node.text)
        return None
    if not isinstance(node, ScalarNode) or node.sort != "text":
        written.wants("a name")
        return None
    text = text_of(node)
    check_name(written, text, kind)
    return text


def check_name(written: Written, text: Text, kind: NewName) -> None:
    """
    Note a name that is badly written, or that is a word of conditions.
    """
    name = text.value
    if not is_name(name):
        odd = odd_character(name)
        better = as_name(odd.meant if odd else name)
        written.refuse(
            "RJ112",
            text.span,
            notes=("a name has lower-case letters, digits and single hyphens, and begins with a letter",),
            help=f"write `{better}`" if better else None,
            name=name,
        )
    elif name in kind.reserved:
        spoken = "; `label:` can still say it so" if kind.use != "value" else ""
        help_ = f"choose another {'name' if spoken else 'word'}{spoken}"
        written.refuse("RJ113", text.span, help=help_, name=name)


def safeguard_id(written: Written, _kind: SafeguardId) -> Text | None:
    """
    Read a safeguard's sign.
    """
    text = words(written, AnyText(numbers=True))
    if text and not re.fullmatch(SAFEGUARD_ID, text.value):
        note = "an id has letters, digits and hyphens, and begins with a letter, such as `S1` or `no-early-meeting`"
        better = re.sub(r"[^A-Za-z0-9]+", "-", text.value).strip("-")
        help_text = f"write `{better}`" if re.fullmatch(SAFEGUARD_ID, better) else None
        written.refuse("RJ112", text.span, notes=(note,), help=help_text, name=text.value)
    return text


def one_word(written: Written, kind: OneWord) -> Text | None:
    """
    Read one of a few words.
    """
    node = written.node
    allowed = f"it can be {quoted(kind.words, 'or')}"
    if not isinstance(node, ScalarNode):
        written.wants(quoted(kind.words, "or"))
        return None
    if node.text not in kind.words or node.sort != "text":
        begun = next((word for word in kind.words if len(word) == 3 and node.text.lower().startswith(word)), None)
        help_text = f"write `{begun}`" if begun else did_you_mean(node.text.lower(), kind.words)
        written.refuse("RJ117", notes=(allowed,), help=help_text, what=written.what, word=node.text)
        return None
    return text_of(node)


def whole_number(written: Written, kind: WholeNumber) -> Whole | None:
    """
    Read a whole number within its bounds.
    """
    node = written.node
    if not isinstance(node, ScalarNode) or node.sort != "whole":
        digits = isinstance(node, ScalarNode) and re.fullmatch(r"[-+]?[0-9]{1,15}", node.text.strip())
        help_text = f"write `{node.text.strip()}` without quotes" if isinstance(node, ScalarNode) and digits else None
        number = isinstance(node, ScalarNode) and node.sort == "number"
        written.wants("a whole number", help_text, "this is no whole number" if number else None)
        return None
    value = int(node.text) if len(node.text) < 18 else (kind.high + 1) * (-1 if node.text.startswith("-") else 1)
    if (kind.low, kind.high) == (1, 1) and value > 1:
        help_text = "write `rjflow: 1`, or install a newer rjflow (`pip install --upgrade rjflow`)"
        written.refuse("RJ118", help=help_text, number=node.text)
        return None
    if not kind.low <= value <= kind.high:
        small = value < kind.low
        note = f"it must be {'at least' if small else 'at most'} {kind.low if small else kind.high}"
        size = "small" if small else "big"
        help_text = f"write {kind.low} or more" if small else f"write {kind.high} or less"
        written.refuse("RJ114", notes=(note,), help=help_text, what=written.what, number=node.text[:20], size=size)
        return None
    return Whole(value, node.span)


def truth(written: Written, kind: Truth) -> TruthText | None:
    """
    Read `true` or `false`, and nothing that other languages take for them.
    """
    node = written.node
    wanted = "`true`" if kind.only_true else "true or false"
    if not isinstance(node, ScalarNode):
        written.wants(wanted)
        return None
    if node.style == "plain" and node.text == "true":
        return TruthText(True, node.span)
    if node.style == "plain" and node.text == "false":
        if not kind.only_true:
            return TruthText(False, node.span)
        help_text = "write `true`, or delete the key"
        written.refuse("RJ117", help=help_text, what=written.what, word="false")
        return None
    better = _answer(node)
    written.wants(wanted, "write `true`, or delete the key" if kind.only_true and better else better)
    return None


def duration(written: Written, kind: Duration) -> Text | None:
    """
    Read a length of time, as words; `amounts` works out how long it is.
    """
    node = written.node
    note = "such as `12 hours`, `14 days`, or `2 weeks`" + (", or `5 working days`" if kind.working else "")
    if kind.phrases:
        note += f"; or {quoted(kind.phrases, 'or')}"
    if isinstance(node, ScalarNode) and re.fullmatch(duration_pattern(kind), node.text) and node.sort == "text":
        return text_of(node)
    help_text = _better_duration(node.text, kind) if isinstance(node, ScalarNode) else None
    written.refuse("RJ115", notes=(note,), help=help_text, what=written.what)
    return None


def day(written: Written, _kind: Day) -> DayText | None:
    """
    Read a date, written year-month-day.
    """
    node = written.node
    if isinstance(node, ScalarNode) and re.fullmatch(DAY, node.text):
        try:
            return DayText(date.fromisoformat(node.text), node.span)
        except ValueError:
            written.refuse("RJ116", label="the calendar has no such day", what=written.what)
            return None
    help_text = _better_day(node.text) if isinstance(node, ScalarNode) else None
    written.refuse(
        "RJ116", notes=("a date is written year-month-day, such as 2026-12-25",), help=help_text, what=written.what
    )
    return None


# ----------------------------------------------------------------------------------------------------------------------

_YES = {"yes", "y", "on", "true", "t", "1"}
_NO = {"no", "n", "off", "false", "f", "0"}
_NO_END = {"forever", "for ever", "always", "unlimited", "indefinitely", "no limit", "permanent"}
_IN_FIGURES = {word: str(number) for word, number in NUMBERS.items()} | {"a": "1", "an": "1"}
_UNITS = ("hour", "hours", "day", "days", "week", "weeks")


def _wanted(kind: AnyText | NameOf | Condition) -> str:
    """
    Say what words of a kind are.
    """
    if isinstance(kind, NameOf):
        return f"the name of a {kind.what}"
    return "a condition" if isinstance(kind, Condition) else "text"


def _article(wanted: str) -> str:
    for vowel in "aeio":
        wanted = wanted.replace(f" a {vowel}", f" an {vowel}")
    return wanted


def _answer(node: ScalarNode) -> str | None:
    word = node.text.strip().lower()
    answer = "true" if word in _YES else "false" if word in _NO else None
    if answer is None:
        return None
    if word == answer:
        return f"write `{answer}` without quotes" if node.style == "quoted" else f"write `{answer}` in lower case"
    return f"write `{answer}`; rjflow does not read `{node.text}` as an answer"


def _better_duration(text: str, kind: Duration) -> str | None:
    phrase = next((one for one in kind.phrases if one.replace("-", " ") == text.lower().replace("-", " ")), None)
    if phrase:
        return f"did you mean `{phrase}`?"
    if re.match(r"[0-9]{6}", text.strip()):
        return "write at most 99999 of them"
    if text.lower() in _NO_END and "whole-case" in kind.phrases:
        return "write `whole-case`; it counts until something voids it"
    figures = re.sub(r"^[a-z]+(?=\s)", lambda word: _IN_FIGURES.get(word[0], word[0]), text.strip().lower())
    amount = re.fullmatch(r"([0-9]{1,5})\s*-?\s*([a-zA-Z ]*)", figures.removeprefix("-"))
    if not amount:
        return did_you_mean(text, kind.phrases)
    number, unit = str(int(amount.group(1))), amount.group(2).strip().lower()
    if number == "0":
        return "write at least 1; what is never current would open nothing"
    if unit.startswith(("month", "year")):
        return "months and years differ in length: say how many days or weeks"
    if unit == "working days" and not kind.working:
        return "working days are counted in `deadlines` only: say how many days or weeks"
    close = nearest(unit, _UNITS, 1) or (["days"] if not unit else [])
    return f"did you mean `{number} {close[0]}`?" if close else None


def _better_day(text: str) -> str | None:
    parts = re.fullmatch(r"([0-9]{1,4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,4})", text.strip())
    if not parts:
        return None
    first, month, last = (int(part) for part in parts.groups())
    if first < 1000 <= last and first > 12:
        first, last = last, first
    try:
        return f"write `{date(first, month, last).isoformat()}`" if first >= 1000 else None
    except ValueError:
        return None
