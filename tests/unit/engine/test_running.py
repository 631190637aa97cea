"""
The engine as its hosts meet it.
"""

from datetime import datetime

import pytest
from attrs import evolve
from tests.small import asks, event, unproved, workflow
from tests.strategies import SCHEME
from tests.unit.engine.running_cases import BEGINNING, DEFINITION, Run, whole_run

from rjflow.definition.model import SchemeLink, Way
from rjflow.engine.asking import NobodyIsTheClock, TooManyPeople, UnknownName, WrongWorkflow
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.guards.syntax import Among, OfScheme
from rjflow.rules.commands import Fire, SeeScheme
from rjflow.rules.situation import Actor


def test_a_case_runs_from_opening_to_end():
    """
    Every step is an entry, revisions count them, and the case ends where the last event leads.
    """
    run = whole_run()

    assert "end" == run.case.state
    assert len(run.history) == run.case.revision
    assert run.history.entries[-1].hash == run.case.head


def test_what_the_clock_did_can_be_read_in_the_history():
    """
    A gate that closed when evidence ran out is a move of the entry that noticed it.
    """
    falls = [move.at for entry in whole_run().history for move in entry.moves if move.cause == "fell"]

    assert 2 == len(falls)


def test_a_refusal_leaves_no_trace():
    """
    The case is the one that went in, and there are no entries; the decision says what was missing.
    """
    run = Run()
    step = run.engine.fire(run.case, "enter", actor="ada", given={"plan": "yes"})

    assert not step.allowed
    assert step.case is run.case
    assert () == step.entries
    assert ["needs", "while"] == [finding.asked for finding in step.decision.missing]


def test_considering_is_the_same_as_doing():
    """
    A dry run gives the decision that doing gives, for an event by name and for any command.
    """
    run = Run()
    done = run.engine.fire(run.case, "enter", actor="ada", given={"plan": "yes"}).decision
    command = Fire(event="enter", actor=Actor("ada"), at=done.command.at, given=done.command.given)

    assert done == run.engine.consider(run.case, "enter", actor="ada", given={"plan": "yes"})
    assert done == run.engine.consider(run.case, command)


def test_roles_come_from_the_host_alone():
    """
    Whatever roles a command claims, those of the lookup count; roles the workflow does not know are ignored.
    """
    run = Run()
    claimed = Actor("gus", frozenset({"worker"}), frozenset({"g1"}))
    decision = run.engine.consider(run.case, Fire(event="enter", actor=claimed, at=0))
    opened = run.history.entries[0]

    assert frozenset() == decision.command.actor.roles
    assert frozenset({"worker"}) == opened.actor.roles


@pytest.mark.parametrize("name", ["clock", ""])
def test_nobody_is_the_clock(name):
    """
    No actor can be the clock, or nobody.
    """
    run = Run()
    with pytest.raises(NobodyIsTheClock):
        run.engine.fire(run.case, "finish", actor=name)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda engine, case: engine.fire(case, "entre", actor="ada"),
            "`entre` is not an event of this workflow; did you mean `enter`?",
        ),
        (
            lambda engine, case: engine.record(case, "chequed", "yes", actor="ada"),
            "`chequed` is not evidence of this workflow; did you mean `checked`?",
        ),
        (
            lambda engine, case: engine.fire(case, "enter", actor="ada", given={"plam": "yes"}),
            "`plam` is not evidence of this workflow; did you mean `plan`?",
        ),
        (lambda engine, case: engine.notice(case, "siren", actor="ada"), "`siren` is not a notice of this workflow"),
        (
            lambda engine, case: engine.join(case, "x", "gest", actor="ada"),
            "`gest` is not a kind of people of this workflow; did you mean `guest`?",
        ),
    ],
)
def test_a_name_the_workflow_does_not_know_is_a_mistake_of_the_caller(ask, message):
    """
    Unknown names raise, with the nearest known one.
    """
    run = Run()
    with pytest.raises(UnknownName) as raised:
        ask(run.engine, run.case)

    assert message == str(raised.value)


def test_a_time_without_its_zone_is_refused():
    """
    Nobody can say when a naive time is.
    """
    run = Run()
    with pytest.raises(ValueError, match="without its time zone"):
        run.engine.advance(run.case, at=datetime(2026, 3, 3))  # noqa: DTZ001  # that is the point


def test_a_case_of_another_workflow_is_refused():
    """
    An engine runs the cases of its own definition.
    """
    foreign = evolve(Run().case, fingerprint="another")
    with pytest.raises(WrongWorkflow):
        Run().engine.fire(foreign, "finish", actor="ada")


def test_only_a_verified_workflow_runs():
    """
    A definition by itself starts no engine.
    """
    with pytest.raises(TypeError, match="verify"):
        Engine(DEFINITION, roles=SameRoles({}))


def test_more_people_than_are_admitted_open_no_case():
    """
    `at-most` holds at the opening too.
    """
    people = {f"g{number}": "guest" for number in range(3)}
    with pytest.raises(TooManyPeople):
        Run().engine.open("case-2", people=people, actor="ada")


def test_options_say_what_is_missing_and_who_could_change_it():
    """
    An event that is not open names the evidence in its way, who records it, and for whom.
    """
    run = Run()
    enter, finish = run.engine.options(run.case, "ada")
    remedies = [(one.evidence, one.person, one.by) for one in enter.remedies]

    assert (False, False) == (enter.is_open, finish.is_open)
    assert [("checked", None, ("worker",)), ("agrees", "g1", ("guest", "worker"))] == remedies
    assert [("inside",)] == [one.states for one in finish.remedies]
    assert ("plan",) == enter.gives


def test_options_try_what_could_be_given():
    """
    An event that records evidence is open when some value makes it so.
    """
    run = Run()
    run.take(run.engine.record(run.case, "checked", "yes", actor="ada"))
    run.take(run.engine.record(run.case, "agrees", "yes", person="g1", actor="gus"))

    assert [True, False] == [option.is_open for option in run.engine.options(run.case, "ada")]
    assert [False, False] == [option.is_open for option in run.engine.options(run.case, "gus")]


def under_a_scheme():
    """
    Give an engine whose event needs the scheme to be ready, the scheme's engine, and the scheme's case in a list of one.
    """
    schemes = Engine(unproved(SCHEME), roles=SameRoles({"lea": ["lead"]}))
    shown = [schemes.open("scheme", people={}, actor="lea", at=BEGINNING).case]
    ready = asks(OfScheme(Among("ready", ("yes",))))
    go = event("go", Way(from_states=("start",), target="end", needs=ready))
    definition = workflow(go, scheme=SchemeLink(workflow=SCHEME, needs=()))
    engine = Engine(unproved(definition), roles=SameRoles({"ada": ["worker"]}), scheme=lambda: shown[0])
    return engine, schemes, shown


def test_a_scheme_that_changed_is_noted_before_the_command():
    """
    The history says how the scheme stood, and the command is judged by it; a scheme that has not changed is not noted again.
    """
    engine, schemes, shown = under_a_scheme()
    opened = engine.open("case", people={}, actor="ada", at=BEGINNING)
    refused = engine.fire(opened.case, "go", actor="ada", at=BEGINNING)
    shown[0] = schemes.record(shown[0], "ready", "yes", actor="lea", at=BEGINNING).case
    advanced = engine.advance(opened.case, at=BEGINNING)
    allowed = engine.fire(advanced.case, "go", actor="ada", at=BEGINNING)

    assert not refused.allowed
    assert [SeeScheme] == [type(entry.command) for entry in advanced.entries]
    assert [Fire] == [type(entry.command) for entry in allowed.entries]
