"""
What `rjflow check --format sarif` says: SARIF 2.1.0, for code scanning and editors.

Stands on: `checked`.   Knows nothing of: the command line.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rjflow.report.checked import Checked, own_place, place_to_mend
from rjflow.report.layout import as_json
from rjflow.report.telling import overlap_text, verdict_text
from rjflow.sources.codes import CODES
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.verifier.verdict import Report, Story, Verdict
from rjflow.verifier.wording import cast_of_story, promise, step_cells

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
AMBIGUOUS = "ambiguous-event"
UNREADABLE = "unreadable"

Document = dict[str, Any]


def sarif_text(checked: Sequence[Checked], version: str) -> str:
    """
    Write what came of checking files as one SARIF log; *version* is rjflow's.
    """
    results = [result for one in checked for result in _results(one)]
    rules = {rule["id"]: rule for one in checked for rule in _rules(one)}
    places = {id: place for place, id in enumerate(rules)}
    driver = {"name": "rjflow", "version": version, "rules": list(rules.values())}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": all(one.failure is None for one in checked)}],
        "results": [{**result, "ruleIndex": places[result["ruleId"]]} for result in results],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


# ---- what may be found -----------------------------------------------------------------------------------------------


def _rules(checked: Checked) -> Iterator[Document]:
    if checked.failure is not None:
        yield _rule(UNREADABLE, "a file that could not be read")
    for diagnostic in checked.diagnostics:
        yield _rule(diagnostic.code, re.sub(r"\{\w+\}", "…", CODES.get(diagnostic.code, diagnostic.message)))
    if checked.report is not None:
        for verdict in checked.report.verdicts:
            demands = promise(checked.report.workflow, verdict.safeguard)
            yield _rule(verdict.safeguard.id, verdict.safeguard.label, demands)
        if checked.report.overlaps:
            yield _rule(AMBIGUOUS, "an event that could go two ways at once")


def _rule(id: str, short: str, full: str | None = None) -> Document:
    rule = {"id": id, "shortDescription": {"text": short}}
    return {**rule, "fullDescription": {"text": full}} if full else rule


# ---- what was found --------------------------------------------------------------------------------------------------


def _results(checked: Checked) -> Iterator[Document]:
    if checked.failure is not None:
        yield _result(UNREADABLE, "error", checked.failure, None, checked.name)
    for diagnostic in checked.diagnostics:
        yield _result(diagnostic.code, "error", _message(diagnostic), diagnostic.span, checked.name)
    report = checked.report
    if report is None:
        return
    for verdict in report.verdicts:
        if verdict.judged != "kept":
            yield _unkept(checked, report, verdict)
    for overlap in report.overlaps:
        span = report.workflow.events[overlap.event].span
        yield _result(AMBIGUOUS, "error", overlap_text(report.workflow, overlap), span, checked.name)


def _unkept(checked: Checked, report: Report, verdict: Verdict) -> Document:
    level = "error" if verdict.judged == "broken" else "warning"
    text = verdict_text(report.workflow, verdict)
    result = _result(verdict.safeguard.id, level, text, place_to_mend(report, verdict), checked.name)
    own = own_place(report, verdict.safeguard)
    if own is not None:
        demanded = {**_location(own, checked.name), "id": 1}
        result["relatedLocations"] = [{**demanded, "message": {"text": "the safeguard"}}]
    if verdict.story is not None and verdict.story.steps:
        result["codeFlows"] = [{"threadFlows": [{"locations": _flow(checked, report, verdict.story)}]}]
    if verdict.exemption is not None:
        excuse = f"{verdict.exemption.owner}: {verdict.exemption.reason}"
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": excuse}]
    return result


def _flow(checked: Checked, report: Report, story: Story) -> list[Document]:
    cast, earlier, steps = cast_of_story(report.workflow, story), story.opened, []
    for number, step in enumerate(story.steps, start=1):
        told = ": ".join(step_cells(report.workflow, earlier, step.decision, cast)[:2])
        state = report.workflow.states[step.decision.after.state]
        place = _location(state.span, checked.name)
        steps.append({"location": {**place, "message": {"text": told}}, "executionOrder": number})
        earlier = step.decision.after
    return steps


def _result(rule: str, level: str, text: str, span: Span | None, name: str) -> Document:
    return {"ruleId": rule, "level": level, "message": {"text": text}, "locations": [_location(span, name)]}


def _message(diagnostic: Diagnostic) -> str:
    lines = [diagnostic.message, *(f"note: {note}" for note in diagnostic.notes)]
    return "\n".join([*lines, *([f"help: {diagnostic.help}"] if diagnostic.help else [])])


def _location(span: Span | None, name: str) -> Document:
    place: Document = {"artifactLocation": {"uri": _uri(span.source.name if span else name)}}
    if span is not None:
        place["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return {"physicalLocation": place}


def _uri(name: str) -> str:
    """
    Write a file's name as a URI: relative as it is, absolute with its scheme.
    """
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
