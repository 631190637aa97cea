"""
Tell the papers of a case to whoever looks: what was written in forms, what was told of people, and what others were told.

Stands on: `forms`, `casebook.papers`, `casebook.telling`, `layout`.   Knows nothing of: who may see what.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rjflow.casebook.papers import SeenForm
from rjflow.casebook.telling import Personal
from rjflow.definition.model import Workflow
from rjflow.definition.wording import label_of, spoken_time
from rjflow.instants import moment
from rjflow.report.forms import filed_document, plain_words, spoken_words
from rjflow.report.layout import as_json, paragraphs, wrapped
from rjflow.rules.exporting import Exported
from rjflow.text import listed


def filed_text(workflow: Workflow, filed: Sequence[SeenForm]) -> str:
    """
    Tell what was written in forms besides evidence.
    """
    return paragraphs(*(_filed(workflow, one) for one in filed)) or "There is nothing in forms to be seen."


def filed_json(workflow: Workflow, filed: Sequence[SeenForm]) -> str:
    """
    Write it as JSON.
    """
    return as_json([filed_document(workflow, one) for one in filed])


def shares_text(workflow: Workflow, shares: Sequence[Exported]) -> str:
    """
    Tell what others were told: when, by whom, to whom, on what basis, and which facts.
    """
    return paragraphs(*(_share(workflow, one) for one in shares)) or "Nobody was told anything."


def shares_json(workflow: Workflow, shares: Sequence[Exported]) -> str:
    """
    Write it as JSON.
    """
    return as_json(
        [
            {
                "export": one.export.name,
                "at": moment(one.at, workflow.time_zone).isoformat(),
                "event": one.event,
                "by": one.by,
                "to": list(one.export.to),
                "basis": one.export.basis,
                "facts": plain_words(dict(one.facts)),
            }
            for one in shares
        ]
    )


def personal_text(workflow: Workflow, told: Personal) -> str:
    """
    Tell what was told about somebody: the newest text under each name, and the notes to evidence.
    """
    if told.is_erased:
        return f"What was told about {told.person} was erased."
    notes = [f"{one.name} to {label_of(workflow, one.evidence)} (entry {one.number}): {one.text}" for one in told.notes]
    lines = [*(f"{name}: {text}" for name, text in told.values.items()), *notes]
    rows = [wrapped(line, indent=2, hanging=2) for line in lines]
    return "\n".join([f"Told about {told.person}:", *rows]) if rows else f"Nothing was told about {told.person}."


def personal_json(_workflow: Workflow, told: Personal) -> str:
    """
    Write it as JSON.
    """
    notes = [{"evidence": one.evidence, "name": one.name, "entry": one.number, "text": one.text} for one in told.notes]
    return as_json({"person": told.person, "erased": told.is_erased, "values": dict(told.values), "notes": notes})


# ----------------------------------------------------------------------------------------------------------------------


def _filed(workflow: Workflow, one: SeenForm) -> str:
    about = f" of {one.person}" if one.person else ""
    by = f", by {one.by}" if one.by else ""
    head = f"{one.form}{about}: {label_of(workflow, one.form)}, {spoken_time(one.at, workflow.time_zone)}{by}"
    return "\n".join([wrapped(head, hanging=2), *_lines(one.values)])


def _share(workflow: Workflow, one: Exported) -> str:
    to = listed([label_of(workflow, who) for who in one.export.to])
    when = spoken_time(one.at, workflow.time_zone)
    head = f"{one.export.name}: to {to}, {when}, by {one.by} at {one.event}; basis: {one.export.basis}"
    return "\n".join([wrapped(head, hanging=2), *_lines(one.facts)])


def _lines(values: Mapping[str, Any]) -> list[str]:
    return [wrapped(f"{name}: {spoken_words(value)}", indent=2, hanging=2) for name, value in values.items()]
