"""
The public strategies, measured: what they reach is counted, and not assumed.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.effort import always_the_same

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import OneOf, Workflow
from rjflow.engine.history import History, Open
from rjflow.engine.replaying import replay
from rjflow.reader.reading import read_file
from rjflow.rules.asking import fits
from rjflow.rules.commands import Fire, Given
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation, first_situation
from rjflow.rules.viewing import life, records_of
from rjflow.shipped import shipped
from rjflow.testing import MISTAKES, commands, evidence, histories, people, situations, workflows
from rjflow.verifier.verifying import verify

FLAGSHIP = read_file(shipped("ew-post-sentence"))


def drawn(strategy: st.SearchStrategy[Any], look: Callable[[Any], None], examples: int) -> None:
    """
    Draw the same examples every time, and look at each.
    """
    always_the_same(examples)(given(strategy)(look))()


def test_safe_workflows_are_safe():
    """
    The verifier proves every safeguard of a workflow that is drawn as safe, and there are five of different forms.
    """

    def look(workflow: Workflow) -> None:
        assert verify(workflow).is_safe
        assert 5 == len({type(one.form) for one in workflow.safeguards})

    drawn(workflows(safe=True), look, 4)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_breaks_a_safeguard(mistake: str):
    """
    Each kind of mistake breaks a safeguard, with a story.
    """

    def look(workflow: Workflow) -> None:
        assert verify(workflow).broken

    drawn(workflows(broken=mistake), look, 2)


def test_no_mistake_is_made_up():
    """
    A mistake that there is none of is told, with those there are.
    """
    with pytest.raises(ValueError, match="stale evidence"):
        workflows(broken="nothing")


def test_people_are_as_many_as_there_must_be():
    """
    People are of the workflow's kinds, at least as many as there must be and never more than there may; more than one of a kind occurs.
    """
    several: Counter[str] = Counter()

    def look(about: tuple[tuple[str, str], ...]) -> None:
        counts = Counter(kind for _, kind in about)
        assert all(counts[kind.name] >= kind.at_least for kind in FLAGSHIP.people.values())
        assert all(counts[kind.name] <= (kind.at_most or 99) for kind in FLAGSHIP.people.values())
        several.update(kind for kind in counts if counts[kind] > 1)

    drawn(people(FLAGSHIP), look, 60)
    assert {*FLAGSHIP.people} == {*several}


def test_evidence_can_be_given_as_it_is_drawn():
    """
    What is drawn for evidence fits it, and nearly every piece and every word of the flagship occurs.
    """
    situation = first_situation(FLAGSHIP, (("a", "victim"), ("b", "offender"), ("c", "supporter")), 0)
    seen: set[tuple[str, object]] = set()

    def look(one: Given) -> None:
        assert fits(FLAGSHIP, situation, one)
        seen.add((one.evidence, one.value))

    drawn(evidence(FLAGSHIP, situation), look, 600)
    words = [
        (one.name, word)
        for one in FLAGSHIP.evidence.values()
        if isinstance(one.values, OneOf)
        for word in one.values.values
    ]
    assert 0.8 <= sum(word in seen for word in words) / len(words)


def test_commands_are_allowed_or_nearly():
    """
    Of the commands that are drawn for invented workflows at least a third are allowed and a fifth refused; cases get to every state, and records
    to every life.
    """
    seen: Counter[str] = Counter()

    @st.composite
    def walks(draw: Any) -> None:
        workflow = draw(workflows())
        situation = draw(situations(workflow))
        for _ in range(10):
            decision = decide(workflow, situation, draw(commands(workflow, situation)))
            situation = decision.after
            seen["allowed" if decision.allowed else "refused"] += 1
            seen[situation.state] += 1
            seen.update(lives(workflow, situation))

    drawn(walks(), lambda _: None, 80)
    tried = seen["allowed"] + seen["refused"]
    assert (1 / 3) <= seen["allowed"] / tried <= 4 / 5
    assert {"start", "one", "two", "three", "hold", "rest", "end"} <= {*seen}
    assert {"absent", "current", "stale", "void"} <= {*seen}


def lives(workflow: Workflow, situation: Situation) -> set[str]:
    """
    Name the lives that evidence has in a situation.
    """
    found = set()
    for name, one in workflow.evidence.items():
        records = [record for _, record in records_of(workflow, situation, name)]
        found |= {life(workflow, one, record, situation.now) for record in records or [None]}
    return found


def test_histories_replay_and_go_deep():
    """
    Every history replays; some have a dozen entries, and cases come to every state.
    """
    seen: Counter[str] = Counter()

    @st.composite
    def kept(draw: Any) -> tuple[Workflow, History]:
        workflow = draw(workflows(safe=True))
        return workflow, draw(histories(workflow, most=25))

    def look(one: tuple[Workflow, History]) -> None:
        workflow, history = one
        case = replay(history, {fingerprint(workflow): workflow})
        assert isinstance(history.entries[0].command, Open)
        assert case.state == history.entries[-1].state
        seen.update({entry.state for entry in history})
        seen["deep"] += len(history) >= 12

    drawn(kept(), look, 25)
    assert {"start", "booked", "doing", "after", "end"} <= {*seen}
    assert seen["deep"] >= 2


@pytest.mark.parametrize("kind", [Workflow, Situation, Given, Fire])
def test_hypothesis_knows_the_public_types(kind: type):
    """
    A test that asks for a value by its type is given one.
    """

    def look(one: object) -> None:
        assert isinstance(one, kind)

    drawn(st.from_type(kind), look, 5)
