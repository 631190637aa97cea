"""
Who waived the proof of a case's workflow is kept with the case, and so is that nobody did.
"""

from itertools import permutations

import pytest
from attrs import evolve

from rjflow.engine.example import DOOR, engine
from rjflow.store.port import Store
from rjflow.store.rows import definition_row
from rjflow.testing.storing_steps import writing
from rjflow.verifier.verdict import Waiver

WAIVERS = (None, Waiver(by="eve", reason="a trial", at=1), Waiver(by="ann", reason="another", at=2))


@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("moves", [False, True])
def test_the_waiver_is_kept_as_it_is_with_each_step(store: Store, moves: bool):  # a parameter of the test
    """
    Whoever waived the proof before, and whoever does now, the row is the one that was written.
    """
    for number, (before, after) in enumerate(permutations(WAIVERS, 2)):
        opened = engine.open(f"door-{number}", people={}, actor="ann")
        store.append(writing(opened._replace(case=evolve(opened.case, waiver=before))))
        step = engine.record(opened.case, "key", "found", actor="ann")
        then = writing(step._replace(case=evolve(step.case, waiver=after)))
        store.append(then._replace(definition=definition_row(DOOR)) if moves else then)

        assert then.case == store.load(f"door-{number}").case
