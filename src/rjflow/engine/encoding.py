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
from json import JSONEncoder
from typing import Any, get_type_hints

from attrs import evolve
from cattrs import Converter
from cattrs.cols import namedtuple_dict_structure_factory
from cattrs.strategies import configure_tagged_union

from rjflow.engine.history import Entry, History, Migrate, Open, Recorded
from rjflow.guards.syntax import Value
from rjflow.rules.commands import (
    Advance,
    Erase,
    File,
    Fire,
    Given,
    GiveNotice,
    Join,
    Leave,
    RecordEvidence,
    SeeScheme,
    Tell,
    Tidy,
    Told,
)
from rjflow.rules.decision import Move
from rjflow.rules.situation import Background, Record, Records, Situation, recorded
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
    return sha256(_canonical(_plain_entry(entry)).encode()).hexdigest()


def as_lines(entries: Iterable[Entry]) -> str:
    """
    Write entries as JSON, one a line; `from_lines` reads them.
    """
    return "".join(_line(entry) + "\n" for entry in entries)


def from_lines(text: str) -> History:
    """
    Read what `as_lines` wrote. Whether it is true is for `replay` to say.

    A line ends with a line feed and nothing else: what else looks like the end of a line may stand in a text.

    Raises:
        NotAHistory: a line is not an entry in canonical form.

    >>> from rjflow.engine.example import case, engine
    >>> entries = engine.record(case, "key", "found", actor="ann").entries
    >>> from_lines(as_lines(entries)).entries == entries
    True
    """
    if not isinstance(text, str):
        raise NotAHistory(1, "this is not text")
    lines = text.removesuffix("\n").split("\n") if text else []
    return History(tuple(_entry(number, line) for number, line in enumerate(lines, start=1)))


def situation_text(situation: Situation) -> str:
    """
    Write a situation in canonical form; `situation_from` reads it.
    """
    return _canonical(_plain_situation(situation))


def situation_from(text: str) -> Situation:
    """
    Read what `situation_text` wrote.

    Raises:
        NotAHistory: it is no situation in canonical form.

    >>> from rjflow.engine.example import case
    >>> situation_from(situation_text(case.situation)) == case.situation
    True
    """
    try:
        situation = _situation(json.loads(text), _CONVERTER)
    except Exception as problem:  # as with entries
        raise NotAHistory(1, "this is not a situation") from problem
    if situation_text(situation) != text:
        raise NotAHistory(1, "this situation is not written in canonical form")
    return situation


def is_readable(entry: Entry) -> bool:
    """
    Tell whether an entry, written down, is read as the same entry.
    """
    try:
        return _entry(1, _line(entry).encode().decode()) == entry
    except Exception:  # noqa: BLE001  # whatever is odd about it, it is not readable
        return False


# ---- writing ---------------------------------------------------------------------------------------------------------

_NAMES = {Open: "open", Fire: "fire", RecordEvidence: "record", GiveNotice: "notice", Join: "join", Leave: "leave"}
_NAMES |= {Migrate: "migrate", Advance: "advance", SeeScheme: "see-scheme", Tell: "tell", Erase: "erase"}
_NAMES |= {File: "file", Tidy: "tidy"}
_canonical = JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def _line(entry: Entry) -> str:
    return _canonical({**_plain_entry(entry), "hash": entry.hash})


def _plain_entry(entry: Entry) -> dict[str, object]:
    """
    Take an entry apart, its own hash left out.
    """
    waiver = entry.waiver
    return {
        "number": entry.number,
        "case": entry.case,
        "fingerprint": entry.fingerprint,
        "command": _plain_command(entry.command),
        "verdicts": entry.verdicts,
        "moves": [move._asdict() for move in entry.moves],
        "state": entry.state,
        "waiver": None if waiver is None else {"by": waiver.by, "reason": waiver.reason, "at": waiver.at},
        "previous": entry.previous,
    }


