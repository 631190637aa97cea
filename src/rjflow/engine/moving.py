"""
The part of the engine that takes over cases of another version of its workflow.

Stands on: `answering`, `rules.migrating`.   Knows nothing of: storage, which versions there are.
"""

from datetime import datetime

from rjflow.definition.model import Workflow
from rjflow.engine.answering import Asker
from rjflow.engine.case import Case
from rjflow.engine.stepping import Step
from rjflow.rules.past import Past


class MovesCases:
    """What an engine does with cases that ran under another version, as its own workflow's `migrations` say."""

    _asks: Asker

    def migrate(self, case: Case, old: Workflow, past: Past, *, actor: str, at: datetime | None = None) -> Step:
        """
        Take a case over from another version, if it could have come honestly to where it stands.

        Nothing is asked of who moves it. What keeps a case from moving is named in the answer, and then it stays under its version. The
        scheme, where there is one, is looked at right after, which is a second entry.

        Args:
            case: The case as it is now.
            old: The version that it runs under.
            past: What it has been through, by its whole history.
            actor: Who moves it, by the id the host knows them by.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            WrongWorkflow: the case runs under another definition than *old*, or under this one already.
            NotAsked, NobodyIsTheClock, NotATime, ExemptionRanOut: as `Engine.open` does.
        """
        return self._asks.migrated(case, old, past, actor, at)
