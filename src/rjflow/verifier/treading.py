"""
Act out a trail that tracks little.

Where a workflow has more evidence than can be counted step by step, a search for every record would be slow. So the trail says where
the case goes, and a planner records what must be there for it to go there. Whatever turns out not to matter is left out again.

Stands on: `planning`, `pruning`, `replaying`.   Knows nothing of: sets, sentences.
"""

from collections.abc import Sequence

from rjflow.definition.model import Workflow
from rjflow.rules.situation import first_situation
from rjflow.verifier.edges import Edge
from rjflow.verifier.forms import last_way
from rjflow.verifier.planning import CannotTell, Planner
from rjflow.verifier.pruning import up_to_the_end, without_the_needless
from rjflow.verifier.replaying import ending
from rjflow.verifier.spoken import Watched
from rjflow.verifier.telling import SchemeAt, opening_time
from rjflow.verifier.verdict import Ending, Story, StoryStep
from rjflow.verifier.wanting import Spared


def act_out(
    workflow: Workflow,
    people: Sequence[tuple[str, str]],
    trail: Sequence[Edge],
    form: Watched,
    scheme_at: SchemeAt,
    tracked: frozenset[str],
    last: Ending | None = None,
) -> Story:
    """
    Tell a trail as a story, with every record that its steps need. Evidence that was *tracked* the trail records itself where it must be.

    Raises:
        CannotTell: a step was refused and no records would help, it led elsewhere, or the story breaks nothing in the end.
    """
    planner = _followed(workflow, people, list(trail), scheme_at, tracked)
    decisions, wrong = planner.decisions, last
    if last is None:
        decisions = up_to_the_end(workflow, form, planner.opened, decisions)
        decisions = without_the_needless(workflow, form, planner.opened, decisions)
        wrong = ending(workflow, form, planner.opened, decisions)
    if wrong is None:
        raise CannotTell(frozenset[object]().union(*(edge.reads for edge in trail)))
    event, way = last_way(workflow, decisions)
    steps = tuple(StoryStep(decision=decision) for decision in decisions)
    return Story(opened=planner.opened, steps=steps, ending=wrong, event=event, way=way)


# ----------------------------------------------------------------------------------------------------------------------


def _followed(
    workflow: Workflow,
    people: Sequence[tuple[str, str]],
    trail: list[Edge],
    scheme_at: SchemeAt,
    tracked: frozenset[str],
) -> Planner:
    """
    Follow a trail; where something that should leave the case in its state does not, let it happen before the step that led there.
    """
    opened = first_situation(workflow, tuple(people), opening_time(workflow))
    while True:
        planner = Planner(workflow, opened, scheme_at, Spared(tracked))
        place = 0
        try:
            for place, edge in enumerate(trail):
                planner.follow(edge, soon=_runs_out(edge, trail[place + 1 :]))
        except CannotTell as cannot:
            cannot.at = trail[place]
            if not trail[place].is_quiet or place == 0:
                raise
            earlier = max((at for at in range(place) if not trail[at].is_quiet), default=0)
            trail.insert(earlier, trail.pop(place))
        else:
            return planner


def _runs_out(edge: Edge, rest: Sequence[Edge]) -> bool:
    """
    Tell whether a record that is made has to run out later on.
    """
    about = (edge.action.name, edge.action.person)
    later = (one.action.doing for one in rest if (one.action.name, one.action.person) == about)
    return edge.action.doing == "record" and next(later, None) == "stale"
