"""
Two cases that differ only in what is hidden from somebody look the same to them, byte for byte, wherever the verifier says *kept*.
"""

import itertools
from datetime import UTC, date, datetime

from attrs import evolve
from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.small import unproved
from tests.strategies_verified import bare_workflows
from tests.twins import Twins

from rjflow.clock import FixedClock
from rjflow.definition.model import Flag, Notice, Number, OneOf, Workflow
from rjflow.definition.safeguards import Hidden, Safeguard
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Value
from rjflow.reader.reading import read_file
from rjflow.rules.seeing import at_work
from rjflow.shipped import folder
from rjflow.verifier.verifying import verify

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = SameRoles({"will": ["worker"], "lea": ["lead"]}, acts_for={"ask": ["p1"]})
LOOKING = {"worker": "will", "lead": "lea", "asker": "ask"}
SEEN_BY = ((), ("worker",), ("lead",), ("asker",), ("worker", "lead"), ("participant",))


@st.composite
def hiding_workflows(draw: st.DrawFn) -> Workflow:
    """
    Give a small workflow in which people see this and that, and one piece of evidence is to be hidden from somebody.
    """
    workflow = draw(bare_workflows())
    who = {"worker", "lead", *workflow.people, *(["participant"] if workflow.people else [])}
    seen = st.sampled_from([by for by in SEEN_BY if who.issuperset(by)])
    evidence = {
        name: evolve(one, visible_to=draw(seen), known_to=draw(st.sampled_from(((), (), ("worker",), ("lead",)))))
        for name, one in workflow.evidence.items()
    }
    people = {name: evolve(kind, visible_to=draw(seen)) for name, kind in workflow.people.items()}
    notices = {"alarm": Notice(name="alarm", label="alarm", visible_to=draw(seen))}
    hidden = draw(st.lists(st.sampled_from(sorted(evidence)), min_size=1, max_size=2, unique=True))
    whom = draw(st.sampled_from([one for one in LOOKING if one in who]))
    for name in hidden:  # what is hidden is mostly recorded and seen by somebody else
        if draw(st.integers(0, 4)):
            other = ("lead",) if whom == "worker" else ("worker",)
            evidence[name] = evolve(evidence[name], recorded_by=other, visible_to=other)
    form = Hidden(evidence=tuple(hidden), roles=(whom,))
    return evolve(
        workflow,
        evidence=frozen_map(evidence),
        people=frozen_map(people),
        notices=frozen_map(notices),
        safeguards=(Safeguard(id="H", label="h", form=form, origin="workflow"),),
    )


def record_hidden(twins: Twins) -> None:
    """
    Record what is hidden, in each of the twins something else, by whoever may.
    """
    for name in twins.hidden:
        evidence = twins.workflow.evidence[name]
        people = [one.id for one in twins.pair[0][0].situation.people]
        for actor, person in itertools.product(("will", "lea"), people if evidence.about else [None]):
            twins.record(name, "yes", person, actor)


def do_something(twins: Twins, data: st.DataObject) -> None:
    """
    Let something happen to both.
    """
    engine, workflow = twins.engine, twins.workflow
    actor = data.draw(st.sampled_from(("will", "lea", "ask")))
    deed = data.draw(st.sampled_from(("record", "record", "record", "fire", "fire", "notice", "wait")))
    persons = [None, *(person.id for person in twins.pair[0][0].situation.people)]
    if deed == "wait":
        twins.clock.forward(hours=data.draw(st.sampled_from((1, 12, 30))))
        twins.take([engine.advance(case) for case, *_ in twins.pair])
    elif deed == "notice":
        twins.take([engine.notice(case, "alarm", actor=actor) for case, *_ in twins.pair])
    elif deed == "record":
        names = (*sorted(workflow.evidence), *twins.hidden)
        name, value = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(("yes", "no")))
        about = workflow.evidence[name].about
        person = data.draw(st.sampled_from(persons[1:])) if about and persons[1:] else None
        twins.record(name, value, person, actor)
    else:
        name = data.draw(st.sampled_from(sorted(workflow.events)))
        values = [
            (given, data.draw(st.sampled_from(("yes", "no"))), data.draw(st.sampled_from(persons)))
            for given in workflow.events[name].records
        ]
        twins.fire(name, values, actor)


