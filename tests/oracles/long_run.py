"""
Compare the verifier with brute force on thousands of generated workflows, a hundred at a time; begun again, it goes on where it stopped.

    nice python -m tests.oracles.long_run --seed 20261126 --count 10000 --out FILE

Every line of FILE is what one hundred came to; the last lines printed are the sums. Workflows on which the two differ are kept beside FILE,
pickled, so that they can be looked at.
"""

import argparse
import json
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.oracles.every_case import Found
from tests.oracles.held_to import WRONG, compare
from tests.strategies_mixed import mixed_workflows, themes_of
from tests.strategies_verified import guarded_workflows

from rjflow.definition.model import Workflow

EACH = 100


Chunk = tuple[dict[str, Counter[str]], list[list[object]], list[tuple[str, Workflow]]]


def one_chunk(number: int, *, most: int, known: Sequence[Sequence[object]] = ()) -> Chunk:
    """
    Compare one hundred workflows: in nine of ten chunks mixed ones, in one as the plain generator makes them.

    What brute force found is *known* where the same chunk was compared before: it does not depend on the verifier.
    """
    by_force: list[list[object]] = []
    sums: dict[str, Counter[str]] = {name: Counter() for name in ("met", "said", "found", "how", "features", "sizes")}
    odd: list[tuple[str, Workflow]] = []

    def look(workflow: Workflow) -> None:
        place = len(by_force)
        found = Found(*known[place]) if place < len(known) else None  # type: ignore[arg-type]  # as it was written down
        result = compare(workflow, most=most, found=found)
        by_force.append([result.by_force.length, result.by_force.complete, result.by_force.seen])
        sums["met"][result.meeting] += 1
        sums["said"][result.said] += 1
        sums["found"][result.found] += 1
        sums["how"][f"{type(workflow.safeguards[0].form).__name__}: {result.said}, {result.how}"] += 1
        sums["features"].update(themes_of(workflow))
        sums["sizes"].update(
            situations=result.by_force.seen, people=len(workflow.people), evidence=len(workflow.evidence)
        )
        sums["sizes"].update(states=len(workflow.states), events=len(workflow.events), count=1)
        if result.meeting in (*WRONG, "gave up"):
            odd.append((result.meeting, workflow))

    strategy = guarded_workflows() if number % 10 == 0 else mixed_workflows()
    profile = settings(
        max_examples=EACH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    seed(number)(profile(given(strategy)(look)))()
    return sums, by_force, odd


def done(out: Path | None) -> dict[int, dict[str, Any]]:
    """
    Give what was written down before, by number.
    """
    lines = out.read_text(encoding="utf-8").splitlines() if out is not None and out.exists() else []
    return {one["number"]: one for one in map(json.loads, lines)}


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Go on with the run, and print what all of it came to.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--most", type=int, default=1000, help="how many commands brute force tries for each workflow")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--by-force", type=Path, help="an earlier FILE of the same workflows: what brute force found is taken from it"
    )
    asked = parser.parse_args(arguments)
    written, before = done(asked.out), done(asked.by_force)
    for number in range(asked.seed, asked.seed + asked.count // EACH):
        if number in written:
            continue
        sums, by_force, odd = one_chunk(number, most=asked.most, known=before.get(number, {}).get("by force", ()))
        with asked.out.open("a", encoding="utf-8") as lines:
            written_sums = {name: dict(one) for name, one in sums.items()}
            lines.write(json.dumps({"number": number, "sums": written_sums, "by force": by_force}) + "\n")
        if odd:
            asked.out.with_suffix(f".{number}.pickle").write_bytes(pickle.dumps(odd))
    total: dict[str, Counter[str]] = {}
    for line in done(asked.out).values():
        for name, one in line["sums"].items():
            total.setdefault(name, Counter()).update(one)
    for name, counter in total.items():
        sys.stdout.write(f"{name}: {dict(sorted(counter.items()))}\n")
    return int(any(total["met"][word] for word in WRONG))


if __name__ == "__main__":
    sys.exit(main())
