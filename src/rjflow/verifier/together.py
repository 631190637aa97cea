"""
Look at many forms at once, of which each asks one thing: which of them are not seen to be kept?

What is seen to be kept on some ground is kept, whatever is found out about the others; so ever fewer are left. Who is left alone is not
looked at further here: judged by itself, where only what has to do with it is tracked, it takes less.

Stands on: `refining`, `ground`.   Knows nothing of: stories, verdicts.
"""

from collections.abc import Sequence

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Entering
from rjflow.guards.syntax import And, Condition
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.casting import spotlight
from rjflow.verifier.focusing import dependants, first_focus, widened
from rjflow.verifier.frame import Focus
from rjflow.verifier.ground import AT_A_GLANCE, Ground, ground_of
from rjflow.verifier.refining import by_layers

Asking = Always | Entering

_MOST_TRACKED = 24
_FEW = 2  # up to so many conditions are looked at one by one
_TOGETHER = 12  # and so many at once, where there are more


def batched(conditions: Sequence[Condition]) -> list[Sequence[Condition]]:
    """
    Put conditions together that are worth judging at once: many are quicker so, and a few are not.
    """
    if len(conditions) <= _FEW:
        return [[one] for one in conditions]
    return [conditions[at : at + _TOGETHER] for at in range(0, len(conditions), _TOGETHER)]


def all_asked(forms: Sequence[Asking]) -> Asking:
    """
    Give the form that asks what several ask that differ in nothing else.
    """
    return evolve(forms[0], condition=And(tuple(one.condition for one in forms)))


def doubtful(
    workflow: Workflow, forms: Sequence[Asking], helpful: frozenset[str] = frozenset()
) -> tuple[Sequence[Asking], frozenset[str]]:
    """
    Give which of several forms, alike but for what they ask, are not seen to be kept; and what other evidence helped to see it.

    Evidence that needs, or is made void by, what is asked for is tracked from the beginning: one thing is most often kept by another.

    Args:
        workflow: Where they are asked. It is not changed.
        forms: What is asked.
        helpful: Evidence that is tracked from the beginning besides, since it helped with others.

    Not seen: what is given back may be kept all the same; no more than some evidence and a little memory is spent on it.
    """
    together, left = all_asked(forms), forms
    own = first_focus(workflow, together)
    begin = widened(own, dependants(workflow, own, frozenset(workflow.evidence)))
    focus, wider = None, widened(begin if len(begin.evidence) <= _MOST_TRACKED else own, frozenset(helpful))
    try:
        while len(left) > 1 and wider != focus:
            focus = wider
            ground = ground_of(workflow, together, spotlight(workflow, together), focus, AT_A_GLANCE[0])
            left = ground.doubtful(left)
            if len(left) > 1 and len(focus.evidence) <= _MOST_TRACKED:
                left, wider = _looked_through(ground, left)
    except out_of_room():
        return doubtful(workflow, left) if helpful else (left, frozenset())
    return left, focus.evidence - begin.evidence if focus is not None and len(left) < 2 else frozenset()


# ----------------------------------------------------------------------------------------------------------------------


def _looked_through(ground: Ground, left: Sequence[Asking]) -> tuple[Sequence[Asking], Focus]:
    """
    Search step after step: give what is left of several forms, and what to track besides.
    """
    outcome, focus = by_layers(ground), ground.frame.focus
    if outcome.hit is None:
        return (), focus
    if outcome.near != focus:
        return left, outcome.near
    return left, widened(focus, dependants(ground.frame.workflow, focus, frozenset(outcome.focus.evidence)))
