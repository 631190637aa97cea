"""
Checking certificates: of shipped workflows, damaged ones, and ones about another workflow than they say.
"""

import random
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from tests.forging import best_forgery, damaged, refusal
from tests.programmes import for_one, programme, proved
from tests.zoo import animal

from rjflow import Engine, FixedClock, SameRoles, VerifiedWorkflow, as_lines, read
from rjflow.certifying.certificate import FORMAT, Certificate, CertificateRefused, Kept, Proof
from rjflow.certifying.checking import check_certificate, check_kept
from rjflow.certifying.duties import parts_of
from rjflow.certifying.rounds import rounds
from rjflow.certifying.text import certificate_from, certificate_text
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Ends
from rjflow.reader.reading import read_file
from rjflow.shipped import folder
from rjflow.verifier.casting import spotlight
from rjflow.verifier.certifying import certify, proof_of
from rjflow.verifier.focusing import first_focus, near_to
from rjflow.verifier.refining import proved_by
from rjflow.verifier.structure import structure
from rjflow.verifier.verdict import BrokenSafeguard
from rjflow.verifier.verifying import verify

SMALL = "unsafe/common/small-and-safe"
SHIPPED = [SMALL, "unsafe/common/a-service", "scheme-readiness", "ew-post-sentence"]
UNSAFE = sorted(path.name.removesuffix(".workflow.yaml") for path in (folder() / "unsafe").glob("*.workflow.yaml"))

# Two conditions that only together with the gates of two states are kept, so that each is proved by itself.
IN_PARTS = """
rjflow: 1
workflow: in-parts
version: 1
title: A round in which one thing is remembered by the state, the other by evidence
roles: {worker: {}}
evidence:
  key: {one-of: [found, lost], recorded-by: [worker], current-for: whole-case}
  lamp: {one-of: [lit, out], recorded-by: [worker], current-for: 1 hour}
states:
  outside: {start: true}
  hall: {while: lamp is lit, otherwise: outside}
  room: {while: lamp is lit and key is found, otherwise: outside}
events:
  enter: {from: outside, to: hall, by: [worker]}
  go-on: {from: hall, to: room, by: [worker]}
  leave: {from: room, to: outside, by: [worker]}
safeguards:
  - {id: A, label: nobody is in the room without key and light, always: "(not in room or lamp is lit) and (not in room or key is found)"}
"""


# A case waits, and goes back to where it came from: inside without the key, if it can wait there.
HELD = """
rjflow: 1
workflow: held
version: 1
title: A case that waits
roles: {worker: {}}
evidence: {key: {one-of: [found, lost], recorded-by: [worker], current-for: 1 hour}}
states:
  outside: {start: true}
  inside: {}
  waiting: {holds: true}
  done: {final: true, reasons: [done]}
events:
  wait: {from: TARGET, to: waiting, by: [worker]}
  enter: {from: outside, to: inside, by: [worker], needs: key is found}
  go-on: {from: waiting, to: back, by: [worker]}
  end: {from: [outside, inside], to: done, by: [worker], reason: done}
safeguards:
  - {id: A, label: nobody comes inside without the key, entering: inside, must: key is found}
"""


def workflow(name: str) -> Workflow:
    return programme(name)


@cache
def certificate(name: str) -> Certificate:
    return certify(proved(name))


def why(definition: Workflow, claimed: Certificate, today: date | None = None) -> str | None:
    """
    Give why a certificate is refused; nothing when it is not.
    """
    refused = refusal(lambda: check_certificate(definition, claimed, today=today))
    return refused.why if refused else None


def relabelled(claimed: Certificate, other: Workflow) -> Certificate:
    """
    Give a certificate that says it is about another workflow.
    """
    scheme = None if other.scheme is None else fingerprint(other.scheme.workflow)
    return evolve(claimed, name=other.name, version=other.version, fingerprint=fingerprint(other), scheme=scheme)


