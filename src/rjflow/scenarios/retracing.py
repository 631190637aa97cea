"""
How a scenario came once, step by step, so that under a policy that differs a little only those steps are done that may come otherwise.

Stands on: `acting`, `watching`.   Knows nothing of: how steps are done, in what the policies differ.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import evolve

from rjflow.frozen import frozen
from rjflow.instants import instant
from rjflow.rules.situation import Situation
from rjflow.scenarios.acting import Acting
from rjflow.scenarios.model import Smoothly, Step
from rjflow.scenarios.watching import Mark


@frozen(eq=False)
class Known:
    """
    How a scenario came under another policy, and what of it comes again.

    Attributes:
        marks: before each step, before the last look, and at the end.
        comes_again: whether everything in a step, counted from 0 and in pieces, is decided as it was, where everything stands as it stood before it.
        may_differ: whether an event might be open to anybody to whom it was not, or the other way round, in a situation that came then, too.
    """

    marks: Sequence[Mark]
    comes_again: Callable[[int], bool]
    may_differ: Callable[[str, Situation], bool]


def in_pieces(steps: Iterable[Step]) -> Iterator[Step]:
    """
    Take steps apart in which several events happen smoothly: each is a step of its own, and what must be so then is looked at after the last.
    """
    for step in steps:
        if isinstance(step.act, Smoothly) and step.act.events:
            *before, last = step.act.events
            yield from (evolve(step, act=evolve(step.act, events=(one,), goes_on=True), then=()) for one in before)
            yield evolve(step, act=evolve(step.act, events=(last,)))
        else:
            yield step


def differing(known: Known | None, place: int, now: Situation) -> Callable[[str], bool]:
    """
    Give of which events, in a look at a case after a step, it may be that they are open to others than they were; of all, where it stands otherwise.
    """
    if known is None or now != known.marks[place + 1].case.situation:
        return lambda _event: True
    return lambda event: known.may_differ(event, now)


def mark(acting: Acting, scheme: Acting | None) -> None:
    """
    Let the watch note how everything stands, where it wants to know.
    """
    watch = acting.watch
    if watch.marks is not None:
        decided = (len(watch.done), len(watch.looked), len(watch.considered))
        watch.marks.append(Mark(acting.case, scheme.case if scheme else None, instant(acting.clock.now()), decided))


def comes_again(known: Known, place: int, acting: Acting, scheme: Acting | None) -> bool:
    """
    Go on behind a step that comes as it is known to have come, because everything stands as it stood before it; otherwise it has to be done.
    """
    if not known.comes_again(place) or not _stands(acting, scheme, known.marks[place]):
        return False
    then = known.marks[place + 1]
    acting.case = evolve(then.case, fingerprint=acting.case.fingerprint)
    if scheme is not None and then.scheme is not None:
        scheme.case = then.scheme
    acting.clock.forward(microseconds=then.at - instant(acting.clock.now()))
    return True


# ----------------------------------------------------------------------------------------------------------------------


def _stands(acting: Acting, scheme: Acting | None, then: Mark) -> bool:
    """
    Tell whether everything stands as it did, whatever policy it stands under.
    """
    seen = then.scheme.situation if then.scheme else None
    return (
        instant(acting.clock.now()) == then.at
        and acting.case.situation == then.case.situation
        and (scheme.case.situation if scheme else None) == seen
    )
