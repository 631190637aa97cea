"""
Pairs of a fourth attack: what runs out in the very moment in which a deadline comes, or something else does, and windows of many people
that are not to blame.
"""

import pytest
from tests.unit.verifier.hard_pairs import CLOSED
from tests.unit.verifier.test_attacked_once_more import told
from tests.unit.verifier.test_hard_pairs import judged

SECOND_ROUND = """\
evidence:
  cooling: {one-of: [over], recorded-by: [facilitator], needs: asked is yes, current-for: 30 days}
  asked: {one-of: [yes], current-for: 10 days}
states: {preparing: {start: true}, long-wait: {}, ready: {}, CLOSED}
events:
  ask: {from: preparing, to: long-wait, by: [facilitator], records: [asked]}
  waited: {from: long-wait, to: ready, by: [clock]}
  AGAIN
  close: {from: [preparing, ready], to: closed, by: [facilitator]}
deadlines:
  - {in: long-wait, after: 10 days, then: waited}
safeguards:
  - {id: A, label: a, after: waited, not-before: cooling}
"""

MANY_CONSENTS = """\
people:
  victim: {at-least: 1, takes-part: true}
  offender: {at-least: 1, takes-part: true}
evidence:
  informed: {about: participant, flag: true, recorded-by: [facilitator], current-for: whole-case}
  consent: {about: participant, one-of: [given, refused], recorded-by: [facilitator, participant], needs: informed is true, current-for: 14 days}
  risk: {one-of: [looked-at], current-for: WINDOW}
states:
  preparing: {start: true}
  ready: {while: "every participant: consent is given", otherwise: preparing}
  meeting: {kind: meeting, while: "every participant: consent is given", otherwise: preparing}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [risk]}
  meet: {from: ready, to: meeting, by: [facilitator]}
  too-long: {from: ready, to: preparing, by: [clock]}
  close: {from: [preparing, ready, meeting], to: closed, by: [facilitator]}
deadlines:
  - {in: ready, after: 14 days, then: too-long}
safeguards:
  - {id: A, label: a, entering: meeting, must: risk is current}
"""

FALLEN_IN_TIME = """\
evidence:
  check: {one-of: [ok], current-for: 5 days}
states: {preparing: {start: true}, ready: {while: check is ok, otherwise: fallen}, fallen: {}, meeting: {kind: meeting}, CLOSED}
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [check]}
  meet: {from: [ready, fallen], to: meeting, by: [clock]}
  close: {from: [preparing, meeting], to: closed, by: [facilitator]}
deadlines:
  - {in: [ready, fallen], after: HOURS, then: meet}
safeguards:
  - {id: A, label: a, never: in fallen}
"""

GIVEN_UP_IN_TIME = """\
people:
  victim: {at-least: 1, takes-part: true}
evidence:
  told: {about: victim, flag: true, recorded-by: [facilitator], current-for: whole-case}
  approval: {one-of: [yes, no], recorded-by: [supervisor], current-for: 3 days}
  plan: {one-of: [made], current-for: PLAN}
states: {preparing: {start: true}, waiting: {}, meeting: {kind: meeting}, CLOSED}
events:
  wait: {from: preparing, to: waiting, by: [facilitator], records: [plan], needs: "every victim: told is true"}
  meet: {from: waiting, to: meeting, by: [clock], needs: approval is yes}
  give-up: {from: waiting, to: preparing, by: [clock]}
  close: {from: [preparing, meeting], to: closed, by: [facilitator]}
deadlines:
  - {in: waiting, after: 2 days, then: meet}
  - {in: waiting, after: 6 days, then: give-up}
safeguards:
  - {id: A, label: a, entering: meeting, must: plan is made}
"""

FALLS_THROUGH = """\
evidence:
  check: {one-of: [ok], current-for: 5 days}
  offer: {one-of: [ok], current-for: OFFER}
states:
  preparing: {start: true}
  ready: {while: check is ok, otherwise: reviewing}
  reviewing: {while: offer is ok, otherwise: preparing}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [check, offer]}
  close: {from: [preparing, ready, reviewing], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: reviewing, must: check is current}
"""

ONE_OF_TWO = """\
evidence:
  check: {one-of: [ok], current-for: 5 days}
  offer: {one-of: [ok], current-for: OFFER}
states:
  preparing: {start: true}
  ready: {while: [check is ok, offer is ok], otherwise: reviewing}
  reviewing: {}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [check, offer]}
  close: {from: [preparing, ready, reviewing], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: reviewing, must: check is current or offer is current}
"""

