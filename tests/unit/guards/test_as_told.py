"""
Everything that is said of a condition that is wrong, word for word: one long list of slips, and what is told of each.

Which slips are recognised stands in the tables of the other files here; this holds labels, notes and help together, as they were read.
"""

import pytest
from attrs import evolve

from rjflow.guards.checking import check
from rjflow.guards.parsing import parse
from rjflow.guards.vocabulary import Fact, Place, Vocabulary
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.errors import InvalidWorkflow
from rjflow.sources.span import SourceText, Span

UNREADABLE = r"""
risk is lo\u200bw|risk is l\u043ew|risk \u2013 low|risk is\u00a0low|risk is \u00a0|r\u0456sk-low is low|a b\u2019c|risk \u2212 low
risk == low|risk = low|risk === low|risk != low|risk <> low|score => 3|score =< 3|score \u2265 3|score \u2264 3
a && b|a & b|a + b|a \|\| b|a \| b|a / b|!a|risk ~ low|a and !b|risk >== 3|score >>> 3
a AND b|a OR b|NOT a|Every victim: a|risk IS low|IN meeting|a aNd b
consent_to_meet is given|consentGiven is true|2nd-talk is held|\u00e9 is low|-risk is low|risk- is low|a is R\u00e9sum\u00e9|Risk is low|ABC9x
every victim consent is given|every victim|every harmed person a|at least 2 victim a|some victim; a|no victim|some harmed person. a
(a and b|((a) and (b|a and b)|a)) and b|)|a and (b or c|(a) and
risk is 'low'|risk is 'low|risk is ''|risk is \u201clow\u201d|risk is `low`|"a and b"|a and "|risk is \u2019low\u2019
day > 2027-02-30|day is 2027-13-01
day >= 31/01/2027|day >= 31-01-2027|day >= 31.01.2027|day >= 05/06/2027|day >= 2027-1-1|day > 31/02/2027|day > 5/6/27|2027/1/2 is day
score > 3.5|score > 3.|score > -3.25|a and .5|score > 10.5 and a
risk in low, high|risk is in (low)|risk in low|risk in [low, medium]|risk in {low, medium}|risk in low medium|risk in low or safe is true
risk in (low medium)|risk in (low or medium)|risk in (low,, medium)|risk in not (low)|risk not in (low)|risk is not in (low)|risk is not in low
risk is either low or medium|risk either low or medium|risk is neither low or medium|risk is one of (low, medium)|risk is any of low, or medium
risk among (low, high)|risk is either of low, high|risk in ()|risk in [and]|risk in (and, or)|risk in [true, false]|risk is in high
risk is not missing|risk is low or is medium|risk is low and is not medium|ready is no|ready is no and a|(ready is no)
3 <= score|3 <= score <= 5|2027-01-31 < day|three > score|score between 2 and 5|score is between two to 5|day between 2027-01-01 and 2027-12-31
score >= 2 and <= 5|score < 2 or > 5|score >= 2 and <= 5 or a
score is more than 3|score is greater than 3|score higher than 3|score is over 3|day is after 2027-01-31|day is later than 2027-01-31|score above 3
score is less than 3|score is lower than 3|score fewer than 3|score is under 3|day is before 2027-01-31|day is earlier than 2027-01-31|score below 3
score is at least 3|score at least three|score is at most 3|score up to 3|score is >= 3|score >= three|score is bigger than 3|score smaller than 3
risk are low|risk was low|risk has low|risk equals low|risk be low|risk means low|risk is equal to low|risk contains low|risk low|risk current|ready true|ready false|ready missing
in (meeting, closed)|in any meeting|in every meeting|in (meeting or closed)|in ()|in|in each meeting
same person a, b|same persons (a and b)|same person (a, b|same person|same person a and b|same person (a b)
if a|when a|only if a|a,|a.|a; |a?|a!|where a|provided a|that a
risk si low|risk iz low|risk isnt low|risk isn't low|risk isn\u2019t low|risk is nto low|nto risk is low|risk inn (low, high)|risk is low adn safe
risk is low orr safe|safe and same persn (a, b)|evry victim: a|in knd meeting|a adn b|at lest 2 victim: a|sme victim: a|risk is curent or a|arent a
schem a|a and nt b|risk is low annd safe|risk is lo w and b orr c
a // note|a /* note|-- a|a -- b|a # b|//
each victim: a|any victim: a|all victim: a|both victims: a|none of the victim: a|a and each victim: b|atleast 2 victim: a|at least two victim: a
at least one victim: a|at most 2 victim: a|at most 1 victim: a|exactly 1 victim: a|All victims: a|BOTH victims: a|at most 0 victim: a|exactly 2 victim: a|exactly one victim: a|exactly 0 victim: a|up to 3 victim: a
several victim: a|2 victim: a|two victim: a|everybody: a|someone: a|nobody: a|every of the victim: a|a or (each victim: b)|not each victim: b
victim: a|a and victim: b|(victim: a)|and: a|a b: c|: a|every victim:: a
score >= low|score > today|score < tomorrow|ready >= true|ready < false|score > |score >=|score > score-b
a unless b|a except b|a but b|a plus b|a also b|a while b|a with b|a xor b|a nor b|a if b|a when b|a only b|a then b
no risk|no risk and safe|(no risk)|no risk or a|a and no risk
a and and b|a or|not|a and|risk is|risk is and|in and|in kind|in kind and|every|every and: a|at least|at least x: a|scheme|scheme and|some: a
a b|a b c d e|risk is low high|note is low high|risk is is low|1 2|a (b)|a and (b) c|risk in (low) high|3|true|a true|(((|in in in
%|a ? b|a, b|@a|$|a $ b|(a,b)|risk is %
a\u2019s is low|a b)|(a b)|risk ==== low|risk ==! low|risk =! low|score >=-low|score >-low|score = -low|score <=low|not victim: a|a or victim: b|a or not victim: b|scheme victim: a|a and scheme victim: b
score > now|score > yesterday|risk iz|riks iz|risk js low|at lest|a or at lest|a bnd b|a zr b|risk iz low adn b orr c|risk is low adn b iz|a orr b anf c|risk iz low adn|x y iz z|every victim iz low
a is low is|risk is low risk are high|a unles b|a also|a then|risk unless|risk low but safe|a but|every victim: a but b
"""

