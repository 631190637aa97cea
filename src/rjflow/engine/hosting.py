"""
What a host says: who has which roles, what time it is, how the scheme stands; and until when somebody answers for what is not kept.

Stands on: `asking`, `roles`.   Knows nothing of: decisions, cases but the scheme's.
"""

from collections.abc import Callable
from datetime import datetime

from rjflow.clock import Clock, SystemClock
from rjflow.definition.fingerprint import fingerprint
from rjflow.engine.asking import NotAsked, WrongWorkflow, a_case, an_actor, an_actor_of
from rjflow.engine.case import Case
from rjflow.engine.roles import RoleLookup
from rjflow.instants import NEVER, Instant, day_after, instant, start_of_day
from rjflow.rules.situation import Actor, Situation
from rjflow.sources.errors import RjflowError
from rjflow.verifier.verdict import VerifiedWorkflow


class ExemptionRanOut(RjflowError):
    """A workflow that does not keep a safeguard, after the last day on which somebody answered for that."""


class Host:
    """
    Ask the host, and believe nothing that is not in the right form.

    Args:
        verified: The workflow that runs.
        roles: The role lookup.
        clock: What time it is; the machine's clock when nothing else is given.
        scheme: Gives the scheme's case.

    Raises:
        NotAsked: one of them is not what it must be.
    """

    def __init__(
        self,
        verified: VerifiedWorkflow,
        roles: RoleLookup,
        clock: Clock | None,
        scheme: Callable[[], Case | None] | None,
    ) -> None:
        if type(verified) is not VerifiedWorkflow:
            raise NotAsked("an engine runs only what verify(workflow).require() gives")
        if not callable(getattr(roles, "roles_of", None)):
            raise NotAsked(f"roles is something that answers roles_of(actor, case), not {roles!r}")
        if clock is not None and not callable(getattr(clock, "now", None)):
            raise NotAsked(f"a clock is something that answers now(), not {clock!r}")
        if scheme is not None and not callable(scheme):
            raise NotAsked(f"scheme is a function that gives the scheme's case, not {scheme!r}")
        self._workflow = verified.workflow
        self._roles = roles
        self._known_roles = frozenset(verified.workflow.roles)
        self._clock = clock or SystemClock()
        self._scheme = scheme
        over = day_after(verified.until) if verified.until is not None else None
        self._last_day = verified.until
        self._ends = NEVER if over is None else start_of_day(over, verified.workflow.time_zone)

    def actor(self, case: str, actor: str) -> Actor:
        """Look an actor up; roles the workflow does not know are ignored, and nobody is the clock."""
        an_actor(actor)
        return an_actor_of(self._roles.roles_of(actor, case), actor, self._known_roles)

    def time(self, at: datetime | None) -> Instant:
        """Give the time that was named, or the time it is."""
        return instant(self._clock.now() if at is None else at)

    def scheme(self) -> Situation | None:
        """Give the scheme as the host says it is; nothing when nobody can say."""
        case = self._scheme() if self._scheme is not None else None
        if case is None or self._workflow.scheme is None:
            return None
        if a_case(case).fingerprint != fingerprint(self._workflow.scheme.workflow):
            raise WrongWorkflow(
                f"case {case.id} is not the scheme of {self._workflow.name}: it runs under another definition than "
                f"{self._workflow.scheme.workflow.name}"
            )
        return case.situation

    def check_exemptions(self, now: Instant) -> None:
        """
        Make sure that somebody still answers for every safeguard that is not kept.

        Raises:
            ExemptionRanOut: not after this day.
        """
        if now >= self._ends:
            raise ExemptionRanOut(
                f"{self._workflow.name}, version {self._workflow.version}, does not keep every safeguard, and nobody answers for "
                f"that after {self._last_day}: no case is opened and no event happens until it is verified anew"
            )
