"""
Write the story of a broken safeguard as a scenario: it fails while the workflow is broken, and passes once it is mended.

The story's steps happen as they were told, and what breaks the safeguard at its end must not come: its last event is refused, or the
case is not in the state it came to, or what must always be open is. Every text that is written was acted out, and failed at its end and
nowhere else.

Stands on: `scenarios`, `verifier.verdict`.   Knows nothing of: where it is written to.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysOpen, AlwaysPossible, Ends, ReadOff
from rjflow.frozen import frozen
from rjflow.instants import SECOND, Instant
from rjflow.report.scenario_words import StepWords, quoted, written_moment
from rjflow.rules.commands import Command, Fire, SeeScheme
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.verdict import Report, Story, Verdict
from rjflow.verifier.wording import promise

_MINUTE = 60 * SECOND


@frozen
class AsScenarios:
    """
    The stories of a report as a scenario file.

    Attributes:
        text: the file; nothing when no story could be written.
        written: the ids of the safeguards whose stories stand in it.
        left: for every other broken safeguard, its id and why its story cannot be a scenario.
    """

    text: str | None
    written: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def as_scenarios(report: Report, named: str, folder: Path | None) -> AsScenarios:
    """
    Write the stories of broken safeguards as one scenario file.

    Args:
        report: What the verifier found.
        named: How the file names the workflow: by a path from its folder, or by the name of one that is shipped.
        folder: The folder the file will be in.

    Not seen:
        How the workflow will be mended: where an earlier step than the last is refused then, the scenario has to be told so.
    """
    stories, left = [], []
    for verdict in report.verdicts:
        if verdict.judged != "broken" or verdict.story is None:
            continue
        reason = _unwritable(verdict, verdict.story)
        story = None if reason else _tried(report.workflow, verdict, verdict.story, named, folder)
        if story is None:
            left.append((verdict.safeguard.id, reason or "acted out as a scenario it does not come to the same end"))
        else:
            stories.append((verdict, story))
    text = _file(report.workflow, named, stories) if stories else None
    return AsScenarios(text, tuple(verdict.safeguard.id for verdict, _ in stories), tuple(left))


# ----------------------------------------------------------------------------------------------------------------------


def _unwritable(verdict: Verdict, story: Story) -> str | None:
    """
    Say why a story cannot be a scenario; nothing when it can.
    """
    if isinstance(verdict.safeguard.form, AlwaysPossible | Ends | ReadOff):
        return "no step of it is at fault, but where it leads"
    if not story.steps and not isinstance(verdict.safeguard.form, AlwaysOpen):
        return "it is broken as soon as a case is opened"
    seen = [step.decision.command for step in story.steps if isinstance(step.decision.command, SeeScheme)]
    if any(command.scheme is None for command in seen):
        return "in it nobody can say any more how the scheme stands"
    return None


def _tried(workflow: Workflow, verdict: Verdict, story: Story, named: str, folder: Path | None) -> "_Written | None":
    """
    Write a story without the minutes between its steps, otherwise with them; give what fails at its end and nowhere else.
    """
    for least in (_MINUTE, 0):
        written = _Written(workflow, verdict, story, least)
        try:
            file = read_scenarios(_file(workflow, named, [(verdict, written)]), name="a story", folder=folder)
        except InvalidWorkflow:
            continue
        outcome = run(file, file.scenarios[0])
        ends = (file.scenarios[0].span, *(step.span for step in file.scenarios[0].steps[-1:]))
        if any(one.sort in ("allowed", "check") for one in outcome.mismatches) and outcome.span in ends:
            return written
    return None


class _Written:
    """One story as the lines of a scenario; waits that are no longer than *least* are left out."""

    def __init__(self, workflow: Workflow, verdict: Verdict, story: Story, least: Instant) -> None:
        self.words = StepWords(workflow, dict(story.people))
        self.begins = story.opened.now
        self._workflow = workflow
        self._verdict = verdict
        self._story = story
        self._least = least
        self.steps = tuple(self._steps())
        self.then = self._then()

    def lines(self, begins: Instant, people: Mapping[str, str]) -> Iterator[str]:
        """Give the lines of the scenario, in a file that begins then and has these people."""
        safeguard = self._verdict.safeguard
        yield f"  - scenario: {quoted(f'{safeguard.id} {safeguard.label}')}"
        yield f"    because: {quoted(promise(self._workflow, safeguard))}"
        given = [f"time: {written_moment(self._workflow, self.begins)}"] if begins != self.begins else []
        there = [person for person, _ in self._story.people]
        given += [f"about: [{', '.join(there)}]"] if there != list(people) else []
        yield from [f"    given: {{{', '.join(given)}}}"] if given else []
        yield from ["    when:"] if self.steps else []
        yield from (f"      - {step}" for step in self.steps)
        yield from [f"    then: {{{self.then}}}"] if self.then else []

    def _steps(self) -> Iterator[str]:
        now, last = self._story.opened.now, len(self._story.steps) - 1
        for number, step in enumerate(self._story.steps):
            command = step.decision.command
            told = self.words.told(command)
            if told is None or command.at - now > self._least:
                yield f"until: {written_moment(self._workflow, command.at)}"
            now = command.at
            if told is not None:
                refused = ", refused: true" if number == last and self._is_at_fault(command) else ""
                yield f"{{{told}{refused}}}"

    def _is_at_fault(self, command: Command) -> bool:
        return isinstance(command, Fire) and not isinstance(self._verdict.safeguard.form, AlwaysOpen)

    def _then(self) -> str:
        """
        Say what must be so in the end, where the last step is nothing that could be refused.
        """
        form, last = self._verdict.safeguard.form, self._story.last
        if isinstance(form, AlwaysOpen):
            event = self._story.ending.event or form.events[0]
            return f"may: {{{self._whoever(event, form.by)}: [{event}]}}"
        return "" if self._is_at_fault(self._story.steps[-1].decision.command) else f"not-state: {last.state}"

    def _whoever(self, event: str, by: str | None) -> str:
        """
        Give somebody who should be able to make an event happen: a person whom the safeguard names, otherwise the first who may.
        """
        for name in (by,) if by else self._workflow.events[event].by:
            if name in self._workflow.roles:
                return name
            for person in self._story.last.people:
                if in_group(self._workflow.people[person.kind], name or ""):
                    return person.id
        return next(iter(self._workflow.roles), "nobody")


def _file(workflow: Workflow, named: str, stories: Sequence[tuple[Verdict, _Written]]) -> str:
    """
    Put stories into one file, with everybody who is in any of them.
    """
    workers: dict[str, set[str]] = {}
    people: dict[str, str] = {}
    for _, story in stories:
        people.update(story.words.people)
        for worker, roles in story.words.workers.items():
            workers.setdefault(worker, set()).update(roles)
    if not workers and workflow.roles:
        role = next(iter(workflow.roles))
        workers = {f"{role}-1": {role}}
    begins = stories[0][1].begins
    lines = [
        "# Written by `rjflow check --write-scenario` from the stories of broken safeguards. Each scenario fails while the workflow is",
        "# as it is, because what must not come at its end does; once the workflow is mended it passes. Where a step before the last is",
        "# refused then, write `refused: true` there, and take out what comes after it.",
        "",
        "rjflow: 1",
        f"scenarios-of: {quoted(named)}",
        f"title: {quoted(f'What must never come again: {workflow.title}')}",
        f"begins: {written_moment(workflow, begins)}",
        "workers:",
        *(f"  {worker}: [{', '.join(sorted(roles))}]" for worker, roles in workers.items()),
        *(["people:"] if people else []),
        *(f"  {person}: {kind}" for person, kind in people.items()),
        "",
        "scenarios:",
    ]
    for _, story in stories:
        lines += story.lines(begins, people)
    return "\n".join(lines) + "\n"
