"""
What a case can do under one workflow and not under another, each with a story that the rules allow.
"""

from datetime import date
from pathlib import Path

import pytest
from tests.zoo import TINY_MEETING, ZOO

from rjflow.definition.model import Workflow
from rjflow.instants import moment
from rjflow.reader.reading import read, read_file
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import first_situation
from rjflow.rules.viewing import record_of
from rjflow.verifier.comparing import compare
from rjflow.verifier.comparison import Comparison, Possibility
from rjflow.verifier.differing import possibilities
from rjflow.verifier.verdict import Story

WORKFLOWS = Path(__file__).parents[3] / "workflows"
FLAGSHIP = WORKFLOWS / "ew-post-sentence.workflow.yaml"


def compared(old: str, new: str) -> Comparison:
    """
    Compare two texts, and hold every story to the rules.
    """
    comparison = compare(read(old), read(new))
    for one in comparison.newly:
        holds_to_the_rules(comparison.old, comparison.new, one)
    for one in comparison.no_longer:
        holds_to_the_rules(comparison.new, comparison.old, one)
    return comparison


def holds_to_the_rules(old: Workflow, new: Workflow, one: Possibility) -> None:
    """
    Act a story out by the rules of the workflow where it is possible, and see that the other parts from it where it is said to.
    """
    if one.answer != "shown":
        assert one.story is None
        return
    assert one.story is not None
    situation = one.story.opened
    for step in one.story.steps:
        decision = decide(new, situation, step.decision.command)
        assert decision.allowed
        assert step.decision.after == decision.after
        situation = decision.after
    if one.elsewhere is None:
        return
    known = all(kind in old.people for _, kind in one.story.people)
    assert known is (one.elsewhere.decision is not None)
    if one.elsewhere.decision is not None:
        assert one.elsewhere.decision == decision_there(old, one.story, one.elsewhere.step)


def decision_there(old: Workflow, story: Story, step: int) -> Decision:
    """
    Follow a story by the rules of another workflow, up to a step.
    """
    situation = first_situation(old, story.people, story.opened.now)
    for number, one in enumerate(story.steps[:step], start=1):
        decision = decide(old, situation, one.decision.command)
        assert number == step or decision.allowed
        situation = decision.after
    return decision


def told(several: tuple[Possibility, ...]) -> list[tuple[str, str, str]]:
    """
    Give what is possible, and whether that was shown.
    """
    return [(one.change.name, one.doing, one.answer) for one in several]


def test_a_dropped_condition_is_newly_possible() -> None:
    """
    Where a gate asks less, a case can stand there without it, and the other way round it no longer can.
    """
    dropped = TINY_MEETING.replace("      - risk in (low, medium)\n", "")
    comparison = compared(TINY_MEETING, dropped)

    assert ("meeting", "stays without", "shown") in told(comparison.newly)
    assert [] == told(comparison.no_longer)
    assert comparison.is_weaker


def test_a_new_kind_of_people_that_may_join_is_newly_possible() -> None:
    """
    Whoever could not come to a case, and now can, is told of with a story; where nobody may add them, nothing is newly possible.
    """
    old = ZOO["door"]
    people = old.replace("states:", "people: {guest: {}}\nstates:", 1)
    joining = people.replace("{guest: {}}", "{guest: {joins: {by: [worker], in: {any-except: []}}}}")

    assert [("guest", "joins", "shown")] == told(compared(old, joining).newly)
    assert [] == told(compared(old, people).newly)


def test_what_only_an_event_records_is_no_question_of_its_own() -> None:
    """
    Of new evidence that nobody records by itself, nothing is said; the event that records it is compared.
    """
    old = ZOO["door"]
    new = old.replace("states:", "evidence: {note: {one-of: [made], current-for: whole-case}}\nstates:", 1)
    event = next(name for name in read(old).events)
    new = new.replace(f"  {event}: {{", f"  {event}: {{records: [note], ")

    assert "note" not in {one.change.name for one in compared(old, new).newly}


