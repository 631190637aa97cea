"""
The meaning of rjflow: what happens when a command meets a case.

`decide` is the whole language in one pure function. The verifier asks it what *could* happen; the engine asks it what *may* happen
now. There is no third opinion: `engine.machine` is tested to agree with it step for step.

Stands on: `definition`, `guards`.   Knows nothing of: storage, YAML, `transitions`, the machine's clock.
"""

from collections.abc import Sequence

from attrs import evolve

from rjflow.definition.model import BACK, Change, Event, Group, Way, Workflow
from rjflow.instants import Instant
from rjflow.rules.asking import actor_finding, fits, form_findings, separation_findings, usable
from rjflow.rules.changing import (
    Happened,
    entered,
    resting_state,
    settled,
    voided,
    with_firer,
    with_person,
    with_records,
    without_person,
)
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding, findings, truth_of
from rjflow.rules.situation import THE_CLOCK, Situation
from rjflow.rules.timing import due_at, next_change
from rjflow.rules.viewing import person_in

CaughtUp = tuple[Situation, tuple[Move, ...]]


def decide(workflow: Workflow, situation: Situation, command: Command) -> Decision:
    """
    Answer a command: what happens, or why nothing does.

    First the case is brought up to date with the clock (deadlines fire, evidence runs out, gates close), then the command is
    judged, and deadlines that what happened made due fire at once. Never raises for a refusal, and never answers without naming
    everything it asked: where several conditions are asked, each has its own answer, whatever the others are. A command that
    claims to come from the past is judged now.

    An event that does not leave the state the case is in is asked what each of its ways asks, as if it could. Conditions that rest
    on what a form says, when the form is not as it should be, are judged with what of it can be used.

    Args:
        workflow: The definition the case runs under.
        situation: Where the case stands.
        command: What is asked, by whom, when.
    """
    return decide_there(workflow, caught_up(workflow, situation, command.at), command)


def decide_there(workflow: Workflow, there: CaughtUp, command: Command) -> Decision:
    """
    Answer a command where the case has been brought up to date with the clock already, as `caught_up` does until the command's time.
    """
    before, moves = there
    decision = _judged(workflow, before, command).moved(*moves)
    return _rung(workflow, decision) if decision.allowed and workflow.deadlines else decision


def caught_up(workflow: Workflow, situation: Situation, at: Instant) -> CaughtUp:
    """
    Let time do what it does until *at*, one change after the other; with the case, the scheme as it was last seen.

    Every round of a deadline that comes again is a move of its own, so there are as many moves as rounds have passed: a deadline of
    an hour that nobody looks at for five years gives 43 800. They are not joined, because each is judged in its own situation.
    """
    moves: list[Move] = []
    situation = _fall(workflow, with_scheme(workflow, situation, situation.now), moves)
    while (then := next_change(workflow, situation, at)) is not None:
        situation = _tick(workflow, situation, then, moves)
    return _tick(workflow, situation, max(at, situation.now), moves), tuple(moves)


def with_scheme(workflow: Workflow, situation: Situation, now: Instant) -> Situation:
    """
    Let time do with the scheme, as it was last seen, what it does until *now*; untouched if that is nothing.
    """
    link, seen = workflow.scheme, situation.scheme
    if link is None or seen is None:
        return situation
    while (then := next_change(link.workflow, seen, now)) is not None:
        seen = _tick(link.workflow, seen, then, [])
    return situation if seen is situation.scheme else situation.evolved(scheme=seen)


# ---- the commands ----------------------------------------------------------------------------------------------------


def _judged(workflow: Workflow, before: Situation, command: Command) -> Decision:
    """
    Judge a command in a situation that is up to date.
    """
    match command:
        case Fire():
            return _fire(workflow, before, command)
        case RecordEvidence():
            return _record(workflow, before, command)
        case GiveNotice(notice=name, actor=actor):
            known = name in workflow.notices
            by = workflow.notices[name].by if known else ()
            asked = [_known(name, known=known), _open_case(workflow, before)]
            asked += [actor_finding(workflow, before, by, actor)] if by else []
            after = voided(workflow, before, [Happened("notice", name)])
            return _answer(workflow, before, command, asked, after)
        case Join():
            return _join(workflow, before, command)
        case Leave():
            return _leave(workflow, before, command)
        case SeeScheme(scheme=scheme):
            return _answer(
                workflow, before, command, [], with_scheme(workflow, before.evolved(scheme=scheme), before.now)
            )
        case _:
            return _answer(workflow, before, command, [], before)


