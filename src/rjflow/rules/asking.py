"""
Whether an actor may act: roles by the host's word, people who speak for themselves, separation of duties.

Stands on: `viewing`, `finding`.   Knows nothing of: what is done.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from rjflow.definition.lookup import in_group
from rjflow.definition.model import CLOCK, Event, Evidence, Flag, Number, OneOf, ValueKind, Workflow
from rjflow.guards.syntax import Value
from rjflow.rules.commands import Given
from rjflow.rules.finding import Finding, Used, use
from rjflow.rules.situation import THE_CLOCK, Actor, Situation
from rjflow.rules.viewing import authors, person_in, records_of


def may_act(
    workflow: Workflow, situation: Situation, by: Sequence[str], actor: Actor, person: str | None = None
) -> bool:
    """
    Tell whether one of *by* is a role of the actor, or a group of which they are, or speak for, somebody.

    With a *person*, only that very person counts for a group. Only the clock itself is `clock`.
    """
    if actor == THE_CLOCK:
        return CLOCK in by
    if any(name in workflow.roles and name in actor.roles for name in by):
        return True
    return any(
        one.id in actor.acts_for
        and person in (None, one.id)
        and any(in_group(workflow.people[one.kind], name) for name in by)
        for one in situation.people
    )


def actor_finding(
    workflow: Workflow, situation: Situation, by: Sequence[str], actor: Actor, person: str | None = None
) -> Finding:
    """
    Ask whether the actor is one of those who may.
    """
    return Finding(asked="actor", truth=may_act(workflow, situation, by, actor, person), facts=tuple(by))


def separation_findings(
    workflow: Workflow, situation: Situation, thing: Evidence | Event, actor: Actor
) -> Iterator[Finding]:
    """
    Ask, for each name in `not-by`, that the actor is not somebody who did it and whose doing still counts.

    Where they are, the finding rests on their records. Of an event is only known that they fired it, not when.
    """
    for other in thing.not_by:
        separate = actor.id not in authors(workflow, situation, other)
        own = () if separate or other in workflow.events else tuple(_current_by(workflow, situation, other, actor.id))
        yield Finding(asked="not-by", truth=separate, facts=(thing.name, other), used=own)


def form_findings(workflow: Workflow, situation: Situation, event: Event, given: Sequence[Given]) -> Iterator[Finding]:
    """
    Ask that exactly what the event records was given, each with a value it can have, about people who are there.
    """
    for name in event.records:
        values = [one for one in given if one.evidence == name]
        truth = bool(values) and all(fits(workflow, situation, one) for one in values)
        people = [one.person for one in values]  # of the case itself there is one value at most: about nobody
        yield Finding(asked="form", truth=truth and len(set(people)) == len(people), facts=(name,))
    for one in given:
        if one.evidence not in event.records:
            yield Finding(asked="form", truth=False, facts=(one.evidence, "not asked for"))


def usable(workflow: Workflow, situation: Situation, event: Event, given: Sequence[Given]) -> Sequence[Given]:
    """
    Give what can be used of a form: what was asked for, fits, and is said once.
    """
    asked_for = [one for one in given if one.evidence in event.records and fits(workflow, situation, one)]
    said = Counter((one.evidence, one.person) for one in asked_for)
    return [one for one in asked_for if said[one.evidence, one.person] == 1]


def fits(workflow: Workflow, situation: Situation, given: Given) -> bool:
    """
    Tell whether a given value is one its evidence can have, about somebody it can be about.
    """
    evidence = workflow.evidence[given.evidence]
    if not is_value_of(evidence, given.value):
        return False
    somebody = person_in(situation, given.person)
    if evidence.about is None:
        return given.person is None
    return somebody is not None and in_group(workflow.people[somebody.kind], evidence.about)


def is_value_of(evidence: Evidence, value: Value) -> bool:
    """
    Tell whether a value is of the kind that a piece of evidence has; nothing is converted.
    """
    return is_of(evidence.values, value)


def is_of(kind: ValueKind, value: object) -> bool:
    """
    Tell whether a value is of a kind; nothing is converted.

    It must be exactly a text, a truth, a whole number or a date. A subclass, such as a member of an enumeration, is none of them: what
    it equals is its own affair, and a condition that asks for more than equality would not know it.
    """
    match kind:
        case OneOf(values):
            return type(value) is str and value in values
        case Flag():
            return type(value) is bool
        case Number(low, high):
            return type(value) is int and low <= value <= high
        case _:
            return type(value) is date


# ----------------------------------------------------------------------------------------------------------------------


def _current_by(workflow: Workflow, situation: Situation, evidence: str, actor: str) -> Iterator[Used]:
    """
    Give the records of a piece of evidence that somebody made and that are current.
    """
    for holder, _ in records_of(workflow, situation, evidence):
        used = use(workflow, situation, evidence, holder.id if holder else None)
        if used.life == "current" and used.by == actor:
            yield used
