"""
Split what can be done by who does it, where that matters.

Stands on: `action`, `formulas`.   Knows nothing of: how actions are searched.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve

from rjflow.definition.model import Event, Evidence
from rjflow.verifier.action import Action
from rjflow.verifier.formulas import Formulas


def by_identities(formulas: Formulas, action: Action, things: Sequence[Event | Evidence]) -> Iterator[Action]:
    """
    Give an action once for each identity that may do it; as it is, where nobody asks who does such *things*.

    What others have done bars only those who can be told apart: where identity 0 is barred, somebody new is not.
    """
    frame = formulas.frame
    authors = frame.focus.authors
    asked = [name for thing in things for name in thing.not_by]
    others = [name for name in asked if name in authors]
    if not others and not any(thing.name in authors for thing in things):
        yield action
        return
    made = [("by", one.name, one.person) for one in action.occurrences if one.kind == "evidence"]
    unseen = [name for name in asked if name not in authors]
    reads = {("author", name) for name in unseen} | {name for name in unseen if name in frame.workflow.evidence}
    for who in frame.identities:
        barred = frame.space.any_of(formulas.done_by(name, who) for name in others if who > 0)
        assigns = dict(action.assigns)
        assigns.update((key, (who,)) for key in made if key in frame.sizes)
        if action.event is not None and action.event.name in authors:
            assigns["fired", action.event.name, who] = (1,)
        seen = action.reads | reads if who > 0 else action.reads
        yield evolve(action, who=who, guard=action.guard & ~barred, assigns=assigns, reads=seen)
