"""
Find times for the steps of a story, or find that there are none.

What must have run out by a step, what must still be current at it, and which deadlines may not have fired before it are all bounds on
the difference of two times. The earliest times that keep them all are longest paths; a circle that always asks for later
times means that the story cannot happen in real days.

Stands on: nothing.   Knows nothing of: workflows.
"""

from attrs import field, frozen, mutable

from rjflow.instants import SECOND, Instant


@frozen
class Bound:
    """The time of step *later* is at least *least* microseconds after that of step *earlier* (which may be negative)."""

    earlier: int
    later: int
    least: int


@mutable
class Timetable:
    """
    The bounds on the times of steps 0 to *last*.

    >>> table = Timetable(2)
    >>> table.apart(1, 2, least=10 * SECOND)
    >>> table.within(0, 2, most=15 * SECOND)
    >>> [time // SECOND for time in table.times(gap=SECOND)]
    [0, 1, 11]
    >>> table.within(1, 2, most=5 * SECOND)
    >>> table.times(gap=SECOND) is None
    True
    """

    last: int
    _bounds: list[Bound] = field(factory=list)

    def apart(self, earlier: int, later: int, *, least: Instant) -> None:
        """Ask that so much time passes between two steps."""
        self._bounds.append(Bound(earlier, later, least))

    def within(self, earlier: int, later: int, *, most: Instant) -> None:
        """Ask that no more time passes between two steps."""
        self._bounds.append(Bound(later, earlier, -most))

    def times(self, gap: Instant) -> list[Instant] | None:
        """
        Give the earliest times from 0 on, with *gap* between one step and the next; nothing when no times keep the bounds.
        """
        bounds = [*self._bounds, *(Bound(step, step + 1, gap) for step in range(self.last))]
        times = [0] * (self.last + 1)
        for _ in range(self.last + 2):
            changed = False
            for bound in bounds:
                earliest = times[bound.earlier] + bound.least
                if times[bound.later] < earliest:
                    times[bound.later] = earliest
                    changed = True
            if not changed:
                return times if times[0] == 0 else None
        return None


GAP = 60 * SECOND
