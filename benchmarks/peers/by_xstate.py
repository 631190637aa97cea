"""xstate-statemachine: one guard function for each gate."""

from xstate_statemachine import MachineLogic, SyncInterpreter, create_machine

from peers.workload import START, STATES, TRANSITIONS, Facts, Transition

NAME = "xstate-statemachine"
DISTRIBUTION = "xstate-statemachine"
ROUNDS = 50


def guard_of(one: Transition):
    gate = tuple((fact, frozenset(values)) for fact, values in one.gate)

    def guard(context, _event) -> bool:
        facts = context["facts"]
        return all(facts.get(fact) in values for fact, values in gate)

    return guard


def note(_interpreter, context, event, _action=None) -> None:
    facts = event.payload["facts"]
    context["facts"] = {**context["facts"], **facts}
    context["facts_at"] = event.payload["at"]


def _machine():
    states: dict[str, dict] = {name: {"on": {}} for name in STATES}
    guards = {}
    for place, one in enumerate(TRANSITIONS):
        guards[f"gate{place}"] = guard_of(one)
        states[one.source]["on"][one.event] = {"target": one.target, "guard": f"gate{place}", "actions": ["note"]}
    config = {"id": "w", "initial": START, "context": {"facts": {}, "history": []}, "states": states}
    return create_machine(config, logic=MachineLogic(guards=guards, actions={"note": note}))


MACHINE = _machine()


def new():
    case = SyncInterpreter(MACHINE).start()
    case.context = {"facts": {}, "history": []}
    return case


def fire(case, event: str, facts: Facts, at: int) -> bool:
    source, case.context["facts_at"] = state(case), None
    case.send(event, facts=facts, at=at)
    if case.context["facts_at"] is None:
        return False
    case.context["history"].append((at, event, source, state(case), facts))
    return True


def state(case) -> str:
    return next(iter(case.current_state_ids)).split(".")[-1]


def history(case) -> int:
    return len(case.context["history"])