def _plain_command(command: Recorded) -> dict[str, object]:
    """
    Take a command apart.
    """
    actor = command.actor
    who = {"id": actor.id, "roles": sorted(actor.roles), "acts_for": sorted(actor.acts_for)}
    plain: dict[str, object] = {"do": _NAMES[type(command)], "at": command.at, "actor": who}
    match command:
        case Fire(event=event, reason=reason, given=given):
            return {**plain, "event": event, "reason": reason, "given": [_plain_given(one) for one in given]}
        case RecordEvidence(given=one):
            return {**plain, "given": _plain_given(one)}
        case GiveNotice(notice=notice):
            return {**plain, "notice": notice}
        case Join(person=person, kind=kind):
            return {**plain, "person": person, "kind": kind}
        case Leave(person=person):
            return {**plain, "person": person}
        case Open(people=people):
            return {**plain, "people": people}
        case SeeScheme(scheme=scheme):
            return {**plain, "scheme": None if scheme is None else _plain_situation(scheme)}
        case Tell(person=person, values=values, key=key, evidence=evidence):
            return {**plain, "person": person, "values": _plain_told(values), "key": key, "evidence": evidence}
        case File(form=form, person=person, values=values, key=key, named=named):
            return {**plain, "form": form, "person": person, "values": _plain_told(values), "key": key, "named": named}
        case Tidy(fields=fields):
            return {**plain, "fields": fields}
        case Erase(person=person):
            return {**plain, "person": person}
        case Migrate(source=source):
            return {**plain, "source": source}
        case _:
            return plain


def _plain_told(values: Iterable[Told]) -> list[object]:
    return [{"name": one.name, "mark": one.mark} for one in values]


def _plain_given(given: Given) -> dict[str, object]:
    return {"evidence": given.evidence, "person": given.person, "value": _plain_value(given.value)}


def _plain_value(value: Value) -> object:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _plain_situation(situation: Situation) -> dict[str, object]:
    """
    Take a situation apart.
    """
    people = [
        {"id": person.id, "kind": person.kind, "records": _plain_records(person.records)} for person in situation.people
    ]
    scheme = None if situation.scheme is None else _plain_situation(situation.scheme)
    return {**situation.as_dict(), "people": people, "records": _plain_records(situation.records), "scheme": scheme}


def _plain_records(records: Records) -> list[object]:
    return [
        None if one is None else {"value": _plain_value(one.value), "by": one.by, "at": one.at, "void": one.void}
        for one in records
    ]


# ---- reading ---------------------------------------------------------------------------------------------------------


def _entry(number: int, line: str) -> Entry:
    """
    Read one line; whatever is odd about it makes it no entry.
    """
    try:
        entry = _CONVERTER.structure(json.loads(line), Entry)
    except Exception as problem:  # every way of not being an entry is one answer to the reader
        raise NotAHistory(number, "this is not an entry of a history") from problem
    if _line(entry) != line:
        raise NotAHistory(number, "this entry is not written in canonical form")
    return entry


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


def _record(plain: Any, _: object) -> Record:
    """
    Take a record; that nothing else is in it shows when it is written again.
    """
    void = plain["void"]
    text, number = _exactly(str), _exactly(int)
    return recorded(
        _value(plain["value"], None),
        text(plain["by"], None),
        number(plain["at"], None),
        void if void is None else text(void, None),
    )


def _situation(plain: Any, converter: Converter) -> Situation:
    """
    Take a situation; as with records, what else is in it shows when it is written again.
    """
    kinds = get_type_hints(Situation) | get_type_hints(Background)
    return Situation.made(**{name: converter.structure(plain[name], kinds[f"_{name}"]) for name in Situation.names()})


def _converter() -> Converter:
    """
    Make the converter that puts entries together again.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    for primitive in (str, int, bool):
        converter.register_structure_hook(primitive, _exactly(primitive))
    converter.register_structure_hook_func(lambda kind: kind == Value, _value)
    converter.register_structure_hook(Record, _record)
    converter.register_structure_hook(Move, namedtuple_dict_structure_factory(Move, converter, False, True))
    converter.register_structure_hook(Situation, lambda plain, _: _situation(plain, converter))
    configure_tagged_union(Recorded, converter, tag_name="do", tag_generator=_NAMES.__getitem__)
    return converter


_CONVERTER = _converter()
