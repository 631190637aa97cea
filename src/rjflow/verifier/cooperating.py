"""
Where a case is stuck: from where no steps of the people and clocks asked for lead to what must always be possible.

Backward from the goal, by steps that are sure to be allowed whatever is not tracked. Evidence that the same people may record at any time,
and whose recording voids nothing and shuts nothing, is theirs to bring about, so it need not be tracked.

Stands on: `searching`, `formulas`.   Knows nothing of: stories.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from attrs import frozen

from rjflow.definition.lookup import as_condition, every_condition, is_of_kind
from rjflow.definition.model import BACK, CLOCK, Group, Workflow
from rjflow.definition.safeguards import AlwaysPossible, Step
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    Not,
    Or,
)
from rjflow.verifier.action import Action, reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.classes import passes
from rjflow.verifier.edges import Edge
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.happening import SOMEBODY_ELSE
from rjflow.verifier.searching import Hit, Search
from rjflow.verifier.timing import lengths


def stuck(search: Search, form: AlwaysPossible) -> tuple[Hit | None, frozenset[object]]:
    """
    Give the first situations from which the goal cannot be reached, and what would have to be tracked to be surer.
    """
    backward = _Backward(search, form)
    good = backward.run()
    nothing = search.frame.space.nothing
    lost = {state: some & ~good.get(state, nothing) for state, some in search.reached.items()}
    lost = {state: some for state, some in lost.items() if some.satisfiable()}
    traps = lost.keys() - backward.perhaps()
    for sought in (traps, lost):
        for number, layer in enumerate(search.layers):
            for state in search.frame.workflow.states:
                where = layer[state] & lost[state] if state in layer and state in sought else nothing
                if where.satisfiable():
                    unsure = frozenset[object]() if sought is traps else backward.unsure_from(state, lost, good)
                    return Hit(number, state, where), unsure
    return None, frozenset()


class _Backward:
    """The search backward from the goal."""

    def __init__(self, search: Search, form: AlwaysPossible) -> None:
        self._search = search
        self._frame = search.frame
        self._form = form
        self._sure = _Sure(search.formulas, form.using)

    def run(self) -> dict[str, Set]:
        """Give, for each state, the situations from which the goal can be reached."""
        workflow = self._frame.workflow
        everything = self._frame.space.everything
        good = {
            name: everything for name in workflow.states if any(self._is_goal(name, step) for step in self._form.steps)
        }
        turns = {state: list(self._turns(state)) for state in self._search.reached}
        changed = True
        while changed:
            changed = False
            for state, mine in turns.items():
                for turn in mine:
                    found = self._leading_to(turn, good)
                    before = good.get(state, self._frame.space.nothing)
                    if (found & ~before).satisfiable():
                        good[state] = before | found
                        changed = True
        return good

    def perhaps(self) -> set[str]:
        """Give the states from which the goal may be reached if all that is asked is as it should be; the others are traps."""
        states = self._frame.workflow.states
        found = {name for name in states if any(self._is_goal(name, step) for step in self._form.steps)}
        onward = {
            state: {edge.target for edge in self._search.edges(state) if self._sure.may_go_by(edge.action)}
            for state in self._search.reached
        }
        while more := {state for state, targets in onward.items() if state not in found and targets & found}:
            found |= more
        return found

    def unsure_from(self, start: str, lost: Mapping[str, Set], good: dict[str, Set]) -> frozenset[object]:
        """
        Give what has to be tracked to be surer that a state is lost: what is read there, otherwise in the nearest state to which those
        asked for could go from there; nothing when everything on their ways is tracked.
        """
        seen, waiting = {start}, deque([start])
        while waiting:
            state = waiting.popleft()
            reads = self.unsure(state, good)
            if not self._frame.tracks(reads):
                return reads
            for edge in self._search.edges(state):
                if edge.target in lost and edge.target not in seen and self._sure.is_theirs(edge.action):
                    seen.add(edge.target)
                    waiting.append(edge.target)
        return frozenset()

    def unsure(self, state: str, good: dict[str, Set]) -> frozenset[object]:
        """
        Give what is read where somebody who is asked for could lead the case from a state to where the goal can be reached; what is
        read on ways to elsewhere makes no difference. What is waited for depends on everything that may come before.
        """
        edges = self._search.edges(state)
        onward = [edge for edge in edges if edge.target in good and self._sure.is_theirs(edge.action)]
        waits = any(edge.action.doing == "deadline" for edge in onward)
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
        return found & ~self._astray(turn.rivals, good)

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

    def _turns(self, state: str) -> Iterator["_Turn"]:
        """
        Give what those asked for can do in a state, with where they can be sure that they can.
        """
        edges = self._search.edges(state)
        for action, mine in groupby(edges, key=lambda edge: edge.action):
            outcomes = tuple(mine)
            sets = self._sure.edge(outcomes[0])
            if sets is not None and sets[0].satisfiable() and sets[1].satisfiable():
                yield _Turn(*sets, outcomes, tuple(self._rivals(action, edges)))

    def _rivals(self, action: Action, edges: Sequence[Edge]) -> Iterator[Edge]:
        """
        Give what time may do before a deadline that is waited for: let something run out, close a gate, or fire another deadline.
        """
        if action.doing != "deadline":
            return
        for edge in edges:
            other = edge.action
            lapses = other.doing == "scheme" and other.value == 0
            closes = other.doing == "drift" and edge.target != edge.source
            if other.doing == "stale" or lapses or closes or self._may_be_first(other, action, edges):
                yield edge

    def _may_be_first(self, other: Action, action: Action, edges: Sequence[Edge]) -> bool:
        """
        Tell whether an action is another deadline that may be due before this one.
        """
        workflow = self._frame.workflow
        if other.doing != "deadline" or other.place == action.place:
            return False
        again = any(edge.target == edge.source for edge in edges if edge.action.doing == "deadline")
        rival = workflow.deadlines[other.place]
        _, most = lengths(workflow, workflow.deadlines[action.place])
        return again or rival.until is not None or lengths(workflow, rival)[0] <= most


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


class _Sure:
    """Where conditions can surely be made true by certain people, whatever is not tracked."""

    def __init__(self, formulas: Formulas, using: Sequence[str]) -> None:
        self._formulas = formulas
        self._frame = formulas.frame
        self._workflow = formulas.frame.workflow
        self._using = set(using) - {CLOCK}
        self._waits = CLOCK in using  # the clock fires deadlines and nothing else, whoever else may fire their events
        listened = {voider.what for evidence in self._workflow.evidence.values() for voider in evidence.voided_by}
        self._harmless = {name for name in self._workflow.evidence if name not in listened}
        self._barred: set[str] = set()
        self._asked: list[str] = []

    def edge(self, edge: Edge) -> tuple[Set, Set] | None:
        """Give where an edge can surely be begun, and where it then surely leads to its target; nothing when it is not theirs."""
        action, states = edge.action, self._workflow.states
        if not self.is_theirs(action):
            return None
        guard = Group()
        if action.target is not None and action.target != BACK:
            guard = states[edge.target].guard or guard
        needs = action.event.ways[action.way].needs if action.event is not None else Group()
        self._bar(edge.source, needs, guard)
        begin = edge.guard if action.target != BACK else action.guard
        begin = begin & self.condition(as_condition(needs), None) & self._counting(action)
        return begin, self.condition(as_condition(guard), None)

    def may_go_by(self, action: Action) -> bool:
        """Tell whether those asked for may come on by something: they do it, or time does and the clock may be waited for."""
        return self.is_theirs(action) or (self._waits and action.doing in ("deadline", "stale", "scheme", "drift"))

    def is_theirs(self, action: Action) -> bool:
        """Tell whether those asked for can do something, or wait for it."""
        if action.doing == "record":
            return self._theirs(self._workflow.evidence[action.name].recorded_by) and action.value > 0
        if action.event is None:
            return False
        return self._theirs(action.event.by) if action.doing == "fire" else self._can_wait_for(action)

    def _counting(self, action: Action) -> Set:
        """
        Give where what an action records surely counts, if it is to.
        """
        space = self._frame.space
        made = [one for one in action.occurrences if one.kind == "evidence" and one.counts]
        needs = [(self._workflow.evidence[one.name].needs, one.person) for one in made]
        return space.all_of(self.condition(as_condition(group), person) for group, person in needs if group.items)

    def _can_wait_for(self, action: Action) -> bool:
        """
        Tell whether a deadline is sure to come if one waits: not one for a date, which may have come and gone.
        """
        return self._waits and self._workflow.deadlines[action.place].until is None

    def condition(self, condition: Condition, person: str | None, *, wanted: bool = True) -> Set:
        """Give where a condition surely is, or can be made, what is wanted."""
        space = self._frame.space
        match condition:
            case Among() | Compare() | IsCurrent():
                return self._test(condition, person, wanted=wanted)
            case GateHolds(gate):
                return self.condition(as_condition(self._workflow.gates[gate].asks), person, wanted=wanted)
            case Not(inner):
                return self.condition(inner, person, wanted=not wanted)
            case And(conditions) | Or(conditions):
                sets = [self.condition(part, person, wanted=wanted) for part in conditions]
                return space.all_of(sets) if isinstance(condition, And) is wanted else space.any_of(sets)
            case ForPeople() if wanted:
                return self._for_people(condition)
            case _:
                may = self._formulas.condition(condition, "", person)
                return may.surely if wanted else ~(may.yes | may.unknown)

    def _for_people(self, condition: ForPeople) -> Set:
        """
        A quantifier that is wanted to be true.
        """
        space, frame = self._frame.space, self._frame
        wanted = condition.quantity != "no"
        answers = [
            (frame.there(person), self.condition(condition.condition, person, wanted=wanted))
            for person in frame.members(condition.group)
        ]
        others = [frame.is_(("others", kind)) for kind in frame.other_kinds(condition.group)]
        if others:
            anybody = self.condition(condition.condition, SOMEBODY_ELSE, wanted=wanted)
            answers += [(there, anybody) for there in others]
        enough = self._formulas.enough(condition.group)
        if condition.quantity in ("every", "no"):
            return enough & space.all_of(~there | answer for there, answer in answers)
        if condition.quantity == "some" or condition.number == 1:
            return enough & space.any_of(there & answer for there, answer in answers)
        return self._formulas.condition(condition, "").surely

    def _test(self, test: Among | Compare | IsCurrent, person: str | None, *, wanted: bool) -> Set:
        """
        A test of one record: as it is where it is tracked, otherwise as those asked for can make it.
        """
        evidence = self._workflow.evidence[test.evidence]
        holder = None if evidence.about is None else person
        if self._frame.has(("value", evidence.name, holder)):
            may = self._formulas.condition(test, "", person)
            return may.yes if wanted else may.no
        nothing = self._frame.space.nothing
        theirs = self._theirs(evidence.recorded_by) and evidence.name in self._harmless - self._barred
        if not theirs or evidence.name in self._asked:
            return nothing
        values = self._frame.classes[evidence.name]
        if not (wanted if isinstance(test, IsCurrent) else any(passes(value, test) is wanted for value in values)):
            return nothing
        self._asked.append(evidence.name)
        needed = self.condition(as_condition(evidence.needs), person)
        self._asked.pop()
        return needed

    def _bar(self, source: str, needs: Group, guard: Group) -> None:
        """
        Leave out evidence that is asked about twice, or that the state it is recorded in asks about.
        """
        asked = Counter(_tested(self._workflow, as_condition(needs)))
        asked.update(_tested(self._workflow, as_condition(guard)))
        held_here = reads_of(self._workflow, self._workflow.states[source].guard)
        self._barred = {name for name, times in asked.items() if times > 1} | {str(name) for name in held_here}

    def _theirs(self, by: Sequence[str]) -> bool:
        """
        Tell whether one of those asked for may act.
        """
        roles = self._workflow.roles
        return any(name in self._using or (name in roles and "roles" in self._using) for name in by)


def _tested(workflow: Workflow, condition: Condition) -> Iterator[str]:
    """
    Give every piece of evidence a condition tests, once for each test; of a gate named again, all its tests are tests again.
    """
    for part in every_condition(workflow, condition):
        if isinstance(part, Among | Compare | IsCurrent):
            yield part.evidence
    named = Counter(part.gate for part in every_condition(workflow, condition) if isinstance(part, GateHolds))
    for gate in (gate for gate, times in named.items() if times > 1):
        inner = every_condition(workflow, as_condition(workflow.gates[gate].asks))
        yield from (part.evidence for part in inner if isinstance(part, Among | Compare | IsCurrent))
