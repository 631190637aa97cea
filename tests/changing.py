"""
Every way to change one field of a definition into another value that it could have.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from attrs import Attribute, evolve, fields, has

from rjflow.definition.fingerprint import TOLD
from rjflow.definition.model import (
    Change,
    Evidence,
    Flag,
    Gate,
    Group,
    Meaning,
    Migration,
    Number,
    OneOf,
    Requirement,
    SchemeLink,
    State,
    Voider,
    Window,
    Workflow,
)
from rjflow.definition.papers import Export, Field, Kept, Register, Words
from rjflow.definition.papers import Form as Paper
from rjflow.definition.safeguards import Ends, Exemption, Form, Safeguard
from rjflow.frozen import FrozenMap
from rjflow.guards.syntax import Among, Condition, IsCurrent

Place = tuple[str, ...]
SOMETHING = Evidence(name="changed", label="changed", values=Flag(), recorded_by=(), window=Window("same day"))
ASKED = Requirement(condition=IsCurrent("changed"), text="changed")
SCHEME = Workflow(
    name="changed", version=1, title="changed", subject="scheme", start="one", events=FrozenMap(),
    states=FrozenMap({"one": State(name="one", label="one", start=True)}),
)  # fmt: skip
FORM = Paper(
    name="changed", label="changed", filled_by=("changed",), visible_to=("changed",),
    fields=FrozenMap({"changed": Field(name="changed", label="changed", kind=Words("line"))}),
)  # fmt: skip
EXPORT = Export(name="changed", label="changed", to=("changed",), at=(), facts=("state",), basis="permission")
# What stands in a field that says nothing yet, where that is not a word or a list of words.
FRESH: dict[str, Any] = {
    "items": (ASKED,),
    "voided_by": (Voider("notice", "changed"),),
    "safeguards": (Safeguard(id="changed", label="changed", form=Ends(), origin="workflow"),),
    "exemptions": (Exemption(safeguard="changed", owner="ada", reason="so", until=date(2030, 1, 1)),),
    "scheme": SchemeLink(workflow=SCHEME, needs=()),
    "migrations": (Migration(version=7, states=FrozenMap({"one": "two"}), renew=("changed",)),),
    "kept": (Kept(after=7, only=("changed",)),),
    "forms": FrozenMap({"changed": FORM}),
    "exports": FrozenMap({"changed": EXPORT}),
    "registers": FrozenMap({"changed": Register(name="changed", label="changed", kind="changed")}),
    "guard": Group(items=(ASKED,)),
    "at_most": 7,
    "joins": Change(by=("changed",), states=("changed",)),
    "leaves": Change(by=("changed",), states=("changed",)),
    "holidays": (date(2030, 1, 1),),
    "evidence": FrozenMap({"changed": SOMETHING}),
    "gates": FrozenMap({"changed": Gate(name="changed", label="changed", asks=Group(items=(ASKED,)))}),
    "provided": IsCurrent("changed"),
}
LEFT_EMPTY = ("deadlines", "calendars", "ways", "step")  # other fields of these are changed where they are not empty


def other(thing: Any, attribute: "Attribute[Any]") -> Any:
    """
    Give a value unlike this one, of much the same sort.
    """
    value = getattr(thing, attribute.name)
    if attribute.name == "means" and isinstance(thing, Evidence) and not value:
        return (Meaning(meaning="changed", condition=Among("changed", (True,))),)
    if attribute.name == "values" and value is None:
        return IsCurrent("changed")
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value + "-changed"
        case date():
            return value + timedelta(days=1)
        case tuple():
            return value[1:] if value else FRESH.get(attribute.name, ("changed",))
        case FrozenMap():
            return FRESH.get(attribute.name, value) if not value else FrozenMap(dict(list(value.items())[1:]))
        case None:
            return FRESH.get(attribute.name, "changed")
        case OneOf() | Flag() | Number():
            return Number(3, 4) if value != Number(3, 4) else Flag()
        case Window():
            return Window("elapsed", 12_345)
        case Group():
            return Group(items=(ASKED,))
        case SchemeLink():
            return None
    if isinstance(value, Condition):
        return IsCurrent("changed")
    return Ends() if isinstance(value, Form) else value


def changes(thing: Any, place: Place = ()) -> Iterator[tuple[Place, "Attribute[Any]", Any]]:
    """
    Give every way to change one field somewhere in a piece of a definition, with what comes of it.
    """
    if isinstance(thing, FrozenMap):
        for key, part in thing.items():
            for where, attribute, changed in changes(part, (*place, key)):
                yield where, attribute, FrozenMap({**thing, key: changed})
    elif isinstance(thing, tuple):
        for at, part in enumerate(thing):
            for where, attribute, changed in changes(part, (*place, str(at))):
                yield where, attribute, (*thing[:at], changed, *thing[at + 1 :])
    elif has(type(thing)):
        for attribute in fields(type(thing)):
            value = getattr(thing, attribute.name)
            if not attribute.eq or (not value and attribute.name in LEFT_EMPTY):
                continue
            fresh = other(thing, attribute)
            if fresh != value:
                yield (*place, attribute.name), attribute, evolve(thing, **{attribute.name: fresh})
            for where, inner, changed in changes(value, (*place, attribute.name)):
                yield where, inner, evolve(thing, **{attribute.name: changed})


def is_told(place: Place, attribute: "Attribute[Any]") -> bool:
    """
    Tell whether a field is only what people are told.
    """
    return attribute.name in TOLD or place[0] == "sources"
