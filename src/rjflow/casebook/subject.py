"""
Everything that is known about one person of a case, and nothing of anybody else.

What concerns a person is taken out of the entries one by one; whatever is not known to be theirs is left out. So there is no state of the
case in it, no notice, no event that somebody else made happen, no name of anybody, and no number of an entry.

Stands on: `telling`.   Knows nothing of: who may ask, sentences.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import frozen

from rjflow.casebook.drawer import Filed
from rjflow.casebook.telling import Teller
from rjflow.definition.model import Workflow
from rjflow.engine.asking import UnknownName
from rjflow.engine.history import Entry, Open
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
from rjflow.rules.commands import Erase, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, Tell
from rjflow.rules.situation import Actor

By = Literal["self", "worker", "other"]
Did = Literal["came", "left", "recorded", "told", "erased", "event", "notice"]


@frozen(kw_only=True)
class Concern:
    """
    One thing about a person.

    Attributes:
        at: when.
        did: what it was: they came or left, something was recorded or told about them, what was told was erased, or they made an event
            happen or gave a notice.
        by: who did it: they themselves or whoever speaks for them, a worker, or somebody else, of whom nothing is said.
        roles: of a worker, their roles.
        name: of the kind of people, the evidence, the event, the notice, or the value that was told.
        value: of the evidence.
        evidence: of a value that was told, the evidence that it is a note to.
        text: of a value that was told, unless it was erased.
    """

    at: Instant
    did: Did
    by: By
    roles: tuple[str, ...] = ()
    name: str | None = None
    value: Value | None = None
    evidence: str | None = None
    text: str | None = None


@frozen(kw_only=True)
class SubjectAccess:
    """
    What is known about a person.

    Attributes:
        case: in which case.
        person: who.
        workflow: the definition that the case runs under, for the labels of what is named.
        concerns: all that concerns them, in order.
        is_erased: whether what was told about them was erased.
    """

    case: str
    person: str
    workflow: Workflow
    concerns: tuple[Concern, ...]
    is_erased: bool


def subject_access(keep: Teller, case: str, person: str) -> SubjectAccess:
    """
    Put together what is known about a person.

    Raises:
        UnknownName: nobody of that name is, or was, in the case.
        CaseNotFound, BentRow, NotAsked, NoSuchKey: as the casebook does.
    """
    entries = keep.history(case).entries
    file = keep.personal_file(case, person)
    texts = {(row.number, row.name): text for row, text in keep.opened_values(file)}
    people = keep.everybody(case)
    if person not in people:
        raise UnknownName(
            f"a person of case {case}", person, []
        )  # whoever else is there is not for this person to know
    concerns = [one for entry in entries for one in _concerns(entry, person, people - {person}, texts)]
    concerns += [_written(one) for one in keep.drawer.of(case) if one.person == person]
    concerns.sort(key=lambda one: one.at)
    erased = file.key is not None and file.key.wrapped is None
    workflow = keep.definition(entries[-1].fingerprint)
    return SubjectAccess(case=case, person=person, workflow=workflow, concerns=tuple(concerns), is_erased=erased)


# ----------------------------------------------------------------------------------------------------------------------


def _concerns(
    entry: Entry, person: str, others: frozenset[str], texts: Mapping[tuple[int, str], str]
) -> Iterator[Concern]:
    """
    Give what of an entry concerns a person.
    """
    command, at = entry.command, entry.at
    by = _by(entry.actor, person, others)
    roles = tuple(sorted(entry.actor.roles)) if by == "worker" else ()
    match command:
        case Open(people=people) if person in dict(people):
            yield Concern(at=at, did="came", by=by, roles=roles, name=dict(people)[person])
        case Join(person=one, kind=kind) if one == person:
            yield Concern(at=at, did="came", by=by, roles=roles, name=kind)
        case Leave(person=one) if one == person:
            yield Concern(at=at, did="left", by=by, roles=roles)
        case RecordEvidence(given=given) if _is_theirs(given, person, by):
            yield _recorded(given, at, by, roles)
        case Fire(event=event, given=several):
            if by == "self":
                yield Concern(at=at, did="event", by=by, name=event)
            yield from (_recorded(one, at, by, roles) for one in several if _is_theirs(one, person, by))
        case GiveNotice(notice=notice) if by == "self":
            yield Concern(at=at, did="notice", by=by, name=notice)
        case Tell(person=one, values=values, evidence=evidence) if one == person:
            for told in values:
                text = texts.get((entry.number, told.name))
                yield Concern(at=at, did="told", by=by, roles=roles, name=told.name, evidence=evidence, text=text)
        case Erase(person=one) if one == person:
            yield Concern(at=at, did="erased", by=by, roles=roles)
        case _:
            pass


def _written(filed: Filed) -> Concern:
    """
    Give what was written about them in a form.
    """
    said = json.dumps(dict(filed.values), ensure_ascii=False, default=str)
    return Concern(at=filed.at, did="told", by="worker", name=filed.form, text=said)


def _recorded(given: Given, at: Instant, by: By, roles: tuple[str, ...]) -> Concern:
    return Concern(at=at, did="recorded", by=by, roles=roles, name=given.evidence, value=given.value)


def _is_theirs(given: Given, person: str, by: By) -> bool:
    """
    Tell whether evidence is about a person, or was given by them about the case.
    """
    return given.person == person or (given.person is None and by == "self")


def _by(actor: Actor, person: str, others: frozenset[str]) -> By:
    """
    Tell who did something, as far as the person may know: who speaks for somebody else too is somebody else.
    """
    if actor.acts_for & others:
        return "other"
    return "self" if person in actor.acts_for else "worker"
