"""
Putting sentences into eighty columns.
"""

from hypothesis import given
from hypothesis import strategies as st

from rjflow.report.layout import WIDTH, paragraphs, pointing, table, wrapped
from rjflow.sources.span import SourceText, Span

WORDS = st.lists(st.text("abcdefgh…“”→", min_size=1, max_size=15), max_size=60).map(" ".join)


@given(WORDS, st.integers(0, 20), st.integers(0, 6))
def test_a_wrapped_text_keeps_its_words_and_its_width(text, indent, hanging):
    """
    Wrapping loses no word, and no line is too wide.
    """
    lines = wrapped(text, indent=indent, hanging=hanging).splitlines()

    assert text.split() == " ".join(lines).split()
    assert all(len(line) <= WIDTH for line in lines)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4), st.integers(0, 8))
def test_a_table_keeps_its_words_and_its_width(rows, indent):
    """
    A table with columns of limited width loses no word, and no line is too wide.
    """
    text = table(rows, indent=indent, most=(20, 20))

    assert sorted(word for row in rows for cell in row for word in cell.split()) == sorted(text.split())
    assert all(len(line) <= WIDTH for line in text.splitlines())


def test_an_address_is_left_whole():
    """
    A word that is longer than a line is not broken.
    """
    address = "https://example.org/" + "a" * 100

    assert address in wrapped(f"see {address} there", indent=4)


@given(st.integers(0, 120), st.integers(1, 60), st.integers(0, 60), st.text("abc ", max_size=70))
def test_a_place_in_a_file_is_shown_in_eighty_columns(before, width, after, label):
    """
    Whatever the line, the carets stand below the place, and no line is too wide.
    """
    line = "." * before + "#" * width + "." * after
    span = Span(SourceText("a.yaml", line), 1, before + 1, 1, before + width + 1)
    _, shown, carets, *_ = pointing(span, label).splitlines()

    assert all(len(one) <= WIDTH for one in pointing(span, label).splitlines())
    assert {"#"} >= {shown[place] for place, sign in enumerate(carets) if sign == "^"} - {"…"}


def test_a_place_of_several_lines_is_shown_by_its_first():
    """
    The carets go to the end of the first line.
    """
    span = Span(SourceText("a.yaml", "one two\nthree\n"), 1, 5, 2, 3)

    assert "    |\n  1 | one two\n    |     ^^^ here" == pointing(span, "here")


def test_empty_blocks_leave_no_gap():
    """
    Only what is there is joined.
    """
    assert "a\n\nb" == paragraphs("a", "", "b")
