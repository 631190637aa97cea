"""
What happens in one step, and whether a safeguard speaks of it.

Stands on: `values`, `looking`, `definition`.   Knows nothing of: sets, proofs.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import evolve

from rjflow.certifying.values import satisfies
from rjflow.definition.lookup import in_group, is_of_kind, kinds_in
from rjflow.definition.model import MEETING, Event, Workflow
from rjflow.definition.safeguards import Happening, Step
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value


@frozen
class Occurrence:
    """One thing that occurs. Of evidence that counts, `value` is what it says."""

    kind: Literal["event", "evidence", "notice", "change"]
    name: str
    person: str | None = None
    value: Value | None = None


@frozen
class Facts:
    """
    One step: what occurs, the event that is fired, and the state that is entered, by it or because a gate is closed.

    A state is entered at the end of a step, so of `begun` and `ended` the one comes before the other; otherwise nothing does.
    """

    occurrences: tuple[Occurrence, ...] = ()
    event: Event | None = None
    entered: str | None = None

    @property
    def begun(self) -> "Facts":
        """The step without the state it enters."""
        return evolve(self, entered=None)

    @property
    def ended(self) -> "Facts":
        """The entering of the state alone."""
        return Facts(entered=self.entered)


def is_step(workflow: Workflow, step: Step, facts: Facts) -> bool:
    """
    Tell whether a step is of a kind that a safeguard speaks of.
    """
    state = workflow.states[facts.entered] if facts.entered is not None else None
    contact = facts.event.contact if facts.event is not None else None
    match step.what:
        case "state":
            return state is not None and state.name == step.name
        case "kind" | "final":
            return state is not None and is_of_kind(state, step.name or "final")
        case "contact":
            meets = state is not None and state.kind == MEETING and step.name in (None, "direct")
            return meets or (contact is not None and step.name in (None, contact))
        case "contacts":
            groups = facts.event.contacts if facts.event is not None else ()
            reached = {kind for group in groups for kind in kinds_in(workflow, group)}
            return any(kind in reached for kind in kinds_in(workflow, step.name or ""))


def about_whom(workflow: Workflow, happenings: Sequence[Happening], facts: Facts) -> Iterator[str | None]:
    """
    Give whom those of some happenings that a step contains are about: nothing for the case.
    """
    for happening in happenings:
        if happening.kind == "step":
            if happening.step is not None and is_step(workflow, happening.step, facts):
                yield None
            continue
        for one in facts.occurrences:
            if one.kind == happening.kind and _is_meant(workflow, happening, one):
                yield one.person if one.kind == "evidence" else None


def _is_meant(workflow: Workflow, happening: Happening, one: Occurrence) -> bool:
    if one.kind == "change":
        return in_group(workflow.people[one.name], happening.name)
    if one.name != happening.name:
        return False
    return one.kind != "evidence" or (one.value is not None and satisfies(one.value, happening.values))
