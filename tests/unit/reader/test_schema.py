"""
The JSON Schemas as they are shipped.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rjflow.reader.schema import as_text, safeguards_schema, scenarios_schema, shipped, workflow_schema

SCHEMAS = {"workflow": workflow_schema(), "safeguards": safeguards_schema(), "scenarios": scenarios_schema()}
WORKFLOWS = Path(__file__).parents[3] / "workflows"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_shipped_file_is_what_the_keys_say(name: str, request: pytest.FixtureRequest):
    """
    The file that comes with rjflow is the one made of the descriptions of the keys; `--accept` writes it.
    """
    path = Path(__file__).parents[3] / "src" / "rjflow" / "reader" / f"{name}.schema.json"
    if request.config.getoption("--accept"):
        path.write_text(as_text(SCHEMAS[name]), "utf-8")

    assert as_text(SCHEMAS[name]) == path.read_text("utf-8")
    assert SCHEMAS[name] == shipped(name)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_key_has_a_description(name: str):
    """
    An editor can say something about each key, and about each thing.
    """
    bare = [path for path, schema in properties(SCHEMAS[name], name) if not schema.get("description")]

    assert [] == bare


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_no_mapping_takes_unknown_keys(name: str):
    """
    Wherever keys are listed, no other key is accepted.
    """
    loose = [
        path
        for path, schema in mappings(SCHEMAS[name], name)
        if "properties" in schema and schema.get("type") == "object" and schema.get("additionalProperties") is not False
    ]

    assert [] == loose


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yaml")), ids=lambda path: path.name)
def test_an_editor_finds_nothing_wrong_with_what_is_shipped(path: Path):
    """
    The shipped workflows and scenarios keep to the schema, as another YAML reader sees them.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor

    class WithoutDates(SafeConstructor):
        """YAML 1.2 knows no dates."""

    WithoutDates.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = WithoutDates
    validator = jsonschema.Draft7Validator(SCHEMAS[path.name.split(".")[-2]])

    assert [] == [error.message for error in validator.iter_errors(yaml.load(path.read_text("utf-8")))]


def mappings(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Walk every schema inside a schema.
    """
    if isinstance(schema, dict):
        yield path, schema
        for key, inner in schema.items():
            yield from mappings(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from mappings(inner, f"{path}/{number}")


def properties(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Walk every description of a key, and every definition; conditions on keys describe nothing.
    """
    for where, each in mappings(schema, path):
        if each.get("type") == "object" or "definitions" in each:
            for group in ("properties", "patternProperties", "definitions"):
                yield from ((f"{where}/{group}/{key}", inner) for key, inner in each.get(group, {}).items())
