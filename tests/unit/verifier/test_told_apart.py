"""
Pairs of workflows that differ in one thing: with it the safeguard is broken, without it kept. Each was once judged wrongly.
"""

import pytest

from rjflow.reader.reading import read
from rjflow.verifier.judging import judge
from rjflow.verifier.overlapping import overlaps

HEAD = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {worker: {}}
"""

WAITING = """\
states: {a: {start: true}, waiting: {}, closed: {final: true, reasons: [done]}}
events:
  wait: {from: a, to: waiting, by: [worker]}
  lapse: {from: [a, waiting], to: closed, by: [clock, worker]}
deadlines:
  - {in: WHERE, after: 3 days, then: lapse}
safeguards:
  - {id: A, label: a, always-possible: final, using: [clock]}
"""

ONE_STEP = """\
states: {a: {start: true}, asked: {}, told: {}, closed: {final: true, reasons: [done]}}
events:
  ask: {from: a, to: asked, by: [worker]}
  decline: {from: [a, asked], to: WHERE, by: [worker]}
  tell: {from: asked, to: told, by: [worker]}
  close: {from: told, to: closed, by: [worker]}
safeguards:
  - {id: A, label: a, after: decline, not-before: final, without: tell}
"""

UNDONE_ON_THE_WAY_IN = """\
evidence:
  plan: {one-of: [made], recorded-by: [worker], current-for: whole-case}
  consent: {one-of: [given], recorded-by: [worker], current-for: whole-case}
states: {a: {start: true}, meeting: {kind: meeting}, closed: {final: true, reasons: [done]}}
events:
  meet: {from: a, to: meeting, by: [worker], needs: consent is given, records: [WHAT]}
  close: {from: meeting, to: closed, by: [worker]}
safeguards:
  - {id: A, label: a, before: kind meeting, must-have: consent, since: plan}
"""

ANOTHERS_RETRACTION = """\
people:
  victim: {at-least: 1, at-most: 1}
  offender: {at-least: 1, at-most: 1}
evidence:
  consent: {about: victim, one-of: [given], recorded-by: [worker], current-for: whole-case, voided-by: [VOID]}
  retraction: {about: offender, flag: true, recorded-by: [worker], current-for: whole-case}
  other: {about: offender, flag: true, recorded-by: [worker], current-for: whole-case}
states: {a: {start: true}, meeting: {kind: meeting}, closed: {final: true, reasons: [done]}}
events:
  meet: {from: a, to: meeting, by: [worker], needs: "every victim: consent is given"}
  close: {from: meeting, to: closed, by: [worker]}
safeguards:
  - {id: A, label: a, before: kind meeting, must-have: consent, since: retraction}
"""

AT_ONE_MOMENT = """\
evidence:
  c0: {flag: true, recorded-by: [worker], current-for: 5 days}
  c1: {flag: true, recorded-by: [worker], current-for: 5 days}
  c2: {flag: true, recorded-by: [worker], current-for: 5 days}
  c3: {flag: true, recorded-by: [worker], current-for: WINDOW}
states:
  a: {start: true}
  meeting: {while: c0 is true and c1 is true and c2 is true and c3 is true, otherwise: debriefing}
  debriefing: {while: c0 is true or c1 is true or c2 is true or c3 is true, otherwise: follow-up}
  follow-up: {}
  closed: {final: true, reasons: [done]}
events:
  meet: {from: a, to: meeting, by: [worker], records: [c0, c1, c2, c3]}
  close: {from: [meeting, debriefing, follow-up], to: closed, by: [worker]}
safeguards:
  - {id: A, label: a, before: follow-up, must-have: debriefing}
"""

THEMSELVES = """\
people:
  victim: {at-least: 1, side: harmed}
states: {a: {start: true}, closed: {final: true, reasons: [done]}}
events:
  withdraw: {from: a, to: closed, by: [WHO]}
safeguards:
  - {id: A, label: a, always-open: withdraw, by: harmed, while: in a}
"""

EITHER_WAY = """\
evidence:
  custody: {flag: true, recorded-by: [worker], current-for: whole-case}
  cleared: {flag: true, recorded-by: [worker], current-for: whole-case}
  access: {flag: true, recorded-by: [worker], current-for: whole-case}
states: {a: {start: true}, meeting: {kind: meeting}, closed: {final: true, reasons: [done]}}
events:
  meet: {from: a, to: meeting, by: [worker], needs: custody is false or WHAT is true}
  close: {from: meeting, to: closed, by: [worker]}
