"""
Link what may move a case: events with all their ways, and the deadlines that fire them.

Stands on: `linking_states`, `definition.model`.   Knows nothing of: YAML, safeguards.
"""

from collections.abc import Sequence
from typing import Literal

from rjflow.definition.model import BACK, CLOCK, Deadline, Event, Way
from rjflow.reader.amounts import amount
from rjflow.reader.linking_conditions import Context
from rjflow.reader.linking_states import expanded, final_states
from rjflow.reader.shapes import DeadlineShape, EventShape, StateShape, WayShape, items_of
from rjflow.reader.written import StatesShape, Text
from rjflow.sources.codes import problem
from rjflow.text import did_you_mean, nearest, quoted


def link_event(context: Context, name: Text, shape: EventShape) -> Event:
    """
    Link one event.
    """
    return Event(
        **context.named(name, shape),
        ways=_ways(context, name, shape),
        by=context.names.actors(shape.by, clock=True),
        not_by=doers(context, name, items_of(shape.not_by)),
        records=context.names.of("evidence", shape.records),
        contact=_contact(shape),
        contacts=tuple(text.value for text in items_of(shape.contacts) if context.names.group(text)),
        means=tuple(text.value for text in items_of(shape.means)),
    )


def link_deadlines(context: Context) -> tuple[Deadline, ...]:
    """
    Link every deadline; two alike would fire one event twice.
    """
    linked: list[Deadline] = []
    for shape in items_of(context.shape.deadlines):
        deadline = link_deadline(context, shape)
        first = next((one for one in linked if one == deadline and not shape.broken), None)
        if first is not None and first.span is not None:
            note, label = f"first listed on line {first.span.line}", "the same deadline again"
            help_ = "keep one of the two"
            context.findings.add(
                problem("RJ107", shape.span, label=label, notes=(note,), help=help_, word=deadline.event)
            )
        linked.append(deadline)
    return tuple(linked)


def link_deadline(context: Context, shape: DeadlineShape) -> Deadline:
    """
    Link one deadline.
    """
    where = shape.in_ or shape.from_
    states, wildcard = expanded(context, where)
    if where and not wildcard:
        _check_not_final(context, where)
    if where and shape.then and context.names.known("events", shape.then):
        _check_fired(context, shape.then, where, states)
    working_days, length = amount(shape.after.value) if shape.after else (0, 0)
    until = shape.until
    if until and context.names.known("evidence", until):
        _check_date(context, until)
    calendar = shape.calendar
    return Deadline(
        states=states,
        event=shape.then.value if shape.then else "",
        length=length,
        working_days=working_days,
        calendar=calendar.value if calendar and context.names.known("calendars", calendar) else None,
        until=until.value if until else None,
        span=shape.span,
    )


def doers(context: Context, name: Text, listed: Sequence[Text]) -> tuple[str, ...]:
    """
    Link `not-by`: evidence and events that somebody did; never the thing itself.
    """
    names = context.names
    happenings = (*names.sections["evidence"], *names.sections["events"])
    for text in listed:
        if text.value == name.value:
            help_ = "name what a different person must have done"
            label = "nobody could do it a second time"
            context.findings.add(problem("RJ347", text.span, label=label, help=help_, word=name))
        elif text.value not in happenings and not names.unread & {"evidence", "events"}:
            names.miss("RJ233", text, happenings, "evidence or an event")
    return tuple(text.value for text in listed if text.value in happenings)


# ----------------------------------------------------------------------------------------------------------------------


def _ways(context: Context, name: Text, shape: EventShape) -> tuple[Way, ...]:
    ways = tuple(_way(context, name, way) for way in shape.either or (shape,))
    _check_apart(context, name, shape, ways)
    return ways


def _way(context: Context, name: Text, shape: EventShape | WayShape) -> Way:
    states, wildcard = expanded(context, shape.from_)
    target = shape.to
    if target and target.value == BACK:
        _check_back(context, shape.from_, states, wildcard=wildcard)
    elif target:
        context.names.known("states", target)
    if shape.from_ and not wildcard:
        _check_not_final(context, shape.from_)
    return Way(
        from_states=states,
        target=target.value if target else "",
        needs=context.group(shape.needs),
        reasons=_reasons(context, name, shape),
        wildcard=wildcard,
        span=shape.span,
    )


def _reasons(context: Context, name: Text, shape: EventShape | WayShape) -> tuple[str, ...]:
    """
    Give the reasons the case can end for: those named, or all that the final state has.
    """
    if shape.to and shape.to.value == BACK:
        for text in items_of(shape.reason)[:1]:
            help_ = "take it out; only a final state has reasons, and `back` leads to none"
            context.findings.add(problem("RJ323", text.span, label="`back` ends no case", help=help_, word=name))
        return ()
    target = _state(context, shape.to)
    if target is None:
        return tuple(text.value for text in items_of(shape.reason))
    known = tuple(reason.value for reason in items_of(target.reasons))
    for text in items_of(shape.reason):
        if not (target.final and target.final.value) and not target.unsure("final"):
            help_ = "take it out; only a final state has reasons"
            label = f"`{shape.to}` is not final"
            context.findings.add(problem("RJ323", text.span, label=label, help=help_, word=name))
            break
        if text.value not in known and not target.unsure("reasons"):
            _unknown_reason(context, text, known, str(shape.to))
    return tuple(text.value for text in items_of(shape.reason)) or known


