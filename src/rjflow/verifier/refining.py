"""
Search again and again, tracking a little more each time, until nothing is broken or the trail is sure.

What is not tracked may be anything, so a search that finds nothing broken is a proof; one that finds something may have been too coarse.

Stands on: `ground`, `focusing`, `trailing`, `cooperating`.   Knows nothing of: stories.
"""

from collections.abc import Collection, Iterator, Sequence

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.frozen import frozen
from rjflow.verifier.action import Action, reads_of
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.cooperating import doubts, stuck
from rjflow.verifier.edges import Edge
from rjflow.verifier.focusing import first_focus, near, near_to, widened
from rjflow.verifier.frame import Cast, Focus, Frame, Key
from rjflow.verifier.ground import IN_MOMENTS, NODES, Ground, glance, ground_of, is_kept_with
from rjflow.verifier.reaching import Situations
from rjflow.verifier.searching import Hit, Search
from rjflow.verifier.spoken import Watched
from rjflow.verifier.trailing import trail

_SMALL = 12  # records that can be followed while every single step is counted

_FEW = 8  # pieces of evidence that it costs little to track, so that it is tried before a trail is looked for

Banned = tuple[str, str, str | None, int]


@frozen(eq=False)
class Outcome:
    """
    What a search with one cast came to: nothing broken, or a trail.

    `focus` is what another search must track to be surer, or what was tracked where nothing is broken; `near` is the part of it that is
    nearest to what the safeguard speaks of.
    """

    focus: Focus
    near: Focus
    frame: Frame
    hit: Hit | None
    begin: tuple[int, ...] = ()
    trail: tuple[tuple[Edge, tuple[int, ...]], ...] = ()


def examine(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, sizes: Sequence[int] = NODES
) -> Outcome | None:
    """
    Search with one cast, tracking more until nothing is broken or everything that the trail reads is tracked.

    Returns nothing when the sets do not fit in the largest of the *sizes*.
    """
    for nodes in sizes:
        try:
            return _refined(workflow, form, cast, focus, nodes)
        except out_of_room():
            continue
    return None


def holds_at_once(workflow: Workflow, form: Watched, cast: Cast) -> bool:
    """
    Tell whether every step keeps a form, with nothing tracked but what it speaks of.
    """
    focus = first_focus(workflow, form)
    for nodes in NODES:
        try:
            return glance(workflow, form, cast, focus, nodes, lambda ground: ground.reach.every_step_keeps_it())[0]
        except out_of_room():
            continue
    return False


def is_kept_so(workflow: Workflow, form: Watched, cast: Cast, focus: Focus) -> bool:
    """
    Tell whether a form is seen to be kept when a little more is tracked; nothing is told where that is not little.
    """
    if len(focus.evidence) > _FEW or isinstance(form, AlwaysPossible):
        return False
    return is_kept_with(workflow, form, cast, focus)


def lightly(
    workflow: Workflow,
    form: Watched,
    cast: Cast,
    focus: Focus,
    sizes: Sequence[int] = NODES,
    most: int | None = None,
) -> tuple[Outcome, Focus]:
    """
    Search, tracking no more than what is near to what the safeguard speaks of; give what was tracked at last, too. With *most*, it ends
    before more evidence than that would be tracked.

    Raises:
        DDMemoryError: the sets do not fit in the largest of the *sizes* (`bdd.out_of_room`).
    """
    left = list(sizes)
    while True:
        try:
            outcome = _search(workflow, form, cast, focus, frozenset(), left[0], quietly=True)
        except out_of_room():
            if not left[1:]:
                raise
            left.pop(0)
            continue
        if outcome.hit is None or outcome.near == focus or (most is not None and len(outcome.near.evidence) > most):
            return outcome, focus
        focus = outcome.near


