"""
What was asked for a step, put together again: groups, choices, gates and ways.
"""

from attrs import evolve
from tests.small import ADA, MONDAY, after, asks, decide, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.model import Gate, Group, Kind, Way
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, GateHolds
from rjflow.rules.commands import Leave
from rjflow.rules.gathering import Asked, Place, Together, asked_of, findings_in

ONE, TWO, THREE = (Among(name, ("yes",)) for name in ("one", "two", "three"))
FACTS = tuple(evidence(name) for name in ("one", "two", "three"))


def shape(asked: Asked) -> object:
    """
    Give a thing that was asked as evidence that it rests on, or a list of such with how they are joined; nothing for what is no condition.
    """

    def told(what: object) -> object:
        if isinstance(what, Together):
            return (what.mode, *(told(item) for item in what.items))
        return what.requirement.condition.evidence if what.requirement else what.asked

    return told(asked.what)


def asked(*ways: Way, recorded: tuple[str, ...] = (), **more: object) -> list[tuple[object, bool | None]]:
    """
    Give what an event asks of a case in which some facts are recorded, and whether each is so, leaving out what is asked of anybody.
    """
    small = workflow(*FACTS, event("go", *ways), **more)
    case = after(small, opened(small), [record(name, "yes") for name in recorded])
    decision = decide(small, case, fire("go", reason="done"))
    found = asked_of(decision.findings)
    assert decision.allowed == all(one.truth is True for one in found)
    return [(shape(one), one.truth) for one in found if shape(one) not in ("known", "actor", "state", "reason", "none")]


def way(*items: object, mode: str = "all") -> Way:
    """
    Give the way from the start to the end that asks these conditions and groups.
    """
    groups = tuple(item if isinstance(item, Group) else asks(item).items[0] for item in items)
    return Way(from_states=("start",), target="end", needs=Group(mode=mode, items=groups))


def test_what_must_all_be_so_is_told_one_by_one():
    """
    Brackets around several things that must all be so make no difference, and what is asked twice is told once.
    """
    assert [("one", True), ("two", None)] == asked(way(ONE, asks(TWO, ONE)), recorded=("one",))


def test_a_choice_is_one_thing():
    """
    Of several things one is enough, so they are told together, and are so as soon as one of them is.
    """
    either = way(asks(ONE, TWO, mode="any"), THREE)

    assert [(("any", "one", "two"), None), ("three", None)] == asked(either)
    assert [(("any", "one", "two"), True), ("three", None)] == asked(either, recorded=("two",))


def test_a_choice_of_one_is_no_choice():
    """
    Where a choice has one thing in it, that is what is asked.
    """
    assert [("one", None)] == asked(way(asks(ONE, mode="any")))


def test_what_a_gate_asks_is_told_with_the_gate():
    """
    A gate that is named is one place in which its conditions are asked; in a choice it is one of the alternatives.
    """
    gates = frozen_map({"both": Gate(name="both", label="both", asks=asks(ONE, TWO))})

    assert [("one", True), ("two", None)] == asked(way(GateHolds("both")), recorded=("one",), gates=gates)
    assert [(("any", ("all", "one", "two"), "three"), None)] == asked(
        way(asks(GateHolds("both"), THREE, mode="any")), gates=gates
    )


def test_of_two_ways_one_is_enough():
    """
    An event that can go two ways from here asks either what the one asks, or what the other does.
    """
    there = evolve(way(ONE), target="end")
    other = way(TWO, THREE)
    [(told, truth)] = asked(there, other)

    assert "ways" == told[0]
    assert truth is None
    assert {"one", "two", "three"} <= set(str(told).replace("'", " ").replace(",", " ").split())
    assert [True] == [truth for _, truth in asked(there, other, recorded=("one",))]


def test_every_finding_is_in_what_was_asked():
    """
    Whatever is put together, each answer of a decision is found in it.
    """
    small = workflow(*FACTS, event("go", way(Group(mode="any", items=(*asks(ONE).items, asks(TWO, THREE))))))
    decision = decide(small, opened(small), fire("go", reason="done"))
    inside = [finding for one in asked_of(decision.findings) for finding in findings_in(one.what)]

    assert {(one.asked, one.requirement) for one in decision.findings} == {
        (one.asked, one.requirement) for one in inside
    }


def test_people_who_are_there_for_good_cannot_be_taken_out():
    """
    Where a workflow does not say who may leave, nobody does.
    """
    small = workflow(Kind(name="guest", label="guest"), event("go", ("start", "end")))
    decision = decide(small, opened(small, ann="guest"), Leave(person="ann", actor=ADA, at=MONDAY))

    assert [("people", ("fixed",))] == [(one.asked, one.facts) for one in decision.missing]


def where(place):
    """
    Name a place: a way, a state, a gate, or a group by what it is for.
    """
    if place.way is not None or place.state is not None:
        return place.way if place.state is None else place.state
    return place.within.gate or place.within.group.because or ("cited" if place.within.group.sources else "plain")


