"""
Two opinions: the machine, quick and compiled, and the rules, plain and slow; and `transitions` driven the ordinary way.
"""

from collections import Counter
from contextlib import suppress

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.small import Cursor
from tests.strategies import ALL_FEATURES, commands, features_of, openings, workflows
from transitions import Event as StockEvent
from transitions import MachineError

from rjflow.definition.lookup import asked_groups, requirements
from rjflow.definition.model import Workflow
from rjflow.engine.compiled import compiled
from rjflow.engine.kept import KeptDecision
from rjflow.engine.machine import CaseMachine
from rjflow.rules.commands import Fire
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds


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
        assert hash(decision) == hash(expected)
        situation = decision.after
        decisions.append(decision)
    return decisions


@settings(max_examples=examples(200))
@given(workflows(), st.data())
def test_the_machine_and_the_rules_never_disagree(workflow: Workflow, data: st.DataObject):
    """
    Whatever happens to a case, the machine's decisions and situations are those of the rules.
    """
    walk(workflow, data, steps=data.draw(st.integers(1, 12)))


@given(workflows(), st.data())
def test_compiled_conditions_answer_what_the_rules_answer(workflow: Workflow, data: st.DataObject):
    """
    Every condition of a workflow, compiled, has the answer that judging it plainly has, about anybody or nobody.
    """
    situation = data.draw(openings(workflow))
    situation = situation.evolved(now=situation.now + data.draw(st.sampled_from((0, 3600_000_000, 10**11))))
    for group in asked_groups(workflow):
        for requirement in requirements(group):
            test = compiled(workflow, requirement.condition)
            for person in (None, *situation.people):
                expected = holds(workflow, situation, requirement.condition, person.id if person else None)

                assert expected is test(situation, person)


def stock_state(machine: CaseMachine, situation: Situation, command: Fire) -> str:
    """
    Give the state that `transitions` comes to when it is driven the ordinary way, with nothing of ours but the conditions.
    """
    cursor = Cursor(situation.state, situation, command)
    with suppress(MachineError):
        StockEvent.trigger(machine.events[command.event], cursor)
    return cursor.state


@given(workflows(), st.data())
def test_transitions_driven_the_ordinary_way_comes_to_the_same_state(workflow: Workflow, data: st.DataObject):
    """
    The short way through the machine's seams leads where the long way leads.
    """
    machine, situation = CaseMachine(workflow), data.draw(openings(workflow))
    for _ in range(data.draw(st.integers(1, 6))):
        command = data.draw(commands(workflow, situation))
        decision = machine.decide(situation, command)
        if isinstance(decision, KeptDecision):
            assert decision.after.state == stock_state(machine, situation, decision.command)
        situation = decision.after


def test_the_invented_workflows_reach_everything():
    """
    Over a few hundred examples every construct is used, and cases move, fall, are held and come back, by both ways of deciding.
    """
    seen: Counter[str] = Counter()

    @settings(max_examples=500, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(workflows(), st.data())
    def look(workflow: Workflow, data: st.DataObject) -> None:
        seen.update(features_of(workflow))
        for decision in walk(workflow, data, steps=8):
            kind = "kept" if isinstance(decision, KeptDecision) else "by the rules"
            seen[f"{'allowed' if decision.allowed else 'refused'} {type(decision.command).__name__} {kind}"] += 1
            seen.update(f"moved: {move.cause}" for move in decision.moves)
            seen.update(f"missing: {finding.asked}" for finding in decision.missing)
            seen["not counting"] += decision.allowed and not decision.counts
            seen["back"] += any(workflow.states[move.source].holds for move in decision.moves)

    look()
    wanted = {f"{answer} Fire {kind}" for answer in ("allowed", "refused") for kind in ("kept", "by the rules")}
    wanted |= {
        f"{answer} {command} by the rules"
        for answer in ("allowed", "refused")
        for command in ("RecordEvidence", "Join", "Leave", "GiveNotice")
    }
    wanted |= {
        "moved: event",
        "moved: deadline",
        "moved: fell",
        "not counting",
        "back",
        "allowed SeeScheme by the rules",
    }
    wanted |= {
        f"missing: {asked}"
        for asked in ("actor", "needs", "while", "state", "form", "not-by", "reason", "people", "one way")
    }

    assert set() == {name for name in wanted | ALL_FEATURES if not seen[name]}