def _unknown_reason(context: Context, text: Text, known: Sequence[str], state: str) -> None:
    help_ = did_you_mean(text.value, known) or f"its reasons are {quoted(known)}"
    label = "not one of its reasons"
    context.findings.add(problem("RJ231", text.span, label=label, help=help_, state=state, word=text.value))


def _state(context: Context, name: Text | None) -> StateShape | None:
    if name is None:
        return None
    return next((state for text, state in context.shape.states or () if text.value == name.value), None)


def _check_back(context: Context, where: StatesShape | None, states: Sequence[str], *, wildcard: bool) -> None:
    holding = context.words.holding
    if where is None or "states" in context.names.unread:
        return
    wrong = [text for text in where.names if text.value in states and text.value not in holding]
    if wildcard and any(state not in holding for state in states):
        place, word = where.span, next(state for state in states if state not in holding)
    elif not wildcard and wrong:
        place, word = wrong[0].span, wrong[0].value
    else:
        return
    note = "only a state with `holds: true` remembers where a case came from"
    help_ = "name the state it goes to, or write `holds: true` at the state it leaves"
    label = f"`{word}` does not hold cases"
    context.findings.add(problem("RJ311", place, label=label, notes=(note,), help=help_))


def _check_not_final(context: Context, where: StatesShape) -> None:
    finals = final_states(context)
    for text in where.names:
        if text.value in finals:
            help_ = "take it out; opening a case again is a new case"
            label = f"`{text}` is final"
            context.findings.add(problem("RJ305", text.span, label=label, help=help_))


def _check_apart(context: Context, name: Text, shape: EventShape, ways: Sequence[Way]) -> None:
    """
    Find two ways that are open at the same time for certain: from one state, with nothing or the same to tell them apart.
    """
    named = {text.value for way in items_of(shape.either) for text in (way.from_.names if way.from_ else ())}
    if named - set(context.words.states) or any(
        way.unsure("needs", "from") or not context.is_read(way.needs) for way in items_of(shape.either)
    ):
        return
    for later, way in enumerate(ways):
        for earlier in ways[:later]:
            shared = [state for state in way.from_states if state in earlier.from_states]
            same = way.needs == earlier.needs or not way.needs.items or not earlier.needs.items
            if shared and same and shape.either and way.span:
                note = f"from `{shared[0]}` another way, written on line {earlier.span.line if earlier.span else 0}, is open too"
                help_ = "let `needs` say which of the two it is"
                context.findings.add(problem("RJ322", way.span, label="this way", notes=(note,), help=help_, word=name))
                return


def _contact(shape: EventShape) -> Literal["direct", "indirect"] | None:
    match shape.contact:
        case Text("direct"):
            return "direct"
        case Text("indirect"):
            return "indirect"
        case _:
            return None


def _check_fired(context: Context, then: Text, where: StatesShape, states: Sequence[str]) -> None:
    shape = next(event for text, event in context.shape.events or () if text.value == then.value)
    by = [text.value for text in items_of(shape.by)]
    if by and CLOCK not in by and not nearest(CLOCK, by):
        help_ = f"add `clock` to `by` of `{then}`"
        context.findings.add(problem("RJ324", then.span, label="the clock is not in its `by`", help=help_, word=then))
    left = {state for way in shape.either or (shape,) for state in _left(context, way.from_)}
    finals = final_states(context)
    missed = [state for state in states if state not in left and state not in finals]
    if not missed or left - set(context.words.states) or shape.unsure("from", "either"):
        return
    place = next((text.span for text in where.names if text.value == missed[0]), where.span)
    help_ = f"add `{missed[0]}` to `from` of `{then}`, or leave it out here"
    label = f"`{then}` cannot happen there"
    context.findings.add(problem("RJ325", place, label=label, help=help_, event=then, word=missed[0]))


def _left(context: Context, shape: StatesShape | None) -> tuple[str, ...]:
    if shape is None:
        return ()
    named = [text.value for text in shape.names]
    if not shape.any_except:
        return tuple(named)
    left_out = {*named, *final_states(context)}
    return tuple(state for state in context.words.states if state not in left_out)


def _check_date(context: Context, until: Text) -> None:
    fact = context.words.facts.get(until.value)
    if fact is None or until.value in context.names.unsure:
        return
    if fact.sort != "date":
        help_ = "name evidence with `date: true`"
        context.findings.add(problem("RJ327", until.span, label=fact.choices, help=help_, word=until))
    elif fact.about:
        note = f"there is one record of it for each person in `{fact.about}`"
        help_ = "name evidence about the case, without `about`"
        context.findings.add(problem("RJ244", until.span, label="whose?", notes=(note,), help=help_, word=until))
