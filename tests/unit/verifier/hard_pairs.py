"""
Pairs of small workflows of practice that differ in one thing: the one is broken, the other kept, for a reason that a careless look misses.

Each text has a hole, and two fillings: the first breaks the safeguard, the second keeps it.
"""

CLOSED = "closed: {final: true, reasons: [done]}"

STALE = """\
people: {victim: {at-least: 1, takes-part: true}}
evidence:
  consent: {about: victim, one-of: [given], recorded-by: [facilitator], current-for: 5 days}
states: {preparing: {start: true}, ready: {}, meeting: {kind: meeting}, CLOSED}
events:
  set: {from: preparing, to: ready, by: [facilitator], needs: "every victim: consent is given"}
  meet: {from: ready, to: meeting, by: [facilitator]HOLE}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "every victim: consent is given"}
"""

NESTED = """\
evidence:
  check: {one-of: [clear], recorded-by: [facilitator], current-for: 30 days}
  sign-off: {one-of: [yes-then], recorded-by: [supervisor], current-for: 14 days, HOLEneeds: check is clear}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: sign-off is yes-then}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: check is clear}
"""

NESTED_IN_ONE_STEP = """\
evidence:
  check: {one-of: [clear], recorded-by: [facilitator], current-for: HOLE}
states: {preparing: {start: true}, ready: {}, meeting: {kind: meeting}, CLOSED}
events:
  assess: {from: preparing, to: ready, by: [facilitator], records: [check]}
  lapse: {from: ready, to: preparing, by: [clock]}
  meet: {from: ready, to: meeting, by: [facilitator]}
  close: {from: meeting, to: closed, by: [facilitator]}
deadlines:
  - {in: ready, after: 14 days, then: lapse}
safeguards:
  - {id: A, label: a, entering: meeting, must: check is clear}
"""

THREE_WINDOWS = """\
evidence:
  referral: {one-of: [sound], recorded-by: [facilitator], current-for: HOLE}
  sign-off: {one-of: [done], recorded-by: [supervisor], current-for: 30 days, needs: referral is sound}
states: {preparing: {start: true}, checked: {}, signed: {}, meeting: {kind: meeting}, CLOSED}
events:
  refer: {from: preparing, to: checked, by: [facilitator], records: [referral]}
  sign: {from: checked, to: signed, by: [facilitator], needs: sign-off is done}
  meet: {from: signed, to: meeting, by: [facilitator], needs: sign-off is done}
  lapse: {from: [checked, signed], to: closed, by: [clock]}
  close: {from: meeting, to: closed, by: [facilitator]}
deadlines:
  - {in: checked, after: 10 days, then: lapse}
  - {in: signed, after: 10 days, then: lapse}
safeguards:
  - {id: A, label: a, entering: meeting, must: referral is sound}
"""

SHORTEST_IS_IMPOSSIBLE = """\
evidence:
  plan: {one-of: [made], recorded-by: [facilitator], current-for: 20 days}
states: {preparing: {start: true}, planned: {}, ready: {}, meeting: {kind: meeting}, CLOSED}
events:
  plan-it: {from: preparing, to: planned, by: [facilitator], records: [plan]}
  check-it: {from: planned, to: ready, by: [facilitator]}
  meet: {from: [planned, ready], to: meeting, by: [facilitator]}
  lapse: {from: [planned, ready], to: preparing, by: [clock]}
  close: {from: meeting, to: closed, by: [facilitator]}
deadlines:
  - {in: planned, after: 15 days, then: lapse}
  - {in: ready, after: HOLE, then: lapse}
safeguards:
  - {id: A, label: a, entering: meeting, must: plan is made}
"""

SECOND_SUPPORTER = """\
people:
  victim: {at-least: 1, at-most: 1, takes-part: true}
  supporter: {at-most: 3, takes-part: true, joins: {by: [facilitator], in: [preparing, ready]}}
evidence:
  briefed: {about: supporter, one-of: [done], recorded-by: [facilitator], current-for: whole-case}
states: {preparing: {start: true}, ready: {}, meeting: {kind: meeting}, CLOSED}
events:
  set: {from: preparing, to: ready, by: [facilitator], needs: "every supporter: briefed is done"}
  meet: {from: ready, to: meeting, by: [facilitator], needs: "HOLE"}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "every supporter: briefed is done"}
"""

