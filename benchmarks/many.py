"""
Many entries, many deadlines, many cases: what does not get slower as a store grows, and by how much it does.

- The ten thousandth entry of a case beside its tenth.
- Sweeps over 200,000 armed deadlines, of which a few are due each time.
- Commands in a store of a million cases beside one of a thousand, in PostgreSQL (100,000 without --full).

Most rows are put there by the database itself; the cases that commands are given to are real ones. What is compared runs in turns.

    python benchmarks/many.py [--full]
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Engine, event, text
from tests.postgres import server

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.engine.example import DOOR
from rjflow.engine.roles import SameRoles
from rjflow.store.connecting import engine_of
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade
from rjflow.verifier.verifying import verify

VERIFIED = verify(DOOR).require()
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
REAL, DUE, SWEEPS, ARMED = 1000, 5, 100, 200_000

# As many cases as are asked for, which look like a real one of another name.
FILL = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)",
    "postgresql": "WITH n AS (SELECT generate_series(1, :many) AS i)",
}
FILLING = (
    """
    INSERT INTO rjflow_cases (id, fingerprint, revision, head, state, situation, waiver, seal)
    {n} SELECT 'filling-' || n.i, fingerprint, revision, head, state, situation, waiver, seal FROM rjflow_cases, n WHERE id = :one
    """,
    """
    INSERT INTO rjflow_entries ("case", number, hash, text)
    {n} SELECT 'filling-' || n.i, number, hash, text FROM rjflow_entries, n WHERE "case" = :one
    """,
    """
    INSERT INTO rjflow_deadlines ("case", due, event, calendar)
    {n} SELECT 'filling-' || n.i, due + 86400000000000 + n.i, event, calendar FROM rjflow_deadlines, n WHERE "case" = :one
    """,
    """
    INSERT INTO rjflow_outbox ("case", number, place, topic, text, seal, taken, tries, rests)
    {n} SELECT 'filling-' || n.i, number, place, topic, text, seal, 1, tries, rests FROM rjflow_outbox, n WHERE "case" = :one
    """,
)


def in_file(path: str) -> Engine:
    """Give an engine that does not wait for the disk, which is not what is measured."""
    engine = engine_of(path)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    return engine


def book_over(engine: Engine) -> tuple[Casebook, FixedClock]:
    """Make a casebook of doors."""
    upgrade(engine)
    clock = FixedClock(EVENING)
    roles = SameRoles({"ann": ["porter"]})
    announce = lambda step: [("stepped", str(step.case.revision))]  # noqa: E731  # one line of what is set up
    return Casebook(SqlStore(engine), [VERIFIED], roles=roles, clock=clock, announce=announce), clock


def fill(engine: Engine, one: str, many: int) -> None:
    """Put many cases there that look like one."""
    with engine.begin() as connection:
        for statement in FILLING:
            connection.execute(text(statement.format(n=FILL[engine.dialect.name])), {"one": one, "many": many})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE")


def took(do: Callable[[], object]) -> float:
    """Tell how many milliseconds something took."""
    begins = time.perf_counter()
    do()
    return (time.perf_counter() - begins) * 1e3


def told(what: str, reached: float, goal: float, unit: str = "times") -> None:
    """Print a figure beside its goal."""
    print(f"{'reached' if reached <= goal else 'MISSED':8} {reached:7.2f} {unit}: {what} (goal: at most {goal:g})")


def histories(engine: Engine, length: int) -> None:
    """Compare a command on a long history with one on a short history."""
    book, _ = book_over(engine)
    book.open("long", people={}, actor="ann")
    with engine.connect() as connection:
        for number in range(1, length):
            book.within(connection).record("long", "key", ("found", "lost")[number % 2], actor="ann")
            if number % 500 == 0:
                connection.commit()
        connection.commit()
    times: dict[str, list[float]] = {"long": [], "short": []}
    for number in range(200):
        short = f"short-{number}"
        book.open(short, people={}, actor="ann")
        for _ in range(8):
            book.record(short, "key", "found", actor="ann")
        for case, kind in ((short, "short"), ("long", "long"))[:: 1 if number % 2 else -1]:
            times[kind].append(took(lambda case=case: book.record(case, "key", "found", actor="ann")))
    long, short = (statistics.median(times[kind]) for kind in ("long", "short"))
    assert len(book.history("long")) == length + 200
    print(f"{engine.dialect.name}: entry 10 in {short:.2f} ms, entry {length:,} and on in {long:.2f} ms")
    told(f"entry {length:,} beside entry 10, {engine.dialect.name}", long / short, 1.2)


def sweeps(engine: Engine, name: str) -> None:
    """Sweep, again and again, where hardly anything of very much is due."""
    book, clock = book_over(engine)
    book.open("one", people={}, actor="ann")
    fill(engine, "one", ARMED)
    times = []
    for number in range(SWEEPS):
        for place in range(DUE):
            book.open(f"due-{number}-{place}", people={}, actor="ann")
        clock.forward(hours=13)
        times.append(took(book.sweep))
        assert not book.due(), number
    idle = [took(book.sweep) for _ in range(SWEEPS)]
    print(
        f"{name}: a sweep of {DUE} among {ARMED:,} in {statistics.median(times):.2f} ms, of none in {statistics.median(idle):.2f} ms"
    )
    told(f"the 95th of 100 sweeps of {DUE} among {ARMED:,}, {name}", statistics.quantiles(times, n=20)[-1], 50, "ms")


def cases(small: Engine, large: Engine, many: int) -> None:
    """Compare commands in a large store with the same commands in a small one."""
    books = {"small": book_over(small)[0], "large": book_over(large)[0]}
    for book in books.values():
        for number in range(REAL):
            book.open(f"real-{number}", people={}, actor="ann")
    begins = time.perf_counter()
    fill(large, "real-0", many - REAL)
    print(f"postgresql: {many:,} cases are there after {time.perf_counter() - begins:.0f} s")
    times: dict[str, list[float]] = {"small": [], "large": []}
    for number in range(REAL):
        case = f"real-{number * 617 % REAL}"
        for kind in ("small", "large")[:: 1 if number % 2 else -1]:
            times[kind].append(took(lambda book=books[kind]: book.record(case, "key", "found", actor="ann", key=case)))  # noqa: B023  # it is called at once
    low, high = (statistics.median(times[kind]) for kind in ("small", "large"))
    print(f"postgresql: a command among {REAL:,} cases in {low:.2f} ms, among {many:,} in {high:.2f} ms")
    told(f"a command among {many:,} cases beside {REAL:,}, postgresql", high / low, 1.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    settings = (
        "listen_addresses=",
        "max_connections=50",
        "log_min_messages=log",
        "shared_buffers=256MB",
        "max_wal_size=4GB",
    )
    with tempfile.TemporaryDirectory() as folder, server(settings) as started:
        for name in ("long", "due", "small", "large"):
            with engine_of(started.url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
        on_server = {
            name: engine_of(started.url.replace("/postgres?", f"/{name}?"))
            for name in ("long", "due", "small", "large")
        }
        length = 10_000
        for engine in (in_file(f"{folder}/long.db"), on_server["long"]):
            histories(engine, length)
        for engine, name in (
            (in_file(f"{folder}/quick.db"), "sqlite without waiting for the disk"),
            (engine_of(f"{folder}/due.db"), "sqlite"),
            (on_server["due"], "postgresql"),
        ):
            sweeps(engine, name)
        cases(on_server["small"], on_server["large"], 1_000_000 if options.full else 100_000)
        for engine in on_server.values():
            engine.dispose()


if __name__ == "__main__":
    main()
