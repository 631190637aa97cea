"""
Laws of scenario files: whatever is written, it is read or its problems are told; and what was read is acted out without a fault.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rjflow.report import tested
from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.sources.errors import InvalidWorkflow

FOLDER = Path(__file__).parents[1] / "unit" / "scenarios" / "files"

FILE = """\
rjflow: 1
scenarios-of: talk.workflow.yaml
begins: 2026-03-02 09:00
workers: {fran: host, gil: [keeper]}
people: {robin: asker, kit: asked, sam: guest}
about: [robin, kit]
answers: {told-on: in 3 days}
backgrounds:
  agreed: [{by: fran, record: agreement, is: given}, {record: room, is: found}]
scenarios:
  - scenario: two talk
    given: {background: agreed, time: 2026-06-01}
    when:
      - {by: fran, do: note, with: {told-on: 2026-06-02}}
      - {by: fran, do: finish, reason: talked, refused-because: [state, told-on]}
      - wait: 2 days
      - {smoothly: [note, begin], then: {may: {robin: [leave]}, nothing-else: true}}
      - {by: fran, joins: sam, refused: true}
    then: {evidence: {approval: absent, agreement: {robin: given}}, due: {give-up: 2026-07-01}, sees: {host: [room]}}
  - scenario: it is put there
    given: {state: talking, evidence: {agreement: given}, records: [{record: room, is: found, at: 2026-03-01}]}
    then: {not-state: waiting, not-due: [give-up], sees-not: {kit: [room]}}
"""
WORD = re.compile(r"[\w-]+")
OTHERS = ["clock", "nobody", "9999-12-31", "0001-01-01", "99999 weeks", "null", "''", "{}", "[]"]
WORDS = [*sorted(set(WORD.findall(FILE))), *OTHERS]


@st.composite
def files(draw: st.DrawFn) -> str:
    """
    Exchange a few words of a good file for others.
    """
    text = FILE
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([match.span() for match in WORD.finditer(text)]))
        text = text[: place[0]] + draw(st.sampled_from(WORDS)) + text[place[1] :]
    return text


def read(text: str) -> ScenarioFile | None:
    """
    Read a file; nothing comes of one with problems, each of which has a place.
    """
    try:
        return read_scenarios(text, name="talk.scenarios.yaml", folder=FOLDER)
    except InvalidWorkflow as invalid:
        return None if str(invalid) else pytest.fail("there are problems, and nothing is said of them")


def test_the_file_they_begin_with_is_in_order():
    """
    What is changed below can be read as it stands.
    """
    assert read(FILE) is not None


@settings(max_examples=120)
@given(files())
def test_whatever_is_written_is_told_or_acted_out(text: str):
    """
    No file makes rjflow stumble, and what comes of it can be told.
    """
    file = read(text)
    if file is not None:
        outcomes = [run(file, scenario) for scenario in file.scenarios]
        assert tested.tested_text(file, "talk.scenarios.yaml", outcomes)


@settings(max_examples=30)
@given(files())
def test_a_scenario_always_comes_out_the_same(text: str):
    """
    Acting a file out twice gives the same outcomes.
    """
    file, again = read(text), read(text)
    if file is not None and again is not None:
        assert [run(file, one) for one in file.scenarios] == [run(again, one) for one in again.scenarios]
