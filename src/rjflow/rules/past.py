"""
What is to be known of a case's past when it moves to another version: who fired what, and what was asked of it on its way.

Stands on: `definition.passing`, `decision`.   Knows nothing of: histories, storage.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from rjflow.definition.lookup import every_condition, kinds_in
from rjflow.definition.model import BACK, CLOCK, Migration, Way, Workflow
from rjflow.definition.normal import conditions_of
from rjflow.definition.passing import surely_asked
from rjflow.guards.syntax import Among, Compare, Condition, ForPeople, IsCurrent, IsMissing, SamePerson
from rjflow.rules.decision import Move


@frozen
class Past:
    """
    What a case has been through.

    Attributes:
        fired: who fired which events, the clock's included.
        asked: conditions, in the one form, each of which was asked of the case at some time and was true.
    """

    fired: frozenset[tuple[str, str]] = frozenset()
    asked: frozenset[Condition] = frozenset()

    def moved(self, workflow: Workflow, moves: Iterable[Move]) -> "Past":
        """Give the past after some moves under a version."""
        fired, asked = set(self.fired), set(self.asked)
        for move in moves:
            asked |= _asked(workflow, move)
            if move.cause == "deadline" and move.event is not None:
                fired.add((move.event, CLOCK))
        return Past(frozenset(fired), frozenset(asked))

    def by(self, event: str, actor: str) -> "Past":
        """Give the past after somebody fired an event."""
        return evolve(self, fired=self.fired | {(event, actor)})

    def carried(self, old: Workflow, new: Workflow, migration: Migration, state: str) -> "Past":
        """
        Give the past of a case that has moved to another version, into a state of it.

        Since the move was allowed, what that version asks on every way there has been met.
        """
        kept = still_known(old, new, migration, self.asked)
        return evolve(self, asked=frozenset(kept) | surely_asked(new).get(state, frozenset()))


def still_known(
    old: Workflow, new: Workflow, migration: Migration, asked: Iterable[Condition]
) -> tuple[Condition, ...]:
    """
    Give those conditions which mean the same in a newer version, and are not to be met anew.
    """
    stale = {*migration.renew, *migration.drop, *migration.evidence, *migration.evidence.values()}

    def is_other(part: Condition) -> bool:
        match part:
            case Among(name) | Compare(name) | IsCurrent(name) | IsMissing(name):
                return name in stale or name not in new.evidence
            case SamePerson(first, second):
                return bool({first, second} & stale)
            case ForPeople(group=group):
                there = [[(kind.name, kind.at_least) for kind in kinds_in(one, group)] for one in (old, new)]
                return bool(migration.people) or there[0] != there[1]
            case _:
                return False

    return tuple(one for one in asked if not any(map(is_other, every_condition(old, one))))


# ----------------------------------------------------------------------------------------------------------------------


def _asked(workflow: Workflow, move: Move) -> frozenset[Condition]:
    """
    Give what was surely asked for a move: where it could have been one of several ways, what all of them ask.
    """
    guard = frozenset(conditions_of(workflow, workflow.states[move.target].guard))
    several = [frozenset(conditions_of(workflow, way.needs)) for way in _ways(workflow, move)]
    return guard | (frozenset.intersection(*several) if several else frozenset())


def _ways(workflow: Workflow, move: Move) -> Iterator[Way]:
    event = workflow.events.get(move.event or "")
    for way in event.ways if event is not None else ():
        if move.source in way.from_states and way.target in (move.target, BACK):
            yield way
