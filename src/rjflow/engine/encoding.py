"""
Histories as bytes, and back: one canonical form, the one that is hashed.

Canonical: JSON in UTF-8 with sorted keys and no spaces; sets are sorted; a date is `{"date": "2026-03-01"}`. Reading is strict:
nothing is converted, nothing unknown is passed over, and a line that is not in canonical form is refused.

Stands on: `history`.   Knows nothing of: files, stores.
"""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from attrs import evolve
from cattrs import Converter
from cattrs.cols import namedtuple_dict_structure_factory, namedtuple_dict_unstructure_factory
from cattrs.strategies import configure_tagged_union

from rjflow.engine.history import Entry, History, Open, Recorded
from rjflow.guards.syntax import Value
from rjflow.rules.commands import Advance, Fire, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.decision import Move
from rjflow.rules.situation import Record, Situation
from rjflow.sources.errors import RjflowError


class NotAHistory(RjflowError):
    """A text that no history was ever written as: which line, and what is wrong with it."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        self.why = why
        super().__init__(f"line {line}: {why}")


def sealed(entry: Entry) -> Entry:
    """
    Give an entry its hash.
    """
    return evolve(entry, hash=digest(entry))


def digest(entry: Entry) -> str:
    """
    Give the SHA-256 of everything an entry says, its own hash left out.
    """
    plain = _CONVERTER.unstructure(entry, Entry)
    del plain["hash"]
    return sha256(_canonical(plain)).hexdigest()


def as_lines(entries: Iterable[Entry]) -> str:
    """
    Write entries as JSON, one a line.
    """
    return "".join(_canonical(_CONVERTER.unstructure(entry, Entry)).decode() + "\n" for entry in entries)


def from_lines(text: str) -> History:
    """
    Read what `as_lines` wrote. Whether it is true is for `replay` to say.

    Raises:
        NotAHistory: a line is not an entry in canonical form.
    """
    return History(tuple(_entry(number, line) for number, line in enumerate(text.splitlines(), start=1)))


# ----------------------------------------------------------------------------------------------------------------------


def _entry(number: int, line: str) -> Entry:
    """
    Read one line; whatever is odd about it makes it no entry.
    """
    try:
        entry = _CONVERTER.structure(json.loads(line), Entry)
    except Exception as problem:  # every way of not being an entry is one answer to the reader
        raise NotAHistory(number, "this is not an entry of a history") from problem
    if _canonical(_CONVERTER.unstructure(entry, Entry)).decode() != line:
        raise NotAHistory(number, "this entry is not written in canonical form")
    return entry


def _canonical(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def _exactly(kind: type) -> Any:  # cattrs' own hooks are of any type
    """
    Make a hook that takes a value of one type and nothing else.
    """

    def hook(value: object, _: object) -> object:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not a {kind.__name__}")
        return value

    return hook


def _value(value: object, _: object) -> Value:
    """
    Take a value of evidence: a text, a whole number, true or false, or a date.
    """
    match value:
        case str() | bool() | int():
            return value
        case {"date": str(day), **rest} if not rest:
            return date.fromisoformat(day)
    raise TypeError(f"{value!r} is not a value of evidence")


def _converter() -> Converter:
    """
    Make the converter that takes entries apart and puts them together again.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    for primitive in (str, int, bool):
        converter.register_structure_hook(primitive, _exactly(primitive))
    converter.register_unstructure_hook(date, lambda day: {"date": day.isoformat()})
    converter.register_unstructure_hook_func(lambda kind: kind == frozenset[str], sorted)
    converter.register_structure_hook_func(lambda kind: kind == Value, _value)
    for plain in (Move, Record, Situation):
        converter.register_unstructure_hook(plain, namedtuple_dict_unstructure_factory(plain, converter))
        converter.register_structure_hook(plain, namedtuple_dict_structure_factory(plain, converter, False, True))
    names = {Open: "open", Fire: "fire", RecordEvidence: "record", GiveNotice: "notice", Join: "join", Leave: "leave"}
    names |= {Advance: "advance", SeeScheme: "see-scheme"}
    configure_tagged_union(Recorded, converter, tag_name="do", tag_generator=names.__getitem__)
    return converter


_CONVERTER = _converter()
