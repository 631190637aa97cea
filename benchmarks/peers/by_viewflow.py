"""viewflow.fsm: a class with a method for each event."""

from peers import django_settings  # noqa: F401, I001  # Django wants it first
from viewflow import fsm

from peers.workload import EVENTS, START, TRANSITIONS, Atom, Facts, Row

NAME = "viewflow.fsm"
DISTRIBUTION = "django-viewflow"


def condition_of(atom: Atom):
    fact, values = atom
    allowed = frozenset(values)
    return lambda case: case.facts.get(fact) in allowed


def method_of(event: str):
    def method(self, facts: Facts) -> None:
        self.facts = {**self.facts, **facts}

    method.__name__ = event.replace("-", "_")
    return method


class _Flow:
    stage = fsm.State(
        tuple(dict.fromkeys(name for one in TRANSITIONS for name in (one.source, one.target))), default=START
    )

    def __init__(self) -> None:
        self.at = START
        self.facts: Facts = {}
        self.history: list[Row] = []

    @stage.setter()
    def _set(self, value: str) -> None:
        self.at = value

    @stage.getter()
    def _get(self) -> str:
        return self.at


def _methods() -> dict[str, object]:
    methods: dict[str, object] = {}
    for event in EVENTS:
        method = method_of(event)
        for one in TRANSITIONS:
            if one.event == event:
                conditions = [condition_of(atom) for atom in one.gate]
                method = _Flow.stage.transition(source=one.source, target=one.target, conditions=conditions)(method)
        methods[event.replace("-", "_")] = method
    return methods


Case = type("Case", (_Flow,), _methods())


def new():
    return Case()


def request(event: str, facts: Facts, at: int) -> tuple[str, Facts, int]:
    return event.replace("-", "_"), facts, at


def fire(case, event: str, facts: Facts, at: int) -> bool:
    source = case.at
    try:
        getattr(case, event)(facts)
    except fsm.TransitionNotAllowed:
        return False
    case.history.append((at, event, source, case.at, facts))
    return True


def state(case) -> str:
    return case.at


def history(case) -> int:
    return len(case.history)