SEEN_AT_NEITHER = """\
evidence:
  check: {one-of: [ok], current-for: 5 days}
  offer: {one-of: [ok], current-for: OFFER}
states:
  preparing: {start: true}
  ready: {while: [check is ok, offer is ok], otherwise: reviewing}
  reviewing: {kind: review, while: check is ok, otherwise: offering}
  offering: {kind: review, while: offer is ok, otherwise: ending}
  ending: {}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [check, offer]}
  close: {from: [preparing, ready, reviewing, offering], to: closed, by: [facilitator]}
  end: {from: ending, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, before: end, must-have: kind review}
"""

HELD_FROM = """\
evidence:
  check: {one-of: [ok], current-for: 5 days}
  offer: {one-of: [ok], current-for: OFFER}
states:
  preparing: {start: true}
  ready: {while: [check is ok, offer is ok], otherwise: reviewing}
  reviewing: {while: check is ok, otherwise: offering}
  offering: {while: offer is ok, otherwise: paused}
  paused: {holds: true}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [check, offer]}
  resume: {from: paused, to: back, by: [facilitator], records: [check, offer]}
  close: {from: [preparing, ready, reviewing, offering], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, never: in paused from ready}
"""

LONG_AGO = """\
evidence:
  check: {one-of: [ok], current-for: 6 days}
  offer: {one-of: [ok], current-for: 5 days}
  visit: {one-of: [ok], current-for: VISIT}
states:
  preparing: {start: true}
  ready: {while: visit is ok or check is ok, otherwise: reviewing}
  reviewing: {while: offer is ok or visit is ok, otherwise: offering}
  offering: {while: visit is ok and offer is ok, otherwise: ending}
  ending: {}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [check, offer, visit]}
  late: {from: ready, to: offering, by: [clock]}
  close: {from: [preparing, ready, reviewing, offering, ending], to: closed, by: [facilitator]}
deadlines:
  - {in: ready, after: 3 days, then: late}
safeguards:
  - {id: A, label: a, entering: ending, must: visit is current and (not check is current or visit is current)}
"""

SOMEBODY_OF_BOTH = """\
people:
  victim: {at-least: 1, at-most: 1, takes-part: true}
  offender: {at-least: 1, at-most: 1, takes-part: true}
evidence:
  consent: {about: participant, one-of: [given], recorded-by: [facilitator], current-for: 5 days}
  offer: {one-of: [ok], current-for: OFFER}
states:
  preparing: {start: true}
  ready: {while: "every participant: consent is given", otherwise: reviewing}
  reviewing: {}
  CLOSED
events:
  get-ready: {from: preparing, to: ready, by: [facilitator], records: [consent, offer]}
  close: {from: [preparing, ready, reviewing], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: reviewing, must: "some participant: consent is current or offer is ok"}
"""

PAIRS = {
    "what runs out as a deadline comes is told together with it": (
        SECOND_ROUND,
        {"AGAIN": ("again: {from: ready, to: preparing, by: [facilitator]}", "label: none")},
    ),
    "what everybody said may be said again, and is not to blame": (MANY_CONSENTS, {"WINDOW": ("335 hours", "14 days")}),
    "where a case falls as a deadline comes, its time begins anew": (
        FALLEN_IN_TIME,
        {"HOURS": ("5 days", "119 hours")},
    ),
    "a deadline gives up in the moment in which a plan runs out": (GIVEN_UP_IN_TIME, {"PLAN": ("143 hours", "6 days")}),
    "a case that falls through a state has not been in it": (FALLS_THROUGH, {"OFFER": ("6 days", "5 days")}),
    "of two that run out at one moment neither is left": (ONE_OF_TWO, {"OFFER": ("5 days", "6 days")}),
    "a case that falls through two states has been in neither": (SEEN_AT_NEITHER, {"OFFER": ("5 days", "6 days")}),
    "a case that falls through two states is held from where it was": (HELD_FROM, {"OFFER": ("5 days", "6 days")}),
    "what a case was entered with is asked when it was, not days later": (LONG_AGO, {"VISIT": ("4 days", "6 days")}),
    "what several said at once runs out at once": (SOMEBODY_OF_BOTH, {"OFFER": ("5 days", "whole-case")}),
}


def filled(name: str, which: int) -> str:
    """
    Give one of a pair.
    """
    text, fillings = PAIRS[name]
    for hole, both in fillings.items():
        text = text.replace(hole, both[which])
    return text.replace("  label: none\n", "").replace("CLOSED", CLOSED)


@pytest.mark.parametrize("name", PAIRS)
def test_pairs_of_the_fourth_attack_are_told_apart(name: str):
    """
    The one is broken, with a story that can be acted out in real days; the other is kept, for any number of people.
    """
    assert ("broken", "kept") == (judged(filled(name, 0)), judged(filled(name, 1)))
    assert told(filled(name, 0))
