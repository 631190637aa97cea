"""
What happened to a case, in order, never edited.

Each entry holds the hash of the one before it, so that nothing can be edited, dropped, swapped or inserted unseen.

Stands on: `rules`.   Knows nothing of: bytes, hashing, who checks it.
"""

from collections.abc import Iterable, Iterator

from attrs import frozen

from rjflow.instants import Instant
from rjflow.rules.commands import Command
from rjflow.rules.decision import Decision, Move
from rjflow.rules.situation import Actor
from rjflow.verifier.verdict import Waiver

NO_ENTRY = "0" * 64
_LETTERS = {True: "y", False: "n", None: "?"}


@frozen(kw_only=True)
class Open:
    """The first thing in a history: the case was opened, about these people, as (id, kind) pairs."""

    people: tuple[tuple[str, str], ...]
    actor: Actor
    at: Instant


Recorded = Open | Command


@frozen(kw_only=True, weakref_slot=False)
class Entry:
    """
    One thing that happened.

    Attributes:
        number: its place in the history, counted from 1.
        case: whose history it belongs to.
        fingerprint: the definition it was decided under.
        command: what was asked, by whom with which roles, when.
        verdicts: the answer to each finding of the decision, in order: `y` true, `n` false, `?` nobody can say.
        moves: how the case moved, what the clock did before the command included.
        state: the state the case was in afterwards.
        waiver: who let the workflow run without proof, if somebody did.
        previous: the hash of the entry before.
        hash: the SHA-256 of everything above, in canonical form.
    """

    number: int
    case: str
    fingerprint: str
    command: Recorded
    verdicts: str
    moves: tuple[Move, ...]
    state: str
    waiver: Waiver | None
    previous: str
    hash: str = ""

    @property
    def actor(self) -> Actor:
        """Who acted, with the roles they had in the case by the host's word."""
        return self.command.actor

    @property
    def at(self) -> Instant:
        """When it was asked."""
        return self.command.at


@frozen
class History:
    """Entries in order; only ever made longer."""

    entries: tuple[Entry, ...] = ()

    def extended(self, entries: Iterable[Entry]) -> "History":
        """Give the history with *entries* after its own."""
        return History((*self.entries, *entries))

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def verdicts(decision: Decision) -> str:
    """
    Write the answers of a decision's findings down, one letter each.
    """
    return "".join([_LETTERS[truth] for truth in decision.truths])
