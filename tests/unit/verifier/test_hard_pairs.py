"""
The hard pairs: flaws that need two things at once, and safe workflows that look as if they had one.
"""

import pytest
from tests.unit.verifier.hard_pairs import HARD_PAIRS

from rjflow.reader.reading import read
from rjflow.verifier.judging import judge


def judged(text: str) -> str:
    """
    Judge the only safeguard of a small workflow; what is broken has a story.
    """
    roles = ", ".join(f"{name}: {{}}" for name in ("facilitator", "supervisor") if name in text)
    head = f"rjflow: 1\nworkflow: tiny\nversion: 1\ntitle: tiny\nroles: {{{roles}}}\n"
    workflow = read(head + text, name="tiny.workflow.yaml")
    verdict = judge(workflow, workflow.safeguards[0])
    assert (verdict.story is not None) == (verdict.judged == "broken")
    return verdict.judged


@pytest.mark.parametrize("name", HARD_PAIRS)
def test_hard_pairs_are_told_apart(name: str):
    """
    Of two workflows that a careless look takes for alike, the one is broken and the other kept; neither is left unfinished.
    """
    broken, kept = HARD_PAIRS[name]

    assert ("broken", "kept") == (judged(broken), judged(kept))
