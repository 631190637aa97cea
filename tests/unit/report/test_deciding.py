"""
Refusals: groups within groups told as what they are, ways beside each other, what time did alone, and what was given.
"""

from datetime import UTC, datetime

import pytest

from rjflow import Engine, FixedClock, SameRoles, VerifiedWorkflow, Waiver, read
from rjflow.report.deciding import decision_text
from rjflow.report.explaining import explanation

POLICY = """
rjflow: 1
workflow: t
version: 1
title: T
roles: {facilitator: {}}
evidence:
  abuse: {one-of: [none-known, known], recorded-by: [facilitator], current-for: 1 days}
  asked: {label: who asked, one-of: [harmed, other], recorded-by: [facilitator], current-for: whole-case}
  cleared: {label: clearance, one-of: [clear, not-clear], recorded-by: [facilitator], current-for: whole-case}
  score: {number: {from: 0, to: 9}, current-for: whole-case}
gates:
  no-abuse:
    label: no abuse
    any:
      - abuse is none-known
      - {all: [asked is harmed, cleared is clear], because: they wished it}
  known: {label: abuse is known of, all: [abuse is none-known], because: one has to look}
states:
  a: {start: true}
  b: {while: known, otherwise: a}
  c: {final: true, reasons: [x, in-y]}
events:
  go: {from: a, to: c, by: [facilitator], needs: [no-abuse, asked is harmed]}
  enter: {from: a, to: b, by: [facilitator], records: [score]}
  two-ways:
    by: [facilitator]
    either:
      - {from: a, to: b, needs: asked is harmed}
      - {from: a, to: c, needs: cleared is clear}
  both-gated:
    by: [facilitator]
    either:
      - {from: a, to: b, needs: [no-abuse, asked is harmed]}
      - {from: a, to: c, needs: [no-abuse, cleared is clear]}
"""


class Run:
    """A case of the policy above."""

    def __init__(self) -> None:
        self.clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        waiver = Waiver(by="the tests", reason="they look at words, not at safety", at=0)
        self.workflow = read(POLICY)
        verified = VerifiedWorkflow.without_proof(self.workflow, waiver)
        self.engine = Engine(verified, roles=SameRoles({"ada": ["facilitator"]}), clock=self.clock)
        self.case = self.engine.open("case", people={}, actor="ada").case

    def do(self, deed: str, *arguments: object, **options: object) -> None:
        """Do something that must be allowed."""
        step = getattr(self.engine, deed)(self.case, *arguments, actor="ada", **options)
        assert step.allowed
        self.case = step.case

    def refused(self, deed: str, *arguments: object, **options: object) -> str:
        """Tell a refusal, on one line for each condition."""
        step = getattr(self.engine, deed)(self.case, *arguments, actor="ada", **options)
        assert not step.allowed
        return decision_text(self.workflow, step.decision)


@pytest.fixture
def run() -> Run:
    return Run()


def lines(text: str) -> str:
    """
    Leave the room at the ends of lines out.
    """
    return "\n".join(line.rstrip() for line in text.splitlines())


def test_a_group_inside_a_choice_is_told_as_a_group(run):
    """
    Of `any: [one, all: [other, third]]`, one alone or the other two together are enough, and nothing else is said.
    """
    run.do("record", "asked", "harmed")

    assert """\
  no abuse:
    unknown  any one of these is enough:
    unknown    “abuse” is “none known”
                 nobody knows; nothing is recorded
    unknown    all of these:
                 because they wished it
    yes          “who asked” is “harmed”
                   “harmed”, recorded by ada on 2 March 2026, 09:00
    unknown      “clearance” is “clear”
                   nobody knows; nothing is recorded
""" in lines(run.refused("fire", "go", reason="x"))


def test_of_several_ways_one_is_enough(run):
    """
    Where an event could go several ways, none of them is demanded by itself.
    """
    text = lines(run.refused("fire", "two-ways"))

    assert (
        """\
    unknown  one of these ways must be open:
    unknown    way 1: all of these:
    unknown      “who asked” is “harmed”
                   nobody knows; nothing is recorded
    unknown      to be in “b”: all of these:
    unknown        abuse is known of: all of these:
                     because one has to look
"""
        in text
    )
    assert "    no         way 2: all of these:" in text


def test_a_gate_that_several_ways_ask_is_told_once(run):
    """
    Eight ways to close a case that ask the same are no reason to read the same eight times.
    """
    text = lines(run.refused("fire", "both-gated"))

    assert 1 == text.count("they wished it")
    assert "    no         way 2: all of these:\n    unknown      no abuse: as above" in text


def test_how_much_is_missing_stands_on_top(run):
    """
    A refusal begins with how much is not met of how much; a choice is one thing, and what is not met stands first.
    """
    run.do("record", "asked", "harmed")
    text = run.refused("fire", "go", reason="x")

    assert "1 of 5 conditions is not met:" in " ".join(text.split())
    assert text.index("any one of these") < text.index("These are met:") < text.index("it is the facilitator who asks")


def test_what_time_did_alone_is_told(run):
    """
    When a gate ran out before anybody asked, the refusal says that the case fell, when, and because of what.
    """
    run.do("record", "abuse", "none-known")
    run.do("fire", "enter", given={"score": 3})
    run.clock.forward(days=2)
    text = " ".join(run.refused("fire", "go", reason="x").split())

    assert (
        "On 3 March 2026, 09:00, it went by itself from “b” to “a”: its gate had closed, because “abuse” had run out."
    ) in text


@pytest.mark.parametrize(
    ("deed", "arguments", "options", "said"),
    [
        (
            "record",
            ("score", 3),
            {},
            "no this may be recorded by itself it is recorded only in the same step as “enter”",
        ),
        ("fire", ("go",), {"reason": "zz"}, "no the reason is “x” or “in y” “zz” was given"),
        ("fire", ("go",), {}, "no the reason is “x” or “in y” none was given"),
        ("fire", ("enter",), {"given": {"score": 11}}, "as a whole number from 0 to 9 11 was given"),
        ("fire", ("enter",), {}, "as a whole number from 0 to 9 it was not given"),
    ],
)
def test_what_was_given_is_told(deed, arguments, options, said, run):
    """
    A refusal of what was given says what that was, and what records it where nobody may by themselves.
    """
    assert said in " ".join(run.refused(deed, *arguments, **options).split())


def test_a_policy_says_who_records_what_an_event_records():
    """
    Evidence that only an event records is recorded by whoever does that; one thing is told in the singular.
    """
    text = explanation(read(POLICY))

    assert "Recorded by whoever does “enter”, in the same step." in text
    assert "In the same step, “score” is recorded." in text
    assert "nobody" not in text


def test_values_are_told_apart_from_the_words_around_them():
    """
    A value stands in quotation marks, so that no `not`, `in` or `or` of it is read as part of the sentence.
    """
    text = explanation(read(POLICY.replace("cleared is clear}", "cleared is not-clear}")))

    assert "Recorded for the case: “clear” or “not clear”." in text
    assert "one of these reasons: “x” or “in y”." in text
