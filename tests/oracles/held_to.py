"""
Hold the verifier to what brute force finds, and tell apart the ways in which two opinions can meet.

`compare` gives a word for each: they agree, brute force did not get to the end, the verifier gave up, or one of them is wrong.
"""

from collections import Counter
from typing import Literal

from attrs import frozen
from tests.oracles.every_case import Found, explore, judged, stands

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Form
from rjflow.rules.deciding import decide
from rjflow.verifier.commons import Commons
from rjflow.verifier.judging import judge
from rjflow.verifier.verdict import Story

Meeting = Literal["agree", "half agree", "gave up", "missed", "false alarm", "no replay", "longer"]
WRONG = ("missed", "false alarm", "no replay")


@frozen
class Compared:
    """
    Two opinions on one safeguard.

    `half agree`: brute force did not finish, and found nothing against the verdict. `gave up`: the verdict is unfinished. `missed`: kept, but
    brute force breaks it. `false alarm`: broken, but brute force tried everything and could not. `no replay`: the story does not show it.
    `longer`: the story is right but takes more steps than brute force needs, which is to be told but not wrong.
    """

    meeting: Meeting
    said: str
    found: str
    how: str
    by_force: Found
    length: int | None = None


def compare(workflow: Workflow, *, most: int = 2500, each: int = 2, found: Found | None = None) -> Compared:
    """
    Judge the only safeguard of a workflow in both ways; by brute force only if what it *found* is not known yet.
    """
    [safeguard] = workflow.safeguards
    with Commons(workflow).used():
        verdict = judge(workflow, safeguard)
    found = found or explore(workflow, safeguard.form, most=most, each=each)
    other = "broken" if found.length is not None else "kept" if found.complete else "unfinished"
    length = len(verdict.story.steps) if verdict.story is not None else None
    meeting: Meeting = "agree"
    if verdict.judged == "unfinished":
        meeting = "gave up"
    elif verdict.judged == "kept" and other == "broken":
        meeting = "missed"
    elif verdict.judged == "broken" and not shows(workflow, safeguard.form, verdict.story):
        meeting = "no replay"
    elif verdict.judged == "broken" and other == "kept":
        if (more := most_of_a_kind(verdict.story)) > each:
            return compare(workflow, most=most, each=more)
        meeting = "false alarm"
    elif other == "unfinished":
        meeting = "half agree"
    elif length is not None and found.length is not None and length > found.length:
        meeting = "longer"
    return Compared(meeting, verdict.judged, other, verdict.how, found, length)


def most_of_a_kind(story: Story | None) -> int:
    """
    Give how many people of one kind a story has: by fewer, brute force tried less than the verifier did.
    """
    kinds = Counter(person.kind for person in story.last.people) if story is not None else Counter[str]()
    return max(kinds.values(), default=0)


def shows(workflow: Workflow, form: Form, story: Story | None) -> bool:
    """
    Act a story out, by `decide`, and tell whether its end, and nothing before it, breaks a form as brute force reads it.
    """
    if story is None:
        return False
    situation, marks = story.opened, frozenset[str | None]()
    bad = not stands(workflow, form, situation)
    for step in story.steps:
        decision = decide(workflow, situation, step.decision.command)
        if bad or not decision.allowed or decision != step.decision:
            return False
        wrong, marks = judged(workflow, form, decision, marks)
        bad, situation = wrong or not stands(workflow, form, decision.after), decision.after
    return bad or isinstance(form, AlwaysPossible)
