"""
Decisions in memory, beside the peers: the claim of docs/performance.md.

Every adapter walks the same script of 22 events to `closed`, writes 22 rows of history, and refuses the same probes; that is checked before
anything is measured. Rounds of all adapters alternate, in reversed order every other time; what is given is the median of the process's
own CPU time. Peers that are not installed are named, not hidden.

    python benchmarks/decisions.py [--full] [--rounds 9]
"""

import argparse
import gc
import importlib
import statistics
import sys
from importlib.metadata import version
from pathlib import Path
from time import process_time
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parent))

from peers.workload import ATOMS, BEGINNING, EVENTS, HOUR, PROBES, SCRIPT, STATES, TRANSITIONS

ADAPTERS = (
    *("by_hand", "by_rjflow", "by_engine", "by_transitions", "by_viewflow", "by_django_fsm", "by_automat"),
    *("by_transitions_models", "by_xstate", "by_python_statemachine", "by_sismic", "by_spiff"),
)
LIMIT, OURS, DIRECT = "by_hand", "by_rjflow", "by_transitions"
NO_PEERS = {LIMIT, OURS, "by_engine"}
CASES = 100


def loaded() -> tuple[dict[str, ModuleType], list[str]]:
    """Import what is installed, and name what is not."""
    found, missing = {}, []
    for name in ADAPTERS:
        try:
            found[name] = importlib.import_module(f"peers.{name}")
        except ModuleNotFoundError as problem:
            missing.append(f"{name} ({problem.name} is not installed)")
    return found, missing


def requests(adapter: ModuleType) -> list[tuple]:
    """Put the script into what the adapter's callers would have in hand."""
    put = getattr(adapter, "request", lambda *asked: asked)
    return [put(event, facts, BEGINNING + place * HOUR) for place, (event, facts) in enumerate(SCRIPT)]


def check(name: str, adapter: ModuleType) -> None:
    """Make sure that an adapter does the same work as all others."""
    put = getattr(adapter, "request", lambda *asked: asked)
    case = adapter.new()
    for place, request in enumerate(requests(adapter)):
        for after, event, facts in PROBES:
            if after == place:
                assert not adapter.fire(case, *put(event, facts, BEGINNING + place * HOUR)), f"{name} allows {event}"
        assert adapter.fire(case, *request), f"{name} refuses {SCRIPT[place][0]}"
    assert (adapter.state(case), adapter.history(case)) == ("closed", len(SCRIPT)), name


def round_of(adapter: ModuleType, script: list[tuple], cases: int) -> float:
    """Walk so many cases through the script; microseconds of CPU for each event."""
    fire, every = adapter.fire, [adapter.new() for _ in range(cases)]
    gc.collect()
    start = process_time()
    for case in every:
        for request in script:
            fire(case, *request)
    return (process_time() - start) / cases / len(script) * 1e6


def measured(adapters: dict[str, ModuleType], rounds: int) -> dict[str, list[float]]:
    """Measure all adapters in alternating rounds."""
    scripts = {name: requests(adapter) for name, adapter in adapters.items()}
    times: dict[str, list[float]] = {name: [] for name in adapters}
    gc.collect()
    gc.freeze()
    for number in range(rounds + 1):
        for name in sorted(adapters, reverse=bool(number % 2)):
            cases = getattr(adapters[name], "ROUNDS", CASES)
            time = round_of(adapters[name], scripts[name], cases)
            if number:  # the first round warms up
                times[name].append(time)
    return times


def shown(adapters: dict[str, ModuleType], times: dict[str, list[float]]) -> None:
    """Print the table, and the ratios that are promised."""
    medians = {name: statistics.median(all_times) for name, all_times in times.items()}
    print(
        f"{len(STATES)} states, {len(TRANSITIONS)} transitions, {len(EVENTS)} events, {len(ATOMS)} atoms; Python {sys.version.split()[0]}"
    )
    print(f"{'':42} {'events/s':>10} {'µs':>8} {'spread':>8} {'÷ limit':>8} {'rjflow is':>10}")
    for name in sorted(medians, key=medians.__getitem__):
        adapter, median = adapters[name], medians[name]
        release = version(adapter.DISTRIBUTION) if hasattr(adapter, "DISTRIBUTION") else ""
        quarters = statistics.quantiles(times[name], n=4)
        spread = (quarters[2] - quarters[0]) / median
        print(
            f"{adapter.NAME + ' ' + release:42} {1e6 / median:10,.0f} {median:8.2f} {spread:8.0%}"
            f" {medians[LIMIT] / median:8.3f} {median / medians[OURS]:9.2f}×"
        )
    peers = [name for name in medians if name not in NO_PEERS]
    if not peers:
        return
    fastest = min(peers, key=medians.__getitem__)
    goals = [(f"the fastest peer, {adapters[fastest].NAME}", medians[fastest] / medians[OURS], 1.5)]
    if DIRECT in medians:
        goals.append(("transitions driven directly", medians[DIRECT] / medians[OURS], 3.0))
    goals.append(("the limit written by hand", medians[LIMIT] / medians[OURS], 0.5))
    for what, ratio, goal in goals:
        print(f"{'reached' if ratio >= goal else 'MISSED':8} {ratio:6.2f} times {what} (goal: {goal})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    options = parser.parse_args()
    rounds = options.rounds or (25 if options.full else 9)
    adapters, missing = loaded()
    for name, adapter in adapters.items():
        check(name, adapter)
    shown(adapters, measured(adapters, rounds))
    for name in missing:
        print(f"not measured: {name}")


if __name__ == "__main__":
    main()
