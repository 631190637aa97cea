"""
Leave out of a story what it does not need.

Stands on: `replaying`, `rules`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Sequence

from rjflow.definition.model import Workflow
from rjflow.rules.commands import Fire
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.verifier.replaying import decided, ending
from rjflow.verifier.spoken import Watched


def up_to_the_end(
    workflow: Workflow, form: Watched, opened: Situation, decisions: Sequence[Decision]
) -> list[Decision]:
    """
    Leave out what comes after the first step that breaks a form; all is kept where none does.
    """
    ends = (number for number in range(len(decisions) + 1) if ending(workflow, form, opened, decisions[:number]))
    return list(decisions[: next(ends, len(decisions))])


def without_the_needless(
    workflow: Workflow, form: Watched, opened: Situation, decisions: Sequence[Decision]
) -> list[Decision]:
    """
    Leave out every record, notice and change without which the story still ends as it does; all is kept where it breaks nothing.
    """
    kept = list(decisions)
    if ending(workflow, form, opened, kept) is None:
        return kept
    for place in reversed(range(len(decisions))):
        if isinstance(kept[place].command, Fire):
            continue
        before = kept[place - 1].after if place else opened
        rest = decided(workflow, before, [decision.command for decision in kept[place + 1 :]])
        if rest is not None and ending(workflow, form, opened, [*kept[:place], *rest]) is not None:
            kept[place:] = rest
    return kept
