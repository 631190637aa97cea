"""
Certificates of small workflows, and what cannot be certified.
"""

from contextlib import suppress

import pytest
from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.test_room import ROOM, room

from rjflow.certifying.certificate import CertificateRefused
from rjflow.definition.model import Kind, Way, Window
from rjflow.definition.safeguards import Always, DifferentPeople, Ends, Entering, Form, Safeguard, Step
from rjflow.guards.syntax import Among, And, ForPeople, InState, Not, Or
from rjflow.verifier import certifying
from rjflow.verifier.certifying import CannotCertify, certify, tracked_for
from rjflow.verifier.verdict import VerifiedWorkflow
from rjflow.verifier.verifying import verify

YES, OTHER = Among("fact", ("yes",)), Among("other", ("yes",))
WHOLE = Window("whole case")
FORMS = {
    "several things at once": Entering(steps=(Step("state", "room"),), condition=And((YES, OTHER)), text=""),
    "cases end": Ends(),
    "two people": DifferentPeople(first=("enter",), second=("fact",)),
}


def proved(form: Form) -> tuple:
    """
    Give a report in which a form is kept, on a workflow whose room needs two facts and another person than the one who recorded the first.
    """
    way = Way(from_states=("start",), target="room", needs=asks(YES, OTHER))
    small = workflow(
        *(evidence("fact", window=WHOLE, not_by=("enter",)), evidence("other", window=WHOLE), state("room")),
        *(event("enter", way, not_by=("fact",)), event("leave", ("room", "end"), ("start", "end"))),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )
    report = verify(small)
    assert ["kept"] == [one.judged for one in report.verdicts]
    return small, report


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_is_kept_is_certified_and_the_checker_takes_it(form: Form):
    """
    A certificate lets the workflow run without a search, whatever it is a certificate of.
    """
    small, report = proved(form)

    assert small == VerifiedWorkflow.from_certificate(small, certify(report)).workflow


@pytest.mark.parametrize(
    ("form", "enough"),
    [
        (FORMS["several things at once"], {"fact", "other"}),
        (Entering(steps=(Step("state", "room"),), condition=YES, text=""), {"fact"}),
        (Always(condition=Or((Not(InState("room")), InState("room"))), text=""), set()),
    ],
)
def test_a_proof_tells_what_it_tracks(form: Form, enough: set[str]):
    """
    What is enough to track is what the safeguard rests on, and nothing that it does not.
    """
    small, report = proved(form)

    assert enough == tracked_for(small, report.verdicts[0].safeguard)


@pytest.mark.parametrize("fits", ROOM.values(), ids=ROOM)
def test_what_does_not_fit_is_not_certified_or_is_certified_rightly(fits):
    """
    Where there is no room for a proof, none is made up: either the checker takes it, or it is said that there is none.
    """
    small, report = proved(FORMS["several things at once"])
    with room(fits), suppress(CannotCertify):
        certificate = certify(report)
        assert small == VerifiedWorkflow.from_certificate(small, certificate).workflow


def test_what_the_checker_refuses_is_tried_another_way(monkeypatch):
    """
    A proof that the checker does not take is no certificate: the parts are proved by themselves, and where none is taken it is said so.
    """
    small, report = proved(FORMS["several things at once"])
    check, refused = certifying.check_part, []

    def refusing(few):
        def checked(workflow, duty, proof):
            refused.append(duty)
            if len(refused) <= few:
                raise CertificateRefused("broken", safeguard="A")
            return check(workflow, duty, proof)

        return checked

    monkeypatch.setattr(certifying, "check_part", refusing(1))
    assert small == VerifiedWorkflow.from_certificate(small, certify(report)).workflow
    assert 3 == len(refused)
    monkeypatch.setattr(certifying, "check_part", refusing(10**6))
    with pytest.raises(CannotCertify, match="`A` is kept, but no proof of it was found that can be checked") as raised:
        certify(report)
    assert "A" == raised.value.name


def test_what_only_a_search_sees_is_certified_by_what_it_reached():
    """
    Where every way to look at all that may be is too coarse, and only what was reached shows that something is kept, that is written down.
    """
    kept = Safeguard(
        id="A",
        label="a",
        form=Always(condition=Or((Not(InState("room")), ForPeople("some", 0, "guest", And(())))), text=""),
        origin="workflow",
    )
    small = workflow(
        *(state("room"), Kind(name="guest", label="guest")),
        *(event("enter", ("start", "room"), by=("guest",)), event("leave", ("room", "end"), ("start", "end"))),
        safeguards=(kept,),
    )
    report = verify(small)

    assert ["kept"] == [one.judged for one in report.verdicts]
    assert small == VerifiedWorkflow.from_certificate(small, certify(report)).workflow
