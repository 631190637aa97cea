"""
Say of each way that leads out of where a case is stuck what it lacks.

Stands on: `verifier.verdict`, `definition.wording`.   Knows nothing of: layout.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from rjflow.definition.lookup import as_condition, ways_from
from rjflow.definition.model import BACK, CLOCK, Event, Group, Way, Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.definition.wording import all_said, condition, said, the_actors
from rjflow.guards.syntax import Condition
from rjflow.report.endings import too_few
from rjflow.rules.situation import Situation
from rjflow.rules.timing import due_at
from rjflow.rules.viewing import holds
from rjflow.text import listed
from rjflow.verifier.action import names_in
from rjflow.verifier.implying import conjuncts


def ways_out(workflow: Workflow, form: AlwaysPossible, situation: Situation) -> Iterator[str]:
    """
    Give each way out of where a case stands, with what keeps those who are counted on from going it, or where they come to by it.
    """
    using = {name for one in form.using for name in (workflow.roles if one == "roles" else (one,))}
    for event, way in ways_from(workflow, situation.state):
        lacking = _not_theirs(workflow, situation, event, using) or listed(_lacking(workflow, situation, way, using))
        yield f"{said(workflow, event.name)}: {lacking or _leading(workflow, situation, way)}"


# ----------------------------------------------------------------------------------------------------------------------


def _not_theirs(workflow: Workflow, situation: Situation, event: Event, using: AbstractSet[str]) -> str:
    """
    Say why an event is none that those who are counted on can let happen; nothing, if it is one.
    """
    people = [name for name in event.by if name != CLOCK]
    if any(name in using for name in people):
        return ""
    mine = [
        (place, one)
        for place, one in enumerate(workflow.deadlines)
        if one.event == event.name and situation.state in one.states
    ]
    if CLOCK not in using or not mine:
        return f"only {the_actors(workflow, people)} may" if people else "no deadline brings it about here"
    if any(due_at(workflow, situation, place) is not None for place, _ in mine):
        return ""
    waited_for = all_said(workflow, [one.until for _, one in mine if one.until is not None], "or")
    return f"it waits for {waited_for}, of which no day is to come"


def _lacking(workflow: Workflow, situation: Situation, way: Way, using: AbstractSet[str]) -> Iterator[str]:
    """
    Say what a way needs, and the gate of the state that it leads to asks, and is not so.
    """
    for part in _untrue(workflow, situation, way.needs):
        yield f"it needs {_with_recorders(workflow, situation, part, using)}"
    guard = workflow.states[way.target].guard if way.target != BACK else None
    for part in _untrue(workflow, situation, guard or Group()):
        yield f"{said(workflow, way.target)} asks {_with_recorders(workflow, situation, part, using)}"


def _untrue(workflow: Workflow, situation: Situation, group: Group) -> list[Condition]:
    parts = conjuncts(workflow, as_condition(group)) if group.items else ()
    return [part for part in parts if holds(workflow, situation, part) is not True]


def _with_recorders(workflow: Workflow, situation: Situation, part: Condition, using: AbstractSet[str]) -> str:
    """
    Say a condition, and who alone could record what it asks for, where that is nobody who is counted on.
    """
    names = [name for name in workflow.evidence if name in names_in(workflow, part)]
    others = [name for name in names if not using & set(workflow.evidence[name].recorded_by)]
    who = [who for name in others for who in workflow.evidence[name].recorded_by]
    text = condition(workflow, part) + "".join(f", and {one}" for one in too_few(workflow, situation, part))
    return f"{text}, which only {the_actors(workflow, dict.fromkeys(who))} may record" if others and who else text


def _leading(workflow: Workflow, situation: Situation, way: Way) -> str:
    """
    Say where a way leads that those who are counted on can go.
    """
    target = situation.held_from or situation.state if way.target == BACK else way.target
    if target == situation.state:
        return "it leads nowhere else"
    return f"it leads to {said(workflow, target)}, and not on from there"
