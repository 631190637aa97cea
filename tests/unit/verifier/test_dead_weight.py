"""
What a workflow carries for nothing.
"""

from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import Gate, Way, Window
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, GateHolds
from rjflow.verifier.dead_weight import dead_weight

YES, OTHER = Among("fact", ("yes",)), Among("other", ("yes",))
WHOLE = {"window": Window("whole case")}


def test_what_changes_no_answer_is_named_and_nothing_else():
    """
    A condition that is true wherever it is asked, an event that can never be, and a gate that nobody asks are carried for nothing.
    """
    lasting = evidence("fact", values=evidence("fact").values, **WHOLE)
    small = workflow(
        lasting,
        *(evidence("other", **WHOLE), evidence("never", recorded_by=(), **WHOLE)),
        state("room", guard=asks(YES), otherwise="start"),
        event("enter", Way(from_states=("start",), target="room", needs=asks(YES))),
        event("again", Way(from_states=("room", "start"), target="end", needs=asks(YES))),
        event("leave", Way(from_states=("room",), target="end", needs=asks(YES, OTHER))),
        event("fly", Way(from_states=("room",), target="end", needs=asks(Among("never", ("yes",)), YES))),
        event("stop", ("start", "end")),
        gates=frozen_map({name: Gate(name=name, label=name, asks=asks(YES)) for name in ("idle", "asked")}),
    )
    asking = event("ask", Way(from_states=("start",), target="end", needs=asks(GateHolds("asked"))))
    found = dead_weight(
        workflow(*small.states.values(), *small.evidence.values(), *small.events.values(), asking, gates=small.gates)
    )

    assert ("fly",) == found.never_possible
    assert ("idle",) == found.gates
    assert {("leave", YES)} == {(one.name, one.condition) for one in found.never_false}
