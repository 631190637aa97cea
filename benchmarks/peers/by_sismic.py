"""sismic: a statechart whose guards are Python text."""

from sismic.interpreter import Event, Interpreter
from sismic.model import BasicState, CompoundState, Statechart
from sismic.model import Transition as Arrow

from peers.workload import START, STATES, TRANSITIONS, Facts, Transition

NAME = "sismic"
DISTRIBUTION = "sismic"
ROUNDS = 20
ACTION = "facts.update(event.facts)"


def guard_of(one: Transition) -> str | None:
    return " and ".join(f"facts.get({fact!r}) in {values!r}" for fact, values in one.gate) or None


def _chart() -> Statechart:
    chart = Statechart("w", preamble="facts = {}; history = []")
    chart.add_state(CompoundState("root", initial=START), None)
    for name in STATES:
        chart.add_state(BasicState(name), "root")
    for one in TRANSITIONS:
        chart.add_transition(Arrow(one.source, one.target, event=one.event, guard=guard_of(one), action=ACTION))
    return chart


CHART = _chart()


def new():
    case = Interpreter(CHART)
    case.execute_once()
    return case


def fire(case, event: str, facts: Facts, at: int) -> bool:
    case.queue(Event(event, facts=facts))
    step = case.execute_once()
    if step is None or not step.transitions:
        return False
    done = step.transitions[0]
    case.context["history"].append((at, event, done.source, done.target, facts))
    return True


def state(case) -> str:
    return case.configuration[-1]


def history(case) -> int:
    return len(case.context["history"])
