"""
Turn a three-valued condition into two formulas: when it is surely true, and when it is surely false.

Stands on: `scope`, `formulas`.   Knows nothing of: rules.
"""

from collections.abc import Callable
from typing import NamedTuple, cast

from rjflow.compiled.formulas import among, at_least, contrary, every, some
from rjflow.compiled.model import FALSE, HELD, STATE, YES, Formula
from rjflow.compiled.scope import Scope, there
from rjflow.definition.lookup import as_condition, is_of_kind, kinds_in
from rjflow.definition.model import Group, Workflow
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Not,
    OfScheme,
    Or,
    SamePerson,
)
from rjflow.guards.writing import written

SEEN = "the scheme was seen"


class Sure(NamedTuple):
    """When a condition is surely true, and when surely false; otherwise it is unknown."""

    true: Formula
    false: Formula


UNKNOWN = Sure(FALSE, FALSE)


def surely(scope: Scope, condition: Condition, person: str | None = None, *, observer: bool = False) -> Sure:
    """
    Give when a condition is true and when it is false, about somebody where evidence about people is asked.

    Args:
        scope: What the model speaks of.
        condition: What is asked.
        person: Whom it is asked about.
        observer: Ask as a safeguard does: whether there is current evidence is never unknown then.
    """

    def ask(part: Condition, someone: str | None = person) -> Sure:
        return surely(scope, part, someone, observer=observer)

    match condition:
        case Among() | Compare() | IsCurrent() | IsMissing():
            return _test(scope, condition, person, observer=observer)
        case GateHolds(gate):
            return _gate(scope, gate, person, observer=observer)
        case MeaningHolds(provided=provided):
            return UNKNOWN if provided is None else ask(provided)
        case InState() | InKind():
            return _standing(scope.workflow, condition)
        case SamePerson(first, second):
            return _same(scope, first, second, person)
        case OfScheme(inner):
            return _of_scheme(scope, inner, observer=observer)
        case Not() | And() | Or():
            return _kleene(condition, ask)
        case ForPeople(group=group, condition=inner):
            truths = [(among(there(one), (YES,)), ask(inner, one)) for one in scope.members(group)]
            return _quantified(condition, truths, _lacking(scope, group))


def opens(scope: Scope, group: Group, person: str | None = None) -> Formula:
    """
    Give when everything that a group asks is surely true.
    """
    key = (id(group), person)  # groups live as long as the definition
    if key not in scope.known:
        scope.known[key] = surely(scope, as_condition(group), person).true
    return cast("Formula", scope.known[key])


def authors(scope: Scope, happening: str, who: str, person: str | None = None) -> Formula:
    """
    Ask whether somebody recorded an evidence that is current, or fired an event; about a person where that is given.
    """
    if happening not in scope.watched:
        return FALSE
    if happening in scope.workflow.events:
        return among(fired(happening, who), (YES,))
    holders = [one for one in scope.holders(happening) if person is None or one in (None, person)]
    return some(scope.recorded_by(happening, one, who) for one in holders)


def fired(event: str, who: str) -> str:
    """
    Name the variable that tells whether somebody fired an event.
    """
    return f"{event} fired by {who}"


def scheme_fact(name: str) -> str:
    """
    Name the variable of something of the scheme.
    """
    return f"scheme: {name}"


# ----------------------------------------------------------------------------------------------------------------------


def _gate(scope: Scope, gate: str, person: str | None, *, observer: bool) -> Sure:
    """
    Ask what a gate asks.
    """
    key = (gate, person, observer)
    if key not in scope.known:
        asks = as_condition(scope.workflow.gates[gate].asks)
        scope.known[key] = surely(scope, asks, person, observer=observer)
    return cast("Sure", scope.known[key])


