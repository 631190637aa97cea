"""
How tests are shared among the processes of a run.
"""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_what_belongs_together_is_kept_together(request: pytest.FixtureRequest) -> None:
    """
    A group is part of what a worker calls a test, by which whoever shares them out knows it; else each proof is made by every worker.
    """
    shared_out = "PYTEST_XDIST_WORKER" in os.environ

    assert request.node.nodeid.endswith("@together") is shared_out
