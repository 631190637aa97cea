"""
Where one can wait for the clock: for a deadline to fire, or for something to run out, so that it surely leads to what is good.

Stands on: `proving`, `opening`.   Knows nothing of: people, goals.
"""

from collections.abc import Iterator, Sequence

from rjflow.certifying.diagrams import EVERYTHING, NOTHING
from rjflow.certifying.opening import lets_in
from rjflow.certifying.places import Place
from rjflow.certifying.proving import Proving
from rjflow.certifying.stepping import Deed
from rjflow.definition.lookup import comes_for_sure
from rjflow.definition.model import Deadline


def never_astray(proving: Proving, deed: Deed, place: Place, good: dict[Place, int]) -> int:
    """
    Give from where all that a deed can lead to is good.
    """
    astray = NOTHING
    for arrival in proving.arrivals(place, deed.target):
        bad = proving.sets.both(arrival.then, proving.sets.contrary(good.get(arrival.target, NOTHING)))
        astray = proving.sets.either(astray, proving.leading(bad, deed, deed.puts))
    return proving.sets.contrary(astray)


class Waiting:
    """What time brings, seen from what is good."""

    def __init__(self, proving: Proving) -> None:
        self._proving = proving
        self._sets = proving.sets
        self._rung: dict[str, list[Deed]] = {}
        for deed in (deed for deadline in proving.workflow.deadlines for deed in proving.steps.rung(deadline)):
            for state in deed.states:
                self._rung.setdefault(state, []).append(deed)

    def until_it_fires(self, place: Place, good: dict[Place, int]) -> int:
        """
        Give where one can wait for a deadline: whatever runs out, whichever gate closes and whichever deadline fires, it is good; and one
        that needs nothing but time surely fires, and leads to what is good. What leaves the case where it is can happen only so often until
        then: from there one waits on.
        """
        sets, rung = self._sets, self._rung.get(place.state, ())
        allowed = sets.some(
            sets.every(
                (
                    deed.surely,
                    lets_in(self._proving.answers, deed),
                    self._armed(deed.deadline),
                    never_astray(self._proving, deed, place, good),
                )
            )
            for deed in rung
            if deed.deadline is not None and comes_for_sure(self._proving.workflow, deed.deadline, place.state)
        )
        if allowed == NOTHING:
            return NOTHING
        return self._waited_on(place, allowed, good)

    def until_it_runs_out(self, place: Place, good: dict[Place, int]) -> int:
        """
        Give where one can wait for something that is current to run out, after which it is good: whatever else runs out before, and
        whichever deadline fires, leads to what is good, or leaves that still to come.
        """
        return self._sets.some(self._until_old(fading, place, good) for fading in self._proving.look.fading)

    def _armed(self, deadline: Deadline) -> int:
        """
        Give where a deadline is surely armed: one for a date, where that date is known.
        """
        if deadline.until is None:
            return EVERYTHING
        look = self._proving.look
        return look.current(deadline.until, None) if look.tracks(deadline.until, None) else NOTHING

    def _until_old(self, variable: int, place: Place, good: dict[Place, int]) -> int:
        """
        Give where one can wait for one record to run out; the clock makes none anew.
        """
        sets = self._sets
        awaited = sets.both(
            sets.contrary(sets.among(variable, (0,))), sets.put(self._at_rest(place, good), ((variable, 0),))
        )
        return self._waited_on(place, awaited, good)

    def _harmless(self, deed: Deed, place: Place, good: dict[Place, int]) -> int:
        return self._sets.either(self._sets.contrary(deed.guard), never_astray(self._proving, deed, place, good))

    def _at_rest(self, place: Place, good: dict[Place, int]) -> int:
        """
        Give where a case that is in a place is good, if it stays there or falls through its gate.
        """
        return self._sets.contrary(self._sets.some(self._bad_arrivals(place, good, [False, True])))

    def _bad_arrivals(self, place: Place, good: dict[Place, int], fallen: Sequence[bool]) -> Iterator[int]:
        """
        Give where a case that is in a place may come to rest, there or *fallen* through its gate, in what is not good.
        """
        for arrival in self._proving.arrivals(place, None):
            if (arrival.entered is not None) in fallen:
                yield self._sets.both(arrival.then, self._sets.contrary(good.get(arrival.target, NOTHING)))

    def _waited_on(self, place: Place, some: int, good: dict[Place, int]) -> int:
        """
        Give the largest part of a set that neither time, nor a gate that closes, nor any deadline leads out of, but to what is good.
        """
        sets, rung = self._sets, self._rung.get(place.state, ())
        leaving = [self._harmless(deed, place, good) for deed in rung if deed.target != place.state]
        some = sets.every((some, sets.contrary(sets.some(self._bad_arrivals(place, good, [True]))), *leaving))
        found, good_now = NOTHING, self._at_rest(place, good)
        while found != some:
            runs_out = self._proving.lapsing(sets.contrary(sets.either(some, good_now)))
            found = sets.both(some, sets.contrary(runs_out))
            known = {**good, place: sets.either(good.get(place, NOTHING), found)}
            staying = (self._harmless(deed, place, known) for deed in rung if deed.target == place.state)
            some = sets.every((found, *staying))
        return found
