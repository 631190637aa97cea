"""
Steering reaches what chance does not.
"""

from random import Random

import pytest
from benchmarks.steering import reached

from rjflow.reader.reading import read_file
from rjflow.rules.deciding import decide
from rjflow.rules.situation import first_situation
from rjflow.shipped import shipped
from rjflow.testing.chart import edges
from rjflow.testing.steering import Steering

FLAGSHIP = read_file(shipped("ew-post-sentence"))


def test_half_the_flagship_is_reached_soon():
    """
    A tenth of the effort that the benchmark takes comes to more than chance comes to with ten times as much.
    """
    steered, by_chance = (reached(FLAGSHIP, 1, 400, steered=is_steered) for is_steered in (True, False))

    assert steered.transitions >= 150
    assert steered.states >= 30
    assert by_chance.transitions < steered.transitions / 2


def test_every_state_of_the_flagship_and_nine_tenths_of_its_transitions_are_reached():
    """
    2,000 commands come to every state, and to more than nine of ten transitions; what is left are ways out of the days around a meeting.
    """
    found = reached(FLAGSHIP, 1, 2_000, steered=True)

    assert len(FLAGSHIP.states) == found.states
    assert found.transitions >= 0.91 * len(edges(FLAGSHIP))


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
