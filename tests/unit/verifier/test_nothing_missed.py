"""
Ways in which a search could miss something, each in a workflow as small as can be: every one of them was missed once.
"""

import pytest
from attrs import evolve

from rjflow.frozen import frozen_map
from rjflow.reader.reading import read
from rjflow.verifier.judging import judge

OTHERS_STALE = """\
rjflow: 1
workflow: others-stale
version: 1
title: tiny
roles: {worker: {}}
people:
  victim: {at-least: 1}
evidence:
  consent: {about: victim, one-of: [given, refused], recorded-by: [worker], current-for: 14 days}
  approval: {one-of: [yes-please, no-thanks], recorded-by: [worker], current-for: whole-case, voided-by: [consent]}
states:
  over: {final: true, reasons: [done]}
  preparing: {start: true}
  meeting: {while: "every victim: consent is given", otherwise: stopped}
  stopped: {}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  begin: {from: preparing, to: meeting, by: [worker], needs: approval is yes-please}
safeguards:
  - {id: A, label: a, never: in stopped and approval is current}
"""

TWO_VICTIMS = """\
rjflow: 1
workflow: two-victims
version: 1
title: tiny
roles: {worker: {}}
people:
  victim: {at-least: 1}
evidence:
  x: {about: victim, flag: true, recorded-by: [worker], current-for: whole-case, voided-by: [{own: y}]}
  y: {about: victim, flag: true, recorded-by: [worker], current-for: whole-case, not-by: [z], voided-by: [{own: z}]}
  z: {about: victim, flag: true, recorded-by: [worker], current-for: whole-case, needs: x is true}
states:
  over: {final: true, reasons: [done]}
  a: {start: true}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
safeguards:
  - {id: A, label: a, different-people: [x, y]}
"""

NOT_BY_AGAIN = """\
rjflow: 1
workflow: not-by-again
version: 1
title: tiny
roles: {worker: {}}
states:
  over: {final: true, reasons: [done]}
  a: {start: true}
  b: {}
  c: {}
  d: {}
  e: {}
  f: {}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  go:
    by: [worker]
    not-by: [went]
    either:
      - {from: a, to: b}
      - {from: c, to: d}
  went:
    by: [worker]
    not-by: [go]
    either:
      - {from: b, to: c}
      - {from: d, to: e}
  sign: {from: e, to: f, by: [worker], not-by: [go]}
safeguards:
  - {id: A, label: a, different-people: [went, sign]}
"""

START_HOLD = """\
rjflow: 1
workflow: start-hold
version: 1
title: tiny
roles: {worker: {}}
evidence:
  x: {flag: true, recorded-by: [worker], current-for: whole-case}
states:
  over: {final: true, reasons: [done]}
  a: {start: true, holds: true}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  resume: {from: a, to: back, by: [worker]}
safeguards:
  - {id: A, label: a, entering: a, must: x is true}
"""

STALE_IN_FINAL = """\
rjflow: 1
workflow: stale-in-final
version: 1
title: tiny
roles: {worker: {}}
evidence:
  x: {flag: true, recorded-by: [worker], current-for: 1 day}
states:
  over: {final: true, reasons: [done]}
  a: {start: true}
  b: {final: true, reasons: [done]}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  go: {from: a, to: b, by: [worker], needs: x is true}
safeguards:
  - {id: A, label: a, always: not in b or x is true}
"""

SIMULTANEOUS = """\
rjflow: 1
workflow: simultaneous
version: 1
title: tiny
roles: {worker: {}}
evidence:
  x: {flag: true, recorded-by: [worker], current-for: 1 day}
  y: {flag: true, recorded-by: [worker], current-for: 1 day}
states:
  over: {final: true, reasons: [done]}
  s: {start: true}
  a: {while: x is true and y is true, otherwise: b}
  b: {while: x is true or y is true, otherwise: c}
  c: {holds: true}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  seen: {from: s, to: s, by: [worker], records: [x, y]}
  go: {from: s, to: a, by: [worker]}
  resume: {from: c, to: back, by: [worker]}
safeguards:
  - {id: A, label: a, never: in c from a}
"""

