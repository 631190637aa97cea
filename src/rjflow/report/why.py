"""
What `rjflow why` says: why safeguards are kept, how they are broken, or what a proof lacks; for people and for programs.

Stands on: `supporting`, `telling`, `as_json`.   Knows nothing of: the command line.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Happening, Safeguard
from rjflow.definition.wording import cited, reasoned
from rjflow.frozen import frozen
from rjflow.guards.writing import written
from rjflow.report.as_json import Document, verdict_document
from rjflow.report.layout import as_json, paragraphs, wrapped
from rjflow.report.pieces import piece_document
from rjflow.report.supporting import support_text, without_sentence
from rjflow.report.telling import verdict_text
from rjflow.text import did_you_mean
from rjflow.verifier.supporting import Support
from rjflow.verifier.verdict import Verdict
from rjflow.verifier.wording import happening, promise

FORMAT = "rjflow-why"
FORMAT_VERSION = 1

_LACKING = {
    "only so many people": "What is missing is a proof for more people than were considered: none of those breaks it, and nothing "
    "shows that more of them could not.",
    "only impossible times": "What is missing is a proof that no other order of days breaks it: every story that was found needs days "
    "which cannot be. A window that is longer, or counted in another way, may settle it.",
    "too large": "What is missing is room: the sets of situations did not fit. Fewer pieces of evidence in what it speaks of, or gates "
    "that ask for it at once, make it smaller.",
    "not judged": "What is missing is in rjflow: it reads this form of safeguard, and cannot judge it yet.",
}


@frozen(kw_only=True)
class Answered:
    """A verdict, with what keeps the safeguard where it is kept."""

    verdict: Verdict
    support: Support | None = None


def why_text(workflow: Workflow, answers: Sequence[Answered]) -> str:
    """
    Tell why, safeguard for safeguard.
    """
    return "\n\n\n".join(_answer(workflow, one) for one in answers)


def why_json(workflow: Workflow, answers: Sequence[Answered]) -> str:
    """
    Tell the same as one JSON document, keys in a fixed order.
    """
    document = {
        "format": FORMAT,
        "format-version": FORMAT_VERSION,
        "workflow": workflow.name,
        "version": workflow.version,
        "fingerprint": fingerprint(workflow),
        "safeguards": [_document(workflow, one) for one in answers],
    }
    return as_json(document)


def which_text(workflow: Workflow, unknown: Sequence[str] = ()) -> str:
    """
    Say which safeguards there are, because none was named, or names that are not among them.
    """
    ids = [one.id for one in workflow.safeguards]
    lines = [_unknown(name, ids) for name in unknown] or [f"name one or more of the safeguards of {workflow.name}"]
    listing = [wrapped(f"{one.id}: {one.label}", indent=2, hanging=4) for one in workflow.safeguards]
    return "\n".join([*lines, *(listing or ["  it has none"])])


# ----------------------------------------------------------------------------------------------------------------------


def _unknown(name: str, ids: Sequence[str]) -> str:
    hint = did_you_mean(name, ids) or did_you_mean(name.upper(), ids)
    return f"there is no safeguard `{name}`{f'; {hint}' if hint else ''}"


def _answer(workflow: Workflow, answered: Answered) -> str:
    verdict, support = answered.verdict, answered.support
    if support is not None:
        return paragraphs(_head(workflow, verdict.safeguard), support_text(workflow, verdict.safeguard.form, support))
    return paragraphs(verdict_text(workflow, verdict), wrapped(_LACKING.get(verdict.how, ""), indent=2))


def _head(workflow: Workflow, safeguard: Safeguard) -> str:
    why = reasoned(safeguard.because, cited(workflow, safeguard.sources))
    return paragraphs(
        wrapped(f"kept: {safeguard.label} ({safeguard.id})", hanging=6)
        + (f"\n --> {safeguard.span}" if safeguard.span else ""),
        wrapped(f"It asks: {promise(workflow, safeguard)}.", indent=2),
        wrapped(f"{why[:1].upper()}{why[1:]}.", indent=2) if why else "",
    )


# ---- for programs ----------------------------------------------------------------------------------------------------


def _document(workflow: Workflow, answered: Answered) -> Document:
    document = verdict_document(workflow, answered.verdict)
    support = answered.support
    if support is None:
        return {**document, "kept-by": None, "never": [], "fewest": None}
    never = [happening(workflow, one) if isinstance(one, Happening) else written(one) for one in support.never]
    leanings = list(_leanings(workflow, support))
    return {**document, "kept-by": leanings, "never": never, "fewest": support.fewest}


def _leanings(workflow: Workflow, support: Support) -> Iterator[Document]:
    for leaning in support.leanings:
        steps = len(leaning.story.steps) if leaning.story else None
        yield {
            **piece_document(workflow, leaning.piece),
            "without": {"judged": leaning.judged, "steps": steps, "told": without_sentence(workflow, leaning)},
            "instead": [piece_document(workflow, one) for one in leaning.instead],
            "interrupts": leaning.interrupts,
        }
