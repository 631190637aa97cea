"""
Laws of asking a formula about variables of which something, or nothing, is known.
"""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rjflow.compiled.formulas import bounded, contrary, every, is_true, possible, some
from rjflow.compiled.model import Formula, Is

NAMES, VALUES = ("w", "w", "w", "x", "y", "z"), ("a", "b", "c")  # mostly one, of which much is asked
FREE = {"w": VALUES, "x": VALUES[:2]}

tests = st.builds(
    lambda name, values: Is(name, tuple(sorted(values))),
    st.sampled_from(NAMES),
    st.sets(st.sampled_from(VALUES), min_size=1, max_size=2),
)
formulas = st.recursive(
    tests,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(every),
        st.lists(parts, min_size=1, max_size=3).map(some),
        parts.map(contrary),
    ),
    max_leaves=16,
)


@settings(max_examples=500)
@given(formulas)
def test_possible_is_true_exactly_when_some_values_are_found(formula: Formula):
    """
    Whatever the other variables are, what is left to ask is true exactly if one of all the values that may be chosen makes it so.
    """
    left = possible(formula, FREE)

    assert left.names.isdisjoint(FREE)
    for y, z in product(VALUES, repeat=2):
        found = any(is_true(formula, {"w": w, "x": x, "y": y, "z": z}) for w, x in product(FREE["w"], FREE["x"]))
        assert found == is_true(left, {"y": y, "z": z})


@given(formulas)
def test_what_is_unknown_lies_between(formula: Formula):
    """
    What is true with some values of the unknown may be true, and what surely is, is true with all of them.
    """
    perhaps, surely = (bounded(formula, frozenset(FREE), truth=truth) for truth in (True, False))
    for w, x, y, z in product(VALUES, repeat=4):
        here = {"w": w, "x": x, "y": y, "z": z}
        assert is_true(surely, here) <= is_true(formula, here) <= is_true(perhaps, here)
