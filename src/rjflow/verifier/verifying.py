"""
Judge every safeguard of a workflow: the front door of the verifier.

Stands on: `judging`, `ending`, `hiding`, `overlapping`, `structure`, `sharing`.   Knows nothing of: text, engines.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from functools import partial
from typing import Any

from attrs import evolve

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Counted, Ends, Exemption, Fresh, Hidden, Reserved, Safeguard
from rjflow.verifier.chart import chart_of
from rjflow.verifier.commons import Commons
from rjflow.verifier.ending import judge_ends
from rjflow.verifier.hiding import judge_hidden
from rjflow.verifier.judging import is_large, judge
from rjflow.verifier.overlapping import overlaps
from rjflow.verifier.sharing import shared
from rjflow.verifier.structure import structure
from rjflow.verifier.verdict import Report, Verdict


def verify(
    workflow: Workflow,
    *,
    today: date | None = None,
    progress: Callable[[Safeguard], None] | None = None,
    workers: int = 1,
) -> Report:
    """
    Consider every situation a case can come to, and judge each safeguard.

    The search goes by layers and in file order. So the story told about a broken safeguard is a shortest one, and the same file always
    tells the same story.

    Args:
        workflow: The definition to judge. It is not changed.
        today: The date by which exemptions are judged; without it none is in force.
        progress: Told of each safeguard before it is judged.
        workers: How many processes may share the safeguards of a large workflow; the verdicts are the same.

    Returns:
        One verdict per safeguard, in file order; events of which two ways may be open at once; and what the graph of states tells.

    Not seen:
        What `verifier.judging.judge` says it does not see, and `verifier.hiding.judge_hidden`.
    """
    looks = [partial(look, workflow) for look in (structure, fingerprint, overlaps)]
    shape, known_by, ambiguous, *verdicts = _done(
        workflow, [*looks, *_to_judge(workflow, workflow.safeguards, today, progress)], workers
    )
    return Report(
        workflow=workflow,
        fingerprint=known_by,
        verdicts=tuple(map(_about, verdicts, workflow.safeguards)),
        structure=shape,
        overlaps=ambiguous,
    )


def judgements(
    workflow: Workflow,
    safeguards: Sequence[Safeguard],
    *,
    today: date | None = None,
    progress: Callable[[Safeguard], None] | None = None,
    workers: int = 1,
) -> Iterator[Verdict]:
    """
    Judge some of a workflow's safeguards, as `verify` does; verdicts on some are no key to an engine.
    """
    yield from map(_about, _done(workflow, _to_judge(workflow, safeguards, today, progress), workers), safeguards)


def judge_one(workflow: Workflow, safeguard: Safeguard, today: date | None = None) -> Verdict:
    """
    Judge one safeguard, and note who answers for it if somebody does.
    """
    match safeguard.form:
        case Ends():
            verdict = judge_ends(workflow, safeguard)
        case (Hidden() | Reserved() | Fresh() | Counted()) as form:
            verdict = judge_hidden(workflow, safeguard, form)
        case _:
            verdict = judge(workflow, safeguard)
    return evolve(verdict, exemption=_exemption(workflow, safeguard, today))


# ----------------------------------------------------------------------------------------------------------------------

_FEW = 8  # parts that have too little in common for it to be made for them


def _to_judge(
    workflow: Workflow,
    safeguards: Sequence[Safeguard],
    today: date | None,
    progress: Callable[[Safeguard], None] | None,
) -> list[Callable[[], Any]]:
    """
    Give what is to be done to judge each of some safeguards.
    """

    def judged(safeguard: Safeguard) -> Verdict:
        if progress is not None:
            progress(safeguard)
        return judge_one(workflow, safeguard, today)

    return [partial(judged, safeguard) for safeguard in safeguards]


def _done(workflow: Workflow, parts: Sequence[Callable[[], Any]], workers: int) -> Iterable[Any]:
    """
    Do each part, and give what came of it: one after the other, or all of a large workflow by several processes.
    """
    commons = Commons(workflow)

    def done(part: Callable[[], Any]) -> Any:
        with commons.used() if len(parts) > _FEW else nullcontext():
            return part()

    if workers < 2 or not is_large(workflow):
        return map(done, parts)
    chart_of(workflow)  # made here, so that it is there for all of them
    return shared(done, parts, workers)


def _about(verdict: Verdict, safeguard: Safeguard) -> Verdict:
    """
    Give a verdict on the very safeguard that was asked about; from another process it comes with a copy.
    """
    return evolve(verdict, safeguard=safeguard)


def _exemption(workflow: Workflow, safeguard: Safeguard, today: date | None) -> Exemption | None:
    """
    Find who answers for not keeping a safeguard, if the date has not passed.
    """
    for one in workflow.exemptions:
        if one.safeguard == safeguard.id and today is not None and today <= one.until:
            return one
    return None
