"""
The problems found so far, one for each mistake.

Stands on: `sources.diagnostic`.   Knows nothing of: what is looked for.
"""

from collections.abc import Iterable

from attrs import evolve

from rjflow.sources.diagnostic import Diagnostic
from rjflow.text import listed


class Findings:
    """
    Collect diagnostics while a file is read.

    A name that nothing has is one mistake however often it is used: it is told once, with the lines of the other uses.
    """

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found = list(found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, *diagnostics: Diagnostic) -> None:
        """
        Take note of problems.
        """
        self._found += diagnostics

    def has(self, *codes: str) -> bool:
        """
        Tell whether a problem with one of these codes was found.
        """
        return any(diagnostic.code in codes for diagnostic in self._found)

    def missed(self) -> frozenset[str]:
        """
        Give the names that nothing has, and what is no name but was meant as one.
        """
        words = (
            one.underlined for one in self._found if _UNKNOWN[0] <= one.code <= _UNKNOWN[1] or one.code == _NO_NAME
        )
        return frozenset(word.lower().replace("_", "-") for word in words)

    def unreadable(self) -> bool:
        """
        Tell whether some of the file could not be read at all, so that names may stand in it unseen.
        """
        return any(diagnostic.code < _READABLE for diagnostic in self._found)

    def in_order(self, first: str | None = None) -> tuple[Diagnostic, ...]:
        """
        Give every problem in file order; those of the file called *first* come before those of others.
        """
        names = (diagnostic.span.source.name for diagnostic in self._found)
        files = list(dict.fromkeys((first, *names)))
        ordered = sorted(
            self._found, key=lambda one: (files.index(one.span.source.name), one.span.line, one.span.column)
        )
        grouped: dict[object, list[Diagnostic]] = {}
        for diagnostic in ordered:
            grouped.setdefault(_mistake(diagnostic), []).append(diagnostic)
        return tuple(_told_once(same) for same in grouped.values())


# ----------------------------------------------------------------------------------------------------------------------

_UNKNOWN = ("RJ220", "RJ237")
_NO_NAME = "RJ204"
# A value that evidence does not have, an event that the clock may not fire, and what a scenario names that is not there, are one
# mistake wherever they are met.
_ONCE = ("RJ240", "RJ324", "RJ401", "RJ402", "RJ403")
# One name, looked for in several sections: things that happen or are recorded, and people.
_HAPPENING = ("RJ222", "RJ226", "RJ233", "RJ236")
_SOMEBODY = ("RJ221", "RJ224")
_READABLE = "RJ220"


def _mistake(diagnostic: Diagnostic) -> object:
    """
    Give what tells one mistake from another: for what a name lacks the name, for everything else the place too.
    """
    if diagnostic.code in _HAPPENING:
        return _HAPPENING, diagnostic.underlined, diagnostic.span.source.name
    if diagnostic.code in _SOMEBODY:
        return _SOMEBODY, diagnostic.underlined, diagnostic.span.source.name
    if _UNKNOWN[0] <= diagnostic.code <= _UNKNOWN[1] or diagnostic.code in _ONCE:
        return diagnostic.code, diagnostic.message, diagnostic.span.source.name
    return diagnostic.code, diagnostic.message, diagnostic.span


def _told_once(same: list[Diagnostic]) -> Diagnostic:
    first, *others = same
    lines = sorted({other.span.line for other in others} - {first.span.line})
    if not lines:
        return first
    more = f"also on {'line' if len(lines) == 1 else 'lines'} {listed(map(str, lines))}"
    return evolve(first, notes=(*first.notes, more))
