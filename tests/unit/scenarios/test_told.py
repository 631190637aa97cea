"""
Who was told what: a scenario asks for all of it, and for nothing else.
"""

import pytest

from rjflow.reader.reading import read
from rjflow.report.tested import failure_text
from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.outcome import Outcome
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.sources.errors import InvalidWorkflow

NEWS = """\
rjflow: 1
workflow: news
version: 1
title: Others are told what came of it
sources: {act: {title: The Act}}
roles: {host: {}, court: {}, police: {}}
people: {guest: {label: guest}}
evidence:
  report: {one-of: [met, not-met], recorded-by: [host], current-for: 1 day, outcome: true}
  consent: {about: guest, one-of: [agrees, refuses], recorded-by: [host], current-for: 1 day}
states: {open: {start: true}, told: {}, closed: {final: true, reasons: [done, dropped]}}
events:
  tell: {from: open, to: told, by: [host]}
  close: {from: [open, told], to: closed, by: [host]}
  lapse: {from: told, to: closed, by: [clock], reason: dropped}
deadlines: [{in: told, after: 7 days, then: lapse}]
exports:
  ending: {label: that it is over, to: [court], at: [close, lapse], facts: [state, reason], basis: legal-duty, source: act}
  outcome:
    label: what came of it
    to: [police, guest]
    at: [tell]
    facts: [report]
    basis: permission
    needs: ["every guest: consent is agrees"]
"""


def news(body: str, tmp_path) -> ScenarioFile:
    """
    Read a file of one scenario of the news, given as the lines below its name.
    """
    (tmp_path / "news.workflow.yaml").write_text(NEWS, "utf-8")
    head = "rjflow: 1\nscenarios-of: news.workflow.yaml\nbegins: 2026-03-02 09:00\nworkers: {hal: host}\npeople: {gil: guest}\n"
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    text = f"{head}scenarios:\n  - scenario: it comes so\n{lines}"
    return read_scenarios(text, name="news.scenarios.yaml", folder=tmp_path)


def acted(body: str, tmp_path) -> Outcome:
    """
    Act the one scenario out.
    """
    file = news(body, tmp_path)
    return run(file, file.scenarios[0])


AGREED = "given: {evidence: {consent: agrees, report: met}}\nwhen: [{by: hal, do: tell}]"
REFUSED = "given: {evidence: {consent: refuses, report: met}}\nwhen: [{by: hal, do: tell}]"
LAPSED = f"{REFUSED[:-1]}, {{wait: 7 days}}]"


@pytest.mark.parametrize(
    ("body", "told", "not_told"),
    [
        (AGREED, "{police: [report], guest: [report]}", "{police: [report]}"),
        (AGREED, "{police: report, guest: report}", "{police: [report, state], guest: [report]}"),
        (AGREED, "{police: [report], guest: [report]}", "{police: [report], guest: [report], court: [state]}"),
        (REFUSED, "{}", "{police: [report], guest: [report]}"),
        (LAPSED, "{court: [state, reason]}", "{}"),
        (f"{AGREED[:-1]}, {{by: hal, do: close, reason: done}}]",
         "{police: [report], guest: [report], court: [reason, state]}", "{court: [state, reason]}"),
        ("given: {state: told}\nwhen: [{by: hal, do: close, reason: done}]", "{court: [state, reason]}", "{court: [state]}"),
    ],
)  # fmt: skip  # one story to a line reads best
def test_just_what_was_told_passes(body, told, not_told, tmp_path):
    """
    Whoever was told something is named with all of it; whoever is left out was told nothing, and one fact too many is wrong.
    """
    assert acted(f"{body}\nthen: {{told: {told}}}", tmp_path).passed

    (wrong,) = acted(f"{body}\nthen: {{told: {not_told}}}", tmp_path).mismatches
    assert "check" == wrong.sort


def test_at_a_step_it_is_what_was_told_until_then(tmp_path):
    """
    Asked after a step, what comes later is not counted.
    """
    steps = "[{by: hal, do: tell, then: {told: {}}}, {by: hal, do: close, reason: done}]"

    assert acted(f"when: {steps}\nthen: {{told: {{court: [state, reason]}}}}", tmp_path).passed


def test_what_was_told_instead_is_said(tmp_path):
    """
    What must have been told stands beside what was, everybody once, with all of it.
    """
    file = news(f"{AGREED}\nthen: {{told: {{}}}}", tmp_path)
    said = " ".join(failure_text(file, run(file, file.scenarios[0])).split())

    assert "must be: nothing has been told to others." in said
    assert "happened: this has been told to others: the police: “report”; the guest: “report”." in said


@pytest.mark.parametrize(("told", "code"), [("{cuort: [state]}", "RJ221"), ("{court: [stat]}", "RJ222")])
def test_a_name_that_is_not_known_is_told(told, code, tmp_path):
    """
    Whoever mistypes a receiver or a fact is told so, with what was probably meant.
    """
    with pytest.raises(InvalidWorkflow) as refused:
        news(f"then: {{told: {told}}}", tmp_path)

    assert [code] == [one.code for one in refused.value.diagnostics]


def test_the_workflow_of_these_tests_can_be_read():
    """
    The stories are about a workflow that is valid.
    """
    assert {"ending", "outcome"} == set(read(NEWS).exports)
