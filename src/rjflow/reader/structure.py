"""
Check the shape of the whole: where cases begin and end, what can be reached, and what comes back.

Stands on: `definition`, `sources.codes`.   Knows nothing of: conditions, files. Whether an event can ever happen is for the verifier.
"""

from collections.abc import Iterator

from rjflow.definition.lookup import ways_from
from rjflow.definition.model import BACK, CLOCK, Deadline, Event, State, Way, Workflow
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.text import quoted


def check_start(workflow: Workflow) -> Iterator[Diagnostic]:
    """
    Find no start, or more than one.
    """
    starts = [state for state in workflow.states.values() if state.start]
    first = next(iter(workflow.states.values()), None)
    if not starts and first and first.span:
        help_ = f"write `{first.name}: {{start: true}}`, if every case begins there"
        yield problem("RJ301", first.span, label="is it this one?", help=help_)
    for state in starts[1:]:
        if state.span and starts[0].span:
            note = f"`{starts[0].name}`, on line {starts[0].span.line}, is the start too"
            help_ = "write `start: true` at one state only"
            yield problem("RJ302", state.span, label="another start", notes=(note,), help=help_)


def check_reach(workflow: Workflow) -> Iterator[Diagnostic]:
    """
    Find states that nothing leads to, that nothing leads out of, and holding states that nothing comes back from.
    """
    reached = _reached(workflow)
    for state in workflow.states.values():
        if state.span is None:
            continue
        if state.name not in reached:
            note = "neither an event nor an `otherwise` leads here from the start"
            help_ = "let an event lead here, or take the state out"
            yield problem("RJ308", state.span, label="never entered", notes=(note,), help=help_, word=state.name)
        elif not state.final and not _leaves(workflow, state):
            note = "a case that comes here stays for ever"
            help_ = "let an event lead out, or write `final: true` with its `reasons`"
            yield problem("RJ309", state.span, label="never left", notes=(note,), help=help_, word=state.name)
        elif (
            state.holds
            and not state.final
            and not any(way.target == BACK for _, way in ways_from(workflow, state.name))
        ):
            note = "`holds: true` remembers where a case came from, so that an event can lead `back` there"
            help_ = f"write an event with `from: {state.name}` and `to: back`, or take `holds` out"
            yield problem(
                "RJ310", state.span, label="remembers for nothing", notes=(note,), help=help_, word=state.name
            )


def check_clock(workflow: Workflow) -> Iterator[Diagnostic]:
    """
    Find events left to the clock that no deadline fires, and deadlines that could never fire theirs.
    """
    for deadline in workflow.deadlines:
        event = workflow.events[deadline.event]
        said = _said_with(workflow, event, deadline)
        if said and deadline.span and CLOCK in event.by:
            help_ = f"leave `{event.name}` to people, and let the deadline fire an event of its own"
            if not event.records:
                help_ = f"write one `reason` where `{event.name}` ends a case from there"
            label = f"the clock cannot say {said}"
            yield problem("RJ328", deadline.span, label=label, help=help_, word=event.name)
    fired = {deadline.event for deadline in workflow.deadlines}
    for event in workflow.events.values():
        if event.by == (CLOCK,) and event.name not in fired and event.span:
            help_ = f"write a deadline with `then: {event.name}`, or add a role to its `by`"
            label = "left to the clock alone"
            yield problem("RJ326", event.span, label=label, help=help_, word=event.name)


# ----------------------------------------------------------------------------------------------------------------------


def _said_with(workflow: Workflow, event: Event, deadline: Deadline) -> str | None:
    """
    Give what whoever fires an event says with it in every state of a deadline: what it records, or for which of several reasons a case ends.
    """
    if event.records:
        return f"what is recorded: {quoted(event.records, 'and')}"
    ways = [way for way in event.ways if set(way.from_states) & set(deadline.states)]
    reasons = [way.reasons or workflow.states[way.target].reasons for way in ways if _ends(workflow, way)]
    several = ways and len(reasons) == len(ways) and all(len(one) > 1 for one in reasons)
    return f"which reason it is: {quoted(reasons[0], 'or')}" if several else None


def _ends(workflow: Workflow, way: Way) -> bool:
    return way.target in workflow.states and workflow.states[way.target].final


def _reached(workflow: Workflow) -> set[str]:
    """
    Follow every event and `otherwise` from the start; `back` leads to whatever can be held, which was reached before.
    """
    reached: set[str] = set()
    waiting = [state.name for state in workflow.states.values() if state.start]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in workflow.states:
            continue
        reached.add(name)
        waiting += [way.target for _, way in ways_from(workflow, name) if way.target != BACK]
        otherwise = workflow.states[name].otherwise
        waiting += [otherwise] if otherwise else []
    return reached


def _leaves(workflow: Workflow, state: State) -> bool:
    return bool(state.otherwise) or any(way.target != state.name for _, way in ways_from(workflow, state.name))
