"""
PostgreSQL itself is killed while others write: whatever was answered is there, once; who got no answer asks again.
"""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from tests.faults.watches import EVENING, IS_LONG, watches
from tests.postgres import Server, server

from rjflow.auditing import audit
from rjflow.clock import FixedClock
from rjflow.store.connecting import engine_of
from rjflow.store.port import StaleRevision
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

WRITERS, CASES, ROUNDS, EACH = 4, 5, 4 if IS_LONG else 1, 60 if IS_LONG else 20
Answers = dict[str, tuple[str, list[int]]]
pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture
def started() -> Iterator[tuple[Server, Engine]]:
    """
    A server of its own, which keeps what it has confirmed.
    """
    with server() as found:
        engine = engine_of(found.url)
        upgrade(engine)
        yield found, engine
        engine.dispose()


def write(store: SqlStore, name: str, answers: Answers, stop: Event) -> int:
    """
    Record one thing after the other until somebody says stop, each until it is answered; tell how often the server was not there.
    """
    book, number, gone = watches(store), 0, 0
    while not stop.is_set():
        number += 1
        case, key = f"watch-{number % CASES}", f"{name}-{number}"
        while key not in answers:
            try:
                step = book.record(case, "seen", ("yes", "no")[number % 2], actor="ada", key=key)
            except StaleRevision:
                continue
            except DBAPIError:
                gone += 1
                stop.wait(0.02)
            else:
                answers[key] = (case, [entry.number for entry in step.entries])
    return gone


def kill_a_backend(engine: Engine) -> None:
    """
    Kill a process of the server that works for somebody, for a writer if there is one: the server throws everybody out, and recovers.
    """
    with engine.connect() as connection:
        pid = connection.exec_driver_sql(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' ORDER BY pid = pg_backend_pid() LIMIT 1"
        ).scalar_one()
        os.kill(pid, signal.SIGKILL)
        connection.invalidate()


def test_what_was_answered_outlives_the_server(started: tuple[Server, Engine], record_property: Callable[..., None]):
    """
    However the server is killed, each answer stands in the store exactly once, every chain verifies, and deadlines fire once.
    """
    killed, engine = started
    store, answers, stop = SqlStore(engine), Answers(), Event()
    for case in range(CASES):
        watches(store).open(f"watch-{case}", people={}, actor="ada")
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, store, f"writer-{number}", answers, stop) for number in range(WRITERS)]
        try:
            for _ in range(ROUNDS):
                for kill in (lambda: (killed.ends(signal.SIGKILL), killed.start()), lambda: kill_a_backend(engine)):
                    seen = len(answers)
                    while len(answers) < seen + EACH and not any(one.done() for one in writing):
                        stop.wait(0.01)
                    kill()
            seen = len(answers)
            while len(answers) < seen + EACH and not any(one.done() for one in writing):
                stop.wait(0.01)
        finally:
            stop.set()
    assert 0 < sum(one.result() for one in writing)
    swept = watches(store, FixedClock(EVENING.replace(hour=23))).sweep()

    found = audit(store)
    files = [store.file(f"watch-{case}") for case in range(CASES)]
    asked = {row.key: (row.case, list(range(row.first, row.last + 1))) for file in files for row in file.keys}
    assert answers == asked
    assert (len(answers) + CASES + CASES, ()) == (found.entries, found.flaws)
    assert CASES == len(swept.moved)
    record_property("answers, not there", (len(answers), sum(one.result() for one in writing)))
