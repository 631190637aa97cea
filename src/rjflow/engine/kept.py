"""
The quick kind of decision: every answer is kept at once, and what sentences are made of is put together when somebody looks.

While it is being made it is a cursor, which the machine moves; then it is closed, and never changes again. So a decision costs one
small record and nothing more.

Stands on: `rules`.   Knows nothing of: `transitions`, how the answers came about.
"""

from typing import Any

from rjflow.definition.model import Workflow
from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.commands import Fire
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Situation


class Cursor(Decision):
    """
    A decision about an event in the making.

    Attributes:
        state: where the machine has moved it.
        situation: the situation as it came.
        workflow: the definition it is decided under.
        truths: the answers of the findings, in order.
    """

    __slots__ = ("situation", "state", "truths", "workflow")  # pyright: ignore[reportIncompatibleMethodOverride]  # kept
    # It is filled in as answers come, until it is closed. In C, because this is done at every step of every case.
    __init__: Any = object.__init__
    __setattr__: Any = object.__setattr__
    __delattr__: Any = object.__delattr__

    command: Fire  # pyright: ignore[reportIncompatibleVariableOverride]  # nothing changes it once it is closed
    state: str
    situation: Situation
    workflow: Workflow
    truths: tuple[Truth, ...]  # pyright: ignore[reportIncompatibleMethodOverride]  # kept, not worked out


class KeptDecision(Cursor):
    """A decision about an event, equal to the one that the rules give."""

    __slots__ = ()
    __setattr__: Any = Decision.__setattr__
    __delattr__: Any = Decision.__delattr__

    @property
    def before(self) -> Situation:
        """The situation it was judged in: the one that came, with the time of the command."""
        return up_to(self.situation, self.command.at)

    @property
    def moves(self) -> tuple[Move, ...]:
        """How the case moved."""
        if not self.allowed:
            return ()
        return (Move("event", self.situation.state, self.state, self.after.now, self.command.event),)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was asked, put together by the rules themselves."""
        if not hasattr(self, "_findings"):
            findings = decide(self.workflow, self.before, self.command).findings
            if tuple(finding.truth for finding in findings) != self.truths:
                raise AssertionError(f"the machine and the rules disagree about `{self.command.event}`")
            object.__setattr__(self, "_findings", findings)
        return self._findings


def up_to(situation: Situation, at: Instant) -> Situation:
    """
    Give a situation to which nothing happened until some time; what claims to come from the past comes now.
    """
    return situation if at <= situation.now else situation._replace(now=at)
