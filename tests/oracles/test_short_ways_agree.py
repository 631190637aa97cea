"""
Short ways of a search, and of the rules, beside the long ones that they stand for.
"""

from collections.abc import Iterable
from itertools import product
from unittest.mock import patch

from hypothesis import assume, given, reject
from hypothesis import strategies as st
from tests.effort import slowly
from tests.small import asks, event, evidence, state, workflow
from tests.strategies_mixed import mixed_workflows
from tests.zoo import animal

from rjflow.definition.model import Kind, Voider, Workflow
from rjflow.definition.safeguards import Before, Ends, Happening, ReadOff, Safeguard, Step
from rjflow.guards.syntax import Among
from rjflow.rules import changing
from rjflow.rules.changing import Happened, voided
from rjflow.rules.situation import Person, recorded
from rjflow.verifier import treading
from rjflow.verifier.bdd import Space, out_of_room
from rjflow.verifier.casting import followed_casts, spotlight
from rjflow.verifier.edges import Edge
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.frame import Cast, Focus
from rjflow.verifier.ground import NODES, ground_of
from rjflow.verifier.judging import find
from rjflow.verifier.refining import lightly
from rjflow.verifier.searching import Search
from rjflow.verifier.touring import opening
from rjflow.verifier.treading import planned


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.data())
def test_the_least_member_is_the_first_of_all(sizes: list[int], data: st.DataObject):
    """
    The least member of a set is the first, in the order of the values, of all that are in it.
    """
    space, everything = Space(sizes), list(product(*map(range, sizes)))
    members = data.draw(st.lists(st.sampled_from(everything), min_size=1))
    some = space.any_of(map(space.point, members))
    if data.draw(st.booleans()) and len(set(members)) < len(everything):
        some = ~some & space.any_of(map(space.point, everything))  # else it holds numbers that stand for no value
        members = [one for one in everything if one not in members]

    assert min(members) == space.least(some)


def said(edge: Edge) -> tuple[object, ...]:
    """
    Say of an edge all that a search, and whoever tells its trail, asks of it.
    """
    return (edge.action, edge.source, edge.target, edge.guard, edge.forget, edge.put, edge.then, edge.facts, edge.reads)


def check(definition: Workflow, cast: Cast, more: Iterable[str], states: Iterable[str]) -> None:
    """
    Ask for the edges of some states in both ways, and what each changes for what is remembered.
    """
    form = definition.safeguards[0].form
    first = first_focus(definition, form)
    focus = Focus(first.evidence | {*more}, first.scheme, first.authors)
    ground = ground_of(definition, form, cast, focus, NODES[-1])
    search = Search(ground.formulas, ground.actions, ground.watcher, quietly=True)
    for one in states:
        edges = search.edges(one)
        quiet = [edge.between(one, one, edge.reads) for edge in search.quiet(one)]

        assert [said(edge) for edge in edges if not edge.is_quiet] == [said(edge) for edge in search.moves(one)]
        assert [said(edge) for edge in edges if edge.is_quiet] == [said(edge) for edge in quiet]
        for edge in edges:
            held, remembered = search.made._held_after(one, edge.target), search.watcher.remembered(edge.facts)
            assert (edge.forget, edge.put) == search.made._assigned(edge.action, held, remembered)


@slowly(60)
@given(mixed_workflows(), st.data())
def test_moves_and_quiet_steps_are_all_edges(workflow: Workflow, data: st.DataObject):
    """
    What moves a case, and what leaves it where it is as it would in a state like it, are together the edges of a state, in their order.
    """
    form = workflow.safeguards[0].form
    assume(not isinstance(form, Ends | ReadOff))
    cast = data.draw(st.sampled_from([spotlight(workflow, form), *followed_casts(workflow, form)]))
    more = data.draw(st.frozensets(st.sampled_from(sorted(workflow.evidence)))) if workflow.evidence else ()

    check(workflow, cast, more, data.draw(st.permutations(list(workflow.states))))


