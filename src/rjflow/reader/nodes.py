"""
A file as a tree of words, lists and mappings, each with its place, and nothing yet known of what they mean.

Stands on: `sources.span`.   Knows nothing of: how the tree was made, workflows.
"""

import re
from typing import Literal

from attrs import field

from rjflow.frozen import frozen
from rjflow.sources.span import Span

Style = Literal["plain", "quoted", "block"]
Sort = Literal["text", "truth", "whole", "number", "nothing"]


@frozen
class ScalarNode:
    """Words, as they are after quotes and folds are undone."""

    text: str
    style: Style
    span: Span = field(eq=False, repr=False)

    @property
    def sort(self) -> Sort:
        """
        What YAML 1.2 takes the words for. Whatever stands in quotes is text.
        """
        if self.style != "plain" or (self.text and self.text[0] not in _BEGINNINGS):
            return "text"
        for sort, pattern in _SORTS:
            if pattern.fullmatch(self.text):
                return sort
        return "text"


@frozen
class ListNode:
    """Several things in order."""

    items: tuple["Node", ...]
    span: Span = field(eq=False, repr=False)


@frozen
class MapNode:
    """Keys, in file order and each only once, with what is written after them."""

    pairs: tuple[tuple[ScalarNode, "Node"], ...]
    span: Span = field(eq=False, repr=False)

    def get(self, key: str) -> "Node | None":
        """
        Give what is written after *key*, or nothing when it is not there.
        """
        return next((value for name, value in self.pairs if name.text == key), None)

    def key(self, key: str) -> ScalarNode | None:
        """
        Give *key* as it is written here, or nothing when it is not.
        """
        return next((name for name, _ in self.pairs if name.text == key), None)


@frozen
class LostNode:
    """Something that could not be read; a diagnostic has said why."""

    span: Span = field(eq=False, repr=False)


Node = ScalarNode | ListNode | MapNode | LostNode

# ----------------------------------------------------------------------------------------------------------------------

_BEGINNINGS = frozenset("~nNtTfF.+-0123456789")  # of all that is no text
_SORTS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("nothing", re.compile(r"|~|null|Null|NULL")),
    ("truth", re.compile(r"true|True|TRUE|false|False|FALSE")),
    ("whole", re.compile(r"[-+]?[0-9]+")),
    (
        "number",
        re.compile(
            r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
        ),
    ),
)