def _test(scope: Scope, test: Among | Compare | IsCurrent | IsMissing, person: str | None, *, observer: bool) -> Sure:
    """
    Ask what is current; of what is not, only a safeguard, which looks on from outside, knows that it is not.
    """
    if isinstance(test, Among | Compare):
        return Sure(scope.saying(test.evidence, person, test), scope.saying(test.evidence, person, test, truth=False))
    current = scope.saying(test.evidence, person, None)
    if isinstance(test, IsCurrent):
        return Sure(current, contrary(current) if observer else FALSE)
    return Sure(contrary(current), current) if observer else UNKNOWN


def _kleene(condition: Not | And | Or, ask: Callable[[Condition], Sure]) -> Sure:
    """
    Put answers together by Kleene's tables.
    """
    if isinstance(condition, Not):
        sure = ask(condition.condition)
        return Sure(true=sure.false, false=sure.true)
    parts = [ask(part) for part in condition.conditions]
    if isinstance(condition, And):
        return Sure(every(one.true for one in parts), some(one.false for one in parts))
    return Sure(some(one.true for one in parts), every(one.false for one in parts))


def _quantified(condition: ForPeople, truths: list[tuple[Formula, Sure]], lacking: Formula) -> Sure:
    """
    Judge a quantifier from each person's answer, and from whether people are missing who must be there.
    """
    enough = contrary(lacking)
    true = [every((here, sure.true)) for here, sure in truths]
    false = [every((here, sure.false)) for here, sure in truths]
    every_true = every(some((contrary(here), sure.true)) for here, sure in truths)
    every_false = every(some((contrary(here), sure.false)) for here, sure in truths)
    possible = [every((here, contrary(sure.false))) for here, sure in truths]
    match condition.quantity:
        case "every":
            return Sure(every((every_true, enough)), some(false))
        case "no":
            return Sure(every((every_false, enough)), some(true))
        case "some":
            return Sure(every((some(true), enough)), every((every_false, enough)))
        case _:
            number = condition.number
            return Sure(every((at_least(number, true), enough)), every((contrary(at_least(number, possible)), enough)))


def _lacking(scope: Scope, group: str) -> Formula:
    """
    Ask whether a kind in the group has fewer people than it must have.
    """
    lacking = []
    for kind in kinds_in(scope.workflow, group):
        here = [among(there(person), (YES,)) for person, its in scope.people if its == kind.name]
        lacking.append(contrary(at_least(kind.at_least, here)))
    return some(lacking)


def _standing(workflow: Workflow, condition: InState | InKind) -> Sure:
    if isinstance(condition, InKind):
        inside = among(STATE, [one.name for one in workflow.states.values() if is_of_kind(one, condition.kind)])
    else:
        inside = among(STATE, (condition.state,))
        if condition.held_from is not None:
            inside = every((inside, among(HELD, (condition.held_from,))))
    return Sure(inside, contrary(inside))


def _same(scope: Scope, first: str, second: str, person: str | None) -> Sure:
    """
    Ask whether two happenings are by one person; unknown while one of them does not count.
    """
    one = [authors(scope, first, who, person) for who in scope.identities]
    other = [authors(scope, second, who, person) for who in scope.identities]
    both = some(every(pair) for pair in zip(one, other, strict=True))
    return Sure(both, every((some(one), some(other), contrary(both))))


def _of_scheme(scope: Scope, condition: Condition, *, observer: bool) -> Sure:
    """
    Ask the scheme, whose facts may each be anything; of one that was never seen nobody can say.
    """
    link = scope.workflow.scheme
    assert link is not None, "the reader asks for a scheme"
    sure = _scheme_part(link.workflow, condition, observer=observer)
    seen = among(SEEN, (YES,))
    return Sure(every((seen, sure.true)), every((seen, sure.false)))


def _scheme_part(scheme: Workflow, condition: Condition, *, observer: bool) -> Sure:
    def ask(part: Condition) -> Sure:
        return _scheme_part(scheme, part, observer=observer)

    match condition:
        case Not() | And() | Or():
            return _kleene(condition, ask)
        case GateHolds(gate):
            return ask(as_condition(scheme.gates[gate].asks))
        case _:
            name = scheme_fact(written(condition))
            return Sure(among(name, ("true",)), among(name, ("false",)))
