"""
What scenarios of a workflow have shown, as data: which ways were taken, which answers were seen, which refusals.

Stands on: `definition`, `guards`.   Knows nothing of: how scenarios are acted out, sentences.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from attrs import field

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition
from rjflow.guards.values import Truth
from rjflow.sources.span import Span

# What can stand in the way of something; `needs` are its conditions, `counts` that a record is one that never counts.
Reason = Literal["state", "actor", "not-by", "form", "reason", "needs", "counts", "people"]


class Home(NamedTuple):
    """Where conditions are asked: in a gate, of a way of an event, all the while in a state, or for a record to count."""

    sort: Literal["gate", "way", "state", "evidence"]
    name: str
    number: int = 0


@frozen
class Taken:
    """
    A way a case can go, and the states from which scenarios took it.

    `way` is one of an event, `fall` what a state does when its gate closes, `deadline` what the clock does; `number` tells ways of one
    event apart, and deadlines.
    """

    sort: Literal["way", "fall", "deadline"]
    name: str
    number: int
    states: tuple[str, ...]
    target: str
    taken: tuple[str, ...]
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)


@frozen
class Answered:
    """
    One condition where it is asked.

    Attributes:
        home, condition: where, and what.
        possible: the answers it can have, as far as they can be told from the condition alone.
        seen: those it had when scenarios asked it.
        opened, shut: whether it was seen to decide alone, being true, and not being true: had it been otherwise with everything
            else as it was, the whole would have been, too.
    """

    home: Home
    condition: Condition
    possible: frozenset[Truth]
    seen: frozenset[Truth]
    opened: bool
    shut: bool
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)

    @property
    def unseen(self) -> frozenset[Truth]:
        """The answers it can have and was not seen to have."""
        return self.possible - self.seen

    @property
    def decides(self) -> bool:
        """Whether a pair of evaluations shows that it alone decides."""
        return self.opened and self.shut


@frozen
class Refusal:
    """
    One reason for which something is refused: an event, a record, a notice, somebody's joining or leaving.

    `detail` is what else it speaks of: the other thing for `not-by`, the evidence for `form`.
    """

    sort: Literal["event", "evidence", "notice", "joins", "leaves"]
    name: str
    reason: Reason
    detail: str = ""
    seen: bool = field(default=False, kw_only=True)
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)


class Measure(NamedTuple):
    """How many of so many things were seen."""

    seen: int
    of: int

    @property
    def percent(self) -> float:
        """The share that was seen, in hundredths; of nothing, all of it."""
        return 100 * self.seen / self.of if self.of else 100.0


@frozen(kw_only=True)
class Coverage:
    """
    What scenarios have shown of one workflow.

    Attributes:
        scenarios: how many were acted out.
    """

    workflow: Workflow
    scenarios: int
    taken: tuple[Taken, ...]
    answered: tuple[Answered, ...]
    refusals: tuple[Refusal, ...]

    @property
    def ways(self) -> Measure:
        """Of the ways a case can go, those that were taken."""
        return _measure(bool(one.taken) for one in self.taken)

    @property
    def answers(self) -> Measure:
        """Of the answers that conditions can have, those that were seen."""
        return Measure(
            sum(len(one.possible & one.seen) for one in self.answered), sum(len(one.possible) for one in self.answered)
        )

    @property
    def decisions(self) -> Measure:
        """Of the conditions, those that were seen to decide alone."""
        return _measure(one.decides for one in self.answered)

    @property
    def reasons(self) -> Measure:
        """Of the reasons for which something is refused, those that were seen."""
        return _measure(one.seen for one in self.refusals)

    @property
    def least(self) -> float:
        """The smallest of the four shares, in hundredths."""
        return min(one.percent for one in (self.ways, self.answers, self.decisions, self.reasons))


# ----------------------------------------------------------------------------------------------------------------------


def _measure(seen: Iterable[bool]) -> Measure:
    several = tuple(seen)
    return Measure(sum(several), len(several))
