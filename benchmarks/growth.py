"""
How the proof grows: with evidence, people, overlays and safeguards; the curves of docs/performance.md.

Members of the family (models/family.py, models/growing.py) are read and verified, each in a process of its own; what is given is the
median of the processor time over the rounds, networkx and oxidd imported before. `--svg` draws the curves.

    python benchmarks/growth.py [--full] [--rounds 3] [--svg docs/growth.svg]
"""

import argparse
import json
import math
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent))

from models.family import Member
from models.growing import with_overlays, with_people, with_safeguards

GOAL = 2.0
LIMIT = 60
Point = tuple[int, float]
Curve = tuple[str, str, list[int]]

CURVES: dict[str, tuple[str, list[int], list[int]]] = {
    "evidence": ("pieces of evidence, proof", [8, 16, 32, 64], [8, 16, 24, 32, 48, 64, 96, 128]),
    "stories": ("pieces of evidence, shortest story", [8, 16, 32, 64], [8, 16, 24, 32, 48, 64]),
    "people": ("one to so many people of each kind, proof", [1, 4], [1, 2, 3, 4]),
    "people-stories": ("one to so many people of each kind, story", [1, 4], [1, 2, 3, 4]),
    "exactly": ("exactly so many people of each kind, proof", [1, 2], [1, 2, 3, 4]),
    "overlays": ("overlays upon each other", [0, 5], [0, 1, 2, 3, 4, 5]),
    "safeguards": ("safeguards", [10, 50], [10, 20, 40, 60, 80, 100]),
}
FITTED, FITTED_FROM = ("evidence", "stories"), 16


def files(curve: str, size: int) -> dict[str, str]:
    """Give the files of a member of a curve."""
    match curve:
        case "evidence" | "stories":
            return {"main.workflow.yaml": Member(size, flawed=curve == "stories").text()}
        case "people" | "people-stories":
            return with_people(size, flawed=curve == "people-stories")
        case "exactly":
            return with_people(size, exactly=True)
        case "overlays":
            return with_overlays(size)
        case _:
            return with_safeguards(size)


def only_one(curve: str, size: int) -> None:
    """Be the process in which one member is read and verified."""
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 1))
    import networkx  # noqa: F401  # rjflow imports both when it first verifies, and imports are not measured
    import oxidd.bdd  # noqa: F401  # as above

    from rjflow import read_file, verify

    with tempfile.TemporaryDirectory() as name:
        for file, text in files(curve, size).items():
            (Path(name) / file).write_text(text)
        times = [process_time()]
        workflow = read_file(Path(name) / "main.workflow.yaml")
    times.append(process_time())
    report = verify(workflow)
    times.append(process_time())
    judged = sorted({verdict.judged for verdict in report.verdicts})
    print(json.dumps([times[1] - times[0], times[2] - times[1], judged]))


def measured(curve: str, size: int, rounds: int) -> tuple[float, float, list[str]] | None:
    """Give seconds of reading and of verifying, and the verdicts that occur; nothing when it took too long."""
    runs = []
    for _ in range(rounds):
        command = [sys.executable, __file__, "--one", curve, str(size)]
        try:
            one = subprocess.run(command, capture_output=True, text=True, check=True)
        except subprocess.CalledProcessError as problem:
            if problem.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
                return None
            raise AssertionError(problem.stderr) from problem
        runs.append(json.loads(one.stdout))
    reading, verifying, judged = zip(*runs, strict=True)
    assert len(set(map(tuple, judged))) == 1, judged
    wanted = ["broken"] if curve in ("stories", "people-stories") else ["kept"]
    # Growth of something that is not proved is no growth of proofs; an unfinished verdict is told, and never drawn as kept.
    assert judged[0] in (wanted, ["unfinished"]), (curve, size, judged)
    return statistics.median(reading), statistics.median(verifying), judged[0]


def exponent(points: list[Point]) -> float:
    """Fit seconds = c · size^x by least squares on logarithms, from where stories are planned on, and give x."""
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points if size >= FITTED_FROM]
    return statistics.linear_regression([one for one, _ in logs], [other for _, other in logs]).slope


