"""
When time alone will next change a case: the moment to look at it again although nobody asks.

Stands on: `deciding`, `timing`.   Knows nothing of: who looks.
"""

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.instants import LAST, Instant
from rjflow.rules.deciding import caught_up
from rjflow.rules.situation import Situation
from rjflow.rules.timing import next_change


@frozen
class Wake:
    """When to look, and the deadline's event that will fire then; no event when a gate closes, or only the scheme changes."""

    at: Instant
    event: str | None


def wake(workflow: Workflow, situation: Situation) -> Wake | None:
    """
    Give the first moment at which time changes a case, if nobody does anything before; nothing when it never will.

    Evidence that only runs out changes nothing by itself, a deadline whose event is not allowed waits on, and a case that is over is
    left alone.

    Args:
        workflow: The definition the case runs under.
        situation: Where the case stands.

    >>> from rjflow.engine.example import DOOR, case
    >>> from rjflow.instants import HOUR
    >>> found = wake(DOOR, case.situation)
    >>> (found.at - case.situation.now) // HOUR, found.event
    (12, 'late')
    """
    state = workflow.states[situation.state]
    if state.final or not (workflow.deadlines or state.guard or situation.scheme):
        return None
    then = situation
    while (at := next_change(workflow, then, LAST)) is not None:
        then, moves = caught_up(workflow, then, at)
        if moves or then.evolved(now=situation.now) != situation:
            return Wake(at, next((move.event for move in moves if move.cause == "deadline"), None))
    return None
