"""
Judge whether cases end: the form `ends`.

No case may go round for ever without a person choosing to: a round driven by the clock alone, or one that has neither a deadline nor a
way out. The rounds are read off the graph; a story shows how a case comes into one.

Stands on: `structure`, `judging`.   Knows nothing of: sentences.
"""

from collections.abc import Sequence

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Safeguard
from rjflow.guards.syntax import InState, Not
from rjflow.verifier.judging import find
from rjflow.verifier.structure import loops_of
from rjflow.verifier.verdict import Verdict


def judge_ends(workflow: Workflow, safeguard: Safeguard) -> Verdict:
    """
    Judge that no case goes round for ever by itself.

    Not seen: whether the conditions on a way out can be met; that is what `always-possible` asks.
    """
    loops = loops_of(workflow)
    for loop in loops:
        story = find(workflow, Always(condition=Not(InState(_within(workflow, loop))), text=""))
        if story is not None:
            told = evolve(story, ending=evolve(story.ending, condition=None, used=(), loop=loop))
            return Verdict(safeguard=safeguard, judged="broken", how="searched", story=told)
    if loops:
        return Verdict(safeguard=safeguard, judged="unfinished", how="only so many people")
    return Verdict(safeguard=safeguard, judged="kept", how="searched")


# ----------------------------------------------------------------------------------------------------------------------


def _within(workflow: Workflow, loop: Sequence[str]) -> str:
    """
    Give a state of a round in which a case surely goes round: where it is held, that may hang on where it is held from.
    """
    return next((state for state in loop if not workflow.states[state].holds), loop[0])
