"""
Read a command as the language means it, in a book of one's own: whether it happens, and what the case goes through.

Written anew from the reference of the language, and not from the rules; the two are held to each other wherever a case machine runs.

Stands on: `book`, `rules.commands`.   Knows nothing of: `rules.deciding`, the engine, safeguards.
"""

from collections.abc import Sequence
from typing import NamedTuple

from attrs import field, mutable

from rjflow.definition.model import BACK, CLOCK, Change, Event, Evidence, Way
from rjflow.frozen import frozen
from rjflow.instants import Instant
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.situation import THE_CLOCK, Actor
from rjflow.testing.book import Book, fits, may, scheme_book


class Passed(NamedTuple):
    """One move: the event, if one made it, and the state it ended in, if the case moved; whether it is what was commanded."""

    event: str | None
    state: str | None
    is_commanded: bool = False


@frozen
class Moment:
    """What happened at one instant, and the book right after it."""

    passed: tuple[Passed, ...]
    book: Book


@mutable
class Followed:
    """
    What came of a command.

    Attributes:
        allowed: whether it happens.
        before: the book when it was judged, brought up to date with the clock.
        after: the book after it.
        moments: what happened, instant by instant, the command's own last.
    """

    command: Command
    allowed: bool
    before: Book
    after: Book
    moments: list[Moment] = field(factory=list)


def follow(book: Book, command: Command) -> Followed:
    """
    Give what comes of a command; *book* itself is not changed.
    """
    book, moments = book.copied(), list[Moment]()
    _see(book, book.now)
    passed = _fall(book)
    moments += [Moment(tuple(passed), book.copied())] if passed else []
    while (then := min((one for one in book.changes() if book.now < one <= command.at), default=None)) is not None:
        _tick(book, then, moments)
    _tick(book, max(command.at, book.now), moments)
    before = book.copied()
    own = _judged(book, command)
    if own is None:
        return Followed(command, allowed=False, before=before, after=before, moments=moments)
    own += _ring(book)
    moments.append(Moment(tuple(own), book.copied()))
    return Followed(command, allowed=True, before=before, after=book, moments=moments)


# ---- time ------------------------------------------------------------------------------------------------------------


def _tick(book: Book, now: Instant, moments: list[Moment]) -> None:
    book.now = now
    _see(book, now)
    passed = [*_fall(book), *_ring(book)]
    moments += [Moment(tuple(passed), book.copied())] if passed else []


def _see(book: Book, now: Instant) -> None:
    """
    Let time do with the scheme what it does.
    """
    scheme = book.scheme
    if scheme is None:
        return
    while (then := min((one for one in scheme.changes() if scheme.now < one <= now), default=None)) is not None:
        _tick(scheme, then, [])
    scheme.now = max(scheme.now, now)


def _fall(book: Book) -> list[Passed]:
    state = book.rest(book.state)
    if state == book.state:
        return []
    book.enter(state)
    return [Passed(None, state)]


def _ring(book: Book) -> list[Passed]:
    """
    Let every deadline ring that is due, until none is that may.
    """
    passed: list[Passed] = []
    for _ in book.workflow.deadlines:
        rang = len(passed)
        for number, deadline in enumerate(book.workflow.deadlines):
            due = book.due(number)
            if due is None or due > book.now:
                continue
            was = book.state
            moves = _fired(book, Fire(event=deadline.event, actor=THE_CLOCK, at=book.now))
            if moves is None:
                continue
            passed += [one._replace(is_commanded=False) for one in moves]
            if book.state == was or deadline.until is not None:
                book.rung[number] = book.now
        if rang == len(passed):
            break
    return passed


# ---- commands --------------------------------------------------------------------------------------------------------


def _judged(book: Book, command: Command) -> list[Passed] | None:
    """
    Do a command in a book; nothing when it is refused, and then the book is as it was.
    """
    is_done = True
    match command:
        case Fire():
            return _fired(book, command)
        case RecordEvidence():
            is_done = _recorded(book, command.given, command.actor)
        case GiveNotice():
            is_done = _noticed(book, command)
        case Join() | Leave():
            is_done = _changed(book, command)
        case SeeScheme(scheme=seen):
            link = book.workflow.scheme
            book.scheme = scheme_book(link.workflow, seen, book.now) if link is not None and seen is not None else None
            _see(book, book.now)
        case Advance():
            return _fall(book)
    if not is_done:
        return None
    falls = _fall(book)
    return [falls[0]._replace(is_commanded=True)] if falls else [Passed(None, None, is_commanded=True)]


