"""
What has to be handed in with a form, because the form asks a register who may be given a case.

Stands on: `definition.papers`, `lookup`, `finding`.   Knows nothing of: registers, who is fit, sentences.
"""

from collections.abc import Iterator
from functools import lru_cache

from attrs import field

from rjflow.definition.lookup import as_condition, asked_groups, names_somebody
from rjflow.definition.model import OneOf, Workflow
from rjflow.definition.papers import Records
from rjflow.frozen import FrozenMap, frozen, frozen_map
from rjflow.guards.syntax import Among, Condition, Not, Value, every_part, parts
from rjflow.rules.commands import Command, Fire, Given, RecordEvidence
from rjflow.rules.finding import Finding


@frozen
class Handed:
    """
    What only a form may do, as names of the forms that may.

    Attributes:
        events: by event.
        evidence: by evidence.
        harmless: by evidence, the answers that no condition asks for; those may be said without a form.
    """

    events: FrozenMap[str, tuple[str, ...]] = field(factory=FrozenMap)
    evidence: FrozenMap[str, tuple[str, ...]] = field(factory=FrozenMap)
    harmless: FrozenMap[str, frozenset[str]] = field(factory=FrozenMap)


@lru_cache(maxsize=64)
def handed_in(workflow: Workflow) -> Handed:
    """
    Give what a workflow lets happen with a form only.
    """
    events: dict[str, tuple[str, ...]] = {}
    evidence: dict[str, tuple[str, ...]] = {}
    for form in filter(names_somebody, workflow.forms.values()):
        if form.event is not None:
            events[form.event] = (*events.get(form.event, ()), form.name)
        for one in form.fields.values():
            if isinstance(one.kind, Records):
                evidence[one.kind.evidence] = (*evidence.get(one.kind.evidence, ()), form.name)
    harmless = {name: _harmless(workflow, name) for name in evidence}
    return Handed(frozen_map(events), frozen_map(evidence), frozen_map(harmless))


def asks_for_forms(workflow: Workflow) -> bool:
    """
    Tell whether a workflow lets anything happen with a form only.
    """
    only = handed_in(workflow)
    return bool(only.events or only.evidence)


def without_form(workflow: Workflow, command: Command, form: str | None = None) -> Finding | None:
    """
    Give the answer to whether a command comes with the form it has to come with, where there is one; nothing where there is none.

    Args:
        workflow: The definition the case runs under.
        command: What is asked.
        form: The form it was handed in with.
    """
    only = handed_in(workflow)
    given: tuple[Given, ...] = ()
    wanted: list[tuple[str, ...]] = []
    match command:
        case Fire():
            given = command.given
            wanted += [only.events[command.event]] if command.event in only.events else []
        case RecordEvidence():
            given = (command.given,)
        case _:
            return None
    wanted += [
        only.evidence[one.evidence]
        for one in given
        if one.evidence in only.evidence and one.value not in only.harmless[one.evidence]
    ]
    if not wanted:
        return None
    facts = next((forms for forms in wanted if form not in forms), wanted[0])
    return Finding(asked="handed in", truth=all(form in forms for forms in wanted), facts=facts)


# ----------------------------------------------------------------------------------------------------------------------


def _harmless(workflow: Workflow, evidence: str) -> frozenset[str]:
    """
    Give the answers of a piece of evidence that make no condition true; none, where it is asked in any other way than what it says.
    """
    kind = workflow.evidence[evidence].values
    if (
        not isinstance(kind, OneOf) or workflow.subject == "scheme"
    ):  # what cases ask of a scheme stands in their workflows
        return frozenset()
    wanted: set[Value] = set()
    for group in asked_groups(workflow):
        for one in _asked(as_condition(group), evidence):
            match one:
                case Among(_, values):
                    wanted.update(values)
                case Not(Among(_, values)):
                    wanted.update(value for value in kind.values if value not in values)
                case _:
                    return frozenset()
    return frozenset(kind.values) - wanted


def _asked(condition: Condition, evidence: str) -> Iterator[Condition]:
    """
    Give each smallest part of a condition that asks for a piece of evidence, with what denies it; the whole where that is more.
    """
    match condition:
        case Among(name):
            yield from [condition] if name == evidence else []
        case Not(Among(name)):
            yield from [condition] if name == evidence else []
        case _:
            inner = parts(condition)
            turns = isinstance(condition, Not) or getattr(condition, "quantity", "every") == "no"
            if turns or not inner:
                yield from [condition] if any(_speaks(one, evidence) for one in every_part(condition)) else []
            for one in () if turns else inner:
                yield from _asked(one, evidence)


def _speaks(part: Condition, evidence: str) -> bool:
    return evidence in (getattr(part, "evidence", None), getattr(part, "first", None), getattr(part, "second", None))
