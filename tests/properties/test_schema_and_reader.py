"""
Laws between the reader and the JSON Schemas: they accept and reject the same files, as far as shape goes.
"""

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rjflow.reader.schema import safeguards_schema, scenarios_schema, workflow_schema
from rjflow.reader.structuring import structure_overlay, structure_safeguards, structure_scenarios, structure_workflow
from rjflow.reader.yaml_nodes import compose
from written_files import mutated, overlays, safeguard_files, scenario_files, workflows

VALIDATORS = {
    name: jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))
    for name, schema in (
        ("workflow", workflow_schema()),
        ("safeguards", safeguards_schema()),
        ("scenarios", scenarios_schema()),
    )
}
FILES = st.one_of(workflows(), safeguard_files(), overlays(), scenario_files())

several = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=150)


def read(file: dict[str, Any]) -> list[str]:
    """
    Give the codes of everything wrong with a file, written as JSON, which is YAML too.
    """
    composed = compose(json.dumps(file, ensure_ascii=False, indent=1), "file.yaml")
    assert composed.root is not None, composed.diagnostics
    if "safeguards-file" in file:
        found = structure_safeguards(composed.root)[1]
    elif "scenarios-of" in file:
        found = structure_scenarios(composed.root)[1]
    elif "extends" in file:
        found = structure_overlay(composed.root)[1]
    else:
        found = structure_workflow(composed.root)[1]
    return [f"{each.code} {each.message}" for each in (*composed.diagnostics, *found)]


def validator_of(file: dict[str, Any]) -> jsonschema.Draft7Validator:
    """
    Give the schema that an editor would hold to a file.
    """
    marks = {"safeguards-file": "safeguards", "scenarios-of": "scenarios"}
    return VALIDATORS[next((name for key, name in marks.items() if key in file), "workflow")]


def check(file: dict[str, Any]) -> None:
    """
    Assert that schema and reader agree about a file.
    """
    validator = validator_of(file)
    by_schema = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(file)]
    by_reader = read(file)
    assert bool(by_schema) == bool(by_reader), (by_schema, by_reader)


@several
@given(FILES)
def test_a_whole_file_is_accepted_by_both(file: dict[str, Any]):
    """
    A file in which every key holds what the language allows is in order for the reader and for the schema.
    """
    validator = validator_of(file)

    assert [] == [f"{error.json_path}: {error.message}" for error in validator.iter_errors(file)]
    assert [] == read(file)


@several
@given(st.data())
def test_a_file_with_mistakes_is_judged_alike(data: st.DataObject):
    """
    After keys were dropped, added and renamed and values exchanged, the reader rejects what the schema rejects, and nothing else.
    """
    file = data.draw(FILES)
    for _ in range(data.draw(st.integers(1, 3))):
        file = data.draw(mutated(file))
    if "safeguards-file" not in file and re.search("safeguards-file", json.dumps(list(file))):
        return

    check(file)


@pytest.mark.parametrize("name", sorted(VALIDATORS))
def test_a_schema_is_one(name: str):
    """
    The schemas are valid draft 7.
    """
    jsonschema.Draft7Validator.check_schema(VALIDATORS[name].schema)
