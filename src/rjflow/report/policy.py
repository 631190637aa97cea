"""
The sentences of a policy: what a workflow says about each person, record, gate, stage, event and deadline.

Stands on: `definition.wording`, `verifier.wording`.   Knows nothing of: numbering, line widths.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.lookup import events_recording
from rjflow.definition.model import (
    BACK,
    Change,
    CitedSource,
    Day,
    Deadline,
    Event,
    Evidence,
    Flag,
    Gate,
    Group,
    Kind,
    Migration,
    Named,
    Notice,
    Number,
    OneOf,
    State,
    Way,
    Workflow,
)
from rjflow.definition.safeguards import Safeguard
from rjflow.definition.wording import (
    all_said,
    condition,
    duration,
    one_of_group,
    reasoned,
    said,
    spoken_value,
    spoken_values,
    stages,
    the_actors,
    voider,
    window,
    with_name,
)
from rjflow.frozen import frozen
from rjflow.names import spoken
from rjflow.text import counted, listed
from rjflow.verifier.wording import promise


@frozen
class Line:
    """One sentence, and how deep it stands below the one it belongs to."""

    text: str
    depth: int = 0


@frozen
class Point:
    """One numbered point of a policy: its heading and the sentences below it."""

    head: str
    lines: tuple[Line, ...] = ()


def kind_point(workflow: Workflow, kind: Kind) -> Point:
    """
    Say who such people are: how many, on which side, and when they may come and go.
    """
    most = f" and at most {kind.at_most}" if kind.at_most is not None else ""
    lines = [Line(f"There must be at least {kind.at_least}{most}." if kind.at_least else f"There may be any{most}.")]
    if not kind.at_least and kind.at_most is not None:
        lines = [Line(f"There may be up to {kind.at_most}.")]
    if kind.takes_part:
        lines.append(Line("Such a person takes part: they are one of the participants."))
    if kind.side:
        lines.append(Line(f"They are on the {kind.side} side."))
    lines.append(Line(f"Joining a case that is open: {_change(workflow, kind.joins)}."))
    lines.append(Line(f"Leaving it: {_change(workflow, kind.leaves)}."))
    lines += _seen_by(workflow, kind.visible_to)
    return Point(with_name(kind.label, kind.name), (*lines, *why_lines(workflow, kind)))


def evidence_point(workflow: Workflow, evidence: Evidence) -> Point:
    """
    Say what is recorded, by whom, how long it is current, and what makes it void.
    """
    about = f"for each {one_of_group(workflow, evidence.about)}" if evidence.about else "for the case"
    lines = [
        Line(f"Recorded {about}: {_values(evidence)}."),
        Line(f"Recorded by {_recorders(workflow, evidence)}."),
        Line(f"Current {window(evidence.window)}."),
    ]
    if evidence.needs.items:
        lines += [Line("It counts only if, when it is recorded:"), *asked_lines(workflow, evidence.needs, 1)]
    if evidence.voided_by:
        lines.append(Line(f"Void after {listed([voider(workflow, one) for one in evidence.voided_by], 'or')}."))
    if evidence.not_by:
        lines.append(Line(f"Never by whoever did {all_said(workflow, evidence.not_by, 'or')}."))
    for meaning in evidence.means:
        counts = condition(workflow, meaning.condition).replace(said(workflow, evidence.name), "it")
        lines.append(Line(f"For safeguards, it is {_meaning(meaning.meaning)} when {counts}."))
    if evidence.visible_to:
        lines.append(Line(f"Seen by {the_actors(workflow, evidence.visible_to, 'and')}."))
    if evidence.known_to:
        who = the_actors(workflow, evidence.known_to, "and")
        lines.append(Line(f"That it was recorded is known to {who}, and not what it says."))
    if evidence.outcome:
        lines.append(Line("It is a fact of the outcome, which others may be told."))
    if evidence.counted:
        lines.append(Line("Statistics count what it says."))
    if evidence.due:
        lines.append(Line(f"Due within {duration(evidence.due)} of the opening."))
    return Point(with_name(evidence.label, evidence.name), (*lines, *why_lines(workflow, evidence)))


def notice_point(workflow: Workflow, notice: Notice) -> Point:
    """
    Say who may give a notice, and which records it makes void.
    """
    by = the_actors(workflow, notice.by) if notice.by else "anybody who acts in the case"
    void = [
        evidence.name
        for evidence in workflow.evidence.values()
        if any(v.what == notice.name for v in evidence.voided_by)
    ]
    lines = [Line(f"Given by {by}.")]
    if void:
        lines.append(Line(f"It makes void: {all_said(workflow, void)}."))
    lines += _seen_by(workflow, notice.visible_to)
    return Point(with_name(notice.label, notice.name), (*lines, *_means(notice.means), *why_lines(workflow, notice)))


def gate_point(workflow: Workflow, gate: Gate) -> Point:
    """
    Say everything a gate asks for, each condition with its reason.
    """
    intro = Line("All of this must be true:" if gate.asks.mode == "all" else "Any one of these is enough:")
    return Point(
        with_name(gate.label, gate.name), (intro, *asked_lines(workflow, gate.asks, 1), *why_lines(workflow, gate))
    )


def state_point(workflow: Workflow, state: State) -> Point:
    """
    Say what a stage is: where cases begin, where they wait, what guards the stay.
    """
    lines = [Line("Every case begins here.")] if state.start else []
    if state.kind:
        lines.append(Line(f"It is of the kind “{spoken(state.kind)}”."))
    if state.holds:
        lines.append(Line("A case waits here, and it is remembered where it came from."))
    if state.final:
        what = "this reason" if len(state.reasons) == 1 else "one of these reasons"
        lines.append(Line(f"A case ends here, for {what}: {spoken_values(state.reasons)}."))
    if state.guard is not None:
        lines.append(Line("A case comes in and stays only while:"))
        lines += asked_lines(workflow, state.guard, 1)
        lines.append(Line(f"Otherwise it goes to {said(workflow, state.otherwise or '')} at once."))
    return Point(with_name(state.label, state.name), (*lines, *why_lines(workflow, state)))


def event_point(workflow: Workflow, event: Event) -> Point:
    """
    Say who may do something, from where to where, and what must be true for it; wildcards are listed in full.
    """
    lines = [Line(f"By {the_actors(workflow, event.by)}.")]
    for place, way in enumerate(event.ways, start=1):
        name = f"Way {place}: f" if len(event.ways) > 1 else "F"
        lines += _way(workflow, way, name)
    if event.not_by:
        lines.append(Line(f"Never by whoever did {all_said(workflow, event.not_by, 'or')}."))
    if event.records:
        verb = "is" if len(event.records) == 1 else "are"
        lines.append(Line(f"In the same step, {all_said(workflow, event.records)} {verb} recorded."))
    if event.contact:
        lines.append(Line(f"The parties communicate by it: {event.contact} contact."))
    if event.contacts:
        lines.append(Line(f"By it the service reaches out to: {the_actors(workflow, event.contacts, 'and')}."))
    return Point(with_name(event.label, event.name), (*lines, *_means(event.means), *why_lines(workflow, event)))


def deadline_point(workflow: Workflow, deadline: Deadline) -> Point:
    """
    Say what the clock does, and when.
    """
    where = f"while the case is in {stages(workflow, deadline.states)}"
    if deadline.until is not None:
        when = f"When the day of {said(workflow, deadline.until)} begins"
    elif deadline.calendar is not None:
        when = f"After {counted(deadline.working_days, 'working day')} ({spoken(deadline.calendar)})"
    else:
        when = f"After {duration(deadline.length)}"
    return Point(f"{when} {where}, the clock does {said(workflow, deadline.event)}.")


def migration_point(workflow: Workflow, migration: Migration) -> Point:
    """
    Say how cases of an earlier version come over.
    """
    names = {"State": migration.states, "Kind of people": migration.people, "Evidence": migration.evidence}
    lines = [
        Line(f"{what} {spoken(old)} becomes {said(workflow, new)}.")
        for what, renamed in names.items()
        for old, new in renamed.items()
    ]
    if migration.renew:
        lines.append(Line(f"To be recorded anew: {all_said(workflow, migration.renew)}."))
    if migration.drop:
        lines.append(Line(f"Left behind: {listed([spoken(name) for name in migration.drop])}."))
    return Point(f"Cases of version {migration.version} can come over.", (*lines, *why_lines(workflow, migration)))


def safeguard_point(workflow: Workflow, safeguard: Safeguard) -> Point:
    """
    Say what must be kept, exactly, and why.
    """
    whose = "this workflow's own" if safeguard.origin == "workflow" else f"from the safeguard file “{safeguard.origin}”"
    lines = (Line(f"{_capital(promise(workflow, safeguard))}."), Line(f"It is {whose}."))
    excuses = tuple(
        Line(f"Not demanded until {spoken_value(excuse.until)}: {excuse.owner} answers for it. {excuse.reason}")
        for excuse in workflow.exemptions
        if excuse.safeguard == safeguard.id
    )
    why = reasoned(safeguard.because, source_numbers(workflow, safeguard.sources))
    return Point(
        f"{safeguard.id}: {safeguard.label}", (*lines, *excuses, *([Line(f"{_capital(why)}.")] if why else []))
    )


def sources_listed(workflow: Workflow) -> tuple[CitedSource, ...]:
    """
    Give the sources in the order in which they are numbered; what two files call differently is listed once.
    """
    return tuple({_same(source): source for source in reversed(workflow.sources.values())}.values())[::-1]


def source_numbers(workflow: Workflow, sources: Sequence[str]) -> str:
    """
    Refer to sources by their numbers in the list at the end.
    """
    numbers = {_same(source): place for place, source in enumerate(sources_listed(workflow), start=1)}
    said_by = sorted({numbers[_same(workflow.sources[name])] for name in sources if name in workflow.sources})
    return f"source{'s' if len(said_by) > 1 else ''} {listed(map(str, said_by))}" if said_by else ""


def asked_lines(workflow: Workflow, group: Group, depth: int) -> Iterator[Line]:
    """
    Say each condition of a group on a line, and its reason below it.
    """
    for item in group.items:
        if isinstance(item, Group):
            yield Line("all of:" if item.mode == "all" else "any one of:", depth)
            yield from asked_lines(workflow, item, depth + 1)
        else:
            yield Line(f"- {condition(workflow, item.condition)}", depth)
        why = reasoned(item.because, source_numbers(workflow, item.sources))
        if why:
            yield Line(why, depth + 1)


def why_lines(workflow: Workflow, thing: Named | Migration) -> Iterator[Line]:
    """
    Say why something is there, and who says so.
    """
    why = reasoned(thing.because, source_numbers(workflow, thing.sources))
    if why:
        yield Line(f"{_capital(why)}.")


# ----------------------------------------------------------------------------------------------------------------------


def _same(source: CitedSource) -> tuple[str | None, ...]:
    return source.title, source.published, source.url


def _change(workflow: Workflow, change: Change | None) -> str:
    if change is None:
        return "not possible"
    return f"by {the_actors(workflow, change.by)}, in {stages(workflow, change.states)}"


def _seen_by(workflow: Workflow, actors: Sequence[str]) -> Iterator[Line]:
    """
    Say who sees something; nothing where everybody does.
    """
    if actors:
        yield Line(f"Seen by {the_actors(workflow, actors, 'and')}, and by nobody else.")


def _recorders(workflow: Workflow, evidence: Evidence) -> str:
    """
    Say who records a piece of evidence by itself, and what records it in the same step.
    """
    people = [the_actors(workflow, evidence.recorded_by)] if evidence.recorded_by else []
    events = events_recording(workflow, evidence.name)
    steps = [f"whoever does {all_said(workflow, events, 'or')}, in the same step"] if events else []
    return ", or by ".join([*people, *steps]) or "nobody"


def _values(evidence: Evidence) -> str:
    match evidence.values:
        case OneOf(values):
            return spoken_values(values)
        case Flag():
            return "true or false"
        case Number(low, high):
            return f"a whole number from {low} to {high}"
        case Day():
            return "a date"


def _way(workflow: Workflow, way: Way, name: str) -> Iterator[Line]:
    where = "back to where it came from" if way.target == BACK else f"to {said(workflow, way.target)}"
    stays = way.from_states == (way.target,)
    if way.wildcard:
        yield Line(f"{name}rom {counted(len(way.from_states), 'stage')}, {where}. The stages are:")
        yield Line(f"{all_said(workflow, way.from_states)}.", 1)
    elif stays:
        yield Line(f"{name}rom {said(workflow, way.target)}, where the case stays.")
    else:
        yield Line(f"{name}rom {all_said(workflow, way.from_states, 'or')} {where}.")
    if way.needs.items:
        yield Line("It needs:")
        yield from asked_lines(workflow, way.needs, 1)
    if way.target in workflow.states and workflow.states[way.target].guard is not None and not stays:
        yield Line(f"What {said(workflow, way.target)} asks of those who come in must be true as well.")
    if way.target in workflow.states and workflow.states[way.target].final:
        reasons = way.reasons or workflow.states[way.target].reasons
        yield Line(f"The reason for closing is {spoken_values(reasons)}.")


def _means(means: Sequence[str]) -> Iterator[Line]:
    if means:
        yield Line(f"For safeguards, it is {listed([_meaning(one) for one in means])}.")


def _meaning(name: str) -> str:
    return f"“{name}”" if spoken(name) == name else with_name(f"“{spoken(name)}”", name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
