"""
What only scenario files have: moments, what evidence says, and things written shortly or person by person.

Stands on: `kinds`, `nodes_read`, `structuring_words`, `written`.
"""

import re
from datetime import date, datetime
from typing import Any

from rjflow.reader.kinds import DAY, TIME, AnyText, ByForm, Moment, Said, WholeNumber
from rjflow.reader.nodes import MapNode, ScalarNode
from rjflow.reader.nodes_read import Written
from rjflow.reader.structuring_words import whole_number, words
from rjflow.reader.written import MomentText, Text, Truth, Whole


def moment(written: Written, _kind: Moment) -> MomentText | None:
    """
    Read a day, with or without a time of day.
    """
    node = written.node
    if isinstance(node, ScalarNode) and re.fullmatch(f"{DAY}( {TIME})?", node.text):
        try:
            if len(node.text) == _DAY_ALONE:
                return MomentText(
                    datetime.combine(date.fromisoformat(node.text), datetime.min.time()), True, node.span
                )  # the workflow's zone
            return MomentText(datetime.fromisoformat(node.text), False, node.span)
        except ValueError:
            shows = "no calendar and no clock shows this"
            help_text = "write the year, the month, the day, and a time up to 23:59, such as 2026-03-02 09:30"
            written.refuse("RJ404", label=shows, help=help_text, what=written.what)
            return None
    note = "a moment is a day, or a day and a time of day, such as 2026-03-02 or 2026-03-02 09:30"
    better = _better(node.text) if isinstance(node, ScalarNode) else None
    written.refuse("RJ404", notes=(note,), help=better, what=written.what)
    return None


def said(written: Written, _kind: Said) -> Text | Truth | Whole | None:
    """
    Read what evidence says; whether it can say so is for whoever knows the evidence.
    """
    node = written.node
    if isinstance(node, ScalarNode) and node.style == "plain" and node.text in {"true", "false"}:
        return Truth(node.text == "true", node.span)
    if isinstance(node, ScalarNode) and node.sort == "whole":
        return whole_number(written, WholeNumber())
    return words(written, AnyText())


def by_form(written: Written, kind: ByForm) -> Any:
    """
    Read one thing, or another where keys are written.
    """
    return written.read(kind.keys if isinstance(written.node, MapNode) else kind.word)


# ----------------------------------------------------------------------------------------------------------------------

_DAY_ALONE = len("2026-03-02")


def _better(text: str) -> str | None:
    """
    Write a moment as it was surely meant: with a `T` or seconds, or one digit short.
    """
    parts = re.fullmatch(
        r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(\d{1,2})[:.h](\d{2})(?::\d{2})?Z?)?\s*", text
    )
    if not parts:
        return None
    year, month, day, hour, minute = (int(one) if one is not None else None for one in parts.groups())
    try:
        there = date(year or 0, month or 0, day or 0).isoformat()
        return f"write `{there}`" if hour is None else f"write `{there} {hour:02}:{minute:02}`"
    except ValueError:
        return None
