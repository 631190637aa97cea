"""
What a trail asks of the times of its steps.

Stands on: `searching`, `scheduling`.   Knows nothing of: commands, sentences.
"""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import NamedTuple

from rjflow.definition.model import Deadline, Workflow
from rjflow.instants import DAY, HOUR, SECOND, Instant
from rjflow.verifier.action import names_in
from rjflow.verifier.edges import Edge
from rjflow.verifier.frame import Frame, Key
from rjflow.verifier.scheduling import Timetable
from rjflow.verifier.spoken import Watched, condition_of


class Hours(NamedTuple):
    """
    The time of day at which a story begins, and what that means for what depends on midnight: for how long a record of the same day is
    taken to be current, and how long it takes at the most until the next day begins.
    """

    opening: time
    same_day: Instant
    next_day: Instant


# In the morning, as people would tell it; where that leaves too little of a day, or too much, just after and just before midnight.
HOURS = (
    Hours(time(9), 2 * HOUR, DAY + HOUR),
    Hours(time(0, 5), 23 * HOUR, DAY + HOUR),
    Hours(time(22), HOUR, 3 * HOUR),
)


class Pace:
    """
    Go through a trail and note, step by step, what must have run out and what must not.

    Step 0 is the opening; step n ends with `values[n]`.
    """

    def __init__(
        self,
        frame: Frame,
        begin: tuple[int, ...],
        edges: Sequence[tuple[Edge, tuple[int, ...]]],
        form: Watched,
        hours: Hours,
    ) -> None:
        self._hours = hours
        self._frame = frame
        self._workflow: Workflow = frame.workflow
        self._edges = [edge for edge, _ in edges]
        self._values = [begin, *(values for _, values in edges)]
        self._recorded: dict[Key, int] = {}
        self._entered = 0
        self._rung: dict[int, int] = {}
        self.table = Timetable(len(edges))
        for step, edge in enumerate(self._edges, start=1):
            self._note(step, edge)
        condition = condition_of(form)
        if condition is not None:
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
                least, _ = self._window(str(key[1]))
                self.table.apart(self._recorded.get(key, 0), step, least=least)
        self._still_current(step, set(edge.reads), before, gone)
        self._deadlines(step, edge)
        for one in action.occurrences:
            if one.kind == "evidence":
                self._recorded["value", one.name, one.person] = step
        if edge.target != edge.source:
            self._entered = step
            self._rung.clear()

    def _still_current(self, step: int, names: set[object], values: tuple[int, ...], gone: set[Key]) -> None:
        """
        Ask that every record that is read and current has not run out by a step.
        """
        for key, recorded in self._recorded.items():
            if key[1] in names and key not in gone and self._frame.has(key) and values[self._frame.index[key]] != 0:
                _, most = self._window(str(key[1]))
                if most is not None:
                    self.table.within(recorded, step, most=most)

    def _deadlines(self, step: int, edge: Edge) -> None:
        """
        Ask that a deadline that fires is due, and that no other that nothing holds back is due before.
        """
        fires = edge.action.place if edge.action.doing == "deadline" else None
        for place, deadline in enumerate(self._workflow.deadlines):
            if edge.source not in deadline.states:
                continue
            start = self._rung.get(place, self._entered)
            if deadline.until is not None:
                if place == fires:
                    self.table.apart(step - 1, step, least=self._hours.next_day)
                continue
            least, most = lengths(self._workflow, deadline)
            if place == fires:
                self.table.apart(start, step, least=most)
                self._rung[place] = step
            elif self._unhindered(deadline, edge.source):
                self.table.within(start, step, most=least - SECOND)

    def _unhindered(self, deadline: Deadline, state: str) -> bool:
        """
        Tell whether a deadline fires for certain once it is due.
        """
        event = self._workflow.events[deadline.event]
        ways = [way for way in event.ways if state in way.from_states]
        return bool(ways) and not event.records and all(not way.needs.items for way in ways)

    def _window(self, evidence: str) -> tuple[Instant, Instant | None]:
        """
        Give after how long a record has run out for certain, and for how long it is current for certain.
        """
        window = self._workflow.evidence[evidence].window
        match window.unit:
            case "elapsed":
                return window.length, window.length - SECOND
            case "same day":
                return DAY, self._hours.same_day
            case "whole case":
                return 0, None


def lengths(workflow: Workflow, deadline: Deadline) -> tuple[Instant, Instant]:
    """
    Give how long a deadline takes at the least and at the most, whatever day it begins on.
    """
    if deadline.calendar is None:
        return deadline.length, deadline.length
    calendar = workflow.calendars[deadline.calendar]
    weeks = -(-deadline.working_days // max(1, len(calendar.weekdays)))
    return deadline.working_days * DAY, (7 * (weeks + 1) + len(calendar.holidays) + 1) * DAY


def until_dates(edges: Sequence[Edge], workflow: Workflow) -> Iterator[tuple[str, int]]:
    """
    Give the date evidence whose day begins at a step, with the number of the step.
    """
    for step, edge in enumerate(edges, start=1):
        if edge.action.doing == "deadline":
            until = workflow.deadlines[edge.action.place].until
            if until is not None:
                yield until, step
