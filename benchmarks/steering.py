"""
How much of a workflow is reached: by commands that are steered, and by events at random.

Both run a workflow, one case after the other, by the rules alone. A *command* is anything that somebody gives: an event, one record, a notice,
time. A *transition* is one event from one state by one of its ways, or a fall where a gate closes; a *way* is one line of the file, whatever
states it begins in. At random, an event that leaves the state is fired by somebody who may, with something given, and every other command
is a record, a notice or a passing of time.

`python benchmarks/steering.py [--full] [WORKFLOW…]` measures the flagship, or other workflows that are shipped; `--seeds` gives the least and the
median of ten seeds instead.
"""

import sys
from collections import Counter
from random import Random
from statistics import median

from attrs import frozen

from rjflow.definition.model import Workflow
from rjflow.reader.reading import read_file
from rjflow.rules.commands import Command, Fire
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation, first_situation
from rjflow.shipped import shipped
from rjflow.testing.chart import Edge, edges, taken
from rjflow.testing.steering import Steering
from rjflow.testing.trying import Trying

BEGINS = 1_767_603_600_000_000  # 2026-01-05 09:00 UTC


@frozen
class Reached:
    """What a run came to: states, transitions and ways, and how many cases and events it took."""

    states: int
    transitions: int
    ways: int
    cases: int
    fired: int


def people_of(workflow: Workflow) -> tuple[tuple[str, str], ...]:
    """
    Give as few people as a case must be about: one of each kind that there must be somebody of, in file order.
    """
    return tuple(
        (f"{kind.name}-{number}", kind.name)
        for kind in workflow.people.values()
        for number in range(1, kind.at_least + 1)
    )


def reached(workflow: Workflow, seed: int, commands: int, *, steered: bool, steps: int | None = None) -> Reached:
    """
    Run cases until so many commands were given, or so many *steps*: events made to happen, with all that they lacked recorded before.
    """
    chance = Random(seed)
    steering, trying = Steering(workflow, chance.choice), Trying(workflow, chance.choice)
    seen: Counter[Edge] = Counter()
    states: set[str] = set()
    cases = fired = given = 0
    case: Situation | None = None
    while given < commands and (steps is None or fired < steps):
        if case is None or workflow.states[case.state].final:
            case, cases, given = first_situation(workflow, people_of(workflow), BEGINS), cases + 1, given + 1
            states.add(case.state)
        command = steering.next(case) if steered else at_random(trying, chance, case)
        if command is None:
            case = None
            continue
        decision = decide(workflow, case, command)
        steering.saw(decision)
        seen.update(taken(workflow, decision))
        fired += bool(decision.moves) or isinstance(command, Fire)
        given, case = given + 1, decision.after
        states.add(case.state)
    ways = {(edge.event, edge.way if edge.event else edge.source) for edge in seen}
    return Reached(len(states), len(seen), len(ways), cases, fired)


def at_random(trying: Trying, chance: Random, case: Situation) -> Command:
    """
    Give any command.
    """
    draw = chance.random()
    return trying.straight(case) if draw < 0.5 else trying.outside(case) if draw < 0.6 else trying.recording(case)


def least_and_median(name: str) -> None:
    """Run a workflow with ten seeds, 2,000 commands each."""
    workflow = read_file(shipped(name))
    whole = len(edges(workflow))
    found = [reached(workflow, seed, 2_000, steered=True) for seed in range(1, 11)]
    states, taken_ = [one.states for one in found], [one.transitions for one in found]
    print(
        f"{name:22}{len(workflow.states):8}{min(states):8}{median(states):8.0f}"
        f"{whole:14}{min(taken_) / whole:10.1%}{median(taken_) / whole:10.1%}",
        flush=True,
    )


def main() -> None:
    """Measure what is asked for."""
    names = [one for one in sys.argv[1:] if not one.startswith("-")] or ["ew-post-sentence"]
    if "--seeds" in sys.argv:
        print(f"{'':22}{'states':>8}{'least':>8}{'median':>8}{'transitions':>14}{'least':>10}{'median':>10}")
    for name in names:
        (least_and_median if "--seeds" in sys.argv else one_by_one)(name)


def one_by_one(name: str) -> None:
    """Measure a few seeds of both."""
    workflow, seeds = read_file(shipped(name)), range(1, 9 if "--full" in sys.argv else 4)
    whole = edges(workflow)
    ways = {(edge.event, edge.way if edge.event else edge.source) for edge in whole}
    print(f"{name}: {len(workflow.states)} states, {len(whole)} transitions, {len(ways)} ways\n")
    print(f"{'':34}{'seed':>5}{'states':>8}{'transitions':>16}{'ways':>14}{'cases':>7}{'events':>8}")
    for called, options in (
        ("steered, 2,000 commands", {"commands": 2_000, "steered": True}),
        ("steered, 3,000 commands", {"commands": 3_000, "steered": True}),
        ("steered, 2,000 events", {"commands": 10_000, "steered": True, "steps": 2_000}),
        ("at random, 2,000 commands", {"commands": 2_000, "steered": False}),
        ("at random, 20,000 commands", {"commands": 20_000, "steered": False}),
    ):
        for seed in seeds:
            one = reached(workflow, seed, **options)
            shares = (one.transitions / len(whole), one.ways / len(ways))
            print(
                f"{called:34}{seed:5}{one.states:8}{one.transitions:8} {shares[0]:6.1%}{one.ways:8} {shares[1]:5.1%}"
                f"{one.cases:7}{one.fired:8}"
            )


if __name__ == "__main__":
    main()
