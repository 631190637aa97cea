"""python-statemachine: a class made for the workload."""

from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed

from peers.workload import START, STATES, TRANSITIONS, Atom, Facts

NAME = "python-statemachine"
DISTRIBUTION = "python-statemachine"
ROUNDS = 20


def guard_of(atom: Atom):
    fact, values = atom
    allowed = frozenset(values)

    def guard(machine) -> bool:
        return machine.facts.get(fact) in allowed

    return guard


def _class() -> type:
    finals = set(STATES) - {one.source for one in TRANSITIONS}
    states = {name: State(name, initial=name == START, final=name in finals) for name in STATES}
    events: dict[str, object] = {}
    for one in TRANSITIONS:
        made = states[one.source].to(states[one.target], cond=[guard_of(atom) for atom in one.gate])
        name = "do_" + one.event.replace("-", "_")
        events[name] = events[name] | made if name in events else made

    def noted(self, event: str, source: State, target: State, facts: Facts | None = None, at: int = 0) -> None:
        if facts is not None:
            self.facts = {**self.facts, **facts}
            self.history.append((at, event, source.name, target.name, facts))

    members = {name.replace("-", "_") + "_state": one for name, one in states.items()}
    return type("Case", (StateMachine,), {**members, **events, "facts": {}, "on_transition": noted})


Case = _class()


def new():
    case = Case()
    case.facts = {}
    case.history = []
    return case


def request(event: str, facts: Facts, at: int) -> tuple[str, Facts, int]:
    return "do_" + event.replace("-", "_"), facts, at


def fire(case, event: str, facts: Facts, at: int) -> bool:
    try:
        case.send(event, facts=facts, at=at)
    except TransitionNotAllowed:
        return False
    return True


def state(case) -> str:
    return next(iter(case.configuration)).name


def history(case) -> int:
    return len(case.history)
