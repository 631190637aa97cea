"""
Find everything a case can come to, layer by layer, and the first step that breaks a safeguard.

One set of situations per state of the workflow. A layer holds what can be reached in so many steps and not in fewer, so the first
layer in which something is broken gives a shortest story.

Stands on: `edges`.   Knows nothing of: people's names, times, sentences.
"""

from collections.abc import Sequence
from itertools import cycle

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.verifier.action import Action
from rjflow.verifier.bdd import Set
from rjflow.verifier.edges import Edge, Edges
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.watching import Watcher

Layer = dict[str, Set]


@frozen(eq=False)
class Hit:
    """Where a safeguard is broken: in the situations `where` of `state` in a layer, by an edge, or just standing there."""

    layer: int
    state: str
    where: Set
    edge: Edge | None = None


class Search:
    """
    One search through one frame for one safeguard.

    With *quietly*, steps that leave the case in its state do not count: a layer then holds all that so many moves reach, and sets
    stay small however much evidence there is. A trail is shortest in moves first, and in quiet steps between one move and the next.
    Without, every step counts, and a trail is a shortest one.
    """

    def __init__(self, formulas: Formulas, actions: Sequence[Action], watcher: Watcher, *, quietly: bool) -> None:
        self.frame = formulas.frame
        self.formulas = formulas
        self.watcher = watcher
        self.quietly = quietly
        self.made = Edges(formulas, watcher)
        self.image, self.preimage = self.made.image, self.made.preimage
        self.beginnings = self.made.beginnings
        self._actions = _by_state(formulas.frame.workflow, actions)
        self._edges: dict[str, list[Edge]] = {}
        self._breaking: dict[str, list[tuple[Edge, Set]]] = {}
        self._moves: dict[str, list[Edge]] = {}
        self._alike: dict[str, tuple[object, ...]] = {}
        self._quiet: dict[tuple[object, ...], list[Edge]] = {}
        self._saturated: dict[tuple[object, ...], Set] = {}
        self.layers: list[Layer] = []
        self.reached: Layer = {}

    def run(self) -> Hit | None:
        """
        Search until something is broken, or everything reachable has been seen.
        """
        layer = self._closed(self.beginnings())
        while layer:
            self.layers.append(layer)
            for state, fresh in layer.items():
                self.reached[state] = self.reached[state] | fresh if state in self.reached else fresh
            hit = self._standing_hit(layer) or self._step_hit(layer)
            if hit is not None:
                return hit
            layer = self._closed(self._next(layer))
        return None

    def edges(self, state: str) -> list[Edge]:
        """Give the edges that leave a state, in the order of the actions."""
        if state not in self._edges:
            self._edges[state] = [edge for one in self._actions[state] for edge in self.made.ways_of(one, state)]
        return self._edges[state]

    def moves(self, state: str) -> list[Edge]:
        """Give the edges that count as steps: all of them, or those that are not quiet."""
        if not self.quietly:
            return self.edges(state)
        if state not in self._moves:
            stays = self.frame.workflow.states[state].guard is None  # a case that nothing moves
            able = (one for one in self._actions[state] if one.event is not None or not stays)
            found = (edge for one in able for edge in self.made.ways_of(one, state))
            self._moves[state] = [edge for edge in found if not edge.is_quiet]
        return self._moves[state]

    def quiet(self, state: str) -> list[Edge]:
        """Give the quiet edges of a state, as they are in the first of those in which the same can be done, and the same is asked of whoever stays."""
        alike = self._alike_to(state)
        if alike not in self._quiet:
            able = (one for one in self._actions[state] if one.target is None)
            found = (edge for one in able for edge in self.made.ways_of(one, state))
            self._quiet[alike] = [edge for edge in found if edge.is_quiet]
        return self._quiet[alike]

    def _next(self, layer: Layer) -> Layer:
        """
        Give what one more step reaches that was not reached before.
        """
        found: Layer = {}
        for state, some in layer.items():
            for edge in self.moves(state):
                image = self.image(edge, some)
                if edge.target in self.reached:
                    image = image & ~self.reached[edge.target]
                if image.satisfiable():
                    found[edge.target] = found[edge.target] | image if edge.target in found else image
        return found

    def _closed(self, layer: Layer) -> Layer:
        """
        Add what is reached by quiet steps alone, where those do not count; what an earlier layer holds stays there.
        """
        if not self.quietly:
            return layer
        closed = {state: self.saturated(state, some) for state, some in layer.items()}
        nothing = self.frame.space.nothing
        return {state: some & ~self.reached.get(state, nothing) for state, some in closed.items()}

    def saturated(self, state: str, some: Set, *, backward: bool = False) -> Set:
        """
        Go through the quiet edges of a state, or back, until nothing is added any more. States where the same can be done, and the
        same is asked of whoever stays, share the answer.
        """
        known = (self._alike_to(state), backward, some)
        if known not in self._saturated:
            through, quiet = self.preimage if backward else self.image, self.quiet(state)
            settled = 0  # so many edges, one after the other, added nothing
            for edge in cycle(quiet):
                more = some | through(edge, some)
                settled, some = (settled + 1 if more == some else 1), more
                if settled >= len(quiet):
                    break
            self._saturated[known] = some
        return self._saturated[known]

    def _alike_to(self, state: str) -> tuple[object, ...]:
        if state not in self._alike:
            here = (id(action) for action in self._actions[state] if action.target is None)
            self._alike[state] = (self.frame.workflow.states[state].guard, *here)
        return self._alike[state]

    def _standing_hit(self, layer: Layer) -> Hit | None:
        for state in self.frame.workflow.states:
            if state in layer:
                where = layer[state] & self.watcher.standing(state)
                if where.satisfiable():
                    return Hit(len(self.layers) - 1, state, where)
        return None

    def _step_hit(self, layer: Layer) -> Hit | None:
        for state in self.frame.workflow.states:
            for edge, breaks in self._breaking_edges(state) if state in layer else ():
                where = layer[state] & breaks
                if where.satisfiable():
                    return Hit(len(self.layers) - 1, state, where, edge)
        return None

    def _breaking_edges(self, state: str) -> list[tuple[Edge, Set]]:
        """
        Give the edges from a state that can break the safeguard, with the situations from which they do.
        """
        if not self.watcher.minds_steps:
            return []
        if state not in self._breaking:
            found = [(edge, self.made.breaks(edge)) for edge in self.edges(state)]
            self._breaking[state] = [(edge, breaks) for edge, breaks in found if breaks.satisfiable()]
        return self._breaking[state]


def _by_state(workflow: Workflow, actions: Sequence[Action]) -> dict[str, list[Action]]:
    """
    Give the actions that can be done in each state, in their order.
    """
    found: dict[str, list[Action]] = {state: [] for state in workflow.states}
    for action in actions:
        for state in dict.fromkeys(action.states):
            found[state].append(action)
    return found
