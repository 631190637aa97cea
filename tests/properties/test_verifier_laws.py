"""
Laws between two judgements: what must make no difference, what can only make a workflow safer, and what giving up must never say.
"""

from typing import Any
from unittest.mock import patch

import attrs
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.effort import slowly
from tests.strategies_mixed import asks, mixed_workflows

from rjflow.definition.model import CLOCK, Event, OneOf, State, Way, Workflow
from rjflow.definition.safeguards import AlwaysOpen, AlwaysPossible
from rjflow.frozen import FrozenMap, frozen_map
from rjflow.guards.syntax import IsCurrent
from rjflow.verifier import ground, refining
from rjflow.verifier.judging import judge
from rjflow.verifier.verdict import Verdict

LAW = slowly(60)


def verdict_on(workflow: Workflow) -> Verdict:
    """
    Judge the only safeguard of a workflow.
    """
    return judge(workflow, workflow.safeguards[0])


def check_the_same(workflow: Workflow, other: Workflow) -> None:
    """
    Two workflows have the same verdict, and stories of the same length.
    """
    first, second = verdict_on(workflow), verdict_on(other)

    assert first.judged == second.judged
    if first.story is not None and second.story is not None:
        assert len(first.story.steps) == len(second.story.steps)


def renamed(thing: Any, names: dict[str, str]) -> Any:
    """
    Give anything with every name in it changed.
    """
    if isinstance(thing, str):
        return names.get(thing, thing)
    if isinstance(thing, tuple):
        return tuple(renamed(one, names) for one in thing)
    if isinstance(thing, FrozenMap):
        return frozen_map({renamed(key, names): renamed(value, names) for key, value in thing.items()})
    if isinstance(thing, OneOf) or not attrs.has(type(thing)):
        return thing
    fields = [one for one in attrs.fields(type(thing)) if one.init]
    return evolve(thing, **{one.name.lstrip("_"): renamed(getattr(thing, one.name), names) for one in fields})


@LAW
@given(mixed_workflows())
def test_names_make_no_difference(workflow: Workflow):
    """
    States, events and evidence under other names have the same verdict.
    """
    names = {name: f"n-{name}" for name in (*workflow.states, *workflow.events, *workflow.evidence)}

    check_the_same(workflow, renamed(workflow, names))


@LAW
@given(mixed_workflows())
def test_order_makes_no_difference(workflow: Workflow):
    """
    States, events and evidence in another order have the same verdict: only deadlines go in the order of the file.
    """
    backwards = {
        name: frozen_map(dict(reversed(getattr(workflow, name).items()))) for name in ("states", "events", "evidence")
    }
    first, second = verdict_on(workflow).judged, verdict_on(evolve(workflow, **backwards)).judged

    assert {first, second} != {"kept", "broken"}


@LAW
@given(mixed_workflows())
def test_what_has_nothing_to_do_with_it_makes_no_difference(workflow: Workflow):
    """
    A state that is never entered, with a way out of it, and evidence that nothing asks for, change no verdict.
    """
    lost = State(name="lost", label="lost")
    found = Event(name="found", label="found", ways=(Way(from_states=("lost",), target="start"),), by=("worker",))
    idle = evolve(workflow.evidence["x"], name="idle", label="idle", needs=asks(), voided_by=(), not_by=())
    more = evolve(
        workflow,
        states=frozen_map({**workflow.states, "lost": lost}),
        events=frozen_map({**workflow.events, "found": found}),
        evidence=frozen_map({**workflow.evidence, "idle": idle}),
    )

    check_the_same(workflow, more)


def _is_safety(workflow: Workflow) -> bool:
    return not isinstance(workflow.safeguards[0].form, AlwaysOpen | AlwaysPossible)


@LAW
@given(mixed_workflows(), st.data())
def test_asking_more_breaks_nothing(workflow: Workflow, data: st.DataObject):
    """
    An event that asks for one thing more, of somebody and not of the clock, breaks nothing that must never be.
    """
    by_people = [one for one in workflow.events.values() if CLOCK not in one.by]
    case = [one.name for one in workflow.evidence.values() if one.about is None]
    assume(_is_safety(workflow) and by_people and case)
    event = data.draw(st.sampled_from(by_people))
    wanted = IsCurrent(data.draw(st.sampled_from(case)))
    ways = tuple(evolve(way, needs=asks(*(one.condition for one in way.needs.items), wanted)) for way in event.ways)
    stricter = evolve(workflow, events=frozen_map({**workflow.events, event.name: evolve(event, ways=ways)}))

    assert ("kept", "broken") != (verdict_on(workflow).judged, verdict_on(stricter).judged)


@LAW
@given(mixed_workflows(), st.data())
def test_taking_an_event_away_breaks_nothing(workflow: Workflow, data: st.DataObject):
    """
    Without an event that somebody could fire, nothing is broken that must never be.
    """
    by_people = [one for one in workflow.events.values() if CLOCK not in one.by]
    assume(_is_safety(workflow) and by_people)
    gone = data.draw(st.sampled_from(by_people))
    nowhere = evolve(gone, ways=tuple(evolve(way, from_states=()) for way in gone.ways))
    fewer = evolve(workflow, events=frozen_map({**workflow.events, gone.name: nowhere}))

    assert ("kept", "broken") != (verdict_on(workflow).judged, verdict_on(fewer).judged)


@LAW
@given(mixed_workflows())
def test_giving_up_never_says_kept(workflow: Workflow):
    """
    With hardly any room for its sets the verifier says what it says with room, or that it could not finish.
    """
    with patch.object(refining, "NODES", (150,)), patch.object(ground, "NODES", (150,)):
        starved = verdict_on(workflow)

    assert starved.judged in ("unfinished", verdict_on(workflow).judged)
    assert (starved.story is not None) == (starved.judged == "broken")
