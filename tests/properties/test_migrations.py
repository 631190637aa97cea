"""
Laws of moving a case to another version of its workflow.
"""

from contextlib import suppress

from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st
from tests.small import unproved
from tests.strategies import SCHEME, commands, openings, workflows

from rjflow.auditing import audit
from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.definition.model import Group, Migration, Requirement, Way, Workflow
from rjflow.engine.asking import NotAsked
from rjflow.engine.possible import _is_situation_of
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import ForPeople, IsCurrent
from rjflow.instants import HOUR, moment
from rjflow.rules.commands import Advance, Fire, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.finding import truth_of
from rjflow.rules.migrating import moved
from rjflow.rules.past import Past
from rjflow.rules.situation import Actor, Situation
from rjflow.store.memory import MemoryStore

MOVER = Actor("mover")


@st.composite
def migrations(draw: st.DrawFn, old: Workflow, new: Workflow) -> Migration:
    """
    Give what a version says of the cases of another, sensible or not.
    """

    def mapped(before, after):
        pairs = st.tuples(st.sampled_from(sorted(before)), st.sampled_from(sorted(after)))
        return frozen_map(dict(draw(st.lists(pairs, max_size=3)))) if before and after else frozen_map()

    open_states = [name for name, state in new.states.items() if not state.final]
    return Migration(
        version=1,
        states=mapped(old.states, open_states),
        people=mapped(old.people, new.people) if draw(st.booleans()) else frozen_map(),
        evidence=mapped(old.evidence, new.evidence) if draw(st.booleans()) else frozen_map(),
        renew=tuple(draw(st.sets(st.sampled_from(sorted(new.evidence)), max_size=2))) if new.evidence else (),
        drop=tuple(sorted(set(old.evidence) - set(new.evidence))) if draw(st.booleans()) else (),
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Workflow, Workflow]:
    """
    Give two versions: the second the same with something taken from another workflow, or another workflow altogether.
    """
    old, other = draw(workflows()), draw(workflows())
    new = evolve(old, gates=other.gates) if draw(st.booleans()) and not old.gates else other
    if draw(st.booleans()):
        new = asking_more(draw(st.sampled_from(sorted(old.evidence))), old) if old.evidence else old
    return old, evolve(new, version=2, migrations=(draw(migrations(old, new)),))


def asking_more(evidence: str, workflow: Workflow) -> Workflow:
    """
    Give a workflow in which a piece of evidence must be there wherever a case goes from its start.
    """
    asked = Requirement(condition=IsCurrent(evidence), text="more")
    if workflow.evidence[evidence].about is not None:
        kind = workflow.evidence[evidence].about
        asked = evolve(asked, condition=ForPeople("some", 0, kind, IsCurrent(evidence)))

    def way(one: Way) -> Way:
        return evolve(one, needs=Group(items=(*one.needs.items, asked))) if one.needs.mode == "all" else one

    events = {name: evolve(one, ways=tuple(map(way, one.ways))) for name, one in workflow.events.items()}
    return evolve(workflow, events=frozen_map(events))


def lived(data: st.DataObject, workflow: Workflow, most: int = 6) -> tuple[Situation, Past]:
    """
    Let a few things happen to a case; give where it stands, and what it has been through.
    """
    situation, past = data.draw(openings(workflow)), Past()
    for _ in range(data.draw(st.integers(0, most))):
        command = data.draw(commands(workflow, situation))
        decision = decide(workflow, situation, command)
        if decision.allowed:
            situation, past = decision.after, past.moved(workflow, decision.moves)
            past = past.by(command.event, command.actor.id) if isinstance(command, Fire) else past
    return situation, past


@given(pairs(), st.data())
def test_no_case_comes_through_a_gate_that_is_closed(both: tuple[Workflow, Workflow], data: st.DataObject):
    """
    After a move the case is in a situation of the new version, the gate of its state is true, and whatever is asked of it is answered.
    """
    old, new = both
    situation, past = lived(data, old)
    decision = moved(
        old, new, situation, past=past, actor=MOVER, at=situation.now + data.draw(st.sampled_from((0, HOUR)))
    )
    event(f"{decision.allowed} {decision.missing[0].asked if decision.missing else ''}")
    if not decision.allowed:
        assert decision.missing
        assert decision.after is decision.before
        return

    guard = new.states[decision.after.state].guard
    assert guard is None or truth_of(new, decision.after, guard) is True
    assert _is_situation_of(new, decision.after.evolved(scheme=None))
    assert [one.id for one in decision.before.people] == [one.id for one in decision.after.people]
    decide(new, decision.after, data.draw(commands(new, decision.after)))


@given(workflows(), st.data())
def test_a_version_that_changes_nothing_takes_over_every_case(workflow: Workflow, data: st.DataObject):
    """
    Under a version that is the same but for its number, every case that is not over goes on exactly where it stands.
    """
    new = evolve(workflow, version=2, migrations=(Migration(version=1),))
    situation, past = lived(data, workflow)
    decision = moved(workflow, new, situation, past=past, actor=MOVER, at=situation.now)
    event(f"over: {workflow.states[decision.before.state].final}")

    assert decision.allowed is not workflow.states[decision.before.state].final
    assert decision.before == decision.after


@given(pairs(), st.data())
def test_a_move_is_an_entry_that_replays(both: tuple[Workflow, Workflow], data: st.DataObject):
    """
    Whatever a case has been through, a move is stored whole or not at all, is derived anew by an audit, and the case goes on.
    """
    old, new = both
    keys = [unproved(old), unproved(new)]
    clock = FixedClock(moment(data.draw(openings(old)).now, "UTC"))
    roles = SameRoles({"ada": list(old.roles), "ben": list(old.roles)})
    store = MemoryStore()
    there = Engine(unproved(SCHEME), roles=roles, clock=clock).open("scheme", people={}, actor="ada").case
    shown = [there]
    book = Casebook(store, keys, roles=roles, clock=clock, scheme=lambda: shown[-1])
    people = {f"p{number}": kind for number, kind in enumerate(old.people, start=1)}
    book.open("case", people=people, actor="ada", workflow=old.name, version=1)
    for _ in range(data.draw(st.integers(0, 5))):
        done(book, clock, data, old)
    shown.append(data.draw(st.sampled_from((None, there))))
    step = book.migrate("case", actor="ada")
    if step.allowed and new.scheme is not None:
        assert (step.case.situation.scheme is None) is (shown[-1] is None)
    event(f"moved: {step.allowed}")
    under = new if step.allowed else old
    for _ in range(data.draw(st.integers(0, 2))):
        done(book, clock, data, under)

    assert () == audit(store).flaws
    assert under.version == book.workflow("case").version
    assert (step.case == book.case("case")) or book.case("case").revision > step.case.revision


def done(book: Casebook, clock: FixedClock, data: st.DataObject, workflow: Workflow) -> None:
    """
    Do something that may be done, or nearly.
    """
    command = data.draw(commands(workflow, book.case("case").situation))
    clock.forward(hours=data.draw(st.sampled_from((0, 1, 7, 30))))
    match command:
        case Fire(event=name, reason=reason):
            book.fire("case", name, actor=command.actor.id, reason=reason)
        case RecordEvidence(given=one):
            with suppress(NotAsked):  # some values are none
                book.record("case", one.evidence, one.value, person=one.person, actor=command.actor.id)
        case Join(person=person, kind=kind):
            book.join("case", person, kind, actor=command.actor.id)
        case Leave(person=person):
            book.leave("case", person, actor=command.actor.id)
        case Advance() | SeeScheme():
            book.advance("case")
        case _:
            book.notice("case", command.notice, actor=command.actor.id)
