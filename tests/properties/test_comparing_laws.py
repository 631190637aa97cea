"""
Laws of comparing any two workflows.
"""

from typing import Any

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.strategies import workflows
from tests.unit.verifier.test_comparing import holds_to_the_rules

from rjflow.definition.difference import difference
from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Gate, Group, Requirement, Window, Workflow
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import GateHolds
from rjflow.verifier.comparing import compare


@st.composite
def edited(draw: Any, made: st.SearchStrategy[Workflow] | None = None) -> tuple[Workflow, Workflow]:
    """
    Give a workflow, and the same with one piece of it edited.
    """
    workflow = draw(workflows() if made is None else made)
    events, evidence = dict(workflow.events), dict(workflow.evidence)
    event, fact = draw(st.sampled_from(sorted(events))), draw(st.sampled_from(sorted(evidence)))
    match draw(st.sampled_from(("needs", "by", "window", "voiders", "recorders", "gone"))):
        case "needs":
            ways = tuple(evolve(way, needs=Group()) for way in events[event].ways)
            events[event] = evolve(events[event], ways=ways)
        case "by":
            events[event] = evolve(events[event], by=("lead", "worker"))
        case "window":
            evidence[fact] = evolve(evidence[fact], window=Window("whole case"))
        case "voiders":
            evidence[fact] = evolve(evidence[fact], voided_by=())
        case "recorders":
            evidence[fact] = evolve(evidence[fact], recorded_by=("lead", "worker"))
        case _:
            events[event] = evolve(events[event], ways=events[event].ways[1:])
    return workflow, evolve(workflow, events=frozen_map(events), evidence=frozen_map(evidence))


@settings(max_examples=examples(60))
@given(edited())
def test_every_story_holds_and_every_comparison_mirrors(pair: tuple[Workflow, Workflow]) -> None:
    """
    What is said to be possible is, by the rules themselves; and what is newly possible one way is no longer possible the other way.
    """
    old, new = pair
    there, back = compare(old, new), compare(new, old)
    for one in there.newly:
        holds_to_the_rules(old, new, one)

    assert there.newly == back.no_longer
    assert there.no_longer == back.newly


@given(workflows())
def test_asking_through_a_gate_is_no_change(workflow: Workflow) -> None:
    """
    A condition that moves into a gate of its own is asked all the same, by every event and every state.
    """
    gates = dict(workflow.gates)

    def gated(group: Group) -> Group:
        name = f"moved-{len(gates)}"
        gates[name] = Gate(name=name, label=name, asks=Group(items=group.items[::-1], mode=group.mode))
        return Group(items=(Requirement(condition=GateHolds(name), text=""),)) if as_condition(group) else group

    events = {
        name: evolve(event, ways=tuple(evolve(way, needs=gated(way.needs)) for way in event.ways))
        for name, event in workflow.events.items()
    }
    moved = evolve(workflow, events=frozen_map(events), gates=frozen_map(gates))

    assert not difference(workflow, moved).changes_behaviour
