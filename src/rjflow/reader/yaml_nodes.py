"""
From text to nodes: YAML 1.2, less what has no place in a policy (anchors, tags, several documents).

Where a line breaks the rules of YAML in a way that leaves no doubt what was
meant, it is reported, mended for the moment with characters of the same width, and reading goes on; so one pass finds every problem,
and every place is right.

Stands on: `characters`, `nodes`, `yaml_events`, `yaml_faults`, `yaml_mending`.   Knows nothing of: workflows.
"""

from collections.abc import Iterator
from typing import Any

from attrs import define, evolve, field

from rjflow.frozen import frozen
from rjflow.reader.characters import empty, legible, without_the_unseen
from rjflow.reader.nodes import ListNode, LostNode, MapNode, Node, ScalarNode, Style
from rjflow.reader.yaml_events import NotYaml, events_of, sort_of
from rjflow.reader.yaml_faults import directives, fault_of, tag_help
from rjflow.reader.yaml_mending import Complaint, restored
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import SourceText, Span, span_of


@frozen
class Composed:
    """A file as a tree, or without one when it could not be read; and every problem met on the way, in file order."""

    root: MapNode | None
    source: SourceText
    diagnostics: tuple[Diagnostic, ...]


def compose(content: str | bytes, name: str) -> Composed:
    """
    Read YAML into nodes.

    Args:
        content: What stands in the file.

        name: What people call the file; diagnostics begin with it.
    """
    read = legible(content, name)
    source, found = read.source, list(read.diagnostics)
    if read.text is None:
        return Composed(None, source, tuple(found))
    first = directives(source)
    found.extend(first.diagnostics)
    text = first.mended or read.text
    reader = _Reader(source, text)
    root, complaint = reader.read()
    while complaint is not None:
        fault = fault_of(complaint, source, text)
        follows = fault.mended is None and any(each.code == "RJ121" for each in found)
        found.extend(() if follows else fault.diagnostics)
        if fault.mended is None or len(found) > _MOST_MENDED:
            found[-1:] = [_stopped(each, mended=fault.mended is not None) for each in found[-1:]]
            break
        text = fault.mended
        reader = _Reader(source, text)
        root, complaint = reader.read()
    found.extend(reader.found)
    if root is None and not found:
        found.append(empty(source))
    return Composed(root, source, tuple(sorted(found, key=lambda one: (one.span.line, one.span.column))))


# ----------------------------------------------------------------------------------------------------------------------

_MOST_MENDED = 25
_DEEPEST = 40
_STYLES: dict[str | None, Style] = {
    None: "plain",
    "": "plain",
    "'": "quoted",
    '"': "quoted",
    "|": "block",
    ">": "block",
}


class _TooDeepError(Exception):
    """Nobody nests like this on purpose."""


