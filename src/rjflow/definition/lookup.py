"""
Questions that many floors ask of a definition.

Stands on: `model`.   Knows nothing of: running cases, text.
"""

from collections.abc import Iterator
from functools import lru_cache
from weakref import ref

from rjflow.definition.model import (
    BACK,
    CLOCK,
    PARTICIPANT,
    Deadline,
    Event,
    Evidence,
    Group,
    Kind,
    Migration,
    Requirement,
    State,
    Way,
    Workflow,
)
from rjflow.definition.papers import Form, Records, Registered
from rjflow.definition.safeguards import Always, AlwaysOpen, DifferentPeople, Entering
from rjflow.guards.syntax import And, Condition, GateHolds, OfScheme, Or, SamePerson, every_part, parts

# Sections whose names are used in the same places: in conditions, in `by`, where things happen, and under `hidden`. No two share one.
NAMED_TOGETHER = (
    ("evidence", "gates", "people"),
    ("roles", "people"),
    ("evidence", "notices", "events", "states"),
    ("evidence", "forms"),
)


_PUT_TOGETHER: dict[int, tuple[ref[Group], Condition]] = {}  # by identity: equal groups stand at places of their own


def in_group(kind: Kind, group: str) -> bool:
    """
    Tell whether people of a kind belong to a group: their own kind, the participants, or their side.
    """
    return group in (kind.name, kind.side) or (group == PARTICIPANT and kind.takes_part)


def kinds_in(workflow: Workflow, group: str) -> tuple[Kind, ...]:
    """
    Give the kinds of people that make up a group, in file order.
    """
    return tuple(kind for kind in workflow.people.values() if in_group(kind, group))


def groups(workflow: Workflow) -> tuple[str, ...]:
    """
    Give every group the workflow's people make: kinds, `participant`, and the sides somebody is on.
    """
    sides = dict.fromkeys(kind.side for kind in workflow.people.values() if kind.side)
    takes_part = [PARTICIPANT] if any(kind.takes_part for kind in workflow.people.values()) else []
    return (*workflow.people, *takes_part, *sides)


def ways_from(workflow: Workflow, state: str) -> Iterator[tuple[Event, Way]]:
    """
    Give every event that may leave a state, with the way it goes, in file order.
    """
    for event in workflow.events.values():
        for way in event.ways:
            if state in way.from_states:
                yield event, way


def requirements(group: Group) -> Iterator[Requirement]:
    """
    Give every single requirement of a group, those of nested groups included.
    """
    for item in group.items:
        if isinstance(item, Group):
            yield from requirements(item)
        else:
            yield item


def as_condition(group: Group) -> Condition:
    """
    Put a group together as one condition, for the same group always the same.
    """
    key = id(group)
    known = _PUT_TOGETHER.get(key)
    if known is not None and known[0]() is group:
        return known[1]
    parts = tuple(as_condition(item) if isinstance(item, Group) else item.condition for item in group.items)
    found = And(parts, span=group.span) if group.mode == "all" else Or(parts, span=group.span)
    _PUT_TOGETHER[key] = (ref(group, lambda _: _PUT_TOGETHER.pop(key, None)), found)
    return found


def every_condition(workflow: Workflow, condition: Condition) -> Iterator[Condition]:
    """
    Walk a condition and everything in it, going into each gate it names once, but not into what it asks of the scheme.
    """
    seen: set[str] = set()
    waiting = [condition]
    while waiting:
        part = waiting.pop()
        yield part
        inner: tuple[Condition, ...] = ()
        if isinstance(part, GateHolds):
            inner = () if part.gate in seen else (as_condition(workflow.gates[part.gate].asks),)
            seen.add(part.gate)
        elif not isinstance(part, OfScheme):
            inner = parts(part)
        waiting += reversed(inner)


def spelled_gates(workflow: Workflow, group: Group) -> Iterator[str]:
    """
    Give the gates that must be open for a group to be true, those that these name included.
    """
    for item in group.items if group.mode == "all" or len(group.items) == 1 else ():
        if isinstance(item, Group):
            yield from spelled_gates(workflow, item)
        elif isinstance(item.condition, GateHolds):
            yield item.condition.gate
            yield from spelled_gates(workflow, workflow.gates[item.condition.gate].asks)


def is_of_kind(state: State, kind: str) -> bool:
    """
    Tell whether a state is of a kind; every final state is of the kind `final`.
    """
    return state.kind == kind or (kind == "final" and state.final)


def events_recording(workflow: Workflow, evidence: str) -> tuple[str, ...]:
    """
    Give the events that record a piece of evidence in the same step.
    """
    return tuple(event.name for event in workflow.events.values() if evidence in event.records)


