"""
What goes in and out over HTTP, as it stands in an OpenAPI document.

Stands on: pydantic, `rules.commands`.   Knows nothing of: paths, casebooks.
"""

from datetime import date
from typing import Any

from pydantic import BaseModel, StrictBool, StrictInt, StrictStr

from rjflow.rules.commands import Given


class Day(BaseModel):
    """A date, as a value of evidence."""

    date: date


class GivenIn(BaseModel):
    """A value for a piece of evidence, about a person where it is about people."""

    evidence: str
    value: StrictBool | StrictInt | StrictStr | Day
    person: str | None = None

    def given(self) -> Given:
        """Give it as the engine takes it."""
        return Given(self.evidence, self.value.date if isinstance(self.value, Day) else self.value, self.person)


class Opening(BaseModel):
    """A case to open: its id, whom it is about (id to kind), and under which workflow."""

    case: str
    people: dict[str, str] = {}
    workflow: str | None = None
    version: int | None = None


class Event(BaseModel):
    """An event to make happen."""

    event: str
    reason: str | None = None
    given: list[GivenIn] = []


class Form(BaseModel):
    """What is written in a form, by field; about a person where the form is about people."""

    values: dict[str, Any]
    person: str | None = None
    reason: str | None = None


class FiledOut(BaseModel):
    """What was written in a form besides evidence."""

    form: str
    label: str
    person: str | None
    by: str | None
    at: str
    values: dict[str, Any]


class Notice(BaseModel):
    """Something that happened outside."""

    notice: str


class Joining(BaseModel):
    """Somebody whom the case is about from now on."""

    person: str
    kind: str


class CaseOut(BaseModel):
    """Where a case stands."""

    case: str
    workflow: str
    version: int
    state: str
    label: str
    final: bool
    revision: int


class MoveOut(BaseModel):
    """One move of a case, and why it moved."""

    cause: str
    source: str
    target: str
    event: str | None


class StepOut(CaseOut):
    """What came of a command that was allowed: where the case stands, how it moved, and whether what was recorded counts."""

    counts: bool
    moves: list[MoveOut]


class Reason(BaseModel):
    """One thing that stands in the way."""

    asked: str
    told: str
    answer: str
    gates: list[str]
    because: str | None
    evidence: list[dict[str, str]]


class OptionOut(BaseModel):
    """An event, whether the one who asks could make it happen now, and what stands in the way where not."""

    event: str
    label: str
    open: bool | None
    gives: list[str]
    reasons: list[str]
    missing: list[Reason]


class ProblemOut(BaseModel):
    """What is wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    reasons: list[Reason] | None = None
    current: int | None = None
    mistakes: list[dict[str, Any]] | None = None
