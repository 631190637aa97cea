"""
What the conditions of one workflow may speak of.

Stands on: nothing.   Knows nothing of: workflows, files.
"""

from collections.abc import Collection, Mapping
from typing import Literal

from attrs import field

from rjflow.frozen import frozen
from rjflow.text import quoted

Kinds = frozenset[str]


@frozen(kw_only=True)
class Fact:
    """
    A piece of evidence, as far as conditions ask: what it can say, and about whom.

    `about` is the group it is recorded about, `kinds` the kinds of people in that group; both are empty for evidence about the case.
    """

    sort: Literal["one-of", "flag", "number", "date"]
    words: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    about: str | None = None
    kinds: Kinds = frozenset()

    @property
    def example(self) -> str:
        """A value it could have."""
        examples = {"flag": "true", "number": str(self.low), "date": "2027-01-31"}
        return examples.get(self.sort) or next(iter(self.words), "…")

    @property
    def choices(self) -> str:
        """What it can say, in words."""
        match self.sort:
            case "one-of":
                return f"it says {quoted(self.words, 'or')}"
            case "flag":
                return "it says `true` or `false`"
            case "number":
                return f"it says a whole number from {self.low} to {self.high}"
            case _:
                return "it says a date, such as `2027-01-31`"


@frozen(kw_only=True)
class Vocabulary:
    """
    Every name a condition may use, by what it is the name of.

    `never_empty` are groups in which there is always somebody. `others` are names of anything else, with what each is. `unread` are sections of the file that could not be read whole: names
    that would stand there are not questioned.
    """

    facts: Mapping[str, Fact] = field(factory=dict)
    gates: Collection[str] = ()
    gates_about_people: Collection[str] = ()
    groups: Mapping[str, Kinds] = field(factory=dict)
    most: Mapping[str, int] = field(factory=dict)
    never_empty: Collection[str] = ()
    states: Collection[str] = ()
    holding: Collection[str] = ()
    kinds: Collection[str] = ()
    events: Collection[str] = ()
    others: Mapping[str, str] = field(factory=dict)
    unread: frozenset[str] = frozenset()
    scheme: "Vocabulary | None" = None


@frozen(kw_only=True)
class Place:
    """
    What is special about where a condition stands.

    `safeguard`: it looks on from outside. `person`: it speaks of somebody of these kinds of people already. `means`: it says which
    values of its evidence count as a meaning.
    """

    safeguard: bool = False
    person: Kinds | None = None
    quantity: str | None = None
    of_scheme: bool = False
    means: bool = False
