"""
Whether what must stay possible can be brought about from one situation: by trying, as people and clocks would.

A search backward is sure of a way only if nothing can come between; where one record has to run out before another, it is not sure, and takes the
case for stuck. So before a story says that a case is stuck, those asked for try to go on from where it ends.

Stands on: `rules`, `forms`, `surely`, `stranding`.   Knows nothing of: sets, searching, sentences.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, islice, product
from math import gcd

from rjflow.definition.lookup import in_group, watched, ways_from
from rjflow.definition.model import BACK, CLOCK, Event, Way, Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.instants import HOUR, Instant
from rjflow.rules.commands import Advance, Command, Fire, Given, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Actor, Record, Situation
from rjflow.rules.timing import due_at, next_change
from rjflow.rules.viewing import life, records_of, until
from rjflow.verifier.classes import value_classes
from rjflow.verifier.forms import could_act, soon
from rjflow.verifier.stranding import is_goal
from rjflow.verifier.surely import is_theirs

_MOST = 1_500  # decisions: enough for a small workflow; in a large one they take no longer than a search
_A_WHILE = 12 * HOUR
_FAR = 4_000 * 24 * HOUR


def may_go_on(workflow: Workflow, form: AlwaysPossible, start: Situation) -> bool:
    """
    Tell whether those asked for are seen to bring a case to what must stay possible. That they are not seen to says nothing.
    """
    shortest = min(_times(workflow), default=_A_WHILE)
    return _goes_on(workflow, form, start, min(_A_WHILE, shortest // 2)) is True


def is_stuck(workflow: Workflow, form: AlwaysPossible, start: Situation) -> bool:
    """
    Tell whether all that those asked for can do was tried, and leads to nothing; that it was not says nothing.

    Where every time is a number of the same units, and there are so many of them, parts of a unit, one more than there are times, tell apart
    whatever can come before what. Of people, dates, and who did what not everything is tried.
    """
    times = _times(workflow)
    unit = gcd(*times) or _A_WHILE
    return _is_plain(workflow) and _goes_on(workflow, form, start, unit // (len(times) + 1)) is False


# ----------------------------------------------------------------------------------------------------------------------


def _times(workflow: Workflow) -> list[Instant]:
    """
    Give how long records are good for and deadlines take, where that is a length of time.
    """
    windows = (one.window.length for one in workflow.evidence.values())
    return [one for one in (*windows, *(deadline.length for deadline in workflow.deadlines)) if one]


def _is_plain(workflow: Workflow) -> bool:
    """
    Tell whether there is nothing in a workflow of which not everything is tried.
    """
    evidence, deadlines = workflow.evidence.values(), workflow.deadlines
    plain = all(one.about is None and one.window.unit in ("elapsed", "whole case") for one in evidence)
    timed = all(one.until is None and one.calendar is None for one in deadlines)
    return plain and timed and workflow.scheme is None and not watched(workflow)


def _goes_on(workflow: Workflow, form: AlwaysPossible, start: Situation, a_while: Instant) -> bool | None:
    """
    Tell whether a goal is come to; nothing where there is more to try than can be.
    """
    seen, waiting, left = {_known_by(workflow, start)}, deque([start]), _MOST
    while waiting and left > 0:
        here = waiting.popleft()
        if is_goal(workflow, form, here.state):
            return True
        # One form alone can be filled in in more ways than anybody could wait for.
        for command in islice(_commands(workflow, form, here, a_while), left):
            left -= 1
            decision = decide(workflow, here, command)
            known = _known_by(workflow, decision.after) if decision.allowed else None
            if known is not None and known not in seen:
                seen.add(known)
                waiting.append(decision.after)
    if any(is_goal(workflow, form, here.state) for here in waiting):
        return True
    return False if left > 0 else None


def _commands(workflow: Workflow, form: AlwaysPossible, here: Situation, a_while: Instant) -> Iterator[Command]:
    """
    Give what those asked for can do, and that time passes: to the next change, and a while before it.
    """
    using = set(form.using) - {CLOCK}
    for event, way in ways_from(workflow, here.state):
        for given in product(*(_by_value(workflow, here, name) for name in event.records)):
            for actor in _actors(workflow, using, here, event.by):
                yield from _fires(workflow, here, event, way, actor, tuple(chain.from_iterable(given)))
    for evidence in workflow.evidence.values():
        for one in _givens(workflow, here, evidence.name):
            for actor in _actors(workflow, using, here, evidence.recorded_by, one.person):
                yield RecordEvidence(given=one, actor=actor, at=here.now)
    change = next_change(workflow, here, here.now + _FAR) if CLOCK in form.using else None
    if change is not None:
        yield Advance(at=change)
        if change - here.now > a_while:
            yield Advance(at=here.now + a_while)


def _actors(
    workflow: Workflow, using: set[str], here: Situation, by: Sequence[str], person: str | None = None
) -> Iterator[Actor]:
    """
    Give who may be asked to act: of each role one, which is enough where nobody asks who it was.
    """
    for name in by:
        if is_theirs(workflow, using, [name]):
            found = could_act(workflow, here, [name], person)
            yield from islice(found, 1) if name in workflow.roles else found


def _fires(
    workflow: Workflow, here: Situation, event: Event, way: Way, actor: Actor, given: tuple[Given, ...]
) -> Iterator[Command]:
    """
    Fire an event, for each reason for which a case can be closed there.
    """
    reasons = way.reasons or (() if way.target == BACK else workflow.states[way.target].reasons) or (None,)
    for reason in reasons:
        yield Fire(event=event.name, actor=actor, at=here.now, reason=reason, given=given)


def _by_value(workflow: Workflow, here: Situation, name: str) -> list[tuple[Given, ...]]:
    """
    Give what a form can say of a piece of evidence: of all people it can be about the same.
    """
    found: dict[object, tuple[Given, ...]] = {}
    for given in _givens(workflow, here, name):
        found[given.value] = (*found.get(given.value, ()), given)
    return list(found.values())


def _givens(workflow: Workflow, here: Situation, name: str) -> Iterator[Given]:
    """
    Give what can be said of a piece of evidence: each value that can be told apart, about everybody it can be about.
    """
    about = workflow.evidence[name].about
    people = [one.id for one in here.people if about and in_group(workflow.people[one.kind], about)]
    for value in value_classes(workflow)[name]:
        for person in people if about else [None]:
            yield Given(name, soon(workflow, here, name, value), person)


def _known_by(workflow: Workflow, here: Situation) -> object:
    """
    Give what matters of a situation to what can come of it: what is left of each time, and not when it was.
    """
    records = tuple(
        (name, about.id if about is not None else None, _left(workflow, here, name, record))
        for name in workflow.evidence
        for about, record in records_of(workflow, here, name)
    )
    dues = tuple(due_at(workflow, here, place) for place in range(len(workflow.deadlines)))
    left = tuple(None if due is None else due - here.now for due in dues)
    return here.state, here.held_from, tuple(one.id for one in here.people), records, left, here.fired


def _left(workflow: Workflow, here: Situation, name: str, record: Record) -> object:
    evidence = workflow.evidence[name]
    if life(workflow, evidence, record, here.now) != "current":
        return None
    end = until(workflow, evidence, record)
    return record.value, record.by, None if end is None else end - here.now
