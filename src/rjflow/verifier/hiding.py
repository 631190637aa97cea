"""
Judge whether evidence stays hidden from some people, what is reserved for some is left to them, nothing counts for too long, and what is to count as
contact does: the forms `hidden`, `reserved`, `fresh` and `counted`.

Four things that are shown to people can depend on a record: the record itself, to those who may see it or make it, whether it counts or not; whether an event they
try is allowed, where it asks for the record; and whether another record that they see counts. Each is read off the definition; a story shows
how a case comes to where there is something to see.

Stands on: `judging`.   Knows nothing of: sentences.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import evolve

from rjflow.definition.lookup import as_condition, events_recording, kinds_in
from rjflow.definition.model import BACK, Event, Evidence, Way, Workflow
from rjflow.definition.papers import Records
from rjflow.definition.safeguards import AlwaysOpen, Counted, Fresh, Hidden, ReadOff, Reserved, Safeguard
from rjflow.frozen import frozen
from rjflow.guards.syntax import And, Condition, ForPeople, InState, IsCurrent, Or
from rjflow.rules.finding import Used, used_by
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds
from rjflow.verifier.action import reads_of
from rjflow.verifier.carrying import touches
from rjflow.verifier.judging import may_be_broken
from rjflow.verifier.marking import uncounted
from rjflow.verifier.reserving import outlasts, trespasses
from rjflow.verifier.verdict import Ending, Verdict


def judge_hidden(workflow: Workflow, safeguard: Safeguard, form: ReadOff) -> Verdict:
    """
    Judge that nothing shown to some people depends on some evidence, that nobody else may do what is reserved for some, that nothing counts too long, or
    that what is to count as contact does.

    Guarantees: *kept* only when nothing that depends on a record is shown to them, may be done by others, counts too long, or can be done
    without counting as contact, in any situation a case can come to.

    Not seen: what people can tell from where the case goes, which everybody may know; what a host shows them besides.
    """
    unsure = False
    for glimpse in _glimpses(workflow, form):
        sought = AlwaysOpen(events=(), condition=glimpse.condition, text="")  # broken exactly where that is true
        asked = evolve(workflow, safeguards=(*workflow.safeguards, evolve(safeguard, form=sought)))
        maybe, story = may_be_broken(asked, sought)
        if story is not None:
            told = evolve(story, ending=_ending(workflow, story.last, glimpse), event=None, way=None)
            return Verdict(safeguard=safeguard, judged="broken", how="searched", story=told)
        unsure = unsure or maybe
    if unsure:
        return Verdict(safeguard=safeguard, judged="unfinished", how="only so many people")
    return Verdict(safeguard=safeguard, judged="kept", how="searched")


def seen_in(workflow: Workflow, form: ReadOff, situation: Situation) -> Ending | None:
    """
    Tell what shows some people in a situation what is to be hidden from them, lets others do what is reserved, counts for too long, or is no contact.
    """
    glimpses = _glimpses(workflow, form)
    shown = (one for one in glimpses if holds(workflow, situation, one.condition, observer=True) is True)
    return next((_ending(workflow, situation, one) for one in shown), None)


def onlookers(workflow: Workflow, form: Hidden, ending: Ending) -> tuple[str, ...]:
    """
    Give those from whom something should be hidden, and who can tell what it says by what a story ends with; not those who still cannot.
    """
    name = ending.event or ending.used[0].evidence
    if name in workflow.forms:
        shown = (one for one in form.evidence if one.partition(".")[0] == name)
        lookers = next(
            (who for one in shown if _share(workflow, who := _of_form_shown_to(workflow, one), form.roles)), ()
        )
    else:
        lookers = _shown_to(workflow, name, ending)
    return tuple(role for role in form.roles if _share(workflow, lookers, (role,)))


# ----------------------------------------------------------------------------------------------------------------------


def _shown_to(workflow: Workflow, name: str, ending: Ending) -> tuple[str, ...]:
    """
    Give those to whom it shows: who does an event, sees or records evidence, is told by an export, sees a notice.
    """
    if name in workflow.notices:
        return workflow.notices[name].visible_to or (*workflow.roles, *workflow.people)
    if name in workflow.exports:
        return (*workflow.exports[name].to, *workflow.exports[name].visible_to)
    if name in workflow.events:
        return workflow.events[name].by
    evidence = workflow.evidence[name]
    looked_at = (*evidence.visible_to, *evidence.recorded_by)
    return looked_at if ending.event is not None else (*looked_at, *_writers(workflow, name))


def _writers(workflow: Workflow, name: str) -> tuple[str, ...]:
    """
    Give who does what records a piece of evidence.
    """
    return tuple(who for event in events_recording(workflow, name) for who in workflow.events[event].by)


def _of_form_shown_to(workflow: Workflow, name: str) -> tuple[str, ...]:
    """
    Give who sees a form, or a field of it, and who writes it.
    """
    called, _, field = name.partition(".")
    form = workflow.forms[called]
    return (*((form.fields[field].visible_to if field else ()) or form.visible_to), *form.filled_by)


@frozen
class _Glimpse:
    """Something by which people can tell what a record says: where, and, if not by looking at it, through what."""

    current: Condition
    condition: Condition
    through: str | None = None
    recorded: str | None = None


def _ending(workflow: Workflow, last: Situation, glimpse: _Glimpse) -> Ending:
    used = tuple(one for one in used_by(workflow, last, glimpse.current, None) if one.life == "current")
    if glimpse.recorded is not None:
        used = (Used(glimpse.recorded, None, "absent"),)
    return Ending(used=used, event=glimpse.through)


def _glimpses(workflow: Workflow, form: ReadOff) -> Iterator[_Glimpse]:
    """
    Give every way in which what is shown to these people depends on the evidence: looking at it first.
    """
    if isinstance(form, Reserved):
        yield from (_Glimpse(where, where, name) for name, where in trespasses(workflow, form))
        return
    if isinstance(form, Fresh):
        yield from (_Glimpse(where, where, name) for name, where in outlasts(workflow, form))
        return
    if isinstance(form, Counted):
        yield from (_Glimpse(where, where, name) for name, where in uncounted(workflow, form))
        return
    for name in form.evidence:
        if name in workflow.notices:
            yield from _of_notice(workflow, form, name)
            continue
        if name not in workflow.evidence:
            yield from _of_form(workflow, form, name)
            continue
        evidence = workflow.evidence[name]
        current: Condition = IsCurrent(name)
        if evidence.about is not None:
            current = ForPeople("some", 0, evidence.about, current)
        lookers = (*evidence.visible_to, *evidence.recorded_by, *_writers(workflow, name))
        if _share(workflow, lookers, form.roles):
            yield _Glimpse(current, current)
            if evidence.needs.items:  # so that a record may never count, and be looked at all the same
                yield _Glimpse(current, _recordable(workflow, evidence), recorded=name)
        for event in (event for event in workflow.events.values() if _share(workflow, event.by, form.roles)):
            asked = (state for way in event.ways for state in _asked_from(workflow, event, way, name))
            here = tuple(InState(state) for state in dict.fromkeys(asked))
            if here:
                yield _Glimpse(current, And((Or(here), current)), event.name)
        for other in workflow.evidence.values():
            seen = _share(workflow, (*other.visible_to, *other.recorded_by), form.roles)
            if other.name != name and seen and name in reads_of(workflow, other.needs):
                yield _Glimpse(current, current, other.name)
        yield from _told(workflow, form, name, current)


def _of_form(workflow: Workflow, hidden: Hidden, name: str) -> Iterator[_Glimpse]:
    """
    Give where what is written in a form comes to be seen: by those who may see it, and by those who write it.

    It takes part in no condition and in no export, so there is no other way.
    """
    form = workflow.forms[name.partition(".")[0]]
    if not _share(workflow, _of_form_shown_to(workflow, name), hidden.roles):
        return
    event = workflow.events.get(form.event or "")
    if event is not None:
        states = dict.fromkeys(state for way in event.ways for state in way.from_states)
        here: Condition = Or(tuple(InState(state) for state in states))
    else:
        recorded = (one.kind.evidence for one in form.fields.values() if isinstance(one.kind, Records))
        here = Or(tuple(_recordable(workflow, workflow.evidence[one]) for one in recorded))
    yield _Glimpse(here, here, form.name)


def _of_notice(workflow: Workflow, hidden: Hidden, name: str) -> Iterator[_Glimpse]:
    """
    Give where people may see that a notice was given: wherever a case is not over. One that names nobody everybody sees.
    """
    seen = workflow.notices[name].visible_to
    if not seen or _share(workflow, seen, hidden.roles):
        here: Condition = Or(tuple(InState(state.name) for state in workflow.states.values() if not state.final))
        yield _Glimpse(here, here, name)


def _told(workflow: Workflow, hidden: Hidden, name: str, current: Condition) -> Iterator[_Glimpse]:
    """
    Give the exports by which they are told of a piece of evidence: what it says, or that what it is asked for is so.
    """
    for export in workflow.exports.values():
        seen = _share(workflow, (*export.to, *export.visible_to), hidden.roles)
        if seen and (name in export.facts or name in reads_of(workflow, export.needs)):
            ways = (way for event in export.at for way in workflow.events[event].ways)
            states = dict.fromkeys(state for way in ways for state in way.from_states)
            here = Or(tuple(InState(state) for state in states))
            yield _Glimpse(current, And((here, current)), export.name)


def _recordable(workflow: Workflow, evidence: Evidence) -> Condition:
    """
    Tell where a piece of evidence can be recorded, so that there is something to see even where it never counts.
    """
    events = (workflow.events[name] for name in events_recording(workflow, evidence.name))
    states = {state for event in events for way in event.ways for state in way.from_states}
    if evidence.recorded_by:
        states |= {state.name for state in workflow.states.values() if not state.final}
    here: Condition = Or(tuple(InState(state) for state in workflow.states if state in states))
    if evidence.about is None:
        return here
    return And((here, ForPeople("some", 0, evidence.about, here)))


def _asked_from(workflow: Workflow, event: Event, way: Way, name: str) -> Iterator[str]:
    """
    Give the states from which it is asked for evidence whether a way can be gone: by the way, or by the gate of the state it leads to.

    `back` leads anywhere, and is never refused for a gate. Whoever is in a state has its gate open, and stays unless the event closes it.
    """
    if name in reads_of(workflow, way.needs):
        yield from way.from_states
        return
    guard = None if way.target == BACK else workflow.states[way.target].guard
    if guard is not None and name in reads_of(workflow, guard):
        stays = not touches(workflow, event, as_condition(guard))
        yield from (state for state in way.from_states if not stays or state != way.target)


def _share(workflow: Workflow, these: Sequence[str], those: Sequence[str]) -> bool:
    """
    Tell whether somebody may be one of both: by a role, or as one of a kind of people that both groups have.
    """
    known = _kinds(workflow)
    for name in (*these, *those):
        if name not in known:
            known[name] = frozenset(kind.name for kind in kinds_in(workflow, name))
    kinds = frozenset[str]().union(*(known[name] for name in these))
    return not set(these).isdisjoint(those) or not all(kinds.isdisjoint(known[name]) for name in those)


@lru_cache(maxsize=16)
def _kinds(_workflow: Workflow) -> dict[str, frozenset[str]]:
    """
    Give what is known already of which kinds of people make up the groups, and none the roles, of a workflow.
    """
    return {}