OPEN_GUARD_RECORDS = """\
rjflow: 1
workflow: open-guard-records
version: 1
title: tiny
roles: {worker: {}}
evidence:
  x: {flag: true, recorded-by: [worker], current-for: whole-case, voided-by: [y]}
  y: {flag: true, recorded-by: [worker], current-for: whole-case}
states:
  over: {final: true, reasons: [done]}
  a: {start: true}
  b: {while: x is true, otherwise: a}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  leave: {from: a, to: b, by: [worker], records: [y]}
safeguards:
  - {id: A, label: a, always-open: leave, while: in a and x is true}
"""

OPEN_GUARD = """\
rjflow: 1
workflow: open-guard
version: 1
title: tiny
roles: {worker: {}}
evidence:
  x: {flag: true, recorded-by: [worker], current-for: whole-case}
states:
  over: {final: true, reasons: [done]}
  a: {start: true}
  b: {while: x is true, otherwise: a}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  leave: {from: a, to: b, by: [worker]}
safeguards:
  - {id: A, label: a, always-open: leave, while: in a}
"""

OPEN_NOBODY = """\
rjflow: 1
workflow: open-nobody
version: 1
title: tiny
roles: {worker: {}}
people:
  victim: {}
states:
  over: {final: true, reasons: [done]}
  a: {start: true}
  b: {}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  leave: {from: a, to: b, by: [victim]}
safeguards:
  - {id: A, label: a, always-open: leave, while: in a}
"""

POSSIBLE_FALL_OTHERS = """\
rjflow: 1
workflow: possible-fall-others
version: 1
title: tiny
roles: {worker: {}}
people:
  victim: {at-least: 1}
evidence:
  consent: {about: victim, one-of: [given], recorded-by: [worker], current-for: whole-case}
states:
  s: {start: true}
  a: {while: "every victim: consent is given", otherwise: b}
  b: {}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: a, by: [worker]}
  quit: {from: s, to: z, by: [worker]}
  leave: {from: b, to: z, by: [worker]}
safeguards:
  - {id: A, label: a, always-possible: final, using: [roles]}
"""

POSSIBLE_BACK = """\
rjflow: 1
workflow: possible-back
version: 1
title: tiny
roles: {worker: {}, boss: {}}
evidence:
  x: {one-of: [one, two], recorded-by: [boss], current-for: whole-case, voided-by: [y]}
  y: {flag: true, recorded-by: [boss], current-for: whole-case}
states:
  s: {start: true}
  a: {while: x is current, otherwise: b}
  b: {}
  h: {holds: true}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: a, by: [boss]}
  quit: {from: s, to: z, by: [worker]}
  hold: {from: a, to: h, by: [worker]}
  resume: {from: h, to: back, by: [worker]}
  leave: {from: b, to: z, by: [worker]}
safeguards:
  - {id: A, label: a, always-possible: final, using: [worker]}
"""

POSSIBLE_RECORDS = """\
rjflow: 1
workflow: possible-records
version: 1
title: tiny
roles: {worker: {}, boss: {}}
evidence:
  y: {flag: true, recorded-by: [boss], current-for: whole-case}
  x: {flag: true, recorded-by: [worker], current-for: whole-case, needs: y is true}
states:
  s: {start: true}
  t: {while: x is true, otherwise: s}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: t, by: [worker], records: [x]}
  leave: {from: t, to: z, by: [worker]}
safeguards:
  - {id: A, label: a, always-possible: final, using: [worker]}
"""

POSSIBLE_NOBODY_TO_RECORD = """\
rjflow: 1
workflow: possible-nobody-to-record
version: 1
title: tiny
roles: {worker: {}}
people:
  victim: {}
evidence:
  x: {about: victim, flag: true, recorded-by: [worker], current-for: whole-case}
states:
  s: {start: true}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: z, by: [worker], records: [x]}
safeguards:
  - {id: A, label: a, always-possible: final, using: [worker]}
  - {id: B, label: a, always-open: go, while: in s}
"""

