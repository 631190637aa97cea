"""
Each kind of thing a key accepts, in JSON Schema.

Stands on: `kinds`, `names`, `structuring_overlays`.   Knows nothing of: shapes, YAML.
"""

from typing import Any, Protocol

from rjflow.names import NAME
from rjflow.reader.kinds import (
    COUNTS,
    DAY,
    LARGEST,
    QUANTIFIER,
    SAFEGUARD_ID,
    TIME,
    AnyText,
    ByForm,
    Changes,
    Condition,
    ConditionList,
    Conditions,
    Day,
    Duration,
    Happenings,
    Kind,
    ListOf,
    MapOf,
    Moment,
    NameOf,
    NewName,
    Of,
    OneOrList,
    OneWord,
    Removals,
    SafeguardId,
    Said,
    States,
    Truth,
    Values,
    Voiders,
    WholeNumber,
    duration_pattern,
    keys_of,
)
from rjflow.reader.structuring_overlays import sections
from rjflow.reader.structuring_parts import LISTS, as_list, has_parts

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "pattern": r"\S"}


class Definitions(Protocol):
    """Where schemas that are spoken of more than once are kept."""

    def of_kind(self, kind: Kind, *, partial: bool) -> Schema:
        """Describe what a key accepts."""
        ...

    def shared(self, name: str, schema: Schema) -> Schema:
        """Point at a definition that several kinds share."""
        ...


def kind_schema(kind: Kind, definitions: Definitions, *, partial: bool) -> Schema:
    """
    Describe what a key of this kind accepts. `partial`: mappings may be given in part there, lists may not.
    """
    if partial and isinstance(kind, LISTS):
        return _patched(kind, definitions)
    match kind:
        case ListOf():
            return _list(kind, definitions)
        case OneOrList():
            return {"anyOf": [definitions.of_kind(kind.kind, partial=False), _list(ListOf(kind.kind), definitions)]}
        case MapOf():
            names = {"propertyNames": _name(kind.name, definitions)}
            least = {"minProperties": kind.least} if kind.least and not partial else {}
            described = definitions.of_kind(kind.kind, partial=partial)
            return {"type": "object", **least, **names, "additionalProperties": described}
        case Condition() | Conditions() | ConditionList():
            return _conditions(kind, definitions)
        case States():
            return _states(kind, definitions)
        case Happenings() | Voiders():
            return _mentions(kind)
        case Changes() | Removals():
            return _sections(kind, definitions)
        case NewName():
            return _name(kind, definitions)
        case ByForm():
            one, other = (definitions.of_kind(each, partial=partial) for each in (kind.word, kind.keys))
            return {"anyOf": [one, other]}
        case _:
            return _word(kind)


# ----------------------------------------------------------------------------------------------------------------------


def _word(kind: Kind) -> Schema:
    match kind:
        case AnyText(numbers=True):
            return {"type": ["string", "number"], "pattern": r"\S"}
        case SafeguardId():
            return {"type": "string", "pattern": f"^{SAFEGUARD_ID}$"}
        case OneWord():
            return {"enum": list(kind.words)}
        case WholeNumber():
            return {"type": "integer", "minimum": kind.low, "maximum": kind.high}
        case Truth():
            return {"const": True} if kind.only_true else {"type": "boolean"}
        case Duration():
            return {"type": "string", "pattern": f"^({duration_pattern(kind)})$"}
        case Moment():
            forms: list[Schema] = [{"pattern": f"^{DAY}$", "format": "date"}, {"pattern": f"^{DAY} {TIME}$"}]
            return {"type": "string", "anyOf": forms}
        case Said():
            whole = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
            return {"anyOf": [_TEXT, whole, {"type": "boolean"}]}
        case Day():
            return {"type": "string", "pattern": f"^{DAY}$", "format": "date"}
        case Values():
            counts = {"type": "string", "pattern": f"^{COUNTS}$"}
            value = {"anyOf": [_TEXT, {"type": "integer"}, {"type": "boolean"}]}
            return {"anyOf": [counts, {"type": "array", "items": value, "minItems": 1, "uniqueItems": True}]}
        case _:
            return dict(_TEXT)


