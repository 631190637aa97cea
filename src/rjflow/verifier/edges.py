"""
From actions to edges: where each action can lead from each state, and what it changes there.

Stands on: `action`, `watching`.   Knows nothing of: layers, what is reached.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import cast

from rjflow.definition.model import BACK
from rjflow.frozen import draft_of, frozen
from rjflow.verifier.action import Action, reads_down, reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import HELD, Key
from rjflow.verifier.happening import Facts
from rjflow.verifier.watching import Watcher


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
        made = _EdgeDraft()  # most edges are made here, very many in every proof
        made.source, made.target, made.reads = source, target, reads
        made.number, made.action, made.facts = self.number, self.action, self.facts
        made.guard, made.forget, made.put, made.then = self.guard, self.forget, self.put, self.then
        made.__class__ = Edge
        return cast(Edge, made)

    @property
    def is_quiet(self) -> bool:
        """Whether the case stays where it is: something is recorded or noticed, runs out, or somebody comes or goes."""
        return self.source == self.target and self.action.event is None


_EdgeDraft = draft_of(Edge)


class Edges:
    """
    The edges of one frame, made for one watcher; of those that are alike, each is worked out once.
    """

    def __init__(self, formulas: Formulas, watcher: Watcher) -> None:
        self.formulas = formulas
        self.frame = formulas.frame
        self.watcher = watcher
        self._resting: dict[str, list[tuple[str, Set]]] = {}
        self._staying: dict[int, Edge] = {}
        self._first: dict[tuple[object, ...], Edge] = {}
        self._changed: dict[tuple[object, ...], tuple[Facts, tuple[int, ...], Set]] = {}
        self._put: dict[tuple[object, ...], tuple[tuple[int, ...], Set]] = {}
        self._before: dict[int, tuple[Facts, Set]] = {}
        self._broken: dict[tuple[int, str], Set] = {}
        self._asked: dict[tuple[str, str, str], frozenset[object]] = {}

    def asking(self, watcher: Watcher) -> "Edges":
        """Give the same edges for another watcher; neither remembers anything, so that no edge is another for it."""
        found = copy(self)
        found.watcher, found._before, found._broken = watcher, {}, {}
        return found

    def image(self, edge: Edge, some: Set) -> Set:
        """Give where an edge leads from some situations."""
        return self.frame.space.forget(some & edge.guard, edge.forget) & edge.put & edge.then

    def preimage(self, edge: Edge, some: Set) -> Set:
        """Give the situations from which an edge leads to some."""
        return edge.guard & self.frame.space.forget(some & edge.put & edge.then, edge.forget)

    def beginnings(self) -> dict[str, Set]:
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
        start, found = frame.workflow.start, dict[str, Set]()
        for state, where in self.resting(start):
            held = self._held_after(start, state)
            here = space.forget(begin & where, tuple(frame.index[key] for key in held))
            here = space.all_of([here, *(frame.is_(key, values[0]) for key, values in held.items())])
            if here.satisfiable():
                found[state] = here
        return found

    def breaks(self, edge: Edge) -> Set:
        """
        Give the situations from which an edge breaks the safeguard. One that leaves the case where it is does so everywhere or nowhere.
        """
        if not self.watcher.minds_steps:
            return self.frame.space.nothing
        known = (edge.number, "" if edge.is_quiet else edge.target)
        if known not in self._broken:
            before = self._wrong_before(edge.facts)
            after = self.frame.space.nothing if edge.is_quiet else self.watcher.after(edge.facts, edge.target)
            found = self.preimage(edge, after) if after.satisfiable() else after
            if before.satisfiable():
                found = found | (before & self.preimage(edge, self.frame.space.everything))
            self._broken[known] = found
        return self._broken[known]

    def _wrong_before(self, facts: Facts) -> Set:
        if id(facts) not in self._before:
            self._before[id(facts)] = (facts, self.watcher.before(facts))
        return self._before[id(facts)][1]

    def ways_of(self, action: Action, state: str) -> Iterator[Edge]:
        """
        Give where an action can lead from a state: straight on, back to the held state, or down where a gate is closed.
        """
        states = self.frame.workflow.states
        if action.target == BACK:
            for origin in (None, *self.frame.origins):
                held = self.frame.is_(HELD, self.frame.held(origin))
                for target, then in self.resting(origin or state):
                    yield self._edge(action, state, target, then, target, held, origin or state)
        elif action.target is not None:
            guard = states[action.target].guard
            then = self.formulas.group(guard).yes if guard else self.frame.space.everything
            yield self._edge(action, state, action.target, then, action.target, begin=action.target)
        elif states[state].guard is None:
            if id(action) not in self._staying:
                self._staying[id(action)] = self._edge(action, state, state, self.frame.space.everything, None)
            yield self._staying[id(action)].between(state, state, action.reads)
        else:
            for target, then in self.resting(state):
                yield self._edge(action, state, target, then, target if target != state else None)

    def _edge(
        self,
        action: Action,
        source: str,
        target: str,
        then: Set,
        entered: str | None,
        held: Set | None = None,
        begin: str | None = None,
    ) -> Edge:
        """
        Give an edge between two states, with what is remembered of where a held case came from; *begin*, where it is before it falls, if that
        is not where it was.
        """
        entered = entered if action.event is not None or entered != source else None
        one = self.alike(action, source, target, then, entered, self._held_after(source, target), held)
        return one.between(source, target, action.reads | self._asked_on(source, begin or source, target))

    def alike(
        self,
        action: Action,
        source: str,
        target: str,
        then: Set,
        entered: str | None,
        assigned: Mapping[Key, tuple[int, ...]],
        held: Set | None = None,
    ) -> Edge:
        """
        Give the first edge that is like this one but for its states; only that is worked out.

        *assigned* is what it changes besides the action, *held* where it can be besides the action's guard.
        """
        known = (id(action), entered, *assigned.values(), then, held)
        first = self._first.get(known)
        if first is None:
            facts, forget, put = self._changes(action, entered, assigned)
            guard = action.guard if held is None else action.guard & held
            first = Edge(source, target, frozenset(), len(self._first), action, guard, forget, put, then, facts)
            self._first[known] = first
        return first

    def _changes(
        self, action: Action, entered: str | None, assigned: Mapping[Key, tuple[int, ...]]
    ) -> tuple[Facts, tuple[int, ...], Set]:
        """
        Give what happens when an action ends in a state, which variables that changes, and what they are after it.
        """
        known = (id(action), entered, *assigned.values())
        changed = self._changed.get(known)
        if changed is None:
            facts = Facts(action.event, entered, action.occurrences)
            remembered = self.watcher.remembered(facts)
            put = (id(action), *assigned.values(), *remembered.items())
            if put not in self._put:
                self._put[put] = self._assigned(action, assigned, remembered)
            changed = self._changed[known] = (facts, *self._put[put])
        return changed

    def _assigned(
        self, action: Action, held: Mapping[Key, tuple[int, ...]], remembered: dict[Key, int]
    ) -> tuple[tuple[int, ...], Set]:
        """
        Give which variables a step changes, and what they are after it.
        """
        if not (action.assigns or held or remembered):
            return (), self.frame.space.everything
        assigns = {**action.assigns, **held}
        assigns |= {key: (value,) for key, value in remembered.items() if key not in assigns}
        index, space = self.frame.index, self.frame.space
        put = space.everything
        for key, values in assigns.items():
            put = put & space.among(index[key], values)
        return tuple(sorted(index[key] for key in assigns)), put

    def _asked_on(self, source: str, begin: str, target: str) -> frozenset[object]:
        """
        Give what gates speak of on a step: that of the state it leaves, and each on the way down from where it leads to where it ends.
        """
        known = (source, begin, target)
        if known not in self._asked:
            workflow = self.frame.workflow
            self._asked[known] = reads_of(workflow, workflow.states[source].guard) | reads_down(workflow, begin, target)
        return self._asked[known]

    def _held_after(self, source: str, target: str) -> Mapping[Key, tuple[int, ...]]:
        """
        Give what is remembered of where a held case came from.
        """
        states = self.frame.workflow.states
        if not self.frame.has(HELD) or states[source].holds == states[target].holds:
            return {}
        return {HELD: (self.frame.held(source) if states[target].holds else 0,)}

    def resting(self, state: str) -> list[tuple[str, Set]]:
        """
        Give where a case rests that is in a state: there if its gate may be true, and where it falls if it may not be.
        """
        if state not in self._resting:
            self._resting[state] = self._down(state, self.frame.space.everything)
        return self._resting[state]

    def _down(self, state: str, here: Set) -> list[tuple[str, Set]]:
        guard = self.frame.workflow.states[state].guard
        if guard is None:
            return [(state, here)]
        may = self.formulas.group(guard)
        otherwise = self.frame.workflow.states[state].otherwise or state
        return [(state, here & may.yes), *self._down(otherwise, here & may.not_yes)]
