"""
Small workflows that Hypothesis invents, for what must hold of every one: all constructs of the language, in small numbers.

Stands on: `inventing_parts`.   Knows nothing of: what happens to cases.
"""

from collections.abc import Sequence
from datetime import date

from attrs import evolve
from hypothesis import strategies as st

from rjflow.definition.model import (
    BACK,
    PARTICIPANT,
    Calendar,
    Day,
    Deadline,
    Event,
    Evidence,
    Gate,
    Group,
    Kind,
    Notice,
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
from rjflow.guards.syntax import Among, IsCurrent
from rjflow.instants import DAY, HOUR
from rjflow.testing.inventing_parts import ROLES, STATES, Draw, group, kinds_of_people, value_kinds, windows

ZONES = ("UTC", "Europe/London", "Pacific/Auckland")


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
        guard = draw(st.sampled_from((group(draw, bare), *easy))) if guarded else None
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
                needs=group(draw, workflow) if with_needs else Group(),
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
def invented(draw: Draw) -> Workflow:
    """
    Give a small workflow that uses any of the language's constructs.
    """
    people = draw(kinds_of_people())
    notices = draw(st.sampled_from(((), ("alarm",))))
    evidence = _evidence(draw, _group_names(people), notices)
    bare = _bare(draw, people, notices, evidence)
    for name in [name for name in evidence if draw(st.integers(0, 2)) == 0]:
        others = evolve(bare, evidence=frozen_map({key: one for key, one in evidence.items() if key != name}))
        evidence[name] = evolve(evidence[name], needs=group(draw, others, most=1, person=evidence[name].about))
    bare = evolve(bare, evidence=frozen_map(evidence))
    for name in draw(st.sampled_from(((), ("safe",), ("safe", "sound")))):
        gate = Gate(name=name, label=name, asks=group(draw, bare))
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
