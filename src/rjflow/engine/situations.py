"""
Situations as text, and back, quickly: at every command one is read and one is written.

The text is canonical JSON, as everything that is kept: sorted keys, no spaces, a date as `{"date": "2026-03-01"}`. A test holds what is put
together here by hand to what `json` makes of the same things.

Stands on: `strictly`, `rules.situation`.   Knows nothing of: histories, stores.
"""

from collections.abc import Iterable
from datetime import date
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any

from rjflow.engine.strictly import a_list, a_number, a_text, a_text_or_nothing
from rjflow.guards.syntax import Value
from rjflow.rules.situation import Background, Person, Record, Records, Situation

quoted = encode_basestring
canonical = JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def plain_value(value: Value) -> object:
    """
    Give a value as JSON has it.
    """
    return {"date": value.isoformat()} if isinstance(value, date) else value


def plain_situation(situation: Situation) -> dict[str, object]:
    """
    Take a situation apart.
    """
    people = [
        {"id": person.id, "kind": person.kind, "records": _plain_records(person.records)} for person in situation.people
    ]
    scheme = None if situation.scheme is None else plain_situation(situation.scheme)
    return {**situation.as_dict(), "people": people, "records": _plain_records(situation.records), "scheme": scheme}


def situation_text(situation: Situation) -> str:
    """
    Write a situation in canonical form: what `canonical(plain_situation(situation))` is.
    """
    background = situation._background
    people = background._people
    fired, rung, scheme = background._fired, background._rung, background._scheme
    return (
        f'{{"fired":{canonical(fired) if fired else "[]"},"held_from":{name_text(background._held_from)},"now":{situation._now}'
        f',"people":{_people_text(people) if people else "[]"},"reason":{name_text(background._reason)}'
        f',"records":[{_records_text(situation._records)}],"rung":{canonical(rung) if rung else "[]"}'
        f',"scheme":{"null" if scheme is None else situation_text(scheme)},"since":{situation._since}'
        f',"state":{quoted(situation._state)}}}'
    )


def situation_of(plain: Any) -> Situation:
    """
    Put a situation together again from JSON. What else is in it shows when it is written again.

    Raises:
        TypeError, KeyError, ValueError: something is not of the one type that it must be.
    """
    background, made = Background(), Situation()
    background._held_from, background._reason = (
        a_text_or_nothing(plain["held_from"]),
        a_text_or_nothing(plain["reason"]),
    )
    background._people = tuple([_person(one) for one in a_list(plain["people"])])
    background._fired = tuple([(a_text(event), a_text(by)) for event, by in a_list(plain["fired"])])
    background._rung = tuple([(a_number(place), a_number(at)) for place, at in a_list(plain["rung"])])
    background._scheme = None if plain["scheme"] is None else situation_of(plain["scheme"])
    made._state, made._since, made._now = a_text(plain["state"]), a_number(plain["since"]), a_number(plain["now"])
    made._records, made._background = _records(plain["records"]), background
    return made


def value_of(plain: object) -> Value:
    """
    Take a value of evidence from JSON: a text, a whole number, true or false, or a date.

    Raises:
        TypeError, ValueError: it is none.
    """
    match plain:
        case str() | bool() | int():
            return plain
        case {"date": str(day), **rest} if not rest:
            return date.fromisoformat(day)
    raise TypeError(f"{plain!r} is not a value of evidence")


def value_text(value: Value) -> str:
    """
    Write a value of evidence.
    """
    kind = type(value)
    if kind is str:
        return quoted(value)  # type: ignore[arg-type]  # it is one
    if kind is bool:
        return "true" if value else "false"
    return str(value) if kind is int else canonical(plain_value(value))


def name_text(name: str | None) -> str:
    """
    Write a name, or that there is none.
    """
    return "null" if name is None else quoted(name)


# ---- writing ---------------------------------------------------------------------------------------------------------


def _plain_records(records: Records) -> list[object]:
    return [
        None if one is None else {"value": plain_value(one.value), "by": one.by, "at": one.at, "void": one.void}
        for one in records
    ]


def _people_text(people: Iterable[Person]) -> str:
    told = [
        f'{{"id":{quoted(one.id)},"kind":{quoted(one.kind)},"records":[{_records_text(one.records)}]}}'
        for one in people
    ]
    return f"[{','.join(told)}]"


def _records_text(records: Iterable[Record | None]) -> str:
    return ",".join(
        [
            "null"
            if one is None
            else f'{{"at":{one._at},"by":{quoted(one._by)},"value":{value_text(one._value)},"void":{name_text(one._void)}}}'
            for one in records
        ]
    )


# ---- reading ---------------------------------------------------------------------------------------------------------


def _records(plain: Any) -> Records:
    """
    Take records, each of the types that it must have.
    """
    made: list[Record | None] = []
    for one in a_list(plain):
        if one is None:
            made.append(None)
            continue
        record, value = Record(), one["value"]
        record._value = value if type(value) in _PLAIN else value_of(value)
        record._by, record._at, record._void = a_text(one["by"]), a_number(one["at"]), a_text_or_nothing(one["void"])
        made.append(record)
    return tuple(made)


_PLAIN = (str, bool, int)


def _person(plain: Any) -> Person:
    return Person(a_text(plain["id"]), a_text(plain["kind"]), _records(plain["records"]))
