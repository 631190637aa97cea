"""
Prove that a form of safeguard is kept, and say what the proof looked at; no stories.

Stands on: `refining`, `judging`.   Knows nothing of: stories, sentences.
"""

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Ends, Entering, Form, ReadOff
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.casting import spotlight
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.frame import Focus
from rjflow.verifier.ground import AT_A_GLANCE, IN_MOMENTS, NODES
from rjflow.verifier.implying import conjuncts
from rjflow.verifier.judging import find, is_large
from rjflow.verifier.refining import examine, holds_at_once, is_kept_so, lightly
from rjflow.verifier.spoken import Watched
from rjflow.verifier.structure import loops_of
from rjflow.verifier.treading import planned

NOTHING = Focus()
_ROUNDS = 6
_MOST_TRACKED = 24


def proof(workflow: Workflow, form: Watched, known: Focus = NOTHING) -> Focus | None:
    """
    Prove a form, and give everything that was tracked for it; nothing when it was not shown to be kept.

    What is *known* to have been enough for a workflow much like it is tracked from the beginning; where that does not do in a large
    workflow, no more than a little memory is spent on more.

    Not seen: that nothing is given does not mean that the form is broken; only a story would.
    """
    if not isinstance(form, Always | Entering) or holds_at_once(workflow, form, spotlight(workflow, form)):
        at_once = isinstance(form, Always | Entering)
        return first_focus(workflow, form) if at_once else _whole(workflow, form, known)
    found = known
    for part in parts_of(workflow, form):
        focus = _whole(workflow, part, known)
        if focus is None:
            return None
        found = both(found, focus)
    return found


def is_proved(workflow: Workflow, form: Form) -> bool:
    """
    Tell whether a form is kept, for any number of people. Where it is not, it may be broken, or only too hard to prove.
    """
    if isinstance(form, ReadOff):
        return False
    if isinstance(form, Ends):
        return not loops_of(workflow)
    return proof(workflow, form) is not None


def is_proved_in_moments(workflow: Workflow, form: Watched) -> bool:
    """
    Tell whether a form is kept, tracking everything that a trail reads, in a small part of the memory. A no says nothing.
    """
    found = (
        examine(workflow, part, spotlight(workflow, part), first_focus(workflow, part), IN_MOMENTS)
        for part in parts_of(workflow, form)
    )
    return all(one is not None and one.hit is None for one in found)


def focus_of(workflow: Workflow, form: Form) -> Focus:
    """
    Give what a proof of a form came to track; where there is none, what the form itself speaks of.
    """
    return proof(workflow, form) or first_focus(workflow, form)


def parts_of(workflow: Workflow, form: Watched) -> list[Watched]:
    """
    Give forms that are all kept exactly when *form* is.
    """
    if not isinstance(form, Always | Entering):
        return [form]
    return [evolve(form, condition=part) for part in conjuncts(workflow, form.condition)]


def both(one: Focus, other: Focus) -> Focus:
    """
    Track what either tracks.
    """
    return Focus(
        one.evidence | other.evidence,
        tuple(dict.fromkeys((*one.scheme, *other.scheme))),
        tuple(dict.fromkeys((*one.authors, *other.authors))),
        tuple(sorted({*one.days, *other.days})),
    )


def patient_proof(workflow: Workflow, form: Watched) -> Focus | None:
    """
    Prove a form, tracking more where a trail that might break it cannot be acted out.
    """
    known = NOTHING
    for _ in range(_ROUNDS):
        found = proof(workflow, form, known)
        if found is not None:
            return found
        _, wider = planned(workflow, form, find, both(first_focus(workflow, form), known))
        if wider == known or len(wider.evidence) > _MOST_TRACKED:
            break
        known = wider
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _whole(workflow: Workflow, form: Watched, known: Focus) -> Focus | None:
    """
    Prove a form as a whole.
    """
    cast = spotlight(workflow, form)
    try:
        begin = both(first_focus(workflow, form), known)
        sizes = NODES if known == NOTHING or not is_large(workflow) else AT_A_GLANCE
        outcome, focus = lightly(workflow, form, cast, begin, sizes)
    except out_of_room():
        return None
    if outcome.hit is None:
        return outcome.focus
    if is_large(workflow):
        return outcome.focus if is_kept_so(workflow, form, cast, outcome.focus) else None
    full = examine(workflow, form, cast, focus)
    return full.focus if full is not None and full.hit is None else None
