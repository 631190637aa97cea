"""
A tour goes round a workflow: what it tells can happen, step by step, and it comes nearly everywhere.
"""

from pathlib import Path

import pytest
from hypothesis import given
from tests.strategies import workflows

from rjflow.definition.lookup import requirements
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import DifferentPeople, Entering, Step
from rjflow.guards.syntax import And, Or
from rjflow.reader.reading import read, read_file
from rjflow.report.acting_out import act_out_story
from rjflow.rules.viewing import holds, record_of
from rjflow.verifier.breaking import broken_on_tour
from rjflow.verifier.judging import find, judge
from rjflow.verifier.replaying import ending, replayed
from rjflow.verifier.touring import Stop, opening, tour
from rjflow.verifier.verdict import Story
from rjflow.verifier.visiting import Place, rounds, visit_one
from rjflow.verifier.wanting import Spared

WORKFLOWS = Path(__file__).parents[3] / "workflows"
ANYHOW = And(())
NEVER = Or(())

# Each path leads past something that a straight way does not meet.
CROOKED = """\
rjflow: 1
workflow: crooked
version: 1
title: What is needed later is recorded on a way round
roles: {worker: {}, court: {}}
people:
  victim: {at-least: 1}
  helper: {joins: {by: [worker], in: [begun]}}
evidence:
  order:
    one-of: [made, refused]
    current-for: whole-case
  view:
    about: helper
    one-of: [suitable, unsuitable]
    recorded-by: [worker]
    current-for: whole-case
  hearing:
    date: true
    recorded-by: [court]
    current-for: whole-case
states:
  begun: {start: true}
  asked: {}
  waiting: {}
  heard: {}
  helped: {final: true, reasons: [helped]}
  done: {final: true, reasons: [heard]}
events:
  ask-court: {from: begun, to: asked, by: [worker]}
  court-orders: {from: asked, to: begun, by: [court], records: [order]}
  go-on: {from: begun, to: waiting, by: [worker], needs: [order is made, hearing is current]}
  hearing-comes: {from: waiting, to: heard, by: [clock]}
  with-help: {from: begun, to: helped, by: [worker], needs: ["some helper: view is suitable"]}
  finish: {from: heard, to: done, by: [worker]}
deadlines:
  - {until: hearing, from: waiting, then: hearing-comes}
"""

# What a case needed to come in must be otherwise for the visit; where the room asks for it all along, that ends the visit.
ROOM = """\
rjflow: 1
workflow: room
version: 1
title: A room with a door
roles: {worker: {}}
people: {victim: {at-least: 1}}
evidence:
  invitation: {one-of: [open, withdrawn], recorded-by: [worker], current-for: whole-case}
gates:
  invited: {label: invited, all: [invitation is open]}
states:
  outside: {start: true}
  inside: {WHILE}
  gone: {final: true, reasons: [gone]}
events:
  come-in: {from: outside, to: inside, by: [worker], needs: [invited]}
  go: {from: [outside, inside], to: gone, by: [worker]}
"""

# Who asked is said once, when the case begins, and decides what will do much later.
ASKED = """\
rjflow: 1
workflow: asked
version: 1
title: Who asked decides
roles: {worker: {}}
people: {victim: {at-least: 1}}
evidence:
  asker: {one-of: [court, victim], current-for: whole-case}
  history: {one-of: [none-known, present], recorded-by: [worker], current-for: whole-case}
states:
  begun: {start: true}
  weighed: {}
  met: {}
  done: {final: true, reasons: [done]}
events:
  refer: {from: begun, to: weighed, by: [worker], records: [asker]}
  meet: {from: weighed, to: met, by: [worker], needs: {any: [history is none-known, asker is victim]}}
  finish: {from: met, to: done, by: [worker]}
"""

# A plan is written by one role and approved by another; whether one person may have both is for the host.
APPROVED = """\
rjflow: 1
workflow: approved
version: 1
title: A plan and its approval
roles: {facilitator: {}, supervisor: {}}
people: {victim: {at-least: 1}}
evidence:
  plan: {about: victim, one-of: [made], recorded-by: [facilitator], current-for: whole-case}
  approval: {one-of: [given], current-for: whole-case}
states:
  planning: {start: true}
  approved: {}
  done: {final: true, reasons: [done]}
events:
  approve: {from: planning, to: approved, by: [supervisor], records: [approval], needs: ["every victim: plan is made"] BARRED}
  finish: {from: approved, to: done, by: [facilitator]}
"""


