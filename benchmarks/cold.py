"""
The flagship in a cold process, and what importing rjflow brings: the claims of docs/performance.md.

`rjflow check` is started so many times; what is given is the median of wall and processor time of the whole process and the peak of its
memory. A second process takes the same steps one by one, so that it can be said where the time goes.

    python benchmarks/cold.py [--full] [--rounds 5] [--workflow ew-post-sentence]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import sysconfig
from pathlib import Path
from time import perf_counter

GOAL, MEMORY = 1.5, 300
LAZY = ("networkx", "oxidd")
FORBIDDEN = ("sqlalchemy", "hypothesis", "pytest", "starlette", "uvicorn")

STEPS = """
import json, sys
from time import perf_counter, process_time
marks = [("start of Python", perf_counter(), process_time())]
from rjflow.cli.program import main
from rjflow.cli.check import check
from rjflow import read_file, shipped, verify
from rjflow.report.acting_out import act_out
from rjflow.report.plain import check_text
light = sorted({name.partition(".")[0] for name in sys.modules})
marks.append(("imports", perf_counter(), process_time()))
workflow = read_file(shipped(NAME))
marks.append(("reading", perf_counter(), process_time()))
from rjflow.verifier.bdd import oxidd
oxidd()
marks.append(("oxidd", perf_counter(), process_time()))
report = verify(workflow)
marks.append(("verifying", perf_counter(), process_time()))
act_out(report)
check_text(report)
marks.append(("acting out and telling", perf_counter(), process_time()))
print(json.dumps([marks, light, [len(report.verdicts), sum(one.judged == "kept" for one in report.verdicts)]]))
"""
IMPORTS = """
import json, sys
from time import perf_counter, process_time
before, at, cpu = set(sys.modules), perf_counter(), process_time()
import rjflow
spent = [perf_counter() - at, process_time() - cpu]
print(json.dumps([spent, len(set(sys.modules) - before), sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def process(command: list[str]) -> tuple[str, float, float, float]:
    """Run a process; what it said, seconds of wall time and of processor time, and its peak in MB."""
    start = perf_counter()
    one = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = one.stdout.read() if one.stdout else ""
    _, status, usage = os.wait4(one.pid, 0)
    one.returncode = os.waitstatus_to_exitcode(status)
    assert one.returncode == 0, f"{command[:3]} ended with {one.returncode}"
    return output, perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def told(reached: bool, what: str) -> None:
    print(f"{'reached' if reached else 'MISSED':8} {what}")


def whole(workflow: str, rounds: int) -> None:
    """Start `rjflow check`, cold, again and again."""
    program = Path(sysconfig.get_path("scripts")) / "rjflow"
    runs = [process([str(program), "check", workflow])[1:] for _ in range(rounds + 1)][
        1:
    ]  # the first may write bytecode
    wall, cpu, peak = (statistics.median(one) for one in zip(*runs, strict=True))
    print(
        f"rjflow check {workflow}, cold, the whole process, median of {rounds}: {wall:.2f} s, {cpu:.2f} s of processor time"
    )
    told(wall < GOAL, f"{wall:.2f} s from start to end (goal: {GOAL} s; it says as much about the neighbours)")
    told(peak < MEMORY, f"{peak:.0f} MB at most (goal: {MEMORY} MB)")


def by_steps(workflow: str, rounds: int) -> None:
    """Say where the time goes."""
    runs = [json.loads(process([sys.executable, "-c", f"NAME = {workflow!r}\n{STEPS}"])[0]) for _ in range(rounds)]
    safeguards, kept = runs[0][2]
    print(f"\n{safeguards} safeguards, {kept} kept; seconds of wall and of processor time")
    names = [mark[0] for mark in runs[0][0]]
    for place, name in enumerate(names):
        if place:
            spent = [[run[0][place][of] - run[0][place - 1][of] for run in runs] for of in (1, 2)]
            print(f"  {name:26} {statistics.median(spent[0]):6.2f} {statistics.median(spent[1]):6.2f}")
    early = [name for name in LAZY if name in runs[0][1]]
    told(
        not early,
        f"the command line starts without {' and '.join(LAZY)}" + (f", but not without {early}" if early else ""),
    )


def importing(rounds: int) -> None:
    """Say what `import rjflow` brings."""
    runs = [json.loads(process([sys.executable, "-c", IMPORTS])[0]) for _ in range(rounds)]
    wall = statistics.median(run[0][0] for run in runs)
    others = [
        name
        for name in runs[0][2]
        if name not in sys.stdlib_module_names and not name.startswith("_") and name != "rjflow"
    ]
    print(f"\nimport rjflow: {wall:.2f} s, {runs[0][1]} modules; of other projects: {', '.join(others)}")
    heavy = [name for name in (*LAZY, *FORBIDDEN, "click") if name in runs[0][2]]
    told(
        not heavy,
        f"import rjflow brings no graph library, decision diagrams, command line, test tool or server{': but ' if heavy else ''}{', '.join(heavy)}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--workflow", default="ew-post-sentence")
    options = parser.parse_args()
    rounds = options.rounds or (9 if options.full else 3)
    whole(options.workflow, rounds)
    by_steps(options.workflow, rounds)
    importing(rounds)


if __name__ == "__main__":
    main()
