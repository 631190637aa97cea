"""
What happened at one step, and whether a safeguard speaks of it.

The search and the replay describe their steps in the same words here, so that they cannot mean different things by a safeguard.

Stands on: `definition`, `guards`.   Knows nothing of: sets, situations.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from rjflow.definition.lookup import in_group, is_of_kind, kinds_in
from rjflow.definition.model import MEETING, Event, Workflow
from rjflow.definition.safeguards import Happening, Step
from rjflow.guards.evaluating import compare
from rjflow.guards.syntax import Among, And, Compare, Condition, IsCurrent, Not, Or, Value

SOMEBODY_ELSE = "somebody else"

Entered = Mapping[str, Condition | None]
"""The states of which a safeguard speaks where a case comes to one, each with what it asks there, if anything."""


class Occurrence(NamedTuple):
    """One thing that happened: an event fired, evidence was recorded (and counts or not), a notice came, people changed."""

    kind: Literal["event", "evidence", "notice", "change"]
    name: str
    person: str | None = None
    value: Value | None = None
    counts: bool = True


class Facts(NamedTuple):
    """
    One step: the event that was fired, the state that was entered by it or because a gate closed, and all that happened.

    A state is entered at the end of a step. So of what `begun` gives something may be said to come before what `ended` gives, within
    one step; otherwise nothing that happens in one step comes before or between.
    """

    event: Event | None = None
    entered: str | None = None
    occurrences: tuple[Occurrence, ...] = ()

    @property
    def begun(self) -> "Facts":
        """The step without the state that it enters."""
        return self._replace(entered=None)

    @property
    def ended(self) -> "Facts":
        """The entering of the state, and nothing else."""
        return Facts(entered=self.entered)


def is_step(workflow: Workflow, step: Step, facts: Facts) -> bool:
    """
    Tell whether a step is one of those that *step* describes.
    """
    event = facts.event
    match step.what:
        case "state":
            return facts.entered == step.name
        case "kind" | "final":
            return facts.entered is not None and is_of_kind(workflow.states[facts.entered], step.name or "final")
        case "contact":
            means = event.contact if event else None
            meets = facts.entered is not None and workflow.states[facts.entered].kind == MEETING
            return (
                (means is not None or meets)
                if step.name is None
                else (means == step.name or (meets and step.name == "direct"))
            )
        case "contacts":
            reached = {kind.name for group in (event.contacts if event else ()) for kind in kinds_in(workflow, group)}
            return any(kind.name in reached for kind in kinds_in(workflow, step.name or ""))
        case _:
            raise AssertionError(step.what)


def people_of(workflow: Workflow, happenings: Sequence[Happening], facts: Facts) -> list[str | None]:
    """
    Give whom the happenings that a step contains are about, once for each time: nothing for the case, no entry when there is none.
    """
    found: list[str | None] = []
    for happening in happenings:
        if happening.kind == "step":
            if happening.step is not None and is_step(workflow, happening.step, facts):
                found.append(None)
            continue
        for one in facts.occurrences:
            if one.kind != happening.kind:
                continue
            if one.kind == "change":
                if in_group(workflow.people[one.name], happening.name):
                    found.append(None)
            elif one.name == happening.name and _counts(happening, one):
                found.append(one.person)
    return found


def groups_of(workflow: Workflow, happenings: Sequence[Happening]) -> list[str]:
    """
    Give the groups of people that happenings are about. With any, what is asked is asked for each person of them; a happening that
    is about the case then counts for everybody.
    """
    groups = (workflow.evidence[one.name].about for one in happenings if one.kind == "evidence")
    return [group for group in groups if group is not None]


def satisfied(condition: Condition, value: Value) -> bool:
    """
    Tell whether a value just recorded is one that *condition*, which speaks of nothing else, lets count.
    """
    match condition:
        case Among(values=values):
            return any(type(one) is type(value) and one == value for one in values)
        case Compare(sign=sign, limit=limit):
            return compare(value, sign, limit) is True
        case Not(inner):
            return not satisfied(inner, value)
        case And(conditions):
            return all(satisfied(part, value) for part in conditions)
        case Or(conditions):
            return any(satisfied(part, value) for part in conditions)
        case IsCurrent():
            return True
        case _:
            return False


# ----------------------------------------------------------------------------------------------------------------------


def _counts(happening: Happening, occurrence: Occurrence) -> bool:
    """
    Tell whether an occurrence of the right name is what is meant: evidence must count and have a value that is spoken of.
    """
    if happening.kind != "evidence":
        return True
    if not occurrence.counts:
        return False
    return happening.values is None or (occurrence.value is not None and satisfied(happening.values, occurrence.value))
