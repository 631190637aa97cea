"""
`rjflow certified`: check a certificate instead of searching; and how `rjflow check` writes one.
"""

from contextlib import suppress
from pathlib import Path

import click

from rjflow import __version__
from rjflow.certifying.certificate import Certificate, CertificateRefused
from rjflow.cli.exits import Exit
from rjflow.cli.files import CouldNotRead, read_named
from rjflow.cli.saying import answer, remark, why
from rjflow.clock import SystemClock
from rjflow.definition.model import Workflow
from rjflow.report.certifying import certified_text, refused_text, written_text
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.verdict import Report

BIGGEST = 64 * 1024 * 1024


@click.command()
@click.argument("file")
@click.argument("certificate")
@click.pass_context
def certified(context: click.Context, file: str, certificate: str) -> None:
    """
    Check a certificate, instead of searching, and believe nothing in it.

    FILE is a path, the name of a workflow that is shipped, or - for standard input. CERTIFICATE is the path of what
    `rjflow check --certificate` wrote. Ends with 6 if it does not prove that every safeguard of the workflow is kept.
    """
    from rjflow.certifying.checking import check_certificate

    workflow, today = _workflow(file), SystemClock().now().date()
    try:
        found = _read(certificate)
        until = check_certificate(workflow, found, today=today)
    except CertificateRefused as refused:
        answer(refused_text(workflow, refused))
        context.exit(Exit.REFUSED)
    answer(certified_text(workflow, found, until))


def write_certificate(report: Report, path: str) -> Exit:
    """
    Write the certificate of what a report found, if it found that the workflow may run.
    """
    from rjflow.certifying.text import certificate_text
    from rjflow.verifier.certifying import CannotCertify, certify

    if not report.is_safe:
        remark(written_text(report, path, written=False))
        return Exit.YES
    try:
        Path(path).write_text(certificate_text(certify(report, made_by=__version__)), "utf-8")
    except CannotCertify as cannot:
        remark(f"no certificate is written: {cannot}")
        return Exit.UNFINISHED
    except OSError as error:
        remark(f"could not write {path}: {why(error)}")
        return Exit.COULD_NOT_RUN
    remark(written_text(report, path, written=True))
    return Exit.YES


# ----------------------------------------------------------------------------------------------------------------------


def _workflow(file: str) -> Workflow:
    """
    Read the workflow; where its certificate stands in its place, say so.
    """
    try:
        return read_named(file)
    except InvalidWorkflow as invalid:
        with suppress(CertificateRefused, CouldNotRead):
            _read(file)
            raise click.UsageError(f"{file} is a certificate: write the workflow before it") from invalid
        raise


def _read(path: str) -> Certificate:
    """
    Read the file of a certificate.

    Raises:
        CouldNotRead: it is not there or cannot be read.
        CertificateRefused: it is none.
    """
    from rjflow.certifying.text import certificate_from

    try:
        with Path(path).open("rb") as file:
            content = file.read(BIGGEST + 1)
    except OSError as error:
        raise CouldNotRead(f"{path}: {why(error)}") from error
    if len(content) > BIGGEST:
        raise CouldNotRead(f"{path}: it is larger than any certificate is")
    try:
        return certificate_from(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise CertificateRefused("no certificate", "it is not text") from None
