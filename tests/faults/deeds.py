"""
What is done when somebody is killed: each deed on one store, which `prepared` has filled.

Run as a program it waits for lines on its standard input, each of which names a deed and the edge of a statement at which to die; without an
edge it does the deed itself, and tells the edges. It forks for each death, so that one costs a few milliseconds.

    python -m tests.faults.deeds
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.dying import Fuse, dying_engine
from tests.faults.watches import BOTH_KEYS, EVENING, watches

from rjflow.casebook import Casebook
from rjflow.casebook.delivering import Delivery
from rjflow.clock import FixedClock
from rjflow.store.port import Store
from rjflow.store.sql import SqlStore

LATER = EVENING + timedelta(hours=2)


class Deed(NamedTuple):
    """
    Something to do, when, and what it leaves: `is_one`, everything in one transaction; `is_same`, the same each time to the letter.
    """

    do: Callable[[Casebook, Callable[[Delivery], Any]], Any]
    hours: int = 0
    is_one: bool = True
    is_same: bool = True


def prepared(store: Store) -> None:
    """
    Put some cases into a store: one about somebody of whom much was told, and three whose hour will be over at different times.
    """
    clock = FixedClock(EVENING)
    book = watches(store, clock)
    book.open("watch-1", people={"gus": "guest"}, actor="ada", key="a")
    book.tell("watch-1", "gus", {"phone": "0"}, actor="ada", key="b")
    book.record("watch-1", "seen", "yes", actor="ada", key="c")
    for number in (2, 3):
        clock.forward(minutes=1)
        book.open(f"watch-{number}", people={"eve": "guest"}, actor="ada")
        book.tell(f"watch-{number}", "eve", {"phone": "1"}, actor="ada")


DEEDS = {
    "opens": Deed(lambda book, _: book.open("watch-9", people={}, actor="ada", version=1, key="x")),
    "opens the first": Deed(lambda book, _: book.open("watch-9", people={}, actor="ada", version=2, key="x")),
    "records": Deed(lambda book, _: book.record("watch-1", "seen", "no", actor="ben", key="x")),
    "fires": Deed(lambda book, _: book.fire("watch-1", "wake", actor="ben", key="x"), hours=2),
    "tells": Deed(
        lambda book, _: book.tell("watch-2", "eve", {"phone": "2", "mail": "@"}, actor="ada", key="x"), is_same=False
    ),
    "records with a note": Deed(
        lambda book, _: book.record("watch-1", "seen", "no", actor="ben", notes={"gus": "they said so"}, key="x"),
        is_same=False,
    ),
    "erases": Deed(lambda book, _: book.erase("watch-1", "gus", actor="ada", key="x")),
    "migrates": Deed(lambda book, _: book.migrate("watch-1", actor="ada", version=2, key="x")),
    "sweeps": Deed(lambda book, _: book.sweep(), hours=2, is_one=False),
    "delivers": Deed(lambda book, send: book.deliver(send, rest=1), is_one=False),
    "wraps anew": Deed(lambda book, _: book.rewrap(), is_one=False, is_same=False),
}


def done(deed: str, store: Store, send: Callable[[Delivery], Any]) -> Any:
    """
    Do a deed.
    """
    found = DEEDS[deed]
    clock = FixedClock(EVENING + timedelta(hours=found.hours))
    return found.do(watches(store, clock, keys=BOTH_KEYS, later=True), send)


# ----------------------------------------------------------------------------------------------------------------------


@cache
def _store(place: str) -> tuple[SqlStore, Fuse]:
    """
    Make a store over connections with a fuse; once, so that what it has made ready is there after a fork.
    """
    fuse = Fuse()
    engine = dying_engine(place, fuse)
    engine.connect().close()  # the first time, SQLAlchemy asks the server who it is
    return SqlStore(engine), fuse


def _dies(place: str, deed: str, at: int | None, received: str) -> list[str]:
    """
    Do a deed, up to an edge; give those it passed.
    """
    store, fuse = _store(place)
    fuse.starts(at)
    box = Path(received)

    def send(message: Delivery) -> None:
        fuse.edge("> send")
        with box.open("a") as file:
            file.write(f"{message.id} {message.case} {message.number}\n")
        fuse.edge("< send")

    done(deed, store, send)
    store.engine.dispose()
    return fuse.passed


def _forked(asked: dict[str, Any]) -> int:
    """
    Let a child do it; tell how it ended: by which signal, as a negative number.
    """
    child = os.fork()
    if child == 0:
        try:
            _dies(**asked)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(_dies(**asked) if asked["at"] is None else _forked(asked)) + "\n")
        sys.stdout.flush()
