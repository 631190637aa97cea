"""
One slip in a file that is in order: it gets one diagnostic, at the right characters, with help that can be followed.
"""

from pathlib import Path

import pytest

from rjflow.reader.reading import read
from rjflow.sources.errors import InvalidWorkflow

FOLDER = Path(__file__).parent / "files"
GOOD = (FOLDER / "base.workflow.yaml").read_text("utf-8")

RESUME = "{from: paused, to: back, by: [supervisor]}"
LEAVE_OUT = "leave it out; or, where it belongs to a text, put the whole text in quotes"
RISK = "      - risk in (low, medium)"
NEEDS = "[safe, score < 8, every offender: admits is true]"


def check(old: str, new: str, code: str, underlined: str, help_: str | None) -> None:
    """
    Put *new* in the place of *old* in a good file, and assert what is said.
    """
    assert 1 == GOOD.count(old)
    with pytest.raises(InvalidWorkflow) as raised:
        read(GOOD.replace(old, new).encode(), name="slip.yaml", folder=FOLDER)

    assert [(code, underlined, help_)] == [(one.code, one.underlined, one.help) for one in raised.value.diagnostics]


@pytest.mark.parametrize(
    ("resume", "code", "underlined", "help_"),
    [
        (
            "{from: paused, to:back, by: [supervisor]}",
            "RJ139",
            "to:back",
            "write a space after the colon: `to: back`",
        ),
        (
            "{from:paused, to: back, by: [supervisor]}",
            "RJ139",
            "from:paused",
            "write a space after the colon: `from: paused`",
        ),
        (
            "{from: paused, to: back, by:[supervisor]}",
            "RJ139",
            "by:[supervisor]",
            "write a space after the colon: `by: [supervisor]`",
        ),
        (
            "{from:\u00a0paused, to: back, by: [supervisor]}",
            "RJ124",
            " ",
            "write a simple space in its place",
        ),
        (
            "{from: pau\u200bsed, to: back, by: [supervisor]}",
            "RJ124",
            " ",
            "delete it, and write what you need around it anew",
        ),
        (
            "{from: paused, to: back \u200b, by: [supervisor]}",
            "RJ124",
            " ",
            "delete it, and write what you need around it anew",
        ),
        ("{from: pau\u00adsed, to: back, by: [supervisor]}", "RJ220", "\u00ad", "write `paused`, typed anew"),
        ("{from: pau\u200dsed, to: back, by: [supervisor]}", "RJ220", "\u200d", "write `paused`, typed anew"),
        ("{from: p\u0430used, to: back, by: [supervisor]}", "RJ220", "\u0430", "write `paused`, typed anew"),
    ],
)
def test_a_slip_in_an_event_is_told_once(resume: str, code: str, underlined: str, help_: str) -> None:
    """
    A space that is missing, of another kind, or not to be seen does not make three mistakes of one.
    """
    check(RESUME, resume, code, underlined, help_)


@pytest.mark.parametrize(
    ("entry", "code", "underlined", "help_"),
    [
        ("`risk` is low", "RJ136", "`", "leave the backticks out"),
        (
            "!(risk is low)",
            "RJ131",
            "!(risk",
            f"in a condition, write `not (…)`; anywhere else, {LEAVE_OUT}",
        ),
        (
            "every victim: every offender: admits is true",
            "RJ246",
            "every",
            "ask about each group of people by itself, and join the two with `and`",
        ),
        (
            "every victim: consent is given and every offender: admits is true",
            "RJ246",
            "every",
            "ask about each group of people by itself, and join the two with `and`",
        ),
        (
            "(every victim: consent is given) and (some offender: admits is true)",
            "RJ129",
            ":",
            'put the whole text in quotes: `"(every victim: consent is given) and (some offender: admits is true)"`',
        ),
        ("r\u00adisk is low", "RJ124", "\u00ad", "write `risk`, typed anew"),
        ("risk is l\u043ew", "RJ204", "\u043e", "write `low`, typed anew"),
        ("risk: low", "RJ102", "risk", "write `risk is low`"),
        ("risk: [low, medium]", "RJ102", "risk", "write `risk in (low, medium)`"),
        ("not: risk is low", "RJ102", "not", "write `not (risk is low)`"),
        ("or: [risk is low]", "RJ102", "or", "write `any:`"),
        ("each victim: consent is given", "RJ102", "each victim", "write `every victim: …`"),
        ("EVERY victim: consent is given", "RJ102", "EVERY victim", "write `every victim: …`"),
        ("all victims: consent is given", "RJ102", "all victims", "write `every victim: …`"),
        ("any victim: consent is given", "RJ102", "any victim", "write `some victim: …`"),
        ("atleast 2 victim: consent is given", "RJ102", "atleast 2 victim", "write `at least 2 victim: …`"),
        (
            "at least -1 victim: consent is given",
            "RJ102",
            "at least -1 victim",
            "write `some victim: …`, or leave it out",
        ),
        (
            "at most 1 victim: consent is given",
            "RJ102",
            "at most 1 victim",
            "`at most 1 victim: …` is written `not at least 2 victim: …`",
        ),
        (
            "exactly 1 victim: consent is given",
            "RJ102",
            "exactly 1 victim",
            "`exactly 1 victim: …` is written `(at least 1 victim: …) and not at least 2 victim: …`, in quotes",
        ),
    ],
)
def test_a_slip_in_a_condition_is_told_once(entry: str, code: str, underlined: str, help_: str) -> None:
    """
    What is no condition for YAML, or in the list form, gets the help that the text form gives.
    """
    check(RISK, f"{RISK}\n      - {entry}", code, underlined, help_)


