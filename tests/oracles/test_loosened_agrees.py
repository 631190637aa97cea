"""
A model that tracks only some evidence is held to the whole one: it allows everything that the whole one does.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.effort import examples, slowly
from tests.oracles.compiled_explorer import walk
from tests.oracles.test_compiled_agrees import is_closed
from tests.oracles.test_outside_checkers import CASES, LONG, about_reach, named
from tests.small import asks, event, evidence, state, workflow
from tests.strategies_verified import guarded_workflows

from rjflow.compiled.compiling import compile_for, usual_people
from rjflow.compiled.loosening import ELSEWHERE, loosened
from rjflow.compiled.model import Model
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Safeguard
from rjflow.guards.syntax import Among, InState, Not

MOST = 20_000 if LONG else 4_000


def check(model: Model, tracked: frozenset[str]) -> None:
    """
    Walk a model with only some evidence tracked and with all: what is bad is no further away, and never out of reach.
    """
    looser = loosened(model, tracked)
    whole, part = walk(model, MOST), walk(looser, MOST)

    assert is_closed(looser)
    if whole.length is not None and part.complete:
        assert part.length is not None
        assert part.length <= whole.length
    if part.length is None and part.complete:
        assert whole.length is None


@slowly(examples(60))
@given(guarded_workflows(), st.data())
def test_nothing_that_is_bad_gets_lost(invented: Workflow, data: st.DataObject):
    """
    Of invented workflows, whatever is tracked, what the whole model reaches the loosened one reaches in as many steps, or fewer.
    """
    [safeguard] = invented.safeguards
    assume(about_reach(safeguard))
    model = compile_for(invented, safeguard, usual_people(invented, 1))
    check(model, frozenset(data.draw(st.sets(st.sampled_from(sorted(invented.evidence))))))


@pytest.mark.parametrize(("name", "safeguard"), CASES)
def test_each_piece_may_be_left_out(name: str, safeguard: str):
    """
    Of every small workflow that comes with rjflow, without each piece of its evidence and without all of it, nothing bad gets lost.
    """
    animal, one = named(name, safeguard)
    model = compile_for(animal, one, usual_people(animal, 1))
    everything = frozenset(animal.evidence)
    for tracked in [everything, *(everything - {piece} for piece in sorted(everything)), frozenset[str]()]:
        check(model, tracked)


def test_a_gate_that_is_not_tracked_may_close_at_any_moment():
    """
    Where nothing is tracked a gate may close in a step of which nothing else is known; where all is, the model is as it was.
    """
    meeting, one = named("tiny-meeting", "M1")
    model = compile_for(meeting, one, usual_people(meeting, 1))
    looser = loosened(model, frozenset())

    assert looser.untracked
    assert ELSEWHERE in {rule.name for rule in looser.rules}
    assert loosened(model, frozenset(meeting.evidence)) == model


@pytest.mark.parametrize("where", ["top", "middle", "low", "ground"])
def test_a_case_that_falls_may_come_to_rest_wherever_it_comes_by(where: str):
    """
    Through three gates of which nothing is tracked a case falls as far as it may in the whole model: to each of them, and past all.
    """
    below = {"top": "middle", "middle": "low", "low": "ground"}
    gated = [state(name, guard=asks(Among(name, ("yes",))), otherwise=other) for name, other in below.items()]
    small = workflow(*gated, state("ground"), *map(evidence, below), event("go", ("start", "top")))
    never = Always(condition=Not(InState(where)), text="…")
    model = compile_for(small, Safeguard(id="A", label="a", form=never, origin="workflow"), ())

    assert walk(model).length is not None
    assert walk(loosened(model, frozenset())).length == 1


def test_a_gate_may_close_where_nothing_else_can_happen():
    """
    A case leaves the state it begins in, since the gate closes there, also where nothing that can be done is tracked.
    """
    begun = state("start", start=True, guard=asks(Among("x", ("yes",))), otherwise="ground")
    small = workflow(begun, state("ground"), evidence("x"))
    never = Always(condition=Not(InState("ground")), text="…")
    model = compile_for(small, Safeguard(id="A", label="a", form=never, origin="workflow"), ())

    assert walk(model).length == walk(loosened(model, frozenset())).length
