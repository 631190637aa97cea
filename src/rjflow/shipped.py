"""
Where the workflows are that come with rjflow.

They are kept once, in the repository's top-level `workflows/`; an installed package has a copy inside.

Stands on: nothing.   Knows nothing of: what a workflow is.
"""

from pathlib import Path


def shipped(name: str) -> Path | None:
    """
    Find a workflow or safeguard file that comes with rjflow by its name; nothing when there is none.

    >>> shipped("core").name
    'core.safeguards.yaml'
    >>> shipped("no-such-thing") is None
    True
    """
    places = (f"{name}.workflow.yaml", f"safeguards/{name}.safeguards.yaml", f"overlays/{name}.workflow.yaml")
    return next((path for place in places if (path := folder() / place).is_file()), None)


def folder() -> Path:
    """
    Give the folder of the workflows that come with rjflow.
    """
    inside = Path(__file__).parent / "workflows"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "workflows"
