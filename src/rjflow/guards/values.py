"""
Truth with a third value, and Kleene's tables for it.

`True` and `False` are what they are; `None` is *unknown*: nobody can say. A gate opens only on `True`.

Stands on: nothing.
"""

from collections.abc import Iterable

Truth = bool | None


def negation(truth: Truth) -> Truth:
    """
    Turn true and false round; unknown stays unknown.

    >>> negation(True), negation(None)
    (False, None)
    """
    return None if truth is None else not truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """
    Give true when all are, false when one is, otherwise unknown.

    >>> all_of([True, None]), all_of([None, False]), all_of([])
    (None, False, True)
    """
    answer: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            answer = None
    return answer


def any_of(truths: Iterable[Truth]) -> Truth:
    """
    Give true when one is, false when none can be, otherwise unknown.

    >>> any_of([False, None]), any_of([None, True]), any_of([])
    (None, True, False)
    """
    answer: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            answer = None
    return answer


def at_least(number: int, truths: Iterable[Truth]) -> Truth:
    """
    Give true when so many are, false when so many cannot be, otherwise unknown.

    >>> at_least(2, [True, True, False]), at_least(2, [True, None]), at_least(2, [True, False])
    (True, None, False)
    """
    known = [truth for truth in truths if truth is not False]
    sure = sum(truth is True for truth in known)
    return True if sure >= number else (None if len(known) >= number else False)
