"""
Histories as bytes, and back: one canonical form, the one that is hashed.

Canonical: JSON in UTF-8 with sorted keys and no spaces; sets are sorted; a date is `{"date": "2026-03-01"}`. Reading is strict:
nothing is converted, nothing unknown is passed over, and a line that is not in canonical form is refused.

Stands on: `history`.   Knows nothing of: files, stores.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any

from attrs import evolve
from cattrs import Converter
from cattrs.cols import namedtuple_dict_structure_factory
from cattrs.strategies import configure_tagged_union

from rjflow.engine import situations
from rjflow.engine.history import Entry, History, Migrate, Open, Recorded
from rjflow.engine.situations import (
    canonical,
    name_text,
    plain_situation,
    plain_value,
    quoted,
    situation_of,
    value_of,
    value_text,
)
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
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
from rjflow.rules.situation import Situation
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


def seal_new(draft: Any) -> str:
    """
    Put its hash into the draft of an entry, and give it.
    """
    first, rest = _halves(draft)
    draft.hash = mark = _digest(first, rest)
    _written.keep(draft, _joined(first, mark, rest))
    return mark


def digest(entry: Entry) -> str:
    """
    Give the SHA-256 of everything an entry says, its own hash left out.
    """
    return _digest(*_halves(entry))


def as_lines(entries: Iterable[Entry]) -> str:
    """
    Write entries as JSON, one a line; `from_lines` reads them.
    """
    return "".join([as_line(entry) + "\n" for entry in entries])


def as_line(entry: Entry) -> str:
    """
    Write one entry, as `as_lines` does.
    """
    known = _written.line_of(entry)
    if known is not None:
        return known
    first, rest = _halves(entry)
    return _joined(first, entry.hash, rest)


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
    return situations.situation_text(situation)


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
        situation = situation_of(json.loads(text))
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
        return _entry(1, as_line(entry).encode().decode()) == entry
    except Exception:  # noqa: BLE001  # whatever is odd about it, it is not readable
        return False


# ---- writing ---------------------------------------------------------------------------------------------------------

_NAMES = {Open: "open", Fire: "fire", RecordEvidence: "record", GiveNotice: "notice", Join: "join", Leave: "leave"}
_NAMES |= {Migrate: "migrate", Advance: "advance", SeeScheme: "see-scheme", Tell: "tell", Erase: "erase"}
_NAMES |= {File: "file", Tidy: "tidy"}


def _halves(entry: Entry) -> tuple[str, str]:
    """
    Write down what stands before an entry's own hash, and after it, in the order of the names.
    """
    waiver = entry.waiver
    said = "null" if waiver is None else canonical({"by": waiver.by, "reason": waiver.reason, "at": waiver.at})
    first = f'{{"case":{quoted(entry.case)},"command":{_command_text(entry.command)},"fingerprint":{quoted(entry.fingerprint)}'
    moves = ",".join([_move_text(*one) for one in entry.moves])
    rest = (
        f'"moves":[{moves}],"number":{entry.number},"previous":{quoted(entry.previous)},"state":{quoted(entry.state)}'
        f',"verdicts":{quoted(entry.verdicts)},"waiver":{said}}}'
    )
    return first, rest


def _move_text(cause: str, source: str, target: str, at: Instant, event: str | None) -> str:
    return f'{{"at":{at},"cause":{quoted(cause)},"event":{name_text(event)},"source":{quoted(source)},"target":{quoted(target)}}}'


def _command_text(command: Recorded) -> str:
    """
    Write a command down; the one that is asked most by hand.
    """
    if type(command) is not Fire:
        return canonical(_plain_command(command))
    actor = command.actor
    given = ",".join(
        [
            f'{{"evidence":{quoted(one.evidence)},"person":{name_text(one.person)},"value":{value_text(one.value)}}}'
            for one in command.given
        ]
    )
    return (
        f'{{"actor":{_actor_text(actor.id, actor.roles, actor.acts_for)},"at":{command.at},"do":"fire","event":{quoted(command.event)},"given":[{given}]'
        f',"reason":{name_text(command.reason)}}}'
    )


@lru_cache(maxsize=64)
def _actor_text(id: str, roles: frozenset[str], acts_for: frozenset[str]) -> str:
    """
    Write down who acts: few do, again and again.
    """
    spoken_for, named = (",".join([quoted(one) for one in sorted(names)]) for names in (acts_for, roles))
    return f'{{"acts_for":[{spoken_for}],"id":{quoted(id)},"roles":[{named}]}}'


def _digest(first: str, rest: str) -> str:
    return sha256(f"{first},{rest}".encode()).hexdigest()


def _joined(first: str, mark: str, rest: str) -> str:
    return f'{first},"hash":{quoted(mark)},{rest}'


class _Written:
    """Lines of the entries that were sealed last: who seals one mostly writes it down next."""

    def __init__(self) -> None:
        self._lines: dict[int, tuple[Entry, str]] = {}

    def keep(self, entry: Entry, line: str) -> None:
        """Keep a line for a while."""
        if len(self._lines) >= 64:
            self._lines = {}
        self._lines[id(entry)] = (entry, line)

    def line_of(self, entry: Entry) -> str | None:
        """Give the line of this very entry, if it is here still, and keep it no longer: of an equal one it might be another."""
        found = self._lines.get(id(entry))
        if found is None or found[0] is not entry:
            return None
        self._lines.pop(id(entry), None)
        return found[1]


_written = _Written()


def _plain_command(command: Recorded) -> dict[str, object]:
    """
    Take a command apart that is no firing, which is written down by hand.
    """
    actor = command.actor
    who = {"id": actor.id, "roles": sorted(actor.roles), "acts_for": sorted(actor.acts_for)}
    plain: dict[str, object] = {"do": _NAMES[type(command)], "at": command.at, "actor": who}
    match command:
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
            return {**plain, "scheme": None if scheme is None else plain_situation(scheme)}
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
    return {"evidence": given.evidence, "person": given.person, "value": plain_value(given.value)}


# ---- reading ---------------------------------------------------------------------------------------------------------


def _entry(number: int, line: str) -> Entry:
    """
    Read one line; whatever is odd about it makes it no entry.
    """
    try:
        entry = _CONVERTER.structure(json.loads(line), Entry)
    except Exception as problem:  # every way of not being an entry is one answer to the reader
        raise NotAHistory(number, "this is not an entry of a history") from problem
    if as_line(entry) != line:
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


def _converter() -> Converter:
    """
    Make the converter that puts entries together again.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    for primitive in (str, int, bool):
        converter.register_structure_hook(primitive, _exactly(primitive))
    converter.register_structure_hook_func(lambda kind: kind == Value, lambda plain, _: value_of(plain))
    converter.register_structure_hook(Move, namedtuple_dict_structure_factory(Move, converter, False, True))
    converter.register_structure_hook(Situation, lambda plain, _: situation_of(plain))
    configure_tagged_union(Recorded, converter, tag_name="do", tag_generator=_NAMES.__getitem__)
    return converter


_CONVERTER = _converter()
