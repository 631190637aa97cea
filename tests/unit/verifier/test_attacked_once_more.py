"""
Pairs of a third attack: days that are moved and come once, who did two things, holds and people who are replaced in the middle of them.
"""

from datetime import date

import pytest
from tests.oracles.held_to import shows
from tests.unit.verifier.hard_pairs import CLOSED
from tests.unit.verifier.test_hard_pairs import judged, tiny

from rjflow.certifying.checking import check_certificate
from rjflow.definition.safeguards import Always
from rjflow.instants import HOUR, SECOND
from rjflow.report.endings import ending_sentence
from rjflow.report.mending import consequences
from rjflow.report.telling import steps_table, verdict_text
from rjflow.verifier.certifying import certify
from rjflow.verifier.classes import day_like
from rjflow.verifier.frame import Cast, Focus
from rjflow.verifier.judging import judge
from rjflow.verifier.mending import mended
from rjflow.verifier.refining import look
from rjflow.verifier.telling import opening_time
from rjflow.verifier.timing import Pace
from rjflow.verifier.verdict import Story, Verdict
from rjflow.verifier.verifying import verify
from rjflow.verifier.wording import cast_of_story

ADJOURNED = """\
evidence:
  court: {date: true, recorded-by: [facilitator], current-for: whole-case}
states: {preparing: {start: true}, waiting: {}, in-court: {}, CLOSED}
events:
  begin: {from: preparing, to: waiting, by: [facilitator], needs: court is current}
  day: {from: waiting, to: in-court, by: [clock]}
  adjourn: {from: in-court, to: waiting, by: [facilitator]HOLE}
  close: {from: [waiting, in-court], to: closed, by: [facilitator]}
deadlines:
  - {until: court, from: waiting, then: day}
safeguards:
  - {id: A, label: a, before: day, must-have: court, since: adjourn}
"""

ONCE = """\
evidence:
  court: {date: true, HOLEcurrent-for: whole-case}
states: {preparing: {start: true}, waiting: {}, again: {}, CLOSED}
events:
  begin: {from: preparing, to: waiting, by: [facilitator], records: [court]}
  day: {from: waiting, to: waiting, by: [clock]}
  day-two: {from: waiting, to: again, by: [facilitator]}
  close: {from: [waiting, again], to: closed, by: [facilitator]}
deadlines:
  - {until: court, from: waiting, then: day}
safeguards:
  - {id: A, label: a, after: day, not-before: day, without: begin}
"""

LATE_ENOUGH = """\
evidence:
  court: {date: true, recorded-by: [facilitator], current-for: whole-case}
states: {preparing: {start: true}, waiting: {WHILE}, in-court: {}, CLOSED}
events:
  begin: {from: preparing, to: waiting, by: [facilitator], needs: "court >= 2027-01-31"}
  day: {from: waiting, to: in-court, by: [clock]}
  close: {from: [waiting, in-court], to: closed, by: [facilitator]}
deadlines:
  - {until: court, from: waiting, then: day}
safeguards:
  - {id: A, label: a, entering: in-court, must: "court >= 2027-01-31"}
"""

TODAY = """\
evidence:
  day: {date: true, current-for: WINDOW}
states: {preparing: {start: true}, waiting: {}, meeting: {kind: meeting}, CLOSED}
events:
  begin: {from: preparing, to: waiting, by: [facilitator], records: [day]}
  day-comes: {from: waiting, to: meeting, by: [clock]}
  close: {from: [waiting, meeting], to: closed, by: [facilitator]}
deadlines:
  - {until: day, from: waiting, then: day-comes}
safeguards:
  - {id: A, label: a, SAFEGUARD}
"""

NO_DAY_LEFT = """\
evidence:
  day: {date: true, recorded-by: [facilitator], current-for: whole-case}
states: {preparing: {start: true}, waiting: {}, CLOSED}
events:
  begin: {from: preparing, to: waiting, by: [facilitator], needs: day is current}
  back-again: {from: waiting, to: preparing, by: [facilitator]}
  day-comes: {from: waiting, to: TARGET, by: [clock]}
  close: {from: preparing, to: closed, by: [clock]}
deadlines:
  - {until: day, from: waiting, then: day-comes}
  - {in: preparing, after: 90 days, then: close}
safeguards:
  - {id: A, label: a, always-possible: final, using: [clock]}
"""

