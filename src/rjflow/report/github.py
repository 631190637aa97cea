"""
What `rjflow check --format github` says: workflow commands that GitHub turns into annotations.

Stands on: `checked`.   Knows nothing of: the command line.
"""

from collections.abc import Iterator, Sequence

from rjflow.report.checked import Checked, place_to_mend
from rjflow.report.telling import overlap_text, verdict_text
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span


def github_text(checked: Sequence[Checked]) -> str:
    """
    Write one annotation for each problem and each safeguard that is not kept.
    """
    return "\n".join(line for one in checked for line in _of_file(one))


# ----------------------------------------------------------------------------------------------------------------------


def _of_file(checked: Checked) -> Iterator[str]:
    if checked.failure is not None:
        yield _annotation("error", checked.failure, "rjflow", checked.name, None)
    for diagnostic in checked.diagnostics:
        yield _annotation("error", _message(diagnostic), diagnostic.code, checked.name, diagnostic.span)
    if checked.report is None:
        return
    report, workflow = checked.report, checked.report.workflow
    for verdict in report.verdicts:
        if verdict.judged != "kept":
            level = "notice" if verdict.exemption else "error" if verdict.judged == "broken" else "warning"
            text = verdict_text(workflow, verdict)
            yield _annotation(level, text, verdict.safeguard.id, checked.name, place_to_mend(report, verdict))
    for overlap in report.overlaps:
        span = workflow.events[overlap.event].span
        yield _annotation("error", overlap_text(workflow, overlap), overlap.event, checked.name, span)


def _message(diagnostic: Diagnostic) -> str:
    parts = [diagnostic.message, diagnostic.label, *(f"note: {note}" for note in diagnostic.notes)]
    return "\n".join([*filter(None, parts), *([f"help: {diagnostic.help}"] if diagnostic.help else [])])


def _annotation(level: str, message: str, title: str, file: str, span: Span | None) -> str:
    properties: dict[str, object] = {"file": span.source.name if span else file}
    if span:
        properties |= {"line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:
            properties |= {"col": span.column, "endColumn": max(span.column, span.end_column - 1)}
    properties["title"] = title
    said = ",".join(f"{key}={_escaped(str(value), also=':,')}" for key, value in properties.items())
    return f"::{level} {said}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    """
    Escape what would end a command: percent signs, line ends and, in properties, colons and commas.
    """
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
