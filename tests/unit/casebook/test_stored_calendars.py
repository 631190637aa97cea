"""
With each due time in working days it is stored by which calendar, in which edition, they were counted.
"""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from rjflow.auditing import audit
from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.engine.roles import SameRoles
from rjflow.reader.reading import read
from rjflow.store.sql import SqlStore
from rjflow.verifier.verifying import verify

OFFICE = """
rjflow: 1
workflow: office
version: 1
title: An office that answers in time
time-zone: Europe/London
roles: {{clerk: {{}}}}
states: {{asked: {{start: true}}, late: {{}}, answered: {{final: true, reasons: [done]}}}}
events:
  answer: {{from: [asked, late], to: answered, by: [clerk]}}
  remind: {{from: asked, to: late, by: [clock]}}
  hurry: {{from: late, to: late, by: [clock]}}
deadlines:
  - {{in: asked, after: 5 working days, calendar: england, then: remind}}
  - {{in: late, after: 2 hours, then: hurry}}
calendars:
  england: {{working-days: [mon, tue, wed, thu, fri], holidays: [2026-12-25, 2026-12-28, 2027-01-01], region: england-and-wales{edition}}}
"""


@pytest.fixture
def store(tmp_path):
    """
    A file.
    """
    found = SqlStore.at(str(tmp_path / "cases.db"))
    yield found
    found.engine.dispose()


def opened(store, edition=", edition: holidays 0.109"):
    """
    Open a case two days before Christmas, and give its casebook and clock.
    """
    clock = FixedClock(datetime(2026, 12, 23, 9, tzinfo=UTC))
    key = verify(read(OFFICE.format(edition=edition))).require()
    book = Casebook(store, [key], roles=SameRoles({"cat": ["clerk"]}), clock=clock)
    book.open("ask-1", people={}, actor="cat")
    return book, clock


def test_the_edition_is_stored_with_the_due_time(store):
    """
    The row of a deadline in working days names its calendar and edition; of one in hours, none.
    """
    book, clock = opened(store)
    (armed,) = store.due(10**18, most=9)
    clock.forward(days=15)
    moved = book.sweep().moved
    (again,) = store.due(10**18, most=9)

    assert ("remind", "england: holidays 0.109") == (armed.event, armed.calendar)
    assert datetime(2027, 1, 5, tzinfo=UTC).timestamp() * 1_000_000 == armed.due
    assert (["late"], "hurry", None) == ([case.state for case in moved], again.event, again.calendar)
    assert () == audit(store).flaws


def test_without_an_edition_the_days_themselves_are_named(store):
    """
    A calendar that says nothing of an edition is named with the digest of its days.
    """
    opened(store, "")
    (armed,) = store.due(10**18, most=9)
    name, _, digest = (armed.calendar or "").partition(": ")

    assert ("england", 64) == (name, len(digest))


@pytest.mark.parametrize(("edited", "flaws"), [("'england: holidays 9.9'", ["due"]), ("NULL", [])])
def test_an_edited_calendar_is_found(store, edited, flaws):
    """
    A row that names another calendar than its workflow has is found; one of an older schema, which names none, is as it should be.
    """
    opened(store)
    with store.engine.begin() as connection:
        connection.execute(text(f"UPDATE rjflow_deadlines SET calendar = {edited}"))

    assert flaws == [flaw.what for flaw in audit(store).flaws]
