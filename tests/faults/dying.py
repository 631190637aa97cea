"""
Connections that end their process, by a signal that nobody can catch, before or after whichever statement it shall be.

What dies lies below SQLAlchemy: whoever talks to the driver himself dies too.
"""

import os
import signal
import sqlite3
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from rjflow.store.connecting import engine_of


class Fuse:
    """
    Counts the edges of statements, and ends the process at one of them: `>` is before a statement, `<` after it.
    """

    def __init__(self) -> None:
        self.starts(None)

    def starts(self, at: int | None) -> None:
        """Count from the beginning, up to the edge at which to die."""
        self._at = at
        self.passed: list[str] = []

    def edge(self, what: str) -> None:
        """Pass an edge, or die there."""
        if len(self.passed) == self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed.append(" ".join(what.split()))


def dying_engine(place: str, fuse: Fuse) -> Engine:
    """
    Give the engine of a place, as a store has it, over connections with a fuse.
    """
    engine = engine_of(place)
    kinds = _SQLITE if engine.dialect.name == "sqlite" else _POSTGRES

    @event.listens_for(engine, "do_connect")
    def connect(_: Any, __: Any, args: Any, more: Any) -> Any:
        return kinds(fuse, *args, **more)

    return engine


# ----------------------------------------------------------------------------------------------------------------------


class _Cursor:
    """
    Lets a cursor pass an edge before and after each statement.
    """

    fuse: Fuse

    def execute(self, query: Any, *args: Any, **more: Any) -> Any:
        self.fuse.edge(f"> {_told(query)}")
        done = super().execute(query, *args, **more)  # type: ignore[misc]
        self.fuse.edge(f"< {_told(query)}")
        return done

    def executemany(self, query: Any, *args: Any, **more: Any) -> Any:
        self.fuse.edge(f"> {_told(query)}")
        done = super().executemany(query, *args, **more)  # type: ignore[misc]
        self.fuse.edge(f"< {_told(query)}")
        return done


class _Connection:
    """
    The same of a connection, which commits.
    """

    fuse: Fuse

    def commit(self) -> None:
        self.fuse.edge("> commit")
        super().commit()  # type: ignore[misc]
        self.fuse.edge("< commit")


def _told(query: Any) -> str:
    text = query if isinstance(query, str) else query.decode() if isinstance(query, bytes) else query.as_string(None)
    return text[:60]


def _SQLITE(fuse: Fuse, *args: Any, **more: Any) -> sqlite3.Connection:  # chosen as a kind
    class Cursor(_Cursor, sqlite3.Cursor):
        pass

    class Connection(_Connection, sqlite3.Connection):
        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor)

    Cursor.fuse = Connection.fuse = fuse
    return sqlite3.connect(*args, **{**more, "factory": Connection})


def _POSTGRES(fuse: Fuse, *args: Any, **more: Any) -> psycopg.Connection:  # as above
    class Cursor(_Cursor, psycopg.Cursor):
        pass

    class Connection(_Connection, psycopg.Connection):
        pass

    Cursor.fuse = Connection.fuse = fuse
    found = Connection.connect(*args, **more)
    found.cursor_factory = Cursor
    return found
