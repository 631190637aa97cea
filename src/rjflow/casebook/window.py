"""
Look at stored cases as somebody may see them.

Stands on: `moving`, `engine.seen`.   Knows nothing of: databases, sentences.
"""

from collections.abc import Callable
from typing import TypeVar

from rjflow.casebook.moving import Mover
from rjflow.engine.case import Case
from rjflow.engine.running import Engine
from rjflow.engine.seen import NoPart, Told, View
from rjflow.engine.seen_history import SeenEntry
from rjflow.rules.decision import Decision
from rjflow.store.port import CaseNotFound

Seen = TypeVar("Seen")


class Window:
    """What a casebook shows of cases, to each only what they may see."""

    _keep: Mover

    def view(self, case: str, actor: str) -> View:
        """
        Give a case as somebody may see it; as `Engine.view`.

        Raises:
            CaseNotFound: there is none of that name, or none that they have a part in: which of the two is not told.
            BentRow: its row was edited by hand, or damaged.
            NotAsked, NobodyIsTheClock, WrongWorkflow: as `Engine.view` does.
        """
        there = self._keep.case(case)
        return self._shown(there, actor, "case", lambda engine: engine.view(there, actor))

    def seen(self, case: str, actor: str) -> tuple[SeenEntry, ...]:
        """Give what somebody may see of what happened to a case; as `Engine.seen`, and raises as `view` does."""
        there = self._keep.case(case)
        return self._shown(there, actor, "history", lambda engine: engine.seen(there, self._keep.history(case), actor))

    def told(self, case: str, decision: Decision) -> Told:
        """Give what the one who asked may be told of an answer; as `Engine.told`."""
        return self._keep.engine(self._keep.case(case)).told(decision)

    def _shown(self, there: Case, actor: str, what: str, show: Callable[[Engine], Seen]) -> Seen:
        """
        Show something of a case to whoever has a part in it, and log the read, where the workflow says so, or that it was not allowed.
        """
        try:
            seen = show(self._keep.engine(there))
        except NoPart as stranger:
            self._keep.logged(there, actor, what, allowed=False)
            raise CaseNotFound(there.id) from stranger
        self._keep.logged(there, actor, what)
        return seen
