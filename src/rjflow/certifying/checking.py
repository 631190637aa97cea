"""
Check a certificate: the front door of this package.

The checker believes nothing that is written in a certificate. What has to be kept, who can act and what can happen it finds out from the
workflow by itself, by rules of its own; of the search it knows nothing.

Stands on: `proving`, `leading`, `rounds`, `certificate`, `duties`.   Knows nothing of: files, how a certificate was made.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from rjflow.certifying.certificate import FORMAT, Certificate, CertificateRefused, Kept, Proof
from rjflow.certifying.duties import Duty, OneWay, one_ways, parts_of
from rjflow.certifying.hiding import never_so
from rjflow.certifying.leading import check_leads
from rjflow.certifying.proving import Proving
from rjflow.certifying.rounds import rounds
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Ends, ReadOff, Safeguard


def check_certificate(workflow: Workflow, certificate: Certificate, *, today: date | None = None) -> date | None:
    """
    Check that a certificate proves every safeguard of a workflow, and that no event of it can go two ways at once.

    Guarantees: when this returns, no case of the workflow that `decide` allows breaks a safeguard, however many people it is about,
    whoever made the certificate and however. Which safeguards there are the workflow says, not the certificate.

    Args:
        workflow: The definition; it must be the very one that the certificate names, by its fingerprint.
        certificate: What somebody claims to have proved.
        today: The date by which exemptions are judged; without it none is in force.

    Returns:
        The last day on which somebody answers for every safeguard that is not proved; nothing when all are.

    Raises:
        CertificateRefused: it does not prove it; `why`, `safeguard`, `state` and `rule` say where.

    Not seen:
        `hidden` cannot be certified. Where `ends` asks, and which ways of an event exclude each other by what they ask, is worked out
        from the workflow alone.
    """
    _check_head(workflow, certificate)
    proofs = {kept.name: kept for kept in certificate.safeguards}
    _check_names([one.name for one in certificate.safeguards], [one.id for one in workflow.safeguards])
    until: list[date] = []
    for safeguard in workflow.safeguards:
        if safeguard.id in proofs:
            check_kept(workflow, safeguard.id, safeguard.form, proofs[safeguard.id])
        else:
            until.append(_answered_for(workflow, safeguard, today))
    wanted = {name_of(way): way for way in one_ways(workflow)}
    _check_names([one.name for one in certificate.events], list(wanted))
    events = {kept.name: kept for kept in certificate.events}
    for name, way in wanted.items():
        if name not in events:
            raise CertificateRefused("missing", safeguard=name)
        check_kept(workflow, name, way, events[name])
    return min(until, default=None)


def check_kept(workflow: Workflow, name: str, duty: Duty, kept: Kept) -> None:
    """
    Check the proofs of one safeguard, or of one event with two ways.

    Raises:
        CertificateRefused: they do not prove it.
    """
    parts = pieces(workflow, duty, whole=kept.whole)
    if len(kept.proofs) != len(parts):
        raise CertificateRefused(
            "missing", f"{len(parts)} proofs are needed, there are {len(kept.proofs)}", safeguard=name
        )
    try:
        if isinstance(duty, Ends):
            _check_ends(workflow)
        for part, proof in zip(parts, kept.proofs, strict=True):
            check_part(workflow, part, proof)
    except CertificateRefused as refused:
        raise CertificateRefused(
            refused.why, refused.detail, safeguard=name, state=refused.state, rule=refused.rule
        ) from None


def check_part(workflow: Workflow, duty: Duty, proof: Proof) -> None:
    """
    Check one proof of one part of what a workflow must keep.

    Raises:
        CertificateRefused: it does not prove it.
    """
    proving = Proving(workflow, duty, proof)
    proving.check()
    if isinstance(duty, AlwaysPossible):
        check_leads(proving, duty)


def pieces(workflow: Workflow, duty: Duty, *, whole: bool) -> Sequence[Duty]:
    """
    Give what has to be proved for a safeguard, one by one. That cases end is read off the workflow, and needs no proof.
    """
    if isinstance(duty, ReadOff):
        return never_so(workflow, duty)
    if isinstance(duty, Ends):
        return ()
    return (duty,) if whole or isinstance(duty, OneWay) else parts_of(workflow, duty)


def name_of(way: OneWay) -> str:
    """
    Name an event of which two ways, counted from 1, lead out of one state.

    >>> name_of(OneWay("close", "open", 0, 1))
    'close in open, ways 1 and 2'
    """
    return f"{way.event} in {way.state}, ways {way.first + 1} and {way.second + 1}"


# ----------------------------------------------------------------------------------------------------------------------


def _check_head(workflow: Workflow, certificate: Certificate) -> None:
    if certificate.format != FORMAT:
        raise CertificateRefused("newer format", f"format {certificate.format}; this rjflow reads {FORMAT}")
    mark = fingerprint(workflow)
    if certificate.fingerprint != mark:
        other = f"{certificate.name}, version {certificate.version}, {certificate.fingerprint[:12]}"
        raise CertificateRefused("another workflow", f"it is about {other}; this is {mark[:12]}")
    scheme = None if workflow.scheme is None else fingerprint(workflow.scheme.workflow)
    if certificate.scheme != scheme or (certificate.name, certificate.version) != (workflow.name, workflow.version):
        raise CertificateRefused("another workflow", "its name, version or scheme are others")


def _check_names(given: Sequence[str], known: Sequence[str]) -> None:
    if unknown := sorted(set(given) - set(known)):
        raise CertificateRefused("not a safeguard", safeguard=unknown[0])
    if twice := next(_twice(given), None):
        raise CertificateRefused("sets", "it stands twice", safeguard=twice)


def _twice(names: Sequence[str]) -> Iterator[str]:
    return (name for place, name in enumerate(names) if name in names[:place])


def _answered_for(workflow: Workflow, safeguard: Safeguard, today: date | None) -> date:
    """
    Give until when somebody answers for a safeguard that is not proved.
    """
    for one in workflow.exemptions:
        if one.safeguard == safeguard.id and today is not None and today <= one.until:
            return one.until
    raise CertificateRefused("missing", "nobody answers for it either", safeguard=safeguard.id)


def _check_ends(workflow: Workflow) -> None:
    for states in rounds(workflow):
        raise CertificateRefused("is bad", f"a case can go round for ever: {', '.join(states)}", state=states[0])
