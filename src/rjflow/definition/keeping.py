"""
Workflows as text, and back: all that is in one but where it stood in a file, so that cases can be judged under it years later.

Reading is strict: only the shapes that a definition is made of, each with its own fields. That what was read does what was written is for
the fingerprint to say.

Stands on: `model`, `safeguards`, `guards.syntax`.   Knows nothing of: YAML, where texts are kept.
"""

import json
from datetime import date
from typing import Any

from attrs import NOTHING, Factory, fields, has

from rjflow.definition import model, papers, safeguards
from rjflow.definition.model import Workflow
from rjflow.frozen import FrozenMap, frozen_map
from rjflow.guards import syntax
from rjflow.sources.errors import RjflowError

_SHAPES = {
    name: shape
    for home in (syntax, safeguards, model, papers)
    for name, shape in vars(home).items()
    if has(shape) and name not in ("Span", "Named")
}


class NotADefinition(RjflowError):
    """A text that no workflow was ever written as."""


def as_text(workflow: Workflow) -> str:
    """
    Write a workflow down as JSON, in the order of its file; `from_text` reads it.
    """
    return json.dumps(_plain(workflow), separators=(",", ":"), ensure_ascii=False)


def from_text(text: str) -> Workflow:
    """
    Read what `as_text` wrote.

    Raises:
        NotADefinition: it is something else.

    >>> from rjflow.engine.example import DOOR
    >>> from_text(as_text(DOOR)) == DOOR
    True
    """
    try:
        workflow = _thing(json.loads(text))
        if not isinstance(workflow, Workflow):
            raise NotADefinition("this is not the text of a workflow")
        hash(workflow)  # nothing in it can change
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise NotADefinition("this is not the text of a workflow") from problem
    return workflow


# ----------------------------------------------------------------------------------------------------------------------


def _plain(thing: Any) -> Any:
    """
    Take a piece of a definition apart; what is as it always is unless somebody says otherwise is left out.
    """
    if isinstance(thing, date):
        return {"date": thing.isoformat()}
    if isinstance(thing, FrozenMap):
        return {"map": {key: _plain(value) for key, value in thing.items()}}
    if isinstance(thing, tuple):
        return [_plain(part) for part in thing]
    if has(type(thing)):
        told = {
            one.name: _plain(getattr(thing, one.name))
            for one in fields(type(thing))
            if one.init and one.name != "span" and getattr(thing, one.name) != _otherwise(one)
        }
        return {"is": type(thing).__name__, **told}
    return thing


def _otherwise(attribute: Any) -> object:
    """
    Give what a field is if nobody says; nothing is equal to what somebody must say.
    """
    if attribute.default is NOTHING:
        return NOTHING
    return attribute.default.factory() if isinstance(attribute.default, Factory) else attribute.default  # type: ignore[arg-type]  # attrs' own idiom


def _thing(plain: Any) -> Any:
    """
    Put a piece of a definition together.
    """
    match plain:
        case list():
            return tuple(_thing(part) for part in plain)
        case {"date": str(day), **rest} if not rest:
            return date.fromisoformat(day)
        case {"map": dict(items), **rest} if not rest:
            return frozen_map({key: _thing(value) for key, value in items.items()})
        case {"is": str(name), **told}:
            return _SHAPES[name](**{str(key): _thing(value) for key, value in told.items()})
        case str() | bool() | int() | None:
            return plain
    raise NotADefinition("this is not the text of a workflow")
