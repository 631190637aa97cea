"""
Ask of a workflow whether a case comes to where something is possible, although a condition is not met.

For that a probe is laid into the workflow: an event that changes nothing and that is possible exactly where the question is about, and a
state that it leads to. *Entering that state, the condition must be true* is then broken by just the stories that are looked for.

Stands on: `judging`, `happening`.   Knows nothing of: sentences, which workflow is older.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import evolve

from rjflow.definition.lookup import as_condition, kinds_in
from rjflow.definition.model import BACK, CLOCK, Event, Group, Requirement, State, Way, Workflow
from rjflow.definition.safeguards import Entering, Step
from rjflow.frozen import frozen_map
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
    OfScheme,
    Or,
    SamePerson,
    every_part,
)
from rjflow.verifier.carrying import touches
from rjflow.verifier.judging import find, is_large, is_proved, may_be_broken
from rjflow.verifier.verdict import Story
from rjflow.verifier.visiting import Place, knowing, visit_one

# No file can write such names.
PROBE = "(probe)"
NEVER: Condition = Or(())
ALWAYS: Condition = And(())

Found = tuple[Literal["found", "never", "unanswered"], Story | None]


def reach(workflow: Workflow, places: Sequence[Place], by: Sequence[str], unless: Condition = NEVER) -> Found:
    """
    Look for a shortest story to one of some places in which a condition is not true. Its last step is the probe.

    Args:
        workflow: Where to look. It is not changed.
        places: States, each with what must be true there.
        by: Who may be there to act.
        unless: The condition that is not to be true, as a safeguard asks it; without one any story will do.
    """
    if is_large(workflow):
        return _visited(workflow, places, by, unless)
    probed, form = _probed(workflow, places, by, unless)
    broken, story = may_be_broken(probed, form)
    return ("found" if story else "unanswered" if broken else "never"), story


def together(*groups: Group | None) -> Group:
    """
    Give the group that is true when all of some groups are.
    """
    return Group(items=tuple(one for one in groups if one is not None and one.items))


def open_at(workflow: Workflow, event: Event, state: str, target: str) -> Group:
    """
    Give what an event asks in a state to go to a target: any of its ways there, and of the target's gate all that the event's own doing
    can neither open nor close.
    """
    ways = tuple(way.needs for way in event.ways if way.target == target and state in way.from_states)
    asked = ways[0] if len(ways) == 1 else Group(mode="any", items=ways)
    guard = None if target in (BACK, state) else workflow.states[target].guard
    return together(asked, guard and _untouched(workflow, event, guard))


def spoken_in(old: Workflow, new: Workflow, condition: Condition) -> Condition:
    """
    Say a condition of one workflow in another's words, so that it is true there in just the situations in which it could be.

    The condition is in one form (`definition.normal`). What it asks of something that the other workflow does not know is never true.
    """
    return _spoken(old, new, condition, None, positive=True)


def not_true(condition: Condition) -> Condition | None:
    """
    Give the condition that a safeguard asks to be true exactly where an event's condition is not; nothing where none can be written.
    """
    return _turned(condition, wanted=True)


def is_personal(workflow: Workflow, condition: Condition) -> bool:
    """
    Tell whether a condition speaks of the person whom evidence is about, and not only of the case.
    """
    if isinstance(condition, ForPeople | OfScheme):
        return False
    if isinstance(condition, Among | Compare | IsCurrent | IsMissing):
        return workflow.evidence[condition.evidence].about is not None
    if isinstance(condition, And | Or):
        return any(is_personal(workflow, part) for part in condition.conditions)
    return is_personal(workflow, condition.condition) if isinstance(condition, Not) else True


# ----------------------------------------------------------------------------------------------------------------------


def _visited(workflow: Workflow, places: Sequence[Place], by: Sequence[str], unless: Condition) -> Found:
    """
    Look in a large workflow: where cases come to anyhow, for a proof that there is nothing, then where time and notices bring them, and at
    last on every road on which a safeguard is broken.
    """
    story = visit_one(workflow, places, unless, find)
    if story is None and is_proved(*_probed(workflow, places, by, unless)):
        return "never", None
    story = story or visit_one(workflow, places, unless, find, patiently=True)
    if story is not None:
        return "found", story
    broken, story = may_be_broken(*_probed(workflow, places, by, unless), patiently=False)
    return ("found" if story is not None else "unanswered" if broken else "never"), story


def _probed(
    workflow: Workflow, places: Sequence[Place], by: Sequence[str], unless: Condition
) -> tuple[Workflow, Entering]:
    """
    Lay the probe into a workflow, and give what it is to break.
    """
    known = knowing(workflow, unless)
    ways = tuple(Way(from_states=(place.state,), target=PROBE, needs=place.needs) for place in places)
    event = Event(name=PROBE, label=PROBE, ways=ways, by=_actors(workflow, by))
    probed = evolve(
        known,
        events=frozen_map({**known.events, PROBE: event}),
        states=frozen_map({**known.states, PROBE: State(name=PROBE, label=PROBE)}),
    )
    return probed, Entering(steps=(Step("state", PROBE),), condition=unless, text="")


def _actors(workflow: Workflow, by: Sequence[str]) -> tuple[str, ...]:
    """
    Leave the clock out, which fires nothing but deadlines; where nobody else is left, anybody will do.
    """
    return tuple(name for name in by if name != CLOCK) or (*workflow.roles, *workflow.people)


def _untouched(workflow: Workflow, event: Event, guard: Group) -> Group:
    """
    Leave out of a gate what an event touches: how that is afterwards is not how it was before.
    """

    def kept(item: Requirement | Group) -> Iterator[Requirement | Group]:
        inner = _inside(workflow, item)
        if not touches(workflow, event, as_condition(item) if isinstance(item, Group) else item.condition):
            yield item
        elif inner is not None:
            for part in inner.items:
                yield from kept(part)

    items = tuple(kept(guard))
    return guard if items == (guard,) else Group(items=items)


def _inside(workflow: Workflow, item: Requirement | Group) -> Group | None:
    """
    Give the group of which all must be true for something that is asked to be true, if it is one.
    """
    if isinstance(item, Requirement):
        return (
            _inside(workflow, workflow.gates[item.condition.gate].asks)
            if isinstance(item.condition, GateHolds)
            else None
        )
    return item if item.mode == "all" else None


def _spoken(old: Workflow, new: Workflow, condition: Condition, group: str | None, *, positive: bool) -> Condition:
    """
    Say a condition; where it is not *positive*, it stands under an odd number of negations.
    """
    unknown = NEVER if positive else ALWAYS
    match condition:
        case Among() | Compare() | IsCurrent() | IsMissing():
            known = _is_known(old, new, condition.evidence, group)
            return unknown if not known or (isinstance(condition, IsCurrent) and not positive) else condition
        case SamePerson(first, second):
            return condition if {first, second} <= {*new.evidence, *new.events} else unknown
        case OfScheme(inner):
            return condition if _scheme_knows(new, inner) else unknown
        case Not(inner):
            return Not(_spoken(old, new, inner, group, positive=not positive), span=condition.span)
        case And(conditions) | Or(conditions):
            several = tuple(_spoken(old, new, part, group, positive=positive) for part in conditions)
            return evolve(condition, conditions=several)
        case ForPeople():
            return _of_people(old, new, condition, positive=positive)
        case _:
            return unknown


def _of_people(old: Workflow, new: Workflow, condition: ForPeople, *, positive: bool) -> Condition:
    """
    Say what is asked of people, kind by kind where a group is not made of the same kinds of people.
    """
    unknown = NEVER if positive else ALWAYS
    kinds = kinds_in(old, condition.group)
    inside = positive is (condition.quantity != "no")
    if [kind.name for kind in kinds] == [kind.name for kind in kinds_in(new, condition.group)]:
        inner = _spoken(old, new, condition.condition, condition.group, positive=inside)
        return evolve(condition, condition=inner)
    if condition.quantity == "at least":
        return unknown
    found: list[Condition] = []
    for kind in kinds:
        if kind.name in new.people:
            inner = _spoken(old, new, condition.condition, kind.name, positive=inside)
            found.append(evolve(condition, group=kind.name, condition=inner))
        elif kind.at_least:
            found.append(unknown)
    return Or(tuple(found)) if condition.quantity == "some" else And(tuple(found))


def _is_known(old: Workflow, new: Workflow, evidence: str, group: str | None) -> bool:
    """
    Tell whether evidence is of the same sort in both workflows, and can be about everybody of whom it is asked.
    """
    if evidence not in new.evidence:
        return False
    was, now = old.evidence[evidence], new.evidence[evidence]
    if type(was.values) is not type(now.values) or (was.about is None) is not (now.about is None):
        return False
    if group is None or now.about is None:
        return True
    about = kinds_in(new, now.about)
    return all(kind in about for kind in kinds_in(new, group))


def _scheme_knows(new: Workflow, condition: Condition) -> bool:
    """
    Tell whether the scheme knows everything a condition asks of it.
    """
    if new.scheme is None:
        return False
    scheme = new.scheme.workflow
    names = {*scheme.evidence, *scheme.gates, *scheme.states, *scheme.events}
    asked = ("evidence", "gate", "state", "first", "second")
    parts = list(every_part(condition))
    said = (getattr(part, field, None) for part in parts for field in asked)
    return all(name in names for name in said if name is not None) and not any(
        isinstance(part, ForPeople) for part in parts
    )


def _turned(condition: Condition, *, wanted: bool) -> Condition | None:
    """
    Give what a safeguard asks so that a condition is not *wanted*: not true, or not false; unknown is neither.
    """
    match condition:
        case Among() | Compare():
            return Or((IsMissing(condition.evidence), Not(condition) if wanted else condition))
        case IsCurrent(evidence):
            return IsMissing(evidence) if wanted else ALWAYS
        case Not(inner):
            return _turned(inner, wanted=not wanted)
        case And(conditions) | Or(conditions):
            found = [_turned(part, wanted=wanted) for part in conditions]
            several = tuple(part for part in found if part is not None)
            if len(several) < len(found):
                return None
            return Or(several) if isinstance(condition, And) is wanted else And(several)
        case _:
            return None
