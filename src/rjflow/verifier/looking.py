"""
Look for the story in which one piece of a definition lets happen what another definition would not.

Every function asks the search for a place where the piece matters, and then gives stories that end with it, the likeliest first. Where
the search finds that no case comes there, the piece makes no difference to any.

Stands on: `probing`, `showing`, `judging`.   Knows nothing of: which differences there are, sentences.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal

from attrs import evolve

from rjflow.definition.model import BACK, CLOCK, Change, Event, Kind, Workflow
from rjflow.definition.safeguards import After, DifferentPeople, Happening, Safeguard, Step
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition, ForPeople, IsCurrent
from rjflow.rules.commands import Advance, Command
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.timing import due_at
from rjflow.rules.viewing import holds
from rjflow.verifier.judging import find, may_be_broken
from rjflow.verifier.planning import Planner
from rjflow.verifier.probing import ALWAYS, NEVER, Found, open_at, reach, spoken_in, together
from rjflow.verifier.replaying import replayed
from rjflow.verifier.scheming import scheme_finder
from rjflow.verifier.showing import (
    Commands,
    Wanted,
    changes,
    days_later,
    endings,
    firings,
    noticings,
    opened_with,
    without_probe,
)
from rjflow.verifier.spoken import Watched
from rjflow.verifier.verdict import Ending, Story, StoryStep
from rjflow.verifier.visiting import Place, requiring


@frozen
class Looked:
    """
    What came of looking: that it never happens, or stories to choose from, which may be none.

    `evidence` is what stands otherwise at their end, where that is what they are about.
    """

    came_to: Literal["never", "stories"]
    stories: Iterable[Story] = ()
    evidence: str | None = None


# ---- events ----------------------------------------------------------------------------------------------------------


def happening(
    old: Workflow,
    new: Workflow,
    event: Event,
    edges: Collection[tuple[str, str]],
    *,
    without: Condition | None = None,
    by: Sequence[str] = (),
    reason: str | None = None,
) -> Looked:
    """
    Look for an event that goes along one of some edges, from a state to a target: without a condition, by some actors, or for a reason.
    """
    places = [Place(state, open_at(new, event, state, target)) for state, target in edges]
    unless = NEVER if without is None else spoken_in(old, new, without)
    allowed = by or event.by

    def wanted(decision: Decision) -> bool:
        return goes_along(decision, event, edges) and reason in (None, decision.after.reason)

    def commands(situation: Situation) -> Iterator[Command]:
        yield from firings(new, event.name, allowed)(situation)
        yield from _ringing(new, event.name)(situation) if CLOCK in allowed else ()

    return ended(new, reach(new, places, allowed, unless), commands, wanted)


def acting_twice(new: Workflow, first: str, second: str) -> Looked:
    """
    Look for one person who does two things while both count.
    """
    form = DifferentPeople(first=(first,), second=(second,))
    asked = Safeguard(id="(asked)", label="", form=form, origin="workflow")
    return _broken(new, evolve(new, safeguards=(*new.safeguards, asked)), form)


def ringing(new: Workflow, place: int, states: Collection[str], *, days: int = 1) -> Looked:
    """
    Look for a deadline that fires in one of some of its states, beginning on each of so many *days*: calendars tell days apart.
    """
    deadline = new.deadlines[place]
    event = new.events[deadline.event]
    waits = requiring(IsCurrent(deadline.until)) if deadline.until else None
    places = [
        Place(state, together(open_at(new, event, state, way.target), waits))
        for way in event.ways
        for state in way.from_states
        if state in states
    ]

    def wanted(decision: Decision) -> bool:
        moves = (one for one in decision.moves if one.event == event.name and one.cause == "deadline")
        return any(one.source in states for one in moves)

    came_to, story = reach(new, places, ())
    if came_to == "never":
        return Looked("never")
    bare = without_probe(new, story) if story is not None else None
    return Looked("stories", () if bare is None else _rung(new, bare, place, days, wanted))


# ---- states ----------------------------------------------------------------------------------------------------------


def entering(new: Workflow, state: str) -> Looked:
    """
    Look for a case that comes to a state.
    """
    return _standing(new, state, NEVER)


def staying(old: Workflow, new: Workflow, state: str, without: Condition) -> Looked:
    """
    Look for a case that stands in a state without a condition.
    """
    return _standing(new, state, spoken_in(old, new, without))


def stands_without(old: Workflow, new: Workflow, state: str, without: Condition) -> Callable[[Story], bool]:
    """
    Give what tells whether a story ends in a state without a condition.
    """
    asked = spoken_in(old, new, without)
    return lambda story: story.last.state == state and holds(new, story.last, asked, observer=True) is not True


def goes(
    new: Workflow, event: Event, edges: Collection[tuple[str, str]], unless: Condition = NEVER
) -> Callable[[Story], bool]:
    """
    Give what tells whether a story ends with an event that goes along one of some edges while a condition is not true.
    """

    def shows(story: Story) -> bool:
        last = story.steps[-1].decision
        return goes_along(last, event, edges) and holds(new, last.before, unless, observer=True) is not True

    return shows


def goes_along(decision: Decision, event: Event, edges: Collection[tuple[str, str]]) -> bool:
    """
    Tell whether an event goes along one of some edges.
    """
    moves = [one for one in decision.moves if one.event == event.name]
    return any((one.source, target) in edges for one in moves for target in (one.target, BACK))


def falling(new: Workflow, state: str, target: str) -> Looked:
    """
    Look for a case that falls from a state to another when the gate closes.
    """
    both = [Happening("step", name, step=Step("state", name)) for name in (state, target)]
    looked = _broken(new, new, After(event=(both[0],), not_before=(both[1],)))
    fallen = (one for one in looked.stories if _falls(one, state, target))
    return evolve(looked, stories=fallen)


# ---- people and notices ----------------------------------------------------------------------------------------------


def changing(new: Workflow, kind: Kind, change: Change, *, joining: bool, by: Sequence[str]) -> Looked:
    """
    Look for somebody who joins, or leaves, in one of the states of a change.
    """
    needs = requiring() if joining else requiring(ForPeople("some", 0, kind.name, ALWAYS))
    found = reach(new, [Place(state, needs) for state in change.states], by)
    return ended(new, found, changes(new, kind, joining=joining, by=by), lambda decision: decision.allowed)


def noticing(new: Workflow, notice: str, by: Sequence[str]) -> Looked:
    """
    Look for a notice that is given.
    """
    return Looked("stories", endings(new, opened_with(new), noticings(new, notice, by), lambda one: one.allowed))


def ended(new: Workflow, found: Found, commands: Commands, wanted: Wanted) -> Looked:
    """
    Take the probe off a story that was found, and end it with what was wanted.
    """
    came_to, story = found
    if came_to == "never":
        return Looked("never")
    bare = without_probe(new, story) if story is not None else None
    return Looked("stories", () if bare is None else endings(new, bare, commands, wanted))


# ----------------------------------------------------------------------------------------------------------------------


def _standing(new: Workflow, state: str, unless: Condition) -> Looked:
    """
    Look for a case that stands in a state while a condition is not true.
    """
    came_to, story = reach(new, [Place(state)], (), unless)
    bare = without_probe(new, story) if story is not None else None
    return Looked("never") if came_to == "never" else Looked("stories", () if bare is None else (bare,))


def _broken(new: Workflow, asked: Workflow, form: Watched) -> Looked:
    """
    Look for a story that breaks a form; *asked* is the workflow made ready for it.
    """
    broken, story = may_be_broken(asked, form, patiently=False)
    if not broken:
        return Looked("never")
    commands = [step.decision.command for step in story.steps] if story is not None else []
    again = replayed(new, story.opened, commands) if story is not None else None
    return Looked("stories", () if again is None else (again,))


def _rung(new: Workflow, bare: Story, place: int, days: int, wanted: Wanted) -> Iterator[Story]:
    """
    Give the stories in which a deadline fires in the end: as it is, with dates put off that would come before it, or begun some days later.
    """
    ring = _ringing(new, new.deadlines[place].event)
    yield from endings(new, bare, ring, wanted)
    planner = Planner(new, bare.opened, scheme_finder(new, find), decisions=[one.decision for one in bare.steps])
    if planner.ring(place) and wanted(planner.decisions[-1]):
        yield Story(
            opened=bare.opened, steps=tuple(StoryStep(decision=one) for one in planner.decisions), ending=Ending()
        )
    for later in range(1, days):
        moved = days_later(new, bare, later)
        if moved is not None and moved.last.state == bare.last.state:
            yield from endings(new, moved, ring, wanted)


def _ringing(new: Workflow, event: str) -> Commands:
    """
    Wait until a deadline of an event is due.
    """

    def commands(situation: Situation) -> Iterator[Command]:
        for place, deadline in enumerate(new.deadlines):
            due = due_at(new, situation, place) if deadline.event == event else None
            if due is not None:
                yield Advance(at=max(due, situation.now))

    return commands


def _falls(story: Story, state: str, target: str) -> bool:
    moves = story.steps[-1].decision.moves if story.steps else ()
    return any((one.cause, one.source, one.target) == ("fell", state, target) for one in moves)
