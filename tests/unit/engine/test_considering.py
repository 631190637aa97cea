"""
What may be considered: any command, by whomever, with names that the workflow has; and what a rule-bound case says to nonsense.
"""

from datetime import date

import pytest
from attrs import evolve
from tests.small import MONDAY, asks, event, evidence, opened, unproved, workflow
from tests.unit.engine.running_cases import BEGINNING, DEFINITION, Run

from rjflow.definition.model import Day, Way
from rjflow.engine.asking import NotAsked, UnknownName
from rjflow.engine.compiled import atom_of
from rjflow.engine.encoding import NotAHistory, as_lines, from_lines, situation_from, situation_text
from rjflow.engine.machine import RulesAlone
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.guards.syntax import Among, Compare
from rjflow.instants import DAY
from rjflow.rules.commands import Advance, Fire, Given, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.situation import THE_CLOCK, Actor

WHO = Actor("ada")
LATER = MONDAY + 3_600_000_000

COMMANDS = {
    "enter": Fire(event="enter", actor=WHO, at=LATER, given=(Given("plan", "yes"),)),
    "checked": RecordEvidence(given=Given("checked", "yes"), actor=WHO, at=LATER),
    "alarm": GiveNotice(notice="alarm", actor=WHO, at=LATER),
    "guest": Join(person="g2", kind="guest", actor=WHO, at=LATER),
    "g1": Leave(person="g1", actor=WHO, at=LATER),
    "time": Advance(at=LATER),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_any_command_may_be_considered_and_changes_nothing(name):
    """
    The answer is what would come of it, with the roles that the host gives, and the case stays as it is.
    """
    run = Run()
    before = run.case
    decision = run.engine.consider(run.case, COMMANDS[name])

    assert before == run.case
    assert LATER == decision.command.at
    assert THE_CLOCK == decision.command.actor if name == "time" else "worker" in decision.command.actor.roles


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (evolve(COMMANDS["enter"], event="fly"), UnknownName),
        (evolve(COMMANDS["enter"], reason=3), NotAsked),
        (evolve(COMMANDS["enter"], given=("plan",)), NotAsked),
        (evolve(COMMANDS["enter"], given=(Given("gossip", "yes"),)), UnknownName),
        (evolve(COMMANDS["checked"], given=Given("checked", 1.5)), NotAsked),
        (evolve(COMMANDS["alarm"], notice="flood"), UnknownName),
        (evolve(COMMANDS["guest"], kind="ghost"), UnknownName),
        (evolve(COMMANDS["guest"], person=""), NotAsked),
        (evolve(COMMANDS["g1"], person=""), NotAsked),
        (object(), NotAsked),
    ],
)
def test_what_makes_no_sense_is_not_considered(command, error):
    """
    A name that there is not, and what is no command, is a clear error, as it is where the command is given.
    """
    run = Run()

    with pytest.raises(error):
        run.engine.consider(run.case, command)


def test_a_day_is_written_down_and_read_back():
    """
    A history with a date in it is the same history when it is read again; a date that no calendar has is no history.
    """
    definition = workflow(evidence("day", values=Day()), event("go", ("start", "end")))
    engine = Engine(unproved(definition), roles=SameRoles({"ada": ["worker"]}))
    opening = engine.open("case", people={}, actor="ada", at=BEGINNING)
    entries = (
        *opening.entries,
        *engine.record(opening.case, "day", date(2026, 1, 31), actor="ada", at=BEGINNING).entries,
    )
    text = as_lines(entries)

    assert entries == from_lines(text).entries
    for odd in ('{"date":"2026-02-30"}', '{"date":"2026-01-31","more":1}', "null", "[1]"):
        with pytest.raises(NotAHistory):
            from_lines(text.replace('{"date":"2026-01-31"}', odd))
    with pytest.raises(NotAHistory):
        from_lines(text.encode())


def test_a_situation_is_read_only_as_it_is_written():
    """
    The text of a situation is the one text that it has; any other is none.
    """
    text = situation_text(opened(DEFINITION, g1="guest"))

    assert opened(DEFINITION, g1="guest") == situation_from(text)
    for odd in (f" {text}", text[:-1], "{}"):
        with pytest.raises(NotAHistory):
            situation_from(odd)


def test_a_condition_that_no_value_answers_is_no_table():
    """
    What compares a word as if it were a number is left to the rules, which say that nobody knows.
    """
    definition = workflow(evidence("fact"), event("go", Way(from_states=("start",), target="end", needs=asks())))

    assert atom_of(definition, Compare("fact", ">", 3)) is None
    assert atom_of(definition, Among("fact", ("yes",))) is not None


def test_rules_alone_answer_whatever_was_asked_before():
    """
    What the clock has done to a situation is found out once; another situation, or another time, is looked at anew.
    """
    run, rules = Run(), RulesAlone(DEFINITION)
    first = run.case.situation
    second = run.take(run.engine.record(run.case, "checked", "yes", actor="ben")).case.situation
    actor = Actor("ada", frozenset({"worker"}))
    told = [evolve(one, actor=actor) for one in COMMANDS.values() if not isinstance(one, Advance)]
    asked = [
        (situation, evolve(command, at=at))
        for situation in (first, second, first)
        for at in (LATER, LATER + 30 * DAY)
        for command in told
    ]

    for situation, command in (*asked, *reversed(asked)):
        assert decide(DEFINITION, situation, command) == rules.decide(situation, command)
