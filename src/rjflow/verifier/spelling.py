"""
Write out what is asked of the scheme: a gate of it, or several things at once, becomes each single thing that is asked.

A search takes every question to the scheme for one of its own, answered as it likes. Two questions that share something (whether the service is
open for work, whether it is insured) are then answered against each other in ways no scheme can. Written out they share their parts.

Stands on: `definition`, `replaying`.   Knows nothing of: sets, searching, sentences.
"""

from typing import Any

from attrs import evolve, fields, has

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.frozen import FrozenMap, frozen_map
from rjflow.guards.syntax import And, Condition, GateHolds, Not, OfScheme, Or
from rjflow.verifier.replaying import decided, ending
from rjflow.verifier.spoken import Watched
from rjflow.verifier.verdict import Story, StoryStep

_ASKING = ("events", "evidence", "states", "gates", "people")  # where conditions stand


def spelled_out(workflow: Workflow, form: Watched) -> tuple[Workflow, Watched] | None:
    """
    Give a workflow and a form that mean the same, with all that they ask of the scheme written out; nothing where it is already.
    """
    if workflow.scheme is None:
        return None
    scheme = workflow.scheme.workflow
    sections = {name: _spelled(scheme, getattr(workflow, name)) for name in _ASKING}
    same = all(sections[name] is getattr(workflow, name) for name in _ASKING)
    asked = _spelled(scheme, form)
    return None if same and asked is form else (evolve(workflow, **sections), asked)


def as_it_was(workflow: Workflow, form: Watched, story: Story) -> Story:
    """
    Tell a story of a workflow that was written out for the workflow itself, which decides the same.
    """
    decisions = decided(workflow, story.opened, [step.decision.command for step in story.steps])
    assert decisions is not None, "written out or not, the same is asked"
    wrong = ending(workflow, form, story.opened, decisions)
    assert wrong is not None, "what is wrong written out is wrong"
    event = workflow.events[story.event.name] if story.event is not None else None
    way = event.ways[story.event.ways.index(story.way)] if event and story.event and story.way else None
    return evolve(story, steps=tuple(StoryStep(decision=one) for one in decisions), ending=wrong, event=event, way=way)


# ----------------------------------------------------------------------------------------------------------------------


def _spelled(scheme: Workflow, thing: Any) -> Any:
    """
    Give a thing with every question in it written out; the very same where there is none.
    """
    if isinstance(thing, OfScheme):
        found = _parts(scheme, thing.condition)
        return thing if found == thing else found
    if isinstance(thing, tuple):
        several = tuple(_spelled(scheme, one) for one in thing)
        return thing if all(new is old for new, old in zip(several, thing, strict=True)) else several
    if isinstance(thing, FrozenMap):
        named = {name: _spelled(scheme, one) for name, one in thing.items()}
        return thing if all(named[name] is thing[name] for name in named) else frozen_map(named)
    if not has(type(thing)):
        return thing
    changed = {
        one.name: new
        for one in fields(type(thing))
        if (new := _spelled(scheme, old := getattr(thing, one.name))) is not old
    }
    return evolve(thing, **changed) if changed else thing


def _parts(scheme: Workflow, asked: Condition) -> Condition:
    """
    Ask a scheme a condition, part by part.
    """
    if isinstance(asked, GateHolds):
        return _parts(scheme, as_condition(scheme.gates[asked.gate].asks))
    if isinstance(asked, And | Or):
        return evolve(asked, conditions=tuple(_parts(scheme, part) for part in asked.conditions))
    if isinstance(asked, Not):
        return evolve(asked, condition=_parts(scheme, asked.condition))
    return OfScheme(asked)
