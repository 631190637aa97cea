"""
What happened in a decision, in the words of safeguards, and what is wrong where a story ends, form by form; read off decisions alone.
"""

from datetime import date

import pytest
from tests.small import ADA, BEN, MONDAY, advance, asks, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.model import CLOCK, Change, Day, Deadline, Kind, Notice, OneOf, Voider, Way, Window
from rjflow.definition.safeguards import (
    After,
    AlwaysOpen,
    Before,
    DifferentPeople,
    Entering,
    Form,
    Happening,
    Step,
)
from rjflow.guards.syntax import Among, ForPeople, InState
from rjflow.instants import DAY, HOUR
from rjflow.reader.reading import read
from rjflow.report.placing import what_let_it_through
from rjflow.rules.commands import Command, Given, GiveNotice, Join, Leave
from rjflow.rules.situation import Actor
from rjflow.verifier.happening import Facts
from rjflow.verifier.replaying import attempts, decided, ending, facts_of
from rjflow.verifier.spoken import OneWay
from rjflow.verifier.verifying import verify

YES, OWN = Among("fact", ("yes",)), Among("own", ("yes",))
COMING = Change(by=("worker",), states=("start", "room", "hall", "salon"))
HOUSE = workflow(
    evidence("fact", voided_by=(Voider("notice", "alarm"),)),
    evidence("calm", voided_by=(Voider("change", "guest"),)),
    evidence("own", about="guest", window=Window("whole case")),
    evidence("more", about="guest", window=Window("whole case"), needs=asks(ForPeople("some", 0, "guest", OWN))),
    evidence("day", values=Day(), window=Window("whole case")),
    *(state("room", guard=asks(YES), otherwise="hall"), state("hall")),
    state("salon", guard=asks(Among("calm", ("yes",))), otherwise="hall"),
    *(Notice(name="alarm", label="alarm"), Notice(name="bell", label="bell")),
    *(Kind(name="guest", label="guest", joins=COMING, leaves=COMING), Kind(name="cook", label="cook", joins=COMING)),
    *(event("enter", ("start", "room")), event("sit", ("start", "salon"))),
    event("note", ("hall", "hall"), ("start", "start"), records=("day",)),
    event("tick", ("hall", "hall"), by=(CLOCK,)),
    event("late", ("hall", "end"), by=(CLOCK,)),
    event(
        "tell",
        Way(from_states=("start",), target="start", needs=asks(OWN)),
        records=("own",),
        not_by=("enter", "tick", "late"),
    ),
    event("leave", ("start", "end"), ("room", "end"), ("hall", "end"), by=("guest",)),
    deadlines=(
        Deadline(states=("hall",), event="tick", length=DAY),
        Deadline(states=("hall",), event="late", until="day"),
    ),
)
INSIDE = [record("fact", "yes"), fire("enter")]
ALARM = GiveNotice(notice="alarm", actor=ADA, at=MONDAY)


def told(*commands: Command) -> list[tuple[str | None, str | None, list[str]]]:
    """
    Say what happened at the last of some commands: the event, the state that was entered, and everything by its name.
    """
    decisions = decided(HOUSE, opened(HOUSE, ann="guest"), commands)
    assert decisions is not None
    return [_plain(one) for one in facts_of(HOUSE, decisions[-1])]


def _plain(facts: Facts) -> tuple[str | None, str | None, list[str]]:
    return facts.event.name if facts.event else None, facts.entered, [one.name for one in facts.occurrences]


YESTERDAY = Given("day", date(2026, 3, 1), None)
FELL, NOTED = (None, "hall", []), (None, None, ["bell"])
TICK, LATE = ("tick", "hall", ["tick"]), ("late", "end", ["late"])


