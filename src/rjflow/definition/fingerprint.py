"""
The fingerprint of a workflow: the same for every file that makes cases behave the same.

Covered is everything that decides what may happen, what is recorded and what must be kept. Not covered is what people are only
told (titles, labels, reasons, sources, the wording of conditions, whether a list was a wildcard), where things stand in a file, and the order of sections and lists
whose order means nothing. What the language gained since cases were first kept is covered where a file says it (`first_form`).

Stands on: `model`.   Knows nothing of: YAML, cases.
"""

import hashlib
import json
import re
import weakref
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from attrs import NOTHING, Factory, fields, has

from rjflow.definition.first_form import FIRST_FORM
from rjflow.definition.model import Group, Meaning, Migration, Requirement, Voider, Workflow
from rjflow.definition.papers import Kept

# What people are told, and nothing else; tests/unit/definition changes every other field in turn.
TOLD = frozenset({"label", "because", "sources", "title", "text", "wildcard", "help"})

_PLAIN = frozenset({str, int, bool, type(None)})


def fingerprint(workflow: Workflow) -> str:
    """
    Give the SHA-256 of a workflow's canonical form, in hexadecimal.

    It is worked out once for each workflow.
    """
    known = _KNOWN.get(id(workflow))
    if known is not None and known[0]() is workflow:
        return known[1]
    found = hashlib.sha256(canonical(workflow).encode("utf-8", "surrogatepass")).hexdigest()
    key = id(workflow)
    _KNOWN[key] = (weakref.ref(workflow, lambda _: _KNOWN.pop(key, None)), found)
    return found


def canonical(workflow: Workflow) -> str:
    """
    Write what a workflow does as JSON, the one way.
    """
    return json.dumps(plain(workflow), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(thing: Any) -> Any:
    """
    Turn a piece of the definition into what JSON knows; every class says its name, so that no two shapes look alike.
    """
    kind = type(thing)
    if kind in _PLAIN:
        return thing
    if isinstance(thing, tuple):
        parts = [part if type(part) in _PLAIN else plain(part) for part in thing]
        return _in_order(parts) if all(isinstance(part, _UNORDERED) for part in thing) else parts
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, date):
        return {"date": thing.isoformat()}
    if has(kind):
        found = {"is": kind.__name__}
        for name, default in _covered(kind):
            value = getattr(thing, name)
            if default is NOTHING or value != default:
                found[name] = value if type(value) in _PLAIN else plain(value)  # most are, and need no call
        return found
    return thing


# ----------------------------------------------------------------------------------------------------------------------


_NAME = re.compile("[a-z0-9-]*")
_KNOWN: "dict[int, tuple[weakref.ref[Workflow], str]]" = {}
# What means the same in any order: names and values, what must be true together or in turn, what makes void, what counts as what.
_UNORDERED = (str, int, bool, date, Group, Kept, Meaning, Migration, Requirement, Voider)


@cache
def _covered(sort: type[Any]) -> tuple[tuple[str, Any], ...]:
    """
    Give the fields that are covered, each with what it is where nobody said anything, and is left out; nothing is left out of the first form.
    """
    return tuple(
        (one.name, NOTHING if (sort.__name__, one.name) in FIRST_FORM else _default(one))
        for one in fields(sort)
        if one.eq and one.name not in TOLD
    )


def _default(attribute: Any) -> Any:
    default = attribute.default
    return default.factory() if isinstance(default, Factory) else default  # type: ignore[arg-type]  # attrs' own idiom


def _in_order(parts: list[Any]) -> list[Any]:
    """
    Put parts in the order of what is written of them; of names, that is their own.
    """
    if all(type(part) is str and _NAME.fullmatch(part) for part in parts):
        return sorted(parts)
    return sorted(parts, key=lambda part: json.dumps(part, sort_keys=True))
