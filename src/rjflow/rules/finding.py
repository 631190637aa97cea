"""
What was looked at to decide: every condition with its answer, the evidence it rests on, and who says so.

Stands on: `viewing`, `definition`.   Knows nothing of: sentences.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from attrs import field

from rjflow.definition.lookup import as_condition, in_group
from rjflow.definition.model import Gate, Group, Requirement, Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import (
    Among,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    IsMissing,
    OfScheme,
    SamePerson,
    Value,
    parts,
)
from rjflow.guards.values import Truth, all_of, any_of
from rjflow.instants import Instant
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import Life, holds, life, record_of, until

Asked = Literal[
    "known",
    "state",
    "actor",
    "not-by",
    "needs",
    "while",
    "counts",
    "form",
    "handed in",
    "reason",
    "people",
    "one way",
    "migration",
    "kept",
]


@frozen
class Used:
    """
    A piece of evidence that an answer rests on: how it stands, who recorded it, when, and until when it is current.

    `void` is what made it void, when something did. `of_scheme` tells that it is the scheme's.
    """

    evidence: str
    person: str | None
    life: Life
    value: Value | None = None
    by: str | None = None
    at: Instant | None = None
    until: Instant | None = None
    void: str | None = None
    of_scheme: bool = False


class Within(NamedTuple):
    """
    A group that a requirement stands in, and the gate whose group it is, if it is one's.
    """

    group: Group
    gate: str | None = None


@frozen(kw_only=True)
class Finding:
    """
    One thing that was asked, and the answer.

    Attributes:
        asked: what kind of thing: whether the name is known, the state, the actor, separation of duties, a condition of the
            event or of the state it enters, whether a record counts, the form, that it was handed in with one of some forms, the reason, the people, that one way is open, or what
            keeps a case from moving to another version, which `facts` say; or whether what is written in a form is kept.
        truth: the answer; only True lets a step happen.
        requirement: the condition, for `needs` and `while`.
        gates: the gates it belongs to, outermost first.
        within: the groups it stands in, those of its gates included, outermost first.
        alternative: at some depth it stands among several of which any would do; that it is not true need not be what refuses.
        state: for `while`, the state whose gate it is.
        way: for an event with several ways, which of them asks.
        facts: names that the answer speaks of: states, roles, people, values.
        used: the evidence it rests on.
    """

    asked: Asked
    truth: Truth
    requirement: Requirement | None = None
    gates: tuple[str, ...] = ()
    within: tuple[Within, ...] = ()
    alternative: bool = False
    state: str | None = None
    way: int | None = None
    facts: tuple[str, ...] = ()
    used: tuple[Used, ...] = field(default=())


def findings(
    workflow: Workflow,
    situation: Situation,
    group: Group,
    asked: Asked,
    *,
    person: str | None = None,
    state: str | None = None,
) -> tuple[Finding, ...]:
    """
    Judge every single requirement of a group, those of the gates it names included.
    """
    return tuple(
        Finding(
            asked=asked,
            truth=holds(workflow, situation, requirement.condition, person),
            requirement=requirement,
            gates=tuple(one.gate for one in within if one.gate is not None),
            within=within,
            alternative=any(is_choice(one.group) for one in within),
            state=state,
            used=tuple(dict.fromkeys(used_by(workflow, situation, requirement.condition, person))),
        )
        for requirement, within in spelled_out(workflow, group)
    )


def truth_of(workflow: Workflow, situation: Situation, group: Group, person: str | None = None) -> Truth:
    """
    Judge a group as a whole.
    """
    answers = [
        truth_of(workflow, situation, item, person)
        if isinstance(item, Group)
        else holds(workflow, situation, item.condition, person)
        for item in group.items
    ]
    return all_of(answers) if group.mode == "all" else any_of(answers)


def spelled_out(
    workflow: Workflow, group: Group, within: tuple[Within, ...] = (), gate: str | None = None
) -> Iterator[tuple[Requirement, tuple[Within, ...]]]:
    """
    Give every single requirement, with the groups it stands in. A gate that asks nothing is one itself.
    """
    deeper = (*within, Within(group, gate))
    for item in group.items:
        if isinstance(item, Group):
            yield from spelled_out(workflow, item, deeper)
        elif isinstance(item.condition, GateHolds) and workflow.gates[item.condition.gate].asks.items:
            named: Gate = workflow.gates[item.condition.gate]
            yield from spelled_out(workflow, named.asks, deeper, named.name)
        else:
            yield item, deeper


def is_choice(group: Group) -> bool:
    """
    Tell whether any one of several items is enough.
    """
    return group.mode == "any" and len(group.items) > 1


def use(workflow: Workflow, situation: Situation, name: str, person: str | None) -> Used:
    """
    Tell how one piece of evidence stands.
    """
    evidence = workflow.evidence[name]
    record = record_of(workflow, situation, name, person)
    standing = life(workflow, evidence, record, situation.now)
    if record is None:
        return Used(name, person, standing)
    end = until(workflow, evidence, record)
    return Used(name, person, standing, record.value, record.by, record.at, end, record.void)


def used_by(workflow: Workflow, situation: Situation, condition: Condition, person: str | None) -> Iterator[Used]:
    """
    Give the evidence a condition rests on, person by person.
    """
    match condition:
        case Among(evidence) | Compare(evidence) | IsCurrent(evidence) | IsMissing(evidence):
            yield use(workflow, situation, evidence, person)
        case SamePerson(first, second):
            for name in (first, second):
                if name in workflow.evidence and (workflow.evidence[name].about is None or person is not None):
                    yield use(workflow, situation, name, person)
        case ForPeople(group=group, condition=inner):
            for somebody in situation.people:
                if in_group(workflow.people[somebody.kind], group):
                    yield from used_by(workflow, situation, inner, somebody.id)
        case GateHolds(gate):
            yield from used_by(workflow, situation, as_condition(workflow.gates[gate].asks), person)
        case OfScheme(inner):
            yield from _used_of_scheme(workflow, situation, inner)
        case _:
            for part in parts(condition):
                yield from used_by(workflow, situation, part, person)


# ----------------------------------------------------------------------------------------------------------------------


def _used_of_scheme(workflow: Workflow, situation: Situation, condition: Condition) -> Iterator[Used]:
    """
    Give the scheme's evidence that a condition rests on.
    """
    link, seen = workflow.scheme, situation.scheme
    if link is None or seen is None:
        return
    now = seen.evolved(now=max(seen.now, situation.now))
    for used in used_by(link.workflow, now, condition, None):
        yield Used(used.evidence, None, used.life, used.value, used.by, used.at, used.until, used.void, of_scheme=True)