REFERRED_AGAIN = """\
evidence:
  referral: {one-of: [made], current-for: whole-case}
  sign-off: {one-of: [done], recorded-by: [facilitator, supervisor], current-for: whole-case, not-by: [HOLE]VOIDED}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  refer: {from: preparing, to: preparing, by: [facilitator], records: [referral]}
  meet: {from: preparing, to: meeting, by: [supervisor], needs: [referral is made, sign-off is done]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "not same person (refer, sign-off)"}
"""

CAME_ALONG = """\
people:
  supporter: {takes-part: true, joins: {by: [facilitator], in: [preparing]}, leaves: {by: [facilitator], in: [preparing]}}
evidence:
  check: {one-of: [clear], recorded-by: [facilitator], current-for: whole-case, voided-by: [{change-of: supporter}HOLE], not-by: [brief]}
  brief: {about: supporter, one-of: [read], recorded-by: [supporter], current-for: whole-case}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: [check is clear, "every supporter: brief is read"]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "every supporter: not same person (check, brief)"}
"""

FOUR_DOINGS = """\
evidence:
  risk: {one-of: [low], recorded-by: [facilitator], current-for: whole-case, voided-by: [plan, review]}
  plan: {one-of: [made], recorded-by: [facilitator], current-for: whole-case, not-by: [review], voided-by: [go]}
states: {preparing: {start: true}, ready: {}, CLOSED}
events:
  review: {from: [preparing, ready], to: preparing, by: [facilitator], not-by: [risk, plan], needs: [risk is low, plan is made HOLE]}
  go: {from: preparing, to: ready, by: [facilitator], not-by: [risk, review], needs: [risk is low, plan is made]}
  close: {from: [preparing, ready], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: ready, must: "not same person (risk, go)"}
"""

REPLACED_ON_HOLD = """\
people:
  keeper: {at-least: 1, at-most: 1, joins: {by: [supervisor], in: [paused]}, leaves: {by: [supervisor], in: [paused]}}
evidence:
  trained: {about: keeper, one-of: [once], recorded-by: [supervisor], current-for: whole-case}
  handover: {one-of: [done], recorded-by: [supervisor], current-for: 10 days, needs: "every keeper: trained is once"HOLE}
states: {preparing: {start: true}, meeting: {kind: meeting, while: handover is done, otherwise: preparing}, paused: {holds: true}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  pause: {from: meeting, to: paused, by: [facilitator]}
  resume: {from: paused, to: back, by: [supervisor]}
  close: {from: [preparing, meeting], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, always: "not in meeting or every keeper: trained is once"}
"""

THOUGHT_OF = """\
people:
  victim: {at-least: 1, at-most: 1, takes-part: true}
  supporter: {takes-part: true, joins: {by: [facilitator], in: [preparing, stopped]}}
notices: {threat: {}}
evidence:
  risk: {one-of: [low, high], recorded-by: [facilitator], current-for: whole-case, voided-by: [threatHOLE]}
states: {preparing: {start: true}, meeting: {kind: meeting, while: risk is low, otherwise: stopped}, stopped: {}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  go-on: {from: stopped, to: meeting, by: [facilitator]}
  close: {from: [meeting, stopped], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, before: kind meeting, must-have: risk, since: [threat, {change-of: supporter}]}
"""

FALLEN_TO_A_HOLD = """\
notices: {threat: {}}
evidence:
  risk: {one-of: [low, high], recorded-by: [facilitator], current-for: whole-case, voided-by: [threat]}
  approval: {one-of: [approved], recorded-by: [supervisor], current-for: whole-case, not-by: [risk], voided-by: [riskHOLE], needs: risk is low}
states: {preparing: {start: true}, meeting: {kind: meeting, while: approval is approved, otherwise: paused}, paused: {holds: true}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  resume: {from: paused, to: back, by: [facilitator]}
  close: {from: [preparing, meeting, paused], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, always: not in meeting or risk is low}
"""

REMINDED = """\
evidence:
  consent: {one-of: [given], current-for: whole-case, voided-by: [remind]}
states: {preparing: {start: true}, waiting: {}, meeting: {kind: meeting}, CLOSED}
events:
  set: {from: preparing, to: waiting, by: [facilitator], records: [consent]}
  remind: {from: waiting, to: waiting, by: [clock]}
  auto: {from: waiting, to: meeting, by: [clock]}
  close: {from: [waiting, meeting], to: closed, by: [facilitator]}
deadlines: [DEADLINES]
safeguards:
  - {id: A, label: a, entering: meeting, must: consent is given}
"""
MEET, REMIND = "{in: waiting, after: 7 days, then: auto}", "{in: waiting, after: 7 days, then: remind}"

