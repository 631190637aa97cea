"""
How we wait where somebody else writes in an SQLite file.

Nobody is woken there when it is their turn: whoever waits asks again. SQLite itself asks after 1, 2, 5 ms and so on up to every 100, so that the
file lies idle while all who want it sleep. On a connection that only we use we ask at least every 20: nobody waits as long as the unluckiest
did. Asking more often than that was tried, and cost more processor time than it brought where the disk is quick.

Stands on: SQLite's driver, `clock`.   Knows nothing of: pools, tables, cases.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, repeat
from typing import TypeVar

from rjflow.clock import pause, ticks

G = TypeVar("G")
T = TypeVar("T")
# In seconds. To ask costs 2 µs, and waking up ten times that and more, so that a crowd must not ask too often for long.
_STEPS = (0.001, 0.002, 0.005, 0.01)
_LAST = 0.02


def taken_over(raw: object) -> float | None:
    """
    Let a connection tell at once that somebody else writes; give for how many seconds it would have waited by itself.

    Nothing, and nothing is changed, where its file does not write ahead: there, any statement may have to wait for whoever reads.
    """
    if not isinstance(raw, sqlite3.Connection) or raw.in_transaction:
        return None
    try:
        if _pragma(raw, "journal_mode") != "wal":
            return None
        found = _pragma(raw, "busy_timeout")
        _pragma(raw, "busy_timeout = 0")
    except sqlite3.Error:  # what was done before is done; whatever is wrong will show next time
        return None
    return int(found) / 1000


def given_back(raw: sqlite3.Connection, patience: float) -> None:
    """
    Let a connection wait by itself again.
    """
    with suppress(sqlite3.Error):  # one that broke meanwhile cannot be told any more; the pool will notice
        _pragma(raw, f"busy_timeout = {round(patience * 1000)}")


def patiently(do: Callable[[G], T], given: G, patience: float | None) -> T:
    """
    Let something be done with what is given that changes nothing while somebody else writes; ask again for as long as patience lasts.

    Raises:
        OperationalError: somebody else wrote for too long; or at once, where the connection has waited by itself.
    """
    if patience is None:
        return do(given)
    try:
        return do(given)  # mostly nobody else writes, and what it takes to wait is not put together
    except sqlite3.OperationalError as error:
        until = ticks() + patience
        if not _may_wait(error, until):
            raise
    for step in chain(_STEPS, repeat(_LAST)):
        pause(step)
        try:
            return do(given)
        except sqlite3.OperationalError as error:
            if not _may_wait(error, until):
                raise
    raise AssertionError("the steps never end")


# ----------------------------------------------------------------------------------------------------------------------


def _may_wait(error: sqlite3.OperationalError, until: float) -> bool:
    """
    Tell whether an error says that somebody else writes, and there is patience left.
    """
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY and ticks() < until


def _pragma(raw: sqlite3.Connection, said: str) -> str | int:
    """
    Say a pragma, and give what it says.
    """
    cursor = raw.cursor()
    try:
        found: str | int = cursor.execute(f"PRAGMA {said}").fetchone()[0]
    finally:
        cursor.close()
    return found
