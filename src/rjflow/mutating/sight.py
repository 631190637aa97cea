"""
Whether a difference is about who sees what and about nothing else, and whether everybody sees just what they did.

Stands on: `definition`, `verifier.looking`.   Knows nothing of: text, what a case may do.
"""

from collections.abc import Iterable, Sequence

from attrs import evolve

from rjflow.definition.change import Change
from rjflow.definition.lookup import events_recording, kinds_in
from rjflow.definition.model import Workflow
from rjflow.definition.papers import Field
from rjflow.definition.ways import edges
from rjflow.rules.seeing import at_work
from rjflow.verifier.looking import happening

SIGHT = ("visible_to", "known_to")


def is_of_sight(change: Change) -> bool:
    """
    Tell whether what differs is who sees something: it moves no case, and nothing is asked or recorded otherwise.
    """
    if change.section == "forms" and change.what == "fields":
        was, now = next(iter(change.lost), None), next(iter(change.gained), None)
        if not isinstance(was, Field) or not isinstance(now, Field):
            return False
        return evolve(was, visible_to=()) == evolve(now, visible_to=())
    return change.what in SIGHT


def seen_alike(old: Workflow, new: Workflow, change: Change) -> bool:
    """
    Tell whether everybody sees just what they did, although others are named: the same people are meant, or there is never anything to see.

    Guarantees: true only where the two lists cover the same roles and kinds of people, or complete searches found that under neither
    policy the thing is ever recorded, handed in or told.
    """
    if change.what == "fields":
        return _covered(new, _readers_of_field(new, change)) == _covered(old, _readers_of_field(old, change))
    was, now = (_readers(workflow, change) for workflow in (old, new))
    if bool(was) is bool(now) and _covered(old, was) == _covered(new, now):
        return True
    return all(_never_there(workflow, change) for workflow in (old, new))


def more_have_a_part(old: Workflow, new: Workflow) -> bool:
    """
    Tell whether a role has a part in cases that had none: whoever has one sees all of which nobody says who may see it.
    """
    return not at_work(new) <= at_work(old)


# ----------------------------------------------------------------------------------------------------------------------


def _readers(workflow: Workflow, change: Change) -> Sequence[str]:
    return getattr(getattr(workflow, change.section)[change.name], change.what)  # type: ignore[no-any-return]  # names, in each section that has it


def _readers_of_field(workflow: Workflow, change: Change) -> frozenset[str]:
    """
    Give who sees a field of a form: of those who see the form, those who see the field, too.
    """
    form = workflow.forms[change.name]
    field = form.fields[change.lost[0].name]
    whole = _covered(workflow, form.visible_to)
    return whole & _covered(workflow, field.visible_to) if field.visible_to else whole


def _covered(workflow: Workflow, names: Iterable[str]) -> frozenset[str]:
    """
    Give the roles and the kinds of people that some names come to.
    """
    several = tuple(names)
    kinds = {kind.name for name in several for kind in kinds_in(workflow, name)}
    return frozenset({*kinds, *(name for name in several if name in workflow.roles)})


def _never_there(workflow: Workflow, change: Change) -> bool:
    """
    Tell whether it is proved that no case ever has what the difference is about.
    """
    match change.section:
        case "evidence" if not workflow.evidence[change.name].recorded_by:
            through: Sequence[str] = events_recording(workflow, change.name)
        case "forms" if (event := workflow.forms[change.name].event) is not None:
            through = (event,)
        case "exports":
            through = workflow.exports[change.name].at
        case _:
            return False
    return all(_never_happens(workflow, name) for name in through)


def _never_happens(workflow: Workflow, name: str) -> bool:
    event = workflow.events.get(name)
    return event is None or happening(workflow, workflow, event, tuple(edges(workflow, event))).came_to == "never"