def test_one_action_is_remembered_by_where_it_leads():
    """
    What leaves a case in a state, or lets it fall from there, is remembered where it falls, and not where it stays.
    """
    fallen = Happening(kind="step", name="", step=Step("state", "cellar"))
    form = Before(event=(Happening(kind="event", name="out"),), must_have=(fallen,))
    falling = workflow(
        *(evidence("key"), state("room", guard=asks(Among("key", ("yes",))), otherwise="cellar"), state("cellar")),
        *(event("enter", ("start", "room")), event("out", ("cellar", "end"))),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )

    check(falling, spotlight(falling, form), ["key"], falling.states)


@slowly(40)
@given(mixed_workflows())
def test_what_is_known_of_a_search_is_what_another_would_find(workflow: Workflow):
    """
    Whoever looks for a trail that can be acted out finds the same whether or not they are told what a search came to already. Of what does
    not fit in memory, as where it matters of very many who did what, nothing is known.
    """
    form = workflow.safeguards[0].form
    assume(not isinstance(form, Ends | ReadOff))
    try:
        outcome, focus = lightly(workflow, form, spotlight(workflow, form), first_focus(workflow, form))
    except out_of_room():
        reject()

    assert planned(workflow, form, find, focus) == planned(workflow, form, find, focus, outcome)


def test_where_nobody_is_in_a_case_it_is_searched_once():
    """
    Without people whoever is followed is the same for a proof and for a story, so what the one search came to is acted out.
    """
    trap = animal("trap")
    form = trap.safeguards[0].form
    outcome, focus = lightly(trap, form, spotlight(trap, form), first_focus(trap, form))
    story, _ = planned(trap, form, find, focus)

    with patch.object(treading, "lightly", side_effect=AssertionError("searched once more")):
        assert story is not None
        assert planned(trap, form, find, focus, outcome) == (story, focus)


def test_who_comes_and_goes_voids_what_listens_for_their_group():
    """
    What is void when the people of a group change is void when somebody of a kind in it comes or goes, and of no other kind.
    """
    small = workflow(
        *(Kind(name="guest", label="guest", side="harmed"), Kind(name="host", label="host", side="responsible")),
        evidence("seen", voided_by=(Voider("change", "harmed"),)),
    )
    made = recorded("yes", "ada", 0)
    situation = opening(small, everybody=True).evolved(records=(made,))

    for kind, void in (("guest", True), ("host", False)):
        (record,) = voided(small, situation, [Happened("change", kind)]).records
        assert record is not None
        assert (record.void is not None) is void


@slowly(150)
@given(mixed_workflows(), st.data())
def test_what_voids_a_record_is_never_overlooked(workflow: Workflow, data: st.DataObject):
    """
    After something happened every record is as it would be if each were looked at: void where what happened voids it.
    """
    evidence = list(workflow.evidence.values())
    first = opening(workflow, everybody=True)
    made = recorded("yes", "ada", first.now)
    about_people = [one for one in evidence if one.about is not None]
    people = tuple(Person(one.id, one.kind, (made,) * len(about_people)) for one in first.people)
    situation = first.evolved(records=(made,) * (len(evidence) - len(about_people)), people=people)
    there = [None, *(one.id for one in people)]
    names = [("event", one) for one in workflow.events] + [("evidence", one) for one in workflow.evidence]
    names += [("notice", one) for one in workflow.notices] + [("change", one) for one in workflow.people]
    some = st.builds(lambda one, who: Happened(one[0], one[1], who), st.sampled_from(names), st.sampled_from(there))
    happened = data.draw(st.lists(some, max_size=3))

    after = voided(workflow, situation, happened)

    slowly_looked_at = {
        (one.name, who): changing._after(workflow, one, made, who, happened)
        for one in evidence
        for who in (there[1:] if one.about else [None])
    }
    about_case = [one.name for one in evidence if one.about is None]
    found = {(name, None): record for name, record in zip(about_case, after.records, strict=True)}
    for person in after.people:
        mine = zip(about_people, person.records, strict=True)
        found |= {(one.name, person.id): record for one, record in mine}
    assert slowly_looked_at == found
