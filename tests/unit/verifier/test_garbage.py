"""
Sets that nobody needs any more: they are thrown away by ourselves, so that whether the others fit is no matter of chance.
"""

from rjflow.verifier import bdd
from rjflow.verifier.bdd import Space, out_of_room

BITS = 24
ROOM = 1 << 14  # nodes


def rounds(space: Space, most: int) -> int:
    """
    Make sets that nobody needs afterwards; tell how many could be made.
    """
    for number in range(most):
        try:
            some = space.any_of(
                space.value(one, 1) & space.value((one * 5 + number) % BITS, number >> one % 8 & 1)
                for one in range(0, BITS, 3)
            )
            for place in range(BITS):
                space.forget(some ^ space.value(place, 1), (place, (place + 3) % BITS))
        except out_of_room():
            return number
    return most


def test_what_nobody_needs_takes_no_room(monkeypatch):
    """
    In a space with room for each of many sets, and not for all, all can be made; what was kept is as it was.
    """
    monkeypatch.setattr(bdd, "_LARGE", ROOM)
    space = Space([2] * BITS, ROOM)
    kept = space.value(0, 1) & space.value(5, 0)

    assert 500 == rounds(space, 500)
    assert space._tidied > 2 * bdd._TIDIED
    assert kept == space.value(0, 1) & space.value(5, 0)


def test_too_much_garbage_for_little_room_is_said_after_the_same_number_of_steps():
    """
    A space that is not the largest, and has to be tidied again and again, says that it is too small, each time after just as many steps.
    """
    (number,) = {rounds(Space([2] * BITS, ROOM), 5_000) for _ in range(5)}

    assert 0 < number < 500
