"""
What came of a scenario, as data: nothing to say, or what was not as it must be, with the case as it was then.

Stands on: `model`, `rules`.   Knows nothing of: how it was acted out, sentences.
"""

from typing import Literal

from rjflow.frozen import frozen
from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Used
from rjflow.rules.gathering import Asked
from rjflow.rules.situation import Situation
from rjflow.scenarios.model import Cause, Check, Scenario
from rjflow.scenarios.watching import Rejected
from rjflow.sources.span import Span

Sort = Literal["refused", "allowed", "causes", "stuck", "unheard", "unrest", "check"]


@frozen
class Mismatch:
    """
    Something that was not as it must be.

    Attributes:
        sort: `refused` what must be allowed, `allowed` what must be refused, refused for other `causes`, `stuck` where events should
            happen smoothly, an answer that stayed `unheard` there, `unrest` where a case was put but cannot rest, or a `check` of how
            things stand.
        span: what of the scenario file asks for it.
        situation: the case as it was then; for what was done, before it.
        decision: the answer to what was done or asked.
        check: what must be so, for a `check`; what should have been said, for an `unheard` answer.
        used: the evidence that was looked at, for both.
        missing: the causes that must stand in the way and do not.
        beside: what stood in the way although no cause names it.
        is_open: for a check of an event, whether it is open; nothing where that depends on what is given with it.
        others: what may be done beside what may, as (who, event).
        due: when the deadlines of an event are due.
        told: who was told what, as (who, fact).
        left: what is left of forms, as `FORM.FIELD`.
        of_scheme: whether it happened in the scheme.
        rejected: the form that was not taken, for what was handed in.
    """

    sort: Sort
    span: Span
    situation: Situation
    decision: Decision | None = None
    check: Check | None = None
    used: tuple[Used, ...] = ()
    missing: tuple[Cause, ...] = ()
    beside: tuple[Asked, ...] = ()
    is_open: Truth = None
    others: tuple[tuple[str, str], ...] = ()
    due: tuple[Instant, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    of_scheme: bool = False
    rejected: Rejected | None = None


@frozen(kw_only=True)
class Outcome:
    """What came of one scenario; `span` is the step, or what must be so, at which it went otherwise."""

    scenario: Scenario
    mismatches: tuple[Mismatch, ...] = ()
    span: Span | None = None

    @property
    def passed(self) -> bool:
        """Whether everything came as it must."""
        return not self.mismatches
