"""
Cases that stand under a scheme: what it answers may change at any moment, and is looked at where something needs it.
"""

from contextlib import nullcontext

import pytest
from attrs import evolve
from tests.small import MONDAY
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_differing import HOUSE, SCHEME, in_a_street

from rjflow.certifying.certificate import CertificateRefused
from rjflow.certifying.checking import check_certificate
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.lookup import as_condition
from rjflow.definition.model import SchemeLink, Workflow
from rjflow.definition.safeguards import Always, Entering, Form, Safeguard, Step
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, Condition, GateHolds, InState, IsCurrent, Not, OfScheme, Or
from rjflow.reader.reading import read
from rjflow.rules.commands import Fire, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.verifier.certifying import certify
from rjflow.verifier.judging import find, judge
from rjflow.verifier.mistakes import weakened
from rjflow.verifier.scheming import scheme_finder
from rjflow.verifier.strength import strength
from rjflow.verifier.verifying import verify
from rjflow.verifier.visiting import requiring

STREET = in_a_street(HOUSE, SCHEME)
BRIGHT, DARK, SHED = OfScheme(InState("bright")), OfScheme(InState("dark")), InState("shed")
HIDING = (Step("state", "shed"),)


@pytest.mark.parametrize("size", [nullcontext, every_workflow_is_large], ids=["small", "large"])
@pytest.mark.parametrize(
    ("form", "steps"),
    [
        (Always(condition=Not(SHED), text=""), [SeeScheme, Fire]),
        (Always(condition=Or((Not(SHED), BRIGHT)), text=""), [SeeScheme, Fire, SeeScheme]),
        (Entering(steps=HIDING, condition=DARK, text=""), [SeeScheme, Fire]),
        (Entering(steps=HIDING, condition=BRIGHT, text=""), None),
    ],
)
def test_what_a_scheme_lets_happen_is_told_with_a_look_at_it(form: Form, steps: list[type] | None, size):
    """
    Where an event needs something of the scheme, the story looks at it first; that it changes afterwards is a step of the story, too.
    """
    with size():
        verdict = judge(STREET, Safeguard(id="A", label="a", form=form, origin="workflow"))

    assert ("broken" if steps else "kept") == verdict.judged
    assert steps == (None if verdict.story is None else [type(one.decision.command) for one in verdict.story.steps])


@pytest.mark.parametrize("size", [nullcontext, every_workflow_is_large], ids=["small", "large"])
def test_a_story_of_a_mistake_looks_at_the_scheme_where_it_must(size):
    """
    Where one thing is asked of the scheme and one of the case, to pass the second wrongly is one mistake, made after a look at the scheme.
    """
    calm = Among("calm", (True,))
    way = STREET.events["hide"].ways[0]
    hide = evolve(
        STREET.events["hide"], ways=(evolve(way, needs=requiring(*as_condition(way.needs).conditions, calm)),)
    )
    form = Entering(steps=HIDING, condition=And((calm,)), text="")
    small = evolve(
        STREET,
        events=frozen_map({**STREET.events, "hide": hide}),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )
    verdict = judge(small, small.safeguards[0])
    with size():
        found = strength(small, verdict)

    assert ("kept", 1) == (verdict.judged, found.least)
    assert found.story is not None
    situation = found.story.opened
    for number, step in enumerate(found.story.steps, start=1):
        made = [mistake for at, mistake in found.mistakes if at == number]
        assert step.decision.after == decide(weakened(small, made), situation, step.decision.command).after
        situation = step.decision.after
    assert SeeScheme in [type(step.decision.command) for step in found.story.steps]


@pytest.mark.parametrize(
    ("wanted", "state"),
    [
        (((InState("dark"), 2),), "dark"),
        (((InState("bright"), 2),), "bright"),
        (((InState("bright"), 2), (InState("dark"), 1)), "bright"),
        (
            ((InState("bright"), 2), (InState("dark"), 0)),
            "bright",
        ),  # where it stands it always knows: unknown is told as no
        (((InState("dark"), 0),), None),  # nothing else is asked of it, and it begins there
        (((InState("bright"), 2), (InState("dark"), 2)), None),
    ],
)
def test_a_scheme_answers_as_it_is_wanted_to_or_not_at_all(wanted: tuple, state: str | None):
    """
    A situation of the scheme is given only if every answer in it is what a story needs.
    """
    found = scheme_finder(STREET, find)(wanted, MONDAY)

    assert state == (None if found is None else found.state)


OFFICE = """\
rjflow: 1
workflow: office
version: 1
title: The office that a case stands under
roles: {clerk: {}}
evidence:
  insurance: {one-of: [valid, lapsed], recorded-by: [clerk], current-for: whole-case}
  protocol: {one-of: [signed], recorded-by: [clerk], current-for: whole-case}
gates:
  working: {label: open for work, all: [insurance is valid, protocol is signed]}
states:
  open: {start: true}
  over: {final: true, reasons: [left]}
events:
  leave: {from: open, to: over, by: [clerk], needs: working}
"""
INSURED, SIGNED = OfScheme(Among("insurance", ("valid",))), OfScheme(Among("protocol", ("signed",)))


