"""
What a condition that cannot be read was meant to say.
"""

import re

import pytest

from rjflow.guards.parsing import parse
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.errors import InvalidWorkflow


def refused(text: str) -> Diagnostic:
    with pytest.raises(InvalidWorkflow) as raised:
        parse(text)
    (only,) = raised.value.diagnostics
    return only


@pytest.mark.parametrize(
    ("text", "underlined", "meant"),
    [
        ("risk si low", "si", "is"),
        ("risk iz low", "iz", "is"),
        ("risk isnt low", "isnt", "is not"),
        ("risk isn't low", "isn't", "is not"),
        ("risk is nto low", "nto", "not"),
        ("nto risk is low", "nto", "not"),
        ("risk inn (low, high)", "inn", "in"),
        ("risk is low adn safe", "adn", "and"),
        ("risk is low orr safe", "orr", "or"),
        ("safe and same persn (a, b)", "persn", "person"),
        ("evry victim: a", "evry", "every"),
        ("in knd meeting", "knd", "kind"),
    ],
)
def test_a_misspelt_word_of_the_language_is_recognised(text: str, underlined: str, meant: str) -> None:
    """
    A word that is one slip from a word of the language, which can then be read, is taken for it.
    """
    found = refused(text)

    assert (underlined, f"did you mean `{meant}`?") == (found.underlined, found.help)
    assert parse(text.replace(underlined, meant))


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("risk low", "risk is low"),
        ("risk are low", "risk is low"),
        ("risk in low", "risk is low"),
        ("risk in [low, medium]", "risk in (low, medium)"),
        ("risk in {low, medium}", "risk in (low, medium)"),
        ("risk in low, medium", "risk in (low, medium)"),
        ("risk in low medium", "risk in (low, medium)"),
        ("risk in low or safe is true", "risk is low"),
        ("risk in (low medium)", "risk in (low, medium)"),
        ("risk in (low or medium)", "risk in (low, medium)"),
        ("risk in (low,, medium)", "risk in (low, medium)"),
        ("risk in not (low)", "not risk in (low)"),
        ("risk not in (low)", "not risk in (low)"),
        ("risk is not in (low)", "not risk in (low)"),
        ("risk is either low or medium", "risk in (low, medium)"),
        ("risk is one of (low, medium)", "risk in (low, medium)"),
        ("risk is not missing", "risk is current"),
        ("risk is low or is medium", "risk is low or risk is medium"),
        ("ready is no", "ready is false"),
        ("3 <= score", "score >= 3"),
        ("3 <= score <= 5", "score >= 3 and score <= 5"),
        ("score between 2 and 5", "score >= 2 and score <= 5"),
        ("score >= 2 and <= 5", "score >= 2 and score <= 5"),
        ("score is more than 3", "score > 3"),
        ("score is at least 3", "score >= 3"),
        ("score is >= 3", "score >= 3"),
        ("score >= three", "score >= 3"),
        ("day is before 2027-01-31", "day < 2027-01-31"),
        ("day >= 31/01/2027", "2027-01-31"),
        ("day >= 31-01-2027", "2027-01-31"),
        ("day >= 31.01.2027", "2027-01-31"),
        ("day >= 2027-1-1", "2027-01-01"),
        ("in (meeting, closed)", "in meeting or in closed"),
        ("in any meeting", "in kind meeting"),
        ("same person a, b", "same person (a, b)"),
    ],
)
def test_another_way_to_say_it_is_written_out(text: str, better: str) -> None:
    """
    The help gives what to write instead, and it can be read.
    """
    assert f"write `{better}`" == refused(text).help
    assert re.match(r"\d", better) or parse(better)


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("risk is low,", "leave `,` out"),
        ("risk is low.", "leave `.` out"),
        ("if risk is low", "leave `if` out"),
        ("risk is low // for now", "a comment begins with a space and `#`"),
        ("score >=", "expected a date or a whole number"),
        ("day >= 05/06/2027", "write the year first, then the month, then the day, such as `2027-01-31`"),
        ("every victim, a", "write `every victim: a`"),
        ("each victim: a", "write `every victim: …`"),
        ("any victim: a", "write `some victim: …`"),
        ("atleast 2 victim: a", "write `at least 2 victim: …`"),
        ("risk is low unless safe", "write `and not`"),
    ],
)
def test_what_has_no_simple_exchange_is_explained(text: str, help_: str) -> None:
    """
    The help says what to do, and nothing that leads into another mistake.
    """
    assert help_ == refused(text).help


@pytest.mark.parametrize("text", ["a b c d e", "note is low high", "risk is is low", "(((", "in in in", "é is low"])
def test_what_nobody_can_guess_is_not_guessed(text: str) -> None:
    """
    Where no exchange makes the condition readable, none is offered as one.
    """
    assert "did you mean" not in (refused(text).help or "")
