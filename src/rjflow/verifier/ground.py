"""
What one search stands on, and what can be told of it without counting steps.

Stands on: `reaching`, `searching`, `cooperating`, `commons`.   Knows nothing of: what to track, stories.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import islice
from typing import TypeVar

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible, Entering
from rjflow.frozen import frozen
from rjflow.verifier.acting import Acting
from rjflow.verifier.action import Action
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.choosing import ChosenWatcher
from rjflow.verifier.commons import commons_for
from rjflow.verifier.cooperating import leaned_on
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Cast, Focus, Frame, Key
from rjflow.verifier.happening import Entered
from rjflow.verifier.reaching import Reach
from rjflow.verifier.searching import Search
from rjflow.verifier.spoken import Watched, entered_in, happenings_of, listened_for, memories
from rjflow.verifier.watching import Watcher, watcher

_MOST_ACTIONS = 5_000  # shipped workflows have a thousand at most
NODES = (1 << 16, 1 << 18, 1 << 20)  # beyond that, sets take minutes to work with before they do not fit either
AT_A_GLANCE, IN_MOMENTS = NODES[:1], NODES[:2]

Seen = TypeVar("Seen")


@frozen(eq=False)
class Ground:
    """What one search stands on: the frame, its conditions as sets, and what is watched for."""

    form: Watched
    frame: Frame
    formulas: Formulas
    watcher: Watcher

    @property
    def actions(self) -> list[Action]:
        """
        Everything that can be done.

        Raises:
            DDMemoryError: that is too much to be searched (`bdd.out_of_room`), as where a form asks many numbers of many people.
        """
        return self.actions_with(())

    def actions_with(self, timed: Collection[Key]) -> list[Action]:
        """
        Give everything that can be done; of records that are *timed*, all that can run out with them, too.

        Raises:
            DDMemoryError: that is too much to be searched (`bdd.out_of_room`), as where a form asks many numbers of many people.
        """
        acting = Acting(self.formulas, listened_for(self.form), entered=self._entered, timed=timed)
        found = list(islice(acting.actions(), _MOST_ACTIONS + 1))
        if len(found) > _MOST_ACTIONS:
            raise out_of_room()("there is too much that can be done")
        return found

    @property
    def reach(self) -> Reach:
        """What can be reached, not yet looked at."""
        acting = Acting(self.formulas, listened_for(self.form), happenings_of(self.form), self._entered)
        return Reach(acting, self.watcher, self.form)

    @property
    def _entered(self) -> Entered:
        return entered_in(self.frame.workflow, self.form)

    @property
    def is_safe(self) -> bool:
        """Whether the safeguard is kept, as far as can be told without regard to how anything is reached."""
        return _keeps_it(self.form, self.reach)

    def doubtful(self, parts: Sequence[Always | Entering]) -> Sequence[Always | Entering]:
        """
        Give which of several forms are not seen to be kept, as `is_safe` sees it of all: each by itself, where they are not all kept.

        They speak of the same steps, and together ask what the form asks. What is reached is looked at once for all of them.
        """
        reach = self.reach
        if _keeps_it(self.form, reach):
            return ()
        return [part for part in parts if not reach.asking(watcher(self.formulas, part)).keeps_it()]


def ground_of(workflow: Workflow, form: Watched, cast: Cast, focus: Focus, nodes: int) -> Ground:
    """
    Make what a search stands on.
    """
    frame = Frame(workflow, cast, focus, memories(workflow, form, cast), nodes)
    return _ground_on(form, Formulas(frame))


def glance(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, nodes: int, look: Callable[[Ground], Seen]
) -> tuple[Seen, Ground | None]:
    """
    Look at some ground, and give what is seen; with it the ground, if it is this search's own, on which one can go on.

    What is asked first of every safeguard, in a small part of the memory, is asked on ground that is common to many, if there is any: that
    tells the same sooner. Where it is too small for them all, it is given up, and the search has its own.
    """
    commons = commons_for(workflow, cast, focus) if nodes == NODES[0] else None
    if commons is not None:
        try:
            whole = commons.formulas(cast, nodes)
            part = Frame(workflow, cast, focus, memories(workflow, form, cast), within=whole.frame)
            return look(_ground_on(form, Formulas(part, whole))), None
        except out_of_room():
            commons.forget(cast)
    ground = ground_of(workflow, form, cast, focus, nodes)
    return look(ground), ground


def is_kept_with(workflow: Workflow, form: Watched, cast: Cast, focus: Focus) -> bool:
    """
    Tell whether a form is seen to be kept when just this is tracked, in a small part of the memory.
    """
    if isinstance(form, AlwaysPossible):
        return turns_for(workflow, form, cast, focus) is not None
    try:
        return glance(workflow, form, cast, focus, NODES[0], lambda ground: ground.is_safe)[0]
    except out_of_room():
        return False


def turns_for(workflow: Workflow, form: AlwaysPossible, cast: Cast, focus: Focus) -> tuple[Action, ...] | None:
    """
    Give what people and clocks can do that is enough for something to stay possible, if that is seen when just this is tracked.
    """
    try:
        ground = ground_of(workflow, form, cast, focus, NODES[0])
        search = Search(ground.formulas, ground.actions, ground.watcher, quietly=True)
        return leaned_on(search, form, ground.reach.reached())
    except out_of_room():
        return None


# ----------------------------------------------------------------------------------------------------------------------


def _ground_on(form: Watched, formulas: Formulas) -> Ground:
    watched = watcher(formulas, form)
    return Ground(form, formulas.frame, formulas, ChosenWatcher(watched) if formulas.frame.cast.chosen else watched)


def _keeps_it(form: Watched, reach: Reach) -> bool:
    return (isinstance(form, Always | Entering) and reach.every_step_keeps_it()) or reach.keeps_it()