UNSENSIBLE = """
risk|score|saef|open|scheme running|risk is low or medium|risk is not low or medium|score is 3 or more|score is 3 or fewer|day is 2027-01-31 or later
score is 3 or higher|score is 3 or less|score is 3 or lower|day is 2027-01-31 or earlier|risk is low or high or medium|risk in (low, high) or medium
in open or done|in open or saef|in open|in kind gathering|in kind gatherin|in kind finl|in gathering|in metting|in finl|scheme in setup|in open from done
in paused from halted|in paused from paused|in paused from dnoe|in pausd from open|scheme in running
every victim: all-agree|every victim: some supporter: safe|at least 2 supporter: every victim: safe|every harmed person: safe|every responsible person: safe
every victm: safe|every visitors: safe|at least 0 victim: safe|at least 3 supporter: safe|at least 0 harmed person: nobodys is true|consent is given
every supporter: consent is given|every participant: consent is given|no participant: consent is given|some supporter: consent is given
some participant: consent is given|at least 2 participant: consent is given|every helper: consent is given|safe is true|safe is false|safe in (true, false)
state is open|state in (open, done)|stage is open|status is done|state is elsewhere|state > 3|rsik is low|unheard-of is low|scheme registre is true
scheme unheard-of is true|scheme nowhere|scheme in nowhere|scheme (register is true and in open)|scheme (scheme is-open)
risk is missing|risk is currnet|risk is mising|risk is stale|risk is expired|risk is present|risk is medum|risk is dreadful|risk in (low, low)
risk in (low, dreadful, low, dreadful)|risk > 3|ready > 3|ready < 2027-01-31|report > 3|score is 11|score is -1|score > 10|score < 0|score >= 11|score <= -1
score is low|score is true|ready is yes|ready is on|ready is off|ready is n|ready is 1|ready is 0|ready is maybe|day is today|day >= 2027|day is 3
score > 2027-01-31|risk is 3|risk is true|risk is 2027-01-31|low is low|high in (high, high)|same person (risk, risk)|same person (risk, finihs)
same person (nothing, whatsoever)|same person (risk, consent)|same person (consent, finish)|every supporter: same person (consent, finish)
score <= 10|score >= 0|score < 5 or score >= 5|score < 5 or safe or score > 3|risk is low or risk is not low|ready is true or not ready is true
day < 2027-01-31 or day >= 2027-01-31|risk is current or risk is low or risk is not current|day >= 0001-01-01|day <= 9999-12-31
risk is low and risk is high|risk is low and safe and risk in (medium, high)|score < 3 and score > 3|score > 3 and score < 4
day > 2027-01-31 and day <= 2027-01-31|risk is low and risk is not current|not risk in (low, medium, high)|report is not written
(every victim: consent is given) or (risk is low and risk is high)|every victim: consent is given and risk is low and risk is high
every person-harmed: risk is low|every harmed person: risk is low|no person-harmed: risk is high and safe|every person-harmed: not (risk is low or safe)
every person-harmed: score > 3 and ready is current|risk is low and risk is high and risk is medium|ready is true and ready is false and safe
scheme (register is true and register is false)|not (score >= 0)|score is 3 and score is 4 and score > 5|risk is low and (risk is high or risk is medium)
risk is low and (risk is high or safe)|risk is low and not (risk is high and every victim: consent is given)|not not risk in (low, medium, high) or risk is low
score in (1, true)|ready in (true, 1)|age is old|age is known|score is 0|score is 10|(risk is low or risk in (medium, high)) or risk is high|low is low and high is low and (low is high or high is high)|degree > -3 and degree < -1|degree >= -5|degree < -5|nope is nope|not saef|not risk is dreadful|not (saef or rsik is low)|every victim: in open
every victim: risk is missing|some victim: risk is mising|scheme (every worker: unheard is true)|scheme (every worker: register is maybe)|at least 1 victim: safe
scheme register is missing|scheme (every worker: register is missing)|state in (open, meeting, paused, halted, done)|every everybody: consent is given
in paused from finl|in paused from open|score >= 0 and safe|score <= 10 or safe|score >= 1|score <= 9|day is current or day is not current|score is current and score <= 10
every worker: scheme is-open|not (in metting)|risk in (low, 3)|risk in (3, low, 3)|ready in (true, false, true)|day in (2027-01-31, 2027-01-31)
"""
CROWDED = """
nowhere|event-a|gate-x|in nowhere|in event-a|in kind nowhere|in kind event-a|every nobody: gate-a|every event-a: gate-a|nothing is low|event-a is low
same person (nothing, event-z)|same person (gate-a, risk)|every participant: gate-a|at least 2 participant: gate-a|in gate-a|in state-x|in kind kind-x|every group-x: gate-a
scheme nowhere|scheme in nowhere|scheme (nothing is low)|scheme gate-a|scheme in state-a|scheme (every nobody: gate-a)
"""

