"""
Whole answers: everything that is asked of a command, in order, with what each answer speaks of.
"""

from datetime import date

import pytest
from attrs import evolve
from tests.small import (
    ADA,
    BEN,
    MONDAY,
    advance,
    after,
    asks,
    decide,
    event,
    evidence,
    fire,
    missing,
    opened,
    record,
    state,
    workflow,
)

from rjflow.definition.model import Change, Day, Deadline, Kind, Notice, SchemeLink, Voider, Way, Window
from rjflow.guards.syntax import Among, OfScheme
from rjflow.instants import DAY
from rjflow.rules.commands import Given, GiveNotice, Join, Leave, SeeScheme
from rjflow.rules.situation import Actor

CHANGE = Change(by=("worker",), states=("start", "hall"))
NOBODY = Actor("nobody")
SMALL = workflow(
    evidence("fact"),
    evidence("plan"),
    evidence("approval", not_by=("plan",)),
    evidence("word", about="guest", recorded_by=("guest",), needs=asks(Among("view", ("yes",)))),
    evidence("view", about="guest"),
    evidence("remark", recorded_by=("guest",)),
    event("go", Way(from_states=("start", "hall"), target="hall", needs=asks(Among("fact", ("yes",))))),
    event("end", ("hall", "end")),
    event(
        "fork",
        Way(from_states=("start",), target="hall", needs=asks(Among("fact", ("yes",)))),
        Way(from_states=("start",), target="room", needs=asks(Among("fact", ("no",)))),
        Way(from_states=("hall",), target="start"),
        records=("plan",),
    ),
    event("enter", ("start", "room")),
    event("both", ("start", "hall"), ("start", "room")),
    event("approve", ("start", "start"), records=("approval",)),
    state("hall"),
    state("room", guard=asks(Among("fact", ("no",))), otherwise="hall"),
    Notice(name="fire", label="fire"),
    Notice(name="call", label="call", by=("lead", "guest")),
    Kind(name="guest", label="guest", at_most=2, joins=CHANGE, leaves=CHANGE),
)


def told(decision):
    """
    Give each answer with what it speaks of: what was asked, whether it is so, names, and the way or state that asks.
    """
    return [(one.asked, one.truth, one.facts, one.way, one.state) for one in decision.findings]


def plain(asked, truth, *facts):
    """
    Give an answer that no way and no state asks for.
    """
    return (asked, truth, facts, None, None)


def given(*pairs):
    """
    Give the values of a form.
    """
    return tuple(record(name, value).given for name, value in pairs)


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        (fire("fly"), [plain("known", False, "fly")]),
        (record("gossip", "yes"), [plain("known", False, "gossip")]),
        (Join(person="p", kind="ghost", actor=ADA, at=MONDAY), [plain("known", False, "ghost")]),
        (Leave(person="p", actor=ADA, at=MONDAY), [plain("known", False, "p")]),
        (
            GiveNotice(notice="flood", actor=ADA, at=MONDAY),
            [plain("known", False, "flood"), plain("state", True)],
        ),
        (GiveNotice(notice="fire", actor=NOBODY, at=MONDAY), [plain("known", True, "fire"), plain("state", True)]),
        (
            GiveNotice(notice="call", actor=NOBODY, at=MONDAY),
            [plain("known", True, "call"), plain("state", True), plain("actor", False, "lead", "guest")],
        ),
        (
            GiveNotice(notice="call", actor=Actor("x", frozenset(), frozenset({"ann"})), at=MONDAY),
            [plain("known", True, "call"), plain("state", True), plain("actor", True, "lead", "guest")],
        ),
        (
            fire("go", actor=NOBODY),
            [
                plain("state", True, "start", "hall"),
                plain("actor", False, "worker"),
                plain("needs", None),
            ],
        ),
        (
            fire("end", reason="done"),
            [plain("state", False, "hall"), plain("actor", True, "worker"), plain("reason", True, "done")],
        ),
        (
            fire("end", reason="tired"),
            [plain("state", False, "hall"), plain("actor", True, "worker"), plain("reason", False, "done")],
        ),
        (
            fire("both", reason="done"),
            [
                plain("state", True, "start"),
                plain("actor", True, "worker"),
                ("reason", False, (), 0, None),
            ],
        ),
        (
            fire("enter"),
            [plain("state", True, "start"), plain("actor", True, "worker"), ("while", None, (), None, "room")],
        ),
        (
            Join(person="ann", kind="guest", actor=NOBODY, at=MONDAY),
            [
                plain("state", True, "start", "hall"),
                plain("actor", False, "worker"),
                plain("people", True, "room", "guest"),
                plain("people", False, "new", "ann"),
            ],
        ),
        (
            Join(person="bob", kind="guest", actor=ADA, at=MONDAY),
            [
                plain("state", True, "start", "hall"),
                plain("actor", True, "worker"),
                plain("people", True, "room", "guest"),
                plain("people", True, "new", "bob"),
            ],
        ),
        (
            record("remark", "maybe", person="ann", actor=Actor("x", frozenset(), frozenset({"ann"}))),
            [plain("state", True), plain("actor", True, "guest"), plain("form", False, "remark")],
        ),
        (
            # what is about nobody may be said by whoever speaks for anybody of the kind
            record("remark", "yes", person="bob", actor=Actor("x", frozenset(), frozenset({"ann"}))),
            [plain("state", True), plain("actor", True, "guest"), plain("form", False, "remark")],
        ),
        (
            record("word", "yes", person="ann", actor=Actor("x", frozenset(), frozenset({"ann"}))),
            [
                plain("state", True),
                plain("actor", True, "guest"),
                plain("form", True, "word"),
                plain("counts", None),
            ],
        ),
        (
            fire("approve", given=given(("approval", "yes"))),
            [
                plain("state", True, "start"),
                plain("actor", True, "worker"),
                plain("form", True, "approval"),
                plain("not-by", True, "approval", "plan"),
            ],
        ),
    ],
)
def test_everything_that_is_asked_is_answered_in_order(command, answers):
    """
    An answer names what was asked, each with its own yes, no or nobody-knows, and with the names it speaks of.
    """
    assert answers == told(decide(SMALL, opened(SMALL, ann="guest"), command))


