"""
What can happen in one state without regard to any clock: quiet steps that set and stop none.

Stands on: `searching`.   Knows nothing of: times.
"""

from collections.abc import Collection

from rjflow.verifier.bdd import Set
from rjflow.verifier.edges import Edge
from rjflow.verifier.frame import Key
from rjflow.verifier.searching import Search

Leading = list[tuple[Edge | None, Set, Set]]
"""From a goal backward: an edge, from where it leads to what was found before it, and that; the goal itself first, by no edge."""


class Freely:
    """The steps of one search that leave a case in its state, and these records alone."""

    def __init__(self, search: Search, records: Collection[Key]) -> None:
        self._search = search
        self._records = records
        self._edges: dict[str, list[Edge]] = {}
        self._led_to: dict[tuple[str, Set], Set] = {}

    def is_free(self, edge: Edge) -> bool:
        """Tell whether an edge leaves the case in its state and touches no record that has a clock."""
        return edge.is_quiet and not any(key in edge.action.assigns for key in self._records)

    def onward(self, state: str, some: Set) -> Set:
        """Give all that some situations lead to; a search that keeps time comes to the same ones at many times."""
        known = (state, some)
        if known in self._led_to:
            return self._led_to[known]
        before = None
        while some != before:
            before = some
            for edge in self._free(state):
                some = some | self._search.image(edge, some)
        self._led_to[known] = some
        return some

    def leading(self, state: str, goal: Set) -> Leading:
        """Give all that leads to a goal, edge by edge."""
        leading: Leading = [(None, goal, goal)]
        found, before = goal, None
        while found != before:
            before = found
            for edge in self._free(state):
                fresh = self._search.preimage(edge, found) & ~found
                if fresh.satisfiable():
                    leading.append((edge, fresh, found))
                    found = found | fresh
        return leading

    # ------------------------------------------------------------------------------------------------------------------

    def _free(self, state: str) -> list[Edge]:
        if state not in self._edges:
            self._edges[state] = [edge for edge in self._search.edges(state) if self.is_free(edge)]
        return self._edges[state]
