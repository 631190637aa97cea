"""
Whether a row holds what its columns may hold: SQLite keeps anything anywhere, if somebody writes it there.

Stands on: nothing.   Knows nothing of: which rows there are.
"""

from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_type_hints


class Plain(NamedTuple):
    """
    An example of a row: texts and numbers, and nothing where nothing may stand.

    >>> [is_typed(row) for row in (Plain("door-7", 1), Plain("door-7", None), Plain(b"door-7", 1), Plain("door-7", "1"))]
    [True, True, False, False]
    """

    text: str
    number: int | None = None


def is_typed(row: Any) -> bool:
    """
    Tell whether every column of a row, a named tuple, holds what the tuple says.
    """
    columns: Any = type(row)
    return all(type(value) in kinds for value, kinds in zip(row, _kinds(columns), strict=True))


# ----------------------------------------------------------------------------------------------------------------------


@cache
def _kinds(row: Any) -> tuple[tuple[type, ...], ...]:
    """
    Give the types of each column.
    """
    hints = get_type_hints(row).values()
    return tuple(hint.__args__ if isinstance(hint, UnionType) else (hint,) for hint in hints)
