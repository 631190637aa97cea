"""
The definition of a workflow: nothing but frozen facts.

Every name in it has been resolved by whoever made it, wildcards are expanded, and spans never take part in equality. Two files
that differ only in layout give equal definitions.

Stands on: `guards.syntax`, `sources.span`.   Knows nothing of: YAML, time, running cases.
"""

from datetime import date
from typing import Any, Literal

from attrs import Factory, field

from rjflow.definition.papers import Export, Form, Kept, Register
from rjflow.definition.pieces import Day, Flag, Group, Named, Number, OneOf, Requirement, ValueKind, place
from rjflow.definition.safeguards import Exemption, Safeguard, Unasked
from rjflow.frozen import FrozenMap, compared_once, frozen, frozen_map
from rjflow.guards.syntax import Condition
from rjflow.sources.span import Span

# The smallest pieces are part of it.
__all__ = (
    "BACK",
    "CLOCK",
    "MEETING",
    "PARTICIPANT",
    "Calendar",
    "Change",
    "CitedSource",
    "Day",
    "Deadline",
    "Event",
    "Evidence",
    "Flag",
    "Gate",
    "Group",
    "Kind",
    "Meaning",
    "Migration",
    "Named",
    "Notice",
    "Number",
    "OneOf",
    "Requirement",
    "Role",
    "SchemeLink",
    "State",
    "ValueKind",
    "Voider",
    "Way",
    "Window",
    "Workflow",
)  # fmt: skip

PARTICIPANT = "participant"
CLOCK = "clock"
BACK = "back"
MEETING = "meeting"


def _nothing() -> FrozenMap[str, Any]:
    return FrozenMap()


# ---- what may be asked -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Gate(Named):
    """A named group of conditions."""

    asks: Group


# ---- who and what ----------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CitedSource:
    """A publication that rules come from."""

    name: str
    title: str
    published: str | None = None
    url: str | None = None
    span: Span | None = place()


@frozen(kw_only=True)
class Role(Named):
    """A part that a worker can have in a case."""


@frozen(kw_only=True)
class Change:
    """Who may add or remove people of a kind, and in which states."""

    by: tuple[str, ...]
    states: tuple[str, ...]
    span: Span | None = place()


@frozen(kw_only=True)
class Kind(Named):
    """A kind of people whom a case is about. `visible_to` empty: everybody who has a part in the case sees them."""

    at_least: int = 0
    at_most: int | None = None
    takes_part: bool = False
    side: Literal["harmed", "responsible"] | None = None
    joins: Change | None = None
    leaves: Change | None = None
    visible_to: tuple[str, ...] = ()


@frozen(kw_only=True)
class Notice(Named):
    """Something that happens outside. `by` empty: any actor may give it; `visible_to` empty: everybody with a part sees it."""

    by: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    visible_to: tuple[str, ...] = ()


@frozen
class Window:
    """How long a record stays current: so many microseconds, until midnight (`same day`), or for the whole case."""

    unit: Literal["elapsed", "same day", "whole case"]
    length: int = 0


@frozen
class Voider:
    """
    Something that makes a record void when it happens later.

    `what` is an evidence, a notice, an event, or, for `change`, a group of people. `own`: only about the same person.
    """

    kind: Literal["evidence", "notice", "event", "change"]
    what: str
    own: bool = False
    span: Span | None = place()


@frozen(kw_only=True)
class Meaning:
    """What a piece of evidence is in the words of safeguard files: its values for which `condition` is true count as it."""

    meaning: str
    condition: Condition
    span: Span | None = place()


@frozen(kw_only=True)
class Evidence(Named):
    """
    A fact with a life. `about` is a group of people, or nothing when it is about the case.

    Those in `known_to` may know that it was recorded, and not what it says. What is a fact of the `outcome` may be told to others,
    and is counted by statistics as what is `counted` is. It is `due` so many microseconds after the case was opened.
    """

    values: ValueKind
    recorded_by: tuple[str, ...]
    window: Window
    about: str | None = None
    needs: Group = Group()
    voided_by: tuple[Voider, ...] = ()
    not_by: tuple[str, ...] = ()
    means: tuple[Meaning, ...] = ()
    visible_to: tuple[str, ...] = ()
    known_to: tuple[str, ...] = ()
    outcome: bool = False
    counted: bool = False
    due: int = 0


# ---- how a case moves ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class State(Named):
    """A stage. `guard` is what `while:` asks; with one, `otherwise` is where the case goes when it stops being true."""

    start: bool = False
    kind: str | None = None
    guard: Group | None = None
    otherwise: str | None = None
    holds: bool = False
    final: bool = False
    reasons: tuple[str, ...] = ()