def test_each_thing_is_told_with_the_places_it_was_asked_in():
    """
    Ways and states, gates, and groups that have a reason are places, outermost first; plain brackets are none.
    """
    gates = frozen_map(
        {
            "both": Gate(name="both", label="both", asks=asks(ONE, GateHolds("last"))),
            "last": Gate(name="last", label="last", asks=asks(THREE)),
            "either": Gate(name="either", label="either", asks=asks(ONE, TWO, mode="any")),
        }
    )
    reasoned = evolve(asks(TWO), because="it matters")
    chosen = evolve(asks(ONE, THREE, mode="any"), because="one will do")
    only = evolve(asks(TWO, mode="any"), because="so it is")
    needs = Group(mode="all", items=(asks(ONE), *asks(GateHolds("both")).items, reasoned, chosen, only))
    inside = state("inside", guard=asks(TWO, GateHolds("either")), otherwise="start")
    small = workflow(
        *FACTS, inside, event("go", Way(from_states=("start",), target="inside", needs=needs)), gates=gates
    )
    found = asked_of(decide(small, opened(small), fire("go")).findings)

    assert [
        ("state", []),
        ("actor", []),
        ("one", []),
        ("three", ["both", "last"]),
        ("two", ["it matters"]),
        (("any", "one", "three"), ["one will do"]),
        (("any", "one", "two"), ["inside", "either"]),
    ] == [(shape(one), [where(place) for place in one.places]) for one in found]
    assert all(isinstance(one.places, tuple) for one in found)


def test_of_several_ways_each_keeps_what_it_asks_and_where():
    """
    A choice of ways stands nowhere itself; in it each way is a place, with its groups inside, and the state it leads to.
    """
    inside = state("inside", guard=asks(THREE), otherwise="start")
    ways = [
        way(ONE, asks(TWO, THREE, mode="any")),
        Way(from_states=("start",), target="inside", needs=asks(TWO)),
    ]
    small = workflow(*FACTS, inside, event("go", *ways))
    (*_, last) = asked_of(decide(small, opened(small), fire("go", reason="done")).findings)

    assert (
        "ways",
        ("all", "one", ("any", "two", "three"), "reason"),
        ("all", "two", ("all", "three"), "reason"),
    ) == shape(last)
    assert ((), Place()) == (last.places, last.what.place)
    assert [Place(way=0), Place(way=1)] == [one.place for one in last.what.items]
    assert Place(state="inside") == last.what.items[1].items[1].place
    assert last.truth is None


def test_a_way_that_leads_from_elsewhere_is_no_choice():
    """
    Where only one of the ways of an event leads from here, what it asks is asked, and told with the way.
    """
    elsewhere = Way(from_states=("hall",), target="end", needs=asks(TWO))
    small = workflow(*FACTS, state("hall"), event("go", way(ONE), elsewhere))
    found = asked_of(decide(small, opened(small), fire("go", reason="done")).findings)

    assert ["state", "actor", "one", "reason"] == [shape(one) for one in found]
    assert [(), (), (Place(way=0),), (Place(way=0),)] == [one.places for one in found]


def test_brackets_dissolve_where_they_say_nothing():
    """
    A choice in a choice keeps its brackets unless there is one thing in it; what has a source or a reason keeps them always.
    """
    cited = evolve(asks(ONE, TWO), sources=("guideline",))
    named = evolve(asks(ONE, TWO), because="it matters")

    def told(*items):
        return [one for one, _ in asked(way(Group(mode="any", items=items)))]

    assert [("any", ("all", "one", "two"), "three")] == told(asks(ONE, TWO), *asks(THREE).items)
    assert [("any", "one", "three")] == told(asks(ONE), *asks(THREE).items)
    assert [("any", ("any", "one", "two"), "three")] == told(asks(ONE, TWO, mode="any"), *asks(THREE).items)
    assert [("any", ("all", "one"), "three")] == told(evolve(asks(ONE), because="so"), *asks(THREE).items)
    assert [("any", ("all", "one"), "three")] == told(evolve(asks(ONE), sources=("guideline",)), *asks(THREE).items)
    assert ["one", "two"] == [one for one, _ in asked(way(cited))] == [one for one, _ in asked(way(named))]


def test_the_same_thing_is_told_once_and_what_only_looks_like_it_twice():
    """
    Two requirements with one condition that rests on the same are one; a state and an actor that are asked are two.
    """
    assert [("one", None), ("two", None)] == asked(way(asks(ONE, TWO), asks(TWO, ONE)))
    either = asks(ONE, TWO, mode="any")
    assert [(("any", "one", "two"), None), ("three", None)] == asked(way(either, THREE, either))
    small = workflow(*FACTS, event("go", ("start", "end")))
    found = [shape(one) for one in asked_of(decide(small, opened(small), fire("go", reason="done")).findings)]
    assert ["state", "actor", "reason"] == found
