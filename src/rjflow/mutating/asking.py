"""
Mutants of what is asked: of gates, ways, states and evidence, item by item as they stand in the file.

Stands on: `editing`, `conditions`, `guards`.   Knows nothing of: the rest of a workflow's text.
"""

from collections.abc import Iterator
from typing import Literal

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.guards.parsing import parse
from rjflow.guards.writing import written
from rjflow.mutating.conditions import variants
from rjflow.mutating.editing import Draft
from rjflow.mutating.mutant import Edit, Kind, Mutant
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.sources.errors import InvalidWorkflow

Mode = Literal["all", "any"]


@frozen
class Place:
    """What of a policy is being changed: the draft of its text, the workflow it is, and the thing in it."""

    draft: Draft
    workflow: Workflow
    section: str
    name: str

    def mutant(self, kind: Kind, node: Node, *edits: Edit | None, was: str = "", now: str = "") -> Iterator[Mutant]:
        """Give a mutant; none where one of its edits cannot be made."""
        several = tuple(edit for edit in edits if edit is not None)
        if several and len(several) == len(edits):
            yield Mutant(
                kind=kind, section=self.section, name=self.name, was=was, now=now, edits=several, place=node.span
            )


def asked_less(place: Place, node: Node, *, whole: Edit | None) -> Iterator[Mutant]:
    """
    Give the mutants of what is asked by one key: a condition, a group, or a list of them that must all be true.

    Args:
        place: Where it is asked.
        node: What stands after the key.
        whole: How all of it is taken out.
    """
    if isinstance(node, ListNode):
        yield from _list(place, node, "all", whole)
        if len(node.items) > 1:
            yield from place.mutant("and-to-or", node, place.draft.any_of(node), was=place.draft.written(node))
    else:
        yield from _entry(place, node, "all", whole)


def grouped_less(place: Place, node: MapNode, *, whole: Edit | None = None) -> Iterator[Mutant]:
    """
    Give the mutants of a group, which says whether all or any of several things are asked.
    """
    for key, value in node.pairs:
        mode: Mode | None = "all" if key.text == "all" else "any" if key.text == "any" else None
        if mode is None:
            continue
        # What is left of alternatives when the last is lost is no alternative.
        without = whole if mode == "all" else None
        yield from (
            _list(place, value, mode, without) if isinstance(value, ListNode) else _entry(place, value, mode, without)
        )
        if isinstance(value, ListNode) and len(value.items) > 1:
            other, kind = _turned(mode)
            was = place.draft.written(value)
            if not place.draft.is_part(value):
                yield from place.mutant(kind, key, place.draft.said(key, other), was=was)
            elif mode == "all":  # added to what a base asks, which stays as it is
                yield from place.mutant(kind, key, place.draft.any_of(value), was=was)


# ----------------------------------------------------------------------------------------------------------------------


def _turned(mode: Mode) -> tuple[Mode, Kind]:
    return ("any", "and-to-or") if mode == "all" else ("all", "or-to-and")


def _list(place: Place, node: ListNode, mode: Mode, whole: Edit | None) -> Iterator[Mutant]:
    for number, entry in enumerate(node.items):
        without = place.draft.without_entry(node, number) if len(node.items) > 1 else whole
        yield from _entry(place, entry, mode, without)


def _entry(place: Place, node: Node, mode: Mode, without: Edit | None) -> Iterator[Mutant]:
    """
    Take one thing that is asked out, and let it ask less; of alternatives, with one lost only the others will do.
    """
    words = node.get("that") if isinstance(node, MapNode) else node
    told = place.draft.written(words or node) if words is None or not isinstance(words, ScalarNode) else words.text
    yield from place.mutant("condition-dropped" if mode == "all" else "alternative-lost", node, without, was=told)
    if isinstance(words, ScalarNode):
        yield from _weakened(place, words)
    elif isinstance(node, MapNode):
        yield from grouped_less(place, node)


def _weakened(place: Place, node: ScalarNode) -> Iterator[Mutant]:
    """
    Let a condition ask less, in each way in which it can.
    """
    try:
        condition = parse(node.text, node.span)
    except InvalidWorkflow:
        return
    for kind, other in variants(place.workflow, condition):
        text = written(other)
        yield from place.mutant(kind, node, place.draft.said(node, text), was=node.text, now=text)
