"""
Draw a workflow in DOT, for Graphviz and print.

Stands on: `picture`.   Knows nothing of: the command line.
"""

from textwrap import wrap

from rjflow.definition.model import Workflow
from rjflow.report.picture import LEGEND, Edge, EdgeKind, Shape, picture

_SHAPES: dict[Shape, str] = {
    "start": "shape=box, style=rounded, penwidth=2",
    "final": "shape=box, peripheries=2",
    "meeting": "shape=hexagon, penwidth=2",
    "holds": "shape=component",
    "plain": "shape=box",
    "several": "shape=parallelogram",
}
_LINES: dict[EdgeKind, str] = {
    "progress": "style=solid, arrowhead=normal",
    "deadline": "style=solid, arrowhead=odot",
    "withdrawal": "style=dashed, arrowhead=vee",
    "falls": "style=dotted, arrowhead=tee",
}


def dot(workflow: Workflow) -> str:
    """
    Give the drawing as DOT text: shapes for states, lines and words for ways, and what they mean.
    """
    drawn = picture(workflow)
    kinds = {edge.kind for edge in drawn.edges}
    return "\n".join(
        [
            f"digraph {_text(workflow.name)} {{",
            f'  graph [rankdir=TB, fontname="sans-serif", labelloc=t, label={_text(drawn.title)}];',
            '  node [fontname="sans-serif", fontsize=11];',
            '  edge [fontname="sans-serif", fontsize=9];',
            *(f"  {node.id} [{_SHAPES[node.shape]}, label={_wrapped(node.label)}];" for node in drawn.nodes),
            *(f"  {_edge(edge)}" for edge in drawn.edges),
            '  subgraph cluster_key { label="how to read it"; node [shape=point];',
            *(f"    {_key(kind)}" for kind in LEGEND if kind in kinds),
            "  }",
            "}",
        ]
    )


# ----------------------------------------------------------------------------------------------------------------------


def _edge(edge: Edge) -> str:
    return f"{edge.source} -> {edge.target} [{_LINES[edge.kind]}, label={_wrapped(edge.label)}];"


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
