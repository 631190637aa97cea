"""
Steering reaches what chance does not.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import pytest
from benchmarks.steering import BEGINS, reached

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.reader.reading import read_file
from rjflow.rules.commands import Actor, Given, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation, first_situation
from rjflow.shipped import shipped
from rjflow.testing.chart import edges
from rjflow.testing.losing import before, undone
from rjflow.testing.making import Making
from rjflow.testing.steering import Steering
from rjflow.testing.wishing import Say, values_of, wishes

FLAGSHIP = read_file(shipped("ew-post-sentence"))
PEOPLE = (("a", "victim"), ("b", "offender"))


def min_of(several: Sequence[Any]) -> Any:
    """Pick the first."""
    return several[0]


def max_of(several: Sequence[Any]) -> Any:
    """Pick the last."""
    return several[-1]


def test_half_the_flagship_is_reached_soon():
    """
    A tenth of the effort that the benchmark takes comes to more than chance comes to with ten times as much.
    """
    steered, by_chance = (reached(FLAGSHIP, 1, 400, steered=is_steered) for is_steered in (True, False))

    assert steered.transitions >= 150
    assert steered.states >= 30
    assert by_chance.transitions < steered.transitions / 2


def test_every_state_of_the_flagship_and_nearly_all_of_its_transitions_are_reached():
    """
    2,100 commands come to every state, and to 95 of a hundred transitions, or one fewer; what is left are ways out of the days around a
    meeting.
    """
    found = reached(FLAGSHIP, 1, 2_100, steered=True)

    assert len(FLAGSHIP.states) == found.states
    assert found.transitions >= 0.945 * len(edges(FLAGSHIP))


def made(workflow: Workflow, case: Situation, name: str) -> set[object]:
    """
    Give what is said in twenty records of a piece of evidence of which any answer would do.
    """
    making = Making(workflow, Random(3).choice)
    evidence = workflow.evidence[name]
    wish = Say(name, "b" if evidence.about else None, values_of(workflow, evidence, case))
    found = [making.granted(case, wish) for _ in range(20)]
    return {one.given.value for one in found if isinstance(one, RecordEvidence)}


def test_what_opens_most_is_said_first_and_other_things_now_and_then():
    """
    In nearly all records an answer is given that asks for nothing more, wherever it stands in the file: a day that is near, an adult.
    """
    case = first_situation(FLAGSHIP, PEOPLE, BEGINS)

    assert {"adult"} == made(FLAGSHIP, case, "age")
    assert {"in-community", "in-custody"} >= made(FLAGSHIP, case, "custody") >= {"in-community"}
    picked: list[tuple[object, ...]] = []
    Making(FLAGSHIP, lambda several: picked.append(tuple(several)) or several[-1]).granted(
        case, Say("age", "b", ("child", "adult"))
    )
    assert [(40, 1)] == [(one[:40].count("adult"), one.count("child")) for one in picked]


def test_the_shortest_of_several_alternatives_is_wished_for():
    """
    That a case be standard is one record, that it be complex and met is three: the one is wished for, whoever picks.
    """
    case = first_situation(FLAGSHIP, PEOPLE, BEGINS)
    asked = as_condition(FLAGSHIP.gates["complexity-is-met"].asks)

    for pick in (min_of, max_of):
        assert [Say("complexity", None, ("standard",))] == list(wishes(FLAGSHIP, case, asked, pick))


def test_what_undoes_least_is_the_way_between_two_states():
    """
    A plan that still stands is put to the supervisor again, and no other is proposed, which would undo what people agreed to.
    """
    [again, anew] = [
        edge
        for name in ("resubmit-plan", "propose-plan")
        for edge in edges(FLAGSHIP)
        if (edge.event, edge.source) == (name, "preparing")
    ]
    case = first_situation(FLAGSHIP, PEOPLE, BEGINS).evolved(state="preparing")
    for name, value in (("meeting-plan", "proposed"), ("meeting-date", date(2026, 2, 2)), ("venue-check", "suitable")):
        facilitator = Actor("fay", frozenset({"facilitator"}))
        case = decide(FLAGSHIP, case, RecordEvidence(given=Given(name, value), actor=facilitator, at=case.now)).after

    assert undone(FLAGSHIP, case, again) < undone(FLAGSHIP, case, anew)
    assert before(FLAGSHIP, case, again) is None


def test_what_only_another_event_records_comes_before():
    """
    Nobody writes by hand that a meeting was brought to its end: before a case can be closed as completed, one is.
    """
    [meeting, messages] = [edge for edge in edges(FLAGSHIP) if edge.event == "close-as-completed"]
    case = first_situation(FLAGSHIP, PEOPLE, BEGINS).evolved(state="ready-to-close")
    found = [before(FLAGSHIP, case, edge) for edge in (meeting, messages)]

    assert ["finish-meeting", "release-letter"] == [edge.event for edge in found if edge is not None]


@pytest.mark.parametrize("seed", [1, 2])
def test_all_of_a_smaller_workflow_is_reached(seed: int):
    """
    Of a workflow without people 1,000 commands come to every state and take every transition.
    """
    scheme = read_file(shipped("scheme-readiness"))
    found = reached(scheme, seed, 1_000, steered=True)

    assert (len(scheme.states), len(edges(scheme))) == (found.states, found.transitions)


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ("finish-meeting", "meeting"),
        ("the-day-comes", "scheduled"),
        (None, "ready"),
        ("order-maker-answers", "awaiting-order-maker"),
    ],
)
def test_a_far_transition_is_aimed_at_and_taken(event: str | None, state: str):
    """
    From a new case a meeting is brought to its end, a day comes that was waited for, a gate closes, and what was held goes on.
    """
    [wanted, *_] = [edge for edge in edges(FLAGSHIP) if (edge.event, edge.source) == (event, state)]
    steering = Steering(FLAGSHIP, Random(7).choice)
    steering.aim_at(wanted)
    case = first_situation(FLAGSHIP, (("a", "victim"), ("b", "offender")), 1_767_603_600_000_000)
    for _ in range(150):
        command = steering.next(case)
        if steering.aim != wanted or command is None:
            break
        decision = decide(FLAGSHIP, case, command)
        steering.saw(decision)
        case = decision.after

    assert 1 == steering.taken[wanted]
