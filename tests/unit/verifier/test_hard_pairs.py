"""
The hard pairs: flaws that need two things at once, and safe workflows that look as if they had one.
"""

from textwrap import dedent

import pytest
from tests.unit.verifier.hard_pairs import HARD_PAIRS

from rjflow.definition.model import Workflow
from rjflow.reader.reading import read
from rjflow.verifier.judging import judge
from rjflow.verifier.structure import structure


def tiny(text: str) -> Workflow:
    """
    Read one of a pair, with the roles that it names.
    """
    roles = ", ".join(f"{name}: {{}}" for name in ("facilitator", "supervisor") if name in text)
    head = f"rjflow: 1\nworkflow: tiny\nversion: 1\ntitle: tiny\nroles: {{{roles}}}\n"
    return read(head + text, name="tiny.workflow.yaml")


def judged(text: str) -> str:
    """
    Judge the only safeguard of a small workflow; what is broken has a story.
    """
    workflow = tiny(text)
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


def test_an_event_that_undoes_what_it_leads_to_is_dead():
    """
    What makes void, on the way, what the gate at its end asks for can never be; nor can a meeting that only it leads to.
    """
    text = """\
    evidence:
      review: {one-of: [ok], recorded-by: [facilitator], current-for: whole-case, voided-by: [begin]}
    states: {preparing: {start: true}, meeting: {kind: meeting, while: review is ok, otherwise: preparing}, CLOSED}
    events:
      begin: {from: preparing, to: meeting, by: [facilitator]RECORDS}
      close: {from: [preparing, meeting], to: closed, by: [facilitator]}
    """.replace("CLOSED", "closed: {final: true, reasons: [done]}")
    head = "rjflow: 1\nworkflow: tiny\nversion: 1\ntitle: tiny\nroles: {facilitator: {}}\n"
    undone, recorded = (
        structure(read(head + dedent(text).replace("RECORDS", records), name="tiny.workflow.yaml"))
        for records in ("", ", records: [review]")
    )

    assert (("meeting",), ("begin",)) == (undone.unreachable, undone.dead_events)
    assert ((), ()) == (recorded.unreachable, recorded.dead_events)
