"""
Track only some evidence of a model: a smaller model, in which the rest may be anything at any moment.

Explicit checkers go through situations one by one, and a model of a whole programme has far too many. What is kept in the smaller one is
kept in the whole.

Stands on: `model`, `formulas`.   Knows nothing of: workflows, how it is found out which evidence is enough.
"""

from collections.abc import Collection, Iterable

from attrs import evolve

from rjflow.compiled.formulas import bounded, contrary, every, some
from rjflow.compiled.model import TRUE, Fall, Is, Model, Rule, Variable
from rjflow.compiled.slicing import sliced

HEIGHT = "the height at which it stays"
ELSEWHERE = "something else changes"


def loosened(model: Model, evidence: Collection[str]) -> Model:
    """
    Track only some evidence of a model, and what its safeguard itself asks.

    Guarantees: whatever the model allows, the loosened one allows, so that a safeguard which is kept in it is kept. One that is broken in
    it may be kept.

    Args:
        model: The whole model.
        evidence: Names of the evidence to track.
    """
    asked = model.bad.names.union(*(note.when.names for rule in model.rules for note in rule.notes))
    unknown = frozenset(
        one.name
        for one in model.variables
        if one.name not in asked
        and (one.kind in ("rung", "scheme") or (one.kind == "evidence" and one.of[0] not in evidence))
    )
    if not unknown:
        return model
    smaller = evolve(
        model,
        falls=tuple(_may_fall(model, fall, unknown) for fall in model.falls),
        rules=tuple(evolve(rule, guard=bounded(rule.guard, unknown, truth=True)) for rule in model.rules),
        untracked=_evidence_of(model, unknown),
    )
    smaller = sliced(smaller)
    smaller = evolve(smaller, rules=_told_apart(smaller.rules))
    return _with_choice(smaller) if any(HEIGHT in fall.open.names for fall in smaller.falls) else smaller


# ----------------------------------------------------------------------------------------------------------------------


def _evidence_of(model: Model, names: Collection[str]) -> tuple[str, ...]:
    """
    Give the evidence that variables are of, each once.
    """
    return tuple(dict.fromkeys(one.of[0] for one in model.variables if one.kind == "evidence" and one.name in names))


def _may_fall(model: Model, fall: Fall, unknown: frozenset[str]) -> Fall:
    """
    Give a guarded state whose gate is closed only as it may be. Where that hangs on what is unknown, one choice says at what height a case
    stays: falling, it comes from higher states to lower ones, so there is a choice for each state in which it may come to rest.
    """
    surely, perhaps = (bounded(fall.open, unknown, truth=truth) for truth in (False, True))
    if surely == perhaps:
        return evolve(fall, open=surely)
    falls = Is(HEIGHT, tuple(str(number) for number in range(_height(model, fall))))
    return evolve(fall, open=some((surely, every((perhaps, contrary(falls))))))


def _told_apart(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """
    Give one of those rules that do the same under the same conditions, with how many more there are.
    """
    alike: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        alike.setdefault((rule.guard, rule.sets, rule.target, rule.fades, rule.frees, rule.notes), []).append(rule)
    return tuple(
        evolve(one, label=f"{one.label or one.name}, or one of {len(others)} more that do the same") if others else one
        for one, *others in alike.values()
    )


def _height(model: Model, fall: Fall) -> int:
    """
    Give how many guarded states a case can fall through that begins in this one.
    """
    below = {one.state: one.otherwise for one in model.falls}
    height, state = 0, fall.state
    while state in below:
        height, state = height + 1, below[state]
    return height


def _with_choice(model: Model) -> Model:
    """
    Let every step choose how far a case falls, and let there be steps of which nothing else is known.
    """
    most = max(_height(model, fall) for fall in model.falls)
    values = tuple(str(number) for number in range(most + 1))
    choice = Variable(
        name=HEIGHT,
        values=values,
        initial=values[-1:],
        kind="choice",
        label="how low a gate must stand to stay open, where that is not tracked",
    )
    rules = (*model.rules, Rule(name=ELSEWHERE, doing="anything", of=(), guard=TRUE))
    choosing = tuple(evolve(rule, frees=(*rule.frees, HEIGHT)) for rule in rules)
    return evolve(model, variables=(*model.variables, choice), rules=choosing)
