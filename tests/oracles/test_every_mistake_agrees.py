"""
Two opinions on how strong a safeguard is: the search by cost, and brute force, which makes every mistake there is.
"""

from collections import Counter

from hypothesis import assume, given
from tests.effort import always_the_same, examples, slowly
from tests.oracles.every_case import judged, stands
from tests.oracles.every_mistake import count, enters_missed
from tests.strategies_verified import keeping_workflows

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Form
from rjflow.rules.deciding import decide
from rjflow.verifier.judging import judge
from rjflow.verifier.mistakes import weakened
from rjflow.verifier.pieces import pieces_of, without
from rjflow.verifier.strength import strength
from rjflow.verifier.weights import Strength


def strength_of(workflow: Workflow, most: int = 3) -> Strength:
    """
    Count the mistakes that break the one safeguard of a workflow.
    """
    return strength(workflow, judge(workflow, workflow.safeguards[0]), most=most)


def breaks(workflow: Workflow, form: Form, found: Strength) -> bool:
    """
    Act a story with mistakes out, and tell whether its end, and nothing before it, breaks a form as brute force reads it.
    """
    assert found.story is not None
    situation, marks = found.story.opened, frozenset[str | None]()
    bad = not stands(workflow, form, situation)
    for number, step in enumerate(found.story.steps, start=1):
        assert not bad
        made = [mistake for at, mistake in found.mistakes if at == number]
        decision = decide(weakened(workflow, made), situation, step.decision.command)
        assert decision.allowed
        assert decision == step.decision
        assert not enters_missed(decision, made)
        wrong, marks = judged(workflow, form, decision, marks)
        bad, situation = wrong or not stands(workflow, form, decision.after), decision.after
    return bad


@slowly(examples(12))
@given(keeping_workflows())
def test_brute_force_agrees_about_strength(workflow: Workflow):
    """
    No choice of fewer mistakes breaks a safeguard than are said to be needed, and the story shows that so many are enough.
    """
    [safeguard] = workflow.safeguards
    found = strength_of(workflow)
    assume(found.counted)
    counted = count(workflow, safeguard.form, limit=2, tries=1200)

    if counted.mistakes is not None:
        assert found.least <= counted.mistakes
        assert not found.unbreakable
        assert not counted.complete or found.most is None or found.most >= counted.mistakes
    if counted.complete and counted.mistakes is None:
        assert found.most is None or found.most > 2
    if found.story is not None:
        assert breaks(workflow, safeguard.form, found)


@slowly(examples(30))
@given(keeping_workflows())
def test_only_a_broken_safeguard_has_strength_0(workflow: Workflow):
    """
    A safeguard needs no mistake exactly when it is broken as it is.
    """
    verdict = judge(workflow, workflow.safeguards[0])
    found = strength(workflow, verdict, most=1)
    assume(found.counted)

    assert (found.most == 0) == (verdict.judged == "broken")
    assert (found.least == 0) == (verdict.judged != "kept")


@slowly(examples(8))
@given(keeping_workflows())
def test_without_a_condition_no_safeguard_is_stronger(workflow: Workflow):
    """
    Taking a condition out of an event's needs never raises the number of mistakes that break a safeguard.
    """
    whole = strength_of(workflow, most=2)
    assume(whole.counted and whole.is_exact)

    for piece in pieces_of(workflow):
        if piece.sort == "asks" and piece.home == "way":
            assert strength_of(without(workflow, [piece]), most=2).least <= whole.least


def test_the_generator_reaches_both_sides():
    """
    Among the invented workflows are safeguards of strength 0, 1 and 2, and ones that nothing breaks.
    """
    seen: Counter[object] = Counter()

    @always_the_same(80)
    @given(keeping_workflows())
    def look(workflow: Workflow):
        found = strength_of(workflow, most=2)
        seen["never" if found.unbreakable else found.least if found.is_exact else "other"] += 1

    look()
    assert {0, 1, 2, "never"} <= set(seen)
    assert seen[1] + seen[2] > 8
