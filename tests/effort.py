"""
How hard property tests search, where each example is slow to try.
"""

from typing import Any

from hypothesis import HealthCheck, Phase, settings


def examples(few: int) -> int:
    """
    Give how many examples to try: few, since each is tried by brute force, or all that a long run asks for.
    """
    return few if settings().max_examples <= 100 else settings().max_examples


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
