"""
One difference between two definitions, as data.

Stands on: `sources.span`.   Knows nothing of: how differences are found, sentences.
"""

from typing import Any, Literal

from attrs import field

from rjflow.frozen import frozen
from rjflow.sources.span import Span

Direction = Literal["weaker", "stricter", "changed", "same"]


@frozen(kw_only=True)
class Change:
    """
    One thing that differs.

    Attributes:
        section, name: where: a section of a workflow and a thing in it; those of the scheme are in sections such as `scheme evidence`.
        what: what of it: a field, `itself` where the whole thing is gone or new, `way` for where an event leads, `wording` where it
            is only written otherwise, `words` where the gates and meanings that a safeguard names ask something else.
        direction: which way the newer definition goes. `changed` is neither; `same` makes no difference to any case, and a gate none but
            where it is asked.
        lost, gained: what only the older, and only the newer definition has: names, conditions, voiders, values, things.
        states, target: for ways, the states they leave and the one they lead to.
        old_place, new_place: where that stands in each.
    """

    section: str = ""
    name: str = ""
    what: str
    direction: Direction
    lost: tuple[Any, ...] = ()
    gained: tuple[Any, ...] = ()
    states: tuple[str, ...] = ()
    target: str | None = None
    old_place: Span | None = field(default=None, eq=False, repr=False)
    new_place: Span | None = field(default=None, eq=False, repr=False)


def turned(direction: Direction) -> Direction:
    """
    Give the direction of the same difference seen the other way round.

    >>> turned("weaker"), turned("changed")
    ('stricter', 'changed')
    """
    opposite: dict[Direction, Direction] = {"weaker": "stricter", "stricter": "weaker"}
    return opposite.get(direction, direction)
