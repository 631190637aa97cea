"""
What is known of the time since several things happened: bounds on each, and on the difference of every two.

Clock 0 is always zero; the others run together from when they are set. Times are whole microseconds, so every bound can be met.

Stands on: nothing.   Knows nothing of: workflows, what the clocks measure.
"""

from collections.abc import Sequence
from operator import le
from typing import Self

from rjflow.frozen import frozen

UNBOUNDED = 1 << 60
Rows = tuple[tuple[int, ...], ...]


@frozen
class Zone:
    """
    All the times that *clocks* may show together: clock i is ahead of clock j by no more than `rows[i][j]`.

    Every bound is as tight as the others make it, so equal zones have equal rows. A zone without times is `None`, never a Zone.

    >>> zone = Zone.begun().with_clock().later()
    >>> zone = zone.with_clock()                       # started later than the first
    >>> zone.at_least(1, 5).at_most(2, 3).at_most(1, 4) is None
    True
    """

    rows: Rows

    @classmethod
    def begun(cls) -> Self:
        """Give the zone without clocks."""
        return cls(((0,),))

    def with_clock(self) -> "Zone":
        """Give the zone with one more clock, which shows zero now."""
        first = self.rows[0]
        rows = [(*row, row[0]) for row in self.rows]
        return Zone((*rows, (*first, 0)))

    def with_any_clock(self) -> "Zone":
        """Give the zone with one more clock, which may show anything."""
        rows = [(*row, row[0]) for row in self.rows]
        return Zone((*rows, (*(UNBOUNDED for _ in self.rows), 0)))

    def arranged(self, clocks: Sequence[int]) -> "Zone":
        """Give what is known of some of the clocks, in this order."""
        order = (0, *clocks)
        return Zone(tuple(tuple(self.rows[i][j] for j in order) for i in order))

    def later(self) -> "Zone":
        """Give the times that may be shown now or later."""
        rows = [
            tuple(UNBOUNDED if j == 0 and i else bound for j, bound in enumerate(row))
            for i, row in enumerate(self.rows)
        ]
        return Zone(tuple(rows))

    def at_most(self, clock: int, most: int) -> "Zone | None":
        """Give the part in which a clock shows no more than so much."""
        return self._bounded(clock, 0, most)

    def at_least(self, clock: int, least: int) -> "Zone | None":
        """Give the part in which a clock shows no less than so much."""
        return self._bounded(0, clock, -least)

    def within(self, other: "Zone") -> bool:
        """Tell whether all its times are times of another zone of the same clocks."""
        return all(all(map(le, row, those)) for row, those in zip(self.rows, other.rows))

    def coarse(self, limits: tuple[int, ...]) -> "Zone":
        """
        Give a zone that is no smaller, and of which there are only finitely many: how far beyond its limit a clock is makes no difference
        to anything that is asked of it.
        """
        rows = tuple(
            tuple(_coarse(bound, limits[i], limits[j]) if i != j else 0 for j, bound in enumerate(row))
            for i, row in enumerate(self.rows)
        )
        return self if rows == self.rows else _tightened(rows)

    def _bounded(self, i: int, j: int, most: int) -> "Zone | None":
        rows = self.rows
        if rows[i][j] <= most:
            return self
        if most + rows[j][i] < 0:
            return None
        beyond = rows[j]
        return Zone(tuple(
            tuple(min(bound, row[i] + most + beyond[k]) for k, bound in enumerate(row)) for row in rows
        ))  # fmt: skip


def _coarse(bound: int, mine: int, theirs: int) -> int:
    return UNBOUNDED if bound > mine else max(bound, -theirs)


def _tightened(rows: Rows) -> Zone:
    """
    Make every bound as tight as the others make it.
    """
    tight = [list(row) for row in rows]
    every = range(len(tight))
    for through in every:
        for i in every:
            for j in every:
                tight[i][j] = min(tight[i][j], tight[i][through] + tight[through][j])
    return Zone(tuple(tuple(min(bound, UNBOUNDED) for bound in row) for row in tight))
