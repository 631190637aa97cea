"""
Whoever is only told of a case by exports sees nothing of the case itself.
"""

from datetime import UTC, datetime

import pytest

from rjflow import Casebook, CaseNotFound, FixedClock, MemoryStore, SameRoles, read, verify

TEXT = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
sources: {law: {title: A law}}
roles: {facilitator: {}, court: {}, register: {}, prison: {}}
people: {victim: {at-least: 1}}
evidence:
  report: {one-of: [held], recorded-by: [facilitator], current-for: whole-case, outcome: true, visible-to: [facilitator, prison]}
states: {open: {start: true}, closed: {final: true, reasons: [done]}}
events: {close: {from: open, to: closed, by: [facilitator], needs: report is held}}
exports:
  outcome: {to: [court, register], at: [close], facts: [report], basis: legal-duty, source: law, visible-to: [court]}
"""
STAFF = {"fay": ["facilitator"], "jo": ["court"], "rex": ["register"], "gus": ["prison"], "nobody": []}


def book() -> Casebook:
    """
    Give a casebook with one case, which is over.
    """
    clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    made = Casebook(MemoryStore(), [verify(read(TEXT)).require()], roles=SameRoles(STAFF), clock=clock)
    made.open("c", people={"v": "victim"}, actor="fay")
    made.record("c", "report", "held", actor="fay")
    made.fire("c", "close", actor="fay")
    return made


@pytest.mark.parametrize("who", ["jo", "rex", "nobody"])
def test_whoever_is_only_told_sees_nothing_of_the_case(who: str):
    """
    Neither where it stands nor what happened in it is shown to a role that exports alone speak of.
    """
    cases = book()
    for ask in (cases.view, cases.seen, cases.filed):
        with pytest.raises(CaseNotFound):
            ask("c", who)


def test_they_see_what_they_were_told_where_the_export_says_so():
    """
    The log of what others were told is for those who may see it, and for whoever has a part in the case as far as they may.
    """
    cases = book()
    assert ["outcome"] == [one.export.name for one in cases.shares("c", "jo")]
    assert () == cases.shares("c", "gus")
    for who in ("rex", "nobody"):
        with pytest.raises(CaseNotFound):
            cases.shares("c", who)


def test_whoever_may_see_something_has_a_part():
    """
    A role to which one piece of evidence is visible sees the case, though there is nothing for it to do.
    """
    assert ["report"] == [one.evidence for one in book().view("c", "gus").records]
