"""
One command may bring about several things, one after the other: what others are told of each of them is told.
"""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from tests.papers import SCHEME
from tests.unit.casebook.books import EVENING

from rjflow import Casebook, FixedClock, MemoryStore, SameRoles, read_file, verify
from rjflow.auditing import audit
from rjflow.report.answers import step_document
from rjflow.store.rows import message_row
from rjflow.store.sql import SqlStore

LATE = """
rjflow: 1
workflow: late
version: 1
title: A case that a court is told of when it is late
scheme: {workflow: scheme.workflow.yaml}
sources: {law: {title: A law}}
roles: {coordinator: {}, court: {}}
evidence:
  route: {one-of: [self, agency], recorded-by: [coordinator], current-for: whole-case}
  first-word: {one-of: [by-letter, by-phone], recorded-by: [coordinator], current-for: whole-case}
states: {new: {start: true}, waiting: {}, closed: {final: true, reasons: [done]}}
events:
  grow-late: {from: new, to: waiting, by: [clock]}
  close: {from: waiting, to: closed, by: [coordinator], reason: done}
deadlines: [{in: new, after: 5 days, then: grow-late}]
forms:
  contact: {filled-by: [coordinator], fields: {route: {records: route}, word: {records: first-word}}}
exports:
  lateness: {to: [court], at: [grow-late], facts: [state], basis: legal-duty, source: law}
"""


@pytest.fixture
def late(tmp_path):
    """
    A case that will be late, the clock, and the scheme's case, which somebody may change.
    """
    (tmp_path / "scheme.workflow.yaml").write_text(SCHEME, "utf-8")
    (tmp_path / "late.workflow.yaml").write_text(LATE, "utf-8")
    clock, roles = FixedClock(EVENING), SameRoles({"cora": ["coordinator"], "pia": ["planner"], "jo": ["court"]})
    scheme = verify(read_file(tmp_path / "scheme.workflow.yaml")).require()
    schemes = Casebook(MemoryStore(), [scheme], roles=roles, clock=clock)
    schemes.open("scheme", people={}, actor="pia")
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = Casebook(
        store,
        [verify(read_file(tmp_path / "late.workflow.yaml")).require()],
        roles=roles,
        clock=clock,
        scheme=lambda: schemes.case("scheme"),
        announce=lambda step: [("moved", json.dumps([move.event for move in step.decision.moves]))],
    )
    book.open("case-1", people={}, actor="cora")
    yield book, clock, lambda: schemes.record("scheme", "agreement-probation", "signed", actor="pia")
    store.engine.dispose()


def told(book):
    """
    Give what waits to be sent about moves: to the court, and what the host announced.
    """
    waiting = [one for one in book._keep.store.waiting(most=99) if "grow-late" in one.text]
    assert len({(one.number, one.place) for one in waiting}) == len(waiting)
    return [one.topic for one in waiting]


def swept(book):
    """
    Let time act on the quiet case.
    """
    assert ["case-1"] == [case.id for case in book.sweep().moved]


def filled_in(book):
    """
    Hand in a form with two pieces of evidence, and once more under its key.
    """
    values = {"route": "self", "word": "by-phone"}
    step = book.submit("case-1", "contact", values, actor="cora", key="k")
    assert ["grow-late"] == [one["event"] for one in step_document(book.workflow("case-1"), step)["moves"]]
    assert step == book.submit("case-1", "contact", values, actor="cora", key="k")


def closed(book):
    """
    Close the case, which is late already.
    """
    assert book.fire("case-1", "close", actor="cora").allowed


@pytest.mark.parametrize("changes", [False, True])
@pytest.mark.parametrize("how", [swept, filled_in, closed])
def test_whatever_a_command_brings_about_is_told(late, how, changes, caplog):
    """
    A deadline that fires in a sweep, or in a command that comes before the sweep, is told once, to the court and to the host: also when the scheme was
    looked at first, and when a form records several things. It is as the log of shares says, and counted in the log of the program.
    """
    caplog.set_level("INFO", logger="rjflow")
    book, clock, change = late
    clock.forward(days=6)
    if changes:
        change()
    how(book)

    assert ["export.lateness", "moved"] == told(book)
    moves = [record.rjflow["moves"] for record in caplog.records if "moves" in record.rjflow]
    assert (2 if how is closed else 1) == max(moves)
    assert ["lateness"] == [one.export.name for one in book.exports_of("case-1")]
    assert timedelta(days=5) < clock.now() - EVENING


@pytest.mark.parametrize("how", ["gone", "says something else", "made up", "twice"])
def test_an_export_that_is_not_as_the_history_tells_is_found(late, tmp_path, how):
    """
    Whoever takes the message of an export away, rewrites it with a seal that fits, or makes one up is found out by the history alone.
    """
    book, clock, _ = late
    clock.forward(days=6)
    filled_in(book)
    assert () == audit(book._keep.store).flaws
    with closing(sqlite3.connect(tmp_path / "cases.db", isolation_level=None)) as raw:
        row = raw.execute("SELECT * FROM rjflow_outbox WHERE topic = 'export.lateness'").fetchone()
        case, number, place, topic, text, *_, taken, tries, rests = row
        written = {
            "gone": [],
            "says something else": [message_row(case, number, place, topic, text.replace("waiting", "closed"))],
            "made up": [
                message_row(case, number, place, topic, text),
                message_row(case, 1, 7, topic, text.replace("5", "6")),
            ],
            "twice": [message_row(case, number, place, topic, text), message_row(case, number, 7, topic, text)],
        }[how]
        raw.execute("DELETE FROM rjflow_outbox WHERE topic = 'export.lateness'")
        for one in written:
            raw.execute("INSERT INTO rjflow_outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*one, taken, tries, rests))

    assert {"message"} == {one.what for one in audit(book._keep.store).flaws}
