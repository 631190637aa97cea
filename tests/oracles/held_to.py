"""
Hold the verifier to what brute force finds, and tell apart the ways in which two opinions can meet.

`compare` gives a word for each: they agree, brute force did not get to the end, the verifier gave up, or one of them is wrong.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from attrs import frozen
from tests.oracles.every_case import Found, explore, judged, stands

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Form
from rjflow.instants import DAY
from rjflow.rules.commands import Advance, Command
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.timing import next_change
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

    A host sees each moment at which something runs out or is due, so each that a step passes over is looked at, too. What is broken in the last step
    may have been so for some hours of it, but for no day.
    """
    if story is None:
        return False
    situation, marks = story.opened, frozenset[str | None]()
    broken = [situation.now] * (not stands(workflow, form, situation))
    wrong = False
    for step in story.steps:
        if broken or decide(workflow, situation, step.decision.command) != step.decision:
            return False
        for decision in moment_by_moment(workflow, situation, step.decision.command):
            if not decision.allowed:
                return False
            now_wrong, marks = judged(workflow, form, decision, marks)
            wrong, situation = wrong or now_wrong, decision.after
            broken += [situation.now] * (wrong or not stands(workflow, form, situation))
        if situation != step.decision.after:
            return False
    if isinstance(form, AlwaysPossible):
        return True
    still = wrong or not stands(workflow, form, situation)
    return still and situation.now - broken[0] < DAY


def moment_by_moment(workflow: Workflow, situation: Situation, command: Command) -> Iterator[Decision]:
    """
    Decide a command that comes later, after what time does before it: at each moment at which something may change.
    """
    while (change := next_change(workflow, situation, command.at)) is not None:
        decision = decide(workflow, situation, Advance(at=change))
        yield decision
        situation = decision.after
    if situation.now < command.at or not isinstance(command, Advance):
        yield decide(workflow, situation, command)
