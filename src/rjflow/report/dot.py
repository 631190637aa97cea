"""
Draw a workflow in DOT, for Graphviz and print.

Stands on: `picture`.   Knows nothing of: the command line.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import wrap

from rjflow.definition.model import Workflow
from rjflow.report.picture import LEGEND, Edge, EdgeKind, Node, Picture, Shape, picture

_SHAPES: dict[Shape, str] = {
    "start": "shape=box, style=rounded, penwidth=2",
    "final": "shape=box, peripheries=2",
    "meeting": "shape=hexagon, penwidth=2",
    "holds": "shape=component",
    "plain": "shape=box",
    "several": "shape=box, style=dashed",
    "back": "shape=plaintext",
}
_LINES: dict[EdgeKind, str] = {
    "progress": "style=solid, arrowhead=normal",
    "deadline": "style=solid, arrowhead=odot, color=blue4, fontcolor=blue4",
    "withdrawal": "style=dashed, arrowhead=vee, color=red4, fontcolor=red4",
    "refusal": "style=dotted, arrowhead=tee, color=purple4, fontcolor=purple4",
}


def dot(workflow: Workflow) -> str:
    """
    Give the drawing as DOT text: shapes for states, lines and words for ways, and what they mean.
    """
    drawn = picture(workflow)
    shown: list[EdgeKind] = [kind for kind in LEGEND if kind in {edge.kind for edge in drawn.edges}]
    return "\n".join(
        [
            f"digraph {_text(workflow.name)} {{",
            f'  graph [rankdir=TB, ranksep=0.3, nodesep=0.2, fontname="sans-serif", labelloc=t, label={_text(drawn.title)}];',
            '  node [fontname="sans-serif", fontsize=14];',
            '  edge [fontname="sans-serif", fontsize=11];',
            *(f"  {_node(node)}" for node in drawn.nodes),
            *(f"  {_edge(edge)}" for edge in drawn.edges),
            *(f"  {upper[-1].id} -> {lower[0].id} [style=invis];" for upper, lower in pairwise(drawn.islands)),
            '  subgraph cluster_key { label="how to read it"; node [shape=point];',
            *(f"    {_key(kind)}" for kind in shown),
            *(f"    key_{upper}_to -> key_{lower}_from [style=invis];" for upper, lower in pairwise(shown)),
            "  }",
            *(f"  {lowest.id} -> key_{first}_from [style=invis];" for lowest, first in _above_key(drawn, shown)),
            "}",
        ]
    )


# ----------------------------------------------------------------------------------------------------------------------


def _node(node: Node) -> str:
    hint = f", tooltip={_text(node.all)}" if node.all else ""
    return f"{node.id} [{_SHAPES[node.shape]}, label={_wrapped(node.label)}{hint}];"


def _edge(edge: Edge) -> str:
    return f"{edge.source} -> {edge.target} [{_LINES[edge.kind]}, label={_wrapped(edge.label)}];"


def _above_key(drawn: Picture, shown: Sequence[EdgeKind]) -> Iterator[tuple[Node, EdgeKind]]:
    """
    Give below what the key is to be laid, if there are islands.
    """
    if drawn.islands and shown:
        yield drawn.islands[-1][-1], shown[0]


def _key(kind: EdgeKind) -> str:
    return f"key_{kind}_from -> key_{kind}_to [{_LINES[kind]}, label={_wrapped(LEGEND[kind])}];"


def _wrapped(label: str) -> str:
    return _text("\n".join(piece for line in label.split("\n") for piece in wrap(line, 28)))


def _text(label: str) -> str:
    """
    Quote a label: backslashes, quotation marks and line ends are spelt out.
    """
    escaped = label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
