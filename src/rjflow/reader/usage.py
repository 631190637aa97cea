"""
Find what is written and never used: most often a name that was spelt differently elsewhere.

Stands on: `definition`, `guards.syntax`.   Knows nothing of: files.
"""

from collections.abc import Iterable, Iterator

from rjflow.definition.lookup import requirements
from rjflow.definition.model import (
    After,
    Always,
    AlwaysOpen,
    Before,
    DifferentPeople,
    Entering,
    Evidence,
    Group,
    Happening,
    Hidden,
    Named,
    Safeguard,
    Workflow,
)
from rjflow.guards.syntax import (
    Among,
    Compare,
    Condition,
    GateHolds,
    IsCurrent,
    IsMissing,
    OfScheme,
    SamePerson,
    parts,
)
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic


def unused(workflow: Workflow) -> Iterator[tuple[str, Diagnostic]]:
    """
    Give every role, gate, notice and piece of evidence that nothing speaks of, by name. A scheme is asked by other files.
    """
    used = frozenset(_used(workflow))
    actors = frozenset(_actors(workflow))
    for role in workflow.roles.values():
        if role.name not in actors:
            yield from _told("RJ333", role, "nobody acts in it", "name it in a `by` or `recorded-by`, or take it out")
    for notice in workflow.notices.values():
        if notice.name not in used and not notice.means:
            yield from _told("RJ342", notice, "voids nothing", "name it under `voided-by` of evidence, or take it out")
    if workflow.subject == "scheme":
        return
    for evidence in workflow.evidence.values():
        if evidence.name not in used and not evidence.means:
            help_ = "ask for it in a condition, give it a meaning, or take it out"
            yield from _told("RJ341", evidence, "never asked for", help_)
    for gate in workflow.gates.values():
        if gate.name not in used:
            help_ = "name it under `needs` of an event or `while` of a state, or take it out"
            yield from _told("RJ343", gate, "never asked", help_)


def unrecorded(workflow: Workflow) -> Iterator[tuple[str, Diagnostic]]:
    """
    Give every piece of evidence that nobody may record, by itself or with an event.
    """
    given = {name for event in workflow.events.values() for name in event.records}
    for evidence in workflow.evidence.values():
        if not evidence.recorded_by and evidence.name not in given:
            help_ = "write `recorded-by`, or name it under `records` of an event"
            yield from _told("RJ340", evidence, "nobody is named", help_)


# ----------------------------------------------------------------------------------------------------------------------


def _told(code: str, thing: Named, label: str, help_: str) -> Iterator[tuple[str, Diagnostic]]:
    if thing.span is not None:
        yield thing.name, problem(code, thing.span, label=label, help=help_, word=thing.name)


def _actors(workflow: Workflow) -> Iterator[str]:
    """
    Give everybody who does or sees something.
    """
    for event in workflow.events.values():
        yield from event.by
    for evidence in workflow.evidence.values():
        yield from (*evidence.recorded_by, *evidence.visible_to)
    for notice in workflow.notices.values():
        yield from notice.by
    for kind in workflow.people.values():
        for change in filter(None, (kind.joins, kind.leaves)):
            yield from change.by
    for safeguard in workflow.safeguards:
        if isinstance(safeguard.form, Hidden):
            yield from safeguard.form.roles


def _used(workflow: Workflow) -> Iterator[str]:
    """
    Give every name of evidence, gates, notices and events that something speaks of.
    """
    for event in workflow.events.values():
        yield from (*event.not_by, *event.records)
        for way in event.ways:
            yield from _in_group(way.needs)
    for state in workflow.states.values():
        yield from _in_group(state.guard or Group())
    for gate in workflow.gates.values():
        yield from _in_group(gate.asks)
    for evidence in workflow.evidence.values():
        yield from _by_evidence(evidence)
    for deadline in workflow.deadlines:
        yield from filter(None, (deadline.until,))
    for safeguard in workflow.safeguards:
        yield from _in_safeguard(safeguard)


def _by_evidence(evidence: Evidence) -> Iterator[str]:
    yield from evidence.not_by
    yield from _in_group(evidence.needs)
    yield from (voider.what for voider in evidence.voided_by if voider.what != evidence.name)


def _in_group(group: Group) -> Iterator[str]:
    for requirement in requirements(group):
        yield from _in(requirement.condition)


def _in(condition: Condition) -> Iterator[str]:
    match condition:
        case Among(name) | Compare(name) | IsCurrent(name) | IsMissing(name) | GateHolds(name):
            yield name
        case SamePerson(first, second):
            yield from (first, second)
        case OfScheme():
            return
        case _:
            for part in parts(condition):
                yield from _in(part)


def _in_safeguard(safeguard: Safeguard) -> Iterator[str]:
    match safeguard.form:
        case Always(condition=asked) | Entering(condition=asked) | AlwaysOpen(condition=asked):
            yield from _in(asked)
        case Before(event=first, must_have=second, since=third) | After(event=first, not_before=second, without=third):
            yield from _happening((*first, *second, *third))
        case DifferentPeople(first=one, second=other):
            yield from (*one, *other)
        case Hidden(evidence=evidence):
            yield from evidence
        case _:
            return


def _happening(happenings: Iterable[Happening]) -> Iterator[str]:
    yield from (happening.name for happening in happenings)
