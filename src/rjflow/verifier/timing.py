"""
What a trail asks of the times of its steps.

Stands on: `lasting`, `ringing`, `scheduling`.   Knows nothing of: commands, sentences.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from rjflow.definition.lookup import every_condition
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Condition, ForPeople, IsMissing, Not
from rjflow.instants import NEVER, Instant, end_of_day, moment, start_of_day
from rjflow.verifier.action import names_in
from rjflow.verifier.classes import day_like
from rjflow.verifier.edges import Edge
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Frame, Key
from rjflow.verifier.lasting import Due, lengths
from rjflow.verifier.ringing import Ringing, goes_by
from rjflow.verifier.scheduling import Timetable
from rjflow.verifier.spoken import Watched, condition_of


class Pace:
    """
    Go through a trail and note, step by step, what must have run out and what must not.

    Step 0 is the opening; step n ends with `values[n]`. What is asked is about a record, by its key, or a deadline, by its place. A day
    that is waited for begins at a later midnight; or, with *begun*, it had begun already when the step before made it the one to wait for.
    With *still*, what the safeguard asks for at the end, and is current there, has not run out.
    """

    def __init__(
        self,
        frame: Frame,
        begin: tuple[int, ...],
        edges: Sequence[tuple[Edge, tuple[int, ...]]],
        form: Watched,
        *,
        begun: bool = False,
        still: bool = True,
    ) -> None:
        self._frame = frame
        self._begun = begun
        self._form = form
        self._workflow: Workflow = frame.workflow
        self._ringing = Ringing(Formulas(frame))
        self._edges = [edge for edge, _ in edges]
        self._values = [begin, *(values for _, values in edges)]
        self._recorded: dict[Key, int] = {}
        self._entered = 0
        self._rung: dict[int, int] = {}
        self.table = Timetable(len(edges))
        for step, edge in enumerate(self._edges, start=1):
            self._note(step, edge)
        condition = condition_of(form)
        if condition is not None and still:
            names = names_in(self._workflow, condition)
            self._still_current(len(edges), names, self._values[-1], set())

    def _note(self, step: int, edge: Edge) -> None:
        """
        Note what one step asks, then what it changes.
        """
        action, before = edge.action, self._values[step - 1]
        gone: set[Key] = set()
        if action.doing == "stale":
            gone = {key for key in action.assigns if key[0] == "value"}
            for key in sorted(gone, key=repr):
                self._run_out(key, step, at_once=edge.target != edge.source)
        self._still_current(step, edge.reads, before, gone)
        self._deadlines(step, edge)
        for one in action.occurrences:
            if one.kind == "evidence":
                self._recorded["value", one.name, one.person] = step
        if edge.target != edge.source:
            self._entered = step
            self._rung.clear()

    def _run_out(self, key: Key, step: int, *, at_once: bool) -> None:
        """
        Ask that a record has run out by a step; if that moves the case, *at once*, that it does so then.
        """
        recorded = self._recorded.get(key, 0)
        least, most = lasts(self._workflow, str(key[1]))
        self.table.apart(recorded, step, least=least, about=key)
        if at_once and most is not None:
            self.table.within(recorded, step, most=most + 1, about=key)
        if self._workflow.evidence[str(key[1])].window.unit == "same day":
            self.table.not_before(recorded, step, lambda at: end_of_day(at, self._workflow.time_zone), about=key)

    def _still_current(self, step: int, names: frozenset[object], values: tuple[int, ...], gone: set[Key]) -> None:
        """
        Ask that every record that is read and current has not run out by a step, or just then if it runs out next, in the same moment.
        """
        next_gone = self._gone_next(step)
        for key, recorded in self._recorded.items():
            if key[1] in names and key not in gone and self._frame.has(key) and values[self._frame.index[key]] != 0:
                _, most = lasts(self._workflow, str(key[1]))
                just = key in next_gone
                if most is not None:
                    self.table.within(recorded, step, most=most + just, about=key)
                if self._workflow.evidence[str(key[1])].window.unit == "same day":
                    begun = self._midnight_sooner if just else self._midnight_before
                    self.table.not_before(step, recorded, begun, about=key)

    def _gone_next(self, step: int) -> set[Key]:
        """
        Give the records that run out right after a step in which others do and the case stays: that may be one moment.
        """
        found: set[Key] = set()
        for edge in self._edges[step - 1 :]:
            if edge.action.doing != "stale":
                break
            found |= {key for key in edge.action.assigns if key[0] == "value"}
            if edge.target != edge.source:
                break
        return found

    def _begins_to_wait(self, step: int, until: str) -> bool:
        """
        Tell whether the step before made a date the one that is waited for: it was recorded, or the case came to where it is waited for.
        """
        before = self._edges[step - 2]  # there is one: a day that comes was recorded
        return before.source != before.target or any(one.name == until for one in before.action.occurrences)

    def _beginning_of(self, until: str, values: tuple[int, ...]) -> Callable[[Instant], Instant]:
        """
        Give what finds the first midnight from a moment on with which a day begins of which all is so that is so of the date in a trail.
        """
        key, zone = ("value", until, None), self._workflow.time_zone
        date_of = self._frame.class_of(until, values[self._frame.index[key]]) if self._frame.has(key) else None

        def found(at: Instant) -> Instant:
            first = at if at == self._midnight_before(at) else end_of_day(at, zone)
            if not isinstance(date_of, date):
                return first
            day = day_like(self._workflow, until, date_of, moment(first, zone).date())
            return NEVER if day is None else start_of_day(day, zone)

        return found

    def _midnight_before(self, at: Instant) -> Instant:
        zone = self._workflow.time_zone
        return start_of_day(moment(at, zone).date(), zone)

    def _midnight_sooner(self, at: Instant) -> Instant:
        return self._midnight_before(at - 1)

    def _deadlines(self, step: int, edge: Edge) -> None:
        """
        Ask that a deadline that fires is due, and that no other that nothing holds back is due before. One that fires has not been due
        before, unless something held it back until the step before.
        """
        fires = edge.action.place if edge.action.doing == "deadline" else None
        for place, deadline in enumerate(self._workflow.deadlines):
            if edge.source not in deadline.states:
                continue
            start = self._rung.get(place, self._entered)
            if deadline.until is not None:
                if place == fires and self._begun and self._begins_to_wait(step, deadline.until):
                    self.table.at_once(step)
                elif place == fires:
                    self.table.not_before(step - 1, step, lambda at: end_of_day(at, self._workflow.time_zone))
                    self.table.not_before(step, step, self._beginning_of(deadline.until, self._values[step - 1]))
                continue
            due = Due(self._workflow, deadline)
            least, _ = lengths(self._workflow, deadline)
            if place == fires:
                self.table.apart(start, step, least=least, about=place)
                self.table.not_before(start, step, due.after, about=place)
                if start == step - 1 or self._rings(place, edge.source, step - 2):
                    self._not_yet(due, start, step, place, just=True)
                self._rung[place] = step
            elif self._rings(place, edge.source, step - 1):
                comes_first = self._runs_out_before(step) if fires is None else fires < place
                comes_first = comes_first or (
                    fires is not None and goes_by(self._workflow, deadline, edge.source, self._form)
                )
                self._not_yet(due, start, step, place, just=comes_first)

    def _rings(self, place: int, state: str, step: int) -> bool:
        """
        Tell whether a deadline, if it is due, fires for certain as the case stands after a step.
        """
        point = self._frame.space.point(self._values[step])
        return (point & self._ringing.surely(place, state)).satisfiable()

    def _runs_out_before(self, step: int) -> bool:
        """
        Tell whether a step is that something runs out, which may be just when a deadline is due: that comes first, and the deadline
        fires before anybody can see it, unless the case has moved: then its time begins anew.
        """
        edge, later = self._edges[step - 1], self._edges[step:]
        is_seen = not any(one.action.doing != "stale" for one in later) and edge.target == edge.source
        return edge.action.doing == "stale" and not is_seen

    def _not_yet(self, due: Due, start: int, step: int, place: int, *, just: bool) -> None:
        """
        Ask that a deadline is not due by a step, or *just* then.
        """
        _, most = lengths(self._workflow, self._workflow.deadlines[place])
        self.table.within(start, step, most=most if just else most - 1, about=place)
        self.table.not_before(step, start, lambda at: due.not_due_by(at - just), about=place)


def is_only_lost(workflow: Workflow, condition: Condition | None) -> bool:
    """
    Tell whether a condition that is not true stays so, whatever runs out.
    """
    parts = every_condition(workflow, condition) if condition is not None else ()
    return not any(
        isinstance(part, Not | IsMissing) or (isinstance(part, ForPeople) and part.quantity == "no") for part in parts
    )


def lasts(workflow: Workflow, evidence: str) -> tuple[Instant, Instant | None]:
    """
    Give after how long a record may have run out at the soonest, and how long it may be current at the longest.
    """
    window = workflow.evidence[evidence].window
    match window.unit:
        case "elapsed":
            return window.length, window.length - 1
        case "same day":
            return 0, _longest_day(workflow.time_zone)
        case "whole case":
            return 0, None
        case _:
            raise AssertionError(window.unit)


@lru_cache(maxsize=16)
def _longest_day(zone: str) -> Instant:
    """
    Give how long a day takes at the most: longer than others where clocks are put back.
    """
    days = [start_of_day(date(year, 1, 1) + timedelta(days=day), zone) for year in (2025, 2031) for day in range(366)]
    return max(end_of_day(start, zone) - start for start in days) - 1


def until_dates(edges: Sequence[Edge], workflow: Workflow) -> Iterator[tuple[str, int]]:
    """
    Give the date evidence whose day begins at a step, with the number of the step.
    """
    for step, edge in enumerate(edges, start=1):
        if edge.action.doing == "deadline":
            until = workflow.deadlines[edge.action.place].until
            if until is not None:
                yield until, step
