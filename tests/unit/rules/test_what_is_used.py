"""
What an answer rests on: which evidence, of whom, how it stands, who recorded it, and in which groups and gates it was asked.
"""

import pickle

import pytest
from attrs import evolve
from tests.small import ADA, BEN, MONDAY, after, asks, decide, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.model import Change, Gate, Group, Kind, SchemeLink, Voider, Way, Window
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    ForPeople,
    GateHolds,
    IsCurrent,
    IsMissing,
    Not,
    OfScheme,
    SamePerson,
)
from rjflow.instants import DAY, HOUR
from rjflow.rules.asking import usable
from rjflow.rules.commands import Given, GiveNotice, Join, Leave
from rjflow.rules.finding import Used, findings, truth_of, used_by
from rjflow.rules.situation import THE_CLOCK, Actor, recorded

FACT, WORD = Among("fact", ("yes",)), Among("word", ("yes",))
SCHEME = workflow(evidence("register"), evidence("audit", voided_by=(Voider("evidence", "register"),)))
CHANGE = Change(by=("worker",), states=("start",))
SMALL = evolve(
    workflow(
        evidence("fact"),
        evidence("plan", window=Window("whole case")),
        evidence("word", about="guest", needs=asks(Among("view", ("yes",)))),
        evidence("view", about="guest"),
        event("go", ("start", "start")),
        Kind(name="guest", label="guest", takes_part=True),
        Kind(name="helper", label="helper"),
    ),
    gates=frozen_map(
        {
            "ready": Gate(name="ready", label="ready", asks=asks(FACT, GateHolds("inner"))),
            "inner": Gate(name="inner", label="inner", asks=asks(IsCurrent("plan"), FACT, mode="any")),
            "empty": Gate(name="empty", label="empty", asks=Group()),
            "heard": Gate(name="heard", label="heard", asks=asks(WORD)),
        }
    ),
    scheme=SchemeLink(workflow=SCHEME, needs=()),
)
CASE = after(
    SMALL,
    opened(SMALL, ann="guest", bob="guest", eve="helper"),
    [
        record("fact", "no", actor=BEN),
        record("plan", "yes"),
        record("view", "yes", person="bob"),
        record("word", "yes", person="bob"),
        record("word", "no", person="ann"),
    ],
).evolved(now=MONDAY + HOUR)
PLAN = Used("plan", None, "current", "yes", "ada", MONDAY, None)
FACT_IS = Used("fact", None, "current", "no", "ben", MONDAY, MONDAY + DAY)
BOBS = Used("word", "bob", "current", "yes", "ada", MONDAY, MONDAY + DAY)
ANNS = Used("word", "ann", "void", "no", "ada", MONDAY, MONDAY + DAY, "needs")


@pytest.mark.parametrize(
    ("condition", "person", "used"),
    [
        (FACT, None, [FACT_IS]),
        (Compare("plan", ">", 3), None, [PLAN]),
        (IsCurrent("word"), "ann", [ANNS]),
        (IsMissing("view"), "ann", [Used("view", "ann", "absent")]),
        (Not(And((FACT, IsCurrent("plan")))), None, [FACT_IS, PLAN]),
        (And((WORD, Not(WORD))), "bob", [BOBS, BOBS]),
        (SamePerson("fact", "plan"), None, [FACT_IS, PLAN]),
        (SamePerson("fact", "word"), None, [FACT_IS]),
        (SamePerson("word", "go"), "bob", [BOBS]),
        (SamePerson("go", "word"), None, []),
        (ForPeople("some", 0, "guest", WORD), None, [ANNS, BOBS]),
        (ForPeople("some", 0, "participant", And((WORD, IsCurrent("plan")))), None, [ANNS, evolve(PLAN, person="ann"), BOBS, evolve(PLAN, person="bob")]),
        (ForPeople("every", 0, "helper", FACT), None, [evolve(FACT_IS, person="eve")]),
        (GateHolds("ready"), None, [FACT_IS, PLAN, FACT_IS]),
        (GateHolds("heard"), "bob", [BOBS]),
        (OfScheme(Among("register", ("yes",))), None, []),
    ],
)  # fmt: skip  # one condition to a line reads best
def test_an_answer_rests_on_every_record_that_was_looked_at(condition, person, used):
    """
    Each record is told with how it stands, what it says, by whom, from when and until when, and what made it void.
    """
    assert used == list(used_by(SMALL, CASE, condition, person))


