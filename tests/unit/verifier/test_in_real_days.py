"""
Searches that keep time: what must stay possible, what the clock takes up again, and trails that no search can act out.
"""

from unittest.mock import patch

import pytest
from tests.unit.verifier.hard_pairs import CLOSED
from tests.unit.verifier.test_hard_pairs import tiny

from rjflow.verifier import timely
from rjflow.verifier.judging import judge
from rjflow.verifier.spoken import condition_of
from rjflow.verifier.timing import is_only_lost
from rjflow.verifier.verdict import Verdict


def verdict(text: str) -> Verdict:
    """
    Judge the only safeguard of a small workflow.
    """
    workflow = tiny(text.replace("CLOSED", CLOSED))
    return judge(workflow, workflow.safeguards[0])


TRAP = """\
evidence:
  referral: {one-of: [sound], recorded-by: [facilitator], current-for: WINDOW}
  sign-off: {one-of: [done], recorded-by: [supervisor], current-for: 30 days, needs: referral is sound}
states: {preparing: {start: true}, checked: {}, signed: {}, review: {while: referral is sound, otherwise: lost}, lost: {}, CLOSED}
events:
  refer: {from: preparing, to: checked, by: [facilitator], records: [referral]}
  sign: {from: checked, to: signed, by: [facilitator], needs: sign-off is done}
  look: {from: signed, to: review, by: [facilitator], needs: sign-off is done}
  lapse: {from: [checked, signed, review], to: closed, by: [clock]}
  find: {from: lost, to: closed, by: [supervisor]}
  give-up: {from: preparing, to: closed, by: [facilitator]}
deadlines:
  - {in: checked, after: 10 days, then: lapse}
  - {in: signed, after: 10 days, then: lapse}
  - {in: review, after: 10 days, then: lapse}
safeguards:
  - {id: A, label: a, always-possible: final, using: [facilitator, clock]}
"""


@pytest.mark.parametrize(("window", "judged"), [("29 days", "broken"), ("31 days", "unfinished")])
def test_a_trap_that_no_case_comes_to_in_time_is_told_as_none(window: str, judged: str):
    """
    Where three deadlines of ten days pass before the referral runs out, no case is ever stuck without it. A search that keeps time finds none,
    and no story is told; and since it looks for traps in one place after the other, nobody says that it is kept.
    """
    found = verdict(TRAP.replace("WINDOW", window))

    assert judged == found.judged
    assert (found.story is not None) == (judged == "broken")
    assert judged == "broken" or found.how == "only impossible times"


RACING_AMONG_HELPERS = """\
people: {helper: {}}
evidence:
  briefed: {about: helper, flag: true, recorded-by: [facilitator], current-for: whole-case}
states: {waiting: {start: true}, lapsed: {}, CLOSED}
events:
  remind: {from: waiting, to: waiting, by: [clock]}
  lapse: {from: waiting, to: lapsed, by: [clock]}
  close: {from: lapsed, to: closed, by: [facilitator], needs: "every helper: briefed is true"}
deadlines:
  - {in: waiting, after: FIRST, then: remind}
  - {in: waiting, after: 14 days, then: lapse}
safeguards:
  - {id: A, label: a, before: lapse, must-have: remind}
"""


@pytest.mark.parametrize(("first", "judged"), [("21 days", "broken"), ("7 days", "kept")])
def test_what_no_time_allows_is_kept_for_any_number_of_people(first: str, judged: str):
    """
    Deadlines race in the same way however many people there are, and more than are followed.
    """
    assert judged == verdict(RACING_AMONG_HELPERS.replace("FIRST", first)).judged


TAKEN_UP_AGAIN = """\
evidence:
  consent: {one-of: [given], current-for: 5 days}
states: {preparing: {start: true}, ready: {}, paused: {holds: true}, CLOSED}
events:
  prepare: {from: preparing, to: ready, by: [facilitator], records: [consent]}
  pause: {from: ready, to: paused, by: [facilitator], records: [consent]}
  resume: {from: paused, to: back, by: [clock]}
  close: {from: ready, to: closed, by: [facilitator]}
deadlines:
  - {in: paused, after: LENGTH, then: resume}
safeguards:
  - {id: A, label: a, entering: ready, must: consent is given}
"""


@pytest.mark.parametrize(("length", "judged"), [("6 days", "broken"), ("4 days", "kept")])
def test_the_clock_takes_up_again_what_is_held(length: str, judged: str):
    """
    A deadline that leads back fires for certain, too: nobody is away for longer than it runs.
    """
    assert judged == verdict(TAKEN_UP_AGAIN.replace("LENGTH", length)).judged


