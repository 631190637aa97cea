"""
`rjflow fmt`: a file in the one layout, its comments kept, its meaning unchanged.

Keys stand in the order of the language, reasons last; two spaces make a level, and what is in brackets stays there while it fits on a line. Words are
written as the author quoted them. Writing what was written gives the same text again.

Stands on: `comments`, `kinds`, `yaml_nodes`.   Knows nothing of: names, meaning.
"""

import json
import textwrap
from collections.abc import Sequence

from attrs import define

from rjflow.reader.comments import About, Comments, comments_of, is_flow
from rjflow.reader.files import OverlayShape, SafeguardsShape, WorkflowShape
from rjflow.reader.kinds import (
    Changes,
    ConditionList,
    Conditions,
    Kind,
    ListOf,
    MapOf,
    Of,
    OneOrList,
    Removals,
    keys_of,
)
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.reader.scenario_shapes import ScenariosShape
from rjflow.reader.structuring import sort_of_file
from rjflow.reader.structuring_overlays import sections
from rjflow.reader.yaml_nodes import compose
from rjflow.sources.errors import InvalidWorkflow

WIDTH = 100


def formatted(content: str | bytes, *, name: str = "workflow.yaml") -> str:
    """
    Lay a file out in the one way.

    Args:
        content: What stands in the file.

        name: What people call the file, for when it cannot be read.

    Raises:
        InvalidWorkflow: the file cannot be read as YAML, so nobody knows what to write.

    >>> print(formatted("title: A door  # wooden\\nrjflow:   1\\nstates: { open: {start: true} }"), end="")
    rjflow: 1
    title: A door  # wooden
    states: {open: {start: true}}
    """
    composed = compose(content, name)
    if composed.diagnostics or composed.root is None:
        raise InvalidWorkflow(composed.diagnostics)
    root = composed.root
    shape = _SHAPES[sort_of_file(root)]
    comments = comments_of(root)
    lines = _Writer(comments).mapping(root, 0, Of(shape))
    whole = [*comments.head, *lines, *comments.tail]
    return "\n".join(_single_gaps(whole)) + "\n"


# ----------------------------------------------------------------------------------------------------------------------

_SHAPES = {
    "workflow": WorkflowShape,
    "overlay": OverlayShape,
    "safeguards": SafeguardsShape,
    "scenarios": ScenariosShape,
}
_REASONS = ("because", "source")  # they stand below what they are the reasons for


@define
class _Writer:
    """One file on its way back to text."""

    comments: Comments

    def mapping(self, node: MapNode, indent: int, kind: Kind | None) -> list[str]:
        """Write a mapping on lines of its own."""
        lines: list[str] = []
        for key, value, inner in _ordered(node, kind):
            about = self.comments.of(key)
            written = self._after(f"{' ' * indent}{_words(key)}:", value, indent, inner, about)
            gap = [""] if indent == 0 and len(written) > 1 and lines else []
            lines += [*gap, *_around(written, about, indent)]
        return lines

    def entries(self, node: ListNode, indent: int, kind: Kind | None) -> list[str]:
        """Write a list, one entry to a line or more."""
        lines: list[str] = []
        inner = _entry_kind(kind)
        for entry in node.items:
            about = self.comments.of(entry, entry=True)
            written = self._entry(entry, indent, inner, about)
            lines += _around(written, about, indent)
        return lines

    def _entry(self, node: Node, indent: int, kind: Kind | None, about: About) -> list[str]:
        dash = f"{' ' * indent}-"
        if isinstance(node, MapNode) and node.pairs and not self._in_brackets(node, len(dash), kind):
            inner = self.mapping(node, indent + 2, kind)
            first = next(number for number, line in enumerate(inner) if line and not line.lstrip().startswith("#"))
            above = [line[2:] for line in inner[:first] if line]
            if len(about.beside) == 1:  # it spoke of brackets that have gone
                above.insert(0, f"{' ' * indent}{about.beside[0]}")
            return [*above, f"{dash} {inner[first].lstrip()}", *inner[first + 1 :]]
        return self._after(dash, node, indent, kind, about)

    def _after(self, before: str, node: Node, indent: int, kind: Kind | None, about: About) -> list[str]:
        """
        Write a value after its key or dash: on the same line, or below it.
        """
        beside = f"  {about.beside[0]}" if len(about.beside) == 1 else ""
        if isinstance(node, ScalarNode):
            first, *rest = _scalar_lines(before, node, indent)
            if rest and node.style != "block":
                return [first, *rest[:-1], rest[-1] + beside]
            return [first + beside, *rest]
        if self._in_brackets(node, len(before), kind):
            return [f"{before} {_flow(node, kind)}{beside}"]
        if isinstance(node, ListNode):
            return [before + beside, *self.entries(node, indent + 2, kind)]
        assert isinstance(node, MapNode)
        return [before + beside, *self.mapping(node, indent + 2, kind)]

    def _in_brackets(self, node: Node, before: int, kind: Kind | None) -> bool:
        """
        Tell whether a list or mapping is written in brackets: it was, no comment is in it, and it fits.
        """
        if _is_empty(node):
            return True
        return is_flow(node) and not self.comments.inside(node) and before + 1 + len(_flow(node, kind)) <= WIDTH


