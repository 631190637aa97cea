"""
Proofs and stories, beside other checkers: the claim of docs/performance.md.

Every checker gets the same workflows of one family (models/family.py), safe and with one deep flaw, each in a process of its own with
a limit of seconds of processor time. What is given is the median of the processor time over the rounds, what was started included, and the peak of
memory. All checkers must say the same, and of those that tell shortest stories all the same length; that the rules they are
given mean what the workflow means is tried first, step by step beside `decide`. Checkers that are not installed are named, not hidden.

    python benchmarks/proofs.py [--full] [--rounds 3] [--sizes 8,16] [--only by_rjflow,by_oxidd] [--limit 60] [--json FILE]
"""

import argparse
import importlib
import json
import os
import platform
import resource
import signal
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parent))

from checkers import GaveUp
from models.family import Member

CHECKERS = (
    *("by_rjflow", "by_oxidd", "by_cudd", "by_autoref", "by_spacer", "by_nusmv"),
    *("by_spin", "by_tlc", "by_packed", "by_networkx"),
)
OURS = "by_rjflow"
FULL = (8, 12, 14, 16, 20, 32, 48, 64)
SHORT = (8, 16, 64)
MEMORY = 8 << 30
PATIENCE = 20  # seconds of waiting for each of processor time: neighbours come and go
KINDS = {False: "safe", True: "flawed"}

Key = tuple[str, int, bool]


def loaded(wanted: list[str]) -> tuple[dict[str, ModuleType], list[str]]:
    """Import what can run here, and name what cannot."""
    found, missing = {}, []
    for name in wanted:
        checker = importlib.import_module(f"checkers.{name}")
        if lacking := checker.missing():
            missing.append(f"{checker.NAME} ({lacking})")
        else:
            found[name] = checker
    return found, missing


