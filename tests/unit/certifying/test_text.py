"""
Certificates as text: written one way, read without trust.
"""

import json
import random

import pytest

from rjflow.certifying.certificate import FORMAT, Certificate, CertificateRefused
from rjflow.certifying.text import certificate_from, certificate_text
from rjflow.reader.reading import read_file
from rjflow.shipped import folder
from rjflow.verifier.certifying import certify
from rjflow.verifier.verifying import verify


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    """A small certificate, with a safeguard in one proof and one in parts."""
    return certify(verify(read_file(folder() / "unsafe" / "common" / "small-and-safe.workflow.yaml")), made_by="1.2.3")


def refused(text: str) -> CertificateRefused:
    with pytest.raises(CertificateRefused) as found:
        certificate_from(text)
    return found.value


def test_what_is_written_is_read_again(certificate: Certificate):
    """
    Reading what was written gives an equal certificate, and writing that gives the same text.
    """
    text = certificate_text(certificate)

    assert certificate_from(text) == certificate
    assert certificate_text(certificate_from(text)) == text
    assert json.loads(text)["made-by"] == "1.2.3"


def test_a_later_format_is_told_apart_from_damage(certificate: Certificate):
    """
    A certificate of a later format is refused as that, whatever else is in it.
    """
    assert refused(json.dumps({"format": FORMAT + 1, "anything": 1})).why == "newer format"


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", "3", '{"format": 1}', '{"format": true}', '{"format": "1"}', "[" * 9999]
)
def test_what_is_no_certificate_is_refused(text: str):
    """
    Text that is something else, or nothing, is no certificate.
    """
    assert refused(text).why == "no certificate"


def test_half_a_certificate_is_none(certificate: Certificate):
    """
    However much of the end is missing, what is left is refused.
    """
    text = certificate_text(certificate).rstrip()
    for end in range(0, len(text), 1999):
        assert refused(text[:end]).why == "no certificate"


def test_a_key_that_stands_twice_is_refused(certificate: Certificate):
    """
    Nobody can hide one thing behind another of the same name.
    """
    text = certificate_text(certificate).replace('"format": 1,', '"format": 1, "format": 1,', 1)

    assert refused(text).why == "no certificate"


def test_every_part_is_of_its_own_sort(certificate: Certificate):
    """
    A part that is of another sort, has one key more, or one less, is refused with the place where it stands.
    """
    dice = random.Random(7)
    for _ in range(60):
        found = json.loads(certificate_text(certificate))
        part = found
        while isinstance(part, dict | list) and part:
            key = dice.choice(list(part)) if isinstance(part, dict) else dice.randrange(len(part))
            if not isinstance(part[key], dict | list) or not part[key] or dice.random() < 0.2:
                break
            part = part[key]
        if isinstance(part, dict) and dice.random() < 0.3:
            part["more"] = 1
        elif isinstance(part, dict) and dice.random() < 0.4:
            del part[key]
        else:
            part[key] = 1.5 if isinstance(part[key], int | str) else dice.choice([True, "text", 4, None, {}])
            if part[key] is None and key == "scheme":
                continue

        assert refused(json.dumps(found)).why == "no certificate"
