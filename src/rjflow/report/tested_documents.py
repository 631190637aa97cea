"""
What `rjflow test` says to programs: JSON, and the JUnit form that most test servers read.

Stands on: `as_json`, `tested`.   Knows nothing of: the command line.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from rjflow.report.as_json import diagnostic_document
from rjflow.report.covered_documents import coverage_document
from rjflow.report.layout import as_json
from rjflow.report.placing import place_document
from rjflow.report.tested import Tested, expected_and_happened, failure_text
from rjflow.scenarios.coverage import Coverage
from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.outcome import Outcome
from rjflow.sources.errors import InvalidWorkflow

FORMAT = "rjflow-test"
FORMAT_VERSION = 1

Document = dict[str, Any]


def tested_json(tested: Sequence[Tested], coverages: Sequence[Coverage] | None) -> str:
    """
    Write what came of scenario files as one JSON document, keys in a fixed order; what they try only where that was asked for.
    """
    document: Document = {
        "format": FORMAT, "format-version": FORMAT_VERSION, "files": [_file(one) for one in tested],
    }  # fmt: skip
    if coverages is not None:
        document["coverage"] = [coverage_document(one) for one in coverages]
    return as_json(document)


def tested_junit(tested: Sequence[Tested]) -> str:
    """
    Write what came of scenario files as JUnit does: a suite for each file, a case for each scenario.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for one in tested:
        lines += _suite(one)
    return "\n".join([*lines, "</testsuites>"])


# ----------------------------------------------------------------------------------------------------------------------


def _file(tested: Tested) -> Document:
    return {
        "file": tested.name,
        "result": tested.result,
        "failure": tested.failure,
        "diagnostics": [diagnostic_document(one) for one in tested.diagnostics],
        "workflow": tested.file.workflow.name if tested.file is not None else None,
        "scenarios": [_scenario(tested.file, one) for one in tested.outcomes] if tested.file is not None else [],
    }


def _scenario(file: ScenarioFile, outcome: Outcome) -> Document:
    mismatches = []
    for one in outcome.mismatches:
        expected, happened = expected_and_happened(file, one)
        place = place_document(one.span)
        mismatches.append({"sort": one.sort, "place": place, "expected": expected, "happened": happened})
    return {
        "scenario": outcome.scenario.name,
        "place": place_document(outcome.scenario.span),
        "passed": outcome.passed,
        "mismatches": mismatches,
    }


def _suite(tested: Tested) -> Iterator[str]:
    wrong = sum(not one.passed for one in tested.outcomes)
    errors = int(tested.file is None)
    counts = f'tests="{len(tested.outcomes) + errors}" failures="{wrong}" errors="{errors}"'
    yield f"  <testsuite name={quoteattr(tested.name)} {counts}>"
    if tested.file is None:
        told = tested.failure or str(InvalidWorkflow(tested.diagnostics))
        yield f"    <testcase classname={quoteattr(tested.name)} name={quoteattr(tested.name)}>"
        yield f'      <error message="the file could not be read">{escape(told)}</error>'
        yield "    </testcase>"
    for one in tested.outcomes:
        yield from _case(tested, one)
    yield "  </testsuite>"


def _case(tested: Tested, outcome: Outcome) -> Iterator[str]:
    named = f"classname={quoteattr(tested.name)} name={quoteattr(outcome.scenario.name)}"
    if outcome.passed or tested.file is None:
        yield f"    <testcase {named}/>"
        return
    expected, happened = expected_and_happened(tested.file, outcome.mismatches[0])
    message = quoteattr(f"must be: {expected}; happened: {happened}")
    yield f"    <testcase {named}>"
    yield f"      <failure message={message}>{escape(failure_text(tested.file, outcome))}</failure>"
    yield "    </testcase>"
