"""
Mutants in which something is asked at another moment: on the way in only, or by the event before.

Stands on: `asking`, `editing`.   Knows nothing of: who notices.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.model import Workflow
from rjflow.mutating.asking import Place
from rjflow.mutating.editing import Draft, as_scalar
from rjflow.mutating.mutant import Edit, Mutant
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode

_MOST_BEFORE = 3  # ways that lead to where an event happens; with more, they ask a condition of quite other cases


def at_the_door(draft: Draft, workflow: Workflow, root: MapNode, name: str, state: MapNode) -> Iterator[Mutant]:
    """
    Ask what a state asks of every event that leads into it, and not while a case is there.
    """
    asked = _words(state.get("while"))
    ways = _ways_into(workflow, root, (name,))
    if not asked or len(ways) < _how_many_into(workflow, (name,)):  # others stand in the base of an overlay
        return
    edits: list[Edit | None] = [*draft.without_pairs(state, ("while", "otherwise"))]
    edits += [_asking(draft, way, asked) for way in ways]
    place = Place(draft, workflow, "states", name)
    guard = state.get("while")
    assert guard is not None, "its words were read"
    yield from place.mutant("asked-only-at-the-door", guard, *edits, was=", ".join(asked))


def too_early(draft: Draft, workflow: Workflow, root: MapNode, name: str, node: MapNode) -> Iterator[Mutant]:
    """
    Ask what an event asks of the events that lead to where it happens, and not of itself.
    """
    event, needs = workflow.events[name], node.get("needs")
    asked = _words(needs)
    if needs is None or not asked or len(event.ways) != 1:
        return
    starts = event.ways[0].from_states
    before = [way for way in _ways_into(workflow, root, starts) if way is not node]
    if len(before) < _how_many_into(workflow, starts, but=name):
        return
    if not 0 < len(before) <= _MOST_BEFORE or event.ways[0].target in starts:
        return
    edits = [draft.without_pair(node, "needs"), *(_asking(draft, way, asked) for way in before)]
    yield from Place(draft, workflow, "events", name).mutant("asked-too-early", needs, *edits, was=", ".join(asked))


# ----------------------------------------------------------------------------------------------------------------------


def _words(node: Node | None) -> tuple[str, ...]:
    """
    Give conditions that are written as words alone; nothing where there are others, which are not moved.
    """
    items = node.items if isinstance(node, ListNode) else () if node is None else (node,)
    words = [one.get("that") if isinstance(one, MapNode) else one for one in items]
    return tuple(one.text for one in words if isinstance(one, ScalarNode)) if all(words) else ()


def _ways_into(workflow: Workflow, root: MapNode, states: Sequence[str]) -> list[MapNode]:
    """
    Give the ways that lead into some states from others, as they stand in the file.
    """
    events = root.get("events")
    found = []
    for name, node in events.pairs if isinstance(events, MapNode) else ():
        if not isinstance(node, MapNode) or name.text not in workflow.events:
            continue
        either = node.get("either")
        ways = either.items if isinstance(either, ListNode) else (node,)
        for way, linked in zip(ways, workflow.events[name.text].ways, strict=False):
            if linked.target in states and isinstance(way, MapNode) and set(linked.from_states) - set(states):
                found.append(way)
    return found


def _how_many_into(workflow: Workflow, states: Sequence[str], *, but: str | None = None) -> int:
    """
    Count the ways that lead into some states from others, wherever they stand.
    """
    return sum(
        way.target in states and bool(set(way.from_states) - set(states))
        for event in workflow.events.values()
        if event.name != but
        for way in event.ways
    )


def _asking(draft: Draft, way: MapNode, asked: Sequence[str]) -> Edit | None:
    """
    Let a way ask something more.
    """
    needs = way.get("needs")
    if needs is None:
        return draft.with_pair(way, "needs", f"[{', '.join(as_scalar(one) for one in asked)}]")
    known = _words(needs)
    more = [one for one in asked if one not in known]
    if not known:
        return None
    return draft.replaced(needs, f"[{', '.join(as_scalar(one) for one in (*known, *more))}]")
