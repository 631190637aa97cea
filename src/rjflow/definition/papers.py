"""
What a workflow says of paper: forms, what is told to others, what is kept after the end, and the registers that a scheme holds.

None of it changes what may happen: a form records evidence, and everything else that is written in it takes part in no condition.

Stands on: `pieces`.   Knows nothing of: YAML, running cases, where values are kept.
"""

from typing import Literal

from rjflow.definition.pieces import Day, Flag, Group, Named, Number, OneOf, place
from rjflow.frozen import FrozenMap, frozen
from rjflow.sources.span import Span

STATE = "state"
REASON = "reason"


@frozen
class Records:
    """A field says what a piece of evidence says."""

    evidence: str


@frozen
class SeveralOf:
    """A field says any number of these words."""

    values: tuple[str, ...]


@frozen
class Words:
    """A field says words of one's own: a line, or a page."""

    size: Literal["line", "page"]


@frozen
class Registered:
    """
    A field names somebody in a register of the scheme, who must be fit for it.

    With a `level`, they must be at the level that this evidence of the case asks for, or above. `other_than`: fields, as `FORM.FIELD`, that
    name somebody else.
    """

    register: str
    level: str | None = None
    other_than: tuple[str, ...] = ()


@frozen
class Rows:
    """A field says any number of rows, each with the same fields."""

    cells: FrozenMap[str, "Field"]


FieldKind = Records | OneOf | SeveralOf | Flag | Number | Day | Words | Registered | Rows


@frozen(kw_only=True)
class Field(Named):
    """One thing that is written in a form. `visible_to` empty: whoever sees the form sees it."""

    kind: FieldKind
    help: str | None = None
    required: bool = False
    counted: bool = False
    visible_to: tuple[str, ...] = ()


@frozen(kw_only=True)
class Form(Named):
    """
    A typed record: what is asked, who fills it, who sees it.

    With an `event`, handing it in makes that happen; otherwise it records each piece of evidence in it. `about` as of evidence.
    """

    fields: FrozenMap[str, Field]
    filled_by: tuple[str, ...]
    visible_to: tuple[str, ...]
    about: str | None = None
    event: str | None = None
    help: str | None = None


@frozen(kw_only=True)
class Export(Named):
    """
    Facts of the outcome that go to somebody outside when an event happens, if what it needs is true then.

    `facts` are names of evidence, `state` and `reason`. `visible_to` empty: those it goes to, and those who did it, see that it was sent.
    """

    to: tuple[str, ...]
    at: tuple[str, ...]
    facts: tuple[str, ...]
    basis: Literal["permission", "agreement", "legal-duty"]
    needs: Group = Group()
    visible_to: tuple[str, ...] = ()


@frozen(kw_only=True)
class Kept:
    """
    What is left of the forms of a case that ended: so many microseconds after, of endings for one of these reasons, only this.

    `only` are names of forms and, as `FORM.FIELD`, of single fields. `reasons` empty: any.
    """

    after: int
    only: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    because: str | None = None
    sources: tuple[str, ...] = ()
    span: Span | None = place()


@frozen(kw_only=True)
class Register(Named):
    """
    Those of a kind of the scheme's people who can be given to a case, and when.

    Attributes:
        kind: the kind of people.
        needs: what must be true of such a person.
        until: the evidence whose date is their last day.
        level: the evidence that says how much they can take, its words from the least to the most.
        most: the evidence whose number is how many open cases they may have.
    """

    kind: str
    needs: Group = Group()
    until: str | None = None
    level: str | None = None
    most: str | None = None
