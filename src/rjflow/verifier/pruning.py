"""
Leave out of a story what it does not need.

Stands on: `replaying`, `rules`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Sequence

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Entering
from rjflow.rules.commands import Fire
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.verifier.implying import conjuncts
from rjflow.verifier.replaying import decided, ending, endings
from rjflow.verifier.spoken import Watched
from rjflow.verifier.verdict import Story, StoryStep


def up_to_the_end(
    workflow: Workflow, form: Watched, opened: Situation, decisions: Sequence[Decision]
) -> list[Decision]:
    """
    Leave out what comes after the first step that breaks a form; all is kept where none does.
    """
    wrongs = enumerate(endings(workflow, form, opened, decisions))
    ends = (number for number, wrong in wrongs if wrong is not None)
    return list(decisions[: next(ends, len(decisions))])


def as_soon_as_broken(workflow: Workflow, form: Always | Entering, story: Story) -> Story:
    """
    End a story that was looked for because of one thing that a form asks where anything that it asks is not so.
    """
    decisions = [step.decision for step in story.steps]
    cut = up_to_the_end(workflow, form, story.opened, decisions)
    if len(cut) == len(decisions):
        return story
    parts = (evolve(form, condition=part) for part in conjuncts(workflow, form.condition))
    wrong = next(filter(None, (ending(workflow, part, story.opened, cut) for part in parts)))
    event, way = None, None
    if cut and isinstance(command := cut[-1].command, Fire):
        event, state = workflow.events[command.event], cut[-1].before.state
        way = next(way for way in event.ways if state in way.from_states)
    steps = tuple(StoryStep(decision=one) for one in cut)
    return Story(opened=story.opened, steps=steps, ending=wrong, event=event, way=way)


def without_the_needless(
    workflow: Workflow, form: Watched, opened: Situation, decisions: Sequence[Decision]
) -> list[Decision]:
    """
    Leave out every record, notice, change and event that leaves the case where it is, without which the story still ends as it does; all is
    kept where it breaks nothing.
    """
    kept = list(decisions)
    if ending(workflow, form, opened, kept) is None:
        return kept
    for place in reversed(range(len(decisions))):
        if _moves_on(kept[place]):
            continue
        before = kept[place - 1].after if place else opened
        rest = decided(workflow, before, [decision.command for decision in kept[place + 1 :]])
        if rest is not None and ending(workflow, form, opened, [*kept[:place], *rest]) is not None:
            kept[place:] = rest
    return kept


# ----------------------------------------------------------------------------------------------------------------------


def _moves_on(decision: Decision) -> bool:
    """
    Tell whether an event took the case to another state.
    """
    return isinstance(decision.command, Fire) and decision.before.state != decision.after.state
