"""
Words and the places of their parts.
"""

import pytest

from rjflow.reader.nodes import MapNode, ScalarNode
from rjflow.reader.nodes_read import text_of
from rjflow.reader.yaml_nodes import compose


@pytest.mark.parametrize(
    "written",
    [
        "a: risk is low",
        'a: "risk is low"',
        "a: 'risk is low'",
        "a: [risk is low]",
        "a: risk\n   is\n   low",
        "a: >\n  risk\n  is low",
        "a: |\n  risk is low",
        'a: "risk\n  is \\\n  low"',
        "a: 'it''s, risk is low'",
    ],
)
@pytest.mark.parametrize("word", ["risk", "is", "low"])
def test_every_word_is_found_where_it_stands(written: str, word: str):
    """
    However a text is quoted or folded, the place of a word in it is the word in the file.
    """
    root = compose(written, "file.yaml").root
    assert isinstance(root, MapNode)
    node = root.pairs[0][1]
    scalar = node if isinstance(node, ScalarNode) else getattr(node, "items", ())[0]
    text = text_of(scalar)
    start = text.value.index(word)
    place = text.place(start, start + len(word))

    assert word == place.source.line(place.line)[place.column - 1 : place.end_column - 1]


def test_layout_is_no_part_of_what_is_equal():
    """
    The same words are equal wherever and however they stand.
    """
    first, second = (compose(text, "file.yaml").root for text in ("a: b", "\n\na: 'b'"))
    assert first is not None
    assert second is not None

    assert text_of(first.pairs[0][0]) == text_of(second.pairs[0][0])
