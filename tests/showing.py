"""
What a scenario makes a point of: the names of a workflow that it is about.

A scenario that goes through a whole case touches almost everything, most of it on the way to somewhere else. What it is about is what
it says itself: what stands in the way of a step that must be refused, what it does in its own words, and what must be so in the end;
and what happens by itself while it is acted out. What a background does, and what happens `smoothly`, is only the way there.
"""

from collections.abc import Iterator

from rjflow.definition.model import Workflow
from rjflow.definition.papers import Records
from rjflow.guards.syntax import OfScheme, every_part
from rjflow.instants import Instant
from rjflow.rules.decision import Decision
from rjflow.rules.exporting import exported
from rjflow.rules.gathering import asked_of, findings_in
from rjflow.scenarios.model import (
    Check,
    Come,
    Do,
    DueAt,
    EvidenceIs,
    HandIn,
    Left,
    Notify,
    Open,
    RecordIt,
    Scenario,
    ScenarioFile,
    Sees,
    StateIs,
    Step,
    Told,
    Wait,
)
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Watch


def points(file: ScenarioFile, scenario: Scenario) -> frozenset[str]:
    """
    Act a scenario out, and give what it is about: evidence, gates, states, events, notices, forms, exports, people.
    """
    watch = Watch()
    outcome = run(file, scenario, watch=watch)
    assert outcome.passed, (scenario.name, outcome.mismatches)
    begins = _begins(scenario)
    checks = (*scenario.then, *(check for step in scenario.steps for check in step.then))
    return frozenset(
        {
            *(name for step in scenario.steps for name in _of_step(file.workflow, step, watch.done)),
            *(name for decision in watch.done for name in _by_itself(decision, begins)),
            *(name for check in checks for name in _of_check(file.workflow, check, watch.done)),
        }
    )


# ----------------------------------------------------------------------------------------------------------------------


def _begins(scenario: Scenario) -> Instant:
    """
    Give the moment at which the background is over. Time stands still but where a step says otherwise.
    """
    at = scenario.given.at
    for step in scenario.given.steps:
        if isinstance(step.act, Wait):
            at = max(at + step.act.length, step.act.until or at)
    return at


def _of_step(workflow: Workflow, step: Step, done: list[Decision]) -> Iterator[str]:
    """
    Give what a step does; or, where it must be refused for something that the workflow asks, only that.
    """
    causes = step.refused.because if step.refused is not None else ()
    for cause in causes:
        if cause.sort != "word":
            yield cause.name
        if cause.condition is not None and any(isinstance(part, OfScheme) for part in every_part(cause.condition)):
            yield "scheme"
    asked = {cause.name for cause in causes if cause.sort != "word"}
    yield from (name for decision in done if asked and not decision.allowed for name in _above(decision, asked))
    if len(asked) < len(causes) or not causes:
        yield from _deed(workflow, step)


def _above(decision: Decision, asked: set[str]) -> Iterator[str]:
    """
    Give the gates that stand in the way because of what a step is refused for, and what they ask there.
    """
    in_the_way = (one for one in asked_of(decision.findings) if one.truth is not True)
    for finding in (finding for one in in_the_way for finding in findings_in(one.what)):
        names = {*(used.evidence for used in finding.used), *finding.gates}
        if finding.truth is not True and names & asked:
            yield from names


def _deed(workflow: Workflow, step: Step) -> Iterator[str]:
    match step.act:
        case Do(event, given=given):
            yield event
            yield from (one.evidence for one in given)
        case RecordIt(sayings):
            yield from (one.evidence for one in sayings)
        case Notify(notice):
            yield notice
        case Come(kind=kind):
            yield kind
        case HandIn(form):
            yield form
            fields = workflow.forms[form].fields.values()
            yield from (field.kind.evidence for field in fields if isinstance(field.kind, Records))


def _by_itself(decision: Decision, begins: Instant) -> Iterator[str]:
    """
    Give what happened although nobody did it: a gate closed, or a deadline ran out.
    """
    for move in decision.moves:
        if (move.cause == "fell" and move.at >= begins) or (move.cause == "deadline" and move.at > begins):
            yield from (move.source, *((move.event,) if move.event else ()))


def _of_check(workflow: Workflow, check: Check, done: list[Decision]) -> Iterator[str]:
    match check:
        case StateIs(name) | EvidenceIs(name) | Open(event=name) | DueAt(name):
            yield name
        case Sees(thing=thing):
            yield from (thing, thing.partition(".")[0])
        case Left(fields):
            yield from ("kept", *(name.partition(".")[0] for name in fields))
        case Told():
            yield from (one.export.name for decision in done for one in exported(workflow, decision))
