"""
Two opinions: the machine, quick and compiled, and the rules, plain and slow.
"""

from hypothesis import given, note
from hypothesis import strategies as st
from tests.strategies import commands, openings, workflows

from rjflow.definition.model import Workflow
from rjflow.engine.machine import CaseMachine
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision


def walk(workflow: Workflow, data: st.DataObject, steps: int) -> list[Decision]:
    """
    Act commands out on the machine, holding every decision to what the rules say.
    """
    machine, situation, decisions = CaseMachine(workflow), data.draw(openings(workflow)), []
    for _ in range(steps):
        command = data.draw(commands(workflow, situation))
        note(f"{situation} <- {command}")
        expected, decision = decide(workflow, situation, command), machine.decide(situation, command)

        assert expected.truths == decision.truths
        assert expected == decision
        assert decision == expected
        situation = decision.after
        decisions.append(decision)
    return decisions


@given(workflows(), st.data())
def test_the_machine_and_the_rules_never_disagree(workflow: Workflow, data: st.DataObject):
    """
    Whatever happens to a case, the machine's decisions and situations are those of the rules.
    """
    walk(workflow, data, steps=data.draw(st.integers(1, 12)))
