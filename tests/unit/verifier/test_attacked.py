"""
Pairs written by somebody who had read the language and not the verifier: several hard things in one workflow, and its safe twin.
"""

import pytest
from tests.unit.verifier.hard_pairs import CLOSED
from tests.unit.verifier.test_hard_pairs import judged, tiny

from rjflow.report.compared import summary
from rjflow.report.endings import ending_sentence
from rjflow.report.supporting import support_text
from rjflow.verifier import comparing
from rjflow.verifier.mending import mended
from rjflow.verifier.supporting import support
from rjflow.verifier.verifying import verify
from rjflow.verifier.wording import cast_of_story

DATE_AND_WINDOW = """\
time-zone: Europe/London
evidence:
  meeting-day: {date: true, recorded-by: [facilitator], current-for: whole-case}
  consent: {one-of: [given], recorded-by: [facilitator], current-for: 5 days, needs: meeting-day is current}
states:
  preparing: {start: true}
  scheduled: {while: consent is given, otherwise: preparing}
  day-of: {HOLE}
  meeting: {kind: meeting}
  CLOSED
events:
  schedule: {from: preparing, to: scheduled, by: [facilitator]}
  day-comes: {from: scheduled, to: day-of, by: [clock], needs: consent is given}
  day-over: {from: day-of, to: preparing, by: [clock]}
  begin: {from: day-of, to: meeting, by: [facilitator]}
  close: {from: [meeting, preparing], to: closed, by: [facilitator]}
deadlines:
  - {until: meeting-day, from: scheduled, then: day-comes}
  - {in: day-of, after: 24 hours, then: day-over}
safeguards:
  - {id: A, label: a, entering: meeting, must: consent is given}
"""

OWN_COMPANY = """\
people:
  supporter: {takes-part: true, joins: {by: [facilitator], in: [preparing]}, leaves: {by: [facilitator], in: [preparing]}}
evidence:
  risk: {one-of: [low], recorded-by: [facilitator], current-for: 28 days}
  wish: {about: supporter, one-of: [wants], recorded-by: [supporter], current-for: 28 days, not-by: [risk]HOLE}
states: {preparing: {start: true}, ready: {}, meeting: {kind: meeting}, CLOSED}
events:
  set: {from: preparing, to: ready, by: [facilitator]}
  meet: {from: ready, to: meeting, by: [facilitator], needs: [risk is low, "every supporter: wish is wants"]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "QUANTITY same person (risk, wish)"}
"""

DAY_ANEW = """\
evidence:
  meeting-date: {date: true, recorded-by: [facilitator], current-for: whole-case}
  day-check: {one-of: [fit, unfit], recorded-by: [facilitator], current-for: 24 hours}
states:
  preparing: {start: true}
  scheduled: {}
  day-of: {HOLE}
  meeting: {kind: meeting}
  paused: {holds: true}
  CLOSED
events:
  schedule: {from: preparing, to: scheduled, by: [facilitator], needs: meeting-date is current}
  the-day-comes: {from: scheduled, to: day-of, by: [clock], needs: day-check is fit}
  the-day-passes: {from: day-of, to: preparing, by: [clock]}
  pause: {from: [scheduled, day-of], to: paused, by: [facilitator]}
  resume: {from: paused, to: back, by: [facilitator], needs: day-check is fit}
  begin: {from: day-of, to: meeting, by: [facilitator]}
  close: {from: [meeting, preparing], to: closed, by: [facilitator]}
deadlines:
  - {until: meeting-date, from: scheduled, then: the-day-comes}
  - {in: day-of, after: 12 hours, then: the-day-passes}
safeguards:
  - {id: A, label: a, entering: kind meeting, must: day-check is fit}
"""