# ---- what is accepted ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [for_one(one) for one in SHIPPED])
def test_each_shipped_workflow_is_certified(name: str):
    """
    Of each workflow that is shipped and safe a certificate is written, and accepted after it was text.
    """
    text = certificate_text(certificate(name))
    made = VerifiedWorkflow.from_certificate(workflow(name), certificate_from(text))

    assert made.workflow is workflow(name)
    assert made.fingerprint == proved(name).fingerprint
    assert made.until is None
    assert made.waiver is None


def test_the_same_certificate_is_written_each_time():
    """
    What is written depends on nothing but the workflow.
    """
    assert certificate_text(certify(verify(read_file(folder() / f"{SMALL}.workflow.yaml")))) == certificate_text(
        certificate(SMALL)
    )


def test_cases_run_as_after_a_search():
    """
    An engine made from a certificate writes the same history as one made from a search.
    """
    definition = read(IN_PARTS)
    searched = verify(definition)
    histories = []
    for key in (searched.require(), VerifiedWorkflow.from_certificate(definition, certify(searched))):
        clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        engine = Engine(key, roles=SameRoles({"ann": ["worker"]}), clock=clock)
        steps = [engine.open("case-1", people={}, actor="ann")]
        steps.append(engine.record(steps[-1].case, "lamp", "lit", actor="ann"))
        steps.append(engine.fire(steps[-1].case, "enter", actor="ann"))
        steps.append(engine.fire(steps[-1].case, "go-on", actor="ann"))
        histories.append("".join(as_lines([entry for step in steps for entry in step.entries])))

    assert histories[0] == histories[1]
    assert "enter" in histories[0]


def test_a_safeguard_can_be_proved_part_by_part():
    """
    One proof for each part is enough; with one part less, or two the same, it is not.
    """
    definition = read(IN_PARTS)
    [safeguard] = definition.safeguards
    parts = parts_of(definition, safeguard.form)
    proofs = [best_forgery(definition, part, scope_of(definition, part)) for part in parts]
    kept = Kept(name="A", whole=False, proofs=tuple(proofs))
    check_kept(definition, "A", safeguard.form, kept)

    assert len(parts) == 2
    for fewer in (kept.proofs[:1], (), (*kept.proofs, kept.proofs[0])):
        refused = refusal(lambda proofs=fewer: check_kept(definition, "A", safeguard.form, evolve(kept, proofs=proofs)))
        assert refused is not None
        assert (refused.why, refused.safeguard) == ("missing", "A")


def scope_of(definition: Workflow, duty):
    """
    Give what the search looks at for a safeguard, as a certificate says it.
    """
    form = duty
    frame, situations = next(
        iter(proved_by(definition, form, spotlight(definition, form), first_focus(definition, form)))
    )
    return proof_of(frame, situations).scope


# ---- what is refused -------------------------------------------------------------------------------------------------


def test_no_safeguard_can_be_left_out():
    """
    A certificate without one of the workflow's safeguards is refused, whichever it is.
    """
    claimed = certificate(SMALL)
    for place, kept in enumerate(claimed.safeguards):
        fewer = evolve(claimed, safeguards=claimed.safeguards[:place] + claimed.safeguards[place + 1 :])
        refused = refusal(lambda fewer=fewer: check_certificate(workflow(SMALL), fewer))

        assert refused is not None
        assert (refused.why, refused.safeguard) == ("missing", kept.name)


def test_no_safeguard_can_be_put_in_or_be_another():
    """
    One that the workflow does not have, one that stands twice, and one with the proof of another are refused.
    """
    claimed = certificate(SMALL)
    first, *rest = claimed.safeguards
    swapped = evolve(first, proofs=next(one.proofs for one in rest if one.proofs and one.proofs != first.proofs))

    assert (
        why(workflow(SMALL), evolve(claimed, safeguards=(*claimed.safeguards, evolve(first, name="X9"))))
        == "not a safeguard"
    )
    assert why(workflow(SMALL), evolve(claimed, safeguards=(*claimed.safeguards, first))) == "sets"
    assert why(workflow(SMALL), evolve(claimed, events=(first,))) == "not a safeguard"
    assert why(workflow(SMALL), evolve(claimed, safeguards=(evolve(first, proofs=()), *rest))) == "missing"
    assert check_certificate(workflow(SMALL), claimed) is None
    assert swapped != first


