"""
What can happen in the same places and leaves a case there, put together: of all that changes the same, once.

Stands on: `edges`.   Knows nothing of: where a case can go, safeguards.
"""

from collections.abc import Iterator

from attrs import define, field

from rjflow.verifier.bdd import Set, Space
from rjflow.verifier.edges import Edge


@define(eq=False)
class Quiet:
    """What leaves a case in some places, which are the bits of a number."""

    places: int
    edges: list[Edge] = field(factory=list)
    _effects: dict[tuple[tuple[int, ...], Set], Set] = field(factory=dict, init=False)

    def note(self, edge: Edge) -> None:
        """Take in one more thing that can happen there; what changes nothing that is tracked has no effect."""
        self.edges.append(edge)
        known = (edge.forget, edge.put)
        if edge.forget:
            self._effects[known] = self._effects[known] | edge.guard if known in self._effects else edge.guard

    def images(self, space: Space, some: Set) -> Iterator[Set]:
        """Give where each effect leads from some situations."""
        for (forget, put), guard in self._effects.items():
            yield space.forget(some & guard, forget) & put

    def added(self, space: Space, some: Set) -> Set:
        """Add where one effect after the other leads, each from all that was added before."""
        for (forget, put), guard in self._effects.items():
            some = some | space.forget(some & guard, forget) & put
        return some
