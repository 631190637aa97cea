"""
What does not fit in memory: however often there is no room, nothing is called kept or broken that is not, and nothing is left to crash.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_as_if_large import every_workflow_is_large, needed
from tests.unit.verifier.test_hard_pairs import tiny

from rjflow.verifier import cheapest, commons, ground
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.frame import Frame
from rjflow.verifier.judging import is_proved, judge
from rjflow.verifier.strength import strength
from rjflow.verifier.verifying import verify

Fits = Callable[[int, int], bool]

ROOM: dict[str, Fits] = {
    "never": lambda _, nodes: False,
    "only in the smallest space": lambda _, nodes: nodes <= ground.NODES[0],
    "only in a larger space": lambda _, nodes: nodes > ground.NODES[0],
    "only in the largest space": lambda _, nodes: nodes > ground.NODES[1],
    "every second time": lambda time, _: time % 2 == 1,
    "but the first time": lambda time, _: time > 0,
    **{f"only the first {few} times": lambda time, _, few=few: time < few for few in range(1, 9)},
    **{f"but the first {few} times": lambda time, _, few=few: time >= few for few in (3, 6, 7)},
}


@contextmanager
def room(fits: Fits) -> Iterator[None]:
    """
    Let there be room for sets only where, at the so-manyth time and in a space of so many nodes, they are said to fit.
    """
    times = count()

    def framed(*given: Any, within: Frame | None = None) -> Frame:
        if within is None and not fits(next(times), int(str(given[-1]))):
            raise out_of_room()("it does not fit")
        return Frame(*given, within=within)

    with ExitStack() as patched:
        for module in (ground, commons, cheapest):
            patched.enter_context(patch.object(module, "Frame", framed))
        yield


PAIRS = (
    "the shortest way is impossible in days and another is real",
    "somebody informed is replaced",
    "somebody joins during the meeting",
)
SIZES = {"small": nullcontext, "large": every_workflow_is_large}


@pytest.mark.parametrize("fits", ROOM.values(), ids=ROOM)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAIRS)
def test_what_does_not_fit_is_unfinished_at_worst(name: str, size: str, fits: Fits):
    """
    With less room a verdict is the same or unfinished, and only what is broken has a story.
    """
    for text, true in zip(HARD_PAIRS[name], ("broken", "kept"), strict=True):
        workflow = tiny(text)
        with SIZES[size](), room(fits):
            verdict = judge(workflow, workflow.safeguards[0])
        with room(fits):
            assert not is_proved(workflow, workflow.safeguards[0].form) or true == "kept"

        assert verdict.judged in ("unfinished", true)
        assert (verdict.story is not None) == (verdict.judged == "broken")


@pytest.mark.parametrize("fits", ROOM.values(), ids=ROOM)
@pytest.mark.parametrize("size", SIZES)
def test_what_was_not_looked_at_is_not_said_to_carry_nothing(size: str, fits: Fits):
    """
    With less room a safeguard is called no stronger than it is, nothing is said to carry it that does not, and nothing that does is passed over.
    """
    workflow = tiny(HARD_PAIRS[PAIRS[-1]][1])
    report = verify(workflow)
    [verdict] = report.verdicts
    true, carrying = strength(workflow, verdict), needed(report)
    with SIZES[size](), room(fits):
        found, borne = strength(workflow, verdict), needed(report)

    assert true.is_exact
    assert found.least <= true.least
    assert found.most is None or true.least <= found.most
    assert not found.unbreakable
    assert borne["needed"] <= carrying["needed"] <= borne["needed"] | borne["perhaps"]
