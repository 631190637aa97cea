"""
Act a story out on the real engine, before anybody is shown it.

The verifier has decided every step of a story by the rules; the engine goes its own, faster way to the same answers. A story that the
engine does not follow is a fault of rjflow, and never an answer.

Stands on: `engine`, `verifier.verdict`.   Knows nothing of: how the story was found, sentences.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.engine.running import Engine, Step
from rjflow.instants import Instant, moment
from rjflow.rules.commands import Command, Fire, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.situation import Actor, Situation
from rjflow.sources.errors import RjflowError
from rjflow.verifier.verdict import Report, Story, VerifiedWorkflow, Waiver


class StoryDoesNotReplay(RjflowError):
    """A story that the engine does not follow: rjflow contradicts itself, and its answers are not to be relied on."""


def act_out(report: Report) -> None:
    """
    Act out every story of a report.

    Raises:
        StoryDoesNotReplay: the engine came to something else than the story.
    """
    for story in report.stories:
        act_out_story(report.workflow, story)


def act_out_story(workflow: Workflow, story: Story) -> None:
    """
    Act out one story.

    Raises:
        StoryDoesNotReplay: the engine came to something else than the story.
    """
    commands = [step.decision.command for step in story.steps]
    for number, (done, step) in enumerate(
        zip(acted(workflow, story.opened, commands), story.steps, strict=True), start=1
    ):
        if not done.allowed or done.decision.after != step.decision.after:
            raise StoryDoesNotReplay(f"step {number} of a story about {workflow.name} does not replay on the engine")


def acted(workflow: Workflow, opened: Situation, commands: Sequence[Command]) -> Iterator[Step]:
    """
    Give commands to the engine one after the other, and what it answers to each; after a refusal nothing more.
    """
    engine, cast = _host(workflow, opened.now)
    people = {person.id: person.kind for person in opened.people}
    case = engine.open(_CASE, people=people, actor="somebody", at=moment(opened.now)).case
    for command in commands:
        done = _done(engine, cast, case, command)
        yield done
        if not done.allowed:
            return
        case = done.case


# ----------------------------------------------------------------------------------------------------------------------

_CASE = "a story"


class _Cast:
    """The host of a story: everybody has the roles the story gives them, and the scheme stands as the story says."""

    def __init__(self) -> None:
        self.actor = Actor("nobody")
        self.seen: Case | None = None

    def roles_of(self, actor: str, case: str) -> Actor:  # noqa: ARG002  # there is one case
        """Give whoever acts at this step."""
        return self.actor if self.actor.id == actor else Actor(actor)

    def scheme(self) -> Case | None:
        """Give the scheme as it stands at this step."""
        return self.seen


def _host(workflow: Workflow, at: Instant) -> tuple[Engine, _Cast]:
    """
    Make an engine that lets a story happen, without proof: that is what a story is about.
    """
    waiver = Waiver(by="rjflow", reason="a story of a broken safeguard is acted out", at=at)
    cast = _Cast()
    return Engine(
        VerifiedWorkflow.without_proof(workflow, waiver), roles=cast, scheme=cast.scheme, registers_elsewhere=True
    ), cast


def _done(engine: Engine, cast: _Cast, case: Case, command: Command) -> Step:
    """
    Give the engine one command of a story.
    """
    cast.actor, actor, at = command.actor, command.actor.id, moment(command.at)
    match command:
        case Fire(event=event, reason=reason, given=given):
            return engine.fire(case, event, actor=actor, reason=reason, given=given, at=at)
        case RecordEvidence(given=one):
            return engine.record(case, one.evidence, one.value, person=one.person, actor=actor, at=at)
        case GiveNotice(notice=notice):
            return engine.notice(case, notice, actor=actor, at=at)
        case Join(person=person, kind=kind):
            return engine.join(case, person, kind, actor=actor, at=at)
        case Leave(person=person):
            return engine.leave(case, person, actor=actor, at=at)
        case SeeScheme(scheme=scheme):
            cast.seen = _scheme_case(engine.workflow, scheme)
            return engine.advance(case, at=at)
        case _:
            return engine.advance(case, at=at)


def _scheme_case(workflow: Workflow, scheme: Situation | None) -> Case | None:
    """
    Give the scheme as a host would hold it.
    """
    if scheme is None or workflow.scheme is None:
        return None
    mark = fingerprint(workflow.scheme.workflow)
    return Case(id="the scheme", fingerprint=mark, situation=scheme, revision=0, head="")
