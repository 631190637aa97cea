"""
Show a problem with the line it stands on and what is wrong underlined.

The look is that of house-style 5.1: readable without colour, in 80 columns, in a log.

Stands on: `diagnostic`, `text`.
"""

from collections.abc import Sequence

from rjflow.sources.diagnostic import Diagnostic
from rjflow.text import counted


def shown(diagnostics: Sequence[Diagnostic]) -> str:
    """
    Show every diagnostic and, below, how many there are in which file.
    """
    files = dict.fromkeys(diagnostic.span.source.name for diagnostic in diagnostics)
    counts = [f"{counted(sum(d.span.source.name == name for d in diagnostics), 'problem')} in {name}" for name in files]
    return "\n\n".join([*(snippet(diagnostic) for diagnostic in diagnostics), "\n".join(counts)])


def snippet(diagnostic: Diagnostic) -> str:
    """
    Show one diagnostic: what, where, the line with carets, notes, help.
    """
    span = diagnostic.span
    number = str(span.line)
    margin = " " * len(number)
    text, column, width = _fitted(diagnostic)
    lines = [
        f"error[{diagnostic.code}]: {diagnostic.message}",
        f"{margin}--> {span}",
        f"{margin} |",
        f"{number} | {text}".rstrip(),
        f"{margin} | {' ' * (column - 1)}{'^' * width} {diagnostic.label}".rstrip(),
        *(f"{margin} = note: {note}" for note in diagnostic.notes),
    ]
    if diagnostic.help:
        lines.append(f"{margin} = help: {diagnostic.help}")
    return "\n".join(lines)


# ----------------------------------------------------------------------------------------------------------------------

_WIDEST = 100


def _fitted(diagnostic: Diagnostic) -> tuple[str, int, int]:
    """
    Give the line, where the carets begin and how many there are; a very long line is cut around the place.
    """
    line = diagnostic.span.source.line(diagnostic.span.line).replace("\t", " ")
    column = diagnostic.span.column
    width = max(1, len(diagnostic.underlined.rstrip()))
    if len(line) <= _WIDEST:
        return line, column, width
    start = max(0, column - 1 - _WIDEST // 3)
    cut = line[start : start + _WIDEST]
    lead = "…" if start else ""
    tail = "…" if start + _WIDEST < len(line) else ""
    return lead + cut + tail, column - start + len(lead), min(width, _WIDEST - (column - 1 - start))
