"""
Look at cases as somebody may see them: the part of an engine's door that a host draws its pages from.

Stands on: `answering`, `seen`.   Knows nothing of: storage, sentences.
"""

from collections.abc import Iterable
from datetime import datetime

from rjflow.definition.model import Workflow
from rjflow.engine.answering import Asker
from rjflow.engine.case import Case
from rjflow.engine.history import Entry
from rjflow.engine.seen import Told, View, told
from rjflow.engine.seen_history import SeenEntry
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor


class Window:
    """What an engine shows of cases, to each only what they may see."""

    def __init__(self, asks: Asker) -> None:
        self._asks = asks

    @property
    def workflow(self) -> Workflow:
        """The definition that its cases run under."""
        return self._asks.workflow

    def view(self, case: Case, actor: str, *, at: datetime | None = None) -> View:
        """
        Give a case as somebody may see it: who is in it, what is recorded, and what they could do.

        Nothing in it depends on a value that is hidden from them, as far as a safeguard `hidden` is kept. Roles come from the host.

        Args:
            case: The case as it is now.
            actor: Who looks, by the id the host knows them by.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            NoPart: they have no part in the case.
            NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow: as `fire` does.

        Not seen:
            That where the case stands, which everybody with a part sees, may follow from what is hidden.

        >>> from rjflow.engine.example import case, engine
        >>> case = engine.record(case, "key", "found", actor="ann").case
        >>> view = engine.view(case, "ann")
        >>> view.state, [(one.evidence, one.value) for one in view.records], [one.event for one in view.options if one.is_open]
        ('open', [('key', 'found')], ['lock'])
        """
        return self._asks.view(case, actor, at)

    def told(self, decision: Decision) -> Told:
        """
        Give what the one who asked may be told of an answer, with no value that is hidden from them.

        Args:
            decision: The answer; its command knows who asked, with the roles they have by the host's word.

        Not seen:
            Whether the decision is this engine's.

        >>> from rjflow.engine.example import case, engine
        >>> engine.told(engine.fire(case, "lock", actor="bob").decision).missing[0].asked
        'actor'
        """
        return told(self.workflow, decision, decision.command.actor)

    def seen(self, case: Case, history: Iterable[Entry], actor: str) -> tuple[SeenEntry, ...]:
        """
        Give what somebody may see of what happened to a case, counted without gaps.

        Args:
            case: The case as it is now.
            history: Its entries.
            actor: Who looks, by the id the host knows them by.

        Raises:
            NoPart, NotAsked, NobodyIsTheClock, WrongWorkflow: as `view` does.

        >>> from rjflow.engine.example import engine
        >>> step = engine.open("door-7", people={}, actor="ann")
        >>> [entry.what for entry in engine.seen(step.case, step.entries, "ann")]
        ['opened']
        """
        return self._asks.seen(case, history, actor)

    def part_of(self, case: Case, actor: str, *, told: bool = False) -> Actor:
        """
        Look up somebody who has a part in a case, as the host knows them.

        Guarantees: whoever is only told by exports has no part in it: there is nothing in it for them to do, or to see.

        Args:
            case: the case, as it was last stored.
            actor: whom to look up.
            told: whether it is enough that they may see what they, or others, were told of it.

        Raises:
            NoPart: they have none.
            NotAsked, NobodyIsTheClock, WrongWorkflow: as `view` does.

        >>> from rjflow.engine.example import case, engine
        >>> engine.part_of(case, "ann").roles
        frozenset({'porter'})
        """
        return self._asks.part_of(case, actor, told=told)
