"""
What is written on a command line, or in a file beside it, as the values that evidence and forms take.

A word that cannot be what is wanted stays as it is, so that the rules say what it must be.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from rjflow.cli.files import called, content_of
from rjflow.definition.model import Day, Flag, Number, Workflow
from rjflow.definition.papers import FieldKind, Form, Records, Rows, SeveralOf
from rjflow.reader.roles import Tree, read_words
from rjflow.rules.commands import Given

values_file = click.option(
    "--values", "values", metavar="FILE", help="A YAML or JSON file with values by their names; - for standard input."
)
"""The option of every command that takes values."""


def words_of(pairs: Sequence[str], file: str | None) -> dict[str, Tree]:
    """
    Put together what was written as NAME=VALUE and in a file.

    Raises:
        UsageError: something is no NAME=VALUE, or is written twice.
    """
    found = dict(read_words(content_of(file), name=called(file))) if file is not None else {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise click.UsageError(f"`{pair}` is written as NAME=VALUE")
        if name in found:
            raise click.UsageError(f"`{name}` is given twice")
        found[name] = value
    return found


def given_of(workflow: Workflow, words: Mapping[str, Tree], person: str | None) -> list[Given]:
    """
    Give values of evidence; those of one piece may be written person by person.
    """
    return [
        Given(name, _plain(workflow, name, one), whom)
        for name, said in words.items()
        for whom, one in (said.items() if isinstance(said, dict) else [(_whose(workflow, name, person), said)])
    ]


def filled_in(workflow: Workflow, form: Form, words: Mapping[str, Tree]) -> dict[str, Any]:
    """
    Give what was written in a form; a field that nobody knows stays as it is.
    """
    fields = form.fields
    return {name: _of(workflow, fields[name].kind, said) if name in fields else said for name, said in words.items()}


# ----------------------------------------------------------------------------------------------------------------------


def _whose(workflow: Workflow, evidence: str, person: str | None) -> str | None:
    there = workflow.evidence.get(evidence)
    return None if there is not None and there.about is None else person


def _plain(workflow: Workflow, evidence: str, said: Tree) -> Any:
    there = workflow.evidence.get(evidence)
    return _of(workflow, there.values, said) if there is not None else said


def _of(workflow: Workflow, kind: FieldKind, said: Tree) -> Any:
    match kind, said:
        case Records(evidence), _:
            return _plain(workflow, evidence, said)
        case Flag(), "true" | "false":
            return said == "true"
        case Number(), str() if re.fullmatch(r"-?[0-9]{1,18}", said):
            return int(said)
        case Day(), str():
            return _day(said)
        case SeveralOf(), str():
            return [word.strip() for word in said.split(",")]
        case Rows(cells), list():
            return [_row(workflow, cells, row) for row in said]
        case _:
            return said


def _row(workflow: Workflow, cells: Mapping[str, Any], row: Tree) -> Tree | dict[str, Any]:
    pairs: Iterable[tuple[str, Tree]] = row.items() if isinstance(row, dict) else ()
    return {name: _of(workflow, cells[name].kind, one) if name in cells else one for name, one in pairs} or row


def _day(said: str) -> date | str:
    try:
        return date.fromisoformat(said) if len(said) == len("2026-01-01") else said
    except ValueError:
        return said
