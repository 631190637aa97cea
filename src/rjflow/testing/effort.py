"""
How much a case machine does unless it is told otherwise.

Stands on: Hypothesis.   Knows nothing of: cases.
"""

from hypothesis import HealthCheck, Phase, settings


def effort() -> settings:
    """
    Give the settings a machine has unless others are set: a minute's work for a small workflow.
    """
    slow = [
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.large_base_example,
    ]
    return settings(
        max_examples=100, stateful_step_count=30, deadline=None, suppress_health_check=slow, report_multiple_bugs=False,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # `shortest` makes the run short, act by act, which is much quicker
    )  # fmt: skip
