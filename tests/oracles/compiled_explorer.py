"""
Walk a compiled model, one situation after the other: what its documentation says, word for word, and nothing quicker.
"""

from collections import deque
from collections.abc import Iterator
from itertools import product

from attrs import mutable

from rjflow.compiled.formulas import is_true
from rjflow.compiled.model import HELD, NOTHING, STATE, Model, Rule
from rjflow.definition.model import BACK

Values = dict[str, str]


@mutable
class Walked:
    """How many steps a bad situation is away, if one was found, whether every situation was seen, and how many."""

    length: int | None = None
    complete: bool = True
    seen: int = 0


def walk(model: Model, most: int = 100_000) -> Walked:
    """
    Go through every situation of a model, nearest first.
    """
    known: dict[tuple[str, ...], int] = {}
    queue: deque[Values] = deque()
    for first in openings(model):
        known[tuple(first.values())] = 0
        queue.append(first)
    while queue:
        here = queue.popleft()
        steps = known[tuple(here.values())]
        if is_true(model.bad, here):
            return Walked(length=steps, seen=len(known))
        if len(known) > most:
            return Walked(complete=False, seen=len(known))
        for rule in model.rules:
            for there in taken(model, rule, here):
                if tuple(there.values()) not in known:
                    known[tuple(there.values())] = steps + 1
                    queue.append(there)
    return Walked(seen=len(known))


def openings(model: Model) -> Iterator[Values]:
    """
    Give every situation a model can begin in.
    """
    names = [variable.name for variable in model.variables]
    for values in product(*(variable.initial for variable in model.variables)):
        yield dict(zip(names, values, strict=True))


def taken(model: Model, rule: Rule, here: Values) -> Iterator[Values]:
    """
    Give what can come of a rule in a situation; nothing when its guard is not true.
    """
    if not is_true(rule.guard, here):
        return
    fading = [dict.fromkeys((here[name], NOTHING)) for name in rule.fades]
    freed = [model.variable[name].values for name in rule.frees]
    for chosen in product(*fading, *freed):
        there = dict(here)
        there.update({one.variable: one.value for one in rule.sets})
        there.update(zip((*rule.fades, *rule.frees), chosen, strict=True))
        _move(model, rule, here, there)
        noted = {note.variable: note.value for note in rule.notes if is_true(note.when, here, there)}
        yield {**there, **noted}


def _move(model: Model, rule: Rule, here: Values, there: Values) -> None:
    """
    Go where the rule leads, or stay, and fall as far as gates are closed; remember where a held case came from.
    """
    was = here[STATE]
    now = rule.target or was
    if rule.target == BACK:
        now = was if here[HELD] == NOTHING else here[HELD]
    falls = {fall.state: fall for fall in model.falls}
    while now in falls and not is_true(falls[now].open, there):
        now = falls[now].otherwise
    there[STATE] = now
    if now != was and HELD in there:
        there[HELD] = NOTHING if now not in model.holding else here[HELD] if was in model.holding else was
