"""
What a model speaks of: the people and who acts, the evidence that is kept, and which of its values are told apart.

Stands on: `model`, `formulas`, `definition`, `guards`.   Knows nothing of: rules.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import field

from rjflow.compiled.formulas import among
from rjflow.compiled.model import FALSE, NOTHING, Formula, ValueClass
from rjflow.definition.lookup import in_group
from rjflow.definition.model import CLOCK, Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.frozen import FrozenMap, frozen
from rjflow.guards.evaluating import compare
from rjflow.guards.syntax import Among, Compare, Condition, Value, every_part
from rjflow.guards.writing import written_value

SOMEBODY_ELSE = "somebody else"


@frozen(kw_only=True)
class Scope:
    """
    Attributes:
        identities: those who are told apart: people who act, by a name of our own, `clock`, and `somebody else`, new each time.
        watched: evidence and events of which it is remembered who recorded or fired them.
        kept: the evidence that has variables.
        asked: the tests that tell its values apart.
        known: what was put together before; asked for often, and always the same.
    """

    workflow: Workflow
    people: tuple[tuple[str, str], ...]
    identities: tuple[str, ...]
    watched: frozenset[str]
    kept: frozenset[str]
    classes: FrozenMap[str, tuple[ValueClass, ...]]
    asked: FrozenMap[str, tuple[Among | Compare, ...]]
    known: dict[object, object] = field(factory=dict, eq=False, repr=False)

    def members(self, group: str) -> list[str]:
        """Give the people who belong to a group when they are there."""
        return [person for person, kind in self.people if in_group(self.workflow.people[kind], group)]

    def holders(self, evidence: str) -> Sequence[str | None]:
        """Give whom a piece of evidence can be about; nothing for the case."""
        about = self.workflow.evidence[evidence].about
        return (None,) if about is None else self.members(about)

    @property
    def actors(self) -> tuple[str, ...]:
        """Who can act, the clock apart."""
        return tuple(one for one in self.identities if one != CLOCK)

    def said(self, evidence: str, name: str, by: str) -> str:
        """Give what a variable of evidence is once somebody recorded a value of this class."""
        return f"{name} by {by}" if evidence in self.watched else name

    def values(self, evidence: str) -> tuple[str, ...]:
        """Give everything that a variable of evidence can be."""
        by = self.actors if evidence in self.watched else ("",)
        return (NOTHING, *(self.said(evidence, one.name, who) for one in self.classes[evidence] for who in by))

    def class_of(self, evidence: str, value: Value) -> str:
        """Give the name of the class that a value belongs to."""
        tests = self.asked.get(evidence, ())
        wanted = _signature(tests, value)
        return next(one.name for one in self.classes[evidence] if _signature(tests, one.values[0]) == wanted)

    def saying(self, evidence: str, person: str | None, test: Among | Compare | None, *, truth: bool = True) -> Formula:
        """Ask whether the current value is one for which a test is true, or false; any value without a test."""
        good = [
            self.said(evidence, one.name, who)
            for one in self.classes[evidence]
            if test is None or tested(test, one.values[0]) is truth
            for who in (self.actors if evidence in self.watched else ("",))
        ]
        whom = person if self.workflow.evidence[evidence].about else None
        return among(slot(evidence, whom), good) if whom in self.holders(evidence) else FALSE

    def recorded_by(self, evidence: str, person: str | None, who: str) -> Formula:
        """Ask whether the current record of watched evidence is by somebody; the clock never records anything."""
        if who not in self.actors:
            return FALSE
        said = [self.said(evidence, one.name, who) for one in self.classes[evidence]]
        return among(slot(evidence, person), said)


def slot(evidence: str, person: str | None) -> str:
    """
    Name the variable of a piece of evidence.

    >>> slot("consent", "victim-1"), slot("plan", None)
    ('consent of victim-1', 'plan')
    """
    return evidence if person is None else f"{evidence} of {person}"


def there(person: str) -> str:
    """
    Name the variable that tells whether somebody is there.
    """
    return f"{person} is there"


def tested(test: Among | Compare, value: Value) -> bool:
    """
    Tell whether a test is true of a current value.
    """
    if isinstance(test, Compare):
        return compare(value, test.sign, test.limit) is True
    return any(type(one) is type(value) and one == value for one in test.values)


def classes_of(evidence: Evidence, asked: Iterable[Among | Compare]) -> tuple[ValueClass, ...]:
    """
    Put together the values of a piece of evidence that no test tells apart, in their own order.
    """
    several = tuple(asked)
    found: dict[tuple[bool, ...], list[Value]] = {}
    for value in _candidates(evidence, several):
        found.setdefault(_signature(several, value), []).append(value)
    if len(found) == 1:
        return (ValueClass("something", tuple(next(iter(found.values())))),)
    return tuple(ValueClass(_named(evidence, values), tuple(values)) for values in found.values())


def asked_of(conditions: Iterable[Condition]) -> FrozenMap[str, tuple[Among | Compare, ...]]:
    """
    Gather every test of a value in some conditions, by the evidence it is of.
    """
    found: dict[str, dict[Among | Compare, None]] = {}
    for condition in conditions:
        for part in every_part(condition):
            if isinstance(part, Among | Compare):
                found.setdefault(part.evidence, {})[part] = None
    return FrozenMap({name: tuple(several) for name, several in found.items()})


# ----------------------------------------------------------------------------------------------------------------------

_FEW = 64
_USUAL = date(2027, 1, 31).toordinal()


def _signature(asked: Sequence[Among | Compare], value: Value) -> tuple[bool, ...]:
    return tuple(tested(test, value) for test in asked)


def _candidates(evidence: Evidence, asked: Sequence[Among | Compare]) -> Iterator[Value]:
    """
    Give every value, or, where there are too many, those around what is asked: between them nothing changes.
    """
    match evidence.values:
        case OneOf(values):
            yield from values
        case Flag():
            yield from (True, False)
        case Number(low, high) if high - low <= _FEW:
            yield from range(low, high + 1)
        case Number(low, high):
            limits = {limit + by for limit in _limits(asked) if isinstance(limit, int) for by in (-1, 0, 1)}
            yield from sorted({low, high, *(limit for limit in limits if low <= limit <= high)})
        case Day():
            numbers = {
                limit.toordinal() + by for limit in _limits(asked) if isinstance(limit, date) for by in (-1, 0, 1)
            }
            last = date.max.toordinal()
            yield from (date.fromordinal(day) for day in sorted({_USUAL, *numbers}) if 1 <= day <= last)


def _limits(asked: Sequence[Among | Compare]) -> Iterator[Value]:
    for test in asked:
        yield from test.values if isinstance(test, Among) else (test.limit,)


def _named(evidence: Evidence, values: Sequence[Value]) -> str:
    """
    Name a class after its values; a run of numbers or days after its first and last.
    """
    words = [written_value(value) for value in values]
    if isinstance(evidence.values, Number | Day) and len(words) > 2:
        return f"{words[0]} to {words[-1]}"
    return " or ".join(words)
