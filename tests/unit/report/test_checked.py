"""
What came of a file, in each form it is shown in.
"""

import json
from datetime import date

import pytest
from attrs import evolve
from tests import zoo

from rjflow import read, verify
from rjflow.definition.model import Exemption
from rjflow.report.as_json import json_text
from rjflow.report.checked import Checked
from rjflow.report.github import github_text
from rjflow.report.plain import check_text, outcomes_text, summary
from rjflow.report.sarif import sarif_text
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.verdict import Overlap, Structure, Verdict

TRAP = zoo.TRAP.replace("whoever is inside has found the key", '"whoever is inside, has found the key"')
LETTER = """\
rjflow: 1
workflow: letter
version: 1
title: A letter whose reading ends as it passes
roles: {reader: {}}
evidence:
  reading: {one-of: [may-pass], current-for: whole-case, recorded-by: [reader], voided-by: [pass]}
states:
  lying: {start: true}
  over: {final: true, reasons: [passed]}
events:
  pass: {from: lying, to: over, by: [reader], contact: indirect, needs: reading is may-pass}
safeguards:
  - {id: T1, label: no letter passes unread, entering: contact, must: reading is may-pass}
"""


@pytest.fixture(scope="module")
def report():
    """
    A report with one broken safeguard.
    """
    return verify(read(TRAP, name="trap 1.yaml"))


def with_verdict(report, **changes):
    """
    Give the report with its verdict changed.
    """
    return evolve(report, verdicts=(evolve(report.verdicts[0], **changes),))


EXCUSE = Exemption(safeguard="T1", owner="The warden", reason="the door is new", until=date(2027, 1, 31))


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ("broken", {}),
        ("kept", {"judged": "kept", "story": None}),
        ("unfinished", {"judged": "unfinished", "story": None, "how": "too large"}),
        ("kept", {"exemption": EXCUSE}),
    ],
)
def test_the_outcome_of_a_report(expected, changes, report):
    """
    An excused safeguard does not make a file broken; an unfinished one does not make it kept.
    """
    assert expected == Checked(name="trap", report=with_verdict(report, **changes)).outcome


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ("The safeguard is broken.", {}),
        ("The safeguard is kept.", {"judged": "kept", "story": None}),
        ("The safeguard is excused.", {"exemption": EXCUSE}),
    ],
)
def test_the_summary_of_one(expected, changes, report):
    """
    One safeguard is summed up in one sentence.
    """
    assert expected == summary(with_verdict(report, **changes))


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "nothing was proved"), (2, "Both safeguards are kept."), (3, "All 3")]
)
def test_the_summary_of_several(number, expected, report):
    """
    Nothing to prove is not called kept.
    """
    kept = evolve(report.verdicts[0], judged="kept", story=None)

    assert expected in summary(evolve(report, verdicts=(kept,) * number))


def test_an_excuse_that_is_not_needed_is_visible_too(report):
    """
    A safeguard that is kept says that it would be excused, by whom, why and until when.
    """
    kept = with_verdict(report, judged="kept", story=None, exemption=EXCUSE)
    text = " ".join(check_text(kept).split())

    assert "(kept, though excused until 31 January 2027; The warden answers for it: the door is new)" in text


def test_an_excuse_is_visible_in_every_form(report):
    """
    Who answers for a safeguard that is not kept is told in each form, and until when.
    """
    checked = Checked(name="trap", report=with_verdict(report, exemption=EXCUSE))
    sarif = json.loads(sarif_text([checked], "1"))["runs"][0]["results"][0]

    assert "excused until 31 January 2027; The warden answers for it: the door is new" in " ".join(
        check_text(checked.report).split()
    )
    assert "::notice " in github_text([checked])
    assert "The warden: the door is new" == sarif["suppressions"][0]["justification"]
    assert "2027-01-31" == json.loads(json_text([checked]))["files"][0]["report"]["verdicts"][0]["excused"]["until"]


@pytest.mark.parametrize(
    ("how", "considered", "expected"),
    [
        ("only so many people", (("guest", 2),), "Shown only for so many people: 2 guest."),
        ("only impossible times", (), "Only ways to break it were found that no case can go."),
        ("not judged", (), "This rjflow cannot judge this form yet."),
    ],
)
def test_why_a_verdict_is_unfinished(how, considered, expected, report):
    """
    An unfinished verdict says what it lacks.
    """
    changed = with_verdict(report, judged="unfinished", story=None, how=how, considered=considered)

    assert expected in check_text(changed)


