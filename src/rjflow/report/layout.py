"""
Put sentences into 80 columns: wrapped paragraphs, tables whose cells wrap, and lines of a file with carets; and documents into JSON.

Stands on: `sources.span`.   Knows nothing of: workflows.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import TextWrapper
from typing import Any

from rjflow.sources.span import Span

WIDTH = 80


def as_json(document: Any) -> str:
    """
    Write a document as JSON that people can read, too.
    """
    return json.dumps(document, indent=2, ensure_ascii=False)


def wrapped(text: str, *, indent: int = 0, hanging: int = 0, width: int = WIDTH) -> str:
    """
    Break a text into lines at blanks; those after the first stand *hanging* further in.

    A word longer than a line, such as an address, is left whole.
    """
    return "\n".join(_lines(text, width - indent, hanging, " " * indent))


def table(
    rows: Sequence[Sequence[str]],
    *,
    indent: int = 0,
    most: Sequence[int] = (),
    least: Sequence[int] = (),
    gap: int = 2,
) -> str:
    """
    Lay out rows in columns as wide as their widest cell, between *least* and *most*; the last column takes what is left.

    >>> print(table([("yes", "the case is open"), ("unknown", "somebody agreed")], indent=2))
      yes      the case is open
      unknown  somebody agreed
    """
    widths: list[int] = []
    for place in range(max(map(len, rows), default=0) - 1):
        widest = max(*(len(row[place]) for row in rows), least[place] if place < len(least) else 1)
        widths.append(min(widest, most[place]) if place < len(most) else widest)
    widths.append(max(20, WIDTH - indent - sum(widths) - gap * len(widths)))
    return "\n".join(" " * indent + line for row in rows for line in _row(row, widths, " " * gap))


def pointing(span: Span, label: str, *, indent: int = 2) -> str:
    """
    Show a line of a file with what *span* covers underlined, and *label* behind the carets or below them.
    """
    number = str(span.line)
    margin = " " * (indent + len(number))
    line = span.source.line(span.line).replace("\t", " ")
    end = span.end_column if span.end_line == span.line else len(line.rstrip()) + 1
    room = WIDTH - len(margin) - 3
    start = max(0, min(span.column - 3, len(line) - room)) if len(line) > room else 0
    lead = "…" if start else ""
    tail = "…" if start + room < len(line) else ""
    shown = f"{lead}{line[start + len(lead) : start + room - len(tail)]}{tail}"
    width = max(1, min(end - span.column, room - (span.column - 1 - start)))
    carets = " " * (span.column - 1 - start) + "^" * width
    beside = f"{carets} {label}"
    under = [beside] if len(beside) <= room else [carets, *_lines(label, room, 0, " " * min(4, span.column - 1))]
    return "\n".join(
        [
            f"{margin} |",
            f"{' ' * indent}{number} | {shown}".rstrip(),
            *(f"{margin} | {text}".rstrip() for text in under),
        ]
    )


def paragraphs(*blocks: str) -> str:
    """
    Join the blocks that are not empty, with a blank line between them.
    """
    return "\n\n".join(block for block in blocks if block)


# ----------------------------------------------------------------------------------------------------------------------


def _lines(text: str, width: int, hanging: int, margin: str) -> list[str]:
    wrapper = TextWrapper(width, subsequent_indent=" " * hanging, break_long_words=False, break_on_hyphens=False)
    return [margin + line for line in wrapper.wrap(text)]


def _row(row: Sequence[str], widths: Sequence[int], gap: str) -> Iterator[str]:
    cells = [_lines(cell, width, 0, "") for cell, width in zip(row, widths, strict=False)]
    for line in zip_longest(*cells, fillvalue=""):
        yield gap.join(part.ljust(width) for part, width in zip(line, widths, strict=False)).rstrip()
