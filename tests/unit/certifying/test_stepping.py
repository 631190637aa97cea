"""
What can happen, rule by rule: small workflows, each broken by one kind of step alone, of which nobody can forge a proof.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from tests.forging import best_forgery
from tests.small import asks, event, evidence, state, workflow
from tests.strategies import SCHEME

from rjflow.certifying.certificate import CertificateRefused
from rjflow.certifying.checking import check_part
from rjflow.certifying.looking import Scope
from rjflow.definition.model import Change, Deadline, Kind, Notice, OneOf, SchemeLink, State, Voider, Window, Workflow
from rjflow.definition.safeguards import Always, DifferentPeople, Form, Safeguard
from rjflow.guards.syntax import Among, ForPeople, InState, IsCurrent, Not, OfScheme, Or, SamePerson
from rjflow.instants import DAY
from rjflow.verifier.judging import judge

HERE = Change(by=("worker",), states=("start", "inside"))
GUEST = Kind(name="guest", label="guest", joins=HERE, leaves=HERE)
WHOLE_CASE = Window("whole case")
FOUND, LIT, CHECKED = (Among(name, ("yes",)) for name in ("key", "lamp", "check"))
READY = OfScheme(Among("ready", ("yes",)))
BOTH_BY_ONE = DifferentPeople(first=("key",), second=("check",))
NEVER_BOTH = Always(condition=Or((Not(IsCurrent("key")), Not(IsCurrent("check")))), text="")


def inside_only(condition: Any) -> Always:
    """
    Give the safeguard that a condition is true whenever the case is inside.
    """
    return Always(condition=Or((Not(InState("inside")), condition)), text="")


def small(
    *parts: Any, key: dict[str, Any] | None = None, check: dict[str, Any] | None = None, needs: Any = FOUND, **more: Any
) -> Workflow:
    """
    Give a workflow in which one comes inside with the key, and nothing undoes that, but for what is changed.
    """
    lasting = {"window": WHOLE_CASE}
    usual = [
        state("inside"), Notice(name="alarm", label="alarm"), GUEST,
        evidence("key", **{**lasting, **(key or {})}), evidence("lamp", **lasting), evidence("check", **{**lasting, **(check or {})}),
        event("enter", ("start", "inside")), event("wait", ("inside", "inside")),
    ]  # fmt: skip
    made = workflow(*usual, *parts, **more)
    [way] = made.events["enter"].ways
    enter = evolve(made.events["enter"], ways=(evolve(way, needs=asks(needs)),))
    return evolve(made, events=type(made.events)({**made.events, "enter": enter}))


def voided_by(kind: Any, what: str) -> dict[str, Any]:
    return {"voided_by": (Voider(kind, what),)}


EVERY_GUEST = ForPeople("every", 0, "guest", FOUND)
ABOUT_GUESTS = {"about": "guest", "values": OneOf(("yes",))}
RING = event("ring", ("inside", "inside"), by=("clock",))
LIGHT = event("light", ("inside", "inside"), records=("lamp",))
FALLEN = state("fallen")
NEVER_FALLEN = Always(condition=Not(InState("fallen")), text="")


def gated(condition: Any) -> State:
    """
    Give a state that a case falls out of when a condition stops being true.
    """
    return state("inside", guard=asks(condition), otherwise="fallen")


UNDONE: dict[str, tuple[Workflow, Form]] = {
    "its window ends": (small(key={"window": Window("elapsed", DAY)}), inside_only(IsCurrent("key"))),
    "a notice voids it": (small(key=voided_by("notice", "alarm")), inside_only(IsCurrent("key"))),
    "another record voids it": (small(key=voided_by("evidence", "lamp")), inside_only(IsCurrent("key"))),
    "an event voids it": (small(key=voided_by("event", "wait")), inside_only(IsCurrent("key"))),
    "a form voids it": (small(LIGHT, key=voided_by("evidence", "lamp")), inside_only(IsCurrent("key"))),
    "the clock voids it": (
        small(RING, key=voided_by("event", "ring"), deadlines=(Deadline(states=("inside",), event="ring", length=DAY),)),
        inside_only(IsCurrent("key")),
    ),
    "somebody who comes voids it": (
        small(evolve(GUEST, leaves=None), key=voided_by("change", "guest")), inside_only(IsCurrent("key")),
    ),
    "somebody who goes voids it": (
        small(evolve(GUEST, joins=None), key=voided_by("change", "guest")), inside_only(IsCurrent("key")),
    ),
    "a record that does not count replaces it": (small(key={"needs": asks(LIT)}), inside_only(IsCurrent("key"))),
    "another value replaces it": (small(), inside_only(FOUND)),
    "the scheme changes": (
        small(needs=READY, scheme=SchemeLink(workflow=SCHEME, needs=())), inside_only(READY),
    ),
    "a gate closes": (small(FALLEN, gated(FOUND), key={"window": Window("elapsed", DAY)}), NEVER_FALLEN),
    "somebody comes of whom nothing is recorded": (
        small(evolve(GUEST, leaves=None), key=ABOUT_GUESTS, needs=EVERY_GUEST), inside_only(EVERY_GUEST),
    ),
    "somebody leaves who must be there": (
        small(FALLEN, gated(EVERY_GUEST), evolve(GUEST, at_least=1, at_most=2, joins=None), key=ABOUT_GUESTS, needs=EVERY_GUEST), NEVER_FALLEN,
    ),
    "one person does both": (small(), BOTH_BY_ONE),
    "one person does both, the other way round": (small(check={"not_by": ("key",)}), BOTH_BY_ONE),
    "two people do both": (small(key={"not_by": ("check",)}, check={"not_by": ("key",)}), NEVER_BOTH),
}  # fmt: skip
NOBODY_HAS_A_KEY = Always(condition=ForPeople("no", 0, "guest", FOUND), text="")
ONE_OR_THE_OTHER = Always(
    condition=Or((ForPeople("no", 0, "guest", FOUND), ForPeople("no", 0, "guest", CHECKED))), text=""
)


def own(what: str) -> dict[str, Any]:
    return {**ABOUT_GUESTS, "voided_by": (Voider("evidence", what, own=True),)}


UNDONE["what a gate asks is true inside"] = (small(FALLEN, gated(FOUND)), inside_only(Not(FOUND)))
OTHERS = evolve(GUEST, name="host", label="host", at_least=1, takes_part=True)
SOMEBODY = ForPeople("some", 0, "participant", FOUND)
UNDONE["somebody of another kind is lacking"] = (
    small(
        FALLEN,
        gated(EVERY_GUEST),
        OTHERS,
        evolve(GUEST, at_least=1, takes_part=True),
        evidence("key", about="participant"),
        needs=EVERY_GUEST,
    ),
    inside_only(SOMEBODY),
)
UNDONE["a case falls as it begins, and is held"] = (
    small(state("start", start=True, guard=asks(LIT), otherwise="hold"), state("hold", holds=True)),
    Always(condition=Not(InState("hold", "start")), text=""),
)
PEOPLE: dict[str, tuple[Workflow, Form]] = {
    "people speak for themselves": (small(key={**ABOUT_GUESTS, "recorded_by": ("guest",)}), NOBODY_HAS_A_KEY),
    "one of them has it": (small(key=ABOUT_GUESTS), NOBODY_HAS_A_KEY),
    "one has one, another has the other": (small(key=own("check"), check=own("key")), ONE_OR_THE_OTHER),
    "two who are nobody in particular may be one": (small(needs=SamePerson("key", "check")), inside_only(Not(FOUND))),
    "somebody of whom nothing is known may be anybody": (
        small(
            key={"recorded_by": ("lead",), "not_by": ("check",)},
            check={"not_by": ("key",)},
            needs=Not(SamePerson("key", "check")),
        ),
        inside_only(Not(FOUND)),
    ),
}
UNDONE |= PEOPLE
LEFT_ALONE: dict[str, tuple[Workflow, Form]] = {
    "nothing undoes it": (small(), inside_only(IsCurrent("key"))),
    "each is kept from the other": (small(key={"not_by": ("check",)}, check={"not_by": ("key",)}), BOTH_BY_ONE),
    "a gate keeps it": (small(FALLEN, gated(FOUND), key={"window": Window("elapsed", DAY)}), inside_only(FOUND)),
    "nobody comes or goes": (
        small(evolve(GUEST, joins=None, leaves=None), key=ABOUT_GUESTS, needs=EVERY_GUEST),
        inside_only(EVERY_GUEST),
    ),
    "nobody leaves who must be there": (
        small(
            FALLEN,
            gated(EVERY_GUEST),
            evolve(GUEST, at_least=1, at_most=2, joins=None, leaves=None),
            key=ABOUT_GUESTS,
            needs=EVERY_GUEST,
        ),
        NEVER_FALLEN,
    ),
}


def scopes(definition: Workflow, form: Form) -> Iterator[Scope]:
    """
    Give scopes that track everything, with nobody, one and two followed, and nobody, one and two told apart among those who act.
    """
    asked = ("ready is yes",) if definition.scheme is not None else ()
    most = definition.people["guest"].at_most
    tracked = Scope(evidence=tuple(definition.evidence), scheme=asked, authors=("key", "check"))
    for followed in range(most or 0, 3):
        others = ("guest",) if most is None else ()
        people = tuple((f"guest-{number}", "guest") for number in range(followed))
        yield from (evolve(tracked, followed=people, others=others, named=number) for number in range(3))


def accepted(definition: Workflow, form: Form) -> bool:
    """
    Tell whether a proof of a safeguard can be forged, or made, with some scope.
    """
    definition = evolve(
        definition, safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),)
    )  # what is asked decides which values are told apart
    for scope in scopes(definition, form):
        try:
            check_part(definition, form, best_forgery(definition, form, scope))
        except CertificateRefused:
            continue
        return True
    return False


@pytest.mark.parametrize("how", UNDONE)
def test_nobody_can_forge_that_it_stays(how: str):
    """
    Where one kind of step breaks a safeguard, no proof of it is accepted, not even the largest sets that no step leaves; nor does the
    search call it kept.
    """
    definition, form = UNDONE[how]
    safeguard = Safeguard(id="A", label="a", form=form, origin="workflow")

    assert not accepted(definition, form)
    assert judge(evolve(definition, safeguards=(safeguard,)), safeguard).judged != "kept"


@pytest.mark.parametrize("how", LEFT_ALONE)
def test_what_stays_can_be_proved(how: str):
    """
    Where no step breaks it, a proof is accepted, and the search agrees.
    """
    definition, form = LEFT_ALONE[how]
    safeguard = Safeguard(id="A", label="a", form=form, origin="workflow")

    assert accepted(definition, form)
    assert judge(evolve(definition, safeguards=(safeguard,)), safeguard).judged == "kept"
