"""
Everything that is known about one person of a case, and nothing of anybody else.

What concerns a person is taken out of the entries one by one; whatever is not known to be theirs is left out. So there is no state of the
case in it, no notice, no event that somebody else made happen, no name of anybody, and no number of an entry.

Of what was written about them in forms, it is what the workflow lets them see, and what they, or whoever speaks for them, wrote themselves.

Stands on: `filing`, `papers`.   Knows nothing of: who may ask, sentences.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from attrs import field

from rjflow.casebook.filing import Filer
from rjflow.definition.model import Workflow
from rjflow.engine.asking import UnknownName
from rjflow.engine.history import Entry, Open
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
from rjflow.rules.commands import Erase, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, Tell
from rjflow.rules.seeing import Eyes
from rjflow.rules.situation import Actor
from rjflow.store.rows_beside import PersonalRow
from rjflow.store.written import filed_in

By = Literal["self", "worker", "other"]
Did = Literal["came", "left", "recorded", "told", "written", "erased", "event", "notice"]


@frozen(kw_only=True)
class Concern:
    """
    One thing about a person. Its `repr` keeps to itself what was told or written.

    Attributes:
        at: when.
        did: what it was: they came or left, something was recorded, told or written in a form about them, what was told was erased, or they
            made an event happen or gave a notice.
        by: who did it: they themselves or whoever speaks for them, a worker, or somebody else, of whom nothing is said.
        roles: of a worker, their roles.
        name: of the kind of people, the evidence, the event, the notice, the value that was told, or the field.
        value: of the evidence.
        evidence: of a value that was told, the evidence that it is a note to.
        text: of a value that was told, unless it was erased.
        form: in which form it was written.
        written: what was written in the field.
    """

    at: Instant
    did: Did
    by: By
    roles: tuple[str, ...] = ()
    name: str | None = None
    value: Value | None = None
    evidence: str | None = None
    text: str | None = field(default=None, repr=False)
    form: str | None = None
    written: Any = field(default=None, repr=False)


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
        withheld: fields of forms about them, as `FORM.FIELD`, that the workflow shows to others and not to them: for whoever prepares this, to
            judge whether the law says otherwise; nothing of it is for the person.
    """

    case: str
    person: str
    workflow: Workflow
    concerns: tuple[Concern, ...]
    is_erased: bool
    withheld: tuple[str, ...] = ()


def subject_access(keep: Filer, case: str, person: str) -> SubjectAccess:
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
        raise UnknownName("a person", person, [], of=f"case {case}")  # who else is there is not for this person to know
    concerns = [one for entry in entries for one in _concerns(entry, person, people - {person}, texts)]
    workflow = keep.definition(entries[-1].fingerprint)
    written, withheld = _written(keep, workflow, entries, person, people)
    concerns = sorted([*concerns, *written], key=lambda one: one.at)
    erased = file.key is not None and file.key.wrapped is None
    return SubjectAccess(
        case=case, person=person, workflow=workflow, concerns=tuple(concerns), is_erased=erased, withheld=withheld
    )


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


def _written(
    keep: Filer, workflow: Workflow, entries: Sequence[Entry], person: str, people: frozenset[str]
) -> tuple[list[Concern], tuple[str, ...]]:
    """
    Give what was written about them in forms and they may see, and of the rest which fields they are.
    """
    filed = {one.number: entry for one in filed_in(entries) for entry in entries[one.number - 1 : one.number]}
    by: dict[int, By] = {number: _by(entry.actor, person, people - {person}) for number, entry in filed.items()}
    eyes = _their_eyes(workflow, entries, person)

    def is_theirs(row: PersonalRow) -> bool:
        form = workflow.forms.get(row.form or "")
        return by[row.number] == "self" or (form is not None and eyes.see_field(form, row.name, person))

    papers = keep.store.papers(entries[0].case)
    about = papers._replace(values=tuple(row for row in papers.values if row.person == person and row.number in filed))
    written = [
        Concern(
            at=filed[row.number].at,
            did="written",
            by=by[row.number],
            roles=tuple(sorted(filed[row.number].actor.roles)) if by[row.number] == "worker" else (),
            name=row.name,
            form=row.form,
            written=value,
        )
        for row, value in keep.words(about, is_theirs)
    ]
    withheld = (f"{row.form}.{row.name}" for row in about.values if not is_theirs(row))
    return written, tuple(dict.fromkeys(withheld))


def _their_eyes(workflow: Workflow, entries: Sequence[Entry], person: str) -> Eyes:
    """
    Give what the workflow lets the person see of a case, whether they are still in it or not.
    """
    kinds = dict[str, str]()
    for entry in entries:
        match entry.command:
            case Open(people=people):
                kinds |= dict(people)
            case Join(person=one, kind=kind):
                kinds[one] = kind
            case _:
                pass
    theirs = {one: kind for one, kind in kinds.items() if one == person and kind in workflow.people}
    return Eyes(workflow, Actor(id=person, acts_for=frozenset([person])), theirs, theirs)


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