def look(workflow: Workflow, form: Watched, cast: Cast, focus: Focus, banned: frozenset[Banned]) -> Outcome | None:
    """
    Search once, without what is *banned*; nothing when the sets do not fit in a small part of the memory.
    """
    try:
        return _search(workflow, form, cast, focus, banned, NODES[0], quietly=True)
    except out_of_room():
        return None


def without_time(workflow: Workflow, form: Watched, cast: Cast, focus: Focus) -> Outcome | None:
    """
    Search for a trail on which no time passes: nothing runs out, and no deadline comes. What such a trail reads is tracked, more each time.
    Nothing when there is none, or the sets do not fit in a small part of the memory.
    """
    left = list(IN_MOMENTS)
    while left:
        try:
            ground = ground_of(workflow, form, cast, focus, left[0])
            timed = frozenset(name_of(action) for action in ground.actions if action.doing in ("stale", "deadline"))
            outcome = by_layers(ground, timed)
        except out_of_room():
            left.pop(0)
            continue
        if outcome.hit is None:
            return None
        if outcome.focus == focus:
            return outcome
        focus = outcome.focus
    return None


def fresh_search(workflow: Workflow, form: Watched, cast: Cast, focus: Focus, timed: Collection[Key] = ()) -> Search:
    """
    Make a search that counts no quiet steps, not yet begun; of records that are *timed*, with all that can run out with them.
    """
    ground = ground_of(workflow, form, cast, focus, NODES[-1])
    return Search(ground.formulas, ground.actions_with(timed), ground.watcher, quietly=True)


def proved_by(workflow: Workflow, form: Watched, cast: Cast, focus: Focus) -> Iterator[tuple[Frame, Situations]]:
    """
    Give what a proof with one cast and focus rests on, if there is any: everything that is not broken, where no step leads from there
    to where it is; or else what is reached without regard to how; or what is reached.

    Raises:
        DDMemoryError: the sets do not fit in memory (`bdd.out_of_room`). Those that hardly fit are given more room, so that it is not
            left to chance, which is when garbage was thrown away, whether there is a proof.
    """
    try:
        found = _proof_on(ground_of(workflow, form, cast, focus, NODES[1]))
    except out_of_room():
        found = _proof_on(ground_of(workflow, form, cast, focus, NODES[-1]))
    if found is not None:
        yield found


def by_layers(ground: Ground, banned: frozenset[Banned] = frozenset(), *, quietly: bool = True) -> Outcome:
    """
    Search on some ground, step after step, for what could not be told of it at once.
    """
    doubted = _doubted(ground, ground.form, banned) if isinstance(ground.form, AlwaysPossible) else None
    return _step_by_step(ground, banned, quietly=quietly) if doubted is None else doubted


def name_of(action: Action) -> Banned:
    """
    Give what tells an action apart from others, to leave it out of a search.
    """
    return (action.doing, action.name, action.person, action.place)


# ----------------------------------------------------------------------------------------------------------------------


def _refined(workflow: Workflow, form: Watched, cast: Cast, focus: Focus, nodes: int) -> Outcome:
    """
    Search, tracking more each time; at last count every step, if there is little enough to count.
    """
    outcome = _search(workflow, form, cast, focus, frozenset(), nodes, quietly=True)
    while outcome.hit is not None and outcome.focus != focus:
        focus = outcome.near if outcome.near != focus else outcome.focus
        outcome = _search(workflow, form, cast, focus, frozenset(), nodes, quietly=True)
    if outcome.hit is None or cast.others or not _is_small(outcome.frame):
        return outcome
    counted = _search(workflow, form, cast, focus, frozenset(), nodes, quietly=False)
    return counted if counted.focus == focus else _refined(workflow, form, cast, counted.focus, nodes)


def _is_small(frame: Frame) -> bool:
    """
    Tell whether every single step can be counted, so that a story is a shortest one.
    """
    return sum(key[0] == "value" for key in frame.sizes) <= _SMALL


