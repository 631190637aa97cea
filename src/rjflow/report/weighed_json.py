"""
What `rjflow check --format json` adds for `--strength`, `--load-bearing` and `--structure`, each under a key of its own.

Stands on: `weighing`, `mistaken`, `pieces`.   Knows nothing of: the rest of the document.
"""

from collections.abc import Sequence
from typing import Any

from rjflow.guards.writing import written
from rjflow.report.mistaken import mistake_said
from rjflow.report.pieces import piece_document
from rjflow.report.placing import place_document
from rjflow.report.weighing import Weighed, lookout_said, strength_said
from rjflow.verifier.verdict import Report
from rjflow.verifier.weights import Bearing, DeadWeight, Paths, Strength
from rjflow.verifier.wording import cast_of_story, step_cells

Document = dict[str, Any]


def weighed_document(report: Report, weighed: Weighed) -> Document:
    """
    Give the keys that were asked for.
    """
    found: Document = {}
    if weighed.strengths is not None:
        found["strength"] = [_strength(report, one) for one in weighed.strengths]
    if weighed.bearings is not None:
        found["load-bearing"] = _bearings(report, weighed.bearings)
    if weighed.paths is not None:
        found["paths"] = _paths(report, weighed.paths)
    if weighed.dead_weight is not None:
        found["dead-weight"] = _dead_weight(weighed.dead_weight)
    return found


# ----------------------------------------------------------------------------------------------------------------------


def _strength(report: Report, one: Strength) -> Document:
    return {
        "safeguard": one.safeguard.id,
        "counted": one.counted,
        "at-least": one.least,
        "enough": one.most,
        "never": one.unbreakable,
        "said": strength_said(report.workflow, one),
        "mistakes": [
            {
                "step": step,
                "kind": mistake.kind,
                "told": mistake_said(report.workflow, mistake),
                "place": place_document(mistake.span),
            }
            for step, mistake in one.mistakes
        ],
        "steps": _told(report, one) if one.story is not None else None,
    }


def _told(report: Report, one: Strength) -> list[Document]:
    if one.story is None:
        return []
    cast, earlier, told = cast_of_story(report.workflow, one.story), one.story.opened, []
    for step in one.story.steps:
        cells = step_cells(report.workflow, earlier, step.decision, cast)
        told.append({"at": step.decision.after.now, **dict(zip(("who", "what", "where"), cells, strict=False))})
        earlier = step.decision.after
    return told


def _bearings(report: Report, bearings: Sequence[Bearing]) -> list[Document]:
    return [
        {
            **piece_document(report.workflow, one.piece),
            "needed-by": list(one.needed_by),
            "not-proved-without": list(one.perhaps),
        }
        for one in bearings
    ]


def _paths(report: Report, paths: Paths) -> Document:
    return {
        "passages": [
            {
                "state": one.state,
                "passes": list(one.passes),
                "bridges": [{"event": event, "from": source, "to": target} for event, source, target in one.bridges],
            }
            for one in paths.passages
        ],
        "rounds": [list(one) for one in paths.rounds],
        "more-rounds": paths.is_cut_off,
        "days": [
            {
                "evidence": one.day,
                "looked-for": list(one.kept),
                "not-looked-for": list(one.lacking),
                "said": lookout_said(report.workflow, one),
            }
            for one in paths.lookouts
        ],
    }


def _dead_weight(dead: DeadWeight) -> Document:
    return {
        "never-false": [
            {"event": one.name, "way": one.way, "condition": written(one.condition), "place": place_document(one.span)}
            for one in dead.never_false
            if one.condition is not None
        ],
        "never-possible": list(dead.never_possible),
        "gates": list(dead.gates),
    }