def follows(workflow: Workflow, state: str, stop: Stop) -> Story:
    """
    Act out again what a tour did, and hold it to where it says it came.
    """
    story = replayed(workflow, stop.opened, [decision.command for decision in stop.decisions])
    assert story is not None
    assert story.last == stop.now
    assert story.last.state == state
    return story


@given(workflows())
def test_what_a_tour_tells_can_happen(workflow: Workflow):
    """
    Every stop is a case that the rules take there, one step after the other, and no state is told that none comes to.
    """
    for stops, further in rounds(workflow, find):
        for state, stop in stops.items():
            follows(workflow, state, stop)
        moved = list(further)
        for stop in moved:
            follows(workflow, stop.now.state, stop)
    assert moved == list([later for _, later in rounds(workflow, find)][-1])


STANDING = """\
rjflow: 1
workflow: standing
version: 1
title: What is asked on the way in is undone inside
roles: {worker: {}}
notices: {alarm: {label: an alarm, by: [worker]}}
evidence: {check: {one-of: [clear, bad], recorded-by: [BY], current-for: WINDOW}}
states: {open: {start: true}, meeting: {kind: meeting}, over: {final: true, reasons: [done]}}
events:
  look: {from: open, to: open, by: [worker], records: [check]}
  meet: {from: open, to: meeting, by: [worker], needs: check is clear}
  close: {from: [open, meeting], to: over, by: [worker], reason: done}
safeguards: [{id: A, label: a, always: not in kind meeting or check is clear}]
"""


@pytest.mark.parametrize(
    ("by", "window", "undone"),
    [
        ("worker", "whole-case", "RecordEvidence"),
        ("", "whole-case, voided-by: [alarm]", "GiveNotice"),
        ("", "5 days", "Advance"),
        ("", "whole-case", None),
    ],
)
def test_what_is_always_to_be_true_is_undone_where_a_case_stands(by: str, window: str, undone: str | None):
    """
    By what people record, by a notice, or by time; nothing else is told, and where nothing undoes it no story is.
    """
    workflow = read(
        STANDING.replace("recorded-by: [BY], ", "recorded-by: [worker], " if by else "").replace("WINDOW", window)
    )
    story = broken_on_tour(workflow, workflow.safeguards[0].form, find)

    assert undone == (None if story is None else type(story.steps[-1].decision.command).__name__)
    assert story is None or story.last.state == "meeting"


@pytest.mark.parametrize("name", ["ew-post-sentence", "nz-pre-sentence", "pre-sentence-court", "sexual-harm"])
def test_a_tour_of_a_shipped_workflow_comes_everywhere(name: str):
    """
    It comes to every state, also where what is needed has to be brought from elsewhere.
    """
    workflow = read_file(WORKFLOWS / f"{name}.workflow.yaml")

    stops = tour(workflow, opening(workflow), find)

    assert {*stops} == {*workflow.states}
    for state, stop in stops.items():
        follows(workflow, state, stop)


def test_what_only_events_record_is_fetched():
    """
    An order that only the court's event records is asked for first; somebody joins who is needed; the clock goes on.
    """
    workflow = read(CROOKED)

    stops = tour(workflow, opening(workflow), find)

    assert {*stops} == {*workflow.states}


def test_evidence_is_spared_where_something_else_will_do():
    """
    Of two answers that would do, the tour takes the one that is not to be spared.
    """
    text = CROOKED.replace(
        "needs: [order is made, hearing is current]",
        "needs: [hearing is current, {any: [order is made, victim-asked is asked]}]",
    ).replace(
        "  hearing:\n",
        "  victim-asked: {one-of: [asked, refused], recorded-by: [worker], current-for: whole-case}\n  hearing:\n",
    )
    workflow = read(text)

    for spared in ("order", "victim-asked"):
        at = tour(workflow, opening(workflow), find, Spared(frozenset({spared})))["waiting"].now
        assert record_of(workflow, at, spared, None) is None


def test_a_visit_brings_about_what_is_asked_and_not_what_is_not_to_be():
    """
    A case stands in the state; what is needed is true there, and the other condition is not.
    """
    workflow = read(CROOKED)
    needs = workflow.events["with-help"].ways[0].needs
    unless = workflow.events["go-on"].ways[0].needs.items[0].condition

    story = visit_one(workflow, [Place("begun", needs)], unless, find)

    assert story is not None
    assert story.last.state == "begun"
    assert holds(workflow, story.last, unless) is not True
    assert visit_one(workflow, [Place("begun", needs)], ANYHOW, find) is None


