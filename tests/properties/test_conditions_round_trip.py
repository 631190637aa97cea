"""
Laws of the condition language.
"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

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
    Not,
    OfScheme,
    Or,
    SamePerson,
)
from rjflow.guards.writing import written
from rjflow.names import RESERVED, is_name
from rjflow.sources.errors import InvalidWorkflow

names = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True).filter(
    lambda name: is_name(name) and name not in RESERVED
)
days = st.dates(date(1000, 1, 1), date(9999, 12, 31))
values = names | st.booleans() | st.integers(-999, 999) | days
tests = (
    st.builds(Among, names, st.lists(values, min_size=1, max_size=3).map(tuple))
    | st.builds(Compare, names, st.sampled_from(["<", "<=", ">", ">="]), st.integers(-999, 999) | days)
    | st.builds(IsCurrent, names)
    | st.builds(IsMissing, names)
    | st.builds(GateHolds, names)
    | st.builds(InState, names, st.none() | names)
    | st.builds(InKind, names | st.just("final"))
    | st.builds(SamePerson, names, names)
)


def _larger(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    groups = names | st.sampled_from(["harmed", "responsible", "participant"])
    return (
        st.builds(And, several)
        | st.builds(Or, several)
        | st.builds(Not, inner)
        | st.builds(OfScheme, inner)
        | st.builds(ForPeople, st.sampled_from(["every", "some", "no"]), st.just(0), groups, inner)
        | st.builds(ForPeople, st.just("at least"), st.integers(0, 9), groups, inner)
    )


conditions = st.recursive(tests, _larger, max_leaves=12)


@given(conditions)
def test_reading_what_was_written_gives_the_same_condition(condition: Condition) -> None:
    """
    The canonical text loses nothing.
    """
    assert condition == parse(written(condition))


@given(conditions)
def test_the_canonical_text_is_its_own_canonical_text(condition: Condition) -> None:
    """
    Writing, reading and writing again changes nothing.
    """
    text = written(condition)

    assert text == written(parse(text))


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("a b and or not ( ) : every is in 3 , scheme no".split())).map(" ".join)
)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    """
    Whatever is written, there is a condition or one diagnostic, never anything else.
    """
    assert _problems(text) <= 1


def _problems(text: str) -> int:
    try:
        parse(text)
    except InvalidWorkflow as refusal:
        return len(refusal.diagnostics)
    return 0
