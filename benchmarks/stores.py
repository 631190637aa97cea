"""
Commands that are committed, one after the other, beside other ways to keep cases: the claim of docs/performance.md.

Every adapter walks the same script of 22 events to `closed`, commits each before the next, chains what happened by SHA-256 and seals the case's
row; that is checked before anything is measured. Each has a database and processes of its own, which are kept; they run in turns, in reversed
order every other time, for a fixed time each; what is given is the median of the turns. Peers that are not installed are named, not hidden.

    python benchmarks/stores.py [--full] [--rounds 5] [--seconds 0.5] [--only NAME...] [--places NAME...]
"""

import argparse
import contextlib
import importlib
import shutil
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))

from peers.workload import BEGINNING, HOUR, PROBES, SCRIPT

ADAPTERS = (
    *("by_hand_sql", "by_casebook", "by_core", "by_orm", "by_transitions_sql", "by_django_sql", "by_spiff_sql"),
    *("by_dbos_steps",),
)
LIMIT, OURS, CORE = "by_hand_sql", "by_casebook", "by_core"
NO_PEERS = {LIMIT, OURS, CORE, "by_orm"}
PLACES = ("SQLite NORMAL", "SQLite FULL", "PostgreSQL")
GOALS = {"SQLite NORMAL": 0.7, "SQLite FULL": 0.85, "PostgreSQL": 0.8}


def works(adapter: str, url: str, synchronous: str, pipe: Any) -> None:
    """Be one client: walk cases for as long as it is told, and tell how many commands that were."""
    keeper = None
    try:
        module = importlib.import_module(f"keepers.{adapter}")
        keeper = module.opened(url, synchronous)
        pipe.send("ready")
        while (asked := pipe.recv()) is not None:
            name, seconds = asked
            pipe.send(walks(keeper, name, seconds))
    except Exception:  # noqa: BLE001  # whatever it is, it is told
        pipe.send(traceback.format_exc())
    finally:
        if keeper is not None:
            keeper.close()


def walks(keeper: Any, name: str, seconds: float) -> float:
    """Walk one case after the other through the script; commands in a second."""
    begins = time.perf_counter()
    done = case = 0
    while True:
        case += 1
        keeper.new(f"{name}-{case}")
        done += 1
        for place, (event, facts) in enumerate(SCRIPT):
            assert keeper.fire(f"{name}-{case}", event, facts, BEGINNING + place * HOUR), event
            done += 1
            if (passed := time.perf_counter() - begins) > seconds:
                return done / passed


def check(name: str, adapter: ModuleType, url: str) -> None:
    """Make sure that an adapter does the same work as all others."""
    keeper = adapter.opened(url, "FULL")
    keeper.new("checked")
    for place, (event, facts) in enumerate(SCRIPT):
        at = BEGINNING + place * HOUR
        for after, probe, given in PROBES:
            if after == place:
                assert not keeper.fire("checked", probe, given, at), f"{name} allows {probe}"
        assert keeper.fire("checked", event, facts, at), f"{name} refuses {event}"
    assert keeper.state("checked") == "closed", name
    keeper.close()


@contextlib.contextmanager
def databases(place: str, names: list[str]) -> Iterator[dict[str, str]]:
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