REPLACED_IN_A_RACE = """\
people: {victim: {at-least: 1, takes-part: true}}
notices: {replaced: {by: [supervisor]}}
evidence:
  allocation: {one-of: [made], recorded-by: [supervisor], current-for: whole-case, voided-by: [replaced]}
  intro: {about: victim, one-of: [done], recorded-by: [facilitator], needs: allocation is made, current-for: 21 days, voided-by: [HOLE]}
states:
  referred: {start: true}
  working: {while: allocation is made, otherwise: unallocated}
  unallocated: {}
  invited: {}
  meeting: {kind: meeting, while: allocation is made, otherwise: unallocated}
  CLOSED
events:
  take-on: {from: referred, to: working, by: [supervisor]}
  invite: {from: working, to: invited, by: [facilitator], needs: "every victim: intro is done"}
  reallocate: {from: unallocated, to: working, by: [supervisor]}
  give-up: {from: unallocated, to: closed, by: [clock]}
  no-reply: {from: invited, to: working, by: [clock]}
  auto-hold: {from: invited, to: meeting, by: [clock], needs: "every victim: intro is done"}
  close: {from: [meeting, referred], to: closed, by: [facilitator]}
deadlines:
  - {in: unallocated, after: 5 days, then: give-up}
  - {in: invited, after: 10 days, then: auto-hold}
  - {in: invited, after: 14 days, then: no-reply}
safeguards:
  - {id: A, label: a, before: kind meeting, must-have: intro, since: replaced}
"""

PAIRS = {
    "a day comes while consent is good, and the day outlasts it": (
        DATE_AND_WINDOW,
        {"HOLE": ("label: the day", "while: consent is given, otherwise: preparing")},
    ),
    "any number of supporters, none of whom judged the risk": (
        OWN_COMPANY,
        {"HOLE": ("", ", voided-by: [risk]"), "QUANTITY": ("no supporter:", "no supporter:")},
    ),
    "every supporter is somebody else than who judged the risk": (
        OWN_COMPANY,
        {"HOLE": ("", ", voided-by: [risk]"), "QUANTITY": ("every supporter: not", "every supporter: not")},
    ),
    "a hold gives a day anew": (
        DAY_ANEW,
        {"HOLE": ("label: the day", "while: day-check is fit, otherwise: preparing")},
    ),
    "the clock holds a meeting with somebody whom nobody there has met": (
        REPLACED_IN_A_RACE,
        {"HOLE": ("take-on", "replaced")},
    ),
}


def filled(name: str, which: int) -> str:
    """
    Give one of a pair.
    """
    text, fillings = PAIRS[name]
    for hole, both in fillings.items():
        text = text.replace(hole, both[which])
    return text.replace("CLOSED", CLOSED)


@pytest.mark.parametrize("name", PAIRS)
def test_a_flaw_and_its_safe_twin_are_told_apart(name: str):
    """
    The one is broken, with a story that can be acted out in real days; the other is kept, for any number of people.
    """
    assert ("broken", "kept") == (judged(filled(name, 0)), judged(filled(name, 1)))


SILENCE = """\
evidence:
  approval: {one-of: [approved], recorded-by: [supervisor], current-for: whole-case}
  risk: {one-of: [low], recorded-by: [facilitator], current-for: whole-case}
states: {assessing: {start: true}, approved: {}, meeting: {kind: meeting, while: approval is approved, otherwise: over}, over: {}, CLOSED}
events:
  approve: {from: assessing, to: approved, by: [supervisor], needs: risk is low}
  meet: {from: approved, to: meeting, by: [facilitator]}
  end: {from: meeting, to: over, by: [facilitator]}
  close: {from: [over, approved], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: approved, must: approval is approved and risk is low}
"""


def test_hints_send_nobody_into_a_meeting_and_ask_no_more_than_is_lacking():
    """
    What a state asks all the while never lets a case fall into a meeting, and a line that asks a part of another stands alone.
    """
    report = mended(verify(tiny(SILENCE.replace("CLOSED", CLOSED))))
    repairs = report.verdicts[0].repairs

    assert {"closed"} == {one.otherwise for one in repairs if one.sort == "stay"}
    assert ["approve"] == [one.name for one in repairs if one.sort == "ask"]


