"""
The strategy for workflows: any well-formed one, one that keeps its safeguards, or one with a mistake of a chosen kind.

Stands on: `inventing`, `mistaking`, Hypothesis.   Knows nothing of: what happens to cases.
"""

from hypothesis import strategies as st

from rjflow.definition.model import Workflow
from rjflow.testing.inventing import invented
from rjflow.testing.mistaking import MISTAKES, keeping, mistaken

__all__ = ["MISTAKES", "workflows"]


def workflows(*, safe: bool = False, broken: str | None = None) -> st.SearchStrategy[Workflow]:
    """
    Give small workflows.

    Without more, any that the language allows: all its constructs are used, and there are no safeguards. With *safe* they have safeguards, and
    the verifier proves every one. With *broken*, one of `MISTAKES`, they are the same with that mistake in them, and the verifier breaks a
    safeguard. That both is so is tested, and not assumed.

    Args:
        safe: Whether they should have safeguards, all kept.
        broken: The mistake that should be in them.

    Raises:
        ValueError: there is no such mistake.

    >>> from hypothesis import given, settings
    >>> from rjflow import verify
    >>> @settings(max_examples=3, database=None, deadline=None)
    ... @given(workflows(broken="stale evidence"))
    ... def check(workflow):
    ...     assert not verify(workflow).is_safe
    >>> check()
    """
    if broken is not None and broken not in MISTAKES:
        raise ValueError(f"there is no mistake called {broken!r}; there are: {', '.join(MISTAKES)}")
    if broken is not None:
        return mistaken(broken)
    return keeping() if safe else invented()
