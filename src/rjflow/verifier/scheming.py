"""
Find the scheme in a situation that answers a case's questions as a story needs.

Stands on: `verdict`, `rules`.   Knows nothing of: how stories are searched; that is handed in.
"""

from collections.abc import Callable
from functools import lru_cache

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysOpen, Safeguard
from rjflow.guards.syntax import And, Condition, Not
from rjflow.instants import Instant
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation, first_situation
from rjflow.rules.viewing import holds
from rjflow.verifier.spoken import Watched
from rjflow.verifier.telling import SchemeAt, Wanted
from rjflow.verifier.verdict import Story

Find = Callable[[Workflow, Watched], Story | None]
_ANSWERS = {0: (None, False), 1: (False,), 2: (True,)}  # where it stands a scheme always knows: unknown is told as no


def scheme_finder(workflow: Workflow, find: Find) -> SchemeAt:
    """
    Give a function that finds the scheme of a workflow in a situation that answers as wanted, at an instant.
    """
    link = workflow.scheme

    def scheme_at(wanted: Wanted, at: Instant) -> Situation | None:
        if link is None:
            return None
        hoped = tuple(condition if answer == 2 else Not(condition) for condition, answer in wanted if answer != 0)
        found = _reached(link.workflow, hoped, find, at) if hoped else first_situation(link.workflow, (), at)
        if found is None:
            return None
        fits = (holds(link.workflow, found, condition) in _ANSWERS[answer] for condition, answer in wanted)
        return found if all(fits) else None

    return scheme_at


@lru_cache(maxsize=64)
def _story_to(scheme: Workflow, hoped: tuple[Condition, ...], find: Find) -> Story | None:
    """
    Find how a scheme comes to answer several questions with yes. They are asked as a safeguard of its own, so that values which only they
    tell apart are told apart.
    """
    form = AlwaysOpen(events=(), condition=And(hoped), text="")  # broken exactly where all are true
    asking = Safeguard(id="asked", label="asked", form=form, origin="workflow")
    return find(evolve(scheme, safeguards=(*scheme.safeguards, asking)), form)


def _reached(scheme: Workflow, hoped: tuple[Condition, ...], find: Find, at: Instant) -> Situation | None:
    """
    Act that story out so that it ends at an instant.
    """
    story = _story_to(scheme, hoped, find)
    if story is None:
        return None
    later = at - story.last.now
    situation = first_situation(scheme, (), story.opened.now + later)
    for step in story.steps:
        command = step.decision.command
        situation = decide(scheme, situation, evolve(command, at=command.at + later)).after
    return situation
