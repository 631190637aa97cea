"""
The JSON Schemas of workflow, safeguard and scenario files, made of the same descriptions of keys that `structuring` reads by.

They say everything about the shape of a file, and nothing about names that must exist. `python -m rjflow schema` prints them; the files
beside this one are what they were when last written, and a test holds the two together.

Stands on: `files`, `kinds`, `schema_kinds`, `schema_rules`, `shapes`.   Knows nothing of: YAML, cattrs.
"""

import json
from importlib import resources
from typing import Any

from attrs import define, field

from rjflow.reader.files import OverlayShape, SafeguardsShape, WorkflowShape
from rjflow.reader.kinds import Kind, Of, keys_of
from rjflow.reader.scenario_shapes import ScenariosShape
from rjflow.reader.schema_kinds import Schema, kind_schema
from rjflow.reader.schema_rules import rule_schemas
from rjflow.reader.shapes import Shape

_DRAFT = "http://json-schema.org/draft-07/schema#"


def workflow_schema() -> Schema:
    """
    Give the schema of a workflow file, or of an overlay, which is one that has `extends`.
    """
    parts = _Definitions()
    workflow, overlay = parts.reference(WorkflowShape, partial=False), parts.reference(OverlayShape, partial=False)
    return {
        "$schema": _DRAFT,
        "title": "rjflow workflow",
        "description": "A workflow, or an overlay of one, in version 1 of the language of rjflow.",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": overlay,
        "else": workflow,
        "definitions": parts.sorted(),
    }


def safeguards_schema() -> Schema:
    """
    Give the schema of a safeguard file.
    """
    return _whole(
        SafeguardsShape, "rjflow safeguards", "What workflows must keep, in version 1 of the language of rjflow."
    )


def scenarios_schema() -> Schema:
    """
    Give the schema of a scenario file.
    """
    return _whole(
        ScenariosShape,
        "rjflow scenarios",
        "What must come of a workflow, told in scenes, in version 1 of the language.",
    )


def shipped(name: str) -> Schema:
    """
    Read one of the schema files that come with rjflow: `workflow`, `safeguards` or `scenarios`.
    """
    text = resources.files("rjflow.reader").joinpath(f"{name}.schema.json").read_text("utf-8")
    schema: Schema = json.loads(text)
    return schema


def as_text(schema: Schema) -> str:
    """
    Write a schema as the shipped files are written.
    """
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


# ----------------------------------------------------------------------------------------------------------------------


def _whole(shape: type[Shape], title: str, description: str) -> Schema:
    parts = _Definitions()
    return {
        "$schema": _DRAFT,
        "title": title,
        "description": description,
        "allOf": [parts.reference(shape, partial=False)],
        "definitions": parts.sorted(),
    }


@define
class _Definitions:
    """One definition for each shape that is spoken of, whole or in part."""

    made: dict[str, Schema] = field(factory=dict)

    def reference(self, shape: type[Shape], *, partial: bool) -> Schema:
        """Point at the definition of a shape, which is made when it is first asked for."""
        name = ("part-of-" if partial else "") + _spoken(shape)
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = self._mapping(shape, partial=partial)
        return {"$ref": f"#/definitions/{name}"}

    def of_kind(self, kind: Kind, *, partial: bool) -> Schema:
        """Describe what a key accepts."""
        if isinstance(kind, Of):
            return self.reference(kind.shape, partial=partial)
        return kind_schema(kind, self, partial=partial)

    def shared(self, name: str, schema: Schema) -> Schema:
        """Point at a definition that several kinds share."""
        self.made.setdefault(name, schema)
        return {"$ref": f"#/definitions/{name}"}

    def sorted(self) -> Schema:
        """Give the definitions in order of name."""
        return dict(sorted(self.made.items()))

    def _mapping(self, shape: type[Shape], *, partial: bool) -> Schema:
        keys = keys_of(shape)
        properties: dict[str, Any] = {}
        for key in keys:
            schema = self.of_kind(key.kind, partial=partial)
            if "$ref" in schema:  # draft 7 reads nothing beside a reference
                schema = {"allOf": [schema]}
            properties[key.name] = {"description": key.description, **schema}
        made: Schema = {
            "description": f"{shape.NOUN[0].upper()}{shape.NOUN[1:]}.",
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        if partial:
            return made
        required = [key.name for key in keys if key.required]
        if required:
            made["required"] = required
        return {**made, **rule_schemas(shape.RULES)}


def _spoken(shape: type[Shape]) -> str:
    return shape.__name__.removesuffix("Shape").lower()
