"""
A case as somebody may see it, for programs and for people.

Stands on: `engine.seen`, `questions`, `layout`.   Knows nothing of: what was cut away.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rjflow.definition.model import Workflow
from rjflow.definition.wording import label_of, spoken_time, spoken_value
from rjflow.engine.seen import SeenOption, SeenRecord, Told, Unseen, View
from rjflow.engine.seen_history import SeenEntry
from rjflow.guards.syntax import Value
from rjflow.guards.writing import written
from rjflow.instants import moment
from rjflow.report.layout import as_json, paragraphs, wrapped
from rjflow.rules.decision import Move
from rjflow.rules.finding import Finding
from rjflow.rules.handing import handed_in
from rjflow.rules.wording import some_form
from rjflow.text import listed

FORMAT = "rjflow-view"
FORMAT_VERSION = 1

Document = dict[str, Any]


def view_document(workflow: Workflow, view: View) -> Document:
    """
    Give a view in parts, keys in a fixed order. Equal views give equal documents.
    """
    return {
        "format": FORMAT,
        "format-version": FORMAT_VERSION,
        "case": view.case,
        "workflow": view.workflow,
        "at": _time(view.at, workflow),
        "state": view.state,
        "since": _time(view.since, workflow),
        "held-from": view.held_from,
        "reason": view.reason,
        "people": [{"id": one.id, "kind": one.kind} for one in view.people],
        "records": [_record(workflow, one) for one in view.records],
        "recorded-and-not-shown": [_unseen(one) for one in view.unseen],
        "options": [_option(one, handed_in(workflow).events.get(one.event, ())) for one in view.options],
    }


def view_json(workflow: Workflow, view: View) -> str:
    """
    Write a view as JSON, the one way.
    """
    return as_json(view_document(workflow, view))


def told_document(told: Told) -> Document:
    """
    Give what somebody is told of an answer, in parts.
    """
    return {
        "allowed": told.allowed,
        "missing": [_finding(one) for one in told.missing],
        "asked-and-not-shown": [_unseen(one) for one in told.unseen],
    }


def entries_document(workflow: Workflow, entries: Sequence[SeenEntry]) -> list[Document]:
    """
    Give what somebody may see of a history, in parts.
    """
    return [_entry(workflow, one) for one in entries]


def view_text(workflow: Workflow, view: View, *, names: Mapping[str, str] | None = None) -> str:
    """
    Tell a view in plain English: where the case stands, what is recorded, and what may be done.
    """
    called = {} if names is None else names
    held = f" It came from {label_of(workflow, view.held_from)}." if view.held_from else ""
    ended = f" It ended for this reason: {spoken_value(view.reason)}." if view.reason else ""
    where = (
        f"Case {view.case} is in “{label_of(workflow, view.state)}” since {_said(view.since, workflow)}.{held}{ended}"
    )
    people = [f"{called.get(one.id, one.id)}, {workflow.people[one.kind].label}" for one in view.people]
    return paragraphs(
        wrapped(where),
        _listed("People:", people),
        _listed("Recorded:", [*_records(workflow, view, called), *_hidden(workflow, view.unseen, called)]),
        _listed("What you can do:", [_may(workflow, one) for one in view.options if one.is_open is not False]),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _time(at: int | None, workflow: Workflow) -> str | None:
    return None if at is None else moment(at, workflow.time_zone).isoformat()


def _said(at: int, workflow: Workflow) -> str:
    return spoken_time(at, workflow.time_zone)


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _record(workflow: Workflow, one: SeenRecord) -> Document:
    return {
        "evidence": one.evidence,
        "person": one.person,
        "says": _plain(one.value),
        "stands": one.life,
        "by": one.by,
        "at": _time(one.at, workflow),
        "until": _time(one.until, workflow),
        "void-by": one.void,
    }


def _unseen(one: Unseen) -> Document:
    return {"evidence": one.evidence, "person": one.person}


def _option(one: SeenOption, forms: Sequence[str]) -> Document:
    return {
        "event": one.event,
        "open": one.is_open,
        **told_document(one.told),
        "gives": list(one.gives),
        "forms": list(forms),
        "reasons": list(one.reasons),
        "remedies": [
            {"evidence": help_.evidence, "person": help_.person, "by": list(help_.by), "events": list(help_.events),
             "states": list(help_.states)}
            for help_ in one.remedies
        ],
    }  # fmt: skip


def _finding(one: Finding) -> Document:
    asked = one.requirement.condition if one.requirement is not None else None
    return {
        "asked": one.asked,
        "answer": one.truth,
        "condition": None if asked is None else written(asked),
        "because": one.requirement.because if one.requirement is not None else None,
        "facts": list(one.facts),
        "rests-on": [
            {"evidence": used.evidence, "person": used.person, "stands": used.life, "says": _plain(used.value)}
            if used.value is not None
            else {"evidence": used.evidence, "person": used.person, "stands": used.life}
            for used in one.used
        ],
    }


def _entry(workflow: Workflow, one: SeenEntry) -> Document:
    return {
        "number": one.number,
        "what": one.what,
        "at": _time(one.at, workflow),
        "by": one.by,
        "name": one.name,
        "person": one.person,
        "given": [{"evidence": given.evidence, "person": given.person, "says": _plain(given.value)} for given in one.given],
        "people": [{"id": person.id, "kind": person.kind} for person in one.people],
        "reason": one.reason,
        "moves": [_move(workflow, move) for move in one.moves],
    }  # fmt: skip


def _move(workflow: Workflow, move: Move) -> Document:
    return {
        "cause": move.cause,
        "from": move.source,
        "to": move.target,
        "at": _time(move.at, workflow),
        "event": move.event,
    }


def _listed(head: str, lines: Sequence[str]) -> str:
    return "\n".join([head, *(wrapped(f"- {line}", indent=2, hanging=2) for line in lines)]) if lines else ""


def _records(workflow: Workflow, view: View, called: Mapping[str, str]) -> Iterator[str]:
    for one in view.records:
        whose = f" of {called.get(one.person, one.person)}" if one.person else ""
        until = f", until {_said(one.until, workflow)}" if one.until is not None and one.life == "current" else ""
        yield f"{workflow.evidence[one.evidence].label}{whose}: {spoken_value(one.value)} ({one.life}{until})"


def _hidden(workflow: Workflow, unseen: Sequence[Unseen], called: Mapping[str, str]) -> Iterator[str]:
    for one in unseen:
        whose = f" of {called.get(one.person, one.person)}" if one.person else ""
        yield f"{workflow.evidence[one.evidence].label}{whose}: recorded, and not for you to see"


def _may(workflow: Workflow, one: SeenOption) -> str:
    label = workflow.events[one.event].label
    forms = handed_in(workflow).events.get(one.event, ())
    if forms:
        return f"{label}, with {some_form(workflow, forms)}"
    gives = listed([workflow.evidence[name].label for name in one.gives])
    return f"{label}, giving {gives}" if gives else label
