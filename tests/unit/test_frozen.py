"""
What all frozen classes share: they are shown as attrs would show them.
"""

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


@pytest.mark.parametrize("place", range(6))
def test_they_are_shown_as_attrs_would_show_them(place: int):
    """
    The one `__repr__` says word for word what the one says that attrs writes for each class.
    """
    ours, theirs = kinds(frozen)[place](width=(90, "x")), kinds(attrs.frozen)[place](width=(90, "x"))

    assert repr(theirs).partition(" object at ")[0] == repr(ours).partition(" object at ")[0]


def test_no_class_has_one_of_its_own():
    """
    That is what it is for: what is shown comes from one function.
    """
    inner, door, *_ = kinds(frozen)

    assert inner.__repr__ is door.__repr__
