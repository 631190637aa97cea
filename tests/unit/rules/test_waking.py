"""
When time alone changes a case, and what it was through when it moves to another version.
"""

import pytest
from attrs import evolve
from tests.small import MONDAY, after, asks, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.model import BACK, Deadline, Gate, Kind, Migration, SchemeLink, Way, Window
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, ForPeople, GateHolds, IsCurrent, IsMissing, SamePerson
from rjflow.instants import DAY, HOUR
from rjflow.rules.decision import Move
from rjflow.rules.past import Past, still_known
from rjflow.rules.waking import Wake, wake

FACT, PLAN, OTHER = Among("fact", ("yes",)), Among("plan", ("yes",)), Among("other", ("yes",))
LATE = (Deadline(states=("start", "inside"), event="late", length=2 * DAY),)


def waking(*, deadlines=LATE, guard=FACT, late_needs=(), **more):
    """
    Give a workflow whose clock closes a gate after a day, and rings after two.
    """
    return workflow(
        evidence("fact"),
        evidence("plan", window=Window("whole case")),
        event("enter", ("start", "inside")),
        event("end", ("start", "end")),
        event(
            "late",
            Way(from_states=("start", "inside"), target="outside", needs=asks(*late_needs)),
            by=("clock",),
        ),
        state("inside", **({"guard": asks(guard), "otherwise": "outside"} if guard else {})),
        state("outside"),
        deadlines=deadlines,
        **more,
    )


def wakes(definition, *commands):
    """
    Give when a case that has just begun is to be looked at again, after some commands, in days, and what rings then.
    """
    found = wake(definition, after(definition, opened(definition), commands))
    return None if found is None else ((found.at - MONDAY) / DAY, found.event)


FACTS = (record("fact", "yes"), record("plan", "yes"), fire("enter"))


@pytest.mark.parametrize(
    ("definition", "commands", "expected"),
    [
        (waking(), FACTS, (1, None)),  # the gate closes before the deadline rings
        (waking(), FACTS[:1], (2, "late")),  # that evidence runs out changes nothing where there is no gate
        (waking(guard=PLAN), FACTS, (2, "late")),
        (waking(guard=None), FACTS, (2, "late")),
        (waking(guard=PLAN, deadlines=()), FACTS, None),
        (waking(deadlines=()), FACTS, (1, None)),
        (waking(deadlines=()), FACTS[:1], None),
        (waking(guard=PLAN, late_needs=(Among("plan", ("no",)),)), FACTS, None),  # it rings, and nothing is allowed
        (waking(guard=PLAN, late_needs=(IsMissing("fact"),)), FACTS, None),
        (waking(), [fire("end", reason="done")], None),
        (waking(deadlines=(evolve(LATE[0], length=DAY),), guard=FACT), FACTS, (1, None)),
        (waking(deadlines=(*LATE, evolve(LATE[0], states=("outside",), length=HOUR))), FACTS, (1, None)),
    ],
)
def test_a_case_is_looked_at_again_when_time_changes_it(definition, commands, expected):
    """
    At the first moment at which a gate closes or a deadline's event is allowed, whichever is first, and never where neither will.
    """
    assert expected == wakes(definition, *commands)


def test_a_case_is_looked_at_when_its_scheme_changes():
    """
    That the scheme falls changes every case that has seen it, even where nothing moves; a case that is over is left alone.
    """
    scheme = waking(deadlines=())
    seen = after(scheme, opened(scheme), FACTS)
    case = evolve(waking(deadlines=(), guard=None), scheme=SchemeLink(workflow=scheme, needs=()))
    here = opened(case).evolved(scheme=seen)
    over = after(case, opened(case), [fire("end", reason="done")]).evolved(scheme=seen)

    assert Wake(MONDAY + DAY, None) == wake(case, here)
    assert wake(case, over) is None
    assert wake(case, opened(case)) is None


# ---- what a case was through -----------------------------------------------------------------------------------------

WAYS = evolve(
    workflow(
        evidence("fact"),
        evidence("plan"),
        evidence("other"),
        event("go", Way(from_states=("start",), target="hall", needs=asks(FACT, PLAN))),
        event(
            "fork",
            Way(from_states=("start",), target="hall", needs=asks(FACT, PLAN)),
            Way(from_states=("start",), target="hall", needs=asks(PLAN, OTHER)),
            Way(from_states=("hall",), target="start", needs=asks(OTHER)),
            Way(from_states=("start",), target="end", needs=asks(IsCurrent("other"))),
        ),
        event("back", Way(from_states=("hall",), target=BACK, needs=asks(IsCurrent("fact")))),
        event("late", ("start", "hall"), by=("clock",)),
        state("hall"),
        state("room", guard=asks(IsCurrent("plan")), otherwise="hall"),
        state("vault", guard=asks(GateHolds("ready")), otherwise="hall"),
        event("enter", Way(from_states=("hall",), target="vault", needs=asks(GateHolds("other")))),
    ),
    gates=frozen_map(
        {
            "ready": Gate(name="ready", label="ready", asks=asks(FACT, PLAN)),
            "other": Gate(name="other", label="other", asks=asks(OTHER)),
        }
    ),
)


