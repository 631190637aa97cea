"""
What must count as contact, and does not: the form `counted`.

Safeguards speak of contact by how events are marked. So an event that is marked no more is asked nothing, and nothing is broken by it; this form
is read off the marks themselves.

Stands on: `happening`, `reserving`, `spoken`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Iterator

from attrs import evolve

from rjflow.definition.lookup import events_recording
from rjflow.definition.model import BACK, Event, Way, Workflow
from rjflow.definition.safeguards import Counted, Entering, Form, Step
from rjflow.guards.syntax import Condition
from rjflow.verifier.happening import Facts, is_step
from rjflow.verifier.reserving import anywhere, in_any
from rjflow.verifier.spoken import happenings_of


def uncounted(workflow: Workflow, form: Counted) -> Iterator[tuple[str, Condition]]:
    """
    Give every event that is no such contact, and evidence that comes with no event at all: its name, and where it can be tried.
    """
    for name in form.doings:
        for event in (*events_recording(workflow, name), *((name,) if name in workflow.events else ())):
            ways = (way for way in workflow.events[event].ways if _lacking(workflow, form, workflow.events[event], way))
            here = [state for way in ways for state in way.from_states]
            if here:
                yield event, in_any(here)
        if name in workflow.evidence and workflow.evidence[name].recorded_by:
            yield name, anywhere(workflow, name)


def lacking(workflow: Workflow, form: Counted, name: str) -> tuple[Step, ...]:
    """
    Give the kinds of contact that something is to be, and is not: all of them, where it comes with no event.
    """
    event = workflow.events.get(name)
    if event is None:
        return form.steps
    return tuple(step for step in form.steps if any(step in _lacking(workflow, form, event, way) for way in event.ways))


def unheard(workflow: Workflow, form: Counted, name: str) -> tuple[str, ...]:
    """
    Give the safeguards that would ask something of an event if it counted, and ask nothing of it as it is.
    """
    event = workflow.events[name]
    missed = [(way, step) for way in event.ways for step in _lacking(workflow, form, event, way)]
    return tuple(
        one.id
        for one in workflow.safeguards
        if any(_would_hear(workflow, spoken, event, way, step) for spoken in _steps(one.form) for way, step in missed)
    )


# ----------------------------------------------------------------------------------------------------------------------


def _lacking(workflow: Workflow, form: Counted, event: Event, way: Way) -> tuple[Step, ...]:
    """
    Give what a way of an event is to be and is not. `back` leads to no meeting for sure.
    """
    facts = Facts(event, None if way.target == BACK else way.target)
    return tuple(step for step in form.steps if not is_step(workflow, step, facts))


def _steps(form: Form) -> Iterator[Step]:
    if isinstance(form, Entering):
        yield from form.steps
    yield from (one.step for one in happenings_of(form) if one.step is not None)


def _would_hear(workflow: Workflow, spoken: Step, event: Event, way: Way, missing: Step) -> bool:
    """
    Tell whether words of a safeguard would mean an event, and do not yet, if it were the kind of contact that it is missing.
    """
    facts = Facts(event, None if way.target == BACK else way.target)
    if missing.what == "contacts":
        marked = evolve(event, contacts=(*event.contacts, missing.name or ""))
    elif spoken.what != "contact" or spoken.name not in (None, missing.name):
        return False
    else:
        marked = evolve(event, contact="direct" if missing.name == "direct" else "indirect")
    return is_step(workflow, spoken, facts._replace(event=marked)) and not is_step(workflow, spoken, facts)
