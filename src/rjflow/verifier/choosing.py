"""
Choose who is followed of those a safeguard does not speak of: somebody who is there when it is broken.

Stands on: `casting`, `frame`, `watching`.   Knows nothing of: searching.
"""

from attrs import evolve

from rjflow.definition.lookup import kinds_in
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysOpen
from rjflow.verifier.bdd import Set
from rjflow.verifier.casting import spotlight
from rjflow.verifier.frame import Cast, Frame, Key
from rjflow.verifier.happening import Facts
from rjflow.verifier.spoken import Watched
from rjflow.verifier.watching import Watcher


def with_those_chosen(workflow: Workflow, form: Watched) -> Cast:
    """
    Follow one person of every kind: of those that a safeguard does not speak of as well, whose evidence its being kept may rest on.

    Who is followed of these makes no difference to what is broken. So in a case that breaks it, it can be somebody who is there then,
    unless nobody of their kind is.
    """
    cast = spotlight(workflow, form)
    spoken = {kind for _, kind in cast.followed}
    if isinstance(form, AlwaysOpen) and form.by is not None:
        spoken |= {kind.name for kind in kinds_in(workflow, form.by)}
    chosen = [kind.name for kind in workflow.people.values() if kind.name not in spoken and kind.at_most != 0]
    alone = {name for name in chosen if workflow.people[name].at_most == 1}
    followed = (*cast.followed, *((f"{name}-1", name) for name in chosen))
    return evolve(cast, followed=followed, others=cast.others - alone, chosen=frozenset(chosen) - alone)


class ChosenWatcher(Watcher):
    """Watch for what another watcher does, where those who were chosen are there."""

    def __init__(self, watched: Watcher) -> None:
        super().__init__(watched.formulas)
        self._watched = watched
        self._there = there_if_anybody(self.frame)

    def before(self, facts: Facts) -> Set:
        """Give from where such a step breaks the safeguard, of the situations in which those chosen are there."""
        return self._watched.before(facts) & self._there

    def after(self, facts: Facts, state: str) -> Set:
        """Give what such a step must not end in, of the situations in which those chosen are there."""
        return self._watched.after(facts, state) & self._there

    def standing(self, state: str) -> Set:
        """Give what must never be, of the situations in which those chosen are there."""
        return self._watched.standing(state) & self._there

    def remembered(self, facts: Facts) -> dict[Key, int]:
        """Give what is remembered of such a step."""
        return self._watched.remembered(facts)

    def reads(self, state: str) -> frozenset[object]:
        """Give what must be tracked to be sure that standing in a state breaks the safeguard."""
        return self._watched.reads(state)


def there_if_anybody(frame: Frame) -> Set:
    """
    Give the situations in which each of those chosen is there, or nobody of their kind is.
    """
    chosen = [(person, kind) for person, kind in frame.cast.followed if kind in frame.cast.chosen]
    return frame.space.all_of(frame.there(person) | ~frame.others(kind) for person, kind in chosen)
