"""
What the JSON Schema of a form takes is what the casebook takes, and the other way round.
"""

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.papers import BEGINNING, CASE, read_little

from rjflow.instants import instant
from rjflow.reader.reading import read_file
from rjflow.report.forms import form_schema, form_text
from rjflow.rules.filing import taken_apart
from rjflow.rules.situation import first_situation
from rjflow.shipped import folder

WORKFLOW = read_little(
    CASE.replace(
        "      words: {text: page, visible-to: [facilitator]}",
        "      words: {text: page, visible-to: [facilitator]}\n"
        "      on: {date: true}\n"
        "      sure: {flag: true}\n"
        "      topics: {several-of: [shame, repair]}\n"
        "      steps: {rows: {what: {text: line, required: true}, score: {number: {from: 0, to: 2}}}}",
    )
)
FORM = WORKFLOW.forms["feedback-form"]
SITUATION = first_situation(WORKFLOW, (("o1", "offender"),), instant(BEGINNING))
WORDS = st.sampled_from(
    ["", " ", "a", "a\nb", "x" * 201, "partly", "answered", "shame", "repair", "2026-03-02", "2026-13-02", "1", "moon"]
)
PLAIN = st.one_of(WORDS, st.integers(-2, 12), st.booleans(), st.just(1.5))
ROW = st.dictionaries(st.sampled_from(["what", "score", "odd"]), PLAIN, max_size=3)
VALUES = st.dictionaries(
    st.sampled_from([*FORM.fields, "odd"]),
    st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.lists(ROW, max_size=3)),
    max_size=6,
)
CHECKER = jsonschema.Draft202012Validator(form_schema(WORKFLOW, FORM), format_checker=jsonschema.FormatChecker())


def likely(values: dict[str, Any]) -> dict[str, Any]:
    """
    Give values with what the form must have.
    """
    return {"answered": "answered", **values}


@given(VALUES.map(likely))
def test_the_schema_takes_what_the_casebook_takes(values: dict[str, Any]):
    """
    Values are valid by the schema of a form exactly when nothing is wrong with them; only blanks the schema cannot tell.
    """
    problems = taken_apart(WORKFLOW, SITUATION, FORM, values, "o1", lambda _kind, _who: ()).problems
    blank = any(isinstance(one, str) and one and not one.strip() for one in _texts(values))

    assert blank or CHECKER.is_valid(values) == (not problems)


@pytest.mark.parametrize("name", ["ew-post-sentence", "scheme-readiness"])
def test_every_shipped_form_can_be_drawn(name: str):
    """
    Each form that is shipped has a schema that is one, and a text.
    """
    workflow = read_file(folder() / f"{name}.workflow.yaml")
    for form in workflow.forms.values():
        jsonschema.Draft202012Validator.check_schema(form_schema(workflow, form))
        assert all(len(line) <= 80 for line in form_text(workflow, form).splitlines())


def _texts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else [value]
