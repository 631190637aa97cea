"""
A scenario file, read and resolved: what is given, what happens, and what must come of it.

Places never take part in equality. Times are instants; what evidence says may be a day that counts from the day it is said.

Stands on: `definition`, `rules.viewing`, `sources.span`.   Knows nothing of: YAML, engines, sentences.
"""

from typing import Literal

from attrs import field

from rjflow.definition.model import Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.frozen import FrozenMap, frozen
from rjflow.guards.syntax import Condition, Value
from rjflow.instants import Instant
from rjflow.rules.viewing import Life
from rjflow.sources.span import Span


def _place() -> Span:
    return field(eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]  # attrs' idiom


# ---- what is said and done -------------------------------------------------------------------------------------------


@frozen
class InDays:
    """The day so many days after the one on which it is said."""

    days: int


Answer = Value | InDays


@frozen
class Saying:
    """What a piece of evidence says, about one person; without one, about the case or about everybody it can be about."""

    evidence: str
    answer: Answer
    person: str | None = None
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)


def first_answer(evidence: Evidence) -> Answer:
    """
    Give what a piece of evidence says where nothing else is said: the first answer a file lists, yes, the lowest number, or today.
    """
    match evidence.values:
        case OneOf(values):
            return values[0]
        case Flag():
            return True
        case Number(low, _):
            return low
        case Day():
            return InDays(0)


@frozen
class Do:
    """Somebody makes an event happen."""

    event: str
    by: str
    given: tuple[Saying, ...] = ()
    reason: str | None = None


@frozen
class RecordIt:
    """Somebody records evidence: *by*, or the first who may."""

    sayings: tuple[Saying, ...]
    by: str | None = None


@frozen
class Notify:
    """Somebody gives a notice."""

    notice: str
    by: str


@frozen
class Come:
    """Somebody is added to the case."""

    person: str
    kind: str
    by: str


@frozen
class Go:
    """Somebody is removed from the case."""

    person: str
    by: str


@frozen
class HandIn:
    """Somebody hands a form in, with what is written in its fields; about each of *people*, without any about everybody or the case."""

    form: str
    by: str
    written: tuple[tuple[str, Answer], ...] = ()
    people: tuple[str, ...] = ()


@frozen
class Wait:
    """Time passes: so much of it, or until a moment."""

    length: int = 0
    until: Instant | None = None


@frozen
class Smoothly:
    """
    Events happen one after the other, each with everything it lacks recorded before: of the case, or of its scheme.

    Where it `goes_on`, more of them follow in another piece of the step, and may still ask for the answers.
    """

    events: tuple[str, ...]
    answers: tuple[Saying, ...] = ()
    of_scheme: bool = False
    goes_on: bool = False


@frozen
class SchemeIs:
    """The scheme stands so from here on, whatever brought it there: a state, and evidence that is current."""

    state: str
    sayings: tuple[Saying, ...] = ()


Act = Do | RecordIt | Notify | Come | Go | HandIn | Wait | Smoothly | SchemeIs


# ---- what must come of it --------------------------------------------------------------------------------------------


@frozen
class Cause:
    """
    Something that must stand in the way of a step: evidence or a gate by its name, one of a few words, or a condition.
    """

    sort: Literal["evidence", "gate", "word", "condition"]
    name: str
    condition: Condition | None = None
    span: Span = _place()


@frozen
class Refused:
    """A step must be refused; each of *because* must stand in the way, and with *only* nothing else."""

    because: tuple[Cause, ...] = ()
    only: bool = False
    span: Span = _place()


@frozen
class StateIs:
    """The case is in a state, or is not."""

    state: str
    is_so: bool = True
    span: Span = _place()


@frozen
class ReasonIs:
    """The case was closed for a reason."""

    reason: str
    span: Span = _place()


@frozen
class EvidenceIs:
    """Evidence stands so, or is current and says so; about one person, or about everybody it can be about."""

    evidence: str
    life: Life
    answer: Answer | None = None
    person: str | None = None
    span: Span = _place()


@frozen
class Open:
    """Somebody may, or may not, make an event happen now."""

    who: str
    event: str
    may: bool
    span: Span = _place()


@frozen
class NothingElse:
    """Nobody may make any event happen now but these."""

    may: tuple[tuple[str, str], ...]
    span: Span = _place()


@frozen
class DueAt:
    """A deadline is due at a moment, or on a day; without either it is not running."""

    event: str
    at: Instant | None
    day: bool = False
    span: Span = _place()


@frozen
class Sees:
    """
    Somebody may see recorded evidence, a notice when it is given, or a form or a field of one (`FORM.FIELD`) when it is handed in; or sees
    nothing of it.
    """

    who: str
    thing: str
    sees: bool
    span: Span = _place()


@frozen
class Told:
    """Since it began, just these were told just these facts, as (who, fact), and nobody else anything."""

    facts: tuple[tuple[str, str], ...]
    span: Span = _place()


@frozen
class Left:
    """Of what forms of this workflow can say, `kept` leaves just these fields by now, as `FORM.FIELD` in order of spelling."""

    fields: tuple[str, ...]
    span: Span = _place()


Check = StateIs | ReasonIs | EvidenceIs | Open | NothingElse | DueAt | Sees | Told | Left


# ---- scenarios -------------------------------------------------------------------------------------------------------


@frozen
class Step:
    """One step: what happens, whether it must be refused, and what must be so after it."""

    act: Act
    refused: Refused | None = None
    then: tuple[Check, ...] = ()
    span: Span = _place()


@frozen
class Earlier:
    """A record that was there before: what it says, by whom and when it was made, and what has made it void."""

    saying: Saying
    by: str
    at: Instant
    void: str | None = None


@frozen
class Listed:
    """Somebody whom a register of the scheme lists: what is recorded about them, and how many other open cases they have."""

    person: str
    kind: str
    sayings: tuple[Saying, ...] = ()
    cases: int = 0


@frozen(kw_only=True)
class Given:
    """
    How things stand when a scenario begins.

    With a *state* the case is put there as it is, with *records*; otherwise it is opened, and *steps* bring it on.
    """

    at: Instant
    about: tuple[tuple[str, str], ...]
    scheme: tuple[str, ...] | SchemeIs = ()
    register: tuple[Listed, ...] = ()
    steps: tuple[Step, ...] = ()
    state: str | None = None
    held_from: str | None = None
    records: tuple[Earlier, ...] = ()
    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class Scenario:
    """What is given, what happens, and what must be so in the end."""

    name: str
    because: str | None = None
    given: Given
    steps: tuple[Step, ...] = ()
    then: tuple[Check, ...] = ()
    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class ScenarioFile:
    """
    A file of scenarios of one workflow.

    Attributes:
        workers: who works on the cases, with their roles.
        people: whom the cases are about, with their kinds.
        answers: what is recorded where nothing else is said.
    """

    workflow: Workflow
    title: str
    workers: FrozenMap[str, tuple[str, ...]]
    people: FrozenMap[str, str]
    answers: tuple[Saying, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
