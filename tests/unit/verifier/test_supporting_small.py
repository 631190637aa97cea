"""
What keeps a safeguard of each of the hard pairs, and what is said where there is no time to find out.
"""

from unittest.mock import patch

import pytest
from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import tiny
from tests.unit.verifier.test_supporting import check, others

from rjflow.definition.model import Notice, OneOf, Voider, Way, Window
from rjflow.definition.safeguards import Always, AlwaysOpen, Form, Hidden, Safeguard
from rjflow.guards.syntax import Among, And, Condition, InState, Not, Or
from rjflow.verifier import supporting
from rjflow.verifier.judging import judge
from rjflow.verifier.pieces import without
from rjflow.verifier.supporting import Support, never_happens, support

FACT = Among("fact", ("yes",))


@pytest.mark.parametrize("name", list(HARD_PAIRS)[::3])
def test_the_lines_that_are_named_are_enough_and_each_is_needed(name: str):
    """
    With the named lines alone the safeguard is kept, and without one of them it is not.
    """
    kept = tiny(HARD_PAIRS[name][1])

    check(kept, kept.safeguards[0])


@pytest.mark.parametrize("most", range(1, 12))
@pytest.mark.parametrize("limit", ["_MOST", "_MOST_OF_LARGE"])
def test_whoever_is_tired_names_more_lines_and_says_so(most: int, limit: str):
    """
    However soon nothing more is tried, with the lines that are named the safeguard is kept; that they are the fewest is said only where it is so.
    """
    kept = tiny(HARD_PAIRS["whoever approves then assesses"][1])
    [safeguard] = kept.safeguards
    fewest = {one.piece for one in support(kept, safeguard).leanings}
    with patch.object(supporting, limit, most):
        if limit == "_MOST":
            found = support(kept, safeguard)
        else:
            with every_workflow_is_large():
                found = support(kept, safeguard)

    assert "kept" == judge(without(kept, others(kept, safeguard, found)), safeguard).judged
    assert not found.fewest or fewest == {one.piece for one in found.leanings}


ROOM = workflow(
    evidence("fact"),
    state("room"),
    state("cellar"),
    event("enter", Way(from_states=("start",), target="room", needs=asks(FACT))),
    event("leave", ("room", "end"), ("start", "end"), ("cellar", "end")),
)
IN_CELLAR = InState("cellar")


@pytest.mark.parametrize(
    ("form", "never"),
    [
        (Always(condition=Or((Not(IN_CELLAR), FACT)), text=""), [IN_CELLAR]),
        (Always(condition=Or((Not(InState("room")), FACT)), text=""), []),
        (Always(condition=Not(And((IN_CELLAR, FACT))), text="", negated=True), [IN_CELLAR]),
        (Always(condition=FACT, text=""), []),
        (AlwaysOpen(events=("leave",), condition=IN_CELLAR, text=""), [IN_CELLAR]),
        (AlwaysOpen(events=("leave",), condition=InState("room"), text=""), []),
    ],
)
def test_what_no_case_comes_to_is_named(form: Form, never: list[Condition]):
    """
    A place that no case comes to puts what is said of it to no test; one that cases come to does.
    """
    assert never == list(never_happens(ROOM, form))


def test_of_what_is_not_proved_line_by_line_nothing_is_said():
    """
    That something is hidden rests on no single line, and what is not kept rests on nothing.
    """
    hidden = Safeguard(id="A", label="a", form=Hidden(evidence=("fact",), roles=("lead",)), origin="workflow")
    broken = Safeguard(id="B", label="b", form=Always(condition=FACT, text=""), origin="workflow")

    assert [Support(leanings=(), fewest=False)] * 2 == [
        support(ROOM, hidden),
        support(ROOM, broken),
    ]


ONCE = {"window": Window("whole case"), "values": OneOf(("yes",))}
FIRST, SECOND, NEVER, PASS = (Among(name, ("yes",)) for name in ("first", "second", "never", "pass"))
HARMFUL = workflow(
    evidence("fact", voided_by=(Voider("event", "stir"),), **ONCE),
    evidence("first", needs=asks(NEVER), **ONCE),
    evidence("second", needs=asks(NEVER), **ONCE),
    evidence("pass", needs=asks(FACT), voided_by=(Voider("notice", "alarm"),), **ONCE),
    evidence("never", recorded_by=(), **ONCE),
    state("room"),
    event("stir", Way(from_states=("room",), target="room", needs=asks(FIRST, SECOND))),
    event("enter", Way(from_states=("start",), target="room", needs=asks(PASS))),
    event("leave", ("room", "end"), ("start", "end")),
    Notice(name="alarm", label="alarm"),
    safeguards=(
        Safeguard(
            id="A",
            label="a",
            form=Always(
                condition=Or((Not(InState("room")), FACT, Not(Or((Not(FIRST), Not(SECOND), Not(NEVER)))))), text=""
            ),
            origin="workflow",
        ),
    ),
)


def test_a_line_that_only_undoes_what_another_does_is_not_needed():
    """
    What keeps an event from making void what must be there is needed no more once nothing makes it void: fewer lines are enough. Of a large
    workflow that is not tried; the line is told as one without which it is kept, and nothing is said to do its work instead.
    """
    [safeguard] = HARMFUL.safeguards
    few = support(HARMFUL, safeguard)
    with every_workflow_is_large():
        many = support(HARMFUL, safeguard)

    assert (["enter", "pass"], True) == ([one.piece.name for one in few.leanings], few.fewest)
    assert {"enter": "unfinished", "first": "kept", "pass": "unfinished"} == {
        one.piece.name: one.judged for one in many.leanings
    }
    assert [()] * 3 == [one.instead for one in many.leanings]