def _fire(workflow: Workflow, before: Situation, command: Fire) -> Decision:
    """
    Judge an event: state, actor, separation of duties, form, and the conditions of each way it could go.

    In a state that it does not leave, every way is asked; with a form that is not as it should be, what of it can be used counts.
    """
    event = workflow.events.get(command.event)
    if event is None:
        return _refused(before, command, [_known(command.event, known=False)])
    here = [(place, way) for place, way in enumerate(event.ways) if before.state in way.from_states]
    leaves = dict.fromkeys(state for way in event.ways for state in way.from_states)
    asked = [
        Finding(asked="state", truth=bool(here), facts=tuple(leaves)),
        actor_finding(workflow, before, event.by, command.actor),
        *separation_findings(workflow, before, event, command.actor),
        *form_findings(workflow, before, event, command.given),
    ]
    for name in event.records:
        asked += separation_findings(workflow, before, workflow.evidence[name], command.actor)
    given = usable(workflow, before, event, command.given)
    is_formed = all(one.truth is True for one in asked if one.asked == "form")
    judged = [_way(workflow, before, command, given, event, place, way) for place, way in here or enumerate(event.ways)]
    open_ways = [one for one in judged if one[0] and here and is_formed]
    if len(open_ways) != 1:
        asked += [finding for _, of_way, _ in judged for finding in of_way]
        if open_ways:
            asked.append(Finding(asked="one way", truth=False, facts=(event.name,)))
        return _refused(before, command, asked)
    _, of_way, after = open_ways[0]
    decision = _answer(workflow, before, command, [*asked, *of_way], after)
    if not decision.allowed:
        return decision
    moved = Move("event", before.state, after.state, before.now, event.name)
    return decision.moved(moved)


def _way(
    workflow: Workflow, before: Situation, command: Fire, given: Sequence[Given], event: Event, place: int, way: Way
) -> tuple[bool, list[Finding], Situation]:
    """
    Judge one way of an event: whether it is open, what was asked, and where it leads.
    """
    after = with_records(workflow, before, given, command.actor.id, [Happened("event", event.name)])
    after = with_firer(workflow, after, event.name, command.actor.id)
    asked = list(findings(workflow, before, way.needs, "needs"))
    is_open = truth_of(workflow, before, way.needs) is True
    if way.target == BACK:
        target = resting_state(workflow, after, before.held_from or before.state)
    else:
        target = way.target
        guard = workflow.states[target].guard or Group()
        asked += findings(workflow, after, guard, "while", state=target)
        is_open = is_open and truth_of(workflow, after, guard) is True
    after = entered(workflow, after, target, before.now)
    if workflow.states[target].final:
        reasons = way.reasons or workflow.states[target].reasons
        reason = reasons[0] if command.reason is None and len(reasons) == 1 else command.reason
        asked.append(Finding(asked="reason", truth=reason in reasons, facts=reasons))
        after = after.evolved(reason=reason)
    elif command.reason is not None:
        asked.append(Finding(asked="reason", truth=False))
    return is_open, [evolve(one, way=place) for one in asked] if len(event.ways) > 1 else asked, after


def _record(workflow: Workflow, before: Situation, command: RecordEvidence) -> Decision:
    """
    Judge a record: who may make it and of whom, and whether it will count.
    """
    given, actor = command.given, command.actor
    evidence = workflow.evidence.get(given.evidence)
    if evidence is None:
        return _refused(before, command, [_known(given.evidence, known=False)])
    asked = [
        _open_case(workflow, before),
        actor_finding(workflow, before, evidence.recorded_by, actor, given.person if evidence.about else None),
        Finding(asked="form", truth=fits(workflow, before, given), facts=(evidence.name,)),
        *separation_findings(workflow, before, evidence, actor),
    ]
    if any(one.truth is not True for one in asked):
        return _refused(before, command, asked)
    asked += findings(workflow, before, evidence.needs, "counts", person=given.person)
    return _answer(workflow, before, command, asked, with_records(workflow, before, [given], actor.id))


def _join(workflow: Workflow, before: Situation, command: Join) -> Decision:
    """
    Judge somebody's joining: whether the file lets people of that kind be added here, by whom, and how many.
    """
    kind = workflow.people.get(command.kind)
    if kind is None:
        return _refused(before, command, [_known(command.kind, known=False)])
    there = sum(person.kind == kind.name for person in before.people)
    room = kind.at_most is None or there < kind.at_most
    asked = _change(workflow, before, kind.joins, command)
    asked.append(Finding(asked="people", truth=room, facts=("room", kind.name)))
    asked.append(
        Finding(asked="people", truth=person_in(before, command.person) is None, facts=("new", command.person))
    )
    return _answer(workflow, before, command, asked, with_person(workflow, before, command.person, kind.name))


