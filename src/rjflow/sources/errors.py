"""
The exception of a file that cannot be read.

Stands on: `diagnostic`, `snippet`, `errors`.
"""

from collections.abc import Iterable

from rjflow.errors import RjflowError
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.snippet import shown

__all__ = ["InvalidWorkflow", "RjflowError"]  # the second is what most files take from here


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
