"""
Mutants of evidence: who records it, how long it lasts, what undoes it, what it counts as, who sees it.

Stands on: `asking`, `editing`, `of_sight`.   Knows nothing of: who notices.
"""

import re
from collections.abc import Iterator

from rjflow.definition.model import OneOf
from rjflow.mutating.asking import Place, asked_less
from rjflow.mutating.editing import as_scalar
from rjflow.mutating.mutant import Mutant
from rjflow.mutating.of_events import listed_less, somebody_instead, somebody_more
from rjflow.mutating.of_sight import shown_to_others
from rjflow.reader.nodes import ListNode, MapNode, ScalarNode

_WHOLE = "whole-case"


def of_evidence(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one piece of evidence.
    """
    evidence = place.workflow.evidence[place.name]
    if (by := node.get("recorded-by")) is not None:
        yield from somebody_more(place, by, evidence.recorded_by)
        yield from somebody_instead(place, by, evidence.recorded_by)
    yield from listed_less(place, node, "not-by", "same-person")
    if (needs := node.get("needs")) is not None:
        yield from asked_less(place, needs, whole=place.draft.without_pair(node, "needs"))
    yield from _window(place, node)
    yield from listed_less(place, node, "voided-by", "voiding-lost")
    means = node.get("means")
    if isinstance(means, MapNode):
        yield from _meanings(place, node, means)
    yield from shown_to_others(place, node)


# ----------------------------------------------------------------------------------------------------------------------


def _window(place: Place, node: MapNode) -> Iterator[Mutant]:
    value = node.get("current-for")
    if not isinstance(value, ScalarNode) or value.text == _WHOLE:
        return
    twice = "2 days" if value.text == "same day" else re.sub(r"^\d+", lambda found: str(2 * int(found[0])), value.text)
    if re.fullmatch(r"1 \w*[^s]", value.text):
        twice += "s"
    for kind, now in (("window-widened", twice), ("ever-instead-of-currently", _WHOLE)):
        yield from place.mutant(kind, value, place.draft.said(value, now), was=value.text, now=now)  # type: ignore[arg-type]  # both are kinds


def _meanings(place: Place, node: MapNode, means: MapNode) -> Iterator[Mutant]:
    """
    Let a piece of evidence count as something with one more answer, or not at all.
    """
    known = place.workflow.evidence[place.name].values
    all_values = known.values if isinstance(known, OneOf) else ()
    for name, value in means.pairs:
        whole = place.draft.without_pair(means, name.text) or place.draft.without_pair(node, "means")
        yield from place.mutant("meaning-lost", name, whole, was=name.text)
        listed = [one.text for one in value.items if isinstance(one, ScalarNode)] if isinstance(value, ListNode) else []
        for more in all_values if listed else ():
            if more not in listed:
                edit = place.draft.with_word(value, as_scalar(more))
                yield from place.mutant("meaning-widened", value, edit, was=name.text, now=more)
