"""
What is wrong with a condition that can be read: a table of slips, each with its code, what is underlined, and the way out.
"""

import pytest

from rjflow.guards.checking import check
from rjflow.guards.comparing import check_values
from rjflow.guards.parsing import parse
from rjflow.guards.syntax import Among, ForPeople, GateHolds, IsCurrent, MeaningHolds, Not, OfScheme, Or, rebuilt
from rjflow.guards.vocabulary import Fact, Place, Vocabulary
from rjflow.guards.writing import written
from rjflow.sources.span import SourceText, Span

SCHEME = Vocabulary(facts={"register": Fact(sort="flag")}, gates=("is-open",), states=("set-up", "running"))
WORDS = Vocabulary(
    facts={
        "risk": Fact(sort="one-of", words=("low", "medium", "high")),
        "score": Fact(sort="number", low=0, high=10),
        "day": Fact(sort="date"),
        "ready": Fact(sort="flag"),
        "consent": Fact(sort="one-of", words=("given", "refused"), about="participant", kinds=frozenset({"victim"})),
        "nobodys": Fact(sort="flag", about="harmed"),
    },
    gates=("safe", "all-agree"),
    gates_about_people=("all-agree",),
    groups={
        "victim": frozenset({"victim"}),
        "supporter": frozenset({"supporter"}),
        "participant": frozenset({"victim", "supporter"}),
    },
    most={"supporter": 2},
    states=("open", "meeting", "paused", "halted", "done"),
    holding=("paused", "halted"),
    kinds=("gathering",),
    events=("finish",),
    scheme=SCHEME,
)
EVENT, SAFEGUARD = Place(), Place(safeguard=True)


def found(text: str, place: Place = EVENT, words: Vocabulary = WORDS) -> list[tuple[str, str, str | None]]:
    """
    Give what is said of a condition: code, what is underlined, and the help.
    """
    return [(one.code, one.underlined, one.help) for one in check(parse(text), words, place)]


SLIPS = [
    # names that stand alone
    ("risk", EVENT, "RJ223", "risk", "say what it must be, such as `risk is low`"),
    ("score", EVENT, "RJ223", "score", "say what it must be, such as `score is 0`"),
    ("saef", EVENT, "RJ223", "saef", "did you mean `safe`?"),
    ("open", SAFEGUARD, "RJ223", "open", "write `in open`"),
    ("scheme running", EVENT, "RJ223", "running", "write `in running`"),
    ("open", EVENT, "RJ223", "open", "say with `from` where an event may happen; conditions ask for evidence"),
    ("risk is low or medium", EVENT, "RJ223", "medium", "write `risk in (low, medium)`"),
    ("risk is not low or medium", EVENT, "RJ223", "medium", "write `not risk in (low, medium)`"),
    ("score is 3 or more", EVENT, "RJ223", "more", "write `score >= 3`"),
    ("score is 3 or fewer", EVENT, "RJ223", "fewer", "write `score <= 3`"),
    ("in open or done", SAFEGUARD, "RJ223", "done", "write `in open or in done`"),
    ("in open or saef", SAFEGUARD, "RJ223", "saef", "did you mean `safe`?"),
    # where a case stands
    ("in open", EVENT, "RJ247", "in", "say it with `from`, or keep it for a safeguard"),
    ("in kind gathering", EVENT, "RJ247", "in", "say it with `from`, or keep it for a safeguard"),
    ("in kind gatherin", SAFEGUARD, "RJ230", "gatherin", "did you mean `gathering`?"),
    ("in gathering", SAFEGUARD, "RJ220", "gathering", "write `in kind gathering`"),
    ("in metting", SAFEGUARD, "RJ220", "metting", "did you mean `meeting`?"),
    ("scheme in setup", EVENT, "RJ220", "setup", "did you mean `set-up`?"),
    ("in open from done", SAFEGUARD, "RJ253", "done", "only a state with `holds: true` does"),
    ("in paused from halted", SAFEGUARD, "RJ256", "halted", "name a state without `holds: true`"),
    ("in paused from paused", SAFEGUARD, "RJ256", "paused", "name a state without `holds: true`"),
    ("in paused from dnoe", SAFEGUARD, "RJ220", "dnoe", "did you mean `done`?"),
    # people
    ("every victim: all-agree", EVENT, "RJ246", "all-agree", None),
    ("every victim: some supporter: safe", EVENT, "RJ246", "some", None),
    ("every harmed person: safe", EVENT, "RJ331", "harmed", "write `side: harmed` at the kind of people who are on it"),
    ("every victm: safe", EVENT, "RJ224", "victm", "did you mean `victim`?"),
    ("at least 0 victim: safe", EVENT, "RJ249", "0", "write `some victim: …`, or leave it out"),
    ("at least 3 supporter: safe", EVENT, "RJ252", "3", "ask for fewer, or raise `at-most`"),
    ("consent is given", EVENT, "RJ244", "consent", "write `every participant: consent …`, or `some …`"),
    ("every supporter: consent is given", EVENT, "RJ245", "consent", "ask it of `participant`: `every participant: consent …`"),
    ("every participant: consent is given", EVENT, "RJ245", "consent", "ask it of `participant`: `every participant: consent …`"),
    # evidence
    ("safe is true", EVENT, "RJ222", "safe", "write `safe`"),
    ("safe is false", EVENT, "RJ222", "safe", "write `not safe`"),
    ("state is open", SAFEGUARD, "RJ222", "state", "write `in open`"),
    ("rsik is low", EVENT, "RJ222", "rsik", "did you mean `risk`?"),
    ("scheme registre is true", EVENT, "RJ222", "registre", "did you mean `register`?"),
    ("risk is missing", EVENT, "RJ247", "missing", "record a value of `risk` that says so, and ask for that value"),
    ("risk is currnet", EVENT, "RJ240", "currnet", "did you mean `current`?"),
    ("risk is mising", EVENT, "RJ240", "mising", "only safeguards may ask whether something is missing; you can ask for `risk is current`"),
    ("risk is mising", SAFEGUARD, "RJ240", "mising", "did you mean `missing`?"),
    ("risk is stale", EVENT, "RJ240", "stale", "whether it can still be used is asked with `risk is current` or `risk is not current`"),
    ("risk is medum", EVENT, "RJ240", "medum", "did you mean `medium`?"),
    ("risk is dreadful", EVENT, "RJ240", "dreadful", "use one of its values, or add this one to its `one-of`"),
    ("risk in (low, low)", EVENT, "RJ254", "low", "name it once"),
    ("risk > 3", EVENT, "RJ241", "risk > 3", "name the values: `risk in (low, medium, …)`"),
    ("ready > 3", EVENT, "RJ241", "ready > 3", "write `ready is true`"),
    ("score is 11", EVENT, "RJ242", "11", None),
    ("score > 10", EVENT, "RJ242", "10", None),
    ("score < 0", EVENT, "RJ242", "0", None),
    ("ready is yes", EVENT, "RJ243", "yes", None),
    ("score > 2027-01-31", EVENT, "RJ243", "2027-01-31", None),
    # the same person
    ("same person (risk, risk)", EVENT, "RJ250", "risk", "name two different things"),
    ("same person (risk, finihs)", EVENT, "RJ233", "finihs", "did you mean `finish`?"),
    ("same person (risk, consent)", EVENT, "RJ244", "consent", "write `every participant: consent …`, or `some …`"),
]  # fmt: skip  # one slip to a line reads best