def test_an_event_that_could_go_two_ways(report):
    """
    Ambiguity is told in each form, and the report is not safe.
    """
    overlap = Overlap(event="leave", first=0, second=1, state="inside", story=report.verdicts[0].story)
    kept = evolve(with_verdict(report, judged="kept", story=None), overlaps=(overlap,))
    checked = Checked(name="trap", report=kept)

    assert "broken" == checked.outcome
    assert "ambiguous: way 1 and way 2 of “leave” are both open in “inside”" in check_text(kept)
    assert "1 event can go two ways at once" in summary(kept)
    assert "1 event can go two ways at once." == summary(evolve(kept, verdicts=()))
    assert "title=leave::ambiguous" in github_text([checked])
    assert "ambiguous-event" == json.loads(sarif_text([checked], "1"))["runs"][0]["results"][0]["ruleId"]
    assert [0, 1] == json.loads(json_text([checked]))["files"][0]["report"]["overlaps"][0]["ways"]


def test_what_the_graph_tells(report):
    """
    Each fact about states and events is one note.
    """
    structure = Structure(
        unreachable=("free",),
        trapped=("inside",),
        dead_events=("leave",),
        must_pass=(("inside", ()),),
        loops=(("inside",),),
    )
    text = check_text(evolve(report, structure=structure))

    for note in (
        "No path leads to “free”.",
        "From “inside” a case can never be closed.",
        "“leave” can never happen.",
        "No gate stands on every path into “inside”.",
        "A case can go round for ever with nobody deciding: inside → inside.",
    ):
        assert f"note: {note}" in text


def test_a_gate_without_a_name_is_a_gate(report):
    """
    Of a state that asks something itself it is not said that no gate stands on the way into it.
    """
    gated = read(TRAP.replace("inside: {}", 'inside: {while: "key is found", otherwise: outside}'))

    text = check_text(evolve(report, workflow=gated, structure=Structure(must_pass=(("inside", ()),))))

    assert "No gate" not in text


def test_what_github_would_read_as_its_own_is_escaped(report):
    """
    Percent signs, line ends, colons and commas do not end a command or a property.
    """
    text = github_text([Checked(name="a,b:c%.yaml", failure="100% gone\nreally")])

    assert "::error file=a%2Cb%3Ac%25.yaml,title=rjflow::100%25 gone%0Areally" == text
    assert 1 == len(github_text([Checked(name="trap", report=report)]).splitlines())


def test_sarif_is_what_its_readers_need(report):
    """
    Every result names a rule that is there, places are whole and inside the file, and addresses are escaped.
    """
    mistaken = Checked(name="trap 1.yaml", diagnostics=diagnostics(TRAP.replace("to: inside", "to: insde")))
    gone = Checked(name="gone.yaml", failure="gone.yaml: there is no such file")
    log = json.loads(sarif_text([Checked(name="trap 1.yaml", report=report), mistaken, gone], "1.2.3"))
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert "2.1.0" == log["version"]
    assert ["T1", "RJ220", "unreadable"] == [rule["id"] for rule in rules]
    assert not run["invocations"][0]["executionSuccessful"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
    assert {"trap%201.yaml", "gone.yaml"} == {place["artifactLocation"]["uri"] for place in places(run)}
    for place in places(run):
        region = place.get("region")
        if region:
            assert (1, 1) <= (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])
    flow = run["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [1] == [step["executionOrder"] for step in flow]


def test_several_files_are_summed_up(report):
    """
    Each file has a line with how it came out.
    """
    text = outcomes_text([Checked(name="a", report=report), Checked(name="b", failure="gone")])

    assert "broken             a\ncould not be read  b" == text


# ----------------------------------------------------------------------------------------------------------------------


def diagnostics(text: str):
    """
    Read a file that has mistakes, and give them.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        read(text, name="trap 1.yaml")
    return raised.value.diagnostics


def places(node):
    """
    Find every physical location in a log.
    """
    if isinstance(node, dict):
        if "physicalLocation" in node:
            yield node["physicalLocation"]
        for value in node.values():
            yield from places(value)
    elif isinstance(node, list):
        for value in node:
            yield from places(value)


def test_a_verdict_is_a_value(report):
    """
    Telling a report does not change it.
    """
    before = report.verdicts
    check_text(report)

    assert before == report.verdicts
    assert isinstance(report.verdicts[0], Verdict)


def test_a_step_that_undoes_what_it_needs_is_told_as_that():
    """
    Where an event makes the evidence void for which it asks, that is told, and not that it does not ask.
    """
    text = check_text(verify(read(LETTER)))

    assert "It was so until “pass” itself made “reading” void:" in text
    assert "does not ask" not in text


@pytest.mark.parametrize("form", ["before: over, must-have: note", "after: reading, not-before: over, without: note"])
def test_what_is_recorded_with_a_step_does_not_come_before_it(form: str):
    """
    Where an event records what must come before it, or between, that is told, and not that it does not ask.
    """
    text = LETTER.replace("contact: indirect, needs: reading is may-pass", "records: [note]")
    text = text.replace("entering: contact, must: reading is may-pass", form)
    text = text.replace("evidence:\n", "evidence:\n  note: {one-of: [written], current-for: whole-case}\n")

    assert "What “pass” records comes with it, and not before it:" in check_text(verify(read(text)))
