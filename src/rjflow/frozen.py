"""
A mapping that never changes, so that definitions can be shared, compared and pickled.

Stands on: nothing.   Knows nothing of: rjflow.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, NoReturn, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(dict[K, V], Generic[K, V]):
    """
    Hold keys and values for good: reading is a dict's, writing is refused.

    Equal to any mapping with the same items, whatever their order; hashable when its values are.

    >>> colours = FrozenMap({"grass": "green"})
    >>> colours["grass"]
    'green'
    >>> colours["sky"] = "blue"
    Traceback (most recent call last):
    ...
    TypeError: a FrozenMap never changes
    """

    __slots__ = ()

    # A dict cannot be hashed because it changes; this one does not.
    def __hash__(self) -> int:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(self),))

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError("a FrozenMap never changes")

    # Refusing is the point, so these do not do what a dict's do.
    __setitem__ = __delitem__ = __ior__ = _refuse  # pyright: ignore[reportAssignmentType]
    clear = pop = popitem = setdefault = update = _refuse  # pyright: ignore[reportAssignmentType]


def frozen_map(items: Mapping[K, V] | Iterator[tuple[K, V]] | None = None) -> FrozenMap[K, V]:
    """
    Make a FrozenMap from a mapping or pairs; nothing gives an empty one.
    """
    return FrozenMap(cast(Any, items or {}))
