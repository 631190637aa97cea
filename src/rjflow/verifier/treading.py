"""
Look for a trail that tracks little, and act it out: the straight road to a story.

Where a workflow has more evidence than can be counted step by step, a search for every record would be slow. So the trail says where
the case goes, and a planner records what must be there for it to go there. Whatever turns out not to matter is left out again.

Stands on: `refining`, `planning`, `pruning`, `replaying`.   Knows nothing of: other roads, sentences.
"""

from collections.abc import Sequence

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.rules.situation import first_situation
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.casting import followed_casts
from rjflow.verifier.edges import Edge
from rjflow.verifier.focusing import connected, widened
from rjflow.verifier.forms import last_way
from rjflow.verifier.frame import Cast, Focus
from rjflow.verifier.ground import AT_A_GLANCE
from rjflow.verifier.planning import CannotTell, Planner
from rjflow.verifier.pruning import up_to_the_end, without_the_needless
from rjflow.verifier.refining import Outcome, lightly
from rjflow.verifier.replaying import ending
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.spoken import Watched
from rjflow.verifier.telling import SchemeAt, opening_time
from rjflow.verifier.trying import may_go_on
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
        CannotTell: a step was refused and no records would help, it led elsewhere, or the story breaks nothing in the end, since a case
            that is to be stuck there is seen to go on.
    """
    planner = _followed(workflow, people, list(trail), scheme_at, tracked)
    decisions, wrong = planner.decisions, last
    if last is None:
        decisions = up_to_the_end(workflow, form, planner.opened, decisions)
        decisions = without_the_needless(workflow, form, planner.opened, decisions)
        wrong = ending(workflow, form, planner.opened, decisions)
    elif isinstance(form, AlwaysPossible) and may_go_on(workflow, form, planner.now):
        wrong = None
    if wrong is None:
        raise CannotTell(frozenset[object]().union(*(edge.reads for edge in trail)))
    event, way = last_way(workflow, decisions)
    steps = tuple(StoryStep(decision=decision) for decision in decisions)
    return Story(opened=planner.opened, steps=steps, ending=wrong, event=event, way=way)


def planned_with(
    workflow: Workflow, form: Watched, find: Find, foci: Sequence[Focus], known: Outcome | None = None
) -> tuple[Story | None, Focus]:
    """
    Look for a trail that can be acted out, tracking one thing or another; tell what to track besides the first, of which something is *known*.
    """
    story, wider = planned(workflow, form, find, foci[0], known)
    for focus in foci[1:] if story is None else ():
        story, _ = planned(workflow, form, find, focus)
        if story is not None:
            break
    return story, wider


def planned(
    workflow: Workflow, form: Watched, find: Find, focus: Focus, known: Outcome | None = None
) -> tuple[Story | None, Focus]:
    """
    Look for a trail that can be acted out; without one, tell what to track besides. What a search is *known* to come to is not searched again.
    """
    wider = focus
    for cast in followed_casts(workflow, form):
        try:
            outcome = (
                known
                if known is not None and _is_of(known, cast, focus)
                else lightly(workflow, form, cast, focus, AT_A_GLANCE)[0]
            )
        except out_of_room():
            continue
        if outcome.hit is None:
            continue
        people = [
            (person, kind) for person, kind in cast.followed if outcome.begin[outcome.frame.index["there", person]] == 1
        ]
        last = Ending() if isinstance(form, AlwaysPossible) else None
        try:
            edges = [edge for edge, _ in outcome.trail]
            return act_out(workflow, people, edges, form, scheme_finder(workflow, find), focus.evidence, last), focus
        except CannotTell as cannot:
            wider = widened(wider, connected(workflow, focus, cannot.reads))
    return None, wider


# ----------------------------------------------------------------------------------------------------------------------


def _is_of(known: Outcome, cast: Cast, focus: Focus) -> bool:
    """
    Tell whether an outcome is what a search with a cast and a focus comes to, at a glance: so it is where nobody is in a case.
    """
    frame = known.frame
    return (frame.cast, frame.focus) == (cast, focus) and frame.space.nodes <= AT_A_GLANCE[-1]


def _followed(
    workflow: Workflow,
    people: Sequence[tuple[str, str]],
    trail: list[Edge],
    scheme_at: SchemeAt,
    tracked: frozenset[str],
) -> Planner:
    """
    Follow a trail; where something that should leave the case in its state does not, let it happen before the step that led there.

    Of things that leave a case where it begins, each is put before all others once: two of which neither can be the second would
    change places for ever.
    """
    opened = first_situation(workflow, tuple(people), opening_time(workflow))
    moved = set[tuple[int, int]]()
    while True:
        planner = Planner(workflow, opened, scheme_at, Spared(tracked))
        place = 0
        try:
            for place, edge in enumerate(trail):
                planner.follow(edge, soon=_runs_out(edge, trail[place + 1 :]))
        except CannotTell as cannot:
            cannot.at = late = trail[place]
            noisy = [at for at in range(place) if not trail[at].is_quiet]
            if not late.is_quiet or place == 0 or (id(late), len(noisy)) in moved:
                raise
            moved.add((id(late), len(noisy)))
            trail.insert(max(noisy, default=0), trail.pop(place))
        else:
            return planner


def _runs_out(edge: Edge, rest: Sequence[Edge]) -> bool:
    """
    Tell whether a record that is made has to run out later on.
    """
    about = (edge.action.name, edge.action.person)
    later = (one.action.doing for one in rest if (one.action.name, one.action.person) == about)
    return edge.action.doing == "record" and next(later, None) == "stale"