@pytest.mark.parametrize(("text", "place", "code", "underlined", "help_"), SLIPS)
def test_a_slip_is_told_with_the_way_out(text, place, code, underlined, help_):
    """
    One slip is one problem, at the word that is wrong; where there is just one way out, it is written out.
    """
    (only,) = found(text, place)

    assert (code, underlined) == only[:2]
    assert help_ is None or help_ == only[2]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("safe and risk in (low, medium) and score >= 3 and day < 2027-01-31 and ready is true", EVENT),
        ("some participant: consent is given", EVENT),
        ("at least 2 supporter: safe", EVENT),
        ("some victim: consent is given", EVENT),
        ("scheme (is-open and register is true)", EVENT),
        ("scheme in running", EVENT),
        ("in paused from open or in final or in kind gathering", SAFEGUARD),
        ("risk is missing", SAFEGUARD),
        ("same person (risk, finish)", SAFEGUARD),
        ("nobodys is true", EVENT),
        ("risk is low or safe", EVENT),
        ("not safe or all-agree", EVENT),
    ],
)
def test_what_makes_sense_is_let_through(text, place):
    """
    What can be asked where it stands is no problem.
    """
    assert [] == found(text, place)


def test_a_value_after_evidence_that_nobody_knows_is_a_name_like_any_other():
    """
    Of evidence that there is not, nobody can say what its values are.
    """
    assert [("RJ222", "unknown"), ("RJ223", "medium")] == [one[:2] for one in found("unknown is low or medium")]


@pytest.mark.parametrize(
    ("group", "code"), [("participant", "RJ331"), ("harmed person", "RJ331"), ("responsible person", "RJ331")]
)
def test_a_group_that_nobody_is_in_is_told_apart_from_one_that_there_is_not(group, code):
    """
    Of taking part and of the sides it is said how people get there; anything else is a name that nobody knows.
    """
    words = Vocabulary(gates=("safe",), groups={"victim": frozenset({"victim"})})

    assert [code] == [one[0] for one in found(f"every {group}: safe", words=words)]
    assert ["RJ224"] == [one[0] for one in found("every neighbour: safe", words=words)]


