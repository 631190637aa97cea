"""
What each form of safeguard speaks of: conditions, happenings, kinds of steps, and what it takes to remember them.

Stands on: `definition`, `frame`, `happening`.   Knows nothing of: sets, searching.
"""

from collections.abc import Sequence

from rjflow.definition.lookup import in_group
from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    Entering,
    Form,
    Happening,
    Step,
)
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition
from rjflow.verifier.frame import Cast, Key
from rjflow.verifier.happening import Entered, Facts, groups_of, is_step


@frozen
class OneWay:
    """What every event must keep: two of its ways are never open at once in a state."""

    event: str
    state: str
    first: int
    second: int


Watched = Form | OneWay


def memory_keys(workflow: Workflow, spoken: Sequence[Happening], cast: Cast) -> tuple[Key, ...]:
    """
    Give the variables that remembering these happenings takes: one, or one for each followed person they are about.
    """
    groups = groups_of(workflow, spoken)
    if not groups:
        return (("memory", None),)
    kinds = workflow.people
    return tuple(
        ("memory", person) for person, kind in cast.followed if any(in_group(kinds[kind], group) for group in groups)
    )


def memories(workflow: Workflow, form: Watched, cast: Cast) -> tuple[Key, ...]:
    """
    Give the variables that a form of safeguard needs for remembering.
    """
    match form:
        case Before(must_have=spoken) | After(without=spoken):
            return memory_keys(workflow, spoken, cast)
        case _:
            return ()


def listened_for(form: Watched) -> frozenset[tuple[str, str]]:
    """
    Give the (kind, name) of the occurrences that a form of safeguard speaks of.
    """
    return frozenset((one.kind, one.name) for one in happenings_of(form))


def steps_of(form: Watched) -> tuple[Step, ...]:
    """
    Give every kind of step that a form of safeguard speaks of.
    """
    if isinstance(form, Entering):
        return form.steps
    return tuple(one.step for one in happenings_of(form) if one.step is not None)


def happenings_of(form: Watched) -> tuple[Happening, ...]:
    """
    Give every happening that a form of safeguard speaks of.
    """
    match form:
        case Before():
            return (*form.event, *form.must_have, *form.since)
        case After():
            return (*form.event, *form.not_before, *form.without)
        case _:
            return ()


def entered_in(workflow: Workflow, form: Watched) -> Entered:
    """
    Give the states of which a form of safeguard speaks where a case comes to one, each with what it asks there, if anything. Where it waits for
    the clock, that may be any: by something that can be done there a case may go on, and it may fall past it.
    """
    if isinstance(form, AlwaysPossible) and CLOCK in form.using:
        return dict.fromkeys(workflow.states)
    steps = steps_of(form)
    entered = [name for name in workflow.states if any(is_step(workflow, step, Facts(entered=name)) for step in steps)]
    return dict.fromkeys(entered, form.condition if isinstance(form, Entering) else None)


def condition_of(form: Watched) -> Condition | None:
    """
    Give the condition a form of safeguard asks, if it asks one.
    """
    return form.condition if isinstance(form, Always | Entering | AlwaysOpen) else None
