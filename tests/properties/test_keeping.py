"""
What is kept comes back as it was: definitions, situations, cases; and time wakes a case when it changes it, and not before.
"""

import json

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programmes import read_beside
from tests.small import unproved
from tests.strategies import commands, openings, workflows

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.keeping import NotADefinition, as_text, from_text
from rjflow.definition.model import Workflow
from rjflow.engine.brief import brief, read_in_full, situation_in_brief
from rjflow.engine.encoding import (
    NotAHistory,
    as_lines,
    digest,
    from_lines,
    sealed,
    situation_from,
    situation_text,
)
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.engine.situations import canonical, plain_situation
from rjflow.instants import DAY
from rjflow.rules.deciding import caught_up, decide
from rjflow.rules.waking import wake
from rjflow.shipped import folder
from rjflow.store.case_rows import case_row

SHIPPED = sorted(folder().rglob("*.workflow.yaml"))


@given(workflows())
def test_a_definition_comes_back(workflow: Workflow):
    """
    A workflow that was written down is read as an equal one, in the same order, with the same fingerprint.
    """
    again = from_text(as_text(workflow))

    assert workflow == again
    assert (fingerprint(workflow), as_text(workflow)) == (fingerprint(again), as_text(again))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_workflow_comes_back(path):
    """
    So does every workflow that is shipped, with its sources, safeguards and scheme.
    """
    workflow = read_beside(path)

    assert workflow == from_text(as_text(workflow))


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "5", "null", '{"is":"State"}', '{"is":"Span"}', '{"is":"os"}', '{"map":{}}', '{"date":"x"}'),
        *('{"is":"Workflow"}', '{"is":"Workflow","name":"w","odd":1}', "1.5", '{"is":["Workflow"]}', "[" * 100_000),
    ],
)
def test_what_is_no_definition_is_told_so(text):
    """
    A text that no workflow was written as is refused, whatever is odd about it.
    """
    with pytest.raises(NotADefinition):
        from_text(text)


@given(workflows(), st.data())
def test_a_situation_comes_back(workflow: Workflow, data: st.DataObject):
    """
    Wherever a case may stand, it is written down and read as the same.
    """
    situation = data.draw(openings(workflow))
    for _ in range(3):
        situation = decide(workflow, situation, data.draw(commands(workflow, situation))).after

    text = situation_text(situation)

    assert situation == situation_from(text)
    assert canonical(plain_situation(situation)) == text == situation_text(situation)


@given(workflows(), st.data())
def test_a_situation_comes_back_from_the_short_text(workflow: Workflow, data: st.DataObject):
    """
    The short text is read as the same situation, and is the same whether it is written anew or beside the one before.
    """
    situation = data.draw(openings(workflow))
    before = brief(situation)
    for _ in range(3):
        situation = decide(workflow, situation, data.draw(commands(workflow, situation))).after
        before = brief(situation, before)

        assert brief(situation) == before
        assert (situation, before) == situation_in_brief(before.text)


@given(workflows(), st.data())
def test_a_case_read_anew_at_each_command_is_written_the_same(workflow: Workflow, data: st.DataObject):
    """
    Whether a case is read anew before each command, as a process does that never saw it, or handed on: every decision, entry and row is the same to the letter.
    """
    engine = Engine(unproved(workflow), roles=SameRoles({}))
    held = engine.open("case", people={}, actor="ann").case
    anew, row = held, case_row(held)
    for _ in range(4):
        there, known = situation_in_brief(row.situation)
        anew = evolve(anew, situation=there)
        command = data.draw(commands(workflow, held.situation))
        mine, theirs = engine._asks.step(held, command), engine._asks.step(anew, command)

        assert (mine, as_lines(mine.entries)) == (theirs, as_lines(theirs.entries))
        held, anew, row = mine.case, theirs.case, case_row(mine.case)
        assert row.situation == brief(anew.situation, known).text == brief(read_in_full(row.situation)[0]).text
        assert row == case_row(anew)


@given(workflows(), st.data())
def test_no_other_text_is_the_same_situation(workflow: Workflow, data: st.DataObject):
    """
    A short text that was changed anywhere is no situation, or another one.
    """
    situation = data.draw(openings(workflow))
    text = brief(situation).text
    place = data.draw(st.integers(0, len(text)))
    changed = text[:place] + data.draw(st.sampled_from([" ", "1", '"', ",", "[", "null", "true"])) + text[place:]
    try:
        found, _ = situation_in_brief(changed)
    except NotAHistory:
        return
    assert changed == text or found != situation


@settings(max_examples=settings.default.max_examples // 3)
@given(workflows(), st.data())
def test_a_line_is_what_json_makes_of_an_entry(workflow: Workflow, data: st.DataObject):
    """
    The line of an entry that is put together by hand is canonical JSON, whether it is still remembered or written anew.
    """
    engine = Engine(unproved(workflow), roles=SameRoles({}))
    step = engine.open('a "case"', people={}, actor="\U0001f54a")
    case, said = step.case, [(entry, as_lines([entry])) for entry in step.entries]
    for _ in range(3):
        step = engine._asks.step(case, data.draw(commands(workflow, case.situation)))
        case = step.case
        said += [(entry, as_lines([entry])) for entry in step.entries]
    for was, line in said:
        (entry,) = from_lines(line).entries
        assert was == entry
        assert canonical(json.loads(line)) + "\n" == line == as_lines([entry])
        assert digest(entry) == entry.hash == sealed(evolve(entry, hash="")).hash


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"state": "open"}'])
def test_what_is_no_situation_is_told_so(text):
    """
    A text that no situation was written as is refused.
    """
    with pytest.raises(NotAHistory):
        situation_from(text)
    with pytest.raises(NotAHistory):
        situation_in_brief(text)


@settings(max_examples=200)
@given(workflows(), st.data())
def test_a_case_is_woken_when_time_changes_it(workflow: Workflow, data: st.DataObject):
    """
    Until the moment of waking time changes nothing but itself; at that moment it does; and where none is given it never does.
    """
    situation = data.draw(openings(workflow))
    for _ in range(3):
        situation = decide(workflow, situation, data.draw(commands(workflow, situation))).after
    if workflow.states[situation.state].final:
        assert wake(workflow, situation) is None
        return
    found = wake(workflow, situation)
    quiet_until = situation.now + 800 * DAY if found is None else found.at - 1
    before, moves = caught_up(workflow, situation, quiet_until)

    assert (situation, ()) == (before.evolved(now=situation.now), moves)
    if found is not None:
        after, moves = caught_up(workflow, situation, found.at)
        assert moves or after.evolved(now=situation.now) != situation
        assert found.event == next((move.event for move in moves if move.cause == "deadline"), None)
