"""
What may be said of a question to anybody: nothing that was recorded, nobody's id, and no case's.

It goes to the logger `rjflow`, which is silent until the host configures logging, and to whoever traces a casebook.

Stands on: `engine`.   Knows nothing of: stores.
"""

import logging
from collections.abc import Mapping

from rjflow.definition.model import Workflow
from rjflow.engine.stepping import Step
from rjflow.rules.commands import Command, Fire, GiveNotice, Join, RecordEvidence

LOG = logging.getLogger("rjflow")
LOG.addHandler(logging.NullHandler())

Facts = Mapping[str, str | int | bool]


def facts_of(workflow: Workflow, step: Step) -> Facts:
    """
    Give what came of a command, in words of the policy alone.
    """
    decision = step.decision
    missing = ",".join(dict.fromkeys(one.asked for one in decision.missing))
    return {
        "workflow": workflow.name,
        "version": workflow.version,
        "what": _named(workflow, decision.command),
        "allowed": step.allowed,
        **({"missing": missing} if missing else {}),
        "moves": sum(len(one.decision.moves) for one in step.parts),
        "state": step.case.state,
    }


def note_step(level: int, deed: str, workflow: Workflow, step: Step) -> None:
    """
    Log what came of a command; nobody who does not listen makes anybody look for it.
    """
    if LOG.isEnabledFor(level):
        note(level, deed, facts_of(workflow, step))


def note(level: int, event: str, facts: Facts) -> None:
    """
    Log something with its facts: in the line, and as `record.rjflow` for whoever logs structures.
    """
    if LOG.isEnabledFor(level):
        told = " ".join(f"{name}={value}" for name, value in facts.items())
        LOG.log(level, "%s %s", event, told, extra={"rjflow": dict(facts)})


# ----------------------------------------------------------------------------------------------------------------------


def _named(workflow: Workflow, command: Command) -> str:
    """
    Give the policy's name for what was asked; a name that the policy does not know may be anything, and is not repeated.
    """
    match command:
        case Fire(event=name):
            known = name in workflow.events
        case RecordEvidence(given=given):
            name = given.evidence
            known = name in workflow.evidence
        case GiveNotice(notice=name):
            known = name in workflow.notices
        case Join(kind=name):
            known = name in workflow.people
        case _:
            return ""
    return name if known else ""
