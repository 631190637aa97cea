"""
The verifier and brute force on workflows in which hard things meet; how often they do; and with more people than a proof looks at.
"""

from collections import Counter

from hypothesis import given
from tests.effort import always_the_same, examples, shares, slowly
from tests.oracles.every_case import explore
from tests.oracles.held_to import WRONG, compare
from tests.oracles.long_run import one_chunk
from tests.strategies_mixed import THEMES, mixed_workflows, themes_of

from rjflow.definition.model import Workflow
from rjflow.reader.reading import read
from rjflow.verifier.judging import judge

SELDOM = {"own", "different windows", "same person asked", "several at least", "AlwaysOpen", "After", "at most"}


@slowly(examples(150))
@given(mixed_workflows())
def test_brute_force_agrees(workflow: Workflow):
    """
    What is called kept no command breaks, what is called broken brute force breaks too if it gets to the end, and the story shows it.
    """
    assert compare(workflow, most=600).meeting not in WRONG


@slowly(examples(40))
@given(mixed_workflows(themes=("several_people",)))
def test_more_people_than_a_proof_looks_at_break_nothing(workflow: Workflow):
    """
    What is kept for any number of people is not broken by three of each kind, one more than is ever followed, who come, go and are replaced.
    """
    verdict = judge(workflow, workflow.safeguards[0])
    if verdict.judged == "kept":
        assert explore(workflow, workflow.safeguards[0].form, most=1200, each=3).length is None


def test_the_generator_mixes_hard_things():
    """
    Every theme, form and feature occurs often, and kept and broken ones in fair shares; few are left unfinished.
    """
    features: list[set[str]] = []
    verdicts: Counter[str] = Counter()

    @always_the_same(300)
    @given(mixed_workflows())
    def look(workflow: Workflow):
        features.append(themes_of(workflow))
        verdicts[judge(workflow, workflow.safeguards[0]).judged] += 1

    look()
    found = shares(features)

    assert {name for name, share in found.items() if share < (0.005 if name in SELDOM else 0.02)} == set()
    assert len(found) >= 35
    assert min(found.get(name, 0) for name in ("past several gates", "falls at one moment")) > 0.05
    assert verdicts["broken"] / verdicts.total() > 0.3
    assert verdicts["kept"] / verdicts.total() > 0.2
    assert verdicts["unfinished"] / verdicts.total() < 0.05
    assert len(THEMES) == 10


def test_what_brute_force_found_is_kept_for_later():
    """
    A chunk of the long run is the same when it is done again with what brute force found the first time.
    """
    first, by_force, _ = one_chunk(1, most=20)
    again, _, _ = one_chunk(1, most=0, known=by_force)

    assert first == again
    assert sum(first["met"].values()) == len(by_force) == 100


ROOM_FOR_THREE = """
rjflow: 1
workflow: room
version: 1
title: Two who agree are enough, whoever else is there
roles: {worker: {}}
people: {guest: {}}
evidence: {wish: {about: guest, one-of: [come, stay], recorded-by: [worker], current-for: whole-case}}
states: {out: {start: true}, room: {}, over: {final: true, reasons: [done]}}
events:
  enter: {from: out, to: room, by: [worker], needs: "at least 2 guest: wish is come"}
  end: {from: room, to: over, by: [worker]}
safeguards:
  - {id: A, label: whoever is there wants to come, entering: room, must: "every guest: wish is come"}
"""


def test_a_story_with_more_people_than_were_tried_is_no_false_alarm():
    """
    What is broken by a third person is tried with three people, too, before the verifier is said to be wrong.
    """
    workflow = read(ROOM_FOR_THREE)

    two = explore(workflow, workflow.safeguards[0].form, each=2)

    assert (two.length, two.complete) == (None, True)
    assert compare(workflow, each=2).meeting == "agree"
