"""
What is said of a condition that cannot be read, slip by slip: what is underlined, and what to write.
"""

import pytest

from rjflow.guards.checking import check
from rjflow.guards.habits import a_day
from rjflow.guards.parsing import parse
from rjflow.guards.places import places, spot
from rjflow.guards.quantities import amount_meant
from rjflow.guards.vocabulary import Fact, Vocabulary
from rjflow.sources.errors import InvalidWorkflow
from rjflow.sources.span import SourceText, Span

EXPECTED = "conditions are made of names, `is`, `in (…)`, `and`, `or`, `not`, `every …:`, and brackets"
VALUE = "a value must follow, such as `given`, `true`, `3`, or `2027-01-31`"
CONDITION = "a condition must follow, such as `risk is low`"

SLIPS = [
    ("risk is lo\u200bw", "RJ124", "\u200b", "write `low`, typed anew"),
    ("risk is l\u043ew", "RJ204", "\u043e", "write `low`, typed anew"),
    ("risk \u2013 low", "RJ204", "\u2013", "write a simple hyphen"),
    ("risk is\u00a0low", "RJ124", "\u00a0", "write `is low`, typed anew"),
    ("risk is \u00a0", "RJ124", "\u00a0", "write a simple space"),
    ("score >= low", "RJ201", "low", "write a number or a date there; for words, name those that will do: `score in (low, …)`"),
    ("score > today", "RJ201", "today", "write the date itself, such as `2027-01-31`; what is to happen on a day can be a deadline"),
    ("ready >= true", "RJ201", "true", "write `ready is true`"),
    ("score > 31/02/2027", "RJ201", "31/02/2027", "write the year first, then the month, then the day, such as `2027-01-31`"),
    ("score > 31/01/2027", "RJ201", "31/01/2027", "write `2027-01-31`"),
    ("risk in [and]", "RJ201", "[", EXPECTED),
    ("risk in (and, or)", "RJ201", "and", VALUE),
    ("no risk", "RJ209", "no risk", "say what it must not be: `no risk is …`; of a gate, write `not risk`"),
    ("no risk and safe", "RJ209", "no risk", "say what it must not be: `no risk is …`; of a gate, write `not risk`"),
    ("risk is low unless safe", "RJ201", "unless", "write `and not`"),
    ("risk is low but safe", "RJ201", "but", "write `and`"),
    ("risk ~ low", "RJ202", "~", "write `not`"),
    ("risk is 'low", "RJ210", "'low", "write `low` without quotes"),
    ("risk is ''", "RJ210", "''", "leave the quotes out"),
    ("a ? b", "RJ201", "?", EXPECTED),
    ("%", "RJ201", "%", EXPECTED),
    ("a, b", "RJ201", ",", "join two conditions with `and` or `or`"),
    ("risk is low high", "RJ201", "high", "for several values write `risk in (low, high)`; join two conditions with `and` or `or`"),
    ("1 2", "RJ201", "1", CONDITION),
    ("a and and b", "RJ201", "and", CONDITION),
    ("in", "RJ209", "in", "expected `final` or `kind` or a name"),
    ("at least", "RJ209", "least", "expected a whole number"),
    ("same person", "RJ209", "person", "expected `(`"),
    ("\u00e9 is low", "RJ204", "\u00e9", "use lower-case letters and hyphens"),
    ("-- x", "RJ202", "--", "a comment begins with a space and `#`"),
    ("every victim", "RJ205", "victim", "write `every victim: …`"),
    ("every harmed person a", "RJ205", "harmed person", "write `every harmed person: a`"),
    ("same person (a, b", "RJ201", "b", "write `same person (a, b)`"),
    ("(a) and", "RJ209", "and", CONDITION),
    ("every victim: a and each victim: b", "RJ201", "each victim", "write `every victim: …`"),
    ("score > 3.", "RJ201", "3.", "numbers are whole here; change the unit of the evidence, so that whole numbers say it"),
]  # fmt: skip  # one slip to a line reads best


