"""
Where a piece of text stands: which file, from which line and column to which.

Stands on: nothing.   Knows nothing of: YAML, workflows.
"""

import re
from functools import lru_cache
from typing import cast

from attrs import field

from rjflow.frozen import draft_of, frozen


@frozen
class SourceText:
    """A file as it was read: its name as people know it, and its text."""

    name: str
    text: str = field(repr=False)

    def line(self, number: int) -> str:
        """
        Give one line, counted from 1, without its line end; an empty text beyond the last.

        >>> SourceText("a.yaml", "one\\ntwo\\n").line(2)
        'two'
        """
        lines = lines_of(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


@frozen
class Span:
    """From one place in a file up to, and not including, another; lines and columns count from 1."""

    source: SourceText
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"

    def within(self, start: int, end: int) -> "Span":
        """
        Narrow a span on one line to the characters from *start* to *end*, counted from its beginning.
        """
        return span_of(self.source, self.line, self.column + start, self.line, self.column + max(end, start + 1))


_SpanDraft = draft_of(Span)


def span_of(source: SourceText, line: int, column: int, end_line: int, end_column: int) -> Span:
    """
    Make a span, in less than half the time: everything that is read from a file has its own.
    """
    made = _SpanDraft()
    made.source, made.line, made.column, made.end_line, made.end_column = source, line, column, end_line, end_column
    made.__class__ = Span
    return cast(Span, made)


@lru_cache(maxsize=8)
def lines_of(text: str) -> tuple[str, ...]:
    """
    Give the lines of a text as YAML counts them, without their ends.

    >>> lines_of("one\\r\\ntwo\\n")
    ('one', 'two', '')
    """
    return tuple(re.split(r"\r\n|\r|\n", text))
