"""
Tell what scenarios try of a workflow: four numbers, and a sentence with its place for everything that they leave untried.

Stands on: `placing`, `layout`, `definition.wording`.   Knows nothing of: how scenarios are acted out, the command line.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rjflow.definition.model import BACK, Workflow
from rjflow.definition.wording import condition, duration, one_of_group, said, stages
from rjflow.guards.values import Truth
from rjflow.report.layout import paragraphs, table, wrapped
from rjflow.report.placing import place_of
from rjflow.scenarios.coverage import Answered, Coverage, Home, Measure, Refusal, Taken
from rjflow.sources.span import Span
from rjflow.text import counted, listed

ANSWERS: dict[Truth, str] = {True: "true", False: "false", None: "unknown"}


class Untried(NamedTuple):
    """Something that no scenario tries: where it stands, and a sentence."""

    place: Span | None
    sentence: str


def covered_text(coverage: Coverage) -> str:
    """
    Tell what the scenarios of a workflow try, and what they do not.
    """
    workflow = coverage.workflow
    head = f"What {counted(coverage.scenarios, 'scenario')} of {workflow.name} {_try(coverage)}"
    rows = [(name, f"{one.seen} of {one.of}", percent(one)) for name, one in measures(coverage)]
    parts = [paragraphs(heading, *map(_line, several)) for heading, several in untried(coverage) if several]
    return paragraphs(wrapped(head, hanging=2), table(rows, indent=2), *parts)


def measures(coverage: Coverage) -> tuple[tuple[str, Measure], ...]:
    """
    Give the four numbers, each with what it counts.
    """
    return (
        ("ways taken", coverage.ways),
        ("answers seen", coverage.answers),
        ("conditions seen to decide alone", coverage.decisions),
        ("reasons for a refusal seen", coverage.reasons),
    )


def percent(measure: Measure) -> str:
    """
    Say a share: all of it only where nothing is missing, and nothing only where nothing was seen.

    >>> percent(Measure(999, 1000)), percent(Measure(1, 1000)), percent(Measure(3, 3)), percent(Measure(0, 0))
    ('99 %', '1 %', '100 %', '100 %')
    """
    whole = int(measure.percent)
    return f"{max(whole, 1) if measure.seen else whole} %"


def untried(coverage: Coverage) -> Iterator[tuple[str, tuple[Untried, ...]]]:
    """
    Give what is not tried, under a heading each.
    """
    workflow = coverage.workflow
    ways = tuple(Untried(one.span, _way(workflow, one)) for one in coverage.taken if not one.taken)
    answers = tuple(
        Untried(one.span, sentence) for one in coverage.answered if (sentence := _answer(workflow, one)) is not None
    )
    refusals = tuple(Untried(one.span, _refusal(workflow, one)) for one in coverage.refusals if not one.seen)
    yield "Ways that no scenario takes", ways
    yield "Conditions of which no scenario shows enough", answers
    yield "Refusals that no scenario shows", refusals


# ----------------------------------------------------------------------------------------------------------------------


def _try(coverage: Coverage) -> str:
    return "tries" if coverage.scenarios == 1 else "try"


def _line(one: Untried) -> str:
    return f"  {place_of(one.place)}\n{wrapped(one.sentence, indent=4)}"


def _way(workflow: Workflow, one: Taken) -> str:
    match one.sort:
        case "way":
            target = "where the case came from" if one.target == BACK else said(workflow, one.target)
            return f"{said(workflow, one.name)} never leads from {stages(workflow, one.states)} to {target}."
        case "fall":
            return f"The gate of {said(workflow, one.name)} never closes on a case, which then goes to {said(workflow, one.target)}."
        case "deadline":
            deadline = workflow.deadlines[one.number]
            if deadline.until is not None:
                when = f"when the date of {said(workflow, deadline.until)} begins"
            elif deadline.working_days:
                when = f"after {counted(deadline.working_days, 'working day')}"
            else:
                when = f"after {duration(deadline.length)}"
            where = stages(workflow, one.states)
            return f"The clock never does {said(workflow, one.name)} {when} in {where}."


def home_said(workflow: Workflow, home: Home) -> str:
    """
    Say where a condition is asked.
    """
    ways = workflow.events[home.name].ways if home.sort == "way" else ()
    match home.sort:
        case "way" if len(ways) > 1:
            way = ways[home.number]
            return f"{said(workflow, home.name)}, from {stages(workflow, way.from_states)},"
        case "state":
            return f"the gate of {said(workflow, home.name)}"
        case "evidence":
            return f"a record of {said(workflow, home.name)}"
        case _:
            return said(workflow, home.name)


def _answer(workflow: Workflow, one: Answered) -> str | None:
    """
    Say which answers of a condition were never seen, and whether it ever decided; nothing where all was seen.
    """
    unseen = [ANSWERS[truth] for truth in (True, False, None) if truth in one.unseen]
    asked = f"{home_said(workflow, one.home)} asks: {condition(workflow, one.condition)}"
    if len(unseen) == len(one.possible):
        return f"{asked}. No scenario comes to ask it."
    said_of = [f"is never seen {listed(unseen, 'or')}"] if unseen else []
    if not one.decides:
        lacking = " and ".join(
            word for word, seen in (("opens it", one.opened), ("keeps it shut", one.shut)) if not seen
        )
        said_of.append(f"is never seen to be the one thing that {lacking}")
    return f"{asked}. That {' and '.join(said_of)}." if said_of else None


def _refusal(workflow: Workflow, one: Refusal) -> str:
    name = said(workflow, one.name) if one.sort in ("event", "evidence", "notice") else ""
    match one.sort, one.reason:
        case "joins", "people":
            return f"Nobody is ever refused as one {one_of_group(workflow, one.name)} too many."
        case ("joins" | "leaves") as doing, reason:
            why = "in the wrong stage" if reason == "state" else "by somebody who may not"
            return f"It is never refused that somebody {doing} as {one_of_group(workflow, one.name)} {why}."
        case _, "state":
            return f"{name} is never refused in a stage that it does not leave."
        case _, "actor":
            return f"{name} is never refused to somebody who may not do it."
        case _, "not-by":
            return f"{name} is never refused to whoever is behind {said(workflow, one.detail)}."
        case _, "form":
            return f"{name} is never refused because of what is given for {said(workflow, one.detail)}."
        case _, "reason":
            return f"{name} is never refused because of the reason given."
        case _, "counts":
            return f"{name} is never recorded so that it does not count."
        case _:
            return f"{name} is never refused because of what it asks."


def sentence_lines(several: Sequence[Untried]) -> Iterator[str]:
    """
    Give what is not tried as points of a list, each with its place.
    """
    return (f"- {place_of(one.place)}: {one.sentence}" for one in several)
