"""
A damaged story gets one clear error with its place, and never a traceback.
"""

import copy
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rjflow.reader.reading import read_file
from rjflow.report.reading_stories import read_document, read_stories
from rjflow.report.stories import stories_text
from rjflow.report.things import NotAStory
from rjflow.verifier.verifying import verify

WORKFLOW = read_file(Path("workflows/unsafe/another-room-same-approval.workflow.yaml"))
GOOD = json.loads(stories_text(verify(WORKFLOW), "a file"))


def check(document: object, where: str, wrong: str) -> None:
    """
    Expect an error that says where and what.
    """
    with pytest.raises(NotAStory) as raised:
        read_stories(read_document(json.dumps(document).encode()), WORKFLOW, strictly=True)

    assert where == raised.value.where
    assert wrong in str(raised.value)


def bent(*path: str | int, to: object) -> object:
    """
    Give the good document with one value changed.
    """
    document = copy.deepcopy(GOOD)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return document


STEPS = ("stories", 0, "steps")


@pytest.mark.parametrize(
    ("document", "where", "wrong"),
    [
        ([], "format", "not a story"),
        (bent("format", to="rjflow-check"), "format", "not a story"),
        (bent("format-version", to=2), "format-version", "reads version 1"),
        (bent("format-version", to="1"), "format-version", "reads version 1"),
        (bent("workflow", to=3), "workflow", "here belongs an object"),
        (bent("workflow", "version", to=True), "workflow.version", "a whole number"),
        (bent("stories", to={}), "stories", "a list"),
        (bent("stories", 0, to=None), "stories[0]", "here belongs an object"),
        (bent("stories", 0, "safeguard", to="s14"), "stories[0].safeguard", "has no safeguard `s14`"),
        (bent("stories", 0, "people", 0, "kind", to="victims"), "stories[0].people[0].kind", "did you mean `victim`"),
        (bent("stories", 0, "opened", to="monday"), "stories[0].opened", "a time with its zone"),
        (bent("stories", 0, "opened", to="2026-01-05T09:00:00"), "stories[0].opened", "a time with its zone"),
        (bent(*STEPS, 0, "do", to="recrod"), "stories[0].steps[0].do", "did you mean `record`"),
        (bent(*STEPS, 0, "evidence", to="plan"), "stories[0].steps[0].evidence", "the workflow has no evidence `plan`"),
        (bent(*STEPS, 0, "value", to=[1]), "stories[0].steps[0].value", "here belongs a text"),
        (bent(*STEPS, 0, "value", to={"date": "2026-02-30"}), "stories[0].steps[0].value", "not a date"),
        (bent(*STEPS, 0, "valeu", to=1), "stories[0].steps[0].valeu", "did you mean `value`"),
        (bent(*STEPS, 0, "by", "roles", to=[1]), "stories[0].steps[0].by.roles[0]", "a text"),
        (bent(*STEPS, 3, "event", to="begin-meting"), "stories[0].steps[3].event", "did you mean `begin-meeting`"),
        (bent(*STEPS, 3, "at", to="2025-01-05T09:00:00+00:00"), "stories[0].steps[3].at", "before the step before it"),
        (bent("stories", 0, "ending", to="so"), "stories[0].ending", "here belongs an object"),
    ],
)
def test_what_is_wrong_with_a_story_is_told_with_its_place(document, where, wrong):
    """
    A value of another type, a misspelt key, and a name that the workflow does not have are each told where they stand.
    """
    check(document, where, wrong)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 2}', b"7"])
def test_what_is_no_document_at_all_is_told(content):
    """
    Neither broken JSON nor depth nor odd bytes end in anything but the one error.
    """
    with pytest.raises(NotAStory):
        read_document(content)


def test_a_key_that_is_missing_is_named():
    """
    What is missing is told where it is missed.
    """
    document = copy.deepcopy(GOOD)
    del document["stories"][0]["steps"][0]["at"]

    check(document, "stories[0].steps[0]", "`at` is missing")


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """
    Give the way to everything in a document.
    """
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return (
        [path, *(place for key, one in inner for place in places(one, (*path, key)))]
        if path
        else [place for key, one in inner for place in places(one, (key,))]
    )


@settings(max_examples=100)
@given(st.sampled_from(places(GOOD)), st.sampled_from([None, True, 3, -1, "", "x", [], {}, [[]], {"date": 1}, 1.5]))
def test_no_damage_is_a_traceback(path, value):
    """
    Whatever stands in one place instead, the answer is the stories or the one error.
    """
    with suppress(NotAStory):
        read_stories(read_document(json.dumps(bent(*path, to=value)).encode()), WORKFLOW, strictly=True)
