"""
Every line that is offered for a small flaw mends it, whatever form the safeguard has, and does what is said of it.
"""

from contextlib import nullcontext

import pytest
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import tiny
from tests.unit.verifier.test_nothing_missed import CASES

from rjflow.definition.model import Workflow
from rjflow.reader.reading import read
from rjflow.verifier.mending import mended, repaired
from rjflow.verifier.verdict import Structure
from rjflow.verifier.verifying import verify

FLAWS = {name: tiny(broken) for name, (broken, _) in HARD_PAIRS.items()}
FLAWS |= {name: read(text) for name, (text, judged) in CASES.items() if judged == "broken"}


@pytest.mark.parametrize("size", [nullcontext, every_workflow_is_large], ids=["small", "large"])
@pytest.mark.parametrize("flawed", FLAWS.values(), ids=FLAWS)
def test_what_is_offered_mends_it(flawed: Workflow, size):
    """
    Judged anew with the line, the safeguard is kept, and of those that were kept just those are broken that are said to be; and nothing is
    cut off, as in no file.
    """
    with size():
        report = mended(verify(flawed))
        for verdict in report.broken:
            assert len(verdict.repairs) <= 3
            for repair in verdict.repairs:
                anew = verify(repaired(flawed, repair))
                again = {one.safeguard.id: one.judged for one in anew.verdicts}
                assert cut_off(anew.structure) <= cut_off(report.structure)
                assert "kept" == again[verdict.safeguard.id]
                assert set(repair.breaks) == {
                    one.safeguard.id
                    for one in report.verdicts
                    if one.judged == "kept" and again[one.safeguard.id] == "broken"
                }


def cut_off(shape: Structure) -> set[str]:
    """
    Name what nothing leads to, or out of.
    """
    return {*shape.unreachable, *shape.trapped, *shape.dead_events}
