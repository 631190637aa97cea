"""
Show a scenario as it went: what happened, what was refused and why, where the case stands, and who could do what then.

Stands on: `running`, `deciding`, `tested`, `scenarios`.   Knows nothing of: how scenarios are acted out.
"""

from collections.abc import Iterator

from rjflow.definition.model import Workflow
from rjflow.definition.wording import said, spoken_time, spoken_value
from rjflow.engine.history import Entry
from rjflow.engine.options import Option
from rjflow.report.deciding import decision_text
from rjflow.report.layout import paragraphs, table, wrapped
from rjflow.report.running import clock_rows, entries_text, options_text
from rjflow.report.tested import names_in
from rjflow.report.tested_forms import mistakes_text
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.wording import cast_in
from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.outcome import Outcome
from rjflow.scenarios.watching import Watch


def shown_text(file: ScenarioFile, outcome: Outcome, watch: Watch) -> str:
    """
    Tell one scenario from the beginning to where it ended, each by the names of the file.
    """
    head = f"Shown: {outcome.scenario.name}"
    if not watch.steps:
        return paragraphs(wrapped(head, hanging=7), "  Nothing happened in it.")
    decision = watch.steps[-1].decision
    last = decision.after if decision.allowed else decision.before
    return paragraphs(
        wrapped(head, hanging=7), *_happened(file, watch), _stands(file.workflow, last), *_options(file, last, watch)
    )


# ----------------------------------------------------------------------------------------------------------------------


def _happened(file: ScenarioFile, watch: Watch) -> Iterator[str]:
    """
    Give what was written down, and between it, in their places, the refusals.
    """
    written: list[Entry] = []
    names, workflow = names_in(file), file.workflow
    for place, step in enumerate(watch.steps):
        if rejected := list(_rejected(file, watch, place)):
            yield _written(file, written, step.decision)
            written = []
            yield from rejected
        if step.entries and step.decision.counts:
            written += step.entries
            continue
        yield _written(file, written, step.decision)
        written = []
        if step.allowed and not step.entries:
            now = spoken_time(step.decision.after.now, workflow.time_zone)
            yield f"         time passes, and it is {now}"
        else:
            yield decision_text(workflow, step.decision, names=names, brief=True)
    yield _written(file, written, watch.steps[-1].decision)
    yield from _rejected(file, watch, len(watch.steps))


def _rejected(file: ScenarioFile, watch: Watch, place: int) -> Iterator[str]:
    """
    Tell the forms that were not taken when so many steps had been done.
    """
    yield from (
        mistakes_text(file.workflow, one.form, one.problems) for before, one in watch.rejected if before == place
    )


def _written(file: ScenarioFile, entries: list[Entry], then: Decision) -> str:
    cast = cast_in(file.workflow, then.before, names_in(file))
    return entries_text(file.workflow, entries, cast, brief=True) if entries else ""


def _stands(workflow: Workflow, last: Situation) -> str:
    """
    Say where the case is in the end, and what the clock does if nothing happens before.
    """
    why = f", because: {spoken_value(last.reason)}" if last.reason else ""
    head = f"On {spoken_time(last.now, workflow.time_zone)} the case is in {said(workflow, last.state)}{why}."
    rows = table(clock_rows(workflow, last), indent=2)
    return paragraphs(wrapped(head), f"If nothing happens, the clock does:\n\n{rows}" if rows else "")


def _options(file: ScenarioFile, last: Situation, watch: Watch) -> Iterator[str]:
    """
    Give what each could do in the end, and for what they could not, what would help.
    """
    names = names_in(file)
    for who, options in watch.options:
        told = options_text(file.workflow, last, _theirs(options), names=names)
        if told:
            yield f"{wrapped(f'What {names[who]} can do then:')}\n\n{told}"


def _theirs(options: tuple[Option, ...]) -> list[Option]:
    """
    Leave out what is for others to do.
    """
    return [one for one in options if all(f.truth is True for f in one.decision.findings if f.asked == "actor")]
