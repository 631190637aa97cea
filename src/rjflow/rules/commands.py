"""
What anybody can ask of a case. Every command has an actor and a time.

Stands on: `situation`.   Knows nothing of: what comes of it.
"""

from rjflow.frozen import draft_of, frozen
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
from rjflow.rules.situation import THE_CLOCK, Actor, Situation


@frozen
class Given:
    """A value for a piece of evidence, about a person where it is about people."""

    evidence: str
    value: Value
    person: str | None = None


GivenDraft = draft_of(Given)


@frozen(kw_only=True)
class Fire:
    """Make an event happen; `given` is the evidence it records, `reason` the one a case is closed for."""

    event: str
    actor: Actor
    at: Instant
    reason: str | None = None
    given: tuple[Given, ...] = ()


FireDraft = draft_of(Fire)


@frozen(kw_only=True)
class RecordEvidence:
    """Record one piece of evidence."""

    given: Given
    actor: Actor
    at: Instant


@frozen(kw_only=True)
class GiveNotice:
    """Say that something happened outside."""

    notice: str
    actor: Actor
    at: Instant


@frozen(kw_only=True)
class Join:
    """Add somebody the case is about."""

    person: str
    kind: str
    actor: Actor
    at: Instant


@frozen(kw_only=True)
class Leave:
    """Remove somebody the case is about; what was recorded about them goes with them."""

    person: str
    actor: Actor
    at: Instant


@frozen(kw_only=True)
class Advance:
    """Let time pass: nothing else happens than what the clock does."""

    at: Instant
    actor: Actor = THE_CLOCK


@frozen(kw_only=True)
class SeeScheme:
    """Take note of how the scheme stands; without one, that nobody can say any more."""

    scheme: Situation | None
    at: Instant
    actor: Actor = THE_CLOCK


@frozen
class Told:
    """A personal value that was told: what it is called, and the mark of what was sealed. The value itself stands elsewhere."""

    name: str
    mark: str


@frozen(kw_only=True)
class Tell:
    """
    Keep personal values about somebody, apart from the facts; `evidence` is what they are notes to, `key` the mark of the person's key.
    """

    person: str
    values: tuple[Told, ...]
    key: str
    actor: Actor
    at: Instant
    evidence: str | None = None


@frozen(kw_only=True)
class Erase:
    """Destroy the key of somebody's personal values, so that nobody can read any of them ever again."""

    person: str
    actor: Actor
    at: Instant


@frozen(kw_only=True)
class File:
    """
    Keep what was written in a form besides evidence, apart from the facts; `key` is the mark of the key that it is under.

    A form about somebody is under their key, and one about the case under a key of the case's own. `named` are those of registers, as (field, id).
    """

    form: str
    values: tuple[Told, ...]
    key: str
    actor: Actor
    at: Instant
    person: str | None = None
    named: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class Tidy:
    """Throw away what was written in forms of a case that ended: of each `FORM.FIELD` here, all that was filed before."""

    fields: tuple[str, ...]
    at: Instant
    actor: Actor = THE_CLOCK


Beside = Tell | Erase | File | Tidy  # what is said beside the facts: it moves no case, and no condition can ask for it
Command = Fire | RecordEvidence | GiveNotice | Join | Leave | Advance | SeeScheme
