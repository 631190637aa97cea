"""
What is due when, in a search that keeps time: until when nothing happens by itself, and at which times a step can be taken.

Stands on: `fading`, `lasting`, `ringing`, `timing`, `zones`.   Knows nothing of: nodes, trails.
"""

from collections.abc import Sequence
from typing import cast

from rjflow.verifier.bdd import Set
from rjflow.verifier.edges import Edge
from rjflow.verifier.fading import goes_too
from rjflow.verifier.frame import Key
from rjflow.verifier.lasting import lengths
from rjflow.verifier.ringing import Ringing, goes_by
from rjflow.verifier.searching import Search
from rjflow.verifier.spoken import Watched
from rjflow.verifier.timing import lasts
from rjflow.verifier.zones import Zone

Clock = object  # the key of a record, or the place of a deadline

_BY_ITSELF = ("stale", "deadline", "scheme", "drift")


class Pressing:
    """
    What the clocks of some records, and of some deadlines, say of the steps of one search. *together*: it lists what else runs out when one
    of these records does.
    """

    def __init__(self, search: Search, form: Watched, records: Sequence[Key], *, together: bool) -> None:
        self._form = form
        self._workflow = search.frame.workflow
        self._space = search.frame.space
        self._records = records
        self._together = together
        self._ringing = Ringing(search.formulas)

    def before(self, edge: Edge, clocks: Sequence[Clock], begin: Zone) -> list[tuple[Zone, Set]]:
        """Give at which times of those that clocks show an edge can be taken, each with where."""
        action, state = edge.action, edge.source
        if action.doing not in _BY_ITSELF:
            return self.settled(state, clocks, begin)
        zone: Zone | None = begin
        for number, clock in enumerate(clocks, start=1):
            least = 0
            if action.doing == "stale" and action.assigns.get(cast("Key", clock)) == (0,):
                least, _ = lasts(self._workflow, str(cast("Key", clock)[1]))
            elif action.doing == "deadline" and clock == action.place:
                least, _ = lengths(self._workflow, self._workflow.deadlines[action.place])
            zone = zone.at_least(number, least) if zone is not None else None
        parts = [] if zone is None else [(zone, self._space.everything)]
        for number, clock in enumerate(clocks, start=1):
            if action.doing == "deadline" and clock != action.place:
                first = self._comes_first(clock, action.place, state)
                parts = self._not_overdue(parts, state, number, clock, just=not first)
            elif action.doing != "deadline":
                parts = self._not_overdue(parts, state, number, clock, just=not self._would_go_too(edge, clock))
        return parts

    def settled(self, state: str, clocks: Sequence[Clock], zone: Zone) -> list[tuple[Zone, Set]]:
        """Give the times at which nothing is due that nothing holds back, each with where that is so."""
        parts = [(zone, self._space.everything)]
        for number, clock in enumerate(clocks, start=1):
            parts = self._not_overdue(parts, state, number, clock, just=False)
        return parts

    def allowed(self, state: str, clocks: Sequence[Clock], zone: Zone, *, settled: bool) -> Zone | None:
        """Give the times at which nothing is overdue; *settled*, at which nothing is due either."""
        found: Zone | None = zone
        for number, clock in enumerate(clocks, start=1):
            most = self._most_shown(state, clock)
            if most is not None and found is not None:
                found = found.at_most(number, most if settled else most + 1)
        return found

    def is_for_the_day(self, clock: Clock) -> bool:
        """Tell whether a clock is that of a record which runs out at midnight."""
        if clock not in self._records:
            return False
        return self._workflow.evidence[str(cast("Key", clock)[1])].window.unit == "same day"

    def limit(self, state: str, clock: Clock) -> int:
        """Give beyond what time it makes no difference how much a clock shows."""
        if isinstance(clock, int):
            return lengths(self._workflow, self._workflow.deadlines[clock])[1] + 1
        return (self._most_shown(state, clock) or 0) + 1

    # ------------------------------------------------------------------------------------------------------------------

    def _not_overdue(
        self, parts: Sequence[tuple[Zone, Set]], state: str, number: int, clock: Clock, *, just: bool
    ) -> list[tuple[Zone, Set]]:
        """
        Leave out the times at which what a clock measures would have happened already; it may be due *just* now, or held back.
        """
        found = []
        most, held = self._most_held(state, clock)
        for zone, region in parts:
            early, late = zone.at_most(number, most + just), zone.at_least(number, most + just + 1)
            if early is not None:
                found.append((early, region))
            if late is not None and (region & held).satisfiable():
                found.append((late, region & held))
        return found

    def _would_go_too(self, edge: Edge, clock: Clock) -> bool:
        """
        Tell whether a record that is due in the moment in which others run out, and the case falls, has its part in that: there is an
        edge for all of them.
        """
        assigns = edge.action.assigns
        falls = edge.action.doing == "stale" and edge.target != edge.source
        if not (self._together and falls) or clock not in self._records or clock in assigns:
            return False
        is_anyhow = any(key[0] == "value" and values != (0,) for key, values in assigns.items())
        return not is_anyhow and goes_too(self._workflow, edge.source, cast("Key", clock), self._records)

    def _comes_first(self, clock: Clock, deadline: int, state: str) -> bool:
        """
        Tell whether what a clock measures, when it is due at the same moment as a deadline, happens first, and may be in its way.
        """
        if not isinstance(clock, int):
            return True
        return clock < deadline and not goes_by(self._workflow, self._workflow.deadlines[clock], state, self._form)

    def _most_shown(self, state: str, clock: Clock) -> int | None:
        """
        Give what a clock shows at most before what it measures is due for certain, and nothing can hold it back.
        """
        most, held = self._most_held(state, clock)
        return None if held.satisfiable() else most

    def _most_held(self, state: str, clock: Clock) -> tuple[int, Set]:
        """
        Give what a clock shows at most before what it measures is due for certain, and where something holds that back even then.
        """
        if isinstance(clock, int):
            return lengths(self._workflow, self._workflow.deadlines[clock])[1] - 1, ~self._ringing.surely(clock, state)
        _, most = lasts(self._workflow, str(cast("Key", clock)[1]))
        if most is None:
            raise AssertionError("what lasts as long as the case is to blame for no trail, and has no clock")
        return most, self._space.nothing