# ---- drawing ---------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, TOP, ACROSS = 250, 150, 52, 34, 3
COLOURS = {"proof": "#1b6ca8", "story": "#b4471f"}


def drawn(found: dict[str, list[Point]]) -> str:
    """Draw the curves as an SVG file: a panel for each direction, seconds upward from nothing."""
    panels = [
        ("evidence", "stories"),
        ("people", "people-stories"),
        ("exactly", None),
        ("overlays", None),
        ("safeguards", None),
    ]
    body = []
    for number, (first, second) in enumerate(panels):
        x, y = number % ACROSS * (WIDTH + LEFT + 10), number // ACROSS * (HEIGHT + TOP + 40)
        series = [("proof", found[first])] + ([("story", found[second])] if second else [])
        body.append(
            f'<g transform="translate({x + LEFT},{y + TOP})">{_panel(CURVES[first][0].split(",")[0], series)}</g>'
        )
    rows = math.ceil(len(panels) / ACROSS)
    size = f'width="{ACROSS * (WIDTH + LEFT + 10)}" height="{rows * (HEIGHT + TOP + 40)}"'
    style = "text{font:12px sans-serif;fill:#333}.h{font-weight:bold}.a{stroke:#999;fill:none}"
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{style}</style>{ground}{"".join(body)}</svg>\n'


def _panel(title: str, series: list[tuple[str, list[Point]]]) -> str:
    most = max((seconds for _, points in series for _, seconds in points), default=1) or 1
    sizes = sorted({size for _, points in series for size, _ in points})
    low, high = min(sizes), max(sizes)
    parts = [f'<text class="h" y="-14">{title}</text>', f'<path class="a" d="M0 0V{HEIGHT}H{WIDTH}"/>']
    parts.append(f'<text x="-6" y="10" text-anchor="end">{most:.2g} s</text>')
    parts.append(f'<text x="-6" y="{HEIGHT}" text-anchor="end">0</text>')
    for size in sizes:
        x = _across(size, low, high)
        parts += [f'<text x="{x:.0f}" y="{HEIGHT + 16}" text-anchor="middle">{size}</text>']
    for place, (name, points) in enumerate(series):
        line = " ".join(
            f"{_across(size, low, high):.1f},{HEIGHT - HEIGHT * seconds / most:.1f}" for size, seconds in points
        )
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        for pair in line.split():
            x, y = pair.split(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{COLOURS[name]}"/>')
        parts.append(f'<text x="{12 + 60 * place}" y="12" style="fill:{COLOURS[name]}">{name}</text>')
    return "".join(parts)


def _across(size: int, low: int, high: int) -> float:
    return WIDTH * (size - low) / (high - low) if high > low else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        only_one(options.one[0], int(options.one[1]))
        return
    rounds = options.rounds or (3 if options.full else 1)
    found: dict[str, list[Point]] = {}
    for curve, (what, short, full) in CURVES.items():
        print(what)
        found[curve] = []
        for size in full if options.full else short:
            answer = measured(curve, size, rounds)
            if answer is None:
                print(f"  {size:4}   gave up after {LIMIT} s")
                break
            reading, verifying, judged = answer
            found[curve].append((size, verifying))
            print(f"  {size:4}   reading {reading:5.2f} s   verifying {verifying:6.3f} s   {', '.join(judged)}")
    for curve in FITTED:
        grows = exponent(found[curve])
        (before, slower), (last, slowest) = found[curve][-2:]
        steepest = math.log(slowest / slower) / math.log(last / before)
        print(
            f"{'reached' if max(grows, steepest) <= GOAL else 'MISSED':8} {CURVES[curve][0]}: seconds grow like size^{grows:.2f}, at the end like size^{steepest:.2f} (goal: {GOAL})"
        )
    if options.svg:
        options.svg.write_text(drawn(found))


if __name__ == "__main__":
    main()
