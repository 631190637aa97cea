"""
Whether others are told just as before, although something else is asked for it: the events at which they are told ask both themselves.

Stands on: `definition`.   Knows nothing of: text, searches, what is told.
"""

from collections.abc import Iterable, Sequence

from rjflow.definition.change import Change
from rjflow.definition.lookup import as_condition, every_condition, kinds_in
from rjflow.definition.model import Event, Workflow
from rjflow.definition.normal import all_implied
from rjflow.definition.ways import edges
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    IsMissing,
    Not,
    Or,
)

_OF_RECORDS = (Among, Compare, IsCurrent, IsMissing, GateHolds, Not, And, Or, ForPeople)


def told_alike(new: Workflow, change: Change) -> bool:
    """
    Tell whether what an export asks under a newer policy, and did not ask, is so whenever it tells, and what it does not ask any more, too.

    Guarantees: true only where both follow from what every way of every event asks at which it tells, and neither such an event nor
    anything that the clock does at once after it records or undoes what they speak of. Events that the clock fires may be followed by a
    command before anybody is told, so of these nothing is known.

    Args:
        new: The newer policy.
        change: What differs.
    """
    if (change.section, change.what) != ("exports", "needs"):
        return False
    differing = (*change.lost, *change.gained)
    rung = {one.event for one in new.deadlines}
    events = [new.events[name] for name in new.exports[change.name].at]
    asked = [edge.asked for event in events for edge in edges(new, event).values()]
    return (
        rung.isdisjoint(event.name for event in events)
        and all(_follow(new, each, differing) for each in asked)
        and _stays(new, differing, [*events, *(new.events[name] for name in rung)])
    )


# ----------------------------------------------------------------------------------------------------------------------


def _follow(workflow: Workflow, known: Sequence[Condition], several: Iterable[Condition]) -> bool:
    """
    Tell whether conditions follow from those that are known to be true.
    """
    return all(all_implied(known, [one]) or any(_of_fewer(workflow, part, one) for part in known) for one in several)


def _of_fewer(workflow: Workflow, known: Condition, asked: Condition) -> bool:
    """
    Tell whether what is so of everybody is asked of some of them only, and there is at least one: too few people keep nothing.
    """
    if not isinstance(known, ForPeople) or not isinstance(asked, ForPeople) or known.quantity != "every":
        return False
    if not all_implied([known.condition], [asked.condition]):
        return False
    kinds = kinds_in(workflow, asked.group)
    are_known = set(kinds) <= set(kinds_in(workflow, known.group))
    return are_known and (
        asked.quantity == "every" or (asked.quantity == "some" and any(one.at_least for one in kinds))
    )


def _stays(workflow: Workflow, several: Iterable[Condition], events: Iterable[Event]) -> bool:
    """
    Tell whether nothing that conditions speak of changes when some events happen: no record of it, and none that it needs itself.
    """
    happening = list(events)
    fired = {event.name for event in happening}
    recorded = {name for event in happening for name in event.records}
    waiting, seen = list(several), set[str]()
    while waiting:
        for part in every_condition(workflow, waiting.pop()):
            if not isinstance(part, _OF_RECORDS):
                return False
            if not isinstance(part, Among | Compare | IsCurrent | IsMissing) or part.evidence in seen:
                continue
            evidence = workflow.evidence[part.evidence]
            voiders = {one.what for one in evidence.voided_by}
            if part.evidence in recorded or not voiders.isdisjoint(fired | recorded):
                return False
            seen.add(part.evidence)
            waiting.append(as_condition(evidence.needs))
    return True
