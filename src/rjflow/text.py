"""
Small pieces of English that every floor needs: lists, numbers of things, and the nearest name.

Stands on: nothing.   Knows nothing of: rjflow.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def listed(words: Iterable[str], conjunction: str = "and") -> str:
    """
    Join words as English does, with the Oxford comma.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")
    ('a', 'a and b', 'a, b, or c')
    """
    several = list(words)
    if len(several) <= 2:
        return f" {conjunction} ".join(several)
    return f"{', '.join(several[:-1])}, {conjunction} {several[-1]}"


def quoted(words: Iterable[str], conjunction: str = "and") -> str:
    """
    Join the author's own words, each in backticks.

    >>> quoted(["from", "to"])
    '`from` and `to`'
    """
    return listed((f"`{word}`" for word in words), conjunction)


def indefinite(label: str) -> str:
    """
    Put `a` or `an` before a label that has no article of its own.

    >>> indefinite("supporter"), indefinite("offender"), indefinite("their representative")
    ('a supporter', 'an offender', 'their representative')
    """
    if label.startswith(("the ", "a ", "an ", "their ")):
        return label
    vowels = "aeio"  # a user, an hour: a `u` and an `h` are either
    return f"{'an' if label.startswith(tuple(vowels)) else 'a'} {label}"


def counted(number: int, thing: str, plural: str | None = None) -> str:
    """
    Say how many there are of a thing.

    >>> counted(1, "problem"), counted(2, "problem"), counted(3, "person", "people")
    ('1 problem', '2 problems', '3 people')
    """
    return f"{number} {thing if number == 1 else plural or thing + 's'}"


def give_or_take(length: str, microseconds: int) -> str:
    """
    Say by how much a length of time is more, or less, than what is said of it; so much alone where nothing is.

    >>> give_or_take("1 day", -1), give_or_take("1 day", 2_000_000), give_or_take("", 1), give_or_take("1 day", 0)
    ('1 day less 1 microsecond', '1 day and 2 seconds', '1 microsecond', '1 day')
    """
    seconds, rest = divmod(abs(microseconds), 1_000_000)
    fine = counted(abs(microseconds), "microsecond") if rest else counted(seconds, "second")
    if not length or not microseconds:
        return length or fine
    return f"{length} {'and' if microseconds > 0 else 'less'} {fine}"


_ALIKE = 0.7
_TWO_OF_THREE = 0.66  # as difflib counts it, two letters of three are 2/3


def nearest(word: str, names: Iterable[str], most: int = 4, *, alike: float | None = None) -> Sequence[str]:
    """
    Find the names somebody who wrote *word* may have meant, the likeliest first; how much *alike* they must be is from 0 to 1.

    Where that is not said, of three letters one may be wrong.

    >>> nearest("refered", ["closed", "referred", "ready"]), nearest("bem", ["ann", "ben"])
    (['referred'], ['ben'])
    >>> nearest("bem", ["ann", "ben"], alike=0.85)
    []
    """
    cutoff = alike if alike is not None else _TWO_OF_THREE if len(word) == 3 else _ALIKE
    return get_close_matches(word, list(dict.fromkeys(names)), n=most, cutoff=cutoff)


def did_you_mean(word: str, names: Iterable[str]) -> str | None:
    """
    Offer the close names as a question, or nothing when none is close.

    >>> did_you_mean("wen", ["when", "from"])
    'did you mean `when`?'
    """
    close = nearest(word, names)
    return f"did you mean {quoted(close, 'or')}?" if close else None
