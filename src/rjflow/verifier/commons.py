"""
What the searches of one workflow have in common: a space for those who look at the same people, and the conditions made in it.

Most of what is asked speaks of nothing that a search tracks, or of as little as many others do. While a `Commons` is in use, that is made
once. It is in use only while somebody judges: a space has threads of its own, and none must stay behind.

Stands on: `formulas`, `frame`.   Knows nothing of: safeguards, searching.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rjflow.definition.model import Workflow
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Cast, Focus, Frame, Key

# Handed on around the judging of one safeguard, whose many roads to a verdict need not know of it.
_IN_USE: ContextVar["Commons | None"] = ContextVar("_IN_USE", default=None)

_MOST_CASTS = 8  # a space takes a megabyte or two, and most workflows ask of no more casts than of kinds of people


class Commons:
    """The conditions of one workflow, made within a frame for each cast that tracks all evidence."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self._of_casts: dict[Cast, Formulas] = {}

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let searches of this workflow use it, in this thread."""
        before = _IN_USE.set(self)
        try:
            yield
        finally:
            _IN_USE.reset(before)

    def formulas(self, cast: Cast, nodes: int) -> Formulas:
        """Give the conditions for a cast, within which those of every focus on some evidence can be; in so much room if they are new."""
        if cast not in self._of_casts:
            if len(self._of_casts) == _MOST_CASTS:
                self.forget(next(iter(self._of_casts)))
            followed = [person for person, _ in cast.followed]
            remembers: list[Key] = [("memory", person) for person in (None, *followed)]
            everything = Focus(evidence=frozenset(self.workflow.evidence))
            self._of_casts[cast] = Formulas(Frame(self.workflow, cast, everything, remembers, nodes))
        return self._of_casts[cast]

    def forget(self, cast: Cast) -> None:
        """Throw away what is known for a cast, as when its space is full."""
        self._of_casts.pop(cast, None)


def commons_for(workflow: Workflow, cast: Cast, focus: Focus) -> Commons | None:
    """
    Give what such a search has in common with others, if that is in use; only one that tracks nothing but evidence has anything.
    """
    commons = _IN_USE.get()
    own = bool(focus.scheme or focus.authors or focus.days or cast.chosen)
    return None if commons is None or own or commons.workflow is not workflow else commons
