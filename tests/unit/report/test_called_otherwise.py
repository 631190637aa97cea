"""
What a comparison says of a version that calls things otherwise: the names once, and every difference that there is besides.
"""

import json
from pathlib import Path

import pytest

from rjflow import read, read_file
from rjflow.definition.fingerprint import fingerprint
from rjflow.report.compared import sections
from rjflow.report.compared_json import diff_json
from rjflow.verifier.comparing import compare
from rjflow.verifier.comparison import Comparison

OLD = """\
rjflow: 1
workflow: visits
version: 1
title: Visits
roles: {host: {}, cook: {}}
people: {friend: {at-most: 2, side: harmed, joins: {by: [host], in: [start, invited]}}}
evidence:
  plan: {one-of: [lunch, tea], recorded-by: [host, cook], current-for: 2 days}
  wish: {about: friend, one-of: [sweet, salty], recorded-by: [host], current-for: 2 days}
states: {start: {start: true}, invited: {}, asked: {}, over: {final: true, reasons: [done]}}
events:
  invite: {from: start, to: invited, by: [host], needs: [plan is current, "every friend: wish is current"]}
  ask: {from: start, to: asked, by: [host], needs: plan is current}
  end: {from: [invited, asked], to: over, by: [host], reason: done}
safeguards:
  - {id: V1, label: planned, entering: invited, must: plan is current}
"""
MIGRATION = "{from: 1, states: {invited: expected}, people: {friend: guest}, evidence: {plan: menu}}"
NAMES = (("invited", "expected"), ("friend", "guest"), ("plan is", "menu is"), ("  plan:", "  menu:"))


def compared(*edits: tuple[str, str], migration: str = MIGRATION, old: str = OLD) -> Comparison:
    """
    Compare a version with the next, which calls things otherwise, and has some edits.
    """
    new = old.replace("version: 1", "version: 2")
    for was, now in edits:
        assert was in new
        new = new.replace(was, now)
    return compare(read(old), read(f"{new}migrations: [{migration}]\n"))


def told(comparison: Comparison) -> dict[str, list[str]]:
    """
    Give what is told, heading by heading.
    """
    return {section.title: [one.text for one in section.things] for section in sections(comparison)}


def test_names_are_told_once_with_both_places():
    """
    Nothing else is said of what is only called otherwise, but what a move makes of cases.
    """
    comparison = compared(*NAMES)

    assert told(comparison) == {
        "Called otherwise": [
            "The state “invited” is called “expected” now.",
            "The kind of people “friend” is called “guest” now.",
            "The evidence “plan” is called “menu” now.",
        ],
        "Changed, neither weaker nor stricter": ["The migration from version 1 is new."],
        "Cases that are under way": [
            "A case in “invited” is in “expected” once it has moved.",
            "Whoever is “friend” is “guest” once a case has moved.",
            "What was recorded as “plan” counts as “menu” once a case has moved.",
            "Cases stay with the version they were opened under until somebody moves them.",
        ],
        "Written otherwise, which no case can notice": ["The workflow, version: no longer 1, now 2."],
    }
    [state, *_] = next(sections(comparison)).things
    assert (10, 10) == (state.old_place and state.old_place.line, state.new_place and state.new_place.line)
    assert not comparison.is_weaker


def test_a_name_that_nobody_reads_is_told_as_a_name():
    """
    Where people go on calling it the same, it is the words of the file that are others.
    """
    labelled = OLD.replace("invited: {}", "invited: {label: at the table}")

    assert ["The state “at the table” is written as `expected` now, no longer as `invited`."] == told(
        compared(NAMES[0], migration="{from: 1, states: {invited: expected}}", old=labelled)
    )["Called otherwise"]


@pytest.mark.parametrize(
    ("edit", "title", "sentence"),
    [
        (("recorded-by: [host, cook]", "recorded-by: [cook]"), "Stricter", "“menu”, who records it: no longer the host."),
        (("at-most: 2", "at-most: 3"), "Weaker", "“guest”, the greatest number of people: no longer 2, now 3."),
        (("expected: {}", "expected: {kind: table}"), "Stricter", "“expected”, its kind: no longer nothing, now “table”."),
        (("expected: {}", "expected: {while: menu is current, otherwise: asked}"), "Changed, neither weaker nor stricter", "“expected”, where a case goes when its gate closes: no longer nothing, now “asked”."),
        (("[menu is current, ", "["), "Weaker", "“invite” (from “start” to “invited”), what it needs: no longer “plan” is current."),
        (("entering: expected", "entering: asked"), "Safeguards", "The safeguard V1 (planned), what is asked: no longer on entering “invited”: “plan” is current, now on entering “asked”: “menu” is current."),
    ],
)  # fmt: skip
def test_what_differs_besides_the_name_is_told(edit, title, sentence):
    """
    Whatever else is changed of a thing that is called otherwise, and of what speaks of it, is told as without other names.
    """
    found = told(compared(*NAMES, edit))

    assert 3 == len(found["Called otherwise"])
    assert sentence in found[title]


