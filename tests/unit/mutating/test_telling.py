"""
Whether others are told just as before, although an export asks something else.
"""

import pytest

from rjflow.definition.difference import difference
from rjflow.definition.model import Workflow
from rjflow.mutating.equalling import compared
from rjflow.reader.reading import read

NEWS = """\
rjflow: 1
workflow: news
version: 1
title: Others are told what came of it
roles: {host: {}, court: {}}
people: {guest: {at-least: 1, side: harmed}, child: {side: harmed}}
notices: {quarrel: {label: a quarrel}}
evidence:
  report: {one-of: [met, not-met], recorded-by: [host], current-for: 1 day, outcome: true}
  asked: {flag: true, recorded-by: [host], current-for: 1 day}
  consent: {about: harmed, one-of: [agrees, refuses, unsure], recorded-by: [host], current-for: 1 day, needs: asked is true, voided-by: [quarrel]}
states: {open: {start: true}, done: {}, closed: {final: true, reasons: [over]}}
events:
  tell: {from: open, to: done, by: [host], needs: ["every harmed: consent is agrees", report is met]}
  again: {from: done, to: open, by: [host]}
  lapse: {from: [open, done], to: closed, by: [clock], reason: over}
deadlines: [{in: done, after: 7 days, then: lapse}]
exports:
  outcome:
    label: what came of it
    to: [court]
    at: [tell]
    facts: [report]
    basis: permission
    needs: ["every harmed: consent is agrees", asked is true]
"""
EXPORTED = 'needs: ["every harmed: consent is agrees", asked is true]'


def news(*changes: tuple[str, str]) -> Workflow:
    """
    Read the news with a few words changed.
    """
    text = NEWS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read(text)


def now(asked: str) -> tuple[str, str]:
    """
    Let the export ask something else.
    """
    return EXPORTED, f"needs: [{asked}]"


NOT_ASKED = ('needs: ["every harmed: consent is agrees", report is met]}', "needs: report is met}")


@pytest.mark.parametrize(
    ("asked", "before", "expected"),
    [
        ("asked is true", (), "equivalent"),
        ('"every harmed: consent is current", asked is true', (), "equivalent"),
        ('"every harmed: consent in (agrees, unsure)", asked is true', (), "equivalent"),
        ('"every guest: consent is agrees", asked is true', (), "equivalent"),
        ('"some guest: consent is agrees", asked is true', (), "equivalent"),
        ('"some harmed: consent is agrees", asked is true', (), "equivalent"),
        ('"every harmed: consent is agrees", report is met, asked is true', (), "equivalent"),
        ('"some child: consent is agrees", asked is true', (), "more"),  # there need be none
        ('"every guest: consent is refuses", asked is true', (), "more"),
        ('"every harmed: consent is agrees"', (), "more"),  # what the event does not ask
        ("asked is true", (NOT_ASKED,), "more"),
        ("asked is true", (("voided-by: [quarrel]", "voided-by: [tell]"),), "more"),
        ("asked is true", (("voided-by: [quarrel]", "voided-by: [lapse]"),), "more"),
        ("asked is true", (("flag: true, recorded-by: [host], current-for: 1 day", "flag: true, recorded-by: [host], current-for: 1 day, voided-by: [tell]"),), "more"),
        ("asked is true", (("by: [host], needs: [", "by: [host], records: [asked], needs: ["),), "more"),
        ("asked is true", (("at: [tell]", "at: [tell, again]"),), "more"),
        ("asked is true", (("at: [tell]", "at: [tell, lapse]"),), "more"),
        ('"every harmed: consent is agrees", asked is true, report is not-met', (), "stricter"),
    ],
)  # fmt: skip  # one change to a line reads best
def test_only_where_the_event_asks_it_others_are_told_alike(asked, before, expected):
    """
    What each event asks at which others are told need not be asked again, unless something that it rests on may end by then.
    """
    old = news(*before)
    new = news(*before, now(asked))

    assert expected == compared(old, new, difference(old, new).changes)
