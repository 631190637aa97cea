"""
Answers put together as Kleene's logic does, each a set of situations.

Most answers of one search are the same few: what is not tracked may be anything. So two answers are put together once.

Stands on: `bdd`.   Knows nothing of: conditions, people.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rjflow.verifier.bdd import Set, Space


class May(NamedTuple):
    """Where a condition may be true, where it may be false, where it may be unknown."""

    yes: Set
    no: Set
    unknown: Set

    @property
    def not_yes(self) -> Set:
        """Where it may be anything but true."""
        return self.no | self.unknown

    @property
    def surely(self) -> Set:
        """Where it is true and nothing else."""
        return ~self.not_yes


class Kleene:
    """
    The answers of one space. Answers are put together as if they could be anything independently of each other.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        self._everywhere: dict[tuple[bool, bool, bool], May] = {}
        self._opposite: dict[int, tuple[May, May]] = {}
        self._both: dict[tuple[int, int], tuple[May, May, May]] = {}

    def everywhere(self, *, yes: bool = False, no: bool = False, unknown: bool = False) -> May:
        """Give an answer that is the same in all situations; for the same words it is one and the same thing."""
        known = (yes, no, unknown)
        if known not in self._everywhere:
            self._everywhere[known] = May(*(self._space.everything if one else self._space.nothing for one in known))
        return self._everywhere[known]

    def negated(self, one: May) -> May:
        """Give Kleene's negation."""
        if id(one) not in self._opposite:
            opposite = May(one.no, one.yes, one.unknown)
            constant = self._constant(opposite)
            opposite = opposite if constant is None else constant
            self._opposite[id(one)], self._opposite[id(opposite)] = (one, opposite), (opposite, one)
        return self._opposite[id(one)][1]

    def all_of(self, answers: Iterable[May]) -> May:
        """Give Kleene's conjunction."""
        true, false = self.everywhere(yes=True), self.everywhere(no=True)
        found = true
        for one in answers:
            found = one if found is true else self._conjunction(found, one)
            if found is false:
                break
        return found

    def any_of(self, answers: Iterable[May]) -> May:
        """Give Kleene's disjunction."""
        return self.negated(self.all_of(map(self.negated, answers)))

    def at_least(self, number: int, answers: Sequence[May], others: Sequence[May]) -> May:
        """Give where so many are true, where they are not, where that is unknown; any number of *others* may stand behind one answer."""
        everybody, any_of = [*answers, *others], self._space.any_of
        yes = self.count([one.yes for one in answers], number) | any_of(one.yes for one in others)
        possible = self.count([one.yes | one.unknown for one in answers], number)
        possible = possible | any_of(one.yes | one.unknown for one in others)
        surely = self.count([~one.not_yes for one in everybody], number)
        unknown = possible & ~surely & any_of(one.unknown for one in everybody)
        return May(yes, ~self.count([~one.no for one in everybody], number), unknown)

    def count(self, sets: Sequence[Set], least: int) -> Set:
        """Give where at least so many of the sets hold."""
        space = self._space
        if least > len(sets):
            return space.nothing
        reached = [space.everything] + [space.nothing] * least
        for one in sets:
            for number in range(least, 0, -1):
                reached[number] = reached[number] | (reached[number - 1] & one)
        return reached[least]

    # ------------------------------------------------------------------------------------------------------------------

    def _conjunction(self, one: May, other: May) -> May:
        """
        Give the conjunction of two answers; of one with itself it is the answer itself.
        """
        if one is other:
            return one
        known = id(one), id(other)
        if known not in self._both:
            unknown = (one.unknown & (other.unknown | other.yes)) | (one.yes & other.unknown)
            found = May(one.yes & other.yes, one.no | other.no, unknown)
            constant = self._constant(found)
            self._both[known] = one, other, found if constant is None else constant
        return self._both[known][2]

    def _constant(self, found: May) -> May | None:
        """
        Give what stands for an answer that is the same everywhere; nothing for any other.
        """
        space = self._space
        sides = (found.yes, found.no, found.unknown)
        if any(one not in (space.everything, space.nothing) for one in sides):
            return None
        yes, no, unknown = (one == space.everything for one in sides)
        return self.everywhere(yes=yes, no=no, unknown=unknown)