def measured(
    place: str, clients: int, adapters: dict[str, ModuleType], rounds: int, seconds: float
) -> tuple[dict[str, list[float]], list[str]]:
    """Let all adapters run in turns; commands in a second, for each turn, and what went wrong."""
    synchronous = place.rsplit(maxsplit=1)[-1]
    spawn = get_context("spawn")
    found: dict[str, list[float]] = {name: [] for name in adapters}
    wrong: list[str] = []
    with databases(place, list(adapters)) as urls, contextlib.ExitStack() as stack:
        pipes: dict[str, list[Any]] = {}
        for name, adapter in adapters.items():
            adapter.prepare(urls[name])
            check(name, adapter, urls[name])
            pipes[name] = []
            for _ in range(clients):
                ours, theirs = spawn.Pipe()
                process = spawn.Process(target=works, args=(name, urls[name], synchronous, theirs), daemon=True)
                process.start()
                stack.callback(process.join, 30)
                stack.callback(ours.send, None)
                pipes[name].append(ours)
            wrong += [f"{name}: {said}" for pipe in pipes[name] if (said := pipe.recv()) != "ready"]
        for number in range(rounds + 1):
            for name in sorted(adapters, reverse=bool(number % 2)):
                for client, pipe in enumerate(pipes[name]):
                    pipe.send((f"c{client}-{number}", seconds))
                told = [pipe.recv() for pipe in pipes[name]]
                wrong += [f"{name}: {one}" for one in told if isinstance(one, str)]
                if number and not any(isinstance(one, str) for one in told):  # the first turn warms up
                    found[name].append(sum(told))
    return found, wrong


def shown(place: str, clients: int, adapters: dict[str, ModuleType], rates: dict[str, list[float]]) -> None:
    """Print the table, and the ratios that are promised."""
    medians = {name: statistics.median(every) for name, every in rates.items() if every}
    print(f"\n{place}, {clients} {'client' if clients == 1 else 'clients'}")
    print(f"{'':42} {'commands/s':>10} {'µs':>8} {'spread':>8} {'÷ limit':>8} {'rjflow is':>10}")
    for name in sorted(medians, key=medians.__getitem__, reverse=True):
        adapter, median = adapters[name], medians[name]
        release = version(adapter.DISTRIBUTION) if hasattr(adapter, "DISTRIBUTION") else ""
        quarters = statistics.quantiles(rates[name], n=4) if len(rates[name]) > 1 else [median] * 3
        print(
            f"{adapter.NAME + ' ' + release:42} {median:10,.0f} {clients * 1e6 / median:8.0f}"
            f" {(quarters[2] - quarters[0]) / median:8.0%} {median / medians[LIMIT]:8.3f} {medians[OURS] / median:9.2f}×"
        )
    goals = [("the limit written by hand", ratio(rates, OURS, LIMIT), GOALS[place])]
    if CORE in medians and place == "SQLite NORMAL":
        goals.append(("SQLAlchemy Core, used plainly", ratio(rates, OURS, CORE), 3.0))
    if peers := [name for name in medians if name not in NO_PEERS]:
        fastest = max(peers, key=medians.__getitem__)
        goals.append((f"the fastest peer, {adapters[fastest].NAME}", ratio(rates, OURS, fastest), 1.0))
    for what, reached, goal in goals:
        print(f"{'reached' if reached >= goal else 'MISSED':8} {reached:6.2f} times {what} (goal: {goal})")


def ratio(rates: dict[str, list[float]], one: str, other: str) -> float:
    """Give how many times one is as fast as another: the median over the turns, each beside its neighbour."""
    return statistics.median(a / b for a, b in zip(rates[one], rates[other]))


def loaded(only: list[str]) -> tuple[dict[str, ModuleType], list[str]]:
    """Import what is installed, and name what is not."""
    found, missing = {}, []
    for name in ADAPTERS:
        if only and name not in only:
            continue
        try:
            found[name] = importlib.import_module(f"keepers.{name}")
        except ModuleNotFoundError as problem:
            missing.append(f"{name} ({problem.name} is not installed)")
    return found, missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--places", nargs="*", default=PLACES)
    parser.add_argument("--clients", nargs="*", type=int, default=[1, 8])
    options = parser.parse_args()
    adapters, missing = loaded(options.only)
    for place in options.places:
        for clients in options.clients:
            rounds = options.rounds or (15 if options.full else 5)
            rates, wrong = measured(place, clients, adapters, rounds, options.seconds)
            shown(place, clients, adapters, rates)
            for one in wrong:
                print(f"went wrong: {one}")
    for name in missing:
        print(f"not measured: {name}")


if __name__ == "__main__":
    main()
