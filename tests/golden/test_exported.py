"""
The models that are written for other checkers.
"""

import pytest
from tests.zoo import animal

from rjflow.compiled.compiling import compile_for, usual_people
from rjflow.report.as_promela import promela
from rjflow.report.as_smv import smv
from rjflow.report.as_tla import tla

WRITERS = {"smv": smv, "pml": promela, "tla": lambda model: tla(model, "tiny_meeting_M1")}


@pytest.mark.parametrize("ending", WRITERS)
def test_a_model_reads_as_it_was_approved(ending, golden):
    """
    A safeguard of a small workflow, in each language.
    """
    workflow = animal("tiny-meeting")
    safeguard = next(one for one in workflow.safeguards if one.id == "M1")
    model = compile_for(workflow, safeguard, usual_people(workflow, 1))

    golden.check(f"export.tiny-meeting.M1.{ending}", WRITERS[ending](model))
