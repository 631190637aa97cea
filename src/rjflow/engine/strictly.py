"""
Reading what was written as JSON: each thing is of its own sort, and nothing is taken for another.

Stands on: nothing.   Knows nothing of: situations, entries.
"""

from typing import Any


def a_text(plain: object) -> str:
    """
    Take a text.

    Raises:
        TypeError: it is none.
    """
    if type(plain) is not str:
        raise TypeError(f"{plain!r} is no text")
    return plain


def a_text_or_nothing(plain: object) -> str | None:
    """
    Take a text, or nothing.

    Raises:
        TypeError: it is neither.
    """
    return None if plain is None else a_text(plain)


def a_number(plain: object) -> int:
    """
    Take a whole number; what is true or false is none.

    Raises:
        TypeError: it is none.
    """
    if type(plain) is not int:
        raise TypeError(f"{plain!r} is no whole number")
    return plain


def a_list(plain: object) -> list[Any]:
    """
    Take a list.

    Raises:
        TypeError: it is none.
    """
    if type(plain) is not list:
        raise TypeError(f"{plain!r} is no list")
    return plain
