"""
transitions as its documentation shows it: each case is a model of the machine, conditions are methods of the model, called by name.

One machine for all cases and no `to_...` triggers, which the documentation shows too and which is quicker than what it shows first.
"""

from transitions import Machine, MachineError

from peers.workload import ATOMS, START, STATES, TRANSITIONS, Atom, Facts, Row

NAME = "transitions, as documented"
DISTRIBUTION = "transitions"
NAMES = {atom: f"is_{name.replace('-', '_')}" for name, atom in ATOMS.items()}


class Case:
    """A model: the machine gives it its state and its triggers."""

    state: str

    def __init__(self) -> None:
        self.facts: Facts = {}
        self.history: list[Row] = []


def condition_of(atom: Atom):
    fact, values = atom
    allowed = frozenset(values)

    def condition(self: Case) -> bool:
        return self.facts.get(fact) in allowed

    return condition


for _atom, _name in NAMES.items():
    setattr(Case, _name, condition_of(_atom))

MACHINE = Machine(
    model=None,
    states=list(STATES),
    initial=START,
    auto_transitions=False,
    transitions=[
        {
            "trigger": one.event,
            "source": one.source,
            "dest": one.target,
            "conditions": [NAMES[atom] for atom in one.gate],
        }
        for one in TRANSITIONS
    ],
)


def new() -> Case:
    case = Case()
    MACHINE.add_model(case)
    return case


def fire(case: Case, event: str, facts: Facts, at: int) -> bool:
    source = case.state
    try:
        if not case.trigger(event):
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
