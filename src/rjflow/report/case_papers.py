"""
Tell the papers of a case to whoever looks: what was written in forms, and what others were told.

Stands on: `forms`, `casebook.papers`, `layout`.   Knows nothing of: who may see what.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rjflow.casebook.papers import SeenForm
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