@pytest.mark.parametrize(("asked", "comes_about"), [("", True), ("while: invited, otherwise: outside", False)])
def test_a_visit_undoes_what_is_not_to_be_while_it_stays(asked: str, comes_about: bool):
    """
    Whoever came in by an invitation is inside without one when it is withdrawn, unless that puts them outside.
    """
    workflow = read(ROOM.replace("WHILE", asked))
    unless = workflow.gates["invited"].asks.items[0].condition

    story = visit_one(workflow, [Place("inside")], unless, find)

    assert (story is not None) is comes_about
    if story is not None:
        assert story.last.state == "inside"
        assert holds(workflow, story.last, unless) is not True


@pytest.mark.parametrize("state", ["weighed", "met"])
@pytest.mark.parametrize(("more", "history"), [("", None), ("{all: [history is current]}, ", "present")])
def test_what_was_said_long_before_is_said_otherwise(state: str, more: str, history: str | None):
    """
    A case that may not be helped by its history is one that the person harmed asked for, where it goes on and before; where
    the history must be known, the other answer is given.
    """
    either = "{any: [history is none-known, asker is victim]}"
    workflow = read(ASKED.replace(f"needs: {either}", f"needs: [{more}{either}]"))
    needs = workflow.events["meet"].ways[0].needs
    unless = list(requirements(needs))[-2].condition

    story = visit_one(workflow, [Place(state, needs)], unless, find)

    assert story is not None
    assert story.last.state == state
    asker = record_of(workflow, story.last, "asker", None)
    assert asker is not None
    assert asker.value == "victim"
    record = record_of(workflow, story.last, "history", None)
    assert (record.value if record is not None else None) == history


@pytest.mark.parametrize(("barred", "told"), [("", True), (", not-by: [plan]", False)])
def test_one_person_does_what_different_people_should(barred: str, told: bool):
    """
    A tour has somebody else for each role; where nothing forbids it, one person with both does both.
    """
    workflow = read(APPROVED.replace(" BARRED", barred))

    story = broken_on_tour(workflow, DifferentPeople(first=("plan",), second=("approval",)), find)

    assert (story is not None) is told
    if story is not None:
        by = {step.decision.command.actor.id for step in story.steps}
        assert by == {"worker"}
        act_out_story(workflow, story)


@given(workflows())
def test_a_story_of_a_tour_breaks_what_it_says(workflow: Workflow):
    """
    Whatever is said to be broken on a tour is broken by the story, and judged to be broken by a search.
    """
    for safeguard in workflow.safeguards:
        story = broken_on_tour(workflow, safeguard.form, find)
        if story is not None:
            decisions = [step.decision for step in story.steps]
            assert ending(workflow, safeguard.form, story.opened, decisions) is not None
            assert judge(workflow, safeguard).judged == "broken"


def test_entering_a_state_is_broken_on_a_tour():
    """
    A state that the tour enters is entered although it should never be.
    """
    form = Entering(steps=(Step("state", "done"),), condition=NEVER, text="")

    story = broken_on_tour(read(CROOKED), form, find)

    assert story is not None
    assert story.last.state == "done"


def test_what_a_tour_keeps_of_itself_is_undone_before_the_move():
    """
    Where the way to a door already records what is asked there, that is recorded otherwise before the door, which asks nothing.
    """
    workflow = read("""\
rjflow: 1
workflow: house
version: 1
title: A house whose last door asks nothing
roles: {worker: {}}
evidence: {key: {one-of: [found, lost], recorded-by: [worker], current-for: whole-case}}
states: {outside: {start: true}, hall: {}, room: {}, over: {final: true, reasons: [done]}}
events:
  enter: {from: outside, to: hall, by: [worker], needs: key is found}
  go-on: {from: hall, to: room, by: [worker]}
  end: {from: room, to: over, by: [worker]}
safeguards:
  - {id: A, label: whoever is in the room has the key, entering: room, must: key is found}
""")
    story = broken_on_tour(workflow, workflow.safeguards[0].form, find)

    assert story is not None
    assert [getattr(step.decision.command, "event", "key") for step in story.steps] == ["key", "enter", "key", "go-on"]