@pytest.mark.parametrize(
    ("section", "text", "place"),
    [
        ("gates", "saef", EVENT),
        ("evidence", "rsik is low", EVENT),
        ("people", "every victm: safe", EVENT),
        ("states", "in metting", SAFEGUARD),
        ("states", "in kind gatherin", SAFEGUARD),
        ("evidence", "same person (risk, finihs)", SAFEGUARD),
        ("events", "same person (risk, finihs)", SAFEGUARD),
    ],
)
def test_a_name_of_a_section_that_could_not_be_read_is_not_questioned(section, text, place):
    """
    Where the section is broken itself, nobody can say that a name does not stand there.
    """
    words = Vocabulary(
        facts=WORDS.facts, gates=WORDS.gates, groups=WORDS.groups, states=WORDS.states, unread=frozenset({section})
    )

    assert [] == found(text, place, words)


def test_a_scheme_is_asked_only_where_there_is_one():
    """
    Without `scheme:` the question is a mistake, unless that part of the file could not be read.
    """
    without = Vocabulary(facts=WORDS.facts)
    unread = Vocabulary(facts=WORDS.facts, unread=frozenset({"scheme"}))

    assert ["RJ248"] == [one[0] for one in found("scheme is-open", words=without)]
    assert [] == found("scheme is-open", words=unread)


@pytest.mark.parametrize(
    ("sort", "choices", "example"),
    [
        (Fact(sort="one-of", words=("low", "high")), "it says `low` or `high`", "low"),
        (Fact(sort="one-of"), "it says ", "…"),
        (Fact(sort="flag"), "it says `true` or `false`", "true"),
        (Fact(sort="number", low=2, high=5), "it says a whole number from 2 to 5", "2"),
        (Fact(sort="date"), "it says a date, such as `2027-01-31`", "2027-01-31"),
    ],
)
def test_what_evidence_can_say_is_said(sort, choices, example):
    """
    Each sort of evidence says what it can say, and has an example.
    """
    assert (choices, example) == (sort.choices, sort.example)


def test_a_condition_is_rebuilt_from_inside():
    """
    Every part is changed once, inside first, wherever it stands; what is not a part stays as it is.
    """
    condition = parse("not a and (b or every victim: a) and scheme a")
    met: list[str] = []

    def change(part):
        met.append(written(part))
        return IsCurrent("x") if part == GateHolds("a") else part

    changed = rebuilt(condition, change)

    assert "x is not current and (b or (every victim: x is current)) and scheme x is current" == written(changed)
    assert ["a", "x is not current", "b", "a", "every victim: x is current"] == met[:5]
    assert "not x is current" not in met
    assert written(condition) == "not a and (b or (every victim: a)) and scheme a"


def test_a_meaning_was_checked_where_the_workflow_provides_it():
    """
    What stands for a meaning is asked as it is; what is asked of a group that nobody knows is not questioned any further.
    """
    assert [] == list(check(MeaningHolds("ready", GateHolds("nowhere")), WORDS))
    assert [("RJ224", "neighbour")] == [one[:2] for one in found("every neighbour: consent is given")]


@pytest.mark.parametrize(
    "text",
    [
        "risk is low",
        "risk is not low",
        "not risk in (low, high)",
        "score >= 3",
        "day < 2027-01-31",
        "risk is current",
        "risk is not current",
        "risk is missing",
        "safe",
        "not (safe or ready is true)",
        "in open",
        "in paused from open",
        "in final",
        "in kind gathering",
        "same person (risk, finish)",
        "scheme is-open",
        "at least 2 harmed person: safe and ready is true",
    ],
)
def test_what_is_written_the_one_way_is_written_so_again(text):
    """
    Reading and writing give the same words.
    """
    assert text == written(parse(text))


def test_what_a_workflow_provides_is_written_by_its_name():
    """
    A meaning and a question inside a question are written as they are asked.
    """
    assert "ready" == written(MeaningHolds("ready"))
    assert "scheme (not a)" == written(OfScheme(Not(GateHolds("a"))))
    assert "(every victim: a) or b" == written(Or((ForPeople("every", 0, "victim", GateHolds("a")), GateHolds("b"))))


@pytest.mark.parametrize(
    ("word", "safeguard", "help_"),
    [
        ("missing", False, "use one of its values, or add this one to its `one-of`"),
        ("current", True, "use one of its values, or add this one to its `one-of`"),
        ("mising", False, "only safeguards may ask whether something is missing; you can ask for `risk is current`"),
        ("mising", True, "did you mean `missing`?"),
        ("curent", False, "did you mean `current`?"),
    ],
)
def test_what_is_listed_as_a_value_is_no_question_of_standing(word, safeguard, help_):
    """
    Where only values can stand, a word of the language is a value like any other; one that is nearly such a word is told as that.
    """
    span = Span(SourceText("f.yaml", word), 1, 1, 1, len(word) + 1)
    asked = Among("risk", (word,), span=span)
    found = (
        check_values(asked, WORDS.facts["risk"], safeguard=True)
        if safeguard
        else check_values(asked, WORDS.facts["risk"])
    )

    assert [("RJ240", word, help_)] == [(one.code, one.underlined, one.help) for one in found]