WORDS = Vocabulary(
    facts={
        "risk": Fact(sort="one-of", words=("low", "medium", "high")),
        "report": Fact(sort="one-of", words=("written",)),
        "score": Fact(sort="number", low=0, high=10),
        "day": Fact(sort="date"),
        "degree": Fact(sort="number", low=-5, high=5),
        "ready": Fact(sort="flag"),
        "age": Fact(sort="one-of", words=("old", "young", "known")),
        "low": Fact(sort="one-of", words=("low", "high")),
        "high": Fact(sort="one-of", words=("low", "high")),
        "consent": Fact(sort="one-of", words=("given", "refused"), about="participant", kinds=frozenset({"victim"})),
        "nobodys": Fact(sort="flag", about="harmed"),
    },
    gates=("safe", "all-agree"),
    gates_about_people=("all-agree",),
    groups={
        "visitor": frozenset({"visitor"}),
        "victim": frozenset({"victim"}),
        "supporter": frozenset({"supporter"}),
        "helper": frozenset(),
        "participant": frozenset({"victim", "supporter"}),
        "person-harmed": frozenset({"victim"}),
        "everybody": frozenset({"visitor", "supporter", "victim"}),
    },
    most={"supporter": 2},
    never_empty=("person-harmed",),
    states=("open", "meeting", "paused", "halted", "done"),
    holding=("paused", "halted"),
    kinds=("gathering",),
    events=("finish",),
    scheme=Vocabulary(
        facts={"register": Fact(sort="flag")},
        gates=("is-open",),
        groups={"worker": frozenset({"worker"})},
        states=("set-up", "running"),
    ),
)
CROWD = Vocabulary(
    facts={f"fact-{letter}": Fact(sort="flag") for letter in "abcdefghij"},
    gates=tuple(f"gate-{letter}" for letter in "abcdefghij"),
    groups={f"group-{letter}": frozenset() for letter in "abcdefghij"},
    states=tuple(f"state-{letter}" for letter in "abcdefghij"),
    kinds=tuple(f"kind-{letter}" for letter in "abcdefghij"),
    events=("event-a",),
    others={"event-a": "an event", "gate-a": "a gate", "nothing": "a role"},
)
MANY = evolve(CROWD, scheme=CROWD)


