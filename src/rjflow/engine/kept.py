"""
The quick kind of decision: every answer is kept at once, and what sentences are made of is put together when somebody looks.

Stands on: `plans`, `rules`.   Knows nothing of: `transitions`, how the answers came about.
"""

from typing import Any

from rjflow.engine.plans import WayPlan
from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.commands import Fire
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Situation


class KeptDecision(Decision):
    """A decision about an event, equal to the one that the rules give; what it keeps as `_before` is the situation as it came."""

    __slots__ = ("_truths", "_way")
    __init__: Any = (
        object.__init__
    )  # filled in by whoever makes it: in C, because this is done at every step of every case

    _command: Fire
    _truths: tuple[Truth, ...]
    _way: WayPlan

    @property
    def command(self) -> Fire:
        """What was asked."""
        return self._command

    @property
    def truths(self) -> tuple[Truth, ...]:
        """The answers of the findings, in order."""
        return self._truths

    @property
    def before(self) -> Situation:
        """The situation it was judged in: the one that came, with the time of the command."""
        return up_to(self._before, self.command.at)

    @property
    def moves(self) -> tuple[Move, ...]:
        """How the case moved."""
        if not self.allowed:
            return ()
        after = self._after
        return (Move("event", self._before._state, after._state, after._now, self._command.event),)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was asked, put together by the rules themselves."""
        if not hasattr(self, "_findings"):
            findings = decide(self._way.common.workflow, self.before, self.command).findings
            if tuple(finding.truth for finding in findings) != self.truths:
                raise AssertionError(f"the machine and the rules disagree about `{self.command.event}`")
            self._findings = findings
        return self._findings


class GrantedDecision(KeptDecision):
    """A decision that allows an event: the answers are those of its way when all are true."""

    __slots__ = ()
    allowed = True  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]  # for this kind it is never otherwise

    @property
    def truths(self) -> tuple[Truth, ...]:
        """The answers of the findings, in order."""
        return self._way.all_true


def kept(
    way: WayPlan, command: Fire, before: Situation, after: Situation, truths: tuple[Truth, ...], *, allowed: bool
) -> KeptDecision:
    """
    Keep a decision with these answers.
    """
    decision: KeptDecision = KeptDecision()
    decision._way = way
    decision._command = command
    decision._before = before
    decision._after = after
    decision._truths = truths
    decision._allowed = allowed
    return decision


def up_to(situation: Situation, at: Instant) -> Situation:
    """
    Give a situation to which nothing happened until some time; what claims to come from the past comes now.
    """
    return situation if at <= situation.now else situation.evolved(now=at)
