"""
Forms that are handed in in a scenario, and what the scheme's registers say of whom they name.
"""

from pathlib import Path

import pytest

from rjflow import InvalidWorkflow
from rjflow.report.shown import shown_text
from rjflow.report.tested import tested_text as told
from rjflow.scenarios.outcome import Outcome
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Watch

FOLDER = Path(__file__).parent / "registers"
FIT = "{asked: true, until: in 3 days, rank: high, most: 2}"
HEAD = """\
rjflow: 1
scenarios-of: room.workflow.yaml
begins: 2026-03-02 09:00
workers: {cat: clerk, hal: head, kim: worker, lea: worker}
people: {ann: guest, bob: guest}
scenarios:
  - scenario: it comes so
"""


def file_of(body: str):
    """
    Read a file of one scenario, given as the lines below its name.
    """
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return read_scenarios(f"{HEAD}{lines}\n", name="room.scenarios.yaml", folder=FOLDER)


def acted(*steps: str, kim: str = FIT, more: str = "") -> Outcome:
    """
    Act a scenario out in which a register lists `kim`, with what is said of them.
    """
    when = "".join(f"\n  - {step}" for step in steps)
    file = file_of(f"given: {{register: {{kim: {{evidence: {kim}{more}}}}}}}\nwhen:{when}")
    return run(file, file.scenarios[0])


def handed(keeper: str, refused: str = "", form: str = "key") -> str:
    """
    Write the step in which a form names somebody.
    """
    return f"{{by: cat, hand-in: {form}, with: {{says: given, keeper: {keeper}}}{refused}}}"


BIG = "{by: cat, record: size, is: high}"


def test_whoever_is_fit_is_given_it():
    """
    A form that names somebody fit is taken, with whatever else must stand in it, and what it says is recorded.
    """
    assert acted(BIG, handed("kim"), "{by: cat, do: lend}").passed


@pytest.mark.parametrize(
    ("steps", "kim", "more", "cause"),
    [
        ([BIG], "{asked: false, until: in 3 days, rank: high, most: 2}", "", "register needs"),
        ([BIG, "wait: 4 days"], FIT, "", "register until"),
        ([BIG], FIT.replace("high", "low"), "", "register level"),
        ([BIG], FIT, ", cases: 2", "register most"),
        ([BIG], FIT, ", in: keepers, cases: 2", "register"),
    ],
)
def test_whoever_is_not_fit_is_refused_with_the_reason(steps, kim, more, cause):
    """
    Each thing that a register asks refuses alone, under its own word, and any other word fails the scenario.
    """
    other = "register not-listed"

    assert acted(*steps, handed("kim", f", refused-only-because: {cause}"), kim=kim, more=more).passed
    assert ["causes"] == [
        one.sort for one in acted(*steps, handed("kim", f", refused-because: {other}"), kim=kim, more=more).mismatches
    ]
    assert ["refused"] == [one.sort for one in acted(*steps, handed("kim"), kim=kim, more=more).mismatches]


def test_only_because_names_all_that_a_register_refuses_for():
    """
    With `only`, each thing that a register says has its word; one that has none fails the scenario, and one word stands for all.
    """
    low = FIT.replace("high", "low")
    for causes, passes in {"[register level, register most]": True, "register": True, "register level": False}.items():
        step = handed("kim", f", refused-only-because: {causes}")

        assert passes is acted(BIG, step, kim=low, more=", cases: 2").passed


def test_who_is_in_no_register_or_in_the_case_is_refused():
    """
    Somebody who is not listed, and somebody whom the case is about, is given nothing.
    """
    body = f"given: {{register: {{ann: {{evidence: {FIT}}}}}}}\nwhen:\n  - " + "\n  - ".join(
        [BIG, handed("ann", ", refused-only-because: register conflict"), handed("kim", ", refused-because: register")]
    )
    file = file_of(body)

    assert run(file, file.scenarios[0]).passed


def test_one_person_is_not_named_twice():
    """
    Whom a form of the scenario named already is not somebody else; once another is named in their place, they are.
    """
    assert acted(
        handed("kim"), handed("kim", ", refused-only-because: register other-than", "help"), more=", cases: 0"
    ).passed
    body = f"given: {{register: {{kim: {{evidence: {FIT}}}, lea: {{evidence: {FIT}}}}}}}\nwhen:\n  - " + "\n  - ".join(
        [BIG, handed("kim"), handed("lea"), handed("kim", form="help"), handed("kim", ", refused: true")]
    )
    file = file_of(body)

    assert run(file, file.scenarios[0]).passed


