"""
Mutants of what others are told: without asking, more than was meant, to more people.

Stands on: `asking`, `editing`.   Knows nothing of: who notices, how it is sent.
"""

from collections.abc import Iterator

from rjflow.definition.papers import REASON, STATE
from rjflow.mutating.asking import Place, asked_less
from rjflow.mutating.mutant import Edit, Mutant
from rjflow.reader.nodes import MapNode, Node, ScalarNode

_DUTY = "legal-duty"


def of_export(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one export.
    """
    draft = place.draft
    if (to := node.get("to")) is not None:
        yield from _to_others(place, to)
    if (facts := node.get("facts")) is not None:
        yield from _more_facts(place, facts)
    if (needs := node.get("needs")) is not None:
        whole = draft.without_pair(node, "needs")
        yield from _as_a_duty(place, node.get("basis"), needs, whole)
        yield from asked_less(place, needs, whole=whole)


# ----------------------------------------------------------------------------------------------------------------------


def _to_others(place: Place, node: Node) -> Iterator[Mutant]:
    """
    Tell the first role of the file that was not told.
    """
    told = place.workflow.exports[place.name].to
    other = next((role for role in place.workflow.roles if role not in told), None)
    if other is not None:
        yield from place.mutant("told-to-others", node, place.draft.with_word(node, other), now=other)


def _more_facts(place: Place, node: Node) -> Iterator[Mutant]:
    """
    Tell each fact of the outcome that was not told; and the first piece of evidence that is none, which the reader should refuse.
    """
    workflow, told = place.workflow, place.workflow.exports[place.name].facts
    outcome = [name for name, one in workflow.evidence.items() if one.outcome]
    inner = [name for name, one in workflow.evidence.items() if not one.outcome]
    for more in (STATE, REASON, *outcome, *inner[:1]):
        if more not in told:
            yield from place.mutant("told-more", node, place.draft.with_word(node, more), now=more)


def _as_a_duty(place: Place, basis: Node | None, needs: Node, whole: Edit | None) -> Iterator[Mutant]:
    """
    Take telling for a duty, for which nobody is asked.
    """
    if isinstance(basis, ScalarNode) and basis.text != _DUTY:
        edits = (place.draft.said(basis, _DUTY), whole)
        yield from place.mutant("told-unasked", needs, *edits, was=place.draft.written(needs))
