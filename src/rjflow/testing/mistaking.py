"""
Workflows that keep their safeguards, and the same with one mistake, of a kind that people make.

They book something and then do it, and what it rests on is recorded about people, weighed by one worker and approved by another. What is drawn is
how long things stay good, who takes part, what is asked where, and what else there is.

Stands on: `inventing_parts`.   Knows nothing of: the verifier.
"""

from collections.abc import Callable, Mapping

from attrs import evolve
from hypothesis import strategies as st

from rjflow.definition.model import (
    PARTICIPANT,
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
    Always,
    AlwaysOpen,
    Before,
    DifferentPeople,
    Entering,
    Form,
    Happening,
    Safeguard,
    Step,
)
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, Condition, ForPeople, InState, Not, Or
from rjflow.instants import DAY
from rjflow.testing.inventing_parts import Draw

_WISHED = Among("wish", ("yes",))
_EVERYBODY = ForPeople("every", 0, PARTICIPANT, _WISHED)
_GO = Among("go", ("yes",))


@st.composite
def keeping(draw: Draw) -> Workflow:
    """
    Give a workflow that keeps its five safeguards.
    """
    kinds = draw(st.sampled_from((("asker",), ("asker", "asked"))))
    people = {
        name: Kind(name=name, label=name, at_least=1, at_most=draw(st.sampled_from((1, 2))), takes_part=True)
        for name in kinds
    }
    more = [_state("between")] if draw(st.booleans()) else []
    states = [_state("start", start=True), _state("booked"), *more, _doing(), _state("after"), _end()]
    booked_from = ("start", "between") if more else ("start",)
    events = [
        _event("book", booked_from, "booked", needs=draw(st.sampled_from(((), (_EVERYBODY,))))),
        _event("begin", ("booked",), "doing", needs=(_GO,)),
        _event("stop", ("doing",), "after", by=("worker", PARTICIPANT)),
        _event("finish", ("doing", "after"), "end"),
        *([_event("wait", ("start",), "between")] if more else []),
    ]
    return Workflow(
        name="invented", version=1, title="invented", start="start",
        roles=frozen_map({name: Role(name=name, label=name) for name in ("worker", "lead")}),
        people=frozen_map(people),
        notices=frozen_map({"alarm": Notice(name="alarm", label="alarm")}),
        evidence=frozen_map({one.name: one for one in _pieces(draw)}),
        states=frozen_map({one.name: one for one in states}),
        events=frozen_map({one.name: one for one in events}),
        safeguards=_safeguards(),
    )  # fmt: skip


def mistaken(mistake: str) -> st.SearchStrategy[Workflow]:
    """
    Give such a workflow with one mistake in it.
    """
    return keeping().map(MISTAKES[mistake])


# ---- the parts -------------------------------------------------------------------------------------------------------


def _pieces(draw: Draw) -> tuple[Evidence, Evidence, Evidence]:
    windows = st.sampled_from((Window("elapsed", DAY), Window("elapsed", 3 * DAY)))
    wish = _piece("wish", ("worker", PARTICIPANT), draw(windows), (Voider("notice", "alarm"),))
    check = _piece("check", ("worker",), draw(st.one_of(windows, st.just(Window("whole case")))))
    go = _piece("go", ("lead", "worker"), draw(windows), (Voider("evidence", "check"),))
    return (
        evolve(wish, about=PARTICIPANT),
        check,
        evolve(go, not_by=("check",), needs=_asks(Among("check", ("yes", "no")))),
    )


def _piece(name: str, by: tuple[str, ...], window: Window, voided_by: tuple[Voider, ...] = ()) -> Evidence:
    values = OneOf(("yes", "no"))
    return Evidence(name=name, label=name, values=values, recorded_by=by, window=window, voided_by=voided_by)


def _asks(*conditions: Condition) -> Group:
    return Group(items=tuple(Requirement(condition=one, text="…") for one in conditions))


