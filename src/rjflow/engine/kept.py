"""
The quick kind of decision: every answer is kept at once, and the sentences' material is put together when somebody looks.

It is also the cursor that the machine moves, so that a decision costs one small record and nothing more.

Stands on: `rules`.   Knows nothing of: `transitions`, how the answers came about.
"""

from rjflow.clock import Instant
from rjflow.definition.model import Workflow
from rjflow.guards.values import Truth
from rjflow.rules.commands import Fire
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Situation


class KeptDecision(Decision):
    """
    A decision about an event, equal to the one that the rules give.

    While it is being made it is a cursor: `state` is where the machine has moved it.
    """

    __slots__ = ("_situation", "_truths", "_workflow", "state")

    _command: Fire
    _workflow: Workflow
    _situation: Situation
    _truths: tuple[Truth, ...]
    _findings: tuple[Finding, ...] | None  # type: ignore[assignment]  # nothing until somebody looks
    state: str

    @property
    def truths(self) -> tuple[Truth, ...]:
        """The answers of the findings, in order."""
        return self._truths

    @property
    def before(self) -> Situation:
        """The situation it was judged in: the one it came to, with the time of the command."""
        situation = self._situation
        return situation if self._now == situation.now else situation._replace(now=self._now)

    @property
    def after(self) -> Situation:
        """The situation after it; the same as *before* when refused."""
        return self._after if self._allowed else self.before

    @property
    def moves(self) -> tuple[Move, ...]:
        """How the case moved."""
        if not self._allowed:
            return ()
        return (Move("event", self._situation.state, self.state, self._now, self._command.event),)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was asked, put together by the rules themselves."""
        if self._findings is not None:
            return self._findings
        findings = decide(self._workflow, self.before, self._command).findings
        if tuple(finding.truth for finding in findings) != self._truths:
            raise AssertionError(f"the machine and the rules disagree about `{self._command.event}`")
        self._findings = findings
        return findings

    @property
    def _now(self) -> Instant:
        return max(self._command.at, self._situation.now)
