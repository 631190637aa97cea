"""
Find the fewest mistakes with which a safeguard is broken: situations in the order of what it costs to come to them.

All that is reached without a mistake comes first, nearest first, then all that one mistake reaches, and so on. So the first way found
needs the fewest mistakes, and of those the fewest steps from the last one on. What is not tracked may be anything, so the
number found is never more than what is really needed.

Stands on: `slips`, `watching`.   Knows nothing of: stories, sentences.
"""

from collections.abc import Iterator
from copy import copy

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen, frozen_map
from rjflow.verifier.action import reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.edges import Edge
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Cast, Focus, Frame, Key
from rjflow.verifier.happening import Facts
from rjflow.verifier.searching import Layer
from rjflow.verifier.slips import Slip, Slips
from rjflow.verifier.spoken import Watched, entered_in, listened_for, memories
from rjflow.verifier.watching import watcher

UNSETTLED: Key = ("unsettled",)
NO_SLIP = Slip()


@frozen(eq=False)
class Slipped:
    """One step of the way: its edge, how mistakes are made at it, and the values after it."""

    edge: Edge
    slip: Slip
    values: tuple[int, ...]


@frozen(eq=False)
class Cheapest:
    """
    What a search came to: how many mistakes break the safeguard, and the way there; nothing when more than were asked for are needed.
    """

    frame: Frame
    formulas: Formulas
    cost: int | None
    begin: tuple[int, ...] = ()
    trail: tuple[Slipped, ...] = ()
    reads: frozenset[object] = frozenset()


@frozen(eq=False)
class _Front:
    """What was reached at one distance: with so many mistakes, for the first time."""

    cost: int
    layer: Layer
    is_first: bool


@frozen(eq=False)
class _Hit:
    """Where it is broken: standing in situations of a front, or by a step from there."""

    front: int
    state: str
    where: Set
    edge: Edge | None = None
    slip: Slip = NO_SLIP


def cheapest(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, *, most: int, nodes: int = 1 << 18
) -> Cheapest:
    """
    Search for the fewest mistakes, up to *most*, with which a form is broken.

    Raises:
        DDMemoryError: the sets do not fit in memory (`bdd.out_of_room`).
    """
    return _Cheapest(workflow, form, cast, focus, nodes).run(most)


