"""
From nodes to shapes: what is told of each mistake, and what is read all the same.
"""

from datetime import date

import pytest

from rjflow.reader.files import WorkflowShape
from rjflow.reader.structuring import sort_of_file, structure_overlay, structure_safeguards, structure_workflow
from rjflow.reader.written import Text
from rjflow.reader.yaml_nodes import compose
from rjflow.sources.diagnostic import Diagnostic

TOP = "rjflow: 1\nworkflow: example\nversion: 1\ntitle: An example\n"
REST = "states: {here: {}}\nevents: {stay: {from: here, to: here, by: [x]}}\n"


def structured(text: str) -> tuple[WorkflowShape, list[Diagnostic]]:
    """
    Read a workflow to which the keys every workflow needs are added.
    """
    whole = text if text.startswith("rjflow") else TOP + text
    for line in REST.splitlines():
        whole += "" if line.split(":")[0] + ":" in whole else "\n" + line
    composed = compose(whole, "file.yaml")
    assert composed.root is not None, composed.diagnostics
    return structure_workflow(composed.root)


def check(text: str, *expected: tuple[str, str, str | None]) -> WorkflowShape:
    """
    Assert which problems are told, each with the characters underlined and the help.
    """
    shape, found = structured(text)

    assert list(expected) == [(each.code, each.underlined, each.help) for each in found]
    return shape


# ---- keys ------------------------------------------------------------------------------------------------------------


def test_a_misspelt_key_is_one_mistake():
    """
    A key close to a missing one is told once, as a misspelling, and read as what it was meant to be.
    """
    shape = check("events: {go: {from: a, too: b, by: [x]}}", ("RJ102", "too", "did you mean `to`? An event needs one"))
    assert shape.events is not None

    assert Text("b", shape.span) == shape.events[0][1].to


def test_a_key_from_another_tool_is_understood():
    """
    A word that other tools use is answered with ours, and read as it.
    """
    shape = check("states: {a: {initial: true}}", ("RJ102", "initial", "did you mean `start`?"))
    assert shape.states is not None
    assert shape.states[0][1].start is not None

    assert shape.states[0][1].start.value


def test_a_key_close_to_one_that_is_there_is_pointed_out():
    """
    A second spelling of a key that is there already is answered with where that is.
    """
    check("stats: {}\nstates: {here: {}}", ("RJ102", "stats", "`states` is there already, on line 6"))


def test_help_is_in_whole_sentences():
    """
    What a key was meant to be, and what is missing besides, are sentences of their own.
    """
    _, found = structured(f"rjflow: 1\nworkflow: example\ntitle: T\nstats: {{}}\n{REST}")

    assert [one.help for one in found] == ["`states` is there already, on line 5. Besides, it needs `version`"]


def test_several_missing_keys_are_one_mistake():
    """
    All that one thing lacks is told together, at its name, with what each key is for.
    """
    _, found = structured("except: [{safeguard: S1, owner: me}]")

    assert [("an exception needs `reason` and `until`", "safeguard")] == [
        (each.message, each.underlined) for each in found
    ]
    assert ("`reason`: why it is not kept", "`until`: the date from which it is demanded again") == found[0].notes


