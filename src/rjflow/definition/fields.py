"""
Which way a form goes when its fields are others: the rule by which `strength` compares them.

Stands on: `papers`, `change`.   Knows nothing of: running cases, sentences.
"""

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from rjflow.definition.change import Change, Direction
from rjflow.definition.fingerprint import plain
from rjflow.definition.model import Workflow
from rjflow.definition.papers import Field, Registered


def fields_changed(_old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Compare what forms ask, field by field: what need not be said any more, or is seen by more, is weaker.
    """
    before, after = getattr(was, field), getattr(now, field)
    for name in dict.fromkeys((*before, *after)):
        lost, gained = before.get(name), after.get(name)
        if plain(lost) != plain(gained):
            yield Change(
                what=field,
                direction=_direction(lost, gained),
                lost=(lost,) if lost else (),
                gained=(gained,) if gained else (),
            )


# ----------------------------------------------------------------------------------------------------------------------


def _direction(was: Field | None, now: Field | None) -> Direction:
    if now is None:
        return "weaker" if was is not None and was.required else "changed"
    if was is None:
        return "changed"
    less, more = _asks_less(was, now), _asks_less(now, was)
    return "changed" if less is more else "weaker" if less else "stricter"


def _asks_less(was: Field, now: Field) -> bool:
    """
    Tell whether a field that says the same may be left out, may name anybody in a register, or is seen by more than before.
    """
    loose = was.required and not now.required
    seen = bool(was.visible_to) and (not now.visible_to or not set(now.visible_to) <= set(was.visible_to))
    anybody = isinstance(was.kind, Registered) and isinstance(now.kind, Registered) and _takes_more(was.kind, now.kind)
    return (was.kind == now.kind or anybody) and (loose or seen or anybody)


def _takes_more(was: Registered, now: Registered) -> bool:
    """
    Tell whether a field takes somebody of the register whom it did not take: of any level, or named elsewhere, too.
    """
    fewer = set(now.other_than) <= set(was.other_than)
    return was != now and fewer and now == evolve(was, level=now.level and was.level, other_than=now.other_than)