POSSIBLE_CLOCK_REASONS = """\
rjflow: 1
workflow: possible-clock-reasons
version: 1
title: tiny
roles: {}
states:
  s: {start: true}
  z: {final: true, reasons: [done, late]}
events:
  go: {from: s, to: z, by: [clock], reason: done}
deadlines:
  - {in: s, after: 1 day, then: go}
safeguards:
  - {id: A, label: a, always-possible: final, using: [clock]}
"""

POSSIBLE_CLOCK_ORDER = """\
rjflow: 1
workflow: possible-clock-order
version: 1
title: tiny
roles: {}
states:
  s: {start: true}
  t: {}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: z, by: [clock]}
  ping: {from: s, to: t, by: [clock]}
  pong: {from: t, to: s, by: [clock]}
deadlines:
  - {in: s, after: 7 days, then: ping}
  - {in: s, after: 28 days, then: go}
  - {in: t, after: 7 days, then: pong}
safeguards:
  - {id: A, label: a, always-possible: final, using: [clock]}
"""

POSSIBLE_CLOCK_STALE = """\
rjflow: 1
workflow: possible-clock-stale
version: 1
title: tiny
roles: {boss: {}}
evidence:
  x: {one-of: [fine], recorded-by: [boss], current-for: 2 days}
states:
  s: {start: true}
  t: {}
  z: {final: true, reasons: [done]}
events:
  inside: {from: s, to: t, by: [boss], needs: x is fine}
  quit: {from: s, to: z, by: [clock]}
  go: {from: t, to: z, by: [clock], needs: x is fine}
deadlines:
  - {in: s, after: 28 days, then: quit}
  - {in: t, after: 28 days, then: go}
safeguards:
  - {id: A, label: a, always-possible: final, using: [clock]}
"""

CLOCK_SAME_PERSON = """\
rjflow: 1
workflow: clock-same-person
version: 1
title: tiny
roles: {worker: {}}
states:
  over: {final: true, reasons: [done]}
  s: {start: true}
  t: {}
  u: {}
  v: {}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  one: {from: s, to: t, by: [clock]}
  two: {from: t, to: u, by: [clock]}
  three: {from: u, to: v, by: [worker], needs: "same person (one, two)"}
deadlines:
  - {in: s, after: 1 day, then: one}
  - {in: t, after: 1 day, then: two}
safeguards:
  - {id: A, label: a, never: in v}
"""

POSSIBLE_UNTIL = """\
rjflow: 1
workflow: possible-until
version: 1
title: tiny
roles: {worker: {}}
evidence:
  x: {flag: true, recorded-by: [worker], current-for: whole-case, voided-by: [oops]}
notices: {oops: {}}
states:
  s: {start: true}
  t: {}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: t, by: [worker], needs: not x is current}
  quit: {from: s, to: z, by: [worker], needs: not x is true}
  off: {from: t, to: z, by: [worker]}
safeguards:
  - {id: A, label: a, always-possible: final, using: [roles]}
"""

KEPT_NESTED = """\
rjflow: 1
workflow: kept-nested
version: 1
title: tiny
roles: {worker: {}}
evidence:
  x: {flag: true, recorded-by: [worker], current-for: 10 days}
  y: {flag: true, recorded-by: [worker], current-for: 5 days, needs: x is true}
states:
  over: {final: true, reasons: [done]}
  s: {start: true}
  t: {}
events:
  out: {from: {any-except: []}, to: over, by: [worker]}
  go: {from: s, to: t, by: [worker], needs: y is true}
safeguards:
  - {id: A, label: a, entering: t, must: x is true}
"""

