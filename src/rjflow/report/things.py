"""
Take a document apart strictly: an object with the keys it must have, and nothing of another type than belongs there.

Stands on: `instants`, `text`.   Knows nothing of: what the document is about, files.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from rjflow.guards.syntax import Value
from rjflow.instants import Instant, instant
from rjflow.sources.errors import RjflowError
from rjflow.text import did_you_mean, quoted

_T = TypeVar("_T")


class NotAStory(RjflowError):
    """A text that no story was ever written as: where, and what is wrong there."""

    def __init__(self, where: str, wrong: str) -> None:
        self.where = where
        super().__init__(f"{where}: {wrong}" if where else wrong)


class Thing:
    """An object of a document, with where it stands and the keys it must have."""

    def __init__(self, value: object, where: str, keys: Sequence[str]) -> None:
        self.where = where
        if not isinstance(value, dict):
            raise NotAStory(where, f"here belongs an object with {quoted(keys)}")
        self._value: dict[str, object] = value
        for key in value:
            if key not in keys and key != "told":
                hint = did_you_mean(key, keys)
                raise NotAStory(self.at(key), f"a story has nothing of this name here{f'; {hint}' if hint else ''}")
        for key in keys:
            if key not in value:
                raise NotAStory(where, f"`{key}` is missing")

    def at(self, key: str) -> str:
        """Say where a key stands."""
        return f"{self.where}.{key}" if self.where else key

    def text(self, key: str) -> str:
        """Give a text."""
        return _of(str, self._value[key], self.at(key), "a text")

    def text_or_nothing(self, key: str) -> str | None:
        """Give a text, or nothing."""
        return None if self._value[key] is None else self.text(key)

    def number(self, key: str) -> int:
        """Give a whole number."""
        return _of(int, self._value[key], self.at(key), "a whole number")

    def list(self, key: str) -> Sequence[object]:
        """Give a list."""
        return _of(list, self._value[key], self.at(key), "a list")

    def texts(self, key: str) -> frozenset[str]:
        """Give a list of texts, as a set."""
        return frozenset(
            _of(str, one, f"{self.at(key)}[{place}]", "a text") for place, one in enumerate(self.list(key))
        )

    def thing(self, key: str, keys: Sequence[str]) -> "Thing":
        """Give an object."""
        return Thing(self._value[key], self.at(key), keys)

    def things(self, key: str, keys: Sequence[str]) -> Sequence["Thing"]:
        """Give a list of objects."""
        return [Thing(one, f"{self.at(key)}[{place}]", keys) for place, one in enumerate(self.list(key))]

    def time(self, key: str) -> Instant:
        """Give a time."""
        try:
            return instant(datetime.fromisoformat(self.text(key)))
        except (ValueError, RjflowError) as error:
            if isinstance(error, NotAStory):
                raise
            raise NotAStory(
                self.at(key), "here belongs a time with its zone, such as 2026-01-05T09:00:00+00:00"
            ) from error

    def value(self, key: str) -> Value:
        """Give a value of evidence."""
        match self._value[key]:
            case str() | bool() | int() as value:
                return value
            case {"date": str(day), **rest} if not rest:
                try:
                    return date.fromisoformat(day)
                except ValueError as error:
                    raise NotAStory(self.at(key), "this is not a date") from error
            case _:
                raise NotAStory(self.at(key), "here belongs a text, a whole number, true or false, or a date")

    def raw(self, key: str) -> object:
        """Give whatever stands there."""
        return self._value.get(key)

    def name(self, key: str, names: Iterable[str], what: str, *, strictly: bool) -> str:
        """Give a name; it must be one of these, if everything is taken *strictly*."""
        name = self.text(key)
        known = list(names)
        if strictly and name not in known:
            hint = did_you_mean(name, known)
            raise NotAStory(self.at(key), f"the workflow has no {what} `{name}`{f'; {hint}' if hint else ''}")
        return name


def _of(kind: type[_T], value: object, where: str, what: str) -> _T:
    if type(value) is not kind:
        raise NotAStory(where, f"here belongs {what}, not {_shown(value)}")
    return value


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            return text if len(text) <= 40 else f"{text[:39]}…"


def no_number(text: str) -> float:
    """
    Refuse what JSON has no number for.
    """
    raise ValueError(text)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """
    Put an object together, each key once.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if [other for other, _ in pairs].count(key) > 1)
        raise NotAStory("", f"`{twice}` is written twice in one object")
    return found
