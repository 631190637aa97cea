"""
Act a story out on the rules themselves, and see whether it really breaks the safeguard.

This shares no code with the search but the words of `happening`: it looks at decisions, one after the other.

Stands on: `rules`, `happening`.   Knows nothing of: sets.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product

from attrs import evolve

from rjflow.definition.lookup import in_group
from rjflow.definition.model import BACK, CLOCK, Way, Workflow
from rjflow.definition.safeguards import After, Always, AlwaysOpen, Before, DifferentPeople, Entering
from rjflow.guards.syntax import Condition
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import truth_of, used_by
from rjflow.rules.situation import NEVER_COUNTED, Actor, Situation
from rjflow.rules.viewing import authors, holds, person_in, record_of
from rjflow.verifier.classes import value_classes
from rjflow.verifier.happening import Facts, Occurrence, groups_of, is_step, people_of
from rjflow.verifier.spoken import OneWay, Watched
from rjflow.verifier.verdict import Ending, Story, StoryStep


def facts_of(workflow: Workflow, decision: Decision) -> list[Facts]:
    """
    Give what happened in a decision that was allowed: what the clock did first, then what was commanded, then what that made due.
    """
    occurrences = tuple(_occurrences(workflow, decision))
    own = _own_moves(workflow, decision) if occurrences else 0
    earlier, mine = decision.moves[: len(decision.moves) - own], decision.moves[len(decision.moves) - own :]
    found = [_by_itself(workflow, move) for move in earlier]
    if mine and mine[0].cause == "event":
        found.append(Facts(workflow.events[mine[0].event or ""], mine[0].target, occurrences))
    elif occurrences:
        found.append(Facts(None, mine[0].target if mine and mine[0].cause == "fell" else None, occurrences))
    rest = mine[1:] if mine and mine[0].cause != "deadline" else mine
    return [*found, *(_by_itself(workflow, move) for move in rest)]


def ending(workflow: Workflow, form: Watched, opened: Situation, decisions: Sequence[Decision]) -> Ending | None:
    """
    Give what is wrong where a story ends; nothing when the last step breaks nothing.
    """
    last = decisions[-1].after if decisions else opened
    match form:
        case Always(condition=condition):
            return _condition_ending(workflow, last, condition)
        case Entering(steps=steps, condition=condition):
            wrong = decisions and any(
                any(is_step(workflow, step, one) for step in steps) and _condition_ending(workflow, then, condition)
                for one, then in _moments(
                    workflow, opened if len(decisions) == 1 else decisions[-2].after, decisions[-1]
                )
            )
            return _condition_ending(workflow, last, condition) if wrong else None
        case AlwaysOpen():
            return _open_ending(workflow, last, form)
        case DifferentPeople(first=first, second=second):
            same = [
                who for a in first for b in second for who in authors(workflow, last, a) & authors(workflow, last, b)
            ]
            people = sorted({*same} - {CLOCK})  # the clock is nobody
            return Ending(people=tuple(people)) if people else None
        case OneWay(event=event, first=one, second=other):
            ways = workflow.events[event].ways
            both = all(truth_of(workflow, last, ways[place].needs) is True for place in (one, other))
            return Ending(event=event) if both else None
        case Before() | After():
            return deque(_memory_endings(workflow, form, decisions), maxlen=1).pop() if decisions else None
        case _:
            return None


def endings(
    workflow: Workflow, form: Watched, opened: Situation, decisions: Sequence[Decision]
) -> Iterator[Ending | None]:
    """
    Give what is wrong where nothing is done yet, then what is wrong after each step, as `ending` would of a story that ends there.
    """
    if isinstance(form, Before | After):
        yield None
        yield from _memory_endings(workflow, form, decisions)
    else:
        yield from (ending(workflow, form, opened, decisions[:number]) for number in range(len(decisions) + 1))


def replayed(workflow: Workflow, opened: Situation, commands: Sequence[Command]) -> Story | None:
    """
    Act commands out from a situation; nothing when one of them is refused.
    """
    decisions = decided(workflow, opened, commands)
    if decisions is None:
        return None
    return Story(opened=opened, steps=tuple(StoryStep(decision=one) for one in decisions), ending=Ending())


def decided(workflow: Workflow, before: Situation, commands: Sequence[Command]) -> list[Decision] | None:
    """
    Decide commands one after the other; nothing when one of them is refused.
    """
    situation, found = before, list[Decision]()
    for command in commands:
        decision = decide(workflow, situation, command)
        if not decision.allowed:
            return None
        found.append(decision)
        situation = decision.after
    return found


def attempts(workflow: Workflow, last: Situation, name: str, actors: Sequence[Actor]) -> Iterator[Fire]:
    """
    Give every way these actors could try to make an event happen: any form, any reason.
    """
    event = workflow.events[name]
    reasons = {reason for way in event.ways for reason in (*way.reasons, *_reasons(workflow, way))}
    for actor, reason in product(actors, (None, *sorted(reasons))):
        for given in product(*(_forms(workflow, last, evidence) for evidence in event.records)):
            yield Fire(event=name, actor=actor, at=last.now, reason=reason, given=tuple(chain.from_iterable(given)))


# ---- conditions ------------------------------------------------------------------------------------------------------


def _moments(workflow: Workflow, before: Situation, decision: Decision) -> Iterator[tuple[Facts, Situation]]:
    """
    Give what happened in a decision, each with the case as it was right after: what the clock did may be long ago by the end of it.
    """
    for place, facts in enumerate(facts_of(workflow, decision)):
        at = decision.moves[place].at if place < len(decision.moves) else decision.after.now
        long_ago = at < decision.after.now
        yield facts, decide(workflow, before, Advance(at=at)).after if long_ago else decision.after


def _condition_ending(workflow: Workflow, last: Situation, condition: Condition) -> Ending | None:
    truth = holds(workflow, last, condition, observer=True)
    if truth is True:
        return None
    used = tuple(dict.fromkeys(used_by(workflow, last, condition, None)))
    return Ending(condition=condition, truth=truth, used=used)


def _open_ending(workflow: Workflow, last: Situation, form: AlwaysOpen) -> Ending | None:
    """
    Tell which event is not allowed, if none of those asked for is.
    """
    if holds(workflow, last, form.condition, observer=True) is not True:
        return None
    ending = Ending(condition=form.condition, truth=True, event=next(iter(form.events), None))
    everybody = [Actor("somebody", frozenset(), frozenset({person.id})) for person in last.people]
    if form.by is None:
        anybody = [*(Actor("somebody", frozenset({role})) for role in workflow.roles), *everybody]
        return None if _is_open(workflow, last, form, anybody) else ending
    group = {person.id for person in last.people if in_group(workflow.people[person.kind], form.by)}
    for actor in everybody:
        if actor.acts_for <= group and not _is_open(workflow, last, form, [actor]):
            return evolve(ending, people=tuple(actor.acts_for))
    return None


def _is_open(workflow: Workflow, last: Situation, form: AlwaysOpen, actors: Sequence[Actor]) -> bool:
    """
    Tell whether one of the events that must be open is allowed to one of these actors.
    """
    tries = (fire for name in form.events for fire in attempts(workflow, last, name, actors))
    return any(decide(workflow, last, fire).allowed for fire in tries)


def _reasons(workflow: Workflow, way: Way) -> tuple[str, ...]:
    return () if way.target == BACK else workflow.states[way.target].reasons


def _forms(workflow: Workflow, last: Situation, name: str) -> Iterator[tuple[Given, ...]]:
    """
    Give what can be written in a form for a piece of evidence: any value that can be told apart, about the case, somebody, or everybody.
    """
    evidence = workflow.evidence[name]
    everybody = [
        one.id for one in last.people if evidence.about and in_group(workflow.people[one.kind], evidence.about)
    ]
    for value in value_classes(workflow)[name]:
        if evidence.about is None:
            yield (Given(name, value),)
        else:
            yield from ((Given(name, value, person),) for person in everybody)
            yield tuple(Given(name, value, person) for person in everybody)


# ---- what was remembered ---------------------------------------------------------------------------------------------


def _memory_endings(workflow: Workflow, form: Before | After, decisions: Sequence[Decision]) -> Iterator[Ending | None]:
    """
    Go through a story, remembering for whom something happened, and tell after each step who lacked it then.
    """
    spoken = form.must_have if isinstance(form, Before) else form.without
    groups = groups_of(workflow, spoken)
    marked: set[str | None] = set()
    for decision in decisions:
        lacking: list[str | None] = []
        commanded = len(decision.moves) - _own_moves(workflow, decision)
        for place, facts in enumerate(facts_of(workflow, decision)):
            then = decision.before if place <= commanded else decision.after
            there = _there(workflow, then, groups) if groups else [None]
            marked &= set(there)
            lacking += _lacking(workflow, form, facts, marked, there)
            _remember(workflow, form, facts, marked, _there(workflow, decision.after, groups) if groups else [None])
        people = tuple(one for one in dict.fromkeys(lacking) if one is not None)
        yield Ending(people=people) if lacking else None


def _lacking(
    workflow: Workflow, form: Before | After, facts: Facts, marked: set[str | None], there: Sequence[str | None]
) -> list[str | None]:
    """
    Give for whom a step breaks the safeguard.
    """
    if isinstance(form, Before):
        late = _concerned(people_of(workflow, form.event, facts.ended), there, wide=True)
        wiped = [
            one for one in _concerned(people_of(workflow, form.since, facts.begun), there, wide=True) if one in late
        ]
        asked = _concerned(people_of(workflow, form.event, facts), there, wide=True)
        return [one for one in asked if one not in marked or one in wiped]
    if not people_of(workflow, form.not_before, facts):
        return []
    ended = people_of(workflow, form.not_before, facts.ended)
    fresh = _concerned(people_of(workflow, form.event, facts.begun), there, wide=True) if ended else []
    return [one for one in there if one in marked or one in fresh]


def _remember(
    workflow: Workflow, form: Before | After, facts: Facts, marked: set[str | None], there: Sequence[str | None]
) -> None:
    """
    Mark those for whom it happened, and take the mark from those for whom it must happen again.
    """
    if isinstance(form, Before):
        marked.update(_concerned(people_of(workflow, form.must_have, facts), there))
        marked.difference_update(_concerned(people_of(workflow, form.since, facts), there, wide=True))
    else:
        marked.difference_update(_concerned(people_of(workflow, form.without, facts), there))
        marked.update(_concerned(people_of(workflow, form.event, facts), there, wide=True))


def _concerned(about: Iterable[str | None], there: Sequence[str | None], *, wide: bool = False) -> list[str | None]:
    """
    Give those of whom something is true: everybody, when it is about the case, or, for a *wide* question, about somebody else.
    """
    found = list(about)
    everybody = None in found or None in there or (wide and any(one not in there for one in found))
    return list(there) if found and everybody else [one for one in there if one in found]


def _there(workflow: Workflow, situation: Situation, groups: Sequence[str]) -> list[str | None]:
    people = workflow.people
    return [person.id for person in situation.people if any(in_group(people[person.kind], group) for group in groups)]


# ---- decisions in the words of `happening` ---------------------------------------------------------------------------


def _own_moves(workflow: Workflow, decision: Decision) -> int:
    """
    Count the moves of the command itself: an event's, and what that makes due; of others, those they make where the clock has done
    already what it does before.
    """
    for place, move in enumerate(decision.moves):
        if move.cause == "event":
            return len(decision.moves) - place
    return len(decide(workflow, decision.before, decision.command).moves) if decision.moves else 0


def _by_itself(workflow: Workflow, move: Move) -> Facts:
    """
    Describe what the clock did, or that a gate closed.
    """
    if move.cause == "fell":
        return Facts(None, move.target)
    event = workflow.events[move.event or ""]
    return Facts(event, move.target, (Occurrence("event", event.name),))


def _occurrences(workflow: Workflow, decision: Decision) -> Iterator[Occurrence]:
    """
    Give what a command made happen.
    """
    command = decision.command
    match command:
        case Fire(event=event, given=given):
            yield Occurrence("event", event)
        case RecordEvidence(given=one):
            given = (one,)
        case GiveNotice(notice=notice):
            yield Occurrence("notice", notice)
            return
        case Join(kind=kind, person=person):
            yield Occurrence("change", kind, person)
            return
        case Leave(person=person):
            somebody = person_in(decision.before, person)
            yield Occurrence("change", somebody.kind if somebody else "", person)
            return
        case _:
            return
    for one in given:
        record = record_of(workflow, decision.after, one.evidence, one.person)
        counts = record is not None and record.void != NEVER_COUNTED
        yield Occurrence("evidence", one.evidence, one.person, one.value, counts)
