"""
A tour tries other ways where the nearest will not do: other answers on a form, a longer way, the fall through a gate, an event fetched first.
"""

from rjflow.guards.syntax import Among, ForPeople
from rjflow.reader.reading import read
from rjflow.rules.viewing import holds, record_of
from rjflow.verifier.judging import find
from rjflow.verifier.probing import NEVER
from rjflow.verifier.touring import opening, tour
from rjflow.verifier.visiting import Place, tours, visit_one

INTAKE = """\
rjflow: 1
workflow: intake
version: 1
title: What a person says is recorded only by the event that takes them in
roles: {worker: {}}
people: {offender: {at-least: 1}}
evidence:
  responsibility:
    about: offender
    one-of: [accepts, partly, denies]
    current-for: whole-case
states:
  begun: {start: true}
  taken: {}
  inside: {}
  done: {final: true, reasons: [over]}
events:
  take-in: {from: begun, to: taken, by: [worker], records: [responsibility]}
  bring: {from: taken, to: inside, by: [worker], needs: "every offender: responsibility in (accepts, partly)"}
  end: {from: inside, to: done, by: [worker]}
"""


def test_a_form_on_a_tour_says_what_does_not_help():
    """
    The event that comes first records what a later condition asks: it says what that does not accept, though the workflow itself asks for
    no more than a share of it, and what the way there needs.
    """
    workflow = read(INTAKE, name="intake")
    asked = ForPeople("every", 0, "offender", Among("responsibility", ("accepts",)))
    story = visit_one(workflow, [Place("inside")], asked, find)

    assert story is not None
    assert holds(workflow, story.last, asked) is False
    said = record_of(workflow, story.last, "responsibility", "offender-1")
    assert said is not None
    assert said.value == "partly"


ROUND = """\
rjflow: 1
workflow: round
version: 1
title: There are two ways to everything
roles: {worker: {}}
people: {guest: {at-least: 1}}
evidence:
  check: {one-of: [clear], recorded-by: [worker], current-for: whole-case}
  mood: {one-of: [calm, upset], recorded-by: [worker], current-for: whole-case}
  report: {one-of: [held, stopped], current-for: whole-case}
states:
  begun: {start: true}
  waiting: {}
  taken: {while: mood is calm, otherwise: outside}
  outside: {}
  met: {}
  rested: {}
  over: {}
  done: {final: true, reasons: [over]}
events:
  take: {from: begun, to: taken, by: [worker], needs: check is clear}
  wait: {from: begun, to: waiting, by: [worker]}
  take-late: {from: waiting, to: taken, by: [worker]}
  stop: {from: taken, to: rested, by: [worker]}
  meet: {from: taken, to: met, by: [worker], records: [report]}
  rest: {from: met, to: rested, by: [worker]}
  leave: {from: rested, to: over, by: [worker]}
  quit: {from: outside, to: done, by: [worker]}
  end: {from: over, to: done, by: [worker], needs: report is held}
"""


def test_a_tour_falls_through_a_gate_where_nothing_else_leads():
    """
    Outside is who was taken in and then was upset: no event leads there.
    """
    workflow = read(ROUND, name="round")
    stops = tour(workflow, opening(workflow), find)

    assert {*workflow.states} == {*stops}
    assert [("fell", "outside")] == [(one.cause, one.target) for one in stops["outside"].decisions[-1].moves]


def test_a_tour_that_spares_something_goes_the_longer_way_without_it():
    """
    Whoever may not be known to be clear was not checked at all, and waited instead.
    """
    workflow = read(ROUND, name="round")
    clear = Among("check", ("clear",))
    story = visit_one(workflow, [Place("taken")], clear, find)
    spared = list(tours(workflow, find, clear))[-1]

    assert story is not None
    assert record_of(workflow, story.last, "check", None) is None
    assert "waiting" in {move.target for one in spared["over"].decisions for move in one.moves}


def test_what_only_an_event_brings_is_fetched_for_a_place():
    """
    The nearest case that is over was stopped, and there is no report of it; another one met first.
    """
    workflow = read(ROUND, name="round")
    needs = workflow.events["end"].ways[0].needs
    near = tour(workflow, opening(workflow), find)["over"]
    story = visit_one(workflow, [Place("over", needs)], NEVER, find)

    assert record_of(workflow, near.now, "report", None) is None
    assert story is not None
    assert story.last.state == "over"
    assert "met" in {move.target for step in story.steps for move in step.decision.moves}
