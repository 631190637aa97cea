"""
The machine that cases move in; the only file that knows `transitions`.
"""

from functools import lru_cache

from rjflow.definition.model import Workflow
from rjflow.rules.commands import Command
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation


class CaseMachine:
    """Decides for one workflow."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow

    def decide(self, situation: Situation, command: Command) -> Decision:
        """Answer a command, as `rules.deciding.decide` does."""
        return decide(self._workflow, situation, command)


@lru_cache(maxsize=64)
def machine_of(workflow: Workflow) -> CaseMachine:
    """
    Give the machine of a workflow, built once.
    """
    return CaseMachine(workflow)
