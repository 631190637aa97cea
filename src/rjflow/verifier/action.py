"""
What can be done to a case, as data: an action, where it may be done, and what it changes.

Stands on: `frame`, `happening`.   Knows nothing of: how actions are made or searched.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from rjflow.definition.lookup import as_condition, every_condition
from rjflow.definition.model import Event, Group, Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import Among, Compare, Condition, IsCurrent, IsMissing, OfScheme, SamePerson
from rjflow.verifier.bdd import Set
from rjflow.verifier.frame import Key
from rjflow.verifier.happening import Occurrence

Doing = Literal["fire", "deadline", "record", "notice", "stale", "join", "leave", "scheme", "drift", "settle"]


@frozen(eq=False)
class Action:
    """
    Something that can be done.

    Attributes:
        doing, name, person, value, way, place: what it is; *way* and *place* are numbers of ways and deadlines in the file.
        states: where.
        guard: in which situations it may be allowed, the state it leads to not yet asked.
        assigns: which variables get one of which values.
        target: the state it leads to, `back`, or nothing when it leaves the case where it is.
        reads: the names its guard speaks of.
        who: which identity does it, where that matters.
    """

    doing: Doing
    name: str
    states: tuple[str, ...]
    guard: Set
    assigns: Mapping[Key, tuple[int, ...]]
    occurrences: tuple[Occurrence, ...] = ()
    person: str | None = None
    value: int = 0
    way: int = 0
    place: int = 0
    target: str | None = None
    event: Event | None = None
    reads: frozenset[object] = frozenset()
    who: int | None = None


def reads_of(workflow: Workflow, *groups: Group | None) -> frozenset[object]:
    """
    Give what groups of requirements speak of: names of evidence, scheme conditions, and things of which it matters who did them.
    """
    known = _reads(workflow)
    found: frozenset[object] = frozenset()
    for group in groups:
        if group is None or not group.items:
            continue
        if id(group) not in known:
            known[id(group)] = (group, names_in(workflow, as_condition(group)))
        found |= known[id(group)][1]
    return found


def reads_down(workflow: Workflow, begin: str, end: str) -> frozenset[object]:
    """
    Give what the gates speak of on the way down from one state to another, both among them: one that is open holds up what would fall through.
    """
    states, here = workflow.states, begin
    groups = [states[here].guard]
    while here != end:
        here = states[here].otherwise or end
        groups.append(states[here].guard)
    return reads_of(workflow, *groups)


@lru_cache(maxsize=16)
def _reads(_workflow: Workflow) -> dict[int, tuple[Group, frozenset[object]]]:
    """
    Give what is known already of a workflow's groups; each is kept, so that its identity stays its own.
    """
    return {}


def names_in(workflow: Workflow, condition: Condition) -> frozenset[object]:
    """
    Give what a condition speaks of, through the gates it names.
    """
    known = _names(workflow)
    if condition not in known:
        known[condition] = frozenset(_names_in(workflow, condition))
    return known[condition]


@lru_cache(maxsize=16)
def _names(_workflow: Workflow) -> dict[Condition, frozenset[object]]:
    """
    Give what is known already of what a workflow's conditions speak of.
    """
    return {}


def _names_in(workflow: Workflow, condition: Condition) -> set[object]:
    found: set[object] = set()
    for part in every_condition(workflow, condition):
        match part:
            case Among(evidence) | Compare(evidence) | IsCurrent(evidence) | IsMissing(evidence):
                found.add(evidence)
            case SamePerson(first, second):
                found |= {("author", first), ("author", second)}
                found |= {name for name in (first, second) if name in workflow.evidence}
            case OfScheme(inner):
                found.add(("scheme", inner))
            case _:
                pass
    return found
