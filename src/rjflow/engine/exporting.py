"""
What others are told of a step, as messages: a topic, and JSON.

Stands on: `rules.exporting`.   Knows nothing of: stores, how it is sent.
"""

import json
from collections.abc import Iterator

from rjflow.definition.model import Workflow
from rjflow.engine.stepping import Step
from rjflow.instants import moment
from rjflow.rules.exporting import exported

PREFIX = "export."


def exports_of(workflow: Workflow, step: Step) -> Iterator[tuple[str, str]]:
    """
    Give what others are to be told of a step, one message each, with what it rests on.
    """
    for one in exported(workflow, step.decision):
        said = {
            "export": one.export.name,
            "workflow": workflow.name,
            "case": step.case.id,
            "entry": step.case.revision,
            "to": list(one.export.to),
            "at": moment(one.at, workflow.time_zone).isoformat(),
            "event": one.event,
            "basis": one.export.basis,
            "facts": dict(one.facts),
        }
        yield (f"{PREFIX}{one.export.name}", json.dumps(said, ensure_ascii=False))
