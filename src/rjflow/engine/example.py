"""
A door, for the examples in docstrings: who has the key may lock it, and it may be looked at again by the evening.

Stands on: `running`, `verifier`.   Knows nothing of: files.
"""

from datetime import UTC, datetime

from rjflow.clock import FixedClock
from rjflow.definition.model import (
    Change,
    Deadline,
    Event,
    Evidence,
    Group,
    Kind,
    Notice,
    OneOf,
    Requirement,
    Role,
    State,
    Voider,
    Way,
    Window,
    Workflow,
)
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among
from rjflow.instants import HOUR
from rjflow.verifier.verifying import verify

CLOCK = FixedClock(datetime(2026, 3, 2, 20, tzinfo=UTC))
ROLES = SameRoles({"ann": ["porter"]})

_KEY = Evidence(
    name="key",
    label="the key",
    values=OneOf(("found", "lost")),
    recorded_by=("porter",),
    window=Window("elapsed", 8 * HOUR),
    voided_by=(Voider("notice", "break-in"),),
)
_FOUND = Requirement(condition=Among("key", ("found",)), text="key is found")
_COMING = Change(by=("porter",), states=("open",))
_LOCK = Event(
    name="lock",
    label="lock the door",
    by=("porter",),
    ways=(Way(from_states=("open",), target="shut", needs=Group(items=(_FOUND,))),),
)
_LATE = Event(name="late", label="it is late", by=("clock",), ways=(Way(from_states=("open",), target="watched"),))
DOOR = Workflow(
    name="door",
    version=1,
    title="A door",
    start="open",
    roles=frozen_map({"porter": Role(name="porter", label="porter")}),
    people=frozen_map({"guest": Kind(name="guest", label="guest", at_most=2, joins=_COMING, leaves=_COMING)}),
    notices=frozen_map({"break-in": Notice(name="break-in", label="a break-in")}),
    evidence=frozen_map({"key": _KEY}),
    states=frozen_map(
        {
            "open": State(name="open", label="open", start=True),
            "watched": State(name="watched", label="watched"),
            "shut": State(name="shut", label="shut", final=True, reasons=("night",)),
        }
    ),
    events=frozen_map({"lock": _LOCK, "late": _LATE}),
    deadlines=(Deadline(states=("open",), event="late", length=12 * HOUR),),
)

engine = Engine(verify(DOOR).require(), roles=ROLES, clock=CLOCK)
case = engine.open("door-7", people={}, actor="ann").case
