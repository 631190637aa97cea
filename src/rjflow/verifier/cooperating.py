"""
Where a case is stuck: from where no steps of the people and clocks asked for lead to what must always be possible.

Backward from the goal, by steps that are sure to be allowed whatever is not tracked. Evidence that the same people may record at any time,
and whose recording voids nothing and shuts nothing, is theirs to bring about, so it need not be tracked.

Stands on: `searching`, `formulas`.   Knows nothing of: stories.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby

from rjflow.definition.lookup import is_of_kind
from rjflow.definition.model import BACK
from rjflow.definition.safeguards import AlwaysPossible, Step
from rjflow.frozen import frozen
from rjflow.verifier.action import Action
from rjflow.verifier.bdd import Set
from rjflow.verifier.edges import Edge
from rjflow.verifier.lasting import lengths
from rjflow.verifier.searching import Hit, Layer, Search
from rjflow.verifier.surely import Sure


def stuck(search: Search, form: AlwaysPossible) -> tuple[Hit | None, frozenset[object]]:
    """
    Give the first situations from which the goal cannot be reached, and what would have to be tracked to be surer.
    """
    backward = _Backward(search, form, search.reached)
    good, lost = backward.run()
    trap = _nearest(search, lost, lost.keys() - backward.perhaps())
    if trap is not None:
        return trap, frozenset()
    hit = _nearest(search, lost, lost)
    return hit, frozenset() if hit is None else backward.unsure_from(hit.state, lost, good)


def sought(search: Search, form: AlwaysPossible) -> Iterator[Layer]:
    """
    Give the situations a story may end in. First of traps all, since it may be that only a later one is come to in real days; then the first other
    from which the goal cannot be reached.
    """
    backward = _Backward(search, form, search.reached)
    _, lost = backward.run()
    traps = lost.keys() - backward.perhaps()
    if traps:
        yield {state: lost[state] for state in lost if state in traps}
    hit = _nearest(search, lost, lost.keys() - traps)
    if hit is not None:
        yield {hit.state: hit.where}


def doubts(search: Search, form: AlwaysPossible, reached: dict[str, Set]) -> frozenset[object] | None:
    """
    Give what would have to be tracked to be surer that the goal can be reached from everywhere, of at least what a case can come to;
    nothing at all when it can be reached from everywhere.
    """
    backward = _Backward(search, form, reached)
    good, lost = backward.run()
    if not lost:
        return None
    if lost.keys() - backward.perhaps():
        return frozenset()
    first = next(state for state in search.frame.workflow.states if state in lost)
    return backward.unsure_from(first, lost, good)


def leaned_on(search: Search, form: AlwaysPossible, reached: dict[str, Set]) -> tuple[Action, ...] | None:
    """
    Give what people and clocks can do that is enough for the goal to be reached from everywhere; nothing when it is not so reached.
    """
    backward = _Backward(search, form, reached)
    _, lost = backward.run()
    return None if lost else tuple(backward.used)


def _nearest(search: Search, lost: Layer, states: Collection[str]) -> Hit | None:
    """
    Give the first situations among some states from which the goal cannot be reached.
    """
    for number, layer in enumerate(search.layers):
        for state in search.frame.workflow.states:
            if state in layer and state in states:
                where = layer[state] & lost[state]
                if where.satisfiable():
                    return Hit(number, state, where)
    return None


_WAITED_FOR = ("deadline", "stale")
_FEW = 24  # things that it costs moments to track, so that it is done before it is known whether they are needed


class _Backward:
    """The search backward from the goal, among what is reached."""

    def __init__(self, search: Search, form: AlwaysPossible, reached: dict[str, Set]) -> None:
        self._search = search
        self._reached = reached
        self._frame = search.frame
        self._form = form
        self._sure = Sure(search.formulas, form.using)
        self._ways: dict[str, list[tuple[Edge, ...]]] = {}
        self._ends: dict[str, frozenset[str]] = {}
        self._made: dict[tuple[str, int], _Turn | None] = {}
        self.used: list[Action] = []

    def run(self) -> tuple[dict[str, Set], dict[str, Set]]:
        """
        Give, for each state, from where the goal can be reached (nothing is told of what is not reached), and from where it cannot.
        """
        space, reached = self._frame.space, self._reached
        goals = [
            name for name in self._frame.workflow.states if any(self._is_goal(name, step) for step in self._form.steps)
        ]
        good = dict.fromkeys(goals, space.everything)
        waiting = [state for state in reversed(reached) if state not in good]
        grown, looked = dict.fromkeys(goals, 0), dict[str, int]()
        moment, changed = 0, True
        while changed:
            changed = False
            for state in list(waiting):
                if state in looked and all(grown.get(end, 0) <= looked[state] for end in self._ends_of(state)):
                    continue  # nothing that it leads to is other than when it was looked at
                looked[state] = moment
                before = good.get(state, space.nothing)
                found = self._found(state, before, good)
                if not (reached[state] & ~found).satisfiable():
                    waiting.remove(state)
                    found = space.everything
                if (found & ~before).satisfiable():
                    good[state] = found
                    moment += 1
                    grown[state], changed = moment, True
        return good, {state: reached[state] & ~good.get(state, space.nothing) for state in reversed(waiting)}

    def _found(self, state: str, found: Set, good: dict[str, Set]) -> Set:
        """
        Add where the turns of a state are sure to lead to what is good, until that is everywhere, and note which of them added something.
        """
        here = self._reached[state]
        for turn in self._turns(state, good):
            if not (here & ~found).satisfiable():
                break
            more = self._leading_to(turn, good)
            if (more & ~found).satisfiable():
                self.used.append(turn.edges[0].action)
                found = found | more
        return found

    def perhaps(self) -> set[str]:
        """Give the states from which the goal may be reached if all that is asked is as it should be; the others are traps."""
        states = self._frame.workflow.states
        found = {name for name in states if any(self._is_goal(name, step) for step in self._form.steps)}
        onward = {
            state: {edge.target for edge in self._search.edges(state) if self._sure.may_go_by(edge.action)}
            for state in self._reached
        }
        while more := {state for state, targets in onward.items() if state not in found and targets & found}:
            found |= more
        return found

    def unsure_from(self, start: str, lost: Mapping[str, Set], good: dict[str, Set]) -> frozenset[object]:
        """
        Give what has to be tracked to be surer that a state is lost: what is read there, otherwise in the nearest state to which those
        asked for could go from there, and in the next ones as long as all that is little; nothing when everything on their ways is tracked.
        """
        seen, waiting = {start}, deque([start])
        found = frozenset[object]()
        while waiting:
            state = waiting.popleft()
            reads = found | self.unsure(state, good)
            if not self._frame.tracks(reads):
                if found and len(reads) > _FEW:
                    break
                found = reads
            for edge in self._search.edges(state):
                if edge.target in lost and edge.target not in seen and self._sure.may_be_theirs(edge.action):
                    seen.add(edge.target)
                    waiting.append(edge.target)
        return found

    def unsure(self, state: str, good: dict[str, Set]) -> frozenset[object]:
        """
        Give what is read where somebody who is asked for could lead the case from a state to where the goal can be reached; what is
        read on ways to elsewhere makes no difference. What is waited for depends on everything that may come before.
        """
        edges = self._search.edges(state)
        onward = [edge for edge in edges if edge.target in good and self._sure.may_be_theirs(edge.action)]
        waits = any(edge.action.doing in _WAITED_FOR for edge in onward)
        return frozenset[object]().union(*(edge.reads for edge in (edges if waits else onward)))

    def _leading_to(self, turn: "_Turn", good: dict[str, Set]) -> Set:
        """
        Give where a turn is sure to lead to what is good, wherever it may end and whatever the clock does first.
        """
        space, nothing = self._frame.space, self._frame.space.nothing
        first = turn.edges[0]
        if first.action.target not in (None, BACK):
            towards = good.get(first.target, nothing) & first.put & first.then & turn.then
            found = turn.begin & first.guard & space.forget(towards, first.forget)
        else:
            found = turn.begin & space.any_of(edge.guard for edge in turn.edges)
            found = found & ~self._astray(turn.edges, good)
        return self._waited_for(turn, found, good) if turn.rivals else found

    def _waited_for(self, turn: "_Turn", found: Set, good: dict[str, Set]) -> Set:
        """
        Give from where one can go on waiting, whatever the clock does before. What leaves the case in its state leaves every other
        deadline as it was, renews nothing, as the clock records nothing, and can happen only so often: from there one waits on.
        """
        staying = tuple(edge for edge in turn.rivals if edge.target == edge.source)
        found = found & ~self._astray(tuple(edge for edge in turn.rivals if edge.target != edge.source), good)
        while staying:
            state = staying[0].source
            known = {**good, state: good.get(state, self._frame.space.nothing) | found}
            left = found & ~self._astray(staying, known)
            if left == found:
                break
            found = left
        return found

    def _astray(self, edges: "tuple[Edge, ...]", good: dict[str, Set]) -> Set:
        """
        Give where one of these edges may lead to something that is not good.
        """
        space = self._frame.space
        ends = [(edge, ~good.get(edge.target, space.nothing)) for edge in edges]
        return space.any_of(self._search.preimage(edge, bad) for edge, bad in ends if bad.satisfiable())

    def _is_goal(self, state: str, step: Step) -> bool:
        kinds = {"state": state == step.name, "final": self._frame.workflow.states[state].final}
        return kinds.get(
            step.what, step.what == "kind" and is_of_kind(self._frame.workflow.states[state], step.name or "")
        )

    def _turns(self, state: str, good: Mapping[str, Set]) -> Iterator["_Turn"]:
        """
        Give what those asked for can do in a state that may lead to what is good; the rest is not worked out before it is needed.
        """
        for place, ways in enumerate(self._ways_from(state)):
            if any(edge.target in good for edge in ways):
                if (state, place) not in self._made:
                    self._made[state, place] = self._turn(state, ways)
                turn = self._made[state, place]
                if turn is not None:
                    yield turn

    def _ways_from(self, state: str) -> "list[tuple[Edge, ...]]":
        if state not in self._ways:
            edges = self._search.edges(state)
            self._ways[state] = [tuple(mine) for _, mine in groupby(edges, key=lambda edge: edge.action)]
        return self._ways[state]

    def _ends_of(self, state: str) -> frozenset[str]:
        """
        Give where a case can come from a state in one step.
        """
        if state not in self._ends:
            self._ends[state] = frozenset(edge.target for ways in self._ways_from(state) for edge in ways)
        return self._ends[state]

    def _turn(self, state: str, edges: "tuple[Edge, ...]") -> "_Turn | None":
        """
        Give what those asked for can do, with where they can be sure that they can; nothing where they never can.
        """
        sets = self._sure.edge(edges[0])
        if sets is None or not (sets[0].satisfiable() and sets[1].satisfiable()):
            return None
        return _Turn(*sets, edges, tuple(self._rivals(edges[0].action, self._search.edges(state))))

    def _rivals(self, action: Action, edges: Sequence[Edge]) -> Iterator[Edge]:
        """
        Give what time may do before what is waited for, a deadline or that something runs out: let other things run out, close a gate, or
        fire another deadline.
        """
        if action.doing not in _WAITED_FOR:
            return
        for edge in edges:
            other = edge.action
            fades = other.doing == "stale" and other != action
            lapses = other.doing == "scheme" and other.value == 0
            closes = other.doing == "drift" and edge.target != edge.source
            if fades or lapses or closes or (other.doing == "deadline" and self._may_be_first(other, action, edges)):
                yield edge

    def _may_be_first(self, other: Action, action: Action, edges: Sequence[Edge]) -> bool:
        """
        Tell whether an action is another deadline that may be due before this one.
        """
        workflow = self._frame.workflow
        if action.doing == "stale" or other.place == action.place:
            return action.doing == "stale"
        again = any(edge.target == edge.source for edge in edges if edge.action is action)
        mine, rival = workflow.deadlines[action.place], workflow.deadlines[other.place]
        if again or mine.until is not None or rival.until is not None:
            return True
        return lengths(workflow, rival)[0] <= lengths(workflow, mine)[1]


@frozen(eq=False)
class _Turn:
    """
    Something that those asked for can do: begun for sure in `begin`, and, where it leads to one state, allowed for sure in `then`.

    `edges` are the ways it may end; `rivals` are what the clock may do before, where it has to be waited for.
    """

    begin: Set
    then: Set
    edges: tuple[Edge, ...]
    rivals: tuple[Edge, ...] = ()
