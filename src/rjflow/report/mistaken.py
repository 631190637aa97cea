"""
How mistakes are spoken of: in one phrase each.

Stands on: `definition.wording`, `verifier.mistakes`.   Knows nothing of: layout, the command line.
"""

from rjflow.definition.model import Voider, Workflow
from rjflow.definition.wording import said, voider
from rjflow.guards.writing import written
from rjflow.verifier.mistakes import Mistake


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


# ----------------------------------------------------------------------------------------------------------------------


def _heard(workflow: Workflow, one: Voider | None) -> str:
    return voider(workflow, one) if one is not None else ""
