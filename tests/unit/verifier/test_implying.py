"""
Conditions taken apart, and what is still so after an event.
"""

from itertools import combinations, product

import pytest
from tests.small import after, asks, event, evidence, opened, record, state, workflow

from rjflow.definition.model import CLOCK, Gate, Kind, Voider, Way, Window
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import (
    Among,
    And,
    Condition,
    ForPeople,
    GateHolds,
    InState,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Not,
    Or,
    SamePerson,
)
from rjflow.rules.viewing import holds
from rjflow.verifier.carrying import carried, touches, undoes_itself
from rjflow.verifier.implying import conjuncts, exclude, follows

ONE, TWO, THREE = (Among(name, ("yes",)) for name in ("one", "two", "three"))
GATED = workflow(
    *(evidence(name) for name in ("one", "two", "three")),
    evidence("own", about="guest"),
    evidence("gone", voided_by=(Voider("event", "go"), Voider("change", "guest"))),
    Kind(name="guest", label="guest"),
    event("go", Way(from_states=("start",), target="end"), records=("three",)),
    gates=frozen_map({"both": Gate(name="both", label="both", asks=asks(ONE, TWO))}),
)
OWN = Among("own", ("yes",))


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        (ONE, 1),
        (And((ONE, And((TWO, THREE)))), 3),
        (GateHolds("both"), 2),
        (MeaningHolds("well", And((ONE, TWO))), 2),
        (MeaningHolds("well", ONE), 1),
        (Or((THREE, GateHolds("both"))), 2),
        (Or((And((ONE, TWO)), And((TWO, THREE)))), 1),
        (ForPeople("every", 0, "guest", And((OWN, ONE))), 2),
        (ForPeople("some", 0, "guest", And((OWN, ONE))), 1),
    ],
)
def test_what_is_taken_apart_is_true_just_when_all_of_it_is(condition: Condition, number: int):
    """
    In every situation the parts are all true exactly where the whole is, seen by those who ask at a gate.
    """
    parts = conjuncts(GATED, condition)

    assert number == len(parts)
    for values in product((None, "yes", "no"), repeat=4):
        said = [
            record(name, value, person="ann" if name == "own" else None)
            for name, value in zip(("one", "two", "three", "own"), values, strict=True)
            if value is not None
        ]
        case = after(GATED, opened(GATED, ann="guest"), said)
        assert (holds(GATED, case, condition) is True) == all(holds(GATED, case, part) is True for part in parts)


@pytest.mark.parametrize(
    ("condition", "touched"),
    [
        (ONE, False),
        (THREE, True),
        (IsCurrent("gone"), True),
        (Not(InState("start")), True),
        (SamePerson("one", "two"), False),
        (SamePerson("one", "three"), True),
        (SamePerson("one", "go"), True),
        (GateHolds("both"), False),
    ],
)
def test_an_event_touches_what_it_records_undoes_or_does(condition: Condition, touched: bool):
    """
    Of what was so before an event, only that is surely so afterwards which is not about its own records, what they undo, who did it, or where.
    """
    assert touched is touches(GATED, GATED.events["go"], condition)


@pytest.mark.parametrize(
    ("asked", "at_least", "undone"),
    [
        (ForPeople("every", 0, "guest", OWN), 0, False),
        (ForPeople("every", 0, "guest", OWN), 1, True),
        (ForPeople("some", 0, "guest", OWN), 0, True),
        (ForPeople("at least", 1, "guest", OWN), 0, True),
        (ForPeople("at least", 2, "guest", OWN), 0, False),
        (ForPeople("no", 0, "guest", OWN), 1, False),
        (ONE, 0, False),
    ],
)
def test_an_event_undoes_what_its_own_gate_asks_of_people(asked: Condition, at_least: int, undone: bool):
    """
    Where an event makes void what somebody must have said for the state it leads to, it can never be gone; where there may be nobody, it can.
    """
    own = evidence("own", about="guest", voided_by=(Voider("event", "go"),))
    room = state("room", guard=asks(asked), otherwise="start")
    go = event("go", ("start", "room"))
    small = workflow(own, evidence("one"), Kind(name="guest", label="guest", at_least=at_least), room, go)

    assert undone is undoes_itself(small, go, go.ways[0])


def test_what_one_way_asked_is_not_known_after_another():
    """
    Where an event has led, just what its ways there ask was so; where nobody says where it led, only what all its ways ask.
    """
    ways = [
        Way(from_states=("start",), target=target, needs=asks(ONE, more))
        for target, more in (("room", TWO), ("end", THREE))
    ]
    go = event("go", *ways)
    small = workflow(*(evidence(name) for name in ("one", "two", "three")), state("room"), go)

    assert {ONE, TWO} <= carried(small, go, "room")
    assert THREE not in carried(small, go, "room")
    assert ONE in carried(small, go, None)
    assert not {TWO, THREE} & carried(small, go, None)


