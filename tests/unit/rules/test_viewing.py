"""
How a situation looks to conditions: lives, people, authors and the scheme, and when something changes by itself.
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
    at,
    event,
    evidence,
    fire,
    opened,
    record,
    state,
    workflow,
)

from rjflow.definition.model import Day, Deadline, Kind, Notice, SchemeLink, Voider, Window
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, InKind, IsCurrent, OfScheme, SamePerson
from rjflow.instants import DAY, HOUR
from rjflow.rules.commands import GiveNotice
from rjflow.rules.timing import due_at, next_change
from rjflow.rules.viewing import SituationView, authors, holds, life, record_of, records_of, until

DEFINITION = workflow(
    evidence("fact", voided_by=(Voider("notice", "alarm"),)),
    evidence("wish", about="guest", window=Window("whole case")),
    evidence("said", about="guest"),
    Kind(name="guest", label="guest", at_least=2),
    Kind(name="host", label="host"),
    Notice(name="alarm", label="alarm"),
    state("room", kind="meeting"),
    event("go", ("start", "room"), ("room", "start")),
    event("leave", ("start", "end")),
)
CASE = opened(DEFINITION, g1="guest", h1="host", g2="guest")


def test_a_record_is_absent_void_stale_or_current():
    """
    Each life has its own name, and the end of a window is not in it.
    """
    fact, wish = DEFINITION.evidence["fact"], DEFINITION.evidence["wish"]
    case = after(DEFINITION, CASE, [record("fact", "yes"), record("wish", "yes", person="g1")])
    mine = record_of(DEFINITION, case, "fact", None)
    theirs = record_of(DEFINITION, case, "wish", "g1")
    undone = after(DEFINITION, case, [GiveNotice(notice="alarm", actor=ADA, at=MONDAY)])

    assert "absent" == life(DEFINITION, fact, None, MONDAY)
    assert ["current", "stale"] == [life(DEFINITION, fact, mine, MONDAY + one) for one in (DAY - 1, DAY)]
    assert "void" == life(DEFINITION, fact, record_of(DEFINITION, undone, "fact", None), MONDAY)
    assert "current" == life(DEFINITION, wish, theirs, MONDAY + 9999 * DAY)
    assert (MONDAY + DAY, None) == (until(DEFINITION, fact, mine), until(DEFINITION, wish, theirs))


def test_what_is_recorded_of_one_person_is_not_of_another():
    """
    A record about people is found with the person it is about, and with nobody else.
    """
    case = after(DEFINITION, CASE, [record("wish", "yes", person="g1"), record("said", "no", person="g2", actor=BEN)])

    assert [("g1", "yes")] == [(one.id, it.value) for one, it in records_of(DEFINITION, case, "wish") if one]
    assert record_of(DEFINITION, case, "wish", "g2") is None
    assert record_of(DEFINITION, case, "wish", "nobody") is None
    assert True is holds(DEFINITION, case, Among("wish", ("yes",)), "g1")
    assert None is holds(DEFINITION, case, Among("wish", ("yes",)), "g2")
    assert False is holds(DEFINITION, case, IsCurrent("wish"), "g2", observer=True)


def test_who_made_what_counts_while_it_is_current_and_of_whom_it_is_asked():
    """
    Of events, whoever fired them; of records, whoever made one that is current, about the person that is asked about.
    """
    case = after(DEFINITION, CASE, [record("wish", "yes", person="g1"), record("said", "no", person="g2", actor=BEN)])
    later = after(DEFINITION, case, [advance(MONDAY + DAY)])

    assert [{"ada"}, {"ben"}, set()] == [
        authors(DEFINITION, case, *one) for one in (("wish", "g1"), ("said", "g2"), ("said", "g1"))
    ]
    assert [{"ada"}, {"ben"}] == [authors(DEFINITION, case, one) for one in ("wish", "said")]
    assert frozenset() == authors(DEFINITION, later, "said")
    assert None is holds(DEFINITION, case, SamePerson("wish", "said"), "g1")
    assert False is holds(DEFINITION, case, SamePerson("wish", "said"))
    apart = after(DEFINITION, case, [record("wish", "yes", person="g2")])
    assert False is holds(DEFINITION, apart, SamePerson("wish", "said"), "g2")
    assert None is holds(DEFINITION, apart, SamePerson("said", "wish"), "g1")
    both = after(DEFINITION, case, [record("said", "yes", person="g1"), record("fact", "yes", actor=BEN)])
    assert True is holds(DEFINITION, both, SamePerson("wish", "said"), "g1")
    assert False is holds(DEFINITION, both, SamePerson("wish", "fact"), "g1")


def test_a_group_is_those_who_are_in_it_and_lacks_who_is_not():
    """
    People stand in the order in which they came; a kind that needs two and has one lacks somebody.
    """
    view, fewer = SituationView(DEFINITION, CASE), SituationView(DEFINITION, opened(DEFINITION, g1="guest", h1="host"))

    assert [["g1", "g2"], ["h1"]] == [view.members(group) for group in ("guest", "host")]
    assert [False, False, True, False] == [
        one.lacks_people(group) for one in (view, fewer) for group in ("guest", "host")
    ]


def test_what_kind_of_state_a_case_is_in_is_seen():
    """
    A meeting is one only while the case is there.
    """
    there = after(DEFINITION, CASE, [fire("go")])

    assert [False, True] == [holds(DEFINITION, one, InKind("meeting")) for one in (CASE, there)]


def test_what_is_good_for_a_day_is_so_by_the_calendar_of_the_workflow():
    """
    A record that is good until midnight, or a day that is waited for, goes by the workflow's own time zone; also where the scheme is asked.
    """
    far = evolve(DEFINITION, time_zone="Pacific/Kiritimati")  # fourteen hours before UTC: it is nearly midnight there
    today = evolve(
        far,
        evidence=frozen_map({**far.evidence, "fact": evidence("fact", window=Window("same day"))}),
    )
    case = after(today, opened(today), [record("fact", "yes", MONDAY)])
    later = after(today, case, [advance(MONDAY + HOUR)])
    link = SchemeLink(workflow=today, needs=())
    around = evolve(workflow(event("go", ("start", "end"))), scheme=link)
    seen = opened(around).evolved(scheme=case)

    assert [{"ada"}, set()] == [authors(today, one, "fact") for one in (case, later)]
    assert True is holds(around, seen, OfScheme(IsCurrent("fact")))
    assert None is holds(around, seen.evolved(now=MONDAY + HOUR), OfScheme(IsCurrent("fact")))


# ---- what changes by itself ------------------------------------------------------------------------------------------

SCHEME = evolve(
    workflow(evidence("register"), event("lapse", ("start", "end"), by=("clock",))),
    deadlines=(Deadline(event="lapse", states=("start",), length=5 * HOUR),),
)
TIMED = evolve(
    workflow(
        evidence("for-good", window=Window("whole case")),
        evidence("fact", window=Window("elapsed", 3 * HOUR)),
        evidence("day", values=Day(), window=Window("elapsed", 90 * DAY)),
        evidence("today", values=Day(), window=Window("same day")),
        event("remind", ("start", "start"), by=("clock",)),
        event("begin", ("start", "end"), by=("clock",)),
    ),
    scheme=SchemeLink(workflow=SCHEME, needs=()),
    deadlines=(
        Deadline(event="remind", states=("start",), length=7 * HOUR),
        Deadline(event="begin", states=("start",), until="day"),
        Deadline(event="begin", states=("start",), until="today"),
    ),
)


def test_the_next_change_is_the_first_of_all():
    """
    A record of the case's own, what the scheme's clock does, and the case's own deadline come one after the other, each in its time.
    """
    case = opened(TIMED).evolved(scheme=opened(SCHEME))
    known = after(TIMED, case, [record("for-good", "yes"), record("fact", "yes")])
    without = opened(TIMED)

    assert MONDAY + 3 * HOUR == next_change(TIMED, known, MONDAY + DAY)
    assert MONDAY + 5 * HOUR == next_change(TIMED, case, MONDAY + DAY)
    assert MONDAY + 7 * HOUR == next_change(TIMED, without, MONDAY + DAY)
    assert next_change(TIMED, known, MONDAY + 2 * HOUR) is None
    assert MONDAY + 3 * HOUR == next_change(TIMED, known, MONDAY + 3 * HOUR)


def test_a_deadline_that_fired_is_due_again_after_its_length():
    """
    A state that its own deadline does not leave is reminded again, counted from the last time.
    """
    first = after(TIMED, opened(TIMED), [advance(MONDAY + 8 * HOUR)])

    assert MONDAY + 7 * HOUR == due_at(TIMED, opened(TIMED), 0)
    assert MONDAY + 14 * HOUR == due_at(TIMED, first, 0)


@pytest.mark.parametrize(
    ("rung", "due"),
    [(None, at("2026-03-05T00:00")), (MONDAY - 1, at("2026-03-05T00:00")), (MONDAY, None), (MONDAY + 1, None)],
)
def test_a_date_is_waited_for_once_for_each_record(rung, due):
    """
    A deadline until a date fires when the day begins; once it has fired for a record, only a newer one makes it fire again.
    """
    case = after(TIMED, opened(TIMED), [record("day", date(2026, 3, 5))])
    rung_before = case.evolved(rung=() if rung is None else ((1, rung),))

    assert due == due_at(TIMED, rung_before, 1)
    assert due_at(TIMED, opened(TIMED), 1) is None


def test_a_date_that_ran_out_is_waited_for_no_more():
    """
    Only a record that is current says when.
    """
    case = after(TIMED, opened(TIMED), [record("day", date(2026, 12, 24))])
    later = case.evolved(now=MONDAY + 91 * DAY)
    today = after(TIMED, opened(TIMED), [record("today", date(2026, 3, 3))])

    assert at("2026-03-03T00:00") == due_at(TIMED, today, 2)
    assert due_at(TIMED, today.evolved(now=MONDAY + DAY), 2) is None
    assert at("2026-12-24T00:00") == due_at(TIMED, case, 1)
    assert due_at(TIMED, later, 1) is None