safeguards:
  - {id: A, label: a, entering: meeting, must: custody is false or cleared is true}
"""

SOMEBODY = """\
people:
  victim: {at-least: LEAST, takes-part: true}
evidence:
  consent: {about: victim, one-of: [given], recorded-by: [worker], current-for: 5 days}
states:
  a: {start: true}
  meeting: {kind: meeting, while: "every participant: consent is given", otherwise: a}
  closed: {final: true, reasons: [done]}
events:
  meet: {from: a, to: meeting, by: [worker]}
  close: {from: meeting, to: closed, by: [worker]}
safeguards:
  - {id: A, label: a, always: "not in meeting or some victim: consent is given"}
"""

PAIRS = {
    "a deadline that somebody else may hurry is still the clock's only where it is one": (
        WAITING.replace("WHERE", "a"),
        WAITING.replace("WHERE", "[a, waiting]"),
    ),
    "an event that itself leads to what must not come yet": (
        ONE_STEP.replace("WHERE", "closed"),
        ONE_STEP.replace("WHERE", "asked"),
    ),
    "what must come anew is undone by the form of the event that needs it": (
        UNDONE_ON_THE_WAY_IN.replace("WHAT", "plan"),
        UNDONE_ON_THE_WAY_IN.replace("WHAT", "consent").replace("since: plan", "since: kind meeting"),
    ),
    "what must come anew is about somebody else": (
        ANOTHERS_RETRACTION.replace("VOID", "other"),
        ANOTHERS_RETRACTION.replace("VOID", "retraction"),
    ),
    "four things run out at one moment": (
        AT_ONE_MOMENT.replace("WINDOW", "5 days"),
        AT_ONE_MOMENT.replace("WINDOW", "whole-case"),
    ),
    "somebody else may do it for them, but they may not": (
        THEMSELVES.replace("WHO", "worker"),
        THEMSELVES.replace("WHO", "worker, victim"),
    ),
    "of two ways to be let in, only one is looked at": (
        EITHER_WAY.replace("WHAT", "access"),
        EITHER_WAY.replace("WHAT", "cleared"),
    ),
}


def judged(text: str) -> str:
    """
    Judge the only safeguard of a small workflow; what is broken has a story.
    """
    workflow = read(HEAD + text, name="tiny.workflow.yaml")
    verdict = judge(workflow, workflow.safeguards[0])
    assert (verdict.story is not None) == (verdict.judged == "broken")
    return verdict.judged


@pytest.mark.parametrize(("broken", "kept"), PAIRS.values(), ids=PAIRS)
def test_two_workflows_are_told_apart(broken: str, kept: str):
    """
    The one is broken, with a story; the other is kept.
    """
    assert ("broken", "kept") == (judged(broken), judged(kept))


def test_what_everybody_answers_somebody_answers():
    """
    A gate that asks everybody lets a safeguard rest on somebody, where there must be somebody.
    """
    assert judged(SOMEBODY.replace("LEAST", "1")) == "kept"


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("some victim: wish is meet", "no victim: wish is meet", False),
        ("some victim: wish is meet", "every victim: wish is write", False),
        ("every victim: wish is meet", "every victim: wish is write", False),
        ("some victim: wish is meet", "some victim: wish is write", True),
        ("every offender: wish is meet", "every offender: wish is write", True),
    ],
)
def test_ways_that_exclude_each_other_are_no_alarm(first: str, second: str, both: bool):
    """
    Two ways of an event that ask for what cannot be together are never open at once; others are found.
    """
    text = f"""\
people:
  victim: {{at-least: 1, takes-part: true}}
  offender: {{takes-part: true, joins: {{in: [a], by: [worker]}}}}
evidence:
  wish: {{about: participant, one-of: [meet, write], recorded-by: [worker], current-for: whole-case}}
states: {{a: {{start: true}}, b: {{}}, c: {{}}, closed: {{final: true, reasons: [done]}}}}
events:
  go:
    by: [worker]
    either:
      - {{from: a, to: b, needs: "{first}"}}
      - {{from: a, to: c, needs: "{second}"}}
  close: {{from: [b, c], to: closed, by: [worker]}}
"""
    assert both is bool(list(overlaps(read(HEAD + text, name="tiny.workflow.yaml"))))
