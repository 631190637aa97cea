"""
What scenarios try of a workflow, for programs as data, and for people who read Markdown.

Stands on: `covered`, `placing`, `tested`.   Knows nothing of: the command line.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from rjflow.guards.writing import written
from rjflow.report.covered import ANSWERS, measures, percent, sentence_lines, untried
from rjflow.report.placing import place_document
from rjflow.report.tested import Tested
from rjflow.scenarios.coverage import Answered, Coverage, Measure, Refusal, Taken
from rjflow.sources.errors import InvalidWorkflow
from rjflow.text import counted

Document = dict[str, Any]

_ORDER = (True, False, None)


def coverage_document(coverage: Coverage) -> Document:
    """
    Give what scenarios try of a workflow as data, keys in a fixed order.
    """
    return {
        "workflow": coverage.workflow.name,
        "version": coverage.workflow.version,
        "scenarios": coverage.scenarios,
        "measures": {
            "ways": _measure(coverage.ways),
            "answers": _measure(coverage.answers),
            "decisions": _measure(coverage.decisions),
            "refusals": _measure(coverage.reasons),
        },
        "ways": [_way(one) for one in coverage.taken],
        "conditions": [_condition(one) for one in coverage.answered],
        "refusals": [_refusal(one) for one in coverage.refusals],
    }


def tested_markdown(tested: Sequence[Tested], coverages: Sequence[Coverage]) -> str:
    """
    Write what came of scenario files as Markdown: a table of scenarios for each file, and of what they try for each workflow.
    """
    lines: list[str] = []
    for one in tested:
        lines += [*_scenarios(one), ""]
    for coverage in coverages:
        lines += [*_coverage(coverage), ""]
    return "\n".join(lines[:-1])


# ----------------------------------------------------------------------------------------------------------------------


def _measure(measure: Measure) -> Document:
    return {"seen": measure.seen, "of": measure.of, "percent": round(measure.percent, 2)}


def _way(one: Taken) -> Document:
    return {
        "sort": one.sort,
        "name": one.name,
        "number": one.number,
        "from": list(one.states),
        "to": one.target or None,
        "taken-from": list(one.taken),
        "place": place_document(one.span),
    }


def _condition(one: Answered) -> Document:
    return {
        "asked-by": {"sort": one.home.sort, "name": one.home.name, "number": one.home.number},
        "condition": written(one.condition),
        "possible": [ANSWERS[truth] for truth in _ORDER if truth in one.possible],
        "seen": [ANSWERS[truth] for truth in _ORDER if truth in one.seen],
        "opens-alone": one.opened,
        "shuts-alone": one.shut,
        "decides": one.decides,
        "place": place_document(one.span),
    }


def _refusal(one: Refusal) -> Document:
    return {
        "sort": one.sort,
        "name": one.name,
        "reason": one.reason,
        "detail": one.detail or None,
        "seen": one.seen,
        "place": place_document(one.span),
    }


def _scenarios(tested: Tested) -> Iterator[str]:
    if tested.file is None:
        yield f"## {_cell(tested.name)}"
        yield ""
        yield from (f"    {line}" for line in (tested.failure or str(InvalidWorkflow(tested.diagnostics))).splitlines())
        return
    yield f"## {_cell(tested.file.title)}"
    yield ""
    yield f"`{tested.name}`: {counted(len(tested.outcomes), 'scenario')}"
    yield ""
    yield "| scenario | came as it must |"
    yield "|---|---|"
    for one in tested.outcomes:
        yield f"| {_cell(one.scenario.name)} | {'yes' if one.passed else f'no, see line {(one.span or one.scenario.span).line}'} |"


def _coverage(coverage: Coverage) -> Iterator[str]:
    yield f"## What the scenarios of {coverage.workflow.name} try"
    yield ""
    yield "| | seen | of | share |"
    yield "|---|--:|--:|--:|"
    for name, one in measures(coverage):
        yield f"| {name} | {one.seen} | {one.of} | {percent(one)} |"
    for heading, several in untried(coverage):
        if several:
            yield from ("", f"### {heading}", "", *sentence_lines(several))


def _cell(text: str) -> str:
    """
    Keep a text from ending a cell of a table.
    """
    return text.replace("|", "\\|")
