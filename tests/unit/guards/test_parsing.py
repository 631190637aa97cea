"""
Reading the text of a condition.
"""

import pytest

from rjflow.guards.parsing import parse
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Not,
    OfScheme,
    Or,
    SamePerson,
    every_part,
    parts,
    rebuilt,
)
from rjflow.guards.writing import written
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.errors import InvalidWorkflow
from rjflow.sources.span import SourceText, Span

A, B, C = GateHolds("a"), GateHolds("b"), GateHolds("c")


def refused(text: str, span: Span | None = None) -> Diagnostic:
    with pytest.raises(InvalidWorkflow) as raised:
        parse(text, span)
    (only,) = raised.value.diagnostics
    return only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("risk is low", Among("risk", ("low",))),
        ("risk is not low", Not(Among("risk", ("low",)))),
        ("no risk is low", Not(Among("risk", ("low",)))),
        ("risk in (low, medium)", Among("risk", ("low", "medium"))),
        ("checked is true", Among("checked", (True,))),
        ("score is 3", Among("score", (3,))),
        ("score >= -3", Compare("score", ">=", -3)),
        ("risk is current", IsCurrent("risk")),
        ("risk is not current", Not(IsCurrent("risk"))),
        ("risk is missing", IsMissing("risk")),
        ("a or b and c", Or((A, And((B, C))))),
        ("(a or b) and c", And((Or((A, B)), C))),
        ("not a and b", And((Not(A), B))),
        ("every victim: a and b", ForPeople("every", 0, "victim", And((A, B)))),
        ("c and every victim: a or b", And((C, ForPeople("every", 0, "victim", Or((A, B)))))),
        ("(every victim: a) and b", And((ForPeople("every", 0, "victim", A), B))),
        ("at least 2 harmed person: a", ForPeople("at least", 2, "harmed", A)),
        ("no victim: a", ForPeople("no", 0, "victim", A)),
        ("some participant: a", ForPeople("some", 0, "participant", A)),
        ("in ready", InState("ready")),
        ("in paused from ready", InState("paused", "ready")),
        ("in kind meeting or in final", Or((InKind("meeting"), InKind("final")))),
        ("same person (a, b)", SamePerson("a", "b")),
        ("scheme a and b", And((OfScheme(A), B))),
        ("scheme in ready", OfScheme(InState("ready"))),
    ],
)
def test_a_condition_is_read_as_the_contract_says(text: str, expected: Condition) -> None:
    """
    Each form of the language gives its shape, and `and` binds closer than `or`.
    """
    assert expected == parse(text)


@pytest.mark.parametrize(
    ("text", "code", "underlined", "help_"),
    [
        ("risk == low", "RJ202", "==", "write `is`"),
        ("risk = low", "RJ202", "=", "write `is`"),
        ("risk != low", "RJ202", "!=", "write `is not`"),
        ("score => 3", "RJ202", "=>", "write `>=`"),
        ("a && b", "RJ202", "&&", "write `and`"),
        ("!a", "RJ202", "!", "write `not`"),
        ("a AND b", "RJ203", "AND", "write `and`"),
        ("consent_to_meet is given", "RJ204", "consent_to_meet", "write `consent-to-meet`"),
        ("consentGiven is true", "RJ204", "consentGiven", "write `consent-given`"),
        ("every victim consent is given", "RJ205", "victim", "write `every victim: consent is given`"),
        ("(a and b", "RJ206", "(", "add `)` where it should end"),
        ("a and b)", "RJ207", ")", "leave it out, or add the `(` it belongs to"),
        ("", "RJ209", "", "write a condition, such as `risk is low`, or leave the line out"),
        ("a and", "RJ209", "and", "a condition must follow, such as `risk is low`"),
        ("risk is 'low'", "RJ210", "'low'", "write `low` without quotes"),
        ("day > 2027-02-30", "RJ213", "2027-02-30", "dates are written year-month-day: `2027-01-31`"),
        ("risk in low, high", "RJ201", "low", "write `risk in (low, high)`"),
        ("risk is in (low)", "RJ201", "in", "write `risk in (low)`"),
        ("3 <= score", "RJ201", "3", "write `score >= 3`"),
        ("all victim: a", "RJ201", "all victim", "write `every victim: …`"),
        ("at least two victim: a", "RJ201", "at least two victim", "write `at least 2 victim: …`"),
        (
            "at most 2 victim: a",
            "RJ201",
            "at most 2 victim",
            "`at most 2 victim: …` is written `not at least 3 victim: …`",
        ),
        ("victim: a", "RJ201", ":", "say how many: `every victim: …`, `some victim: …`, or `no victim: …`"),
        (
            "score > 3.5",
            "RJ201",
            "3.5",
            "numbers are whole here; change the unit of the evidence, so that whole numbers say it",
        ),
    ],
)
def test_a_usual_mistake_gets_its_remedy(text: str, code: str, underlined: str, help_: str) -> None:
    """
    What people often write instead is pointed at exactly, and the help says what to write.
    """
    found = refused(text)

    assert (code, underlined, help_) == (found.code, found.underlined, found.help)


@pytest.mark.parametrize("text", ["(" * 400 + "a" + ")" * 400, "not " * 400 + "a", "every v: " * 100 + "a"])
def test_deep_conditions_are_refused_in_words(text: str) -> None:
    """
    However deep a condition goes, there is one diagnostic and never a crash.
    """
    assert "RJ212" == refused(text).code