@pytest.mark.parametrize(
    ("old", "new", "code", "underlined", "help_"),
    [
        (
            NEEDS,
            "{safe, score < 8}",
            "RJ102",
            "safe",
            "write conditions in square brackets: `[safe, score < 8]`",
        ),
        (
            "workflow: example\nversion: 1",
            "workflow: example\nversion 1",
            "RJ139",
            "version 1",
            "write a colon and a space after the key: `version: 1`",
        ),
        (
            "workflow: example\nversion: 1",
            "workflow: example\nversion = 1",
            "RJ139",
            "version = 1",
            "write a colon and a space after the key: `version: 1`",
        ),
        (
            "guide: {title: The guide}",
            'guide: {title: "The guide, url: "https://example.org"}',
            "RJ127",
            '"',
            'close it with `"`',
        ),
        (
            "title: Two people meet",
            "title: !!x [Two people]",
            "RJ131",
            "!!x",
            LEAVE_OUT,
        ),
        (
            "title: Two people meet",
            "title: Two \ue03apeople meet",
            "RJ124",
            " ",
            "delete it, and write what you need around it anew",
        ),
        (
            "risk: {one-of: [low, medium, high],",
            'risk: {means: {mild: "= low"}, one-of: [low, medium, high],',
            "RJ104",
            '"= low"',
            "write `[low]`",
        ),
    ],
)
def test_a_slip_anywhere_else_is_told_once(old: str, new: str, code: str, underlined: str, help_: str) -> None:
    """
    A slip is pointed at where it is, not where it led to.
    """
    check(old, new, code, underlined, help_)


@pytest.mark.parametrize(
    ("old", "new", "code", "underlined", "help_"),
    [
        ("clock], reason", "clok], reason", "RJ221", "clok", "did you mean `clock`?"),
        ("[mon, tue", "[Monday, tue", "RJ117", "Monday", "write `mon`"),
        *(
            (
                "{any-except: [meeting]}",
                word,
                "RJ220",
                word,
                "list the states, or write `{any-except: […]}` with those that are not meant",
            )
            for word in ("all", "any")
        ),
        *(
            (
                "    one-of: [given, refused]\n    recorded-by: [facilitator]\n    current-for: 14 days",
                f"    one-of: [given, refused]\n    recorded-by: [facilitator]\n    current-for: {length}",
                "RJ115",
                length,
                help_,
            )
            for length, help_ in (
                ("-3 days", "did you mean `3 days`?"),
                ("two weeks", "did you mean `2 weeks`?"),
                ("a week", "did you mean `1 week`?"),
                ("forever", "write `whole-case`; it counts until something voids it"),
            )
        ),
    ],
)
def test_what_is_nearly_right_is_recognised(old: str, new: str, code: str, underlined: str, help_: str) -> None:
    """
    A word that is close to the right one, or that another tool has for it, gets the right one.
    """
    check(old, new, code, underlined, help_)


@pytest.mark.parametrize("content", [b"---\n", b"---\n# later\n", b"# later\n", b""])
def test_a_file_with_nothing_in_it_is_empty(content: bytes) -> None:
    """
    A mark that a document begins is not yet a document.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        read(content, name="slip.yaml", folder=FOLDER)

    assert ["RJ125"] == [one.code for one in raised.value.diagnostics]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le"])
def test_two_bytes_for_each_character_are_told_once(encoding: str) -> None:
    """
    A file in another encoding is one mistake, whether a mark at its beginning says so or not.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        read(GOOD.encode(encoding), name="slip.yaml", folder=FOLDER)

    assert ["RJ122"] == [one.code for one in raised.value.diagnostics]


def test_a_tab_on_the_last_line_is_shown_there() -> None:
    """
    Empty as it looks, the line with the tab is the one that is shown.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        read((GOOD + "   # the end\n\t").encode(), name="slip.yaml", folder=FOLDER)
    (found,) = raised.value.diagnostics

    assert ("RJ121", GOOD.count("\n") + 2, 1) == (found.code, found.span.line, found.span.column)


@pytest.mark.parametrize("title", ["Un\u00a0cercle\u00a0: deux", "co\u00adoperation", "\U0001f469\u200d\U0001f467"])
def test_texts_for_people_may_hold_what_names_may_not(title: str) -> None:
    """
    No-break spaces, soft hyphens and joined pictures are good typography in a text.
    """
    told = read(GOOD.replace("Two people meet", f'"{title}"').encode(), name="a", folder=FOLDER).title

    assert title.split() == told.split()
