"""
A drawer in a file of its own: what is written in forms, sealed, apart from the cases, so that it can be kept, moved and destroyed apart.

Each form is under a key of its own, which is wrapped by the host's wrapping key. What is thrown away is overwritten in the file.

Stands on: `drawer`, `sealing`.   Knows nothing of: workflows, who may read.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from rjflow.casebook.drawer import Filed
from rjflow.sealing.port import CannotUnseal, KeyProvider, Wrapped
from rjflow.sealing.values import new_key, seal, unseal
from rjflow.store.rows import BentRow

_TABLE = """\
CREATE TABLE IF NOT EXISTS filed (
    "case" TEXT NOT NULL, form TEXT NOT NULL, person TEXT NOT NULL, number INTEGER NOT NULL, "by" TEXT NOT NULL, at INTEGER NOT NULL,
    wrapping TEXT NOT NULL, wrapped TEXT NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY ("case", form, person)
)"""
_WAIT = 30.0


class SealedDrawer:
    """
    Keep what is written in forms in an SQLite file, sealed.

    Args:
        path: The file; it is made when it is not there.
        keys: Wraps the keys that forms are sealed under.

    Not seen:
        A program that ends between the storing of a case and of its form: then the evidence is kept, and the rest of the form is not.
        Copies of the file made before something was thrown away.
    """

    def __init__(self, path: str | Path, keys: KeyProvider) -> None:
        self._path = str(path)
        self._keys = keys
        with self._writing() as file:
            file.execute(_TABLE)

    def put(self, filed: Filed) -> None:
        """Keep what was written in a form."""
        with self._writing() as file:
            self._write(file, filed)

    def of(self, case: str) -> Sequence[Filed]:
        """
        Give what is kept of a case.

        Raises:
            BentRow: a row was edited by hand, or damaged.
            NoSuchKey: the wrapping key is not at hand.
        """
        with closing(self._open()) as file:
            return self._read(file, case)

    def change(self, case: str, leave: Callable[[Filed], Mapping[str, Any]]) -> int:
        """Leave of each form only some."""
        lost = 0
        with self._writing() as file:
            for one in self._read(file, case):
                left = leave(one)
                if left == one.values:
                    continue
                lost += 1
                file.execute('DELETE FROM filed WHERE "case" = ? AND form = ? AND person = ?', _key(one))
                if left:
                    self._write(file, one._replace(values=left))
        return lost

    def rewrap(self) -> int:
        """Seal every form anew that is not under the newest wrapping key, so that older ones can be given up; tell how many."""
        with self._writing() as file:
            old = file.execute("SELECT * FROM filed WHERE wrapping <> ?", (self._keys.newest,)).fetchall()
            for row in old:
                self._write(file, self._filed(*row))
        return len(old)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        file = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
        file.execute("PRAGMA secure_delete = ON")
        return file

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """
        Hold the file for one change, all of it or nothing.
        """
        with closing(self._open()) as file:
            file.execute("BEGIN IMMEDIATE")
            try:
                yield file
            except BaseException:
                file.execute("ROLLBACK")
                raise
            file.execute("COMMIT")

    def _write(self, file: sqlite3.Connection, filed: Filed) -> None:
        key, about = new_key(), _about(filed)
        wrapped = self._keys.wrap(key, about)
        said = json.dumps(_plain(dict(filed.values)), ensure_ascii=False).encode()
        row = (*_key(filed), filed.number, filed.by, filed.at, wrapped.name, wrapped.text, seal(key, said, about))
        file.execute("INSERT OR REPLACE INTO filed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _read(self, file: sqlite3.Connection, case: str) -> tuple[Filed, ...]:
        rows = file.execute('SELECT * FROM filed WHERE "case" = ? ORDER BY number, form, person', (case,))
        return tuple(self._filed(*row) for row in rows.fetchall())

    def _filed(
        self, case: str, form: str, person: str, number: int, by: str, at: int, wrapping: str, wrapped: str, sealed: str
    ) -> Filed:
        bare = Filed(case, form, person or None, number, by, at, {})
        about = _about(bare)
        try:
            said = unseal(self._keys.unwrap(Wrapped(wrapping, wrapped), about), sealed, about)
            return bare._replace(values=_said(json.loads(said)))
        except (CannotUnseal, ValueError) as problem:
            raise BentRow(f"the form {form} of case {case}") from problem


# ----------------------------------------------------------------------------------------------------------------------


def _key(filed: Filed) -> tuple[str, str, str]:
    return filed.case, filed.form, filed.person or ""


def _about(filed: Filed) -> bytes:
    """
    Give what a form is bound to: in another place, or with another date or hand, it does not open.
    """
    return json.dumps([*_key(filed), filed.number, filed.by, filed.at], ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    """
    Turn values into what JSON knows; a date says that it is one.
    """
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": {name: _plain(one) for name, one in value.items()}}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _said(plain: Any) -> Any:
    match plain:
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case {"map": dict(items)}:
            return {name: _said(one) for name, one in items.items()}
        case list():
            return [_said(one) for one in plain]
        case _:
            return plain