def test_what_the_scheme_says_is_told_as_the_schemes_and_as_it_stands_now():
    """
    The scheme's records are judged at the moment of the case, by nobody's name.
    """
    told = after(SCHEME, opened(SCHEME), [record("audit", "no", actor=BEN), record("register", "yes")])
    asked = OfScheme(And((Among("register", ("yes",)), IsCurrent("audit"))))
    end = MONDAY + DAY

    def used(now):
        return list(used_by(SMALL, CASE.evolved(scheme=told, now=now), asked, None))

    audit = Used("audit", None, "void", "no", "ben", MONDAY, end, "register", of_scheme=True)
    assert [Used("register", None, "current", "yes", "ada", MONDAY, end, of_scheme=True), audit] == used(MONDAY)
    assert [Used("register", None, "stale", "yes", "ada", MONDAY, end, of_scheme=True), audit] == used(end)
    assert [] == list(used_by(workflow(), CASE.evolved(scheme=told), asked, None))


def test_a_condition_is_told_with_its_gates_groups_and_state():
    """
    Gates are told from outside in; a choice of two is an alternative, and a gate that asks nothing is asked itself.
    """
    inner = asks(GateHolds("ready"), GateHolds("empty"))
    group = Group(mode="all", items=(inner, *asks(FACT).items))
    found = findings(SMALL, CASE, group, "while", state="start")

    assert [
        (FACT, ("ready",), False, 3),
        (IsCurrent("plan"), ("ready", "inner"), True, 4),
        (FACT, ("ready", "inner"), True, 4),
        (GateHolds("empty"), (), False, 2),
        (FACT, (), False, 1),
    ] == [(one.requirement.condition, one.gates, one.alternative, len(one.within)) for one in found]
    assert {("while", "start")} == {(one.asked, one.state) for one in found}
    assert [None, None, "ready", "inner"] == [one.gate for one in found[2].within]
    assert [group, inner] == [one.group for one in found[2].within[:2]]
    assert [(FACT_IS,), (PLAN,), (FACT_IS,), (), (FACT_IS,)] == [one.used for one in found]


def test_a_group_is_judged_of_the_person_it_is_asked_of():
    """
    Conditions of a group, and of groups in it, are all asked of the same person, and each answer rests on their records.
    """
    group = Group(mode="all", items=(*asks(WORD).items, asks(WORD, Among("view", ("no",)), mode="any")))

    assert {"ann": None, "bob": True} == {name: truth_of(SMALL, CASE, group, name) for name in ("ann", "bob")}
    assert [True, True, False] == [one.truth for one in findings(SMALL, CASE, group, "counts", person="bob")]
    assert {"bob"} == {used.person for one in findings(SMALL, CASE, group, "counts", person="bob") for used in one.used}


def test_a_choice_of_one_is_no_alternative():
    """
    Where any one of one thing is enough, that is what is asked.
    """
    one, two = findings(SMALL, CASE, Group(mode="all", items=(asks(FACT, mode="any"), *asks(FACT).items)), "needs")

    assert (False, False) == (one.alternative, two.alternative)


def test_one_thing_is_told_once_of_what_rests_on_it_twice():
    """
    However often a condition asks for a record, it rests on it once.
    """
    (one,) = findings(SMALL, CASE, asks(And((FACT, Not(FACT)))), "needs")

    assert (FACT_IS,) == one.used


# ---- separation of duties, forms -------------------------------------------------------------------------------------


def test_who_is_kept_from_it_is_told_what_of_theirs_still_counts():
    """
    Of everybody's records about people, only the actor's own current ones stand in the way.
    """
    definition = workflow(
        evidence("plan", about="guest", voided_by=(Voider("evidence", "plan", own=True),)),
        evidence("approval", not_by=("plan", "ask")),
        event("ask", ("start", "start")),
        event("go", Way(from_states=("start",), target="start"), not_by=("plan",)),
        Kind(name="guest", label="guest"),
    )
    case = after(
        definition,
        opened(definition, ann="guest", bob="guest", eve="guest", dan="guest"),
        [
            record("plan", "no", MONDAY, person="dan", actor=ADA),
            record("plan", "yes", MONDAY + 2 * DAY, person="ann", actor=ADA),
            record("plan", "no", MONDAY + 2 * DAY, person="bob", actor=BEN),
            record("plan", "no", MONDAY + 2 * DAY, person="eve", actor=ADA),
            fire("ask", MONDAY + 2 * DAY, actor=ADA),
        ],
    )
    refused = decide(definition, case, record("approval", "yes", MONDAY + 2 * DAY, actor=ADA))
    own = [("plan", "ann", "yes"), ("plan", "eve", "no")]

    assert [("not-by", ("approval", "plan")), ("not-by", ("approval", "ask"))] == [
        (one.asked, one.facts) for one in refused.missing
    ]
    assert [own, []] == [[(used.evidence, used.person, used.value) for used in one.used] for one in refused.missing]
    (kept,) = decide(definition, case, fire("go", MONDAY + 2 * DAY, actor=ADA)).missing
    assert ("go", "plan") == kept.facts
    strange = decide(definition, case, fire("go", MONDAY + 2 * DAY, actor=Actor("x")))
    assert [()] == [one.used for one in strange.findings if one.asked == "not-by"]