def test_a_gate_tells_nothing_of_a_step_that_the_clock_takes():
    """
    Whoever goes on from a state has what its gate asks; the clock may go on at the very moment at which that runs out.
    """
    room = state("room", guard=asks(ONE), otherwise="start")
    steps = {
        by: event("go", Way(from_states=("room",), target="end", needs=asks(TWO)), by=by)
        for by in (("worker",), ("worker", CLOCK))
    }
    known = {by: carried(workflow(evidence("one"), evidence("two"), room, go), go, "end") for by, go in steps.items()}

    assert [{ONE, TWO}, {TWO}] == [known[by] & {ONE, TWO} for by in steps]


INNER = (OWN, Not(OWN), IsCurrent("own"))
ASKED_OF_PEOPLE = [
    ForPeople(quantity, number, group, inner)
    for group in ("guest", "helper", "participant")
    for inner in INNER
    for quantity, number in (("every", 0), ("some", 0), ("no", 0), ("at least", 1), ("at least", 2), ("at least", 3))
]
EITHER = [
    Or(several) for some in (ASKED_OF_PEOPLE[::7], ASKED_OF_PEOPLE[:6]) for several in combinations(some, 2)
]  # one of two is known, or wanted
DENIED = [Not(one) for one in (*ASKED_OF_PEOPLE, *(ForPeople("at least", 0, "guest", inner) for inner in INNER))]
CIRCLE = workflow(
    evidence("own", about="participant", window=Window("whole case")),
    Kind(name="guest", label="guest", at_least=1, takes_part=True),
    Kind(name="helper", label="helper", takes_part=True),
)


def answers() -> dict[Condition, list[bool]]:
    """
    Say of which cases everything is true that may be asked of people: of no guest, one, or two, with a helper or without, whatever they say.
    """
    cases = []
    for people in (
        {},
        {"cleo": "helper"},
        {"ann": "guest"},
        {"ann": "guest", "bob": "guest"},
        {"ann": "guest", "cleo": "helper"},
        {"ann": "guest", "bob": "guest", "cleo": "helper"},
    ):
        for values in product((None, "yes", "no"), repeat=len(people)):
            said = [
                record("own", value, person=one) for one, value in zip(people, values, strict=True) if value is not None
            ]
            cases.append(after(CIRCLE, opened(CIRCLE, **people), said))
    return {one: [holds(CIRCLE, case, one) is True for case in cases] for one in (*ASKED_OF_PEOPLE, *EITHER, *DENIED)}


def test_what_follows_of_people_is_so_in_every_case():
    """
    Whatever is said to follow from what is known of people is true wherever that is, and what is said to exclude it is true nowhere beside it.
    """
    known = answers()
    following = [pair for pair in product(known, known) if follows(CIRCLE, pair[1], pair[:1])]
    apart = [pair for pair in product(known, known) if exclude(CIRCLE, *pair)]

    assert [] == [
        (one, other)
        for one, other in following
        if any(a and not b for a, b in zip(known[one], known[other], strict=True))
    ]
    assert [] == [
        (one, other) for one, other in apart if any(a and b for a, b in zip(known[one], known[other], strict=True))
    ]
    assert len(following) > 2 * len(known)
    assert len([pair for pair in following if pair[1] in DENIED and pair[0] not in DENIED]) > 2 * len(DENIED)
    assert len(apart) > len(known)


@pytest.mark.parametrize(
    ("condition", "known"),
    [
        (Not(Among("own", ("no",))), OWN),
        (Not(IsMissing("own")), OWN),
        (Not(And((InState("start"), Not(ONE)))), ONE),
        (Not(Or((Not(ONE), Not(TWO)))), And((ONE, TWO))),
    ],
)
def test_what_is_denied_follows_from_what_cannot_be_beside_it(condition: Condition, known: Condition):
    """
    A record says one thing only, and is there; of several things together one is enough that is not so. What is unknown denies nothing.
    """
    parts = known.conditions if isinstance(known, And) else (known,)

    assert follows(GATED, condition, parts)
    assert not follows(GATED, condition, [])
    assert not follows(GATED, Not(OWN), [Not(IsMissing("own"))])


def test_nobody_is_otherwise_where_everybody_is_so():
    """
    What everybody says nobody denies; what nobody says is not denied by everybody, who may say nothing.
    """
    every, none = (ForPeople(quantity, 0, "guest", one) for quantity, one in (("every", OWN), ("no", Not(OWN))))

    assert follows(CIRCLE, none, [every])
    assert not follows(CIRCLE, ForPeople("no", 0, "helper", Not(OWN)), [every])
    assert not follows(CIRCLE, ForPeople("every", 0, "guest", IsCurrent("own")), [ForPeople("no", 0, "guest", OWN)])


def test_of_several_things_each_will_do_where_one_is_known_to_be_true():
    """
    What follows from each of two things follows where one of them is true; what follows from one alone does not.
    """
    either = Or((ONE, And((TWO, THREE))))

    assert follows(GATED, Or((ONE, TWO)), [either])
    assert follows(GATED, Or((THREE, ONE)), [either])
    assert not follows(GATED, ONE, [either])
    assert not follows(GATED, TWO, [Or(())])
