"""
What each actor is shown of a case: what they may see, and that something is hidden only where the file lets them know.
"""

from datetime import UTC, datetime

import pytest
from tests.small import unproved

from rjflow.clock import FixedClock
from rjflow.engine.history import History
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.engine.seen import NoPart, SeenPerson, Unseen
from rjflow.reader.reading import read
from rjflow.report.seen import view_json, view_text

TEXT = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {facilitator: {}, liaison: {}, manager: {}}
people:
  victim: {at-least: 1, takes-part: true, visible-to: [facilitator, liaison, manager]}
  offender: {at-least: 1, takes-part: true}
notices:
  threat: {visible-to: [facilitator]}
  moved: {}
evidence:
  screen:
    about: victim
    one-of: [fine, afraid]
    recorded-by: [liaison]
    current-for: whole-case
    voided-by: [threat]
    visible-to: [liaison]
    known-to: [facilitator]
  consent: {about: participant, one-of: [given, refused], recorded-by: [facilitator], current-for: 1 day, visible-to: [facilitator, participant]}
  plan: {one-of: [made], recorded-by: [facilitator], current-for: whole-case, voided-by: [screen], visible-to: [facilitator, participant]}
states: {preparing: {start: true}, ready: {while: "every victim: screen is fine", otherwise: preparing}, closed: {final: true, reasons: [done]}}
events:
  go: {from: preparing, to: ready, by: [facilitator], needs: ["every victim: screen is fine", plan is made, "every participant: consent is given"]}
  end: {from: [preparing, ready], to: closed, by: [facilitator, offender], needs: ["every victim: screen is fine"]}
