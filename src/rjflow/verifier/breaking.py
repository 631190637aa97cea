"""
Break a safeguard of a large workflow on a tour: go round, and see whether a case gets past it.

Where a safeguard asks a condition on entering, a case that stands before it goes on, and then makes the condition untrue and goes on: as a
whole first, and then part by part. Others are broken by what the tour does anyway, or by one move more. What is found can happen; that nothing is found
says nothing.

Stands on: `visiting`, `touring`, `replaying`, `pruning`.   Knows nothing of: sets, sentences.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve

from rjflow.definition.lookup import as_condition, is_of_kind
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import After, Always, AlwaysPossible, Before, DifferentPeople, Entering
from rjflow.guards.syntax import And, Condition, InKind, InState, Not, Or
from rjflow.rules.commands import Command, Fire, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor
from rjflow.verifier.forms import last_way
from rjflow.verifier.happening import Facts, is_step
from rjflow.verifier.implying import conjuncts
from rjflow.verifier.pruning import up_to_the_end, without_the_needless
from rjflow.verifier.recurring import at_last, once_more
from rjflow.verifier.replaying import decided, ending
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.spoken import Watched, condition_of
from rjflow.verifier.telling import SchemeAt
from rjflow.verifier.touring import Leg, Stop, Tour, go, legs
from rjflow.verifier.undoing import visit
from rjflow.verifier.verdict import Story, StoryStep
from rjflow.verifier.visiting import knowing, rounds, tours

_MOST_PARTS = 12
_ONE = "worker"


def broken_on_tour(workflow: Workflow, form: Watched, find: Find) -> Story | None:
    """
    Find a story that breaks a form on a tour; nothing where none does.

    Args:
        workflow: Where to go round. It is not changed.
        form: What is to be broken.
        find: Finds what the scheme has to go through on the way.
    """
    if isinstance(form, AlwaysPossible):
        return None
    found = _past(workflow, form, find) if isinstance(form, Entering) else _anyhow(workflow, form, find)
    for stop in found:
        story = _story(workflow, form, stop)
        if story is not None:
            return story
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _past(workflow: Workflow, form: Entering, find: Find) -> Iterator[Stop]:
    """
    Give cases that went along a move the form watches: just so, for the move itself may make its condition untrue; then some that made
    the condition, or a part of it, untrue before.
    """
    parts, scheme_at = conjuncts(workflow, form.condition), scheme_finder(workflow, find)
    for stops in tours(workflow, find):
        moved = (go(workflow, stops[leg.source], leg, scheme_at) for leg in _watched(workflow, form, stops))
        yield from (one for one in moved if isinstance(one, Stop))
    for part in (form.condition, *(parts[:_MOST_PARTS] if len(parts) > 1 else ())):
        known = knowing(workflow, part)
        for stops in tours(workflow, find, part if part is form.condition else None):
            for leg in _watched(workflow, form, stops):
                before = visit(known, stops[leg.source], as_condition(leg.way.needs), part, scheme_at)
                after = go(known, before, leg, scheme_at) if before is not None else None
                if isinstance(after, Stop):
                    yield after


def _watched(workflow: Workflow, form: Entering, stops: Tour) -> Iterator[Leg]:
    for state in stops:
        for leg in legs(workflow, state, staying=True):
            if any(is_step(workflow, step, Facts(leg.event, leg.target, ())) for step in form.steps):
                yield leg


def _anyhow(workflow: Workflow, form: Watched, find: Find) -> Iterator[Stop]:
    """
    Give every case of some tours, and every case one move further; then cases that undo what was done before a move, or begin a round anew.
    """
    scheme_at = scheme_finder(workflow, find)
    for stops, further in rounds(workflow, find, condition_of(form)):
        yield from stops.values()
        if isinstance(form, Always):
            yield from _where_it_stands(workflow, form.condition, stops, scheme_at)
        if isinstance(form, DifferentPeople):
            yield from _by_one_person(workflow, form, stops)
        yield from further
        if isinstance(form, Before | After):
            yield from at_last(workflow, form, stops, find)
    if isinstance(form, Before):  # takes as long as everything before together
        for stops, further in rounds(workflow, find):
            yield from once_more(workflow, form, stops, further, find)


def _where_it_stands(workflow: Workflow, condition: Condition, stops: Tour, scheme_at: SchemeAt) -> Iterator[Stop]:
    """
    Give cases in which what is always to be true is undone where they stand, and stay there: by people, by notices, or by time.
    """
    known = knowing(workflow, condition)
    for state, stop in stops.items():
        if _in_state(workflow, condition, state) is not True:
            undone = visit(known, stop, And(()), condition, scheme_at, patiently=True)
            if undone is not None:
                yield undone


def _in_state(workflow: Workflow, condition: Condition, state: str) -> bool | None:
    """
    Tell whether a condition is true of every case in a state, or of none; nothing where that hangs on the case.
    """
    match condition:
        case InKind(kind):
            return is_of_kind(workflow.states[state], kind)
        case InState(name, None):
            return name == state
        case Not(inner):
            found = _in_state(workflow, inner, state)
            return None if found is None else not found
        case And(several) | Or(several):
            answers = [_in_state(workflow, one, state) for one in several]
            settled = isinstance(condition, Or)
            return settled if settled in answers else None if None in answers else not settled
        case _:
            return None


def _by_one_person(workflow: Workflow, form: DifferentPeople, stops: Tour) -> Iterator[Stop]:
    """
    Give the cases of a tour again in which one person does all that different people should: a host may give somebody several roles.
    """
    apart = {*form.first, *form.second}
    for stop in stops.values():
        commands = [decision.command for decision in stop.decisions]
        theirs = [one for one in commands if one.actor.roles and not apart.isdisjoint(_done(one))]
        one_person = Actor(_ONE, frozenset[str]().union(*(one.actor.roles for one in theirs)))
        again = [evolve(one, actor=one_person) if one in theirs else one for one in commands]
        decisions = decided(workflow, stop.opened, again)
        if decisions is not None:
            yield Stop(stop.opened, tuple(decisions))


def _done(command: Command) -> set[str]:
    """
    Give what different people may have to do: events, and records by their evidence.
    """
    match command:
        case Fire(event=event, given=given):
            return {event, *(one.evidence for one in given)}
        case RecordEvidence(given=given):
            return {given.evidence}
        case _:
            return set()


def _story(workflow: Workflow, form: Watched, stop: Stop) -> Story | None:
    """
    Tell the case up to where it breaks the form, without what it does not need; nothing where it never does.
    """
    decisions: Sequence[Decision] = up_to_the_end(workflow, form, stop.opened, stop.decisions)
    if ending(workflow, form, stop.opened, decisions) is None:
        return None
    decisions = without_the_needless(workflow, form, stop.opened, decisions)
    wrong = ending(workflow, form, stop.opened, decisions)
    assert wrong is not None, "what was left out was not needed"
    event, way = last_way(workflow, decisions)
    steps = tuple(StoryStep(decision=decision) for decision in decisions)
    return Story(opened=stop.opened, steps=steps, ending=wrong, event=event, way=way)
