"""
What was found beside the verdicts: how strong safeguards are, what they rest on, how cases get about, what is carried for nothing.

Stands on: `mistakes`, `pieces`, `verdict`.   Knows nothing of: how it was found, sentences.
"""

from rjflow.definition.safeguards import Safeguard
from rjflow.frozen import frozen
from rjflow.verifier.mistakes import Mistake
from rjflow.verifier.pieces import Piece
from rjflow.verifier.verdict import Story

MOST_ROUNDS = 40  # rounds that are drawn
LONGEST = 8  # states that a round which is drawn may have


@frozen(kw_only=True)
class Strength:
    """
    How many separate mistakes it takes to break a safeguard.

    Attributes:
        counted: whether mistakes are counted for it at all; they are not where a safeguard asks that something stays possible.
        least: so many are needed; proved.
        most: so many are enough, as *story* shows; nothing when no story is known.
        unbreakable: whether it is proved that no number of mistakes breaks it.
        story: a cheapest way found, of which each step was decided by the rules of that step.
        mistakes: which mistakes are made at which step of it, counted from 1.
    """

    safeguard: Safeguard
    counted: bool = True
    least: int = 0
    most: int | None = None
    unbreakable: bool = False
    story: Story | None = None
    mistakes: tuple[tuple[int, Mistake], ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.least == self.most


@frozen(kw_only=True)
class Bearing:
    """
    What rests on a piece.

    Attributes:
        needed_by: the safeguards that are broken without it; each with a story that was found and acted out.
        perhaps: those that are not shown to be kept without it, and of which no story was found either.
    """

    piece: Piece
    needed_by: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    @property
    def carries(self) -> bool:
        """Whether anything rests on it, or may."""
        return bool(self.needed_by or self.perhaps)


@frozen(kw_only=True)
class Passage:
    """
    A state where people meet or contact is made, the states that every way to it passes, and the steps that none can do without.

    `bridges`: (event, from, to); a fall has no event.
    """

    state: str
    passes: tuple[str, ...]
    bridges: tuple[tuple[str | None, str, str], ...]


@frozen(kw_only=True)
class Lookout:
    """A day that deadlines look for, and in which of the states that a case comes to and goes on from they do, and do not."""

    day: str
    kept: tuple[str, ...]
    lacking: tuple[str, ...]


@frozen(kw_only=True)
class Paths:
    """
    What the graph of states tells about ways through it.

    `rounds` are the simple ones of at most `LONGEST` states, shortest first; `is_cut_off` tells that there are more.
    """

    passages: tuple[Passage, ...]
    rounds: tuple[tuple[str, ...], ...]
    is_cut_off: bool
    lookouts: tuple[Lookout, ...] = ()


@frozen(kw_only=True)
class DeadWeight:
    """
    What is carried for nothing.

    Attributes:
        never_false: conditions that are true whenever an event asks them, with the event and its way.
        never_possible: events that no reachable situation allows.
        gates: gates that nothing names.
    """

    never_false: tuple[Mistake, ...]
    never_possible: tuple[str, ...]
    gates: tuple[str, ...]
