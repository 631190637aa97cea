"""
Find everything a case can come to, layer by layer, and the first step that breaks a safeguard.

One set of situations per state of the workflow. A layer holds what can be reached in so many steps and not in fewer, so the first
layer in which something is broken gives a shortest story.

Stands on: `action`, `watching`.   Knows nothing of: people's names, times, sentences.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from rjflow.definition.model import BACK, Workflow
from rjflow.verifier.action import Action, reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import HELD, Key
from rjflow.verifier.happening import Facts
from rjflow.verifier.watching import Watcher

Layer = dict[str, Set]


@frozen(eq=False)
class Edge:
    """
    One way an action can go from one state: the state it ends in, and the sets that say when.

    `guard` holds before; `put` is what it assigns; `then` holds after. Edges that are alike but for their states have one `number`.
    """

    source: str
    target: str
    reads: frozenset[object]
    number: int
    action: Action
    guard: Set
    forget: tuple[int, ...]
    put: Set
    then: Set
    facts: Facts

    def between(self, source: str, target: str, reads: frozenset[object]) -> "Edge":
        """Give the edge that is like this one, between other states."""
        same = (self.number, self.action, self.guard, self.forget, self.put, self.then, self.facts)
        return Edge(source, target, reads, *same)

    @property
    def is_quiet(self) -> bool:
        """Whether the case stays where it is: something is recorded or noticed, runs out, or somebody comes or goes."""
        return self.source == self.target and self.action.event is None


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
        self.formulas = formulas
        self.frame = formulas.frame
        self.watcher = watcher
        self.quietly = quietly
        self._actions = _by_state(formulas.frame.workflow, actions)
        self._edges: dict[str, list[Edge]] = {}
        self._breaking: dict[str, list[tuple[Edge, Set]]] = {}
        self._staying: dict[int, Edge] = {}
        self._first: dict[tuple[object, ...], Edge] = {}
        self._broken: dict[tuple[int, str], Set] = {}
        self._moves: dict[str, list[Edge]] = {}
        self._alike: dict[str, tuple[object, ...]] = {}
        self._saturated: dict[tuple[object, ...], Set] = {}
        self._asked: dict[tuple[str, str], frozenset[object]] = {}
        self.layers: list[Layer] = []
        self.reached: Layer = {}

    # ---- the cheap proof ---------------------------------------------------------------------------------------------

    def every_step_keeps_it(self) -> bool:
        """
        Tell whether no step at all breaks the safeguard, from wherever it is not broken yet: then nothing need be reached.
        """
        states = self.frame.workflow.states
        wrong = {state: self.watcher.standing(state) for state in states}
        if any((some & wrong[state]).satisfiable() for state, some in self.beginnings().items()):
            return False
        return not any(self._leads_astray(edge, wrong) for state in states for edge in self.edges(state))

    def _leads_astray(self, edge: Edge, wrong: Layer) -> bool:
        if self._breaks(edge).satisfiable():
            return True
        bad = wrong[edge.target]
        return bad.satisfiable() and (self.image(edge, ~wrong[edge.source]) & bad).satisfiable()

    # ---- forward -----------------------------------------------------------------------------------------------------

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
            self._edges[state] = [edge for one in self._actions[state] for edge in self._ways_of(one, state)]
            self._moves[state] = [edge for edge in self._edges[state] if not (self.quietly and edge.is_quiet)]
        return self._edges[state]

    def moves(self, state: str) -> list[Edge]:
        """Give the edges that count as steps: all of them, or those that are not quiet."""
        self.edges(state)
        return self._moves[state]

    def image(self, edge: Edge, some: Set) -> Set:
        """Give where an edge leads from some situations."""
        return self.frame.space.forget(some & edge.guard, edge.forget) & edge.put & edge.then

    def preimage(self, edge: Edge, some: Set) -> Set:
        """Give the situations from which an edge leads to some."""
        return edge.guard & self.frame.space.forget(some & edge.put & edge.then, edge.forget)

    def beginnings(self) -> Layer:
        """
        Give the situations a case can begin in: any people the file admits, nothing recorded.
        """
        frame, space = self.frame, self.frame.space
        free = ("there", "others", "scheme")
        begin = space.point({frame.index[key]: 0 for key in frame.sizes if key[0] not in free})
        begin = begin & space.all_of(
            space.among(frame.index[key], range(size)) for key, size in frame.sizes.items() if key[0] in free
        )
        if frame.cast.gathered:
            begin = begin & space.all_of(self.formulas.enough(kind) for kind in frame.workflow.people)
        start = frame.workflow.start
        return {state: begin & where for state, where in self._resting(start, None) if (begin & where).satisfiable()}

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
        if state not in self._alike:
            here = (id(action) for action in self._actions[state] if action.target is None)
            self._alike[state] = (self.frame.workflow.states[state].guard, *here)
        known = (self._alike[state], backward, some)
        if known not in self._saturated:
            quiet = [edge for edge in self.edges(state) if edge.is_quiet]
            through, before = self.preimage if backward else self.image, None
            while some != before:
                before = some
                for edge in quiet:
                    some = some | through(edge, some)
            self._saturated[known] = some
        return self._saturated[known]

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
        if state not in self._breaking:
            found = [(edge, self._breaks(edge)) for edge in self.edges(state)]
            self._breaking[state] = [(edge, breaks) for edge, breaks in found if breaks.satisfiable()]
        return self._breaking[state]

    def _breaks(self, edge: Edge) -> Set:
        """
        Give the situations from which an edge breaks the safeguard. One that leaves the case where it is does so everywhere or nowhere.
        """
        known = (edge.number, "" if edge.is_quiet else edge.target)
        if known not in self._broken:
            before = self.watcher.before(edge.facts)
            after = self.frame.space.nothing if edge.is_quiet else self.watcher.after(edge.facts, edge.target)
            found = self.preimage(edge, after) if after.satisfiable() else after
            if before.satisfiable():
                found = found | (before & self.preimage(edge, self.frame.space.everything))
            self._broken[known] = found
        return self._broken[known]

    # ---- from actions to edges ---------------------------------------------------------------------------------------

    def _ways_of(self, action: Action, state: str) -> Iterator[Edge]:
        """
        Give where an action can lead from a state: straight on, back to the held state, or down where a gate is closed.
        """
        states = self.frame.workflow.states
        if action.target == BACK:
            for origin in (None, *self.frame.origins):
                held = self.frame.is_(HELD, self.frame.held(origin))
                for target, then in self._resting(origin or state, None):
                    yield self._edge(action, state, target, then, target, held)
        elif action.target is not None:
            guard = states[action.target].guard
            then = self.formulas.group(guard).yes if guard else self.frame.space.everything
            yield self._edge(action, state, action.target, then, action.target)
        elif states[state].guard is None:
            if id(action) not in self._staying:
                self._staying[id(action)] = self._edge(action, state, state, self.frame.space.everything, None)
            yield self._staying[id(action)].between(state, state, action.reads)
        else:
            for target, then in self._resting(state, None):
                yield self._edge(action, state, target, then, target if target != state else None)

    def _edge(
        self, action: Action, source: str, target: str, then: Set, entered: str | None, held: Set | None = None
    ) -> Edge:
        """
        Give an edge; of all that are alike only the first is worked out.
        """
        fires = action.event is not None
        entered = entered if fires or entered != source else None
        assigned = self._held_after(source, target)
        known = (id(action), entered, *assigned.values(), then, held)
        if known not in self._first:
            facts = Facts(action.event, entered, action.occurrences)
            guard = action.guard if held is None else action.guard & held
            forget, put = self._assigned(action, assigned, self.watcher.remembered(facts))
            self._first[known] = Edge(
                source, target, frozenset(), len(self._first), action, guard, forget, put, then, facts
            )
        return self._first[known].between(source, target, action.reads | self._asked_on(source, target))

    def _assigned(
        self, action: Action, held: Mapping[Key, tuple[int, ...]], remembered: dict[Key, int]
    ) -> tuple[tuple[int, ...], Set]:
        """
        Give which variables a step changes, and what they are after it.
        """
        assigns = {**action.assigns, **held}
        assigns |= {key: (value,) for key, value in remembered.items() if key not in assigns}
        index, space = self.frame.index, self.frame.space
        put = space.all_of(space.among(index[key], values) for key, values in assigns.items())
        return tuple(sorted(index[key] for key in assigns)), put

    def _asked_on(self, source: str, target: str) -> frozenset[object]:
        """
        Give what the gates of the two states of a step speak of.
        """
        if (source, target) not in self._asked:
            states = self.frame.workflow.states
            groups = (states[source].guard, states[target].guard)
            self._asked[source, target] = reads_of(self.frame.workflow, *groups)
        return self._asked[source, target]

    def _held_after(self, source: str, target: str) -> Mapping[Key, tuple[int, ...]]:
        """
        Give what is remembered of where a held case came from.
        """
        states = self.frame.workflow.states
        if not self.frame.has(HELD) or states[source].holds == states[target].holds:
            return {}
        return {HELD: (self.frame.held(source) if states[target].holds else 0,)}

    def _resting(self, state: str, where: Set | None) -> list[tuple[str, Set]]:
        """
        Give where a case rests that is in a state: there if its gate may be true, and where it falls if it may not be.
        """
        here = self.frame.space.everything if where is None else where
        guard = self.frame.workflow.states[state].guard
        if guard is None:
            return [(state, here)]
        may = self.formulas.group(guard)
        otherwise = self.frame.workflow.states[state].otherwise or state
        return [(state, here & may.yes), *self._resting(otherwise, here & may.not_yes)]


def _by_state(workflow: Workflow, actions: Sequence[Action]) -> dict[str, list[Action]]:
    """
    Give the actions that can be done in each state, in their order.
    """
    found: dict[str, list[Action]] = {state: [] for state in workflow.states}
    for action in actions:
        for state in dict.fromkeys(action.states):
            found[state].append(action)
    return found
