"""
Where a case can rest: a state, and for a state that holds cases, the one it is held from.

Stands on: `definition`.   Knows nothing of: situations, sets.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from rjflow.definition.model import Workflow

NOWHERE = "nowhere"


class Place(NamedTuple):
    """A state, and where a case that is held there is held from."""

    state: str
    origin: str | None = None

    def __str__(self) -> str:
        return self.state if self.origin is None else f"{self.state} from {self.origin}"

    @property
    def name(self) -> str:
        """Its name where it is told from other places of its state."""
        return f"{self.state} from {self.origin or NOWHERE}"


@lru_cache(maxsize=16)
def places_of(workflow: Workflow) -> tuple[Place, ...]:
    """
    Give every place there is; nobody leaves a final state, so no case is held from one.
    """
    return tuple(_every_place(workflow))


@lru_cache(maxsize=16)
def places_by_name(workflow: Workflow) -> Mapping[str, tuple[Place, ...]]:
    """
    Give the places that a name can mean: one, or all of a state.
    """
    found: dict[str, tuple[Place, ...]] = {}
    for place in places_of(workflow):
        found[place.state] = (*found.get(place.state, ()), place)
        found[place.name] = (place,)
    return found


def after(workflow: Workflow, place: Place, target: str) -> Place:
    """
    Give the place a case is in that comes from one into a state.
    """
    if target == place.state:
        return place
    if not workflow.states[target].holds:
        return Place(target)
    return Place(target, place.origin if workflow.states[place.state].holds else place.state)


# ----------------------------------------------------------------------------------------------------------------------


def _every_place(workflow: Workflow) -> Iterator[Place]:
    origins = [name for name, state in workflow.states.items() if not (state.holds or state.final)]
    for name, state in workflow.states.items():
        yield Place(name)
        if state.holds:
            yield from (Place(name, origin) for origin in origins)
