"""
Show that no number of mistakes breaks a safeguard: with every condition passed, every voiding forgotten, every gate missed.

Stands on: `acting`, `searching`, `cheapest`.   Knows nothing of: how many mistakes are made.
"""

from attrs import evolve

from rjflow.definition.model import Group, Workflow
from rjflow.verifier.acting import Acting
from rjflow.verifier.action import Action
from rjflow.verifier.casting import spotlight
from rjflow.verifier.cheapest import without_gates
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Focus, Frame
from rjflow.verifier.kleene import May
from rjflow.verifier.mistakes import weakened
from rjflow.verifier.searching import Search
from rjflow.verifier.slips import overlooked_in
from rjflow.verifier.spoken import Watched, entered_in, listened_for, memories
from rjflow.verifier.watching import watcher


def never_breaks(workflow: Workflow, form: Watched, focus: Focus) -> bool:
    """
    Tell whether it is proved that a form is kept however many mistakes are made.

    Not seen: where this is not proved, some number of mistakes may break it, or none.
    """
    overlooked = tuple(overlooked_in(workflow, focus.authors))
    frame = Frame(
        weakened(workflow, overlooked),
        spotlight(workflow, form),
        focus,
        memories(workflow, form, spotlight(workflow, form)),
        1 << 18,
    )
    formulas = _Careless(frame)
    acting = Acting(formulas, listened_for(form), entered=entered_in(workflow, form))
    actions = [_anyhow(frame, action) for action in acting.actions()]
    onlooker = watcher(Formulas(without_gates(frame)), form, trust=False)
    return Search(formulas, actions, onlooker, quietly=True).run() is None


# ----------------------------------------------------------------------------------------------------------------------


class _Careless(Formulas):
    """Whatever is asked anywhere may be passed."""

    def group(self, group: Group, person: str | None = None) -> May:
        """Give a group of requirements as sets."""
        found = super().group(group, person)
        return May(self.frame.space.everything, found.no, found.unknown)


def _anyhow(frame: Frame, action: Action) -> Action:
    """
    Let every record that an action makes void be anything after it.
    """
    assigns = {
        key: tuple(range(frame.sizes[key])) if key[0] == "value" and values == (0,) else values
        for key, values in action.assigns.items()
    }
    return evolve(action, assigns=assigns)
