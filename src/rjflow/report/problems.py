"""
Tell a refusal or an error to whoever asked over a network, as a problem (RFC 9457): no recorded values, and nobody's name.

Stands on: `questions`, `casebook.telling`, `store.port`.   Knows nothing of: web frameworks.
"""

from collections.abc import Mapping
from typing import Any

from rjflow.casebook.telling import MayNotSee
from rjflow.definition.model import Workflow
from rjflow.definition.wording import cited, reasoned
from rjflow.engine.asking import NobodyIsTheClock, NotAsked, TooManyPeople, UnknownName
from rjflow.report.questions import answer, question
from rjflow.rules.asking import may_act
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding, Used
from rjflow.sources.errors import RjflowError
from rjflow.store.port import CaseNotFound, KeyReused, StaleRevision, StoreBusy
from rjflow.store.safe import PersonErased
from rjflow.text import counted

Problem = Mapping[str, Any]
MEDIA_TYPE = "application/problem+json"

_NOT_TOLD = "not met"
_MISTAKES = (UnknownName, NotAsked, NobodyIsTheClock, TooManyPeople)


class MalformedRequest(RjflowError):
    """A request that is not what it must be; the message says why."""


def refusal_problem(workflow: Workflow, decision: Decision) -> Problem:
    """
    Tell a refusal, with everything that stands in the way.
    """
    missing = len(decision.missing)
    said = f"{counted(missing, 'condition')} {'is' if missing == 1 else 'are'} not met."
    return {**_problem(422, "refused", said), "reasons": reasons_document(workflow, decision)}


def error_problem(error: RjflowError) -> Problem:
    """
    Tell an error. What is not the asker's doing is told to nobody outside.

    >>> error_problem(CaseNotFound("case-7"))["detail"]
    'There is no such case.'
    """
    match error:
        case StaleRevision(current=current):
            said = "The case is not any more as it was seen; look at it again."
            return {**_problem(409, "stale", said), "current": current}
        case CaseNotFound():
            return _problem(404, "not-found", "There is no such case.")
        case MayNotSee():
            return _problem(403, "not-for-you", "Whoever asks may not see this.")
        case KeyReused():
            return _problem(422, "key-reused", "The idempotency key stands for another request already.")
        case StoreBusy():
            return _problem(503, "busy", "Somebody else is at it; ask again in a moment.")
        case PersonErased():
            return _problem(422, "erased", "What was kept about this person was erased, and no more is kept.")
        case MalformedRequest():
            return _problem(400, "malformed", str(error))
        case _ if isinstance(error, _MISTAKES):
            return _problem(422, "mistake", str(error))
    return _problem(500, "fault", "Nothing can be done with this case now; the operator has to look at it.")


def malformed_problem(mistakes: list[dict[str, Any]]) -> Problem:
    """
    Tell that the body of a request is not what it must be, and where.
    """
    return {**_problem(422, "malformed", "The request is not what it must be."), "mistakes": mistakes}


def reasons_document(workflow: Workflow, decision: Decision) -> list[dict[str, Any]]:
    """
    Give everything that stands in the way.

    What is asked is the policy, which everybody may read. What is recorded is not: an answer that rests on evidence the asker may not
    see is `not met`, whether it is no or unknown; of other evidence it is told how the record stands, and never what it says or who
    made it.
    """
    return [_reason(workflow, decision, one) for one in decision.missing]


# ----------------------------------------------------------------------------------------------------------------------


def _problem(status: int, kind: str, detail: str) -> dict[str, Any]:
    title = kind.replace("-", " ").capitalize()
    return {"type": f"urn:rjflow:problem:{kind}", "title": title, "status": status, "detail": detail}


def _reason(workflow: Workflow, decision: Decision, finding: Finding) -> dict[str, Any]:
    requirement = finding.requirement
    is_seen = all(_sees(workflow, decision, used) for used in finding.used)
    why = None if requirement is None else reasoned(requirement.because, cited(workflow, requirement.sources))
    return {
        "asked": finding.asked,
        "told": question(workflow, decision, finding),
        "answer": answer(finding.truth) if is_seen else _NOT_TOLD,
        "gates": list(finding.gates),
        "because": why,
        "evidence": [{"name": used.evidence, "life": used.life} for used in finding.used] if is_seen else [],
    }


def _sees(workflow: Workflow, decision: Decision, used: Used) -> bool:
    """
    Tell whether the asker may see a record, by what its workflow says; the scheme's are for those who work in the scheme.
    """
    if used.of_scheme:
        return False
    evidence = workflow.evidence[used.evidence]
    visible_to = evidence.visible_to or evidence.recorded_by
    return may_act(workflow, decision.before, visible_to, decision.command.actor, used.person)
