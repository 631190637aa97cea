"""
The parts that invented workflows are made of: people, evidence that says something, conditions.

Stands on: `definition`, `guards.syntax`, Hypothesis.   Knows nothing of: whole workflows, what happens to cases.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rjflow.definition.lookup import groups
from rjflow.definition.model import (
    Change,
    Day,
    Evidence,
    Flag,
    Group,
    Kind,
    Number,
    OneOf,
    Requirement,
    Window,
    Workflow,
)
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
)
from rjflow.instants import DAY, HOUR

FIRST_DAY = date(2026, 3, 1)
ROLES = ("worker", "lead")
KINDS = ("asker", "asked", "friend")
STATES = ("start", "one", "two", "three", "hold", "rest", "end")

Draw = Callable[..., Any]

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


def values(draw: Draw, evidence: Evidence) -> Value:
    """
    Draw a value a piece of evidence can have.
    """
    match evidence.values:
        case OneOf(several):
            drawn: Value = draw(st.sampled_from(several))
        case Flag():
            drawn = draw(st.booleans())
        case Number(low, high):
            drawn = draw(st.integers(low, high))
        case _:
            drawn = FIRST_DAY + timedelta(days=draw(st.integers(-1, 6)))
    return drawn


def atom(draw: Draw, evidence: Evidence) -> Condition:
    """
    Draw a test of one piece of evidence; mostly one that is easily true.
    """
    if draw(st.integers(0, 5)) == 0:
        return IsCurrent(evidence.name)
    if isinstance(evidence.values, Number | Day):
        limit: Any = values(draw, evidence)
        sign = draw(st.sampled_from(("<", "<=", ">", ">=")))
        return Compare(evidence.name, sign, limit)
    atom = Among(evidence.name, tuple(dict.fromkeys(values(draw, evidence) for _ in range(draw(st.integers(1, 2))))))
    return Not(atom) if draw(st.integers(0, 3)) == 0 else atom


def condition(draw: Draw, workflow: Workflow, person: str | None = None, depth: int = 0) -> Condition | None:
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
            return atom(draw, draw(st.sampled_from(speaks)))
        case "gate":
            return GateHolds(draw(st.sampled_from(sorted(workflow.gates))))
        case "people":
            group = draw(st.sampled_from(groups(workflow)))
            inner = condition(draw, workflow, group, depth + 1)
            quantity = draw(st.sampled_from(("every", "every", "some", "no", "at least")))
            return inner and ForPeople(quantity, 2 if quantity == "at least" else 0, group, inner)
        case "and" | "or" as word:
            parts = tuple(condition(draw, workflow, person, depth + 1) for _ in range(2))
            return (And if word == "and" else Or)(tuple(part for part in parts if part is not None))
        case "not":
            return Not(atom(draw, draw(st.sampled_from(speaks))))
        case "same person":
            names = [*workflow.evidence, *workflow.events]
            return SamePerson(draw(st.sampled_from(names)), draw(st.sampled_from(names)))
        case "scheme":
            return OfScheme(draw(st.sampled_from((Among("ready", ("yes",)), InState("open")))))
    return None


def group(draw: Draw, workflow: Workflow, most: int = 2, person: str | None = None) -> Group:
    """
    Draw a group of requirements, now and then with alternatives in it.
    """
    conditions = [condition(draw, workflow, person) for _ in range(draw(st.sampled_from((0, 0, 1, *range(most + 1)))))]
    items = tuple(Requirement(condition=one, text="…") for one in conditions if one is not None)
    if len(items) > 1 and draw(st.integers(0, 2)) == 0:
        return (
            Group(items=(Group(mode="any", items=items), *items[:1]))
            if draw(st.booleans())
            else Group(mode="any", items=items)
        )
    return Group(items=items)