@pytest.mark.parametrize(
    ("commands", "happened"),
    [
        (INSIDE, [("enter", "room", ["enter"])]),
        ([*INSIDE, ALARM], [(None, "hall", ["alarm"])]),
        ([*INSIDE, advance(MONDAY + DAY)], [FELL]),
        ([*INSIDE, advance(MONDAY + 2 * DAY)], [FELL, TICK]),
        ([*INSIDE, GiveNotice(notice="bell", actor=ADA, at=MONDAY + 2 * DAY)], [FELL, TICK, NOTED]),
        ([*INSIDE, GiveNotice(notice="bell", actor=ADA, at=MONDAY + HOUR)], [NOTED]),
        ([*INSIDE, ALARM, record("day", date(2026, 3, 1))], [(None, None, ["day"]), LATE]),
        ([*INSIDE, ALARM, fire("note", given=(YESTERDAY,))], [("note", "hall", ["note", "day"]), LATE]),
        (
            [*INSIDE, ALARM, fire("note", MONDAY + DAY, given=(YESTERDAY,))],
            [TICK, ("note", "hall", ["note", "day"]), LATE],
        ),
        ([Join(person="bob", kind="cook", actor=ADA, at=MONDAY)], [(None, None, ["cook"])]),
        ([Leave(person="ann", actor=ADA, at=MONDAY)], [(None, None, ["guest"])]),
    ],
)
def test_what_happened_is_told_in_order(commands: list[Command], happened: list):
    """
    What the clock did first comes first, then what was commanded, with the state that it led to, and then what that made due.
    """
    assert happened == told(*commands)


@pytest.mark.parametrize(("value", "first", "counts"), [("yes", None, False), ("yes", "yes", True)])
def test_a_record_that_does_not_count_is_none(value: str, first: str | None, counts: bool):
    """
    What is recorded without what it needs happened, and does not count.
    """
    before = [] if first is None else [record("own", first, person="ann")]
    decisions = decided(HOUSE, opened(HOUSE, ann="guest"), [*before, record("more", value, person="ann")])
    assert decisions is not None
    [facts] = facts_of(HOUSE, decisions[-1])

    assert [counts] == [one.counts for one in facts.occurrences]


def wrong(form: Form, *commands: Command, **people: str) -> object:
    """
    Say whom a story that some commands make lacks something of at its end; everybody where it is about the case, nothing where nothing is wrong.
    """
    before = opened(HOUSE, **(people or {"ann": "guest"}))
    decisions = decided(HOUSE, before, commands)
    assert decisions is not None
    found = ending(HOUSE, form, before, decisions)
    return None if found is None else found.people or "the case"


def said(name: str, person: str | None = None, value: str = "yes") -> Command:
    """
    Record something on Monday.
    """
    return record(name, value, person=person)


ENTER = (Happening("event", "enter"),)
ASKED = (Happening("evidence", "own", values=OWN),)
EVERYBODY_ASKED = Before(event=ENTER, must_have=ASKED, since=(Happening("notice", "bell"),))
FACT = said("fact")
BELL = GiveNotice(notice="bell", actor=ADA, at=MONDAY)
BOB, CORA = (
    Join(person="bob", kind="guest", actor=ADA, at=MONDAY),
    Join(person="cora", kind="cook", actor=ADA, at=MONDAY),
)
TWO = {"ann": "guest", "bob": "guest"}