def _proof_on(ground: Ground) -> tuple[Frame, Situations] | None:
    """
    Give the least that a proof can rest on; nothing where there is none.
    """
    reach = ground.reach
    if isinstance(ground.form, AlwaysPossible):
        return ground.frame, reach.settled()
    if reach.every_step_keeps_it():
        return ground.frame, reach.unbroken()
    if reach.keeps_it():
        return ground.frame, reach.settled()
    search = Search(ground.formulas, ground.actions, ground.watcher, quietly=True)
    return (ground.frame, reach.by_place(search.reached)) if search.run() is None else None


def _doubted(ground: Ground, form: AlwaysPossible, banned: frozenset[Banned] = frozenset()) -> Outcome | None:
    """
    Tell whether it is surely always possible to reach a goal, or what has to be tracked to be surer; nothing when that is told neither.
    """
    frame = ground.frame
    doubt = doubts(_searching(ground, banned, quietly=True), form, ground.reach.reached())
    if doubt is None:
        return Outcome(frame.focus, frame.focus, frame, None)
    wider = widened(frame.focus, doubt)
    if wider == frame.focus or banned:
        return None
    return Outcome(wider, wider, frame, Hit(0, frame.workflow.start, frame.space.everything))


def _step_by_step(ground: Ground, banned: frozenset[Banned], *, quietly: bool) -> Outcome:
    """
    Search layer by layer.
    """
    frame, form = ground.frame, ground.form
    workflow, focus = frame.workflow, frame.focus
    search = _searching(ground, banned, quietly=quietly)
    there: frozenset[object] = frozenset()
    hit = search.run()
    if isinstance(form, AlwaysPossible):
        hit, there = stuck(search, form)
    if hit is None:
        return Outcome(focus, focus, frame, None)
    begin, found = trail(search, hit)
    there |= search.watcher.reads(hit.state)
    reads = there | reads_of(workflow, workflow.states[workflow.start].guard)
    reads = reads.union(*(edge.reads for edge, _ in found))
    there |= reads & near(workflow, focus)
    last = found[-1][0].reads if found else frozenset[object]()
    nearer = widened(focus, there | last if len(last) <= _FEW else there)
    return Outcome(widened(focus, reads), nearer, frame, hit, begin, tuple(found))


def _searching(ground: Ground, banned: frozenset[Banned], *, quietly: bool) -> Search:
    """
    Make a search on some ground, not yet begun.
    """
    allowed = [one for one in ground.actions if name_of(one) not in banned]
    return Search(ground.formulas, allowed, ground.watcher, quietly=quietly)


def _search(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, banned: frozenset[Banned], nodes: int, *, quietly: bool
) -> Outcome:
    """
    Search once; the focus of the outcome is what the next search must track.
    """
    if banned:
        return by_layers(ground_of(workflow, form, cast, focus, nodes), banned, quietly=quietly)
    seen, ground = glance(workflow, form, cast, focus, nodes, _seen)
    if seen is None and ground is None:
        # What is not kept is looked at as if nothing were in common: whether a search has room by itself decides how it is told.
        ground = ground_of(workflow, form, cast, focus, nodes)
        seen = _seen(ground)
    if seen is not None:
        return seen
    assert ground is not None, "what was not seen on common ground was looked at on its own"
    return _step_by_step(ground, banned, quietly=quietly)


def _seen(ground: Ground) -> Outcome | None:
    """
    Give what is told of some ground at once: that a safeguard is kept when no more is tracked, or that too which what is tracked needs, or
    is voided by. Nothing when neither is enough.
    """
    frame = ground.frame
    if isinstance(ground.form, AlwaysPossible):
        return _doubted(ground, ground.form)
    if ground.is_safe:
        return Outcome(frame.focus, frame.focus, frame, None)
    nearer = near_to(frame.workflow, frame.focus)
    kept = nearer != frame.focus and is_kept_so(frame.workflow, ground.form, frame.cast, nearer)
    return Outcome(nearer, frame.focus, frame, None) if kept else None
