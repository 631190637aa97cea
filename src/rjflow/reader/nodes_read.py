"""
A node on its way to becoming a shape: what it is called in messages, and where problems are noted.

Stands on: `kinds`, `nodes`, `sources`.   Knows nothing of: which kinds and shapes there are, cattrs.
"""

from collections.abc import Callable
from typing import Any

from attrs import define, evolve, field

from rjflow.frozen import frozen
from rjflow.reader.kinds import Kind, Of, keys_of
from rjflow.reader.nodes import ListNode, LostNode, MapNode, Node, ScalarNode
from rjflow.reader.written import Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span, span_of


@define
class Kept:
    """
    What the pieces of one tree were read as, so that trees that share pieces with it are not read anew where they are the same.

    It holds the pieces it knows, so that none can be taken for another. A piece with which something was wrong is not kept.

    Attributes:
        is_whole: all of that tree was read, and nothing is kept any more.
    """

    is_whole: bool = False
    _pieces: dict[tuple[int, Kind], tuple[Node, Any]] = field(factory=dict, init=False)

    def there(self, node: Node, kind: Kind) -> Any:
        """Give what a piece was read as; nothing where that is not known."""
        _, read = self._pieces.get((id(node), kind), (None, None))
        return read

    def keep(self, node: Node, kind: Kind, read: Any) -> None:
        """Keep what a piece was read as, unless it is of another tree."""
        if not self.is_whole:
            self._pieces[id(node), kind] = node, read


@frozen
class Reading:
    """
    One reading of one tree: what was found, and the way from a kind to the function that reads it.

    `partial` is for what an overlay changes: nothing is required there, since the base has it. `kept` is what other readings know.
    """

    dispatch: Callable[["Written", Any], Any]
    found: list[Diagnostic] = field(factory=list)
    partial: bool = False
    kept: Kept | None = None


@frozen
class Written:
    """
    What is written after a key, or in a list.

    Attributes:
        node: What is written.

        what: How messages call it, such as "`version`".

        name: The piece of the file that names it.

        needed: Whether it stands after a key that cannot be left out.
    """

    node: Node
    what: str
    name: Span
    reading: Reading
    needed: bool = False

    def read(self, kind: Kind) -> Any:
        """
        Read it as *kind*; None where it was refused, and then something was noted.
        """
        if isinstance(self.node, LostNode):
            return None
        if isinstance(self.node, ScalarNode) and self.node.sort == "nothing":
            return self._nothing(kind)
        kept = self.reading.kept
        if kept is None or self.reading.partial or isinstance(self.node, ScalarNode):
            return self.reading.dispatch(self, kind)
        if (there := kept.there(self.node, kind)) is not None:
            return there
        before = len(self.reading.found)
        read = self.reading.dispatch(self, kind)
        if len(self.reading.found) == before:
            kept.keep(self.node, kind, read)
        return read

    def inner(
        self,
        node: Node,
        what: str | None = None,
        name: Span | None = None,
        *,
        whole: bool = False,
        needed: bool = False,
    ) -> "Written":
        """
        Go on to a node inside this one. `whole`: nothing may be left out there, even in an overlay.
        """
        reading = evolve(self.reading, partial=False) if whole and self.reading.partial else self.reading
        return Written(node, what or self.what, name or node.span, reading, needed)

    def or_nothing(self, help: str) -> str:
        """
        Say what to write, or to leave the key out where that may be.
        """
        return help if self.needed else f"{help}, or delete the key"

    def refuse(
        self,
        code: str,
        span: Span | None = None,
        *,
        label: str = "",
        notes: tuple[str, ...] = (),
        help: str | None = None,
        **words: object,
    ) -> None:
        """
        Note a problem; the place is the whole node unless another is given.
        """
        self.reading.found.append(problem(code, span or self.node.span, label=label, notes=notes, help=help, **words))

    def wants(self, wanted: str, help: str | None = None, label: str | None = None) -> None:
        """
        Note that something of another sort is written here.
        """
        span = first_line(self.node.span)
        help_text = help or f"write {wanted.removeprefix('written as ')}"
        self.refuse("RJ104", span, label=label or sort_of(self.node), help=help_text, what=self.what, wanted=wanted)

    def _nothing(self, kind: Kind) -> None:
        word = self.node.text if isinstance(self.node, ScalarNode) else ""
        bare = isinstance(kind, Of) and not any(key.required for key in keys_of(kind.shape)) and not kind.shape.RULES
        help_text = "write `{}` where there is nothing to say" if bare else self.or_nothing("write what it is")
        label = "this means nothing" if word else ""
        place = self.node.span if word else self.name
        rest = place.source.line(place.end_line)[place.end_column - 1 :].lstrip(": ")
        notes = (
            ("`#` begins a comment; put words that begin with it in quotes",)
            if rest.startswith("#") and not word
            else ()
        )
        self.refuse("RJ105", place, label=label, notes=notes, help=help_text, what=self.what)


def text_of(node: ScalarNode) -> Text:
    """
    Make a text of a scalar; its place is inside the quotes where the characters stand there one by one.
    """
    span, value = node.span, node.text
    if span.line == span.end_line:
        margin = 1 if node.style == "quoted" else 0
        if span.end_column - span.column - 2 * margin == len(value):
            return Text(value, span.within(margin, margin + len(value)) if margin and value else span)
    return Text(value, span, exact=False)


def sort_of(node: Node) -> str:
    """
    Say in the author's words what is written.
    """
    match node:
        case ListNode():
            return "this is a list"
        case MapNode():
            return "this has keys of its own"
        case ScalarNode(style="quoted") if node.text.strip():
            return "this is text, because it is in quotes"
        case ScalarNode() if node.sort in {"whole", "number"}:
            return "this is a number"
        case ScalarNode() if node.sort == "truth":
            return f"this is the answer `{node.text.lower()}`, not a word"
        case _:
            return "this is text"


def first_line(span: Span) -> Span:
    """
    Narrow a place to its first line, so that a long list is not underlined from its start to nowhere.
    """
    if span.line == span.end_line:
        return span
    return span_of(span.source, span.line, span.column, span.line, len(span.source.line(span.line).rstrip()) + 1)