def test_the_ideal_message():
    """
    The five mistakes of the house style's example are five problems, in file order.
    """
    text = """rjflow: 1
workflow: community
version: "3"
title: A conference
states:
  settled: {final: yes, reasons: [done]}
events:
  prepare:
    too: preparing
    from: settled
    by: [x]
    wen: done
    from: referred
"""
    composed = compose(text, "file.yaml")
    assert composed.root is not None
    found = sorted([*composed.diagnostics, *structure_workflow(composed.root)[1]], key=lambda each: each.span.line)

    assert [
        ("RJ104", '"3"', "write `3` without quotes"),
        ("RJ104", "yes", "write `true`; rjflow does not read `yes` as an answer"),
        ("RJ102", "too", "did you mean `to`? An event needs one"),
        ("RJ102", "wen", "did you mean `needs`?"),
        ("RJ103", "from", "keep one of the two; YAML would silently drop the first"),
    ] == [(each.code, each.underlined, each.help) for each in found]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "states: {a: {while: x}}",
            ("RJ110", "while", "write `otherwise:` too: where the case goes when `while` stops being true"),
        ),
        ("states: {a: {final: true}}", ("RJ110", "final", "write `reasons:` too: the reasons a case can end here for")),
        ("evidence: {a: {current-for: same day}}", ("RJ109", "a", "write `one-of:`, or another of these")),
        (
            "evidence: {a: {flag: true, date: true, current-for: same day}}",
            ("RJ108", "date", "keep the one that says what values it has"),
        ),
        ("events: {a: {either: [{from: a, to: b}], needs: x, by: [y]}}", ("RJ111", "needs", "take one of the two out")),
        (
            "safeguards: [{id: a, must: x}]",
            ("RJ110", "must", "write `entering:` too: the steps after which `must` is judged"),
        ),
        ("safeguards: [{id: a}]", ("RJ109", "id", "write `always:`, or another of these")),
    ],
)
def test_keys_that_do_not_go_together_are_told_once(text: str, problem: tuple[str, str, str | None]):
    """
    What keys must keep to together is told at one of them, and only once.
    """
    check(text, problem)


# ---- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("states: {a: {start: yes}}", ("RJ104", "yes", "write `true`; rjflow does not read `yes` as an answer")),
        ("states: {a: {start: Off}}", ("RJ104", "Off", "write `false`; rjflow does not read `Off` as an answer")),
        ("states: {a: {start: True}}", ("RJ104", "True", "write `true` in lower case")),
        ("states: {a: {start: 'true'}}", ("RJ104", "'true'", "write `true` without quotes")),
        ("states: {a: {label: 7}}", ("RJ104", "7", 'put it in quotes: `"7"`')),
        ("states: {a: [x]}", ("RJ104", "[x]", "write keys with values")),
        ("roles: {a: x}", ("RJ104", "x", "write `{}` where there is nothing to say")),
        ("roles: {a: }", ("RJ105", "a", "write `{}` where there is nothing to say")),
        ("roles: {a: {label: ~}}", ("RJ105", "~", "write what it is, or delete the key")),
        ("roles: {a: {label: ' '}}", ("RJ106", "' '", "write something in it, or delete the key")),
        ("notices: {a: {by: x}}", ("RJ104", "x", "write `[x]`")),
        ("notices: {a: {by: []}}", ("RJ106", "[]", "write at least one, or delete the key")),
        ("notices: {a: {by: [x, y, x]}}", ("RJ107", "x", "keep one of the two")),
        ("people: {a: {at-most: 0}}", ("RJ114", "0", "write 1 or more")),
        ("people: {a: {at-least: 1.5}}", ("RJ104", "1.5", "write a whole number")),
        ("people: {a: {at-least: 99999999999999999999}}", ("RJ114", "99999999999999999999", "write 100 or less")),
        ("people: {a: {side: Harmed}}", ("RJ117", "Harmed", "did you mean `harmed`?")),
        ("roles: {Case_Worker: {}}", ("RJ112", "Case_Worker", "write `case-worker`")),
        ("roles: {participant: {}}", ("RJ113", "participant", "choose another name; `label:` can still say it so")),
        ("evidence: {a: {one-of: [b, missing], current-for: same day}}", ("RJ113", "missing", "choose another word")),
        ("satisfies: [core, core]", ("RJ107", "core", "keep one of the two")),
    ],
)
def test_a_value_of_the_wrong_sort_is_told_in_plain_words(text: str, problem: tuple[str, str, str | None]):
    """
    What does not fit its key is underlined, and the help says what to write.
    """
    check(text, problem)


@pytest.mark.parametrize(
    ("written", "help_text"),
    [
        ("14 dais", "did you mean `14 days`?"),
        ("14", "did you mean `14 days`?"),
        ("14days", "did you mean `14 days`?"),
        ("two weeks", "did you mean `2 weeks`?"),
        ("3 months", "months and years differ in length: say how many days or weeks"),
        ("whole case", "did you mean `whole-case`?"),
        ("0 days", "write at least 1; what is never current would open nothing"),
        ("5 working days", "working days are counted in `deadlines` only: say how many days or weeks"),
    ],
)
def test_a_length_of_time_is_asked_for(written: str, help_text: str | None):
    """
    What is no length of time is answered with the likeliest one.
    """
    check(f"evidence: {{a: {{flag: true, current-for: {written}}}}}", ("RJ115", written, help_text))


