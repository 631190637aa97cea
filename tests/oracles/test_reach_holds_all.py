"""
Two searches: by layers, step after step, and by regions, which is quick and may take more to be possible than is.
"""

from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.effort import slowly
from tests.strategies_verified import guarded_workflows

from rjflow.definition.model import Event, Workflow
from rjflow.definition.safeguards import AlwaysPossible, Ends, ReadOff
from rjflow.reader.reading import read, read_file
from rjflow.shipped import folder
from rjflow.verifier.acting import Acting
from rjflow.verifier.carrying import can_go, undoes_itself
from rjflow.verifier.casting import followed_casts, spotlight
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Cast, Focus, Frame
from rjflow.verifier.graphs import components
from rjflow.verifier.reaching import Reach
from rjflow.verifier.searching import Search
from rjflow.verifier.spoken import Watched, entered_in, happenings_of, listened_for, memories
from rjflow.verifier.watching import watcher


def check(workflow: Workflow, form: Watched, cast: Cast, focus: Focus) -> None:
    """
    Search one frame both ways: regions hold at least what layers do, and miss nothing that is broken.
    """
    frame = Frame(workflow, cast, focus, memories(workflow, form, cast), 1 << 19)
    formulas = Formulas(frame)
    watch, listened = watcher(formulas, form), listened_for(form)
    entered = entered_in(workflow, form)
    search = Search(formulas, list(Acting(formulas, listened, entered=entered).actions()), watch, quietly=False)
    hit = search.run()
    reach = Reach(Acting(formulas, listened, happenings_of(form), entered), watch, form)
    everything = reach.reached()

    for state, some in search.reached.items():
        assert not (some & ~everything.get(state, frame.space.nothing)).satisfiable()
    if hit is not None and not isinstance(form, AlwaysPossible):
        assert not reach.keeps_it()
        assert not reach.every_step_keeps_it()


def contradicts_itself(workflow: Workflow, event: Event) -> bool:
    """
    Tell whether an event has a way that can never be gone, because of what it asks or undoes itself.
    """
    return any(
        undoes_itself(workflow, event, way) or not all(can_go(workflow, event, way, state) for state in way.from_states)
        for way in event.ways
    )


FALLING = """\
rjflow: 1
workflow: falling
version: 1
title: a state that cases only fall into
roles: {worker: {}}
evidence:
  key: {one-of: [found], recorded-by: [worker], current-for: 2 days}
states:
  hall: {start: true}
  room: {while: key is found, otherwise: cellar}
  cellar: {}
  out: {final: true, reasons: [done]}
events:
  enter: {from: hall, to: room, by: [worker], needs: [key is found]}
  go: {from: [room, cellar], to: out, by: [worker]}
safeguards:
  - {id: A, label: nobody is in the cellar, never: in cellar}
"""


@pytest.mark.parametrize("tracked", [set[str](), {"key"}], ids=["not tracked", "tracked"])
def test_regions_fall_where_gates_close(tracked: set[str]):
    """
    A state that cases only fall into is reached, whether or not what its gate asks is tracked.
    """
    workflow = read(FALLING)

    check(workflow, workflow.safeguards[0].form, Cast(), Focus(frozenset(tracked)))


@slowly(150)
@given(guarded_workflows(), st.data())
def test_regions_hold_all_that_layers_reach(workflow: Workflow, data: st.DataObject):
    """
    Whatever is tracked and whoever is followed, what is proved by regions no search by layers refutes. Ways that contradict themselves are
    known to regions alone, and held to in `test_implying.py`.
    """
    assume(not any(contradicts_itself(workflow, one) for one in workflow.events.values()))
    for safeguard in workflow.safeguards:
        form = safeguard.form
        if isinstance(form, Ends | ReadOff):
            continue
        cast = data.draw(st.sampled_from([spotlight(workflow, form), *followed_casts(workflow, form)]))
        first = first_focus(workflow, form)
        more = data.draw(st.sets(st.sampled_from(sorted(workflow.evidence)))) if workflow.evidence else set[str]()
        check(workflow, form, cast, Focus(first.evidence | more, first.scheme, first.authors))


@pytest.mark.parametrize("path", sorted(folder().glob("unsafe/*.workflow.yaml")), ids=lambda path: path.stem)
def test_regions_miss_nothing_that_is_unsafe(path: Path):
    """
    In every workflow shipped as unsafe, both searches agree about what it breaks, with what that speaks of tracked and without.
    """
    workflow = read_file(path)
    broken = path.read_text(encoding="utf-8").split()[2]
    form = next(one.form for one in workflow.safeguards if one.id == broken)
    if not isinstance(form, Ends | ReadOff):
        for focus in (Focus(), first_focus(workflow, form)):
            check(workflow, form, spotlight(workflow, form), focus)


def bits(number: int) -> frozenset[int]:
    """
    Give the places of the bits of a number.
    """
    return frozenset(place for place in range(number.bit_length()) if number >> place & 1)


@given(st.lists(st.integers(0, 255), min_size=1, max_size=8))
def test_components_are_those_of_networkx(leading: Sequence[int]):
    """
    Nodes are one component when they lead to each other, and every component comes after those that lead to it.
    """
    nodes = range(len(leading))
    graph = nx.DiGraph((source, target) for target in nodes for source in bits(leading[target]) if source in nodes)
    graph.add_nodes_from(nodes)

    found = [bits(mine) for mine in components([number & (1 << len(nodes)) - 1 for number in leading])]

    assert sorted(map(sorted, nx.strongly_connected_components(graph))) == sorted(map(sorted, found))
    order = {node: place for place, mine in enumerate(found) for node in mine}
    assert all(order[source] <= order[target] for source, target in graph.edges)
