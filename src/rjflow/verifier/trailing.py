"""
Walk back from where a safeguard is broken to one way a case gets there.

Stands on: `searching`.   Knows nothing of: people's names, times, sentences.
"""

from collections.abc import Sequence

from rjflow.verifier.bdd import Set
from rjflow.verifier.edges import Edge
from rjflow.verifier.searching import Hit, Layer, Search

Values = tuple[int, ...]
Trail = list[tuple[Edge, Values]]


def trail(search: Search, hit: Hit) -> tuple[Values, Trail]:
    """
    Give one shortest way to a hit: the values it begins with, then each edge with the values after it.

    Ties are broken by the order of the file, and by the least values, so the same search always gives the same trail.
    """
    walk = _Walk(search)
    goals = walk.goals(hit)
    state = next(name for name in search.frame.workflow.states if name in goals[0])
    begin = walk.start(state, goals[0][state])
    values, found = walk.quiet_steps(state, begin, goals[0][state])
    for goal in goals[1:]:
        edge, values = walk.onward(state, values, goal)
        found.append((edge, values))
        state = edge.target
        values, quiet = walk.quiet_steps(state, values, goal[state])
        found += quiet
    if hit.edge is not None:
        found.append((hit.edge, walk.ending(hit.edge, values)))
    return begin, found


# ----------------------------------------------------------------------------------------------------------------------


class _Walk:
    """The layers of one search, walked from the end."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._space = search.frame.space

    def goals(self, hit: Hit) -> list[Layer]:
        """Give, for each layer, the part from which the hit can be reached by the moves that are left."""
        goals: list[Layer] = [{hit.state: hit.where}]
        for layer in reversed(self._search.layers[: hit.layer]):
            goals.append(self._before(layer, goals[-1]))
        goals.reverse()
        return goals

    def start(self, state: str, goal: Set) -> Values:
        """Give the values a case begins with, of those from which the goal can be reached."""
        return self._space.least(self._search.beginnings()[state] & self._leading_to(state, goal))

    def onward(self, state: str, values: Values, goal: Layer) -> tuple[Edge, Values]:
        """Take the first edge, in file order, that leads from one situation towards the goal."""
        here = self._space.point(values)
        for edge in self._search.moves(state):
            if edge.target in goal:
                there = self._search.image(edge, here) & self._leading_to(edge.target, goal[edge.target])
                if there.satisfiable():
                    return edge, self._space.least(there)
        raise AssertionError("a layer holds a situation that no step leads to")

    def quiet_steps(self, state: str, values: Values, goal: Set) -> tuple[Values, Trail]:
        """
        Give quiet steps from one situation into the goal: few, though not always the fewest.

        Backward from the goal, edge after edge, each from all that is found so far; so a round or two is enough however many steps it takes.
        """
        quiet = self._search.quiet(state) if self._search.quietly else []
        here = self._space.point(values)
        leading: list[tuple[Edge, Set, Set]] = []
        found = goal
        while not (found & here).satisfiable():
            for edge in quiet:
                fresh = self._search.preimage(edge, found) & ~found
                if fresh.satisfiable():
                    leading.append((edge, fresh, found))
                    found = found | fresh
        return self._along(state, leading, values)

    def ending(self, edge: Edge, values: Values) -> Values:
        """Give the values after the edge that breaks the safeguard."""
        image = self._search.image(edge, self._space.point(values))
        wrong = image & self._search.watcher.after(edge.facts, edge.target)
        return self._space.least(wrong if wrong.satisfiable() else image)

    def _along(self, state: str, leading: Sequence[tuple[Edge, Set, Set]], values: Values) -> tuple[Values, Trail]:
        """
        Take each edge that leads from where one stands to what was found before it; the last found is the furthest from the goal.
        """
        found: Trail = []
        here = self._space.point(values)
        for edge, before, nearer in reversed(leading):
            if (here & before).satisfiable():
                values = self._space.least(self._search.image(edge, here) & nearer)
                here = self._space.point(values)
                found.append((edge.between(state, state, edge.reads), values))
        return values, found

    def _leading_to(self, state: str, goal: Set) -> Set:
        """
        Give the situations of a state from which quiet steps lead to the goal.
        """
        return self._search.saturated(state, goal, backward=True) if self._search.quietly else goal

    def _before(self, layer: Layer, goal: Layer) -> Layer:
        """
        Give the part of a layer from which one move leads to the goal.
        """
        towards = {state: self._leading_to(state, some) for state, some in goal.items()}
        found: Layer = {}
        for state, some in layer.items():
            for edge in self._search.moves(state):
                if edge.target not in towards:
                    continue
                where = some & self._search.preimage(edge, towards[edge.target])
                if where.satisfiable():
                    found[state] = found[state] | where if state in found else where
        return found
