"""
Scenarios that say who sees notices, forms, and what is written in them.
"""

import pytest

from rjflow.report.tested import failure_text
from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.outcome import Outcome
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.sources.errors import InvalidWorkflow

LODGE = """\
rjflow: 1
workflow: lodge
version: 1
title: What is seen in a lodge
sources: {act: {title: The Act}}
roles: {host: {}, keeper: {}, guard: {}}
people: {asker: {takes-part: true}, asked: {takes-part: true}}
notices:
  alarm: {label: an alarm, visible-to: [host, asker]}
  bell: {label: the bell}
states: {open: {start: true}, over: {final: true, reasons: [done]}}
events:
  finish: {from: open, to: over, by: [host, keeper], reason: done}
forms:
  remark:
    label: what was remarked
    event: finish
    visible-to: [host, keeper, participant]
    fields:
      aside: {label: an aside, text: line, visible-to: [host]}
      word: {label: a word, text: line}
  talk:
    label: what was said alone
    about: asker
    filled-by: [host]
    visible-to: [host, participant]
    event: finish
    fields: {said: {label: what was said, text: line}}
exports:
  ending: {label: that it is over, to: [guard], at: [finish], facts: [state], basis: legal-duty, source: act}
"""
HEAD = """\
rjflow: 1
scenarios-of: lodge.workflow.yaml
begins: 2026-03-02 09:00
workers: {hal: host, kim: keeper, gus: guard}
people: {robin: asker, kit: asked}
scenarios:
  - scenario: it is seen
    then: THEN
"""


@pytest.fixture
def lodge(tmp_path):
    """Write the lodge, and give what reads a scenario of it."""
    (tmp_path / "lodge.workflow.yaml").write_text(LODGE, "utf-8")

    def of(then: str, about: str = "") -> ScenarioFile:
        text = HEAD.replace("THEN", then).replace("scenarios:\n", f"{about}scenarios:\n")
        return read_scenarios(text, name="lodge.scenarios.yaml", folder=tmp_path)

    return of


def acted(file: ScenarioFile) -> Outcome:
    """
    Act the only scenario of a file out.
    """
    return run(file, file.scenarios[0])


SEEN = [
    ("{hal: [alarm, bell], robin: [alarm], kim: [bell]}", "{kim: [alarm], kit: [alarm], gus: [bell]}"),
    ("{hal: [remark, remark.aside, remark.word]}", "{gus: [remark, remark.word]}"),
    ("{robin: [remark, remark.word], kit: [remark.word], kim: [remark]}", "{kim: [remark.aside], robin: [remark.aside]}"),
    ("{hal: [talk], robin: [talk, talk.said], kit: [talk]}", "{kim: [talk], gus: [talk.said]}"),
    ("{host: [talk.said]}", "{keeper: [talk.said]}"),
]  # fmt: skip  # one sight to a line reads best


@pytest.mark.parametrize(("sees", "sees_not"), SEEN)
def test_who_sees_what_is_told_from_who_does_not(lodge, sees, sees_not):
    """
    Notices, forms and fields are seen by those who may see them, and by nobody else; what nobody is named for by everybody with a part.
    """
    assert acted(lodge(f"{{sees: {sees}, sees-not: {sees_not}}}")).passed
    assert not acted(lodge(f"{{sees: {sees_not}}}")).passed
    assert not acted(lodge(f"{{sees-not: {sees}}}")).passed


def test_nobody_sees_a_form_about_somebody_who_is_not_there(lodge):
    """
    What is about people is seen as far as there are any.
    """
    assert acted(lodge("{sees-not: {hal: [talk, talk.said]}}", "about: [kit]\n")).passed


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ("{sees: {kim: [alarm]}}", "only the host or the asker may see it"),
        ("{sees-not: {robin: [alarm]}}", "the host or the asker may see it"),
        ("{sees-not: {kim: [bell]}}", "everybody with a part in the case may see it"),
        ("{sees: {kim: [remark.aside]}}", "only the host may see it"),
    ],
)
def test_a_failure_says_who_may_see_it(lodge, then, told):
    """
    Of a notice, a form or a field it is said who may see it.
    """
    file = lodge(then)

    assert told in " ".join(failure_text(file, acted(file)).split())


def test_what_nobody_could_see_is_not_known(lodge):
    """
    A name that is neither evidence, a notice, a form nor a field is a mistake, with what was probably meant.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        lodge("{sees: {hal: [alarms, remark.asides]}}")

    assert ["RJ222", "RJ222"] == [one.code for one in raised.value.diagnostics]
    assert ["did you mean `alarm`?", "did you mean `remark.aside`?"] == [one.help for one in raised.value.diagnostics]
