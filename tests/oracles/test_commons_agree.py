"""
Two ways to search: each on ground of its own, and on ground that searches for the same people have in common.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import product
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.effort import slowly
from tests.strategies_mixed import mixed_workflows
from tests.strategies_verified import Draw, bare_workflows, form
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import tiny

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Ends, ReadOff, Safeguard
from rjflow.guards.syntax import Condition
from rjflow.reader.reading import read_file
from rjflow.shipped import shipped
from rjflow.verifier import refining
from rjflow.verifier.answering import OTHERS
from rjflow.verifier.casting import followed_casts, spotlight
from rjflow.verifier.commons import Commons, commons_for
from rjflow.verifier.formulas import Formulas, Watch
from rjflow.verifier.frame import Cast, Focus, Frame
from rjflow.verifier.ground import NODES
from rjflow.verifier.spoken import Watched, condition_of
from rjflow.verifier.verdict import Verdict
from rjflow.verifier.verifying import judge_one, verify

WATCHES: tuple[Watch, ...] = (None, "kept", "broken", "several")


@st.composite
def watchful_workflows(draw: Draw) -> Workflow:
    """
    Give a small workflow with several safeguards.
    """
    workflow = draw(bare_workflows())
    forms = [form(draw, workflow) for _ in range(draw(st.integers(2, 5)))]
    safeguards = [Safeguard(id=f"S{n}", label="s", form=one, origin="workflow") for n, one in enumerate(forms)]
    return evolve(workflow, safeguards=tuple(safeguards))


def asked_in(workflow: Workflow) -> list[Condition]:
    """
    Give every whole condition that a workflow, or one of its safeguards, asks.
    """
    groups = [state.guard for state in workflow.states.values()]
    groups += [way.needs for event in workflow.events.values() for way in event.ways]
    groups += [one.needs for one in workflow.evidence.values()]
    watched = [one.form for one in workflow.safeguards if not isinstance(one.form, Ends | ReadOff)]
    conditions = [as_condition(group) for group in groups if group is not None]
    return list(dict.fromkeys([*conditions, *filter(None, map(condition_of, watched))]))


def casts_of(workflow: Workflow, watched: Watched) -> Iterator[Cast]:
    """
    Give some casts: nobody, whom the safeguard speaks of, everybody.
    """
    yield Cast(others=frozenset(name for name, kind in workflow.people.items() if kind.at_most != 0))
    yield spotlight(workflow, watched)
    yield next(iter(followed_casts(workflow, watched)))


def check(workflow: Workflow, cast: Cast, foci: list[frozenset[str]]) -> None:
    """
    Whatever is tracked, and whatever was made before, a condition is the same set as one made for this frame alone.
    """
    whole = Commons(workflow).formulas(cast, NODES[0])
    for tracked in foci:
        part = Frame(workflow, cast, Focus(tracked), within=whole.frame)
        common, alone = Formulas(part, whole), Formulas(part)
        people = [None, *(person for person, _ in cast.followed), *(OTHERS + kind for kind in cast.others)]
        for condition, state, person, watch in product(asked_in(workflow), ["", *workflow.states], people, WATCHES):
            expected = alone.condition(condition, state, person, watch=watch)
            assert expected == common.condition(condition, state, person, watch=watch)


def in_common(workflow: Workflow) -> list[Verdict]:
    """
    Judge each safeguard with what those before it have made, as a check of many does.
    """
    ours, found = Commons(workflow), list[Verdict]()
    for one in workflow.safeguards:
        with ours.used():
            found.append(judge_one(workflow, one))
    return found


def by_themselves(workflow: Workflow) -> list[Verdict]:
    """
    Judge each safeguard, with nothing in common.
    """
    return [judge_one(workflow, one) for one in workflow.safeguards]


def in_so_little_room(nodes: int) -> AbstractContextManager[object]:
    """
    Let every common space have room for so many nodes.
    """
    of_cast = Commons.formulas

    return patch.object(Commons, "formulas", lambda self, cast, _: of_cast(self, cast, nodes))


@given(st.one_of(watchful_workflows(), mixed_workflows()), st.data())
@slowly()
def test_a_condition_is_the_same_whatever_was_made_before(workflow: Workflow, data: st.DataObject):
    """
    Of three searches that track this or that, none sees a condition of another as anything but its own.
    """
    watched = [one.form for one in workflow.safeguards if not isinstance(one.form, Ends | ReadOff)]
    some = st.frozensets(st.sampled_from(sorted(workflow.evidence))) if workflow.evidence else st.just(frozenset())
    for one in watched[:1]:
        for cast in casts_of(workflow, one):
            check(workflow, cast, data.draw(st.lists(some, min_size=2, max_size=3)))


@given(st.one_of(watchful_workflows(), mixed_workflows()), st.booleans(), st.none() | st.integers(16, 400))
@slowly()
def test_verdicts_and_stories_are_the_same(workflow: Workflow, large: bool, nodes: int | None):
    """
    A safeguard is judged as if there were no other, and told of in the same story, however soon the common space is full.
    """
    with every_workflow_is_large() if large else nullcontext():
        expected = by_themselves(workflow)
        with nullcontext() if nodes is None else in_so_little_room(nodes):
            assert expected == in_common(workflow)


def test_a_full_space_is_thrown_away():
    """
    In a space for the flagship that holds next to nothing each search is begun there, and done elsewhere; in an empty one it is done there.
    """
    workflow = read_file(shipped("ew-post-sentence"))
    some = evolve(workflow, safeguards=workflow.safeguards[:9])
    with patch.object(Commons, "forget", autospec=True) as forgotten:
        with in_so_little_room(64):
            full = verify(some)
        assert forgotten.called
        forgotten.reset_mock()
        roomy = verify(some)

    assert not forgotten.called
    assert full.verdicts == roomy.verdicts


def test_what_is_not_kept_is_looked_at_as_if_nothing_were_in_common():
    """
    Whether a search fits into its own space decides where it goes on, so that is asked even where the common space told that it is not kept.
    """
    broken = tiny(HARD_PAIRS["somebody informed is replaced"][0])
    [safeguard] = broken.safeguards
    ours = Commons(broken)
    with every_workflow_is_large(), patch.object(refining, "_seen", wraps=refining._seen) as seen, ours.used():
        assert "broken" == judge_one(broken, safeguard).judged
    common = {id(one.frame.space) for one in ours._of_casts.values()}
    where = [id(call.args[0].frame.space) in common for call in seen.call_args_list]

    assert [True, False] == where[:2]


def test_no_more_casts_are_kept_than_there_is_room_for():
    """
    Of very many casts, the first is forgotten when there are too many, and made anew when it is asked for.
    """
    ours = Commons(read_file(shipped("scheme-readiness")))
    casts = [Cast(gathered=bool(number % 2), chosen=frozenset({str(number)})) for number in range(20)]
    first = ours.formulas(casts[0], NODES[0])
    assert first is ours.formulas(casts[0], NODES[0])

    made = [ours.formulas(cast, NODES[0]) for cast in casts]

    assert made[-1] is ours.formulas(casts[-1], NODES[0])
    assert first is not ours.formulas(casts[0], NODES[0])


def test_it_is_in_use_for_one_workflow_while_that_is_judged():
    """
    Nobody else finds it: not who judges another workflow, nor another thread, nor a search for which other things than evidence matter.
    """
    workflow = read_file(shipped("ew-post-sentence"))
    ours, found = Commons(workflow), list[Commons | None]()
    with ours.used():
        found += [commons_for(workflow, Cast(), Focus()), commons_for(evolve(workflow, version=9), Cast(), Focus())]
        found += [commons_for(workflow, Cast(), Focus(authors=("risk-assessment",)))]
        found += [commons_for(workflow, Cast(chosen=frozenset({"victim"})), Focus())]
        elsewhere = Thread(target=lambda: found.append(commons_for(workflow, Cast(), Focus())))
        elsewhere.start()
        elsewhere.join()
    found.append(commons_for(workflow, Cast(), Focus()))

    assert [ours, None, None, None, None, None] == found


def test_the_flagship_is_judged_as_if_its_safeguards_were_alone():
    """
    The verdict on one is what it is without what the others have made.
    """
    workflow = read_file(shipped("ew-post-sentence"))
    some = evolve(workflow, safeguards=workflow.safeguards[::3])

    assert by_themselves(some) == list(verify(some).verdicts)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted where Linux shows them")
def test_no_thread_stays_behind():
    """
    A space has threads of its own; when a workflow is judged they are gone, so that the next one can be shared among processes.
    """
    program = (
        "import os, time; from rjflow import read_file, shipped; from rjflow.verifier.verifying import verify;"
        "verify(read_file(shipped('police-out-of-court'))); time.sleep(0.1); print(len(os.listdir('/proc/self/task')))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert "1\n" == answer.stdout
