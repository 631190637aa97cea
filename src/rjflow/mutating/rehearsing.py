"""
Which scenarios notice that a policy has changed: those that do not come any more as they must.

Each scenario is acted out once with the policy as it is, and what it touches is noted. Of a mutant only those are acted out that touch
something that has changed; every other one would be decided alike at every step.

Stands on: `scenarios`, `definition.change`.   Knows nothing of: text, safeguards, sentences.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from rjflow.definition.change import Change
from rjflow.definition.lookup import as_condition, every_condition
from rjflow.definition.model import Event, Group, Workflow
from rjflow.definition.papers import Records, Registered
from rjflow.guards.syntax import GateHolds
from rjflow.mutating.guarding import UNSEEN, UNSEEN_SECTIONS, spoken
from rjflow.mutating.sight import is_of_sight
from rjflow.rules.commands import Fire, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.viewing import person_in
from rjflow.scenarios.model import (
    Check,
    Do,
    DueAt,
    EvidenceIs,
    HandIn,
    NothingElse,
    Open,
    Scenario,
    ScenarioFile,
    Sees,
    Step,
    Told,
)
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Watch
from rjflow.sources.errors import RjflowError
from rjflow.verifier.action import names_in


@frozen
class Rehearsed:
    """A scenario that passes, and the names of everything that its coming so depends on."""

    file: ScenarioFile
    scenario: Scenario
    touches: frozenset[tuple[str, str]]


def rehearse(
    files: Sequence[ScenarioFile], progress: Callable[[str], None] = lambda _: None
) -> tuple[list[Rehearsed], list[Scenario]]:
    """
    Act scenarios out with the policy as it is; give those that pass, first those that touch least, and those that do not.
    """
    passed, failed = [], []
    for file in files:
        asked = {name: frozenset(_of_event(file.workflow, event)) for name, event in file.workflow.events.items()}
        for scenario in file.scenarios:
            progress(scenario.name)
            watch = Watch()
            if run(file, scenario, watch=watch).passed:
                touches = frozenset(_touches(file.workflow, scenario, watch, asked))
                passed.append(Rehearsed(file, scenario, touches))
            else:
                failed.append(scenario)
    return sorted(passed, key=lambda one: len(one.touches)), failed


def likeliest(old: Workflow, several: Sequence[Rehearsed], changes: Sequence[Change]) -> list[Rehearsed]:
    """
    Put those scenarios first that are refused because of most of what has changed; then those that look at all that can be done where it
    has, and those that look at just it, or ask for it last.
    """
    asked = {("refused because", name) for change in changes for name in spoken(old, change) if isinstance(name, str)}
    whole = {("looks at all in", state) for change in changes for state in change.states}
    names = {("looks at", change.name.partition(" until ")[0].partition("#")[0]) for change in changes}

    def unlikely(one: Rehearsed) -> tuple[int, bool, bool]:
        touches = one.touches
        return -len(asked & touches), whole.isdisjoint(touches), names.isdisjoint(touches)

    return sorted(several, key=unlikely)


def notices(new: Workflow, changes: Sequence[Change], one: Rehearsed) -> bool:
    """
    Tell whether a scenario does not come any more as it must; also where it cannot even be acted out.
    """
    if not any(may_touch(change, one.touches) for change in changes):
        return False
    try:
        return not run(evolve(one.file, workflow=new), one.scenario, quick=False).passed
    except RjflowError:
        return True


def may_touch(change: Change, touches: frozenset[tuple[str, str]]) -> bool:
    """
    Tell whether what differs is among what a scenario touches.
    """
    if change.section == "gates":
        return ("gates", change.name) in touches
    if change.section == "exports":
        return ("exports", "told") in touches
    if is_of_sight(change):  # what is about people follows who sees them
        return change.section == "people" or ("seen", change.name) in touches
    if change.section in UNSEEN_SECTIONS or change.what in UNSEEN:
        return False
    if change.section == "notices":
        return ("notices", change.name) in touches
    if change.section == "deadlines":
        return _of_deadline(change, touches)
    if change.section == "people" and change.what in ("joins", "leaves", "at_most"):
        return ("people", change.name) in touches
    if change.section == "events" and change.states:
        return any((change.name, state) in touches for state in change.states) or ("events", change.name) in touches
    if change.section in ("events", "evidence", "states"):
        return (change.section, change.name) in touches
    return True


# ----------------------------------------------------------------------------------------------------------------------


def _of_deadline(change: Change, touches: frozenset[tuple[str, str]]) -> bool:
    """
    Tell whether a scenario is in a state in which a deadline runs, or looks at when it is due; dates run wherever a case is.
    """
    event, _, until = change.name.partition(" until ")
    if until or change.what not in ("itself", "states", "length", "working_days"):
        return True
    things = [*change.lost, *change.gained]
    states = [state for one in things for state in getattr(one, "states", (one,) if isinstance(one, str) else ())]
    if change.what in ("length", "working_days"):
        return ("events", event.partition("#")[0]) in touches or ("rings", event.partition("#")[0]) in touches
    return ("events", event) in touches or any(("states", state) in touches for state in states)


def _touches(
    workflow: Workflow, scenario: Scenario, watch: Watch, asked: Mapping[str, frozenset[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    found = {*_of_checks(workflow, scenario), *_of_forms(workflow, scenario)}
    found.update(("looks at", step.act.event) for step in scenario.steps[-1:] if isinstance(step.act, Do))
    refused = [step.refused for step in scenario.steps if step.refused is not None]
    found.update(("refused because", cause.name) for one in refused for cause in one.because)
    for decision in (*watch.done, *watch.considered):
        found.update(_of_decision(decision, asked))
    for decision in watch.looked:
        if isinstance(decision.command, Fire) and any(one.asked == "state" for one in decision.missing):
            found.add((decision.command.event, decision.before.state))  # whatever it asks, it cannot be done here
        else:
            found.update(_of_decision(decision, asked))
    if any(isinstance(check, NothingElse) for check in _checks(scenario)):
        states = [name for section, name in found if section == "states"]
        found.update((event, state) for event in workflow.events for state in states)
        found.update(("looks at all in", state) for state in states)
    if any(isinstance(check, Told) for check in _checks(scenario)):
        found.add(("exports", "told"))
        for export in workflow.exports.values():
            found.update(_of_group(workflow, export.needs))
            found.update(("evidence", fact) for fact in export.facts if fact in workflow.evidence)
    for deadline in workflow.deadlines:
        if any(("states", state) in found for state in deadline.states):
            found.add(("rings", deadline.event))
    for _, name in [one for one in found if one[0] == "states"]:
        found.update(_of_group(workflow, workflow.states[name].guard or Group()))
    waiting = [name for section, name in found if section == "evidence"]
    while waiting:
        evidence = workflow.evidence[waiting.pop()]
        needed = {*_of_group(workflow, evidence.needs), *(("evidence", name) for name in evidence.not_by)}
        fresh = {one for one in needed if one not in found and (one[0] != "evidence" or one[1] in workflow.evidence)}
        found |= fresh
        waiting += [name for section, name in fresh if section == "evidence"]
    yield from found


def _of_event(workflow: Workflow, event: Event) -> Iterator[tuple[str, str]]:
    """
    Give everything that an event asks, and where it may lead.
    """
    yield "events", event.name
    yield from (("evidence", one) for one in event.records)
    yield from (("states", way.target) for way in event.ways if way.target in workflow.states)
    for way in event.ways:
        yield from _of_group(workflow, way.needs)


def _of_decision(decision: Decision, asked: Mapping[str, frozenset[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    """
    Give everything that one decision rests on, or might have.
    """
    before, after = decision.before, decision.after
    for state in (before.state, after.state, before.held_from, after.held_from):
        yield from (("states", state),) if state else ()
    for move in decision.moves:
        yield from (("states", move.source), ("states", move.target))
        if move.event:
            yield "events", move.event
    match decision.command:
        case Fire(event=name, given=given):
            yield from asked[name]
            yield from (("evidence", one.evidence) for one in given)
        case RecordEvidence(given=one):
            yield "evidence", one.evidence
        case GiveNotice(notice=name):
            yield "notices", name
        case Join(kind=kind):
            yield "people", kind
        case Leave(person=person):
            somebody = person_in(before, person)
            yield from (("people", somebody.kind),) if somebody else ()
        case _:
            pass


def _of_group(workflow: Workflow, group: Group) -> Iterator[tuple[str, str]]:
    """
    Give the evidence and the gates that a group asks.
    """
    asked = as_condition(group)
    for name in names_in(workflow, asked):
        if isinstance(name, str) and name in workflow.evidence:
            yield "evidence", name
        elif isinstance(name, tuple) and str(name[1]) in workflow.evidence:
            yield "evidence", str(name[1])
    for part in every_condition(workflow, asked):
        if isinstance(part, GateHolds):
            yield "gates", part.gate


def _checks(scenario: Scenario) -> Iterator[Check]:
    steps: tuple[Step, ...] = (*scenario.given.steps, *scenario.steps)
    yield from (one for step in steps for one in step.then)
    yield from scenario.then


def _of_forms(workflow: Workflow, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """
    Give what the forms that are handed in say, and what their registers ask for; of one that is not taken, nothing was decided.
    """
    steps: tuple[Step, ...] = (*scenario.given.steps, *scenario.steps)
    for act in (step.act for step in steps if isinstance(step.act, HandIn)):
        for one in workflow.forms[act.form].fields.values():
            match one.kind:
                case Records(evidence):
                    yield "evidence", evidence
                case Registered(level=str(level)):
                    yield "evidence", level


def _of_checks(workflow: Workflow, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """
    Give what a scenario looks at.
    """
    for check in _checks(scenario):
        match check:
            case EvidenceIs(evidence=name):
                yield from (("evidence", name), ("looks at", name))
            case Sees(thing=name):
                yield from ((("evidence", name),) if name in workflow.evidence else ())
                yield "seen", name.partition(".")[0]
            case Open(event=name) | DueAt(event=name):
                yield from (("events", name), ("looks at", name))
            case _:
                pass