FORMED = workflow(
    evidence("fact"),
    evidence("word", about="guest"),
    evidence("other"),
    event("go", ("start", "start"), records=("fact", "word")),
    Kind(name="guest", label="guest", takes_part=True),
    Kind(name="helper", label="helper"),
)


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        ([("fact", "yes"), ("word", "yes", "ann"), ("word", "no", "bob")], [(True, "fact"), (True, "word")]),
        ([("fact", "yes"), ("word", "yes", "ann")], [(True, "fact"), (True, "word")]),
        ([("fact", "yes"), ("word", "yes", "ann"), ("word", "no", "ann")], [(True, "fact"), (False, "word")]),
        ([("fact", "yes"), ("fact", "no"), ("word", "no", "ann")], [(False, "fact"), (True, "word")]),
        ([("fact", "yes"), ("word", "yes", "eve")], [(True, "fact"), (False, "word")]),
        ([("fact", "yes"), ("word", "yes", "who")], [(True, "fact"), (False, "word")]),
        ([("fact", "yes"), ("word", "yes")], [(True, "fact"), (False, "word")]),
        ([("fact", "yes", "ann"), ("word", "yes", "ann")], [(False, "fact"), (True, "word")]),
        ([("fact", "perhaps")], [(False, "fact"), (False, "word")]),
        ([], [(False, "fact"), (False, "word")]),
        (
            [("fact", "yes"), ("word", "yes", "ann"), ("other", "yes")],
            [(True, "fact"), (True, "word"), (False, "other", "not asked for")],
        ),
    ],
)
def test_a_form_is_exactly_what_its_event_records(given, answers):
    """
    About the case one value, about people at least one and each of them once, all of them there and of the right group; nothing else.
    """
    case = opened(FORMED, ann="guest", bob="guest", eve="helper")
    decision = decide(FORMED, case, fire("go", given=tuple(Given(*one) for one in given)))

    assert answers == [(one.truth, *one.facts) for one in decision.findings if one.asked == "form"]
    assert decision.allowed == all(one[0] for one in answers)


def test_what_is_right_in_a_form_can_be_used_for_what_it_asks():
    """
    What was not asked for, does not fit, or is said twice of the same person is not used.
    """
    case = opened(FORMED, ann="guest", bob="guest", eve="helper")
    given = [
        Given("fact", "yes"),
        Given("word", "yes", "ann"),
        Given("word", "yes", "bob"),
        Given("word", "no", "bob"),
        Given("word", "no", "eve"),
        Given("other", "yes"),
        Given("fact", "maybe"),
    ]

    assert given[:2] == list(usable(FORMED, case, FORMED.events["go"], given))


@pytest.mark.parametrize(("group", "may"), [("guest", True), ("participant", True), ("helper", False)])
def test_whoever_speaks_for_somebody_of_the_group_may(group, may):
    """
    A group among those who may is everybody who is in it, and nobody else; nobody but the clock is the clock.
    """
    definition = workflow(
        event("go", ("start", "start"), by=(group, "worker")),
        event("tick", ("start", "start"), by=("clock",)),
        Kind(name="guest", label="guest", takes_part=True),
        Kind(name="helper", label="helper"),
    )
    case = opened(definition, ann="guest", eve="helper")
    actor = Actor("x", frozenset(), frozenset({"ann"}))

    assert may == decide(definition, case, fire("go", actor=actor)).allowed
    assert not decide(definition, case, fire("go", actor=THE_CLOCK)).allowed
    assert not decide(definition, case, fire("tick", actor=Actor("x", frozenset({"clock"})))).allowed
    assert decide(definition, case, fire("tick", actor=THE_CLOCK)).allowed