"""
BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORKFLOW = read(TEXT, name="tiny.workflow.yaml")
ROLES = SameRoles(
    {"fay": ["facilitator"], "lia": ["liaison"], "mo": ["manager"], "sly": ["offender"]},
    acts_for={"vic": ["v1"], "ole": ["o1"], "sly": ["somebody"]},
)


class Told:
    """A case with its history, and what each sees of it."""

    def __init__(self) -> None:
        self.clock = FixedClock(BEGINNING)
        self.engine = Engine(unproved(WORKFLOW), roles=ROLES, clock=self.clock)
        self.history = History()
        self.take(self.engine.open("c", people={"v1": "victim", "o1": "offender"}, actor="fay"))

    def take(self, step):
        """Keep what came of a step, and let an hour pass."""
        assert step.allowed
        self.case = step.case
        self.history = self.history.extended(step.entries)
        self.clock.forward(hours=1)

    def record(self, evidence, value, actor, person=None):
        """Record something."""
        self.take(self.engine.record(self.case, evidence, value, actor=actor, person=person))

    def sees(self, actor):
        """Name what somebody sees recorded."""
        return {(one.evidence, one.person) for one in self.engine.view(self.case, actor).records}


@pytest.fixture
def told():
    """A case in which everything was recorded once."""
    told = Told()
    told.record("plan", "made", "fay")
    told.record("consent", "given", "fay", "v1")
    told.record("consent", "given", "fay", "o1")
    told.record("screen", "fine", "lia", "v1")
    told.record("plan", "made", "fay")
    return told


def test_each_sees_what_is_visible_to_them(told):
    """
    Workers see what their role may, and people the case is about see, of what is about people like them, their own.
    """
    assert {("plan", None), ("consent", "v1"), ("consent", "o1")} == told.sees("fay")
    assert {("screen", "v1")} == told.sees("lia")
    assert set() == told.sees("mo")
    assert {("plan", None), ("consent", "v1")} == told.sees("vic")
    assert {("plan", None), ("consent", "o1")} == told.sees("ole")


def test_people_are_hidden_with_all_that_is_about_them(told):
    """
    Who may not see that somebody is there sees nothing about them; everybody sees themselves.
    """
    assert (SeenPerson("o1", "offender"),) == told.engine.view(told.case, "ole").people
    assert (SeenPerson("v1", "victim"), SeenPerson("o1", "offender")) == told.engine.view(told.case, "vic").people
    assert "v1" not in view_json(WORKFLOW, told.engine.view(told.case, "ole"))


def test_that_something_is_hidden_is_said_only_where_the_file_lets_it(told):
    """
    `known-to` shows that there is a record, and nothing of it; everybody else is not told that there is one.
    """
    assert (Unseen("screen", "v1"),) == told.engine.view(told.case, "fay").unseen
    assert () == told.engine.view(told.case, "mo").unseen
    assert "recorded, and not for you to see" in view_text(WORKFLOW, told.engine.view(told.case, "fay"))
    assert "screen" not in view_json(WORKFLOW, told.engine.view(told.case, "ole"))


def test_a_refusal_shows_no_hidden_answer(told):
    """
    What stands in the way is told as far as it may be seen; of the rest only that it was asked, and only where that may be known.
    """
    told.record("screen", "afraid", "lia", "v1")
    refused = told.engine.told(told.engine.fire(told.case, "go", actor="fay").decision)

    assert (["needs"], (Unseen("screen", "v1"),)) == ([one.asked for one in refused.missing], refused.unseen)
    assert ["plan"] == [one.used[0].evidence for one in refused.missing]
    assert (None,) == tuple(one.used[0].void for one in refused.missing)  # that the screen made it void is not told
    assert ((), ()) == (
        (theirs := told.engine.told(told.engine.fire(told.case, "end", actor="ole").decision)).missing,
        theirs.unseen,
    )


def test_whoever_may_not_do_it_is_told_only_that(told):
    """
    Of an event that is not theirs to do nobody learns what it asks, or what the answers are.
    """
    refused = told.engine.told(told.engine.fire(told.case, "go", actor="lia").decision)

    assert ["actor"] == [one.asked for one in refused.missing]
    assert () == told.engine.view(told.case, "lia").options
    assert ["go", "end"] == [one.event for one in told.engine.view(told.case, "fay").options]


def test_a_remedy_names_nothing_hidden(told):
    """
    What would help is told only of evidence that may be seen.
    """
    told.record("screen", "afraid", "lia", "v1")
    option = told.engine.view(told.case, "fay").options[0]

    assert [("plan", ("facilitator",))] == [(one.evidence, one.by) for one in option.remedies]


def test_a_history_has_no_gaps_where_something_is_hidden(told):
    """
    What is shown of a history is counted by itself; a case that moved by something hidden has moved, and that is all.
    """
    told.take(told.engine.fire(told.case, "go", actor="fay"))
    told.record("screen", "afraid", "lia", "v1")
    seen = told.engine.seen(told.case, told.history, "ole")

    assert ["opened", "recorded", "recorded", "recorded", "event", "moved"] == [one.what for one in seen]
    assert [1, 2, 3, 4, 5, 6] == [one.number for one in seen]
    assert (None, None, ()) == (seen[-1].by, seen[-1].name, seen[-1].given)
    assert [("ready", "preparing")] == [(move.source, move.target) for move in seen[-1].moves]
    assert [("consent", "o1")] == [(one.evidence, one.person) for one in seen[2].given]


def test_a_notice_is_seen_by_those_it_is_for(told):
    """
    A notice with `visible-to` is in no history of others, and is not named as what made a record void.
    """
    told.take(told.engine.notice(told.case, "threat", actor="fay"))

    assert "notice" not in [one.what for one in told.engine.seen(told.case, told.history, "lia")]
    assert ["threat"] == [one.name for one in told.engine.seen(told.case, told.history, "fay") if one.what == "notice"]
    assert [("void", None)] == [(one.life, one.void) for one in told.engine.view(told.case, "lia").records]


def test_whoever_has_no_part_sees_nothing(told):
    """
    Without a role and without anybody in the case whom they are or speak for, there is no view and no history.
    """
    for stranger in ("nobody", "sly"):
        with pytest.raises(NoPart):
            told.engine.view(told.case, stranger)
        with pytest.raises(NoPart):
            told.engine.seen(told.case, told.history, stranger)


def test_a_claim_in_the_input_changes_nothing(told):
    """
    Roles and people come from the host's lookup: whatever a command says its actor is, what is shown and what happens is the same.
    """
    from rjflow.rules.commands import Fire, Given, RecordEvidence
    from rjflow.rules.situation import Actor

    boast = Actor("ole", frozenset({"facilitator", "liaison", "manager"}), frozenset({"v1", "o1"}))
    now = told.case.situation.now
    for command in (
        Fire(event="go", actor=boast, at=now),
        RecordEvidence(given=Given("screen", "fine", "v1"), actor=boast, at=now),
    ):
        decision = told.engine.consider(told.case, command)
        assert (False, Actor("ole", frozenset(), frozenset({"o1"}))) == (decision.allowed, decision.command.actor)
        assert ["actor"] == [one.asked for one in told.engine.told(decision).missing]


def test_an_expired_record_is_shown_as_it_stands_now(told):
    """
    A view is brought up to date with the clock.
    """
    told.clock.forward(hours=30)
    view = told.engine.view(told.case, "vic")

    assert [("consent", "stale"), ("plan", "current")] == [(one.evidence, one.life) for one in view.records]
