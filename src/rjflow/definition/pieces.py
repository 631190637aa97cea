"""
The smallest pieces of a definition: what everything with a name has, what may be asked, and what can be said.

Stands on: `guards.syntax`, `sources.span`.   Knows nothing of: which things a workflow has.
"""

from typing import Literal

from attrs import field

from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition
from rjflow.sources.span import Span


def place() -> Span | None:
    """
    Make the field that says where something stands in a file; it never takes part in equality.
    """
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]  # attrs' idiom


@frozen(kw_only=True)
class Named:
    """What everything with a name has: the name, how people say it, why it is there, and who says so."""

    name: str
    label: str
    because: str | None = None
    sources: tuple[str, ...] = ()
    span: Span | None = place()


# ---- what may be asked -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Requirement:
    """One condition that must be true, with its reason and source. `text` is how the author wrote it."""

    condition: Condition
    text: str
    because: str | None = None
    sources: tuple[str, ...] = ()
    span: Span | None = place()


@frozen(kw_only=True)
class Group:
    """Several requirements, all or any of which must be true."""

    mode: Literal["all", "any"] = "all"
    items: tuple["Requirement | Group", ...] = ()
    because: str | None = None
    sources: tuple[str, ...] = ()
    span: Span | None = place()


# ---- what can be said ------------------------------------------------------------------------------------------------


@frozen
class OneOf:
    """Evidence says one of these words."""

    values: tuple[str, ...]


@frozen
class Flag:
    """Evidence says true or false."""


@frozen
class Number:
    """Evidence says a whole number from `low` to `high`, both included."""

    low: int
    high: int


@frozen
class Day:
    """Evidence says a date."""


ValueKind = OneOf | Flag | Number | Day
