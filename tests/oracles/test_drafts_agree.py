"""
What is filled in by hand as a draft, held to what its class makes: the same thing in every way, and never to be written again.
"""

import pickle
from typing import Any

import pytest
from attrs import evolve, fields
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.small import MONDAY, unproved
from tests.strategies import commands, openings, workflows
from tests.unit.engine.running_cases import BEGINNING, DEFINITION, WHO

from rjflow.clock import FixedClock
from rjflow.definition.model import Workflow
from rjflow.engine.asking import given_values
from rjflow.engine.case import Case
from rjflow.engine.encoding import as_line, digest, from_lines
from rjflow.engine.history import NO_ENTRY, verdicts
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.engine.stepping import written
from rjflow.frozen import draft_of
from rjflow.rules.commands import Fire, Given
from rjflow.rules.deciding import decide
from rjflow.verifier.verdict import Waiver

WAIVER = Waiver(by="eve", reason="a trial", at=MONDAY)


def check_made(thing: Any) -> None:
    """
    Hold something that was a draft to what its class makes of the same values.
    """
    kind = type(thing)
    names = [one.name for one in fields(kind)]
    made = kind(**{name: getattr(thing, name) for name in names})

    assert (made, hash(made), repr(made)) == (thing, hash(thing), repr(thing))
    assert pickle.dumps(made) == pickle.dumps(thing)
    assert evolve(thing) == thing
    for name in names:
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)
        with pytest.raises(FrozenInstanceError):
            delattr(thing, name)


@settings(max_examples=100)
@given(workflows(), st.sampled_from([None, WAIVER]), st.data())
def test_a_step_is_what_its_classes_make(workflow: Workflow, waiver: Waiver | None, data: st.DataObject):
    """
    Whatever happens to whatever case, its entry and the case after it say what happened, each in its own class, and the line that is kept is the entry's.
    """
    situation = data.draw(openings(workflow))
    case = Case(id="c", fingerprint="f" * 64, situation=situation, revision=7, head=NO_ENTRY, waiver=waiver)
    command = data.draw(commands(workflow, situation))
    decision = decide(workflow, situation, command)
    then, entry = written(case, command, decision)
    line = as_line(entry)

    assert (command, verdicts(decision), decision.moves) == (entry.command, entry.verdicts, entry.moves)
    assert ("c", "f" * 64, 8, waiver, NO_ENTRY) == (
        *(entry.case, entry.fingerprint, entry.number),
        *(entry.waiver, entry.previous),
    )
    assert (
        Case(id="c", fingerprint="f" * 64, situation=decision.after, revision=8, head=digest(entry), waiver=waiver)
        == then
    )
    assert digest(entry) == entry.hash
    assert (entry,) == from_lines(line).entries
    assert line == as_line(entry)
    check_made(entry)
    check_made(then)


def test_a_command_is_what_its_class_makes():
    """
    An event that is asked for by its name, with what is given, is the command that somebody would write.
    """
    roles, clock = SameRoles({**WHO}), FixedClock(BEGINNING)
    engine = Engine(unproved(DEFINITION), roles=roles, clock=clock)
    case = engine.open("case-1", people={"g1": "guest"}, actor="ada").case
    command = engine.consider(case, "enter", actor="ben", reason="so", given={"plan": "yes"}).command
    expected = Fire(
        event="enter",
        actor=roles.roles_of("ben", "case-1"),
        at=case.situation.now,
        reason="so",
        given=(Given("plan", "yes"),),
    )

    assert expected == command
    check_made(command)
    for given_one in given_values(DEFINITION, {"plan": "yes"}):
        check_made(given_one)


def test_a_draft_is_no_thing_yet():
    """
    Until it is declared one, a draft is not of the class, so that one that was forgotten is found.
    """
    assert type(draft_of(Given)()) is not Given
