"""
The answer to a command, with its reasons.

These are made at every step of every case, so they are plain tuples: small, quick to make, never changed.

Stands on: `commands`, `finding`, `situation`.   Knows nothing of: how it came about, sentences.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rjflow.clock import Instant
from rjflow.rules.commands import Command
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Situation


class Move(NamedTuple):
    """
    The case went from one state to another, or round to the same one.

    `cause`: an event somebody fired, a deadline that the clock fired, or a gate that closed so that the case `fell`.
    """

    cause: Literal["event", "deadline", "fell"]
    source: str
    target: str
    at: Instant
    event: str | None = None


class Decision(NamedTuple):
    """
    Whether a command is allowed, why, and what comes of it.

    Attributes:
        allowed: whether it happens.
        command: what was asked.
        before: the situation it was judged in, brought up to date with the clock.
        after: the situation after it; the same as *before* when refused.
        findings: everything that was asked, with its answer. When allowed, all that must be true are. The engine keeps the answers
            and puts the findings together when somebody looks; they are equal to those put together at once.
        moves: how the case moved, what the clock did before the command included.
    """

    allowed: bool
    command: Command
    before: Situation
    after: Situation
    findings: Sequence[Finding]
    moves: tuple[Move, ...] = ()

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
