"""
What is to be known of a case's past when it moves to another version: who fired what, and what was asked of it on its way.

Stands on: `definition.passing`, `decision`.   Knows nothing of: histories, storage.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from attrs import evolve

from rjflow.definition.lookup import every_condition, kinds_in
from rjflow.definition.model import BACK, CLOCK, Migration, Way, Workflow
from rjflow.definition.normal import conditions_of
from rjflow.definition.passing import surely_asked
from rjflow.frozen import frozen
from rjflow.guards.syntax import Among, Compare, Condition, ForPeople, IsCurrent, IsMissing, SamePerson
from rjflow.rules.commands import Join, Leave
from rjflow.rules.decision import Move


class Changed(NamedTuple):
    """Somebody of a kind joined or left where a case stood, or may have stood."""

    doing: Literal["joins", "leaves"]
    kind: str
    state: str


@frozen
class Past:
    """
    What a case has been through.

    Attributes:
        fired: who fired which events, the clock's included.
        asked: conditions, in the one form, each of which was asked of the case at some time and was true.
        changes: of those about people, which of these have joined or left since, and where the case may have stood then.
        state: where it stands; nothing as long as it has not moved.
    """

    fired: frozenset[tuple[str, str]] = frozenset()
    asked: frozenset[Condition] = frozenset()
    changes: frozenset[tuple[Condition, Changed]] = frozenset()
    state: str | None = None

    def moved(self, workflow: Workflow, moves: Iterable[Move]) -> "Past":
        """Give the past after some moves under a version."""
        fired, asked, changes, state = set(self.fired), set(self.asked), self.changes, self.state
        for move in moves:
            again = _asked(workflow, move)
            asked |= again
            changes, state = frozenset(one for one in changes if one[0] not in again), move.target
            if move.cause == "deadline" and move.event is not None:
                fired.add((move.event, CLOCK))
        return Past(frozenset(fired), frozenset(asked), changes, state)

    def by(self, event: str, actor: str) -> "Past":
        """Give the past after somebody fired an event."""
        return evolve(self, fired=self.fired | {(event, actor)})

    def changed(self, workflow: Workflow, command: Join | Leave, moves: Sequence[Move]) -> "Past":
        """
        Give the past after somebody joined or left, with the moves that this entry tells of, some of which may have come before.

        Who left was of some kind that may leave there.
        """
        stood = {self.state or workflow.start, *(move.target for move in moves)}
        doing: Literal["joins", "leaves"] = "joins" if isinstance(command, Join) else "leaves"
        found = set(self.changes)
        for kind in workflow.people.values():
            change = kind.joins if doing == "joins" else kind.leaves
            if change is None or (isinstance(command, Join) and kind.name != command.kind):
                continue
            for condition in self.moved(workflow, moves).asked:
                parts = every_condition(workflow, condition)
                if any(isinstance(part, ForPeople) and kind in kinds_in(workflow, part.group) for part in parts):
                    found |= {(condition, Changed(doing, kind.name, state)) for state in stood & {*change.states}}
        return evolve(self.moved(workflow, moves), changes=frozenset(found))

    def asked_of_these(self, new: Workflow, migration: Migration) -> frozenset[Condition]:
        """
        Give what was asked of those who are there now: nobody has joined or left since but as a newer version, too, lets them there.
        """
        changed = {condition for condition, one in self.changes if not _may_change_so(new, migration, one)}
        return self.asked - changed

    def carried(self, old: Workflow, new: Workflow, migration: Migration, state: str) -> "Past":
        """
        Give the past of a case that has moved to another version, into a state of it.

        Since the move was allowed, what that version asks on every way there has been met.
        """
        kept = frozenset(still_known(old, new, migration, self.asked_of_these(new, migration)))
        changes = frozenset(
            (condition, one._replace(state=migration.states.get(one.state, one.state)))
            for condition, one in self.changes
            if condition in kept
        )
        return evolve(self, asked=kept | surely_asked(new).get(state, frozenset()), changes=changes, state=state)


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


def _may_change_so(new: Workflow, migration: Migration, one: Changed) -> bool:
    """
    Tell whether a newer version lets somebody join, or leave, where somebody did.
    """
    kind = new.people.get(one.kind)
    change = None if kind is None else kind.joins if one.doing == "joins" else kind.leaves
    return change is not None and migration.states.get(one.state, one.state) in change.states


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