# ---- what a step changes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["guest", "participant"])
@pytest.mark.parametrize("helps", ["guest", "helper"])
def test_a_change_of_people_voids_what_listens_to_their_group(group, helps):
    """
    Joining and leaving void what a change of their kind, or of a group that they are in, makes void, and nothing else.
    """
    definition = workflow(
        evidence("fact", voided_by=(Voider("change", group),)),
        evidence("guest", voided_by=(Voider("event", "guest"),)),
        evidence("word", about="guest"),
        Kind(name="guest", label="guest", takes_part=True, joins=CHANGE, leaves=CHANGE),
        Kind(name="helper", label="helper", joins=CHANGE, leaves=CHANGE),
    )
    commands = [record("fact", "yes"), record("guest", "yes"), record("word", "no", person="ann")]
    before = after(definition, opened(definition, ann="guest", eve="helper"), commands)
    joined = after(definition, before, [Join(person="new", kind=helps, actor=ADA, at=MONDAY)])
    left = after(definition, before, [Leave(person={"guest": "ann", "helper": "eve"}[helps], actor=ADA, at=MONDAY)])
    void = helps if helps == "guest" else None

    for case in (joined, left):
        assert [recorded("yes", "ada", MONDAY, void), recorded("yes", "ada", MONDAY)] == list(case.records)
    assert ("new", helps, (None,)) == (joined.people[-1].id, joined.people[-1].kind, joined.people[-1].records)
    assert [recorded("no", "ada", MONDAY)] == list(joined.people[0].records)


def test_of_somebody_who_is_void_it_is_known_what_their_record_said():
    """
    A record that was made void says what it said, by whom and when.
    """
    record_ = recorded("low", "ada", MONDAY)

    assert recorded("low", "ada", MONDAY, "flood") == record_.voided("flood")
    assert record_ == recorded("low", "ada", MONDAY)


# ---- things ----------------------------------------------------------------------------------------------------------


def test_actors_are_told_and_kept_in_one_order():
    """
    An actor is written so that it can be read again, with names in their order, and comes out of a pickle as it went in.
    """
    actor = Actor("x", frozenset({"b", "a"}), frozenset({"p", "o"}))

    assert "Actor(id='x', roles=frozenset({'a', 'b'}), acts_for=frozenset({'o', 'p'}))" == repr(actor)
    assert "Actor(id='y', roles=frozenset(), acts_for=frozenset())" == repr(Actor("y"))
    assert actor == pickle.loads(pickle.dumps(actor))  # it was pickled here
    assert (type(actor), actor.id) == (type(eval(repr(actor))), "x")  # as it was written above
    assert actor.__reduce__() == (actor.__reduce__()[0], ("x", ("a", "b"), ("o", "p")))


def test_a_decision_is_told_whole_and_kept_whole():
    """
    Equal decisions have one hash, are written with all their parts, and come out of a pickle as they went in; nothing else equals one.
    """
    definition = workflow(event("go", ("start", "start")), evidence("fact"))
    decision = decide(definition, opened(definition), fire("go"))
    other = decide(definition, opened(definition), record("fact", "yes"))
    kept = pickle.loads(pickle.dumps(decision))  # it was pickled here
    parts = ("allowed", "command", "before", "after", "findings", "moves")

    assert (decision, hash(decision)) == (kept, hash(kept))
    assert f"Decision({', '.join(f'{name}={getattr(decision, name)!r}' for name in parts)})" == repr(decision)
    assert decision != other
    assert hash(decision) != hash(other)
    assert decision != parts
    assert decision.moved() == decision
    assert (*decision.moves, *decision.moves) == decision.moved(*decision.moves).moves


def test_what_happened_outside_voids_by_its_name_only():
    """
    A notice that has the name of an event or of evidence voids what listens to the notice.
    """
    from rjflow.definition.model import Notice

    definition = workflow(
        evidence("fact", voided_by=(Voider("notice", "bell"),)),
        evidence("other", voided_by=(Voider("event", "bell"),)),
        event("bell", ("start", "start")),
        Notice(name="bell", label="bell"),
        state("hall"),
    )
    case = after(definition, opened(definition), [record("fact", "yes"), record("other", "yes")])
    noticed = after(definition, case, [GiveNotice(notice="bell", actor=ADA, at=MONDAY)])
    fired = after(definition, case, [fire("bell")])

    assert [["bell", None], [None, "bell"]] == [[one.void for one in case.records] for case in (noticed, fired)]
