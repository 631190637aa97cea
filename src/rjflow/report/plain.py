"""
What `rjflow check` says, for people: readable aloud, without colour, in 80 columns, in a log.

Stands on: `telling`, `layout`.   Knows nothing of: the command line.
"""

from collections import Counter
from collections.abc import Sequence

from rjflow.definition.wording import spoken_value
from rjflow.report.checked import Checked
from rjflow.report.layout import paragraphs, table, wrapped
from rjflow.report.placing import structure_sentences, unasked_sentences
from rjflow.report.telling import overlap_text, verdict_text
from rjflow.text import counted, listed
from rjflow.verifier.verdict import Report, Verdict
from rjflow.verifier.wording import judged_how


def check_text(report: Report) -> str:
    """
    Tell everything the verifier found about a workflow: a list of verdicts, then each that is not kept in full.
    """
    workflow = report.workflow
    unkept = [verdict for verdict in report.verdicts if verdict.judged != "kept" and verdict.exemption is None]
    rows = [(_word(verdict), verdict.safeguard.id, _line(verdict)) for verdict in report.verdicts]
    stories = [verdict_text(workflow, verdict) for verdict in unkept]
    stories += [overlap_text(workflow, overlap) for overlap in report.overlaps]
    return paragraphs(
        heading(report),
        table(rows, indent=2, most=(10, 14)),
        "\n".join(
            wrapped(f"note: {note}", indent=2, hanging=6)
            for note in (*structure_sentences(workflow, report.structure), *unasked_sentences(workflow))
        ),
        *(f"\n{story}" for story in stories),
        ("\n" if stories else "") + summary(report),
    )


def heading(report: Report) -> str:
    """
    Say which workflow was judged.
    """
    workflow = report.workflow
    return wrapped(f"{workflow.name}, version {workflow.version}: {workflow.title}", hanging=2)


def summary(report: Report) -> str:
    """
    Say in one sentence how it came out.
    """
    counts = Counter(_word(verdict) for verdict in report.verdicts)
    number = len(report.verdicts)
    if report.is_safe and not counts["excused"]:
        all_of_them = {0: "", 1: "The safeguard is", 2: "Both safeguards are"}.get(
            number, f"All {number} safeguards are"
        )
        return f"{all_of_them} kept." if number else "There are no safeguards to keep: nothing was proved."
    if number == 1 and not report.overlaps:
        return f"The safeguard is {next(iter(counts))}."
    said = [f"{count} {word}" for word, count in counts.items()]
    overlaps = f"{counted(len(report.overlaps), 'event')} can go two ways at once." if report.overlaps else ""
    return " ".join(filter(None, [f"Of {counted(number, 'safeguard')}: {listed(said)}." if number else "", overlaps]))


def outcomes_text(checked: Sequence[Checked]) -> str:
    """
    Say of several files how each came out.
    """
    said = {"kept": "kept", "unreadable": "could not be read", "invalid": "invalid"}
    return table([(said.get(one.outcome, one.outcome), one.name) for one in checked])


# ----------------------------------------------------------------------------------------------------------------------


def _word(verdict: Verdict) -> str:
    return "excused" if verdict.exemption and verdict.judged != "kept" else verdict.judged


def _line(verdict: Verdict) -> str:
    how = judged_how(verdict)
    label = verdict.safeguard.label
    if verdict.exemption:
        excuse = verdict.exemption
        state = "kept, though excused" if verdict.judged == "kept" else f"{verdict.judged}, excused"
        until = f"{state} until {spoken_value(excuse.until)}"
        return f"{label} ({until}; {excuse.owner} answers for it: {excuse.reason})"
    return f"{label} ({how})" if how and verdict.judged == "kept" else label
