"""
Personal values under the key of their person: put away, and taken out again.

Stands on: `sealing`, `rows`.   Knows nothing of: engines, stores, who may read.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import field

from rjflow.engine.asking import NotAsked
from rjflow.frozen import frozen
from rjflow.names import is_name
from rjflow.rules.commands import Told
from rjflow.sealing.port import CannotUnseal, KeyProvider, Wrapped
from rjflow.sealing.values import keyed, mark_of, mark_of_key, new_key, seal, unseal
from rjflow.sources.errors import RjflowError
from rjflow.store.case_rows import BentRow
from rjflow.store.rows_beside import LONGEST_NAME, PersonalRow, PersonKeyRow
from rjflow.store.typed import is_typed

_LONGEST = 65_536


class PersonErased(RjflowError):
    """
    Somebody whose personal values were erased. Nothing more is kept about them.

    Attributes:
        case: in which case.
        person: who.
    """

    def __init__(self, case: str, person: str) -> None:
        self.case = case
        self.person = person
        super().__init__(f"the personal values of {person} in case {case} were erased; no more are kept")


@frozen
class Safe:
    """
    What one person's values are kept in.

    Attributes:
        row: the row of the person's key.
        is_new: whether the row is not stored yet.
    """

    row: PersonKeyRow
    _key: bytes = field(repr=False)
    is_new: bool = False

    @property
    def mark(self) -> str:
        """What its key is recognised by."""
        return self.row.mark

    def sealed(
        self, name: str, text: str, evidence: str | None = None, form: str | None = None
    ) -> tuple[Told, Callable[[int], PersonalRow]]:
        """Put a value away; give what the history says of it, and what makes its row of the number of the entry."""
        case, person = self.row.case, self.row.person
        kept = seal(self._key, text.encode(), _about_value(case, person, name, evidence, form))
        return Told(name, mark_of(kept)), lambda number: PersonalRow(case, number, name, person, evidence, kept, form)

    def text(self, row: PersonalRow) -> str:
        """
        Take a value out.

        Raises:
            BentRow: it is not what was put away.
        """
        if not is_typed(row):
            raise BentRow(f"what entry {row.number} of case {row.case} told")
        about = _about_value(row.case, row.person, row.name, row.evidence, row.form)
        try:
            return unseal(self._key, row.sealed, about).decode()
        except (CannotUnseal, UnicodeDecodeError) as problem:
            raise BentRow(f"what entry {row.number} of case {row.case} told") from problem

    def question(self, *parts: object) -> str:
        """Give a digest of something that may hold values, which nobody can try out once the key is gone; of anything, for the engine says what is no question."""
        said = json.dumps(parts, ensure_ascii=False, default=repr)
        return keyed(self._key, said.encode(errors="surrogatepass"))


def safe_of(keys: KeyProvider, row: PersonKeyRow) -> Safe:
    """
    Open the safe of somebody.

    Raises:
        PersonErased: it was destroyed.
        BentRow: its key is not the one it was made with.
        NoSuchKey: the wrapping key is not at hand.
    """
    if row.wrapping is None or row.wrapped is None:
        raise PersonErased(row.case, row.person)
    bent = BentRow(f"the key of {row.person} in case {row.case}")
    if not is_typed(row):
        raise bent
    try:
        key = keys.unwrap(Wrapped(row.wrapping, row.wrapped), _about(row.case, row.person))
    except CannotUnseal as problem:
        raise bent from problem
    if mark_of_key(key) != row.mark:
        raise bent
    return Safe(row, key)


def new_safe(keys: KeyProvider, case: str, person: str) -> Safe:
    """
    Make a safe for somebody who has none yet.

    Raises:
        NotAsked: their name is too long to be looked up by.
    """
    _check_short(person)
    key = new_key()
    wrapped = keys.wrap(key, _about(case, person))
    return Safe(PersonKeyRow(case, person, wrapped.name, wrapped.text, mark_of_key(key)), key, is_new=True)


def rewrapped(keys: KeyProvider, row: PersonKeyRow) -> PersonKeyRow | None:
    """
    Wrap the key of somebody with the newest wrapping key; nothing when it is so already, or was destroyed.
    """
    if row.wrapping is None or row.wrapped is None or row.wrapping == keys.newest:
        return None
    about = _about(row.case, row.person)
    now = keys.wrap(safe_of(keys, row)._key, about)
    return row._replace(wrapping=now.name, wrapped=now.text)


def destroyed(case: str, person: str, row: PersonKeyRow | None) -> PersonKeyRow:
    """
    Give the row of a key that nobody has any more.

    Raises:
        NotAsked: there was none, and their name is too long to be looked up by.
    """
    if row is None:
        _check_short(person)
    return PersonKeyRow(case, person, None, None, row.mark if row else "")


def texts_of(values: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """
    Make sure that something can be personal values.

    Raises:
        NotAsked: it cannot. What was handed over is not repeated, because it may be somebody's.
    """
    given: Any = values  # whatever it says it is
    if not isinstance(given, Mapping) or not given:
        raise NotAsked("personal values are {name: text}, at least one")
    for name, text in given.items():
        if type(name) is not str or not is_name(name) or len(name) > LONGEST_NAME:
            raise NotAsked(
                f"a personal value is called by a name such as `phone`, in lower case and with hyphens, of at most {LONGEST_NAME} characters"
            )
        if type(text) is not str:
            raise NotAsked(f"a personal value is text, and `{name}` is not")
        if len(text) > _LONGEST:
            raise NotAsked(f"a personal value has at most {_LONGEST} characters, and `{name}` has {len(text)}")
        if text.encode(errors="replace").decode() != text:
            raise NotAsked(f"a personal value holds no halves of characters, and `{name}` does")
    return tuple(given.items())


# ----------------------------------------------------------------------------------------------------------------------


def _check_short(person: str) -> None:
    if len(person) > LONGEST_NAME:
        raise NotAsked(
            f"what is told is kept of people whose ids have at most {LONGEST_NAME} characters, not {len(person)}"
        )


def _about_value(case: str, person: str, name: str, evidence: str | None, form: str | None) -> bytes:
    return _about(case, person, name, evidence, *(() if form is None else (form,)))


def _about(*parts: str | None) -> bytes:
    return json.dumps(parts, ensure_ascii=False).encode()