@frozen(kw_only=True)
class Way:
    """
    One way an event can go: from these states, to that one (or `back`), when this is asked and true.

    `from_states` are the states after wildcards were expanded; `wildcard` tells that there was one.
    """

    from_states: tuple[str, ...]
    target: str
    needs: Group = Group()
    reasons: tuple[str, ...] = ()
    wildcard: bool = False
    span: Span | None = place()


@frozen(kw_only=True)
class Event(Named):
    """Something a person or the clock does that may move a case."""

    ways: tuple[Way, ...]
    by: tuple[str, ...]
    not_by: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    contact: Literal["direct", "indirect"] | None = None
    contacts: tuple[str, ...] = ()
    means: tuple[str, ...] = ()


REGIONS = ("england-and-wales", "scotland", "northern-ireland", "new-zealand")


@frozen(kw_only=True)
class Calendar:
    """
    Which days are worked: weekdays (0 is Monday), less the holidays.

    `region` is where those are public holidays, and `edition` which list they were taken from; both are for whoever keeps it up to date.
    """

    name: str
    weekdays: tuple[int, ...]
    holidays: tuple[date, ...] = ()
    region: str | None = None
    edition: str | None = None
    span: Span | None = place()


@frozen(kw_only=True)
class Deadline:
    """
    An event that the clock fires.

    Either after a time in one of `states` (`length` microseconds, or so many `working_days` of `calendar`), or when the date that
    the evidence `until` holds begins.
    """

    states: tuple[str, ...]
    event: str
    length: int = 0
    working_days: int = 0
    calendar: str | None = None
    until: str | None = None
    span: Span | None = place()


@frozen(kw_only=True)
class Migration:
    """
    How a case of an earlier version of a workflow comes over: what each of its names becomes, where it becomes another.

    `renew` is evidence of the new version whose records are left behind; `drop` is evidence of the earlier one that has no place any more.
    """

    version: int
    states: FrozenMap[str, str] = field(factory=_nothing)
    people: FrozenMap[str, str] = field(factory=_nothing)
    evidence: FrozenMap[str, str] = field(factory=_nothing)
    renew: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    because: str | None = None
    sources: tuple[str, ...] = ()
    span: Span | None = place()


# ---- the whole -------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class SchemeLink:
    """The scheme a case workflow works under, and its gates that every contact needs."""

    workflow: "Workflow"
    needs: tuple[str, ...]
    span: Span | None = place()


def _places_of_evidence(workflow: "Workflow") -> FrozenMap[str, int]:
    """
    Give each piece of evidence its place among those about the case, or among those about a person.
    """
    about_case = [name for name, evidence in workflow.evidence.items() if evidence.about is None]
    about_people = [name for name, evidence in workflow.evidence.items() if evidence.about is not None]
    return frozen_map({name: place for names in (about_case, about_people) for place, name in enumerate(names)})


@compared_once
@frozen(kw_only=True, cache_hash=True)
class Workflow:
    """A workflow, read, linked and checked; it never changes."""

    name: str
    version: int
    title: str
    start: str
    states: FrozenMap[str, State]
    events: FrozenMap[str, Event]
    subject: Literal["case", "scheme"] = "case"
    time_zone: str = "UTC"
    satisfies: tuple[str, ...] = ()
    sources: FrozenMap[str, CitedSource] = field(factory=_nothing)
    roles: FrozenMap[str, Role] = field(factory=_nothing)
    people: FrozenMap[str, Kind] = field(factory=_nothing)
    notices: FrozenMap[str, Notice] = field(factory=_nothing)
    evidence: FrozenMap[str, Evidence] = field(factory=_nothing)
    gates: FrozenMap[str, Gate] = field(factory=_nothing)
    calendars: FrozenMap[str, Calendar] = field(factory=_nothing)
    deadlines: tuple[Deadline, ...] = ()
    reads: Literal["logged"] | None = None
    migrations: tuple[Migration, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    unasked: tuple[Unasked, ...] = field(default=(), eq=False)
    scheme: SchemeLink | None = None
    forms: FrozenMap[str, Form] = field(factory=_nothing)
    exports: FrozenMap[str, Export] = field(factory=_nothing)
    registers: FrozenMap[str, Register] = field(factory=_nothing)
    kept: tuple[Kept, ...] = ()
    span: Span | None = place()
    slots: FrozenMap[str, int] = field(
        init=False, eq=False, repr=False, default=Factory(_places_of_evidence, takes_self=True)
    )