def test_a_condition_that_was_always_so_is_no_loss() -> None:
    """
    Where no case comes without a condition, dropping it makes no difference, and is not called weaker.
    """
    twice = ZOO["trap"].replace(
        "from: outside, to: inside, by: [worker]", "from: outside, to: inside, by: [worker], needs: key is found"
    )
    twice = twice.replace("  inside: {}", "  inside: {while: key is found, otherwise: outside}")
    once = twice.replace("to: free, by: [worker], needs: key is found", "to: free, by: [worker]")
    comparison = compared(twice, once)

    assert [("leave", "happens without", "never")] == told(comparison.newly)
    assert not comparison.is_weaker


OFFICE = """\
rjflow: 1
workflow: office
version: 1
title: An answer within working days
roles: {worker: {}, court: {}}
people: {victim: {at-least: 1}}
calendars:
  office: {working-days: [mon, tue, wed, thu, fri], holidays: [2026-12-25, HOLIDAY]}
evidence:
  hearing: {date: true, recorded-by: [court], current-for: whole-case}
states:
  asked: {start: true}
  waiting: {}
  late: {final: true, reasons: [late]}
events:
  wait: {from: asked, to: waiting, by: [worker], needs: [hearing is current]}
  be-late: {from: waiting, to: late, by: [clock]}
deadlines:
  - {after: 5 working days, calendar: office, in: waiting, then: be-late}
"""


def test_calendars_that_differ_by_one_day_are_told_by_a_story_on_that_day() -> None:
    """
    Only a case that waits over the first of June is answered on other days; its hearing is put off with it.
    """
    comparison = compared(OFFICE.replace("HOLIDAY", "2026-06-01"), OFFICE.replace("HOLIDAY", "2026-06-02"))

    for [one] in (comparison.newly, comparison.no_longer):
        assert (one.doing, one.answer) == ("rings", "shown")
        assert one.story is not None
        assert one.elsewhere is not None
        assert one.story.last.state == "late"
        told_days = [moment(at, "UTC").date() for at in (one.story.opened.now, one.story.last.now)]
        assert told_days[0] <= date(2026, 6, 1) <= told_days[1]
        heard = record_of(read(OFFICE.replace("HOLIDAY", "2026-06-01")), one.story.last, "hearing", None)
        assert heard is not None
        assert isinstance(heard.value, date)
        assert heard.value.month > 1  # as it is drawn, a hearing is on the first of January


def test_calendars_that_count_twice_are_told_by_a_story_on_that_day() -> None:
    """
    Where one deadline in working days leads to another, a case that begins some days later may not be there yet: no such story is told, and one
    of another day is. A deadline that counts all days is none that a calendar changes.
    """
    twice = OFFICE.replace(
        "wait: {from: asked, to: waiting, by: [worker], needs: [hearing is current]}",
        "wait: {from: asked, to: waiting, by: [clock]}",
    )
    twice = twice.replace(
        "from: waiting, to: late, by: [clock]", "from: [asked, waiting], to: late, by: [clock]"
    ).replace(
        "deadlines:\n",
        "  give-up: {from: asked, to: late, by: [worker]}\ndeadlines:\n  - {after: 3 working days, calendar: office, in: asked, then: wait}\n",
    )
    twice += "  - {after: 90 days, in: asked, then: be-late}\n"
    comparison = compared(twice.replace("HOLIDAY", "2026-01-22"), twice.replace("HOLIDAY", "2026-01-23"))

    assert [("office", "rings", "shown")] * 2 == told(comparison.newly)
    assert told(comparison.newly) == told(comparison.no_longer)
    assert ["waiting", "late"] == [one.story.last.state for one in comparison.newly if one.story is not None]


def test_two_equal_workflows_have_no_difference() -> None:
    """
    Nothing is searched, and nothing told, where nothing differs.
    """
    comparison = compared(TINY_MEETING, TINY_MEETING.replace("title: Two people", "title: People"))

    assert () == comparison.difference.changes
    assert not comparison.is_weaker


def test_a_broken_safeguard_is_told_whether_or_not_it_is_still_asked_for() -> None:
    """
    Taking a safeguard away together with what kept it hides nothing.
    """
    guarded = ZOO["two-doors"].replace("  back-door: {from: outside, to: inside, by: [worker]}\n", "")
    without = ZOO["two-doors"].split("safeguards:")[0]

    assert ["D1"] == [one.safeguard.id for one in compared(guarded, ZOO["two-doors"]).breaks]
    assert ["D1"] == [one.safeguard.id for one in compared(guarded, without).breaks]


