"""
Small workflows with safeguards of every form, few enough in values that brute force can go through them.

One or two kinds of people, up to three pieces of evidence that say yes or no, up to five states, up to four events; windows of different
lengths, voiding, holds, gates that close, deadlines. Conditions are mostly ones that can be met, and safeguards are mostly drawn from what
the workflow itself asks, so that some are kept and some are broken. `features_of` tells what a workflow with a safeguard has in it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from rjflow.definition.lookup import groups
from rjflow.definition.model import (
    BACK,
    PARTICIPANT,
    Change,
    Deadline,
    Event,
    Evidence,
    Group,
    Kind,
    Notice,
    OneOf,
    Requirement,
    Role,
    State,
    Voider,
    Way,
    Window,
    Workflow,
)
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
    Safeguard,
    Step,
)
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, Condition, ForPeople, InState, IsCurrent, Not, Or
from rjflow.instants import DAY

Draw = Callable[..., Any]
LIVING = ("start", "one", "two", "hold")
FACTS = ("x", "y", "z")


# ---- conditions ------------------------------------------------------------------------------------------------------


def atom(draw: Draw, name: str) -> Condition:
    """
    Draw a test of one piece of evidence that says yes or no.
    """
    word = draw(st.integers(0, 9))
    if word == 0:
        return IsCurrent(name)
    return Among(name, ("yes",)) if word < 8 else Not(Among(name, ("yes",)))


def condition(draw: Draw, workflow: Workflow, depth: int = 0) -> Condition | None:
    """
    Draw a condition: a test, about people where the evidence is, now and then two of them.
    """
    if not workflow.evidence:
        return None
    if depth == 0 and draw(st.integers(0, 3)) == 0:
        parts = tuple(part for part in (condition(draw, workflow, 1), condition(draw, workflow, 1)) if part is not None)
        return draw(st.sampled_from((And, Or)))(parts)
    evidence = workflow.evidence[draw(st.sampled_from(sorted(workflow.evidence)))]
    if evidence.about is None:
        return atom(draw, evidence.name)
    group = draw(st.sampled_from((evidence.about, evidence.about, *groups(workflow))))
    quantity = draw(st.sampled_from(("every", "every", "every", "some", "no", "at least")))
    inner = atom(draw, evidence.name)
    case = [one.name for one in workflow.evidence.values() if one.about is None]
    if case and draw(st.integers(0, 4)) == 0:
        inner = Or((inner, atom(draw, draw(st.sampled_from(case)))))
    return ForPeople(quantity, 2 if quantity == "at least" else 0, group, inner)


def group(draw: Draw, workflow: Workflow, most: int) -> Group:
    """
    Draw up to so many requirements, all of which are asked.
    """
    drawn = [condition(draw, workflow) for _ in range(draw(st.integers(0, most)))]
    return Group(items=tuple(Requirement(condition=one, text="…") for one in drawn if one is not None))


# ---- workflows -------------------------------------------------------------------------------------------------------


def _people(draw: Draw) -> dict[str, Kind]:
    found = {}
    for name in draw(st.sampled_from(((), ("asker",), ("asker",), ("asker", "asked")))):
        change = st.builds(Change, by=st.just(("worker",)), states=st.sampled_from((LIVING, ("start", "one"))))
        found[name] = Kind(
            name=name,
            label=name,
            at_least=draw(st.integers(0, 1)),
            at_most=draw(st.sampled_from((None, 1, 2))),
            takes_part=True,
            joins=draw(st.one_of(st.none(), change)),
            leaves=draw(st.one_of(st.none(), change)),
        )
    return found


def _evidence(draw: Draw, people: dict[str, Kind]) -> dict[str, Evidence]:
    names = FACTS[: draw(st.integers(1, 3))]
    about = (*people, PARTICIPANT) if people else ()
    found = {}
    for name in names:
        others = [one for one in names if one != name]
        voiders = [Voider("notice", "alarm"), Voider("event", "go1"), *(Voider("evidence", one) for one in others)]
        voiders += [Voider("evidence", one, own=True) for one in others] + [Voider("change", group) for group in about]
        found[name] = Evidence(
            name=name,
            label=name,
            values=OneOf(("yes", "no")),
            recorded_by=draw(st.sampled_from((("worker",), ("worker",), ("lead",)))),
            window=draw(st.sampled_from((Window("whole case"), Window("elapsed", DAY), Window("elapsed", 3 * DAY)))),
            about=draw(st.sampled_from((None, *about, *about))),
            voided_by=tuple(draw(st.lists(st.sampled_from(voiders), max_size=2, unique=True))),
            not_by=draw(st.sampled_from(((), (), (), tuple(others[:1])))),
        )
    return found


def _states(draw: Draw, workflow: Workflow) -> dict[str, State]:
    found = {}
    for place, name in enumerate((*LIVING, "end")):
        guard = group(draw, workflow, 2) if name in ("one", "two") and draw(st.integers(0, 2)) else None
        below = ("start", "hold") if name == "two" else ("start", "two", "two", "hold")
        found[name] = State(
            name=name,
            label=name,
            start=place == 0,
            kind="meeting" if name == "two" else None,
            guard=guard if guard and guard.items else None,
            otherwise=draw(st.sampled_from(below)) if guard and guard.items else None,
            holds=name == "hold",
            final=name == "end",
            reasons=("done",) if name == "end" else (),
        )
    return found


def _events(draw: Draw, workflow: Workflow) -> dict[str, Event]:
    found = {}
    for number in range(1, draw(st.integers(2, 4)) + 1):
        target = draw(st.sampled_from(("one", "two", "two", "hold", "end", "start")))
        sources = draw(st.lists(st.sampled_from(LIVING[:3]), min_size=1, max_size=3, unique=True))
        found[f"go{number}"] = Event(
            name=f"go{number}",
            label=f"go{number}",
            ways=(Way(from_states=tuple(sources), target=target, needs=group(draw, workflow, 2)),),
            by=draw(
                st.sampled_from(
                    (("worker",), ("worker",), ("lead",), ("worker", *list(workflow.people)[:1]), ("clock",))
                )
            ),
            not_by=draw(st.sampled_from(((), (), (), ("x",)))),
            records=tuple(draw(st.lists(st.sampled_from(sorted(workflow.evidence)), max_size=1))),
            contact=draw(st.sampled_from((None, None, "direct", "indirect"))),
        )
    found["resume"] = Event(
        name="resume", label="resume", ways=(Way(from_states=("hold",), target=BACK),), by=("worker",)
    )
    return found


@st.composite
def bare_workflows(draw: Draw) -> Workflow:
    """
    Give a small workflow without safeguards.
    """
    people = _people(draw)
    evidence = _evidence(draw, people)
    workflow = Workflow(
        name="invented",
        version=1,
        title="invented",
        start="start",
        roles=frozen_map({name: Role(name=name, label=name) for name in ("worker", "lead")}),
        people=frozen_map(people),
        notices=frozen_map({"alarm": Notice(name="alarm", label="alarm")}),
        evidence=frozen_map(evidence),
        states=frozen_map({"start": State(name="start", label="start", start=True)}),
        events=frozen_map({}),
    )
    for name in evidence:
        plain = [one for one in evidence.values() if one.name != name and one.about in (None, evidence[name].about)]
        if plain and draw(st.integers(0, 3)) == 0:
            test = atom(draw, draw(st.sampled_from(plain)).name)
            needs = Group(items=(Requirement(condition=test, text="…"),))
            needing = evolve(workflow.evidence[name], needs=needs)
            workflow = evolve(workflow, evidence=frozen_map({**workflow.evidence, name: needing}))
    workflow = evolve(workflow, states=frozen_map(_states(draw, workflow)))
    workflow = evolve(workflow, events=frozen_map(_events(draw, workflow)))
    return evolve(workflow, deadlines=_deadlines(draw, workflow))


def _deadlines(draw: Draw, workflow: Workflow) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(states=event.ways[0].from_states, event=event.name, length=draw(st.sampled_from((DAY, 2 * DAY))))
        for event in workflow.events.values()
        if "clock" in event.by and not event.records
    )


# ---- safeguards ------------------------------------------------------------------------------------------------------


def step(draw: Draw) -> Step:
    """
    Draw a kind of step a safeguard may speak of.
    """
    return draw(
        st.sampled_from((
            Step("state", "one"), Step("kind", "meeting"), Step("state", "hold"), Step("final"), Step("contact"), Step("contact", "indirect"),
        ))
    )  # fmt: skip


def _asked(draw: Draw, workflow: Workflow) -> Condition | None:
    """
    Draw a condition a safeguard may ask: mostly one that the workflow asks itself.
    """
    own = [one.condition for event in workflow.events.values() for way in event.ways for one in way.needs.items]
    own += [one.condition for state in workflow.states.values() if state.guard for one in state.guard.items]
    conditions = [one for one in own if isinstance(one, Condition)]
    return draw(st.sampled_from(conditions)) if conditions and draw(st.integers(0, 3)) else condition(draw, workflow)


def _happening(draw: Draw, workflow: Workflow) -> Happening:
    evidence = st.sampled_from(sorted(workflow.evidence))
    word = draw(
        st.sampled_from(("evidence", "evidence", "event", "step", "notice", *(["change"] if workflow.people else [])))
    )
    match word:
        case "evidence":
            name = draw(evidence)
            return Happening("evidence", name, values=draw(st.sampled_from((None, Among(name, ("yes",))))))
        case "event":
            return Happening("event", draw(st.sampled_from(sorted(workflow.events))))
        case "notice":
            return Happening("notice", "alarm")
        case "change":
            return Happening("change", draw(st.sampled_from(sorted(workflow.people))))
        case _:
            return Happening("step", "", step=step(draw))


def form(draw: Draw, workflow: Workflow) -> Form:
    """
    Draw a form of safeguard that makes sense in a workflow.
    """
    names = [*sorted(workflow.evidence), *sorted(workflow.events)]
    words = ("possible", "always", "entering", "before", "after", "different", "open", "possible", "after")
    word = draw(st.sampled_from(words))
    asked = _asked(draw, workflow)
    match word:
        case "always":
            where = InState(draw(st.sampled_from(LIVING[1:])))
            return Always(
                condition=Or((Not(where), asked)) if asked is not None and draw(st.integers(0, 4)) else Not(where),
                text="…",
            )
        case "entering" if asked is not None:
            return Entering(steps=(step(draw),), condition=asked, text="…")
        case "different":
            return DifferentPeople(first=(draw(st.sampled_from(names)),), second=(draw(st.sampled_from(names)),))
        case "open":
            event = workflow.events[draw(st.sampled_from(sorted(workflow.events)))]
            where: list[Condition] = [InState(one) for one in event.ways[0].from_states]
            inside = Or(tuple(where))
            return AlwaysOpen(
                events=(event.name,),
                condition=And((inside, asked)) if asked and draw(st.booleans()) else inside,
                text="…",
                by=draw(st.sampled_from((None, *sorted(workflow.people)))),
            )
        case "possible":
            using = draw(st.sampled_from((("roles", "clock"), ("roles",), ("worker",), ("clock",))))
            return AlwaysPossible(steps=(Step("final") if draw(st.booleans()) else Step("state", "one"),), using=using)
        case "after":
            without = (_happening(draw, workflow),) if draw(st.booleans()) else ()
            return After(event=(_happening(draw, workflow),), not_before=(_happening(draw, workflow),), without=without)
        case _:
            since = (_happening(draw, workflow),) if draw(st.booleans()) else ()
            return Before(event=(_happening(draw, workflow),), must_have=(_happening(draw, workflow),), since=since)


@st.composite
def guarded_workflows(draw: Draw) -> Workflow:
    """
    Give a small workflow with one safeguard.
    """
    workflow = draw(bare_workflows())
    safeguard = Safeguard(id="A", label="a", form=form(draw, workflow), origin="workflow")
    return evolve(workflow, safeguards=(safeguard,))


def features_of(workflow: Workflow) -> set[str]:
    """
    Name what a workflow with one safeguard has in it.
    """
    evidence, states, events = workflow.evidence.values(), workflow.states.values(), workflow.events.values()
    seen = {
        "people": bool(workflow.people),
        "two kinds": len(workflow.people) > 1,
        "joins": any(kind.joins for kind in workflow.people.values()),
        "leaves": any(kind.leaves for kind in workflow.people.values()),
        "at most": any(kind.at_most for kind in workflow.people.values()),
        "windows": any(one.window.length for one in evidence),
        "needs": any(one.needs.items for one in evidence),
        "voided": any(one.voided_by for one in evidence),
        "own": any(voider.own for one in evidence for voider in one.voided_by),
        "not-by": any(one.not_by for one in (*evidence, *events)),
        "about people": any(one.about for one in evidence),
        "while": any(one.guard for one in states),
        "falls twice": any(one.guard and workflow.states[one.otherwise or ""].guard for one in states),
        "records": any(one.records for one in events),
        "deadline": bool(workflow.deadlines),
    }
    return {name for name, is_seen in seen.items() if is_seen} | {
        type(one.form).__name__ for one in workflow.safeguards
    }


def counted(features: Sequence[set[str]]) -> dict[str, int]:
    """
    Count how many workflows have each feature.
    """
    return {name: sum(name in one for one in features) for name in sorted(set().union(*features))}


# ---- safeguards that something keeps ---------------------------------------------------------------------------------


def _kept_form(draw: Draw, workflow: Workflow) -> Form | None:
    """
    Draw a safeguard that asks what the workflow asks itself, where it asks it.
    """
    found: list[Form] = []
    for event in workflow.events.values():
        for way in event.ways:
            into = Step("state", way.target) if way.target != BACK else Step("state", "one")
            spoken = [one.condition for one in way.needs.items if isinstance(one, Requirement)]
            found += [Entering(steps=(into,), condition=part, text="…") for part in spoken]
            meant = (Happening("event", event.name),)
            found += [
                Before(event=meant, must_have=(Happening("evidence", part.evidence, values=part),))
                for part in spoken
                if isinstance(part, Among)
            ]
    for name, state in workflow.states.items():
        for one in state.guard.items if state.guard else ():
            if isinstance(one, Requirement):
                found.append(Entering(steps=(Step("state", name),), condition=one.condition, text="…"))
                found.append(Always(condition=Or((Not(InState(name)), one.condition)), text="…"))
    for thing in (*workflow.evidence.values(), *workflow.events.values()):
        found += [DifferentPeople(first=(thing.name,), second=(other,)) for other in thing.not_by]
    return draw(st.sampled_from(found)) if found else None


@st.composite
def keeping_workflows(draw: Draw) -> Workflow:
    """
    Give a small workflow with one safeguard that it tries to keep.
    """
    workflow = draw(bare_workflows())
    kept = _kept_form(draw, workflow) or form(draw, workflow)
    safeguard = Safeguard(id="A", label="a", form=kept, origin="workflow")
    return evolve(workflow, safeguards=(safeguard,))
