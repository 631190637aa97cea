"""
Judge safeguards by brute force: try every command in every situation, by `decide` alone.

Obviously right and slow. Time is made of steps: a short one (half a day, or half of what is shorter than a day), or the least in which something runs out or is due. Situations are told apart
by what is left of each window, not by the date. A safeguard's own wording is read here anew; nothing of the verifier is used.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, product

from attrs import evolve, mutable

from rjflow.definition.lookup import in_group, is_of_kind, kinds_in, watched, ways_from
from rjflow.definition.model import BACK, CLOCK, MEETING, Day, OneOf, Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    DifferentPeople,
    Entering,
    Form,
    Happening,
    Step,
)
from rjflow.guards.evaluating import compare
from rjflow.guards.syntax import Among, Compare, Condition, Value
from rjflow.instants import DAY, HOUR, SECOND, Instant, moment, start_of_day
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import NEVER_COUNTED, Actor, Record, Situation, first_situation
from rjflow.rules.timing import due_at, next_change
from rjflow.rules.viewing import authors, holds, life, record_of, until

OPENED: Instant = 1_767_603_600_000_000  # 2026-01-05 09:00 UTC
FAR = 400 * 24 * HOUR
SHORT = 12 * HOUR
Marks = frozenset[str | None]
Node = tuple[Situation, Marks]
Fact = tuple[str | None, str | None, bool]


@mutable
class Found:
    """What was found: the fewest commands that break it, if any do, and whether everything was tried."""

    length: int | None = None
    complete: bool = True
    seen: int = 0


def explore(workflow: Workflow, form: Form, *, most: int = 6000, each: int = 2) -> Found:
    """
    Go through every situation, nearest first, until a form is broken or *most* commands were tried.
    """
    found = Found()
    known: dict[object, tuple[Node, int]] = {}
    onward: dict[object, list[object]] = {}
    queue: deque[object] = deque()
    for opened in openings(workflow, each):
        if not stands(workflow, form, opened):
            return Found(length=0, seen=1)
        known[key(workflow, (opened, frozenset()))] = ((opened, frozenset()), 0)
    queue.extend(known)
    tries = 0
    while queue:
        if tries >= most:
            found.complete = False
            break
        here = queue.popleft()
        (situation, marks), steps = known[here]
        onward[here] = []
        for command in commands(workflow, situation, each=each):
            tries += 1
            decision = decide(workflow, situation, command)
            if not decision.allowed:
                continue
            bad, after_marks = judged(workflow, form, decision, marks)
            if bad or not stands(workflow, form, decision.after):
                return Found(length=steps + 1, seen=len(known))
            node = (decision.after, after_marks)
            there = key(workflow, node)
            if isinstance(form, AlwaysPossible) and cooperative(workflow, form, command):
                onward[here].append(there)
            if there not in known:
                known[there] = (node, steps + 1)
                queue.append(there)
    found.seen = len(known)
    if isinstance(form, AlwaysPossible) and found.complete:
        found.length = _stuck(workflow, form, known, onward)
    return found


def openings(workflow: Workflow, each: int = 2) -> Iterator[Situation]:
    """
    Give the situations a case can begin in, with up to *each* people of every kind.
    """
    kinds = workflow.people.values()
    counts = [range(min(each, FAR if kind.at_most is None else kind.at_most) + 1) for kind in kinds]
    for numbers in product(*counts):
        people = tuple((f"{kind.name}-{n + 1}", kind.name) for kind, many in zip(kinds, numbers) for n in range(many))
        yield first_situation(workflow, people, OPENED)


def commands(workflow: Workflow, situation: Situation, names: Sequence[str] = (), each: int = 2) -> Iterator[Command]:
    """
    Give every command worth trying: by two people where it matters who does it, every value, every form.
    """
    now, people = situation.now, situation.people
    if decide(workflow, situation, Advance(at=now)).moves:
        yield Advance(at=now)  # a deadline is overdue and can fire now: it does, before anything else
        return
    asked, roles, everybody = watched(workflow), frozenset(workflow.roles), frozenset(one.id for one in people)
    actors = [Actor(name, roles, everybody) for name in names or ("ada", "ben")]
    for event, way, actor in (
        (one, its, actor)
        for one, its in ways_from(workflow, situation.state)
        for actor in (actors if asked & {one.name, *one.records} else actors[:1])
    ):
        reasons = way.reasons or (workflow.states[way.target].reasons if way.target != BACK else ()) or (None,)
        for given in product(*(forms(workflow, situation, name) for name in event.records)):
            for reason in reasons:
                yield Fire(
                    event=event.name, actor=actor, at=now, reason=reason, given=tuple(chain.from_iterable(given))
                )
    for name, actor in (
        (one, actor) for one in workflow.evidence for actor in (actors if one in asked else actors[:1])
    ):
        yield from (RecordEvidence(given=one, actor=actor, at=now) for one in givens(workflow, situation, name))
    yield from (GiveNotice(notice=name, actor=actors[0], at=now) for name in workflow.notices)
    for kind in workflow.people.values():
        absent = [one for number in range(1, each + 1) if (one := f"{kind.name}-{number}") not in everybody]
        yield from (Join(person=one, kind=kind.name, actor=actors[0], at=now) for one in absent[:1])
    yield from (Leave(person=one.id, actor=actors[0], at=now) for one in people)
    yield from (SeeScheme(scheme=scheme, at=now) for scheme in schemes(workflow, now))
    change = next_change(workflow, situation, now + FAR)
    if change is not None:
        yield Advance(at=change)
    # where nothing is to come, time makes a difference for a date alone: one that is recorded once another has begun waits anew
    short = min(SHORT, *(one // 2 for one in times(workflow)))
    if change - now > short if change is not None else any(one.until for one in workflow.deadlines):
        yield Advance(at=now + short)


def times(workflow: Workflow) -> list[Instant]:
    """
    Give how long records are good for and deadlines take: between two of them that are begun one after the other there must be a step.
    """
    windows = [one.window.length for one in workflow.evidence.values()]
    return [one for one in (*windows, *(one.length for one in workflow.deadlines), SHORT * 2) if one]


def givens(workflow: Workflow, situation: Situation, name: str) -> list[Given]:
    """
    Give every value of a piece of evidence, about everybody it can be about.
    """
    evidence = workflow.evidence[name]
    values: Sequence[Value] = evidence.values.values if isinstance(evidence.values, OneOf) else (True, False)
    if isinstance(evidence.values, Day):  # today has begun already, so what waits for it happens at once
        values = [today(workflow, situation.now) + timedelta(days=days) for days in (0, 1, 2)]
    about = evidence.about
    people = (
        [None] if about is None else [one.id for one in situation.people if in_group(workflow.people[one.kind], about)]
    )
    return [Given(name, value, person) for person in people for value in values]


def today(workflow: Workflow, now: Instant) -> date:
    """
    Give the day of an instant.
    """
    return moment(now, workflow.time_zone).date()


def schemes(workflow: Workflow, now: Instant) -> list[Situation]:
    """
    Give the situations in which the scheme can stand after a step or two, all taken at one moment.
    """
    if workflow.scheme is None:
        return []
    scheme = workflow.scheme.workflow
    found = [first_situation(scheme, (), now)]
    for _ in range(2):
        for situation in list(found):
            decisions = [decide(scheme, situation, command) for command in commands(scheme, situation)]
            found += [one.after for one in decisions if one.allowed and one.after not in found]
    return [one for one in found if one.now == now]


def forms(workflow: Workflow, situation: Situation, name: str) -> list[tuple[Given, ...]]:
    """
    Give what can be filled in for a piece of evidence: one value; about people, for one or for all.
    """
    single = givens(workflow, situation, name)
    people = list(dict.fromkeys(one.person for one in single))
    every = product(*([one for one in single if one.person == person] for person in people))
    return [(one,) for one in single] + (list(every) if len(people) > 1 else [])


# ---- what is broken --------------------------------------------------------------------------------------------------


def stands(workflow: Workflow, form: Form, situation: Situation) -> bool:
    """
    Tell whether a form lets a case be in a situation.
    """
    match form:
        case Always(condition=condition):
            return holds(workflow, situation, condition, observer=True) is True
        case DifferentPeople(first=first, second=second):
            doers = [
                authors(workflow, situation, one) & authors(workflow, situation, two) for one in first for two in second
            ]
            return not set().union(*doers) - {CLOCK}
        case AlwaysOpen(events=events, condition=condition, by=by):
            if holds(workflow, situation, condition, observer=True) is not True:
                return True
            tries = [one for one in commands(workflow, situation, ["somebody new"]) if isinstance(one, Fire)]
            tries = [one for one in tries if one.event in events]
            if by is None:
                return any(decide(workflow, situation, one).allowed for one in tries)
            group = (one.id for one in situation.people if in_group(workflow.people[one.kind], by))
            selves = (Actor("somebody new", frozenset(), frozenset({person})) for person in group)
            return all(
                any(decide(workflow, situation, evolve(one, actor=actor)).allowed for one in tries) for actor in selves
            )
        case _:
            return True


def judged(workflow: Workflow, form: Form, decision: Decision, marks: Marks) -> tuple[bool, Marks]:
    """
    Tell whether a step breaks a form, and what is remembered after it.
    """
    match form:
        case Entering(steps=steps, condition=condition):
            taken = any(step_of(workflow, step, event, state) for step in steps for event, state in passed(decision))
            return taken and holds(workflow, decision.after, condition, observer=True) is not True, marks
        case Before(must_have=other) | After(without=other):
            return _remembering(workflow, form, decision, marks, other)
        case _:
            return False, marks


def _remembering(
    workflow: Workflow, form: Before | After, decision: Decision, marks: Marks, other: Sequence[Happening]
) -> tuple[bool, Marks]:
    """
    Follow what has to happen, for the case or for each person it is about.
    """
    groups = [
        workflow.evidence[one.name].about
        for one in other
        if one.kind == "evidence" and workflow.evidence[one.name].about
    ]
    bad, there = False, set(_concerned(workflow, decision.before, groups))
    for move in facts(decision):
        marks = marks & there
        event, state, commanded = move
        begun, ended = (event, None, commanded), (None, state, False)  # a state is entered at the end of a step
        if isinstance(form, Before):
            late = _whom(workflow, form.event, decision, ended, there, wide=True)
            bad = bad or bool(_whom(workflow, form.event, decision, move, there, wide=True) - marks)
            bad = bad or bool(late & _whom(workflow, form.since, decision, begun, there, wide=True))
            marks = marks | _whom(workflow, form.must_have, decision, move, there)
            marks = marks - _whom(workflow, form.since, decision, move, there, wide=True)
        else:
            late = _whom(workflow, form.not_before, decision, ended, there, wide=True)
            bad = bad or bool(_whom(workflow, form.not_before, decision, move, there, wide=True) and marks)
            bad = bad or bool(late and _whom(workflow, form.event, decision, begun, there, wide=True))
            marks = marks - _whom(workflow, form.without, decision, move, there)
            marks = marks | _whom(workflow, form.event, decision, move, there, wide=True)
        if commanded:  # what comes after it in the same step is about those who are there then
            there = set(_concerned(workflow, decision.after, groups))
    return bad, marks & frozenset(_concerned(workflow, decision.after, groups))


def _whom(
    workflow: Workflow,
    happenings: Sequence[Happening],
    decision: Decision,
    move: Fact,
    there: set[str | None],
    *,
    wide: bool = False,
) -> set[str | None]:
    """
    Give whom happenings are about that one move contains: everybody there, if they are about the case or, for a *wide* question, about
    somebody else.
    """
    spoken = set[str | None]().union(*(_about(workflow, one, decision, *move) for one in happenings))
    if wide and spoken - there:
        return there
    return there if None in spoken or (spoken and None in there) else spoken & there


def facts(decision: Decision) -> list[Fact]:
    """
    Give what happened: the event, the state that was entered, and whether that is what was commanded. No command here lets time pass
    but `Advance`, which does nothing else; what the others make due at once comes after them.
    """
    moves = [(move.event, move.target, False) for move in decision.moves]
    if isinstance(decision.command, Advance):
        return moves
    if isinstance(decision.command, Fire) or (moves and decision.moves[0].cause == "fell"):
        event, state, _ = moves[0]
        return [(event, state, True), *moves[1:]]
    return [(None, None, True), *moves]


def _concerned(workflow: Workflow, situation: Situation, groups: Sequence[str | None]) -> list[str | None]:
    if not groups:
        return [None]
    return [
        one.id for one in situation.people if any(in_group(workflow.people[one.kind], group or "") for group in groups)
    ]


def _about(
    workflow: Workflow, happening: Happening, decision: Decision, event: str | None, state: str | None, commanded: bool
) -> set[str | None]:
    """
    Give whom a happening is about, if it happens at one move of a step.
    """
    command = decision.command
    match happening.kind:
        case "step":
            return {None} if happening.step and step_of(workflow, happening.step, event, state) else set()
        case "event":
            return {None} if event == happening.name else set()
        case "notice":
            return (
                {None} if commanded and isinstance(command, GiveNotice) and command.notice == happening.name else set()
            )
        case "change":
            kind = None
            if isinstance(command, Join):
                kind = command.kind
            elif isinstance(command, Leave):
                kind = next(one.kind for one in decision.before.people if one.id == command.person)
            return {None} if commanded and kind and in_group(workflow.people[kind], happening.name) else set()
        case _:
            given = (
                command.given
                if isinstance(command, Fire)
                else (command.given,)
                if isinstance(command, RecordEvidence)
                else ()
            )
            return {
                one.person
                for one in given
                if commanded and one.evidence == happening.name and _counts(workflow, happening, decision, one)
            }


def _counts(workflow: Workflow, happening: Happening, decision: Decision, given: Given) -> bool:
    record = record_of(workflow, decision.after, given.evidence, given.person)
    if record is None or record.void == NEVER_COUNTED:
        return False
    return happening.values is None or _satisfies(happening.values, given.value)


def _satisfies(condition: Condition, value: Value) -> bool:
    if isinstance(condition, Among):
        return value in condition.values
    return isinstance(condition, Compare) and compare(value, condition.sign, condition.limit) is True


def passed(decision: Decision) -> list[tuple[str | None, str]]:
    """
    Give the moves of a step: the event, if one made it, and the state that was entered.
    """
    return [(move.event, move.target) for move in decision.moves]


def step_of(workflow: Workflow, step: Step, event: str | None, state: str | None) -> bool:
    """
    Tell whether a move is one that a safeguard speaks of.
    """
    meets = state is not None and workflow.states[state].kind == MEETING
    contact = workflow.events[event].contact if event else None
    match step.what:
        case "state":
            return state == step.name
        case "kind" | "final":
            return state is not None and is_of_kind(workflow.states[state], step.name or "final")
        case "contact":
            return (contact == step.name or (meets and step.name == "direct")) if step.name else bool(contact or meets)
        case _:
            reached = {
                kind.name
                for group in (workflow.events[event].contacts if event else ())
                for kind in kinds_in(workflow, group)
            }
            return any(kind.name in reached for kind in kinds_in(workflow, step.name or ""))


# ---- what is always possible -----------------------------------------------------------------------------------------


def cooperative(workflow: Workflow, form: AlwaysPossible, command: Command) -> bool:
    """
    Tell whether those who are asked for can give a command.
    """
    using = {name for one in form.using for name in (workflow.roles if one == "roles" else (one,))}
    match command:
        case Fire(event=event):
            return bool(
                (using - {CLOCK}) & set(workflow.events[event].by)
            )  # the clock fires deadlines and nothing else
        case RecordEvidence(given=given):
            return bool((using - {CLOCK}) & set(workflow.evidence[given.evidence].recorded_by))
        case Advance():
            return CLOCK in using
        case _:
            return False


def _stuck(
    workflow: Workflow, form: AlwaysPossible, known: dict[object, tuple[Node, int]], onward: dict[object, list[object]]
) -> int | None:
    """
    Give the fewest steps to a situation from which the goal cannot be reached any more.
    """
    good = {
        here
        for here, ((one, _), _) in known.items()
        if any(step_of(workflow, step, None, one.state) for step in form.steps)
    }
    while more := [here for here, there in onward.items() if here not in good and any(one in good for one in there)]:
        good.update(more)
    return min((steps for here, (_, steps) in known.items() if here not in good), default=None)


# ---- telling situations apart ----------------------------------------------------------------------------------------


def key(workflow: Workflow, node: Node) -> object:
    """
    Give what matters of a situation: what is left of every window and deadline, but no dates; who is the same person, but no names.
    """
    situation, marks = node
    about_case = [one for one in workflow.evidence if workflow.evidence[one].about is None]
    about_people = [one for one in workflow.evidence if workflow.evidence[one].about is not None]
    names: dict[str, int] = {}

    def records(evidence: Sequence[str], these: Sequence[Record | None]) -> tuple[object, ...]:
        return tuple(_record(workflow, situation, name, record, names) for name, record in zip(evidence, these))

    for_all = records(about_case, situation.records)
    fired = tuple((event, names.setdefault(who, len(names))) for event, who in situation.fired)
    people = [(one.kind, one.id in marks, records(about_people, one.records)) for one in situation.people]
    dues = tuple(
        (due_at(workflow, situation, place) or situation.now) - situation.now
        for place in range(len(workflow.deadlines))
    )
    link, seen = workflow.scheme, situation.scheme
    of_scheme = None
    if link is not None and seen is not None:
        of_scheme = key(link.workflow, (seen.evolved(now=max(seen.now, situation.now)), frozenset()))
    return (
        situation.state, situation.held_from, tuple(sorted(people, key=repr)), for_all, fired,
        dues, None in marks, of_scheme, _hour(workflow, situation.now),
    )  # fmt: skip


def _hour(workflow: Workflow, now: Instant) -> Instant | None:
    """
    Give the time of day, where that matters: where something happens at midnight.
    """
    at_midnight = any(one.until for one in workflow.deadlines)
    at_midnight = at_midnight or any(one.window.unit == "same day" for one in workflow.evidence.values())
    return now - start_of_day(today(workflow, now), workflow.time_zone) if at_midnight else None


def _record(
    workflow: Workflow, situation: Situation, name: str, record: Record | None, names: dict[str, int]
) -> object:
    if record is None or life(workflow, workflow.evidence[name], record, situation.now) != "current":
        return None
    end = until(workflow, workflow.evidence[name], record)
    value: object = record.value
    if isinstance(value, date):
        value = (start_of_day(value, workflow.time_zone) - situation.now) // DAY
    return (
        value,
        names.setdefault(record.by, len(names)) if name in watched(workflow) else None,
        None if end is None else (end - situation.now) // SECOND,
    )
