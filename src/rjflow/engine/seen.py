"""
What of a case somebody is shown: people, records, answers and options, cut down to what they may see; `seen_history` has the history.

Nothing here depends on a value that is hidden from them, but for what follows from where the case stands: that everybody with a part may know.
Revisions, hashes and verdicts are left out, because they would tell what is hidden.

Stands on: `rules.seeing`, `options`.   Knows nothing of: hosts, storage, sentences.
"""

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.engine.options import Option, Remedy
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding, use
from rjflow.rules.seeing import Eyes, eyes_of
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.viewing import Life, records_of
from rjflow.sources.errors import RjflowError


class NoPart(RjflowError):
    """Somebody who has no part in a case: no role, and nobody in it whom they are or speak for."""


@frozen
class SeenPerson:
    """Somebody the case is about."""

    id: str
    kind: str


@frozen(kw_only=True)
class SeenRecord:
    """A record: what it says, who recorded it and when, until when it is current, and what made it void if that may be told."""

    evidence: str
    person: str | None
    life: Life
    value: Value
    by: str
    at: Instant
    until: Instant | None
    void: str | None


@frozen
class Unseen:
    """Something that was recorded, and of which only that may be known."""

    evidence: str
    person: str | None = None


@frozen(kw_only=True)
class Told:
    """
    What somebody is told of an answer.

    Attributes:
        allowed: whether it happens.
        missing: what stood in the way, as far as they may see it.
        unseen: what was asked besides, which they may know of and not see, whatever it says.
    """

    allowed: bool
    missing: tuple[Finding, ...] = ()
    unseen: tuple[Unseen, ...] = ()


@frozen(kw_only=True)
class SeenOption:
    """
    An event that somebody may do as far as it goes by who they are, and whether they could do it now.

    Attributes:
        event: its name.
        is_open: whether it would be allowed, with suitable evidence and reason given; nothing when it depends on what is given.
        told: what stands in the way.
        gives: the evidence that has to be given with it.
        reasons: the reasons it could be given for.
        remedies: what could change what stands in the way.
    """

    event: str
    is_open: Truth
    told: Told
    gives: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@frozen(kw_only=True)
class View:
    """
    A case as somebody may see it at a moment.

    Attributes:
        case: its id.
        workflow: the name of the workflow it runs under.
        at: the moment.
        state: the state it is in.
        since: when it came there.
        held_from: where a held case came from.
        reason: why it was closed.
        people: whom it is about.
        records: what is recorded.
        unseen: what else is recorded, where they may know that much.
        options: what they could do, and what stands in the way.
    """

    case: str
    workflow: str
    at: Instant
    state: str
    since: Instant
    held_from: str | None
    reason: str | None
    people: tuple[SeenPerson, ...]
    records: tuple[SeenRecord, ...]
    unseen: tuple[Unseen, ...]
    options: tuple[SeenOption, ...]


def viewed(
    workflow: Workflow, case: str, situation: Situation, actor: Actor, options: Iterable[Option], at: Instant
) -> View:
    """
    Give a situation, which is up to date, as somebody may see it.
    """
    eyes = eyes_of(workflow, situation, actor)
    records = _records(workflow, situation, eyes.see, eyes.told_void)
    there = _view(workflow, case, situation, at, records, eyes.see_person)
    shown = tuple(seen for one in options if (seen := _option(eyes, one)) is not None)
    return evolve(there, unseen=tuple(_unseen(eyes, situation)), options=shown)


def whole_view(workflow: Workflow, case: str, situation: Situation) -> View:
    """
    Give a situation with everything that is in it, for whoever has the whole store anyway; what anybody could do is left out.
    """
    records = _records(workflow, situation, lambda *_: True, lambda void: void)
    return _view(workflow, case, situation, situation.now, records, lambda _: True)


def told(workflow: Workflow, decision: Decision, actor: Actor) -> Told:
    """
    Give what somebody may be told of an answer to them.
    """
    return _told(eyes_of(workflow, decision.before, actor), decision)


