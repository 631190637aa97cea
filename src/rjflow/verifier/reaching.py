"""
Prove that everything a case can come to keeps a safeguard, without regard to how it gets there.

Most of what a case can do makes no difference to a safeguard: it changes nothing that is tracked, asks nothing that is, and is not
spoken of. Such steps are free; places between which they lead to and fro are one region, with one set of situations. What is reached so
is at least what can be reached, so what it keeps is kept; what it does not keep may be kept all the same.

Stands on: `acting`, `chart`, `edges`, `graphs`.   Knows nothing of: layers, trails, stories.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import reduce
from operator import or_

from rjflow.verifier.acting import Acting
from rjflow.verifier.action import Action
from rjflow.verifier.bdd import Set
from rjflow.verifier.chart import Arrival, Leads, chart_of
from rjflow.verifier.edges import Edge, Edges
from rjflow.verifier.frame import HELD
from rjflow.verifier.graphs import components, places_in
from rjflow.verifier.spoken import Watched, listened_for, steps_of
from rjflow.verifier.staying import Quiet
from rjflow.verifier.watching import Watcher

Situations = Mapping[tuple[str, str | None], Set]
"""Sets of situations by place: a state, and where a case that is held there is held from."""

_Passed = tuple[int, Set, list[tuple[Edge, int]]]


class Reach:
    """
    What can be reached in one frame, region by region.
    """

    def __init__(self, acting: Acting, watcher: Watcher, form: Watched) -> None:
        self._frame = frame = acting.frame
        self._watcher = watcher
        self._edges = Edges(acting.formulas, watcher)
        self._chart = chart_of(frame.workflow)
        self._watched = {
            *frame.focus.evidence,
            *(("scheme", one) for one in frame.focus.scheme),
            *(("author", one) for one in frame.focus.authors),
            *listened_for(form),
        }
        spoken = [self._chart.spoken(step) for step in steps_of(form)]
        self._events = frozenset[str]().union(*(events for events, _ in spoken))
        self._entered = frozenset[str]().union(*(states for _, states in spoken))
        self._leading = [0] * len(self._chart.places)
        self._steps: list[tuple[Edge, Leads]] = []
        self._quiet: dict[int, Quiet] = {}
        self._go(acting)
        self._stay(acting)
        self._known: Sequence[_Passed] | None = None

    def asking(self, watcher: Watcher) -> "Reach":
        """Give what can be reached, looked at once, for another watcher of the same steps that remembers nothing either."""
        self._known = list(self._run())
        found = copy(self)
        found._watcher, found._edges = watcher, self._edges.asking(watcher)
        return found

    def every_step_keeps_it(self) -> bool:
        """
        Tell whether no step at all breaks the safeguard, from wherever it is not broken yet: then nothing need be reached.
        """
        wrong = {number: some for places, some in self._wrongs() for number in places_in(places)}
        if any((some & wrong[number]).satisfiable() for number, some in self._beginnings() if number in wrong):
            return False
        if self._wrong_quietly():
            return False
        if any(self._breaks(edge).satisfiable() for edge, _ in self._steps):
            return False
        right = {number: ~some for number, some in wrong.items()}
        everything = self._frame.space.everything
        return not any(self._leads_astray(number, some, right) for number, some in wrong.items()) and not any(
            (self._edges.image(edge, right.get(source, everything)) & wrong[target]).satisfiable()
            for edge, leads in self._steps
            for target, sources in leads
            if target in wrong
            for source in places_in(sources)
        )

    def keeps_it(self) -> bool:
        """
        Tell whether nothing that can be reached breaks the safeguard.
        """
        breaks = {edge: self._breaks(edge) for edge in dict.fromkeys(edge for edge, _ in self._steps)}
        breaks = {edge: some for edge, some in breaks.items() if some.satisfiable()}
        wrong, quietly = list(self._wrongs()), self._wrong_quietly()
        return not any(
            any((some & bad).satisfiable() for places, bad in (*wrong, *quietly) if region & places)
            or any((some & breaks[edge]).satisfiable() for edge, _ in steps if edge in breaks)
            for region, some, steps in self._run()
        )

    def reached(self) -> dict[str, Set]:
        """
        Give at least everything that a case can come to in each state.
        """
        found: dict[str, Set] = {}
        for (state, origin), some in self.settled().items():
            held = some & self._frame.is_(HELD, self._frame.held(origin)) if self._frame.has(HELD) else some
            found[state] = found[state] | held if state in found else held
        return found

    def settled(self) -> Situations:
        """Give what `reached` gives, place by place."""
        last = {region: some for region, some, _ in self._run()}
        places = self._chart.places
        return {
            (places[number].state, places[number].origin): some
            for region, some in last.items()
            for number in places_in(region)
        }

    def unbroken(self) -> Situations:
        """Give everything that does not break the safeguard by being there, place by place."""
        wrong = {number: some for places, some in self._wrongs() for number in places_in(places)}
        nothing = self._frame.space.nothing
        return {
            (place.state, place.origin): ~wrong.get(number, nothing) for number, place in enumerate(self._chart.places)
        }

    def by_place(self, reached: Mapping[str, Set]) -> Situations:
        """Give what is reached in each state, place by place."""
        frame = self._frame
        return {
            (place.state, place.origin): self._unheld(
                reached[place.state] & frame.is_(HELD, frame.held(place.origin))
                if frame.has(HELD)
                else reached[place.state]
            )
            for place in self._chart.places
            if place.state in reached
        }

    def _run(self) -> Iterable[_Passed]:
        return self._pass() if self._known is None else self._known

    def _pass(self) -> Iterator[_Passed]:
        """
        Give the regions that are reached, with all that is reached in each so far and the steps that lead on, until nothing is added.
        """
        regions = components(self._leading)
        home = {place: number for number, region in enumerate(regions) for place in places_in(region)}
        before = [self._before(region, home) for region in regions]
        steps = self._between(home)
        after: list[list[int]] = [[] for _ in regions]
        for number, others in enumerate(before):
            for other in others:
                after[other].append(number)
        reached = [self._frame.space.nothing] * len(regions)
        for place, some in self._beginnings():
            reached[home[place]] = reached[home[place]] | some
        seen: list[Set | None] = [None] * len(regions)
        closed: dict[tuple[object, ...], Set] = {}
        waiting = {number for number, some in enumerate(reached) if some.satisfiable()}
        while waiting:
            number = min(waiting)
            waiting.remove(number)
            some = reduce(or_, (reached[one] for one in before[number]), reached[number])
            if some == seen[number]:
                continue
            reached[number] = seen[number] = some = self._saturated(regions[number], some, closed)
            yield regions[number], some, steps[number]
            waiting.update(after[number])
            for edge, target in steps[number]:
                image = self._edges.image(edge, some)
                if (image & ~reached[target]).satisfiable():
                    reached[target] = reached[target] | image
                    waiting.add(target)

    # ---- what can happen ---------------------------------------------------------------------------------------------

    def _go(self, acting: Acting) -> None:
        """
        Sort out what moves a case: what is free, and what has to be worked out.
        """
        ways: dict[tuple[str, int], list[Arrival]] = {}
        for way in self._chart.ways:
            seen = way.event.name in self._events or not way.names.isdisjoint(self._watched)
            for arrival in way.arrivals:
                if seen or self._is_seen(arrival):
                    ways.setdefault((way.event.name, way.place), []).append(arrival)
                else:
                    self._free(arrival.leads)
        events, places = self._frame.workflow.events, dict[tuple[str, ...], int]()
        for action in acting.moves([(events[name], place) for name, place in ways]):
            if action.states not in places:
                places[action.states] = self._chart.mask(action.states)
            for arrival in ways[action.name, action.way]:
                self._step(action, arrival, arrival.state, places[action.states])

    def _stay(self, acting: Acting) -> None:
        """
        Sort out what leaves a case in its state, unless the state's gate closes.
        """
        falls = self._chart.falls
        seen = {state for state, down in falls.items() if any(map(self._is_seen, down))}
        for state in falls.keys() - seen:
            for arrival in falls[state][1:]:
                self._free(arrival.leads)
        ungated: dict[tuple[str, ...], int] = {}
        for action in acting.quiet():
            if action.states not in ungated:
                ungated[action.states] = self._chart.mask(one for one in action.states if one not in seen)
            self._rest(action, ungated[action.states])
            for state in action.states:
                for arrival in falls[state] if state in seen else ():
                    self._step(action, arrival, arrival.state if arrival.depth else None, -1)

    def _free(self, leads: Leads) -> None:
        for target, sources in leads:
            self._leading[target] |= sources

    def _is_seen(self, arrival: Arrival) -> bool:
        """
        Tell whether the safeguard, or something tracked, makes a difference to whether a case arrives.
        """
        return arrival.state in self._entered or not arrival.names.isdisjoint(self._watched)

    def _step(self, action: Action, arrival: Arrival, entered: str | None, within: int) -> None:
        then = self._then(arrival)
        if entered not in self._entered and action.name not in self._events:
            entered = None  # nobody speaks of it, so that what leads into one such state is what leads into any other
        edge = self._edges.alike(action, arrival.head or "", arrival.state, then, entered, {})
        if edge.guard.satisfiable():
            leads = tuple((target, sources & within) for target, sources in arrival.leads)
            self._steps.append((edge, leads))

    def _then(self, arrival: Arrival) -> Set:
        """
        Give where gates let a case come to rest.
        """
        if arrival.head is not None:
            return self._edges.resting(arrival.head)[arrival.depth][1]
        guard = self._frame.workflow.states[arrival.state].guard
        return self._edges.formulas.group(guard).yes if guard else self._frame.space.everything

    def _rest(self, action: Action, places: int) -> None:
        """
        Note what an action does where no gate can close.
        """
        everything = self._frame.space.everything
        edge = self._edges.alike(action, "", "", everything, None, {})
        self._quiet.setdefault(places, Quiet(places)).note(edge)

    # ---- what is wrong -----------------------------------------------------------------------------------------------

    def _breaks(self, edge: Edge) -> Set:
        """
        Give where an edge breaks the safeguard, wherever the case is held from.
        """
        return self._unheld(self._edges.breaks(edge)) if self._watcher.minds_steps else self._frame.space.nothing

    def _wrong_quietly(self) -> list[tuple[int, Set]]:
        """
        Give the places, as bits, where something that leaves a case there breaks the safeguard, with the situations in which it does.
        """
        space, some = self._frame.space, self._quiet.values() if self._watcher.minds_steps else ()
        found = [(quiet.places, space.any_of(map(self._breaks, quiet.edges))) for quiet in some]
        return [(places, wrong) for places, wrong in found if wrong.satisfiable()]

    def _wrongs(self) -> Iterator[tuple[int, Set]]:
        """
        Give the places, as bits, that it can be wrong to be in at all, with the situations in which it is.
        """
        frame = self._frame
        for state in frame.workflow.states:
            wrong, places = self._watcher.standing(state), self._chart.mask([state])
            if not wrong.satisfiable():
                continue
            if self._unheld(wrong) == wrong:
                yield places, wrong
                continue
            for number in places_in(places):
                mine = self._unheld(wrong & frame.is_(HELD, frame.held(self._chart.places[number].origin)))
                if mine.satisfiable():
                    yield 1 << number, mine

    def _unheld(self, some: Set) -> Set:
        """
        Give a set with nothing said of where a case is held from, which the place says.
        """
        frame = self._frame
        return frame.space.forget(some, (frame.index[HELD],)) if frame.has(HELD) else some

    def _leads_astray(self, target: int, bad: Set, right: Mapping[int, Set]) -> bool:
        """
        Tell whether a free step, or one that leaves a case in its place, can lead from where nothing is wrong to where something is.
        """
        if any(
            source not in right or (bad & right[source]).satisfiable() for source in places_in(self._leading[target])
        ):
            return True
        here = (quiet for quiet in self._quiet.values() if quiet.places >> target & 1)
        return any((some & bad).satisfiable() for quiet in here for some in quiet.images(self._frame.space, ~bad))

    # ---- what is reached ---------------------------------------------------------------------------------------------

    def _beginnings(self) -> Iterator[tuple[int, Set]]:
        for state, some in self._edges.beginnings().items():
            yield self._chart.first(state), self._unheld(some)

    def _before(self, region: int, home: Mapping[int, int]) -> list[int]:
        """
        Give the other regions from which free steps lead to one.
        """
        leading = reduce(or_, (self._leading[place] for place in places_in(region)), 0) & ~region
        return sorted({home[place] for place in places_in(leading)})

    def _between(self, home: Mapping[int, int]) -> list[list[tuple[Edge, int]]]:
        """
        Give, for each region, the steps that lead from it and where to.
        """
        found: list[dict[tuple[Edge, int], None]] = [{} for _ in set(home.values())]
        for edge, leads in self._steps:
            for target, sources in leads:
                for source in places_in(sources):
                    found[home[source]][edge, home[target]] = None
        return [list(steps) for steps in found]

    def _saturated(self, region: int, some: Set, closed: dict[tuple[object, ...], Set]) -> Set:
        """
        Add what can come about without leaving a region.
        """
        mine = [quiet for quiet in self._quiet.values() if quiet.places & region]
        known = (some, *map(id, mine))
        if known not in closed:
            before = None
            while some != before:
                before = some
                for quiet in mine:
                    some = quiet.added(self._frame.space, some)
            closed[known] = some
        return closed[known]
