"""
How one piece of a workflow is spoken of: what it does, in one sentence or as data.

Stands on: `placing`, `verifier.pieces`, `definition.wording`.   Knows nothing of: safeguards, layout.
"""

from typing import Any

from rjflow.definition.model import BACK, Change, Deadline, Way, Workflow
from rjflow.definition.wording import (
    condition,
    duration,
    one_of_group,
    said,
    stages,
    the_actor,
    the_actors,
    voider,
    window,
)
from rjflow.guards.writing import written
from rjflow.report.placing import place_document
from rjflow.text import counted, indefinite
from rjflow.verifier.pieces import Piece

Document = dict[str, Any]


def piece_sentence(workflow: Workflow, piece: Piece) -> str:
    """
    Say what one line of a workflow does.
    """
    name = piece.name
    match piece.sort:
        case "asks":
            return _asks(workflow, piece)
        case "voids":
            one = workflow.evidence[name].voided_by[piece.path[0]]
            return f"{said(workflow, name)} is void after {voider(workflow, one)}"
        case "not-by":
            verb = "records" if piece.home == "evidence" else "does"
            return f"nobody {verb} {said(workflow, name)} who is behind {said(workflow, piece.what)}, while that counts"
        case "window":
            return f"{said(workflow, name)} is current {window(workflow.evidence[name].window)} and no longer"
        case "interrupts":
            return f"{said(workflow, name)} is left as soon as what it asks is not so any more"
        case "joins" | "leaves":
            kind = workflow.people[name]
            return _change(
                workflow, one_of_group(workflow, name), piece.sort, kind.joins if piece.sort == "joins" else kind.leaves
            )
        case "at-least":
            return f"a case is about at least {piece.number} {one_of_group(workflow, name)}"
        case "at-most":
            return f"a case is about at most {piece.number} {one_of_group(workflow, name)}"
        case "way":
            way = workflow.events[name].ways[piece.number]
            return f"{said(workflow, name)} leads {_leading(workflow, way)}"
        case "by":
            return f"{said(workflow, name)} may be done by {the_actor(workflow, piece.what)}"
        case "deadline":
            return _deadline(workflow, workflow.deadlines[piece.number])


def piece_document(workflow: Workflow, piece: Piece) -> Document:
    """
    Give a piece as data.
    """
    return {
        "does": piece.sort,
        "of": piece.home,
        "name": piece.name,
        "condition": written(piece.condition) if piece.condition is not None else None,
        "what": piece.what or None,
        "told": piece_sentence(workflow, piece),
        "place": place_document(piece.span),
    }


# ----------------------------------------------------------------------------------------------------------------------


def _asks(workflow: Workflow, piece: Piece) -> str:
    assert piece.condition is not None, "what asks has a condition"
    asked, name = condition(workflow, piece.condition), piece.name
    match piece.home:
        case "state":
            return f"{said(workflow, name)} asks on the way in and all the while: {asked}"
        case "way":
            ways = workflow.events[name].ways
            which = (
                f" ({_leading(workflow, ways[piece.number])})" if len(ways) > 1 else ""
            )  # else many lines read alike
            return f"{said(workflow, name)}{which} needs: {asked}"
        case "evidence":
            return f"{said(workflow, name)} counts only if this is so when it is recorded: {asked}"
        case "scheme":
            return f"every contact asks of the scheme: {asked}"
        case _:
            return f"{said(workflow, name)} asks: {asked}"


def _leading(workflow: Workflow, way: Way) -> str:
    target = "where the case came from" if way.target == BACK else said(workflow, way.target)
    return f"from {stages(workflow, way.from_states)} to {target}"


def _change(workflow: Workflow, who: str, sort: str, change: Change | None) -> str:
    verb = "joins" if sort == "joins" else "leaves"
    if change is None:
        return f"nobody {verb} as {who}"
    return f"{indefinite(who)} {verb} only in {stages(workflow, change.states)}, by {the_actors(workflow, change.by)}"


def _deadline(workflow: Workflow, deadline: Deadline) -> str:
    if deadline.until is not None:
        when = f"when the date of {said(workflow, deadline.until)} begins"
    elif deadline.working_days:
        when = f"after {counted(deadline.working_days, 'working day')}"
    else:
        when = f"after {duration(deadline.length)}"
    return f"the clock does {said(workflow, deadline.event)} {when} in {stages(workflow, deadline.states)}"