@pytest.mark.parametrize(
    ("written", "help_text"),
    [
        ("25.12.2026", "write `2026-12-25`"),
        ("2026-1-5", "write `2026-01-05`"),
        ("2026-02-30", None),
        ("03/04/2026", None),
        ("20261225", None),
    ],
)
def test_a_date_is_asked_for(written: str, help_text: str | None):
    """
    What is no date is answered with the date, where there is no doubt about it.
    """
    check(f"calendars: {{a: {{working-days: [mon], holidays: [{written}]}}}}", ("RJ116", written, help_text))


def test_what_is_right_is_kept_beside_what_is_wrong():
    """
    A shape holds everything that could be read, and says what could not.
    """
    shape = check("evidence: {a: {flag: true, current-for: 3, about: b}}", ("RJ115", "3", "did you mean `3 days`?"))
    assert shape.evidence is not None
    evidence = shape.evidence[0][1]
    assert evidence.about is not None

    assert ("b", None, {"current-for"}) == (evidence.about.value, evidence.current_for, evidence.broken)


def test_a_name_survives_what_is_wrong_with_its_thing():
    """
    A thing that could not be read at all still has its name, so that what speaks of it is no mistake.
    """
    shape = check("states: {a: 3}", ("RJ104", "3", "write keys with values"))
    assert shape.states is not None

    assert ["a"] == [name.value for name, _ in shape.states]
    assert {"*"} == shape.states[0][1].broken


# ---- conditions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("x is y", ["x is y"]),
        ("[x is y, every p: z is w]", ["x is y", "every p: z is w"]),
        ("{every p: z is w}", ["every p: z is w"]),
        ("[{that: x is y, because: z}]", ["x is y"]),
        ("\n      - not every p:  x in (a, b)\n", ["not every p:  x in (a, b)"]),
        ("\n      - at least 2 p: 'x is y'\n", ["at least 2 p: x is y"]),
    ],
)
def test_a_condition_is_put_together_again(written: str, texts: list[str]):
    """
    Whatever YAML made of a condition, its words are what the author wrote.
    """
    shape = check(f"events:\n  e:\n    from: a\n    to: b\n    by: [c]\n    needs: {written}")
    assert shape.events is not None
    needs = shape.events[0][1].needs
    assert needs is not None

    assert texts == [item.text.value for item in needs.items if item.text]


def test_a_comma_that_split_a_condition_is_one_mistake():
    """
    The pieces are joined, and the help shows the whole in quotes.
    """
    shape = check(
        "gates: {g: {all: [x in (a, b, c), every p: y in (d, e), z]}}",
        ("RJ120", "x in (a, b, c)", 'put the whole text in quotes: `"x in (a, b, c)"`'),
        ("RJ120", "y in (d, e)", 'put the whole text in quotes: `"every p: y in (d, e)"`'),
    )
    assert shape.gates is not None
    gate = shape.gates[0][1].all
    assert gate is not None

    assert ["x in (a, b, c)", "every p: y in (d, e)", "z"] == [item.text.value for item in gate.items if item.text]


def test_a_comma_that_split_a_label_is_one_mistake():
    """
    Words after a comma in curly brackets belong to the text before it.
    """
    shape = check(
        "states: {a: {label: waiting, for now}}",
        ("RJ120", "waiting, for now", 'put the whole text in quotes: `"waiting, for now"`'),
    )
    assert shape.states is not None

    assert "waiting, for now" == str(shape.states[0][1].label)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("[{evry p: x}]", ("RJ102", "evry p", "did you mean `every p`?")),
        ("[{because: x}]", ("RJ109", "because", "write `that:` with a condition")),
        ("[{that: x, all: [y]}]", ("RJ108", "all", "write each as an entry of its own")),
        ("[[x]]", ("RJ104", "[x]", "write `all:` or `any:` before an inner list")),
        ("[true]", ("RJ104", "true", "write a condition")),
        ("x", ("RJ104", "x", "begin each condition with `- `")),
    ],
)
def test_what_is_no_condition_is_told(written: str, problem: tuple[str, str, str | None]):
    """
    A list of conditions holds conditions, alone or with their reasons, and groups.
    """
    check(f"gates: {{g: {{all: {written}}}}}", problem)


