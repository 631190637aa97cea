"""
What happened to a case, in order, never edited.

Each entry holds the hash of the one before it, so that nothing can be edited, dropped, swapped or inserted unseen.

Stands on: `rules`.   Knows nothing of: bytes, hashing, who checks it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rjflow.definition.lookup import migration_between
from rjflow.definition.model import Workflow
from rjflow.frozen import draft_of, frozen
from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.commands import Beside, Command, Fire, Join, Leave
from rjflow.rules.decision import Decision, Move
from rjflow.rules.past import Past
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


@frozen(kw_only=True)
class Migrate:
    """The case moves to another version of its workflow, the one that its entry is under; `source` is the one that it ran under."""

    source: str
    actor: Actor
    at: Instant


Recorded = Open | Migrate | Beside | Command


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


EntryDraft = draft_of(Entry)


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
    return _letters(decision.truths)


@lru_cache(maxsize=512)
def _letters(truths: tuple[Truth, ...]) -> str:
    """
    Write answers down; the same come again with nearly every event of a sort.
    """
    return "".join([_LETTERS[truth] for truth in truths])


def past_after(past: Past, entry: Entry, workflows: Mapping[str, Workflow]) -> Past:
    """
    Give what a case has been through after one more entry.

    Args:
        past: What it had been through before.
        entry: The entry.
        workflows: The versions it was under, by their fingerprints.
    """
    under, command = workflows[entry.fingerprint], entry.command
    if isinstance(command, Fire):
        past = past.by(command.event, entry.actor.id)
    if isinstance(command, Join | Leave):
        return past.changed(under, command, entry.moves)
    if not isinstance(command, Migrate):
        return past.moved(under, entry.moves)
    old, place = workflows[command.source], [move.cause for move in entry.moves].index("migrated")
    migration = migration_between(old, under)
    assert migration is not None  # it was decided so
    past = past.moved(old, entry.moves[:place]).carried(old, under, migration, entry.moves[place].target)
    return past.moved(under, entry.moves[place + 1 :])
