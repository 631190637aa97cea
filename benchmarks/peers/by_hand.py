"""The limit: a table written by hand, a dict of one closure for each atom, and nothing that is not needed."""

from collections.abc import Callable

from peers.workload import ATOMS, START, TRANSITIONS, Atom, Facts, Row, Value

NAME = "written by hand (the limit)"
Test = Callable[[Facts], bool]


class Case:
    __slots__ = ("facts", "history", "state")

    def __init__(self) -> None:
        self.state = START
        self.facts: Facts = {}
        self.history: list[Row] = []


def test_of(atom: Atom) -> Test:
    fact, values = atom
    if len(values) == 1:
        value = values[0]
        return lambda facts: facts.get(fact) == value
    allowed: frozenset[Value] = frozenset(values)
    return lambda facts: facts.get(fact) in allowed


NAMES = {atom: name for name, atom in ATOMS.items()}
TESTS = {name: test_of(atom) for name, atom in ATOMS.items()}
TABLE = {(one.source, one.event): (one.target, tuple(NAMES[atom] for atom in one.gate)) for one in TRANSITIONS}


def new() -> Case:
    return Case()


def fire(case: Case, event: str, facts: Facts, at: int) -> bool:
    found = TABLE.get((case.state, event))
    if found is None:
        return False
    target, gate = found
    known = case.facts
    for name in gate:
        if not TESTS[name](known):
            return False
    case.history.append((at, event, case.state, target, facts))
    case.facts = {**known, **facts}
    case.state = target
    return True


def state(case: Case) -> str:
    return case.state


def history(case: Case) -> int:
    return len(case.history)
