"""
What of a case's history somebody is shown, cut down to what they may see.

Stands on: `seen`, `rules.seeing`, `history`.   Knows nothing of: hosts, storage, sentences.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.engine.history import Entry, Open
from rjflow.engine.seen import SeenPerson
from rjflow.frozen import frozen
from rjflow.instants import Instant
from rjflow.rules.commands import Fire, Given, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.decision import Move
from rjflow.rules.seeing import Eyes, eyes_among
from rjflow.rules.situation import Actor, Situation


@frozen(kw_only=True)
class SeenEntry:
    """
    Something that happened: counted among what one sees, so that no gap tells of what one does not.

    Attributes:
        number: its place, counted from 1.
        what: what kind of thing; `moved` is a case that moved by something that is not shown.
        at: when.
        by: who did it, by the id the host knows them by; nothing where that is not shown.
        name: the event, notice, or kind of people.
        person: who joined or left.
        given: what was recorded.
        people: whom the case was opened about.
        reason: why it was closed.
        moves: how the case moved.
    """

    number: int
    what: Literal["opened", "event", "recorded", "notice", "joined", "left", "moved"]
    at: Instant
    by: str | None = None
    name: str | None = None
    person: str | None = None
    given: tuple[Given, ...] = ()
    people: tuple[SeenPerson, ...] = ()
    reason: str | None = None
    moves: tuple[Move, ...] = ()


def seen_history(workflow: Workflow, entries: Sequence[Entry], now: Situation, actor: Actor) -> tuple[SeenEntry, ...]:
    """
    Give what somebody may see of what happened.
    """
    shown: list[SeenEntry] = []
    people: dict[str, str] = {}
    present = [person.id for person in now.people]
    for entry in entries:
        if isinstance(entry.command, Open):
            people.update(entry.command.people)
        elif isinstance(entry.command, Join):
            people[entry.command.person] = entry.command.kind
        eyes = eyes_among(workflow, actor, present, people)
        seen = _entry(eyes, entry) or _moved(entry)
        if seen is not None:
            shown.append(evolve(seen, number=len(shown) + 1, moves=entry.moves))
    return tuple(shown)


# ----------------------------------------------------------------------------------------------------------------------


def _entry(eyes: Eyes, entry: Entry) -> SeenEntry | None:
    """
    Give what is shown of an entry besides its moves; nothing where nothing is.
    """
    base = SeenEntry(number=0, what="moved", at=entry.at, by=_who(eyes, entry.actor))
    match entry.command:
        case Open(people=people):
            seen = tuple(SeenPerson(one, kind) for one, kind in people if eyes.see_person(one))
            return evolve(base, what="opened", people=seen)
        case Fire(event=event, given=given, reason=reason):
            return evolve(base, what="event", name=event, given=_given(eyes, given), reason=reason)
        case RecordEvidence(given=given):
            shown = _given(eyes, [given])
            return evolve(base, what="recorded", given=shown) if shown else None
        case GiveNotice(notice=notice):
            return evolve(base, what="notice", name=notice) if eyes.see_notice(notice) else None
        case Join(person=person, kind=kind):
            return evolve(base, what="joined", person=person, name=kind) if eyes.see_person(person) else None
        case Leave(person=person):
            return evolve(base, what="left", person=person) if eyes.see_person(person) else None
        case (
            _
        ):  # the clock, the scheme, another version, and what is told about people, which is shown by `personal` alone
            return None


def _moved(entry: Entry) -> SeenEntry | None:
    return SeenEntry(number=0, what="moved", at=entry.at) if entry.moves else None


def _given(eyes: Eyes, given: Iterable[Given]) -> tuple[Given, ...]:
    return tuple(one for one in given if eyes.see(one.evidence, one.person))


def _who(eyes: Eyes, actor: Actor) -> str | None:
    return actor.id if eyes.see_actor(actor) else None