def slips(table: str) -> list[str]:
    """
    Give the conditions of a table, a bar between each and the next.
    """
    text = table.strip().replace(r"\|", "\N{BROKEN BAR}").replace("\n", "|")
    return [one.encode().decode("unicode-escape") if "\\u" in one else one for one in _bars(text)]


def _bars(text: str) -> list[str]:
    return [one.replace("\N{BROKEN BAR}", "|") for one in text.split("|")]


def told(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """
    Give all that is said, and at which characters.
    """
    lines: list[str] = []
    for one in diagnostics:
        place = f"{one.span.column}-{one.span.end_column}"
        lines.append(f"    {one.code} {place} {one.message}: {one.label}".rstrip(": "))
        lines += [f"        note: {note}" for note in one.notes]
        lines += [f"        help: {one.help}"] if one.help else []
    return lines or ["    nothing"]


def read(text: str, span: Span | None = None) -> tuple[Diagnostic, ...]:
    """
    Give what is said when a condition is read.
    """
    try:
        parse(text, span)
    except InvalidWorkflow as invalid:
        return invalid.diagnostics
    return ()


def test_what_cannot_be_read_is_told_as_it_was_approved(golden):
    """
    Of each slip in the language, what is told is what somebody has read and approved.
    """
    too_much = ["", "  ", "a or " * 400 + "a", "(" * 51 + "a" + ")" * 51, "not " * 50 + "a"]
    lines = [line for text in (*slips(UNREADABLE), *too_much) for line in (text[:80], *told(read(text)))]

    golden.check("guards.unreadable.txt", "\n".join(lines) + "\n")


def test_what_yaml_cut_off_is_told_as_it_was_approved(golden):
    """
    Where a comma of YAML ended the text, it is said so, whatever is missing.
    """
    lines = []
    for text in ("risk in (low", "a and", "a and ((b", "in", "same person (a", "every victim"):
        for comma in (",", " ,", " "):
            source = SourceText("f.yaml", f"x: {{needs: {text}{comma} high), by: b}}")
            lines += [f"{text}{comma} …", *told(read(text, Span(source, 1, 12, 1, 12 + len(text))))]

    golden.check("guards.cut-off.txt", "\n".join(lines) + "\n")


def test_what_makes_no_sense_is_told_as_it_was_approved(golden):
    """
    Of each condition that can be read and makes no sense, what is told is what somebody has read and approved; of a safeguard, where
    that is something else.
    """
    lines: list[str] = []
    for text in slips(UNSENSIBLE):
        of_event, of_safeguard = (told(tuple(check(parse(text), WORDS, Place(safeguard=one)))) for one in (False, True))
        lines += [text, *of_event]
        lines += [] if of_event == of_safeguard else ["  as a safeguard", *of_safeguard]

    golden.check("guards.unsensible.txt", "\n".join(lines) + "\n")


def test_a_name_among_many_is_told_as_it_was_approved(golden):
    """
    Where there are too many names to list, it is said where a new one is written, and of a name of something else what it is.
    """
    place = Place(safeguard=True)
    lines = [line for text in slips(CROWDED) for line in (text, *told(tuple(check(parse(text), MANY, place))))]

    golden.check("guards.crowded.txt", "\n".join(lines) + "\n")


def test_what_evidence_about_somebody_needs_is_asked_of_them():
    """
    Where a condition speaks of somebody already, people may still be asked about, once.
    """
    of_victim = Place(person=frozenset({"victim"}))

    assert [] == list(check(parse("consent is given and some victim: consent is given"), WORDS, of_victim))
    assert ["RJ245"] == [
        one.code for one in check(parse("consent is given"), WORDS, Place(person=frozenset({"helper"})))
    ]
    assert [] == list(check(parse("consent is given"), WORDS, Place(person=frozenset())))


def test_a_condition_that_stands_in_no_file_has_a_place_all_the_same():
    """
    What is wrong with it is shown as in a file that is called a condition.
    """
    for text, end in (("", 2), ("a b", 4), ("a\nb", 2)):
        with pytest.raises(InvalidWorkflow) as raised:
            parse(text)
        assert "--> condition:" in str(raised.value)
        assert (text.count("\n") + 1, end) == _end(raised.value.diagnostics[0].span)
    assert "condition:1:1" == str(parse("a").span)


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column


def test_of_a_meaning_it_is_said_how_to_mean_any_value():
    """
    Under `means` only values stand in the file, so the way out is a word that stands there for a value.
    """
    for text in ("score >= 0", "not score >= 0"):
        (only,) = check(parse(text), WORDS, Place(means=True))

        assert "write `any`, or compare with another number" == only.help
