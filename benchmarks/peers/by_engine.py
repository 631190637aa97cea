"""rjflow's front door: roles looked up, names checked, the decision, and an entry with its hash in a chained history."""

from peers.by_rjflow import WORKFLOW
from peers.workload import BEGINNING, Facts
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine, Step
from rjflow.instants import moment
from rjflow.verifier.verdict import VerifiedWorkflow, Waiver

NAME = "rjflow, Engine.fire with chained history"
ROUNDS = 40
WAIVER = Waiver(by="benchmarks", reason="a workload, not a policy", at=BEGINNING)
ENGINE = Engine(VerifiedWorkflow.without_proof(WORKFLOW, WAIVER), roles=SameRoles({"ada": ["worker"]}))
OPENED = ENGINE.open("case", people={}, actor="ada", at=moment(BEGINNING))


class Case:
    __slots__ = ("case", "entries")

    def __init__(self) -> None:
        self.case = OPENED.case
        self.entries: list[Step] = []


def request(event: str, facts: Facts, at: int):
    return event, facts, moment(at)


def new() -> Case:
    return Case()


def fire(case: Case, event: str, facts: Facts, at) -> bool:
    step = ENGINE.fire(case.case, event, actor="ada", given=facts, at=at)
    case.case = step.case
    case.entries += step.entries
    return step.allowed


def state(case: Case) -> str:
    return case.case.state


def history(case: Case) -> int:
    return len(case.entries)
