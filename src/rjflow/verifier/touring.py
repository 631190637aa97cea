"""
Go round a large workflow once: for each state, a case that was taken there step by step.

Nothing is searched: a case that stands somewhere is taken along each event from there, with whatever records that turns out to need. The
straight ways come first, then those out of nearly everywhere, such as a withdrawal, and the fall through a gate last. What is found can happen;
what is not found may be possible all the same.

Stands on: `planning`, `rules`.   Knows nothing of: sets, safeguards, sentences.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from functools import lru_cache
from heapq import heappop, heappush
from itertools import islice, tee
from types import MappingProxyType

from rjflow.definition.lookup import as_condition, ways_from
from rjflow.definition.model import BACK, Event, Way, Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition, Not, Value
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation, first_situation
from rjflow.rules.viewing import holds
from rjflow.verifier.planning import UNSAID, Planner, Said
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.telling import SchemeAt, opening_time
from rjflow.verifier.wanting import NOTHING, Spared, Wish

_ASIDE = 20  # a move to where ways out of nearly everywhere lead counts as so many
_SPOILT = 200  # to be where something is true that is not to be counts as so many moves
_OTHERWISE = 4  # so often a tour begins again, where a case cannot go on


@frozen
class Stop:
    """
    A case that stands in a state: how it was opened, and what was decided since.
    """

    opened: Situation
    decisions: tuple[Decision, ...] = ()

    @property
    def now(self) -> Situation:
        """Where the case stands."""
        return self.decisions[-1].after if self.decisions else self.opened


@frozen
class Leg:
    """
    One move from a state to another: along a way of an event, or by the clock.
    """

    source: str
    target: str
    event: Event
    way: Way
    place: int | None = None


Tour = Mapping[str, Stop]


def opening(workflow: Workflow, *, everybody: bool = False) -> Situation:
    """
    Open a case with one person of each kind that there must be, or of each there is.
    """
    kinds = [kind for kind in workflow.people.values() if kind.at_least and not everybody]
    people = tuple(
        (f"{kind.name}-{n + 1}", kind.name)
        for kind in kinds or workflow.people.values()
        for n in range(max(1, kind.at_least))
    )
    return first_situation(workflow, people, opening_time(workflow))


def tour(workflow: Workflow, opened: Situation, find: Find, spared: Spared = NOTHING) -> Tour:
    """
    Give a case for each state that could be reached, nearest first.

    Args:
        workflow: Where to go round. It is not changed.
        opened: The case with which every way begins, and so who is in it.
        find: Finds what the scheme has to go through on the way.
        spared: What is not recorded where something else will do.
    """
    return MappingProxyType(_gone(workflow, opened, find, spared).stops)


def further(workflow: Workflow, opened: Situation, find: Find, spared: Spared = NOTHING) -> Iterator[Stop]:
    """
    Give every case of a tour one move further; each is taken there once, however often it is asked for.
    """
    return copy(_gone(workflow, opened, find, spared).further)


def onward(workflow: Workflow, start: Stop, find: Find) -> Tour:
    """
    Give a case for each state that one which stands somewhere gets to from there, without beginning again.
    """
    going = _Going(workflow, scheme_finder(workflow, find), NOTHING)
    going.onward(start)
    return MappingProxyType(going.stops)


def detours(workflow: Workflow, opened: Situation, find: Find, spared: Spared, state: str) -> Iterator[Stop]:
    """
    Give other cases that stood in a state while a tour began again to get somewhere else, where the nearest could not go.
    """
    for stops in _gone(workflow, opened, find, spared).others:
        if state in stops:
            yield stops[state]


def fetching(
    workflow: Workflow, opened: Situation, find: Find, spared: Spared, state: str, needs: Condition
) -> Iterator[Stop]:
    """
    Give other cases that stand in a state: on the way there an event recorded what the nearest lacks of what is needed.
    """
    going = _gone(workflow, opened, find, spared)
    if state in going.stops:
        yield from going.fetched(state, needs)


def go(
    workflow: Workflow,
    stop: Stop,
    leg: Leg,
    scheme_at: SchemeAt,
    spared: Spared = NOTHING,
    said: Mapping[Said, Value | None] = UNSAID,
) -> Stop | frozenset[Wish]:
    """
    Take a case along a leg, on whose form something may be *said*; where it does not get there, give what only events record and it lacked.
    """
    planner = Planner(workflow, stop.opened, scheme_at, spared, stop.decisions)
    went = planner.ring(leg.place) if leg.place is not None else planner.fire(leg.event, leg.way, leg.target, said)
    if went and planner.now.state == leg.target:
        return Stop(stop.opened, tuple(planner.decisions))
    return planner.lacks(as_condition(leg.way.needs))


def arrivals(workflow: Workflow, stops: Tour, state: str, scheme_at: SchemeAt) -> Iterator[Stop]:
    """
    Give cases that came to a state by other ways than the nearest: those that have been through most come first.
    """
    for source, stop in sorted(stops.items(), key=lambda item: -len(item[1].decisions)):
        for leg in legs(workflow, source):
            there = go(workflow, stop, leg, scheme_at) if leg.target == state else None
            if isinstance(there, Stop):
                yield there


def legs(workflow: Workflow, source: str, *, staying: bool = False) -> Iterator[Leg]:
    """
    Give every move out of a state that is one of the events' own, in file order: not back to where the case was, and not the fall through a gate.
    With *staying*, moves that end where they began are given, too.
    """
    for event in workflow.events.values():
        for way in event.ways:
            if source not in way.from_states or way.target == BACK or (way.target == source and not staying):
                continue
            rings = [
                place
                for place, one in enumerate(workflow.deadlines)
                if one.event == event.name and source in one.states
            ]
            yield from (Leg(source, way.target, event, way, place) for place in rings)
            yield Leg(source, way.target, event, way)


# ----------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _gone(workflow: Workflow, opened: Situation, find: Find, spared: Spared) -> "_Going":
    """
    Go round once, and keep what was found.
    """
    going = _Going(workflow, scheme_finder(workflow, find), spared)
    going.onward(Stop(opened))
    going.otherwise()
    return going


class _Going:
    """A tour under way: where it has been, and the moves that a case which stood there could not make."""

    def __init__(self, workflow: Workflow, scheme_at: SchemeAt, spared: Spared) -> None:
        self.stops: dict[str, Stop] = {}
        self.others: list[Tour] = []
        self._workflow = workflow
        self._scheme_at = scheme_at
        self._spared = spared
        ways = (way for event in workflow.events.values() for way in event.ways)
        self._aside = {way.target for way in ways if way.wildcard}
        self.failed: dict[Leg, frozenset[Wish]] = {}
        (self.further,) = tee(
            self._further(), 1
        )  # never gone on with itself: its copies remember together what they came to

    def onward(self, start: Stop, until: str | None = None) -> None:
        """
        Go on to wherever a case gets that was not reached before, or *until* it gets to one state.
        """
        reached = [(0, 0, 0, start)]
        number = 0

        def remember(stop: Stop, cost: int) -> None:
            nonlocal number
            number += 1
            heappush(reached, (cost + self._spoilt(stop.now), number, cost, stop))

        while reached:
            _, _, cost, stop = heappop(reached)
            state = stop.now.state
            if state in self.stops:
                continue
            self.stops[state] = stop
            if state == until:
                return
            for leg in legs(self._workflow, state):
                there = self._go(stop, leg) if leg.target not in self.stops else None
                if isinstance(there, Stop):
                    remember(there, cost + (_ASIDE if leg.target in self._aside else 1))
                elif there is not None:
                    self.failed[leg] = there
            there = self._fallen(stop)
            if there is not None:
                remember(there, cost + 2 * _ASIDE)

    def _spoilt(self, situation: Situation) -> int:
        unless = self._spared.unless
        if unless is None or holds(self._workflow, situation, unless, observer=True) is not True:
            return 0
        return _SPOILT

    def otherwise(self) -> None:
        """
        Where a case could not go on, begin again with one that comes there by another way, or for which what was lacking was recorded on the way.
        """
        tried: set[Leg] = set()
        while True:
            left = [leg for leg in self.failed if leg.target not in self.stops and leg not in tried]
            if not left:
                return
            tried.add(left[0])
            self._again(left[0])

    def fetched(self, state: str, needs: Condition) -> Iterator[Stop]:
        """
        Give cases in a state for which an event recorded what the one that stands there lacks.
        """
        stop = self.stops[state]
        planner = Planner(self._workflow, stop.opened, self._scheme_at, self._spared, stop.decisions)
        planner.bring_about_all(needs)
        yield from (stops[state] for stops in self._from_other_starts(planner.lacks(needs), state))

    def _again(self, failed: Leg) -> None:
        for stops in self._from_other_starts(self.failed[failed], failed.target):
            self.others.append(stops)
            self.onward(stops[failed.target])
            return

    def _from_other_starts(self, lacking: frozenset[Wish], state: str) -> Iterator[Tour]:
        """
        Begin again, a few times, with cases for which an event recorded what was lacking; give each round that comes to a state.
        """
        for start in islice(self._other_starts(lacking), _OTHERWISE):
            again = _Going(self._workflow, self._scheme_at, self._spared)
            again.onward(start, state)
            if state in again.stops:
                yield again.stops

    def _other_starts(self, lacking: frozenset[Wish]) -> Iterator[Stop]:
        for wish in sorted(lacking, key=lambda wish: (wish.evidence, str(wish.person))):
            said = {(wish.evidence, wish.person): wish.value}
            for state, stop in self.stops.items():
                for event, way in ways_from(self._workflow, state):
                    if wish.evidence in event.records and way.target != BACK:
                        there = self._go(stop, Leg(state, way.target, event, way), said)
                        if isinstance(there, Stop):
                            yield there

    def _further(self) -> Iterator[Stop]:
        for state, stop in self.stops.items():
            moved = (go(self._workflow, stop, leg, self._scheme_at) for leg in legs(self._workflow, state))
            yield from (one for one in moved if isinstance(one, Stop))

    def _fallen(self, stop: Stop) -> Stop | None:
        """
        Let the gate of a state close on a case, by what is recorded, if that leads to where none has been.
        """
        state = self._workflow.states[stop.now.state]
        if state.guard is None or state.otherwise is None or state.otherwise in self.stops:
            return None
        planner = Planner(self._workflow, stop.opened, self._scheme_at, self._spared, stop.decisions)
        planner.bring_about_all(Not(as_condition(state.guard)))
        return Stop(stop.opened, tuple(planner.decisions)) if planner.now.state != state.name else None

    def _go(self, stop: Stop, leg: Leg, said: Mapping[Said, Value | None] = UNSAID) -> Stop | frozenset[Wish]:
        return go(self._workflow, stop, leg, self._scheme_at, self._spared, said)
