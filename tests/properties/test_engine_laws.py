"""
Laws of decisions that need no second opinion.
"""

from collections.abc import Iterator

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hash_seeds import under_three_seeds
from tests.strategies import commands, openings, workflows

from rjflow.definition.lookup import as_condition, asked_groups, every_condition
from rjflow.definition.model import Event, Group, Requirement, Workflow
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import SamePerson
from rjflow.rules.commands import Fire
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.viewing import holds


def without_a_record(situation: Situation, place: int) -> Situation:
    """
    Give the situation in which one record about the case was never made.
    """
    records = list(situation.records)
    records[place] = None
    return situation.evolved(records=tuple(records))


@given(workflows(), st.data())
def test_losing_a_record_never_opens_a_gate(workflow: Workflow, data: st.DataObject):
    """
    Fail closed: a condition that is true with a record less is true with it.

    Separation of duties is left out: a record less is an author less.
    """
    situation = data.draw(openings(workflow))
    for place in range(len(situation.records)):
        fewer = without_a_record(situation, place)
        for group in asked_groups(workflow):
            condition = as_condition(group)
            if any(isinstance(part, SamePerson) for part in every_condition(workflow, condition)):
                continue
            if holds(workflow, fewer, condition) is True:
                assert holds(workflow, situation, condition) is True


@given(workflows(), st.data())
def test_deciding_twice_is_deciding_once(workflow: Workflow, data: st.DataObject):
    """
    The same question has the same answer, and bringing a case up to date a second time changes nothing.
    """
    situation = data.draw(openings(workflow))
    command = data.draw(commands(workflow, situation))
    first = decide(workflow, situation, command)

    assert first == decide(workflow, situation, command)
    if isinstance(command, Fire):
        again = decide(workflow, first.before, command)
        assert (first.allowed, first.before, first.findings) == (again.allowed, again.before, again.findings)


@settings(max_examples=200)
@given(workflows(), st.data())
def test_an_explanation_is_complete(workflow: Workflow, data: st.DataObject):
    """
    A refused event is allowed as soon as nothing is asked any more of what its refusal listed as not true.
    """
    situation = data.draw(openings(workflow))
    everyone = frozenset(person.id for person in situation.people)
    actor = Actor("zoe", frozenset(workflow.roles), everyone)
    for event in workflow.events.values():
        command = Fire(event=event.name, actor=actor, at=situation.now)
        decision = decide(workflow, situation, command)
        missing = decision.missing
        if (
            {one.asked for one in missing} != {"needs"}
            or len(event.ways) > 1
            or any(one.alternative for one in missing)
        ):
            continue
        unmet = {one.requirement for one in missing}
        eased = eased_of(workflow, unmet)

        assert decide(eased, situation, command).allowed


def eased_of(workflow: Workflow, unmet: set[Requirement | None]) -> Workflow:
    """
    Give the workflow that asks nothing of these requirements: not in events, nor in the gates that events name.
    """

    def eased(group: Group) -> Group:
        items = (eased(item) if isinstance(item, Group) else item for item in group.items if item not in unmet)
        return evolve(group, items=tuple(items))

    def events() -> Iterator[tuple[str, Event]]:
        for name, event in workflow.events.items():
            yield name, evolve(event, ways=tuple(evolve(way, needs=eased(way.needs)) for way in event.ways))

    gates = {name: evolve(gate, asks=eased(gate.asks)) for name, gate in workflow.gates.items()}
    return evolve(workflow, events=frozen_map(events()), gates=frozen_map(gates))


def test_equal_inputs_give_equal_bytes_under_any_hash_seed():
    """
    A whole case, written down, is the same bytes whatever seed Python hashes with.
    """
    program = (
        "from tests.unit.engine.running_cases import whole_run; from rjflow.engine.encoding import as_lines;"
        "run = whole_run(); print(as_lines(run.history), run.engine.options(run.case, 'ada'))"
    )
    outputs = under_three_seeds(program)

    assert 1 == len(outputs)
    assert all(output.count(b"\n") > 10 for output in outputs)
