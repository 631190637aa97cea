"""
The whole policy in numbered plain English: what `rjflow explain` says.

It is a function of the workflow alone: the same file always gives the same text.

Stands on: `policy`, `layout`.   Knows nothing of: the command line.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rjflow.definition.model import Workflow
from rjflow.definition.wording import all_said, spoken_value, weekdays, with_name
from rjflow.report.layout import paragraphs, wrapped
from rjflow.report.papers import export_point, form_point, kept_point, register_point
from rjflow.report.policy import (
    Line,
    Point,
    deadline_point,
    event_point,
    evidence_point,
    gate_point,
    kind_point,
    migration_point,
    notice_point,
    safeguard_point,
    sources_listed,
    state_point,
)
from rjflow.text import listed

Thing = TypeVar("Thing")
SOURCES = "Sources"


def explanation(workflow: Workflow) -> str:
    """
    Tell a policy point by point: people, workers, records, notices, gates, stages, events, paper, deadlines, safeguards, migrations, sources.
    """
    head = f"{workflow.title}\n{workflow.name}, version {workflow.version}"
    chapters = [(title, points) for title, points in _chapters(workflow) if points]
    return paragraphs(
        "\n".join(wrapped(line) for line in head.split("\n")),
        wrapped(_opening(workflow)),
        *(_chapter(number, title, points) for number, (title, points) in enumerate(chapters, start=1)),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _opening(workflow: Workflow) -> str:
    what = "the scheme itself" if workflow.subject == "scheme" else "a case"
    begin = f"One run of it is about {what}. Days end at midnight in {workflow.time_zone}."
    logged = " Who reads a case is logged." if workflow.reads == "logged" else ""
    link = workflow.scheme
    if link is None:
        return f"{begin}{logged}"
    gates = all_said(link.workflow, link.needs) if link.needs else "nothing"
    return f"{begin}{logged} It works under the scheme “{link.workflow.title}”; every contact needs of it: {gates}."


def _chapters(workflow: Workflow) -> Iterator[tuple[str, list[Point]]]:
    def points(make: Callable[[Workflow, Thing], Point], things: Iterable[Thing]) -> list[Point]:
        return [make(workflow, thing) for thing in things]

    yield "Whom it is about", points(kind_point, workflow.people.values())
    yield "Who works on it", [Point(with_name(role.label, role.name)) for role in workflow.roles.values()]
    yield "What is recorded", points(evidence_point, workflow.evidence.values())
    yield "What may happen outside", points(notice_point, workflow.notices.values())
    yield "Gates", points(gate_point, workflow.gates.values())
    yield "Stages", points(state_point, workflow.states.values())
    yield "What may be done", points(event_point, workflow.events.values())
    yield "Forms", points(form_point, workflow.forms.values())
    yield "What others are told", points(export_point, workflow.exports.values())
    yield "What is left after the end", points(kept_point, workflow.kept)
    yield "Registers", points(register_point, workflow.registers.values())
    yield "What the clock does", points(deadline_point, workflow.deadlines)
    yield "Working days", list(_calendars(workflow))
    yield "What is always kept", points(safeguard_point, workflow.safeguards)
    yield "Cases of earlier versions", points(migration_point, workflow.migrations)
    yield SOURCES, list(_sources(workflow))


def _calendars(workflow: Workflow) -> Iterator[Point]:
    for calendar in workflow.calendars.values():
        holidays = listed([spoken_value(day) for day in calendar.holidays])
        lines = [Line(f"Worked: {weekdays(calendar.weekdays)}.")]
        lines += [Line(f"Not worked: {holidays}.")] if holidays else []
        lines += [Line(f"These are the public holidays of {_region(calendar.region)}.")] if calendar.region else []
        lines += [Line(f"They were taken from: {calendar.edition}.")] if calendar.edition else []
        yield Point(calendar.name, tuple(lines))


def _region(name: str) -> str:
    """
    Say a region as its people write it.

    >>> _region("england-and-wales")
    'England and Wales'
    """
    return " ".join(word if word == "and" else word.capitalize() for word in name.split("-"))


def _sources(workflow: Workflow) -> Iterator[Point]:
    for source in sources_listed(workflow):
        published = f" ({source.published})" if source.published else ""
        yield Point(f"{source.title}{published}", (Line(source.url),) if source.url else ())


def _chapter(number: int, title: str, points: list[Point]) -> str:
    heading = f"{number}  {title}"
    texts = [_numbered(f"{number}.{place}", point) for place, point in enumerate(points, start=1)]
    if title == SOURCES:
        texts = [_numbered(f"[{place}]", point) for place, point in enumerate(points, start=1)]
    apart = "\n\n" if any(point.lines for point in points) else "\n"
    return f"{heading}\n{'=' * len(heading)}\n\n{apart.join(texts)}"


def _numbered(number: str, point: Point) -> str:
    head = wrapped(f"{number}  {point.head}", hanging=len(number) + 2)
    lines = [wrapped(line.text, indent=6 + 2 * line.depth, hanging=2) for line in point.lines]
    return "\n".join([head, *lines])