def test_what_a_record_about_somebody_needs_is_asked_of_that_person():
    """
    Whether a record counts is judged by what is known of whom it is about.
    """
    case = after(SMALL, opened(SMALL, ann="guest", bob="guest"), [record("view", "yes", person="ann")])
    speaking = Actor("x", frozenset(), frozenset({"ann", "bob"}))
    decisions = {
        name: decide(SMALL, case, record("word", "yes", person=name, actor=speaking)) for name in ("ann", "bob")
    }
    answers = {name: one.findings[-1] for name, one in decisions.items()}
    about = {name: [person.records[0] for person in one.after.people] for name, one in decisions.items()}

    assert [None, "needs"] == [about["ann"][0].void, about["bob"][1].void]
    assert [None, None] == [about["ann"][1], about["bob"][0]]
    assert (True, False) == (decisions["ann"].counts, decisions["bob"].counts)
    assert {"ann": True, "bob": None} == {name: one.truth for name, one in answers.items()}
    assert {"ann": "yes", "bob": None} == {name: one.used[0].value for name, one in answers.items()}


def test_who_joins_is_there_under_their_name_and_who_leaves_is_gone():
    """
    A name is taken by whoever has it, and is free again when they have left; one more than there may be is told by its kind.
    """
    join = Join(person="bob", kind="guest", actor=ADA, at=MONDAY)
    joined = after(SMALL, opened(SMALL, ann="guest"), [join])
    again = decide(SMALL, joined, join)

    assert [("ann", "guest"), ("bob", "guest")] == [(one.id, one.kind) for one in joined.people]
    assert [("people", ("room", "guest")), ("people", ("new", "bob"))] == [
        (one.asked, one.facts) for one in again.missing
    ]
    left = after(SMALL, joined, [Leave(person="bob", actor=ADA, at=MONDAY)])
    assert ["ann"] == [one.id for one in left.people]
    assert decide(SMALL, left, join).allowed


def test_of_a_form_that_is_not_as_it_should_be_every_way_is_told():
    """
    With a good form only the way that is open answers, whoever asks; with a bad one, every way that leads from here.
    """
    case = after(SMALL, opened(SMALL), [record("fact", "yes")])
    plan = given(("plan", "yes"))
    good, strange, bad = (
        decide(SMALL, case, one)
        for one in (fire("fork", given=plan), fire("fork", given=plan, actor=NOBODY), fire("fork"))
    )

    assert (True, False, False) == (good.allowed, strange.allowed, bad.allowed)
    assert [{0}, {0}, {0, 1}] == [
        {one.way for one in decision.findings if one.way is not None} for decision in (good, strange, bad)
    ]
    assert ("actor", "form") == (missing(strange)[0], missing(bad)[0])


def test_which_of_two_open_ways_is_meant_nobody_can_say():
    """
    An event that could go two ways at once goes none, and says which event that is.
    """
    case = after(SMALL, opened(SMALL), [record("fact", "no")])
    decision = decide(SMALL, case, fire("both"))

    assert not decision.allowed
    assert plain("one way", False, "both") == told(decision)[-1]


