"""
Prove a form of safeguard, or not, without telling a story: for those who ask very often.

Stands on: `refining`, `casting`, `ending`.   Knows nothing of: stories, sentences.
"""

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Ends, Entering, Hidden
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.casting import spotlight
from rjflow.verifier.frame import Focus
from rjflow.verifier.refining import examine, first_focus, holds_at_once, lightly
from rjflow.verifier.spoken import Watched
from rjflow.verifier.structure import structure

_LARGE = 14  # pieces of evidence


def is_large(workflow: Workflow) -> bool:
    """
    Tell whether following everything in a workflow takes longer than anybody waits for what is said beside a verdict.
    """
    return len(workflow.evidence) > _LARGE


def is_proved(workflow: Workflow, form: Watched) -> bool:
    """
    Tell whether a form is kept, for any number of people. Where it is not, it may be broken, or only too hard to prove; of a large
    workflow, only what is near to the form is looked at.
    """
    if isinstance(form, Hidden):
        return False
    if isinstance(form, Ends):
        return not structure(workflow).loops
    cast = spotlight(workflow, form)
    if isinstance(form, Always | Entering) and holds_at_once(workflow, form, cast):
        return True
    try:
        outcome, focus = lightly(workflow, form, cast, first_focus(workflow, form), patiently=not is_large(workflow))
    except out_of_room():
        return False
    if outcome.hit is None or outcome.focus == focus or is_large(workflow):
        return outcome.hit is None
    full = examine(workflow, form, cast, outcome.focus)
    return full is not None and full.hit is None


def focus_of(workflow: Workflow, form: Watched) -> Focus:
    """
    Give what a search for a form came to track.
    """
    try:
        return lightly(workflow, form, spotlight(workflow, form), first_focus(workflow, form))[1]
    except out_of_room():
        return first_focus(workflow, form)
