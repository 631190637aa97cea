"""
Whether cases end: rounds that nobody chooses, and states without a way out.
"""

from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import CLOCK, Deadline, Way, Workflow
from rjflow.definition.safeguards import Ends, Safeguard
from rjflow.guards.syntax import Among
from rjflow.instants import DAY
from rjflow.verifier.bearing import bearings
from rjflow.verifier.ending import judge_ends
from rjflow.verifier.judging import judge
from rjflow.verifier.proving import is_proved
from rjflow.verifier.structure import structure
from rjflow.verifier.verdict import Report

ENDS = Safeguard(id="A", label="a", form=Ends(), origin="workflow")


def by_itself(name: str, source: str, target: str, *asked) -> tuple:
    """
    Give an event that the clock fires two days after a case came to its source.
    """
    way = Way(from_states=(source,), target=target, needs=asks(*asked))
    return event(name, way, by=(CLOCK,)), Deadline(states=(source,), event=name, length=2 * DAY)


def cases(*parts, deadlines=()) -> Workflow:
    """
    Give a workflow that must not go round for ever.
    """
    return workflow(*parts, deadlines=tuple(deadlines), safeguards=(ENDS,))


def test_a_round_of_the_clock_alone_is_told_with_the_way_into_it():
    """
    Where one deadline leads to the next and back, no case may come; the story ends as it comes there.
    """
    there, first = by_itself("there", "one", "two")
    back, second = by_itself("back", "two", "one")
    small = cases(
        state("one"),
        state("two"),
        event("go", ("start", "one"), ("two", "end")),
        there,
        back,
        deadlines=(first, second),
    )
    verdict = judge_ends(small, ENDS)

    assert ("broken", "searched") == (verdict.judged, verdict.how)
    assert verdict.story is not None
    assert {"one", "two"} == set(verdict.story.ending.loop)
    assert verdict.story.last.state in verdict.story.ending.loop
    assert not is_proved(small, ENDS.form)


def test_a_round_that_somebody_chooses_is_none():
    """
    What people do again and again is theirs to do.
    """
    small = cases(state("one"), event("go", ("start", "one"), ("one", "start")), event("stop", ("one", "end")))

    assert "kept" == judge_ends(small, ENDS).judged
    assert is_proved(small, ENDS.form)


def test_a_round_that_no_case_was_found_in_stays_open():
    """
    Where what leads into a round can never be so, no story is told, and nothing is called kept that the drawing does not show.
    """
    never = evidence("never", recorded_by=())
    there, first = by_itself("there", "one", "two")
    back, second = by_itself("back", "two", "one")
    enter = event("go", Way(from_states=("start",), target="one", needs=asks(Among("never", ("yes",)))))
    small = cases(
        never,
        state("one"),
        state("two"),
        enter,
        event("stop", ("start", "end"), ("two", "end")),
        there,
        back,
        deadlines=(first, second),
    )

    assert "unfinished" == judge_ends(small, ENDS).judged


def test_the_way_out_carries_that_cases_end():
    """
    Without the only way out of a state cases do not end; of two ways, neither is needed.
    """
    around = (state("one"), state("two"), event("go", ("start", "one"), ("one", "two"), ("two", "one")))
    small = cases(*around, event("stop", ("two", "end")))
    twice = cases(*around, event("stop", ("two", "end")), event("out", ("one", "end")))

    assert {"way stop"} <= _needed(small)
    assert not {"way stop", "way out"} & _needed(twice)


def _needed(small: Workflow) -> set[str]:
    report = Report(workflow=small, fingerprint="", verdicts=(judge_ends(small, ENDS),))
    seen = []
    found = bearings(report, lambda piece, number, many: seen.append((number, many)))
    assert [(number, len(found)) for number in range(1, len(found) + 1)] == seen
    return {f"{one.piece.sort} {one.piece.name}" for one in found if one.needed_by}


def test_a_search_does_not_judge_what_is_read_off_the_drawing():
    """
    Whoever asks a search whether cases end is told that it cannot say.
    """
    verdict = judge(cases(event("go", ("start", "end"))), ENDS)

    assert ("unfinished", "not judged") == (verdict.judged, verdict.how)


def test_a_round_with_a_deadline_on_it_is_not_for_ever():
    """
    A round that nobody can leave is drawn where no deadline is on it; one that time takes further somewhere is not called endless.
    """
    around = (state("one"), state("two"), event("go", ("start", "one"), ("one", "two"), ("two", "one")))
    there, soon = by_itself("there", "one", "two")

    assert (("one", "two"),) == structure(cases(*around)).loops
    assert () == structure(cases(*around, there, deadlines=(soon,))).loops
