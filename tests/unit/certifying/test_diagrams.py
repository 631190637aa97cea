"""
Sets of situations in the checker of certificates, against sets that are written out.
"""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from rjflow.certifying.diagrams import EVERYTHING, NOTHING, Diagrams

SIZES = (2, 3, 2)
POINTS = tuple(product(*(range(size) for size in SIZES)))
some_points = st.frozensets(st.sampled_from(POINTS))


def made(sets: Diagrams, points: frozenset[tuple[int, ...]]) -> int:
    return sets.some(sets.every(sets.among(place, [one]) for place, one in enumerate(point)) for point in points)


@given(some_points, some_points)
def test_sets_are_what_their_points_are(one: frozenset[tuple[int, ...]], other: frozenset[tuple[int, ...]]):
    """
    Both, either and the contrary are those of the points; equal sets have one number.
    """
    sets = Diagrams(SIZES)
    first, second = made(sets, one), made(sets, other)

    assert sets.both(first, second) == made(sets, one & other)
    assert sets.either(first, second) == made(sets, one | other)
    assert sets.contrary(first) == made(sets, frozenset(POINTS) - one)
    assert (first == second) == (one == other)


@given(some_points, st.integers(0, 2), st.integers(0, 1), st.integers(0, 1))
def test_putting_and_freeing_look_back(points: frozenset[tuple[int, ...]], variable: int, value: int, last: int):
    """
    From where giving variables values leads into a set are the points that it makes points of the set.
    """
    sets = Diagrams(SIZES)
    some = made(sets, points)
    puts = dict(sorted({variable: value, 2: last}.items()))

    def given_(point: tuple[int, ...], values: dict[int, int]) -> tuple[int, ...]:
        return tuple(values.get(place, one) for place, one in enumerate(point))

    leading = frozenset(point for point in POINTS if given_(point, puts) in points)
    freed = frozenset(
        point for point in POINTS if any(given_(point, {variable: one}) in points for one in range(SIZES[variable]))
    )

    assert sets.put(some, tuple(puts.items())) == made(sets, leading)
    assert sets.freed(some, [variable]) == made(sets, freed)


@given(st.integers(0, 3), st.lists(some_points, max_size=3))
def test_counting_counts(number: int, several: list[frozenset[tuple[int, ...]]]):
    """
    At least so many is where so many of the sets are.
    """
    sets = Diagrams(SIZES)
    expected = frozenset(point for point in POINTS if sum(point in one for one in several) >= number)

    assert sets.at_least(number, [made(sets, one) for one in several]) == made(sets, expected)


def test_a_set_that_asks_nothing_is_all_or_nothing():
    """
    A variable that makes no difference is not asked.
    """
    sets = Diagrams(SIZES)

    assert sets.among(1, [0, 1, 2]) == EVERYTHING
    assert sets.among(1, []) == NOTHING
    assert sets.asked_first(EVERYTHING) == len(SIZES)
