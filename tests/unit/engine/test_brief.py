"""
Situations as short text, and back: the same whichever way they were written, and nothing else is taken for one.
"""

from datetime import date

import pytest
from tests.small import ADA, MONDAY, after, event, evidence, opened, record, state, workflow

from rjflow.definition.model import Change, Day, Flag, Kind, Number, SchemeLink
from rjflow.engine.brief import brief, situation_in_brief
from rjflow.engine.encoding import NotAHistory
from rjflow.rules.commands import Join
from rjflow.rules.situation import Situation

SCHEME = workflow(evidence("lit"), subject="scheme")
HOUSE = workflow(
    *(
        evidence("word"),
        evidence("flag", values=Flag()),
        evidence("score", values=Number(0, 9)),
        evidence("day", values=Day()),
    ),
    *(evidence("own", about="guest"), state("pause", holds=True), event("go", ("start", "end"))),
    Kind(name="guest", label="guest", joins=Change(by=("worker",), states=("start",))),
    scheme=SchemeLink(workflow=SCHEME, needs=()),
)


def full() -> Situation:
    """
    Give a situation with a bit of everything: a scheme, people, what was fired and rang, and values of every sort.
    """
    said = [
        record("word", "yes"),
        record("flag", True),
        record("score", 3),
        record("day", date(2026, 3, 1)),
        record("own", "no", person="ann"),
    ]
    case = after(HOUSE, opened(HOUSE, ann="guest"), said)
    return case.evolved(
        state="pause",
        held_from="start",
        reason="done",
        fired=(("go", "ada"),),
        rung=((0, MONDAY),),
        scheme=opened(SCHEME),
    )


def test_a_situation_comes_back_as_it_was():
    """
    Whatever is in it, a situation that was written is read as the same, and written the same once more.
    """
    for situation in (full(), opened(HOUSE), opened(HOUSE, ann="guest")):
        text = brief(situation).text
        again, known = situation_in_brief(text)

        assert situation == again
        assert text == known.text == brief(again, known).text


def test_what_is_taken_from_before_is_what_would_have_been_written():
    """
    After any step the text is the same as without knowing what came before: a record more, a person more, or another workflow's places.
    """
    case = opened(HOUSE, ann="guest")
    steps = [
        record("word", "yes"), record("own", "yes", person="ann"), record("word", "no"),
        Join(person="ben", kind="guest", actor=ADA, at=MONDAY), record("own", "no", person="ben"),
    ]  # fmt: skip  # one after the other
    known = brief(case)
    for step in steps:
        case = after(HOUSE, case, [step])
        known = brief(case, known)
        assert brief(case).text == known.text
    other = opened(SCHEME)
    seen = brief(case.evolved(scheme=other), known)
    for scheme in (other, other.evolved(now=MONDAY + 1), None, other):
        there = case.evolved(scheme=scheme)
        seen = brief(there, seen)
        assert brief(there).text == seen.text

    assert brief(other).text == brief(other, known).text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"pause"', "7"),
        ('"pause"', "null"),
        (str(MONDAY), f'"{MONDAY}"'),
        (str(MONDAY), f"{MONDAY}.0"),
        ('["yes","ada"', '["yes",7'),
        ('["yes","ada"', '["yes", "ada"'),
        ('"guest"', "null"),
        ('"start"', "7"),
        ("[", ""),
    ],
)
def test_what_is_no_situation_is_refused(old: str, new: str):
    """
    Nothing is converted, and only the one form is read.
    """
    text = brief(full()).text
    assert old in text
    with pytest.raises(NotAHistory):
        situation_in_brief(text.replace(old, new, 1))
