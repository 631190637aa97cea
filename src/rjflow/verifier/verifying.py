"""
Judge every safeguard of a workflow: the front door of the verifier.

Stands on: `judging`, `structure`.   Knows nothing of: text, engines.
"""

from collections.abc import Callable
from datetime import date

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Exemption, Safeguard, Workflow
from rjflow.verifier.judging import judge
from rjflow.verifier.verdict import Report, Verdict


def verify(
    workflow: Workflow, *, today: date | None = None, progress: Callable[[Safeguard], None] | None = None
) -> Report:
    """
    Consider every situation a case can come to, and judge each safeguard.

    The search is breadth-first and follows file order. So the story told about a broken safeguard is a shortest one, and the same
    file always tells the same story.

    Args:
        workflow: The definition to judge. It is not changed.
        today: The date by which exemptions are judged; without it none is in force.
        progress: Told of each safeguard before it is judged.

    Returns:
        One verdict per safeguard, in file order, and what the graph of states tells by itself.

    Not seen:
        What `verifier.judging.judge` says it does not see.
    """
    verdicts = []
    for safeguard in workflow.safeguards:
        if progress is not None:
            progress(safeguard)
        verdicts.append(judge(workflow, safeguard))
    return Report(workflow=workflow, fingerprint=fingerprint(workflow), verdicts=tuple(verdicts))