def test_an_event_that_records_asks_who_may_have_recorded_what_it_rests_on():
    """
    What keeps somebody from recording keeps them from recording it with an event, too; it is told whose record it is.
    """
    case = after(SMALL, opened(SMALL), [record("plan", "yes", actor=ADA)])
    refused = decide(SMALL, case, fire("approve", given=given(("approval", "yes")), actor=ADA))

    assert ["not-by"] == missing(refused)
    assert [("plan", "ada")] == [(one.evidence, one.by) for one in refused.missing[0].used]
    assert decide(SMALL, case, fire("approve", given=given(("approval", "yes")), actor=BEN)).allowed


def test_where_there_is_no_scheme_nothing_is_seen_of_one():
    """
    Taking note of a scheme changes nothing but what was seen of it.
    """
    case = opened(SMALL)
    decision = decide(SMALL, case, SeeScheme(scheme=None, at=MONDAY))

    assert (True, case, ()) == (decision.allowed, decision.after, decision.findings)


# ---- what happens besides --------------------------------------------------------------------------------------------


def causes(decision):
    """
    Give how a case moved: why, from where, to where, and after how many days.
    """
    return [(one.cause, one.source, one.target, (one.at - MONDAY) / DAY) for one in decision.moves]


def test_a_gate_of_which_one_thing_is_enough_lets_a_case_in():
    """
    A state that asks for any one of two things is entered with one, whatever is known of the other, and left with none.
    """
    either = asks(Among("fact", ("yes",)), Among("plan", ("yes",)), mode="any")
    definition = workflow(
        evidence("fact"),
        evidence("plan"),
        state("inside", guard=either, otherwise="start"),
        event("enter", ("start", "inside")),
    )
    case = after(definition, opened(definition), [record("fact", "no"), record("plan", "yes")])
    entered = decide(definition, case, fire("enter"))
    fallen = decide(definition, entered.after, record("plan", "no"))

    assert [True, True, False, True] == [one.truth for one in entered.findings]
    assert [("event", "start", "inside", 0)] == causes(entered)
    assert [("fell", "inside", "start", 0)] == causes(fallen)


def test_what_a_case_was_not_told_of_happens_first():
    """
    Where a case stands that nobody has looked at, what is due is done, and where its scheme has fallen, it falls.
    """
    scheme = workflow(evidence("register"))
    told = after(scheme, opened(scheme), [record("register", "yes")])
    late = event("late", ("start", "end"), by=("clock",))
    definition = evolve(
        workflow(
            evolve(late, ways=(evolve(late.ways[0], reasons=("done",)),)),
            state("inside", guard=asks(OfScheme(Among("register", ("yes",)))), otherwise="start"),
            deadlines=(Deadline(states=("start",), event="late", length=DAY),),
        ),
        scheme=SchemeLink(workflow=scheme, needs=()),
    )
    asleep = opened(definition).evolved(now=MONDAY + 5 * DAY)
    inside = asleep.evolved(state="inside", scheme=told)

    assert [("deadline", "start", "end", 5)] == causes(decide(definition, asleep, advance(MONDAY)))
    assert [("fell", "inside", "start", 5)] == causes(decide(definition, inside, advance(MONDAY)))[:1]


def dated(*deadlines):
    """
    Give a workflow in which a day is recorded on which something is due, from the start to the hall to the room.
    """
    return workflow(
        evidence("day", values=Day(), window=Window("whole case")),
        event("early", ("start", "hall"), ("hall", "hall"), by=("clock",)),
        event("late", ("hall", "room"), by=("clock",)),
        state("hall"),
        state("room"),
        deadlines=deadlines,
    )


def test_what_a_command_makes_due_rings_until_nothing_more_is_due():
    """
    One deadline that rings may bring the case to where another is due, whichever stands first; none rings twice at once.
    """
    early = Deadline(states=("start", "hall"), event="early", until="day")
    late = Deadline(states=("hall",), event="late", until="day")
    for definition in (dated(early, late), dated(late, early)):
        decision = decide(definition, opened(definition), record("day", date(2026, 3, 1)))

        assert ("deadline", "start", "hall", 0) == causes(decision)[0]
        assert ("deadline", "hall", "room", 0) == causes(decision)[-1]
        assert "room" == decision.after.state


def test_a_day_rings_once_and_a_span_begins_anew():
    """
    What waits for a day has rung, wherever the case goes; what counts from when a state was entered counts again in the next.
    """
    day = dated(Deadline(states=("start", "hall"), event="early", until="day"))
    begun = decide(day, opened(day), record("day", date(2026, 3, 1)))
    later = decide(day, begun.after, advance(MONDAY + 9 * DAY))
    span = dated(
        Deadline(states=("start",), event="early", length=DAY), Deadline(states=("hall",), event="late", length=DAY)
    )

    assert [("deadline", "start", "hall", 0)] == causes(begun)
    assert [(0, MONDAY)] == list(begun.after.rung)
    assert ([], "hall") == (causes(later), later.after.state)
    assert [("deadline", "start", "hall", 1), ("deadline", "hall", "room", 2)] == causes(
        decide(span, opened(span), advance(MONDAY + 9 * DAY))
    )


