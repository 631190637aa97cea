"""
Find what is written and never used: most often a name that was spelt differently elsewhere.

Stands on: `definition`.   Knows nothing of: files.
"""

from collections.abc import Iterator

from rjflow.definition.model import Named, Workflow
from rjflow.definition.safeguards import Hidden, Reserved
from rjflow.definition.usage import spoken_names
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic


def unused(workflow: Workflow) -> Iterator[tuple[str, Diagnostic]]:
    """
    Give every role and gate that nothing speaks of, by name. A scheme's gates are asked for by other files.
    """
    used = frozenset(spoken_names(workflow))
    actors = frozenset(_actors(workflow))
    for role in workflow.roles.values():
        if role.name not in actors:
            yield from _told("RJ333", role, "nobody acts in it", "name it in a `by` or `recorded-by`, or take it out")
    if workflow.subject == "scheme":
        return
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
        yield from (*evidence.recorded_by, *evidence.visible_to, *evidence.known_to)
    for notice in workflow.notices.values():
        yield from (*notice.by, *notice.visible_to)
    for kind in workflow.people.values():
        yield from kind.visible_to
        for change in filter(None, (kind.joins, kind.leaves)):
            yield from change.by
    for form in workflow.forms.values():
        yield from (*form.filled_by, *form.visible_to)
        for field in form.fields.values():
            yield from field.visible_to
    for export in workflow.exports.values():
        yield from (*export.to, *export.visible_to)
    for safeguard in workflow.safeguards:
        if isinstance(safeguard.form, Hidden):
            yield from safeguard.form.roles
        if isinstance(safeguard.form, Reserved):
            yield from safeguard.form.actors