@pytest.mark.parametrize(
    ("moves", "asked", "fired"),
    [
        ([Move("event", "start", "hall", MONDAY, "go")], {FACT, PLAN}, set()),
        ([Move("event", "start", "hall", MONDAY, "fork")], {PLAN}, set()),  # whichever way it went, this was asked
        ([Move("event", "hall", "start", MONDAY, "fork")], {OTHER}, set()),
        ([Move("event", "hall", "room", MONDAY, "back")], {IsCurrent("fact"), IsCurrent("plan")}, set()),
        ([Move("fell", "hall", "room", MONDAY)], {IsCurrent("plan")}, set()),
        ([Move("fell", "room", "hall", MONDAY)], set(), set()),
        ([Move("event", "hall", "vault", MONDAY, "enter")], {FACT, PLAN, OTHER}, set()),
        ([Move("fell", "hall", "vault", MONDAY)], {FACT, PLAN}, set()),
        ([Move("event", "start", "hall", MONDAY, "forgotten")], set(), set()),
        ([Move("deadline", "start", "hall", MONDAY, "late")], set(), {("late", "clock")}),
        (
            [
                Move("event", "start", "hall", MONDAY, "go"),
                Move("event", "hall", "start", MONDAY, "fork"),
                Move("deadline", "start", "hall", MONDAY, "late"),
                Move("fell", "hall", "room", MONDAY),
            ],
            {FACT, PLAN, OTHER, IsCurrent("plan")},
            {("late", "clock")},
        ),
        ([], set(), set()),
    ],
)
def test_what_was_surely_asked_on_the_way_is_remembered(moves, asked, fired):
    """
    Of each move what every way of it asks, and the gate of where it led; and what the clock has fired.
    """
    before = Past(frozenset({("ask", "ada")}), frozenset({IsMissing("fact")}))
    past = before.moved(WAYS, moves)

    assert asked | {IsMissing("fact")} == past.asked
    assert fired | {("ask", "ada")} == past.fired
    assert (past.fired | {("go", "ben")}, past.asked) == (past.by("go", "ben").fired, past.by("go", "ben").asked)


GROUPED = evolve(
    workflow(
        evidence("fact"),
        evidence("word", about="guest"),
        event("go", Way(from_states=("start",), target="hall", needs=asks(PLAN, GateHolds("ready")))),
        evidence("plan"),
        state("hall"),
        Kind(name="guest", label="guest", at_least=1, takes_part=True),
        Kind(name="helper", label="helper"),
    ),
    gates=frozen_map({"ready": Gate(name="ready", label="ready", asks=asks(FACT))}),
)
SAME = Migration(version=1, states=frozen_map({}))
WORDS = ForPeople("every", 0, "guest", Among("word", ("yes",)))


@pytest.mark.parametrize(
    ("asked", "migration", "changed", "known"),
    [
        (FACT, {}, {}, True),
        (FACT, {"renew": ("fact",)}, {}, False),
        (FACT, {"drop": ("fact",)}, {}, False),
        (FACT, {"evidence": frozen_map({"fact": "deed"})}, {}, False),
        (FACT, {"evidence": frozen_map({"deed": "fact"})}, {}, False),
        (FACT, {"renew": ("plan",)}, {}, True),
        (FACT, {"people": frozen_map({"guest": "helper"})}, {}, True),
        (IsCurrent("gone"), {}, {}, False),
        (GateHolds("ready"), {"renew": ("fact",)}, {}, False),
        (GateHolds("ready"), {"renew": ("plan",)}, {}, True),
        (SamePerson("fact", "plan"), {"drop": ("plan",)}, {}, False),
        (SamePerson("fact", "go"), {}, {}, True),
        (WORDS, {}, {}, True),
        (WORDS, {"people": frozen_map({"guest": "helper"})}, {}, False),
        (WORDS, {}, {"at_least": 2}, False),
        (WORDS, {}, {"at_most": 2}, True),
        (evolve(WORDS, group="participant"), {}, {"at_least": 0}, False),
        (evolve(WORDS, group="participant"), {}, {"takes_part": False}, False),
        (evolve(WORDS, group="helper"), {}, {"at_least": 2}, True),
        (WORDS, {"renew": ("word",)}, {}, False),
    ],
)
def test_what_was_asked_is_known_as_long_as_it_means_the_same(asked, migration, changed, known):
    """
    Not where its evidence is another or recorded anew, and not where a group is put together of other people.
    """
    people = {**GROUPED.people, "guest": evolve(GROUPED.people["guest"], **changed)}
    new = evolve(GROUPED, version=2, people=frozen_map(people))
    moving = evolve(SAME, **migration)
    past = Past(frozenset({("go", "ada")}), frozenset({asked}))

    assert known == bool(still_known(GROUPED, new, moving, [asked]))
    assert ({asked} if known else set()) == past.carried(GROUPED, new, moving, "start").asked
    assert ({asked} if known else set()) | {PLAN, FACT} == past.carried(GROUPED, new, moving, "hall").asked
    assert past.fired == past.carried(GROUPED, new, moving, "hall").fired
    assert ({asked} if known else set()) == past.carried(GROUPED, new, moving, "nowhere").asked
