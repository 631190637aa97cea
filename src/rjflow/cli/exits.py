"""
How a command can end. The page is `docs/reference/cli.md`.
"""

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """The exit codes, one for each thing a script may want to tell apart."""

    YES = 0
    COULD_NOT_RUN = 1
    WRONG_USAGE = 2
    INVALID = 3
    BROKEN = 4
    UNFINISHED = 5
    REFUSED = 6


MEANINGS = {
    Exit.YES: "yes: everything asked for was done or found so",
    Exit.COULD_NOT_RUN: "could not run: a file could not be read or written, or it was stopped",
    Exit.WRONG_USAGE: "wrong usage: an unknown command, option or value",
    Exit.INVALID: "the file is invalid: it says something it may not say",
    Exit.BROKEN: "a safeguard is broken, or an event could go two ways at once",
    Exit.UNFINISHED: "unfinished: a safeguard was neither proved nor refuted",
    Exit.REFUSED: "refused: the answer is no",
}

_GRAVEST_FIRST = (Exit.COULD_NOT_RUN, Exit.WRONG_USAGE, Exit.INVALID, Exit.BROKEN, Exit.UNFINISHED, Exit.REFUSED)


def gravest(exits: Iterable[Exit]) -> Exit:
    """
    Give the one exit that stands for several.

    >>> gravest([Exit.YES, Exit.UNFINISHED, Exit.BROKEN]).name
    'BROKEN'
    """
    found = set(exits)
    return next((one for one in _GRAVEST_FIRST if one in found), Exit.YES)
