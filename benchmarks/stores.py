"""
Commands that are committed, one after the other, beside other ways to keep cases: the claim of docs/performance.md.

Every adapter walks the same script of 22 events to `closed`, commits each before the next, chains what happened by SHA-256 and seals the case's
row; that is checked before anything is measured. Each has a database and processes of its own, which are kept; they run in turns, in reversed
order every other time, for a fixed time each; what is given is the median of the turns. Peers that are not installed are named, not hidden.

    python benchmarks/stores.py [--full] [--rounds 5] [--seconds 0.5] [--only NAME...] [--places NAME...] [--under-way 1]

With more cases under way than one, each client takes them in turns, so that what a process still has of its last cases (rjflow: of some 16 to 32) is of no use.
"""

import argparse
import contextlib
import gc
import importlib
import itertools
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))

from peers.workload import BEGINNING, HOUR, PROBES, SCRIPT

ADAPTERS = (
    *(
        "by_hand_sql",
        "by_casebook",
        "by_casebook_in_batches",
        "by_core",
        "by_orm",
        "by_transitions_sql",
        "by_transitions_models_sql",
        "by_django_sql",
        "by_spiff_sql",
    ),
    *("by_dbos_steps",),
)
LIMIT, OURS, CORE = "by_hand_sql", "by_casebook", "by_core"
NO_PEERS = {LIMIT, OURS, "by_casebook_in_batches"}
PLACES = ("SQLite NORMAL", "SQLite FULL", "PostgreSQL")
GOALS = {"SQLite NORMAL": 0.7, "SQLite FULL": 0.85, "PostgreSQL": 0.8}


class Wrong(Exception):
    """What a client tells when it cannot go on."""


def works(adapter: str, url: str, synchronous: str, is_first: bool, pipe: Any) -> None:
    """Be one client: walk cases for as long as it is told, and tell how many commands that were. The first makes the tables."""
    keeper = None
    try:
        module = importlib.import_module(f"keepers.{adapter}")
        if is_first:
            module.prepare(url)
        keeper = module.opened(url, synchronous)
        if is_first:
            check(keeper)
        gc.collect()
        gc.freeze()  # as a server does before it serves: else whatever a library has loaded is collected in some turn or other
        release = version(module.DISTRIBUTION) if hasattr(module, "DISTRIBUTION") else ""
        pipe.send(f"{module.NAME} {release}".strip())
        while (asked := pipe.recv()) is not None:
            pipe.send(walks(keeper, *asked))
    except ModuleNotFoundError as problem:
        pipe.send(Wrong(f"{problem.name} is not installed"))
    except Exception:  # noqa: BLE001  # whatever it is, it is told
        pipe.send(Wrong(traceback.format_exc()))
    finally:
        if keeper is not None:
            keeper.close()


def walks(keeper: Any, name: str, seconds: float, under_way: int) -> tuple[float, float]:
    """Walk cases through the script, so many at a time; commands in a second, and microseconds of the client's CPU for each."""
    begins, busy = time.perf_counter(), time.process_time()
    done, passed = 0, 0.0
    for commands in steps(keeper, name, under_way):
        done += commands
        if (passed := time.perf_counter() - begins) > seconds:
            break
    return done / passed, (time.process_time() - busy) / done * 1e6


def steps(keeper: Any, name: str, under_way: int) -> Iterator[int]:
    """Go on for ever, and tell after each step how many commands it was: one, but where a keeper only walks a whole case."""
    for turn in itertools.count():
        cases = [f"{name}-{turn}-{number}" for number in range(under_way)]
        for case in cases:
            if hasattr(keeper, "walk"):
                yield keeper.walk(case)
            else:
                keeper.new(case)
                yield 1
        for place, (event, facts) in enumerate([] if hasattr(keeper, "walk") else SCRIPT):
            for case in cases:
                assert keeper.fire(case, event, facts, BEGINNING + place * HOUR), event
                yield 1


def check(keeper: Any) -> None:
    """Make sure that an adapter does the same work as all others."""
    if hasattr(keeper, "walk"):
        keeper.walk("checked")
        return
    keeper.new("checked")
    for place, (event, facts) in enumerate(SCRIPT):
        at = BEGINNING + place * HOUR
        for after, probe, given in PROBES:
            if after == place:
                assert not keeper.fire("checked", probe, given, at), f"{probe} is allowed"
        assert keeper.fire("checked", event, facts, at), f"{event} is refused"
    assert keeper.state("checked") == "closed"