def only_one(name: str, pieces: int, *, flawed: bool, limit: int) -> None:
    """Be the process in which one checker is asked once; what it starts may take no more time and memory than itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    try:
        answer = importlib.import_module(f"checkers.{name}").answer(Member(pieces, flawed))
    except (GaveUp, MemoryError):
        print("null")
        return
    own = resource.getrusage(resource.RUSAGE_SELF)
    told = answer.as_dict()
    told["peak"] = told["peak"] or own.ru_maxrss
    told["whole"] = own.ru_utime + own.ru_stime
    print(json.dumps(told))


def asked(name: str, pieces: int, *, flawed: bool, limit: int) -> dict | None:
    """Ask one checker in a process of its own; nothing when it took longer, or more memory, than it may."""
    command = [sys.executable, __file__, "--one", name, str(pieces), KINDS[flawed], str(limit)]
    one = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        output, faults = one.communicate(timeout=limit * PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(
            one.pid, signal.SIGKILL
        )  # the process group that was started here, whatever it started itself included
        one.communicate()
        return None
    if one.returncode in (-signal.SIGXCPU, -signal.SIGKILL) or "std::bad_alloc" in faults:
        return None
    assert one.returncode == 0, f"{name} {pieces} {KINDS[flawed]}: {faults[-3000:]}"
    return json.loads(output.splitlines()[-1])


def measured(
    names: list[str], sizes: list[int], rounds: int, limit: int, kept: Path | None
) -> dict[Key, list[dict] | None]:
    """Ask everybody about everything; who gave up on one size is not asked about larger ones."""
    found: dict[Key, list[dict] | None] = {}
    for pieces in sizes:
        for number in range(rounds):
            for name in names if number % 2 == 0 else reversed(names):
                for flawed in KINDS:
                    key, smaller = (name, pieces, flawed), [(name, size, flawed) for size in sizes if size <= pieces]
                    if any(one in found and found[one] is None for one in smaller):
                        found[key] = None
                        continue
                    told = asked(name, pieces, flawed=flawed, limit=limit)
                    found[key] = None if told is None else [*(found.get(key) or []), told]
        print(f"  {pieces} pieces: {check(found, pieces)} answers agree", file=sys.stderr, flush=True)
        if kept:
            kept.write_text(json.dumps([[*key, answers] for key, answers in found.items()]))
    return found


def check(found: dict[Key, list[dict] | None], pieces: int) -> int:
    """Make sure that everybody says the same, and that it is right; give how many answers that were."""
    agreed = 0
    for (name, size, flawed), answers in found.items():
        for told in answers or () if size == pieces else ():
            assert told["kept"] is not flawed, f"{name} is wrong about {pieces} pieces, {KINDS[flawed]}"
            shortest = pieces + 4 + 13 + 1  # records, sign-offs, moves, one notice: see models/family.py
            assert told["steps"] in (None, shortest), f"{name} tells {told['steps']} steps and not {shortest}"
            agreed += 1
    return agreed


def seconds(told: dict) -> float:
    """Give the processor time an answer took, without starting Python and importing."""
    return sum(told["parts"].values())


def shown(checkers: dict[str, ModuleType], sizes: list[int], found: dict[Key, list[dict] | None], limit: int) -> None:
    """Print the table: seconds safe / flawed, and the most memory."""

    def cell(name: str, pieces: int, of) -> str:
        cells = []
        for flawed in KINDS:
            answers = found[name, pieces, flawed]
            cells.append(f">{limit}" if answers is None else f"{statistics.median(map(of, answers)):.3g}")
        return " / ".join(cells) if cells[0][0] != ">" or cells[1][0] != ">" else cells[0]

    heads = "".join(f"{f'k = {pieces}':>17}" for pieces in sizes)
    print(f"{'seconds of processor time, safe / flawed':48}{heads}{'most memory':>14}")
    for name, checker in checkers.items():
        answers = [told for key, every in found.items() if key[0] == name and every for told in every]
        peak = max((told["peak"] for told in answers), default=0) / 1024
        row = "".join(f"{cell(name, pieces, seconds):>17}" for pieces in sizes)
        print(f"{checker.NAME + ' ' + released(checker):48}{row}{peak:11.0f} MB")
        if name == OURS:
            for part in ("read", "verify"):
                row = "".join(
                    f"{cell(name, pieces, lambda told, part=part: told['parts'][part]):>17}" for pieces in sizes
                )
                print(f"{'  of that: ' + part:48}{row}")
            row = "".join(f"{cell(name, pieces, lambda told: told['whole']):>17}" for pieces in sizes)
            print(f"{'  with starting Python and importing':48}{row}")


def ratios(checkers: dict[str, ModuleType], sizes: list[int], found: dict[Key, list[dict] | None], limit: int) -> None:
    """Print how many times as long as rjflow the others take: at least so much where they gave up."""
    print(f"\n{'times as long as rjflow, safe / flawed':48}" + "".join(f"{f'k = {pieces}':>17}" for pieces in sizes))
    for name, checker in checkers.items():
        row = ""
        for pieces in sizes if name != OURS else ():
            cells = []
            for flawed in KINDS:
                ours, theirs = found[OURS, pieces, flawed], found[name, pieces, flawed]
                if ours is None:
                    cells.append("–")
                    continue
                base = statistics.median(map(seconds, ours))
                cells.append(
                    f">{limit / base:.3g}"
                    if theirs is None
                    else f"{statistics.median(map(seconds, theirs)) / base:.3g}"
                )
            row += f"{' / '.join(cells):>17}"
        if row:
            print(f"{checker.NAME:48}{row}")


def released(checker: ModuleType) -> str:
    """Give the version that was measured."""
    if hasattr(checker, "version"):
        return checker.version()
    return version(checker.DISTRIBUTION) if hasattr(checker, "DISTRIBUTION") else ""


def goals(sizes: list[int], found: dict[Key, list[dict] | None], limit: int) -> None:
    """Print what is promised, and what came of it."""

    def middle(name: str, pieces: int, flawed: bool, of=seconds) -> float | None:
        answers = found.get((name, pieces, flawed))
        return statistics.median(map(of, answers)) if answers else None

    def told(reached: bool | None, what: str) -> None:
        print(f"{'reached' if reached else 'MISSED':8} {what}")

    if 64 in sizes:
        for flawed, goal in ((False, 0.3), (True, 2.0)):
            took = middle(OURS, 64, flawed, lambda told: told["parts"]["verify"])
            what = f"64 pieces of evidence, {'shortest story' if flawed else 'proof'}"
            told(
                took is not None and took < goal,
                f"{'gave up' if took is None else f'{took:.2f} s'}: {what} (goal: {goal} s)",
            )
    peak = (
        max((one["peak"] for key, all_told in found.items() if key[0] == OURS for one in all_told or ()), default=0)
        / 1024
    )
    told(0 < peak < 300, f"{peak:.0f} MB at most (goal: 300 MB)")

    def times(name: str, least: int, of=seconds) -> float | None:
        """Give how many times as long as ours another took at the least, as far as it came to an end."""
        pairs = []
        for pieces in sizes if any(key[0] == name for key in found) else ():
            for flawed in KINDS if pieces >= least else ():
                ours, theirs = middle(OURS, pieces, flawed, of), middle(name, pieces, flawed)
                if ours is not None and found[name, pieces, flawed] is None:
                    theirs = limit  # at least
                pairs.append(theirs / ours if ours and theirs else 0)
        return min(pairs, default=None)

    for name, factor, least in (("by_nusmv", 10, 32), ("by_spin", 1, 0), ("by_tlc", 1, 0)):
        bare, all_told = times(name, least), times(name, least, lambda told: told["whole"])
        if bare is not None and all_told is not None:
            what = f"at least {bare:.2g} times faster than {name[3:]} from {max(least, min(sizes))} pieces on"
            told(bare >= factor, f"{what} (goal: {factor}); {all_told:.2g} times, where starting Python counts as ours")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--sizes", type=lambda text: [int(one) for one in text.split(",")])
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(CHECKERS))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        name, pieces, kind, limit = options.one
        only_one(name, int(pieces), flawed=kind == "flawed", limit=int(limit))
        return
    sizes = options.sizes or list(FULL if options.full else SHORT)
    rounds, limit = options.rounds or (3 if options.full else 1), options.limit or (60 if options.full else 5)
    for flawed in KINDS:
        Member(8, flawed).agrees()
    checkers, missing = loaded(options.only)
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; {rounds} rounds, {limit} s at most"
    )
    found = measured(list(checkers), sizes, rounds, limit, options.json)
    shown(checkers, sizes, found, limit)
    if OURS in checkers:
        ratios(checkers, sizes, found, limit)
        goals(sizes, found, limit)
    for name in missing:
        print(f"not measured: {name}")


if __name__ == "__main__":
    main()