TWO_STEPS_OF_VICTIMS = """\
people: {victim: {at-least: MANY, at-most: MANY}}
evidence:
  wish: {flag: true, recorded-by: [victim], current-for: whole-case}
  approval: {flag: true, recorded-by: [victim], current-for: whole-case, not-by: [wish], needs: wish is true}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: approval is true}
  close: {from: [preparing, meeting], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, never: in meeting}
"""


@pytest.mark.parametrize("trails", [1, 40])
@pytest.mark.parametrize(("many", "judged"), [("1", "unfinished"), ("2", "broken")])
def test_who_may_not_do_both_is_stood_in_for_by_another_or_nobody(many: str, judged: str, trails: int):
    """
    A trail on which the only victim approves their own wish is no story, however many trails are tried; where there are two, the other approves
    it.
    """
    with patch.object(timely, "_TRAILS", trails):
        found = verdict(TWO_STEPS_OF_VICTIMS.replace("MANY", many))

    assert judged == found.judged
    assert (found.story is not None) == (judged == "broken")


TWO_ALONG = """\
people:
  victim: {at-least: 1, takes-part: true}
  offender: {at-least: 1, takes-part: true}
  supporter: {takes-part: true, at-most: 2, joins: {by: [facilitator], in: [preparing]}}
evidence:
  informed: {about: participant, flag: true, recorded-by: [facilitator], current-for: whole-case}
  consent: {about: participant, one-of: [given, refused], recorded-by: [participant], needs: informed is true, current-for: 14 days}
  rules: {about: participant, one-of: [agreed], recorded-by: [participant], current-for: 14 days}
  round: {one-of: [done], recorded-by: [facilitator], needs: "every participant: rules is agreed", current-for: 2 days VOIDED}
gates:
  fit: {all: ["every participant: consent is given", round is done]}
states:
  preparing: {start: true}
  ready: {while: fit, otherwise: preparing}
  meeting: {kind: meeting, while: fit, otherwise: preparing}
  circle: {kind: meeting, while: [fit, "at least 2 supporter: consent is given"], otherwise: preparing}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator]}
  meet: {from: ready, to: meeting, by: [facilitator], needs: "every participant: rules is current"}
  sit: {from: ready, to: circle, by: [facilitator]}
  close: {from: [preparing, meeting, circle], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: kind meeting, must: "JUDGED"}
"""
ASKED = """\
people: {victim: {at-least: 1, takes-part: true}}
evidence:
  one: {one-of: [yes], recorded-by: [facilitator], current-for: 1 day}
  two: {one-of: [yes], recorded-by: [facilitator], current-for: 1 day}
  said: {about: victim, one-of: [yes], recorded-by: [facilitator], current-for: 1 day}
states: {preparing: {start: true}, CLOSED}
events:
  close: {from: preparing, to: closed, by: [facilitator], needs: "one is yes and two is yes and some victim: said is yes"}
safeguards:
  - {id: A, label: a, always: "ASKED"}
"""
RULES_GO, EVERYBODY = ", voided-by: [{change-of: participant}, rules]", "every participant: rules is current"
NEEDS_NO_CLOCK = {
    "nothing has to run out": ("", "no participant: rules is missing"),
    "others' rules run out, too, and mend nothing": (RULES_GO, EVERYBODY),
}


@pytest.mark.parametrize(("voided", "judged"), NEEDS_NO_CLOCK.values(), ids=NEEDS_NO_CLOCK)
def test_a_story_that_needs_no_clock_is_found_without_one(voided: str, judged: str):
    """
    Among six people who each say several things, nobody's records are given clocks where a story needs none: each clock multiplies the times.
    """
    with patch.object(timely, "Clocking", side_effect=AssertionError("nothing has to be timed")):
        assert verdict(TWO_ALONG.replace(" VOIDED", voided).replace("JUDGED", judged)).judged == "broken"


@pytest.mark.parametrize(
    ("asked", "lost"),
    [
        ("one is yes or two is current", True),
        ("at least 2 victim: said is yes", True),
        ("one is missing", False),
        ("not one is current", False),
        ("no victim: said is current", False),
    ],
)
def test_what_is_not_true_may_become_true_as_something_runs_out(asked: str, lost: bool):  # a table's column
    """
    What is asked of something that is not there, or not so, may be mended by time; all else is only lost.
    """
    small = tiny(ASKED.replace("ASKED", asked).replace("CLOSED", CLOSED))

    assert is_only_lost(small, condition_of(small.safeguards[0].form)) == lost