@contextlib.contextmanager
def databases(place: str, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Give a database for each adapter: a file, or one on a server of our own that confirms nothing before it is on the disk."""
    folder = Path(tempfile.mkdtemp(prefix="rjflow-bench-"))
    try:
        if place.startswith("SQLite"):
            yield {name: str(folder / f"{name}.db") for name in names}
            return
        import psycopg
        from tests.postgres import server

        with server(
            ("listen_addresses=", "max_connections=200", "log_min_messages=log", "shared_buffers=256MB")
        ) as started:
            plain = started.url.replace("postgresql+psycopg", "postgresql")
            with psycopg.connect(plain, autocommit=True) as made:
                for name in names:
                    made.execute(f"CREATE DATABASE {name}")
            yield {name: started.url.replace("/postgres?", f"/{name}?") for name in names}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def started(adapter: str, url: str, place: str, clients: int, stack: contextlib.ExitStack) -> tuple[str, list[Any]]:
    """Start the clients of an adapter; give what it is called, and how to speak to them."""
    spawn, pipes, called = get_context("spawn"), [], ""
    for number in range(clients):
        ours, theirs = spawn.Pipe()
        process = spawn.Process(
            target=works, args=(adapter, url, place.rsplit(maxsplit=1)[-1], number == 0, theirs), daemon=True
        )
        process.start()
        stack.callback(process.join, 30)
        stack.callback(ours.send, None)
        pipes.append(ours)
        if number == 0 and isinstance(called := ours.recv(), Wrong):
            raise called
    for pipe in pipes[1:]:
        if isinstance(told := pipe.recv(), Wrong):
            raise told
    return called, pipes


def measured(
    place: str, clients: int, names: Sequence[str], rounds: int, seconds: float, under_way: int
) -> tuple[dict[str, str], dict[str, list[float]], dict[str, list[float]]]:
    """Let all adapters run in turns; what each is called, and for each turn commands in a second, and CPU."""
    with databases(place, names) as urls, contextlib.ExitStack() as stack:
        called: dict[str, str] = {}
        pipes: dict[str, list[Any]] = {}
        for name in names:
            try:
                called[name], pipes[name] = started(name, urls[name], place, clients, stack)
            except Wrong as why:
                print(f"not measured: {name}: {why}")
        found: dict[str, list[float]] = {name: [] for name in pipes}
        cpu: dict[str, list[float]] = {name: [] for name in pipes}
        for number in range(rounds + 1):
            for name in sorted(pipes, reverse=bool(number % 2)):
                for client, pipe in enumerate(pipes[name]):
                    pipe.send((f"c{client}-{number}", seconds, under_way))
                told = [pipe.recv() for pipe in pipes[name]]
                for one in told:
                    if isinstance(one, Wrong):
                        raise one
                if number:  # the first turn warms up
                    found[name].append(sum(rate for rate, _ in told))
                    cpu[name].append(statistics.mean(busy for _, busy in told))
    return called, found, cpu


def shown(
    place: str, clients: int, called: dict[str, str], rates: dict[str, list[float]], cpu: dict[str, list[float]]
) -> None:
    """Print the table, and the ratios that are promised."""
    medians = {name: statistics.median(every) for name, every in rates.items()}
    print(f"\n{place}, {clients} {'client' if clients == 1 else 'clients'}")
    print(f"{'':46} {'commands/s':>10} {'µs':>8} {'spread':>8} {'÷ limit':>8} {'rjflow is':>10} {'CPU µs':>8}")
    for name in sorted(medians, key=medians.__getitem__, reverse=True):
        median = medians[name]
        quarters = statistics.quantiles(rates[name], n=4) if len(rates[name]) > 1 else [median] * 3
        print(
            f"{called[name]:46} {median:10,.0f} {clients * 1e6 / median:8.0f} {(quarters[2] - quarters[0]) / median:8.0%}"
            f" {ratio(rates, name, LIMIT):8.3f} {ratio(rates, OURS, name):9.2f}× {statistics.median(cpu[name]):8.0f}"
        )
    goals = [("the limit written by hand", ratio(rates, OURS, LIMIT), GOALS[place])]
    if CORE in medians and place == "SQLite NORMAL":
        goals.append(("SQLAlchemy Core, used plainly", ratio(rates, OURS, CORE), 3.0))
    if peers := [name for name in medians if name not in NO_PEERS]:
        fastest = max(peers, key=medians.__getitem__)
        goals.append((f"the fastest peer, {called[fastest]}", ratio(rates, OURS, fastest), 1.0))
    if not place.startswith("PostgreSQL"):  # whose own work is not the client's
        print(f"by the client's CPU alone rjflow is {ratio(cpu, LIMIT, OURS):.2f} times the limit")
    for what, reached, goal in goals:
        print(f"{'reached' if reached >= goal else 'MISSED':8} {reached:6.2f} times {what} (goal: {goal})")


def ratio(rates: dict[str, list[float]], one: str, other: str) -> float:
    """Give how many times one is as fast as another: the median over the turns, each beside its neighbour."""
    return statistics.median(a / b for a, b in zip(rates[one], rates[other]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--places", nargs="*", default=PLACES)
    parser.add_argument("--clients", nargs="*", type=int, default=[1, 8])
    parser.add_argument("--under-way", type=int, default=1)
    options = parser.parse_args()
    names = options.only or ADAPTERS
    print(
        f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}; {options.seconds} s a turn, cases under way: {options.under_way}"
    )
    for place in options.places:
        for clients in options.clients:
            rounds = options.rounds or (15 if options.full else 5)
            # A batch holds its transaction between turns, and in SQLite with it the turn of everybody else.
            alone = clients > 1 and place.startswith("SQLite")
            there = [name for name in names if not (alone and name == "by_casebook_in_batches")]
            shown(place, clients, *measured(place, clients, there, rounds, options.seconds, options.under_way))


if __name__ == "__main__":
    main()
