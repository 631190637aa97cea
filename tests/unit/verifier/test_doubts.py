"""
What is tracked next, to be surer that something stays possible: what is read where those asked for could go on, nearest first.
"""

import pytest
from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import Way, Workflow
from rjflow.definition.safeguards import AlwaysPossible, Step
from rjflow.guards.syntax import Among
from rjflow.verifier import cooperating
from rjflow.verifier.focusing import widened
from rjflow.verifier.frame import Cast, Focus
from rjflow.verifier.ground import NODES, ground_of
from rjflow.verifier.refining import by_layers

FINAL = AlwaysPossible(steps=(Step("final"),), using=("worker",))


def hall(*asked: int) -> Workflow:
    """
    Give a workflow that begins in a hall with several rooms, from each of which there is a way out if so many facts are known, which others
    record.
    """
    rooms = [f"room-{number}" for number in range(len(asked))]
    facts = [[f"fact-{number}-{one}" for one in range(many)] for number, many in enumerate(asked)]
    told = [evidence(name, recorded_by=("lead",)) for some in facts for name in some]
    doors = [event(f"enter-{room}", ("start", room)) for room in rooms]
    known = [asks(*(Among(name, ("yes",)) for name in some)) for some in facts]
    ways = [Way(from_states=(room,), target="end", needs=needs) for room, needs in zip(rooms, known, strict=True)]
    return workflow(*told, *map(state, rooms), *doors, *(event(f"leave-{n}", way) for n, way in enumerate(ways)))


def next_tracked(asked: tuple[int, ...]) -> list[int]:
    """
    Give how many facts of each room are tracked after a search that tracked none.
    """
    workflow = hall(*asked)
    outcome = by_layers(ground_of(workflow, FINAL, Cast(), Focus(), NODES[0]))
    rooms = [int(name.split("-")[1]) for name in outcome.near.evidence]
    return [rooms.count(number) for number in range(len(asked))]


MOST = cooperating._FEW


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((1, 1, 1), [1, 1, 1]),
        ((2, 3, 4), [2, 3, 4]),
        ((MOST - 1, 1, 1), [MOST - 1, 1, 0]),
        ((MOST - 1, 2, 1), [MOST - 1, 0, 0]),
        ((MOST + 6, 1), [MOST + 6, 0]),
    ],
    ids=["all of them", "several each", "as many as are few", "never half a room", "one room whole"],
)
def test_what_is_read_on_the_way_is_tracked_together_while_it_is_little(asked: tuple[int, ...], expected: list[int]):
    """
    Room after room, nearest first, as long as no more than so many things are tracked; what one room reads is never divided.
    """
    assert expected == next_tracked(asked)


def test_what_is_known_already_is_passed_by():
    """
    With all of the first room tracked, the next is what the search asks for.
    """
    workflow = hall(1, MOST)
    focus = widened(Focus(), frozenset({"fact-0-0"}))

    outcome = by_layers(ground_of(workflow, FINAL, Cast(), focus, NODES[0]))

    assert MOST + 1 == len(outcome.near.evidence)