@define
class _Reader:
    """One reading of one text: its events, gathered into nodes."""

    source: SourceText
    text: str
    found: list[Diagnostic] = field(factory=list)
    depth: int = 0

    def read(self) -> tuple[MapNode | None, Complaint | None]:
        """Give the tree, or what could not be made sense of."""
        root: Node | None = None
        try:
            events = events_of(self.text)
            for event in events:
                if sort_of(event) == "document":
                    if root is not None:
                        self._second_document(event)
                        break
                    root = self._node(next(events), events)
        except NotYaml as error:
            return None, error.complaint
        except _TooDeepError:
            return None, None
        if isinstance(root, MapNode):
            return root, None
        if isinstance(root, ScalarNode) and root.style == "plain" and not root.text:
            self.found.append(empty(self.source))
            return None, None
        if root is not None and not isinstance(root, LostNode):
            help_text = "begin it with `rjflow: 1`; between a key and its value stand a colon and a space"
            self.found.append(problem("RJ126", root.span, help=help_text))
        return None, None

    def _node(self, event: Any, events: Iterator[Any]) -> Node:
        sort = sort_of(event)
        if sort == "alias":
            return self._alias(event)
        tagged = self._anchor_and_tag(event) if event.anchor is not None or event.tag is not None else ""
        if sort == "scalar":
            if tagged and (tagged.startswith("!(") or not event.value):  # a piece of the text went into the tag
                return LostNode(self._span(event))
            return self._scalar(event)
        self.depth += 1
        if self.depth > _DEEPEST:
            self.found.append(
                problem(
                    "RJ134",
                    self._span(event),
                    notes=[f"no workflow needs more than {_DEEPEST} levels"],
                    help="close the brackets before this one, or write it further left",
                )
            )
            raise _TooDeepError
        if sort == "list":
            node: Node = self._list(event, events)
            node = LostNode(node.span) if tagged else node
        else:
            node = self._map(event, events)
        self.depth -= 1
        return node

    def _scalar(self, event: Any) -> ScalarNode:
        span, words = self._span(event), event.value
        if not (words.isascii() and words.isprintable()):  # of what is both, nothing is unseen or stands for another
            words, unseen = without_the_unseen(restored(words), span)
            self.found.extend(unseen)
        return ScalarNode(words, _STYLES.get(event.style, "quoted"), span)

    def _list(self, start: Any, events: Iterator[Any]) -> ListNode:
        items = []
        while sort_of(event := next(events)) != "end":
            items.append(self._node(event, events))
        return ListNode(tuple(items), self._span(start, event))

    def _map(self, start: Any, events: Iterator[Any]) -> MapNode:
        pairs: dict[str, tuple[ScalarNode, Node]] = {}
        while sort_of(event := next(events)) != "end":
            key = self._node(event, events)
            value = self._node(next(events), events)
            if not isinstance(key, ScalarNode) or key.sort == "nothing":
                if not isinstance(key, LostNode):
                    help_text = "write a word before the `:`; what begins with `[` or `{` can only stand after it"
                    self.found.append(problem("RJ133", key.span, label="this is no word", help=help_text))
            elif key.text == "<<" and key.style == "plain":
                self.found = [
                    each for each in self.found if each.span != value.span
                ]  # what it repeats is the same mistake
                self._repeated("<<", key.span)
            elif key.text in pairs:
                self._twice(key, pairs[key.text][0])
            else:
                pairs[key.text] = (key, value)
        return MapNode(tuple(pairs.values()), self._span(start, event))

    def _twice(self, key: ScalarNode, first: ScalarNode) -> None:
        self.found.append(
            problem(
                "RJ103",
                key.span,
                label="written again here",
                notes=[f"first written on line {first.span.line}"],
                help="keep one of the two; YAML would silently drop the first",
                key=key.text,
            )
        )

    def _alias(self, event: Any) -> LostNode:
        span = self._span(event)
        self._repeated(f"*{event.anchor}", span)
        return LostNode(span)

    def _anchor_and_tag(self, event: Any) -> str:
        begin = event.start_mark
        if event.anchor is not None:
            self._repeated(f"&{event.anchor}", self._marked(begin.line, begin.column, len(event.anchor) + 1))
        tag = getattr(event, "tag", None)
        if tag is not None:
            written = self.text[begin.index :].split(maxsplit=1)[0]
            if event.anchor is not None and written.startswith("&"):
                written = next((word for word in self.text[begin.index :].split()[1:] if word.startswith("!")), "!")
            self.found.append(
                problem(
                    "RJ131",
                    self._marked(begin.line, begin.column, len(written)),
                    help=tag_help(written, alone=not getattr(event, "value", written)),
                    tag=written,
                )
            )
            return written
        return ""

    def _repeated(self, mark: str, span: Span) -> None:
        self.found.append(
            problem(
                "RJ130",
                span,
                notes=["a policy is read by people, line by line: what holds here must stand here"],
                help="write the thing itself; or, where the character belongs to a text, put the text in quotes",
                mark=mark,
            )
        )

    def _second_document(self, event: Any) -> None:
        span = self._marked(event.start_mark.line, event.start_mark.column, 3)
        help_text = "one file holds one workflow: delete this line, or move what follows to a file of its own"
        self.found.append(problem("RJ132", span, help=help_text))

    def _span(self, start: Any, end: Any = None) -> Span:
        first, last = start.start_mark, (start if end is None else end).end_mark
        return span_of(self.source, first.line + 1, first.column + 1, last.line + 1, last.column + 1)

    def _marked(self, line: int, column: int, width: int) -> Span:
        return span_of(self.source, line + 1, column + 1, line + 1, column + 1 + width)


def _stopped(last: Diagnostic, *, mended: bool) -> Diagnostic:
    """
    Say with the last problem that reading stopped there.
    """
    many = f"there may be many more: reading stopped after {_MOST_MENDED}"
    note = many if mended else "nothing after this could be read, so there may be more"
    return evolve(last, notes=(*last.notes, note))