WITHDRAWN_ON_HOLD = """\
people: {victim: {at-least: 1, takes-part: true, side: harmed}}
notices: {withdraws: {by: [victim]}}
evidence:
  agreed: {about: victim, one-of: [given], recorded-by: [facilitator], current-for: whole-case, voided-by: [withdraws]}
states: {preparing: {start: true}, meeting: {kind: meeting}, paused: {holds: true}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: "every victim: agreed is given"}
  pause: {from: {any-except: [paused]}, to: paused, by: [facilitator]}
  resume: {from: paused, to: back, by: [facilitator]HOLE}
  close: {from: [meeting, paused], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, after: withdraws, not-before: kind meeting, without: agreed}
"""

PAIRS = {
    "a case is adjourned, and the day it waits for is that of its new date": (
        ADJOURNED,
        {"HOLE": ("", ""), "since: adjourn": ("since: adjourn", "since: day")},
    ),
    "a day comes once for each record of it": (ONCE, {"HOLE": ("recorded-by: [facilitator], ", "")}),
    "the day is moved to one that is too early": (
        LATE_ENOUGH,
        {"WHILE": ("label: waiting", 'while: "court >= 2027-01-31", otherwise: preparing')},
    ),
    "today is a day that has come": (
        TODAY,
        {"WINDOW": ("same day", "same day"), "SAFEGUARD": ("never: in meeting", "entering: meeting, must: day is current")},
    ),
    "a day that leads nowhere is nothing to wait for": (NO_DAY_LEFT, {"TARGET": ("waiting", "closed")}),
    "whoever referred a case anew signs it off": (
        REFERRED_AGAIN,
        {"HOLE": ("referral", "refer"), "VOIDED": ("", ", voided-by: [refer]")},
    ),
    "whoever checked comes along as a supporter": (CAME_ALONG, {"HOLE": ("", ", brief")}),
    "of four things two are never by one person": (
        FOUR_DOINGS,
        {"HOLE": ("", ', "not same person (plan, review)"')},
    ),
    "the keeper of a meeting is replaced while it is held up": (REPLACED_ON_HOLD, {"HOLE": ("", ", voided-by: [{change-of: keeper}]")}),
    "somebody comes along of whom nobody thought": (THOUGHT_OF, {"HOLE": ("", ", {change-of: supporter}")}),
    "a threat in the meeting, and the hold leads back": (FALLEN_TO_A_HOLD, {"HOLE": ("", ", threat")}),
    "of two deadlines at one moment the first undoes what the second rests on": (
        REMINDED,
        {"DEADLINES": (f"{REMIND}, {MEET}", f"{MEET}, {REMIND}")},
    ),
    "somebody withdraws while the meeting is held up": (
        WITHDRAWN_ON_HOLD,
        {"HOLE": ("", ', needs: "every victim: agreed is given"')},
    ),
}  # fmt: skip


def filled(name: str, which: int) -> str:
    """
    Give one of a pair.
    """
    text, fillings = PAIRS[name]
    for hole, both in fillings.items():
        text = text.replace(hole, both[which])
    return text.replace("CLOSED", CLOSED)


def told(text: str) -> tuple[Verdict, Story]:
    """
    Give the story that breaks the only safeguard of a workflow, and that by brute force, too, ends where that is broken for the first time.
    """
    workflow = tiny(text)
    verdict = judge(workflow, workflow.safeguards[0])
    assert verdict.story is not None
    assert shows(workflow, workflow.safeguards[0].form, verdict.story)
    return verdict, verdict.story


@pytest.mark.parametrize("name", PAIRS)
def test_pairs_of_the_third_attack_are_told_apart(name: str):
    """
    The one is broken, with a story that can be acted out in real days; the other is kept, for any number of people.
    """
    assert ("broken", "kept") == (judged(filled(name, 0)), judged(filled(name, 1)))
    assert told(filled(name, 0))


@pytest.mark.parametrize(
    "name", ["whoever referred a case anew signs it off", "whoever checked comes along as a supporter"]
)
def test_who_did_two_things_is_certified(name: str):
    """
    The checker, too, takes whoever did both to be told apart, and knows about whom a record is that it asks of.
    """
    workflow = tiny(filled(name, 1))

    check_certificate(workflow, certify(verify(workflow)))


def test_what_bars_somebody_is_looked_at_before_a_story_is_told():
    """
    A story goes no way round because somebody in it may not do what another may.
    """
    assert len(told(filled("whoever referred a case anew signs it off", 0))[1].steps) == 3


