"""
What the verifier is held to: a story is acted out to the day, and brute force reads of whom a promise speaks as the language says.
"""

from collections.abc import Sequence

import pytest
from attrs import evolve
from tests.oracles.held_to import compare, shows

from rjflow.definition.model import Workflow
from rjflow.instants import DAY, HOUR, Instant
from rjflow.reader.reading import read
from rjflow.rules.commands import Advance, Command, Fire, Given, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor, first_situation
from rjflow.verifier.replaying import replayed
from rjflow.verifier.verdict import Story, StoryStep

OPENED: Instant = 1_767_603_600_000_000
WORKER = Actor("ada", frozenset({"worker"}))

ROOM = """\
rjflow: 1
workflow: room
version: 1
title: A room that is left for the hall when the key runs out
roles: {worker: {}}
evidence:
  key: {one-of: [given], current-for: 5 days}
  note: {one-of: [made], recorded-by: [worker], current-for: 2 days}
states:
  begin: {start: true}
  room: {while: key is given, otherwise: hall}
  hall: {}
  end: {final: true, reasons: [over]}
events:
  enter: {from: begin, to: room, by: [worker], records: [key]}
  close: {from: [room, hall], to: end, by: [worker]}
safeguards:
  - {id: A, label: a, SAFEGUARD}
"""


def room(safeguard: str) -> Workflow:
    """
    Give the room with one promise.
    """
    return read(ROOM.replace("SAFEGUARD", safeguard))


def enter(at: Instant = OPENED) -> Command:
    """
    Enter the room; the key is good from then on.
    """
    return Fire(event="enter", actor=WORKER, at=at, given=(Given("key", "given"),))


def close(days: int) -> Command:
    """
    Close the case so many days after it was opened.
    """
    return Fire(event="close", actor=WORKER, at=OPENED + days * DAY, reason="over")


def note(days: int) -> Command:
    """
    Make a note so many days after the case was opened.
    """
    return RecordEvidence(given=Given("note", "made"), actor=WORKER, at=OPENED + days * DAY)


def wait(hours: int) -> Command:
    """
    Let time pass, until so many hours after the case was opened.
    """
    return Advance(at=OPENED + hours * HOUR)


def story_of(workflow: Workflow, commands: Sequence[Command]) -> Story:
    """
    Act a story out.
    """
    story = replayed(workflow, first_situation(workflow, (), OPENED), commands)
    assert story is not None
    return story


@pytest.mark.parametrize(
    ("safeguard", "commands", "shown"),
    [
        ("always: not in hall", [enter(), wait(5 * 24)], True),
        ("always: not in hall", [enter(), wait(5 * 24 + 23)], True),
        ("always: not in hall", [enter(), wait(6 * 24)], False),
        ("always: not in hall", [enter(), wait(5 * 24), wait(5 * 24 + 1)], False),
        ("always: not in hall", [enter(), close(5)], False),
        ("always: in begin or key is current", [enter(), close(4)], False),
        ("always: in begin or key is current", [enter(), wait(5 * 24)], True),
        ("always: in begin or key is current", [enter(), close(6)], False),
        ("always: in begin or key is current", [enter(), close(5)], True),
        ("entering: hall, must: note is current", [enter(), note(4), wait(5 * 24)], False),
        ("entering: hall, must: note is current", [enter(), note(4), wait(7 * 24)], False),
        ("entering: hall, must: note is current", [enter(), note(2), close(5)], True),
        ("entering: final, must: note is current", [enter(), note(4), close(5)], False),
        ("entering: final, must: note is current", [enter(), note(4), close(6)], True),
        ("always-possible: room, using: [worker, clock]", [enter(), close(9)], True),
    ],
)
def test_a_story_is_held_to_the_day(safeguard: str, commands: Sequence[Command], shown: bool):
    """
    What is broken and whole again before the end of a step, or broken days before it, or in an earlier step, is not what the story shows; what was
    broken for some hours of its last step is.
    """
    workflow = room(safeguard)

    assert shown == shows(workflow, workflow.safeguards[0].form, story_of(workflow, commands))


def test_a_story_that_was_not_decided_so_shows_nothing():
    """
    A step of which less is said than `decide` decided, and no story at all.
    """
    workflow = room("always: not in hall")
    form = workflow.safeguards[0].form
    story = story_of(workflow, [enter(), wait(5 * 24)])
    was = story.steps[1].decision
    last = StoryStep(decision=Decision(was.allowed, was.command, was.before, was.after, was.findings))

    assert shows(workflow, form, story)
    assert not shows(workflow, form, evolve(story, steps=(story.steps[0], last)))
    assert not shows(workflow, form, None)


def test_what_is_broken_from_the_beginning_is_shown_by_no_step():
    """
    The story of it has none.
    """
    workflow = room("always: not in begin")
    form = workflow.safeguards[0].form

    assert (True, False) == tuple(shows(workflow, form, story_of(workflow, some)) for some in ([], [note(0)]))


OTHERS = """\
rjflow: 1
workflow: others
version: 1
title: A promise about some people, broken by what is said of others
roles: {worker: {}}
people: {asker: {at-least: 1}, asked: {}}
evidence:
  refusal: {one-of: [said], about: asker, recorded-by: [worker], current-for: whole-case}
  again: {one-of: [said], about: asker, recorded-by: [worker], current-for: whole-case}
  call: {one-of: [made], about: asked, recorded-by: [worker], current-for: whole-case}
states: {begin: {start: true}, end: {final: true, reasons: [over]}}
events: {close: {from: begin, to: end, by: [worker]}}
safeguards:
  - {id: A, label: a, after: refusal, not-before: call, without: again}
"""


def test_what_happens_to_others_counts_for_all():
    """
    “A happening about people other than those `must-have` or `without` is about counts for all of them”: so brute force breaks it, too.
    """
    assert ("agree", 2) == ((found := compare(read(OTHERS), each=1)).meeting, found.length)
