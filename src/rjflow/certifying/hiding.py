"""
What must never be, so that evidence stays hidden from some people: situations in which something they are shown depends on it. And, so
that what is reserved for some is left to them, nothing counts for too long, and what is to be contact counts as it: situations in which it
is otherwise.

Read off the workflow alone, for each way there is to see something: to look at a record, or to make one; to try an event that asks for it;
to see a record that needs it; to be sent it; to write, or to be shown, a form.

Stands on: `definition`.   Knows nothing of: sets, certificates.
"""

from collections.abc import Iterable, Iterator

from rjflow.definition.lookup import as_condition, every_condition, in_group
from rjflow.definition.model import BACK, MEETING, Event, Evidence, Group, Way, Window, Workflow
from rjflow.definition.papers import Records, Registered
from rjflow.definition.safeguards import AlwaysOpen, Counted, Fresh, Hidden, ReadOff, Reserved, Step
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    Or,
    SamePerson,
)
from rjflow.instants import DAY


def never_so(workflow: Workflow, form: ReadOff) -> tuple[AlwaysOpen, ...]:
    """
    Give what must never be true, each as a demand that nothing is ever open where it is; nothing where nothing can be seen, or done.
    """
    if isinstance(form, Reserved):
        found = (condition for name in form.doings for condition in _open_to_others(workflow, form, name))
    elif isinstance(form, Fresh):
        found = (_living(workflow) for name in form.evidence if _is_longer(workflow.evidence[name].window, form))
    elif isinstance(form, Counted):
        found = (condition for name in form.doings for condition in _without_contact(workflow, form, name))
    else:
        found = (condition for name in form.evidence for condition in _seen(workflow, form, name))
    return tuple(AlwaysOpen(events=(), condition=one, text="") for one in dict.fromkeys(found))


# ----------------------------------------------------------------------------------------------------------------------


def _open_to_others(workflow: Workflow, form: Reserved, name: str) -> Iterator[Condition]:
    """
    Give where something can be done by anybody for whom it is not reserved: by itself, or by an event that does it.
    """
    for event in workflow.events.values():
        if name in (event.name, *event.records) and _goes_beyond(workflow, event.by, form):
            yield _in(state for way in event.ways for state in way.from_states)
    evidence = workflow.evidence.get(name)
    if evidence is not None and _goes_beyond(workflow, evidence.recorded_by, form):
        living = _living(workflow)
        yield living if evidence.about is None else And((living, ForPeople("some", 0, evidence.about, living)))
    if form.register is not None and not _is_asked_for(workflow, form, name):
        yield _living(workflow)
    notice = workflow.notices.get(name)
    if notice is not None and (not notice.by or _goes_beyond(workflow, notice.by, form)):
        yield _living(workflow)


def _is_asked_for(workflow: Workflow, form: Reserved, name: str) -> bool:
    """
    Tell whether whatever form says this, and has to name somebody, has to name somebody of this register; and there is one.
    """
    asking = 0
    for paper in workflow.forms.values():
        kinds = [one.kind for one in paper.fields.values() if one.required and isinstance(one.kind, Registered)]
        says = [one.kind.evidence for one in paper.fields.values() if isinstance(one.kind, Records)]
        if not kinds or name not in (paper.event, *says):
            continue
        asking += 1
        right = (one for one in kinds if one.register == form.register)
        if all((form.level and one.level != form.level) or {*form.other_than} - {*one.other_than} for one in right):
            return False
    return asking > 0


def _goes_beyond(workflow: Workflow, names: Iterable[str], form: Reserved) -> bool:
    """
    Tell whether somebody is named who is neither listed nor, as people, wholly among those listed.
    """
    kinds = {name: [kind for kind in workflow.people.values() if in_group(kind, name)] for name in names}
    return any(
        name not in form.actors and not (found and all(any(in_group(one, who) for who in form.actors) for one in found))
        for name, found in kinds.items()
    )


def _is_longer(window: Window, most: Fresh) -> bool:
    """
    Tell whether a record may count for longer than is allowed; what ends at midnight lasts a day at the most.
    """
    by_day = "same day" in (window.unit, most.unit) and window.unit != most.unit
    if by_day:
        return most.unit == "elapsed" and most.length < DAY if window.unit == "same day" else True
    return most.unit != "whole case" and (window.unit == "whole case" or window.length > most.length)


def _without_contact(workflow: Workflow, form: Counted, name: str) -> Iterator[Condition]:
    """
    Give where something can be done that is not every one of these contacts: by an event, or by recording what no event brings.
    """
    for event in workflow.events.values():
        if name in (event.name, *event.records):
            bare = [way for way in event.ways if not all(_is_contact(workflow, one, event, way) for one in form.steps)]
            if bare:
                yield _in(state for way in bare for state in way.from_states)
    evidence = workflow.evidence.get(name)
    if evidence is not None and evidence.recorded_by:
        living = _living(workflow)
        yield living if evidence.about is None else And((living, ForPeople("some", 0, evidence.about, living)))


def _is_contact(workflow: Workflow, asked: Step, event: Event, way: Way) -> bool:
    """
    Tell whether an event that goes this way is such a contact: by its mark, or because people meet where it leads for sure.
    """
    if asked.what == "contacts":
        meant = [kind for kind in workflow.people.values() if in_group(kind, asked.name or "")]
        return any(in_group(kind, group) for kind in meant for group in event.contacts)
    meets = way.target != BACK and workflow.states[way.target].kind == MEETING
    if asked.name is None:
        return meets or event.contact is not None
    return event.contact == asked.name or (meets and asked.name == "direct")