def test_a_story_ends_where_anything_that_is_asked_is_not_so():
    """
    Of several things that a safeguard asks at once a story shows the one that is not so first, though it was looked for because of another.
    """
    text = """\
    evidence:
      risk: {one-of: [low], recorded-by: [facilitator], current-for: 2 days, not-by: [plan, review]}
      plan: {one-of: [made], recorded-by: [facilitator], current-for: 2 days, needs: risk is low, not-by: [go]}
    states: {preparing: {start: true}, ready: {}, CLOSED}
    events:
      review: {from: [preparing, ready], to: ready, by: [facilitator], not-by: [risk, plan], needs: [risk is low, plan is made]}
      go: {from: preparing, to: ready, by: [facilitator], needs: [risk is low, "not same person (risk, review)"]}
      close: {from: [preparing, ready], to: closed, by: [facilitator]}
    safeguards:
      - {id: A, label: a, FORM}
    """.replace("\n    ", "\n").replace("CLOSED", CLOSED)
    asked = '"not same person (plan, review) and same person (risk, review)"'
    verdict, story = told(text.replace("    evidence:", "evidence:").replace("FORM", f"entering: ready, must: {asked}"))
    workflow = tiny(text.replace("    evidence:", "evidence:").replace("FORM", f"entering: ready, must: {asked}"))
    sentence = ending_sentence(workflow, verdict.safeguard, story, cast_of_story(workflow, story))

    assert (3, "review") == (len(story.steps), story.event and story.event.name)
    assert story.way is not None
    assert "this is not so: “risk” and “review” are by the same person" in sentence


def test_what_is_broken_from_the_beginning_needs_no_story():
    """
    Where one of the things that are asked is not so as a case begins, nothing has to happen first.
    """
    text = filled("a day comes once for each record of it", 1).split("safeguards:")[0]
    both = f'{text}safeguards:\n  - {{id: A, label: a, always: "court is missing and not in preparing"}}\n'
    story = told(both)[1]

    assert (0, None, None) == (len(story.steps), story.event, story.way)


def test_a_day_of_which_nothing_is_tracked_may_be_any():
    """
    What a trail asks of its times is known before it is known which day is waited for.
    """
    workflow = tiny(filled("today is a day that has come", 0))
    form = workflow.safeguards[0].form
    assert isinstance(form, Always)
    outcome = look(workflow, form, Cast(), Focus(), frozenset())
    assert outcome is not None
    times = Pace(outcome.frame, outcome.begin, outcome.trail, form).table.times(opening_time(workflow), SECOND)

    assert not outcome.frame.has(("value", "day", None))
    assert times is not None
    assert 14 * HOUR < times[-1] - times[0] < 16 * HOUR


def test_a_day_like_another_is_found_forward_and_back():
    """
    Between the days that conditions name, all are alike.
    """
    workflow = tiny(filled("the day is moved to one that is too early", 0))
    named, early, late = date(2027, 1, 31), date(2026, 3, 1), date(2028, 1, 1)

    assert [named, late] == [day_like(workflow, "court", late, day) for day in (early, late)]
    assert [early, None] == [day_like(workflow, "court", early, day) for day in (early, late)]
    assert [date(2027, 1, 30), None] == [
        day_like(workflow, "court", *days, before=True) for days in ((early, late), (late, early))
    ]


def test_a_day_that_has_begun_comes_at_once():
    """
    What waits for today happens as soon as it is recorded, in one step; what waits for a day to come, on that day.
    """
    at_once, moved = (
        told(filled(name, 0))[1]
        for name in ("today is a day that has come", "the day is moved to one that is too early")
    )

    assert ["waiting", "meeting"] == [move.target for move in at_once.steps[-1].decision.moves]
    assert (1, 4) == (len(at_once.steps), len(moved.steps))
    assert moved.last.state == "in-court"