NEWCOMER = """\
people:
  victim: {at-least: 1, takes-part: true, joins: {by: [facilitator], in: JOINS}}
evidence:
  consent: {about: participant, one-of: [given], recorded-by: [facilitator], current-for: whole-case}
states:
  preparing: {start: true}
  meeting: {kind: meetingWHILE}
  stopped: {}
  CLOSED
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: "every participant: consent is given"}
  stop: {from: meeting, to: stopped, by: [facilitator]}
  close: {from: [meeting, stopped], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, always: "not in meeting or every participant: consent is given"}
"""

OWN_ASSESSMENT = """\
evidence:
  risk: {one-of: [low], recorded-by: [facilitator], current-for: whole-case}
  approval: {one-of: [approved], recorded-by: [facilitator, supervisor], current-for: whole-case, not-by: [risk], needs: risk is lowHOLE}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: [risk is low, approval is approved]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, different-people: [risk, approval]}
"""

FIRST_APPROVED_THEN_ASSESSED = """\
evidence:
  risk: {one-of: [low], recorded-by: [facilitator], current-for: whole-case}
  approval: {one-of: [approved], recorded-by: [supervisor], current-for: whole-case, not-by: [risk]}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: [risk is low, approval is approvedHOLE]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "not same person (risk, approval)"}
"""

WORKER_AND_PARTICIPANT = """\
people: {supporter: {at-least: 1, takes-part: true}}
evidence:
  check: {one-of: [clear], recorded-by: [facilitator], current-for: whole-caseALSO}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [supporter]HOLE, needs: check is clear}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, different-people: [check, meet]}
"""

HELD = """\
evidence:
  consent: {one-of: [given], recorded-by: [facilitator], current-for: 5 days}
states: {preparing: {start: true}, meeting: {kind: meetingHOLE}, paused: {holds: true}, stopped: {}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: consent is given}
  pause: {from: meeting, to: paused, by: [facilitator]}
  resume: {from: paused, to: back, by: [supervisor]}
  stop: {from: paused, to: stopped, by: [supervisor]}
  close: {from: [meeting, stopped], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: consent is given}
"""

HELD_TWICE = """\
evidence:
  consent: {one-of: [given], recorded-by: [facilitator], current-for: whole-case, voided-by: [withdrawal]}
notices: {withdrawal: {}}
states: {preparing: {start: true}, meeting: {kind: meeting}, paused: {holds: true}, frozen: {holds: true}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: consent is given}
  pause: {from: [preparing, meeting], to: paused, by: [facilitator]}
  freeze: {from: paused, to: frozen, by: [facilitator]}
  thaw: {from: frozen, to: back, by: [facilitator]HOLE}
  resume: {from: paused, to: back, by: [supervisor], needs: consent is given}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: consent is given}
"""

NOTICE = """\
notices: {new-offence: {}}
evidence:
  risk: {one-of: [low], recorded-by: [facilitator], current-for: whole-case, voided-by: [new-offence]}
states:
  preparing: {start: true}
  meeting: {kind: meeting, while: risk is low, otherwise: debriefing}
  debriefing: {HOLE}
  CLOSED
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  close: {from: [meeting, debriefing], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, always: not in kind meeting or risk is low}
"""

TOLD_OF_THE_NOTICE = """\
notices: {new-offence: {}}
evidence:
  told: {flag: true, recorded-by: [facilitator], current-for: whole-caseHOLE}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  close: {from: meeting, to: closed, by: [facilitator], needs: told is true}
safeguards:
  - {id: A, label: a, before: final, must-have: told, since: new-offence}
"""

REPLACED = """\
people:
  helper: {at-least: 1, at-most: 1, joins: {by: [supervisor], in: [preparing]}, leaves: {by: [supervisor], in: [preparing]}}
evidence:
  trained: {about: helper, one-of: [once], recorded-by: [supervisor], current-for: whole-case}
  met: {one-of: [done], recorded-by: [facilitator], current-for: whole-case, needs: "every helper: trained is once"HOLE}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: met is done}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "every helper: trained is once"}
"""

REPLACED_AND_BACK = """\
people:
  victim: {at-least: 1, at-most: 1, joins: {by: [supervisor], in: [preparing]}, leaves: {by: [supervisor], in: [preparing]}}
evidence:
  informed: {about: victim, flag: true, recorded-by: [facilitator], current-for: whole-case}
states: {preparing: {start: true}, ready: {}, meeting: {kind: meeting}, CLOSED}
events:
  inform: {from: preparing, to: preparing, by: [facilitator], records: [informed]}
  set: {from: preparing, to: ready, by: [facilitator]HOLE}
  meet: {from: ready, to: meeting, by: [facilitator]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, before: kind meeting, must-have: informed}
"""

