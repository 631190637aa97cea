"""
Where in a file to look: what let a story through, and what the graph of states and events tells by itself.

Stands on: `verifier.verdict`, `definition.wording`.   Knows nothing of: layout.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rjflow.definition.model import Deadline, Event, Evidence, Named, State, Way, Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    Counted,
    DifferentPeople,
    Ends,
    Form,
    Fresh,
    ReadOff,
    Reserved,
    Safeguard,
    Step,
)
from rjflow.definition.wording import all_said, said
from rjflow.report.endings import is_done_by, last_step_of
from rjflow.rules.commands import Command, Fire, RecordEvidence
from rjflow.rules.viewing import life, record_of, records_of
from rjflow.sources.span import Span
from rjflow.text import listed, quoted
from rjflow.verifier.marking import lacking
from rjflow.verifier.reserving import falls_short, strangers
from rjflow.verifier.verdict import Story, Structure
from rjflow.verifier.wording import happening, spoken_goals

Document = dict[str, Any]


def what_let_it_through(workflow: Workflow, safeguard: Safeguard, story: Story) -> tuple[str, Span | None, str]:
    """
    Say what did not stop the story, where in the file that stands, and what to write under the place.
    """
    command = story.steps[-1].decision.command if story.steps else None
    state = workflow.states[story.last.state]
    if isinstance(safeguard.form, AlwaysOpen):
        return _not_open(workflow, safeguard.form, state)
    if isinstance(safeguard.form, ReadOff):
        return _what_it_reads(workflow, safeguard.form, story)
    if isinstance(safeguard.form, AlwaysPossible | Ends):
        label = "round and round from here"
        if isinstance(safeguard.form, AlwaysPossible):
            label = f"no way from here to {spoken_goals(workflow, safeguard.form.steps)}"
        return f"This is where {said(workflow, state.name)} stands:", state.span, label
    outlived = _outlived(workflow, safeguard.form, story)
    if outlived is not None:
        evidence, what = outlived
        lead = f"Nothing stopped it, because {said(workflow, evidence.name)} is not void after {what}:"
        return lead, evidence.span, "no `voided-by:` for that" if evidence.voided_by else "no `voided-by:`"
    if isinstance(safeguard.form, DifferentPeople):
        return _by_anybody(workflow, safeguard.form, command)
    within = _within_the_step(workflow, safeguard.form, story)
    if within is not None:
        return within
    if isinstance(command, Fire) and story.way is not None and story.event is not None:
        return _let_in(workflow, story.event, story.way, state)
    if isinstance(safeguard.form, Always) and state.guard is None:
        return f"Nothing stopped it, because {said(workflow, state.name)} has no gate:", state.span, "no `while:`"
    if isinstance(safeguard.form, Always) and state.guard is not None:
        through = f"the gate of {said(workflow, state.name)} does not ask for this"
        return f"Nothing stopped it, because {through}:", state.guard.span or state.span, "not asked for in here"
    rung = _deadline_that_rang(workflow, story)
    if rung is not None:
        return "Nothing stopped it, because the clock does not ask anybody:", rung.span, "the clock does it here"
    if isinstance(command, RecordEvidence):
        evidence = workflow.evidence[command.given.evidence]
        return f"Nothing stopped it where {said(workflow, evidence.name)} is recorded:", evidence.span, "recorded here"
    return "", None, ""


def structure_sentences(workflow: Workflow, structure: Structure) -> Iterator[str]:
    """
    Say what the graph of states and events tells by itself.
    """
    if structure.unreachable:
        yield f"No path leads to {all_said(workflow, structure.unreachable, 'or')}."
    if structure.trapped:
        yield f"From {all_said(workflow, structure.trapped)} a case can never be closed."
    if structure.dead_events:
        yield f"{all_said(workflow, structure.dead_events)} can never happen."
    for loop in structure.loops:
        states = [workflow.states[state].label for state in (*loop, *loop[:1])]
        yield f"A case can go round for ever with nobody deciding: {' → '.join(states)}."
    if structure.idle:
        yield f"Nothing asks for {all_said(workflow, structure.idle, 'or')}."
    for state, gates in structure.must_pass:
        if gates:
            yield f"Every path into {said(workflow, state)} passes {all_said(workflow, gates)}."
        elif workflow.states[state].guard is None:
            yield f"No gate stands on every path into {said(workflow, state)}."


def unasked_sentences(workflow: Workflow) -> Iterator[str]:
    """
    Say, for each file under `satisfies`, which of its safeguards ask nothing of a workflow: a slip of the pen may be why.
    """
    for origin in dict.fromkeys(one.origin for one in workflow.unasked):
        several = [one for one in workflow.unasked if one.origin == origin]
        if told := [one.id for one in several if one.is_whole]:
            speak, them = ("speaks", "it is") if len(told) == 1 else ("speak", "they are")
            yield f"Nothing here has the names that {listed(told)} of `{origin}` {speak} of, and so {them} not asked."
        for one in several:
            if not one.is_whole:
                called = f"{one.id} of `{origin}` speaks of {quoted(one.names)}, too, which nothing here is called"
                yield f"{called}: that part of it is not asked."


def place_of(span: Span | None) -> str:
    """
    Give a place as file and line.
    """
    return f"{span.source.name}:{span.line}" if span else "no place"


def place_document(span: Span | None) -> Document | None:
    """
    Give a place in a file.
    """
    if span is None:
        return None
    return {
        "file": span.source.name,
        "line": span.line,
        "column": span.column,
        "end-line": span.end_line,
        "end-column": span.end_column,
    }


# ----------------------------------------------------------------------------------------------------------------------


def _outlived(workflow: Workflow, form: Form, story: Story) -> tuple[Evidence, str] | None:
    """
    Find evidence that a story still counts on at its end although what came after it should have undone it, and what that was.
    """
    if not isinstance(form, Before) or not story.steps:
        return None
    came = last_step_of(workflow, story, form.since)
    before = story.steps[-1].decision.before
    for one in form.must_have if came is not None else ():
        if one.kind != "evidence":
            continue
        evidence = workflow.evidence[one.name]
        records = [record for _, record in records_of(workflow, before, one.name)]
        undone = story.steps[came[0] - 1].decision.after.now if came is not None else 0
        if any(record.at < undone and life(workflow, evidence, record, before.now) == "current" for record in records):
            return evidence, happening(workflow, came[1]) if came is not None else ""
    return None


def _comes_with_it(form: Form, story: Story) -> bool:
    """
    Tell whether what must come before the last event of a story, or between two, is recorded by that event itself.
    """
    wanted = form.must_have if isinstance(form, Before) else form.without if isinstance(form, After) else ()
    return story.event is not None and any(one.kind == "evidence" and one.name in story.event.records for one in wanted)


def _let_in(workflow: Workflow, event: Event, way: Way, state: State) -> tuple[str, Span | None, str]:
    """
    Say that neither an event nor the gate of the state that it led to asked, and point at the one that asks for something.
    """
    span = event.span if len(event.ways) == 1 else way.span or event.span
    asks = "what it needs does not ask for this" if way.needs.items else "no `needs:`"
    who = f"{said(workflow, event.name)} does not ask about this"
    if state.guard is not None:
        who = f"neither {said(workflow, event.name)} nor the gate of {said(workflow, state.name)} asks about this"
        span, asks = (span, asks) if way.needs.items else (state.guard.span or state.span, "not asked for in here")
    return f"Nothing stopped it, because {who}:", span, asks


def _within_the_step(workflow: Workflow, form: Form, story: Story) -> tuple[str, Span | None, str] | None:
    """
    Say that the last event itself undid what it needs, or brought with it what must come before it.
    """
    undone = _undone_by_itself(workflow, story)
    if undone is not None and story.event is not None:
        lead = f"It was so until {said(workflow, story.event.name)} itself made {said(workflow, undone.name)} void:"
        return lead, undone.span, "void after the very step that it is for"
    if (
        isinstance(form, After)
        and is_done_by(story, form.without)
        and story.event is not None
        and story.way is not None
    ):
        lead = f"{said(workflow, story.event.name)} leads there itself, and so nothing is in between:"
        return lead, story.way.span or story.event.span, "leads there itself"
    if _comes_with_it(form, story) and story.event is not None:
        lead = f"What {said(workflow, story.event.name)} records comes with it, and not before it:"
        return lead, story.event.span, "recorded in this very step"
    return None


def _undone_by_itself(workflow: Workflow, story: Story) -> Evidence | None:
    """
    Find evidence that counted until the last event of a story made it void.
    """
    if story.event is None or not story.steps:
        return None
    before = story.steps[-1].decision.before
    for used in story.ending.used:
        if not used.of_scheme and used.life == "void" and used.void == story.event.name:
            record = record_of(workflow, before, used.evidence, used.person)
            if record is not None and record.void is None:
                return workflow.evidence[used.evidence]
    return None


def _what_it_reads(workflow: Workflow, form: ReadOff, story: Story) -> tuple[str, Span | None, str]:
    """
    Point at what shows something that should be hidden, at what others may do as well, at what lasts too long, or at what is no contact.
    """
    name = story.ending.event or story.ending.used[0].evidence
    homes: tuple[Mapping[str, Named], ...] = (
        *(workflow.events, workflow.evidence, workflow.exports, workflow.forms, workflow.notices),
    )
    thing = next(home[name] for home in homes if name in home)
    if isinstance(form, Reserved) and not strangers(workflow, form, name):
        return _what_asks_less(workflow, form, name, thing)
    if isinstance(form, Reserved):
        return "This is where it says who may:", thing.span, "by others, too"
    if isinstance(form, Fresh):
        return f"This is where {said(workflow, name)} stands:", thing.span, "its `current-for` is too long"
    if isinstance(form, Counted):
        label = f"no {listed([_mark(one) for one in lacking(workflow, form, name)], 'or')}"
        return "This is what should count:", thing.span, label if name in workflow.events else "recorded by itself, too"
    label = "asks for it" if story.ending.event in workflow.events else "seen or recorded by them"
    return "This is what shows it:", thing.span, "told to them" if story.ending.event in workflow.exports else label


def _what_asks_less(workflow: Workflow, form: Reserved, name: str, thing: Named) -> tuple[str, Span | None, str]:
    """
    Point at the field that asks a register for too little, and say what it lacks; or at the form, or the thing, that asks no register.
    """
    short = falls_short(workflow, form, name)
    if short.field is None:
        return "This is what says it:", (short.form or thing).span, "asks no register"
    lacks = ["`required: true`"] if short.optional else []
    lacks += [f"`level: {form.level}`"] if short.level else []
    lacks += [f"`other-than: [{', '.join(short.others)}]`"] if short.others else []
    return "This is what asks too little:", short.field.span, f"no {listed(lacks)}"


def _mark(step: Step) -> str:
    """
    Give the line by which an event would be such a contact.
    """
    if step.what == "contacts":
        return f"`contacts: [{step.name}]`"
    return f"`contact: {step.name}`" if step.name else "`contact:`"


def _not_open(workflow: Workflow, form: AlwaysOpen, state: State) -> tuple[str, Span | None, str]:
    """
    Point at the first event that leads on from a state, and is not open there; at the state, where none of them does.
    """
    for event in (workflow.events[name] for name in form.events):
        for way in event.ways:
            if state.name in way.from_states:
                lead = f"{said(workflow, event.name)} leads on from there, but is not open:"
                span = event.span if len(event.ways) == 1 else way.span or event.span
                if way.needs.items:
                    return lead, way.needs.span or way.needs.items[0].span or span, "asked for before it"
                return lead, span, "not open there"
    label = f"not here: {all_said(workflow, form.events, 'or')}"
    return f"This is where {said(workflow, state.name)} stands:", state.span, label


def _by_anybody(workflow: Workflow, form: DifferentPeople, command: Command | None) -> tuple[str, Span | None, str]:
    """
    Say that what was done last may be done by whoever did the other thing.
    """
    done = [command.given.evidence] if isinstance(command, RecordEvidence) else []
    done += [command.event, *(one.evidence for one in command.given)] if isinstance(command, Fire) else []
    name = next((one for one in done if one in (*form.first, *form.second)), None)
    thing = workflow.evidence.get(name or "") or workflow.events.get(name or "")
    if thing is None:
        return "", None, ""
    others = form.first if thing.name in form.second else form.second
    lead = f"Nothing stopped it, because whoever is behind {all_said(workflow, others, 'or')} may do this as well:"
    return lead, thing.span, f"no `not-by:` for {all_said(workflow, others, 'or')}"


def _deadline_that_rang(workflow: Workflow, story: Story) -> Deadline | None:
    """
    Find the last deadline that fired in the last step of a story.
    """
    moves = story.steps[-1].decision.moves if story.steps else ()
    for move in reversed(moves):
        for deadline in workflow.deadlines:
            if move.cause == "deadline" and deadline.event == move.event and move.source in deadline.states:
                return deadline
    return None