def test_where_a_case_is_stuck_each_way_out_is_told_with_what_it_lacks():
    """
    Somebody who has never seen the file learns why nobody goes on.
    """
    text = """\
people: {victim: {at-least: 1, at-most: 1, takes-part: true, leaves: {by: [facilitator], in: [waiting]}}}
evidence:
  wish: {about: victim, one-of: [goes-on], recorded-by: [facilitator], current-for: whole-case}
  report: {one-of: [sent], recorded-by: [supervisor], current-for: whole-case}
  court: {date: true, recorded-by: [supervisor], current-for: whole-case}
states: {preparing: {start: true}, waiting: {}, heard: {while: report is sent, otherwise: waiting}, CLOSED}
events:
  begin: {from: preparing, to: waiting, by: [facilitator]}
  look: {from: waiting, to: waiting, by: [facilitator]}
  ask: {from: waiting, to: preparing, by: [supervisor]}
  hear: {from: waiting, to: heard, by: [facilitator], needs: "every victim: wish is goes-on"}
  day: {from: waiting, to: closed, by: [clock]}
  close: {from: [preparing, heard], to: closed, by: [facilitator]}
deadlines:
  - {until: court, from: waiting, then: day}
safeguards:
  - {id: A, label: a, always-possible: final, using: [facilitator, clock]}
""".replace("CLOSED", CLOSED)
    verdict, story = told(text)
    whole = verdict_text(tiny(text), verdict)
    ways = " ".join(whole.split("What could lead on from here:")[1].split("This is where")[0].split())

    assert story.last.state == "waiting"
    assert ways == (
        "“look”: it leads nowhere else “ask”: only the supervisor may “hear”: it needs every victim: “wish” is “goes on” and “heard” asks "
        "“report” is “sent”, which only the supervisor may record “day”: it waits for “court”, of which no day is to come"
    )


def test_people_who_are_not_there_are_said_not_to_be():
    """
    Where nobody knows whether something is so of everybody, because there is nobody, that is said.
    """
    verdict, story = told(filled("the keeper of a meeting is replaced while it is held up", 0))
    workflow = tiny(filled("the keeper of a meeting is replaced while it is held up", 0))
    one = ending_sentence(workflow, verdict.safeguard, story, cast_of_story(workflow, story))
    two = tiny(
        filled("the keeper of a meeting is replaced while it is held up", 0).replace(
            "at-least: 1, at-most: 1", "at-least: 2"
        )
    )
    found = judge(two, two.safeguards[0])
    assert found.story is not None
    other = ending_sentence(two, found.safeguard, found.story, cast_of_story(two, found.story))

    nobody = tiny(
        """\
people: {friend: {takes-part: true, leaves: {by: [facilitator], in: [preparing]}}}
evidence: {word: {about: friend, one-of: [said], recorded-by: [facilitator], current-for: whole-case}}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: "every friend: word is said"}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "some friend: word is said"}
""".replace("CLOSED", CLOSED)
    )
    alone = judge(nobody, nobody.safeguards[0])
    assert alone.story is not None
    said = ending_sentence(nobody, alone.safeguard, alone.story, cast_of_story(nobody, alone.story))

    assert said.endswith("this is not so: at least one friend: “word” is “said”, as there is no friend.")
    assert one.endswith("“trained” is “once”, as the keeper is not there.")
    assert other.endswith(", as there must be 2 of “keeper”, and there is only 1.")


def test_hints_speak_of_meetings_only_where_there_are_any():
    """
    What was tried is said, and nothing else.
    """
    without, with_one = (
        (workflow, mended(verify(workflow)).verdicts[0].repairs)
        for workflow in map(
            tiny,
            (
                filled("the day is moved to one that is too early", 0),
                filled("somebody withdraws while the meeting is held up", 0),
            ),
        )
    )
    said = {repair.sort: consequences(without[0], repair) for repair in without[1]}

    assert said["ask"] == "Tried: with this line the safeguard is kept, and “day” can still happen. It breaks no other."
    assert said["stay"] == "Tried: with this line the safeguard is kept. It breaks no other."
    assert all("every meeting can still be reached" in consequences(with_one[0], one) for one in with_one[1])


def test_a_story_around_a_change_of_the_clocks_tells_the_day():
    """
    How many days pass tells nobody that clocks are put back at their end.
    """
    text = f"""\
time-zone: Europe/London
evidence:
  brief: {{one-of: [given], current-for: 24 hours}}
  check: {{one-of: [well], current-for: same day}}
states: {{preparing: {{start: true}}, meeting: {{kind: meeting, while: check is well, otherwise: over}}, over: {{}}, {CLOSED}}}
events:
  meet: {{from: preparing, to: meeting, by: [facilitator], records: [brief, check]}}
  close: {{from: [preparing, over], to: closed, by: [facilitator]}}
safeguards:
  - {{id: A, label: no meeting outlasts its brief, always: not in meeting or brief is current}}
"""
    story = told(text)[1]
    steps = " ".join(steps_table(tiny(text), story, cast_of_story(tiny(text), story)).split())

    assert "(292 days and 14 hours pass, until Sunday 25 October 2026, 00:00)" in steps
