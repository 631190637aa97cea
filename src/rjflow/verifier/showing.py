"""
Finish a story with the step it was looked for, and see where another workflow does not follow it.

Stands on: `replaying`, `comparison`, `rules`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from attrs import evolve

from rjflow.definition.fingerprint import plain
from rjflow.definition.lookup import events_recording, in_group
from rjflow.definition.model import Kind, Workflow
from rjflow.instants import DAY, SECOND
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation, first_situation
from rjflow.rules.viewing import life, record_of
from rjflow.verifier.classes import value_classes
from rjflow.verifier.comparison import Elsewhere
from rjflow.verifier.forms import could_act
from rjflow.verifier.probing import PROBE
from rjflow.verifier.replaying import attempts, replayed
from rjflow.verifier.touring import opening
from rjflow.verifier.verdict import Ending, Story, StoryStep

Commands = Callable[[Situation], Iterable[Command]]
Wanted = Callable[[Decision], bool]

_GAP = 60 * SECOND


def opened_with(workflow: Workflow) -> Story:
    """
    Give the story in which nothing has happened yet.
    """
    return Story(opened=opening(workflow), steps=(), ending=Ending())


def without_probe(workflow: Workflow, story: Story) -> Story | None:
    """
    Take the probe off a story, and act out what is left on the workflow itself; nothing when it is not allowed there.
    """
    commands = [step.decision.command for step in story.steps]
    real = [one for one in commands if not (isinstance(one, Fire) and one.event == PROBE)]
    return replayed(workflow, story.opened, real)


def endings(workflow: Workflow, story: Story, commands: Commands, wanted: Wanted) -> Iterator[Story]:
    """
    Add to a story each of some commands that is allowed where it ends, and does what is wanted.
    """
    for command in commands(story.last):
        decision = decide(workflow, story.last, command)
        if decision.allowed and wanted(decision):
            yield evolve(story, steps=(*story.steps, StoryStep(decision=decision)))


def days_later(workflow: Workflow, story: Story, days: int) -> Story | None:
    """
    Let a story begin so many days later, and every step of it and every date in it as well; nothing when it is not allowed then.
    """
    later = days * DAY
    people = tuple((person.id, person.kind) for person in story.opened.people)
    commands = []
    for step in story.steps:
        command = step.decision.command
        if isinstance(command, Fire):
            command = evolve(command, given=tuple(_dated(one, days) for one in command.given))
        elif isinstance(command, RecordEvidence):
            command = evolve(command, given=_dated(command.given, days))
        commands.append(evolve(command, at=command.at + later))
    return replayed(workflow, first_situation(workflow, people, story.opened.now + later), commands)


def elsewhere(
    other: Workflow, workflow: Workflow, story: Story, evidence: str | None = None
) -> Elsewhere | Literal["follows", "cannot tell"]:
    """
    Give where another workflow does not follow a story: where it refuses a step or leads to another state, or where in the end a
    piece of *evidence* does not stand there as it does in the story.

    A story that saw a scheme the other workflow does not know cannot be followed step by step, so then nobody can tell.
    """
    people = tuple((person.id, person.kind) for person in story.opened.people)
    if any(kind not in other.people for _, kind in people):
        return Elsewhere(step=0)
    situation = first_situation(other, people, story.opened.now)
    decision = None
    for number, step in enumerate(story.steps, start=1):
        command = step.decision.command
        if isinstance(command, SeeScheme) and not _sees_alike(other, workflow):
            return "cannot tell"
        decision = decide(other, situation, command)
        counts = decision.counts is step.decision.counts or not isinstance(command, RecordEvidence)
        if not decision.allowed or decision.after.state != step.decision.after.state or not counts:
            return Elsewhere(step=number, decision=decision)
        situation = decision.after
    if evidence is not None and _standing(other, situation, evidence) != _standing(workflow, story.last, evidence):
        return Elsewhere(step=len(story.steps), decision=decision)
    return "follows"


# ---- commands to finish with -----------------------------------------------------------------------------------------


def firings(workflow: Workflow, event: str, by: Sequence[str]) -> Commands:
    """
    Give every way to fire an event, by some actors.
    """

    def commands(situation: Situation) -> Iterator[Command]:
        for actor in could_act(workflow, situation, by, None):
            for fire in attempts(workflow, situation, event, [actor]):
                yield evolve(fire, at=situation.now + _GAP)

    return commands


def recordings(workflow: Workflow, name: str, by: Sequence[str], values: Sequence[object] = ()) -> Commands:
    """
    Give every way to record a piece of evidence by itself, and then by an event that records it.
    """
    evidence = workflow.evidence[name]

    def commands(situation: Situation) -> Iterator[Command]:
        people = workflow.people
        holders = [one.id for one in situation.people if evidence.about and in_group(people[one.kind], evidence.about)]
        for person in holders if evidence.about else [None]:
            for value in values or value_classes(workflow)[name]:
                for actor in could_act(workflow, situation, by, person if evidence.about else None):
                    given = Given(name, value, person)  # type: ignore[arg-type]  # values are of the evidence's own sort
                    yield RecordEvidence(given=given, actor=actor, at=situation.now + _GAP)
        for event in () if values else events_recording(workflow, name):
            yield from firings(workflow, event, workflow.events[event].by)(situation)

    return commands


def noticings(workflow: Workflow, name: str, by: Sequence[str] = ()) -> Commands:
    """
    Give every way to give a notice.
    """
    given_by = by or workflow.notices[name].by or (*workflow.roles, *workflow.people)

    def commands(situation: Situation) -> Iterator[Command]:
        for actor in could_act(workflow, situation, given_by, None):
            yield GiveNotice(notice=name, actor=actor, at=situation.now + _GAP)

    return commands


def changes(workflow: Workflow, kind: Kind, *, joining: bool, by: Sequence[str] = ()) -> Commands:
    """
    Give every way to add, or to remove, somebody of a kind.
    """
    change = kind.joins if joining else kind.leaves

    def commands(situation: Situation) -> Iterator[Command]:
        there = [one.id for one in situation.people if one.kind == kind.name]
        fresh = next(name for n in range(1, len(there) + 2) if (name := f"{kind.name}-{n}") not in there)
        for actor in could_act(workflow, situation, by or (change.by if change else ()), None):
            at = situation.now + _GAP
            if joining:
                yield Join(person=fresh, kind=kind.name, actor=actor, at=at)
            else:
                yield from (Leave(person=one, actor=actor, at=at) for one in there)

    return commands


# ----------------------------------------------------------------------------------------------------------------------


def _sees_alike(other: Workflow, workflow: Workflow) -> bool:
    return bool(plain(other.scheme) == plain(workflow.scheme))


def _standing(workflow: Workflow, situation: Situation, name: str) -> tuple[str, ...]:
    """
    Tell how a piece of evidence stands: its life, about everybody it is about.
    """
    evidence = workflow.evidence[name]
    holders = (
        [None] if evidence.about is None
        else [one.id for one in situation.people if in_group(workflow.people[one.kind], evidence.about)]
    )  # fmt: skip
    return tuple(
        life(workflow, evidence, record_of(workflow, situation, name, holder), situation.now) for holder in holders
    )


def _dated(given: Given, days: int) -> Given:
    """
    Put off the date that a record says, if it says one.
    """
    return evolve(given, value=given.value + timedelta(days=days)) if isinstance(given.value, date) else given
