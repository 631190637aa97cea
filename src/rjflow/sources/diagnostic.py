"""
One problem in a file, in parts: code, message, place, label, notes, help.

The message says what is wrong, only the help says what to do, only the label points.

Stands on: `span`.   Knows nothing of: how it is shown.
"""

from rjflow.frozen import frozen
from rjflow.sources.span import Span


@frozen
class Diagnostic:
    """A problem that a person made and can mend."""

    code: str
    message: str
    span: Span
    label: str = ""
    notes: tuple[str, ...] = ()
    help: str | None = None

    @property
    def underlined(self) -> str:
        """The characters the label points at, as far as they stand on the first line."""
        line = self.span.source.line(self.span.line)
        end = self.span.end_column if self.span.end_line == self.span.line else len(line) + 1
        return line[self.span.column - 1 : end - 1]