RACING = """\
states: {waiting: {start: true}, lapsed: {}, CLOSED}
events:
  remind: {from: waiting, to: waiting, by: [clock]}
  lapse: {from: waiting, to: lapsed, by: [clock]}
  close: {from: lapsed, to: closed, by: [facilitator]}
deadlines:
  - {in: waiting, after: HOLE, then: remind}
  - {in: waiting, after: 14 days, then: lapse}
safeguards:
  - {id: A, label: a, before: lapse, must-have: remind}
"""

RACING_A_WINDOW = """\
evidence:
  consent: {one-of: [given], recorded-by: [facilitator], current-for: 10 days}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: consent is givenRECORDS}
  close: {from: meeting, to: closed, by: [facilitator]}
  time-out: {from: meeting, to: closed, by: [clock]}
deadlines:
  - {in: meeting, after: HOLE, then: time-out}
safeguards:
  - {id: A, label: a, always: not in meeting or consent is given}
"""

AT_THE_SAME_MOMENT = """\
states: {waiting: {start: true}, first: {}, second: {}, CLOSED}
events:
  one: {from: waiting, to: first, by: [clock]}
  two: {from: waiting, to: second, by: [clock]}
  close: {from: [first, second], to: closed, by: [facilitator]}
deadlines: DEADLINES
safeguards:
  - {id: A, label: a, never: in second}
"""

WORKING_DAYS = """\
calendars: {office: {working-days: [mon, tue, wed, thu, fri]}}
evidence:
  consent: {one-of: [given], recorded-by: [facilitator], current-for: HOLE}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], records: [consent]}
  close: {from: meeting, to: closed, by: [clock]}
deadlines:
  - {in: meeting, after: 5 working days, calendar: office, then: close}
safeguards:
  - {id: A, label: a, entering: closed, must: consent is given}
"""

SAME_DAY = """\
evidence:
  day-check: {one-of: [passed], recorded-by: [facilitator], current-for: same day}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], records: [day-check]}
  close: {from: meeting, to: closed, by: [clock]}
deadlines:
  - {in: meeting, after: HOLE, then: close}
safeguards:
  - {id: A, label: a, entering: closed, must: day-check is passed}
"""

SAME_MIDNIGHT = """\
evidence:
  day-check: {one-of: [passed], recorded-by: [facilitator], current-for: same day}
  room-check: {one-of: [passed], recorded-by: [facilitator], current-for: HOLE}
states:
  preparing: {start: true}
  meeting: {kind: meeting, while: day-check is passed, otherwise: preparing}
  CLOSED
events:
  meet: {from: preparing, to: meeting, by: [facilitator], records: [day-check, room-check]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: closed, must: room-check is passed}
"""

COURT_DATE = """\
evidence:
  court: {date: true, recorded-by: [facilitator], current-for: whole-case}
  report: {one-of: [sent], recorded-by: [facilitator], current-for: whole-caseHOLE}
states: {preparing: {start: true}, working: {}, late: {}, CLOSED}
events:
  begin: {from: preparing, to: working, by: [facilitator], needs: court is current}
  send: {from: working, to: working, by: [facilitator], records: [report]}
  overdue: {from: {any-except: [closed]}, to: late, by: [clock]}
  close: {from: [working, late], to: closed, by: [facilitator], needs: report is sent}
deadlines:
  - {until: court, from: {any-except: [closed]}, then: overdue}
safeguards:
  - {id: A, label: a, after: overdue, not-before: closed, without: report}
"""

OWN_VOIDING = """\
people: {offender: {at-least: 1, takes-part: true}}
evidence:
  denial: {about: offender, flag: true, recorded-by: [facilitator], current-for: whole-case}
  accepts: {about: offender, flag: true, recorded-by: [facilitator], current-for: whole-caseHOLE}
states: {preparing: {start: true}, meeting: {kind: meeting, while: "every offender: accepts is true", otherwise: preparing}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, after: denial, not-before: closed, without: accepts}
"""

SOMEBODY_ELSES_ANSWER = """\
people: {victim: {at-least: 1, takes-part: true}}
evidence:
  wish: {about: victim, one-of: [meet, write], recorded-by: [facilitator], current-for: whole-case}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: "QUANTITY victim: wish is meet"}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "no victim: wish is write"}
"""

SCHEME_FREE = """\
evidence:
  risk: {one-of: [low, high], recorded-by: [facilitator], current-for: 10 days}
states: {preparing: {start: true}, meeting: {kind: meeting, while: HOLE, otherwise: stopped}, stopped: {}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  close: {from: [meeting, stopped], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, always: not in meeting or risk is low}
"""

