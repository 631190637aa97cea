"""
Change the text of a file at one node of its tree, and leave everything else as its author wrote it.

Lists and mappings are changed in the style they are written in. What cannot be taken out by itself, because nothing would be left,
is for whoever asked to take out as a whole.

Stands on: `reader.nodes`, `mutant`.   Knows nothing of: what the nodes mean.
"""

import re
from collections.abc import Sequence

from attrs import define, field

from rjflow.mutating.mutant import Edit
from rjflow.reader.nodes import ListNode, LostNode, MapNode, Node, ScalarNode
from rjflow.sources.span import SourceText

_SPECIAL = frozenset(",[]{}:#&*!|>%@`\"'")


@define
class Draft:
    """A text, and its tree's places in it."""

    source: SourceText
    _standing: dict[int, tuple[Node, Node]] = field(factory=dict)
    _starts: tuple[int, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        ends = (match.end() for match in re.finditer(r"\r\n|\r|\n", self.source.text))
        self._starts = (0, *ends, len(self.source.text) + 1)

    # ---- places ------------------------------------------------------------------------------------------------------

    def start(self, node: Node) -> int:
        """Give where a node begins."""
        return self._at(node.span.line, node.span.column)

    def end(self, node: Node) -> int:
        """Give where a node ends: behind its last character, not where the next thing begins."""
        if isinstance(node, ScalarNode | LostNode) or self.is_flow(node):
            end = self._at(node.span.end_line, node.span.end_column)
            is_block = isinstance(node, ScalarNode) and node.style == "block"
            return len(self.source.text[:end].rstrip()) if is_block else end
        inside = node.items if isinstance(node, ListNode) else tuple(value for _, value in node.pairs)
        return max((self.end(one) for one in inside), default=self.start(node))

    def standing_for(self, part: Node, whole: Node) -> Node:
        """Let a node stand for a larger one: what takes it out by its key takes the larger one out."""
        self._standing[id(part)] = (part, whole)
        return part

    def is_part(self, node: Node) -> bool:
        """Tell whether a node stands for a larger one."""
        return id(node) in self._standing

    def is_flow(self, node: Node) -> bool:
        """Tell whether a list or mapping stands in brackets."""
        return self.source.text[self.start(node) : self.start(node) + 1] in ("[", "{")

    def written(self, node: Node) -> str:
        """Give what stands there, in one line."""
        return " ".join(self.source.text[self.start(node) : self.end(node)].split())

    # ---- changes -----------------------------------------------------------------------------------------------------

    def replaced(self, node: Node, text: str) -> Edit:
        """Put something in the place of a node."""
        return Edit(self.start(node), self.end(node), text)

    def said(self, node: ScalarNode, text: str) -> Edit:
        """Put other words in the place of words, in quotes where they need some."""
        return self.replaced(node, as_scalar(text, quoted=node.style != "plain"))

    def without_pair(self, node: MapNode, key: str) -> Edit | None:
        """Take a key and what stands after it out; nothing where it is the only one."""
        place = next((place for place, (name, _) in enumerate(node.pairs) if name.text == key), None)
        if place is None or len(node.pairs) == 1:
            return None
        name, value = node.pairs[place]
        start, end = self.start(name), self.end(self._whole(value))
        is_last = place == len(node.pairs) - 1
        if self.is_flow(node):
            if is_last:
                return Edit(self.end(self._whole(node.pairs[place - 1][1])), end, "")
            return Edit(start, self.start(node.pairs[place + 1][0]), "")
        if self._before(start).strip():  # behind the dash of a list
            return Edit(start, self.start(node.pairs[place + 1][0]), "")
        return Edit(self._line_of(start), self._next_line(end), "")

    def without_pairs(self, node: MapNode, keys: Sequence[str]) -> tuple[Edit, ...]:
        """Take several keys out, each with what stands after it; of a mapping of which nothing is left, its brackets stay."""
        if not self.is_flow(node):
            return tuple(edit for key in keys if (edit := self.without_pair(node, key)) is not None)
        left = [(name, value) for name, value in node.pairs if name.text not in keys]
        inside = ", ".join(f"{self.written(name)}: {self.written(value)}" for name, value in left)
        return (self.replaced(node, f"{{{inside}}}"),)

    def without_entry(self, node: ListNode, place: int) -> Edit | None:
        """Take an entry of a list out; nothing where it is the only one."""
        if len(node.items) == 1:
            return None
        start, end = self.start(node.items[place]), self.end(node.items[place])
        if self.is_flow(node):
            if place == len(node.items) - 1:
                return Edit(self.end(node.items[place - 1]), end, "")
            return Edit(start, self.start(node.items[place + 1]), "")
        return Edit(self._line_of(self.source.text.rindex("-", 0, start)), self._next_line(end), "")

    def with_word(self, node: Node, word: str) -> Edit:
        """Add a word to a list, or to a word that stands for a list of one."""
        if not isinstance(node, ListNode):
            return self.replaced(node, f"[{self.written(node)}, {word}]")
        if self.is_flow(node):
            end = self.end(node.items[-1]) if node.items else self.start(node) + 1
            return Edit(end, end, f", {word}" if node.items else word)
        dash = self.source.text.rindex("-", 0, self.start(node.items[-1]))
        end = self._next_line(self.end(node.items[-1]))
        return Edit(end, end, f"{self._before(dash)}- {word}\n")

    def with_pair(self, node: MapNode, key: str, text: str) -> Edit:
        """Add a key, and what stands after it, at the end of a mapping."""
        name, value = node.pairs[-1]
        if self.is_flow(node):
            end = self.end(value)
            return Edit(end, end, f", {key}: {text}")
        end = self._next_line(self.end(value))
        return Edit(end, end, f"{' ' * len(self._before(self.start(name)))}{key}: {text}\n")

    def any_of(self, node: ListNode) -> Edit:
        """Make one choice of a list of things that are all asked."""
        if self.is_flow(node):
            inner = self.source.text[self.start(node) : self.end(node)]
            return self.replaced(node, f"[{{any: {inner}}}]")
        first = self._line_of(self.source.text.rindex("-", 0, self.start(node.items[0])))
        last = self._next_line(self.end(node.items[-1]))
        lines = self.source.text[first:last].splitlines(keepends=True)
        margin = " " * (len(lines[0]) - len(lines[0].lstrip()))
        return Edit(
            first, last, f"{margin}- any:\n" + "".join(f"    {line}" if line.strip() else line for line in lines)
        )

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _whole(self, node: Node) -> Node:
        return self._standing.get(id(node), (node, node))[1]

    def _at(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column - 1

    def _line_of(self, at: int) -> int:
        return max(start for start in self._starts if start <= at)

    def _next_line(self, at: int) -> int:
        return min((start for start in self._starts if start > at), default=at)

    def _before(self, at: int) -> str:
        return self.source.text[self._line_of(at) : at]


def as_scalar(text: str, *, quoted: bool = False) -> str:
    """
    Write words so that YAML takes them for just these words.

    >>> as_scalar("given"), as_scalar("risk in (low, medium)")
    ('given', '"risk in (low, medium)"')
    """
    if not quoted and not _SPECIAL & set(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
