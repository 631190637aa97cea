"""
Cases that fall at once, past several gates: which gates hold them up, and from where nobody comes on any more.
"""

import pytest
from tests.oracles.held_to import shows
from tests.oracles.test_one_moment_agrees import BEGUN_ANEW, ENDED, POSSIBLE, filled
from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import Deadline, Way, Workflow
from rjflow.definition.safeguards import Before, Happening, Safeguard, Step
from rjflow.guards.syntax import Among, Or
from rjflow.instants import DAY, HOUR
from rjflow.reader.reading import read
from rjflow.verifier.judging import judge
from rjflow.verifier.verdict import Verdict

TAKEN_UP_AGAIN = """\
rjflow: 1
workflow: hall
version: 1
title: Whoever goes back to the hall may have to stay in the lobby
roles: {worker: {}}
evidence:
  ticket: {one-of: [good, torn], current-for: whole-case}
  coat: {one-of: [THERE], current-for: whole-case}
states:
  begin: {start: true}
  hall: {while: ticket is good, otherwise: lobby}
  lobby: {while: coat is there, otherwise: street}
  street: {}
  break: {holds: true}
  closed: {final: true, reasons: [done]}
events:
  enter: {from: begin, to: hall, by: [worker], records: [ticket, coat]}
  take-a-break: {from: hall, to: break, by: [worker]}
  look-again: {from: break, to: break, by: [worker], records: [ticket]}
  go-on: {from: break, to: back, by: [worker]}
  end: {from: [hall, lobby, street], to: closed, by: [worker]}
safeguards:
  - {id: A, label: nobody is in the street with a torn ticket, always: not in street or ticket is good}
"""


def verdict(workflow: Workflow) -> Verdict:
    """
    Judge the only safeguard of a workflow; the story, if there is one, shows what it should.
    """
    [safeguard] = workflow.safeguards
    found = judge(workflow, safeguard)
    assert found.story is None or shows(workflow, safeguard.form, found.story)
    return found


@pytest.mark.parametrize(("there", "judged"), [("there", "kept"), ("there, gone", "broken")])
def test_an_open_gate_holds_up_a_case_that_is_taken_up_again(there: str, judged: str):
    """
    The case comes back to where it may not stay; how far it falls from there depends on a gate that is asked at neither end.
    """
    assert judged == verdict(read(TAKEN_UP_AGAIN.replace("THERE", there))).judged


@pytest.mark.parametrize(("window", "judged"), [("5 days", "broken"), ("6 days", "unfinished")])
def test_what_a_case_falls_past_at_one_moment_is_no_way_on(window: str, judged: str):
    """
    Whichever of two records ran out first, the case would come to a check. They run out at one moment, and it comes past both, again and again. A
    day apart it comes to one, and nobody says that it does not.
    """
    holes = {"WINDOW": window, "UPPER": "a is ok and b is ok", "FIRST": "a is ok", "SECOND": "b is ok"}

    assert judged == verdict(filled(POSSIBLE, GOAL="[kind check, final]", ENDED=BEGUN_ANEW, **holes)).judged


def test_a_trap_is_told_that_a_case_comes_to_in_real_days():
    """
    One is as near, where only one of two records has run out that run out at one moment; the other is told.
    """
    holes = {"WINDOW": "5 days", "UPPER": "a is ok", "FIRST": "a is ok", "SECOND": "a is ok and b is ok"}
    story = verdict(filled(POSSIBLE, GOAL="two", ENDED=ENDED, **holes)).story

    assert story is not None
    assert ["ready", "closed"] == [step.decision.after.state for step in story.steps]


NEVER_COME_TO = """\
rjflow: 1
workflow: house
version: 1
title: From the attic a case falls past the stairs, from where it could be closed, to the start
roles: {worker: {}, lead: {}}
evidence:
  light: {one-of: ["on"], current-for: 1 days}
  key: {one-of: [given], current-for: WINDOW}
states:
  start: {start: true}
  attic: {while: key is given, otherwise: stairs}
  stairs: {while: light is on, otherwise: hall}
  hall: {while: key is given, otherwise: start}
  end: {final: true, reasons: [over]}
events:
  climb: {from: start, to: attic, by: [worker], records: [light, key]}
  close: {from: [stairs, hall], to: end, by: [lead]}
safeguards:
  - {id: A, label: it can always come to the hall, always-possible: hall, using: [worker, clock]}
"""


@pytest.mark.parametrize(("window", "steps"), [("1 days", 0), ("2 days", 0), ("12 hours", 3)])
def test_where_no_case_comes_to_a_trap_it_is_told_that_it_is_stuck_before(window: str, steps: int):
    """
    The light is never on when the key runs out, unless it is good for longer; so nobody is ever where a case may be closed, and nobody comes to the hall.
    """
    found = verdict(read(NEVER_COME_TO.replace("WINDOW", window)))

    assert found.story is not None
    assert steps == len(found.story.steps)


def test_where_not_everything_can_be_tried_nobody_says_that_a_case_is_stuck():
    """
    A note about people is tried of each in one way alone, so it is left unfinished.
    """
    people = "people: {guest: {}}\nevidence:\n  note: {about: guest, one-of: [made], recorded-by: [worker], current-for: 1 days}\n"
    text = NEVER_COME_TO.replace("WINDOW", "1 days").replace("evidence:\n", people)

    assert "unfinished" == verdict(read(text)).judged


def test_a_trail_without_time_reads_nothing_that_is_not_tracked():
    """
    What a shortest trail reads is not enough to tell one on which no time passes: it takes another way, past gates of which nothing was known.
    """
    near, far = Among("near", ("yes",)), Among("far", ("yes",))
    happened = [Happening(kind="step", name="", step=Step(what="state", name=name)) for name in ("below", "landing")]
    form = Before(event=(happened[0],), must_have=(happened[1],))
    begun, both = ("start", "landing"), ("near", "far")
    stairs = workflow(
        *(evidence(name, recorded_by=()) for name in both),
        state("top", guard=asks(Or((near, far))), otherwise="middle"),
        state("middle", guard=asks(near, far), otherwise="landing"),
        state("landing", guard=asks(near), otherwise="below"),
        *(state("below", holds=True), state("street")),
        event("climb", ("start", "top"), records=both),
        event("leave", ("landing", "street")),
        event("wait", Way(from_states=begun, target="below"), by=("clock",)),
        event("go", Way(from_states=begun, target="street"), by=("clock",)),
        deadlines=(
            Deadline(states=begun, event="wait", length=25 * HOUR),
            Deadline(states=begun, event="go", length=DAY),
        ),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )

    assert "broken" == verdict(stairs).judged
