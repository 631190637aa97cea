"""
Laws of policies, on the public strategies: less evidence opens nothing, what is listed as missing is all that is missing, and a story is told in
whatever names a workflow has.
"""

from typing import Any

from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.effort import slowly
from tests.properties.test_verifier_laws import renamed
from tests.strategies_mixed import mixed_workflows

from rjflow.definition.lookup import as_condition, asked_groups, every_condition
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import OfScheme, SamePerson
from rjflow.rules.commands import Fire
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Record, Situation, recorded
from rjflow.testing import situations, workflows
from rjflow.testing.company import EVERYTHING, Company
from rjflow.testing.making import Making
from rjflow.testing.wishing import Come, Say, wishes
from rjflow.verifier.judging import judge

LAW = slowly(40)


def with_record(
    workflow: Workflow, situation: Situation, name: str, person: str | None, record: Record | None
) -> Situation:
    """
    Put a record into a situation, or take one out.
    """
    place = workflow.slots[name]
    if person is None:
        return situation.evolved(records=(*situation.records[:place], record, *situation.records[place + 1 :]))
    people = tuple(
        evolve(one, records=(*one.records[:place], record, *one.records[place + 1 :])) if one.id == person else one
        for one in situation.people
    )
    return situation.evolved(people=people)


def places_of(workflow: Workflow, situation: Situation) -> list[tuple[str, str | None]]:
    """
    Give where something is recorded.
    """
    found: list[tuple[str, str | None]] = []
    for name, one in workflow.evidence.items():
        slot = workflow.slots[name]
        holders: Any = (
            [(None, situation.records)] if one.about is None else [(p.id, p.records) for p in situation.people]
        )
        found += [(name, person) for person, records in holders if records[slot] is not None]
    return found


def asks_who(workflow: Workflow) -> bool:
    """
    Tell whether any condition asks who did something: a record less is an author less.
    """
    parts = (part for group in asked_groups(workflow) for part in every_condition(workflow, as_condition(group)))
    return any(isinstance(part, SamePerson) for part in parts)


@LAW
@given(st.one_of(workflows(), workflows(safe=True)), st.data())
def test_less_evidence_allows_nothing_more(workflow: Workflow, data: st.DataObject):
    """
    An event that is allowed where a record was never made, or is void, is allowed where it counts.

    Separation of duties is left out, and events that go several ways: with more evidence two ways may be open, which opens neither.
    """
    assume(not asks_who(workflow))
    situation = data.draw(situations(workflow))
    everybody = frozenset(person.id for person in situation.people)
    actor = evolve(Company(workflow).actor(EVERYTHING), acts_for=everybody)
    for name, person in places_of(workflow, situation):
        for fewer in (None, recorded("no", "ada", situation.now, void="needs")):
            less = with_record(workflow, situation, name, person, fewer)
            for event in workflow.events.values():
                if len(event.ways) > 1 or event.not_by:
                    continue
                fire = Fire(event=event.name, actor=actor, at=situation.now)
                if decide(workflow, less, fire).allowed:
                    assert decide(workflow, situation, fire).allowed


@settings(LAW, max_examples=100)
@given(st.one_of(workflows(), workflows(safe=True), workflows(broken="asked too early")), st.data())
def test_what_is_listed_as_missing_is_all_that_is_missing(workflow: Workflow, data: st.DataObject):
    """
    A refused event is allowed as soon as just what its refusal lists is so: evidence is put in that makes each listed condition true, and
    nothing else is changed.
    """
    situation = data.draw(situations(workflow))
    making = Making(workflow, lambda several: several[0])
    everybody = frozenset(person.id for person in situation.people)
    actor = evolve(Company(workflow).actor(EVERYTHING), acts_for=everybody)
    for event in workflow.events.values():
        if len(event.ways) > 1 or event.records:
            continue
        fire = Fire(event=event.name, actor=actor, at=situation.now, reason=None)
        decision = decide(workflow, situation, fire)
        missing = [one for one in decision.missing if one.requirement is not None]
        if decision.allowed or len(missing) < len(decision.missing) or any(one.alternative for one in missing):
            continue
        asked = [one.requirement.condition for one in missing if one.requirement is not None]
        if any(isinstance(part, SamePerson | OfScheme) for one in asked for part in every_condition(workflow, one)):
            continue
        made = situation
        for _ in range(3):  # one condition may need what another was given
            pieces = [wish for one in asked for wish in wishes(workflow, made, one, making.pick)]
            for wish in making.in_order([one for one in pieces if not isinstance(one, Come)]):
                if isinstance(wish, Say) and wish.values:
                    made = with_record(
                        workflow, made, wish.evidence, wish.person, recorded(wish.values[0], "zoe", made.now)
                    )
        still = decide(workflow, made, fire)
        if any(list(wishes(workflow, made, one, making.pick)) for one in asked):
            continue  # the conditions contradict each other, or people are missing

        assert still.allowed, still.missing


@LAW
@given(mixed_workflows())
def test_renaming_renames_the_story(workflow: Workflow):
    """
    Under other names the same story is told, step for step, in these names.
    """
    names = {name: f"n-{name}" for name in (*workflow.states, *workflow.events, *workflow.evidence)}
    first, second = (judge(one, one.safeguards[0]) for one in (workflow, renamed(workflow, names)))

    assert (first.judged, first.story is None) == (second.judged, second.story is None)
    if first.story is not None and second.story is not None:
        told = [(renamed(one.decision.command, names), names[one.decision.after.state]) for one in first.story.steps]
        assert told == [(one.decision.command, one.decision.after.state) for one in second.story.steps]