NOTICE_BY_NOBODY = """\
rjflow: 1
workflow: notice-by-nobody
version: 1
title: tiny
roles: {}
notices: {alarm: {}}
states:
  s: {start: true}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: z, by: [clock]}
deadlines:
  - {in: s, after: 7 days, then: go}
safeguards:
  - {id: A, label: a, before: alarm, must-have: go}
"""

FALLS_AT_ONCE = """\
rjflow: 1
workflow: falls-at-once
version: 1
title: tiny
roles: {worker: {}}
notices: {alarm: {}}
evidence:
  x: {one-of: [fine], recorded-by: [worker], current-for: whole-case, voided-by: [alarm]}
states:
  s: {start: true}
  a: {while: x is fine, otherwise: b}
  b: {kind: meeting}
  z: {final: true, reasons: [done]}
events:
  go: {from: s, to: a, by: [worker]}
  leave: {from: [a, b], to: z, by: [worker]}
safeguards:
  - {id: A, label: a, entering: b, must: x is fine}
  - {id: B, label: a, before: kind meeting, must-have: leave}
  - {id: C, label: a, before: kind meeting, must-have: go, since: alarm}
"""

ONLY_ABOUT_TWO = """\
rjflow: 1
workflow: only-about-two
version: 1
title: tiny
roles: {worker: {}}
people:
  victim: {at-least: 1}
evidence:
  x: {about: victim, one-of: [done], recorded-by: [worker], current-for: whole-case, voided-by: [{own: y}], not-by: [y]}
  y: {about: victim, one-of: [done], recorded-by: [worker], current-for: whole-case, needs: x is done}
states:
  a: {start: true}
  z: {final: true, reasons: [done]}
events:
  out: {from: a, to: z, by: [worker]}
safeguards:
  - {id: A, label: a, different-people: [x, y]}
"""

ANOTHER_STAYS = """\
rjflow: 1
workflow: another-stays
version: 1
title: tiny
roles: {worker: {}}
people:
  guest: {leaves: {by: [worker], in: [salon]}}
evidence:
  calm: {one-of: [so], recorded-by: [worker], current-for: whole-case, voided-by: [{change-of: guest}]}
states:
  s: {start: true}
  salon: {while: calm is so, otherwise: room}
  room: {}
  hall: {}
  z: {final: true, reasons: [done]}
events:
  sit: {from: s, to: salon, by: [worker]}
  go: {from: room, to: hall, by: [guest]}
  leave: {from: [s, salon, room, hall], to: z, by: [worker]}
safeguards:
  - {id: A, label: a, never: in hall}
"""

HELD_ON = """rjflow: 1
workflow: held-on
version: 1
title: tiny
roles: {worker: {}}
states:
  s: {start: true}
  g: {holds: true}
  h: {holds: true}
  z: {final: true, reasons: [done]}
events:
  hold: {from: s, to: g, by: [worker]}
  hold-on: {from: g, to: h, by: [worker]}
  resume: {from: [g, h], to: back, by: [worker]}
  quit: {from: s, to: z, by: [worker]}
safeguards:
  - {id: A, label: a, never: in h from s}
"""

