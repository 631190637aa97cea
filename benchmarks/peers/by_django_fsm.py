"""django-fsm-2 on a model that is never saved."""

from peers import django_settings  # noqa: F401, I001  # Django wants it first
from django.db import models
from django_fsm import FSMField, TransitionNotAllowed, transition

from peers.workload import EVENTS, START, TRANSITIONS, Atom, Facts

NAME = "django-fsm-2, no database"
DISTRIBUTION = "django-fsm-2"
FIELD = FSMField(default=START)


def condition_of(atom: Atom):
    fact, values = atom
    allowed = frozenset(values)
    return lambda case: case.facts.get(fact) in allowed


def method_of(event: str):
    def method(self, facts: Facts) -> None:
        self.facts = {**self.facts, **facts}

    method.__name__ = event.replace("-", "_")
    return method


def _methods() -> dict[str, object]:
    methods: dict[str, object] = {}
    for event in EVENTS:
        method = method_of(event)
        for one in TRANSITIONS:
            if one.event == event:
                conditions = [condition_of(atom) for atom in one.gate]
                method = transition(field=FIELD, source=one.source, target=one.target, conditions=conditions)(method)
        methods[event.replace("-", "_")] = method
    return methods


class _Meta:
    app_label = "peers"


Case = type("Case", (models.Model,), {"__module__": __name__, "Meta": _Meta, "state": FIELD, **_methods()})


def new():
    case = Case()
    case.facts = {}
    case.history = []
    return case


def request(event: str, facts: Facts, at: int) -> tuple[str, Facts, int]:
    return event.replace("-", "_"), facts, at


def fire(case, event: str, facts: Facts, at: int) -> bool:
    source = case.state
    try:
        getattr(case, event)(facts)
    except TransitionNotAllowed:
        return False
    case.history.append((at, event, source, case.state, facts))
    return True


def state(case) -> str:
    return case.state


def history(case) -> int:
    return len(case.history)