def _around(written: list[str], about: About, indent: int) -> list[str]:
    """
    Put what is said before and after it around a spot; several comments beside it cannot share its line.
    """
    pad = " " * indent
    more = about.beside if len(about.beside) > 1 else []
    before = [pad + line if line else "" for line in (*about.before, *more)]
    return [*before, *written, *(pad + line if line else "" for line in about.after)]


def _single_gaps(lines: Sequence[str]) -> list[str]:
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    while kept and not kept[-1]:
        kept.pop()
    return kept[1:] if kept and not kept[0] else kept


# ---- order -----------------------------------------------------------------------------------------------------------


def _ordered(node: MapNode, kind: Kind | None) -> list[tuple[ScalarNode, Node, Kind | None]]:
    """
    Put keys in the order of the language; names, and keys it does not know, keep the author's.
    """
    if isinstance(kind, MapOf):
        return [(key, value, kind.kind) for key, value in node.pairs]
    kinds: dict[str, Kind] = {}
    if isinstance(kind, Of):
        kinds = {key.name: key.kind for key in keys_of(kind.shape)}
    elif isinstance(kind, Changes | Removals):
        kinds = {key.name: key.kind for key in sections(kind)}
    elif isinstance(kind, Conditions | ConditionList):
        kinds = {"all": ConditionList(), "any": ConditionList()}
    order = {name: number for number, name in enumerate(kinds)}
    order |= {name: len(order) + number for number, name in enumerate(_REASONS, 1)}
    ordered = sorted(node.pairs, key=lambda pair: order.get(pair[0].text, len(kinds)))
    return [(key, value, kinds.get(key.text)) for key, value in ordered]


def _entry_kind(kind: Kind | None) -> Kind | None:
    match kind:
        case ListOf() | OneOrList():
            return kind.kind
        case Conditions() | ConditionList():
            return kind
        case _:
            return None


# ---- brackets --------------------------------------------------------------------------------------------------------


def _is_empty(node: Node) -> bool:
    return (isinstance(node, ListNode) and not node.items) or (isinstance(node, MapNode) and not node.pairs)


def _flow(node: Node, kind: Kind | None) -> str:
    """
    Write a value on one line, in brackets.
    """
    match node:
        case ListNode():
            return f"[{', '.join(_flow_entry(each, _entry_kind(kind)) for each in node.items)}]"
        case MapNode():
            return f"{{{_flow_pairs(node, kind)}}}"
        case ScalarNode():
            return _words(node) or "null"
        case _:
            return ""


def _flow_entry(node: Node, kind: Kind | None) -> str:
    """
    Write an entry of a list in brackets; a condition with a colon needs none of its own.
    """
    if isinstance(node, MapNode) and len(node.pairs) == 1 and not is_flow(node):
        return _flow_pairs(node, kind)
    return _flow(node, kind)


def _flow_pairs(node: MapNode, kind: Kind | None) -> str:
    return ", ".join(f"{_words(key)}: {_flow(value, inner)}" for key, value, inner in _ordered(node, kind))


# ---- words -----------------------------------------------------------------------------------------------------------


def _words(node: ScalarNode) -> str:
    """
    Write words on one line, in the author's quotes.
    """
    span = node.span
    if node.style == "plain" and (
        node.text.endswith(":") or node.text.startswith("\xa0")
    ):  # in brackets they were harmless
        return json.dumps(node.text, ensure_ascii=False)
    if span.line == span.end_line and node.style != "block":
        return span.source.line(span.line)[span.column - 1 : span.end_column - 1]
    if "\n" in node.text or node.style == "block":
        return json.dumps(node.text, ensure_ascii=False)
    quote = span.source.line(span.line)[span.column - 1] if node.style == "quoted" else ""
    if quote == "'":
        return "'" + node.text.replace("'", "''") + "'"
    return json.dumps(node.text, ensure_ascii=False) if quote else node.text


def _scalar_lines(before: str, node: ScalarNode, indent: int) -> list[str]:
    """
    Write words after a key or dash: a block as a block, long words on several lines.
    """
    if node.style == "block" and (block := _block_lines(node, indent + 2)):
        header, *lines = block
        return [f"{before} {header}", *lines]
    words = _words(node)
    line = f"{before} {words}".rstrip()
    foldable = "  " not in words and words[1:-1].strip() == words[1:-1] and "\\" not in words
    if len(line) <= WIDTH or not foldable:
        return [line]
    pad = " " * (indent + 2)
    folded = textwrap.wrap(
        words,
        WIDTH,
        initial_indent=" " * (len(before) + 1),
        subsequent_indent=pad,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [f"{before} {folded[0].lstrip()}", *folded[1:]]


def _block_lines(node: ScalarNode, indent: int) -> list[str]:
    """
    Move the lines of a block text to another indent; nothing where its indent or its last line ends are part of what it says.
    """
    span = node.span
    header = span.source.line(span.line)[span.column - 1 :].split("#")[0].strip()
    if header not in {"|", ">", "|-", ">-"} or not node.text.strip():
        return []
    lines = [span.source.line(number).rstrip() for number in range(span.line + 1, span.end_line + 1)]
    first = next(len(line) - len(line.lstrip(" ")) for line in lines if line)
    body = []
    for line in lines:
        if line and len(line) - len(line.lstrip(" ")) < first:
            break
        body.append(" " * indent + line[first:] if line else "")
    while body and not body[-1]:
        body.pop()
    return [header, *body]
