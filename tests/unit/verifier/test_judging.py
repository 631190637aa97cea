"""
How a judgement is put together: many conditions at once, and limits beyond which nothing is said.
"""

from unittest.mock import patch

from attrs import evolve
from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import Way, Window, Workflow
from rjflow.definition.safeguards import Entering, Safeguard, Step
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, IsCurrent, IsMissing
from rjflow.verifier import judging
from rjflow.verifier.judging import batched, find, is_proved, judge, may_be_broken

NAMES = tuple(f"fact-{number}" for number in range(1, 31))
ALL = And(tuple(Among(name, ("yes",)) for name in NAMES))


def asked(*names: str, all_of: And = ALL) -> Workflow:
    """
    Give a workflow with a room that asks for some of thirty facts on the way in, and must be entered with all of them.
    """
    way = Way(from_states=("start",), target="room", needs=asks(*(Among(name, ("yes",)) for name in names)))
    form = Entering(steps=(Step("state", "room"),), condition=all_of, text="")
    return workflow(
        *(evidence(name, window=Window("whole case")) for name in NAMES),
        state("room"),
        event("enter", way),
        event("leave", ("room", "end")),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )


def judged(definition: Workflow) -> str:
    """
    Judge its only safeguard; what is broken has a story.
    """
    verdict = judge(definition, definition.safeguards[0])
    assert (verdict.story is not None) == (verdict.judged == "broken")
    return verdict.judged


def test_many_conditions_are_judged_together_and_none_is_lost():
    """
    Where thirty things are asked at once, each of them is looked at: one that is not asked on the way in breaks it, wherever it stands.
    """
    parts = batched(ALL.conditions)

    assert list(ALL.conditions) == [one for several in parts for one in several]
    assert len(parts) < len(NAMES)
    assert "kept" == judged(asked(*NAMES))
    for missing in (NAMES[0], NAMES[14], NAMES[-1]):
        assert "broken" == judged(asked(*(name for name in NAMES if name != missing)))


def test_what_would_take_too_much_tracking_is_unfinished():
    """
    Where more would have to be tracked than can be, nothing is called kept, and no proof is claimed; a story is told all the same.
    """
    needy = asked(*NAMES)
    everything = {
        name: evolve(one, needs=asks(IsCurrent(NAMES[0]))) for name, one in needy.evidence.items() if name != NAMES[0]
    }
    deep = evolve(needy, evidence=frozen_map({**needy.evidence, **everything}))
    with patch.object(judging, "_MOST_TRACKED", 0):
        assert not is_proved(needy, needy.safeguards[0].form)
        assert "broken" == judged(asked(*NAMES[:-1]))
        assert judged(deep) in ("kept", "unfinished")


def test_a_gate_never_opens_on_silence():
    """
    In a workflow that no file made, and that asks whether something is missing, nobody gets in by saying nothing: silence is unknown.
    """
    way = Way(from_states=("start",), target="room", needs=asks(IsMissing("fact")))
    small = workflow(
        evidence("fact"), state("room"), event("enter", way), event("leave", ("room", "end"), ("start", "end"))
    )
    entered = Entering(steps=(Step("state", "room"),), condition=Among("fact", ("yes",)), text="")

    assert (False, None) == may_be_broken(small, entered)
    assert find(small, entered) is None
