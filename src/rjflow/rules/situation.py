"""
Exactly where a case stands: state, people, evidence, time.

These are made at every step of every case, so they are plain slots, small and quick to make. What is public of them cannot be written.

Stands on: `definition`.   Knows nothing of: what may happen next.
"""

from typing import Any

from rjflow.definition.model import CLOCK, Workflow
from rjflow.frozen import Slots, frozen
from rjflow.guards.syntax import Value
from rjflow.instants import Instant

NEVER_COUNTED = "needs"


class Record(Slots):
    """
    What somebody recorded: the value, who, when.

    `void` is nothing while the record may count; otherwise what made it void: a name from `voided-by`, or `needs` when it was
    recorded before what it needs was true.
    """

    __slots__ = ("_value", "_by", "_at", "_void")  # noqa: RUF023  # in the order in which they are told

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


def recorded(value: Value, by: str, at: Instant, void: str | None = None) -> Record:
    """
    Make a record.

    >>> recorded("low", "ada", 0)
    Record(value='low', by='ada', at=0, void=None)
    """
    return Record.made(value=value, by=by, at=at, void=void)


Records = tuple[Record | None, ...]


@frozen(weakref_slot=False)
class Person:
    """Somebody the case is about, and what is recorded about them: one place per piece of evidence about people."""

    id: str
    kind: str
    records: Records


class Background(Slots):
    """What of a situation seldom changes: most steps hand it on as it is."""

    __slots__ = ("_held_from", "_reason", "_people", "_fired", "_rung", "_scheme")  # noqa: RUF023  # in the order in which they are told

    _held_from: str | None
    _reason: str | None
    _people: tuple[Person, ...]
    _fired: tuple[tuple[str, str], ...]
    _rung: tuple[tuple[int, Instant], ...]
    _scheme: "Situation | None"


class Situation(Slots):
    """
    A case at one moment, brought up to date with `now`.
    """

    __slots__ = ("_state", "_since", "_now", "_records", "_background")  # noqa: RUF023  # in the order in which they are told

    _state: str
    _since: Instant
    _now: Instant
    _records: Records
    _background: Background

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Give the public names."""
        return ("state", "since", "now", "held_from", "reason", "people", "records", "fired", "rung", "scheme")

    @classmethod
    def made(cls, **values: Any) -> "Situation":
        """Make one, with a value for each name."""
        made = cls()
        made._state, made._since, made._now = values["state"], values["since"], values["now"]
        made._records, made._background = values["records"], Background.made(**values)
        return made

    def evolved(self, **values: Any) -> "Situation":
        """Make another, with other values for some names."""
        made = type(self)()
        made._state, made._since = values.pop("state", self._state), values.pop("since", self._since)
        made._now, made._records = values.pop("now", self._now), values.pop("records", self._records)
        made._background = self._background.evolved(**values) if values else self._background
        return made

    @property
    def state(self) -> str:
        """The state it is in."""
        return self._state

    @property
    def since(self) -> Instant:
        """When that state was entered."""
        return self._since

    @property
    def now(self) -> Instant:
        """The moment up to which everything is judged."""
        return self._now

    @property
    def held_from(self) -> str | None:
        """Where a held case came from."""
        return self._background._held_from

    @property
    def reason(self) -> str | None:
        """Why it was closed."""
        return self._background._reason

    @property
    def people(self) -> tuple[Person, ...]:
        """Whom it is about."""
        return self._background._people

    @property
    def records(self) -> Records:
        """What is recorded about the case, one place per piece of evidence about it."""
        return tuple(self._records)  # a list where it was made in a hurry; nobody changes that, and nobody is given it

    @property
    def fired(self) -> tuple[tuple[str, str], ...]:
        """Who fired the events that separation of duties asks about."""
        return self._background._fired

    @property
    def rung(self) -> tuple[tuple[int, Instant], ...]:
        """Which deadlines have fired, and when."""
        return self._background._rung

    @property
    def scheme(self) -> "Situation | None":
        """The scheme as it was last seen."""
        return self._background._scheme


@frozen(repr=False)
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

    # Sets have no order of their own: told and pickled in one, equal actors are the same bytes in every process.
    def __repr__(self) -> str:
        return f"Actor(id={self.id!r}, roles={_in_order(self.roles)}, acts_for={_in_order(self.acts_for)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_actor, (self.id, tuple(sorted(self.roles)), tuple(sorted(self.acts_for))))


def _actor(id: str, roles: tuple[str, ...], acts_for: tuple[str, ...]) -> Actor:
    return Actor(id, frozenset(roles), frozenset(acts_for))


def _in_order(names: frozenset[str]) -> str:
    return f"frozenset({{{', '.join(sorted(map(repr, names)))}}})" if names else "frozenset()"


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
    return Situation.made(
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
