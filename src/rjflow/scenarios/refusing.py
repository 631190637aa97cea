"""
Whether a step was allowed or refused as it must be, and whether what must stand in the way did.

Stands on: `model`, `outcome`, `rules.gathering`.   Knows nothing of: engines, sentences.
"""

from collections.abc import Iterator

from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding
from rjflow.rules.gathering import Asked, asked_of, findings_in
from rjflow.rules.registering import Why
from rjflow.rules.situation import Situation
from rjflow.scenarios.model import Cause, Refused, Step
from rjflow.scenarios.outcome import Mismatch
from rjflow.scenarios.watching import Rejected

# What a few words of scenario files stand for: what the rules call it when it is asked.
WORDS = {
    "state": ("state", "known"),
    "actor": ("actor",),
    "same-person": ("not-by",),
    "form": ("form",),
    "reason": ("reason",),
    "people": ("people",),
    "register": (),
    "register needs": (),
    "register until": (),
    "register level": (),
    "register most": (),
    "register conflict": (),
    "register other-than": (),
    "register not-listed": (),
}
_REGISTER: dict[Why, str] = {
    "no scheme": "register",
    "not listed": "register not-listed",
    "needs": "register needs",
    "until": "register until",
    "level": "register level",
    "most": "register most",
    "conflict": "register conflict",
    "twice": "register other-than",
}


def refusal_of(step: Step, before: Situation, decision: Decision) -> Iterator[Mismatch]:
    """
    Compare an answer with what it must be.
    """
    refused = step.refused
    if refused is None:
        if not decision.allowed:
            yield Mismatch("refused", step.span, before, decision)
        return
    if decision.allowed:
        yield Mismatch("allowed", refused.span, before, decision)
        return
    missing, beside = _causes(refused, decision)
    if missing or beside:
        yield Mismatch("causes", refused.span, before, decision, missing=missing, beside=beside)


def rejection_of(step: Step, before: Situation, rejected: Rejected) -> Iterator[Mismatch]:
    """
    Compare what is wrong with a form that was not taken with what must be.
    """
    refused = step.refused
    if refused is None:
        yield Mismatch("refused", step.span, before, rejected=rejected)
        return
    named = {one.name for one in refused.because}
    words = set(words_of(rejected))
    missing = tuple(one for one in refused.because if one.name not in {*words, *(_short(word) for word in words)})
    beside = [word for word in words if not {word, _short(word)} & named] if refused.only else []
    if missing or beside:
        yield Mismatch("causes", refused.span, before, missing=missing, rejected=rejected)


def words_of(rejected: Rejected) -> Iterator[str]:
    """
    Give what was wrong with a form, in the words of scenario files.
    """
    for one in rejected.problems:
        yield from (_REGISTER[each.why] for each in one.unfit)
        yield from () if one.unfit else ("form",)


# ----------------------------------------------------------------------------------------------------------------------


def _short(word: str) -> str:
    """
    Give the one word for all that a register can say.
    """
    return word.partition(" ")[0]


def _causes(refused: Refused, decision: Decision) -> tuple[tuple[Cause, ...], tuple[Asked, ...]]:
    """
    Give the causes that do not stand in the way, and, where there must be no other, what does beside them.
    """
    in_the_way = [one for one in asked_of(decision.findings) if one.truth is not True]
    missing = tuple(cause for cause in refused.because if not any(_is_it(cause, one) for one in in_the_way))
    beside = [one for one in in_the_way if not any(_is_it(cause, one) for cause in refused.because)]
    return missing, tuple(beside) if refused.only else ()


def _is_it(cause: Cause, asked: Asked) -> bool:
    """
    Tell whether one thing that stands in the way is, or rests on, a cause.
    """
    if cause.sort == "gate" and any(place.within and place.within.gate == cause.name for place in asked.places):
        return True
    return any(_names(cause, finding) for finding in findings_in(asked.what) if finding.truth is not True)


def _names(cause: Cause, finding: Finding) -> bool:
    match cause.sort:
        case "evidence":
            return any(used.evidence == cause.name and not used.of_scheme for used in finding.used)
        case "gate":
            return cause.name in finding.gates
        case "word":
            return finding.asked in WORDS[cause.name]
        case "condition":
            return finding.requirement is not None and finding.requirement.condition == cause.condition
