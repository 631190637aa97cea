"""rjflow: the full decision, with every verdict and reason kept; the workload as one of its workflows."""

from peers.workload import BEGINNING, EVENTS, FINAL, FLAGS, NUMBERS, SCRIPT, START, STATES, TRANSITIONS, WORDS, Facts
from rjflow.definition.model import (
    Event,
    Evidence,
    Flag,
    Group,
    Number,
    OneOf,
    Requirement,
    Role,
    State,
    Way,
    Window,
    Workflow,
)
from rjflow.engine.machine import machine_of
from rjflow.engine.plans import WayPlan
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among
from rjflow.instants import DAY
from rjflow.rules.commands import Fire, Given
from rjflow.rules.situation import Actor, Situation, first_situation

NAME = "rjflow, full decision"
WORKER = Actor("ada", frozenset({"worker"}))


def evidence() -> dict[str, Evidence]:
    """Every second fact runs out after four weeks."""
    kinds = {name: OneOf(words) for name, words in WORDS.items()} | {name: Flag() for name in FLAGS}
    kinds |= {name: Number(*bounds) for name, bounds in NUMBERS.items()}
    windows = (Window("whole case"), Window("elapsed", 28 * DAY))
    return {
        name: Evidence(name=name, label=name, values=kind, recorded_by=("worker",), window=windows[place % 2])
        for place, (name, kind) in enumerate(kinds.items())
    }


def workflow() -> Workflow:
    recorded = {event: tuple(facts) for event, facts in SCRIPT}
    ways: dict[str, list[Way]] = {name: [] for name in EVENTS}
    for one in TRANSITIONS:
        needs = (Requirement(condition=Among(fact, values), text=f"{fact} in {values}") for fact, values in one.gate)
        ways[one.event].append(Way(from_states=(one.source,), target=one.target, needs=Group(items=tuple(needs))))
    return Workflow(
        name="workload",
        version=1,
        title="the workload of the benchmarks",
        start=START,
        roles=frozen_map({"worker": Role(name="worker", label="worker")}),
        evidence=frozen_map(evidence()),
        states=frozen_map(
            {
                name: State(name=name, label=name, final=name in FINAL, reasons=("over",) if name in FINAL else ())
                for name in STATES
            }
        ),
        events=frozen_map(
            {
                name: Event(
                    name=name, label=name, ways=tuple(ways[name]), by=("worker",), records=recorded.get(name, ())
                )
                for name in EVENTS
            }
        ),
    )


WORKFLOW = workflow()
MACHINE = machine_of(WORKFLOW)
FIRST = first_situation(WORKFLOW, (), BEGINNING)


class Case:
    __slots__ = ("history", "situation")

    def __init__(self) -> None:
        self.situation: Situation = FIRST
        self.history: list[tuple[Fire, WayPlan]] = []


def request(event: str, facts: Facts, at: int) -> tuple[Fire]:
    """What the caller has in hand: the command."""
    given = tuple(Given(name, value) for name, value in facts.items())
    return (Fire(event=event, actor=WORKER, at=at, given=given),)


def new() -> Case:
    return Case()


def fire(case: Case, command: Fire) -> bool:
    decision = MACHINE.fire(case.situation, command)
    if not decision.allowed:
        return False
    case.situation = decision.after
    case.history.append((command, decision._way))  # the way knows from where, to where, and every answer
    return True


def state(case: Case) -> str:
    return case.situation.state


def history(case: Case) -> int:
    return len(case.history)