def seen_findings(workflow: Workflow, decision: Decision, actor: Actor) -> tuple[Finding, ...]:
    """
    Give what was asked, with its answers, as far as somebody may see it, met or not.
    """
    return tuple(_findings(eyes_of(workflow, decision.before, actor), decision))


# ----------------------------------------------------------------------------------------------------------------------


# What is asked of whoever asks, before anything of the case is looked at.
_WHO = ("known", "actor")


def _view(
    workflow: Workflow,
    case: str,
    situation: Situation,
    at: Instant,
    records: Iterable[SeenRecord],
    see_person: Callable[[str], bool],
) -> View:
    return View(
        case=case,
        workflow=workflow.name,
        at=at,
        state=situation.state,
        since=situation.since,
        held_from=situation.held_from,
        reason=situation.reason,
        people=tuple(SeenPerson(one.id, one.kind) for one in situation.people if see_person(one.id)),
        records=tuple(records),
        unseen=(),
        options=(),
    )


def _records(
    workflow: Workflow,
    situation: Situation,
    see: Callable[[str, str | None], bool],
    told_void: Callable[[str | None], str | None],
) -> Iterator[SeenRecord]:
    for name in workflow.evidence:
        for holder, record in records_of(workflow, situation, name):
            person = holder.id if holder else None
            if see(name, person):
                used = use(workflow, situation, name, person)
                yield SeenRecord(
                    evidence=name,
                    person=person,
                    life=used.life,
                    value=record.value,
                    by=record.by,
                    at=record.at,
                    until=used.until,
                    void=told_void(record.void),
                )


def _unseen(eyes: Eyes, situation: Situation) -> Iterator[Unseen]:
    for name in eyes.workflow.evidence:
        for holder, _ in records_of(eyes.workflow, situation, name):
            person = holder.id if holder else None
            if not eyes.see(name, person) and eyes.know_of(name, person):
                yield Unseen(name, person)


def _option(eyes: Eyes, option: Option) -> SeenOption | None:
    """
    Cut down an option; an event that is not theirs to do is none.
    """
    by = eyes.workflow.events[option.event].by
    if not eyes.among(by):
        return None
    answer = _told(eyes, option.decision)
    return SeenOption(
        event=option.event,
        is_open=option.is_open,
        told=answer,
        gives=option.gives,
        reasons=option.reasons,
        remedies=tuple(
            evolve(one, finding=shown)
            for one in option.remedies
            if (shown := _shown(eyes, one.finding)) in answer.missing and _may_be_named(eyes, one)
        ),
    )


def _may_be_named(eyes: Eyes, remedy: Remedy) -> bool:
    return remedy.evidence is None or remedy.of_scheme or eyes.see(remedy.evidence, remedy.person)


def _told(eyes: Eyes, decision: Decision) -> Told:
    """
    Cut down an answer. What is asked of hidden things is named, where it may be, whether it stood in the way or not.
    """
    if decision.allowed:
        return Told(allowed=True)
    shown = [one for one in _findings(eyes, decision) if one.truth is not True and one.asked != "counts"]
    if not _are_theirs(decision):
        return Told(allowed=False, missing=tuple(shown))
    hidden = [one for one in decision.findings if not eyes.see_finding(one)]
    named = (
        Unseen(used.evidence, used.person)
        for one in hidden
        for used in one.used
        if not used.of_scheme and not eyes.see(used.evidence, used.person) and eyes.know_of(used.evidence, used.person)
    )
    return Told(allowed=False, missing=tuple(shown), unseen=tuple(dict.fromkeys(named)))


def _are_theirs(decision: Decision) -> bool:
    return all(one.truth is True for one in decision.findings if one.asked in _WHO)


def _findings(eyes: Eyes, decision: Decision) -> Iterator[Finding]:
    if not _are_theirs(decision):
        return (one for one in decision.findings if one.asked in _WHO)
    return (_shown(eyes, one) for one in decision.findings if eyes.see_finding(one))


def _shown(eyes: Eyes, finding: Finding) -> Finding:
    """
    Leave out of an answer what made records void that one may not know of.
    """
    return evolve(finding, used=tuple(evolve(one, void=eyes.told_void(one.void)) for one in finding.used))