def test_long_conditions_are_refused_in_words() -> None:
    """
    A condition that nobody can read is too long.
    """
    assert "RJ211" == refused("a or " * 500 + "a").code


@pytest.mark.parametrize("file", ['needs: "risk is  lw"', "needs: 'risk is  lw'", "needs: risk is  lw"])
def test_places_are_right_inside_quotes(file: str) -> None:
    """
    A diagnostic points at the characters in the file, whatever quotes stand around the condition.
    """
    span = Span(SourceText("a.yaml", file), 1, 8, 1, len(file) + 1)
    text = file.removeprefix("needs: ").strip("\"'")

    assert "lw" == refused_value(parse(text, span))


def test_places_are_right_in_a_folded_text() -> None:
    """
    A condition over several lines keeps the line and column of each part.
    """
    file = "needs: >-\n  risk is low\n  and AND\n"
    span = Span(SourceText("a.yaml", file), 1, 8, 3, 10)

    found = refused("risk is low and AND", span)

    assert ("a.yaml:3:7", "AND") == (str(found.span), found.underlined)


def test_a_text_cut_by_a_comma_says_so() -> None:
    """
    Where YAML ended a text at a comma, the note explains it.
    """
    file = "{that: risk in (low, medium)}"
    span = Span(SourceText("a.yaml", file), 1, 8, 1, 20)

    found = refused("risk in (low", span)

    assert ("inside `{…}` and `[…]`, YAML ends a text at a comma",) == found.notes


@pytest.mark.parametrize(
    "condition",
    [
        And((ForPeople("every", 0, "v", A), B)),
        Not(ForPeople("some", 0, "v", A)),
        OfScheme(Not(A)),
        Or((And((A, B)), C)),
        Not(Not(A)),
        Or((A, Or((B, C)))),
        And((A, And((B, C)), Or((A, B)))),
        OfScheme(Or((A, B))),
        OfScheme(And((A, B))),
        OfScheme(OfScheme(A)),
        Or((ForPeople("every", 0, "v", Or((A, B))), And((A, Not(Or((B, C))))))),
    ],
)
def test_brackets_are_written_where_they_are_needed(condition: Condition) -> None:
    """
    The canonical text of a condition is read back as the same condition.
    """
    assert condition == parse(written(condition))


def refused_value(condition: Condition) -> str:
    """
    Give the characters at which the value of a test stands.
    """
    from rjflow.guards.places import spot

    assert condition.span is not None
    span = spot(condition.span, "lw")
    return span.source.line(span.line)[span.column - 1 : span.end_column - 1]


EVERYTHING = (
    "not (a or b) and (risk is low or risk in (low, high) or risk is not low) and (at least 2 v: score >= -3 and day < 2027-01-31)"
    " or scheme (risk is current and risk is not current) and risk is missing and in final and in kind x and in y from z"
    " and same person (a, b) and no risk is low and checked is true and every harmed person: no v: b"
)


def test_every_part_knows_the_words_it_was_read_from() -> None:
    """
    What stands at the place of a part, read by itself, is that part; and a condition that is rebuilt keeps every place.
    """
    whole = parse(EVERYTHING)
    again = rebuilt(whole, lambda part: part)

    assert len([*every_part(whole)]) > 30
    for part, kept in zip(every_part(whole), every_part(again), strict=True):
        assert part.span is not None
        read = parse(EVERYTHING[part.span.column - 1 : part.span.end_column - 1])
        assert part in (read, *parts(read))  # `risk is not low` is where `risk is low` stands in it, too
        assert (part, part.span) == (kept, kept.span)


def test_fifty_layers_are_read_and_no_more() -> None:
    """
    Layers are counted wherever they stand, and not how much stands side by side.
    """
    assert parse("not " * 49 + "a")
    assert parse(f"{'not ' * 48}a or b")
    assert parse(" or ".join(["a"] * 300))
    assert parse("(" * 50 + "a" + ")" * 50)
    assert parse(" or ".join(["(a)"] * 60))
    assert parse("a or " * 399 + "abcde")
    assert "RJ211" == refused("a or " * 399 + "abcdef").code
    for text in ("not " * 50 + "a", f"a or {'not ' * 49}a", f"{'not ' * 49}a or b", f"b and ({'not ' * 49}a) and c"):
        assert "RJ212" == refused(text).code


def test_a_meaning_is_made_of_what_provides_it() -> None:
    """
    Before it is known what provides a meaning, nothing is in it.
    """
    assert (A,) == parts(MeaningHolds("ready", A))
    assert () == parts(MeaningHolds("ready"))


def test_a_place_is_no_part_of_what_a_condition_says() -> None:
    """
    It is not compared, not shown, not matched, and given by its name only.
    """
    span = Span(SourceText("condition", "a"), 1, 1, 1, 2)

    assert GateHolds("a") == parse("a") == GateHolds("a", span=span)
    assert "Not(condition=Among(evidence='risk', values=('high',)))" == repr(parse("risk is not high"))
    assert ("gate",) == GateHolds.__match_args__
    with pytest.raises(TypeError):
        GateHolds("a", span)  # type: ignore[misc]  # pyright: ignore[reportCallIssue]  # it must be refused