def _state(name: str, *, start: bool = False) -> State:
    return State(name=name, label=name, start=start)


def _doing() -> State:
    return State(name="doing", label="doing", guard=_asks(_EVERYBODY), otherwise="after")


def _end() -> State:
    return State(name="end", label="end", final=True, reasons=("done",))


def _event(
    name: str,
    sources: tuple[str, ...],
    target: str,
    *,
    by: tuple[str, ...] = ("worker",),
    needs: tuple[Condition, ...] = (),
) -> Event:
    return Event(name=name, label=name, ways=(Way(from_states=sources, target=target, needs=_asks(*needs)),), by=by)


def _safeguards() -> tuple[Safeguard, ...]:
    inside = InState("doing")
    forms: tuple[Form, ...] = (
        Always(condition=Or((Not(inside), _EVERYBODY)), text="…"),
        Entering(steps=(Step("state", "doing"),), condition=_GO, text="…"),
        DifferentPeople(first=("check",), second=("go",)),
        Before(
            event=(Happening("event", "begin"),),
            must_have=(Happening("evidence", "wish", values=_WISHED),),
            since=(Happening("notice", "alarm"),),
        ),
        AlwaysOpen(events=("stop",), condition=inside, text="…", by=PARTICIPANT),
    )
    return tuple(
        Safeguard(id=f"S{number}", label="…", form=form, origin="workflow")
        for number, form in enumerate(forms, start=1)
    )


# ---- the mistakes ----------------------------------------------------------------------------------------------------


def _unguarded(workflow: Workflow) -> Workflow:
    """
    Ask at the door only, and never again.
    """
    inside = evolve(workflow.states["doing"], guard=None, otherwise=None)
    workflow = evolve(workflow, states=frozen_map({**workflow.states, "doing": inside}))
    return _with_event(workflow, _event("begin", ("booked",), "doing", needs=(_GO, _EVERYBODY)))


def _asked_too_early(workflow: Workflow) -> Workflow:
    workflow = _with_event(workflow, _event("begin", ("booked",), "doing"))
    sources = workflow.events["book"].ways[0].from_states
    return _with_event(workflow, _event("book", sources, "booked", needs=(_GO,)))


def _not_voided(workflow: Workflow) -> Workflow:
    wish = evolve(workflow.evidence["wish"], voided_by=())
    return evolve(workflow, evidence=frozen_map({**workflow.evidence, "wish": wish}))


def _some_for_every(workflow: Workflow) -> Workflow:
    kinds = {name: evolve(kind, at_most=2) for name, kind in workflow.people.items()}
    some = _asks(ForPeople("some", 0, PARTICIPANT, _WISHED))
    inside = evolve(workflow.states["doing"], guard=some)
    return evolve(workflow, people=frozen_map(kinds), states=frozen_map({**workflow.states, "doing": inside}))


def _one_for_both(workflow: Workflow) -> Workflow:
    go = evolve(workflow.evidence["go"], not_by=())
    return evolve(workflow, evidence=frozen_map({**workflow.evidence, "go": go}))


def _another_way_in(workflow: Workflow) -> Workflow:
    return _with_event(workflow, _event("hurry", ("start",), "doing"))


def _no_way_out(workflow: Workflow) -> Workflow:
    return _with_event(workflow, _event("stop", ("doing",), "after", by=("worker",)))


def _with_event(workflow: Workflow, event: Event) -> Workflow:
    return evolve(workflow, events=frozen_map({**workflow.events, event.name: event}))


MISTAKES: Mapping[str, Callable[[Workflow], Workflow]] = {
    "stale evidence": _unguarded,
    "asked too early": _asked_too_early,
    "lost voiding": _not_voided,
    "some for every": _some_for_every,
    "one person for both": _one_for_both,
    "another way in": _another_way_in,
    "lost withdrawal": _no_way_out,
}
