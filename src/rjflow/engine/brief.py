"""
Situations as short text, and back, quickly: at every command that is stored one is read and one is written.

The text is canonical: a list in JSON, without spaces, in which every thing has its place instead of a name; a date is `{"date": "2026-03-01"}`. Of
what did not change since the situation before, the text is taken from there. Histories have the long form, with names, as `situations` writes it.

Stands on: `glancing`, `situations`, `strictly`.   Knows nothing of: histories, stores.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from rjflow.engine.encoding import NotAHistory
from rjflow.engine.glancing import glanced
from rjflow.engine.situations import canonical, name_text, quoted, value_of, value_text
from rjflow.engine.strictly import a_number, a_text, a_text_or_nothing
from rjflow.rules.situation import Background, Person, Record, Records, Situation

T = TypeVar("T")


class Brief(NamedTuple):
    """
    A situation as text, with the text of each of its parts: most of them are the very same in the next situation of the case.
    """

    text: str
    records: Records
    record_texts: list[str]
    people: tuple[Person, ...]
    people_texts: list[str]
    scheme: Situation | None
    scheme_text: str


def brief(situation: Situation, before: Brief | None = None) -> Brief:
    """
    Write a situation; of what is the very same as *before*, the text is taken from there.

    >>> from rjflow.engine.example import case
    >>> brief(case.situation).text
    '["open",1772481600000000,1772481600000000,[null],[],[],[],null,null,null]'
    """
    background, records, people = situation._background, situation._records, situation._background._people
    if before is None:
        record_texts, people_texts = [*map(_record_text, records)], [*map(_person_text, people)]
    else:
        record_texts = _texts(_record_text, records, before.records, before.record_texts)
        people_texts = _texts(_person_text, people, before.people, before.people_texts) if people else []
    fired, rung, scheme = background._fired, background._rung, background._scheme
    if before is not None and scheme is before.scheme:
        scheme_text = before.scheme_text
    else:
        scheme_text = "null" if scheme is None else brief(scheme).text
    text = (
        f"[{quoted(situation._state)},{situation._since},{situation._now},[{','.join(record_texts)}],[{','.join(people_texts)}]"
        f",{canonical(fired) if fired else '[]'},{canonical(rung) if rung else '[]'},{name_text(background._held_from)}"
        f",{name_text(background._reason)},{scheme_text}]"
    )
    return Brief(text, records, record_texts, people, people_texts, scheme, scheme_text)


def situation_in_brief(text: str) -> tuple[Situation, Brief]:
    """
    Read what `brief` wrote; nothing else is taken for it, whether it is read at a glance or in full.

    Raises:
        NotAHistory: it is no situation in this form.

    >>> from rjflow.engine.example import case
    >>> situation_in_brief(brief(case.situation).text)[0] == case.situation
    True
    """
    found = glanced(text)
    if found is None:
        return read_in_full(text)
    there = found.situation
    people, scheme = there._background._people, there._background._scheme
    parts = (found.record_texts, people, found.people_texts, scheme, found.scheme_text)
    return there, Brief(text, there._records, *parts)


def read_in_full(text: str) -> tuple[Situation, Brief]:
    """
    Read everything in what `brief` wrote, and write it once more: what is the same then is in the one form.

    Raises:
        NotAHistory: it is no situation in this form.
    """
    try:
        situation = _situation(json.loads(text))
    except Exception as problem:  # every way of not being a situation is one answer to the reader
        raise NotAHistory(1, "this is not a situation") from problem
    again = brief(situation)
    if again.text != text:
        raise NotAHistory(1, "this situation is not written in canonical form")
    return situation, again


# ---- writing ---------------------------------------------------------------------------------------------------------


def _texts(write: Callable[[T], str], things: Sequence[T], before: Sequence[T], texts: list[str]) -> list[str]:
    """
    Write things, but for those that stand in the same place as before.
    """
    if len(things) != len(before):
        return [write(one) for one in things]
    return [text if one is same else write(one) for one, same, text in zip(things, before, texts)]


def _person_text(person: Person) -> str:
    return f"[{quoted(person.id)},{quoted(person.kind)},[{','.join([*map(_record_text, person.records)])}]]"


def _record_text(record: Record | None) -> str:
    if record is None:
        return "null"
    return f"[{value_text(record._value)},{quoted(record._by)},{record._at},{name_text(record._void)}]"


# ---- reading ---------------------------------------------------------------------------------------------------------


def _situation(plain: Any) -> Situation:
    """
    Put a situation together again. What else is in it shows when it is written again.

    Raises:
        TypeError, ValueError: something is not of the one type that it must be.
    """
    background, made = Background(), Situation()
    state, since, now, records, people, fired, rung, held_from, reason, scheme = plain
    background._held_from, background._reason = a_text_or_nothing(held_from), a_text_or_nothing(reason)
    background._people = tuple([Person(a_text(id), a_text(kind), _records(told)) for id, kind, told in people])
    background._fired = tuple([(a_text(event), a_text(by)) for event, by in fired])
    background._rung = tuple([(a_number(place), a_number(at)) for place, at in rung])
    background._scheme = None if scheme is None else _situation(scheme)
    made._state, made._since, made._now = a_text(state), a_number(since), a_number(now)
    made._records, made._background = _records(records), background
    return made


def _records(plain: Any) -> Records:
    """
    Take records, each of the types that it must have.
    """
    made: list[Record | None] = []
    for one in plain:
        if one is None:
            made.append(None)
            continue
        value, by, at, void = one
        record = Record()
        record._value = value if type(value) in _PLAIN else value_of(value)
        record._by, record._at, record._void = a_text(by), a_number(at), a_text_or_nothing(void)
        made.append(record)
    return tuple(made)


_PLAIN = (str, bool, int)
