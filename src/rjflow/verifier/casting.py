"""
Choose whom a search follows.

One person of each kind that a safeguard speaks of stands for everybody of that kind; a story needs people who are all followed.

Stands on: `frame`, `watching`.   Knows nothing of: searching.
"""

from collections.abc import Iterator

from rjflow.definition.lookup import as_condition, asked_groups, every_condition, kinds_in
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import DifferentPeople
from rjflow.guards.syntax import Condition, ForPeople
from rjflow.verifier.frame import Cast
from rjflow.verifier.spoken import Watched, condition_of, happenings_of

_USUALLY_FOLLOWED = 2
_MOST_FOLLOWED = 5


def spotlight(workflow: Workflow, form: Watched) -> Cast:
    """
    Follow one person of each kind that the safeguard speaks of; there may be others of every kind that admits them.

    Whoever did two things may have done them about two different people, so then two are followed.
    """
    followed = {kind.name for group in _groups(workflow, form) for kind in kinds_in(workflow, group)}
    most = 2 if isinstance(form, DifferentPeople) else 1
    counts = {
        kind.name: _count(0, kind.at_most, most if kind.name in followed else 0) for kind in workflow.people.values()
    }
    others = {
        kind.name for kind in workflow.people.values() if kind.at_most is None or kind.at_most > counts[kind.name]
    }
    return Cast(
        tuple((f"{name}-{n + 1}", name) for name, count in counts.items() for n in range(count)), frozenset(others)
    )


def followed_casts(workflow: Workflow, form: Watched) -> Iterator[Cast]:
    """
    Give casts in which everybody is followed: first cases that begin with the people they need, one of each kind, then two; where a
    condition of the workflow or the safeguard counts people, as many as it asks for, one more, and as many as there can be; then cases
    that begin with anybody or nobody.
    """
    asked = {part.number for part in _every_part(workflow, form) if isinstance(part, ForPeople) and part.number > 1}
    admitted = [kind.at_most for kind in workflow.people.values()]
    several = asked | {number + 1 for number in asked}
    if asked or None not in admitted:
        several |= {number for number in admitted if number is not None}
    more = sorted(number for number in several if _USUALLY_FOLLOWED < number <= _MOST_FOLLOWED)
    casts = []
    for gathered in (True, False):
        for most in (*range(1, _USUALLY_FOLLOWED + 1), *more):
            counts = {kind.name: _count(kind.at_least, kind.at_most, most) for kind in workflow.people.values()}
            followed = tuple((f"{name}-{n + 1}", name) for name, count in counts.items() for n in range(count))
            casts.append(Cast(followed, gathered=gathered))
    if not workflow.people:  # then they are all the same
        casts = casts[-1:]
    yield from dict.fromkeys(casts)


def is_everybody(workflow: Workflow, cast: Cast) -> bool:
    """
    Tell whether a case can never be about more people than are followed.
    """
    kinds = [kind for _, kind in cast.followed]
    return not cast.gathered and all(
        kind.at_most is not None and kinds.count(kind.name) >= kind.at_most for kind in workflow.people.values()
    )


# ----------------------------------------------------------------------------------------------------------------------


def _groups(workflow: Workflow, form: Watched) -> Iterator[str]:
    """
    Give the groups of people that a safeguard speaks of.
    """
    condition = condition_of(form)
    for part in every_condition(workflow, condition) if condition is not None else ():
        if isinstance(part, ForPeople):
            yield part.group
    happenings = (one.name for one in happenings_of(form) if one.kind == "evidence")
    yield from (about for name in happenings if (about := workflow.evidence[name].about) is not None)
    if isinstance(form, DifferentPeople):
        abouts = (workflow.evidence[name].about for name in (*form.first, *form.second) if name in workflow.evidence)
        yield from (about for about in abouts if about is not None)


def _every_part(workflow: Workflow, form: Watched) -> Iterator[Condition]:
    """
    Give everything in every condition that a workflow asks, or a safeguard.
    """
    for group in asked_groups(workflow):
        yield from every_condition(workflow, as_condition(group))
    condition = condition_of(form)
    if condition is not None:
        yield from every_condition(workflow, condition)


def _count(at_least: int, at_most: int | None, most: int) -> int:
    wanted = max(at_least, most)
    return wanted if at_most is None else min(wanted, at_most)