COUNTED = """\
people: {supporter: {at-most: 3, takes-part: true, joins: {by: [facilitator], in: [preparing]}}}
evidence: {concern: {about: supporter, flag: true, recorded-by: [facilitator], current-for: whole-case}}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]HOLE}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "not at least NUMBER supporter: concern is true"}
"""

AS_LONG_AS_THE_DEADLINE = """\
evidence: {pass: {flag: true, recorded-by: [facilitator], current-for: HOLE}}
states: {preparing: {start: true}, waiting: {}, meeting: {kind: meeting}, CLOSED}
events:
  wait: {from: preparing, to: waiting, by: [facilitator], records: [pass]}
  meet: {from: waiting, to: meeting, by: [clock]}
  close: {from: [waiting, meeting], to: closed, by: [facilitator]}
deadlines:
  - {in: waiting, after: 3 days, then: meet}
safeguards:
  - {id: A, label: a, entering: meeting, must: pass is current}
"""
ASKED_OF_SOME = """\
people:
  supporter:
    joins: {by: [facilitator], in: [preparing, meeting]}
    leaves: {by: [facilitator], in: [preparing, meeting]}
evidence:
  briefed: {about: supporter, one-of: [done, refused], recorded-by: [facilitator], current-for: 5 days}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: "HOLE"}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: "at least 2 supporter: briefed is done"}
"""

RECORDED_ON_THE_WAY = ASKED_OF_SOME.replace("needs:", "records: [briefed], needs:")

ASKED_OF_THE_CASE = """\
people:
  supporter: {joins: {by: [facilitator], in: [preparing]}}
evidence:
  venue: {one-of: [safe, unsafe], recorded-by: [facilitator], current-for: 5 days}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: "HOLE"}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: venue is safe}
"""

HELD_BACK = """\
evidence:
  alarm: {one-of: [raised, calm], recorded-by: [facilitator], current-for: whole-case}
states: {waiting: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  stop: {from: waiting, to: closed, by: [clock], needs: alarm is raised}
  begin: {from: waiting, to: meeting, by: [clock]}
  close: {from: meeting, to: closed, by: [facilitator]}
deadlines:
  - {in: waiting, after: HOLE, then: stop}
  - {in: waiting, after: 14 days, then: begin}
safeguards:
  - {id: A, label: a, entering: meeting, must: alarm is missing or alarm is calm}
"""
HELD_BACK_FOR_LONG = (
    HELD_BACK.replace(", needs: alarm is raised", "NEEDS")
    .replace("HOLE", "7 days")
    .replace("entering: meeting, must: alarm is missing or alarm is calm", "never: in meeting")
)

