"""
The comments of a file, and what each of them is about.

A comment on a line of its own is about what comes next, or, when it is indented deeper than that, about what came before. A comment
after something is about that. A *spot* is anything a comment can be about: a key with its value, or an entry of a list.

Stands on: `nodes`, `sources.span`.   Knows nothing of: layout, workflows.
"""

from collections.abc import Iterator

from attrs import define, field

from rjflow.frozen import frozen
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.sources.span import SourceText


@frozen
class Comment:
    """A comment, from its `#` to the end of the line. `alone`: nothing else stands on that line."""

    line: int
    column: int
    text: str
    alone: bool


@define
class About:
    """What stands around one spot: lines before it (an empty one for a gap), beside it, and after all that belongs to it."""

    before: list[str] = field(factory=list)
    beside: list[str] = field(factory=list)
    after: list[str] = field(factory=list)


# Where a spot begins, and whether it is an entry of a list; a key that begins an entry has the same place.
Place = tuple[int, int, bool]


@define
class Comments:
    """All comments of a file, by what they are about; `head` stands above everything and `tail` below."""

    about: dict[Place, About]
    head: list[str]
    tail: list[str]
    places: list[Comment]

    def of(self, node: Node, *, entry: bool = False) -> About:
        """Give what stands around a key, or around an entry of a list."""
        return self.about.get((node.span.line, node.span.column, entry), About())

    def inside(self, node: Node) -> bool:
        """Tell whether a comment stands between the brackets of a list or mapping."""
        first, last = (node.span.line, node.span.column), (node.span.end_line, node.span.end_column)
        return any(first < (one.line, one.column) < last for one in self.places)


def is_flow(node: Node) -> bool:
    """
    Tell whether a list or mapping is written in brackets.
    """
    line = node.span.source.line(node.span.line)
    return line[node.span.column - 1 : node.span.column] in {"[", "{"}


def comments_of(root: MapNode) -> Comments:
    """
    Find every comment, and what it is about.
    """
    source = root.span.source
    lines = source.text.splitlines()
    comments = Comments({}, [], [], list(_found(root, lines)))
    spots = sorted(_spots(root, comments), key=lambda spot: (spot.line, spot.column, not spot.entry))
    for spot in spots:
        comments.about[spot.line, spot.column, spot.entry] = About()
    _Attaching(comments, spots, lines, source).attach()
    return comments


# ----------------------------------------------------------------------------------------------------------------------


@frozen
class _Spot:
    line: int
    column: int
    entry: bool
    edge: int
    value: Node

    def place(self) -> Place:
        return self.line, self.column, self.entry


def _found(root: MapNode, lines: list[str]) -> Iterator[Comment]:
    covered = _covered(root)
    for number, line in enumerate(lines, 1):
        at = line.find("#")
        while at >= 0:
            free = not any(start <= at < end for start, end in covered.get(number, ()))
            if free and (at == 0 or line[at - 1] in " \t"):
                yield Comment(number, at + 1, line[at:].rstrip(), not line[:at].strip())
                break
            at = line.find("#", at + 1)


def _covered(root: MapNode) -> dict[int, list[tuple[int, int]]]:
    """
    Tell which characters of each line belong to words, where a `#` begins no comment.
    """
    covered: dict[int, list[tuple[int, int]]] = {}
    for scalar in _scalars(root):
        span = scalar.span
        for number in range(span.line, span.end_line + 1):
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else 1_000_000
            if scalar.style == "block" and number == span.line:
                end = start + 1
            covered.setdefault(number, []).append((start, end))
    return covered


def _scalars(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ScalarNode():
            yield node
        case ListNode(items):
            for item in items:
                yield from _scalars(item)
        case MapNode(pairs):
            for key, value in pairs:
                yield key
                yield from _scalars(value)
        case _:
            pass


def _spots(node: Node, comments: Comments) -> Iterator[_Spot]:
    """
    Walk what will stand on lines of its own: not what is in brackets, unless a comment is in there too.
    """
    if isinstance(node, ScalarNode) or (is_flow(node) and not comments.inside(node)):
        return
    edge = node.span.column
    if isinstance(node, ListNode):
        for each in node.items:
            yield _Spot(each.span.line, each.span.column, True, edge, each)
            yield from _spots(each, comments)
    elif isinstance(node, MapNode):
        for key, value in node.pairs:
            yield _Spot(key.span.line, key.span.column, False, edge, value)
            yield from _spots(value, comments)


@define
class _Attaching:
    """The work of giving each comment to a spot."""

    comments: Comments
    spots: list[_Spot]
    lines: list[str]
    source: SourceText

    def attach(self) -> None:
        """Give each comment to what it is about, and note the gaps."""
        for comment in self.comments.places:
            if comment.alone:
                self._lines_for(comment).extend([*self._gap(comment.line), comment.text])
            else:
                self._beside(comment).beside.append(comment.text)
        seen: set[int] = set()
        for number, spot in enumerate(self.spots):
            if spot.line not in seen:
                # The gap above the first key belongs to the head of the file: that stays when the key moves.
                before = self.comments.about[spot.place()].before if number else self.comments.head
                before.extend(self._gap(spot.line))
            seen.add(spot.line)

    def _gap(self, line: int) -> list[str]:
        return [""] if line > 1 and not self.lines[line - 2].strip() else []

    def _lines_for(self, comment: Comment) -> list[str]:
        ahead = next((spot for spot in self.spots if spot.line > comment.line), None)
        behind = [
            spot for spot in self.spots if spot.line < comment.line or (spot.line, spot.column) < (comment.line, 0)
        ]
        if not behind:
            return self.comments.head
        owner = next((spot for spot in reversed(behind) if spot.edge <= comment.column), behind[0])
        around = [spot for spot in behind if self._holds(spot, comment)]
        if ahead and around and not self._holds_spot(around[-1], ahead):
            last = next(spot for spot in reversed(behind) if spot.line >= around[-1].line)
            return self.comments.about[last.place()].after
        if ahead and comment.column <= ahead.edge:
            return self.comments.about[ahead.place()].before
        if ahead is None and comment.column == 1:
            return self.comments.tail
        if ahead and ahead.edge >= owner.edge:
            return self.comments.about[ahead.place()].before
        return self.comments.about[owner.place()].after

    def _holds(self, spot: _Spot, comment: Comment) -> bool:
        """Tell whether a comment stands between the brackets of a spot's value."""
        span = spot.value.span
        inside = (span.line, span.column) < (comment.line, comment.column) < (span.end_line, span.end_column)
        return not isinstance(spot.value, ScalarNode) and is_flow(spot.value) and inside

    def _holds_spot(self, outer: _Spot, spot: _Spot) -> bool:
        span = outer.value.span
        return (spot.line, spot.column) < (span.end_line, span.end_column)

    def _beside(self, comment: Comment) -> About:
        here = [spot for spot in self.spots if spot.line == comment.line and spot.column < comment.column]
        if here:
            return self.comments.about[here[-1].place()]
        ending = [spot for spot in self.spots if spot.value.span.end_line == comment.line and _is_short(spot.value)]
        behind = ending or [spot for spot in self.spots if spot.line < comment.line][-1:]
        return self.comments.about[behind[0].place()] if behind else About(beside=self.comments.head)


def _is_short(value: Node) -> bool:
    return isinstance(value, ScalarNode) or is_flow(value)
