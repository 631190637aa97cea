"""
Lists of a base with entries added and taken away: which entry is meant, and what is left.

Stands on: `kinds`, `nodes`, `structuring_parts`, `sources`.   Knows nothing of: overlays as a whole, what entries mean.
"""

from collections.abc import Sequence

from rjflow.reader.kinds import Conditions, Kind, ListOf
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.reader.structuring_parts import as_list
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.text import did_you_mean


def patched_list(key: ScalarNode, before: Node | None, patch: MapNode, kind: Kind, found: list[Diagnostic]) -> Node:
    """
    Take entries from a list of the base, and add others behind those that are left.

    Args:
        key: The key that the list stands under, in the overlay.
        before: What the base has there; one thing alone is a list of one.
        patch: What is added and taken away.
        kind: What the key accepts.
        found: Where problems are noted.
    """
    items = _items(before, kind)
    if items is None:
        note = "the base has no list there" if before is None else "the base has no list there, but something else"
        found.append(problem("RJ141", key.span, notes=[note], help="write the whole list", name=key.text, what="list"))
        return before or next((value for _, value in patch.pairs if isinstance(value, ListNode)), patch)
    taken = patch.get("remove")
    gone: set[int] = set()
    for wanted in taken.items if isinstance(taken, ListNode) else ():
        gone |= _meant(key, wanted, items, found)
    added = patch.get("add")
    more = added.items if isinstance(added, ListNode) else ()
    left = (*(one for number, one in enumerate(items) if number not in gone), *more)
    if not left and not (isinstance(kind, ListOf) and not kind.least):
        help_text = "leave at least one, or take the whole key out under `remove`"
        what = f"what `remove` leaves of `{key.text}`"
        found.append(problem("RJ106", key.span, label="nothing is left", help=help_text, what=what))
        return before or patch
    assert before is not None
    return ListNode(left, before.span)


# ----------------------------------------------------------------------------------------------------------------------


def _items(before: Node | None, kind: Kind) -> tuple[Node, ...] | None:
    """
    Give the entries of what the base has; nothing where it is no list and cannot be read as one.
    """
    match before:
        case ListNode(items):
            return items
        case ScalarNode() if as_list(kind) != kind:
            return (before,)
        case MapNode() if isinstance(kind, Conditions):
            return (before,)
        case _:
            return None


def _meant(key: ScalarNode, wanted: Node, items: Sequence[Node], found: list[Diagnostic]) -> set[int]:
    """
    Find the one entry that is meant.
    """
    fit = [number for number, one in enumerate(items) if _says(one, wanted)]
    if len(fit) == 1:
        return {*fit}
    said = _written(wanted)
    if fit:
        notes = [f"one is at {items[number].span}" for number in fit]
        help_text = "write more keys of the one that is meant"
        found.append(problem("RJ150", wanted.span, notes=notes, help=help_text, entry=said, key=key.text))
        return set()
    words = [_written(one) for one in items]
    note, what = f"the base has {'; '.join(words)}", f"entry of `{key.text}`"
    found.append(problem("RJ142", wanted.span, notes=[note], help=did_you_mean(said, words), name=said, what=what))
    return set()


def _says(one: Node, wanted: Node) -> bool:
    """
    Tell whether an entry says what is wanted of it; a condition with its reason is found by the condition alone.
    """
    match one, wanted:
        case ScalarNode(), ScalarNode():
            return one.text.split() == wanted.text.split()
        case MapNode(), ScalarNode():
            that = one.get("that")
            return that is not None and _says(that, wanted)
        case MapNode(), MapNode():
            return all((value := one.get(key.text)) is not None and _same(value, said) for key, said in wanted.pairs)
        case _:
            return False


def _same(one: Node, other: Node) -> bool:
    match one, other:
        case ScalarNode(), ScalarNode():
            return one.text.split() == other.text.split()
        case ListNode(), ListNode():
            return len(one.items) == len(other.items) and all(map(_same, one.items, other.items))
        case MapNode(), MapNode():
            return len(one.pairs) == len(other.pairs) and _says(one, other)
        case _:
            return False


def _written(node: Node) -> str:
    """
    Write an entry on one line, for a message.
    """
    match node:
        case ScalarNode():
            return " ".join(node.text.split())
        case ListNode():
            return f"[{', '.join(map(_written, node.items))}]"
        case MapNode():
            return ", ".join(f"{key.text}: {_written(value)}" for key, value in node.pairs)
        case _:
            return "…"
