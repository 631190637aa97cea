"""
Pairs of a second attack: what rests on the evidence of people whom a safeguard does not speak of, and on a day that is known to come.
"""

import pytest
from tests.forging import best_forgery, refusal
from tests.unit.verifier.hard_pairs import CLOSED
from tests.unit.verifier.test_hard_pairs import judged, tiny

from rjflow.certifying.checking import check_certificate, check_part
from rjflow.certifying.looking import Scope
from rjflow.definition.safeguards import AlwaysOpen
from rjflow.guards.syntax import InState
from rjflow.report.supporting import support_text
from rjflow.verifier.certifying import certify
from rjflow.verifier.choosing import with_those_chosen
from rjflow.verifier.supporting import support
from rjflow.verifier.verifying import verify

# What each person harmed was told rests on the assessment; nobody of them is spoken of by the safeguard.
BRIEFED = f"""\
people:
  victim: {{at-least: 1, takes-part: true, side: harmed}}
  offender: {{at-least: 1, at-most: 1, takes-part: true, side: responsible}}
notices: {{threat: {{label: a threat}}}}
evidence:
  risk: {{one-of: [low, high], recorded-by: [facilitator], current-for: whole-case, voided-by: [threat]}}
  told:
    about: victim
    one-of: [all, part]
    recorded-by: [facilitator]
    needs: risk is low
    current-for: whole-case
    voided-by: [risk, threat]
states:
  preparing: {{start: true}}
  meeting: {{kind: meeting, while: "every victim: told is all", otherwise: over}}
  over: {{}}
  {CLOSED}
events:
  meet: {{from: preparing, to: meeting, by: [facilitator]}}
  end: {{from: meeting, to: over, by: [facilitator]}}
  close: {{from: [preparing, over], to: closed, by: [facilitator]}}
safeguards:
  - {{id: A, label: nobody meets at a risk that is not low, always: not in meeting or risk is low}}
"""

# A check that is good for the day, and a brief that must outlast it: on the day the clocks go back that is 25 hours.
DAY = f"""\
time-zone: Europe/London
people:
  guest: {{at-least: 1, takes-part: true}}
evidence:
  brief: {{one-of: [given], current-for: 25 hours}}
  check: {{about: guest, one-of: [well, unwell], current-for: same day}}
states:
  preparing: {{start: true}}
  meeting: {{kind: meeting, while: "every guest: check is well", otherwise: over}}
  over: {{}}
  {CLOSED}
events:
  meet: {{from: preparing, to: meeting, by: [facilitator], records: [brief, check]}}
  end: {{from: meeting, to: over, by: [facilitator]}}
  close: {{from: [preparing, over], to: closed, by: [facilitator]}}
safeguards:
  - {{id: A, label: no meeting outlasts its brief, always: not in meeting or brief is current}}
"""

# The clock alone brings a case to its end: the day in court comes, once it is known.
COURT = f"""\
evidence:
  court-day: {{date: true, recorded-by: [facilitator], current-for: whole-case}}
states:
  referred: {{start: true}}
  waiting: {{}}
  in-court: {{}}
  {CLOSED}
events:
  accept: {{from: referred, to: waiting, by: [facilitator], needs: court-day is current}}
  court-comes: {{from: waiting, to: in-court, by: [clock]}}
  lapse: {{from: [referred, in-court], to: closed, by: [clock]}}
deadlines:
  - {{until: court-day, from: waiting, then: court-comes}}
  - {{in: [referred, in-court], after: 4 weeks, then: lapse}}
safeguards:
  - {{id: A, label: every case ends by itself, always-possible: final, using: [clock]}}
"""

# Nobody has to end a meeting that ends by itself, when what it rests on runs out.
BY_ITSELF = f"""\
evidence:
  word: {{one-of: [given, refused], recorded-by: [facilitator], current-for: 14 days}}
  room: {{one-of: [booked], recorded-by: [facilitator], current-for: same day}}
states:
  preparing: {{start: true}}
  meeting: {{kind: meeting, while: word is given, otherwise: stopped}}
  stopped: {{}}
  {CLOSED}
events:
  meet: {{from: preparing, to: meeting, by: [facilitator], needs: room is booked}}
  close: {{from: [preparing, stopped], to: closed, by: [clock]}}
deadlines:
  - {{in: [preparing, stopped], after: 4 weeks, then: close}}
safeguards:
  - {{id: A, label: every case ends by itself, always-possible: final, using: [clock]}}
"""

