"""
Where a deadline fires for certain once it is due: nothing holds it back.

A deadline whose event needs something, or leads where a gate may be closed, waits on while it is due, and fires in the moment in which it may.

Stands on: `formulas`.   Knows nothing of: times, steps.
"""

from rjflow.definition.model import BACK, CLOCK, Deadline, Group, Way, Workflow
from rjflow.verifier.action import reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.spoken import Watched, listened_for


def goes_by(workflow: Workflow, deadline: Deadline, state: str, form: Watched) -> bool:
    """
    Tell whether a deadline leaves a case just as it was, and a safeguard does not speak of it: then another that is due in the same moment
    fires after it, and it makes no difference that it was first.
    """
    event = workflow.events[deadline.event]
    undoes = any(voider.what == event.name for one in workflow.evidence.values() for voider in one.voided_by)
    leads = {way.target for way in event.ways if state in way.from_states}
    return leads == {state} and not undoes and ("event", event.name) not in listened_for(form)


class Ringing:
    """The situations of one frame in which each deadline of its workflow may fire for certain."""

    def __init__(self, formulas: Formulas) -> None:
        self._formulas = formulas
        self._workflow = formulas.frame.workflow
        self._space = formulas.frame.space
        self._known: dict[tuple[int, str], Set] = {}

    def surely(self, place: int, state: str) -> Set:
        """Give where in a state a deadline, if it is due, fires for certain."""
        if (place, state) not in self._known:
            self._known[place, state] = self._made(place, state)
        return self._known[place, state]

    def reads(self, place: int, state: str) -> frozenset[object]:
        """Give what has to be tracked to know whether something holds a deadline back."""
        asked = (group for way in self._ways(place, state) for group in (way.needs, self._guard(way)))
        return reads_of(self._workflow, *asked)

    # ------------------------------------------------------------------------------------------------------------------

    def _made(self, place: int, state: str) -> Set:
        event = self._workflow.events[self._workflow.deadlines[place].event]
        if CLOCK not in event.by or event.records or event.not_by:
            return self._space.nothing
        ways = self._ways(place, state)
        found = self._space.nothing
        for way in ways:
            others = [self._formulas.group(other.needs).yes for other in ways if other is not way]
            found = found | (self._open(way) & ~self._space.any_of(others))
        return found

    def _open(self, way: Way) -> Set:
        """
        Give where a way is open to the clock for certain: it gives no reason, so where a case is closed for one there must be one only.
        """
        if way.target != BACK:
            target = self._workflow.states[way.target]
            if target.final and len(way.reasons or target.reasons) != 1:
                return self._space.nothing
        guard = self._guard(way)
        then = self._space.everything if guard is None else self._formulas.group(guard).surely
        return self._formulas.group(way.needs).surely & then

    def _guard(self, way: Way) -> Group | None:
        return None if way.target == BACK else self._workflow.states[way.target].guard

    def _ways(self, place: int, state: str) -> list[Way]:
        event = self._workflow.events[self._workflow.deadlines[place].event]
        return [way for way in event.ways if state in way.from_states]
