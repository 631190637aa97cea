"""
What is known at the end of a step because it was asked at its beginning, whoever it was asked of.

Of people who are not followed, one question about them and the next may have any answers. But what an event needs is still so when the
case has gone where the event leads, unless the event itself changes what it asks about.

Stands on: `implying`, `definition`.   Knows nothing of: sets, safeguards.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

from rjflow.definition.lookup import as_condition, every_condition, kinds_in
from rjflow.definition.model import BACK, CLOCK, Event, Group, Way, Workflow
from rjflow.guards.syntax import Among, Compare, Condition, ForPeople, InKind, InState, IsCurrent, IsMissing
from rjflow.verifier.action import names_in
from rjflow.verifier.implying import all_true_in, exclude


def carried(workflow: Workflow, event: Event, entered: str | None) -> frozenset[Condition]:
    """
    Give what is surely true when an event has been fired, and a state was entered by it, if one was: what each of its ways there needs, and
    the gates of all the states it comes from ask, as far as the step does not touch it.

    The clock may fire an event at the very moment at which such a gate closes.
    """
    known = _known(workflow)
    if (event, entered) not in known:
        known[event, entered] = _carried(workflow, event, entered)
    return known[event, entered]


def can_go(workflow: Workflow, event: Event, way: Way, state: str) -> bool:
    """
    Tell whether what a way needs and what the gates of the states at both its ends ask can be true together, of whomever it is asked.

    Not seen: conditions of which no two exclude each other by themselves.
    """
    gate = frozenset[Condition]() if CLOCK in event.by else _asked_by(workflow, workflow.states[state].guard)
    before = _asked_by(workflow, way.needs) | gate
    if _is_contradictory(workflow, before):
        return False
    target = None if way.target == BACK else workflow.states[way.target].guard
    if target is None:
        return True
    kept = frozenset(one for one in before if isinstance(one, ForPeople) and not touches(workflow, event, one))
    return not _is_contradictory(workflow, kept | _asked_by(workflow, target))


def undoes_itself(workflow: Workflow, event: Event, way: Way) -> bool:
    """
    Tell whether an event makes void, and does not record, what the gate of the state asks for to which a way leads: it can never be gone.
    """
    target = None if way.target == BACK else workflow.states[way.target].guard
    voided = voided_by(workflow).get(("event", event.name), frozenset()) - set(event.records)
    return bool(voided) and any(_wants(workflow, one) & voided for one in _asked_by(workflow, target))


@lru_cache(maxsize=16)
def voided_by(workflow: Workflow) -> dict[tuple[str, str], frozenset[str]]:
    """
    Give, for each thing that may happen, as what sort of thing and its name, the evidence that it makes void.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for evidence in workflow.evidence.values():
        for voider in evidence.voided_by:
            found.setdefault((voider.kind, voider.what), set()).add(evidence.name)
    return {what: frozenset(names) for what, names in found.items()}


def is_seen_alike(workflow: Workflow, condition: Condition) -> bool:
    """
    Tell whether a condition is true of a case for those who look on from outside only where it is for those in it: only the first can
    say that something is not current.
    """
    parts = tuple(every_condition(workflow, condition))
    return not any(isinstance(part, IsCurrent | IsMissing | InState | InKind) for part in parts)


def touches(workflow: Workflow, event: Event, condition: Condition) -> bool:
    """
    Tell whether firing an event may change what a condition comes to.
    """
    known = _touched(workflow)
    if (event.name, condition) not in known:
        known[event.name, condition] = _touches(workflow, event, condition)
    return known[event.name, condition]


# ----------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _touched(_workflow: Workflow) -> dict[tuple[str, Condition], bool]:
    """
    Give what was found out already of what a workflow's events touch.
    """
    return {}


def _touches(workflow: Workflow, event: Event, condition: Condition) -> bool:
    if any(isinstance(part, InState | InKind) for part in every_condition(workflow, condition)):
        return True
    happens = {*event.records, event.name}
    names = names_in(workflow, condition)
    if any(("author", name) in names for name in happens):
        return True
    return any(
        name in happens or any(voider.kind != "change" and voider.what in happens for voider in evidence.voided_by)
        for name, evidence in workflow.evidence.items()
        if name in names
    )


@lru_cache(maxsize=16)
def _known(_workflow: Workflow) -> dict[tuple[Event, str | None], frozenset[Condition]]:
    """
    Give what was found out of a workflow's events: every safeguard on steps asks the same of them.
    """
    return {}


def _carried(workflow: Workflow, event: Event, entered: str | None) -> frozenset[Condition]:
    asked = []
    for way in event.ways:
        if entered is None or way.target in (entered, BACK):
            gates = [
                _asked_by(workflow, workflow.states[state].guard) for state in way.from_states if CLOCK not in event.by
            ]
            asked.append(_asked_by(workflow, way.needs) | _shared(gates))
    return frozenset(one for one in _shared(asked) if not touches(workflow, event, one))


def _wants(workflow: Workflow, condition: Condition) -> set[str]:
    """
    Give evidence that is surely current where a condition is true.
    """
    match condition:
        case Among(evidence) | Compare(evidence) | IsCurrent(evidence):
            return {evidence}
        case ForPeople(quantity="every", group=group) if not any(one.at_least for one in kinds_in(workflow, group)):
            return set()
        case ForPeople(quantity="every" | "some") | ForPeople(quantity="at least", number=1):
            return set[str]().union(*(_wants(workflow, one) for one in all_true_in(workflow, condition.condition)))
        case _:
            return set()


def _asked_by(workflow: Workflow, group: Group | None) -> frozenset[Condition]:
    if group is None:
        return frozenset()
    known, condition = _asked(workflow), as_condition(group)
    if condition not in known:
        known[condition] = frozenset(all_true_in(workflow, condition))
    return known[condition]


@lru_cache(maxsize=16)
def _asked(_workflow: Workflow) -> dict[Condition, frozenset[Condition]]:
    """
    Give what is known already of what a workflow's groups ask for.
    """
    return {}


def _shared(several: Iterable[frozenset[Condition]]) -> frozenset[Condition]:
    first, *rest = list(several) or [frozenset[Condition]()]
    return first.intersection(*rest)


def _is_contradictory(workflow: Workflow, conditions: Iterable[Condition]) -> bool:
    """
    Tell whether two things are said of people that cannot both be true.
    """
    of_people = [(one, names_in(workflow, one)) for one in conditions if isinstance(one, ForPeople)]
    return any(
        exclude(workflow, one, other)
        for (one, names), (other, others) in combinations(of_people, 2)
        if not names.isdisjoint(others)
    )