def _leave(workflow: Workflow, before: Situation, command: Leave) -> Decision:
    """
    Judge somebody's leaving.
    """
    person = person_in(before, command.person)
    if person is None:
        return _refused(before, command, [_known(command.person, known=False)])
    asked = _change(workflow, before, workflow.people[person.kind].leaves, command)
    return _answer(workflow, before, command, asked, without_person(workflow, before, person))


# ---- what they share -------------------------------------------------------------------------------------------------


def _change(workflow: Workflow, before: Situation, change: Change | None, command: Join | Leave) -> list[Finding]:
    """
    Ask whether people may be added or removed here, by this actor.
    """
    if change is None:
        return [Finding(asked="people", truth=False, facts=("fixed",))]
    return [
        Finding(asked="state", truth=before.state in change.states, facts=change.states),
        actor_finding(workflow, before, change.by, command.actor),
    ]


def _known(name: str, *, known: bool) -> Finding:
    return Finding(asked="known", truth=known, facts=(name,))


def _open_case(workflow: Workflow, before: Situation) -> Finding:
    """
    Ask that the case is not over.
    """
    return Finding(asked="state", truth=not workflow.states[before.state].final)


def _refused(before: Situation, command: Command, asked: Sequence[Finding]) -> Decision:
    return Decision(False, command, before, before, tuple(asked))


def _answer(
    workflow: Workflow, before: Situation, command: Command, asked: Sequence[Finding], after: Situation
) -> Decision:
    """
    Allow when everything that must be true is; then let the case fall where a gate has closed.
    """
    conditions = ("needs", "while", "counts")  # judged as groups already: of several alternatives one is enough
    if any(one.truth is not True for one in asked if one.asked not in conditions):
        return _refused(before, command, asked)
    moves: list[Move] = []
    after = _fall(workflow, after, moves)
    return Decision(True, command, before, after, tuple(asked), tuple(moves))


def _fall(workflow: Workflow, situation: Situation, moves: list[Move]) -> Situation:
    """
    Move the case where it falls if its gate has closed, and note it.
    """
    after = settled(workflow, situation)
    if after.state != situation.state:
        moves.append(Move("fell", situation.state, after.state, situation.now))
    return after


def _tick(workflow: Workflow, situation: Situation, now: Instant, moves: list[Move]) -> Situation:
    """
    Let it be *now*: evidence has run out, the case falls where a gate has closed, and deadlines that are due fire.
    """
    situation = with_scheme(workflow, situation.evolved(now=now), now)
    return _ring_due(workflow, _fall(workflow, situation, moves), moves)


def _rung(workflow: Workflow, decision: Decision) -> Decision:
    """
    Let deadlines fire that are due as soon as a command has happened: the date they wait for has begun already.
    """
    moves: list[Move] = []
    after = _ring_due(workflow, decision.after, moves)
    if after is decision.after:
        return decision
    return Decision(True, decision.command, decision.before, after, decision.findings, (*decision.moves, *moves))


def _ring_due(workflow: Workflow, situation: Situation, moves: list[Move]) -> Situation:
    """
    Fire deadlines that are due until no more is; what one has brought about may make another due, but none rings twice at once.
    """
    for _ in workflow.deadlines:
        was = situation
        for place in range(len(workflow.deadlines)):
            due = due_at(workflow, situation, place)
            if due is not None and due <= situation.now:
                situation = _ring(workflow, situation, place, moves)
        if was is situation:
            break
    return situation


def _ring(workflow: Workflow, situation: Situation, place: int, moves: list[Move]) -> Situation:
    """
    Fire a deadline that is due, if its event is allowed, and remember that it was fired.
    """
    fire = Fire(event=workflow.deadlines[place].event, actor=THE_CLOCK, at=situation.now)
    decision = _fire(workflow, situation, fire)
    if not decision.allowed:
        return situation
    moves += [move._replace(cause="deadline") for move in decision.moves]  # one: where it leads, the gate was true
    after = decision.after
    if after.state != situation.state and workflow.deadlines[place].until is None:
        return after
    others = tuple(entry for entry in after.rung if entry[0] != place)
    return after.evolved(rung=tuple(sorted((*others, (place, situation.now)))))
