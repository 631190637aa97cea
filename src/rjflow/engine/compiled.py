"""
Conditions made quick: each becomes a closure over places in a situation, with windows in microseconds.

They answer what `rules.viewing.holds` answers, tested condition by condition. What is rare is simply handed to it.

Stands on: `guards`, `rules`.   Knows nothing of: events, `transitions`.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rjflow.definition.lookup import as_condition, in_group, kinds_in
from rjflow.definition.model import Evidence, Flag, Group, Number, OneOf, Window, Workflow
from rjflow.frozen import frozen
from rjflow.guards.evaluating import evaluate, quantified
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    Not,
    OfScheme,
    Or,
    SamePerson,
    Value,
    every_part,
    parts,
)
from rjflow.guards.values import Truth, all_of, any_of, negation
from rjflow.instants import end_of_day
from rjflow.rules.finding import spelled_out
from rjflow.rules.situation import Person, Record, Situation
from rjflow.rules.viewing import holds

Test = Callable[[Situation, Person | None], Truth]
FOREVER = 1 << 62
MOST_VALUES = 4096


class Atom(NamedTuple):
    """One piece of evidence about the case, the values for which a condition is true, and how long its records last."""

    place: int
    accepted: frozenset[Value]
    length: int


@frozen
class Tests:
    """
    Everything a group asks, compiled.

    A flat group is true when every atom and every other test is; the atoms are looked at without calling anything.

    Attributes:
        atoms: the requirements that are nothing but a test of one piece of evidence about the case.
        others: tests that must all be true besides; the group as a whole when it is not flat.
        each: the test of every single requirement, in the order of findings.
        whole: the test of the group as a whole.
        is_flat: whether the group is true exactly when all its requirements are.
        is_steady: whether it stays true as long as nothing happens but that time passes backwards: what is true now was so
            at every moment since the last record.
    """

    atoms: tuple[Atom, ...]
    others: tuple[Test, ...]
    each: tuple[Test, ...]
    whole: Test
    is_flat: bool
    is_steady: bool

    def truths(self, situation: Situation, person: Person | None = None) -> list[Truth]:
        """Give the answer to every single requirement."""
        return [test(situation, person) for test in self.each]


def tests_of(workflow: Workflow, group: Group) -> Tests:
    """
    Compile a group of requirements.
    """
    spelled = list(spelled_out(workflow, group))
    is_flat = _is_flat(workflow, group)
    atoms: list[Atom] = []
    others: list[Test] = []
    for requirement, _ in spelled if is_flat else []:
        atom = atom_of(workflow, requirement.condition)
        if atom is None:
            others.append(compiled(workflow, requirement.condition))
        else:
            atoms.append(atom)
    condition = as_condition(group)
    whole = compiled(workflow, condition)
    return Tests(
        atoms=tuple(atoms),
        others=tuple(others) if is_flat else (whole,),
        each=tuple(compiled(workflow, requirement.condition) for requirement, _ in spelled),
        whole=whole,
        is_flat=is_flat,
        is_steady=not any(isinstance(part, SamePerson) for part in _all_parts(workflow, condition)),
    )


def compiled(workflow: Workflow, condition: Condition) -> Test:
    """
    Make a closure that answers a condition.
    """
    if (table := _tabulated(workflow, condition)) is not None:
        return _table_test(workflow, *table)
    match condition:
        case GateHolds(gate):
            return compiled(workflow, as_condition(workflow.gates[gate].asks))
        case Not(inner):
            negated = compiled(workflow, inner)
            return lambda situation, person: negation(negated(situation, person))
        case And(conditions):
            all_parts = tuple(compiled(workflow, part) for part in conditions)
            return lambda situation, person: all_of([part(situation, person) for part in all_parts])
        case Or(conditions):
            any_parts = tuple(compiled(workflow, part) for part in conditions)
            return lambda situation, person: any_of([part(situation, person) for part in any_parts])
        case ForPeople():
            return _people_test(workflow, condition)
        case _:
            return lambda situation, person: holds(workflow, situation, condition, person.id if person else None)


def atom_of(workflow: Workflow, condition: Condition) -> Atom | None:
    """
    Give a condition as an atom, if it is nothing but a test of one piece of evidence about the case.
    """
    table = _tabulated(workflow, condition)
    if table is None or table[0].about is not None or table[0].window.unit == "same day":
        return None
    evidence, accepted = table
    return Atom(workflow.slots[evidence.name], accepted, _length(evidence.window))


# ---- one piece of evidence -------------------------------------------------------------------------------------------


class _Saying:
    """A view in which every piece of evidence says one thing."""

    def __init__(self, value: Value | None) -> None:
        self._value = value

    def value(self, _evidence: str, _person: str | None) -> Value | None:
        return self._value


def _tabulated(workflow: Workflow, condition: Condition) -> tuple[Evidence, frozenset[Value]] | None:
    """
    Give the only evidence a condition asks of, and the values for which it is true; for all others it must be false.
    """
    within = list(every_part(condition))
    if not all(isinstance(part, Among | Compare | IsCurrent | Not | And | Or) for part in within):
        return None
    names = {part.evidence for part in within if isinstance(part, Among | Compare | IsCurrent)}
    if len(names) != 1:
        return None
    evidence = workflow.evidence[names.pop()]
    domain = _domain(evidence)
    if not domain or evaluate(condition, _Saying(None)) is not None:  # type: ignore[arg-type]  # only values are asked for
        return None
    answers = {value: evaluate(condition, _Saying(value)) for value in domain}  # type: ignore[arg-type]  # as above
    if None in answers.values():
        return None
    return evidence, frozenset(value for value, truth in answers.items() if truth)


def _domain(evidence: Evidence) -> tuple[Value, ...]:
    """
    Give every value a piece of evidence can have; nothing where there are too many.
    """
    match evidence.values:
        case OneOf(values):
            return values
        case Flag():
            return (True, False)
        case Number(low, high) if high - low < MOST_VALUES:
            return tuple(range(low, high + 1))
        case _:
            return ()


def _table_test(workflow: Workflow, evidence: Evidence, accepted: frozenset[Value]) -> Test:
    """
    Make the test of one piece of evidence.
    """
    place, about_people = workflow.slots[evidence.name], evidence.about is not None
    alive = _alive(evidence.window, workflow.time_zone)

    def test(situation: Situation, person: Person | None) -> Truth:
        holder = person if about_people else situation
        record = holder.records[place] if holder is not None else None
        if record is None or record.void is not None or not alive(record, situation.now):
            return None
        return record.value in accepted

    return test


def _length(window: Window) -> int:
    return window.length if window.unit == "elapsed" else FOREVER


def _alive(window: Window, zone: str) -> Callable[[Record, int], bool]:
    """
    Make the test whether a record that is not void has not run out.
    """
    if window.unit == "same day":
        return lambda record, now: now < _midnight(record.at, zone)
    length = _length(window)
    return lambda record, now: now < record.at + length


@lru_cache(maxsize=4096)
def _midnight(at: int, zone: str) -> int:
    return end_of_day(at, zone)


# ---- people and groups -----------------------------------------------------------------------------------------------


def _people_test(workflow: Workflow, condition: ForPeople) -> Test:
    """
    Make the test of a quantifier.
    """
    inner, quantity, number = compiled(workflow, condition.condition), condition.quantity, condition.number
    members = frozenset(kind.name for kind in workflow.people.values() if in_group(kind, condition.group))
    wanted = tuple((kind.name, kind.at_least) for kind in kinds_in(workflow, condition.group) if kind.at_least)

    def test(situation: Situation, _: Person | None) -> Truth:
        people = situation.people
        truths = [inner(situation, one) for one in people if one.kind in members]
        lacking = any(sum(one.kind == kind for one in people) < least for kind, least in wanted)
        return quantified(quantity, number, truths, lacking=lacking)

    return test


def _is_flat(workflow: Workflow, group: Group) -> bool:
    """
    Tell whether a group is true exactly when every single requirement in it is.
    """
    if group.mode == "any" and len(group.items) != 1:
        return False
    inner = [item for item in group.items if isinstance(item, Group)]
    named = [item.condition for item in group.items if not isinstance(item, Group)]
    inner += [workflow.gates[one.gate].asks for one in named if isinstance(one, GateHolds)]
    return all(_is_flat(workflow, one) for one in inner)


def _all_parts(workflow: Workflow, condition: Condition) -> Iterator[Condition]:
    """
    Walk everything in a condition, going into gates, and into what it asks of the scheme.
    """
    yield condition
    if isinstance(condition, GateHolds):
        yield from _all_parts(workflow, as_condition(workflow.gates[condition.gate].asks))
    speaks_of = workflow.scheme.workflow if isinstance(condition, OfScheme) and workflow.scheme else workflow
    for part in parts(condition):
        yield from _all_parts(speaks_of, part)