CASES = {
    "others' evidence runs out and closes a gate, though recording it would undo what is looked for": (
        OTHERS_STALE,
        "broken",
    ),
    "one person does two things about two different people": (TWO_VICTIMS, "broken"),
    "people who may not do the same thing twice take turns without end": (NOT_BY_AGAIN, "broken"),
    "a case begins in a state that holds and is brought back to it": (START_HOLD, "broken"),
    "evidence runs out after the case was closed": (STALE_IN_FINAL, "broken"),
    "two records run out at one moment and the case falls through a state that either would have kept open": (
        SIMULTANEOUS,
        "broken",
    ),
    "the form of an event undoes what the state it leads to asks": (OPEN_GUARD_RECORDS, "broken"),
    "the state an event leads to is shut": (OPEN_GUARD, "broken"),
    "nobody is there who could make the event happen": (OPEN_NOBODY, "broken"),
    "recording something about somebody does not surely close a gate": (POSSIBLE_FALL_OTHERS, "broken"),
    "coming back leads to a state that cannot be left": (POSSIBLE_BACK, "broken"),
    "a record made with an event does not count": (POSSIBLE_RECORDS, "broken"),
    "a form about people cannot be filled in where there are none": (POSSIBLE_NOBODY_TO_RECORD, "broken"),
    "another deadline always comes first": (POSSIBLE_CLOCK_ORDER, "broken"),
    "what a deadline needs has run out when it comes": (POSSIBLE_CLOCK_STALE, "broken"),
    "the clock does two things that one person must have done": (CLOCK_SAME_PERSON, "broken"),
    "evidence that is in the way of one road leaves another open": (POSSIBLE_UNTIL, "kept"),
    "what was needed is said anew, otherwise": (KEPT_NESTED, "broken"),
    "a notice that anybody may give comes, though there are no roles": (NOTICE_BY_NOBODY, "broken"),
    "a notice closes a gate, and a state is entered": (FALLS_AT_ONCE, "broken"),
    "one person does one thing about somebody and the other about somebody else": (ONLY_ABOUT_TWO, "broken"),
    "only about one person, it cannot be done by one": (
        ONLY_ABOUT_TWO.replace("at-least: 1", "at-least: 1, at-most: 1"),
        "kept",
    ),
    "somebody leaves, and another one is still there to go on": (ANOTHER_STAYS, "broken"),
    "what is held on was held from the start": (HELD_ON, "broken"),
}


@pytest.mark.parametrize(("text", "judged"), CASES.values(), ids=CASES)
def test_misses_nothing(text: str, judged: str):
    """
    What can happen is found, and told as a story; what cannot is not.
    """
    workflow = read(text, name="tiny.workflow.yaml")

    verdicts = [judge(workflow, safeguard) for safeguard in workflow.safeguards]

    assert [one.judged for one in verdicts] == [judged] * len(verdicts)
    assert all(one.story is not None for one in verdicts if one.judged == "broken")


@pytest.mark.parametrize(("reasons", "judged"), [(("done",), "kept"), (("done", "late"), "broken"), ((), "broken")])
def test_the_clock_cannot_choose_a_reason_to_close_a_case(reasons: tuple[str, ...], judged: str):
    """
    In a workflow that no file made, which leaves the clock a choice, it makes none.
    """
    workflow = read(POSSIBLE_CLOCK_REASONS)
    go = workflow.events["go"]
    closing = evolve(go, ways=(evolve(go.ways[0], reasons=reasons),))
    chosen = evolve(workflow, events=frozen_map({**workflow.events, "go": closing}))

    assert judged == judge(chosen, chosen.safeguards[0]).judged


LASTS_LONGER = """\
rjflow: 1
workflow: lasts-longer
version: 1
title: tiny
roles: {worker: {}}
evidence:
  key: {one-of: [found], recorded-by: [worker], current-for: 2 days}
  door: {one-of: [shut], recorded-by: [worker], current-for: whole-case, needs: key is found}
states:
  s: {start: true}
  z: {final: true, reasons: [done, late]}
events:
  go: {from: s, to: z, by: [clock], reason: done}
deadlines:
  - {in: s, after: 1 day, then: go}
safeguards:
  - {id: A, label: a, always: "not in s or door is missing or key is current"}
"""


@pytest.mark.parametrize(("reasons", "judged"), [(("done",), "kept"), (("done", "late"), "broken")])
def test_a_deadline_that_cannot_choose_a_reason_is_no_limit(reasons: tuple[str, ...], judged: str):
    """
    In a workflow that no file made, a case waits for longer than for a deadline that the clock cannot fire.
    """
    workflow = read(LASTS_LONGER)
    go = workflow.events["go"]
    closing = evolve(go, ways=(evolve(go.ways[0], reasons=reasons),))
    chosen = evolve(workflow, events=frozen_map({**workflow.events, "go": closing}))

    assert judged == judge(chosen, chosen.safeguards[0]).judged
