"""
What must always be possible: where the checker sees that it is, and where nobody can make it believe so.
"""

from typing import Any

import pytest
from attrs import evolve
from tests.small import asks, event, evidence, state, workflow

from rjflow.certifying.certificate import CertificateRefused, Proof
from rjflow.certifying.checking import check_part
from rjflow.certifying.looking import Scope
from rjflow.certifying.proving import EVERYWHERE_ELSE
from rjflow.definition.model import Change, Deadline, Kind, Voider, Way, Window, Workflow
from rjflow.definition.safeguards import AlwaysPossible, Safeguard, Step
from rjflow.guards.syntax import Among, And, ForPeople, Not
from rjflow.instants import DAY
from rjflow.verifier.judging import judge

FOUND, LIT = Among("key", ("yes",)), Among("lamp", ("yes",))
WHOLE_CASE = Window("whole case")
HERE = Change(by=("worker",), states=("start",))
GUEST = Kind(name="guest", label="guest", joins=HERE, leaves=HERE)
INSIDE = Step("state", "inside")


def small(needs: Any, *parts: Any, gate: Any = None, key: dict[str, Any] | None = None, **more: Any) -> Workflow:
    """
    Give a workflow in which one comes inside if what is needed is true, and can always go out again.
    """
    gated = {"guard": asks(gate), "otherwise": "start"} if gate is not None else {}
    usual = [
        state("inside", **gated), GUEST, evidence("key", **{"window": WHOLE_CASE, **(key or {})}), evidence("lamp", window=WHOLE_CASE),
        event("enter", Way(from_states=("start",), target="inside", needs=asks(*needs)), by=("worker",)),
        event("leave", ("inside", "start")),
    ]  # fmt: skip
    return workflow(*usual, *parts, **more)


def ring(*, length: int = DAY, **more: Any) -> dict[str, Any]:
    return {"deadlines": (Deadline(states=("start",), event="ring", length=length, **more),)}


RUNG = event("ring", ("start", "inside"), by=("clock",))
ASKED = event("ring", Way(from_states=("start",), target="inside", needs=asks(FOUND)), by=("clock",))
ALARM = event("alarm", ("start", "other"), by=("clock",))
BOTH = ("roles", "clock")

POSSIBLE: dict[str, tuple[Workflow, tuple[str, ...]]] = {
    "nothing is needed": (small([]), ("worker",)),
    "they record what is needed": (small([FOUND]), ("worker",)),
    "any role may": (small([FOUND], key={"recorded_by": ("lead",)}), ("roles",)),
    "they record what that needs first": (small([FOUND], key={"needs": asks(LIT)}), ("worker",)),
    "they record it for everybody": (
        small([ForPeople("every", 0, "guest", FOUND)], key={"about": "guest"}),
        ("worker",),
    ),
    "they make a gate open": (small([], gate=FOUND), ("worker",)),
    "the clock comes": (small([LIT, FOUND], RUNG, key={"recorded_by": ("lead",)}, **ring()), ("clock",)),
}
POSSIBLE["they say one thing, then another"] = (small([FOUND, Not(LIT)], key={"needs": asks(LIT)}), ("worker",))
IMPOSSIBLE: dict[str, tuple[Workflow, tuple[str, ...]]] = {
    "others record what is needed": (small([FOUND], key={"recorded_by": ("lead",)}), ("worker",)),
    "it would have to say two things": (small([FOUND, Not(FOUND)]), ("worker",)),
    "the event voids what the gate asks": (small([], gate=FOUND, key={"voided_by": (Voider("event", "enter"),)}), ("worker",)),
    "recording one voids the other": (
        small([And((FOUND, LIT))], key={"voided_by": (Voider("evidence", "lamp"), ), "recorded_by": ("lead",)}), ("worker",),
    ),
    "nobody is there": (
        small([ForPeople("some", 0, "guest", FOUND)], evolve(GUEST, joins=None), key={"about": "guest"}), ("worker",),
    ),
    "the clock waits for a date": (
        small([LIT, FOUND], RUNG, key={"recorded_by": ("lead",)}, deadlines=(Deadline(states=("start",), event="ring", until="lamp"),)), ("clock",),
    ),
    "the clock asks what may be missing": (small([FOUND], ASKED, key={"recorded_by": ("lead",)}, **ring()), ("clock",)),
    "another deadline may come first": (
        small([LIT, FOUND], RUNG, ALARM, state("other"), event("back", ("other", "other")), key={"recorded_by": ("lead",)},
              deadlines=(Deadline(states=("start",), event="ring", length=2 * DAY), Deadline(states=("start",), event="alarm", length=DAY))),
        ("clock",),
    ),
}  # fmt: skip


def accepted(definition: Workflow, using: tuple[str, ...]) -> bool:
    """
    Tell whether it is believed that inside is always possible, with little or much tracked, of all that can be.
    """
    form = AlwaysPossible(steps=(INSIDE, Step("final")), using=using)
    scopes = [Scope(others=("guest",)), Scope(others=("guest",), evidence=tuple(definition.evidence))]
    for scope in scopes:
        try:
            check_part(definition, form, Proof(scope=scope, situations=(((EVERYWHERE_ELSE,), 1),)))
        except CertificateRefused:
            continue
        return True
    return False


@pytest.mark.parametrize("how", POSSIBLE)
def test_it_is_seen_to_be_possible(how: str):
    """
    Where certain people, or the clock, can surely lead the case inside, that is seen, and the search agrees.
    """
    definition, using = POSSIBLE[how]

    assert accepted(definition, using)
    assert judged(definition, using) == "kept"


@pytest.mark.parametrize("how", IMPOSSIBLE)
def test_nobody_believes_that_it_is(how: str):
    """
    Where they may not, it is not believed.
    """
    definition, using = IMPOSSIBLE[how]

    assert not accepted(definition, using)
    assert judged(definition, using) != "kept"


def judged(definition: Workflow, using: tuple[str, ...]) -> str:
    form = AlwaysPossible(steps=(INSIDE, Step("final")), using=using)
    safeguard = Safeguard(id="A", label="a", form=form, origin="workflow")
    return judge(evolve(definition, safeguards=(safeguard,)), safeguard).judged
