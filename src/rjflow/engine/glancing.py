"""
Situations in brief, read at a glance: that a text is in the one form is made sure of at once, what a record says is read when somebody asks.

A command looks at few of a case's records, and changes fewer; of all others the text is written back as it came. Only the usual is looked at
so, which is nearly everything; where it says no, a text may still be a situation, and has to be read in full.

Stands on: `rules.situation`.   Knows nothing of: the longer form, who reads.
"""

import json
import re
from datetime import date
from typing import Any, NamedTuple

from rjflow.engine.situations import value_of
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
from rjflow.rules.situation import Background, Person, Record, Records, Situation

Said = tuple[Value, str, Instant, str | None]


class Glanced(NamedTuple):
    """A situation, with the text of each record and person in it."""

    situation: Situation
    record_texts: list[str]
    people_texts: list[str]
    scheme_text: str


class LazyRecord(Record):
    """
    A record of which only the form was looked at: its text, until somebody asks what it says.
    """

    __slots__ = ("_kept",)

    _kept: str | Said

    # What is looked for in vain costs three times as much as a property, so nothing is found out by its not being there.
    _value = property(lambda self: self._all()[0])  # pyright: ignore[reportAssignmentType]  # in place of a slot
    _by = property(lambda self: self._all()[1])  # pyright: ignore[reportAssignmentType]  # as above
    _at = property(lambda self: self._all()[2])  # pyright: ignore[reportAssignmentType]  # as above
    _void = property(lambda self: self._all()[3])  # pyright: ignore[reportAssignmentType]  # as above

    def _all(self) -> Said:
        """
        Give all that it says. The text is in the one form, so that two threads that read it at once come to the same.
        """
        kept = self._kept
        if not isinstance(kept, str):
            return kept
        value, by, at, void = _decoded(kept)[0]
        self._kept = said = (value if type(value) in _PLAIN else value_of(value), by, at, void)
        return said

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Give the public names: those of any record."""
        return Record.names()

    def evolved(self, **values: Any) -> Record:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # with other values it has no text
        """Make another, with other values for some names."""
        return Record.made(**{**self.as_dict(), **values})

    def __repr__(self) -> str:
        return repr(self.evolved())

    def __reduce__(self) -> tuple[Any, ...]:
        return self.evolved().__reduce__()


def glanced(text: str) -> Glanced | None:
    """
    Read a situation in brief if it is written as nearly all are; nothing when it has to be read in full, to be taken or refused.

    >>> glanced('["open",0,7,[["yes","ann",5,null],null],[],[],[],null,null,null]').situation.records[0].by
    'ann'
    >>> glanced('["open",0,7,[ null],[],[],[],null,null,null]') is None
    True
    """
    found = _SITUATION.fullmatch(text)
    if found is None or ("{" in text and not all(map(_is_day, _DAYS.findall(text)))):
        return None
    state, since, now, records, people, fired, rung, held_from, reason, scheme = found.groups()
    below = None if scheme is None else glanced(scheme)
    made, background = Situation(), Background()
    background._held_from, background._reason = held_from, reason
    background._people, people_texts = _people(people) if people else ((), [])
    background._fired = _pairs(fired) if fired else ()
    background._rung = _pairs(rung) if rung else ()
    background._scheme = None if below is None else below.situation
    made._state, made._since, made._now, made._background = state, int(since), int(now), background
    made._records, record_texts = _records(records) if records else ((), [])
    return Glanced(made, record_texts, people_texts, scheme or "null")


# ---- the form --------------------------------------------------------------------------------------------------------

# What would be slow to take apart is left to whoever reads in full: texts with what JSON escapes, or with a `,`, by which records are told apart,
# and endless numbers. Whatever comes next is seen at its first letter, so that nothing is ever looked at twice.
_SAID = r'[^"\\,\x00-\x1f]*+'
_TEXT = rf'"{_SAID}"'
_NUMBER = r"(?:0|-?[1-9][0-9]{0,17}+)"
_NAME = rf"(?:null|{_TEXT})"
_DAY = r'\{"date":"[0-9]{4}-[0-9]{2}-[0-9]{2}"\}'


def _some(part: str) -> str:
    """
    Give the form of any number of things.
    """
    return rf"(?:{part}(?:,{part})*)?"


_RECORDS = _some(rf"(?:null|\[(?:{_TEXT}|true|false|{_NUMBER}|{_DAY}),{_TEXT},{_NUMBER},{_NAME}\])")
_PEOPLE = _some(rf"\[{_TEXT},{_TEXT},\[{_RECORDS}\]\]")
_FIRED, _RUNG = (_some(rf"\[{one},{one}\]") for one in (_TEXT, _NUMBER))
_ALONE = (
    rf'\["{_SAID}",{_NUMBER},{_NUMBER},\[{_RECORDS}\],\[{_PEOPLE}\],\[{_FIRED}\],\[{_RUNG}\],{_NAME},{_NAME},null\]'
)
_SITUATION = re.compile(
    rf'\["({_SAID})",({_NUMBER}),({_NUMBER}),\[({_RECORDS})\],\[({_PEOPLE})\],\[({_FIRED})\],\[({_RUNG})\]'
    rf',(?:null|"({_SAID})"),(?:null|"({_SAID})"),(?:null|({_ALONE}))\]'
)
_PERSON = re.compile(rf'\["({_SAID})","({_SAID})",\[({_RECORDS})\]\]')
_DAYS = re.compile(r'\{"date":"([^"]*)"\}')


def _is_day(day: str) -> bool:
    """
    Tell whether there is such a day.
    """
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


# ---- taking it apart -------------------------------------------------------------------------------------------------


def _records(text: str) -> tuple[Records, list[str]]:
    """
    Tell records apart: within none is a `],` or a `null,`.
    """
    texts = text.replace("],", "]\n").replace("null,", "null\n").split("\n")
    made: list[Record | None] = []
    for said in texts:
        if said == "null":
            made.append(None)
        else:
            record = LazyRecord()
            record._kept = said
            made.append(record)
    return tuple(made), texts


def _people(text: str) -> tuple[tuple[Person, ...], list[str]]:
    """
    Tell people apart.
    """
    found = [*_PERSON.finditer(text)]
    return tuple([Person(one[1], one[2], _records(one[3])[0] if one[3] else ()) for one in found]), [
        one[0] for one in found
    ]


def _pairs(text: str) -> tuple[tuple[Any, Any], ...]:
    """
    Give pairs, of which there are few.
    """
    return tuple([(one, another) for one, another in json.loads(f"[{text}]")])


_decoded = json.JSONDecoder().raw_decode
_PLAIN = (str, bool, int)