def _living(workflow: Workflow) -> Condition:
    return _in(state.name for state in workflow.states.values() if not state.final)


def _seen(workflow: Workflow, form: Hidden, name: str) -> Iterator[Condition]:
    if name in workflow.notices:
        seen = workflow.notices[name].visible_to
        if not seen or _are_among(workflow, form, seen):
            yield _living(workflow)
        return
    if name not in workflow.evidence:
        yield from _written(workflow, form, name)
        return
    evidence = workflow.evidence[name]
    there: Condition = IsCurrent(name)
    if evidence.about is not None:
        there = ForPeople("some", 0, evidence.about, there)
    recording = [event for event in workflow.events.values() if name in event.records]
    makers = [*evidence.recorded_by, *(who for event in recording for who in event.by)]
    if _are_among(workflow, form, [*evidence.visible_to, *makers]):
        yield there
        if evidence.needs.items:
            yield _can_be_made(workflow, evidence)
    for event in workflow.events.values():
        if _are_among(workflow, form, event.by):
            asked = [state for way in event.ways for state in _telling(workflow, event, way, name)]
            if asked:
                yield And((_in(asked), there))
    for other in workflow.evidence.values():
        readers = [*other.visible_to, *other.recorded_by]
        if other.name != name and _asks(workflow, other.needs, name) and _are_among(workflow, form, readers):
            yield there
    for export in workflow.exports.values():
        tells = name in export.facts or _asks(workflow, export.needs, name)
        if tells and _are_among(workflow, form, [*export.to, *export.visible_to]):
            ways = [way for event in export.at for way in workflow.events[event].ways]
            yield And((_in(state for way in ways for state in way.from_states), there))


def _written(workflow: Workflow, hidden: Hidden, name: str) -> Iterator[Condition]:
    """
    Give where a form can be filled in that they write, or that is shown to them.
    """
    called, _, field = name.partition(".")
    form = workflow.forms[called]
    shown = form.fields[field].visible_to if field else ()
    if not _are_among(workflow, hidden, [*(shown or form.visible_to), *form.filled_by]):
        return
    event = workflow.events.get(form.event or "")
    if event is not None:
        yield _in(state for way in event.ways for state in way.from_states)
    else:
        kinds = [one.kind for one in form.fields.values()]
        records = [workflow.evidence[kind.evidence] for kind in kinds if isinstance(kind, Records)]
        yield Or(tuple(_can_be_made(workflow, one) for one in records))


def _can_be_made(workflow: Workflow, evidence: Evidence) -> Condition:
    """
    Say where something can be recorded: wherever a case is not over, or where an event does it.
    """
    living = [state.name for state in workflow.states.values() if not state.final]
    events = [event for event in workflow.events.values() if evidence.name in event.records]
    here = _in(living if evidence.recorded_by else (s for one in events for way in one.ways for s in way.from_states))
    return here if evidence.about is None else And((here, ForPeople("some", 0, evidence.about, here)))


def _in(states: Iterable[str]) -> Condition:
    return Or(tuple(InState(state) for state in dict.fromkeys(states)))


def _telling(workflow: Workflow, event: Event, way: Way, name: str) -> Iterator[str]:
    """
    Give the states in which an answer to somebody who tries to go a way may depend on evidence.

    A case that is in a state has its gate open; an event that stays there asks nothing new, unless it disturbs what the gate asks.
    """
    gate = None if way.target == BACK else workflow.states[way.target].guard
    for state in way.from_states:
        is_new = state != way.target or _disturbs(workflow, event, gate)
        if _asks(workflow, way.needs, name) or (is_new and _asks(workflow, gate, name)):
            yield state


def _disturbs(workflow: Workflow, event: Event, gate: Group | None) -> bool:
    """
    Tell whether an event may change what a gate asks: by recording it, making it void, or being done by somebody who counts.
    """
    causes = {event.name, *event.records}
    for part in every_condition(workflow, as_condition(gate)) if gate is not None else ():
        match part:
            case InState() | InKind():
                return True
            case Among(evidence) | Compare(evidence) | IsCurrent(evidence) | IsMissing(evidence):
                voiders = {voider.what for voider in workflow.evidence[evidence].voided_by}
                if evidence in causes or not voiders.isdisjoint(causes):
                    return True
            case SamePerson(first, second):
                named = [one for one in (first, second) if one in workflow.evidence]
                voiders = {voider.what for one in named for voider in workflow.evidence[one].voided_by}
                if {first, second} & causes or not voiders.isdisjoint(causes):
                    return True
            case _:
                pass
    return False


def _asks(workflow: Workflow, group: Group | None, name: str) -> bool:
    """
    Tell whether anything a group asks speaks of evidence.
    """
    for part in every_condition(workflow, as_condition(group)) if group is not None else ():
        match part:
            case Among(evidence) | Compare(evidence) | IsCurrent(evidence) | IsMissing(evidence) if evidence == name:
                return True
            case SamePerson(first, second) if name in (first, second):
                return True
            case _:
                pass
    return False


def _are_among(workflow: Workflow, form: Hidden, names: Iterable[str]) -> bool:
    """
    Tell whether anybody from whom something is hidden may be one of these: by a role, or as one of a kind of people.
    """
    named = set(names)
    kinds = [kind for kind in workflow.people.values() if any(in_group(kind, one) for one in named)]
    return bool(named & set(form.roles)) or any(in_group(kind, one) for kind in kinds for one in form.roles)
