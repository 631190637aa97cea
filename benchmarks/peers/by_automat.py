"""Automat, which has no guards: the caller asks them, by its own note of where the case is."""

from automat import MethodicalMachine, NoTransition

from peers.by_hand import TESTS
from peers.workload import ATOMS, EVENTS, START, STATES, TRANSITIONS, Facts, Row

NAME = "Automat, guards by hand"
DISTRIBUTION = "Automat"
NAMES = {atom: name for name, atom in ATOMS.items()}
GATES = {(one.source, one.event): tuple(TESTS[NAMES[atom]] for atom in one.gate) for one in TRANSITIONS}


def _class() -> type:
    machine = MethodicalMachine()

    def noted(target: str):
        def output(self, facts: Facts) -> None:
            self.at = target
            self.facts = {**self.facts, **facts}

        output.__name__ = "to_" + target.replace("-", "_")
        return machine.output()(output)

    def named(name: str, kind):
        def method(self, facts: Facts | None = None) -> None:
            """One."""

        method.__name__ = name
        return kind(method)

    def input_of(event: str):
        def method(self, facts: Facts) -> None:
            """One."""

        method.__name__ = event.replace("-", "_")
        return machine.input()(method)

    def state_of(name: str):
        def method(self) -> None:
            """One."""

        method.__name__ = "in_" + name.replace("-", "_")
        return machine.state(initial=name == START)(method)

    states = {name: state_of(name) for name in STATES}
    inputs = {event: input_of(event) for event in EVENTS}
    outputs = {name: noted(name) for name in STATES}
    for one in TRANSITIONS:
        states[one.source].upon(inputs[one.event], enter=states[one.target], outputs=[outputs[one.target]])
    members = {f"in_{name.replace('-', '_')}": one for name, one in states.items()}
    members |= {name.replace("-", "_"): one for name, one in inputs.items()}
    members |= {f"to_{name.replace('-', '_')}": one for name, one in outputs.items()}
    return type("Case", (_Facts,), {"machine": machine, **members})


class _Facts:
    def __init__(self) -> None:
        self.at = START
        self.facts: Facts = {}
        self.history: list[Row] = []


Case = _class()


def new():
    return Case()


def fire(case, event: str, facts: Facts, at: int) -> bool:
    known, source = case.facts, case.at
    for test in GATES.get((case.at, event), ()):
        if not test(known):
            return False
    try:
        getattr(case, event.replace("-", "_"))(facts)
    except NoTransition:
        return False
    case.history.append((at, event, source, case.at, facts))
    return True


def state(case) -> str:
    return case.at


def history(case) -> int:
    return len(case.history)
