"""
What `rjflow check --format json` says, for programs.

The document has a version of its own: a key may be added within a version; anything else makes a new one.

Stands on: `checked`.   Knows nothing of: the command line.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Value
from rjflow.guards.writing import written
from rjflow.report.checked import Checked
from rjflow.report.endings import ending_sentence
from rjflow.report.layout import as_json
from rjflow.report.mending import repair_line, repair_sentence
from rjflow.report.placing import place_document
from rjflow.report.weighed_json import weighed_document
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.finding import Used
from rjflow.rules.situation import Situation
from rjflow.sources.diagnostic import Diagnostic
from rjflow.verifier.verdict import Overlap, Repair, Report, Story, Verdict
from rjflow.verifier.wording import cast_of_story, promise, step_cells

FORMAT = "rjflow-check"
FORMAT_VERSION = 1

Document = dict[str, Any]


def json_text(checked: Sequence[Checked]) -> str:
    """
    Write what came of checking files as one JSON document, keys in a fixed order.
    """
    document = {"format": FORMAT, "format-version": FORMAT_VERSION, "files": [_file(one) for one in checked]}
    return as_json(document)


def diagnostic_document(one: Diagnostic) -> Document:
    """
    Give a problem of a file, in parts.
    """
    return {
        "code": one.code,
        "message": one.message,
        "label": one.label,
        "notes": list(one.notes),
        "help": one.help,
        "place": place_document(one.span),
    }


def steps_document(story: Story) -> list[Document]:
    """
    Give the steps of a story: what was commanded, by whom, when, and where it led.
    """
    return [
        {**_command(step.decision.command), "moves": _states(step.decision.before, step.decision.after)}
        for step in story.steps
    ]


# ----------------------------------------------------------------------------------------------------------------------


def _file(checked: Checked) -> Document:
    return {
        "file": checked.name,
        "outcome": checked.outcome,
        "failure": checked.failure,
        "diagnostics": [diagnostic_document(one) for one in checked.diagnostics],
        "report": {**_report(checked.report), **weighed_document(checked.report, checked.weighed)}
        if checked.report
        else None,
    }


def _report(report: Report) -> Document:
    structure = report.structure
    return {
        "workflow": report.workflow.name,
        "version": report.workflow.version,
        "fingerprint": report.fingerprint,
        "verdicts": [verdict_document(report.workflow, verdict) for verdict in report.verdicts],
        "unasked": [
            {
                "safeguard": one.id,
                "label": one.label,
                "origin": one.origin,
                "names": list(one.names),
                "place": place_document(one.span),
            }
            for one in report.workflow.unasked
        ],
        "overlaps": [_overlap(overlap) for overlap in report.overlaps],
        "structure": {
            "unreachable": list(structure.unreachable),
            "trapped": list(structure.trapped),
            "dead-events": list(structure.dead_events),
            "must-pass": [{"state": state, "gates": list(gates)} for state, gates in structure.must_pass],
            "loops": [list(loop) for loop in structure.loops],
            "idle": list(structure.idle),
        },
    }


def verdict_document(workflow: Workflow, verdict: Verdict) -> Document:
    """
    Give a verdict as data, with its story and the repairs that were tried.
    """
    safeguard, excuse = verdict.safeguard, verdict.exemption
    return {
        "safeguard": safeguard.id,
        "label": safeguard.label,
        "origin": safeguard.origin,
        "demands": promise(workflow, safeguard),
        "place": place_document(safeguard.span),
        "judged": verdict.judged,
        "how": verdict.how,
        "considered": [{"kind": kind, "number": number} for kind, number in verdict.considered],
        "situations": verdict.situations,
        "excused": {"owner": excuse.owner, "reason": excuse.reason, "until": excuse.until.isoformat()}
        if excuse
        else None,
        "story": _story(workflow, verdict, verdict.story) if verdict.story else None,
        "repairs": [_repair(workflow, repair) for repair in verdict.repairs],
    }


def _repair(workflow: Workflow, repair: Repair) -> Document:
    return {
        "do": repair.sort,
        "in": repair.name,
        "told": repair_sentence(workflow, repair),
        "line": repair_line(workflow, repair),
        "place": place_document(repair.span),
        "breaks": list(repair.breaks),
        "unproved": list(repair.unproved),
    }


def _overlap(overlap: Overlap) -> Document:
    ways = [overlap.first, overlap.second]
    steps = steps_document(overlap.story) if overlap.story else None
    return {"event": overlap.event, "ways": ways, "state": overlap.state, "steps": steps}


def _story(workflow: Workflow, verdict: Verdict, story: Story) -> Document:
    cast, earlier, told = cast_of_story(workflow, story), story.opened, []
    for step in story.steps:
        told.append(dict(zip(("who", "what", "where"), step_cells(workflow, earlier, step.decision, cast))))
        earlier = step.decision.after
    ending = story.ending
    return {
        "people": [{"id": person, "kind": kind} for person, kind in story.people],
        "opened": story.opened.now,
        "steps": [{**step, "told": text} for step, text in zip(steps_document(story), told, strict=True)],
        "ending": {
            "told": ending_sentence(workflow, verdict.safeguard, story, cast),
            "state": story.last.state,
            "condition": written(ending.condition) if ending.condition is not None else None,
            "truth": ending.truth,
            "evidence": [_used(used) for used in ending.used],
            "people": list(ending.people),
            "event": ending.event,
        },
    }


def _states(before: Situation, after: Situation) -> Document:
    return {"from": before.state, "to": after.state}


def _command(command: Command) -> Document:
    actor = command.actor
    who = {"id": actor.id, "roles": sorted(actor.roles), "acts-for": sorted(actor.acts_for)}
    return {"at": command.at, "actor": who, **_asked(command)}


def _asked(command: Command) -> Mapping[str, object]:
    match command:
        case Fire(event=event, reason=reason, given=given):
            return {"do": "fire", "event": event, "reason": reason, "given": [_given(one) for one in given]}
        case RecordEvidence(given=given):
            return {"do": "record", "given": [_given(given)]}
        case GiveNotice(notice=notice):
            return {"do": "notice", "notice": notice}
        case Join(person=person, kind=kind):
            return {"do": "join", "person": person, "kind": kind}
        case Leave(person=person):
            return {"do": "leave", "person": person}
        case _:
            return {"do": "advance"}


def _given(given: Given) -> Document:
    return {"evidence": given.evidence, "value": _value(given.value), "person": given.person}


def _used(used: Used) -> Document:
    return {
        "evidence": used.evidence,
        "person": used.person,
        "life": used.life,
        "value": _value(used.value),
        "by": used.by,
        "at": used.at,
        "until": used.until,
        "void": used.void,
        "of-scheme": used.of_scheme,
    }


def _value(value: Value | None) -> object:
    return value.isoformat() if isinstance(value, date) else value
