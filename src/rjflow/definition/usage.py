"""
What is written in a definition and spoken of elsewhere in it, and what is not.

Stands on: `model`, `lookup`, `guards.syntax`.   Knows nothing of: running cases, text.
"""

from collections.abc import Iterable, Iterator

from rjflow.definition.lookup import requirements
from rjflow.definition.model import Evidence, Group, Workflow
from rjflow.definition.papers import Registered
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    Before,
    Counted,
    DifferentPeople,
    Entering,
    Fresh,
    Happening,
    Hidden,
    Reserved,
    Safeguard,
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


def spoken_names(workflow: Workflow) -> Iterator[str]:
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
    yield from _in_papers(workflow)


def idle(workflow: Workflow) -> Iterator[str]:
    """
    Give the notices that void nothing, and the evidence that nothing asks for; a scheme's evidence is asked for by other files.
    """
    spoken = frozenset(spoken_names(workflow))
    for notice in workflow.notices.values():
        if notice.name not in spoken and not notice.means:
            yield notice.name
    for evidence in workflow.evidence.values() if workflow.subject == "case" else ():
        if evidence.name not in spoken and not evidence.means and not evidence.counted:
            yield evidence.name


# ----------------------------------------------------------------------------------------------------------------------


def _in_papers(workflow: Workflow) -> Iterator[str]:
    """
    Give what exports tell and need, and what registers and fields go by. That a form records something is no use of it.
    """
    for export in workflow.exports.values():
        yield from export.facts
        yield from _in_group(export.needs)
    for register in workflow.registers.values():
        yield from filter(None, (register.until, register.level, register.most))
        yield from _in_group(register.needs)
    for form in workflow.forms.values():
        kinds = (field.kind for field in form.fields.values())
        yield from (kind.level for kind in kinds if isinstance(kind, Registered) and kind.level)


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
        case Hidden(evidence=hidden):
            yield from (name.partition(".")[0] for name in hidden)
        case Reserved(doings=doings, level=level):
            yield from (*doings, *((level,) if level else ()))
        case Fresh(evidence=fresh):
            yield from fresh
        case Counted(doings=counted):
            yield from counted
        case _:
            return


def _happening(happenings: Iterable[Happening]) -> Iterator[str]:
    yield from (happening.name for happening in happenings)
