"""
Read a file again of which a few lines have changed: only what stands there is taken apart anew.

A file that is read a thousand times, each time with another change, is composed once, and what stands in each of its pieces is found out
once. What changed is found by comparing lines; where it lies within one entry of a section, or within one section, only that is composed,
with every place right. Anywhere else all of it is.

Stands on: `yaml_nodes`, `reading`.   Knows nothing of: what changes, and why.
"""

from collections.abc import Sequence
from pathlib import Path

from attrs import define, evolve, field

from rjflow.definition.model import Workflow
from rjflow.reader.nodes import MapNode, Node, ScalarNode
from rjflow.reader.nodes_read import Kept
from rjflow.reader.reading import Known, read, read_tree
from rjflow.reader.structuring import kept_of, sort_of_file
from rjflow.reader.yaml_nodes import compose
from rjflow.sources.span import lines_of

Pair = tuple[ScalarNode, Node]


@define
class Rereading:
    """
    A workflow file that is read again and again with small changes. Of an overlay, its base is taken apart once.

    Args:
        text: What it says.
        name: What people call it.
        folder: Where the paths in it begin.
    """

    text: str
    name: str
    folder: Path | None
    root: MapNode
    _known: Known = field(factory=dict, init=False)
    _kept: Kept | None = field(default=None, init=False)

    def read(self, text: str) -> Workflow:
        """
        Read the file as it says something a little different; it is what `reading.read` gives, but for places behind the change.

        Raises:
            InvalidWorkflow: as for `reading.read`.
        """
        root = self._grafted(text) if sort_of_file(self.root) != "overlay" else None
        if root is None:
            return read(text, name=self.name, folder=self.folder, known=self._known)
        self._kept = self._kept or kept_of(self.root)
        return read_tree(root, name=self.name, folder=self.folder, known=self._known, kept=self._kept)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _grafted(self, text: str) -> MapNode | None:
        """Put what has changed into the tree; nothing where it is not within one section."""
        old, new = lines_of(self.text), lines_of(text)
        first = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
        if first is None:
            return None
        last = len(old) - _alike_at_end(old[first:], new[first:])
        section = _holding(self.root.pairs, first + 1, last, len(old))
        if section is None:
            return None
        place, begin, end = section
        key, value = self.root.pairs[place]
        grown = len(new) - len(old)
        entry = _holding(value.pairs, first + 1, last, end) if isinstance(value, MapNode) else None
        if entry is not None and isinstance(value, MapNode) and value.pairs[entry[0]][0].span.line != key.span.line:
            inner = _composed(new, entry[1], entry[2] + grown, self.name, value.pairs[entry[0]][0].text)
            if inner is not None:
                pairs = (*value.pairs[: entry[0]], inner, *value.pairs[entry[0] + 1 :])
                return self._with(place, (key, evolve(value, pairs=pairs)))
        whole = _composed(new, begin, end + grown, self.name, key.text)
        return None if whole is None else self._with(place, whole)

    def _with(self, place: int, pair: Pair) -> MapNode:
        return evolve(self.root, pairs=(*self.root.pairs[:place], pair, *self.root.pairs[place + 1 :]))


# ----------------------------------------------------------------------------------------------------------------------


def _alike_at_end(old: Sequence[str], new: Sequence[str]) -> int:
    """
    Count the lines at the end that did not change.
    """
    pairs = enumerate(zip(reversed(old), reversed(new), strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _holding(pairs: Sequence[Pair], first: int, last: int, end: int) -> tuple[int, int, int] | None:
    """
    Find the entry that has all lines from *first* to *last*: its place, its first line, and its last.
    """
    begins = [key.span.line for key, _ in pairs]
    for place, begin in enumerate(begins):
        stops = begins[place + 1] - 1 if place + 1 < len(begins) else end
        if begin <= first and max(first, last) <= stops:
            return place, begin, stops
    return None


def _composed(lines: Sequence[str], first: int, last: int, name: str, key: str) -> Pair | None:
    """
    Compose some lines alone, where they stand; nothing where that is not just the one entry.
    """
    text = "\n" * (first - 1) + "\n".join(lines[first - 1 : last]) + "\n"
    composed = compose(text, name)
    if composed.root is None or composed.diagnostics or [one.text for one, _ in composed.root.pairs] != [key]:
        return None
    return composed.root.pairs[0]
