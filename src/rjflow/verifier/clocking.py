"""
Search keeping time: how long ago some records were made, and for how long some deadlines have been running.

The untimed search lets evidence run out at any moment, and deadlines fire at any. This one lets what is given a clock do so only when it
is due. A node is a state of the workflow, what is known of the clocks that run there (`zones`), and a set of situations; a node adds
nothing if another allows all its times and all its situations. What has no clock is as free as before, so that finding nothing is a proof.

Stands on: `freely`, `pressing`, `searching`, `zones`.   Knows nothing of: stories, sentences.
"""

from collections import deque
from collections.abc import Iterator
from itertools import product

from rjflow.frozen import frozen
from rjflow.verifier.bdd import Set
from rjflow.verifier.edges import Edge
from rjflow.verifier.freely import Freely, Leading
from rjflow.verifier.pressing import Clock, Pressing
from rjflow.verifier.searching import Layer, Search
from rjflow.verifier.spoken import Watched
from rjflow.verifier.zones import Zone

Values = tuple[int, ...]
Trail = list[tuple[Edge, Values]]


class TooManyTimes(Exception):
    """More nodes than can be gone through."""


@frozen(eq=False)
class _Node:
    """
    Situations of one state: those it is entered with, and those that quiet steps without clocks lead to besides.

    `midnight`: something has run out because a day is over, so all else that is good for that day runs out before anything happens.
    `waits`: there is time for such steps before what is due now.
    """

    state: str
    clocks: tuple[Clock, ...]
    zone: Zone
    entry: Set
    where: Set
    parent: "_Node | None" = None
    edge: Edge | None = None
    midnight: bool = False
    waits: bool = True


