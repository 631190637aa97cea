"""
States that are traps, whatever is recorded: no step of those asked for leads on from there to what must be possible.

Stands on: `surely`, `rules`.   Knows nothing of: sets, people, times.
"""

from collections.abc import Collection, Iterator

from attrs import evolve

from rjflow.definition.lookup import is_of_kind, ways_from
from rjflow.definition.model import BACK, CLOCK, Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible
from rjflow.guards.syntax import InState, Not
from rjflow.rules.viewing import record_of
from rjflow.verifier.scheming import Find
from rjflow.verifier.surely import is_theirs
from rjflow.verifier.verdict import Ending, Story


def leads_on(workflow: Workflow, form: AlwaysPossible, start: str, unknown: Collection[str] = ()) -> bool:
    """
    Tell whether any way at all that those asked for may go, or that a case falls, leads from a state to what must be possible.

    Nothing that is asked on the way is looked at, so a yes says little, and a no is sure. What is held may be taken up again anywhere. No
    deadline fires for a date that is *unknown*.
    """
    seen, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name == BACK or is_goal(workflow, form, name):
            return True
        if name not in seen:
            seen.add(name)
            waiting += _onward(workflow, form, name, unknown)
    return False


def stranded(workflow: Workflow, form: AlwaysPossible, find: Find) -> Story | None:
    """
    Find a story that ends in a trap; nothing where no trap is seen, or no way into one is found.

    Where only the clock is counted on, nobody records a date any more: a state that only such a day leads out of is one, too.
    """
    dates = {one.until for one in workflow.deadlines if one.until is not None and set(form.using) == {CLOCK}}
    for state in workflow.states:
        if leads_on(workflow, form, state, dates):
            continue
        story = find(workflow, Always(condition=Not(InState(state)), text=""))
        unknown = {name for name in dates if story and record_of(workflow, story.last, name, None) is None}
        if story is not None and not leads_on(workflow, form, state, unknown):
            return evolve(story, ending=Ending())
    return None


def is_goal(workflow: Workflow, form: AlwaysPossible, name: str) -> bool:
    """
    Tell whether a state is what must stay possible.
    """
    state = workflow.states[name]
    return any(
        name == one.name if one.what == "state" else is_of_kind(state, one.name or "final") for one in form.steps
    )


# ----------------------------------------------------------------------------------------------------------------------


def _onward(workflow: Workflow, form: AlwaysPossible, name: str, unknown: Collection[str]) -> Iterator[str]:
    """
    Give where a case may go from a state by those asked for; the clock fires deadlines, and nothing else.
    """
    using = set(form.using) - {CLOCK}
    rings = CLOCK in form.using
    due = {one.event for one in workflow.deadlines if rings and name in one.states and one.until not in unknown}
    for event, way in ways_from(workflow, name):
        if event.name in due or is_theirs(workflow, using, event.by):
            yield way.target
    otherwise = workflow.states[name].otherwise
    if otherwise is not None:
        yield otherwise
