"""
What time does by itself: to the scheme as it was last seen, to dates that have begun already, at the end of the calendar.
"""

from datetime import date

import pytest
from tests.small import (
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

from rjflow.definition.model import Calendar, Day, Deadline, SchemeLink, Way, Window
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, InState, OfScheme
from rjflow.instants import DAY, HOUR, LAST
from rjflow.rules.commands import SeeScheme
from rjflow.rules.deciding import decide as by_the_rules
from rjflow.rules.timing import next_change

READY = asks(Among("staff", ("yes",)))
SERVICE = workflow(
    evidence("staff"),
    state("open", guard=READY, otherwise="start"),
    event("begin", ("start", "open")),
    subject="scheme",
)
CASE = workflow(
    event("go", Way(from_states=("start",), target="end", needs=asks(OfScheme(InState("open"))))),
    scheme=SchemeLink(workflow=SERVICE, needs=()),
)
MORNING = at("2026-03-02T09:00")


def seen_open():
    """
    Give a case that has seen its scheme open.
    """
    scheme = after(SERVICE, opened(SERVICE, MORNING), [record("staff", "yes", MORNING), fire("begin", MORNING)])
    return after(CASE, opened(CASE, MORNING), [SeeScheme(scheme=scheme, at=MORNING)])


def test_a_scheme_falls_though_nobody_looks_at_it():
    """
    The scheme as it was last seen lives on with the clock: its own gate closes when its evidence runs out.
    """
    case = seen_open()

    assert decide(CASE, case, fire("go", MORNING + DAY - 1)).allowed
    assert ["needs"] == missing(decide(CASE, case, fire("go", MORNING + DAY)))
    assert "start" == decide(CASE, case, advance(MORNING + 9 * DAY)).after.scheme.state
    assert MORNING + DAY == next_change(CASE, case, MORNING + 9 * DAY)


def test_how_often_anybody_looks_does_not_matter_to_the_scheme():
    """
    Letting time pass at once or little by little comes to the same.
    """
    at_once = decide(CASE, seen_open(), advance(MORNING + 3 * DAY)).after
    little = after(CASE, seen_open(), [advance(MORNING + hours * HOUR) for hours in range(1, 73)])

    assert at_once == little


def test_a_scheme_of_which_nothing_is_known_any_more_opens_nothing():
    """
    Fail closed: what was seen once does not count when the host can no longer say.
    """
    case = after(CASE, seen_open(), [SeeScheme(scheme=None, at=MORNING)])

    assert ["needs"] == missing(decide(CASE, case, fire("go", MORNING)))


COURT = workflow(
    evidence("court", values=Day(), window=Window("whole case")),
    state("waiting"),
    event("wait", ("start", "waiting")),
    event("court-comes", Way(from_states=("start", "waiting"), target="end"), by=("clock",)),
    deadlines=(Deadline(states=("waiting",), event="court-comes", until="court"),),
)


def test_a_date_that_has_begun_already_rings_at_once():
    """
    A deadline that is due as soon as it is armed fires in the same command, so it does not matter when anybody looks next.
    """
    recorded = after(COURT, opened(COURT), [record("court", date(2026, 1, 1))])
    waiting = decide(COURT, recorded, fire("wait", MORNING + HOUR))
    late = after(COURT, opened(COURT), [fire("wait"), record("court", date(2026, 1, 1))])

    assert ["waiting", "end"] == [move.target for move in waiting.moves]
    assert MORNING + HOUR == waiting.after.since
    assert "end" == late.state


@pytest.mark.parametrize(("when", "current"), [(LAST, True), (10**30, False)])
def test_the_calendar_ends_without_an_error(when, current):
    """
    At the end of the year 9999 everything is still answered; beyond it, nothing that lasts a day is current.
    """
    office = Calendar(name="office", weekdays=(0, 1, 2, 3, 4))
    definition = workflow(
        evidence("today", window=Window("same day")),
        event("go", Way(from_states=("start",), target="end", needs=asks(Among("today", ("yes",))))),
        event("ring", ("start", "start"), by=("clock",)),
        deadlines=(Deadline(states=("start",), event="ring", working_days=3, calendar="office"),),
        calendars=frozen_map({"office": office}),
        time_zone="Asia/Tokyo",
    )
    begun = opened(definition, when)
    recorded = by_the_rules(definition, begun, record("today", "yes", when)).after

    assert current is by_the_rules(definition, recorded, fire("go", when)).allowed
