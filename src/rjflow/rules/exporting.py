"""
What others are told when something happens: facts of the outcome, if what the export needs is true then.

It follows from the decision alone, so the log of what was told can be derived anew from a history.

Stands on: `definition.papers`, `decision`, `viewing`.   Knows nothing of: how it is sent, sentences.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.papers import REASON, STATE, Export
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds, life, records_of


@frozen(kw_only=True)
class Exported:
    """
    What somebody was told.

    Attributes:
        export: the name of the export.
        at: when.
        event: the event at which they were.
        by: who made it happen.
        facts: what they were told: a value, a list of `{"kind", "value"}` where it is about people, nothing where it is not known.
    """

    export: Export
    at: Instant
    event: str
    by: str
    facts: Mapping[str, Any]


def exported(workflow: Workflow, decision: Decision) -> tuple[Exported, ...]:
    """
    Give what is told to others when something happened.
    """
    if not decision.allowed or not workflow.exports:
        return ()
    return tuple(
        Exported(
            export=export,
            at=decision.after.now,
            event=event,
            by=decision.command.actor.id,
            facts={name: _fact(workflow, decision.after, name) for name in export.facts},
        )
        for event in _events(decision)
        for export in workflow.exports.values()
        if event in export.at and _may(workflow, decision.after, export)
    )


# ----------------------------------------------------------------------------------------------------------------------


def _events(decision: Decision) -> Iterator[str]:
    """
    Give the events that happened, those that the clock fired included; whatever is fired moves a case, be it to where it is.
    """
    return (move.event for move in decision.moves if move.event is not None)


def _may(workflow: Workflow, after: Situation, export: Export) -> bool:
    return not export.needs.items or holds(workflow, after, as_condition(export.needs)) is True


def _fact(workflow: Workflow, after: Situation, name: str) -> Any:
    """
    Give a fact as it stands; of people only what kind they are, and never who.
    """
    if name == STATE:
        return after.state
    if name == REASON:
        return after.reason
    evidence = workflow.evidence[name]
    current = [
        (holder, record.value)
        for holder, record in records_of(workflow, after, name)
        if life(workflow, evidence, record, after.now) == "current"
    ]
    if evidence.about is None:
        return _plain(current[0][1]) if current else None
    return [{"kind": holder.kind, "value": _plain(value)} for holder, value in current if holder is not None]


def _plain(value: Value) -> Any:
    return value if isinstance(value, str | bool | int) else value.isoformat()
