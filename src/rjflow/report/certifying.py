"""
What is said of certificates.

Stands on: `certifying.certificate`, `layout`.   Knows nothing of: files, exit codes.
"""

from datetime import date

from rjflow.certifying.certificate import Certificate, CertificateRefused, Why
from rjflow.definition.model import Workflow
from rjflow.report.layout import wrapped
from rjflow.text import counted
from rjflow.verifier.verdict import Report

_WHY: dict[Why, str] = {
    "no certificate": "it is no certificate, or a damaged one",
    "newer format": "it is written in another format than this rjflow reads",
    "another workflow": "it is about another workflow, or another version of it",
    "missing": "it does not prove this safeguard",
    "not a safeguard": "it is about something that this workflow does not have to keep",
    "people": "the people it follows do not stand for everybody",
    "evidence": "it keeps track of something that this workflow does not have",
    "sets": "what it says of the situations of a case makes no sense",
    "begins outside": "a case can begin where the certificate says that no case can be",
    "leaves it": "something can happen that leads to where the certificate says that no case can be",
    "is bad": "what it allows to come about breaks this safeguard",
    "is stuck": "from somewhere a case can be, it is not shown that what must be possible is",
}


def certified_text(workflow: Workflow, certificate: Certificate, until: date | None) -> str:
    """
    Say that a certificate was accepted.
    """
    proofs = sum(len(kept.proofs) for kept in (*certificate.safeguards, *certificate.events))
    made = f" It was made by rjflow {certificate.made_by}." if certificate.made_by else ""
    found = (
        f"{workflow.name}, version {workflow.version}: the certificate proves "
        f"{counted(len(certificate.safeguards), 'safeguard')}, by {counted(proofs, 'proof')} that were checked one by one.{made}"
    )
    if until is not None:
        found += f" The others somebody answers for, until {until.isoformat()}."
    return wrapped(found)


def refused_text(workflow: Workflow, refused: CertificateRefused) -> str:
    """
    Say why a certificate was refused.
    """
    lines = [f"{workflow.name}, version {workflow.version}: the certificate is refused", "", wrapped(_WHY[refused.why])]
    labels = {one.id: one.label for one in workflow.safeguards}
    label = labels.get(refused.safeguard)
    said = {
        "safeguard": f"{refused.safeguard} ({label})" if label else refused.safeguard,
        "in": refused.state,
        "where": refused.rule,
        "more": refused.detail,
    }
    lines += [wrapped(f"  {key}: {value}", hanging=4) for key, value in said.items() if value]
    return "\n".join(lines)


def written_text(report: Report, path: str, *, written: bool) -> str:
    """
    Say whether a certificate was written.
    """
    name = f"{report.workflow.name}, version {report.workflow.version}"
    if written:
        return f"{path}: written, the certificate of {name}"
    return f"no certificate is written: {name} may not run"