@settings(max_examples=300)
@given(hiding_workflows(), st.data())
def test_what_is_hidden_makes_no_difference(workflow: Workflow, data: st.DataObject):
    """
    Where a safeguard `hidden` is kept, nothing that is shown to those people tells one case from the other.
    """
    [verdict] = verify(workflow).verdicts
    event(f"judged {verdict.judged}")
    if verdict.judged != "kept":
        return
    people = {"p1": "asker"} if "asker" in workflow.people else {}
    people |= {"p2": "asked"} if "asked" in workflow.people else {}
    clock = FixedClock(BEGINNING)
    engine = Engine(unproved(evolve(workflow, safeguards=())), roles=WHO, clock=clock)
    twins = Twins(engine, clock, workflow.safeguards[0].form.evidence, people, "will")
    for _ in range(data.draw(st.integers(2, 8))):
        do_something(twins, data)
        record_hidden(twins)
    [whom] = workflow.safeguards[0].form.roles
    if whom == "asker" and not any(person.id == "p1" for person in twins.pair[0][0].situation.people):
        return
    event("they differ" if twins.differ() else "nothing hidden was recorded")
    one, other = twins.looks(LOOKING[whom], whom)

    assert one == other


# ---- the flagship ----------------------------------------------------------------------------------------------------

FLAGSHIP = read_file(folder() / "ew-post-sentence.workflow.yaml")
STAFF = {role: [role] for role in FLAGSHIP.roles}
PEOPLE = {"v1": "victim", "v2": "victim", "o1": "offender", "s1": "supporter"}
SPEAKING = {f"self-{person}": [person] for person in PEOPLE}
QUIET = [one for one in FLAGSHIP.safeguards if isinstance(one.form, Hidden)]


def value_of(workflow: Workflow, name: str, data: st.DataObject) -> Value:
    """
    Draw a value of a piece of evidence.
    """
    match workflow.evidence[name].values:
        case OneOf(words):
            return data.draw(st.sampled_from(words))
        case Number(low, high):
            return data.draw(st.integers(low, high))
        case Flag():
            return data.draw(st.booleans())
        case _:
            return date(2026, 6, 1)


@settings(max_examples=20)
@given(st.sampled_from(QUIET), st.data())
def test_the_flagship_keeps_quiet(safeguard: Safeguard, data: st.DataObject):
    """
    Of what each safeguard of the flagship hides, those it is hidden from cannot tell one value from another, whatever else happened.
    """
    clock = FixedClock(BEGINNING)
    roles = SameRoles(STAFF, acts_for=SPEAKING)
    engine = Engine(unproved(FLAGSHIP), roles=roles, clock=clock)
    recorded = [name for name in safeguard.form.evidence if name in FLAGSHIP.evidence]
    twins = Twins(engine, clock, recorded, {"v1": "victim", "o1": "offender"}, "coordinator")
    twins.fire(
        "receive-referral", [("referral-record", "lawful", None), ("request-from", "agency", None)], "coordinator"
    )
    for _ in range(data.draw(st.integers(3, 12))):
        names = (*sorted(FLAGSHIP.evidence), *twins.hidden * 8)
        name = data.draw(st.sampled_from(names))
        evidence = FLAGSHIP.evidence[name]
        about = [one.id for one in twins.pair[0][0].situation.people] if evidence.about else [None]
        by = [one if one in STAFF else "self-v1" for one in evidence.recorded_by]
        if by:
            twins.record(
                name, value_of(FLAGSHIP, name, data), data.draw(st.sampled_from(about)), data.draw(st.sampled_from(by))
            )
        clock.forward(hours=data.draw(st.sampled_from((0, 1, 30))))
    event("they differ" if twins.differ() else "nothing hidden was recorded")
    for whom in safeguard.form.roles:
        if whom in STAFF and whom not in at_work(FLAGSHIP):
            continue
        person = next((one.id for one in twins.pair[0][0].situation.people if one.kind == whom), None)
        if whom not in STAFF and person is None:
            continue
        one, other = twins.looks(whom if whom in STAFF else f"self-{person}", whom)
        assert one == other