def _name(kind: NewName, definitions: Definitions) -> Schema:
    """
    A name, and what it may not be because conditions say something else by it.
    """
    made: Schema = {
        "description": "A name: lower-case letters, digits and single hyphens, beginning with a letter.",
        "type": "string",
        "pattern": "^" + NAME.pattern.replace(r"\Z", "$"),
    }
    if kind.reserved:
        made["not"] = {"enum": sorted(kind.reserved)}
    title = {"thing": "name-in-conditions", "value": "name-of-a-value", "unspoken": "name"}[kind.use]
    return definitions.shared(title, made)


def _list(kind: ListOf, definitions: Definitions) -> Schema:
    made: Schema = {"type": "array", "items": definitions.of_kind(kind.kind, partial=False)}
    if kind.least:
        made["minItems"] = kind.least
    if kind.most is not None:
        made["maxItems"] = kind.most
    if isinstance(kind.kind, AnyText | NameOf | NewName | OneWord | Day):
        made["uniqueItems"] = True
    return made


def _only(**properties: Schema) -> Schema:
    named = {key.replace("_", "-"): schema for key, schema in properties.items()}
    return {
        "type": "object",
        "properties": named,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _states(kind: States, definitions: Definitions) -> Schema:
    names = _list(ListOf(NameOf("state")), definitions)
    if not kind.any_except:
        return {"anyOf": [_TEXT, names]}
    listed = {**names}
    listed.pop("minItems")
    excepted = {"description": "Every state but these, and the final ones.", "anyOf": [_TEXT, listed]}
    return {"anyOf": [_TEXT, names, _only(any_except=excepted)]}


def _mentions(kind: Happenings | Voiders) -> Schema:
    change = {"description": "Somebody of this group joins or leaves.", **_TEXT}
    own = {"description": "This evidence, about the same person only.", **_TEXT}
    mapping = _only(change_of=change) if isinstance(kind, Happenings) else _only(own=own, change_of=change)
    one = {"anyOf": [_TEXT, mapping]}
    several = {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}
    return several if isinstance(kind, Voiders) else {"anyOf": [*one["anyOf"], several]}


def _conditions(kind: Condition | Conditions | ConditionList, definitions: Definitions) -> Schema:
    quantified = {"description": "A condition asked of people of a group.", **_TEXT}
    if isinstance(kind, Condition):
        mapping = {**_only(), "patternProperties": {f"^{QUANTIFIER}$": quantified}}
        return definitions.shared("condition", {"description": "One condition.", "anyOf": [_TEXT, mapping]})
    reference = {"$ref": "#/definitions/conditions"}
    item = {"$ref": "#/definitions/condition-or-group"}
    definitions.shared("conditions", {"description": "Conditions.", "type": "array", "items": item, "minItems": 1})
    definitions.shared("condition-or-group", _requirement(quantified, reference, definitions))
    return reference if isinstance(kind, ConditionList) else {"anyOf": [item, reference]}


def _requirement(quantified: Schema, group: Schema, definitions: Definitions) -> Schema:
    """
    A condition, alone or with its reason. What it says is one key; `because` and `source` come on top, so they are counted.
    """
    reasons = [["because", "source"], ["because"], ["source"], []]
    counted: Schema = {}
    for keys in reversed(reasons):
        exactly = {"minProperties": len(keys) + 1, "maxProperties": len(keys) + 1}
        counted = {"if": {"required": keys}, "then": exactly, "else": counted} if keys else exactly
    mapping = {
        "type": "object",
        "properties": {
            "that": {"description": "The condition.", **_TEXT},
            "all": {"description": "Conditions of which every one must be true.", "allOf": [group]},
            "any": {"description": "Conditions of which at least one must be true.", "allOf": [group]},
            "because": {"description": "The reason for it, in one sentence.", **_TEXT},
            "source": {
                "description": "Which of the `sources` asks for it.",
                **definitions.of_kind(OneOrList(NameOf("source")), partial=False),
            },
        },
        "patternProperties": {f"^{QUANTIFIER}$": quantified},
        "additionalProperties": False,
        **counted,
    }
    return {"description": "A condition, or a group of conditions.", "anyOf": [_TEXT, mapping]}


def _patched(kind: Kind, definitions: Definitions) -> Schema:
    """
    A whole list, or what an overlay adds to it and takes from it.
    """
    described = definitions.of_kind(kind, partial=False)
    inner = kind.kind if isinstance(kind, ListOf | OneOrList) else kind
    what = inner.shape if isinstance(inner, Of) else type(inner)
    name = f"change-of-list-of-{what.__name__.removesuffix('Shape').lower()}"
    patch = definitions.shared(name, _patch(kind, definitions))
    return {"anyOf": [*(described["anyOf"] if [*described] == ["anyOf"] else [described]), patch]}


def _patch(kind: Kind, definitions: Definitions) -> Schema:
    whole = as_list(kind)
    added = definitions.of_kind(whole, partial=False)
    entry = definitions.of_kind(whole.kind, partial=True) if isinstance(whole, ListOf) else added.get("items")
    gone: Schema = {"type": "array", "items": entry, "minItems": 1} if entry is not None else added
    if isinstance(whole, ListOf) and isinstance(whole.kind, Of):
        gone["items"] = {"allOf": [entry], "minProperties": 1}
    return {
        "description": "What is added to a list, and what is taken from it.",
        "type": "object",
        "properties": {
            "add": {"description": "Entries that come on top.", "allOf": [added]},
            "remove": {"description": "Entries that go; of one with keys, as many as tell it from the others.", **gone},
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


def _gone(kind: Kind, definitions: Definitions) -> Schema:
    """
    What goes: things or keys in a list, or, under the name of one, what goes of it.
    """
    if isinstance(kind, Of):
        name = f"gone-of-{kind.shape.NOUN.split(' ', 1)[-1].replace(' ', '-')}"
        return definitions.shared(name, {"description": "What goes of it.", **_gone_keys(kind, definitions)})
    assert isinstance(kind, MapOf)
    deeper: Schema = {"type": "object", "minProperties": 1}
    if has_parts(kind.kind):
        return _listed_or({**deeper, "additionalProperties": _gone(kind.kind, definitions)}, dict(_TEXT))
    return _listed_or(None, dict(_TEXT))


def _gone_keys(kind: Of, definitions: Definitions) -> Schema:
    keys = keys_of(kind.shape)
    inner = {
        key.name: {"description": key.description, "allOf": [_gone(key.kind, definitions)]}
        for key in keys
        if has_parts(key.kind)
    }
    deeper = {"type": "object", "minProperties": 1, "properties": inner, "additionalProperties": False}
    return _listed_or(deeper if inner else None, {"enum": [key.name for key in keys if not key.required]})


def _listed_or(deeper: Schema | None, name: Schema) -> Schema:
    each = name if deeper is None else {"anyOf": [name, deeper]}
    listed: Schema = {"type": "array", "items": each, "minItems": 1, "uniqueItems": True}
    return listed if deeper is None else {"anyOf": [listed, deeper]}


def _sections(kind: Changes | Removals, definitions: Definitions) -> Schema:
    partial = isinstance(kind, Changes) and not kind.new
    properties: Schema = {}
    for key in sections(kind):
        if isinstance(kind, Removals):
            schema = _gone(key.kind, definitions)
        else:
            schema = definitions.of_kind(key.kind, partial=partial)
        properties[key.name] = {"description": key.description, **({"allOf": [schema]} if "$ref" in schema else schema)}
    return {"type": "object", "properties": properties, "additionalProperties": False}
