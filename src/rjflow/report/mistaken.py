"""
How mistakes and pieces are spoken of: in one phrase each.

Stands on: `definition.wording`, `verifier.mistakes`, `verifier.pieces`.   Knows nothing of: layout, the command line.
"""

from rjflow.definition.model import Voider, Workflow
from rjflow.definition.wording import said, voider
from rjflow.guards.writing import written
from rjflow.sources.span import Span
from rjflow.verifier.mistakes import Mistake
from rjflow.verifier.removing import Piece


def mistake_said(workflow: Workflow, one: Mistake) -> str:
    """
    Say what goes wrong.
    """
    where = said(workflow, one.name)
    match one.kind:
        case "condition":
            asked = f"`{written(one.condition)}`" if one.condition is not None else "a condition"
            asker = {"event": f"by {where}", "state": f"by the gate of {where}", "evidence": f"before {where} counts"}
            return f"{asked}, asked {asker[one.sort]}, is taken for true"
        case "voiding":
            return f"{where} stays good, though it should be void after {_heard(workflow, one.voider)}"
        case "interruption":
            return f"the case stays in {where}, though its gate has closed"
        case "same person":
            return f"nobody notices at {where} that it is whoever did {said(workflow, one.other or '')}"


def piece_said(workflow: Workflow, piece: Piece) -> str:
    """
    Name a piece of a workflow.
    """
    where = said(workflow, piece.name)
    match piece.kind:
        case "condition":
            asked = f"`{written(piece.condition)}`" if piece.condition is not None else "a condition"
            return f"{where} asks {asked}"
        case "voiding":
            return f"{where} is void after {_heard(workflow, piece.voider)}"
        case "window":
            return f"{where} runs out"
        case "interruption":
            return f"{where} is left when its gate closes"
        case "not-by":
            return f"{where} is not by whoever did {said(workflow, piece.other or '')}"


def placed(span: Span | None) -> str:
    """
    Say where something stands, as file:line; nothing where that is not known.
    """
    return f"{span.source.name}:{span.line}" if span is not None else ""


def _heard(workflow: Workflow, one: Voider | None) -> str:
    return voider(workflow, one) if one is not None else ""
