"""
What need not be looked at, because something that is asked already says it, of whomever it says it.

Stands on: `duties`, `definition`.   Knows nothing of: sets, places.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import combinations

from rjflow.certifying.duties import all_true_with, exclude
from rjflow.certifying.values import passes, told_apart
from rjflow.definition.lookup import as_condition, every_condition, kinds_in
from rjflow.definition.model import BACK, CLOCK, Event, Group, Way, Workflow
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Or,
    SamePerson,
)


def assumed_of(workflow: Workflow, group: Group | None) -> frozenset[Condition]:
    """
    Give what is true where everything a group asks is; nothing for no group.
    """
    return frozenset() if group is None else all_true_with(workflow, as_condition(group))


def is_implied(workflow: Workflow, condition: Condition, assumed: AbstractSet[Condition]) -> bool:
    """
    Tell whether a condition plainly is true where all that is *assumed* is; no means only that it is not plain.
    """
    if condition in assumed:
        return True
    match condition:
        case MeaningHolds(provided=inner) if inner is not None:
            return is_implied(workflow, inner, assumed)
        case GateHolds(gate):
            return is_implied(workflow, as_condition(workflow.gates[gate].asks), assumed)
        case And(parts):
            return all(is_implied(workflow, part, assumed) for part in parts)
        case Or(parts):
            return any(is_implied(workflow, part, assumed) for part in parts)
        case IsCurrent(evidence):
            return any(isinstance(one, Among | Compare) and one.evidence == evidence for one in assumed)
        case Among(evidence) | Compare(evidence):
            values = told_apart(workflow)[evidence]
            return any(
                all(passes(value, condition) for value in values if passes(value, one))
                for one in assumed
                if isinstance(one, Among | Compare) and one.evidence == evidence
            )
        case ForPeople():
            return any(_is_more(workflow, one, condition) for one in assumed if isinstance(one, ForPeople))
        case _:
            return False


def left_to_ask(workflow: Workflow, group: Group, assumed: AbstractSet[Condition]) -> list[Condition]:
    """
    Give what a group asks that is not plainly true where all that is *assumed* is.
    """
    found: list[Condition] = []
    waiting = [as_condition(group)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, And):
            waiting += part.conditions
        elif isinstance(part, GateHolds):
            waiting.append(as_condition(workflow.gates[part.gate].asks))
        elif not is_implied(workflow, part, assumed):
            found.append(part)
    return found


def unchanged_by(workflow: Workflow, event: Event, assumed: AbstractSet[Condition]) -> frozenset[Condition]:
    """
    Give those that are still true when an event has been fired and the case has gone on: about no evidence that it records or makes void, not
    about who did it, and not about where the case is.
    """
    done = {event.name, *event.records}
    changed = done | {
        evidence.name
        for evidence in workflow.evidence.values()
        if any(voider.kind in ("event", "evidence") and voider.what in done for voider in evidence.voided_by)
    }
    return frozenset(one for one in assumed if not _speaks_of(workflow, one, changed))


def gates_of(workflow: Workflow, states: tuple[str, ...], event: Event) -> frozenset[Condition]:
    """
    Give what the gates of all these states ask, where somebody fires an event; the clock may do so in the moment in which they close.
    """
    if CLOCK in event.by or not states:
        return frozenset()
    first, *others = (assumed_of(workflow, workflow.states[name].guard) for name in states)
    return first.intersection(*others)


def ways_from(workflow: Workflow, event: Event, way: Way) -> tuple[str, ...]:
    """
    Give the states from which a way can be gone, as far as that is plain: from others, two things would be said of people that exclude
    each other, where it begins or where it leads.
    """
    known = _known_ways(workflow)
    if id(way) not in known:
        known[id(way)] = (way, tuple(_ways_from(workflow, event, way)))
    return known[id(way)][1]


def is_no_silence(workflow: Workflow, condition: Condition) -> bool:
    """
    Tell whether a condition that is true of a case for a safeguard is so for a gate too: not what is asked of a record that may be missing.
    """
    asks = every_condition(workflow, condition)
    return not any(isinstance(part, IsCurrent | IsMissing | InState | InKind) for part in asks)


# ----------------------------------------------------------------------------------------------------------------------


def _clash(workflow: Workflow, said: AbstractSet[Condition]) -> bool:
    of_people = [one for one in said if isinstance(one, ForPeople)]
    return any(exclude(workflow, one, other) for one, other in combinations(of_people, 2))


@lru_cache(maxsize=8)
def _known_ways(_workflow: Workflow) -> dict[int, tuple[Way, tuple[str, ...]]]:
    """
    Give what is known already; each way is kept, so that its identity stays its own.
    """
    return {}


def _ways_from(workflow: Workflow, event: Event, way: Way) -> Iterator[str]:
    target = None if way.target == BACK else workflow.states[way.target].guard
    for state in way.from_states:
        before = assumed_of(workflow, way.needs) | gates_of(workflow, (state,), event)
        after = unchanged_by(workflow, event, before) | assumed_of(workflow, target)
        if not _clash(workflow, before) and (target is None or not _clash(workflow, after)):
            yield state


def _is_more(workflow: Workflow, said: ForPeople, asked: ForPeople) -> bool:
    """
    Tell whether what is said of people is at least what is asked of people.

    Nothing but a *no* that is false is true of a group with fewer people than it must have; so who is said to be there counts, too.
    """
    of, about = ({kind.name for kind in kinds_in(workflow, one.group)} for one in (said, asked))
    must = {kind.name: kind.at_least for kind in kinds_in(workflow, asked.group) if kind.at_least}
    if asked.quantity == "no":
        return said.quantity == "no" and about <= of and said.condition in all_true_with(workflow, asked.condition)
    if said.quantity == "no" or not is_implied(workflow, asked.condition, all_true_with(workflow, said.condition)):
        return False
    if asked.quantity == "every":
        return said.quantity == "every" and about <= of
    wanted = asked.number if asked.quantity == "at least" else 1
    if wanted < 1 or not must.keys() <= of:
        return False
    if said.quantity == "every":
        return sum(must.values()) >= wanted
    return of <= about and (said.number if said.quantity == "at least" else 1) >= wanted


def _speaks_of(workflow: Workflow, condition: Condition, changed: AbstractSet[str]) -> bool:
    for part in every_condition(workflow, condition):
        match part:
            case InState() | InKind():
                return True
            case Among(name) | Compare(name) | IsCurrent(name) | IsMissing(name) if name in changed:
                return True
            case SamePerson(first, second) if first in changed or second in changed:
                return True
            case _:
                pass
    return False
