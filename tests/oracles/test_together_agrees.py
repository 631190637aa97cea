"""
Many things looked at together, beside each looked at by itself.
"""

from collections.abc import Sequence
from unittest.mock import patch

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.effort import slowly
from tests.strategies_mixed import mixed_workflows
from tests.unit.verifier.test_judging import NAMES, asked

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Entering, Step
from rjflow.guards.syntax import Condition, InState, Not, Or
from rjflow.verifier import judging
from rjflow.verifier.casting import spotlight
from rjflow.verifier.focusing import first_focus, widened
from rjflow.verifier.ground import NODES, ground_of
from rjflow.verifier.judging import may_be_broken
from rjflow.verifier.searching import Search
from rjflow.verifier.together import Asking, all_asked, doubtful


def things_asked(workflow: Workflow, *, entering: bool) -> list[Asking]:
    """
    Give what the safeguards of a workflow ask, and that what each gate of a state, or way of an event, asks is so in each state.
    """
    asked_there = [as_condition(one.guard) for one in workflow.states.values() if one.guard]
    asked_there += [as_condition(way.needs) for one in workflow.events.values() for way in one.ways if way.needs.items]
    own = [one.form.condition for one in workflow.safeguards if isinstance(one.form, Always | Entering)]
    conditions = [*own, *(Or((Not(InState(state)), one)) for one in asked_there for state in workflow.states)]
    return [form_of(workflow, one, entering=entering) for one in dict.fromkeys(conditions)]


def form_of(workflow: Workflow, condition: Condition, *, entering: bool) -> Asking:
    """
    Ask a condition always, or whenever a state is entered.
    """
    if not entering:
        return Always(condition=condition, text="")
    return Entering(steps=tuple(Step("state", name) for name in workflow.states), condition=condition, text="")


def check(workflow: Workflow, forms: Sequence[Asking], more: frozenset[str]) -> None:
    """
    What is seen to be kept of several things no search by layers refutes; what is not, regions by themselves do not see either.
    """
    together = all_asked(forms)
    cast, focus = spotlight(workflow, together), widened(first_focus(workflow, together), frozenset(more))
    left = ground_of(workflow, together, cast, focus, NODES[-1]).doubtful(forms)
    for form in forms:
        ground = ground_of(workflow, form, cast, focus, NODES[-1])
        if form not in left:
            assert Search(ground.formulas, ground.actions, ground.watcher, quietly=False).run() is None
        elif not focus.authors:  # who did two things is witnessed for fewer questions than are asked together
            assert not ground.reach.keeps_it()


@slowly(60)
@given(mixed_workflows(), st.booleans(), st.data())
def test_what_is_told_of_many_is_told_of_each(workflow: Workflow, entering: bool, data: st.DataObject):
    """
    Of several things asked on one ground, what is told of each is what is told of it alone, whatever else is tracked.
    """
    forms = things_asked(workflow, entering=entering)
    assume(len(forms) > 1)
    some = data.draw(st.lists(st.sampled_from(forms), min_size=2, max_size=6, unique=True))
    more = data.draw(st.frozensets(st.sampled_from(sorted(workflow.evidence)))) if workflow.evidence else frozenset()

    check(workflow, some, more)


@slowly(60)
@given(mixed_workflows(), st.booleans(), st.sampled_from([14, -1]), st.data())
def test_many_are_judged_as_each_is(workflow: Workflow, entering: bool, large: int, data: st.DataObject):
    """
    What asks several things is judged as if they were judged one after the other: nothing kept is doubted, and the story is the same.
    """
    forms = things_asked(workflow, entering=entering)
    assume(len(forms) > 1)
    some = data.draw(st.lists(st.sampled_from(forms), min_size=2, max_size=6, unique=True))
    together = all_asked(some)

    with patch.object(judging, "_LARGE", large):
        with patch.object(judging, "batched", lambda conditions: [list(conditions)]):
            at_once = may_be_broken(workflow, together)
        with patch.object(judging, "batched", lambda conditions: [[one] for one in conditions]):
            one_by_one = may_be_broken(workflow, together)

    assert at_once[1] == one_by_one[1]
    assert at_once[0] <= one_by_one[0]  # what helps with one may help with another


@pytest.mark.parametrize("large", [14, -1], ids=["counted", "planned"])
@pytest.mark.parametrize("missing", [(), NAMES[:1], NAMES[11:13], NAMES[-1:], NAMES[3::9]], ids=" ".join)
def test_those_that_are_broken_are_never_left_out(missing: tuple[str, ...], large: int):
    """
    Of thirty things, those that no way in asks for are given back, and nothing of the others is said to be broken.
    """
    careless = asked(*(name for name in NAMES if name not in missing))
    form = careless.safeguards[0].form
    assert isinstance(form, Entering)
    forms = [evolve(form, condition=one) for one in careless.safeguards[0].form.condition.conditions]

    with patch.object(judging, "_LARGE", large):
        left, helpful = doubtful(careless, forms)

        assert {one.condition.evidence for one in left} >= set(missing)
        assert len(left) <= 2 * len(missing)
        assert not helpful & set(NAMES)
