"""
Connections that end their process, by a signal that nobody can catch, before or after whichever statement it shall be.

What dies lies below SQLAlchemy: whoever talks to the driver himself dies too.
"""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine, event

from rjflow.store.connecting import engine_of


def kill() -> None:
    """
    End this process.
    """
    os.kill(os.getpid(), signal.SIGKILL)


class Fuse:
    """
    Counts the edges of statements, and ends the process at one of them, or whatever else it is to do: `>` is before a statement, `<` after it.
    """

    def __init__(self, end: Callable[[], None] = kill) -> None:
        self._end = end
        self.starts(None)

    def starts(self, at: int | None) -> None:
        """Count from the beginning, up to the edge at which to die."""
        self._at = at
        self.passed: list[str] = []

    def edge(self, what: str) -> None:
        """Pass an edge, or die there."""
        if len(self.passed) == self._at:
            self._at = None
            self._end()
        self.passed.append(" ".join(what.split()))


def dying_engine(place: str, fuse: Fuse) -> Engine:
    """
    Give the engine of a place, as a store has it, over connections with a fuse.
    """
    engine = engine_of(place)
    event.listen(engine, "do_connect", partial(_connected, fuse))
    return engine


@contextmanager
def fused(engine: Engine, fuse: Fuse) -> Iterator[None]:
    """
    Let an engine have connections with a fuse for a while.
    """
    connects = partial(_connected, fuse)
    engine.dispose()
    event.listen(engine, "do_connect", connects)
    yield
    event.remove(engine, "do_connect", connects)
    engine.dispose()


# ----------------------------------------------------------------------------------------------------------------------


class _Cursor:
    """
    Lets a cursor pass an edge before and after each statement.
    """

    fuse: Fuse

    def execute(self, query: Any, *args: Any, **more: Any) -> Any:
        what = "commit" if self._is_all(query) or query == "COMMIT" else _told(query)
        self.fuse.edge(f"> {what}")
        done = super().execute(query, *args, **more)  # type: ignore[misc]  # a driver's class stands behind it
        self.fuse.edge(f"< {what}")
        return done

    def _is_all(self, query: Any) -> bool:
        """Tell whether a statement writes and is a transaction of its own, so that its end is its commit."""
        return getattr(self.connection, "autocommit", False) is True and _told(query).startswith("WITH")

    def executemany(self, query: Any, *args: Any, **more: Any) -> Any:
        self.fuse.edge(f"> {_told(query)}")
        done = super().executemany(query, *args, **more)  # type: ignore[misc]  # a driver's class stands behind it
        self.fuse.edge(f"< {_told(query)}")
        return done


class _Connection:
    """
    The same of a connection, which commits.
    """

    fuse: Fuse

    def commit(self) -> None:
        self.fuse.edge("> commit")
        super().commit()  # type: ignore[misc]  # a driver's class stands behind it
        self.fuse.edge("< commit")


def _told(query: Any) -> str:
    text = query if isinstance(query, str) else query.decode() if isinstance(query, bytes) else query.as_string(None)
    return text[:60]


def _connected(fuse: Fuse, dialect: Dialect, _: Any, args: Any, more: Any) -> Any:
    return (_in_file if dialect.name == "sqlite" else _on_server)(fuse, *args, **more)


def _in_file(fuse: Fuse, *args: Any, **more: Any) -> sqlite3.Connection:
    class Cursor(_Cursor, sqlite3.Cursor):
        pass

    class Connection(_Connection, sqlite3.Connection):
        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor)

    Cursor.fuse = Connection.fuse = fuse
    return sqlite3.connect(*args, **{**more, "factory": Connection})


def _on_server(fuse: Fuse, *args: Any, **more: Any) -> psycopg.Connection:
    class Cursor(_Cursor, psycopg.Cursor):
        pass

    class Connection(_Connection, psycopg.Connection):
        pass

    Cursor.fuse = Connection.fuse = fuse
    found = Connection.connect(*args, **more)
    found.cursor_factory = Cursor
    return found
