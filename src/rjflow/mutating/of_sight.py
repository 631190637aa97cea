"""
Mutants of who sees things: evidence, notices, forms and what is written in them, shown to somebody who did not see them.

Stands on: `asking`, `editing`.   Knows nothing of: who notices, who would see it anyway.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.lookup import kinds_in, readers_of
from rjflow.definition.model import Workflow
from rjflow.mutating.asking import Place
from rjflow.mutating.mutant import Mutant
from rjflow.reader.nodes import MapNode

_KEY = "visible-to"


def shown_to_others(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Show what a file says that some may see to each of the others, one by one.

    Whoever records it, or fills it in, is no other. A form's fields follow the form.
    """
    value = node.get(_KEY)
    if value is not None:
        for other in others(place.workflow, _seen(place)):
            yield from place.mutant("shown-to-others", value, place.draft.with_word(value, other), now=other)
    fields = node.get("fields") if place.section == "forms" else None
    for name, field in fields.pairs if isinstance(fields, MapNode) else ():
        if isinstance(field, MapNode):
            yield from _field(place, name.text, field)


def shown_by_default(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Show what only those see who record it, or fill it in, because the file names nobody, to each of the others.
    """
    if place.section not in ("evidence", "forms") or node.get(_KEY) is not None:
        return
    for other in others(place.workflow, _seen(place)):
        named = (*readers_of(place.workflow, place.name), other)
        edit = place.draft.with_pair(node, _KEY, f"[{', '.join(named)}]")
        yield from place.mutant("shown-to-others", node, edit, now=other)


def others(workflow: Workflow, names: Sequence[str]) -> tuple[str, ...]:
    """
    Give the roles that are not among some, and the kinds of people that none of them covers.
    """
    return (*(role for role in workflow.roles if role not in names), *other_people(workflow, names))


def other_people(workflow: Workflow, names: Sequence[str]) -> tuple[str, ...]:
    """
    Give the kinds of people that are not covered by some names.
    """
    covered = {kind.name for name in names for kind in kinds_in(workflow, name)}
    return tuple(kind for kind in workflow.people if kind not in covered)


# ----------------------------------------------------------------------------------------------------------------------


def _field(place: Place, name: str, node: MapNode) -> Iterator[Mutant]:
    """
    Show one field of a form to each of those who see the form and not this field.
    """
    form, value = place.workflow.forms[place.name], node.get(_KEY)
    if value is None:
        return
    there = Place(place.draft, place.workflow, place.section, f"{place.name}.{name}")
    seen = (*form.fields[name].visible_to, *form.filled_by)
    unseeing = others(place.workflow, form.visible_to)
    for other in others(place.workflow, seen):
        if other not in unseeing:  # of a form that one does not see one sees no field, either
            yield from there.mutant("shown-to-others", value, place.draft.with_word(value, other), now=other)


def _seen(place: Place) -> tuple[str, ...]:
    """
    Give who knows what a thing says: those who may see it, and those who write it.
    """
    workflow, name = place.workflow, place.name
    writers: tuple[str, ...] = ()
    if place.section == "evidence":
        writers = workflow.evidence[name].recorded_by
    elif place.section == "forms":
        writers = workflow.forms[name].filled_by
    return (*readers_of(workflow, name), *writers)
