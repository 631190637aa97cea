"""
Small workflows in which the hard things meet: what is mixed into the ones of `strategies_verified`, a few at a time.

Each *theme* changes a workflow so that one hard thing is likely to matter: evidence that needs other evidence, people who come and go, one
person in two parts, holds, gates that close one after the other, notices, deadlines that race, dates, records voided by person, a scheme. A
theme may also say what the safeguard asks. `share_of` tells how often each thing occurred.
"""

from collections.abc import Callable, Mapping

from attrs import evolve
from hypothesis import assume
from hypothesis import strategies as st
from tests.strategies_verified import LIVING, Draw, atom, bare_workflows, features_of, form

from rjflow.definition.lookup import kinds_in
from rjflow.definition.model import (
    BACK,
    CLOCK,
    MEETING,
    Change,
    Day,
    Deadline,
    Event,
    Evidence,
    Group,
    Kind,
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
from rjflow.guards.syntax import Among, Condition, ForPeople, InState, IsCurrent, Not, OfScheme, Or, SamePerson
from rjflow.instants import DAY, HOUR

Theme = Callable[[Draw, Workflow], tuple[Workflow, Form | None]]
_DAYS = (DAY, 2 * DAY, 3 * DAY)


def asks(*conditions: Condition) -> Group:
    """
    Ask conditions, all of them.
    """
    return Group(items=tuple(Requirement(condition=one, text="…") for one in conditions))


def _with_evidence(workflow: Workflow, *changed: Evidence) -> Workflow:
    return evolve(workflow, evidence=frozen_map({**workflow.evidence, **{one.name: one for one in changed}}))


def _with_events(workflow: Workflow, *changed: Event) -> Workflow:
    return evolve(workflow, events=frozen_map({**workflow.events, **{one.name: one for one in changed}}))


def _with_states(workflow: Workflow, *changed: State) -> Workflow:
    return evolve(workflow, states=frozen_map({**workflow.states, **{one.name: one for one in changed}}))


def _of_everybody(workflow: Workflow, name: str, test: Condition | None = None) -> Condition:
    """
    Ask something of the case, or of everybody it is about.
    """
    about, test = workflow.evidence[name].about, test or IsCurrent(name)
    return test if about is None else ForPeople("every", 0, about, test)


def _way_in(draw: Draw, workflow: Workflow, name: str, target: str, *needed: Condition, **more: object) -> Workflow:
    """
    Give a workflow an event that leads to a state when something is so.
    """
    sources = draw(st.sampled_from((("start",), ("start", "one"), ("start", "hold"))))
    way = Way(from_states=sources, target=target, needs=asks(*needed))
    values = {"by": ("worker",), **more}
    return _with_events(workflow, Event(name=name, label=name, ways=(way,), **values))  # type: ignore[arg-type]  # whatever a theme says of it


# ---- themes ----------------------------------------------------------------------------------------------------------


def nested_windows(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    Two or three pieces of evidence, each recorded only while the one before is current.
    """
    names, before = draw(st.sampled_from((("x", "y"), ("x", "y", "z")))), None
    for name in names:
        window = Window("elapsed", draw(st.sampled_from(_DAYS)))
        needs = asks() if before is None else asks(draw(st.sampled_from((IsCurrent(before), atom(draw, before)))))
        voided = tuple(draw(st.lists(st.sampled_from((Voider("notice", "alarm"),)), max_size=1)))
        fresh = Evidence(
            name=name, label=name, values=OneOf(("yes", "no")), recorded_by=("worker",),
            window=window, needs=needs, voided_by=voided,
        )  # fmt: skip
        workflow, before = _with_evidence(workflow, fresh), name
    workflow = _way_in(draw, workflow, "meet", "two", *draw(st.sampled_from(((IsCurrent(names[-1]),), ()))))
    asked: Condition = IsCurrent(names[0])
    if draw(st.booleans()):
        asked = Or((Not(IsCurrent(names[-1])), asked))
    return workflow, draw(
        st.sampled_from((
            None,
            Entering(steps=(Step("kind", "meeting"),), condition=asked, text="…"),
            Always(condition=Or((Not(InState("two")), asked)), text="…"),
        ))
    )  # fmt: skip


def several_people(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    One or two kinds of people, who come, go and are replaced in mid-case, each with a record that a state rests on.
    """
    kinds = {}
    for name in draw(st.sampled_from((("asker",), ("asker", "asked")))):
        change = st.builds(
            Change, by=st.just(("worker",)), states=st.sampled_from((LIVING, ("start", "one"), ("two",)))
        )
        kinds[name] = Kind(
            name=name, label=name, takes_part=True, at_least=draw(st.integers(0, 2)),
            at_most=draw(st.sampled_from((None, None, 2))), joins=draw(change), leaves=draw(st.one_of(st.none(), change)),
        )  # fmt: skip
    workflow = evolve(workflow, people=frozen_map(kinds))
    about = draw(st.sampled_from((*kinds, "participant")))
    voided = draw(st.sampled_from(((), (Voider("change", about),), (Voider("notice", "alarm"),))))
    wish = evolve(workflow.evidence["x"], about=about, recorded_by=("worker", about), voided_by=voided, needs=asks())
    others = [
        evolve(one, about=None, voided_by=(), needs=asks()) for one in workflow.evidence.values() if one.name != "x"
    ]
    workflow = _with_evidence(workflow, wish, *others)
    quantity = draw(st.sampled_from(("every", "every", "some", "no", "at least")))
    asked = ForPeople(quantity, 2 if quantity == "at least" else 0, about, atom(draw, "x"))
    below = draw(st.sampled_from(("start", "hold")))
    workflow = _without_odd_conditions(workflow)
    if draw(st.booleans()):
        workflow = _with_states(workflow, evolve(workflow.states["two"], guard=asks(asked), otherwise=below))
    workflow = _way_in(draw, workflow, "meet", "two", *([asked] if draw(st.booleans()) else []))
    entering = Entering(steps=(Step("state", "two"),), condition=asked, text="…")
    always = Always(condition=Or((Not(InState("two")), asked)), text="…")
    return workflow, draw(st.sampled_from((None, entering, always)))


def one_person_twice(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    Two things that two people should do, by roles that one person may have, or by the people themselves.
    """
    by = ("worker", *list(workflow.people)[:1])
    voided = draw(st.sampled_from(((), (Voider("evidence", "x"),), (Voider("notice", "alarm"),))))
    first = evolve(workflow.evidence["x"], recorded_by=draw(st.sampled_from((("worker",), by))))
    about = draw(st.sampled_from((None, first.about)))
    separate = draw(st.sampled_from((("x",), ("x",), ())))
    second = Evidence(
        name="y", label="y", values=OneOf(("yes", "no")), recorded_by=draw(st.sampled_from((("lead",), by))), about=about,
        window=draw(st.sampled_from((Window("whole case"), Window("elapsed", DAY)))), voided_by=voided, not_by=separate,
    )  # fmt: skip
    workflow = _without_odd_conditions(_with_evidence(workflow, first, second))
    needed = (
        draw(st.sampled_from((IsCurrent("x"), Not(SamePerson("x", "y"))))) if about is first.about is None else None
    )
    workflow = _way_in(
        draw, workflow, "meet", "two", *([needed] if needed else []), not_by=draw(st.sampled_from(((), ("x",), ("y",))))
    )
    pairs = (("x",), ("y",)), (("y",), ("meet",)), (("x",), ("meet", "y"))
    first_names, second_names = draw(st.sampled_from(pairs))
    return workflow, draw(st.sampled_from((None, *[DifferentPeople(first=first_names, second=second_names)] * 3)))


def holding(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    A meeting that may be held up and taken up again, with a gate that may close meanwhile.
    """
    asked = _of_everybody(workflow, "x", atom(draw, "x"))
    guard = asks(asked) if draw(st.booleans()) else None
    two = evolve(workflow.states["two"], guard=guard, otherwise="start" if guard else None)
    workflow = _with_states(workflow, two)
    workflow = _way_in(draw, workflow, "meet", "two", *draw(st.sampled_from(((asked,), ()))))
    pause = Way(from_states=draw(st.sampled_from((("two",), ("start", "one", "two")))), target="hold")
    resume = Way(from_states=("hold",), target=BACK, needs=draw(st.sampled_from((asks(), asks(asked)))))
    workflow = _with_events(
        workflow,
        Event(name="pause", label="pause", ways=(pause,), by=("worker",)),
        Event(name="resume", label="resume", ways=(resume,), by=("worker",)),
    )
    entering = Entering(steps=(Step("kind", "meeting"),), condition=asked, text="…")
    held = Always(condition=Not(InState("hold", draw(st.sampled_from(LIVING[:3])))), text="…")
    after = Before(
        event=(Happening("step", "", step=Step("state", "two")),), must_have=(Happening("evidence", "x"),),
        since=(Happening("event", "pause"),),
    )  # fmt: skip
    return workflow, draw(st.sampled_from((None, entering, held, after)))


def falling(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    Gates that close one after the other: from a meeting to a debriefing to the start.
    """
    names = sorted(workflow.evidence)
    tests = [_of_everybody(workflow, name, atom(draw, name)) for name in (names[0], names[-1])]
    upper = asks(*tests) if draw(st.booleans()) else asks(tests[0])
    lower = asks(Or(tuple(tests))) if draw(st.booleans()) else asks(tests[1])
    workflow = _with_states(
        workflow,
        evolve(workflow.states["two"], guard=upper, otherwise="one"),
        evolve(workflow.states["one"], guard=lower, otherwise="start"),
    )
    workflow = _way_in(draw, workflow, "meet", "two", records=draw(st.sampled_from(((), (names[0],)))))
    before = Before(
        event=(Happening("step", "", step=Step("state", "start")),),
        must_have=(Happening("step", "", step=Step("state", "one")),),
    )
    return workflow, draw(st.sampled_from((None, before)))


def falling_past(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    Three gates, one below the other, and records made together, most of which run out together: the case falls past several at one moment.
    """
    windows = st.sampled_from((DAY, DAY, DAY, 2 * DAY))
    facts = [
        Evidence(
            name=name, label=name, values=OneOf(("yes", "no")), window=Window("elapsed", draw(windows)),
            recorded_by=draw(st.sampled_from(((), (), ("worker",)))),
        )
        for name in ("x", "y")
    ]  # fmt: skip
    if draw(st.booleans()):
        workflow = evolve(workflow, events=frozen_map({}), deadlines=())
    workflow = _without_odd_conditions(_with_evidence(workflow, *facts))
    below = draw(st.sampled_from(("start", "hold")))
    one, other = draw(st.permutations((Among("x", ("yes",)), Among("y", ("yes",)))))
    single, both, either = asks(one), asks(one, other), asks(Or((one, other)))
    gates = {
        "top": draw(st.sampled_from((both, both, single, either))),
        "two": draw(st.sampled_from((single, single, both, either))),
        "one": draw(st.sampled_from((asks(other), asks(other), single, both, either))),
    }
    for (name, guard), under in zip(gates.items(), ("two", "one", below), strict=True):
        was = workflow.states.get(name, State(name=name, label=name))
        workflow = _with_states(workflow, evolve(was, guard=guard, otherwise=under))
    workflow = _way_in(draw, workflow, "gather", "top", records=("x", "y"))
    if draw(st.booleans()):
        leave = Way(from_states=draw(st.sampled_from((("one",), ("two", "one"), ("top", "two", "one")))), target="end")
        workflow = _with_events(workflow, Event(name="leave", label="leave", ways=(leave,), by=("lead",)))
    return workflow, _of_falls(draw, below)


def _of_falls(draw: Draw, below: str) -> Form:
    """
    Give what a safeguard may ask of a case that falls to a state past others: what is so there, where it has been, and where it can always come to.
    """
    either = Or(tuple(draw(st.sampled_from((IsCurrent(name), Not(IsCurrent(name))))) for name in ("x", "y")))
    between = draw(st.sampled_from((("two", "one"), ("two", "one"), ("one",), ("two",))))
    landed = (Happening("step", "", step=Step("state", below)),)
    past = tuple(Happening("step", "", step=Step("state", name)) for name in between)
    others = draw(st.sampled_from(((), (Step("final"),), (Step("state", "start"),))))
    return draw(
        st.sampled_from((
            Entering(steps=tuple(Step("state", name) for name in (*between, below)), condition=either, text="…"),
            Before(event=landed, must_have=past),
            After(event=(Happening("event", "gather"),), not_before=landed, without=past),
            AlwaysPossible(steps=(*(Step("state", name) for name in between), *others), using=("worker", CLOCK)),
        ))
    )  # fmt: skip


def noticing(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    A notice that voids what a meeting rests on, while it is held.
    """
    voided = draw(st.sampled_from(((), (Voider("notice", "alarm"),))))
    fact = evolve(workflow.evidence["x"], voided_by=voided)
    workflow = _with_evidence(workflow, fact)
    asked = _of_everybody(workflow, "x", atom(draw, "x"))
    if draw(st.booleans()):
        workflow = _with_states(workflow, evolve(workflow.states["two"], guard=asks(asked), otherwise="start"))
    workflow = _way_in(draw, workflow, "meet", "two", asked)
    told = Before(
        event=(Happening("step", "", step=Step("final")),), must_have=(Happening("evidence", "x"),),
        since=(Happening("notice", "alarm"),),
    )  # fmt: skip
    always = Always(condition=Or((Not(InState("two")), asked)), text="…")
    return workflow, draw(st.sampled_from((None, told, always)))


def racing(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    Two deadlines that run in one state, and sometimes evidence that runs out meanwhile.
    """
    places = draw(st.sampled_from((("start",), ("start", "one"), ("two",))))
    for name in ("tick", "tock"):
        needed = draw(st.sampled_from((None, None, None, None, IsCurrent("x"))))
        needs = asks() if needed is None else asks(_of_everybody(workflow, "x"))
        way = Way(from_states=places, target=draw(st.sampled_from(("one", "two", "hold", "end", "start"))), needs=needs)
        workflow = _with_events(workflow, Event(name=name, label=name, ways=(way,), by=(CLOCK,)))
        length = draw(st.sampled_from((*_DAYS, DAY + HOUR)))
        workflow = evolve(workflow, deadlines=(*workflow.deadlines, Deadline(states=places, event=name, length=length)))
    if places == ("two",):
        workflow = _way_in(draw, workflow, "meet", "two")
    never = Before(
        event=(Happening("event", "tock"),),
        must_have=(draw(st.sampled_from((Happening("event", "tick"), Happening("evidence", "x")))),),
    )
    return workflow, draw(st.sampled_from((None, never)))


def dated(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    A date on which the clock does something, recorded as evidence.
    """
    window = Window("elapsed", draw(st.sampled_from(_DAYS)))
    day = Evidence(name="day", label="day", values=Day(), recorded_by=("worker",), window=window)
    places = draw(st.sampled_from((("start",), ("start", "one", "two"))))
    way = Way(from_states=places, target=draw(st.sampled_from(("one", "two", "end"))))
    workflow = _with_evidence(workflow, day)
    workflow = _with_events(workflow, Event(name="come", label="come", ways=(way,), by=(CLOCK,)))
    deadline = Deadline(states=places, event="come", until="day")
    workflow = evolve(workflow, deadlines=(*workflow.deadlines, deadline))
    asked = _of_everybody(workflow, "x")
    entering = Entering(steps=(Step("state", way.target),), condition=Or((asked, IsCurrent("day"))), text="…")
    return workflow, draw(st.sampled_from((None, entering)))


def schemed(draw: Draw, workflow: Workflow) -> tuple[Workflow, Form | None]:
    """
    A scheme that contacts rest on, which may lapse.
    """
    ready = Evidence(
        name="ready", label="ready", values=OneOf(("yes", "no")), recorded_by=("chair",),
        window=draw(st.sampled_from((Window("whole case"), Window("elapsed", DAY)))),
    )  # fmt: skip
    scheme = Workflow(
        name="service", version=1, title="service", subject="scheme", start="running",
        roles=frozen_map({"chair": Role(name="chair", label="chair")}), evidence=frozen_map({"ready": ready}), events=frozen_map({}),
        states=frozen_map({"running": State(name="running", label="running", start=True)}),
    )  # fmt: skip
    asked = OfScheme(atom(draw, "ready"))
    workflow = evolve(workflow, scheme=SchemeLink(workflow=scheme, needs=()))
    guard = asks(asked) if draw(st.booleans()) else None
    workflow = _with_states(
        workflow, evolve(workflow.states["two"], guard=guard, otherwise="start" if guard is not None else None)
    )
    workflow = _way_in(draw, workflow, "meet", "two", *draw(st.sampled_from(((asked,), ()))))
    entering = Entering(steps=(Step("kind", "meeting"),), condition=asked, text="…")
    always = Always(condition=Or((Not(InState("two")), asked)), text="…")
    return workflow, draw(st.sampled_from((None, entering, always)))


THEMES: Mapping[str, Theme] = {
    theme.__name__: theme
    for theme in (
        several_people, nested_windows, one_person_twice, holding, falling, falling_past, noticing, racing, dated, schemed,
    )
}  # fmt: skip


@st.composite
def mixed_workflows(draw: Draw, themes: tuple[str, ...] = ()) -> Workflow:
    """
    Give a small workflow into which one or two themes are mixed, with one safeguard.
    """
    workflow = _thinned(draw, draw(bare_workflows()))
    drawn = draw(st.lists(st.sampled_from(tuple(THEMES)), min_size=1, max_size=2, unique=True))
    wanted: Form | None = None
    for name in sorted(themes or drawn, key=tuple(THEMES).index):
        workflow, asked = THEMES[name](draw, workflow)
        wanted = asked or wanted
    workflow = _without_odd_conditions(workflow)
    if not workflow.events:
        workflow = _way_in(draw, workflow, "meet", "two")
    words = frozen_map({name: one for name, one in workflow.evidence.items() if not isinstance(one.values, Day)})
    asked = wanted if wanted is not None and _fits(workflow, wanted) else form(draw, evolve(workflow, evidence=words))
    assume(_fits(workflow, asked))
    safeguard = Safeguard(id="A", label="a", form=asked, origin="workflow")
    return evolve(workflow, safeguards=(safeguard,))


def _thinned(draw: Draw, workflow: Workflow) -> Workflow:
    """
    Leave most of a workflow out, so that with what is mixed in brute force can still go through it.
    """
    evidence = {name: evolve(one, not_by=()) for name, one in workflow.evidence.items() if name in ("x", "y")}
    kept = draw(st.lists(st.sampled_from(("go1", "go2", "resume")), max_size=2, unique=True))
    events = {name: evolve(one, not_by=()) for name, one in workflow.events.items() if name in kept}
    for name, one in events.items():
        events[name] = evolve(one, records=tuple(fact for fact in one.records if fact in evidence))
    voided = {
        name: evolve(one, voided_by=tuple(voider for voider in one.voided_by if voider.what in {*evidence, *events, "alarm", *workflow.people, "participant"}))
        for name, one in evidence.items()
    }  # fmt: skip
    deadlines = tuple(one for one in workflow.deadlines if one.event in events)
    if not draw(st.booleans()):
        kinds = {
            name: evolve(kind, at_most=min(kind.at_most or 1, 1), at_least=min(kind.at_least, 1))
            for name, kind in workflow.people.items()
        }
        workflow = evolve(workflow, people=frozen_map(kinds))
    workflow = evolve(workflow, evidence=frozen_map(voided), events=frozen_map(events), deadlines=deadlines)
    return _without_odd_conditions(workflow)


# ---- keeping what was mixed whole ------------------------------------------------------------------------------------


def _is_odd(workflow: Workflow, condition: Condition) -> bool:
    """
    Tell whether a condition asks of the case what is about people, of people what is not, or of a date what it says.
    """
    return any(_odd(workflow, part, None) for part in (condition,))


def _odd(workflow: Workflow, condition: Condition, of: str | None) -> bool:
    match condition:
        case ForPeople(group=group, condition=inner):
            known = {*workflow.people, *(["participant"] if workflow.people else [])}
            return group not in known or _odd(workflow, inner, group)
        case SamePerson(first, second):
            things = {*workflow.evidence, *workflow.events}
            return first not in things or second not in things
        case OfScheme():
            return workflow.scheme is None
        case _ if hasattr(condition, "evidence"):
            evidence = workflow.evidence.get(condition.evidence)
            if evidence is None or (isinstance(evidence.values, Day) and not isinstance(condition, IsCurrent)):
                return True
            return evidence.about is not None and (of is None or not _covers(workflow, evidence.about, of))
        case _ if hasattr(condition, "conditions"):
            return any(_odd(workflow, part, of) for part in condition.conditions)
        case _ if hasattr(condition, "condition"):
            return _odd(workflow, condition.condition, of)
        case _:
            return False


def _covers(workflow: Workflow, about: str, group: str) -> bool:
    """
    Tell whether evidence about some people is about everybody of a group.
    """
    kinds = {kind.name for kind in kinds_in(workflow, about)}
    return {kind.name for kind in kinds_in(workflow, group)} <= kinds


def _kept(workflow: Workflow, group: Group | None, about: str | None = None) -> Group:
    items = [one for one in (group.items if group else ()) if isinstance(one, Requirement)]
    return Group(items=tuple(one for one in items if not _odd(workflow, one.condition, about)))


def _without_odd_conditions(workflow: Workflow) -> Workflow:
    """
    Leave out what makes no sense any more after a theme has changed what evidence is about.
    """
    about = {*workflow.people, *(["participant"] if workflow.people else [])}
    for one in list(workflow.evidence.values()):
        voided = tuple(
            voider
            for voider in one.voided_by
            if (voider.kind != "change" or voider.what in about)
            and (not voider.own or (one.about and workflow.evidence[voider.what].about))
            and (voider.kind != "evidence" or voider.what in workflow.evidence)
        )
        workflow = _with_evidence(workflow, evolve(one, needs=_kept(workflow, one.needs, one.about), voided_by=voided))
    for state in list(workflow.states.values()):
        guard = _kept(workflow, state.guard) if state.guard else None
        guard = guard if guard and guard.items else None
        workflow = _with_states(
            workflow, evolve(state, guard=guard, otherwise=state.otherwise if guard is not None else None)
        )
    for event in list(workflow.events.values()):
        ways = tuple(evolve(way, needs=_kept(workflow, way.needs)) for way in event.ways)
        by = tuple(name for name in event.by if name in {*workflow.roles, *about, CLOCK})
        workflow = _with_events(workflow, evolve(event, ways=ways, by=by))
    return _without_rounds(workflow)


def _without_rounds(workflow: Workflow) -> Workflow:
    """
    Let no gate fall back to itself.
    """
    for name in list(workflow.states):
        seen, below = {name}, workflow.states[name].otherwise
        while below is not None and below not in seen:
            seen.add(below)
            below = workflow.states[below].otherwise
        if below is not None:
            workflow = _with_states(workflow, evolve(workflow.states[name], otherwise="start"))
            start = workflow.states["start"]
            workflow = _with_states(workflow, evolve(start, guard=None, otherwise=None))
    return workflow


def _fits(workflow: Workflow, form: Form) -> bool:
    """
    Tell whether a safeguard that a theme asked for still makes sense once another theme has been mixed in.
    """
    match form:
        case Always(condition=condition) | Entering(condition=condition) | AlwaysOpen(condition=condition):
            return not _odd(workflow, condition, None)
        case DifferentPeople(first=first, second=second):
            return first != second and {*first, *second} <= {*workflow.evidence, *workflow.events}
        case _:
            return True


# ---- measuring -------------------------------------------------------------------------------------------------------


def themes_of(workflow: Workflow) -> set[str]:
    """
    Name what a mixed workflow has in it, besides what `features_of` names.
    """
    evidence, states, events = workflow.evidence.values(), workflow.states.values(), workflow.events.values()
    kinds = workflow.people.values()
    needing = {one.name for one in evidence if one.needs.items and one.window.length}
    armed = [state for deadline in workflow.deadlines for state in deadline.states]
    seen = {
        "replaced": any(kind.joins and kind.leaves for kind in kinds),
        "several at least": any(kind.at_least > 1 for kind in kinds),
        "nested": bool(needing),
        "nested twice": len(needing) > 1,
        "worker and participant": any({"worker", *workflow.people} & set(one.by) > {"worker"} for one in events)
        or any(set(workflow.people) & set(one.recorded_by) for one in evidence),
        "held": any(way.target == "hold" for one in events for way in one.ways),
        "back": any(way.target == BACK for one in events for way in one.ways),
        "notice in meeting": any(
            one.kind == MEETING and one.guard and any(fact.voided_by for fact in evidence) for one in states
        ),
        "racing": any(armed.count(state) > 1 for state in armed),
        "date": any(deadline.until for deadline in workflow.deadlines),
        "scheme": workflow.scheme is not None,
        "same person asked": any("SamePerson" in repr(way.needs) for one in events for way in one.ways),
        "past several gates": any(_gates_below(workflow, one.name) > 1 for one in states if one.guard),
        "falls at one moment": any(
            _gates_below(workflow, way.target) > 1 and len(one.records) > 1 for one in events for way in one.ways
        ),
        "different windows": len({one.window.length for one in evidence if one.window.length}) > 1,
    }
    return {name for name, is_seen in seen.items() if is_seen} | features_of(workflow)


def _gates_below(workflow: Workflow, name: str) -> int:
    """
    Count the gates that a case may fall past from a state: those below it.
    """
    below = workflow.states[name].otherwise if name != BACK else None
    return 0 if below is None else bool(workflow.states[below].guard) + _gates_below(workflow, below)
