"""
How hard property tests search, where each example is slow to try.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings

T = TypeVar("T")
LONG = settings().max_examples > 100


def examples(few: int) -> int:
    """
    Give how many examples to try: few, since each is tried by brute force, or all that a long run asks for.
    """
    return settings().max_examples if LONG else few


def sampled(things: Iterable[T], of: int) -> list[T]:
    """
    Give one in so many of what is slow to try, or all of it in a long run.
    """
    return list(things)[:: 1 if LONG else of]


def slowly(most: int | None = None) -> settings:
    """
    Try so many examples, or as many as usual, however slow; what fails is told as it was found, since to shrink it takes too long.
    """
    more: dict[str, Any] = {} if most is None else {"max_examples": most}
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    return settings(suppress_health_check=list(HealthCheck), phases=phases, **more)


def always_the_same(most: int) -> settings:
    """
    Try so many examples, and in every run the same: enough to measure what is generated.
    """
    return settings(slowly(most), derandomize=True, database=None, phases=[Phase.generate])


def shares(features: list[set[str]]) -> dict[str, float]:
    """
    Give of each feature how large a share of all things have it.
    """
    return {name: sum(name in one for one in features) / len(features) for name in set[str]().union(*features)}
