"""
Find a story in a large workflow that is known to be careless somewhere: act out one trail after the other, each by another road.

A search that tracks little finds shortcuts that cannot be acted out. Where one stops, the event it stopped at is left out of the next
search, so that the next trail goes round it. What is left out only makes stories harder to find: each is decided step by step.

Stands on: `refining`, `planning`.   Knows nothing of: mistakes, sentences.
"""

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.verifier.casting import followed_casts
from rjflow.verifier.focusing import connected, widened
from rjflow.verifier.frame import Cast, Focus
from rjflow.verifier.planning import CannotTell
from rjflow.verifier.refining import Banned, Outcome, look, name_of
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.spoken import Watched
from rjflow.verifier.treading import act_out
from rjflow.verifier.verdict import Story

_ROADS = 10
_CASTS = 2
_ROUNDS = 1
_MOST_TRACKED = 26


def acted_out(workflow: Workflow, form: Watched, focus: Focus, find: Find, *, briefly: bool = False) -> Story | None:
    """
    Find a story that breaks a form; nothing when no road that was tried can be acted out. *Briefly*, no more than one is tried.

    What the scheme has to go through on the way is found by *find*.

    Where no road can, what the last one stopped at is tracked, too, if it is connected to what is tracked already.
    """
    if isinstance(form, AlwaysPossible):
        return None
    casts, roads = (1, 1) if briefly else (_CASTS, _ROADS)
    for _ in range(_ROUNDS):
        reads: frozenset[object] = frozenset()
        for cast, _ in zip(followed_casts(workflow, form), range(casts)):
            found = _by_some_road(workflow, form, cast, focus, find, roads)
            if isinstance(found, Story):
                return found
            reads |= found
        wider = widened(focus, connected(workflow, focus, reads))
        if wider == focus or len(wider.evidence) > _MOST_TRACKED:
            return None
        focus = wider
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _by_some_road(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, find: Find, roads: int
) -> Story | frozenset[object]:
    """
    Try road after road among some people; give what the last one stopped at when none can be acted out.

    Evidence that comes only with an event cannot be recorded on the way, so a road has to lead through that event.
    """
    banned: frozenset[Banned] = frozenset()
    reads: frozenset[object] = frozenset()
    for _ in range(roads):
        outcome = look(workflow, form, cast, focus, banned)
        if outcome is None or outcome.hit is None:
            break
        try:
            return _along(workflow, form, outcome, find, frozenset())
        except CannotTell:
            pass
        try:
            return _along(workflow, form, outcome, find, focus.evidence)
        except CannotTell as cannot:
            reads = cannot.reads
            by_forms = frozenset(name for name in reads if _comes_by_form(workflow, name)) - focus.evidence
            if by_forms:
                focus = widened(focus, by_forms)
                continue
            stopped = cannot.at.action if cannot.at is not None else None
            if stopped is None or name_of(stopped) in banned:
                break
            banned |= {name_of(stopped)}
    return reads


def _comes_by_form(workflow: Workflow, name: object) -> bool:
    return isinstance(name, str) and name in workflow.evidence and not workflow.evidence[name].recorded_by


def _along(workflow: Workflow, form: Watched, outcome: Outcome, find: Find, spared: frozenset[str]) -> Story:
    begins = outcome.begin
    there = outcome.frame.index
    people = [(person, kind) for person, kind in outcome.frame.cast.followed if begins[there["there", person]]]
    edges = [edge for edge, _ in outcome.trail]
    return act_out(workflow, people, edges, form, scheme_finder(workflow, find), spared)