def in_the_office(asked: Condition) -> Workflow:
    """Give a house in which one hides only while the office says so."""
    house = in_a_street(HOUSE, OFFICE)
    way = evolve(house.events["hide"].ways[0], needs=requiring(OfScheme(asked)))
    return evolve(house, events=frozen_map({**house.events, "hide": evolve(house.events["hide"], ways=(way,))}))


@pytest.mark.parametrize(
    ("form", "steps"),
    [
        (Entering(steps=HIDING, condition=INSURED, text=""), None),
        (Entering(steps=HIDING, condition=OfScheme(Not(Not(Among("protocol", ("signed",))))), text=""), None),
        (Entering(steps=HIDING, condition=OfScheme(Among("insurance", ("lapsed",))), text=""), [SeeScheme, Fire]),
        (Always(condition=Or((Not(SHED), SIGNED, INSURED)), text=""), [SeeScheme, Fire, SeeScheme, SeeScheme]),
    ],
)
@pytest.mark.parametrize("asked", ["gate", "parts"])
def test_questions_to_a_scheme_that_share_their_parts_are_answered_together(
    form: Form, steps: list[type] | None, asked: str
):
    """
    Where a gate of the scheme is asked and one thing of it must be so, it is; what changes there afterwards is told.
    """
    gate = GateHolds("working")
    parts = And((Among("insurance", ("valid",)), Among("protocol", ("signed",))))
    house = in_the_office(gate if asked == "gate" else parts)
    verdict = judge(house, Safeguard(id="A", label="a", form=form, origin="workflow"))

    assert ("broken" if steps else "kept") == verdict.judged
    assert steps == (None if verdict.story is None else [type(one.decision.command) for one in verdict.story.steps])
    if verdict.story is not None and verdict.story.event is not None:
        assert verdict.story.event is house.events["hide"]
        assert verdict.story.way in house.events["hide"].ways


@pytest.mark.parametrize("asked", ["gate", "parts"])
@pytest.mark.parametrize("must", [INSURED, OfScheme(Not(Not(Among("protocol", ("signed",)))))])
def test_what_is_kept_with_shared_parts_is_certified(must: Condition, asked: str):
    """
    The checker sees what the parts of a question come to, and that they are no proof where another thing is asked.
    """
    parts = And((Among("insurance", ("valid",)), Among("protocol", ("signed",))))
    kept = Safeguard(id="A", label="a", form=Entering(steps=HIDING, condition=must, text=""), origin="workflow")
    house = evolve(in_the_office(GateHolds("working") if asked == "gate" else parts), safeguards=(kept,))
    certificate = certify(verify(house))
    check_certificate(house, certificate)

    careless = evolve(in_the_office(Or(parts.conditions)), safeguards=(kept,))
    with pytest.raises(CertificateRefused) as refused:
        check_certificate(careless, evolve(certificate, fingerprint=fingerprint(careless)))
    assert refused.value.safeguard == "A"


STALL = """\
rjflow: 1
workflow: stall
version: 1
title: A stall that is open while the office says so
roles: {worker: {}}
evidence:
  news: {one-of: [good, bad], recorded-by: [worker], current-for: DAYS}
  word: {one-of: [given], recorded-by: [worker], current-for: 90 days, needs: news is good}
states:
  shut: {start: true}
  shop: {}
  over: {final: true, reasons: [left]}
events:
  begin: {from: shut, to: shop, by: [worker]}
  leave: {from: [shut, shop], to: over, by: [worker], needs: word is given, reason: left}
"""


@pytest.mark.parametrize(("days", "judged", "looks"), [(1, "broken", 2), (3, "broken", 4), (60, "unfinished", 0)])
def test_who_waits_looks_at_a_scheme_again_before_what_it_said_runs_out(days: int, judged: str, looks: int):
    """
    What the office says lasts for a day. A stall that is open for longer saw it again each day; nobody is told sixty such days.
    """
    text = OFFICE.replace("recorded-by: [clerk], current-for: whole-case", "recorded-by: [clerk], current-for: 1 day")
    text = text.replace("events:\n", "events:\n  audit: {from: open, to: open, by: [clock]}\n")
    office = read(
        f"{text}deadlines:\n  - {{in: open, after: 10 hours, then: audit}}\n"
    )  # which changes nothing that is asked
    bare = read(STALL.replace("DAYS", f"{days} days"))
    shop = evolve(bare.states["shop"], guard=requiring(INSURED), otherwise="shut")
    link = SchemeLink(workflow=evolve(office, subject="scheme"), needs=())
    stall = evolve(bare, scheme=link, states=frozen_map({**bare.states, "shop": shop}))
    form = Always(condition=Or((Not(InState("shop")), Not(IsCurrent("word")), IsCurrent("news"))), text="")
    verdict = judge(stall, Safeguard(id="A", label="a", form=form, origin="workflow"))
    told = verdict.story.steps if verdict.story is not None else ()

    assert (judged, looks) == (verdict.judged, sum(isinstance(one.decision.command, SeeScheme) for one in told))
