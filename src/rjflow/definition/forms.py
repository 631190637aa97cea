"""
Which way a safeguard went that asks something else than before, as far as its form alone tells.

Stands on: `safeguards`, `normal`, `fingerprint`.   Knows nothing of: whether a workflow keeps it, sentences.
"""

from collections.abc import Sequence
from typing import Any

from rjflow.definition.change import Direction, turned
from rjflow.definition.fingerprint import plain
from rjflow.definition.model import Workflow
from rjflow.definition.normal import all_implied, normal, split
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    Counted,
    DifferentPeople,
    Entering,
    Form,
    Fresh,
    Hidden,
    Reserved,
)

# For each form, which way it goes when a field gains something.
_GAINS: dict[type, dict[str, Direction]] = {
    Entering: {"steps": "stricter"},
    Before: {"event": "stricter", "must_have": "weaker", "since": "stricter"},
    After: {"event": "stricter", "not_before": "stricter", "without": "weaker"},
    DifferentPeople: {"first": "stricter", "second": "stricter"},
    AlwaysPossible: {"steps": "weaker", "using": "weaker"},
    AlwaysOpen: {"events": "weaker"},
    Hidden: {"evidence": "stricter", "roles": "stricter"},
    Reserved: {"doings": "stricter", "actors": "weaker", "other_than": "stricter"},
    Fresh: {"evidence": "stricter"},
    Counted: {"doings": "stricter", "steps": "stricter"},
}


def form_direction(old: Workflow, new: Workflow, was: Form, now: Form) -> Direction:
    """
    Tell whether a safeguard asks less than before, or more; `changed` where its form alone does not tell.
    """
    if type(was) is not type(now):
        return "changed"
    found: set[Direction] = {
        _grown(was, now, field, direction) for field, direction in _GAINS.get(type(was), {}).items()
    }
    match was, now:
        case (Always(condition=one), Always(condition=other)) | (Entering(condition=one), Entering(condition=other)):
            found.add(_condition(old, new, one, other))
        case AlwaysOpen(condition=one), AlwaysOpen(condition=other):
            found.add(turned(_condition(old, new, one, other)))
            if was.by != now.by:
                found.add("changed" if was.by and now.by else "weaker" if was.by else "stricter")
        case Reserved(), Reserved():
            found |= {_asked(was.register, now.register), _asked(was.level, now.level)}
        case _:
            pass
    found.discard("same")
    return found.pop() if len(found) == 1 else "changed" if found else "same"


# ----------------------------------------------------------------------------------------------------------------------


def _grown(was: Form, now: Form, field: str, direction: Direction) -> Direction:
    before, after = _parts(getattr(was, field)), _parts(getattr(now, field))
    more = [one for one in after if one not in before]
    fewer = [one for one in before if one not in after]
    if more and fewer:
        return "changed"
    return direction if more else turned(direction) if fewer else "same"


def _asked(was: str | None, now: str | None) -> Direction:
    """
    Tell which way it goes when a safeguard asks, or asks no more, that something is named besides.
    """
    if was == now:
        return "same"
    return "stricter" if was is None else "weaker" if now is None else "changed"


def _parts(parts: Sequence[Any]) -> list[Any]:
    return [plain(one) for one in parts]


def _condition(old: Workflow, new: Workflow, was: Any, now: Any) -> Direction:
    before, after = split(normal(old, was)), split(normal(new, now))
    if all_implied(before, after):
        return "same" if all_implied(after, before) else "weaker"
    return "stricter" if all_implied(after, before) else "changed"
