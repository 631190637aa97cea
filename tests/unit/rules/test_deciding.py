"""
The meaning of the language, construct by construct.
"""

from datetime import date

import pytest
from tests.small import (
    ADA,
    BEN,
    MONDAY,
    advance,
    after,
    asks,
    at,
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

from rjflow.definition.model import (
    BACK,
    Calendar,
    Change,
    Day,
    Deadline,
    Flag,
    Group,
    Kind,
    Notice,
    Number,
    Voider,
    Way,
    Window,
)
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, Compare, ForPeople, IsCurrent, Not, SamePerson
from rjflow.instants import DAY, HOUR
from rjflow.rules.commands import Given, GiveNotice, Join, Leave
from rjflow.rules.situation import Actor

IS_YES = Among("fact", ("yes",))


def check_times(definition, begin, moments, open_until):
    """
    Record `fact` at the beginning; an event that needs it is open at each moment exactly while it lies before *open_until*.
    """
    situation = after(definition, opened(definition, begin), [record("fact", "yes", begin)])
    answers = {moment: decide(definition, situation, fire("go", at(moment))).allowed for moment in moments}

    assert {moment: at(moment) < at(open_until) for moment in moments} == answers


def needing_fact(**more):
    """
    Give a workflow in which `go` needs `fact`.
    """
    return event("go", Way(from_states=("start",), target="next", needs=asks(IS_YES)), **more), state("next")


# ---- windows and time zones ------------------------------------------------------------------------------------------


def test_a_record_is_current_until_the_last_instant_of_its_window():
    """
    What is current for a day is current up to, and not at, the same time next day.
    """
    definition = workflow(*needing_fact(), evidence("fact"))
    moments = ["2026-03-02T09:00", "2026-03-03T08:59:59.999999", "2026-03-03T09:00", "2026-03-04T09:00"]
    check_times(definition, MONDAY, moments, "2026-03-03T09:00")


@pytest.mark.parametrize(
    ("zone", "begin", "midnight"),
    [
        ("UTC", "2026-03-28T23:59", "2026-03-29T00:00"),
        ("Europe/London", "2026-03-28T10:00", "2026-03-29T00:00+00:00"),
        ("Europe/London", "2026-03-29T10:00", "2026-03-30T00:00+01:00"),  # a day of 23 hours
        ("Europe/London", "2026-10-25T10:00", "2026-10-26T00:00+00:00"),  # a day of 25 hours
        ("Pacific/Auckland", "2026-03-28T10:00", "2026-03-29T00:00+13:00"),
    ],
)
def test_the_same_day_ends_at_midnight_where_the_workflow_is(zone, begin, midnight):
    """
    A record for the same day runs out at local midnight, changes of the clocks included.
    """
    fact = evidence("fact", window=Window("same day"))
    definition = workflow(*needing_fact(), fact, time_zone=zone)
    situation = after(definition, opened(definition, at(begin)), [record("fact", "yes", at(begin))])
    last = at(midnight) - 1

    assert decide(definition, situation, fire("go", last)).allowed
    assert not decide(definition, situation, fire("go", last + 1)).allowed


def test_what_lasts_for_the_whole_case_never_runs_out():
    """
    Evidence for the whole case is as good after years.
    """
    definition = workflow(*needing_fact(), evidence("fact", window=Window("whole case")))
    situation = after(definition, opened(definition), [record("fact", "yes")])

    assert decide(definition, situation, fire("go", MONDAY + 3000 * DAY)).allowed


def test_a_command_from_the_past_is_judged_now():
    """
    Claiming an earlier time does not bring stale evidence back.
    """
    definition = workflow(*needing_fact(), evidence("fact"))
    late = after(definition, opened(definition), [record("fact", "yes"), advance(MONDAY + 2 * DAY)])

    assert ["needs"] == missing(decide(definition, late, fire("go", MONDAY + HOUR)))


# ---- records ---------------------------------------------------------------------------------------------------------


def test_a_record_made_before_what_it_needs_does_not_count():
    """
    The record is kept and is void from the start; recorded again afterwards, it counts.
    """
    second = evidence("fact", needs=asks(Among("told", ("yes",))))
    definition = workflow(*needing_fact(), evidence("told"), second)
    early = decide(definition, opened(definition), record("fact", "yes"))
    told = after(definition, early.after, [record("told", "yes")])
    again = after(definition, told, [record("fact", "yes")])

    assert early.allowed
    assert not early.counts
    assert ["needs"] == missing(decide(definition, told, fire("go")))
    assert decide(definition, again, fire("go")).allowed


@pytest.mark.parametrize(("told", "void"), [(True, None), (False, "needs")])
def test_a_record_made_with_an_event_counts_like_any_other(told, void):
    """
    What an event records is void from the start, too, while what it needs is not true.
    """
    second = evidence("fact", needs=asks(Among("told", ("yes",))))
    definition = workflow(evidence("told"), second, event("go", ("start", "start"), records=("fact",)))
    commands = [record("told", "yes")] if told else []
    situation = after(definition, opened(definition), [*commands, fire("go", given=(Given("fact", "yes"),))])

    assert [void] == [one.void for one in situation.records[1:] if one]


def test_a_withdrawal_takes_effect_even_where_it_does_not_count():
    """
    A record replaces what was there, whether or not it counts itself.
    """
    second = evidence("fact", needs=asks(Among("told", ("yes",))))
    definition = workflow(*needing_fact(), evidence("told"), second)
    given = after(definition, opened(definition), [record("told", "yes"), record("fact", "yes"), record("told", "no")])
    withdrawn = after(definition, given, [record("fact", "no")])

    assert decide(definition, given, fire("go")).allowed
    assert ["needs"] == missing(decide(definition, withdrawn, fire("go")))


@pytest.mark.parametrize(
    ("voider", "command"),
    [
        (Voider("evidence", "other"), record("other", "yes")),
        (Voider("event", "stir"), fire("stir")),
        (Voider("notice", "alarm"), GiveNotice(notice="alarm", actor=ADA, at=MONDAY)),
        (Voider("change", "guest"), Join(person="p2", kind="guest", actor=ADA, at=MONDAY)),
        (Voider("change", "guest"), Leave(person="p1", actor=ADA, at=MONDAY)),
    ],
)
def test_whatever_is_listed_voids_what_was_recorded_before(voider, command):
    """
    Evidence, events, notices and changes of people void a record; recorded again, it counts again.
    """
    change = Change(by=("worker",), states=("start",))
    definition = workflow(
        *needing_fact(),
        evidence("fact", voided_by=(voider,)),
        evidence("other"),
        event("stir", ("start", "start")),
        Notice(name="alarm", label="alarm"),
        Kind(name="guest", label="guest", joins=change, leaves=change),
    )
    before = after(definition, opened(definition, p1="guest"), [record("fact", "yes")])
    voided = after(definition, before, [command])
    again = after(definition, voided, [record("fact", "yes")])

    assert decide(definition, before, fire("go")).allowed
    assert ["needs"] == missing(decide(definition, voided, fire("go")))
    assert decide(definition, again, fire("go")).allowed


@pytest.mark.parametrize(("own", "standing"), [(True, ["p2"]), (False, [])])
def test_own_voids_only_what_is_about_the_same_person(own, standing):
    """
    With `own`, another person's record stands; without it, everybody's is void.
    """
    about = {"about": "guest"}
    definition = workflow(
        evidence("fact", voided_by=(Voider("evidence", "plan", own=own),), **about),
        evidence("plan", **about),
        Kind(name="guest", label="guest"),
    )
    commands = [
        record("fact", "yes", person="p1"),
        record("fact", "yes", person="p2"),
        record("plan", "yes", person="p1"),
    ]
    situation = after(definition, opened(definition, p1="guest", p2="guest"), commands)

    assert standing == [one.id for one in situation.people if one.records[0] and one.records[0].void is None]


def test_records_of_one_step_do_not_void_each_other():
    """
    Two pieces of evidence given with one event both stand, though each voids the other otherwise.
    """
    definition = workflow(
        evidence("one", voided_by=(Voider("evidence", "two"),)),
        evidence("two", voided_by=(Voider("evidence", "one"),)),
        event("go", ("start", "start"), records=("one", "two")),
    )
    given = (Given("one", "yes"), Given("two", "yes"))
    situation = after(definition, opened(definition), [fire("go", given=given)])

    assert [None, None] == [record.void for record in situation.records if record]


@pytest.mark.parametrize(
    ("values", "good", "bad"),
    [
        (Flag(), True, 1),
        (Number(0, 3), 3, 4),
        (Number(0, 3), 0, False),
        (Day(), date(2026, 3, 1), "2026-03-01"),
    ],
)
def test_a_value_is_of_its_kind_and_nothing_is_converted(values, good, bad):
    """
    What looks like a value is not one.
    """
    definition = workflow(evidence("fact", values=values))

    assert decide(definition, opened(definition), record("fact", good)).allowed
    assert ["form"] == missing(decide(definition, opened(definition), record("fact", bad)))


# ---- who may ---------------------------------------------------------------------------------------------------------


def test_only_the_very_person_speaks_for_themselves():
    """
    A kind in `recorded-by` is the person the evidence is about, not another of the same kind, and nobody without their word.
    """
    definition = workflow(evidence("fact", about="guest", recorded_by=("guest",)), Kind(name="guest", label="guest"))
    situation = opened(definition, p1="guest", p2="guest")
    who = {
        name: Actor(name, frozenset(), frozenset(people))
        for name, people in {"x": ("p1",), "y": ("p2",), "z": ()}.items()
    }
    answers = {
        name: decide(definition, situation, record("fact", "yes", person="p1", actor=actor)).allowed
        for name, actor in who.items()
    }

    assert {"x": True, "y": False, "z": False} == answers


def test_nobody_who_recorded_it_may_approve_while_it_counts():
    """
    `not-by` refuses the author of what is current, and nobody else; when it has run out, it asks nothing.
    """
    definition = workflow(evidence("plan"), evidence("approval", not_by=("plan",)))
    planned = after(definition, opened(definition), [record("plan", "yes", actor=ADA)])

    assert ["not-by"] == missing(decide(definition, planned, record("approval", "yes", actor=ADA)))
    assert decide(definition, planned, record("approval", "yes", actor=BEN)).allowed
    assert decide(definition, planned, record("approval", "yes", MONDAY + DAY, actor=ADA)).allowed


def test_whoever_fired_an_event_is_remembered_for_separation():
    """
    `not-by` an event refuses whoever ever fired it.
    """
    definition = workflow(event("ask", ("start", "start")), event("grant", ("start", "end"), not_by=("ask",)))
    asked = after(definition, opened(definition), [fire("ask", actor=ADA)])

    assert ["not-by"] == missing(decide(definition, asked, fire("grant", actor=ADA)))
    assert decide(definition, asked, fire("grant", actor=BEN)).allowed


def test_same_person_is_unknown_until_both_count():
    """
    Until both were recorded nobody can say whether one person did both, so the condition opens nothing, negated or not.
    """
    same = SamePerson("one", "two")
    definition = workflow(
        evidence("one"),
        evidence("two"),
        event("same", Way(from_states=("start",), target="start", needs=asks(same))),
        event("other", Way(from_states=("start",), target="start", needs=asks(Not(same)))),
    )
    one = after(definition, opened(definition), [record("one", "yes", actor=ADA)])
    both = after(definition, one, [record("two", "yes", actor=ADA)])

    assert (False, False) == tuple(decide(definition, one, fire(name)).allowed for name in ("same", "other"))
    assert (True, False) == tuple(decide(definition, both, fire(name)).allowed for name in ("same", "other"))


# ---- people ----------------------------------------------------------------------------------------------------------


def test_no_more_than_at_most_are_admitted():
    """
    One more than `at-most` is refused; when somebody left, there is room again.
    """
    change = Change(by=("worker",), states=("start",))
    definition = workflow(Kind(name="guest", label="guest", at_most=1, joins=change, leaves=change))
    full = opened(definition, p1="guest")
    left = after(definition, full, [Leave(person="p1", actor=ADA, at=MONDAY)])
    join = Join(person="p2", kind="guest", actor=ADA, at=MONDAY)

    assert ["people"] == missing(decide(definition, full, join))
    assert decide(definition, left, join).allowed


def test_every_over_people_who_are_missing_is_not_true():
    """
    `every` over a group that must not be empty opens nothing while it is; over a group that may be, it is true.
    """
    every = ForPeople("every", 0, "guest", Among("fact", ("yes",)))
    go = event("go", Way(from_states=("start",), target="end", needs=asks(every)))
    fact = evidence("fact", about="guest")
    needed = workflow(go, fact, Kind(name="guest", label="guest", at_least=1))
    free = workflow(go, fact, Kind(name="guest", label="guest"))

    assert not decide(needed, opened(needed), fire("go")).allowed
    assert decide(free, opened(free), fire("go")).allowed


# ---- states ----------------------------------------------------------------------------------------------------------


def guarded(*more):
    """
    Give a workflow with a state that one is in only while `fact` is yes.
    """
    return workflow(
        evidence("fact"),
        state("inside", guard=asks(IS_YES), otherwise="outside"),
        state("outside"),
        event("enter", ("start", "inside")),
        *more,
    )


def test_a_case_enters_only_while_and_falls_at_the_very_instant():
    """
    `while` guards the way in; when it stops being true, the case has moved at that instant, whenever somebody looks.
    """
    definition = guarded()
    inside = after(definition, opened(definition), [record("fact", "yes"), fire("enter")])
    later = decide(definition, inside, advance(MONDAY + 10 * DAY))

    assert ["while"] == missing(decide(definition, opened(definition), fire("enter")))
    assert "outside" == later.after.state
    assert MONDAY + DAY == later.after.since
    assert [("fell", MONDAY + DAY)] == [(move.cause, move.at) for move in later.moves]


def test_a_withdrawal_moves_the_case_in_the_same_step():
    """
    A record that closes the gate moves the case at once.
    """
    definition = guarded()
    inside = after(definition, opened(definition), [record("fact", "yes"), fire("enter")])

    assert "outside" == decide(definition, inside, record("fact", "no")).after.state


def holding(*more):
    """
    Give a workflow with two holding states and a way back from both.
    """
    return guarded(
        state("hold", holds=True),
        state("rest", holds=True),
        event("pause", ("start", "hold"), ("inside", "hold"), ("hold", "rest")),
        event("resume", ("hold", BACK), ("rest", BACK)),
        *more,
    )


def test_a_case_held_twice_goes_back_to_where_it_was_first():
    """
    A holding state entered from a holding state keeps what was remembered.
    """
    definition = holding()
    held = after(definition, opened(definition), [fire("pause"), fire("pause")])

    assert ("rest", "start") == (held.state, held.held_from)
    assert "start" == decide(definition, held, fire("resume")).after.state


def test_a_way_back_whose_gate_has_closed_leads_otherwise():
    """
    `back` goes to the remembered state, or where one falls from it.
    """
    definition = holding()
    commands = [record("fact", "yes"), fire("enter"), fire("pause")]
    held = after(definition, opened(definition), commands)

    assert "inside" == decide(definition, held, fire("resume")).after.state
    assert "outside" == decide(definition, held, fire("resume", MONDAY + DAY)).after.state


@pytest.mark.parametrize(("reason", "allowed"), [("done", True), (None, False), ("tired", False)])
def test_a_final_state_wants_one_of_its_reasons(reason, allowed):
    """
    Where there are several reasons, one of them must be given.
    """
    definition = workflow(event("close", ("start", "over")), state("over", final=True, reasons=("done", "dropped")))

    assert allowed == decide(definition, opened(definition), fire("close", reason=reason)).allowed


def test_nothing_happens_to_a_closed_case():
    """
    Neither events nor evidence nor notices reach a case that is over.
    """
    definition = workflow(event("close", ("start", "end")), evidence("fact"), Notice(name="alarm", label="alarm"))
    closed = after(definition, opened(definition), [fire("close")])
    commands = [fire("close"), record("fact", "yes"), GiveNotice(notice="alarm", actor=ADA, at=MONDAY)]

    assert [["state"]] * 3 == [missing(decide(definition, closed, command)) for command in commands]


# ---- events ----------------------------------------------------------------------------------------------------------


def test_an_event_with_two_open_ways_is_refused():
    """
    Which way to go is never left to the order in a file.
    """
    ways = (Way(from_states=("start",), target="one"), Way(from_states=("start",), target="two", needs=asks(IS_YES)))
    definition = workflow(evidence("fact"), state("one"), state("two"), event("go", *ways))
    both = after(definition, opened(definition), [record("fact", "yes")])

    assert "one" == decide(definition, opened(definition), fire("go")).after.state
    assert "one way" in missing(decide(definition, both, fire("go")))


@pytest.mark.parametrize(
    "given",
    [
        (),
        (Given("fact", "yes"), Given("fact", "no")),
        (Given("fact", "perhaps"),),
        (Given("fact", "yes"), Given("other", "yes")),
        (Given("fact", "yes", "p1"),),
    ],
)
def test_an_event_wants_exactly_what_it_records(given):
    """
    Too little, too much, twice, ill-typed, or about somebody where it is about the case: each is refused for its form.
    """
    definition = workflow(event("go", ("start", "end"), records=("fact",)), evidence("fact"), evidence("other"))

    assert "form" in missing(decide(definition, opened(definition), fire("go", given=given)))


def test_needs_are_judged_before_and_while_after_what_is_recorded():
    """
    What an event records does not help its own `needs`, but opens the gate of the state it leads to.
    """
    own = event("own", Way(from_states=("start",), target="outside", needs=asks(IS_YES)), records=("fact",))
    into = event("into", ("start", "inside"), records=("fact",))
    definition = guarded(own, into)
    given = (Given("fact", "yes"),)

    assert ["needs"] == missing(decide(definition, opened(definition), fire("own", given=given)))
    assert "inside" == decide(definition, opened(definition), fire("into", given=given)).after.state


def test_an_alternative_suffices():
    """
    Of `any`, one true requirement is enough, and the others are shown as alternatives.
    """
    either = asks(IS_YES, Among("other", ("yes",)), mode="any")
    go = event("go", Way(from_states=("start",), target="end", needs=Group(items=(either,))))
    definition = workflow(go, evidence("fact"), evidence("other"))
    situation = after(definition, opened(definition), [record("other", "yes")])
    decision = decide(definition, situation, fire("go"))

    assert decision.allowed
    assert [(None, True), (True, True)] == [
        (one.truth, one.alternative) for one in decision.findings if one.asked == "needs"
    ]


@pytest.mark.parametrize("condition", [IS_YES, Not(IS_YES), Compare("count", ">=", 0), IsCurrent("fact")])
def test_what_is_not_current_opens_nothing_in_any_polarity(condition):
    """
    Absent and stale evidence makes every test unknown, negated or not.
    """
    go = event("go", Way(from_states=("start",), target="end", needs=asks(condition)))
    definition = workflow(go, evidence("fact"), evidence("count", values=Number(0, 3)))
    stale = after(definition, opened(definition), [record("fact", "no"), record("count", 2), advance(MONDAY + DAY)])

    for situation in (opened(definition), stale):
        assert ["needs"] == missing(decide(definition, situation, fire("go")))


# ---- deadlines -------------------------------------------------------------------------------------------------------

RING = event("ring", ("start", "late"), by=("clock",))


def test_a_deadline_fires_at_its_instant():
    """
    After so long in a state the clock moves the case, at that instant, and not before.
    """
    definition = workflow(RING, state("late"), deadlines=(Deadline(states=("start",), event="ring", length=2 * DAY),))
    early, due = MONDAY + 2 * DAY - 1, MONDAY + 2 * DAY
    moves = decide(definition, opened(definition), advance(MONDAY + 9 * DAY)).moves

    assert "start" == decide(definition, opened(definition), advance(early)).after.state
    assert "late" == decide(definition, opened(definition), advance(due)).after.state
    assert [("deadline", due, "ring")] == [(move.cause, move.at, move.event) for move in moves]


def test_working_days_skip_weekends_and_holidays():
    """
    Three working days from Thursday, with a holiday on Monday, end when Wednesday is over, where the workflow is.
    """
    office = Calendar(name="office", weekdays=(0, 1, 2, 3, 4), holidays=(date(2026, 3, 30),))
    definition = workflow(
        RING,
        state("late"),
        calendars=frozen_map({"office": office}),
        time_zone="Europe/London",
        deadlines=(Deadline(states=("start",), event="ring", working_days=3, calendar="office"),),
    )
    thursday, over = at("2026-03-26T09:00"), at("2026-04-02T00:00+01:00")

    assert "start" == decide(definition, opened(definition, thursday), advance(over - 1)).after.state
    assert "late" == decide(definition, opened(definition, thursday), advance(over)).after.state


def test_a_recorded_date_fires_when_it_begins():
    """
    `until` a date fires at its midnight, once for each record.
    """
    day = evidence("day", values=Day(), window=Window("whole case"))
    definition = workflow(
        event("ring", ("start", "start"), by=("clock",)),
        day,
        deadlines=(Deadline(states=("start",), event="ring", until="day"),),
    )
    dated = after(definition, opened(definition), [record("day", date(2026, 3, 5))])
    once = decide(definition, dated, advance(at("2026-03-10")))
    again = decide(definition, once.after, advance(at("2026-03-20")))

    assert [at("2026-03-05")] == [move.at for move in once.moves]
    assert () == again.moves


def test_nobody_fires_what_only_the_clock_fires():
    """
    An actor with every role, even one who calls themselves the clock, does not fire a deadline's event.
    """
    definition = workflow(RING, state("late"))
    pretender = Actor("clock", frozenset({"clock", "worker"}))

    for actor in (ADA, pretender):
        assert ["actor"] == missing(decide(definition, opened(definition), fire("ring", actor=actor)))
