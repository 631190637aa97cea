"""
What was used last, kept for as long as there is room.

Stands on: nothing.   Knows nothing of: what is kept.
"""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """
    Hold the things that were used last, by keys. Threads may use it at once.

    There are two shelves; when the new one is full it becomes the old one, and what stood there is forgotten.

    >>> recent = Recent[str, int](1)
    >>> for number in (1, 2, 3):
    ...     recent.keep(f"key {number}", number)
    >>> recent.get("key 1"), recent.get("key 2"), recent.get("key 3")
    (None, 2, 3)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def keep(self, key: K, value: V) -> None:
        """Put something on the new shelf."""
        if len(self._new) >= self._most:
            self._old, self._new = self._new, {}
        self._new[key] = value

    def get(self, key: K) -> V | None:
        """Give what is kept under a key, if it is there still."""
        found = self._new.get(key)
        return self._old.get(key) if found is None else found