def test_it_is_about_one_workflow_and_format():
    """
    Another fingerprint, name, version, scheme, and a later format are each refused.
    """
    claimed, other = certificate(SMALL), workflow("scheme-readiness")

    assert why(other, claimed) == "another workflow"
    assert why(workflow(SMALL), evolve(claimed, fingerprint="0" * 64)) == "another workflow"
    assert why(workflow(SMALL), evolve(claimed, name="other")) == "another workflow"
    assert why(workflow(SMALL), evolve(claimed, version=99)) == "another workflow"
    assert why(workflow(SMALL), evolve(claimed, scheme="0" * 64)) == "another workflow"
    assert why(workflow(SMALL), evolve(claimed, format=FORMAT + 1)) == "newer format"


@pytest.mark.parametrize("name", [for_one(f"unsafe/{one}") for one in UNSAFE])
def test_no_unsafe_edit_gets_by(name: str):
    """
    For a safeguard that an unsafe workflow breaks, neither the proof of the safe workflow it was made from is accepted, nor the best that
    can be forged with what the search looks at; and no certificate of it is written.
    """
    found = proved(name)
    claimed = {one.name: one for one in certificate(SMALL).safeguards}
    for verdict in found.broken:
        safeguard = verdict.safeguard
        if safeguard.id in claimed:
            assert refusal(
                lambda kept=claimed[safeguard.id], form=safeguard.form: check_kept(
                    found.workflow, kept.name, form, kept
                )
            )
        for proof in forgeries(found.workflow, safeguard.form):
            kept = Kept(name=safeguard.id, proofs=(proof,))
            assert refusal(lambda kept=kept, form=safeguard.form: check_kept(found.workflow, kept.name, form, kept))
    with pytest.raises(BrokenSafeguard):
        certify(found)
    assert why(found.workflow, relabelled(certificate(SMALL), found.workflow)) is not None


def forgeries(definition: Workflow, form) -> list[Proof]:
    """
    Give the largest sets that no step leaves, with little and with a little more looked at; for what must be possible, everything.
    """
    cast = spotlight(definition, form)
    scopes = []
    for focus in (first_focus(definition, form), near_to(definition, first_focus(definition, form))):
        frame, situations = next(iter(proved_by(definition, AlwaysPossible(steps=(), using=()), cast, focus)))
        scopes.append(proof_of(frame, situations))
    if isinstance(form, AlwaysPossible):
        return scopes
    return [best_forgery(definition, form, one.scope) for one in scopes]


@pytest.mark.parametrize("name", [SMALL, "scheme-readiness"])
def test_a_damaged_certificate_is_refused_or_still_a_proof(name: str):
    """
    Of hundreds of random damages most are refused, always in the same words; what is accepted is a proof all the same, since it still is
    when it is checked after having been text.
    """
    dice = random.Random(20260302)
    claimed, definition = certificate(name), workflow(name)
    forms = {one.id: one.form for one in definition.safeguards}
    refused = 0
    for _ in range(300):
        kept = dice.choice([one for one in claimed.safeguards if one.proofs])
        worse = damaged(kept, dice)
        found = refusal(lambda worse=worse: check_kept(definition, worse.name, forms[worse.name], worse))
        refused += found is not None
        if found is None:
            again = certificate_from(certificate_text(evolve(claimed, safeguards=(worse,), events=())))
            check_kept(definition, worse.name, forms[worse.name], again.safeguards[0])
        else:
            assert found.safeguard == kept.name
            assert str(found).startswith("the certificate is refused: ")

    assert refused > 150


