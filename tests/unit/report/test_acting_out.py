"""
Stories are acted out on the real engine before anybody is shown them.
"""

import pytest
from attrs import evolve
from tests.programmes import for_one, proved

from rjflow.report.acting_out import StoryDoesNotReplay, act_out
from rjflow.shipped import folder
from rjflow.verifier.verdict import Story

UNSAFE = sorted(
    f"unsafe/{path.name.removesuffix('.workflow.yaml')}" for path in (folder() / "unsafe").glob("*.workflow.yaml")
)


@pytest.mark.parametrize("name", [for_one(one) for one in UNSAFE])
def test_the_engine_follows_every_story_of_an_unsafe_workflow(name):
    """
    The engine comes to the same situation at every step of every story.
    """
    report = proved(name)
    act_out(report)

    assert any(verdict.story is not None for verdict in report.verdicts)


def test_a_story_that_the_engine_does_not_follow_is_never_shown():
    """
    A story with a step left out is a contradiction, and is told as one.
    """
    report = proved(UNSAFE[0])
    verdict = next(one for one in report.verdicts if one.story is not None)
    story = verdict.story
    assert isinstance(story, Story)
    bent = evolve(report, verdicts=(evolve(verdict, story=evolve(story, steps=story.steps[1:])),))

    with pytest.raises(StoryDoesNotReplay):
        act_out(bent)
