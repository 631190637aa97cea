"""
A story that is kept as data is the same story when it is read again.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from tests.effort import examples, slowly
from tests.strategies_verified import guarded_workflows

from rjflow.definition.model import Workflow
from rjflow.reader.reading import read_file
from rjflow.report.reading_stories import read_document, read_stories
from rjflow.report.replaying import replayed, replayed_text
from rjflow.report.stories import stories_text
from rjflow.verifier.verifying import verify

SCHEME = Path("workflows/unsafe/a-letter-that-nobody-wanted.workflow.yaml")


def check(workflow: Workflow) -> int:
    """
    Keep every story of a workflow, read it again, and act it out; give how many there were.
    """
    report = verify(workflow)
    told = [one for one in report.verdicts if one.story is not None]
    document = read_document(stories_text(report, "a file").encode())
    stories = read_stories(document, workflow, strictly=True)

    assert [one.safeguard.id for one in told] == [one.safeguard for one in stories]
    for verdict, story in zip(told, stories, strict=True):
        assert tuple(step.decision.command for step in verdict.story.steps) == story.commands
        assert verdict.story.people == story.people
        again = replayed(workflow, story, changed=False)
        assert "broken" == again.outcome
        assert verdict.story.last == again.story.last
        assert replayed_text(workflow, document, [again], changed=False)
    return len(told)


@slowly(examples(60))
@given(guarded_workflows())
def test_a_story_of_an_invented_workflow_comes_back(workflow):
    """
    Written down and read, a story has the same commands, and breaks the safeguard on the rules and on the engine.
    """
    check(workflow)


def test_a_story_with_a_scheme_comes_back():
    """
    What a case has seen of its scheme is kept, too.
    """
    workflow = read_file(SCHEME)

    assert 1 == check(workflow)
    assert '"see-scheme"' in stories_text(verify(workflow), "a file")


@pytest.mark.parametrize("path", sorted(Path("workflows/unsafe").glob("*.workflow.yaml")), ids=lambda path: path.name)
def test_a_story_of_an_unsafe_workflow_names_its_workflow(path):
    """
    A document says of which workflow it is, and has one story for each broken safeguard.
    """
    workflow = read_file(path)
    report = verify(workflow)
    document = json.loads(stories_text(report, str(path)))

    assert report.fingerprint == document["workflow"]["fingerprint"]
    assert [one.safeguard.id for one in report.verdicts if one.story] == [
        one["safeguard"] for one in document["stories"]
    ]