@pytest.mark.parametrize(
    ("commands", "people", "lacking"),
    [
        ([FACT, fire("enter")], {"ann": "guest"}, ("ann",)),
        ([FACT, said("own", "ann"), fire("enter")], {"ann": "guest"}, None),
        ([FACT, said("own", "ann", "no"), fire("enter")], {"ann": "guest"}, ("ann",)),
        ([FACT, said("own", "ann"), BELL, fire("enter")], {"ann": "guest"}, ("ann",)),
        ([FACT, BELL, said("own", "ann"), fire("enter")], {"ann": "guest"}, None),
        ([FACT, said("own", "ann"), fire("enter")], TWO, ("bob",)),
        ([FACT, said("own", "ann"), BOB, fire("enter")], {"ann": "guest"}, ("bob",)),
        ([FACT, said("own", "ann"), CORA, fire("enter")], {"ann": "guest"}, None),
        ([FACT, said("own", "ann"), Leave(person="ann", actor=ADA, at=MONDAY), fire("enter")], TWO, ("bob",)),
        (
            [
                *(FACT, said("own", "ann"), Leave(person="ann", actor=ADA, at=MONDAY)),
                *(Join(person="ann", kind="guest", actor=ADA, at=MONDAY), fire("enter")),
            ],
            {"ann": "guest"},
            ("ann",),
        ),
        ([FACT, fire("enter"), BELL], {"ann": "guest"}, None),  # only the last step is looked at
    ],
)
def test_who_was_not_asked_before(commands: list[Command], people: dict[str, str], lacking: object):
    """
    Of everybody who is there when it happens, those are lacking who did not say it since it had to be asked again, or since they came.
    """
    assert lacking == wrong(EVERYBODY_ASKED, *commands, **people)


SEATED = [record("day", date(2026, 3, 1))]
SIT, LEAVES = [said("calm"), fire("sit")], Leave(person="ann", actor=ADA, at=MONDAY)
ROOM, HALL = (Happening("step", "", step=Step("state", "room")),), (Happening("step", "", step=Step("state", "hall")),)


@pytest.mark.parametrize(
    ("form", "commands", "lacking"),
    [
        (Before(event=ROOM, must_have=ENTER), INSIDE, "the case"),  # nothing in one step comes before the rest of it
        (Before(event=HALL, must_have=ENTER), [*INSIDE, ALARM], None),
        (Before(event=HALL, must_have=ENTER, since=(Happening("notice", "alarm"),)), [*INSIDE, ALARM], "the case"),
        (Before(event=HALL, must_have=ENTER, since=(Happening("notice", "bell"),)), [*INSIDE, ALARM], None),
        (After(event=(Happening("notice", "bell"),), not_before=ROOM, without=ASKED), INSIDE, None),
        (After(event=(Happening("notice", "bell"),), not_before=ROOM, without=ASKED), [BELL, *INSIDE], ("ann",)),
        (
            After(event=(Happening("notice", "bell"),), not_before=ROOM, without=ASKED),
            [BELL, said("own", "ann"), *INSIDE],
            None,
        ),
        (After(event=(Happening("notice", "alarm"),), not_before=HALL, without=ASKED), [*INSIDE, ALARM], ("ann",)),
        (After(event=ENTER, not_before=ENTER, without=ASKED), INSIDE, None),
        (After(event=(Happening("event", "tick"),), not_before=(Happening("event", "late"),), without=ASKED),
         [*INSIDE, advance(MONDAY + 2 * DAY), record("day", date(2026, 3, 1), MONDAY + 2 * DAY)], ("ann",)),
        (Before(event=(Happening("event", "note"),), must_have=ENTER, since=(Happening("evidence", "day"),)), [*INSIDE, ALARM, fire("note", given=(YESTERDAY,))], None),
        (Before(event=(Happening("change", "guest"),), must_have=ASKED), [said("own", "ann"), BOB], None),
        (Before(event=(Happening("change", "guest"),), must_have=ASKED), [BOB, said("own", "ann"), Leave(person="bob", actor=ADA, at=MONDAY)], ("bob",)),
        (Before(event=(Happening("event", "late"),), must_have=ASKED), [*SEATED, BOB, said("own", "bob"), *SIT, LEAVES], None),
        (Before(event=(Happening("event", "late"),), must_have=ASKED), [*SEATED, BOB, said("own", "ann"), *SIT, LEAVES], ("bob",)),
        (Entering(steps=(Step("state", "hall"),), condition=YES, text=""), [*INSIDE, ALARM], "the case"),
        (Entering(steps=(Step("state", "hall"),), condition=YES, text=""), [*INSIDE, ALARM, BELL], None),
        (DifferentPeople(first=("tick",), second=("late",)), [*INSIDE, ALARM, record("day", date(2026, 3, 4)), advance(MONDAY + 3 * DAY)], None),
        (DifferentPeople(first=("fact",), second=("enter",)), INSIDE, ("ada",)),
        (DifferentPeople(first=("fact",), second=("enter",)), [FACT, fire("enter", actor=BEN)], None),
    ],
)  # fmt: skip  # a line for each story reads best
def test_what_is_wrong_at_the_end(form: Form, commands: list[Command], lacking: object):
    """
    A state is entered at the end of its step, so something in the step may come before it; nothing else in one step comes before the rest.
    """
    assert lacking == wrong(form, *commands)