class _Cheapest:
    """One search, by cost and then by distance."""

    def __init__(self, workflow: Workflow, form: Watched, cast: Cast, focus: Focus, nodes: int) -> None:
        self.frame = Frame(workflow, cast, focus, (*memories(workflow, form, cast), UNSETTLED), nodes)
        self.formulas = Formulas(self.frame)
        self._workflow = workflow
        self._watcher = watcher(self.formulas, form, trust=False)
        self._onlooker = watcher(Formulas(without_gates(self.frame)), form, trust=False)
        entered = entered_in(workflow, form)
        self._slips = Slips(self.frame, self.formulas, listened_for(form), self._watcher, entered)
        self._bit = self.frame.index[UNSETTLED]
        self._settled = self.frame.is_(UNSETTLED, 0)
        self._fronts: list[_Front] = []
        self._reached: Layer = {}
        self._breaking: dict[tuple[int, str, Slip], Set] = {}
        self._of_state: dict[tuple[str, int], list[tuple[Edge, Slip]]] = {}

    def run(self, most: int) -> Cheapest:
        """Search, with one mistake more each time."""
        for cost in range(most + 1):
            layer = self._slips.base.beginnings() if cost == 0 else self._seeds(cost)
            layer = self._fresh(layer)
            hit = self._slipping_hit(cost)
            first = True
            while hit is None and layer:
                self._fronts.append(_Front(cost, layer, first))
                for state, some in layer.items():
                    self._reached[state] = self._reached[state] | some if state in self._reached else some
                hit = self._hit(len(self._fronts) - 1)
                layer, first = self._fresh(self._onward(layer)), False
            if hit is not None:
                return self._told(hit, cost)
        return Cheapest(self.frame, self.formulas, None)

    # ---- steps -------------------------------------------------------------------------------------------------------

    def image(self, edge: Edge, slip: Slip, some: Set) -> Set:
        """Give where a step leads from some situations, and whether its gate may be closed there."""
        found = self._slips.base.image(edge, some & self._may(edge, slip))
        return self.frame.space.forget(found, (self._bit,)) & self._after(edge, slip)

    def preimage(self, edge: Edge, slip: Slip, some: Set) -> Set:
        """Give the situations from which a step leads to some."""
        there = self.frame.space.forget(some & self._after(edge, slip), (self._bit,))
        return self._slips.base.preimage(edge, there) & self._may(edge, slip)

    def _may(self, edge: Edge, slip: Slip) -> Set:
        """
        Give where a step can be taken: whoever looks at a case whose gate is closed lets it fall first, unless that is missed.
        """
        if slip.missed is not None or edge.action.doing == "settle":
            return self.frame.space.everything
        guard = self._workflow.states[edge.source].guard
        if guard is None:
            return self.frame.space.everything
        stays = slip.gates > 0 and edge.target == edge.source
        return self._settled if not stays else self.frame.space.everything

    def _after(self, edge: Edge, slip: Slip) -> Set:
        """
        Give what is remembered of whether the gate of the case's state may be closed.
        """
        unsettles = (slip.missed is not None and edge.target == edge.source) or (slip.gates > 0)
        return self.frame.is_(UNSETTLED, 1 if unsettles and self._workflow.states[edge.target].guard else 0)

    def _steps(self, state: str, cost: int) -> list[tuple[Edge, Slip]]:
        """
        Give every step from a state at which so many mistakes are made.
        """
        if (state, cost) not in self._of_state:
            found = [(edge, NO_SLIP) for edge in self._slips.base.edges(state)] if cost == 0 else []
            for slip in self._slips.of_cost(cost) if cost else ():
                found += [(edge, slip) for edge in self._slips.edges(slip, state)]
            self._of_state[state, cost] = found
        return self._of_state[state, cost]

    def _onward(self, layer: Layer) -> Layer:
        found: Layer = {}
        for state, some in layer.items():
            for edge, slip in self._steps(state, 0):
                image = self.image(edge, slip, some)
                if image.satisfiable():
                    found[edge.target] = found[edge.target] | image if edge.target in found else image
        return found

    def _seeds(self, cost: int) -> Layer:
        """
        Give what is reached at this cost by a step at which the last mistakes are made.
        """
        found: Layer = {}
        for _, some, steps in self._earlier(cost):
            for edge, slip in steps:
                image = self.image(edge, slip, some)
                if image.satisfiable():
                    found[edge.target] = found[edge.target] | image if edge.target in found else image
        return found

    def _earlier(self, cost: int) -> Iterator[tuple[str, Set, list[tuple[Edge, Slip]]]]:
        """
        Give what was reached with fewer mistakes, and the steps that would make up the difference.
        """
        for less in range(cost):
            for state in self._workflow.states:
                sets = [front.layer[state] for front in self._fronts if front.cost == less and state in front.layer]
                if sets:
                    yield state, self.frame.space.any_of(sets), self._steps(state, cost - less)

    def _fresh(self, layer: Layer) -> Layer:
        known, nothing = self._reached, self.frame.space.nothing
        fresh = {state: some & ~known.get(state, nothing) for state, some in layer.items()}
        return {state: some for state, some in fresh.items() if some.satisfiable()}

    # ---- what is broken ----------------------------------------------------------------------------------------------

    def _hit(self, number: int) -> _Hit | None:
        """
        Find where a front stands that breaks it, or what breaks it from there without a mistake.
        """
        layer = self._fronts[number].layer
        for state in self._workflow.states:
            if state in layer:
                where = layer[state] & self._wrong(state)
                if where.satisfiable():
                    return _Hit(number, state, where)
        for state in self._workflow.states:
            for edge, slip in self._steps(state, 0) if state in layer else ():
                where = layer[state] & self._breaks(edge, slip)
                if where.satisfiable():
                    return _Hit(number, state, where, edge, slip)
        return None

    def _slipping_hit(self, cost: int) -> _Hit | None:
        """
        Find a step that breaks it and at which the last mistakes are made.
        """
        for state, some, steps in self._earlier(cost):
            for edge, slip in steps:
                breaks = self._breaks(edge, slip)
                if (some & breaks).satisfiable():
                    return self._first_hit(cost - slip.cost, state, breaks, edge, slip)
        return None

    def _first_hit(self, cost: int, state: str, breaks: Set, edge: Edge, slip: Slip) -> _Hit:
        for number, front in enumerate(self._fronts):
            where = front.layer[state] & breaks if front.cost == cost and state in front.layer else None
            if where is not None and where.satisfiable():
                return _Hit(number, state, where, edge, slip)
        raise AssertionError("what all fronts hold together none holds")

    def _wrong(self, state: str) -> Set:
        """
        Give where standing in a state breaks it: what its gate asks can be relied on only where the gate is known to be open.
        """
        return (self._watcher.standing(state) & self._settled) | (self._onlooker.standing(state) & ~self._settled)

    def _breaks(self, edge: Edge, slip: Slip) -> Set:
        key = (edge.number, f"{edge.source} {edge.target} {edge.facts.entered}", slip)
        if key not in self._breaking:
            before, after = self._watcher.before(edge.facts), self._wrong_after(edge.facts, edge.target)
            found = self.preimage(edge, slip, after) if after.satisfiable() else after
            if before.satisfiable():
                found = found | (before & self.preimage(edge, slip, self.frame.space.everything))
            self._breaking[key] = found
        return self._breaking[key]

    def _wrong_after(self, facts: Facts, state: str) -> Set:
        settled, unsettled = self._watcher.after(facts, state), self._onlooker.after(facts, state)
        return (settled & self._settled) | (unsettled & ~self._settled)

    # ---- the way there -----------------------------------------------------------------------------------------------

    def _told(self, hit: _Hit, cost: int) -> Cheapest:
        """
        Walk back from a hit, then forward again, choosing one situation at each step.
        """
        goals: list[Set] = [hit.where]
        steps: list[tuple[Edge, Slip]] = []
        number, state = hit.front, hit.state
        while (found := self._before(number, state, goals[0])) is not None:
            number, edge, slip, where = found
            steps.insert(0, (edge, slip))
            goals.insert(0, where)
            state = edge.source
        space = self.frame.space
        values = begin = space.least(goals[0] & self._slips.base.beginnings()[state])
        trail = []
        for (edge, slip), goal in zip(steps, goals[1:], strict=True):
            values = space.least(self.image(edge, slip, space.point(values)) & goal)
            trail.append(Slipped(edge, slip, values))
        if hit.edge is not None:
            image = self.image(hit.edge, hit.slip, space.point(values))
            wrong = image & self._wrong_after(hit.edge.facts, hit.edge.target)
            trail.append(Slipped(hit.edge, hit.slip, space.least(wrong if wrong.satisfiable() else image)))
        reads = self._watcher.reads(hit.state) | reads_of(
            self._workflow, self._workflow.states[self._workflow.start].guard
        )
        reads = reads.union(*(one.edge.reads for one in trail))
        return Cheapest(self.frame, self.formulas, cost, begin, tuple(trail), reads)

    def _before(self, number: int, state: str, goal: Set) -> tuple[int, Edge, Slip, Set] | None:
        """
        Give the front, the step, and the situations in that front from which the step leads to a part of another.
        """
        front = self._fronts[number]
        if not front.is_first:
            return self._step_into(number - 1, 0, state, goal)
        for earlier in range(number):
            found = self._step_into(earlier, front.cost - self._fronts[earlier].cost, state, goal)
            if found is not None:
                return found
        return None

    def _step_into(self, number: int, cost: int, state: str, goal: Set) -> tuple[int, Edge, Slip, Set] | None:
        layer = self._fronts[number].layer
        for source in self._workflow.states:
            for edge, slip in self._steps(source, cost) if source in layer else ():
                where = layer[source] & self.preimage(edge, slip, goal) if edge.target == state else None
                if where is not None and where.satisfiable():
                    return number, edge, slip, where
        return None


def without_gates(frame: Frame) -> Frame:
    """
    Give the same frame as somebody sees it who does not trust the gates of the states.
    """
    seen = copy(frame)
    workflow = frame.workflow
    open_states = {name: evolve(one, guard=None, otherwise=None) for name, one in workflow.states.items()}
    seen.workflow = evolve(workflow, states=frozen_map(open_states))
    return seen
