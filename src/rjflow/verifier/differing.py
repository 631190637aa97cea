"""
What is possible under one workflow and not under another: each difference between their definitions that lets more happen, searched
for the shortest story in which it does.

Every single thing that a case does is allowed by one piece of a definition: an edge of an event, a recorder, a window. So whatever a
case can come to under the one and not under the other begins with something that only a difference between two such pieces allows, and
it is enough to look at each of those.

Stands on: `looking`, `relying`, `showing`, `definition.difference`.   Knows nothing of: sentences, verdicts.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from attrs import evolve

from rjflow.definition.change import Change
from rjflow.definition.difference import by_cause, difference
from rjflow.definition.model import BACK, Event, OneOf, Workflow
from rjflow.definition.normal import all_implied, conditions_of
from rjflow.definition.strength import only
from rjflow.definition.ways import edges
from rjflow.verifier import looking, relying
from rjflow.verifier.comparison import Doing, Possibility
from rjflow.verifier.judging import find, is_large
from rjflow.verifier.looking import Looked
from rjflow.verifier.probing import spoken_in
from rjflow.verifier.showing import elsewhere
from rjflow.verifier.touring import opening, tour
from rjflow.verifier.verdict import Ending, Story, StoryStep

_MOST = 400  # searches for one direction; of what is beyond that nobody can say
_TRIED = 200  # stories compared before one is given up
_DAYS = 200  # days on which a story begins where calendars differ: most of a year, with most of what is a holiday in it


class Question(NamedTuple):
    """Something that a difference may make possible, how to look for it, and whether a story that is known already shows it."""

    doing: Doing
    piece: Any
    look: Callable[[], Looked]
    shows: Callable[[Story], bool] = lambda _: False


def possibilities(
    old: Workflow, new: Workflow, progress: Callable[[str], None] = lambda _: None
) -> tuple[Possibility, ...]:
    """
    Give everything that differences of definition let happen under *new* and not under *old*, in file order.

    Guarantees: `shown` only with a story that `decide` allows step by step under *new* and that *old* does not follow to its end,
    unless it saw a scheme that *old* does not know; `never` only after a complete search.

    Args:
        old: The workflow under which it is not possible.
        new: The workflow under which it is. With the two exchanged one gets what is no longer possible.
        progress: Told of what is being looked for.
    """
    asked = [(change, one) for change in difference(old, new).changes for one in questions(old, new, change)]
    round_trip = list(_toured(new))
    found: list[Possibility] = []
    for number, (change, question) in enumerate(reversed(asked)):  # what is deeper in tells of what lies before it
        progress(f"{change.name} {question.doing}")
        known = [*round_trip, *(one.story for one in found if one.story is not None)]
        searched = len(asked) - number <= _MOST
        found.append(answered(old, new, change, question, known if searched else None))
    found.reverse()
    if old.scheme is not None and new.scheme is not None:
        of_scheme = possibilities(old.scheme.workflow, new.scheme.workflow, progress)
        found += [evolve(one, of_scheme=True) for one in of_scheme]
    return tuple(found)


def questions(old: Workflow, new: Workflow, change: Change) -> Iterator[Question]:
    """
    Give what a difference may make possible under the newer workflow.
    """
    match change.section:
        case "events":
            yield from _of_event(old, new, change)
        case "evidence":
            yield from _of_evidence(old, new, change)
        case "states":
            yield from _of_state(old, new, change)
        case "people":
            yield from _of_people(old, new, change)
        case "notices":
            yield from _of_notice(old, new, change)
        case "deadlines":
            yield from _of_deadline(new, change)
        case "calendars" if change.name in new.calendars and change.name in old.calendars:
            yield from _of_calendar(new, change)
        case _:
            return


def answered(
    old: Workflow, new: Workflow, change: Change, question: Question, known: Sequence[Story] | None
) -> Possibility:
    """
    Look for a story, and take the first that the older workflow does not follow; without *known* stories, nobody looks.
    """
    possibility = Possibility(doing=question.doing, change=change, piece=question.piece)
    if known is None:
        return possibility
    begun = (begun for story in known for begun in _beginnings(story) if question.shows(begun))
    looked = Looked("stories", begun)
    answered = _compared(old, new, looked, possibility)
    if answered.answer == "shown":
        return answered
    looked = question.look()
    return (
        evolve(possibility, answer="never") if looked.came_to == "never" else _compared(old, new, looked, possibility)
    )


# ----------------------------------------------------------------------------------------------------------------------


def _compared(old: Workflow, new: Workflow, looked: Looked, possibility: Possibility) -> Possibility:
    for story in islice(looked.stories, _TRIED):
        other = elsewhere(old, new, story, looked.evidence)
        if other == "cannot tell":
            return evolve(possibility, answer="shown", story=story)
        if other != "follows":
            return evolve(possibility, answer="shown", story=story, elsewhere=other)
    return possibility


def _toured(new: Workflow) -> Iterator[Story]:
    """
    Give what a tour of a large workflow tells, a story for each state.
    """
    if is_large(new):
        opened = opening(new)
        for stop in tour(new, opened, find).values():
            yield Story(opened=opened, steps=tuple(StoryStep(decision=one) for one in stop.decisions), ending=Ending())


def _beginnings(story: Story) -> Iterator[Story]:
    """
    Give what a story begins with, up to each of its steps.
    """
    for number in range(1, len(story.steps) + 1):
        yield evolve(story, steps=story.steps[:number])


def _of_event(old: Workflow, new: Workflow, change: Change) -> Iterator[Question]:
    event = new.events.get(change.name)
    if event is None:
        return
    match change.what:
        case "itself":
            for target, states in _by_target(new, event).items():
                yield _happens(old, new, event, states, target)
        case "way" if change.gained:
            yield _happens(old, new, event, change.states, change.target or BACK)
        case "needs":
            yield from _without(old, new, event, change)
        case "by":
            for actor in change.gained:
                look = _later(looking.happening, old, new, event, tuple(edges(new, event)), by=(actor,))
                yield Question("acts", actor, look)
        case "not_by":
            for other in change.lost:
                if other in new.evidence or other in new.events:
                    yield Question("acts twice", other, _later(looking.acting_twice, new, other, event.name))
        case "reasons":
            for reason in change.gained:
                look = _later(looking.happening, old, new, event, _along(change), reason=reason)
                yield Question("is closed", reason, look)
        case _:
            return


def _happens(old: Workflow, new: Workflow, event: Event, states: tuple[str, ...], target: str) -> Question:
    along = tuple((state, target) for state in states)
    look = _later(looking.happening, old, new, event, along)
    return Question("happens", (states, target), look, looking.goes(new, event, along))


def _along(change: Change) -> tuple[tuple[str, str], ...]:
    """
    Give the edges that a change of ways is about.
    """
    return tuple((state, change.target or BACK) for state in change.states)


def _by_target(new: Workflow, event: Event) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for state, target in edges(new, event):
        found[target] = (*found.get(target, ()), state)
    return found


def _without(old: Workflow, new: Workflow, event: Event, change: Change) -> Iterator[Question]:
    """
    Ask of each condition that was dropped whether an event happens without it.
    """
    between = _along(change)[0]
    before, after = edges(old, old.events[event.name])[between].asked, edges(new, event)[between].asked
    for lost in only(before, after):
        if not all_implied(after, [lost]):
            look = _later(looking.happening, old, new, event, _along(change), without=lost)
            shows = looking.goes(new, event, _along(change), spoken_in(old, new, lost))
            yield Question("happens without", lost, look, shows)


def _of_evidence(old: Workflow, new: Workflow, change: Change) -> Iterator[Question]:
    evidence = new.evidence.get(change.name)
    if evidence is None:
        return
    match change.what:
        case "itself" if evidence.recorded_by:
            look = _later(relying.recording, new, evidence, evidence.recorded_by)
            yield Question("is recorded", evidence.recorded_by, look, relying.records_by_form(evidence))
        case "recorded_by":
            for actor in change.gained:
                yield Question("is recorded", (actor,), _later(relying.recording, new, evidence, (actor,)))
        case "values":
            before = old.evidence[change.name].values
            words = evidence.values.values if isinstance(evidence.values, OneOf) else ()
            known = before.values if isinstance(before, OneOf) else ()
            for value in only(words, known):
                yield Question("says", value, _later(relying.recording, new, evidence, evidence.recorded_by, (value,)))
        case "needs":
            after = conditions_of(new, evidence.needs)
            for lost in change.lost:
                if not all_implied(after, [lost]):
                    yield Question("counts without", lost, _later(relying.counting, old, new, evidence, lost))
        case "window" if change.direction != "stricter":
            yield Question("lasts", change.lost[0], _later(relying.lasting, old, new, evidence))
        case "voided_by":
            for voider in change.lost:
                if voider.what in {*new.evidence, *new.events, *new.notices, *new.people} or voider.kind == "change":
                    yield Question("outlives", voider, _later(relying.outliving, new, evidence, voider))
        case "not_by":
            for other in change.lost:
                if other in new.evidence or other in new.events:
                    yield Question("acts twice", other, _later(looking.acting_twice, new, other, evidence.name))
        case _:
            return


def _of_state(old: Workflow, new: Workflow, change: Change) -> Iterator[Question]:
    state = new.states.get(change.name)
    if state is None:
        return
    match change.what:
        case "itself":
            look = _later(looking.entering, new, state.name)
            yield Question("enters", state.name, look, lambda story: story.last.state == state.name)
        case "guard":
            after = conditions_of(new, state.guard)
            for lost in change.lost:
                if not all_implied(after, [lost]):
                    look = _later(looking.staying, old, new, state.name, lost)
                    yield Question("stays without", lost, look, looking.stands_without(old, new, state.name, lost))
        case "otherwise" if state.otherwise is not None:
            yield Question("falls", state.otherwise, _later(looking.falling, new, state.name, state.otherwise))
        case _:
            return


def _of_people(old: Workflow, new: Workflow, change: Change) -> Iterator[Question]:
    kind, known = new.people.get(change.name), old.people.get(change.name)
    if kind is not None and known is None and kind.joins is not None:
        look = _later(looking.changing, new, kind, kind.joins, joining=True, by=kind.joins.by)
        yield Question("joins", kind.joins.states, look)
    if kind is None or known is None or change.what not in ("joins", "leaves"):
        return
    joining = change.what == "joins"
    before, after = (known.joins, kind.joins) if joining else (known.leaves, kind.leaves)
    if after is None:
        return
    doing: Doing = "joins" if joining else "leaves"
    fresh = after.states if before is None else only(after.states, before.states)
    if fresh:
        there = evolve(after, states=fresh)
        yield Question(doing, fresh, _later(looking.changing, new, kind, there, joining=joining, by=after.by))
    for actor in () if before is None else only(after.by, before.by):
        yield Question(doing, actor, _later(looking.changing, new, kind, after, joining=joining, by=(actor,)))


def _of_notice(old: Workflow, new: Workflow, change: Change) -> Iterator[Question]:
    notice, known = new.notices.get(change.name), old.notices.get(change.name)
    if notice is None or change.what not in ("itself", "by"):
        return
    if known is None:
        fresh = notice.by
    elif known.by:
        fresh = only(notice.by or (*new.roles, *new.people), known.by)
    else:
        return  # everybody could
    if fresh or known is None:
        yield Question("is noticed", fresh, _later(looking.noticing, new, notice.name, fresh))


def _of_deadline(new: Workflow, change: Change) -> Iterator[Question]:
    """
    Ask whether the clock does something that it did not, or does it earlier.
    """
    deadlines = by_cause(new.deadlines)
    earlier = change.what in ("length", "working_days", "calendar") and change.direction != "weaker"
    more = change.what in ("itself", "states") and change.gained
    if change.name in deadlines and (earlier or more):
        place, deadline = list(deadlines).index(change.name), deadlines[change.name]
        states = change.gained if change.what == "states" else deadline.states
        days = _DAYS if change.what == "calendar" else 1
        yield Question("rings", deadline, _later(looking.ringing, new, place, states, days=days))


def _of_calendar(new: Workflow, change: Change) -> Iterator[Question]:
    """
    Ask whether the clock does something earlier where other days are working days.
    """
    for place, deadline in enumerate(new.deadlines):
        if deadline.calendar == change.name and change.what in ("weekdays", "holidays"):
            look = _later(looking.ringing, new, place, deadline.states, days=_DAYS)
            yield Question("rings", deadline, look)


def _later(look: Callable[..., Looked], *given: Any, **more: Any) -> Callable[[], Looked]:
    """
    Put a search off until it is wanted.
    """
    return lambda: look(*given, **more)
