"""
What came of comparing two workflows: what a case can do under one and not under the other, and how verdicts changed.

Stands on: `verdict`, `definition.difference`.   Knows nothing of: how it was found, sentences.
"""

from typing import Any, Literal

from attrs import Factory, field

from rjflow.definition.change import Change
from rjflow.definition.difference import Difference
from rjflow.definition.model import Workflow
from rjflow.definition.renaming import Renaming, renaming_between
from rjflow.definition.safeguards import Safeguard
from rjflow.frozen import frozen
from rjflow.rules.decision import Decision
from rjflow.verifier.verdict import Overlap, Story, Verdict

Doing = Literal[
    "happens", "happens without", "stays without", "enters", "falls", "rings", "is closed",
    "acts", "acts twice", "is recorded", "says", "counts without", "lasts", "outlives", "joins", "leaves", "is noticed",
]  # fmt: skip
Answer = Literal["shown", "never", "unanswered"]
# What lets more happen, or happen under less, however its definition changed.
_LOOSER = frozenset(
    ("happens", "happens without", "stays without", "counts without", "outlives", "lasts", "acts", "acts twice")
)


@frozen(kw_only=True)
class Elsewhere:
    """
    Where the other workflow does not follow a story: the number of the step, and what it decides there.

    Without a decision it does not even begin so, because it knows no such people.
    """

    step: int
    decision: Decision | None = None


@frozen(kw_only=True)
class Possibility:
    """
    Something that is possible under one workflow and, by its definition, not under the other.

    Attributes:
        doing: what sort of thing.
        change: the difference that makes it possible, seen from the workflow where it is not to the one where it is.
        piece: what of the difference: a condition that is not asked, a role, a voider, a value.
        answer: `shown` only with a story that the rules allow step by step where it is possible; `never` when a complete search found
            that no case comes to it, so that the difference makes none; otherwise `unanswered`.
        story: how a case comes to it.
        elsewhere: where the other workflow does not follow; nothing where the two cannot be compared step by step.
        of_scheme: whether it is about the scheme, whose story is the scheme's.
    """

    doing: Doing
    change: Change
    piece: Any = None
    answer: Answer = "unanswered"
    story: Story | None = None
    elsewhere: Elsewhere | None = None
    of_scheme: bool = False


@frozen(kw_only=True)
class Judged:
    """
    One safeguard in two workflows.

    A workflow that does not ask for it is judged by it all the same, where it knows all the safeguard speaks of.
    """

    safeguard: Safeguard
    old: Verdict | None
    new: Verdict | None
    asked_by_old: bool
    asked_by_new: bool

    @property
    def is_worse(self) -> bool:
        """Whether the older workflow keeps it, and the newer one is not shown to."""
        return self.old is not None and self.old.judged == "kept" and (self.new is None or self.new.judged != "kept")

    @property
    def is_better(self) -> bool:
        """Whether the newer workflow keeps it, and the older one was not shown to."""
        return self.new is not None and self.new.judged == "kept" and (self.old is None or self.old.judged != "kept")


@frozen(kw_only=True)
class Comparison:
    """
    Everything that comparing two workflows found.

    Attributes:
        old, new: the two, each as its file is.
        difference: what differs in what is written.
        before: the older one as it was compared: under the names that a migration of the newer one gives. All that was found is in these names.
        newly, no_longer: what is possible under the newer and not under the older one, and the other way round.
        judged: the safeguards that the difference can influence.
        ambiguous: events that can go two ways at once, and could not before.
    """

    old: Workflow
    new: Workflow
    difference: Difference
    before: Workflow = field(default=Factory(lambda self: self.old, takes_self=True))
    newly: tuple[Possibility, ...] = ()
    no_longer: tuple[Possibility, ...] = ()
    judged: tuple[Judged, ...] = ()
    ambiguous: tuple[Overlap, ...] = ()

    @property
    def called(self) -> Renaming:
        """What the older one calls otherwise, and `before` does not."""
        return renaming_between(self.old, self.new)

    @property
    def unanswered(self) -> tuple[Possibility, ...]:
        """What a search could neither show nor exclude."""
        return tuple(one for one in (*self.newly, *self.no_longer) if one.answer == "unanswered")

    @property
    def breaks(self) -> tuple[Judged, ...]:
        """The safeguards that the older workflow keeps and the newer one breaks, whether or not it still asks for them."""
        return tuple(one for one in self.judged if one.is_worse and one.new is not None and one.new.judged == "broken")

    @property
    def unfinished(self) -> tuple[Judged, ...]:
        """The safeguards that the older workflow keeps, and of which it is not known whether the newer one does."""
        return tuple(one for one in self.judged if one.is_worse and one not in self.breaks)

    @property
    def is_weaker(self) -> bool:
        """Whether anything is weaker: by its definition, because something is possible that was not, or by a verdict."""
        return self.is_weaker_anyway or bool(self.ambiguous) or any(one.is_worse for one in self.judged)

    @property
    def is_weaker_anyway(self) -> bool:
        """Whether anything is weaker whatever the verdicts are: by its definition, or because something is possible that was not."""
        weaker = any(not self.makes_none(change) for change in self.difference.weaker)
        return weaker or any(one.answer == "shown" and one.doing in _LOOSER for one in self.newly)

    def makes_none(self, change: Change) -> bool:
        """Tell whether complete searches found that nothing that a difference lets happen ever does; nor, if it goes both ways, the other way."""
        answers = {one.answer for one in self.newly if one.change == change}
        if change.direction == "changed":
            answers |= {one.answer for one in self.no_longer if _is_of(one.change, change)}
        return answers == {"never"} and any(one.change == change for one in self.newly)


def _is_of(seen: Change, change: Change) -> bool:
    """
    Tell whether a difference, seen the other way round, is of the same part of the same thing.
    """
    return (seen.section, seen.name, seen.what) == (change.section, change.name, change.what)
