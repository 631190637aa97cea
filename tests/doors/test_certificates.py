"""
Certificates as people meet them: on the command line.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rjflow.cli.exits import Exit
from rjflow.cli.program import program
from rjflow.shipped import folder

SAFE = "scheme-readiness"
UNSAFE = min((folder() / "unsafe").glob("*.workflow.yaml"))


def called(*arguments: object) -> Result:
    return CliRunner().invoke(program, [str(one) for one in arguments], prog_name="rjflow")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate of a shipped workflow."""
    path = tmp_path_factory.mktemp("certificates") / "safe.json"
    done = called("check", SAFE, "--certificate", path)

    assert Exit.YES == done.exit_code
    assert f"{path}: written, the certificate of {SAFE}, version 1" in done.stderr
    return path


def test_what_is_written_is_accepted(certificate: Path):
    """
    A certificate that was written is accepted, and what it proves is counted.
    """
    done = called("certified", SAFE, certificate)

    assert Exit.YES == done.exit_code
    assert "the certificate proves 5 safeguards, by 5 proofs" in done.stdout


def test_a_certificate_that_proves_less_is_refused(certificate: Path, tmp_path: Path):
    """
    Without one safeguard, with one set emptied, and cut short, a certificate is refused with 6, and the safeguard is named.
    """
    found = json.loads(certificate.read_text("utf-8"))
    fewer, emptied = tmp_path / "fewer.json", tmp_path / "emptied.json"
    fewer.write_text(json.dumps({**found, "safeguards": found["safeguards"][1:]}), "utf-8")
    for one in found["safeguards"][0]["whole"][0]["situations"]:
        one["set"] = 0
    emptied.write_text(json.dumps(found), "utf-8")
    half = tmp_path / "half.json"
    half.write_bytes(certificate.read_bytes()[:500])
    strange = tmp_path / "strange.json"
    strange.write_bytes(b"\xff\xfe\x00")
    for path, said in (
        (fewer, "safeguard: R1"),
        (emptied, "safeguard: R1"),
        (half, "damaged"),
        (strange, "it is not text"),
    ):
        done = called("certified", SAFE, path)

        assert Exit.REFUSED == done.exit_code
        assert f"{SAFE}, version 1: the certificate is refused" in done.stdout
        assert said in done.stdout


def test_a_certificate_is_about_one_workflow(certificate: Path):
    """
    The certificate of one workflow is refused for another.
    """
    done = called("certified", UNSAFE, certificate)

    assert Exit.REFUSED == done.exit_code
    assert "it is about another workflow" in done.stdout


def test_nothing_is_written_of_what_may_not_run(tmp_path: Path):
    """
    Of a workflow with a broken safeguard no certificate is written, and the exit code is that of the check.
    """
    path = tmp_path / "unsafe.json"
    done = called("check", UNSAFE, "--certificate", path)

    assert Exit.BROKEN == done.exit_code
    assert "no certificate is written" in done.stderr
    assert not path.exists()


def test_a_certificate_is_of_one_file(tmp_path: Path):
    """
    Two files and one certificate are wrong usage, and a place that cannot be written, or read, ends with 1.
    """
    assert Exit.WRONG_USAGE == called("check", SAFE, UNSAFE, "--certificate", tmp_path / "x.json").exit_code
    assert Exit.COULD_NOT_RUN == called("check", SAFE, "--certificate", tmp_path / "no" / "x.json").exit_code
    assert Exit.COULD_NOT_RUN == called("certified", SAFE, tmp_path / "gone.json").exit_code


def test_a_certificate_in_the_place_of_its_workflow_is_pointed_out(certificate: Path):
    """
    Whoever writes the two files the wrong way round is told so, and not what a certificate lacks to be a workflow.
    """
    done = called("certified", certificate, SAFE)

    assert Exit.WRONG_USAGE == done.exit_code
    assert f"{certificate} is a certificate: write the workflow before it" in " ".join(done.stderr.split())
    assert "RJ1" not in done.output
