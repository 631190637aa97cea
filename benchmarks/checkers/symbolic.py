"""
The same symbolic search for every library of decision diagrams: one set for each state, nothing sliced away.

A proof saturates each state before it goes on; a story counts layers, so that it is a shortest one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from models.family import Model, Rule

Set = Any


class Sets:
    """What the search asks of a library: the two constants, a variable, and forgetting variables."""

    def __init__(
        self, nothing: Set, everything: Set, variables: Sequence[Set], forget: Callable[[Set, Sequence[int]], Set]
    ) -> None:
        self.nothing, self.everything, self.variables, self.forget = nothing, everything, variables, forget

    def all_of(self, bits: int) -> Set:
        """Give the set in which all of these bits are there."""
        found = self.everything
        for number in reversed(_places(bits)):
            found = found & self.variables[number]
        return found


def search(model: Model, sets: Sets) -> tuple[bool, int | None]:
    """Prove, or find a shortest story's length."""
    steps = {state: [_Step(sets, rule) for rule in model.leaving.get(state, ())] for state in model.states}
    start = sets.everything
    for variable in sets.variables:
        start = start & ~variable
    wrong, every = model.forbidden
    bad = ~sets.all_of(every)
    reached = _saturated(model, sets, steps, start)
    if (reached[wrong] & bad) == sets.nothing:
        return True, None
    return False, _layers(model, sets, steps, start, bad)


class _Step:
    def __init__(self, sets: Sets, rule: Rule) -> None:
        self.sets, self.target = sets, rule.target
        self.guard = sets.all_of(rule.needs)
        if rule.lacks:
            self.guard = self.guard & ~sets.all_of(rule.lacks)
        self.changed = _places(rule.sets | rule.clears)
        self.put = sets.all_of(rule.sets)
        for number in reversed(_places(rule.clears)):
            self.put = self.put & ~sets.variables[number]

    def image(self, some: Set) -> Set:
        some = some & self.guard
        return self.sets.forget(some, self.changed) & self.put if self.changed else some


def _saturated(model: Model, sets: Sets, steps: dict[str, list[_Step]], start: Set) -> dict[str, Set]:
    reached = dict.fromkeys(model.states, sets.nothing)
    reached[model.start] = start
    todo = [model.start]
    while todo:
        state = todo.pop(0)
        some, before = reached[state], None
        while some != before:
            before = some
            for step in steps[state]:
                if step.target == state:
                    some = some | step.image(some)
        reached[state] = some
        for step in steps[state]:
            if step.target != state:
                more = reached[step.target] | step.image(some)
                if more != reached[step.target]:
                    reached[step.target] = more
                    if step.target not in todo:
                        todo.append(step.target)
    return reached


def _layers(model: Model, sets: Sets, steps: dict[str, list[_Step]], start: Set, bad: Set) -> int:
    layer, reached, length = {model.start: start}, dict.fromkeys(model.states, sets.nothing), 0
    while (layer.get(model.forbidden[0], sets.nothing) & bad) == sets.nothing:
        for state, some in layer.items():
            reached[state] = reached[state] | some
        after: dict[str, Set] = {}
        for state, some in layer.items():
            for step in steps[state]:
                after[step.target] = after.get(step.target, sets.nothing) | step.image(some)
        layer = {state: some & ~reached[state] for state, some in after.items()}
        layer = {state: some for state, some in layer.items() if some != sets.nothing}
        length += 1
    return length


def _places(bits: int) -> list[int]:
    return [number for number in range(bits.bit_length()) if bits >> number & 1]
