"""
The exceptions of the lower floors, and the one they all are.

A refusal is never an exception: it is an answer. These are for what could not be done at all.

Stands on: `diagnostic`, `snippet`.
"""

from collections.abc import Iterable

from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.snippet import shown


class RjflowError(Exception):
    """Anything rjflow could not do."""


class InvalidWorkflow(RjflowError):
    """
    A file that says something it may not say.

    Attributes:
        diagnostics: every problem found, in file order.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return shown(self.diagnostics)