def test_what_is_wrong_in_a_form_besides_is_the_form():
    """
    Evidence that is not said is missing; somebody else may not hand the form in; and a form that is taken is not refused.
    """
    assert acted("{by: cat, hand-in: key, with: {keeper: kim}, refused-only-because: form}").passed
    assert not acted("{by: cat, hand-in: key, with: {keeper: kim}, refused-only-because: register}").passed
    assert acted(BIG, handed("kim", ", refused-because: actor").replace("by: cat", "by: kim")).passed
    assert ["allowed"] == [one.sort for one in acted(BIG, handed("kim", ", refused: true")).mismatches]


def test_a_form_about_people_is_about_each_or_about_one():
    """
    Without `of` a form is handed in about everybody it can be about, and by the first who may where nobody is named.
    """
    everybody = "{hand-in: mood, with: {calm: true}, then: {evidence: {calm: true}}}"
    one = "{hand-in: mood, of: bob, with: {calm: true}, then: {evidence: {calm: {ann: absent, bob: true}}}}"

    assert acted(everybody).passed
    assert acted(one).passed


def test_the_register_outlasts_what_becomes_of_the_scheme():
    """
    Whom a register lists is listed still when the scheme is put elsewhere.
    """
    assert acted("scheme-is: {state: open-now, evidence: {open: declared}}", BIG, handed("kim")).passed


def test_a_refused_form_is_told_with_its_reasons():
    """
    Both what came of a scenario, and how it went step by step, tell why a form was not taken, as a host would.
    """
    file = file_of(
        f"given: {{register: {{kim: {{evidence: {FIT}, cases: 2}}}}}}\nwhen:\n  - {BIG}\n  - {handed('kim')}"
    )
    watch = Watch()
    outcome = run(file, file.scenarios[0], watch=watch)
    reason = "- keeper: they have 2 open, and may have 2"

    assert reason in told(file, "room.scenarios.yaml", [outcome])
    assert "must be:   the form is taken.\n  happened:  it was refused." in told(file, "room.scenarios.yaml", [outcome])
    assert f"refused: hand in the key\n\n    {reason}" in shown_text(file, outcome, watch)


@pytest.mark.parametrize(
    ("body", "code", "underlined"),
    [
        ("when: [{by: cat, hand-in: kee}]", "RJ375", "kee"),
        ("when: [{by: cat, hand-in: key, with: {keper: kim}}]", "RJ375", "keper"),
        ("when: [{by: cat, hand-in: key, with: {keeper: kin}}]", "RJ401", "kin"),
        ("when: [{by: cat, hand-in: key, with: {says: taken}}]", "RJ240", "taken"),
        ("when: [{by: cat, hand-in: key, with: {says: {ann: given}}}]", "RJ104", "says"),
        ("when: [{by: cat, hand-in: key, of: ann}]", "RJ405", "ann"),
        ("when: [{by: cat, do: lend, of: ann}]", "RJ111", "of"),
        ("when: [{by: cat, hand-in: key, refused-because: register levels}]", "RJ407", "register levels"),
        ("given: {register: {kin: {}}}", "RJ401", "kin"),
        ("given: {register: {kim: {in: keeper}}}", "RJ376", "keeper"),
        ("given: {register: {kim: {evidence: {ranc: low}}}}", "RJ222", "ranc"),
        ("given: {register: {kim: {evidence: {open: declared}}}}", "RJ405", "open"),
        ("given: {register: {kim: {evidence: {rank: middle}}}}", "RJ240", "middle"),
    ],
)
def test_a_name_that_nothing_has_is_told_where_it_stands(body, code, underlined):
    """
    Forms, fields, people, registers and what is said of them are looked up, each with its own code and place.
    """
    then = "" if body.startswith("when") else "\nthen: {state: asked}"
    with pytest.raises(InvalidWorkflow) as raised:
        file_of(body + then)

    assert [(code, underlined)] == [(one.code, one.underlined) for one in raised.value.diagnostics]