def readers(workflow: Workflow, evidence: Evidence) -> tuple[str, ...]:
    """
    Give who may see a piece of evidence: those who are named, or else those who may record it, by itself or with an event.
    """
    if evidence.visible_to:
        return evidence.visible_to
    givers = (
        by for name in events_recording(workflow, evidence.name) for by in workflow.events[name].by if by != CLOCK
    )
    return tuple(dict.fromkeys((*evidence.recorded_by, *givers)))


def readers_of(workflow: Workflow, thing: str) -> tuple[str, ...]:
    """
    Give who may see a piece of evidence, a notice, a form, or a field of one (`FORM.FIELD`); nobody is named where everybody with a part may.
    """
    if thing in workflow.evidence:
        return readers(workflow, workflow.evidence[thing])
    if thing in workflow.notices:
        return workflow.notices[thing].visible_to
    called, _, field = thing.partition(".")
    form = workflow.forms[called]
    return (form.fields[field].visible_to if field else ()) or form.visible_to


def names_somebody(form: Form) -> bool:
    """
    Tell whether a form cannot be handed in without naming somebody of a register.
    """
    return any(one.required and isinstance(one.kind, Registered) for one in form.fields.values())


def forms_for(workflow: Workflow, name: str) -> tuple[Form, ...]:
    """
    Give the forms that record a piece of evidence, or let an event happen.
    """
    does = (
        form.event == name
        or any(isinstance(one.kind, Records) and one.kind.evidence == name for one in form.fields.values())
        for form in workflow.forms.values()
    )
    return tuple(form for form, so in zip(workflow.forms.values(), does, strict=True) if so)


def asked_groups(workflow: Workflow) -> Iterator[Group]:
    """
    Give every group of requirements in a workflow: of gates, evidence, states, ways of events, and exports.
    """
    yield from (gate.asks for gate in workflow.gates.values())
    yield from (evidence.needs for evidence in workflow.evidence.values())
    yield from (state.guard for state in workflow.states.values() if state.guard)
    yield from (way.needs for event in workflow.events.values() for way in event.ways)
    yield from (export.needs for export in workflow.exports.values())


@lru_cache(maxsize=16)
def asked_of_scheme(workflow: Workflow) -> tuple[Condition, ...]:
    """
    Give every condition that a workflow asks of the scheme, each once.
    """
    parts = (part for group in asked_groups(workflow) for part in every_part(as_condition(group)))
    return tuple(dict.fromkeys(part.condition for part in parts if isinstance(part, OfScheme)))


@lru_cache(maxsize=64)
def watched(workflow: Workflow) -> frozenset[str]:
    """
    Give the evidence and events of which it matters who recorded or fired them: to the rules, or to a safeguard.
    """
    names: set[str] = set()
    things: list[Evidence | Event] = [*workflow.evidence.values(), *workflow.events.values()]
    for thing in things:
        if thing.not_by:
            names.update((thing.name, *thing.not_by))
    for safeguard in workflow.safeguards:
        if isinstance(safeguard.form, DifferentPeople):
            names.update((*safeguard.form.first, *safeguard.form.second))
    asked = [as_condition(group) for group in asked_groups(workflow)]
    asked += [one.form.condition for one in workflow.safeguards if isinstance(one.form, Always | Entering | AlwaysOpen)]
    for condition in asked:
        for part in every_condition(workflow, condition):
            if isinstance(part, SamePerson):
                names.update((part.first, part.second))
    return frozenset(names)


def may_come_again(workflow: Workflow, deadline: Deadline) -> bool:
    """
    Tell whether a case may come back to where a deadline waits for a date that has come already.
    """
    return any(not comes_for_sure(workflow, deadline, state) for state in deadline.states)


def comes_for_sure(workflow: Workflow, deadline: Deadline, state: str) -> bool:
    """
    Tell whether a deadline that is armed in a state fires there, if it is waited for. One for a date fires once for each record of that
    date: so it is sure only where no case comes to from where it leads.
    """
    if deadline.until is None:
        return True
    ways = (way for way in workflow.events[deadline.event].ways if set(way.from_states) & set(deadline.states))
    waiting, seen = [way.target for way in ways], set[str]()
    while waiting:
        name = waiting.pop()
        if name in (state, BACK):
            return False
        if name not in seen:
            seen.add(name)
            waiting += (way.target for _, way in ways_from(workflow, name))
            waiting += (otherwise for otherwise in (workflow.states[name].otherwise,) if otherwise is not None)
    return True


def migration_between(old: Workflow, new: Workflow) -> Migration | None:
    """
    Give what a version says of cases of an earlier one; nothing when it says nothing.
    """
    return next((one for one in new.migrations if one.version == old.version and old.name == new.name), None)
