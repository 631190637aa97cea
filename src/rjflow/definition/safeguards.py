"""
What a workflow must keep, in the forms that safeguard files may use.

Stands on: `guards.syntax`, `sources.span`.   Knows nothing of: workflows, how a safeguard is proved.
"""

from datetime import date
from typing import Literal

from attrs import field

from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition
from rjflow.sources.span import Span


def _place() -> Span | None:
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]  # attrs' idiom


@frozen
class Step:
    """
    A kind of step that safeguards speak of: entering a state, a kind of state, a final one, or a contact.

    `contact` with no name is any communication between the parties, meetings included; `contacts` names a kind of people or a side.
    """

    what: Literal["state", "kind", "final", "contact", "contacts"]
    name: str | None = None
    span: Span | None = _place()


@frozen
class Happening:
    """
    Something that happens at a step: an event fires, evidence is recorded so that it counts, a notice comes, people change.

    For evidence, `values` (when given) is the condition its new value must meet.
    """

    kind: Literal["event", "evidence", "notice", "change", "step"]
    name: str
    values: Condition | None = None
    step: Step | None = None
    span: Span | None = _place()


@frozen(kw_only=True)
class Always:
    """In every situation the condition is true (`never: C` is `always: not C`)."""

    condition: Condition
    text: str
    negated: bool = False


@frozen(kw_only=True)
class Entering:
    """At every such step the condition is true right after it."""

    steps: tuple[Step, ...]
    condition: Condition
    text: str


@frozen(kw_only=True)
class Before:
    """The first never happens unless the second happened after the last of the third, and at all."""

    event: tuple[Happening, ...]
    must_have: tuple[Happening, ...]
    since: tuple[Happening, ...] = ()


@frozen(kw_only=True)
class After:
    """Between the first and the second, the third happened; without a third, the second never follows the first."""

    event: tuple[Happening, ...]
    not_before: tuple[Happening, ...]
    without: tuple[Happening, ...] = ()


@frozen(kw_only=True)
class DifferentPeople:
    """Never both by one person while both count; each is an evidence or event name."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@frozen(kw_only=True)
class AlwaysPossible:
    """From every reachable situation some steps of such actors (roles, kinds, `roles` for any role, `clock`) lead there."""

    steps: tuple[Step, ...]
    using: tuple[str, ...]


@frozen(kw_only=True)
class AlwaysOpen:
    """
    Wherever the condition holds, one of the events is allowed: to somebody, or, with `by`, to every person of that group who is there,
    by themselves and without anybody else's role.
    """

    events: tuple[str, ...]
    condition: Condition
    text: str
    by: str | None = None


@frozen(kw_only=True)
class Ends:
    """No case goes round for ever without a person choosing to."""


@frozen(kw_only=True)
class Hidden:
    """Nothing that is shown to these roles depends on this evidence."""

    evidence: tuple[str, ...]
    roles: tuple[str, ...]


@frozen(kw_only=True)
class Reserved:
    """
    Nobody but these records any of this evidence, lets any of these events happen, or gives any of these notices.

    With a `register`, nobody does without naming somebody of it who is fit; with a `level`, at the level that this evidence asks for;
    with `other_than`, somebody else than these fields of forms name.
    """

    doings: tuple[str, ...]
    actors: tuple[str, ...]
    register: str | None = None
    level: str | None = None
    other_than: tuple[str, ...] = ()


@frozen(kw_only=True)
class Fresh:
    """No record of any of this evidence counts for longer than this: a window, as evidence has one."""

    evidence: tuple[str, ...]
    unit: Literal["elapsed", "same day", "whole case"]
    length: int


@frozen(kw_only=True)
class Counted:
    """
    Each of these events, and every event that records any of this evidence, is a contact in every one of these ways.

    Safeguards speak of contact by how events are marked; this says which have to be.
    """

    doings: tuple[str, ...]
    steps: tuple[Step, ...]


ReadOff = Hidden | Reserved | Fresh | Counted  # read off the file, wherever a case can come to
Form = Always | Entering | Before | After | DifferentPeople | AlwaysPossible | AlwaysOpen | Ends | ReadOff


@frozen(kw_only=True)
class Safeguard:
    """What a workflow must keep. `origin` is the safeguard file's name, or `workflow` for a local one."""

    id: str
    label: str
    form: Form
    origin: str
    because: str | None = None
    sources: tuple[str, ...] = ()
    span: Span | None = _place()


@frozen(kw_only=True)
class Unasked:
    """
    A safeguard of a file under `satisfies` that speaks of nothing the workflow has, and so asks nothing of it; or, with *names*, one that asks
    something, and of which the parts that speak of these are not asked.
    """

    id: str
    label: str
    origin: str
    names: tuple[str, ...] = ()
    span: Span | None = _place()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is asked."""
        return not self.names


@frozen(kw_only=True)
class Exemption:
    """A safeguard that somebody answers for not keeping, until a date."""

    safeguard: str
    owner: str
    reason: str
    until: date
    span: Span | None = _place()
