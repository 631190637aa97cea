"""
Amounts of time as people write them.

Stands on: `clock`, `definition.model`.   Knows nothing of: files.
"""

import re

from rjflow.definition.model import Window
from rjflow.instants import DAY, HOUR

_UNITS = {"hour": HOUR, "day": DAY, "week": 7 * DAY}
_AMOUNT = re.compile(r"(\d+)\s+(working\s+)?(hour|day|week)s?\Z")


def amount(text: str) -> tuple[int, int]:
    """
    Give how many working days and how much elapsed time a text means; only one of them is not 0.

    >>> amount("10 working days"), amount("2 hours") == (0, 2 * HOUR)
    ((10, 0), True)
    """
    match = _AMOUNT.match(text.strip())
    if not match:
        return 0, 0
    if match[2]:
        return int(match[1]), 0
    return 0, int(match[1]) * _UNITS[match[3]]


def window(text: str) -> Window:
    """
    Give how long a record stays current.

    >>> window("same day"), window("1 week").length == 7 * DAY
    (Window(unit='same day', length=0), True)
    """
    match text.strip():
        case "same day":
            return Window("same day")
        case "whole-case":
            return Window("whole case")
        case other:
            return Window("elapsed", amount(other)[1])
