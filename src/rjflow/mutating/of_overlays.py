"""
Mutants of an overlay: of what it adds and changes, by the lines of its own; and what it changes, or takes away, left as its base has it.

Stands on: `editing`, `mutant`, `reader.structuring_parts`.   Knows nothing of: how a section's things are mutated, the base's lines.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.mutating.editing import Draft
from rjflow.mutating.mutant import Edit, Mutant
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.reader.structuring_parts import is_patch

# What names and explains, and is asked by nothing that happens.
_WORDS = frozenset({"label", "because", "source", "sources", "title"})
_OTHERS = frozenset({"time-zone", "calendars", "sources", "roles", "forms", "registers", "kept"})

Step = tuple[MapNode, str]  # a mapping, and the key in it that leads on


@frozen
class Undoing:
    """What of an overlay may be left as the base has it: its draft, and the workflow that it comes to."""

    draft: Draft
    workflow: Workflow

    def of(self, root: MapNode) -> Iterator[Mutant]:
        """Leave everything that an overlay changes or removes as the base has it, one thing at a time."""
        for deed in ("change", "remove"):
            sections = root.get(deed)
            for section, node in sections.pairs if isinstance(sections, MapNode) else ():
                if section.text not in _OTHERS:
                    steps = ((root, deed), (sections, section.text))
                    yield from self._below(section.text, "", node, steps)  # type: ignore[arg-type]  # it has pairs

    # ------------------------------------------------------------------------------------------------------------------

    def _below(self, section: str, name: str, node: Node, steps: Sequence[Step]) -> Iterator[Mutant]:
        """
        Go to where something is said: the entries of a list that is taken away, and every value that is not a mapping of others.
        """
        match node:
            case MapNode(pairs) if not _is_group(node):
                for key, value in pairs:
                    if key.text not in _WORDS:
                        yield from self._below(section, name or key.text, value, (*steps, (node, key.text)))
            case ListNode(items) if steps[0][1] == "remove" or steps[-1][1] == "remove":
                for number, item in enumerate(items):
                    edit = self.draft.without_entry(node, number) or self._without(steps)
                    yield from self._left(section, name or _word(item), item, edit)
            case _:
                yield from self._left(section, name, node, self._without(steps))

    def _left(self, section: str, name: str, node: Node, edit: Edit | None) -> Iterator[Mutant]:
        if edit is not None:
            was = self.draft.written(node)
            yield Mutant(kind="overlay-undone", section=section, name=name, was=was, edits=(edit,), place=node.span)

    def _without(self, steps: Sequence[Step]) -> Edit | None:
        """
        Take a key out, and with it whatever would be left empty.
        """
        edits = (self.draft.without_pair(node, key) for node, key in reversed(steps))
        return next((edit for edit in edits if edit is not None), None)


def as_whole(draft: Draft, node: Node) -> Node:
    """
    Give a thing that an overlay says in part as if it were whole: of a list to which it adds, what it adds.
    """
    match node:
        case MapNode(pairs) if is_patch(node):
            added = next((value for key, value in pairs if key.text == "add"), None)
            return draft.standing_for(as_whole(draft, added), node) if isinstance(added, ListNode) else node
        case MapNode(pairs):
            kept = ((key, as_whole(draft, value)) for key, value in pairs)
            return MapNode(tuple((key, value) for key, value in kept if not is_patch(value)), node.span)
        case ListNode(items):
            return ListNode(tuple(as_whole(draft, one) for one in items), node.span)
        case _:
            return node


# ----------------------------------------------------------------------------------------------------------------------


def _is_group(node: MapNode) -> bool:
    """
    Tell whether a mapping says what is asked, and is not itself one of keys that an overlay replaces one by one.
    """
    return not node.pairs or all(key.text in ("that", "any-except", *_WORDS) for key, _ in node.pairs)


def _word(node: Node) -> str:
    match node:
        case ScalarNode(text):
            return text
        case MapNode(((key, _), *_)):
            return key.text
        case _:
            return ""
