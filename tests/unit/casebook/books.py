"""
Casebooks over every kind of store, for the tests of casebooks and audits.
"""

from datetime import UTC, datetime

from tests.small import unproved
from tests.unit.engine.running_cases import BEGINNING, DEFINITION, WHO

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.engine.example import DOOR
from rjflow.engine.roles import SameRoles
from rjflow.store.memory import MemoryStore
from rjflow.store.port import Store
from rjflow.verifier.verifying import verify

DOOR_KEY = verify(DOOR).require()
ROLES = SameRoles({"ann": ["porter"], "bob": ["porter"]})
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)


def door_book(store: Store | None = None, **more) -> tuple[Casebook, FixedClock]:
    """
    Make a casebook for doors, and the clock that it looks at.
    """
    clock = FixedClock(EVENING)
    return Casebook(store or MemoryStore(), [DOOR_KEY], **{"roles": ROLES, "clock": clock, **more}), clock


def lived_in(store: Store) -> Store:
    """
    Fill a store with cases of two workflows, in all sorts of states, with keys and messages.
    """
    clock = FixedClock(BEGINNING)
    roles = SameRoles({**WHO, "ann": ["porter"]}, acts_for={"gus": ["g1"]})
    book = Casebook(
        store,
        [unproved(DEFINITION), DOOR_KEY],
        roles=roles,
        clock=clock,
        announce=lambda step: [("moved", step.case.state)] * len(step.decision.moves),
    )
    book.open("case-1", people={"g1": "guest"}, actor="ada", workflow=DEFINITION.name)
    book.record("case-1", "checked", "yes", actor="ada", key="a")
    book.record("case-1", "agrees", "yes", person="g1", actor="gus")
    clock.forward(hours=1)
    book.fire("case-1", "enter", actor="ben", given={"plan": "yes"}, key="b")
    book.notice("case-1", "alarm", actor="gus")
    book.open("door-1", people={}, actor="ann", workflow="door", key="c")
    book.open("door-2", people={"gus": "guest"}, actor="ann", workflow="door")
    book.record("door-2", "key", "found", actor="ann")
    clock.forward(hours=1)
    book.fire("door-2", "lock", actor="ann")
    return store
