"""
Mutants of who is given a case: a form's field that need not name somebody of a register, or anybody of it, and a register that asks less.

Stands on: `asking`, `editing`, `of_events`, `of_sight`.   Knows nothing of: who notices, whom a scheme lists.
"""

from collections.abc import Iterator

from attrs import evolve

from rjflow.definition.papers import Registered
from rjflow.mutating.asking import Place, asked_less
from rjflow.mutating.mutant import Mutant
from rjflow.mutating.of_events import listed_less
from rjflow.mutating.of_sight import shown_to_others
from rjflow.reader.nodes import MapNode

_ASKED_OF_A_FIELD = ("required", "level")
_ASKED_OF_A_REGISTER = ("until", "level", "most")
_REGISTER = "from-register"


def of_form(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one form.

    Of what a field asks only what is asked of somebody of a register: nothing that happens rests on the rest.
    """
    yield from shown_to_others(place, node)
    fields, form = node.get("fields"), place.workflow.forms[place.name]
    for name, field in fields.pairs if isinstance(fields, MapNode) else ():
        if isinstance(field, MapNode) and isinstance(form.fields[name.text].kind, Registered):
            there = Place(place.draft, place.workflow, place.section, f"{place.name}.{name.text}")
            yield from _without(there, field, _ASKED_OF_A_FIELD)
            for mutant in listed_less(there, field, "other-than", "register-not-asked"):
                yield evolve(mutant, was=f"other-than: {mutant.was}")
            yield from _anybody(there, field)


def of_register(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one register.
    """
    if (needs := node.get("needs")) is not None:
        yield from asked_less(place, needs, whole=place.draft.without_pair(node, "needs"))
    yield from _without(place, node, _ASKED_OF_A_REGISTER)


# ----------------------------------------------------------------------------------------------------------------------


def _without(place: Place, node: MapNode, keys: tuple[str, ...]) -> Iterator[Mutant]:
    for key in keys:
        if (value := node.get(key)) is not None:
            was = f"{key}: {place.draft.written(value)}"
            yield from place.mutant("register-not-asked", value, place.draft.without_pair(node, key), was=was)


def _anybody(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Let a field name anybody, in words of one's own.
    """
    draft, register = place.draft, node.get(_REGISTER)
    if register is None:
        return
    if draft.is_flow(node):
        left = [(key, value) for key, value in node.pairs if key.text not in (_REGISTER, "level", "other-than")]
        inside = ", ".join([*(f"{key.text}: {draft.written(value)}" for key, value in left), "text: line"])
        edits = [draft.replaced(node, f"{{{inside}}}")]
    else:
        name = next(key for key, _ in node.pairs if key.text == _REGISTER)
        lost = [key for key in ("level", "other-than") if node.get(key) is not None]
        edits = [draft.replaced(name, "text"), draft.replaced(register, "line"), *draft.without_pairs(node, lost)]
    yield from place.mutant("register-not-asked", register, *edits, was=f"{_REGISTER}: {draft.written(register)}")
