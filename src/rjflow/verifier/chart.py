"""
Where a case can rest, and which ways lead from one place to another, whatever the evidence says: made once for a workflow.

A place is a state; of a state that holds cases there is one for each state they may be held from. Places that no case comes to, whatever
the evidence says, are left out.

Stands on: `action`, `carrying`, `graphs`, `definition`.   Knows nothing of: sets, what is tracked.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from attrs import evolve

from rjflow.definition.model import BACK, CLOCK, Event, Way, Workflow
from rjflow.definition.safeguards import Step
from rjflow.frozen import frozen
from rjflow.verifier.action import reads_of
from rjflow.verifier.carrying import can_go, voided_by
from rjflow.verifier.graphs import beyond, mask_of, places_in
from rjflow.verifier.happening import Facts, is_step

Leads = tuple[tuple[int, int], ...]
"""Numbers of places, each with the places that lead there as the bits of a number."""


@frozen(eq=False)
class Place:
    """A state, and where a case that is held there is held from."""

    state: str
    origin: str | None = None


@frozen(eq=False)
class Arrival:
    """
    Where a case comes to rest: in `state`, where its gate is open, or, falling from `head`, where so many gates were closed before.

    `names` is what these gates ask.
    """

    state: str
    names: frozenset[object]
    leads: Leads
    head: str | None = None
    depth: int = 0


@frozen(eq=False)
class WayOn:
    """
    One way of an event, and where it can arrive.

    `names`: all that it asks, records, voids and fires. A search that tracks and listens for none of these cannot tell it from any
    other step.
    """

    event: Event
    place: int
    names: frozenset[object]
    arrivals: tuple[Arrival, ...]


class Chart:
    """The places of a workflow, and what leads from one to another."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        origins = (None, *(name for name, state in workflow.states.items() if not state.holds and not state.final))
        self._lay_out(
            Place(name, origin)
            for name, state in workflow.states.items()
            for origin in (origins if state.holds else (None,))
        )
        self._spoken: dict[tuple[str, str | None], tuple[frozenset[str], frozenset[str]]] = {}
        self.falls = {name: self._falls(name) for name, state in workflow.states.items() if state.guard is not None}
        self.ways = tuple(self._ways())
        self._leave_out()

    def number(self, state: str) -> int:
        """Give the place of a case that rests in a state, and is not held."""
        return self._number[state, None]

    def first(self, state: str) -> int:
        """Give the place of a case that begins and comes to rest in a state, where it may have fallen from the first."""
        return self._after(self.number(self.workflow.start), state)

    def mask(self, states: Iterable[str]) -> int:
        """Give the places of some states as the bits of a number."""
        found = 0
        for state in states:
            found |= self._masks[state]
        return found

    def spoken(self, step: Step) -> tuple[frozenset[str], frozenset[str]]:
        """Give the events whose firing is such a step, and the states that are entered by one."""
        known = (step.what, step.name)
        if known not in self._spoken:
            workflow = self.workflow
            events = frozenset(name for name, event in workflow.events.items() if is_step(workflow, step, Facts(event)))
            states = frozenset(name for name in workflow.states if is_step(workflow, step, Facts(None, name)))
            self._spoken[known] = (events, states)
        return self._spoken[known]

    # ------------------------------------------------------------------------------------------------------------------

    def _lay_out(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        self._number = {(place.state, place.origin): number for number, place in enumerate(self.places)}
        self._of_state: dict[str, list[int]] = {name: [] for name in self.workflow.states}
        for number, place in enumerate(self.places):
            self._of_state[place.state].append(number)
        self._masks = {state: sum(1 << number for number in mine) for state, mine in self._of_state.items()}

    def _leave_out(self) -> None:
        """
        Leave out the places that no case comes to, whatever the evidence says, with what leads from there: often every second one.
        """
        leading = [0] * len(self.places)
        arrivals = [one for way in self.ways for one in way.arrivals] + [
            one for down in self.falls.values() for one in down
        ]
        for target, sources in (lead for one in arrivals for lead in one.leads):
            leading[target] |= sources
        kept = list(places_in(beyond(leading, 1 << self.number(self.workflow.start))))
        numbers = {number: place for place, number in enumerate(kept)}

        def among(one: Arrival) -> Arrival:
            found = (
                (target, mask_of(numbers[bit] for bit in places_in(sources) if bit in numbers))
                for target, sources in one.leads
            )
            return evolve(one, leads=tuple((numbers[target], sources) for target, sources in found if sources))

        def still(some: Iterable[Arrival]) -> tuple[Arrival, ...]:
            return tuple(one for one in map(among, some) if one.leads)

        self.ways = tuple(evolve(way, arrivals=still(way.arrivals)) for way in self.ways)
        self.falls = {state: found for state, down in self.falls.items() if (found := still(down))}
        self._lay_out(self.places[number] for number in kept)

    def _after(self, source: int, target: str) -> int:
        """
        Give the place a case is in that comes from one into a state: one that holds it remembers where it came from.
        """
        here, states = self.places[source], self.workflow.states
        if not states[target].holds:
            return self._number[target, None]
        return self._number[target, here.origin if states[here.state].holds else here.state]

    def _leads(self, sources: Iterable[int], target: str) -> Leads:
        found: dict[int, int] = {}
        for source in sources:
            arrived = self._after(source, target)
            found[arrived] = found.get(arrived, 0) | 1 << source
        return tuple(found.items())

    def _ways(self) -> Iterator[WayOn]:
        for event in self.workflow.events.values():
            for number, way in enumerate(event.ways):
                done = done_in(self.workflow, event, way)
                states = [state for state in done if can_go(self.workflow, event, way, state)]
                sources = [place for state in states for place in self._of_state[state]]
                arrivals = self._back(sources) if way.target == BACK else [self._straight(sources, way.target)]
                yield WayOn(event, number, _names(self.workflow, event, way), tuple(arrivals))

    def _straight(self, sources: Sequence[int], target: str) -> Arrival:
        names = reads_of(self.workflow, self.workflow.states[target].guard)
        return Arrival(target, names, self._leads(sources, target))

    def _back(self, sources: Sequence[int]) -> Iterator[Arrival]:
        """
        Back to where a case is held from, and down from there where a gate is closed.
        """
        towards: dict[str, list[int]] = {}
        for source in sources:
            place = self.places[source]
            towards.setdefault(place.origin or place.state, []).append(source)
        for head, mine in towards.items():
            yield from self._down(head, mine)

    def _falls(self, state: str) -> tuple[Arrival, ...]:
        """
        Where a case comes to rest that is in a state with a gate: there, or further down.
        """
        return tuple(self._down(state, self._of_state[state]))

    def _down(self, head: str, sources: Sequence[int]) -> Iterator[Arrival]:
        states, names = self.workflow.states, frozenset[object]()
        state: str | None = head
        for depth in range(len(states)):
            if state is None:
                return
            names |= reads_of(self.workflow, states[state].guard)
            yield Arrival(state, names, self._leads(sources, state), head, depth)
            state = states[state].otherwise


@lru_cache(maxsize=16)
def chart_of(workflow: Workflow) -> Chart:
    """
    Give the chart of a workflow.
    """
    return Chart(workflow)


def done_in(workflow: Workflow, event: Event, way: Way) -> tuple[str, ...]:
    """
    Give the states in which a way may be gone: by whoever may fire the event, or by the clock.
    """
    if any(name != CLOCK for name in event.by):
        return way.from_states
    timed = {state for one in workflow.deadlines if one.event == event.name for state in one.states}
    return tuple(state for state in way.from_states if state in timed)


# ----------------------------------------------------------------------------------------------------------------------


def _names(workflow: Workflow, event: Event, way: Way) -> frozenset[object]:
    """
    Give everything about a way that a search may track or listen for.
    """
    made = [workflow.evidence[name] for name in event.records]
    doings = [event.name, *event.not_by, *event.records, *(name for one in made for name in one.not_by)]
    caused = {("event", event.name), *(("evidence", name) for name in event.records)}
    voids = voided_by(workflow)
    voided = {name for one in caused for name in voids.get(one, ())}
    timed = {one.until for one in workflow.deadlines if one.event == event.name and one.until}
    asked = reads_of(workflow, way.needs, *(one.needs for one in made))
    return asked | caused | voided | timed | set(event.records) | {("author", name) for name in doings}
