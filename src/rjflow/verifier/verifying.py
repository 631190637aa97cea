"""
Judge every safeguard of a workflow: the front door of the verifier.
"""

from datetime import date

from rjflow.definition.model import Workflow
from rjflow.verifier.verdict import Report


def verify(workflow: Workflow, *, today: date | None = None) -> Report:
    """
    Consider every situation a case can come to, and judge each safeguard.
    """
    raise NotImplementedError
