"""
What the keys of a mapping must keep to together, in JSON Schema.

Stands on: `kinds`.   Knows nothing of: shapes, YAML.
"""

from collections.abc import Iterable
from typing import Any

from rjflow.reader.kinds import ExactlyOne, Excludes, Needs, Rule


def rule_schemas(rules: Iterable[Rule]) -> dict[str, Any]:
    """
    Describe all rules of a mapping, as keywords of its schema.
    """
    dependencies: dict[str, list[str]] = {}
    every: list[dict[str, Any]] = []
    for rule in rules:
        match rule:
            case Needs(when_true=False):
                dependencies.setdefault(rule.key, []).extend(rule.others)
            case Needs():
                true = {"required": [rule.key], "properties": {rule.key: {"const": True}}}
                every.append({"if": true, "then": {"required": list(rule.others)}})
            case ExactlyOne():
                every.append({"oneOf": [{"required": [key]} for key in rule.keys]})
            case Excludes():
                none = {"not": {"anyOf": [{"required": [other]} for other in rule.others]}}
                every.append({"if": {"required": [rule.key]}, "then": none})
            case _:
                working = {"required": [rule.duration], "properties": {rule.duration: {"pattern": "working"}}}
                required = {"required": [rule.calendar]}
                every.append({"if": working, "then": required, "else": {"not": required}})
    made: dict[str, Any] = {"dependencies": dependencies} if dependencies else {}
    return {**made, "allOf": every} if every else made
