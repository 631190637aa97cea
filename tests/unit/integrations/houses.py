"""
A small house whose door two sorts of people look at differently, for the tests of what joins rjflow to other libraries.
"""

from datetime import UTC, datetime

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.engine.roles import SameRoles
from rjflow.reader.reading import read
from rjflow.store.memory import MemoryStore
from rjflow.store.port import Store
from rjflow.verifier.verifying import verify

HOUSE = read("""
rjflow: 1
workflow: house
version: 1
title: A house that is locked at night
roles: {porter: {}, owner: {}}
people:
  guest: {at-most: 2, joins: {by: [porter], in: [open]}, leaves: {by: [porter], in: [open]}}
notices: {break-in: {}}
evidence:
  key: {label: the key, one-of: [found, lost], recorded-by: [porter], current-for: 8 hours, voided-by: [break-in]}
  trust: {label: the owner's trust, one-of: [much, little], recorded-by: [owner], current-for: whole-case, visible-to: [owner]}
  leaving: {label: the day of leaving, date: true, recorded-by: [guest], about: guest, current-for: whole-case, visible-to: [guest]}
states: {open: {start: true}, watched: {}, shut: {final: true, reasons: [night, storm]}}
events:
  lock: {label: lock the door, from: [open, watched], to: shut, by: [porter], needs: [key is found, trust is much]}
  late: {label: it is late, from: open, to: watched, by: [clock]}
deadlines: [{in: open, after: 12 hours, then: late}]
""")
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
HOUSE_KEY = verify(HOUSE).require()
ROLES = SameRoles({"ann": ["porter"], "oda": ["owner"]}, acts_for={"gus": ["g1"]})


def house_book(store: Store | None = None, **more) -> tuple[Casebook, FixedClock]:
    """
    Make a casebook for houses, and the clock that it looks at.
    """
    clock = FixedClock(EVENING)
    return Casebook(store or MemoryStore(), [HOUSE_KEY], **{"roles": ROLES, "clock": clock, **more}), clock
