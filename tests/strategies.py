"""
Small workflows and commands that Hypothesis invents, for laws that must hold of every one.

The workflows use every construct of the language, in small numbers; the commands are steered by the definition and the situation, so that
most of them are allowed or nearly. `features_of` tells which constructs a workflow uses; a test holds the generator to reaching all of them.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from rjflow.definition.lookup import as_condition, asked_groups, groups, in_group
from rjflow.definition.model import (
    BACK,
    PARTICIPANT,
    Calendar,
    Change,
    Day,
    Deadline,
    Event,
    Evidence,
    Flag,
    Gate,
    Group,
    Kind,
    Notice,
    Number,
    OneOf,
    Requirement,
    Role,
    SchemeLink,
    State,
    Voider,
    Way,
    Window,
    Workflow,
)
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InState,
    IsCurrent,
    Not,
    OfScheme,
    Or,
    SamePerson,
    Value,
    every_part,
)
from rjflow.instants import DAY, HOUR, Instant
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Actor, Situation, first_situation
from rjflow.rules.timing import next_change

ZONES = ("UTC", "Europe/London", "Pacific/Auckland")
BEGINNING: Instant = 1_772_323_200_000_000  # 2026-03-01, soon followed by a change of clocks in London
FIRST_DAY = date(2026, 3, 1)
ROLES = ("worker", "lead")
KINDS = ("asker", "asked", "friend")
ACTORS = ("ada", "ben", "cy")
STATES = ("start", "one", "two", "three", "hold", "rest", "end")

Draw = Callable[..., Any]


# ---- the parts of a workflow -----------------------------------------------------------------------------------------

windows = st.one_of(
    st.just(Window("whole case")),
    st.just(Window("same day")),
    st.sampled_from((HOUR, DAY, 3 * DAY)).map(lambda length: Window("elapsed", length)),
)
value_kinds = st.one_of(
    st.sampled_from((OneOf(("yes", "no")), OneOf(("low", "medium", "high")))),
    st.just(Flag()),
    st.just(Number(0, 4)),
    st.just(Day()),
)


@st.composite
def kinds_of_people(draw: Draw) -> dict[str, Kind]:
    """
    Give up to three kinds of people, some on a side, some taking part, some who may come and go.
    """
    kinds = {}
    for name, side in zip(KINDS, ("harmed", "responsible", None)):
        if not draw(st.booleans()):
            continue
        change = st.builds(
            Change, by=st.sampled_from((("worker",), ("lead", "worker"), (name,))), states=st.just(STATES[:-1])
        )
        kinds[name] = Kind(
            name=name,
            label=name,
            at_least=draw(st.integers(0, 1)),
            at_most=draw(st.sampled_from((None, 2))),
            takes_part=draw(st.booleans()),
            side=draw(st.sampled_from((None, side))),
            joins=draw(st.one_of(st.none(), change, change)),
            leaves=draw(st.one_of(st.none(), change, change)),
        )
    return kinds


def _values(draw: Draw, evidence: Evidence) -> Value:
    """
    Draw a value a piece of evidence can have.
    """
    match evidence.values:
        case OneOf(values):
            return draw(st.sampled_from(values))
        case Flag():
            return draw(st.booleans())
        case Number(low, high):
            return draw(st.integers(low, high))
        case _:
            return FIRST_DAY + timedelta(days=draw(st.integers(-1, 6)))


def _atom(draw: Draw, evidence: Evidence) -> Condition:
    """
    Draw a test of one piece of evidence; mostly one that is easily true.
    """
    if draw(st.integers(0, 5)) == 0:
        return IsCurrent(evidence.name)
    if isinstance(evidence.values, Number | Day):
        limit = _values(draw, evidence)
        sign = draw(st.sampled_from(("<", "<=", ">", ">=")))
        return Compare(evidence.name, sign, limit)
    atom = Among(evidence.name, tuple(dict.fromkeys(_values(draw, evidence) for _ in range(draw(st.integers(1, 2))))))
    return Not(atom) if draw(st.integers(0, 3)) == 0 else atom


def _condition(draw: Draw, workflow: Workflow, person: str | None = None, depth: int = 0) -> Condition | None:
    """
    Draw a condition that makes sense in a workflow; *person* is the group whose people are spoken of, if any.
    """
    speaks = [one for one in workflow.evidence.values() if one.about in (None, person)]
    choices = ["atom"] * 4 if speaks else []
    choices += ["gate"] * 2 if workflow.gates else []
    choices += ["people"] * 4 if person is None and depth < 2 and workflow.people else []
    choices += ["and", "or", "not"] if depth < 2 and speaks else []
    choices += ["same person"] if person is None and speaks and workflow.events else []
    choices += ["scheme"] if workflow.scheme is not None and person is None else []
    match draw(st.sampled_from(choices)) if choices else None:
        case "atom":
            return _atom(draw, draw(st.sampled_from(speaks)))
        case "gate":
            return GateHolds(draw(st.sampled_from(sorted(workflow.gates))))
        case "people":
            group = draw(st.sampled_from(groups(workflow)))
            inner = _condition(draw, workflow, group, depth + 1)
            quantity = draw(st.sampled_from(("every", "every", "some", "no", "at least")))
            return inner and ForPeople(quantity, 2 if quantity == "at least" else 0, group, inner)
        case "and" | "or" as word:
            parts = tuple(_condition(draw, workflow, person, depth + 1) for _ in range(2))
            return (And if word == "and" else Or)(tuple(part for part in parts if part is not None))
        case "not":
            return Not(_atom(draw, draw(st.sampled_from(speaks))))
        case "same person":
            names = [*workflow.evidence, *workflow.events]
            return SamePerson(draw(st.sampled_from(names)), draw(st.sampled_from(names)))
        case "scheme":
            return OfScheme(draw(st.sampled_from((Among("ready", ("yes",)), InState("open")))))
    return None


def _group(draw: Draw, workflow: Workflow, most: int = 2, person: str | None = None) -> Group:
    """
    Draw a group of requirements, now and then with alternatives in it.
    """
    conditions = [_condition(draw, workflow, person) for _ in range(draw(st.sampled_from((0, 0, 1, *range(most + 1)))))]
    items = tuple(Requirement(condition=one, text="…") for one in conditions if one is not None)
    if len(items) > 1 and draw(st.integers(0, 2)) == 0:
        return (
            Group(items=(Group(mode="any", items=items), *items[:1]))
            if draw(st.booleans())
            else Group(mode="any", items=items)
        )
    return Group(items=items)


# ---- whole workflows -------------------------------------------------------------------------------------------------


def _scheme() -> Workflow:
    """
    Give the scheme that some workflows are under: one piece of evidence, for a day, and a state that falls without it.
    """
    ready = Evidence(
        name="ready", label="ready", values=OneOf(("yes", "no")), recorded_by=("lead",), window=Window("elapsed", DAY)
    )
    return Workflow(
        name="scheme",
        version=1,
        title="scheme",
        subject="scheme",
        start="open",
        roles=frozen_map({"lead": Role(name="lead", label="lead")}),
        evidence=frozen_map({"ready": ready}),
        states=frozen_map(
            {
                "shut": State(name="shut", label="shut"),
                "open": State(
                    name="open",
                    label="open",
                    start=True,
                    guard=Group(items=(Requirement(condition=Among("ready", ("yes",)), text="…"),)),
                    otherwise="shut",
                ),
            }
        ),
        events=frozen_map({}),
    )


SCHEME = _scheme()


def _evidence(draw: Draw, people: Sequence[str], notices: Sequence[str]) -> dict[str, Evidence]:
    """
    Draw one to four pieces of evidence, some about people, with windows and voiders.
    """
    names = [f"fact{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    found: dict[str, Evidence] = {}
    for name in names:
        about = draw(st.sampled_from((None, *people)))
        others = [other for other in names if other != name]
        voiders = [Voider("evidence", other) for other in others] + [Voider("notice", other) for other in notices]
        voiders += [Voider("evidence", other, own=True) for other in others] + [
            Voider("change", group) for group in people
        ]
        voiders += [Voider("event", event) for event in ("go1", "go2")]
        found[name] = Evidence(
            name=name,
            label=name,
            values=draw(value_kinds),
            recorded_by=draw(st.sampled_from((("worker",), ("worker", "lead"), ("worker", *people[:1])))),
            window=draw(windows),
            about=about,
            voided_by=tuple(draw(st.lists(st.sampled_from(voiders), max_size=2, unique=True))),
            not_by=draw(st.sampled_from(((), (), (), tuple(others[:1])))),
        )
    return found


def _states(draw: Draw, bare: Workflow) -> dict[str, State]:
    """
    Draw the states: one to start in, some guarded, one that holds, one that is final.
    """
    states = {}
    about_case = [one.name for one in bare.evidence.values() if one.about is None]
    easy = [Group(items=(Requirement(condition=IsCurrent(name), text="…"),)) for name in about_case]
    for place, name in enumerate(STATES):
        guarded = name in {"one", "two", "three"} and draw(st.booleans())
        guard = draw(st.sampled_from((_group(draw, bare), *easy))) if guarded else None
        states[name] = State(
            name=name,
            label=name,
            start=name == "start",
            kind=draw(st.sampled_from((None, "meeting"))),
            guard=guard,
            otherwise=draw(st.sampled_from((*STATES[:place][:1], *STATES[place + 1 : -1])))
            if guard is not None
            else None,
            holds=name == "hold" or (name == "rest" and draw(st.booleans())),
            final=name == "end",
            reasons=draw(st.sampled_from((("done",), ("done", "given-up")))) if name == "end" else (),
        )
    return states


def _ways(draw: Draw, workflow: Workflow, *, with_needs: bool = True) -> tuple[Way, ...]:
    """
    Draw one to three ways of an event.
    """
    ways = []
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        target = draw(st.sampled_from((*STATES[1:-1], *STATES[1:4], *STATES[1:4], "start", "end", BACK, BACK)))
        sources = [
            name for name, state in workflow.states.items() if (state.holds if target == BACK else not state.final)
        ]
        chosen = draw(st.lists(st.sampled_from(sources), min_size=1, max_size=4, unique=True))
        if draw(st.booleans()) and "start" in sources:
            chosen = list(dict.fromkeys(("start", *chosen)))
        ways.append(
            Way(
                from_states=tuple(chosen),
                target=target,
                needs=_group(draw, workflow) if with_needs else Group(),
                reasons=("done",) if target == "end" and draw(st.booleans()) else (),
            )
        )
    return tuple(ways)


def _events(draw: Draw, workflow: Workflow) -> dict[str, Event]:
    """
    Draw two to five events, the last of which the clock fires.
    """
    events = {}
    names = [f"go{number}" for number in range(1, draw(st.integers(2, 4)) + 1)]
    for name in names:
        events[name] = Event(
            name=name,
            label=name,
            ways=_ways(draw, workflow),
            by=draw(st.sampled_from((("worker",), ("lead", "worker"), ("worker", *list(workflow.people)[:1])))),
            not_by=draw(st.sampled_from(((), (), (), ("fact1",), (names[0],)))),
            records=tuple(draw(st.lists(st.sampled_from(sorted(workflow.evidence)), max_size=2, unique=True))),
        )
    ring = draw(st.sampled_from((("clock",), ("worker", "clock"))))
    events["ring"] = Event(
        name="ring", label="ring", ways=_ways(draw, workflow, with_needs=draw(st.booleans())), by=ring
    )
    return events


def _deadlines(draw: Draw, workflow: Workflow) -> tuple[Deadline, ...]:
    """
    Draw up to two deadlines: after a time, after working days, or when a recorded date begins.
    """
    leaves = tuple(dict.fromkeys(state for way in workflow.events["ring"].ways for state in way.from_states))
    dates = [one.name for one in workflow.evidence.values() if isinstance(one.values, Day) and one.about is None]
    deadlines = []
    for kind in draw(st.lists(st.sampled_from(("time", "days", "date") if dates else ("time", "days")), max_size=2)):
        match kind:
            case "time":
                deadlines.append(
                    Deadline(states=leaves, event="ring", length=draw(st.sampled_from((2 * HOUR, 2 * DAY))))
                )
            case "days":
                days = draw(st.integers(1, 3))
                deadlines.append(Deadline(states=leaves, event="ring", working_days=days, calendar="office"))
            case _:
                deadlines.append(Deadline(states=leaves, event="ring", until=draw(st.sampled_from(dates))))
    return tuple(deadlines)


@st.composite
def workflows(draw: Draw) -> Workflow:
    """
    Give a small workflow that uses any of the language's constructs.
    """
    people = draw(kinds_of_people())
    notices = draw(st.sampled_from(((), ("alarm",))))
    evidence = _evidence(draw, _group_names(people), notices)
    bare = _bare(draw, people, notices, evidence)
    for name in [name for name in evidence if draw(st.integers(0, 2)) == 0]:
        others = evolve(bare, evidence=frozen_map({key: one for key, one in evidence.items() if key != name}))
        evidence[name] = evolve(evidence[name], needs=_group(draw, others, most=1, person=evidence[name].about))
    bare = evolve(bare, evidence=frozen_map(evidence))
    for name in draw(st.sampled_from(((), ("safe",), ("safe", "sound")))):
        gate = Gate(name=name, label=name, asks=_group(draw, bare))
        bare = evolve(bare, gates=frozen_map({**bare.gates, name: gate}))
    bare = evolve(bare, states=frozen_map(_states(draw, bare)))
    with_events = evolve(bare, events=frozen_map(_events(draw, bare)))
    return evolve(with_events, deadlines=_deadlines(draw, with_events))


def _group_names(people: dict[str, Kind]) -> list[str]:
    """
    Give the groups that evidence may be about.
    """
    everybody = [PARTICIPANT] if any(kind.takes_part for kind in people.values()) else []
    return [*people, *everybody, *dict.fromkeys(kind.side for kind in people.values() if kind.side)]


def _bare(draw: Draw, people: dict[str, Kind], notices: Sequence[str], evidence: dict[str, Evidence]) -> Workflow:
    """
    Give a workflow with everything but states and events, which are only there to be spoken of.
    """
    events = {name: Event(name=name, label=name, ways=(), by=("worker",)) for name in ("go1", "go2")}
    return Workflow(
        name="invented",
        version=1,
        title="invented",
        start="start",
        time_zone=draw(st.sampled_from(ZONES)),
        roles=frozen_map({name: Role(name=name, label=name) for name in ROLES}),
        people=frozen_map(people),
        notices=frozen_map(
            {name: Notice(name=name, label=name, by=draw(st.sampled_from(((), ("lead",))))) for name in notices}
        ),
        evidence=frozen_map(evidence),
        states=frozen_map({"start": State(name="start", label="start", start=True)}),
        events=frozen_map(events),
        calendars=frozen_map(
            {"office": Calendar(name="office", weekdays=(0, 1, 2, 3, 4), holidays=(date(2026, 3, 4),))}
        ),
        scheme=draw(st.sampled_from((None, None, SchemeLink(workflow=SCHEME, needs=())))),
    )


# ---- what happens to a case ------------------------------------------------------------------------------------------


@st.composite
def openings(draw: Draw, workflow: Workflow) -> Situation:
    """
    Give the situation a case begins in, about a few people; mostly with something recorded already, so that gates open.
    """
    kinds = [kind for kind in workflow.people.values() for _ in range(draw(st.integers(kind.at_least, 2)))]
    people = tuple((f"p{number}", kind.name) for number, kind in enumerate(kinds, start=1))
    situation = first_situation(workflow, people, BEGINNING)
    if workflow.scheme is not None and draw(st.booleans()):
        situation = situation.evolved(scheme=first_situation(SCHEME, (), BEGINNING))
    if draw(st.integers(0, 3)) == 0:
        return situation
    for name in workflow.evidence:
        for given in _givens(draw, workflow, situation, name):
            actor = Actor(draw(st.sampled_from(ACTORS)), frozenset(ROLES), frozenset({given.person or ""}))
            situation = decide(workflow, situation, RecordEvidence(given=given, actor=actor, at=BEGINNING)).after
    return situation


@st.composite
def commands(draw: Draw, workflow: Workflow, situation: Situation) -> Command:
    """
    Give a command that is allowed in a situation, or nearly.
    """
    step = draw(st.sampled_from((0, 1, HOUR, HOUR, 5 * HOUR, DAY, 2 * DAY, 5 * DAY, -HOUR)))
    at = situation.now + step
    if draw(st.integers(0, 3)) == 0:
        at = (next_change(workflow, situation, at + 9 * DAY) or at) - draw(st.integers(0, 1))
    actor = _actor(draw, situation)
    choices = ["fire"] * 5 + ["record"] * 5 + ["advance"] + (["notice"] * 2 if workflow.notices else [])
    choices += ["join", "leave"] if workflow.people else []
    choices += ["scheme"] if workflow.scheme is not None else []
    match draw(st.sampled_from(choices)):
        case "fire":
            return _fire(draw, workflow, situation, actor, at)
        case "record":
            evidence = draw(st.sampled_from(list(workflow.evidence.values())))
            given = _givens(draw, workflow, situation, evidence.name)[:1]
            return RecordEvidence(given=given[0] if given else Given(evidence.name, "?", None), actor=actor, at=at)
        case "notice":
            role = draw(st.sampled_from(("worker", "lead")))
            return GiveNotice(notice="alarm", actor=Actor("cy", frozenset({role})), at=at)
        case "join":
            taken = {person.id for person in situation.people}
            free = next(f"p{number}" for number in range(1, 99) if f"p{number}" not in taken)
            return Join(
                person=draw(st.sampled_from((free, free, "p1"))),
                kind=draw(st.sampled_from(sorted(workflow.people))),
                actor=actor,
                at=at,
            )
        case "leave":
            people = [person.id for person in situation.people] or ["p1"]
            return Leave(person=draw(st.sampled_from(people)), actor=actor, at=at)
        case "scheme":
            ready = Given("ready", draw(st.sampled_from(("yes", "yes", "no"))))
            seen = situation.scheme or first_situation(SCHEME, (), at)
            if draw(st.integers(0, 4)) == 0:
                return SeeScheme(scheme=None, at=at)
            recorded = RecordEvidence(given=ready, actor=Actor("ada", frozenset({"lead"})), at=at)
            seen = decide(SCHEME, seen, recorded).after
            return SeeScheme(scheme=seen.evolved(state="open") if ready.value == "yes" else seen, at=at)
        case _:
            return Advance(at=at)


def _actor(draw: Draw, situation: Situation) -> Actor:
    """
    Draw an actor, mostly one with every role.
    """
    roles = draw(st.sampled_from((*(ROLES,) * 9, ("worker",), ("lead",), ())))
    people = [person.id for person in situation.people]
    acts_for = draw(st.sampled_from(people)) if people and draw(st.booleans()) else None
    return Actor(draw(st.sampled_from(ACTORS)), frozenset(roles), frozenset({acts_for} if acts_for else ()))


def _fire(draw: Draw, workflow: Workflow, situation: Situation, actor: Actor, at: Instant) -> Fire:
    """
    Draw an event, mostly one that leaves the state, with mostly what it wants.
    """
    fitting = [
        one.name for one in workflow.events.values() if any(situation.state in way.from_states for way in one.ways)
    ]
    event = workflow.events[draw(st.sampled_from((fitting or []) * 4 + sorted(workflow.events)))]
    given = tuple(one for name in event.records for one in _givens(draw, workflow, situation, name))
    oddity = draw(st.integers(0, 15))
    if oddity == 0:
        given = given[1:]
    if oddity == 1:
        given = given[::-1]
    ends = any(way.target == "end" for way in event.ways if situation.state in way.from_states)
    reason = draw(st.sampled_from((None, "done", "done", "given-up") if ends else (None,) * 9 + ("done",)))
    return Fire(event=event.name, actor=actor, at=at, reason=reason, given=given)


def _givens(draw: Draw, workflow: Workflow, situation: Situation, name: str) -> tuple[Given, ...]:
    """
    Draw values for a piece of evidence: for each person it can be about, or one.
    """
    evidence = workflow.evidence[name]
    odd = draw(st.integers(0, 19)) == 0
    people: list[str | None] = [None]
    if evidence.about is not None:
        about = evidence.about
        people = [one.id for one in situation.people if in_group(workflow.people[one.kind], about)] or [None]
        people = people[:1] if draw(st.booleans()) else draw(st.permutations(people))
    return tuple(Given(name, _odd(draw, evidence) if odd else _values(draw, evidence), person) for person in people)


def _odd(draw: Draw, evidence: Evidence) -> Any:
    """
    Draw something that a piece of evidence cannot say, though it may equal what it can.
    """
    value = _values(draw, evidence)
    if draw(st.booleans()):
        return draw(st.sampled_from(("odd", None, 1.0, True, 1, datetime(2026, 3, 1, tzinfo=UTC))))
    match value:
        case bool():
            return int(value)
        case str():
            return draw(st.sampled_from((StrEnum("Said", {"it": value}).it, _Text(value))))
        case int():
            return draw(st.sampled_from((IntEnum("Counted", {"it": value}).it, float(value))))
        case _:
            return datetime(value.year, value.month, value.day, tzinfo=UTC)


class _Text(str):
    """A text of a kind of its own."""

    __slots__ = ()


# ---- what was reached ------------------------------------------------------------------------------------------------


def features_of(workflow: Workflow) -> set[str]:
    """
    Name the constructs that a workflow uses.
    """
    evidence, states, events = workflow.evidence.values(), workflow.states.values(), workflow.events.values()
    parts = {type(part).__name__ for group in asked_groups(workflow) for part in every_part(as_condition(group))}
    seen = {
        "about people": any(one.about for one in evidence),
        "needs of evidence": any(one.needs.items for one in evidence),
        "not-by": any(one.not_by for one in (*evidence, *events)),
        "own": any(voider.own for one in evidence for voider in one.voided_by),
        "alternatives": any(group.mode == "any" for group in asked_groups(workflow)),
        "while": any(one.guard and one.guard.items for one in states),
        "several ways": any(len(one.ways) > 1 for one in events),
        "back": any(way.target == BACK for one in events for way in one.ways),
        "records": any(one.records for one in events),
        "joins": any(kind.joins for kind in workflow.people.values()),
        "leaves": any(kind.leaves for kind in workflow.people.values()),
        "at-least": any(kind.at_least for kind in workflow.people.values()),
        "time deadline": any(one.length for one in workflow.deadlines),
        "day deadline": any(one.working_days for one in workflow.deadlines),
        "date deadline": any(one.until for one in workflow.deadlines),
        "notice": bool(workflow.notices),
        "scheme": workflow.scheme is not None,
    }
    windows_used = {f"window {one.window.unit}" for one in evidence}
    voiders = {f"voided by {voider.kind}" for one in evidence for voider in one.voided_by}
    values = {f"value {type(one.values).__name__}" for one in evidence}
    return {name for name, used in seen.items() if used} | parts | windows_used | voiders | values


ALL_FEATURES = frozenset(
    [
        *(
            "about people",
            "needs of evidence",
            "not-by",
            "own",
            "alternatives",
            "while",
            "several ways",
            "back",
            "records",
        ),
        *("joins", "leaves", "at-least", "time deadline", "day deadline", "date deadline", "notice", "scheme"),
        *("Among", "And", "Compare", "ForPeople", "GateHolds", "IsCurrent", "Not", "OfScheme", "Or", "SamePerson"),
        *(f"window {unit}" for unit in ("elapsed", "same day", "whole case")),
        *(f"voided by {kind}" for kind in ("evidence", "notice", "event", "change")),
        *(f"value {kind}" for kind in ("OneOf", "Flag", "Number", "Day")),
    ]
)