def test_a_refusal_says_where():
    """
    Which safeguard, in which state, and what happens there that the certificate does not allow for, can be read off a refusal.
    """
    definition = read(IN_PARTS)
    claimed = certify(verify(definition))
    [kept] = claimed.safeguards
    [proof] = kept.proofs
    shut = evolve(proof, situations=((("everywhere else",), 1), (("hall",), 0)))
    with pytest.raises(CertificateRefused) as found:
        check_certificate(definition, evolve(claimed, safeguards=(evolve(kept, proofs=(shut,)),)))

    assert (found.value.why, found.value.safeguard) == ("leaves it", "A")
    assert (found.value.state, found.value.rule) == ("outside", "enter")


# ---- who answers, and what is read off the workflow -------------------------------------------------------------------


EXCUSED = """
rjflow: 1
workflow: excused
version: 1
title: A door that somebody answers for
roles: {worker: {}}
evidence: {key: {one-of: [found, lost], recorded-by: [worker], current-for: whole-case}}
states: {open: {start: true}, shut: {final: true, reasons: [night]}}
events: {lock: {from: open, to: shut, by: [worker]}}
safeguards:
  - {id: A, label: nobody locks without a key, entering: shut, must: key is found}
  - {id: B, label: nothing is odd, always: in open or in shut}
except:
  - {safeguard: A, owner: Ann, reason: the key is cut, until: 2026-06-30}
"""


def test_whoever_answers_is_carried_over():
    """
    A safeguard that somebody answers for may be missing until their date, and the key that is made fits as long; afterwards it does not.
    """
    definition = read(EXCUSED)
    searched = verify(definition, today=date(2026, 3, 2))
    claimed = certify(searched)
    made = VerifiedWorkflow.from_certificate(definition, claimed, today=date(2026, 3, 2))

    assert [one.name for one in claimed.safeguards] == ["B"]
    assert made.until == searched.require().until == date(2026, 6, 30)
    assert why(definition, claimed, date(2026, 7, 1)) == "missing"
    assert why(definition, claimed) == "missing"


def test_rounds_are_those_of_the_graph():
    """
    The rounds that the checker finds by itself are those that the structure of a workflow tells.
    """
    for name in (*SHIPPED, *(f"unsafe/{one}" for one in UNSAFE)):
        assert sorted(rounds(workflow(name))) == sorted(structure(workflow(name)).loops)


def test_ends_is_read_off_the_workflow():
    """
    That cases end needs no proof, and is refused where they need not; a proof of it is one too many.
    """
    kept, form = Kept(name="E"), Ends()
    check_kept(animal("door"), "E", form, kept)
    refused = refusal(lambda: check_kept(animal("ring"), "E", form, kept))

    assert refused is not None
    assert (refused.why, refused.state) == ("is bad", "one")
    assert refusal(lambda: check_kept(animal("door"), "E", form, evolve(kept, proofs=(Proof(),)))) is not None


@pytest.mark.parametrize(("target", "kept"), [("outside", True), ("inside", False)])
def test_where_a_case_is_held_from_counts(target: str, kept: bool):
    """
    What leads back leads to where the case came from: a safeguard is certified or cannot be forged, by where that is.
    """
    definition = read(HELD.replace("TARGET", target))
    [safeguard] = definition.safeguards
    proofs = forgeries(definition, safeguard.form)

    assert verify(definition).is_safe is kept
    assert kept is any(
        refusal(lambda proof=proof: check_kept(definition, "A", safeguard.form, Kept(name="A", proofs=(proof,))))
        is None
        for proof in proofs
    )
    if kept:
        assert why(definition, certify(verify(definition))) is None


def test_unsafe_files_are_there():
    """
    The unsafe workflows are found, so that the tests about them are about something.
    """
    assert len(UNSAFE) > 50
    assert all(isinstance(one, str) and not Path(one).suffix for one in UNSAFE)