_PAIRS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "what was asked has run out by then": (STALE, {"HOLE": ("", ', needs: "every victim: consent is given"')}),
    "a sign-off outlasts the check it needed": (NESTED, {"HOLE": ("", "voided-by: [check], "), "30 days": ("30 days", "whole-case")}),
    "a state that may last longer than the check it began with": (
        NESTED_IN_ONE_STEP,
        {"HOLE": ("13 days", "14 days")},
    ),
    "three windows one after the other are as long as their sum, and no longer": (
        THREE_WINDOWS,
        {"HOLE": ("19 days", "20 days")},
    ),
    "the shortest way is impossible in days and another is real": (
        SHORTEST_IS_IMPOSSIBLE,
        {"HOLE": ("6 days", "5 days")},
    ),
    "somebody joins after everybody was asked": (
        SECOND_SUPPORTER,
        {"HOLE": ("some supporter: briefed is done", "every supporter: briefed is done")},
    ),
    "somebody joins during the meeting": (
        NEWCOMER,
        {"JOINS": ("[preparing, meeting]", "[preparing, meeting]"), "WHILE": ("", ', while: "every participant: consent is given", otherwise: stopped')},
    ),
    "somebody joins, but not during the meeting": (
        NEWCOMER,
        {"JOINS": ("[meeting]", "[preparing]"), "WHILE": ("", "")},
    ),
    "whoever approves then assesses": (OWN_ASSESSMENT, {"HOLE": ("", ", voided-by: [risk]")}),
    "an approval before the assessment is by the same person": (
        FIRST_APPROVED_THEN_ASSESSED,
        {"HOLE": ("", ', "not same person (risk, approval)"')},
    ),
    "a supporter is also the worker who checked": (WORKER_AND_PARTICIPANT, {"HOLE": ("", ", not-by: [check]"), "ALSO": ("", ", not-by: [meet]")}),
    "consent runs out while the meeting is held up": (HELD, {"HOLE": ("", ", while: consent is given, otherwise: stopped")}),
    "what was held is held again": (HELD_TWICE, {"HOLE": ("", ", needs: consent is given")}),
    "a notice during the meeting leads to another meeting": (NOTICE, {"HOLE": ("kind: meeting", "")}),
    "a notice after they were told": (TOLD_OF_THE_NOTICE, {"HOLE": ("", ", voided-by: [new-offence]")}),
    "a helper is replaced after the approval": (REPLACED, {"HOLE": ("", ", voided-by: [{change-of: helper}]")}),
    "somebody informed is replaced": (REPLACED_AND_BACK, {"HOLE": ("", ', needs: "every victim: informed is true"')}),
    "of two deadlines the later was taken for the earlier": (RACING, {"HOLE": ("21 days", "7 days")}),
    "a deadline and a window that begin at different moments": (
        RACING_A_WINDOW,
        {"RECORDS": ("", ", records: [consent]"), "HOLE": ("10 days", "10 days")},
    ),
    "a deadline a moment too late for a window": (
        RACING_A_WINDOW,
        {"RECORDS": (", records: [consent]", ", records: [consent]"), "HOLE": ("11 days", "9 days")},
    ),
    "two deadlines at the same moment go in the order of the file": (
        AT_THE_SAME_MOMENT,
        {
            "DEADLINES": (
                "[{in: waiting, after: 7 days, then: two}, {in: waiting, after: 7 days, then: one}]",
                "[{in: waiting, after: 7 days, then: one}, {in: waiting, after: 7 days, then: two}]",
            )
        },
    ),
    "five working days are longer than five days": (WORKING_DAYS, {"HOLE": ("6 days", "9 days")}),
    "a weekend makes five working days shorter than others": (WORKING_DAYS, {"HOLE": ("7 days", "9 days")}),
    "an hour later may be another day": (SAME_DAY.replace("HOLE", "1 hours"), {"same day": ("same day", "2 hours")}),
    "two records of one day run out at the same midnight": (SAME_MIDNIGHT, {"HOLE": ("20 hours", "same day")}),
    "the court date comes and the case is closed": (COURT_DATE, {"HOLE": ("", ", voided-by: [overdue]")}),
    "a denial after the acceptance": (OWN_VOIDING, {"HOLE": ("", ", voided-by: [{own: denial}]")}),
    "one wants to meet and another does not": (SOMEBODY_ELSES_ANSWER, {"QUANTITY": ("some", "every")}),
    "two of three, and one who is not": (
        COUNTED.replace("NUMBER", "2"),
        {"HOLE": (', needs: "some supporter: concern is false"', ', needs: "every supporter: concern is false"')},
    ),
    "only the safeguard counts to three": (
        COUNTED.replace("NUMBER", "3"),
        {"HOLE": ("", ', needs: "not at least 2 supporter: concern is true"')},
    ),
    "it runs out just when the deadline is due": (AS_LONG_AS_THE_DEADLINE, {"HOLE": ("3 days", "73 hours")}),
    "what is needed of some, whoever they are, is so on the way": (
        ASKED_OF_SOME,
        {"HOLE": ("at least 2 supporter: briefed is current", "at least 3 supporter: briefed is done")},
    ),
    "what is needed of some is recorded anew on the way": (
        RECORDED_ON_THE_WAY,
        {"HOLE": ("at least 2 supporter: briefed is done", "at least 2 supporter: briefed is done"), "records: [briefed], ": ("records: [briefed], ", "")},
    ),
    "some supporter is asked what is known of the case": (
        ASKED_OF_THE_CASE,
        {"HOLE": ("every supporter: venue is safe", "some supporter: venue is safe")},
    ),
    "a deadline that is held back fires in the moment it may": (HELD_BACK, {"HOLE": ("21 days", "7 days")}),
    "a deadline that is held back is overtaken by another": (
        HELD_BACK_FOR_LONG,
        {"NEEDS": (", needs: alarm is raised", "")},
    ),
    "a gate that asks only whether it is known": (SCHEME_FREE, {"HOLE": ("risk is current", "risk is low")}),
}  # fmt: skip


def filled(name: str) -> tuple[str, str]:
    """
    Give the two texts of a pair.
    """
    text, fillings = _PAIRS[name]
    first = second = text.replace("CLOSED", CLOSED)
    for hole, (breaking, keeping) in fillings.items():
        first, second = first.replace(hole, breaking), second.replace(hole, keeping)
    return first, second


HARD_PAIRS = {name: filled(name) for name in _PAIRS}