@pytest.mark.parametrize("recording", [record, lambda name, day: fire("plan", given=(Given(name, day),))])
def test_a_day_recorded_in_the_instant_in_which_another_rang_is_waited_for(recording):
    """
    A host whose clock is coarse, or was put back, may record the next day just as the one before rings: it rings for that, too, once.
    """
    definition = workflow(
        evidence("day", values=Day(), window=Window("whole case")),
        evidence("other", values=Day(), window=Window("whole case")),
        event("early", ("start", "hall"), ("hall", "hall"), by=("clock",)),
        event("plan", ("hall", "hall"), records=("day",)),
        state("hall"),
        deadlines=(
            Deadline(states=("start", "hall"), event="early", until="day"),
            Deadline(states=("start", "hall"), event="early", until="other"),
        ),
    )
    rung = after(definition, opened(definition), [record("day", date(2026, 3, 1)), record("other", date(2026, 3, 1))])
    planned = decide(definition, rung, recording("day", date(2026, 3, 5)))
    over = decide(definition, rung, recording("day", date(2026, 2, 27)))

    assert ((0, MONDAY), (1, MONDAY)) == rung.rung == over.after.rung
    assert ((1, MONDAY),) == planned.after.rung
    assert "deadline" not in {one.cause for one in planned.moves}
    assert [("deadline", "hall", "hall", 0)] == [one for one in causes(over) if one[0] == "deadline"]
    then = causes(decide(definition, planned.after, advance(MONDAY + 9 * DAY)))
    assert [("deadline", "hall", "hall")] == [one[:3] for one in then]


def test_what_rang_in_a_state_is_forgotten_with_it_unless_it_waits_for_a_day():
    """
    Whoever comes back to a state has its whole time again; a day that has begun does not begin again.
    """
    again = event("again", ("start", "start"), ("hall", "hall"), by=("clock",))
    definition = workflow(
        evidence("day", values=Day(), window=Window("whole case")),
        again,
        event("go", ("start", "hall"), ("hall", "start")),
        event("early", ("start", "start"), by=("clock",)),
        state("hall"),
        deadlines=(
            Deadline(states=("start",), event="again", length=DAY),
            Deadline(states=("start",), event="early", until="day"),
        ),
    )
    rung = after(definition, opened(definition), [record("day", date(2026, 3, 1)), advance(MONDAY + DAY)])
    away = after(definition, rung, [fire("go", MONDAY + DAY + 1)])
    back = after(definition, away, [fire("go", MONDAY + DAY + 2)])

    assert ((0, MONDAY + DAY), (1, MONDAY)) == rung.rung
    assert ((1, MONDAY),) == away.rung == back.rung
    assert [] == causes(decide(definition, back, advance(MONDAY + 2 * DAY + 1)))
    assert [1] == [
        round(days - 1, 3) for _, _, _, days in causes(decide(definition, back, advance(MONDAY + 2 * DAY + 2)))
    ]


def test_each_deadline_remembers_when_it_last_rang():
    """
    What comes again and again in one state is remembered once for each, the last time.
    """
    again = [event(name, ("start", "start"), by=("clock",)) for name in ("daily", "other")]
    lengths = {"daily": DAY, "other": 2 * DAY}
    definition = workflow(
        *again, deadlines=tuple(Deadline(states=("start",), event=name, length=lengths[name]) for name in lengths)
    )
    decision = decide(definition, opened(definition), advance(MONDAY + 3 * DAY))

    assert [1, 2, 2, 3] == [days for _, _, _, days in causes(decision)]
    assert ((0, MONDAY + 3 * DAY), (1, MONDAY + 2 * DAY)) == decision.after.rung


def test_what_would_close_the_gate_of_where_it_leads_does_not_happen():
    """
    An event that voids what its own state asks for is not allowed, whoever fires it; so nothing falls behind an event.
    """
    definition = workflow(
        evidence("fact", window=Window("whole case"), voided_by=(Voider("event", "late"),)),
        state("inside", guard=asks(Among("fact", ("yes",))), otherwise="start"),
        event("enter", ("start", "inside")),
        event("late", ("inside", "inside"), by=("clock", "worker")),
        deadlines=(Deadline(states=("inside",), event="late", length=DAY),),
    )
    case = after(definition, opened(definition), [record("fact", "yes"), fire("enter")])

    assert ["while"] == missing(decide(definition, case, fire("late")))
    assert [] == causes(decide(definition, case, advance(MONDAY + 5 * DAY)))
