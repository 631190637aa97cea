"""
Bring a case where it has not been: aim at the transition taken least, and work backward from what it still lacks.

A transition is a goal. In its state, what its conditions lack is recorded, one piece after the other, what undoes other pieces first; from
elsewhere the cheapest way there is taken, transition by transition. What does not succeed in a while is put off. Nothing is drawn here: the
caller picks among alternatives, so that a run can be drawn, shrunk and done again.

Stands on: `chart`, `losing`, `making`, `wishing`, `rules`.   Knows nothing of: hosts, Hypothesis.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from heapq import heappop, heappush
from itertools import chain

from attrs import field, mutable

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import BACK, CLOCK, Event, Group, Requirement, Workflow
from rjflow.guards.syntax import Condition, GateHolds
from rjflow.instants import DAY
from rjflow.rules.commands import Advance, Command, Fire, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation, first_situation
from rjflow.rules.timing import due_at, next_change
from rjflow.rules.viewing import holds
from rjflow.testing.chart import Edge, edges, leaving, taken
from rjflow.testing.losing import before, undone
from rjflow.testing.making import Making
from rjflow.testing.wishing import Pick, Say, Wish, wishes

_PATIENCE = 30
_FAR = 1 << 60
_LONG = 60 * DAY
_DEEP = 9
_OFTEN = 3  # something that is recorded, or fired, may be undone on the way and needed again
# Of what was tried with the flagship, these reached most (benchmarks/steering.py).
_KNOWN, _LEAVING = 20, 5
_ANEW = 18  # a new case has all that the old one has still to be told
_EARLIER = 15  # what only an event of another state records


@mutable
class Steering:
    """
    Choose commands that bring a case on.

    Attributes:
        workflow: whose case it is.
        pick: chooses among alternatives.
        taken: how often each transition was taken in the cases that were steered.
        aim: the transition that is wanted now.
    """

    workflow: Workflow
    pick: Pick
    taken: Counter[Edge] = field(factory=Counter)
    aim: Edge | None = None
    _failed: Counter[Edge] = field(factory=Counter)
    _left: int = 0
    _unmet: dict[tuple[Condition, int], int] = field(factory=dict)
    _done: Counter[object] = field(factory=Counter)
    _wanting: list[str] = field(factory=list)
    _makes: Making = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._makes = Making(self.workflow, self.pick)

    def aim_at(self, edge: Edge) -> None:
        """Want a transition, whatever else is nearer."""
        self.aim, self._left, self._done = edge, 4 * _PATIENCE, Counter()

    def next(self, situation: Situation) -> Command | None:
        """Give the next command; nothing when no transition can be come to from here."""
        for _ in range(8):
            if self.aim is None or self._left <= 0:
                self._give_up()
                self.aim = self._nearest(situation)
                if self.aim is None:
                    return None
            self._left -= 1
            command = self._toward(situation, self.aim, 0)
            if command is not None and not self._is_idle(situation, command):
                return command
            self._left = 0
        return None

    def saw(self, decision: Decision) -> None:
        """Note what came of a command."""
        for edge in taken(self.workflow, decision):
            self.taken[edge] += 1
            if edge == self.aim:
                self.aim = None

    # ---- where to ----------------------------------------------------------------------------------------------------

    def _is_idle(self, situation: Situation, command: Command) -> bool:
        """
        Tell whether the same was said several times on the way to this aim, or the same event fired from there, and did not help.
        """
        match command:
            case RecordEvidence(given=given, at=at):
                seen: object = (given, at)
            case Fire(event=event):
                seen = (situation.state, event)
            case _:
                return False
        self._done[seen] += 1
        return self._done[seen] > _OFTEN

    def _give_up(self) -> None:
        if self.aim is not None:
            self._failed[self.aim] += 1
            self.aim = None

    def _nearest(self, situation: Situation) -> Edge | None:
        """
        Give the transition taken least often of those that can be come to, the nearest first, and one into a state never seen before any
        other; what failed counts as farther. Nothing when a new case would be nearer to one.
        """
        self._unmet = {}
        away, anew = self._distances(situation), self._distances(self._blank(situation))
        near = [edge for edge in edges(self.workflow) if edge.source in away or edge.source in anew]
        least = min(map(self._tried, near), default=0)
        wanted = [edge for edge in near if self._tried(edge) == least]
        left, reached = Counter(edge.source for edge in wanted), {edge.target for edge in self.taken}
        costs = [
            self._cost(situation, one)
            + self._put_off(one, left[one.source], reached)
            + (_EARLIER if before(self.workflow, situation, one) is not None else 0)
            for one in wanted
        ]
        here = [(away[one.source] + costs[number], number) for number, one in enumerate(wanted) if one.source in away]
        there = [anew[one.source] + cost + _ANEW for one, cost in zip(wanted, costs) if one.source in anew]
        if not here or (there and min(there) < min(here)[0]):
            return None
        found = wanted[min(here)[1]]
        self._left = _PATIENCE + 2 * away[found.source]
        self._done = Counter()
        return found

    def _tried(self, edge: Edge) -> int:
        return self.taken[edge] + self._failed[edge] // 2

    def _put_off(self, edge: Edge, left: int, reached: Container[str]) -> int:
        """
        Put off what leads nowhere new, and what leaves a state for good while other transitions that leave it are still wanted; not what
        leaves a case where it is, or comes back by itself.
        """
        if edge.target in (BACK, edge.source) or self.workflow.states[edge.target].holds:
            return 0
        known = _KNOWN if edge.target in reached else 0
        return known + (_LEAVING if left >= 2 else 0)

    def _blank(self, situation: Situation) -> Situation:
        people = tuple((person.id, person.kind) for person in situation.people)
        return first_situation(self.workflow, people, situation.now).evolved(scheme=situation.scheme)

    def _cost(self, situation: Situation, edge: Edge) -> int:
        """
        Estimate how many commands a transition takes: what its conditions lack, and itself.
        """
        event = self.workflow.events.get(edge.event or "")
        needs = event.ways[edge.way].needs if event is not None else Group()
        guard = self.workflow.states[edge.target].guard if edge.target != BACK else None
        return 1 + self._lacks(situation, needs) + self._lacks(situation, guard or Group()) + 5 * self._failed[edge]

    def _lacks(self, situation: Situation, group: Group) -> int:
        """
        Count the requirements of a group that are not true, those of its gates included.
        """
        counts = [self._lacks_one(situation, item) for item in group.items]
        return min(counts, default=0) if group.mode == "any" else sum(counts)

    def _lacks_one(self, situation: Situation, item: Requirement | Group) -> int:
        if isinstance(item, Group):
            return self._lacks(situation, item)
        key = (item.condition, situation.records.count(None))
        if key not in self._unmet:
            if isinstance(item.condition, GateHolds):
                self._unmet[key] = self._lacks(situation, self.workflow.gates[item.condition.gate].asks)
            else:
                self._unmet[key] = 0 if holds(self.workflow, situation, item.condition) is True else 1
        return self._unmet[key]

    def _distances(self, situation: Situation) -> dict[str, int]:
        return {state: cost for state, (cost, _) in self._ways(situation).items()}

    def _ways(self, situation: Situation) -> dict[str, tuple[int, Edge | None]]:
        """
        Give, for every state that can be come to, how far it is, and the first transition of the way there.
        """
        found: dict[str, tuple[int, Edge | None]] = {}
        waiting: list[tuple[int, int, str, Edge | None]] = [(0, 0, situation.state, None)]
        number = 0
        while waiting:
            cost, _, state, first = heappop(waiting)
            if state in found:
                continue
            found[state] = (cost, first)
            ways: dict[str, list[tuple[int, Edge]]] = {}
            for edge in leaving(self.workflow, state):
                for target in self._targets(situation, edge):
                    ways.setdefault(target, []).append((self._cost(situation, edge), edge))
            for target, several in ways.items():
                number += 1
                best = min(several, key=lambda one: one[0] + undone(self.workflow, situation, one[1]))[1]
                heappush(waiting, (cost + min(one[0] for one in several), number, target, first or best))
        return found

    def _targets(self, situation: Situation, edge: Edge) -> Iterator[str]:
        if edge.target != BACK:
            yield edge.target
        elif situation.state == edge.source and situation.held_from is not None:
            yield situation.held_from

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _toward(self, situation: Situation, edge: Edge, depth: int, said: Sequence[Say] = ()) -> Command | None:
        """
        Give a command that brings a transition nearer, on which these things are *said*; nothing when none is found.
        """
        if situation.state != edge.source:
            earlier = before(self.workflow, situation, edge) if depth == 0 else None
            ways = self._ways(situation)
            if earlier is not None and earlier.source in ways:
                return self._toward(situation, earlier, depth + 1)
            _, first = ways.get(edge.source, (0, None))
            return self._toward(situation, first, depth + 1) if first is not None and depth < _DEEP else None
        if edge.event is None:
            return self._closing(situation)
        event = self.workflow.events[edge.event]
        found = self._firing(situation, edge, event, depth, said) if event.by != (CLOCK,) else None
        return found or (self._ringing(situation, edge, event, depth) if CLOCK in event.by else None)

    def _firing(
        self, situation: Situation, edge: Edge, event: Event, depth: int, said: Sequence[Say]
    ) -> Command | None:
        for fire in self._makes.fires(situation, event, edge.way, said):
            if decide(self.workflow, situation, fire).allowed:
                return fire
        return self._lacking(situation, self._asked(edge, event), depth, event.records)

    def _asked(self, edge: Edge, event: Event) -> list[Condition]:
        guard = self.workflow.states[edge.target].guard if edge.target != BACK else None
        return [as_condition(event.ways[edge.way].needs), as_condition(guard or Group())]

    def _lacking(
        self, situation: Situation, conditions: Sequence[Condition], depth: int, given: Sequence[str] = ()
    ) -> Command | None:
        """
        Record something that conditions lack; what is *given* with the event need not be recorded before.
        """
        wanted = chain.from_iterable(wishes(self.workflow, situation, one, self.pick) for one in conditions)
        pieces = [one for one in wanted if not (isinstance(one, Say) and one.evidence in given)]
        return self._granted(situation, pieces, depth)

    def _granted(self, situation: Situation, pieces: Sequence[Wish], depth: int) -> Command | None:
        """
        Grant the first wish that can be granted; where only an event records it, together with all others of its kind.
        """
        in_order = self._makes.in_order(pieces)
        for wish in in_order:
            command = self._makes.granted(situation, wish)
            if command is None and isinstance(wish, Say) and depth < _DEEP:
                together = [one for one in in_order if isinstance(one, Say) and one.evidence == wish.evidence]
                command = self._needed(situation, together, depth)
            if command is not None:
                return command
        return None

    def _needed(self, situation: Situation, together: Sequence[Say], depth: int) -> Command | None:
        """
        Give what must be so before something can be recorded: what it needs itself, or an event that records it.
        """
        name = together[0].evidence
        if name in self._wanting:
            return None
        self._wanting.append(name)
        try:
            return self._needed_for(situation, together, depth)
        finally:
            self._wanting.pop()

    def _needed_for(self, situation: Situation, together: Sequence[Say], depth: int) -> Command | None:
        name = together[0].evidence
        needs = as_condition(self.workflow.evidence[name].needs)
        before = [wishes(self.workflow, situation, needs, self.pick, person=one.person) for one in together]
        command = self._granted(situation, list(chain.from_iterable(before)), depth + 1)
        if command is not None:
            return command
        away = self._distances(situation)
        recording = [
            edge
            for edge in edges(self.workflow)
            if edge.event and name in self.workflow.events[edge.event].records and edge.source in away
        ]
        for edge in sorted(recording, key=lambda one: away[one.source] + self._cost(situation, one))[:2]:
            command = self._toward(situation, edge, depth + 1, together)
            if command is not None:
                return command
        return None

    def _ringing(self, situation: Situation, edge: Edge, event: Event, depth: int) -> Command | None:
        """
        Let time pass until a deadline fires; where it waits for a date, have one recorded that is near.
        """
        waiting = []
        for place, deadline in enumerate(self.workflow.deadlines):
            if deadline.event != event.name or situation.state not in deadline.states:
                continue
            due = due_at(self.workflow, situation, place)
            if due is not None and (deadline.until is None or due - situation.now < _LONG):
                waiting.append(due)
            elif deadline.until is not None:
                wish = Say(deadline.until, None, (self._makes.soon(situation),))
                command = self._granted(situation, [wish], depth)
                if command is not None:
                    return command
        lacking = self._lacking(situation, self._asked(edge, event), depth) if waiting else None
        return lacking or (Advance(at=max(min(waiting), situation.now)) if waiting else None)

    def _closing(self, situation: Situation) -> Command | None:
        """
        Have the gate of the state closed: by a record that says otherwise, by a notice that makes one void, or by time.
        """
        guard = self.workflow.states[situation.state].guard
        if guard is None:
            return None
        wanted = wishes(self.workflow, situation, as_condition(guard), self.pick, want=False)
        found = [one for wish in wanted if (one := self._makes.granted(situation, wish)) is not None]
        found += self._makes.notices(situation)
        then = next_change(self.workflow, situation, _FAR)
        found += [Advance(at=then)] if then is not None else []
        closing = [one for one in found if _falls(decide(self.workflow, situation, one))]
        return self.pick(closing or found) if found else None


def _falls(decision: Decision) -> bool:
    return any(move.cause == "fell" for move in decision.moves)
