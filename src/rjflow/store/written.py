"""
What was written in forms, as it is kept: a value of a field as text and back, and what of a history's forms counts now.

Stands on: `engine`, `rows_beside`.   Knows nothing of: keys, who may read.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rjflow.definition.model import Workflow
from rjflow.definition.papers import Registered
from rjflow.engine.history import Entry, Migrate
from rjflow.engine.stepping import Step
from rjflow.rules.commands import Erase, File
from rjflow.rules.situation import Actor
from rjflow.store.rows_beside import CASE_ITSELF, AssignmentRow


class Filed(NamedTuple):
    """
    A form that was handed in and holds now: no later one of the same name, about the same person, took its place.

    Attributes:
        number: the entry that it came with.
        form: the name of the form.
        person: about whom, where it is about people.
        actor: who handed it in.
        at: when, in microseconds.
        named: those of registers whom it names, as (field, id).
    """

    number: int
    form: str
    person: str | None
    actor: Actor
    at: int
    named: tuple[tuple[str, str], ...]


def filed_in(entries: Iterable[Entry]) -> tuple[Filed, ...]:
    """
    Give the forms of a history that hold now, in order; those about somebody who was erased do not.
    """
    there: dict[tuple[str, str | None], Filed] = {}
    for entry in entries:
        match entry.command:
            case File(form=form, person=person, named=named):
                there.pop((form, person), None)
                there[form, person] = Filed(entry.number, form, person, entry.actor, entry.at, named)
            case Erase(person=gone):
                there = {place: one for place, one in there.items() if place[1] != gone}
            case _:
                pass
    return tuple(there.values())


def assignments(case: str, entries: Iterable[Entry]) -> tuple[AssignmentRow, ...]:
    """
    Give those of registers whom the forms of a case name.
    """
    return tuple(
        AssignmentRow(case, one.form, one.person or CASE_ITSELF, field, worker)
        for one in filed_in(entries)
        for field, worker in one.named
    )


def reassigned(
    workflow: Workflow, step: Step, before: Callable[[str], Iterable[Entry]]
) -> tuple[AssignmentRow, ...] | None:
    """
    Give who an open case is given to after a step; nothing when that is as it was, which most steps leave it.

    Args:
        workflow: The definition that the case runs under.
        step: What happened.
        before: Gives the entries that a case had before.
    """
    is_over = workflow.states[step.case.state].final
    if not [one for one in step.entries if isinstance(one.command, _NAMING) or (is_over and one.moves)]:
        return None
    moved = any(isinstance(entry.command, Migrate) for entry in step.entries)
    fields = (field.kind for form in workflow.forms.values() for field in form.fields.values())
    if not moved and not any(isinstance(kind, Registered) for kind in fields):
        return None
    return () if is_over else assignments(step.case.id, (*before(step.case.id), *step.entries))


def as_text(value: Any) -> str:
    """
    Write the value of a field down; `from_text` reads it.

    >>> from_text(as_text({"on": [date(2026, 3, 2)], "map": True}))
    {'on': [datetime.date(2026, 3, 2)], 'map': True}
    """
    return json.dumps(_plain(value), ensure_ascii=False)


def from_text(text: str) -> Any:
    """
    Read what `as_text` wrote.
    """
    return _said(json.loads(text))


# ----------------------------------------------------------------------------------------------------------------------


_NAMING = (Erase, Migrate, File)  # what may change who a case is given to


def _plain(value: Any) -> Any:
    """
    Turn a value into what JSON knows; a date says that it is one.
    """
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": {name: _plain(one) for name, one in value.items()}}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _said(plain: Any) -> Any:
    match plain:
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case {"map": dict(items)}:
            return {name: _said(one) for name, one in items.items()}
        case list():
            return [_said(one) for one in plain]
        case _:
            return plain
