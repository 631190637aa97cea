"""
What is said to keep a safeguard really keeps it, and nothing else does.
"""

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from tests.effort import examples, slowly
from tests.oracles.every_case import explore
from tests.oracles.test_every_case_agrees import breaks
from tests.strategies_verified import guarded_workflows

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysOpen, AlwaysPossible, Ends, Safeguard
from rjflow.reader.reading import read, read_file
from rjflow.verifier.judging import judge
from rjflow.verifier.pieces import Piece, pieces_of, without
from rjflow.verifier.proving import is_proved
from rjflow.verifier.supporting import Support, support

SMALL = Path("workflows/unsafe/common/small-and-safe.workflow.yaml")
OPENING = ("way", "by", "deadline")


def others(workflow: Workflow, safeguard: Safeguard, found: Support) -> set[Piece]:
    """
    Give every line that could keep a safeguard, and is not said to.
    """
    opens = isinstance(safeguard.form, AlwaysPossible | AlwaysOpen | Ends)
    named = {one.piece for one in found.leanings}
    lines = [one for one in pieces_of(workflow) if one.sort not in ("interrupts", "window")]
    return {one for one in lines if (one.sort in OPENING) is opens and one not in named}


def check(workflow: Workflow, safeguard: Safeguard) -> Support:
    """
    Hold a support to what it says: enough without all else, and each line needed.
    """
    found = support(workflow, safeguard)
    rest = others(workflow, safeguard, found)
    assert found.fewest
    assert judge(without(workflow, rest), safeguard).judged == "kept"
    for leaning in found.leanings:
        assert judge(without(workflow, {*rest, leaning.piece}), safeguard).judged != "kept"
        assert leaning.judged == judge(without(workflow, [leaning.piece]), safeguard).judged
        if leaning.instead:
            assert leaning.judged == "kept"
            assert judge(without(workflow, [leaning.piece, *leaning.instead]), safeguard).judged != "kept"
    return found


@pytest.mark.parametrize("id", ["S1", "S1-during", "S5", "S15", "S16", "S26", "S28", "P1", "T6", "L1"])
def test_every_line_that_is_named_is_needed(id):
    """
    With the lines that are named a safeguard of core is kept, and without any of them it is broken, or other named lines do its work.
    """
    workflow = read_file(SMALL)
    safeguard = next(one for one in workflow.safeguards if one.id == id)

    assert not check(workflow, safeguard).never


@slowly(examples(30))
@given(guarded_workflows())
def test_what_keeps_a_safeguard_of_an_invented_workflow(workflow):
    """
    By brute force: with the named lines alone nothing breaks the safeguard; and the story told of a line's absence really breaks it.
    """
    safeguard = workflow.safeguards[0]
    if judge(workflow, safeguard).judged != "kept":
        return
    found = support(workflow, safeguard)
    gone = others(workflow, safeguard, found)

    assert explore(without(workflow, gone), safeguard.form, most=400).length is None
    for leaning in found.leanings:
        less = without(workflow, [leaning.piece])
        assert (
            leaning.story is None
            or isinstance(safeguard.form, AlwaysPossible)
            or breaks(less, safeguard.form, leaning.story)
        )
        assert not found.fewest or not is_proved(without(workflow, [*gone, leaning.piece]), safeguard.form)


def test_what_nothing_puts_to_the_test_is_told():
    """
    A safeguard about a meeting that nobody can come to is kept, and it is said that no case can put it to the test.
    """
    workflow = read_file(Path("tests/golden/files/untested.workflow.yaml"))
    calm, quiet = (support(workflow, one) for one in workflow.safeguards)

    assert calm.never
    assert ["state", "way"] == sorted(one.piece.home for one in calm.leanings)
    assert ((), ()) == (quiet.never, quiet.leanings)


def test_a_gate_that_has_to_interrupt_is_told_from_one_on_the_way_in():
    """
    Only what must hold all the while needs the gate of a state to be asked in mid-stay.
    """
    workflow = read_file(SMALL)
    named = {one.id: one for one in workflow.safeguards if one.id in ("S1", "S1-during")}
    found = {id: [leaning.interrupts for leaning in support(workflow, one).leanings] for id, one in named.items()}

    assert {"S1": [False, False], "S1-during": [False, True]} == found


def test_a_workflow_without_nothing_is_itself():
    """
    Taking nothing away changes nothing; taking a line away changes the workflow, and no two lines are the same.
    """
    workflow = read_file(SMALL)
    pieces = list(pieces_of(workflow))

    assert workflow == without(workflow, [])
    assert len(pieces) == len(set(pieces))
    assert all(without(workflow, [piece]) != workflow for piece in pieces)


def test_a_condition_among_others_is_taken_out_alone():
    """
    Of several things that one line asks of everybody, each is a line of its own.
    """
    workflow = read("""
rjflow: 1
workflow: two
version: 1
title: Two things asked at once
roles: {worker: {}}
people: {guest: {at-least: 1, takes-part: true}}
evidence:
  one: {about: guest, one-of: [so, not-so], recorded-by: [worker], current-for: whole-case}
  two: {about: guest, one-of: [so, not-so], recorded-by: [worker], current-for: whole-case}
states: {start: {start: true}, end: {final: true, reasons: [done]}}
events: {go: {from: start, to: end, by: [worker], needs: "every guest: one is so and two is so"}}
safeguards: [{id: A, label: one is asked, entering: final, must: "every guest: one is so"}]
""")
    found = support(workflow, workflow.safeguards[0])
    asked = [one for one in found.leanings if one.piece.sort == "asks"]

    assert ["one"] == [one.piece.condition.condition.evidence for one in asked]
    assert evolve(found, leanings=()).fewest
