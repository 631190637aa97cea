"""
What came of checking one file, for every format to show.

Stands on: `sources`, `verifier.verdict`.   Knows nothing of: formats, exit codes.
"""

from typing import Literal

from rjflow.definition.safeguards import Safeguard
from rjflow.frozen import frozen
from rjflow.report.placing import what_let_it_through
from rjflow.report.weighing import Weighed
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.verifier.verdict import Report, Verdict

Outcome = Literal["kept", "unreadable", "invalid", "broken", "unfinished"]


@frozen(kw_only=True)
class Checked:
    """
    A file, and exactly one of: why it could not be read, the problems in it, or the report on it, with what was asked for besides.
    """

    name: str
    failure: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    report: Report | None = None
    weighed: Weighed = Weighed()

    @property
    def outcome(self) -> Outcome:
        """In one word, how it came out."""
        if self.failure is not None:
            return "unreadable"
        if self.diagnostics:
            return "invalid"
        if self.report is None or self.report.is_safe:
            return "kept"
        return "broken" if self.report.broken or self.report.overlaps else "unfinished"


def place_to_mend(report: Report, verdict: Verdict) -> Span | None:
    """
    Give the place that a person would look at first: what let the story through, the safeguard if it is the workflow's own,
    otherwise the workflow.
    """
    span = None
    if verdict.story is not None:
        _, span, _ = what_let_it_through(report.workflow, verdict.safeguard, verdict.story)
    return span or own_place(report, verdict.safeguard) or report.workflow.span


def own_place(report: Report, safeguard: Safeguard) -> Span | None:
    """
    Give where a safeguard stands if that is the workflow's own file; other people's may be anywhere.
    """
    home, span = report.workflow.span, safeguard.span
    return span if home is not None and span is not None and span.source.name == home.source.name else None
