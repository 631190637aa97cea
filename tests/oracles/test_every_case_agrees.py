"""
Two opinions: the verifier, symbolic and for any number of people, and brute force, which tries every command.
"""

from collections import Counter
from unittest.mock import patch

from attrs import evolve
from hypothesis import given
from tests.effort import always_the_same, examples, shares, slowly
from tests.oracles.every_case import explore, judged, openings, stands
from tests.strategies_verified import features_of, guarded_workflows
from tests.zoo import ZOO, animal

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Form
from rjflow.rules.commands import Advance
from rjflow.rules.deciding import decide
from rjflow.verifier import judging
from rjflow.verifier.commons import Commons
from rjflow.verifier.judging import judge
from rjflow.verifier.verdict import Story

FORMS = {"Always", "Entering", "Before", "After", "DifferentPeople", "AlwaysOpen", "AlwaysPossible"}


def check(workflow: Workflow, *, most: int = 2000, planned: bool = False) -> tuple[str, int | None]:
    """
    Hold every verdict on a workflow to what brute force finds; give the last one, and the length of its story.
    """
    said, length = "kept", None
    for safeguard in workflow.safeguards:
        with Commons(workflow).used():
            verdict, found = judge(workflow, safeguard), explore(workflow, safeguard.form, most=most)
        said, length = verdict.judged, len(verdict.story.steps) if verdict.story else None

        if said == "kept":
            assert found.length is None
        if said == "broken":
            assert verdict.story is not None
            assert isinstance(safeguard.form, AlwaysPossible) or breaks(workflow, safeguard.form, verdict.story)
            assert found.length is not None or not found.complete
            assert planned or found.length is None or found.length <= len(verdict.story.steps)
    return said, length


def breaks(workflow: Workflow, form: Form, story: Story) -> bool:
    """
    Act a story out, by `decide`, and tell whether its end, and nothing before it, breaks a form as brute force reads it.
    """
    situation, marks = story.opened, frozenset[str | None]()
    bad = not stands(workflow, form, situation)
    for step in story.steps:
        assert not bad
        decision = decide(workflow, situation, step.decision.command)
        assert decision.allowed
        assert decision == step.decision
        wrong, marks = judged(workflow, form, decision, marks)
        bad, situation = wrong or not stands(workflow, form, decision.after), decision.after
    return bad


@slowly(examples(100))
@given(guarded_workflows())
def test_brute_force_agrees(workflow: Workflow):
    """
    What is called kept no command breaks; what is called broken brute force breaks too, in no more steps, and the story shows it.
    """
    check(workflow)


@slowly(examples(60))
@given(guarded_workflows())
def test_planned_stories_agree(workflow: Workflow):
    """
    Stories planned as those of large workflows are, which track little, say the same as brute force.
    """
    with patch.object(judging, "_LARGE", -1):
        check(workflow, planned=True)


@slowly(examples(30))
@given(guarded_workflows())
def test_without_time_stories_are_shortest(workflow: Workflow):
    """
    Where nothing runs out and no clock fires, a story has exactly as many steps as the shortest that brute force finds.
    """
    lasting = {
        name: evolve(one, window=evolve(one.window, unit="whole case", length=0))
        for name, one in workflow.evidence.items()
    }
    workflow = evolve(workflow, evidence=type(workflow.evidence)(lasting), deadlines=())
    [safeguard] = workflow.safeguards
    verdict, found = judge(workflow, safeguard), explore(workflow, safeguard.form, most=1500)

    if verdict.story is not None and found.length is not None:
        assert not any(isinstance(step.decision.command, Advance) for step in verdict.story.steps)
        assert found.length == len(verdict.story.steps)


def test_the_zoo_agrees():
    """
    Brute force agrees about every workflow of the zoo that it can go through.
    """
    for name in ZOO:
        workflow = animal(name)
        check(workflow)


def test_the_generator_reaches_everything():
    """
    Generated workflows have every form of safeguard, every construct, and kept and broken ones in fair shares.
    """
    features: list[set[str]] = []
    verdicts: Counter[str] = Counter()

    @always_the_same(300)
    @given(guarded_workflows())
    def look(workflow: Workflow):
        features.append(features_of(workflow))
        verdicts[judge(workflow, workflow.safeguards[0]).judged] += 1

    look()
    found = shares(features)

    assert {name for name in FORMS if found.get(name, 0) < 0.01} == set()
    assert {name for name, share in found.items() if share < 0.01} == set()
    assert verdicts["broken"] / verdicts.total() > 0.2
    assert verdicts["kept"] / verdicts.total() > 0.2
    assert list(openings(animal("door")))  # brute force has somewhere to begin
