"""transitions driven directly: one machine, unregistered objects, a condition for each atom."""

from transitions import EventData, Machine, MachineError

from peers.workload import START, STATES, TRANSITIONS, Atom, Facts, Row

NAME = "transitions, driven directly"
DISTRIBUTION = "transitions"


class Case:
    __slots__ = ("facts", "history", "state")

    def __init__(self) -> None:
        self.state = START
        self.facts: Facts = {}
        self.history: list[Row] = []


def condition_of(atom: Atom):
    fact, values = atom
    allowed = frozenset(values)

    def condition(event: EventData) -> bool:
        return event.model.facts.get(fact) in allowed

    return condition


MACHINE = Machine(model=None, states=list(STATES), initial=START, auto_transitions=False, send_event=True)
for one in TRANSITIONS:
    MACHINE.add_transition(one.event, one.source, one.target, conditions=[condition_of(atom) for atom in one.gate])
EVENTS = MACHINE.events


def new() -> Case:
    return Case()


def fire(case: Case, event: str, facts: Facts, at: int) -> bool:
    source = case.state
    try:
        if not EVENTS[event].trigger(case):
            return False
    except MachineError:
        return False
    case.facts = {**case.facts, **facts}
    case.history.append((at, event, source, case.state, facts))
    return True


def state(case: Case) -> str:
    return case.state


def history(case: Case) -> int:
    return len(case.history)
