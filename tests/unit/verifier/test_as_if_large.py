"""
Small workflows judged as large ones are: by proofs that track little, and by stories that are planned and not counted step by step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from tests.unit.verifier.hard_pairs import CLOSED, HARD_PAIRS
from tests.unit.verifier.test_hard_pairs import judged, tiny
from tests.unit.verifier.test_nothing_missed import CASES

from rjflow.reader.reading import read
from rjflow.rules.deciding import decide
from rjflow.verifier import judging, refining, strength
from rjflow.verifier.bearing import bearings
from rjflow.verifier.judging import is_proved, judge, may_be_broken
from rjflow.verifier.mistakes import weakened
from rjflow.verifier.pieces import Piece
from rjflow.verifier.verdict import Report
from rjflow.verifier.verifying import verify


@contextmanager
def every_workflow_is_large() -> Iterator[None]:
    """
    Let no workflow be small enough to be counted step by step.
    """
    with patch.object(judging, "_LARGE", -1), patch.object(strength, "_LARGE", -1):
        yield


@pytest.mark.parametrize("few", [refining._FEW, 0], ids=["a little at once", "one thing after the other"])
@pytest.mark.parametrize("name", HARD_PAIRS)
def test_hard_pairs_are_told_apart(name: str, few: int):
    """
    However little is tracked at first, and however slowly more is, the one is broken, with a story, and the other is kept.
    """
    broken, kept = HARD_PAIRS[name]

    with every_workflow_is_large(), patch.object(refining, "_FEW", few):
        assert ("broken", "kept") == (judged(broken), judged(kept))
        for text in (broken, kept):
            maybe, story = may_be_broken(tiny(text), tiny(text).safeguards[0].form, patiently=False)
            assert maybe or text == kept
            assert story is None or text == broken
        assert not is_proved(tiny(broken), tiny(broken).safeguards[0].form)


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_nothing_is_missed(text: str, expected: str):
    """
    What was missed once in a search that counts is not missed in one that plans, either.
    """
    workflow = read(text, name="tiny.workflow.yaml")
    with every_workflow_is_large():
        verdicts = [judge(workflow, safeguard) for safeguard in workflow.safeguards]

    assert {expected} == {one.judged for one in verdicts}
    assert all((one.story is not None) == (one.judged == "broken") for one in verdicts)


@pytest.mark.parametrize("name", list(HARD_PAIRS)[::2])
def test_what_carries_a_safeguard_is_the_same_or_open(name: str):
    """
    Planned, a safeguard may be found less exactly as strong, but never stronger than it is, nor weaker; and nothing is said to carry it
    that does not, nor passed over that does.
    """
    workflow = tiny(HARD_PAIRS[name][1])
    report = verify(workflow)
    [verdict] = report.verdicts
    counted, carrying = strength.strength(workflow, verdict), needed(report)
    with every_workflow_is_large():
        planned, borne = strength.strength(workflow, verdict), needed(report)

    for one, other in ((counted, planned), (planned, counted)):
        assert other.most is None or one.least <= other.most
        assert not one.unbreakable or other.most is None
    assert borne["needed"] <= carrying["needed"] <= borne["needed"] | borne["perhaps"]


@pytest.mark.parametrize("name", list(HARD_PAIRS)[::2])
def test_a_story_with_mistakes_is_counted_again_by_the_rules(name: str):
    """
    Where the way of the fewest mistakes is not told itself, the story of a careless case needs each mistake that is counted, and no more.
    """
    workflow = tiny(HARD_PAIRS[name][1])
    [verdict] = verify(workflow).verdicts
    exactly = strength.strength(workflow, verdict)
    with every_workflow_is_large(), patch.object(strength, "_at_once", lambda *_: None):
        found = strength.strength(workflow, verdict)

    assert exactly.most is None or found.least <= exactly.most
    if found.story is None:
        return
    assert found.most == len(found.mistakes) >= exactly.least
    situation = found.story.opened
    for number, step in enumerate(found.story.steps, start=1):
        made = [mistake for at, mistake in found.mistakes if at == number]
        assert decide(weakened(workflow, made), situation, step.decision.command).after == step.decision.after
        assert all(
            decide(weakened(workflow, [one for one in made if one != left]), situation, step.decision.command).after
            != step.decision.after
            for left in made
        )
        situation = step.decision.after


RUNS_OUT_INSIDE = """\
evidence:
  consent: {one-of: [given], recorded-by: [facilitator], current-for: 5 days}
states: {preparing: {start: true}, meeting: {kind: meeting, while: consent is given, otherwise: preparing}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], records: [consent]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: closed, must: consent is given}
""".replace("CLOSED", CLOSED)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (RUNS_OUT_INSIDE, ["meeting", "meeting"]),  # when it runs out, and again when somebody does something
        (RUNS_OUT_INSIDE.replace("entering: closed, must: ", "always: not in meeting or "), ["meeting"]),
        (
            HARD_PAIRS["what was asked has run out by then"][1],
            ["meet"],
        ),  # what an event asks is not asked while nobody does it
    ],
)
def test_who_waits_with_a_closed_gate_misses_it_twice(text: str, made: list[str]):
    """
    Where consent runs out and somebody does something then, a gate that closes meanwhile is missed twice, also where the story makes one step
    of both; where time only passes, or no gate closes, one mistake is made once.
    """
    workflow = tiny(text)
    [verdict] = verify(workflow).verdicts
    exactly = strength.strength(workflow, verdict)
    with every_workflow_is_large(), patch.object(strength, "_at_once", lambda *_: None):
        again = strength.strength(workflow, verdict)

    assert (len(made), len(made)) == (exactly.least, exactly.most) == (again.least, again.most)
    assert made == [one.name for _, one in again.mistakes]


def needed(report: Report) -> dict[str, set[Piece]]:
    """
    Give the pieces of a workflow that some safeguard needs, and those that it may need.
    """
    found = bearings(report)
    return {
        "needed": {one.piece for one in found if one.needed_by},
        "perhaps": {one.piece for one in found if one.perhaps},
    }
