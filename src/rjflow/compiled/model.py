"""
The compiled form: finite variables, rules that change them, and what is bad. Nothing in it is more than a name or a list of names.

A *step* takes one rule whose guard is true: it sets what `sets` says, lets what is in `fades` become nothing or not and what is in
`frees` become anything, goes to `target`, and then *falls*: while the state's gate is not true after all that, on to its `otherwise`.
Last come the notes, which look at the situation before the step and after it.

Stands on: `guards.syntax`, for values.   Knows nothing of: workflows, safeguards, time, how it is searched.
"""

from typing import Any, Literal

from attrs import Factory, field

from rjflow.frozen import frozen
from rjflow.guards.syntax import Value

# Names with blanks, which nothing that an author names has.
STATE = "the state"
HELD = "the state held"
BROKEN = "it is broken"
NOTHING = "nothing at all"
NO, YES = "no", "yes"


# ---- what can be asked -----------------------------------------------------------------------------------------------


def _asked_for(formula: Any) -> frozenset[str]:
    return frozenset[str]().union(*(part.names for part in formula.parts))


def _names() -> frozenset[str]:
    return field(init=False, eq=False, repr=False, default=Factory(_asked_for, takes_self=True))


@frozen(cache_hash=True)
class Fixed:
    """Always true, or never."""

    truth: bool

    @property
    def names(self) -> frozenset[str]:
        """The variables it asks for."""
        return frozenset()


@frozen(cache_hash=True)
class Is:
    """A variable has one of these values: in the situation itself, or, in notes, in the one `after` the step."""

    variable: str
    values: tuple[str, ...]
    after: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The variables it asks for."""
        return frozenset((self.variable,))


@frozen(cache_hash=True)
class Every:
    """All of the parts are true."""

    parts: tuple["Formula", ...]
    names: frozenset[str] = _names()


@frozen(cache_hash=True)
class Some:
    """At least one of the parts is true."""

    parts: tuple["Formula", ...]
    names: frozenset[str] = _names()


@frozen(cache_hash=True)
class Contrary:
    """The part is not true."""

    part: "Formula"

    @property
    def names(self) -> frozenset[str]:
        """The variables it asks for."""
        return self.part.names


Formula = Fixed | Is | Every | Some | Contrary

TRUE, FALSE = Fixed(truth=True), Fixed(truth=False)


# ---- what there is ---------------------------------------------------------------------------------------------------

Kind = Literal["state", "held", "there", "evidence", "fired", "rung", "scheme", "mark", "broken", "choice"]


@frozen(kw_only=True)
class Variable:
    """
    Something that has one of a few values.

    Attributes:
        name: unique in the model; readable, but no identifier of any language.
        values: what it can be.
        initial: what it can be when a case is opened.
        kind: what of a case it stands for.
        of: the names that kind needs: evidence and person, person, event and identity, number of the deadline, …
        label: what the author calls it.
    """

    name: str
    values: tuple[str, ...]
    initial: tuple[str, ...]
    kind: Kind
    of: tuple[str, ...] = ()
    label: str = ""


@frozen
class Assign:
    """After the step a variable has this value."""

    variable: str
    value: str


@frozen(kw_only=True)
class Note:
    """After the step the variable has the value, if `when` is true of what was before and after it. Later notes win."""

    variable: str
    value: str
    when: Formula


@frozen(kw_only=True)
class Fall:
    """In a state that a gate guards the case stays while `open` is true, and else goes to `otherwise`."""

    state: str
    open: Formula
    otherwise: str


Doing = Literal["event", "deadline", "record", "notice", "join", "leave", "runs out", "scheme", "anything"]


@frozen(kw_only=True)
class Rule:
    """
    One thing that can happen.

    Attributes:
        name: unique in the model.
        doing: what kind of thing it is.
        of: the names that kind needs: event, number of its way, and who; evidence, person, what it says, and who; …
        guard: when it can happen, asked of the situation before.
        sets: what it changes for certain.
        target: the state it goes to; `back` to the one held; nothing where it stays, unless the case falls.
        fades: variables that each may become nothing, or not.
        frees: variables that each may become anything.
        notes: what is remembered of it.
        records: the variables of the evidence that is recorded, with what each is after that.
        label: what the author calls it.
    """

    name: str
    doing: Doing
    of: tuple[str, ...]
    guard: Formula
    sets: tuple[Assign, ...] = ()
    target: str | None = None
    fades: tuple[str, ...] = ()
    frees: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    records: tuple[tuple[str, str], ...] = ()
    label: str = ""


@frozen
class ValueClass:
    """Values of a piece of evidence that nothing in the model tells apart, and a name for them."""

    name: str
    values: tuple[Value, ...]


@frozen(kw_only=True)
class Model:
    """
    A workflow with one safeguard, for a fixed number of people: kept by them exactly if no reachable situation is `bad`.

    Attributes:
        people: whom it is about, as (id, kind) pairs; each may be there or not.
        identities: who acts, where it matters who: `somebody else` is somebody new each time.
        falls: the guarded states; the order is that of the file.
        holding: states that remember where the case came from.
        classes: the values of each piece of evidence that was kept.
        left_out: evidence that cannot matter, or that anybody may set as it pleases them at any time.
        untracked: evidence that may be anything at any moment, so that more can happen here than in a case.
    """

    workflow: str
    safeguard: str
    label: str
    people: tuple[tuple[str, str], ...]
    identities: tuple[str, ...]
    variables: tuple[Variable, ...]
    falls: tuple[Fall, ...]
    holding: tuple[str, ...]
    rules: tuple[Rule, ...]
    bad: Formula
    classes: tuple[tuple[str, tuple[ValueClass, ...]], ...] = ()
    left_out: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    variable: dict[str, Variable] = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(lambda self: {one.name: one for one in self.variables}, takes_self=True),
    )
