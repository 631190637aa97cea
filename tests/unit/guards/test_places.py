"""
Finding a word in a condition as the author laid it out.
"""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from rjflow.guards.places import spot
from rjflow.sources.span import SourceText, Span, lines_of

PIECES = ("risk", "at-risk", "risk2", "_risk", "is", " ", "-", "(", ")", ",", "é", "\n", "\n  ")


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.sampled_from(["risk", "is", "at-risk", "é"]),
    st.integers(1, 4),
)
@example("risk risk", "risk", 2)
@example("a\n risk-\n at-risk risk", "risk", 1)
@example("-risk", "risk", 1)
def test_a_word_is_where_a_pattern_finds_it(text: str, word: str, nth: int):
    """
    Law: the nth place where the word stands by itself, the last where there are fewer, and all of it where there is none.
    """
    lines = lines_of(text)
    span = Span(SourceText("a.yaml", text), 1, 1, len(lines), len(lines[-1]) + 1)
    found = [match.start() for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]

    if not found:
        assert spot(span, word, nth) == span
    else:
        before = lines_of(text[: found[min(nth, len(found)) - 1]])
        line, column = len(before), len(before[-1]) + 1
        assert spot(span, word, nth) == Span(span.source, line, column, line, column + len(word))
