"""
Stories as data, to keep beside a workflow and to act out again: one JSON document for all broken safeguards of a file.

The document has a version of its own: a key may be added within a version; anything else makes a new one. `reading_stories` reads it.

Stands on: `verifier.verdict`, `verifier.wording`.   Knows nothing of: files.
"""

from collections.abc import Mapping
from datetime import date

from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Value
from rjflow.instants import Instant, moment
from rjflow.report.endings import ending_sentence
from rjflow.report.layout import as_json
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.situation import Records, Situation
from rjflow.verifier.verdict import Report, Story, Verdict
from rjflow.verifier.wording import cast_of_story, promise, step_cells

FORMAT = "rjflow-story"
FORMAT_VERSION = 1

Document = dict[str, object]


def stories_text(report: Report, file: str) -> str:
    """
    Write every story of a report as one JSON document; *file* is what the workflow's file is called.
    """
    workflow = report.workflow
    told = [_story(workflow, one, one.story) for one in report.verdicts if one.story is not None]
    document = {
        "format": FORMAT,
        "format-version": FORMAT_VERSION,
        "workflow": {
            "name": workflow.name,
            "version": workflow.version,
            "fingerprint": report.fingerprint,
            "file": file,
        },
        "stories": told,
    }
    return as_json(document) + "\n"


# ----------------------------------------------------------------------------------------------------------------------


def _story(workflow: Workflow, verdict: Verdict, story: Story) -> Document:
    cast, earlier, steps, zone = cast_of_story(workflow, story), story.opened, [], workflow.time_zone
    for step in story.steps:
        told = ": ".join(step_cells(workflow, earlier, step.decision, cast)[:2])
        steps.append({"told": told, **_command(workflow, step.decision.command), "state": step.decision.after.state})
        earlier = step.decision.after
    return {
        "safeguard": verdict.safeguard.id,
        "label": verdict.safeguard.label,
        "demands": promise(workflow, verdict.safeguard),
        "people": [{"id": id, "kind": kind} for id, kind in story.people],
        "opened": _time(story.opened.now, zone),
        "steps": steps,
        "ending": {"state": story.last.state, "told": ending_sentence(workflow, verdict.safeguard, story, cast)},
    }


def _command(workflow: Workflow, command: Command) -> Document:
    actor = command.actor
    who = {"id": actor.id, "roles": sorted(actor.roles), "acts-for": sorted(actor.acts_for)}
    return {"at": _time(command.at, workflow.time_zone), "by": who, **_asked(workflow, command)}


def _asked(workflow: Workflow, command: Command) -> Mapping[str, object]:
    match command:
        case Fire(event=event, reason=reason, given=given):
            return {"do": "fire", "event": event, "reason": reason, "given": [_given(one) for one in given]}
        case RecordEvidence(given=given):
            return {"do": "record", **_given(given)}
        case GiveNotice(notice=notice):
            return {"do": "notice", "notice": notice}
        case Join(person=person, kind=kind):
            return {"do": "join", "person": person, "kind": kind}
        case Leave(person=person):
            return {"do": "leave", "person": person}
        case SeeScheme(scheme=scheme):
            home = workflow.scheme.workflow if workflow.scheme else workflow
            return {"do": "see-scheme", "scheme": None if scheme is None else _situation(home, scheme)}
        case _:
            return {"do": "advance"}


def _given(given: Given) -> Document:
    return {"evidence": given.evidence, "value": _value(given.value), "person": given.person}


def _value(value: Value) -> object:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _time(at: Instant, zone: str) -> str:
    return moment(at, zone).isoformat()


def _situation(workflow: Workflow, situation: Situation) -> Document:
    """
    Give where a scheme stands, its records by their names.
    """
    zone = workflow.time_zone
    return {
        "state": situation.state,
        "since": _time(situation.since, zone),
        "now": _time(situation.now, zone),
        "held-from": situation.held_from,
        "reason": situation.reason,
        "records": _records(workflow, situation.records, about=False),
        "people": [
            {"id": one.id, "kind": one.kind, "records": _records(workflow, one.records, about=True)}
            for one in situation.people
        ],
        "fired": [{"event": event, "by": who} for event, who in situation.fired],
        "rung": [{"deadline": place, "at": _time(at, zone)} for place, at in situation.rung],
    }


def _records(workflow: Workflow, records: Records, *, about: bool) -> Document:
    found: Document = {}
    for name, evidence in workflow.evidence.items():
        record = records[workflow.slots[name]] if (evidence.about is not None) is about else None
        if record is not None:
            at = _time(record.at, workflow.time_zone)
            found[name] = {"value": _value(record.value), "by": record.by, "at": at, "void": record.void}
    return found
