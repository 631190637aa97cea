"""
Draw a workflow as a Mermaid flow chart, which code hosts show as a picture.

Stands on: `picture`.   Knows nothing of: the command line.
"""

from collections.abc import Iterator
from itertools import pairwise
from textwrap import wrap

from rjflow.definition.model import Workflow
from rjflow.report.picture import LEGEND, Edge, EdgeKind, Node, Shape, picture

_SHAPES: dict[Shape, tuple[str, str]] = {
    "start": ("([", "])"),
    "final": ("(((", ")))"),
    "meeting": ("{{", "}}"),
    "holds": ("[[", "]]"),
    "plain": ("[", "]"),
    "several": ("[/", "/]"),
    "back": (">", "]"),
}
_ARROWS: dict[EdgeKind, str] = {"progress": "-->", "deadline": "--o", "withdrawal": "-.->", "refusal": "--x"}


def mermaid(workflow: Workflow) -> str:
    """
    Give the drawing as Mermaid text: shapes for states, arrows and words for ways, and what they mean.
    """
    drawn = picture(workflow)
    return "\n".join(
        [
            f"%% {drawn.title}",
            "flowchart TD",
            *(line for node in drawn.nodes for line in _node(node)),
            *(f"  {_edge(edge)}" for edge in drawn.edges),
            *(f"  {upper[-1].id} ~~~ {lower[0].id}" for upper, lower in pairwise(drawn.islands)),
            *_legend({edge.kind for edge in drawn.edges}),
        ]
    )


# ----------------------------------------------------------------------------------------------------------------------


def _node(node: Node) -> Iterator[str]:
    opening, closing = _SHAPES[node.shape]
    yield f"  {node.id}{opening}{_text(node.label)}{closing}"
    if node.all:
        yield f"  %% {node.id}: {node.all}"


def _edge(edge: Edge) -> str:
    return f"{edge.source} {_ARROWS[edge.kind]}|{_text(edge.label)}| {edge.target}"


def _text(label: str) -> str:
    """
    Quote a label: line ends become breaks, and what Mermaid would read as its own is spelt out.
    """
    for character, spelt in (("#", "#35;"), ("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        label = label.replace(character, spelt)
    lines = [piece for line in label.split("\n") for piece in wrap(line, 32)]
    return f'"{"<br>".join(lines)}"'


def _legend(kinds: set[EdgeKind]) -> list[str]:
    shown: list[EdgeKind] = [kind for kind in LEGEND if kind in kinds]
    lines = [f"    key_{kind}_from[ ] {_ARROWS[kind]}|{_text(LEGEND[kind])}| key_{kind}_to[ ]" for kind in shown]
    return ['  subgraph key["how to read it"]', *lines, "  end"] if shown else []
