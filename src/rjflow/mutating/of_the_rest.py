"""
Mutants of gates, states, people, notices, deadlines, the scheme and the safeguards.

Stands on: `asking`, `editing`, `of_events`.   Knows nothing of: who notices.
"""

import re
from collections.abc import Iterator

from rjflow.definition.model import Deadline, Kind, Workflow
from rjflow.mutating.asking import Place, asked_less, grouped_less
from rjflow.mutating.editing import Draft
from rjflow.mutating.mutant import Mutant
from rjflow.mutating.of_events import listed_less, somebody_more
from rjflow.mutating.of_sight import shown_to_others
from rjflow.reader.nodes import ListNode, MapNode, ScalarNode


def of_gate(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one gate.
    """
    yield from grouped_less(place, node)


def of_state(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one state.
    """
    draft = place.draft
    guard, kind = node.get("while"), node.get("kind")
    if guard is not None:
        edits = draft.without_pairs(node, ("while", "otherwise"))
        yield from place.mutant("gate-lost", guard, *edits, was=draft.written(guard))
        yield from asked_less(place, guard, whole=None)
    if kind is not None:
        yield from place.mutant("contact-unmarked", kind, draft.without_pair(node, "kind"), was=draft.written(kind))


def of_notice(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one notice.
    """
    yield from listed_less(place, node, "means", "meaning-lost")
    yield from shown_to_others(place, node)


def of_people(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one kind of people.
    """
    draft, kind = place.draft, place.workflow.people[place.name]
    for key in ("at-least", "at-most", "takes-part", "side"):
        value = node.get(key)
        if value is not None:
            yield from place.mutant(
                "people-unbounded", value, draft.without_pair(node, key), was=f"{key}: {draft.written(value)}"
            )
    for key in ("joins", "leaves"):
        change = node.get(key)
        if isinstance(change, MapNode):
            yield from _coming(place, change, key, kind)


def of_deadlines(draft: Draft, workflow: Workflow, node: ListNode) -> Iterator[Mutant]:
    """
    Give the mutants of everything that the clock does.
    """
    first = max(len(workflow.deadlines) - len(node.items), 0)  # an overlay adds to the end
    for number, item in enumerate(node.items):
        if isinstance(item, MapNode) and first + number < len(workflow.deadlines):
            deadline = workflow.deadlines[first + number]
            place = Place(draft, workflow, "deadlines", deadline.event)
            yield from place.mutant("deadline-lost", item, draft.without_entry(node, number), was=draft.written(item))
            yield from _deadline(place, item, deadline)


def of_list(draft: Draft, workflow: Workflow, section: str, node: ListNode, owner: MapNode) -> Iterator[Mutant]:
    """
    Take promises out: safeguards one by one, whole files of them that a policy says it keeps, and what is asked of the scheme.
    """
    for number, item in enumerate(node.items):
        name = item.get("id") if isinstance(item, MapNode) else item
        told = name.text if isinstance(name, ScalarNode) else ""
        whole = draft.without_entry(node, number) if len(node.items) > 1 else draft.without_pair(owner, section)
        kind = "scheme-not-asked" if section == "needs" else "safeguard-removed"
        place = Place(draft, workflow, "scheme" if section == "needs" else section, told)
        yield from place.mutant(kind, name or item, whole, was=told)  # type: ignore[arg-type]  # both are kinds


# ----------------------------------------------------------------------------------------------------------------------


def _coming(place: Place, change: MapNode, key: str, kind: Kind) -> Iterator[Mutant]:
    """
    Let people of a kind come or go by the word of somebody else, and wherever a case is not over.
    """
    linked = kind.joins if key == "joins" else kind.leaves
    by, states = change.get("by"), change.get("in")
    if by is not None and linked is not None:
        yield from somebody_more(place, by, linked.by, key)
    final = [name for name, state in place.workflow.states.items() if state.final]
    if states is not None and linked is not None and len(linked.states) < len(place.workflow.states) - len(final):
        anywhere = f"{{any-except: [{', '.join(final)}]}}"
        was = f"{key} in {place.draft.written(states)}"
        yield from place.mutant("coming-and-going", states, place.draft.replaced(states, anywhere), was=was, now=key)


def _deadline(place: Place, item: MapNode, deadline: Deadline) -> Iterator[Mutant]:
    """
    Let the clock do something later, and in one state fewer.
    """
    draft, after, states = place.draft, item.get("after"), item.get("in") or item.get("from")
    if isinstance(after, ScalarNode) and (found := re.match(r"\d+", after.text)):
        now = f"{2 * int(found[0])}{after.text[found.end() :]}"
        now = f"{now}s" if re.fullmatch(r"1 .*[^s]", after.text) else now
        yield from place.mutant("deadline-later", after, draft.said(after, now), was=after.text, now=now)
    if isinstance(states, ListNode):
        for number, word in enumerate(states.items):
            yield from place.mutant("deadline-lost", word, draft.without_entry(states, number), was=draft.written(word))
    excepted = states.get("any-except") if isinstance(states, MapNode) else None
    if isinstance(excepted, ListNode):
        for state in deadline.states:
            yield from place.mutant("deadline-lost", excepted, draft.with_word(excepted, state), was=state)