AGAIN = {
    "their word lasts for the whole case": (BY_ITSELF, ("current-for: 14 days", "current-for: whole-case")),
    "nobody may wait for it": (BY_ITSELF, ("using: [clock]", "using: [facilitator]")),
    "the notice does not reach what they were told": (BRIEFED, ("voided-by: [risk, threat]", "voided-by: [risk]")),
    "nobody has to be there who was told": (BRIEFED, ("victim: {at-least: 1, takes", "victim: {takes")),
    "the brief lasts as long as most days": (DAY, ("25 hours", "24 hours")),
    "nothing asks for the check": (DAY, ("kind: meeting, while: \"every guest: check is well\", otherwise: over", "kind: meeting")),
    "the day need not be known": (COURT, (", needs: court-day is current", "")),
    "the day may be forgotten": (COURT, ("current-for: whole-case", "current-for: 12 weeks")),
}  # fmt: skip


@pytest.mark.parametrize("name", AGAIN)
def test_pairs_of_the_second_attack_are_told_apart(name: str):
    """
    The whole one is kept, for any number of people, and what was done to the other breaks it.
    """
    kept, (old, new) = AGAIN[name]
    assert old in kept

    assert ("kept", "broken") == (judged(kept), judged(kept.replace(old, new)))


@pytest.mark.parametrize("text", [BRIEFED, COURT])
def test_what_is_kept_so_is_certified(text: str):
    """
    The checker sees it too, by itself; and takes the certificate of the one for no proof of the other.
    """
    workflow = tiny(text)
    certificate = certify(verify(workflow))

    check_certificate(workflow, certificate)
    for name, (kept, (old, new)) in AGAIN.items():
        if kept == text:
            broken = tiny(text.replace(old, new))
            proof = certificate.safeguards[0].proofs[0]
            assert refusal(lambda one=broken, proof=proof: check_part(one, one.safeguards[0].form, proof)), name


def test_no_forgery_is_taken_for_a_proof_because_somebody_was_chosen():
    """
    With everybody followed who can be, and others besides, the best that can be forged is refused where it is broken.
    """
    for name, (kept, (old, new)) in AGAIN.items():
        workflow = tiny(kept.replace(old, new))
        form = workflow.safeguards[0].form
        if not workflow.people:
            continue
        cast = with_those_chosen(workflow, form)
        evidence = tuple(workflow.evidence)
        for followed in (
            cast.followed,
            cast.followed[:1],
            tuple((f"{one}-2", kind) for one, kind in cast.followed) + cast.followed,
        ):
            scope = Scope(followed=followed, others=tuple(workflow.people), evidence=evidence)
            forged = best_forgery(workflow, form, scope)

            assert refusal(lambda workflow=workflow, form=form, forged=forged: check_part(workflow, form, forged)), name


@pytest.mark.parametrize(("by", "followed"), [(None, {"victim", "offender"}), ("harmed", {"offender"})])
def test_nobody_is_chosen_of_those_who_are_each_spoken_of(by: str | None, followed: set[str]):
    """
    A promise to every person harmed is about each of them; whoever else is there may be chosen.
    """
    form = AlwaysOpen(events=("end",), condition=InState("meeting"), text="", by=by)
    workflow = tiny(BRIEFED.replace("at-most: 1, ", ""))

    assert followed == with_those_chosen(workflow, form).chosen


def test_the_line_that_ends_a_meeting_at_midnight_is_told():
    """
    How long evidence counts is left as it is when lines are taken away; whether it is enough to ask on the way in is not told of what is
    only true once somebody came in.
    """
    workflow = tiny(DAY)
    found = support(workflow, workflow.safeguards[0])

    assert [("asks", "meeting", None)] == [
        (one.piece.sort, one.piece.name, one.interrupts) for one in found.leanings if one.piece.home == "state"
    ]
    assert "way in" not in support_text(workflow, workflow.safeguards[0].form, found).split("Without it")[1]


def test_a_day_that_may_have_come_already_is_neither_counted_on_nor_said_never_to_come():
    """
    A day comes once for each record of it. Where a case comes back to wait for it again, nothing is told that is not so.
    """
    back = "adjourn: {from: in-court, to: waiting, by: [facilitator]}"
    trap = COURT.replace("from: [referred, in-court], to: closed", "from: referred, to: closed").replace(
        "in: [referred, in-court]", "in: referred"
    )

    assert "unfinished" == judged(COURT.replace("lapse: {from", f"{back}\n  lapse: {{from"))
    assert "broken" == judged(trap.replace("lapse: {from", f"{back}\n  lapse: {{from"))