# ---- the rest --------------------------------------------------------------------------------------------------------


def test_voiders_and_values_are_read_in_each_form():
    """
    What voids evidence and what counts as a meaning can be said in several ways.
    """
    shape = check(
        "evidence: {a: {flag: true, current-for: 1 day, voided-by: [b, {own: c}, {change-of: d}],"
        " means: {e: any, f: [true, g, 3], h: '>= 2'}}}"
    )
    assert shape.evidence is not None
    evidence = shape.evidence[0][1]
    assert evidence.voided_by
    assert evidence.means

    assert [("name", "b"), ("own", "c"), ("change-of", "d")] == [
        (one.form, str(one.name)) for one in evidence.voided_by
    ]
    assert ["any", None, ">= 2"] == [value.words and value.words.value for _, value in evidence.means]
    assert [True, "g", 3] == [one.value for one in evidence.means[1][1].values]


def test_an_exception_has_a_date():
    """
    Until when a safeguard is not demanded is a date.
    """
    shape = check("except: [{safeguard: S1, owner: me, reason: why, until: 2027-01-31}]")
    assert shape.except_
    assert shape.except_.items[0].until

    assert date(2027, 1, 31) == shape.except_.items[0].until.value


@pytest.mark.parametrize(
    ("text", "sort"),
    [("rjflow: 1", "workflow"), ("extends: a.yaml", "overlay"), ("safeguards-file: a", "safeguards")],
)
def test_a_file_shows_what_it_is(text: str, sort: str):
    """
    Overlays and safeguard files are known by a key that only they have.
    """
    root = compose(text, "file.yaml").root
    assert root is not None

    assert sort == sort_of_file(root)


def test_a_section_in_an_overlay_is_told_where_it_belongs():
    """
    What stands at the top of an overlay and belongs under `add` or `change` is told so.
    """
    root = compose("rjflow: 1\nextends: a.yaml\nversion: 2\nstates: {}", "file.yaml").root
    assert root is not None
    (problem,) = structure_overlay(root)[1]

    assert "in an overlay, write it under `add` or `change`, as in `add: {states: …}`" == problem.help


def test_a_safeguard_file_is_read():
    """
    A safeguard file has its own keys, and the same safeguards.
    """
    root = compose("rjflow: 1\nsafeguards-file: a\nversion: 1\ntitle: b\nsafeguards: [{id: S1, ends: true}]", "f").root
    assert root is not None
    shape, found = structure_safeguards(root)

    assert [] == found
    assert shape.safeguards
    assert ["S1"] == [str(one.id) for one in shape.safeguards]


def test_values_of_a_meaning_are_a_list():
    """
    A lone value is answered with the list it should be.
    """
    check(
        "evidence: {a: {one-of: [b], current-for: same day, means: {m: b}}}",
        ("RJ104", "b", "write `[b]`"),
    )
    check(
        'evidence: {a: {one-of: [b], current-for: same day, means: {m: "= b"}}}',
        ("RJ104", '"= b"', "write `[b]`"),
    )


def test_a_comment_in_place_of_words_is_called_one():
    """
    Where nothing is left but a comment, the sign that began it is named.
    """
    _, found = structured("states:\n  a: {}\n  b:\n    label: #x\n")

    assert [("RJ105", ("`#` begins a comment; put words that begin with it in quotes",))] == [
        (each.code, each.notes) for each in found
    ]


def test_no_length_of_time_is_longer_than_can_be_written():
    """
    A number with too many digits is answered with the largest there is.
    """
    check(
        "evidence: {a: {flag: true, current-for: 999999999999 weeks}}",
        ("RJ115", "999999999999 weeks", "write at most 99999 of them"),
    )


def test_very_long_names_do_not_make_very_long_lines():
    """
    What is told keeps to a width that can be read.
    """
    _, found = structured(f"states: {{{'x' * 900}: {{{'y' * 900}: 1}}}}")

    assert all(len(word) < 100 for each in found for word in each.message.split())
