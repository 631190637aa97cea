"""
A plan, counts over cases, and need beside capacity, as people read them.

Stands on: `rules.planning`, `rules.counting`, `casebook.reports`.   Knows nothing of: where the cases are.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rjflow.casebook.reports import Capacity
from rjflow.definition.model import Workflow
from rjflow.definition.wording import label_of, said, spoken_time, spoken_value, the_actors
from rjflow.instants import moment
from rjflow.names import spoken
from rjflow.report.forms import unfit_sentence
from rjflow.report.layout import as_json, paragraphs, table, wrapped
from rjflow.rules.counting import Table
from rjflow.rules.planning import Milestone
from rjflow.text import counted

_STANDS = {"absent": "missing", "stale": "ran out", "void": "void", "current": "not yet"}


def plan_text(workflow: Workflow, gate: str, plan: Sequence[Milestone]) -> str:
    """
    Tell a plan: what is missing, who can bring it about and by when; then what is in place, and when it is to be renewed.
    """
    done = [one for one in plan if one.done]
    missing = [one for one in plan if not one.done]
    late = sum(one.late for one in missing)
    head = f"{said(workflow, gate)}: {len(done)} of {counted(len(plan), 'milestone')} in place"
    return paragraphs(
        wrapped(f"{head}{f', {late} overdue' if late else ''}."),
        "\n".join(["Missing:", *(_lines(_missing(workflow, one)) for one in missing)]) if missing else "",
        "\n".join(["In place:", *(_lines(_in_place(workflow, one)) for one in done)]) if done else "",
    )


def plan_json(workflow: Workflow, gate: str, plan: Sequence[Milestone]) -> str:
    """
    Write a plan as JSON.
    """
    document = {
        "format": "rjflow-plan",
        "format-version": 1,
        "workflow": workflow.name,
        "gate": gate,
        "milestones": [
            {
                "evidence": one.evidence,
                "label": label_of(workflow, one.evidence),
                "person": one.person,
                "done": one.done,
                "stands": one.stands,
                "says": _plain(one.says),
                "by": list(one.by),
                "recorded-by": one.recorded_by,
                "until": _time(workflow, one.until),
                "due": _time(workflow, one.due),
                "late": one.late,
            }
            for one in plan
        ],
    }
    return as_json(document)


def statistics_text(workflows: Sequence[Workflow], tables: Sequence[Table], least: int, *, sealed: bool = False) -> str:
    """
    Tell counts over cases; what is left out is said to be, and that more is because it is *sealed*.
    """
    known = {workflow.name: workflow for workflow in workflows}
    left_out = any(number is None for one in tables for _, number in one.counts)
    more = ", would give one away, or is of forms that are sealed" if sealed else " or would give one away"
    note = f"A dash stands for a number that is left out, because it is below {least}{more}." if left_out else ""
    return paragraphs(*(_counts(known[one.workflow], one) for one in tables), wrapped(note) if note else "")


def statistics_json(tables: Sequence[Table], least: int) -> str:
    """
    Write counts over cases as JSON.
    """
    document = {
        "format": "rjflow-statistics",
        "format-version": 1,
        "least": least,
        "tables": [
            {
                "workflow": one.workflow,
                "about": one.about,
                "total": one.total,
                "counts": [{"value": _plain(value), "number": number} for value, number in one.counts],
            }
            for one in tables
        ],
    }
    return as_json(document)


def capacity_text(scheme: Workflow, capacity: Capacity) -> str:
    """
    Tell need beside capacity: each of the register with what they have and may have, and the cases that wait.
    """
    rows = [["who", "level", "cases", "may have", "could be given another"]]
    for one in capacity.workers:
        why = "; ".join(unfit_sentence(scheme, reason) for reason in one.unfit)
        level = spoken_value(one.level).strip("“”") if one.level is not None else "-"
        most = "-" if one.most is None else str(one.most)
        rows.append([one.person, level, str(one.cases), most, f"no: {why}" if why else "yes"])
    waiting = [
        f"- {counted(number, 'case')}{f' at the level {spoken_value(level)}' if level is not None else ''}"
        for level, number in capacity.waiting
    ]
    return paragraphs(
        label_of(scheme, capacity.register),
        table(rows),
        "\n".join(["Waiting for somebody:", *waiting]) if waiting else "No case waits for anybody.",
    )


# ----------------------------------------------------------------------------------------------------------------------


def _lines(text: str) -> str:
    return wrapped(f"- {text}", indent=2, hanging=2)


def _missing(workflow: Workflow, one: Milestone) -> str:
    progress = f" ({spoken_value(one.says)})" if one.says is not None else ""
    when = ""
    if one.due is not None:
        when = f", {'overdue since' if one.late else 'due by'} {_day(workflow, one.due)}"
    return f"{_what(workflow, one)}: {_STANDS[one.stands]}{progress}; by {the_actors(workflow, one.by)}{when}"


def _in_place(workflow: Workflow, one: Milestone) -> str:
    until = f"; to be renewed by {_day(workflow, one.until)}" if one.until is not None else ""
    return f"{_what(workflow, one)}: {spoken_value(one.says) if one.says is not None else 'in place'}{until}"


def _what(workflow: Workflow, one: Milestone) -> str:
    return f"{label_of(workflow, one.evidence)}{f' of {one.person}' if one.person else ''}"


def _day(workflow: Workflow, at: int) -> str:
    return spoken_time(at, workflow.time_zone)


def _counts(workflow: Workflow, one: Table) -> str:
    name = {"states": "where cases stand", "reasons": "why cases ended"}.get(one.about) or label_of(workflow, one.about)
    rows = [[_value(workflow, one, value), "-" if number is None else str(number)] for value, number in one.counts]
    total = "-" if one.total is None else str(one.total)
    return "\n".join([wrapped(f"{workflow.title}: {name}", hanging=2), table([*_some(rows), ["together", total]])])


def _some(rows: Sequence[list[str]]) -> Iterator[list[str]]:
    """
    Leave out what never occurs where there is very much of it.
    """
    few = len(rows) <= _MOST
    yield from (row for row in rows if few or row[1] != "0")


_MOST = 12


def _value(workflow: Workflow, one: Table, value: Any) -> str:
    if one.about == "states":
        return label_of(workflow, value)
    return spoken(value) if isinstance(value, str) else spoken_value(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _time(workflow: Workflow, at: int | None) -> str | None:
    return None if at is None else moment(at, workflow.time_zone).isoformat()
