"""
Act a kept story out, on the rules and on the engine, and tell how far it goes and whether the safeguard is broken at its end.

Stands on: `acting_out`, `reading_stories`, `telling`.   Knows nothing of: files, the command line.
"""

from collections.abc import Sequence
from typing import Literal

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Ends, ReadOff, Safeguard
from rjflow.definition.wording import said
from rjflow.frozen import frozen
from rjflow.report.acting_out import StoryDoesNotReplay, acted
from rjflow.report.deciding import decision_text
from rjflow.report.endings import ending_sentence
from rjflow.report.layout import paragraphs, wrapped
from rjflow.report.reading_stories import Kept, KeptStory
from rjflow.report.telling import evidence_lines, steps_table
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import first_situation
from rjflow.sources.errors import RjflowError
from rjflow.text import counted
from rjflow.verifier.hiding import seen_in
from rjflow.verifier.replaying import ending
from rjflow.verifier.verdict import Ending, Story, StoryStep
from rjflow.verifier.verifying import judge_one
from rjflow.verifier.wording import cast_of_story, promise

Outcome = Literal["broken", "kept", "stopped", "unknown"]


@frozen(kw_only=True)
class Replayed:
    """
    What came of acting a story out.

    Attributes:
        outcome: `broken`: it goes to its end, and breaks the safeguard there; `kept`: to its end, and does not; `stopped`: a step is
            refused; `unknown`: to its end, where the story alone cannot show whether the safeguard is broken.
        story: the steps that happened; its ending says what is wrong where it is broken.
        refused: the answer to the step that does not happen.
        failure: why no case could be opened, or a step not even be asked.
    """

    safeguard: Safeguard
    kept: KeptStory
    outcome: Outcome
    story: Story
    refused: Decision | None = None
    failure: str | None = None


def replayed(workflow: Workflow, kept: KeptStory, *, changed: bool) -> Replayed:
    """
    Act a story out, step by step, on `decide` and on the engine.

    Args:
        workflow: What it is acted out on.
        kept: The story.
        changed: Whether that is another workflow than the one it was told of.

    Raises:
        StoryDoesNotReplay: the two do not agree; that is a fault of rjflow.
    """
    safeguard = next(one for one in workflow.safeguards if one.id == kept.safeguard)
    opened = first_situation(workflow, kept.people, kept.opened)
    decisions: list[Decision] = []
    refused, failure, now = None, None, opened
    steps = acted(workflow, opened, kept.commands)
    for number, command in enumerate(kept.commands, start=1):
        decision = decide(workflow, now, command)
        try:
            done = next(steps)
        except RjflowError as error:
            failure, refused = str(error), None if decision.allowed else decision
            break
        if (done.allowed, done.decision.after) != (decision.allowed, decision.after):
            raise StoryDoesNotReplay(f"step {number}: the rules and the engine do not agree")
        if not decision.allowed:
            refused = decision
            break
        decisions.append(decision)
        now = decision.after
    story = Story(
        opened=opened, steps=tuple(StoryStep(decision=one) for one in decisions), ending=Ending(), event=None, way=None
    )
    if refused is not None or failure is not None:
        return Replayed(
            safeguard=safeguard, kept=kept, outcome="stopped", story=story, refused=refused, failure=failure
        )
    return _ended(workflow, safeguard, kept, story, changed=changed)


def replayed_text(workflow: Workflow, document: Kept, several: Sequence[Replayed], *, changed: bool) -> str:
    """
    Tell what came of every story of a document.
    """
    told = [_replayed(workflow, one) for one in several]
    return "\n\n\n".join([_heading(workflow, document, changed=changed), *(told or ["There is no story in it."])])


# ----------------------------------------------------------------------------------------------------------------------


def _ended(workflow: Workflow, safeguard: Safeguard, kept: KeptStory, story: Story, *, changed: bool) -> Replayed:
    """
    Tell whether a safeguard is broken where a story ends.
    """
    if isinstance(safeguard.form, AlwaysPossible | Ends):
        verdict = judge_one(workflow, safeguard).judged
        outcome: Outcome = (
            "kept" if verdict == "kept" else "broken" if verdict == "broken" and not changed else "unknown"
        )
        return Replayed(safeguard=safeguard, kept=kept, outcome=outcome, story=story)
    if isinstance(safeguard.form, ReadOff):
        wrong = seen_in(workflow, safeguard.form, story.last)
    else:
        wrong = ending(workflow, safeguard.form, story.opened, [step.decision for step in story.steps])
    if wrong is None:
        return Replayed(safeguard=safeguard, kept=kept, outcome="kept", story=story)
    told = Story(opened=story.opened, steps=story.steps, ending=wrong)
    return Replayed(safeguard=safeguard, kept=kept, outcome="broken", story=told)


def _heading(workflow: Workflow, document: Kept, *, changed: bool) -> str:
    known = f"{workflow.name}, version {workflow.version}"
    if not changed:
        return wrapped(f"{known}: the workflow that the stories were told of.", hanging=2)
    return wrapped(
        f"{known}: not the workflow that the stories were told of ({document.workflow}, version {document.version}); "
        "they are tried on it as it is now.",
        hanging=2,
    )


def _replayed(workflow: Workflow, one: Replayed) -> str:
    cast = cast_of_story(workflow, one.story)
    head = f"{one.safeguard.label} ({one.safeguard.id})"
    place = f"\n --> {one.safeguard.span}" if one.safeguard.span else ""
    return paragraphs(
        wrapped(head, hanging=2) + place,
        wrapped(f"It asks: {promise(workflow, one.safeguard)}.", indent=2),
        steps_table(workflow, one.story, cast),
        *_end(workflow, one),
    )


def _end(workflow: Workflow, one: Replayed) -> list[str]:
    cast, number = cast_of_story(workflow, one.story), len(one.kept.commands)
    match one.outcome:
        case "broken":
            wrong = ending_sentence(workflow, one.safeguard, one.story, cast)
            evidence = "\n".join(evidence_lines(workflow, one.safeguard, one.story, cast))
            return [wrapped(wrong, indent=2), evidence, "  broken: the story goes to its end and breaks the safeguard."]
        case "kept":
            place = said(workflow, one.story.last.state)
            return [
                wrapped(
                    f"kept here: the story goes to its end, in {place}, and does not break the safeguard.", indent=2
                )
            ]
        case "unknown":
            lead = (
                "unknown: the story goes to its end, and a story alone cannot show whether a case can go on from there"
            )
            return [wrapped(f"{lead}; `rjflow check` judges that.", indent=2)]
        case "stopped":
            stop = f"stopped: {counted(len(one.story.steps), 'step')} of {number} happen, and step {len(one.story.steps) + 1} does not."
            return [wrapped(stop, indent=2), _refusal(workflow, one)]


def _refusal(workflow: Workflow, one: Replayed) -> str:
    if one.refused is None or one.failure is not None:
        return wrapped(f"It cannot even be asked: {one.failure}.", indent=2)
    cast = cast_of_story(workflow, one.story)
    return decision_text(workflow, one.refused, names={**cast.people, **cast.actors})
