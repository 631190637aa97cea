"""
Show a problem with the line it stands on and what is wrong underlined.

The look is that of house-style 5.1: readable without colour, in 80 columns, in a log.

Stands on: `diagnostic`, `text`.
"""

from collections.abc import Sequence
from textwrap import wrap

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
    room = _COLUMNS - len(number) - 3
    text, column, width = _fitted(diagnostic, room)
    lines = [
        *_wrapped(f"error[{diagnostic.code}]: ", diagnostic.message),
        f"{margin}--> {span}",
        f"{margin} |",
        f"{number} | {text}".rstrip(),
        *(f"{margin} | {line}" for line in _pointing(column, width, diagnostic.label, room)),
    ]
    for note in diagnostic.notes:
        lines += _wrapped(f"{margin} = note: ", note)
    if diagnostic.help:
        lines += _wrapped(f"{margin} = help: ", diagnostic.help)
    return "\n".join(lines)


# ----------------------------------------------------------------------------------------------------------------------

_COLUMNS = 80


def _wrapped(lead: str, sentence: str) -> list[str]:
    """
    Lay a sentence out behind a lead, and indented below it where it needs more lines.
    """
    return wrap(
        sentence,
        _COLUMNS,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def _pointing(column: int, width: int, label: str, room: int) -> list[str]:
    """
    Draw the carets, with the label behind them, or below them where there is no room.
    """
    carets = f"{' ' * (column - 1)}{'^' * width}"
    if len(carets) + 1 + len(label) <= room:
        return [f"{carets} {label}".rstrip()]
    return [carets, f"{' ' * max(0, min(column - 1, room - len(label)))}{label}"]


def _fitted(diagnostic: Diagnostic, room: int) -> tuple[str, int, int]:
    """
    Give the line, where the carets begin and how many there are; a line that is too long is cut around the place.
    """
    line = diagnostic.span.source.line(diagnostic.span.line).replace("\t", " ")
    column = diagnostic.span.column
    width = max(1, len(diagnostic.underlined.rstrip()))
    if len(line) <= room:
        return line, column, width
    seen = room - 2
    start = max(0, min(column - 1 - seen // 3, len(line) - seen))
    lead = "…" if start else ""
    tail = "…" if start + seen < len(line) else ""
    shown_column = column - start + len(lead)
    return lead + line[start : start + seen] + tail, shown_column, min(width, room - shown_column)
