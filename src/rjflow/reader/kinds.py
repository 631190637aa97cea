"""
What a key of a workflow file accepts, as values: one small class for each sort of thing that can be written.

Each key in `shapes` names its kind once. `structuring` reads by it and `schema` describes it, so the two cannot drift apart.

Stands on: `names`.   Knows nothing of: YAML, JSON Schema, messages.
"""

from collections.abc import Mapping
from typing import Any, Literal

from attrs import Attribute, evolve, field, fields

from rjflow.frozen import frozen
from rjflow.names import RESERVED

LARGEST = 1_000_000_000
# More people of one kind than any gate asks for: proving and deciding count up to it.
MOST_PEOPLE = 100
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
SAFEGUARD_ID = r"[A-Za-z][A-Za-z0-9-]*"
QUANTIFIER = r"(.*[ (])?(every|some|no|at least [0-9]+) +[a-z].*"

TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"

COUNTS = r"\s*(any|(>=|<=|>|<|is\b|in\b)[\s\S]*)\s*"

# Words that would say something else after `is`.
_VALUE_WORDS = frozenset("true false not current missing".split())


class Kind:
    """Whatever a key can accept."""


@frozen
class AnyText(Kind):
    """Any words at all. `numbers`: a plain number will do too, and is kept as its words."""

    numbers: bool = False


@frozen
class NameOf(Kind):
    """The name of something written elsewhere; whether it exists is for the linker to say."""

    what: str


@frozen
class SafeguardId(Kind):
    """The short sign of a safeguard, such as `S1` or `no-early-meeting`."""


@frozen
class OneWord(Kind):
    """One of a few fixed words."""

    words: tuple[str, ...]


@frozen
class WholeNumber(Kind):
    """A whole number between two bounds, both included."""

    low: int = -LARGEST
    high: int = LARGEST


@frozen
class Truth(Kind):
    """`true` or `false`; with `only_true`, false would say nothing and is refused."""

    only_true: bool = False


@frozen
class Duration(Kind):
    """So many hours, days or weeks, with `working` also working days, or one of the fixed phrases."""

    phrases: tuple[str, ...] = ()
    working: bool = False


@frozen
class Day(Kind):
    """A date, written year-month-day."""


@frozen
class Moment(Kind):
    """A day, written year-month-day, with or without a time of day."""


@frozen
class Said(Kind):
    """What a piece of evidence says: a word, a whole number, true or false, or a day."""


@frozen
class ByForm(Kind):
    """One thing where a word is written, another where there are keys."""

    word: Kind
    keys: Kind


@frozen
class Condition(Kind):
    """One condition: words, or the mapping that YAML makes of `every GROUP: words`."""


@frozen
class Conditions(Kind):
    """One condition, or a list of which all must hold."""


@frozen
class ConditionList(Kind):
    """The list under `all` or `any`, whose members may be groups again."""


@frozen
class States(Kind):
    """A state's name, a list of them, or, where allowed, all except some."""

    any_except: bool = True


@frozen
class Happenings(Kind):
    """A name, `{change-of: GROUP}`, or a list of these."""


@frozen
class Voiders(Kind):
    """A list of names, `{own: EVIDENCE}` and `{change-of: GROUP}`."""


@frozen
class Values(Kind):
    """The values of a piece of evidence that count as a meaning: a list, `any`, or a comparison."""


@frozen
class NewName(Kind):
    """A name made here. `use`: conditions speak of it as a thing, or as a value, or not at all."""

    use: Literal["thing", "value", "unspoken"] = "unspoken"

    @property
    def reserved(self) -> frozenset[str]:
        """The words it may not be, because conditions use them for something else."""
        return {"thing": RESERVED, "value": _VALUE_WORDS, "unspoken": frozenset[str]()}[self.use]


@frozen
class ListOf(Kind):
    """A list, of at least and at most so many, in which no name stands twice."""

    kind: Kind
    least: int = 1
    most: int | None = None


@frozen
class OneOrList(Kind):
    """One thing, or a list of such things."""

    kind: Kind


@frozen
class MapOf(Kind):
    """Names made here, at least so many, each with what it stands for; `what` is what such a name is called."""

    what: str
    kind: Kind
    name: NewName = NewName("thing")
    least: int = 0


@frozen
class Of(Kind):
    """A mapping with known keys: one of the classes of `shapes`."""

    shape: type[Any]


@frozen
class Changes(Kind):
    """What an overlay changes, or, with `new`, adds: sections of a workflow, in part or whole."""

    new: bool = False


@frozen
class Removals(Kind):
    """What an overlay takes away: sections of a workflow, each with names."""


# ---- what a whole mapping must keep to -------------------------------------------------------------------------------


@frozen
class ExactlyOne:
    """Of these keys one is there, and only one. `why` says what they are, as in "its kind of value"."""

    keys: tuple[str, ...]
    why: str


@frozen
class Needs:
    """Where this key is, those are too. `when_true`: only where it says `true`."""

    key: str
    others: tuple[str, ...]
    when_true: bool = False


@frozen
class Excludes:
    """Where this key is, those are not."""

    key: str
    others: tuple[str, ...]
    why: str


@frozen
class WorkingDays:
    """Working days are counted with a calendar, and a calendar counts nothing else."""

    duration: str
    calendar: str


Rule = ExactlyOne | Needs | Excludes | WorkingDays


def duration_pattern(kind: Duration) -> str:
    """
    Give the pattern that a whole length of time matches.
    """
    units = "hour|hours|day|days|week|weeks" + ("|working day|working days" if kind.working else "")
    return "|".join([f"[1-9][0-9]{{0,4}} ({units})", *kind.phrases])


# ---- the keys of a class ---------------------------------------------------------------------------------------------


@frozen
class Key:
    """One key of a mapping: how it is written, what it accepts, what it is for, and the attribute it fills."""

    name: str
    kind: Kind
    description: str
    required: bool
    attribute: str


def key(kind: Kind, description: str, *, name: str = "", required: bool = False) -> Any:
    """
    Make an attrs field that a key fills. Its name has hyphens where the attribute has underscores, unless *name* says otherwise.

    The attribute is None where the key is absent, and also where what is written there was refused.
    """
    return field(default=None, metadata={"key": Key(name, kind, description, required, "")})


def keys_of(shape: type[Any]) -> tuple[Key, ...]:
    """
    List the keys of a class of `shapes`, in the order of the language.
    """
    return tuple(keys_by_name(shape).values())


def keys_by_name(shape: type[Any]) -> Mapping[str, Key]:
    """
    Give the keys of a class of `shapes` by their names, in the order of the language.
    """
    known = _KEYS.get(shape)
    if known is None:
        keys = (_named(attribute) for attribute in fields(shape) if "key" in attribute.metadata)
        known = _KEYS[shape] = {key.name: key for key in keys}
    return known


# ----------------------------------------------------------------------------------------------------------------------

_KEYS: dict[type[Any], dict[str, Key]] = {}


def _named(attribute: "Attribute[Any]") -> Key:
    made: Key = attribute.metadata["key"]
    return evolve(made, name=made.name or attribute.name.replace("_", "-"), attribute=attribute.name)
