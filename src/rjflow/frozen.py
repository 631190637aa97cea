"""
Values that never change, so that they can be shared, compared and pickled: mappings, things made so often that they must be cheap,
drafts of such things, and things so large that they are compared once.

Stands on: nothing.   Knows nothing of: rjflow.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar, cast
from weakref import ref

import attrs

K = TypeVar("K")
V = TypeVar("V")
C = TypeVar("C", bound=type[Any])

_MOST_PAIRS = 256

if TYPE_CHECKING:
    from attrs import frozen as frozen  # noqa: PLC0414  # given on, so that type checkers see attrs' own
else:

    def frozen(cls: C | None = None, **options: Any) -> Any:
        """
        Do as `attrs.frozen` does, but write no `__repr__`, `__eq__` and `__hash__` for each class, which takes half of its time.

        What is said is the same for all, and what is compared and hashed is fetched at once. A class that says one of them by itself, or
        keeps its hash, has it from there, or from attrs.

        >>> @frozen
        ... class Door:
        ...     width: int
        ...     key: str = attrs.field(default="", repr=False)
        >>> Door(90)
        Door(width=90)
        """

        def made(cls: C) -> C:
            own = vars(cls)
            if "__repr__" not in own and options.get("repr", True):
                cls.__repr__ = _said
            if "__eq__" in own or "__hash__" in own or options.keys() & {"eq", "cache_hash"}:
                return attrs.frozen(cls, **{**options, "repr": False})
            return _by_value(attrs.frozen(cls, **{**options, "repr": False, "eq": False}))

        return made if cls is None else made(cls)


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
    def __hash__(self) -> int:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]  # a dict has none
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(self),))

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError("a FrozenMap never changes")

    # Refusing is the point, so these do not do what a dict's do.
    __setitem__ = __delitem__ = __ior__ = _refuse  # pyright: ignore[reportAssignmentType]  # as above
    clear = pop = popitem = setdefault = update = _refuse  # pyright: ignore[reportAssignmentType]  # as above


def frozen_map(items: Mapping[K, V] | Iterator[tuple[K, V]] | None = None) -> FrozenMap[K, V]:
    """
    Make a FrozenMap from a mapping or pairs; nothing gives an empty one.
    """
    return FrozenMap(cast(Any, items or {}))


class Slots:
    """
    Values under names, written once: each slot has a private name, and a property that reads it under the public one.

    Equal to others of its type whose values are equal. Whoever makes very many fills the slots in by hand, before anybody else sees
    the thing; all others use `made` and `evolved`.
    """

    __slots__: tuple[str, ...] = ()

    @classmethod
    def made(cls, **values: Any) -> Self:
        """Make one, with a value for each name."""
        made = cls()
        for slot in cls.__slots__:
            setattr(made, slot, values[slot[1:]])
        return made

    def evolved(self, **values: Any) -> Self:
        """Make another, with other values for some names."""
        made = type(self)()
        for slot in self.__slots__:
            setattr(made, slot, values[slot[1:]] if slot[1:] in values else getattr(self, slot))
        return made

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Give the public names."""
        return tuple(slot[1:] for slot in cls.__slots__)

    def as_dict(self) -> dict[str, Any]:
        """Give the values by their public names."""
        return dict(zip(self.names(), self._values()))

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.as_dict().items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuilt, (type(self), self.as_dict()))

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.names()])


def _said(self: Any) -> str:
    shown = [field.name for field in attrs.fields(type(self)) if field.repr]
    kind = type(self).__qualname__.rpartition(">.")[2]  # a class made in a function is named without it, as attrs does
    return f"{kind}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _by_value(cls: C) -> C:
    """
    Let instances of a class be equal, and have one hash, where what takes part in equality is.
    """
    assert not any(field.eq_key for field in attrs.fields(cls)), "no field is compared otherwise than by its value"
    names = [field.name for field in attrs.fields(cls) if field.eq]
    values: Callable[[Any], Any] = attrgetter(*names) if names else _nothing
    salt = hash(cls.__qualname__)  # so that two classes with the same values are told apart

    def __eq__(self: Any, other: Any) -> Any:  # noqa: N807  # it becomes the class's own
        return values(self) == values(other) if self.__class__ is other.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807  # as above
        return hash(values(self)) ^ salt

    cls.__eq__ = __eq__  # type: ignore[assignment]  # seen as bound, since `cls` is a value here
    cls.__hash__ = __hash__  # type: ignore[assignment]  # as above
    return cls


def _nothing(_thing: Any) -> None:
    """Give the value of whatever has no values."""


def _rebuilt(kind: type[Slots], values: dict[str, Any]) -> Slots:
    return kind.made(**values)


def draft_of(cls: type[Any]) -> Callable[[], Any]:
    """
    Give what makes drafts of a frozen class: all is filled in by hand, and then the draft becomes the thing (`made.__class__ = cls`).

    The thing is the same as one made by the class itself, and cannot be written any more; it takes a quarter of the time, which counts where
    several are made at every step of every case. Nothing that the class does when it is made is done, and no slot has a default.

    >>> from attrs import frozen
    >>> @frozen
    ... class Door:
    ...     width: int
    >>> made = draft_of(Door)()
    >>> made.width = 90
    >>> made.__class__ = Door
    >>> made == Door(90)
    True
    """

    class Draft(cls):  # type: ignore[misc]  # whatever class it is
        __slots__ = ()
        __init__ = object.__init__
        # Both, and in C: where a class says only one of them in Python, the other is looked up each time, too.
        __setattr__ = object.__setattr__
        __delattr__ = object.__delattr__

    made: Callable[[], Any] = Draft
    return made


def compared_once(cls: C) -> C:
    """
    Let instances of a class remember which others they were found to be equal to.

    Whatever is kept for a large value by an `lru_cache` is found by comparing it with the one it was kept for: for an equal one that was
    made anew, each time. Decorates a class whose instances never change, and can be hashed and weakly referred to.
    """
    deeply: Callable[[Any, object], Any] = cls.__dict__["__eq__"]
    found: dict[tuple[int, int], tuple[ref[Any], ref[Any]]] = {}

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807  # it becomes the class's own
        if self is other:
            return True
        if type(other) is not cls:
            return NotImplemented
        one, another = found.get((id(self), id(other)), (None, None))
        if one is not None and another is not None and one() is self and another() is other:
            return True
        same = hash(self) == hash(other) and deeply(self, other)
        if same is True:
            if len(found) >= _MOST_PAIRS:
                found.clear()
            found[id(self), id(other)] = (ref(self), ref(other))
        return same

    cls.__eq__ = __eq__  # type: ignore[assignment]  # seen as bound, since `cls` is a value here
    return cls