def test_a_name_never_hides_who_records():
    """
    Evidence that is called otherwise and recorded by others is told as that, and is weaker.
    """
    narrow = OLD.replace("recorded-by: [host, cook]", "recorded-by: [host]").replace(
        "ask: {from: start, to: asked, by: [host]", "ask: {from: start, to: asked, by: [cook]"
    )
    comparison = compared(
        *NAMES,
        (
            "  menu: {one-of: [lunch, tea], recorded-by: [host]",
            "  menu: {one-of: [lunch, tea], recorded-by: [host, cook]",
        ),
        old=narrow,
    )

    assert "“menu”, who records it: now the cook." in told(comparison)["Weaker"]
    assert comparison.is_weaker_anyway


def test_people_on_another_side_are_weaker_by_whatever_name():
    """
    A migration that leads people to the other side is weaker, and so said, where it calls them otherwise, too.
    """
    comparison = compared(*NAMES, ("side: harmed", "side: responsible"))
    found = told(comparison)

    assert ["The migration from version 1 is new."] == found["Weaker"]
    assert "Whoever is “friend” is “guest” once a case has moved, on another side." in found["Cases that are under way"]
    assert comparison.is_weaker_anyway


def test_two_states_that_become_one_are_compared_by_their_names():
    """
    Nothing is said to be only called otherwise where two things become one; what that makes possible is told.
    """
    edits = (
        ("invited: {}, asked: {}", "met: {}"),
        ("in: [start, invited]", "in: [start, met]"),
        ("to: invited", "to: met"),
        ("to: asked", "to: met"),
    )
    more = (("[invited, asked]", "[met]"), ("entering: invited", "entering: met"))
    comparison = compared(*edits, *more, migration="{from: 1, states: {invited: met, asked: met}}")

    assert "Called otherwise" not in told(comparison)
    assert "“ask” can happen from “start” to “met”." in told(comparison)["Newly possible"]
    assert comparison.is_weaker_anyway


def test_an_overlay_has_names_of_its_own(tmp_path: Path):
    """
    Between two versions of an overlay its own migration is followed; against its base, there is none.
    """
    (tmp_path / "base.workflow.yaml").write_text(OLD, "utf-8")
    head = "rjflow: 1\nextends: base.workflow.yaml\nworkflow: stricter\n"
    one = f"{head}version: 1\nadd: {{states: {{STATE: {{}}}}, events: {{rest: {{from: start, to: STATE, by: [host]}}, go: {{from: STATE, to: start, by: [host]}}}}}}\n"
    (tmp_path / "one.workflow.yaml").write_text(one.replace("STATE", "resting"), "utf-8")
    moved = one.replace("STATE", "quiet").replace("version: 1", "version: 2")
    moved = moved.replace("add: {", "add: {migrations: [{from: 1, states: {resting: quiet}}], ")
    (tmp_path / "two.workflow.yaml").write_text(moved, "utf-8")
    base, first, second = (read_file(tmp_path / f"{name}.workflow.yaml") for name in ("base", "one", "two"))

    assert ["The state “resting” is called “quiet” now."] == told(compare(first, second))["Called otherwise"]
    assert "Weaker" not in told(compare(first, second))
    assert "Called otherwise" not in told(compare(base, second))
    assert "Called otherwise" not in told(compare(second, first))


def test_programs_are_told_the_names_and_read_the_newer_ones():
    """
    The document says what is called otherwise, and its fingerprints are those of the two files; without other names it is as ever.
    """
    comparison = compared(*NAMES, ("[menu is current, ", "["))
    document = json.loads(diff_json(comparison))
    plain = json.loads(diff_json(compared(migration="{from: 1}")))

    assert [("states", "invited", "expected"), ("people", "friend", "guest"), ("evidence", "plan", "menu")] == [
        (one["section"], one["old"], one["new"]) for one in document["called-otherwise"]
    ]
    assert fingerprint(read(OLD)) == document["old"]["fingerprint"]
    assert {"expected"} == {one["target"] for one in document["changes"] if one["what"] == "needs"}
    assert "called-otherwise" not in plain
