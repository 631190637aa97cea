"""
The workflow that everything here is tried on: a watch that ends by itself after an hour, again and again; and a casebook of such watches.
"""

import os
from base64 import b64encode
from datetime import UTC, datetime

from attrs import evolve
from tests.small import event, evidence, state, workflow

from rjflow.casebook import Casebook
from rjflow.clock import Clock, FixedClock
from rjflow.definition.model import Change, Deadline, Kind, Migration, Notice
from rjflow.engine.roles import SameRoles
from rjflow.instants import HOUR
from rjflow.sealing.keys import WrappingKeys
from rjflow.store.port import Store
from rjflow.verifier.verifying import verify

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"  # under `make test-long`
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
_COMING = Change(by=("worker",), states=("start", "night"))
WATCH = workflow(
    state("night"),
    event("late", ("start", "night"), by=("clock",)),
    event("wake", ("night", "start")),
    event("finish", ("start", "end"), ("night", "end")),
    evidence("seen"),
    Kind(name="guest", label="guest", at_most=2, joins=_COMING, leaves=_COMING),
    Notice(name="noise", label="noise"),
    deadlines=(Deadline(states=("start",), event="late", length=HOUR),),
)
LATER = evolve(WATCH, version=2, migrations=(Migration(version=1),))
PROVED, PROVED_LATER = (verify(one).require() for one in (WATCH, LATER))
OLD_KEY = f"old:{b64encode(bytes(32)).decode()}"
BOTH_KEYS = OLD_KEY + "\n" + f"new:{b64encode(bytes(range(32))).decode()}"


def watches(store: Store, clock: Clock | None = None, *, keys: str = OLD_KEY, later: bool = False) -> Casebook:
    """
    Make a casebook of watches, which announces every step.
    """
    return Casebook(
        store,
        [PROVED, *([PROVED_LATER] if later else [])],
        roles=SameRoles({"ada": ["worker"], "ben": ["worker"]}),
        clock=clock or FixedClock(EVENING),
        announce=lambda step: [("stepped", f"{one.number}") for one in step.entries],
        keys=WrappingKeys(keys),
    )
