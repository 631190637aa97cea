"""
The answer to a command, with its reasons.

These are made at every step of every case, so they are plain slots, small and quick to make. What is public of them cannot be written.

Stands on: `commands`, `finding`, `situation`.   Knows nothing of: how it came about, sentences.
"""

from typing import Any, Literal, NamedTuple

from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.commands import Command
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Situation


class Move(NamedTuple):
    """
    The case went from one state to another, or round to the same one.

    `cause`: an event somebody fired, a deadline that the clock fired, a gate that closed so that the case `fell`, or that it `migrated`
    to another version of its workflow.
    """

    cause: Literal["event", "deadline", "fell", "migrated"]
    source: str
    target: str
    at: Instant
    event: str | None = None


class Decision:
    """
    Whether a command is allowed, why, and what comes of it.

    It never changes. The engine makes a quicker kind, which keeps every answer and puts the findings together when somebody looks;
    both kinds are equal when they say the same.
    """

    __slots__ = ("_after", "_allowed", "_before", "_command", "_findings", "_moves")

    def __init__(
        self,
        allowed: bool,  # noqa: FBT001  # the answer is the obvious first argument
        command: Command,
        before: Situation,
        after: Situation,
        findings: tuple[Finding, ...],
        moves: tuple[Move, ...] = (),
    ) -> None:
        self._allowed = allowed
        self._command = command
        self._before = before
        self._after = after
        self._findings = findings
        self._moves = moves

    @property
    def allowed(self) -> bool:
        """Whether it happens."""
        return self._allowed

    @property
    def command(self) -> Command:
        """What was asked."""
        return self._command

    @property
    def after(self) -> Situation:
        """The situation after it; the same as before when refused."""
        return self._after

    @property
    def before(self) -> Situation:
        """The situation it was judged in, brought up to date with the clock."""
        return self._before

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was asked, with its answer. When allowed, all that must be true are."""
        return self._findings

    @property
    def moves(self) -> tuple[Move, ...]:
        """How the case moved, what the clock did before the command included."""
        return self._moves

    @property
    def truths(self) -> tuple[Truth, ...]:
        """The answers of the findings, in order."""
        return tuple(finding.truth for finding in self.findings)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What stood in the way: the findings that are not true and had to be."""
        return (
            ()
            if self.allowed
            else tuple(one for one in self.findings if one.truth is not True and one.asked != "counts")
        )

    @property
    def counts(self) -> bool:
        """Whether what was recorded counts; a record made before what it needs is true does not."""
        return self.allowed and all(one.truth is True for one in self.findings if one.asked == "counts")

    def moved(self, *earlier: Move) -> "Decision":
        """
        Give the decision with moves that came before its own.
        """
        return Decision(self.allowed, self.command, self.before, self.after, self.findings, (*earlier, *self.moves))

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Decision) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.allowed, self.command, self.before, self.moves))

    def __repr__(self) -> str:
        names = ("allowed", "command", "before", "after", "findings", "moves")
        return f"Decision({', '.join(f'{name}={part!r}' for name, part in zip(names, self._parts(), strict=True))})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Decision, self._parts())

    def _parts(self) -> tuple[Any, ...]:
        return (self.allowed, self.command, self.before, self.after, self.findings, self.moves)
