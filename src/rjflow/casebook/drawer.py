"""
The port through which what is written in forms is kept, apart from the facts; and a drawer in memory.

Evidence is in the history and stays. What else was written is personal: it takes part in no decision, is in no export, and can be thrown away.

Stands on: nothing of rjflow.   Knows nothing of: workflows, who may read.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple, Protocol


class Filed(NamedTuple):
    """
    What was written in a form besides evidence.

    Attributes:
        case: in which case.
        form: the name of the form.
        person: about whom, where it is about people.
        number: the entry of the history that it came with.
        by: who handed it in.
        at: when, in microseconds.
        values: what was written, by field; dates are dates.
    """

    case: str
    form: str
    person: str | None
    number: int
    by: str
    at: int
    values: Mapping[str, Any]


class Drawer(Protocol):
    """Where what is written in forms is kept."""

    def put(self, filed: Filed) -> None:
        """Keep what was written in a form. What the same form said before, about the same person, is replaced."""
        ...

    def of(self, case: str) -> Sequence[Filed]:
        """Give what is kept of a case, in the order in which it was handed in."""
        ...

    def change(self, case: str, leave: Callable[[Filed], Mapping[str, Any]]) -> int:
        """Leave of each form of a case only what *leave* gives, and nothing of a form where that is nothing; tell how many lost something."""
        ...


class MemoryDrawer:
    """A drawer that forgets with the process: for tests, demonstrations, and hosts that want nothing kept."""

    def __init__(self) -> None:
        self._filed: dict[str, list[Filed]] = {}
        self._lock = Lock()

    def put(self, filed: Filed) -> None:
        """Keep what was written in a form."""
        with self._lock:
            others = [one for one in self._filed.get(filed.case, ()) if (one.form, one.person) != filed[1:3]]
            self._filed[filed.case] = [*others, filed]

    def of(self, case: str) -> Sequence[Filed]:
        """Give what is kept of a case."""
        with self._lock:
            return tuple(self._filed.get(case, ()))

    def change(self, case: str, leave: Callable[[Filed], Mapping[str, Any]]) -> int:
        """Leave of each form only some."""
        with self._lock:
            before = self._filed.get(case, [])
            after = [one._replace(values=leave(one)) for one in before]
            self._filed[case] = [one for one in after if one.values]
            return sum(one.values != other.values for one, other in zip(before, after, strict=True))