@pytest.mark.parametrize(("to_come", "open_to"), [(("leave",), True), (("tell",), False), (("tell", "leave"), True)])
def test_what_must_be_open_is_tried_by_everybody(to_come: tuple[str, ...], open_to: bool):
    """
    An event that only guests may fire is open where one is there; of several events one is enough; where the condition is not true nothing is
    asked.
    """
    form = AlwaysOpen(events=to_come, condition=InState("start"), text="")

    assert open_to == (wrong(form) is None)
    assert wrong(form, *INSIDE) is None


def test_every_way_to_fill_in_a_form_is_tried():
    """
    For each value: about each person alone, and about everybody at once; with no reason, and each that may be given.
    """
    there = opened(HOUSE, **TWO)
    told_about = {tuple(one.person for one in fire.given) for fire in attempts(HOUSE, there, "tell", [ADA])}
    reasons = {fire.reason for fire in attempts(HOUSE, there, "leave", [Actor("somebody")])}

    assert {("ann",), ("bob",), ("ann", "bob")} == told_about
    assert {None, "done"} == reasons


@pytest.mark.parametrize(("said_so", "both"), [((), False), (("fact",), False), (("fact", "other"), True)])
def test_two_ways_that_are_both_open_are_told(said_so: tuple[str, ...], both: bool):
    """
    Two ways of one event are wrong together only where both are surely open.
    """
    other = Among("other", ("yes",))
    ways = [Way(from_states=("start",), target=to, needs=asks(one)) for to, one in (("room", YES), ("end", other))]
    whole = {"window": Window("whole case"), "values": OneOf(("yes",))}
    small = workflow(*(evidence(name, **whole) for name in ("fact", "other")), state("room"), event("go", *ways))
    decisions = decided(small, opened(small), [record(name, "yes") for name in said_so])
    assert decisions is not None

    assert both == (ending(small, OneWay("go", "start", 0, 1), opened(small), decisions) is not None)


TWO_HATS = """
rjflow: 1
workflow: hats
version: 1
title: Two hats
roles: {worker: {}, boss: {}}
evidence:
  plan: {one-of: [made], recorded-by: [worker], current-for: whole-case}
  go: {one-of: [given], current-for: whole-case}
states: {open: {start: true}, over: {final: true, reasons: [done]}}
events:
  approve: {from: open, to: open, by: [boss], records: [go], needs: plan is made}
  close: {from: open, to: over, by: [boss]}
safeguards:
  - {id: A, label: a go is somebody else's, different-people: [plan, go]}
"""


def test_where_an_event_records_what_is_by_one_person_the_evidence_is_pointed_at():
    """
    Who records something may do so by an event: the line that lacks a separation is that of the evidence, all the same.
    """
    hats = read(TWO_HATS)
    [verdict] = verify(hats).verdicts
    assert verdict.story is not None
    lead, span, label = what_let_it_through(hats, verdict.safeguard, verdict.story)

    assert "Nothing stopped it, because whoever is behind “plan” may do this as well:" == lead
    assert "no `not-by:` for “plan”" == label
    assert span is not None
    assert "  go:" in TWO_HATS.splitlines()[span.line - 1]
