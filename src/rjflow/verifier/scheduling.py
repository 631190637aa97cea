"""
Find times for the steps of a story, or find that there are none.

What must have run out by a step, what must still be current at it, and which deadlines may not have fired before it are bounds: this
step is not before so long after that one; or, where midnights, working days and holidays count, not before what a calendar gives. The
earliest times that keep them all are found by putting off whatever comes too early, again and again. Bounds on differences that ask for
later times in a circle mean that the story cannot happen in real days.

Stands on: `instants`.   Knows nothing of: workflows.
"""

from collections.abc import Callable

from attrs import field, mutable

from rjflow.frozen import frozen
from rjflow.instants import DAY, HOUR, SECOND, Instant

GAPS = (60 * SECOND, SECOND, 0)  # between one step and the next, as people would tell it; where that is too long, less
_HORIZON = 5 * 366 * DAY
_ROUNDS = 2000


@frozen
class Bound:
    """The time of step *later* is at least *least* microseconds after that of step *earlier* (which may be negative); *about* whom."""

    earlier: int
    later: int
    least: int
    about: object = None


@frozen(eq=False)
class Rule:
    """Step *later* is not before what *earliest* gives for the time of step *earlier*; for a later one it never gives an earlier."""

    earlier: int
    later: int
    earliest: Callable[[Instant], Instant]
    about: object = None


@mutable
class Timetable:
    """
    The bounds on the times of steps 0 to *last*.

    >>> table = Timetable(2)
    >>> table.apart(1, 2, least=10 * SECOND)
    >>> table.within(0, 2, most=15 * SECOND)
    >>> [time // SECOND for time in table.times(0, gap=SECOND)]
    [0, 1, 11]
    >>> [time // HOUR for time in Timetable(0).times_to_tell(5 * HOUR, gap=SECOND)]
    [5]
    >>> table.within(1, 2, most=5 * SECOND, about="the check")
    >>> table.times(0, gap=SECOND) is None
    True
    >>> table.circle()
    frozenset({'the check'})
    """

    last: int
    _bounds: list[Bound] = field(factory=list)
    _rules: list[Rule] = field(factory=list)
    _at_once: set[int] = field(factory=set)

    def apart(self, earlier: int, later: int, *, least: Instant, about: object = None) -> None:
        """Ask that so much time passes between two steps."""
        self._bounds.append(Bound(earlier, later, least, about))

    def within(self, earlier: int, later: int, *, most: Instant, about: object = None) -> None:
        """Ask that no more time passes between two steps."""
        self._bounds.append(Bound(later, earlier, -most, about))

    def at_once(self, step: int) -> None:
        """Ask that a step happens in the moment of the one before, as a part of it."""
        self._at_once.add(step)
        self.within(step - 1, step, most=0)

    @property
    def parts(self) -> frozenset[int]:
        """The steps that are part of the one before."""
        return frozenset(self._at_once)

    def not_before(
        self, earlier: int, later: int, earliest: Callable[[Instant], Instant], about: object = None
    ) -> None:
        """Ask that a step is not before what a calendar gives for the time of another."""
        self._rules.append(Rule(earlier, later, earliest, about))

    def blamed(self, start: Instant, spared: Callable[[object], bool] = lambda _: False) -> frozenset[object]:
        """
        Give what it is about that there are no times: a circle, without what is *spared* if there is one, or else everything that asks a
        calendar; nothing if there are times.
        """
        circle = self.circle()
        if circle:
            return self._fewest(spared) or circle
        if self.times(start, 0) is not None:
            return circle
        return frozenset(rule.about for rule in self._rules) - {None}

    def circle(self, without: frozenset[object] = frozenset()) -> frozenset[object]:
        """Give what the bounds are about, *without* some of it, that together ask for ever later times; nothing when none do."""
        bounds = [bound for bound in self._all(0) if bound.about is None or bound.about not in without]
        times, because = [0] * (self.last + 1), dict[int, Bound]()
        late: int | None = None
        for _ in range(self.last + 2):
            late = None
            for bound in bounds:
                if times[bound.later] < times[bound.earlier] + bound.least:
                    times[bound.later] = times[bound.earlier] + bound.least
                    because[bound.later], late = bound, bound.later
            if late is None:
                return frozenset()
        for _ in range(self.last + 1):  # so far back that one is on the circle itself
            late = because[late].earlier if late is not None else 0
        on_it, place = set[object](), late
        while place is not None:
            on_it.add(because[place].about)
            place = because[place].earlier if because[place].earlier != late else None
        return frozenset(on_it - {None})

    def _fewest(self, spared: Callable[[object], bool]) -> frozenset[object]:
        """
        Give a circle of which nothing can be left out, and as little of what is *spared* as can be.
        """
        without = frozenset[object]()
        for about in sorted(
            {bound.about for bound in self._bounds} - {None}, key=lambda one: (not spared(one), repr(one))
        ):
            if self.circle(without | {about}):
                without |= {about}
        return self.circle(without)

    def times(self, start: Instant, gap: Instant) -> list[Instant] | None:
        """
        Give the earliest times from *start* on, with *gap* between one step and the next; nothing when no times keep the bounds.
        """
        return self._least([start] * (self.last + 1), gap)

    def times_to_tell(self, start: Instant, gap: Instant) -> list[Instant] | None:
        """
        Give times that are told easily: who waits for days waits for whole days, or hours, where that keeps the bounds too.
        """
        found = self.times(start, gap)
        if found is None:
            return None
        for step in range(1, self.last + 1):
            for unit in (DAY, HOUR):
                wait = found[step] - found[step - 1]
                if wait > DAY and wait % unit:
                    whole = [*found[:step], found[step - 1] - -wait // unit * unit]
                    later = self._least([*whole, *found[step + 1 :]], gap)
                    if later is not None and later[: step + 1] == whole:  # put off so far, and no further
                        found = later
        return found

    def _least(self, times: list[Instant], gap: Instant) -> list[Instant] | None:
        """
        Put off whatever comes too early, until nothing does.
        """
        bounds, end = self._all(gap), times[-1] + _HORIZON
        for rounds in range(_ROUNDS):
            before = list(times)
            for bound in bounds:
                times[bound.later] = max(times[bound.later], times[bound.earlier] + bound.least)
            if times == before:
                for rule in self._rules:
                    times[rule.later] = max(times[rule.later], rule.earliest(times[rule.earlier]))
            if times == before:
                return times
            if times[-1] > end or (rounds > self.last + 1 and not self._rules):
                return None
        return None

    def _all(self, gap: Instant) -> list[Bound]:
        steps = ((step, 0 if step + 1 in self._at_once else gap) for step in range(self.last))
        return [*self._bounds, *(Bound(step, step + 1, apart) for step, apart in steps)]
