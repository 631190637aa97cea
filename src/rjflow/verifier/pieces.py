"""
The lines of a workflow that can be taken away one by one, and the workflow without some of them.

A piece is one thing an author wrote: a condition, a voiding, a window, a `not-by`, who may act or change who is there, a way of an event,
a deadline; and, of a state with a gate, that the gate is asked all the while and not only on the way in. Conditions are taken apart
where several are asked at once; among several of which any would do, they are one piece.

Stands on: `definition`.   Knows nothing of: safeguards, searching, sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

from attrs import evolve, field

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import (
    BACK,
    Change,
    Event,
    Evidence,
    Group,
    Kind,
    Requirement,
    State,
    Way,
    Window,
    Workflow,
)
from rjflow.frozen import FrozenMap, frozen
from rjflow.guards.syntax import And, Condition, ForPeople, GateHolds, InState, Not, OfScheme, Or
from rjflow.sources.span import Span

Home = Literal["gate", "way", "state", "evidence", "event", "people", "deadline", "scheme"]
Sort = Literal[
    "asks", "voids", "not-by", "window", "interrupts", "joins", "leaves", "at-least", "at-most", "way", "by", "deadline"
]
Path = tuple[int, ...]

_T = TypeVar("_T")


@frozen
class Piece:
    """
    One line, or part of one, that can be taken away.

    Attributes:
        sort: what it does.
        home: the kind of thing it belongs to, with `name`: a gate, a way of an event (`number`), a state, a piece of evidence, an event,
            a kind of people, the deadline of that number, or what the scheme must have.
        path: for conditions, where in the group it stands, down to the part of a condition; otherwise its place in a list.
        condition: what is asked; for what interrupts, the whole gate.
        what: what voids, who did the other thing, or who may act.
        span: where it stands.
    """

    sort: Sort
    home: Home
    name: str
    number: int = 0
    path: Path = ()
    condition: Condition | None = field(default=None, eq=False)
    what: str = field(default="", eq=False)
    span: Span | None = field(default=None, eq=False, repr=False)


def pieces_of(workflow: Workflow) -> Iterator[Piece]:
    """
    Give every piece of a workflow, in file order within each section.
    """
    for gate in workflow.gates.values():
        yield from _asked(gate.asks, "gate", gate.name)
    for state in workflow.states.values():
        yield from _of_state(state)
    for event in workflow.events.values():
        yield from _of_event(event, workflow)
    for evidence in workflow.evidence.values():
        yield from _of_evidence(evidence)
    for kind in workflow.people.values():
        yield from _of_kind(kind)
    for place, deadline in enumerate(workflow.deadlines):
        yield Piece("deadline", "deadline", deadline.event, place, span=deadline.span)
    for opened in workflow.scheme.needs if workflow.scheme else ():
        asked = OfScheme(GateHolds(opened))
        yield Piece("asks", "scheme", opened, condition=asked, span=workflow.scheme.span if workflow.scheme else None)


def without(workflow: Workflow, pieces: Iterable[Piece]) -> Workflow:
    """
    Give the workflow without these pieces.

    A window that is taken away lasts for the whole case; people whose changes are restricted may come and go in every state that a
    case can leave; a state of whose `while` nothing is left has no gate. A gate that does not interrupt is asked on the way in.
    """
    gone = frozenset(pieces)
    if not gone:
        return workflow
    deadlines = {one.number for one in gone if one.sort == "deadline"}
    open_states = tuple(name for name, state in workflow.states.items() if not state.final)
    less = evolve(
        workflow,
        gates=_each(workflow.gates, lambda one: evolve(one, asks=_left(one.asks, gone, "gate", one.name))),
        states=_each(workflow.states, lambda one: _state(one, gone)),
        events=_each(workflow.events, lambda one: _event(one, gone, workflow)),
        evidence=_each(workflow.evidence, lambda one: _evidence(one, gone)),
        people=_each(workflow.people, lambda one: _kind(one, gone, open_states)),
        deadlines=tuple(one for place, one in enumerate(workflow.deadlines) if place not in deadlines),
    )
    for one in gone:
        guard = less.states[one.name].guard if one.sort == "interrupts" else None
        if guard is not None:
            less = _asked_by_who_enters(without_gate(less, one.name), one.name, as_condition(guard))
    return less


def only_on_the_way_in(workflow: Workflow, piece: Piece, unasked: Sequence[str] = ()) -> Workflow:
    """
    Give the workflow in which what a state asks by this piece is asked by every event that leads into it, but those *unasked*, and not
    while a case is there.
    """
    assert piece.home == "state", "only a state asks all the while"
    assert piece.condition is not None, "what a state asks is a condition"
    return _asked_by_who_enters(without(workflow, [piece]), piece.name, piece.condition, unasked)


def without_gate(workflow: Workflow, name: str) -> Workflow:
    """
    Give the workflow in which nothing is asked of a state.
    """
    open_one = evolve(workflow.states[name], guard=None, otherwise=None)
    return evolve(workflow, states=FrozenMap({**workflow.states, name: open_one}))


# ---- taking apart ----------------------------------------------------------------------------------------------------


def _of_event(event: Event, workflow: Workflow) -> Iterator[Piece]:
    for number, way in enumerate(event.ways):
        place = way.span if len(event.ways) > 1 else None
        yield Piece("way", "way", event.name, number, span=place or event.span)
        for piece in _asked(way.needs, "way", event.name, number):
            if not _is_of_scheme(
                workflow, piece.condition
            ):  # one line of the file, which the reader asks on every contact
                yield piece
    for nth, name in enumerate(event.by):
        yield Piece("by", "event", event.name, path=(nth,), what=name, span=event.span)
    for nth, name in enumerate(event.not_by):
        yield Piece("not-by", "event", event.name, path=(nth,), what=name, span=event.span)


def _of_state(state: State) -> Iterator[Piece]:
    if state.guard is not None:
        yield from _asked(state.guard, "state", state.name)
        span = state.guard.span or state.span
        yield Piece("interrupts", "state", state.name, condition=as_condition(state.guard), span=span)


def _of_evidence(evidence: Evidence) -> Iterator[Piece]:
    name = evidence.name
    yield from _asked(evidence.needs, "evidence", name)
    for place, voider in enumerate(evidence.voided_by):
        yield Piece("voids", "evidence", name, path=(place,), what=voider.what, span=voider.span or evidence.span)
    for place, other in enumerate(evidence.not_by):
        yield Piece("not-by", "evidence", name, path=(place,), what=other, span=evidence.span)
    if evidence.window.unit != "whole case":
        yield Piece("window", "evidence", name, span=evidence.span)


def _of_kind(kind: Kind) -> Iterator[Piece]:
    for sort, change in _changes(kind):
        if change is not None:
            yield Piece(sort, "people", kind.name, span=change.span or kind.span)
    if kind.at_least:
        yield Piece("at-least", "people", kind.name, number=kind.at_least, span=kind.span)
    if kind.at_most is not None:
        yield Piece("at-most", "people", kind.name, number=kind.at_most, span=kind.span)


def _changes(kind: Kind) -> tuple[tuple[Literal["joins", "leaves"], Change | None], ...]:
    return ("joins", kind.joins), ("leaves", kind.leaves)


def _asked(group: Group, home: Home, name: str, number: int = 0, path: Path = ()) -> Iterator[Piece]:
    """
    Take a group apart: each requirement, and each part of one that asks several things; groups of alternatives stay whole.
    """
    if group.mode == "any" and len(group.items) > 1:
        yield Piece("asks", home, name, number, path, as_condition(group), span=group.span)
        return
    for place, item in enumerate(group.items):
        if isinstance(item, Group):
            yield from _asked(item, home, name, number, (*path, place))
        else:
            for inner, condition in _conjuncts(item.condition, (*path, place)):
                span = condition.span or item.span
                yield Piece("asks", home, name, number, inner, condition, span=span)


def _conjuncts(condition: Condition, path: Path) -> Iterator[tuple[Path, Condition]]:
    """
    Give the parts of a condition that are each asked, with where they stand in it.
    """
    match condition:
        case And(conditions) if conditions:
            for place, part in enumerate(conditions):
                yield from _conjuncts(part, (*path, place))
        case ForPeople(quantity="every", condition=And() as inner):
            for deeper, part in _conjuncts(inner, path):
                yield deeper, evolve(condition, condition=part, span=part.span or condition.span)
        case _:
            yield path, condition


# ---- putting together again ------------------------------------------------------------------------------------------


def _each(things: FrozenMap[str, _T], change: Callable[[_T], _T]) -> FrozenMap[str, _T]:
    return FrozenMap({name: change(one) for name, one in things.items()})


def _is_of_scheme(workflow: Workflow, condition: Condition | None, names: frozenset[str] | None = None) -> bool:
    """
    Tell whether a condition is one that the `scheme` of a workflow makes every contact ask.
    """
    needs = names if names is not None else frozenset(workflow.scheme.needs if workflow.scheme else ())
    match condition:
        case OfScheme(GateHolds(gate)):
            return gate in needs
        case _:
            return False


def _state(state: State, gone: frozenset[Piece]) -> State:
    if state.guard is None:
        return state
    guard = _left(state.guard, gone, "state", state.name)
    return evolve(state, guard=guard) if guard.items else evolve(state, guard=None, otherwise=None)


def _event(event: Event, gone: frozenset[Piece], workflow: Workflow) -> Event:
    scheme = frozenset(one.name for one in gone if one.home == "scheme")
    ways = []
    for number, way in enumerate(event.ways):
        if Piece("way", "way", event.name, number) not in gone:
            needs = _left(way.needs, gone, "way", event.name, number)
            kept = tuple(
                item
                for item in needs.items
                if isinstance(item, Group) or not _is_of_scheme(workflow, item.condition, scheme)
            )
            ways.append(evolve(way, needs=evolve(needs, items=kept)))
    by = _kept(event.by, gone, "by", "event", event.name)
    return evolve(event, ways=tuple(ways), by=by, not_by=_kept(event.not_by, gone, "not-by", "event", event.name))


def _evidence(evidence: Evidence, gone: frozenset[Piece]) -> Evidence:
    name = evidence.name
    window = Window("whole case") if Piece("window", "evidence", name) in gone else evidence.window
    return evolve(
        evidence,
        needs=_left(evidence.needs, gone, "evidence", name),
        voided_by=_kept(evidence.voided_by, gone, "voids", "evidence", name),
        not_by=_kept(evidence.not_by, gone, "not-by", "evidence", name),
        window=window,
    )


def _kind(kind: Kind, gone: frozenset[Piece], states: tuple[str, ...]) -> Kind:
    def freed(sort: Sort, change: Change | None) -> Change | None:
        return evolve(change, states=states) if change and Piece(sort, "people", kind.name) in gone else change

    return evolve(
        kind,
        joins=freed("joins", kind.joins),
        leaves=freed("leaves", kind.leaves),
        at_least=0 if Piece("at-least", "people", kind.name, kind.at_least) in gone else kind.at_least,
        at_most=None if Piece("at-most", "people", kind.name, kind.at_most or 0) in gone else kind.at_most,
    )


def _asked_by_who_enters(workflow: Workflow, state: str, asked: Condition, unasked: Sequence[str] = ()) -> Workflow:
    """
    Let every event that leads into a state ask something: those that lead back, if it is there that they lead back to.
    """
    held = tuple(InState(name, state) for name, one in workflow.states.items() if one.holds)
    elsewhere = Not(Or(held))

    def asking(way: Way) -> Way:
        more = asked if way.target == state else Or((elsewhere, asked)) if way.target == BACK else None
        return evolve(way, needs=Group(items=(way.needs, Requirement(condition=more, text="")))) if more else way

    def each(event: Event) -> Event:
        return event if event.name in unasked else evolve(event, ways=tuple(asking(way) for way in event.ways))

    return evolve(workflow, events=_each(workflow.events, each))


def _kept(things: tuple[_T, ...], gone: frozenset[Piece], sort: Sort, home: Home, name: str) -> tuple[_T, ...]:
    """
    Give, of a list, what is not taken away.
    """
    return tuple(one for place, one in enumerate(things) if Piece(sort, home, name, path=(place,)) not in gone)


def _left(group: Group, gone: frozenset[Piece], home: Home, name: str, number: int = 0, path: Path = ()) -> Group:
    """
    Give what is left of a group.
    """
    if Piece("asks", home, name, number, path) in gone:
        return evolve(group, items=())
    if group.mode == "any" and len(group.items) > 1:
        return group
    items: list[Requirement | Group] = []
    for place, item in enumerate(group.items):
        if isinstance(item, Group):
            inner = _left(item, gone, home, name, number, (*path, place))
            items += [inner] if inner.items else []
            continue
        left = _rest(
            item.condition, frozenset(one.path for one in gone if _is_in(one, home, name, number)), (*path, place)
        )
        if left is not None:
            items.append(item if left == item.condition else evolve(item, condition=left))
    return evolve(group, items=tuple(items))


def _is_in(piece: Piece, home: Home, name: str, number: int) -> bool:
    return piece.sort == "asks" and (piece.home, piece.name, piece.number) == (home, name, number)


def _rest(condition: Condition, gone: frozenset[Path], path: Path) -> Condition | None:
    """
    Give what is left of a condition, nothing when nothing is.
    """
    match condition:
        case And(conditions) if conditions:
            left = [_rest(part, gone, (*path, place)) for place, part in enumerate(conditions)]
            parts = tuple(part for part in left if part is not None)
            return evolve(condition, conditions=parts) if len(parts) > 1 else parts[0] if parts else None
        case ForPeople(quantity="every", condition=And() as inner):
            rest = _rest(inner, gone, path)
            return evolve(condition, condition=rest) if rest is not None else None
        case _:
            return None if path in gone else condition
