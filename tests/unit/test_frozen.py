"""
What all frozen classes share: they are shown, compared and hashed as attrs would do it.
"""

from itertools import product

import attrs
import pytest

from rjflow.frozen import frozen

BODY = {
    "__annotations__": {"width": int, "key": str, "_hidden": int},
    "width": attrs.field(),
    "key": attrs.field(default="k", repr=False),
    "_hidden": attrs.field(default=3),
}


def kinds(decorate):
    """
    Give a class made so: plain, with options, made in a function, over another, and with words of its own.
    """

    @decorate
    class Inner:
        width: int

    door = decorate(type("Door", (), dict(BODY)))
    by_key = decorate(kw_only=True, eq=False)(type("Door", (), dict(BODY)))
    gate = decorate(type("Gate", (door,), {"__annotations__": {"bars": tuple}, "bars": attrs.field(default=())}))
    spoken = decorate(type("Spoken", (), {**BODY, "__repr__": lambda self: f"a door of {self.width}"}))
    mute = decorate(repr=False)(type("Mute", (gate,), {}))
    return [Inner, door, by_key, gate, spoken, mute]


def made_of(decorate):
    """
    Give things of many classes: the values the same or not, some of them without a part in it, and classes that say by themselves what is equal.
    """
    blind = {**BODY, "width": attrs.field(eq=False), "key": attrs.field(default="k", eq=False)}
    even = {
        "__eq__": lambda self, other: type(self) is type(other) and self.width % 2 == other.width % 2,
        "__hash__": lambda self: self.width % 2,
    }
    inner, door, _, gate, *_ = kinds(decorate)
    classes = [inner, door, gate, decorate(type("Plain", (), {})), decorate(type("Door", (), dict(BODY)))]
    classes += [decorate(type("Blind", (), blind)), decorate(cache_hash=True)(type("Kept", (), dict(BODY)))]
    for made in classes:
        yield from (made(width=width) for width in (1, 2, 1, 3) if "width" in dir(made))
        yield from (made() for _ in range(2) if "width" not in dir(made))
    own = decorate(type("Own", (), {**BODY, **even}))
    yield from (own(width=width) for width in (1, 2, 3))
    nobody = decorate(eq=False)(type("Nobody", (), dict(BODY)))
    yield from (nobody(width=1) for _ in range(2))


@pytest.mark.parametrize("place", range(6))
def test_they_are_shown_as_attrs_would_show_them(place: int):
    """
    The one `__repr__` says word for word what the one says that attrs writes for each class.
    """
    ours, theirs = kinds(frozen)[place](width=(90, "x")), kinds(attrs.frozen)[place](width=(90, "x"))

    assert repr(theirs).partition(" object at ")[0] == repr(ours).partition(" object at ")[0]


def test_they_are_compared_as_attrs_would_compare_them():
    """
    Two are equal when attrs would say so, whatever class they are of and whatever takes no part in it; what is equal has one hash.
    """
    ours, theirs = ([*made_of(each)] for each in (frozen, attrs.frozen))

    for one, other in product(range(len(ours)), repeat=2):
        assert (theirs[one] == theirs[other]) == (ours[one] == ours[other])
        assert (theirs[one] != theirs[other]) == (ours[one] != ours[other])
        assert ours[one] != ours[other] or hash(ours[one]) == hash(ours[other])
    assert len({*theirs}) == len({*ours})


def test_no_field_is_compared_in_a_way_of_its_own():
    """
    That is not provided for, and must not pass for being compared by its value.
    """
    with pytest.raises(AssertionError, match="otherwise than by its value"):
        frozen(type("Loose", (), {"__annotations__": {"key": str}, "key": attrs.field(eq=str.lower)}))


def test_what_cannot_be_hashed_says_so():
    """
    A class is hashed by its values; where one of them has no hash, neither has it.
    """
    inner, *_ = kinds(frozen)

    with pytest.raises(TypeError, match="unhashable type: 'list'"):
        hash(inner([]))


def test_no_class_has_one_of_its_own():
    """
    That is what it is for: what is shown comes from one function, and so does what is compared, but for the names of what it is made of.
    """
    inner, door, *_ = kinds(frozen)

    assert inner.__repr__ is door.__repr__
    assert inner.__eq__.__code__ is door.__eq__.__code__
    assert inner.__hash__.__code__ is door.__hash__.__code__
