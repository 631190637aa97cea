"""
Look at a situation: which evidence is current, who belongs to which group, what a condition comes to.

Stands on: `situation`, `guards.evaluating`.   Knows nothing of: commands.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from rjflow.definition.lookup import as_condition, in_group, is_of_kind, kinds_in
from rjflow.definition.model import Evidence, Workflow
from rjflow.guards.evaluating import evaluate
from rjflow.guards.syntax import Condition, Value
from rjflow.guards.values import Truth
from rjflow.instants import Instant, end_of_day
from rjflow.rules.situation import Person, Record, Situation

Life = Literal["absent", "current", "stale", "void"]


def until(workflow: Workflow, evidence: Evidence, record: Record) -> Instant | None:
    """
    Give the instant from which a record is stale; nothing when its window is the whole case.
    """
    match evidence.window.unit:
        case "elapsed":
            return record.at + evidence.window.length
        case "same day":
            return end_of_day(record.at, workflow.time_zone)
        case _:
            return None


def life(workflow: Workflow, evidence: Evidence, record: Record | None, now: Instant) -> Life:
    """
    Tell how a record stands: absent, void, stale, or current.
    """
    if record is None:
        return "absent"
    if record.void is not None:
        return "void"
    end = until(workflow, evidence, record)
    return "current" if end is None or now < end else "stale"


def person_in(situation: Situation, person: str | None) -> Person | None:
    """
    Find somebody the case is about.
    """
    return next((one for one in situation.people if one.id == person), None)


def record_of(workflow: Workflow, situation: Situation, evidence: str, person: str | None) -> Record | None:
    """
    Find what is recorded for a piece of evidence, about a person where it is about people.
    """
    place = workflow.slots[evidence]
    if workflow.evidence[evidence].about is None:
        return situation.records[place]
    somebody = person_in(situation, person)
    return somebody.records[place] if somebody else None


def records_of(workflow: Workflow, situation: Situation, evidence: str) -> Iterator[tuple[Person | None, Record]]:
    """
    Give every record of a piece of evidence, with the person it is about.
    """
    place = workflow.slots[evidence]
    holders: tuple[Person | None, ...] = situation.people if workflow.evidence[evidence].about else (None,)
    for holder in holders:
        record = (holder or situation).records[place]
        if record is not None:
            yield holder, record


def authors(workflow: Workflow, situation: Situation, happening: str, person: str | None = None) -> frozenset[str]:
    """
    Give everybody who recorded an evidence that is still current, or who fired an event.

    With a *person*, evidence about people counts only where it is about them.
    """
    if happening in workflow.events:
        return frozenset(actor for event, actor in situation.fired if event == happening)
    evidence = workflow.evidence[happening]
    return frozenset(
        record.by
        for holder, record in records_of(workflow, situation, happening)
        if life(workflow, evidence, record, situation.now) == "current"
        and (person is None or holder is None or holder.id == person)
    )


class SituationView:
    """A situation as conditions see it."""

    def __init__(self, workflow: Workflow, situation: Situation) -> None:
        self._workflow = workflow
        self._situation = situation

    def value(self, evidence: str, person: str | None) -> Value | None:
        """Give the value of a current record."""
        record = record_of(self._workflow, self._situation, evidence, person)
        alive = life(self._workflow, self._workflow.evidence[evidence], record, self._situation.now) == "current"
        return record.value if record is not None and alive else None

    def members(self, group: str) -> Sequence[str]:
        """Give the people of a group, in the order they came."""
        kinds = self._workflow.people
        return [person.id for person in self._situation.people if in_group(kinds[person.kind], group)]

    def lacks_people(self, group: str) -> bool:
        """Tell whether a kind in the group has fewer people than it must have."""
        present = [person.kind for person in self._situation.people]
        return any(present.count(kind.name) < kind.at_least for kind in kinds_in(self._workflow, group))

    def stands_in(self, state: str, held_from: str | None) -> bool:
        """Tell whether the case is in a state, held there from another where one is given."""
        return self._situation.state == state and held_from in (None, self._situation.held_from)

    def stands_in_kind(self, kind: str) -> bool:
        """Tell whether the case is in a state of a kind."""
        return is_of_kind(self._workflow.states[self._situation.state], kind)

    def same_person(self, first: str, second: str, person: str | None) -> Truth:
        """Tell whether two happenings are by one person; unknown while one of them does not count."""
        one = authors(self._workflow, self._situation, first, person)
        other = authors(self._workflow, self._situation, second, person)
        return bool(one & other) if one and other else None

    def gate(self, name: str) -> Condition:
        """Give what a gate asks for."""
        return as_condition(self._workflow.gates[name].asks)

    def scheme(self) -> "SituationView | None":
        """Give the scheme as it was last seen, judged at this moment; `deciding` has brought it up to date with the clock."""
        link, seen = self._workflow.scheme, self._situation.scheme
        if link is None or seen is None:
            return None
        return SituationView(link.workflow, seen.evolved(now=max(seen.now, self._situation.now)))


def holds(
    workflow: Workflow, situation: Situation, condition: Condition, person: str | None = None, *, observer: bool = False
) -> Truth:
    """
    Judge a condition in a situation.
    """
    return evaluate(condition, SituationView(workflow, situation), person, observer=observer)