def _fired(book: Book, fire: Fire) -> list[Passed] | None:
    event = book.workflow.events.get(fire.event)
    if event is None or not _may_fire(book, event, fire) or not _is_filled_in(book, event, fire.given):
        return None
    ways = [(way, after) for way in event.ways if book.state in way.from_states and (after := _gone(book, way, fire))]
    if len(ways) != 1:
        return None
    [(way, after)] = ways
    if not _has_reason(book, way, after.state, fire.reason):
        return None
    book.state, book.since, book.held_from = after.state, after.since, after.held_from
    book.notes, book.fired, book.rung = after.notes, after.fired, after.rung
    return [Passed(event.name, book.state, is_commanded=True), *_fall(book)]


def _may_fire(book: Book, event: Event, fire: Fire) -> bool:
    things: list[Event | Evidence] = [event, *(book.workflow.evidence[name] for name in event.records)]
    return _may(book, event.by, fire.actor) and all(_is_separate(book, thing, fire.actor) for thing in things)


def _may(book: Book, by: Sequence[str], actor: Actor, person: str | None = None) -> bool:
    if actor.id == CLOCK and actor != THE_CLOCK:
        return False
    return may(book, by, actor.id, actor.roles, actor.acts_for, person)


def _is_separate(book: Book, thing: Event | Evidence, actor: Actor) -> bool:
    return not any(actor.id in book.doers(other) for other in thing.not_by)


def _is_filled_in(book: Book, event: Event, given: Sequence[Given]) -> bool:
    for name in event.records:
        about = [one.person for one in given if one.evidence == name]
        if not about or len(set(about)) < len(about):
            return False
    return all(
        one.evidence in event.records and fits(book, book.workflow.evidence[one.evidence], one.value, one.person)
        for one in given
    )


def _gone(book: Book, way: Way, fire: Fire) -> Book | None:
    """
    Give the book after a way was gone; nothing when the way is not open.
    """
    if not book.opens(way.needs):
        return None
    after = book.copied()
    places = [(one.evidence, one.person) for one in fire.given]
    counts = [book.opens(book.workflow.evidence[one.evidence].needs, one.person) for one in fire.given]
    after.strike("event", fire.event, None, places)
    for name, person in places:
        after.strike("evidence", name, person, places)
    for one, does_count in zip(fire.given, counts):
        after.write(one.evidence, one.person, one.value, fire.actor.id, counts=does_count)
    after.fired[fire.event] = after.fired.get(fire.event, frozenset()) | {fire.actor.id}
    if way.target == BACK:
        after.enter(after.rest(book.held_from or book.state))
        return after
    if not after.opens(book.workflow.states[way.target].guard):
        return None
    after.enter(way.target)
    return after


def _has_reason(book: Book, way: Way, state: str, reason: str | None) -> bool:
    if not book.workflow.states[state].final:
        return reason is None
    reasons = way.reasons or book.workflow.states[state].reasons
    return reason in reasons or (reason is None and len(reasons) == 1)


def _recorded(book: Book, given: Given, actor: Actor) -> bool:
    evidence = book.workflow.evidence.get(given.evidence)
    if evidence is None or book.workflow.states[book.state].final:
        return False
    able = _may(book, evidence.recorded_by, actor, given.person if evidence.about else None)
    if not able or not fits(book, evidence, given.value, given.person) or not _is_separate(book, evidence, actor):
        return False
    counts, place = book.opens(evidence.needs, given.person), (given.evidence, given.person)
    book.strike("evidence", *place, [place])
    book.write(*place, given.value, actor.id, counts=counts)
    return True


def _noticed(book: Book, command: GiveNotice) -> bool:
    notice = book.workflow.notices.get(command.notice)
    if notice is None or book.workflow.states[book.state].final:
        return False
    if notice.by and not _may(book, notice.by, command.actor):
        return False
    book.strike("notice", notice.name, None)
    return True


def _changed(book: Book, command: Join | Leave) -> bool:
    """
    Let somebody come or go.
    """
    is_coming, person = isinstance(command, Join), command.person
    name = command.kind if isinstance(command, Join) else book.people.get(person)
    kind = book.workflow.people.get(name or "")
    if kind is None or (is_coming and person in book.people):
        return False
    change: Change | None = kind.joins if is_coming else kind.leaves
    if change is None or book.state not in change.states or not _may(book, change.by, command.actor):
        return False
    there = list(book.people.values()).count(kind.name)
    if is_coming and kind.at_most is not None and there >= kind.at_most:
        return False
    if is_coming:
        book.people[person] = kind.name
    else:
        del book.people[person]
        book.notes = {place: note for place, note in book.notes.items() if place[1] != person}
    book.strike("change", kind.name, person)
    return True
