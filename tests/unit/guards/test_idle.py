"""
Conditions whose answer is known beforehand.
"""

import pytest

from rjflow.guards.checking import check
from rjflow.guards.idle import idle_together
from rjflow.guards.parsing import parse
from rjflow.guards.vocabulary import Fact, Place, Vocabulary

WORDS = Vocabulary(
    facts={
        "risk": Fact(sort="one-of", words=("low", "medium", "high")),
        "report": Fact(sort="one-of", words=("written",)),
        "score": Fact(sort="number", low=0, high=10),
        "day": Fact(sort="date"),
        "ready": Fact(sort="flag"),
        "consent": Fact(sort="one-of", words=("given",), about="victim", kinds=frozenset({"victim"})),
    },
    gates=("safe",),
    groups={"victim": frozenset({"victim"}), "supporter": frozenset({"supporter"})},
    never_empty=("victim",),
    states=("open", "paused"),
    holding=("paused",),
)


def found(text: str, place: Place | None = None) -> list[str]:
    return [each.code for each in check(parse(text), WORDS, place)]


@pytest.mark.parametrize(
    "text",
    [
        "score <= 10",
        "score >= 0",
        "score < 5 or score >= 5",
        "score < 5 or safe or score > 3",
        "risk is low or risk is not low",
        "ready is true or not ready is true",
        "day < 2027-01-31 or day >= 2027-01-31",
    ],
)
def test_what_is_true_whatever_is_said_asks_for_nothing(text: str) -> None:
    """
    A condition that no value makes false is told, wherever the values come from.
    """
    assert ["RJ255"] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "risk is low and risk is high",
        "risk is low and safe and risk in (medium, high)",
        "score < 3 and score > 3",
        "score > 3 and score < 4",
        "day > 2027-01-31 and day <= 2027-01-31",
        "risk is low and risk is not current",
        "not risk in (low, medium, high)",
        "report is not written",
        "(every victim: consent is given) or (risk is low and risk is high)",
        "every victim: consent is given and risk is low and risk is high",
    ],
)
def test_what_can_never_be_true_is_told(text: str) -> None:
    """
    Values that exclude each other never hold together.
    """
    assert ["RJ256"] == found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every victim: risk is low", ["RJ257"]),
        ("no victim: risk is high and safe", ["RJ257"]),
        ("every victim: consent is given or risk is low", []),
        ("some victim: risk is low", []),
        ("every supporter: risk is low", []),
    ],
)
def test_a_question_about_people_is_about_them(text: str, expected: list[str]) -> None:
    """
    Where there is always somebody, nothing is gained by asking of each what is about the case; else it asks only if there is anyone.
    """
    assert expected == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "risk in (low, medium, high)",
        "report is written",
        "risk is low or risk in (medium, high)",
        "risk is current or risk is not current and ready is true",
        "risk is low or score > 3 or risk is high",
        "score > 3 and score < 5",
        "not (risk is low and score > 3)",
        "risk is current and risk is not high",
        "day > 2027-01-31 or day < 2027-01-31",
    ],
)
def test_a_sensible_condition_is_let_be(text: str) -> None:
    """
    To name every value aloud, or to say more than is needed, is no mistake.
    """
    assert [] == found(text)


@pytest.mark.parametrize("text", ["score >= 0", "risk is low and risk is high", "every victim: risk is low"])
def test_a_safeguard_may_serve_many_workflows(text: str) -> None:
    """
    What asks for nothing here may ask for something elsewhere.
    """
    assert [] == found(text, Place(safeguard=True))


def test_nothing_is_held_from_a_state_that_holds() -> None:
    """
    What is remembered is the last state before all that hold.
    """
    assert ["RJ256"] == found("in paused from paused", Place(safeguard=True))


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("safe is true", "write `safe`"),
        ("safe is false", "write `not safe`"),
        ("risk is not low or medium", "write `not risk in (low, medium)`"),
        ("score is 3 or more", "write `score >= 3`"),
        ("in paused or open", "write `in paused or in open`"),
        ("open", "write `in open`"),
        ("in finl", "did you mean `final`?"),
        ("state is open", "write `in open`"),
        ("risk is currnet", "did you mean `current`?"),
        ("risk is mising", "did you mean `missing`?"),
        ("ready is yes", "write `ready is true`"),
        ("day >= 2027", "write a value it can have, such as `day >= 2027-01-31`"),
    ],
)
def test_a_name_in_the_wrong_place_gets_its_right_one(text: str, help_: str) -> None:
    """
    What a name is tells what was meant.
    """
    (only,) = check(parse(text), WORDS, Place(safeguard=True))

    assert help_ == only.help


def test_evidence_of_the_scheme_is_not_sought_in_this_file() -> None:
    """
    A scheme has a file of its own.
    """
    words = Vocabulary(scheme=Vocabulary(facts={f"fact-{number}": Fact(sort="flag") for number in range(9)}))
    (only,) = check(parse("scheme risk is low"), words)

    assert "use the name of evidence of the scheme" == only.help


def test_conditions_that_are_wrong_by_themselves_are_not_put_together() -> None:
    """
    What names a value that there is not, or asks what only safeguards may, was told of already.
    """
    for other in ("risk is dreadful", "risk is missing", "score > 99"):
        assert [] == list(idle_together([parse("risk is low"), parse(other), parse("score > 3")], WORDS, every=True))
    assert ["RJ256"] == [
        one.code for one in idle_together([parse("risk is low"), parse("risk is high")], WORDS, every=True)
    ]
