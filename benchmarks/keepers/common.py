"""
What every adapter here does, so that the work is the same: who acts is looked up and must have the role, what is given must be of its type; facts are
kept with who gave them and when; an entry is chained, and says with which roles and under which definition it was made; the row is sealed.
"""

import json
import sqlite3
from hashlib import sha256
from json import JSONEncoder
from typing import NamedTuple

from peers.workload import BEGINNING, FLAGS, NUMBERS, START, TRANSITIONS, WORDS, Facts, Value

BY, FIRST, ROLE = "ada", "0" * 64, "worker"
ROLES = {BY: frozenset({ROLE})}
canonical = JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode
Known = dict[str, list]  # a value, by whom, when
DEFINITION = sha256(canonical(TRANSITIONS).encode()).hexdigest()
_WORDS = {name: frozenset(words) for name, words in WORDS.items()}

SCHEMA = (
    """
    CREATE TABLE cases (
        id TEXT PRIMARY KEY, revision INTEGER NOT NULL, head TEXT NOT NULL, state TEXT NOT NULL, facts TEXT NOT NULL, seal TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE entries (
        "case" TEXT NOT NULL REFERENCES cases (id), number INTEGER NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY ("case", number)
    )
    """,
    'CREATE TABLE deadlines ("case" TEXT PRIMARY KEY REFERENCES cases (id), due BIGINT NOT NULL)',
)


class Row(NamedTuple):
    """A case as it is kept."""

    id: str
    revision: int
    head: str
    state: str
    facts: str
    seal: str


class Entry(NamedTuple):
    """One thing that happened, chained to the one before."""

    case: str
    number: int
    hash: str
    text: str


def first_row(case: str) -> tuple[Row, Entry]:
    """Give the row and the entry of a case that is opened."""
    return after(Row(case, 0, FIRST, START, "{}", ""), "open", START, {}, {}, BEGINNING)


def known(row: Row) -> Known:
    """Read what a row knows, if it is as it was sealed."""
    if row.seal != seal(row):
        raise ValueError(row.id)
    return json.loads(row.facts)


def plain(facts: Known) -> Facts:
    """Give the values alone."""
    return {name: value[0] for name, value in facts.items()}


def after(row: Row, event: str, target: str, facts: Known, given: Facts, at: int) -> tuple[Row, Entry]:
    """Give the row after an event, and its entry."""
    now = {**facts, **{name: [value, BY, at] for name, value in given.items()}}
    return after_text(row, event, target, canonical(now), given, at)


def check(given: Facts, roles: frozenset[str]) -> None:
    """Make sure that somebody may, and that what is given is what it must be."""
    if ROLE not in roles:
        raise PermissionError(BY)
    for name, value in given.items():
        if not is_right(name, value):
            raise ValueError(name)


def is_right(name: str, value: Value) -> bool:
    """Tell whether a value can be one of a fact's."""
    if name in _WORDS:
        return type(value) is str and value in _WORDS[name]
    if name in NUMBERS:
        return type(value) is int and NUMBERS[name][0] <= value <= NUMBERS[name][1]
    return name in FLAGS and type(value) is bool


def after_text(row: Row, event: str, target: str, text: str, given: Facts, at: int) -> tuple[Row, Entry]:
    """The same, where what is known is kept as some other text."""
    roles = ROLES[BY]
    check(given, roles)
    said = {
        "actor": {"id": BY, "roles": sorted(roles)},
        "at": at,
        "case": row.id,
        "definition": DEFINITION,
        "event": event,
        "given": given,
        "number": row.revision + 1,
        "previous": row.head,
        "source": row.state,
        "state": target,
    }
    head = sha256(canonical(said).encode()).hexdigest()
    new = Row(row.id, row.revision + 1, head, target, text, "")
    return new._replace(seal=seal(new)), Entry(row.id, new.revision, head, canonical({**said, "hash": head}))


def seal(row: Row) -> str:
    """Give the digest of everything else in a row."""
    return sha256(json.dumps(row[:-1], ensure_ascii=False).encode()).hexdigest()


def sqlite(path: str, synchronous: str) -> sqlite3.Connection:
    """Open a file as all adapters do that need no more than the driver."""
    found = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    found.execute("PRAGMA foreign_keys = ON")
    found.execute(f"PRAGMA synchronous = {synchronous}")
    return found


def prepare_sqlite(path: str, schema: tuple[str, ...] = SCHEMA) -> None:
    """Make the tables in a file that writes ahead."""
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode = WAL")
        for one in schema:
            made.execute(one)


def libpq(url: str) -> str:
    """Give a database's URL as the driver wants it."""
    return url.replace("postgresql+psycopg", "postgresql")