ASKED_OF = """\
people:
  victim: {at-least: 1, takes-part: true}
  parent: {at-most: 2, takes-part: true}
evidence:
  consent: {about: participant, one-of: [given, refused], recorded-by: [facilitator], current-for: whole-case}
states: {preparing: {start: true}, ready: {while: "every WHOM: consent is given", otherwise: preparing}, CLOSED}
events:
  set: {from: preparing, to: ready, by: [facilitator]}
  close: {from: ready, to: closed, by: [facilitator]}
"""


def test_a_change_is_told_to_make_none_only_if_it_makes_none_either_way():
    """
    One condition instead of another lets nothing more happen and less than before, which is told with a story, and not as no difference.
    """
    old, new = (tiny(ASKED_OF.replace("CLOSED", CLOSED).replace("WHOM", whom)) for whom in ("victim", "participant"))
    found = comparing.compare(old, new)

    assert ["shown"] == [one.answer for one in found.no_longer]
    assert not any(found.makes_none(change) for change in found.difference.changes)
    assert "1 changed" in summary(found)


NEVER_HIGH = """\
evidence:
  risk: {one-of: [low, high], recorded-by: [facilitator], current-for: WINDOW}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: risk is low}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, never: in meeting and risk is VALUE}
"""


@pytest.mark.parametrize(
    ("window", "value", "said"),
    [
        ("whole-case", "high", "this is so: the case is in “meeting” and “risk” is “high”."),
        ("7 days", "low", "this is so: the case is in “meeting” and “risk” is “low”."),
    ],
)
def test_what_never_may_be_is_told_as_what_is(window: str, value: str, said: str):
    """
    Nobody has to read that it is not so that something is not.
    """
    workflow = tiny(NEVER_HIGH.replace("WINDOW", window).replace("VALUE", value).replace("CLOSED", CLOSED))
    verdict = verify(workflow).verdicts[0]
    assert verdict.story is not None
    told = ending_sentence(workflow, verdict.safeguard, verdict.story, cast_of_story(workflow, verdict.story))

    assert told.endswith(said)


def test_what_nobody_knows_cannot_be_ruled_out():
    """
    What has run out may be anything.
    """
    text = (
        NEVER_HIGH.replace("one-of: [low, high]", "one-of: [low, high, mid]")
        .replace("WINDOW", "7 days")
        .replace("VALUE", "low")
    )
    text = text.replace("needs: risk is low", "needs: risk is high or plan is made").replace(
        "states:", "  plan: {one-of: [made], recorded-by: [facilitator], current-for: whole-case}\nstates:"
    )
    workflow = tiny(text.replace("CLOSED", CLOSED))
    verdict = verify(workflow).verdicts[0]
    assert verdict.story is not None
    told = ending_sentence(workflow, verdict.safeguard, verdict.story, cast_of_story(workflow, verdict.story))

    assert told.startswith("Now the case is in “meeting”, and nobody can rule this out: ")


WAITED = """\
evidence:
  consent: {one-of: [given], recorded-by: [facilitator], current-for: WINDOW}
states: {preparing: {start: true}, planned: {}, meeting: {kind: meeting}, CLOSED}
events:
  plan: {from: preparing, to: planned, by: [facilitator], records: [consent]}
  lapse: {from: planned, to: preparing, by: [clock]}
  meet: {from: planned, to: meeting, by: [facilitator]}
  close: {from: meeting, to: closed, by: [facilitator]}
deadlines:
  - {in: planned, after: 8 days, then: lapse}
safeguards:
  - {id: A, label: a, entering: meeting, must: consent is given}
"""


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("9 days", "and how long evidence counts and deadlines run, is enough."),
        ("whole-case", "which states and events there are, and where each leads, is enough."),
    ],
)
def test_why_does_not_forget_the_clock(window: str, said: str):
    """
    What only a window longer than a deadline keeps is not said to be kept by where events lead.
    """
    text = WAITED.replace("WINDOW", window).replace("CLOSED", CLOSED)
    workflow = tiny(text)
    safeguard = workflow.safeguards[0]

    assert "kept" == judged(text)
    assert said in " ".join(support_text(workflow, safeguard.form, support(workflow, safeguard)).split())
