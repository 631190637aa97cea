"""
Which way a safeguard went that asks something else than before, as far as its form alone tells.

Stands on: `safeguards`, `normal`, `fingerprint`.   Knows nothing of: whether a workflow keeps it, sentences.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve

from rjflow.definition.change import Direction, turned
from rjflow.definition.fingerprint import plain
from rjflow.definition.model import Workflow
from rjflow.definition.normal import conditions_of, direction_of, normal, split
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
    Happening,
    Hidden,
    Reserved,
)
from rjflow.guards.syntax import Condition, GateHolds, MeaningHolds, every_part, rebuilt

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
        _grown(old, new, was, now, field, direction) for field, direction in _GAINS.get(type(was), {}).items()
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


def as_written(form: Form) -> Form:
    """
    Give a form without what its meanings stand for: alike for two that say the same in the same words.
    """
    if not isinstance(form, _CONDITIONAL):
        return form
    return evolve(form, condition=rebuilt(form.condition, _said))


def stands_for(workflow: Workflow, form: Form) -> tuple[Condition, ...]:
    """
    Give, each once, what the gates and meanings that a form names ask.
    """
    return tuple(dict.fromkeys(_behind(workflow, form)))


# ----------------------------------------------------------------------------------------------------------------------


_CONDITIONAL = (Always, Entering, AlwaysOpen)


def _said(part: Condition) -> Condition:
    return MeaningHolds(part.meaning, span=part.span) if isinstance(part, MeaningHolds) else part


def _behind(workflow: Workflow, form: Form) -> Iterator[Condition]:
    for part in every_part(form.condition) if isinstance(form, _CONDITIONAL) else ():
        if isinstance(part, GateHolds) and part.gate in workflow.gates:
            yield from conditions_of(workflow, workflow.gates[part.gate].asks)
        elif isinstance(part, MeaningHolds) and part.provided is not None:
            yield from split(normal(workflow, part.provided))


def _grown(old: Workflow, new: Workflow, was: Form, now: Form, field: str, direction: Direction) -> Direction:
    before, after = getattr(was, field), getattr(now, field)
    more, fewer = _only(after, before), _only(before, after)
    if more and fewer:
        counts = _count_for(old, new, fewer, more)
        return direction if counts == "weaker" else turned(direction) if counts == "stricter" else "changed"
    return direction if more else turned(direction) if fewer else "same"


def _count_for(old: Workflow, new: Workflow, fewer: Sequence[Any], more: Sequence[Any]) -> Direction:
    """
    Tell which way it went with what a record has to say to count as happening, where nothing else about the same happenings differs.
    """
    partners = [
        [other for other in more if isinstance(other, Happening) and _bare(other) == _bare(one)]
        for one in fewer
        if isinstance(one, Happening) and one.values is not None
    ]
    if len(partners) != len(fewer) or len(more) != len(fewer) or any(len(each) != 1 for each in partners):
        return "changed"
    found: set[Direction] = {
        _condition(old, new, one.values, other.values) if other.values is not None else "changed"
        for one, [other] in zip(fewer, partners, strict=True)
    }
    return found.pop() if len(found) == 1 else "changed"


def _bare(one: Happening) -> Happening:
    return evolve(one, values=None)


def _only(these: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    known = [plain(one) for one in others]
    return [one for one in these if plain(one) not in known]


def _asked(was: str | None, now: str | None) -> Direction:
    """
    Tell which way it goes when a safeguard asks, or asks no more, that something is named besides.
    """
    if was == now:
        return "same"
    return "stricter" if was is None else "weaker" if now is None else "changed"


def _condition(old: Workflow, new: Workflow, was: Condition, now: Condition) -> Direction:
    return direction_of(old, new, split(normal(old, was)), split(normal(new, now)))