class Clocking:
    """
    One search with some clocks.

    *wrong*, where it is given, says which situations are sought instead of what the watcher of the search watches for. Where it is not,
    the search lists what else runs out together with the records that have clocks (`fading`).
    """

    def __init__(
        self, search: Search, form: Watched, clocks: frozenset[Clock], wrong: Layer | None = None, most: int = 2500
    ) -> None:
        self._search = search
        self._frame = search.frame
        self._workflow = search.frame.workflow
        self._space = search.frame.space
        self._records = tuple(key for key in search.frame.sizes if key in clocks)
        self._deadlines = tuple(place for place in range(len(self._workflow.deadlines)) if place in clocks)
        self._order: tuple[Clock, ...] = (*self._records, *self._deadlines)
        self._wrong = wrong
        self._most = most
        self._passed: dict[tuple[object, ...], dict[Zone, Set]] = {}
        self._waiting: deque[_Node] = deque()
        self._freely = Freely(search, self._records)
        self._pressing = Pressing(search, form, self._records, together=wrong is None)

    def trails(self) -> Iterator[tuple[Values, Trail]]:
        """
        Give ways to break the safeguard, nearest first, one for each node from which it can be broken.

        Raises:
            TooManyTimes: there is more to go through than can be; what was given before is no proof.
        """
        for state, some in self._search.beginnings().items():
            zone = Zone.begun()
            armed = tuple(place for place in self._deadlines if state in self._workflow.deadlines[place].states)
            for _ in armed:
                zone = zone.with_clock()
            self._add(state, armed, zone, some)
        number = 0
        while self._waiting:
            node = self._waiting.popleft()
            number += 1
            if number > self._most:
                raise TooManyTimes
            yield from self._hits(node)
            for edge in self._search.edges(node.state):
                if not self._freely.is_free(edge):
                    self._onward(node, edge)

    # ---- steps -------------------------------------------------------------------------------------------------------

    def _add(
        self,
        state: str,
        clocks: tuple[Clock, ...],
        zone: Zone,
        entry: Set,
        parent: _Node | None = None,
        edge: Edge | None = None,
        *,
        midnight: bool = False,
    ) -> None:
        """
        Add a node, if it allows anything that none before it does.
        """
        midnight = midnight and any(self._pressing.is_for_the_day(clock) for clock in clocks)
        now = self._pressing.allowed(state, clocks, zone if midnight else zone.later(), settled=False)
        if now is None:
            raise AssertionError("no step is taken when what goes on is overdue, and what begins is not")
        then = now.coarse((0, *(self._pressing.limit(state, clock) for clock in clocks)))
        waits = not midnight and self._pressing.allowed(state, clocks, then, settled=True) is not None
        where = self._freely.onward(state, entry) if waits else entry
        passed = self._passed.setdefault((state, clocks, midnight), {})
        for known, some in passed.items():
            if then.within(known):
                where = where & ~some
                if not where.satisfiable():
                    return
        passed[then] = where | passed.get(then, where)
        self._waiting.append(_Node(state, clocks, then, entry, where, parent, edge, midnight, waits))

    def _onward(self, node: _Node, edge: Edge) -> None:
        """
        Take an edge from a node, as far as its clocks let it.
        """
        for zone, region in self._before(node, edge):
            image = self._search.image(edge, node.where & region)
            for run, some in self._split(edge, image) if image.satisfiable() else ():
                if not some.satisfiable():
                    continue
                clocks, then = self._set(node, edge, zone, run)
                midnight = edge.action.doing == "stale" and any(map(self._pressing.is_for_the_day, edge.action.assigns))
                self._add(edge.target, clocks, then, some, node, edge, midnight=midnight)

    def _before(self, node: _Node, edge: Edge) -> list[tuple[Zone, Set]]:
        """
        Give at which times of a node an edge can be taken, each with where.
        """
        fades = edge.action.assigns if edge.action.doing == "stale" else ()
        if node.midnight and not any(map(self._pressing.is_for_the_day, fades)):
            return []
        return self._pressing.before(edge, node.clocks, node.zone)

    def _split(self, edge: Edge, image: Set) -> Iterator[tuple[dict[Clock, bool], Set]]:
        """
        Part what an edge leads to by which of the records it touches are current then.
        """
        touched = [key for key in self._records if key in edge.action.assigns]
        for choice in product((True, False), repeat=len(touched)):
            some = image
            for key, runs in zip(touched, choice):
                dead = self._frame.is_(key, 0)
                some = some & (~dead if runs else dead)
            yield dict(zip(touched, choice)), some

    def _set(self, node: _Node, edge: Edge, zone: Zone, run: dict[Clock, bool]) -> tuple[tuple[Clock, ...], Zone]:
        """
        Set, stop and leave alone the clocks that an edge does.
        """
        places = {clock: number for number, clock in enumerate(node.clocks, start=1)}
        moves, fires = edge.target != edge.source, edge.action.doing == "deadline"
        for place in self._deadlines:
            if moves or (fires and place == edge.action.place):
                run = {**run, place: edge.target in self._workflow.deadlines[place].states}
        for clock, runs in run.items():
            places.pop(clock, None)
            if runs:
                zone = (
                    zone.with_any_clock()
                    if edge.action.doing == "stale" and clock in self._records
                    else zone.with_clock()
                )
                places[clock] = len(zone.rows) - 1
        clocks = tuple(clock for clock in self._order if clock in places)
        return clocks, zone.arranged([places[clock] for clock in clocks])

    # ---- what is broken ----------------------------------------------------------------------------------------------

    def _hits(self, node: _Node) -> Iterator[tuple[Values, Trail]]:
        """
        Give ways by which the safeguard is broken in a node, or by a step from it.
        """
        if self._wrong is not None:
            standing = node.where & self._wrong.get(node.state, self._space.nothing)
        else:
            standing = node.where & self._search.watcher.standing(node.state)
        settled = [] if node.midnight else self._pressing.settled(node.state, node.clocks, node.zone)
        standing = standing & self._space.any_of(region for _, region in settled)
        if standing.satisfiable():
            yield self._trail(node, standing)
        for edge in self._search.edges(node.state) if self._wrong is None else ():
            where = node.where & self._search.made.breaks(edge)
            if where.satisfiable():
                where = where & self._space.any_of(region for _, region in self._before(node, edge))
            if where.satisfiable():
                begin, trail = self._trail(node, where)
                last = trail[-1][1] if trail else begin
                yield begin, [*trail, (edge, self._after(edge, last))]

    def _after_wrong(self, edge: Edge) -> Set:
        return self._space.nothing if edge.is_quiet else self._search.watcher.after(edge.facts, edge.target)

    def _after(self, edge: Edge, values: Values) -> Values:
        image = self._search.image(edge, self._space.point(values))
        wrong = image & self._after_wrong(edge)
        return self._space.least(wrong if wrong.satisfiable() else image)

    def _trail(self, node: _Node, goal: Set) -> tuple[Values, Trail]:
        """
        Give the way to some of a node's situations: the values it begins with, and each edge with the values after it.
        """
        chain: list[tuple[_Node, Leading]] = []
        here: _Node | None = node
        while here is not None:
            leading: Leading = self._freely.leading(here.state, goal) if here.waits else [(None, goal, goal)]
            chain.append((here, leading))
            if here.parent is not None and here.edge is not None:
                towards = here.entry & self._space.any_of(some for _, some, _ in leading)
                goal = here.parent.where & self._search.preimage(here.edge, towards)
            here = here.parent
        chain.reverse()
        values: Values = ()
        begin: Values = ()
        trail: Trail = []
        for place, (there, leading) in enumerate(chain):
            towards = there.entry & self._space.any_of(some for _, some, _ in leading)
            if there.edge is None or place == 0:
                begin = values = self._space.least(towards)
            else:
                values = self._space.least(self._search.image(there.edge, self._space.point(values)) & towards)
                trail.append((there.edge, values))
            for edge, some, nearer in reversed(leading):
                if edge is not None and (self._space.point(values) & some).satisfiable():
                    values = self._space.least(self._search.image(edge, self._space.point(values)) & nearer)
                    trail.append((edge, values))
        return begin, trail
