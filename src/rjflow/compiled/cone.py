"""
What can matter to a safeguard: the evidence that is read on the way to it, and what of that anybody may set as they please.

Stands on: `definition`, `guards`.   Knows nothing of: formulas, rules.
"""

from collections.abc import Iterator

from rjflow.definition.lookup import as_condition, every_condition
from rjflow.definition.model import CLOCK, Event, Evidence, Workflow
from rjflow.definition.safeguards import After, Always, AlwaysOpen, Before, DifferentPeople, Entering, Form
from rjflow.frozen import frozen
from rjflow.guards.syntax import Among, Compare, Condition, IsCurrent, IsMissing, SamePerson


@frozen(kw_only=True)
class Cone:
    """
    Attributes:
        read: the evidence that something reads.
        pleases: of it, what is read only where an event or record asks for it, and can be set as one pleases just before.
        conditions: everything that is asked.
        watched: evidence and events of which it is asked who did them.
        same: whether it is asked that two things are by one person, for which people have to be told apart by name.
    """

    read: frozenset[str]
    pleases: frozenset[str]
    conditions: tuple[Condition, ...]
    watched: frozenset[str]
    same: bool


def cone_of(workflow: Workflow, form: Form) -> Cone:
    """
    Find out what can influence a safeguard.
    """
    own = list(_own_conditions(workflow, form))
    moving = [as_condition(way.needs) for event in workflow.events.values() for way in event.ways]
    staying = [as_condition(state.guard) for state in workflow.states.values() if state.guard]
    until = {one.until for one in workflow.deadlines if one.until is not None}
    asked = [*own, *moving, *staying]
    same = any(isinstance(part, SamePerson) for one in asked for part in every_condition(workflow, one))
    watched = _watched(workflow, form, asked, same=same)
    fixed = {
        *_names(workflow, own),
        *_names(workflow, staying),
        *until,
        *_happening_names(workflow, form),
        *_done(workflow, watched),
    }
    pleases: set[str] = set()
    while True:
        read = _closed(workflow, fixed | _names(workflow, moving) | pleases, watched if same else frozenset())
        more = next((name for name in workflow.evidence if _pleases(workflow, name, read, pleases, fixed)), None)
        if more is None:
            break
        pleases.add(more)
    needs = [as_condition(workflow.evidence[name].needs) for name in workflow.evidence if name in read]
    return Cone(
        read=frozenset(read), pleases=frozenset(pleases), conditions=(*asked, *needs), watched=watched, same=same
    )


def happening_conditions(form: Form) -> Iterator[Condition]:
    """
    Give the conditions on values just recorded that a form has.
    """
    if isinstance(form, Before | After):
        other = (form.must_have, form.since) if isinstance(form, Before) else (form.not_before, form.without)
        for one in (*form.event, *other[0], *other[1]):
            if one.values is not None:
                yield one.values


# ----------------------------------------------------------------------------------------------------------------------


def _own_conditions(workflow: Workflow, form: Form) -> Iterator[Condition]:
    """
    Give what a safeguard asks itself; of events that must be open, also what they ask.
    """
    if isinstance(form, Always | Entering | AlwaysOpen):
        yield form.condition
    if isinstance(form, AlwaysOpen):
        for name in form.events:
            yield from (as_condition(way.needs) for way in workflow.events[name].ways)
            yield from (as_condition(workflow.evidence[one].needs) for one in workflow.events[name].records)
    yield from happening_conditions(form)


def _happening_names(workflow: Workflow, form: Form) -> set[str]:
    match form:
        case Before(event=one, must_have=other, since=third) | After(event=one, not_before=other, without=third):
            return {happening.name for happening in (*one, *other, *third) if happening.kind == "evidence"}
        case DifferentPeople(first=one, second=other):
            return {name for name in (*one, *other) if name in workflow.evidence}
        case _:
            return set()


def _names(workflow: Workflow, conditions: list[Condition]) -> set[str]:
    """
    Give the evidence that conditions read.
    """
    found: set[str] = set()
    for condition in conditions:
        for part in every_condition(workflow, condition):
            match part:
                case Among(name) | Compare(name) | IsCurrent(name) | IsMissing(name):
                    found.add(name)
                case SamePerson(first, second):
                    found.update(one for one in (first, second) if one in workflow.evidence)
                case _:
                    pass
    return found


def _closed(workflow: Workflow, names: set[str], watched: frozenset[str]) -> set[str]:
    """
    Give names of evidence with everything that is read to know whether those count.
    """
    found: set[str] = set()
    waiting = {*names, *(name for name in watched if name in workflow.evidence)}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= _names(workflow, [as_condition(workflow.evidence[name].needs)]) - found
    return found


def _watched(workflow: Workflow, form: Form, asked: list[Condition], *, same: bool) -> frozenset[str]:
    """
    Give what it matters of who did it: what a safeguard or condition compares, and what keeps people from doing that.

    Otherwise nothing has to be remembered: somebody new is never kept from anything. Only the clock is always the same, and where people
    are told apart by name there is nobody new.
    """
    found: set[str] = set()
    for condition in asked:
        for part in every_condition(workflow, condition):
            if isinstance(part, SamePerson):
                found.update((part.first, part.second))
    if isinstance(form, DifferentPeople):
        found.update((*form.first, *form.second))
    things: list[Evidence | Event] = [*workflow.evidence.values(), *workflow.events.values()]
    while True:
        doing = [
            one
            for one in things
            if same or one.name in found or (isinstance(one, Event) and any(name in found for name in one.records))
        ]
        more = {name for one in doing for name in one.not_by}
        more |= {
            name
            for one in doing
            if isinstance(one, Event)
            for item in one.records
            for name in workflow.evidence[item].not_by
        }
        if more <= found:
            break
        found |= more
    ringing = [workflow.events[one.event] for one in workflow.deadlines]
    by_clock = {one.name for one in ringing if CLOCK in one.by}
    return frozenset(found | {name for one in ringing for name in one.not_by if name in by_clock})


def _done(workflow: Workflow, watched: frozenset[str]) -> set[str]:
    return {name for name in watched if name in workflow.evidence}


def _pleases(workflow: Workflow, name: str, read: set[str], pleases: set[str], fixed: set[str]) -> bool:
    """
    Tell whether anybody may make evidence say anything just before it is read, without changing anything else that is kept.
    """
    evidence = workflow.evidence[name]
    if name in fixed or name in pleases or name not in read or evidence.needs.items:
        return False
    if not any(by in workflow.roles for by in evidence.recorded_by):
        return False
    kept = [workflow.evidence[one] for one in read if one != name]
    if any(voider.kind == "evidence" and voider.what == name for one in kept for voider in one.voided_by):
        return False
    return evidence.window.unit != "whole case" or not _read_both_ways(workflow, name, read)


def _read_both_ways(workflow: Workflow, name: str, read: set[str]) -> bool:
    """
    Tell whether it matters that evidence is *not* there: for a record that then does not count, or another way of an event.
    """
    needs = [as_condition(workflow.evidence[one].needs) for one in read]
    ways = [as_condition(way.needs) for event in workflow.events.values() if len(event.ways) > 1 for way in event.ways]
    return name in _names(workflow, [*needs, *ways])
