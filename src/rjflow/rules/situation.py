"""
Exactly where a case stands: state, people, evidence, time.

These are made at every step of every case, so they are plain tuples and slots: small, quick to make, never changed.

Stands on: `definition`.   Knows nothing of: what may happen next.
"""

from typing import NamedTuple

from attrs import frozen

from rjflow.definition.model import CLOCK, Workflow
from rjflow.guards.syntax import Value
from rjflow.instants import Instant

NEVER_COUNTED = "needs"


class Record:
    """
    What somebody recorded: the value, who, when.

    `void` is nothing while the record may count; otherwise what made it void: a name from `voided-by`, or `needs` when it was
    recorded before what it needs was true. It never changes; `recorded` makes one.
    """

    __slots__ = ("_at", "_by", "_value", "_void")

    _value: Value
    _by: str
    _at: Instant
    _void: str | None

    @property
    def value(self) -> Value:
        """What it says."""
        return self._value

    @property
    def by(self) -> str:
        """Who recorded it."""
        return self._by

    @property
    def at(self) -> Instant:
        """When it was recorded."""
        return self._at

    @property
    def void(self) -> str | None:
        """What made it void, if anything did."""
        return self._void

    def voided(self, cause: str) -> "Record":
        """
        Give the record, made void.
        """
        return recorded(self._value, self._by, self._at, cause)

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Record) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"recorded{self._parts()!r}"

    def __reduce__(self) -> tuple[object, ...]:
        return (recorded, self._parts())

    def _parts(self) -> tuple[Value, str, Instant, str | None]:
        return (self._value, self._by, self._at, self._void)


def recorded(value: Value, by: str, at: Instant, void: str | None = None) -> Record:
    """
    Make a record.

    >>> recorded("low", "ada", 0)
    recorded('low', 'ada', 0, None)
    """
    record = Record()
    record._value, record._by, record._at, record._void = value, by, at, void
    return record


Records = tuple[Record | None, ...]


@frozen(weakref_slot=False)
class Person:
    """Somebody the case is about, and what is recorded about them: one place per piece of evidence about people."""

    id: str
    kind: str
    records: Records


class Situation(NamedTuple):
    """
    A case at one moment, brought up to date with `now`.

    `since`: when the state was entered. `held_from`: where a held case came from. `reason`: why it was closed.
    `records`: what is recorded about the case, one place per piece of evidence about it.
    `fired`: who fired the events that separation of duties asks about. `rung`: which deadlines have fired, and when.
    `scheme`: the scheme as it was last seen.
    """

    state: str
    since: Instant
    now: Instant
    held_from: str | None
    reason: str | None
    people: tuple[Person, ...]
    records: Records
    fired: tuple[tuple[str, str], ...]
    rung: tuple[tuple[int, Instant], ...]
    scheme: "Situation | None"


@frozen
class Actor:
    """
    Somebody who acts, as the host knows them.

    Attributes:
        id: who they are, whatever the host calls people by.
        roles: their roles in this case, by the host's word.
        acts_for: the people of the case they are, or speak for.
    """

    id: str
    roles: frozenset[str] = frozenset()
    acts_for: frozenset[str] = frozenset()


THE_CLOCK = Actor(CLOCK, frozenset({CLOCK}))


def first_situation(workflow: Workflow, people: tuple[tuple[str, str], ...], at: Instant) -> Situation:
    """
    Give the situation a case begins in.

    Args:
        workflow: Whose case it is.
        people: Whom it is about, as (id, kind) pairs.
        at: When it is opened.
    """
    about_people = sum(evidence.about is not None for evidence in workflow.evidence.values())
    blank: Records = (None,) * about_people
    return Situation(
        state=workflow.start,
        since=at,
        now=at,
        held_from=None,
        reason=None,
        people=tuple(Person(id, kind, blank) for id, kind in people),
        records=(None,) * (len(workflow.evidence) - about_people),
        fired=(),
        rung=(),
        scheme=None,
    )