def test_only_what_can_be_influenced_is_judged_again() -> None:
    """
    Evidence that nothing asks for cannot change a verdict.
    """
    more = TINY_MEETING.replace(
        "one-of: [good, bad], recorded-by: [facilitator]", "one-of: [good, bad, fair], recorded-by: [facilitator]"
    )

    assert () == compared(TINY_MEETING, more).judged


# ---- the flagship ----------------------------------------------------------------------------------------------------


def edited(*edits: tuple[str, str]) -> Workflow:
    """
    Read the flagship with some pieces of its text replaced.
    """
    text = FLAGSHIP.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return read(text, folder=WORKFLOWS)


SUPPORTERS = """\
      - that: "every supporter: supporter-review is suitable"
        because: a supporter who is a danger, or one too many, changes the room
        source: [act-2004, supporters-in-meetings]
"""
BEGINS = "    from: cleared-to-start\n    to: meeting\n    by: [facilitator]"
WITHDRAWS = "label: the person harmed withdraws\n    from: {any-except: ["
PREPARED = """\
      - that: "every participant: preparation is ready"
        because: each had at least one meeting of their own, supporters included
        source: [nz-providers, victim-centred-dialogue]
"""
CONSENT = "  consent-to-meet:\n    label: consent to this meeting\n"
# What is edited, in which of the two workflows something is possible then, and as what that is told.
EDITS = {
    "a dropped condition": ([(SUPPORTERS, "")], "newly", ("begin-meeting", "happens without", "shown")),
    "one more actor": (
        [(BEGINS, BEGINS.replace("[facilitator]", "[facilitator, coordinator]"))],
        "newly",
        ("begin-meeting", "acts", "shown"),
    ),
    "one more way into the meeting": (
        [(BEGINS, BEGINS.replace("cleared-to-start", "[cleared-to-start, paused]"))],
        "newly",
        ("begin-meeting", "happens", "shown"),
    ),
    "a lost withdrawal": (
        [(WITHDRAWS, f"{WITHDRAWS}preparing, ")],
        "no longer",
        ("victim-withdraws", "happens", "shown"),
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_flagship_is_told_with_a_story(edit: str) -> None:
    """
    However deep in the workflow an edit is, somebody can read how a case comes to it.
    """
    edits, which, expected = EDITS[edit]
    whole, changed = read_file(FLAGSHIP), edited(*edits)
    old, new = (whole, changed) if which == "newly" else (changed, whole)
    found = possibilities(old, new)
    for one in found:
        holds_to_the_rules(old, new, one)

    assert expected in told(found)
    assert () == possibilities(new, old)


def test_a_wider_window_of_the_flagship_is_told_with_a_story() -> None:
    """
    What could be relied on for a fortnight, and can now be for four weeks, is shown to be current when it was not.
    """
    text = FLAGSHIP.read_text("utf-8")
    window = text.index("current-for: 14 days", text.index(CONSENT))
    wider = read(text[:window] + text[window:].replace("14 days", "28 days", 1), folder=WORKFLOWS)
    found = possibilities(read_file(FLAGSHIP), wider)

    assert [("consent-to-meet", "lasts", "shown")] == told(found)
    holds_to_the_rules(read_file(FLAGSHIP), wider, found[0])


def test_a_safe_refactoring_of_the_flagship_changes_no_behaviour() -> None:
    """
    Conditions that move into a gate of their own, in another order, are the same conditions.
    """
    gate = f"  two-things:\n    label: two things at once\n    all:\n{SUPPORTERS}{PREPARED}"
    moved = edited((SUPPORTERS, ""), (PREPARED, "      - two-things\n"), ("gates:\n", f"gates:\n{gate}"))
    comparison = compare(read_file(FLAGSHIP), moved)

    assert not comparison.difference.changes_behaviour
    assert ((), (), ()) == (comparison.newly, comparison.no_longer, comparison.judged)
    assert comparison.difference.changes