@pytest.mark.parametrize(("text", "code", "underlined", "help_"), SLIPS)
def test_a_slip_is_told_with_what_to_write(text, code, underlined, help_):
    """
    What stands there is underlined, and one sentence says what can stand there instead.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        parse(text)
    (only,) = raised.value.diagnostics

    assert (code, underlined, help_) == (only.code, only.underlined.strip(" "), only.help)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("exactly 0 victim", "write `no victim: …`"),
        ("exactly two victim", "`exactly 2 victim: …` is written `(at least 2 victim: …) and not at least 3 victim: …`, in quotes"),
        ("at most 0 victim", "write `no victim: …`"),
        ("up to 3 victim", "`at most 3 victim: …` is written `not at least 4 victim: …`"),
        ("at least 0 of the victim", "write `some victim: …`, or leave it out"),
        ("at least one victim", "write `at least 1 victim: …`"),
        ("2 victim", "write `at least 2 victim: …`"),
        ("several victim", "say how many: `at least 2 victim: …`"),
        ("Everybody", "say of which group: `every participant: …`"),
        ("someone", "say of which group: `some participant: …`"),
        ("nobody", "say of which group: `no participant: …`"),
        ("none of the victim", "write `no victim: …`"),
        ("both victims", "write `every victim: …`"),
        ("each class", "write `every class: …`"),
        ("any  victim", "write `some victim: …`"),
        ("every harmed person", "write `every harmed person: …`"),
        ("risk is low", None),
    ],
)  # fmt: skip  # one phrase to a line reads best
def test_how_many_people_are_meant_is_understood(words, said):
    """
    Each way in which people are counted in English is answered with the way in which it is written here.
    """
    assert said == amount_meant(words)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("31/01/2027", "2027-01-31"),
        ("01.31.2027", "2027-01-31"),
        ("5.5.2027", "2027-05-05"),
        ("05.06.2027", None),
        ("5/6/27", None),
        ("31/02/2027", None),
        ("2027/1/2", "2027-01-02"),
        ("2027/13/2", None),
        ("12/12/2027", "2027-12-12"),
        ("13/12/2027", "2027-12-13"),
        ("12/13/2027", "2027-12-13"),
        ("13/11/2027", "2027-11-13"),
        ("11/13/2027", "2027-11-13"),
        ("12/11/2027", None),
        ("11/12/2027", None),
        ("13/13/2027", None),
        ("1000-1-1", "1000-01-01"),
        ("1/1/1000", "1000-01-01"),
        ("1/1/999", None),
    ],
)
def test_a_day_is_understood_only_where_there_is_no_doubt(words, day):
    """
    Which number is the month is seen where only one can be, or where it makes no difference; and the calendar must have the day.
    """
    assert day == a_day(words)


def test_a_place_is_never_empty_and_never_outside():
    """
    Where a text stands folded or quoted, each character is found; what does not stand there has the place of what stands before it.
    """
    source = SourceText("f.yaml", 'a: "risk is\n  low"\nb: >\n  risk\n  is low\n')
    quoted, folded = places("risk is low", Span(source, 1, 4, 2, 7)), places("risk is low", Span(source, 3, 4, 5, 9))

    assert [(1, 5, 9), (2, 3, 6), (2, 3, 4)] == [_ends(quoted.between(*ends)) for ends in ((0, 4), (8, 11), (8, 8))]
    assert [(4, 3, 7), (5, 3, 5), (5, 6, 9)] == [_ends(folded.between(*ends)) for ends in ((0, 4), (5, 7), (8, 11))]
    assert (1, 5, 6) == _ends(places("?", Span(source, 1, 4, 1, 9)).between(0, 1))
    assert (1, 5, 6) == _ends(places("r?sk", Span(source, 1, 4, 1, 9)).between(1, 2))


def _ends(span: Span) -> tuple[int, int, int]:
    return span.line, span.column, span.end_column


def test_a_word_is_found_where_it_stands_alone():
    """
    The nth place is the last where there are fewer; a word that does not stand there is the whole.
    """
    source = SourceText("f.yaml", "low-risk or risk or risk")
    whole = Span(source, 1, 1, 1, 25)

    assert [13, 21, 21] == [spot(whole, "risk", nth).column for nth in (1, 2, 3)]
    assert whole == spot(whole, "safe")


LAYOUTS = [
    "risk is all-low",
    "'risk is all-low'",
    '"risk is all-low"',
    "risk  is\n    all-low",
    "'risk\n\n  is all-low'",
    ">\n  risk\n  is all-low",
    ">-\n\n  risk is\n  all-low",
    "|-\n  risk is all-low",
    "|\nrisk is\nall-low",
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("before", ["x: ", "risk is all-low: ", "is: "])
@pytest.mark.parametrize("behind", ["", "\nrisk is all-low"])
def test_each_character_is_found_where_it_stands(layout, before, behind):
    """
    However a text is laid out, each of its characters has the place where it stands in the file, one after the other.
    """
    lines = f"{before}{layout}".split("\n")
    first = len(before) + 1
    source = SourceText("f.yaml", before + layout + behind)
    found = places("risk is all-low", Span(source, 1, first, len(lines), len(lines[-1]) + 1))
    ends = [found.between(at, at + 1) for at in range(len("risk is all-low"))]
    seen = [source.line(one.line)[one.column - 1 : one.end_column - 1] for one in ends]

    assert "risk is all-low" == "".join(character or " " for character in seen)
    assert [(one.line, one.column) for one in ends] == sorted({(one.line, one.column) for one in ends})
    assert all(one.line == one.end_line and one.end_column == one.column + 1 for one in ends)
    assert all(one.column <= len(source.line(one.line)) + 1 for one in ends)
    assert ends[-1].end_column == found.between(0, len("risk is all-low") + (99 if found.places else 0)).end_column


@pytest.mark.parametrize(
    ("text", "file", "found"),
    [
        ("- x", "a: >-\n  - x", (2, 3)),
        ("- x", "a: |-\n  - x", (2, 3)),
        (" low", "a: ' low'", (1, 5)),
        ('a "b" c', 'a: "a \\"b\\" c"', (1, 5)),
    ],
)
def test_what_looks_like_the_layout_is_not_taken_for_it(text, file, found):
    """
    A text that begins like a header, with a blank, or has quotes of its own begins where it begins; the last character is the last.
    """
    source = SourceText("f.yaml", file)
    lines = file.split("\n")
    there = places(text, Span(source, 1, 4, len(lines), len(lines[-1]) + 1))
    first, last = there.between(0, 1), there.between(len(text) - 1, len(text))

    assert found == (first.line, first.column)
    assert text[-1] == source.line(last.line)[last.column - 1]
    assert last.column >= len(lines[-1]) - 1


def test_what_a_meaning_leaves_out_is_found_from_behind():
    """
    Where a file has only the end of a text, its characters are found there, and what comes before has the place of the first.
    """
    source = SourceText("f.yaml", "risk: is high")
    there = places("risk is high", Span(source, 1, 7, 1, 14))

    several = SourceText("f.yaml", "risk: in (low,\n  high)")
    assert (1, 11, 14) == _ends(places("risk in (low, high)", Span(several, 1, 7, 2, 8)).between(9, 12))
    assert [7, 10, 13] == [there.between(at, at + 1).column for at in (5, 8, 11)]
    assert {7} == {there.between(at, at + 1).column for at in range(5)}


def test_a_blank_that_was_left_out_has_the_place_of_what_stands_before_it():
    """
    What does not stand in the file is told at the character before it.
    """
    source = SourceText("f.yaml", "a: 'abc'")

    assert (1, 6, 7) == _ends(places("ab c", Span(source, 1, 4, 1, 9)).between(2, 3))


def test_a_block_with_nothing_in_it_has_the_place_of_its_header():
    """
    Where there is no text, its place is that of what announced it.
    """
    assert (1, 4, 5) == _ends(places("", Span(SourceText("f.yaml", "a: >"), 1, 4, 1, 5)).between(0, 0))


def test_a_word_is_looked_for_inside_only():
    """
    What stands before, behind or below is not found; what begins the second line is.
    """
    source = SourceText("f.yaml", "low or low or\nrisk low\nhigh")

    assert (1, 8) == _at(spot(Span(source, 1, 5, 1, 12), "low"))
    assert (1, 5) == _at(spot(Span(source, 1, 5, 1, 7), "low")) == _at(spot(Span(source, 1, 5, 1, 9), "low"))
    assert (1, 1) == _at(spot(Span(source, 1, 1, 1, 14), "low"))
    assert [(1, 8), (2, 6)] == [_at(spot(Span(source, 1, 5, 2, 9), "low", nth)) for nth in (1, 2)]
    assert (2, 1) == _at(spot(Span(source, 1, 5, 2, 9), "risk"))
    assert (1, 5) == _at(spot(Span(source, 1, 5, 2, 9), "high"))
    assert (1, 1, 11) == (*_at(spot(Span(source, 1, 1, 1, 11), "low or low")), 11)


def _at(span: Span) -> tuple[int, int]:
    return span.line, span.column


def test_a_text_that_yaml_ended_at_a_comma_is_told_so():
    """
    Between the brackets of YAML a condition ends at a comma, and the whole of it has to be quoted.
    """
    for text, code in (("risk in (low", "RJ206"), ("a and", "RJ209")):
        source = SourceText("f.yaml", f"x: {{needs: {text}, high), by: b}}")
        with pytest.raises(InvalidWorkflow) as raised:
            parse(text, Span(source, 1, 12, 1, 12 + len(text)))
        (only,) = raised.value.diagnostics

        assert code == only.code
        assert ("inside `{…}` and `[…]`, YAML ends a text at a comma",) == only.notes
        assert "quotes" in only.help


def test_blanks_that_do_not_stand_in_the_file_have_no_place_of_their_own():
    """
    A blank that YAML made of nothing has the place of the character before it.
    """
    source = SourceText("f.yaml", "a: 'ab'")

    assert (1, 5, 6) == _ends(places("a b", Span(source, 1, 4, 1, 8)).between(1, 2))


WORDS = Vocabulary(
    facts={"risk": Fact(sort="one-of", words=("low", "high")), "day": Fact(sort="date"), "ready": Fact(sort="flag")},
    gates=("safe",),
    groups={"victim": frozenset({"victim"})},
    never_empty=("victim",),
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("every victim: risk is low", "RJ257"),
        ("no victim: not (risk is low and safe)", "RJ257"),
        ("some victim: risk is low", None),
        ("day >= 0001-01-01", "RJ255"),
        ("day <= 9999-12-31", "RJ255"),
        ("ready is true and ready is false", "RJ256"),
        ("risk is low and not risk is low", "RJ256"),
        ("(risk is low or risk is high) and not risk is current", "RJ256"),
        ("every victim: risk is low or unheard-of is low", "RJ222"),
        ("every victim: same person (risk, day)", None),
        ("(risk is low and risk is current) or safe", None),
        ("(risk is low and risk is current) and risk is high", "RJ256"),
    ],
)
def test_what_asks_for_nothing_is_told_to_the_last_day(text, code):
    """
    What is the same for everybody, and what no value makes true or false, is found; at both ends of the calendar, too.
    """
    assert ([code] if code else []) == [one.code for one in check(parse(text), WORDS)]
