"""
Where a trail cannot happen in real days, give clocks to what it would need twice the time for, and search again, until one can or none is left.

Stands on: `clocking`, `refining`, `cooperating`, `telling`.   Knows nothing of: stories, sentences.
"""

from collections.abc import Callable, Iterator
from typing import Literal, TypeVar

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.verifier.action import reads_of
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.clocking import Clocking, TooManyTimes, Trail, Values
from rjflow.verifier.cooperating import sought
from rjflow.verifier.focusing import widened
from rjflow.verifier.frame import Cast
from rjflow.verifier.refining import Outcome, fresh_search
from rjflow.verifier.ringing import Ringing
from rjflow.verifier.searching import Search
from rjflow.verifier.spoken import Watched
from rjflow.verifier.telling import opening_time
from rjflow.verifier.timing import Pace

_ROUNDS = 12
_TRAILS = 40

Told = TypeVar("Told")


def in_time(
    workflow: Workflow, form: Watched, cast: Cast, outcome: Outcome, tell: Callable[[Outcome, bool], Told | None]
) -> Told | Literal["never", "perhaps"]:
    """
    Search on from a trail that cannot happen in real days.

    Args:
        workflow: What was searched.
        form: The form of safeguard.
        cast: The people it was searched with.
        outcome: The trail, and what was tracked.
        tell: Tells a trail that can happen, or gives nothing where it does not replay; what is wrong at its end is looked at closely, if asked.

    Returns:
        What was told; `never` after a complete search that found no trail which can happen; `perhaps` when that cannot be said.
    """
    focus, clocks = outcome.focus, _blamed(form, outcome)
    for _ in range(_ROUNDS):
        wider, more, given = focus, clocks, 0
        try:
            timed = [] if isinstance(form, AlwaysPossible) else [clock for clock in clocks if isinstance(clock, tuple)]
            search = fresh_search(workflow, form, cast, focus, timed)
            for begin, trail, closely in _trails(search, form, clocks):
                given += 1
                found = Outcome(focus, focus, search.frame, None, begin, tuple(trail))
                wider, more = widened(focus, _reads(search, found)), clocks | _blamed(form, found)
                if wider != focus or more != clocks:
                    break
                told = tell(found, closely)
                if told is not None:
                    return told
                if given == _TRAILS:
                    return "perhaps"
        except (TooManyTimes, out_of_room()):
            return "perhaps"
        if wider == focus and more == clocks:
            return "perhaps" if given or isinstance(form, AlwaysPossible) else "never"
        focus, clocks = wider, more
    return "perhaps"


def _blamed(form: Watched, outcome: Outcome) -> frozenset[object]:
    """
    Give the records and deadlines because of which a trail cannot happen in real days.

    Not what is known of people, if the rest is reason enough: each of many people would need a clock, and what they say may be said again.
    """
    table = Pace(outcome.frame, outcome.begin, outcome.trail, form).table
    return table.blamed(opening_time(outcome.frame.workflow), _is_about_somebody)


def _is_about_somebody(clock: object) -> bool:
    return isinstance(clock, tuple) and clock[-1] is not None


def _trails(search: Search, form: Watched, clocks: frozenset[object]) -> Iterator[tuple[Values, Trail, bool]]:
    """
    Give trails on which no more time passes than can; for what must be possible, to where it is not, first to traps. Whether it is not is to be
    looked at closely where there are traps, and no case comes to one.
    """
    if not isinstance(form, AlwaysPossible):
        yield from ((*one, False) for one in Clocking(search, form, clocks).trails())
        return
    search.run()
    for number, wrong in enumerate(sought(search, form)):
        yield from ((*one, number > 0) for one in Clocking(search, form, clocks, wrong).trails())


def _reads(search: Search, outcome: Outcome) -> frozenset[object]:
    """
    Give what has to be tracked to be sure of a trail.
    """
    workflow = search.frame.workflow
    last = outcome.trail[-1][0].target if outcome.trail else workflow.start
    reads = search.watcher.reads(last) | reads_of(workflow, workflow.states[workflow.start].guard)
    ringing, visited = Ringing(search.formulas), {edge.source for edge, _ in outcome.trail}
    for place, deadline in enumerate(workflow.deadlines):
        reads = reads.union(*(ringing.reads(place, state) for state in deadline.states if state in visited))
    return reads.union(*(edge.reads for edge, _ in outcome.trail))
