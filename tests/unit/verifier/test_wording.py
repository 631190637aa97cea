"""
What is said of safeguards, verdicts and stories, in a small house.
"""

import pytest
from attrs import evolve
from tests.small import ADA, BEN, MONDAY, advance, asks, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.model import Change, Kind, Notice, SchemeLink, Window
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    Counted,
    DifferentPeople,
    Ends,
    Entering,
    Form,
    Fresh,
    Happening,
    Hidden,
    Safeguard,
    Step,
)
from rjflow.guards.syntax import Among, InState, Not, Or
from rjflow.instants import DAY, HOUR, SECOND
from rjflow.reader.reading import read
from rjflow.report.endings import evidence_in_story
from rjflow.rules.commands import Given, GiveNotice, Join, Leave, SeeScheme
from rjflow.rules.finding import Used
from rjflow.rules.situation import Actor
from rjflow.verifier.replaying import replayed
from rjflow.verifier.verdict import How, Verdict
from rjflow.verifier.wording import cast_of_story, judged_how, promise, ran_out, step_cells

PULSE = Among("pulse", ("yes",))
HOUSE = workflow(
    *(evidence("pulse", window=Window("elapsed", 2 * DAY)), evidence("wish", about="guest", recorded_by=("guest",))),
    evidence("late", needs=asks(Among("pulse", ("no",)))),
    Kind(
        name="guest",
        label="guest",
        joins=Change(by=("lead",), states=("start",)),
        leaves=Change(by=("guest",), states=("start",)),
    ),
    Notice(name="alarm", label="an alarm"),
    state("hall", kind="meeting"),
    *(event("enter", ("start", "hall")), event("leave", ("hall", "end"))),
    scheme=SchemeLink(workflow=workflow(evidence("lit"), subject="scheme"), needs=()),
)
ENTER, LEAVE = (Happening("event", name) for name in ("enter", "leave"))


def met(what: str, name: str | None = None) -> Happening:
    """
    Give the happening that is a step of a kind.
    """
    return Happening("step", name or "", step=Step(what, name))


PROMISES = [
    (Always(condition=Not(PULSE), text="", negated=True), "never: “pulse” is “yes”"),
    (Always(condition=PULSE, text=""), "always: “pulse” is “yes”"),
    (Always(condition=Or((Not(InState("hall")), PULSE)), text=""), "while the case is in “hall”: “pulse” is “yes”"),
    (Always(condition=Or((PULSE, Among("late", ("yes",)))), text=""), "always: “pulse” is “yes” or “late” is “yes”"),
    (Always(condition=Or((Not(InState("hall")), Not(InState("start")))), text=""),
     "always: the case is not in “hall” or the case is not in “start”"),
    (Entering(steps=(Step("state", "hall"), Step("final")), condition=PULSE, text=""),
     "on entering “hall” or the end of the case: “pulse” is “yes”"),
    (Before(event=(ENTER,), must_have=(Happening("evidence", "pulse", values=PULSE),), since=(Happening("change", "guest"), Happening("notice", "alarm"))),
     "before “enter” there must be “pulse” recorded as “yes”, and that after the last of: the coming or going of a guest or “an alarm”"),
    (Before(event=(met("contact"),), must_have=(Happening("evidence", "pulse"),)),
     "before contact between the parties there must be a record of “pulse”"),
    (After(event=(Happening("evidence", "pulse", values=Not(PULSE)),), not_before=(met("contacts", "guest"),), without=(met("contact", "indirect"),)),
     "after a record of “pulse” (“pulse” is not “yes”), contact with a guest never comes without indirect contact in between"),
    (After(event=(ENTER,), not_before=(LEAVE,)), "after “enter”, “leave” never comes"),
    (DifferentPeople(first=("pulse",), second=("enter", "leave")), "“pulse” and “enter” or “leave” are by different people"),
    (AlwaysPossible(steps=(Step("kind", "meeting"),), using=("roles", "guest")),
     "from everywhere, a state of the kind “meeting” can be reached by steps of anybody with a role or the guest"),
    (AlwaysOpen(events=("leave",), condition=PULSE, text="", by="guest"),
     "“leave” is allowed to every guest, by themselves, wherever this holds: “pulse” is “yes”"),
    (AlwaysOpen(events=("leave",), condition=PULSE, text=""), "“leave” is allowed wherever this holds: “pulse” is “yes”"),
    (AlwaysOpen(events=("leave",), condition=Or((InState("hall"), InState("start"), InState("end"))), text=""),
     "“leave” is allowed wherever this holds: the case is in “hall”, “start”, or “end”"),
    (AlwaysOpen(events=("leave",), condition=Or((InState("hall"), PULSE)), text=""),
     "“leave” is allowed wherever this holds: the case is in “hall” or “pulse” is “yes”"),
    (AlwaysPossible(steps=(Step("state", "hall"), Step("contact", "direct")), using=("roles",)),
     "from everywhere, “hall” or direct contact can be reached by steps of anybody with a role"),
    (Fresh(evidence=("pulse", "wish"), unit="elapsed", length=DAY), "“pulse” and “wish” are current for 1 day, and no longer"),
    (Counted(doings=("enter",), steps=(Step("contact", "direct"),)), "“enter” always counts as direct contact"),
    (Ends(), "no case goes round for ever without a person choosing to"),
    (Hidden(evidence=("pulse",), roles=("lead", "guest")), "nothing shown to the lead or the guest depends on “pulse”"),
]  # fmt: skip  # one form to a line reads best


@pytest.mark.parametrize(("form", "said"), PROMISES)
def test_every_form_says_what_it_demands(form: Form, said: str):
    """
    A safeguard is told in one sentence, with the labels of what it speaks of.
    """
    assert said == promise(HOUSE, Safeguard(id="A", label="a", form=form, origin="workflow"))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("only so many people", "shown only for so many people: 2 guest"),
        ("only impossible times", "only ways to break it were found that no case can go"),
        ("too large", "the search did not fit in memory"),
        ("not judged", "this rjflow cannot judge this form yet"),
        ("searched", ""),
    ],
)
def test_why_a_verdict_is_open_is_said(how: How, said: str):
    """
    Whatever a verdict rests on besides a whole search is said, and nothing is where there is nothing to add.
    """
    safeguard = Safeguard(id="A", label="a", form=Ends(), origin="workflow")

    assert said == judged_how(Verdict(safeguard=safeguard, judged="unfinished", how=how, considered=(("guest", 2),)))


MINUTE = 60 * SECOND
ANN, GUS = (Actor(name, frozenset(), frozenset({name})) for name in ("ann", "gus"))
LEA = Actor("lea", frozenset({"lead"}))
TOLD = [
    (record("late", "yes", MONDAY + MINUTE), "the worker", "record “late”: “yes” (too early: it does not count)", "(start)"),
    (record("pulse", "yes", MONDAY + 2 * MINUTE), "the worker", "record “pulse”: “yes”", "(start)"),
    (record("wish", "yes", MONDAY + 3 * MINUTE, person="ann", actor=ANN), "guest 1", "record “wish” of guest 1: “yes”", "(start)"),
    (Join(person="gus", kind="guest", actor=LEA, at=MONDAY + 4 * MINUTE), "the lead", "add guest 2", "(start)"),
    (GiveNotice(notice="alarm", actor=BEN, at=MONDAY + 5 * MINUTE), "the worker who is also the lead", "give notice: an alarm", "(start)"),
    (Leave(person="gus", actor=GUS, at=MONDAY + 6 * MINUTE), "guest 2", "remove guest 2", "(start)"),
    (advance(MONDAY + 3 * DAY + 6 * MINUTE), "(time)", "3 days pass; “pulse” runs out; “wish” of guest 1 runs out", "(start)"),
    (advance(MONDAY + 3 * DAY + 7 * MINUTE), "(time)", "1 minute passes", "(start)"),
    (fire("enter", MONDAY + 5 * DAY + 7 * MINUTE, ADA), "the worker", "(2 days pass) enter", "start → hall"),
]  # fmt: skip  # one step to a line reads best


def test_a_story_says_who_does_what_and_where_the_case_goes():
    """
    Everybody is called what they are; time that passes, what runs out, and what does not count yet, are told with the step.
    """
    story = replayed(HOUSE, opened(HOUSE, ann="guest"), [command for command, *_ in TOLD])
    assert story is not None
    cast, earlier, cells = cast_of_story(HOUSE, story), story.opened, []
    for step in story.steps:
        cells.append(step_cells(HOUSE, earlier, step.decision, cast))
        earlier = step.decision.after

    assert [tuple(said) for _, *said in TOLD] == cells


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (Used("pulse", None, "stale", value="yes"), "“pulse”: “yes” (step 2) has run out"),
        (Used("wish", "ann", "void", value="yes", void="alarm"), "“wish” of guest 1: “yes” (step 3), but void since “an alarm” came after it"),
        (Used("wish", "ann", "current", value="yes"), "“wish” of guest 1: “yes” (step 3)"),
        (Used("late", None, "absent"), "“late”: nobody knows; nothing was recorded"),
        (Used("lit", None, "current", value="yes", of_scheme=True), "“lit” (of the scheme): “yes”"),
    ],
)  # fmt: skip  # one piece to a line reads best
def test_how_evidence_came_to_stand_so_is_said_with_its_step(used: Used, said: str):
    """
    Where a story ends, each piece of evidence is told with the step that recorded it, if one did, and what became of it.
    """
    story = replayed(HOUSE, opened(HOUSE, ann="guest"), [command for command, *_ in TOLD])
    assert story is not None

    assert said == evidence_in_story(HOUSE, story, used, cast_of_story(HOUSE, story))


def test_whoever_looks_at_the_scheme_is_somebody():
    """
    A step by which a case sees its scheme is nobody's of its roles, and is told all the same.
    """
    link = HOUSE.scheme
    assert link is not None
    story = replayed(HOUSE, opened(HOUSE), [SeeScheme(scheme=opened(link.workflow), at=MONDAY + MINUTE)])
    assert story is not None
    who, what, where = step_cells(HOUSE, story.opened, story.steps[0].decision, cast_of_story(HOUSE, story))

    assert "(start)" == where
    assert who
    assert what


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (DAY, "1 day passes"),
        (2 * DAY, "2 days pass"),
        (DAY + HOUR, "25 hours pass"),
        (DAY + 60 * SECOND, "1 day and 1 minute pass"),
        (2 * DAY - 1, "2 days less 1 microsecond pass"),
        (DAY + 1, "1 day and 1 microsecond pass"),
    ],
)
def test_one_day_passes_and_two_pass(passed: int, said: str):
    """
    However long nothing happens.
    """
    story = replayed(HOUSE, opened(HOUSE), [advance(MONDAY + passed)])
    assert story is not None

    assert step_cells(HOUSE, story.opened, story.steps[0].decision, cast_of_story(HOUSE, story))[1] == said


def test_moments_of_a_story_are_told_apart():
    """
    Between two moments of which something hangs there may be less than a second, and they are never told as the same.
    """
    deadline = "{in: start, after: 3 working days, calendar: office, then: lapse}"
    waits = read(WAITS.replace("NEEDS", "").replace("DEADLINE", deadline))
    told = []
    for wait in (0, 1, 30 * SECOND):
        story = replayed(waits, opened(waits), [advance(MONDAY + wait + DAY)])
        assert story is not None
        told.append(step_cells(waits, story.opened, story.steps[0].decision, cast_of_story(waits, story))[1])

    assert [
        "1 day passes, until Tuesday 3 March 2026, 09:00",
        "1 day and 1 microsecond pass, until Tuesday 3 March 2026, 09:00:00.000001",
        "1 day and 30 seconds pass, until Tuesday 3 March 2026, 09:00:30",
    ] == told


WAITS = """\
rjflow: 1
workflow: waits
version: 1
title: Somebody waits
roles: {worker: {}}
evidence:
  check: {one-of: [fit], recorded-by: [worker], current-for: same day}
states: {start: {start: true}, late: {}, end: {final: true, reasons: [done]}}
events:
  tell: {from: start, to: start, by: [worker], records: [check]}
  lapse: {label: nobody came, from: start, to: late, by: [clock]NEEDS}
  close: {from: [start, late], to: end, by: [worker]}
deadlines: [DEADLINE]
calendars: {office: {working-days: [mon, tue, wed, thu, fri], holidays: []}}
"""
TOLD_BY_THE_CLOCK = {
    "that a deadline is due": ("", "{in: start, after: 3 days, then: lapse}", ["3 days pass; deadline: “nobody came”"]),
    "until what day, where working days count": ("", "{in: start, after: 3 working days, calendar: office, then: lapse}",
        ["3 days and 15 hours pass, until Friday 6 March 2026, 00:00; deadline: “nobody came”"]),
    "that it is midnight": ("", "{in: start, after: 3 days, then: lapse}", ["tell, with “check”: “fit”", "15 hours pass; “check” runs out at midnight"]),
    "what is due at once": (", needs: check is fit", "{in: start, after: 3 days, then: lapse}",
        ["3 days pass", "tell, with “check”: “fit”; at once, deadline: “nobody came”"]),
    "that a deadline came first": ("", "{in: start, after: 3 days, then: lapse}", ["(3 days pass; deadline: “nobody came”) close"]),
}  # fmt: skip  # one thing to a line reads best


@pytest.mark.parametrize("what", TOLD_BY_THE_CLOCK)
def test_what_the_clock_does_is_told_by_name(what: str):
    """
    A deadline is told by its event, before what is done after it, and as at once where that made it due; working days with the day they
    lead to; the end of a day as midnight.
    """
    needs, deadline, told = TOLD_BY_THE_CLOCK[what]
    text = WAITS.replace("NEEDS", needs).replace("DEADLINE", deadline)
    if "working" not in deadline:
        text = text[: text.index("calendars")]
    waits = read(text, name="waits.workflow.yaml")
    tells = fire("tell", MONDAY, ADA, given=(Given("check", "fit"),))
    late = advance(MONDAY + 3 * DAY)
    commands = {
        "that a deadline is due": [late],
        "until what day, where working days count": [advance(MONDAY + 3 * DAY + 15 * HOUR)],
        "that it is midnight": [tells, advance(MONDAY + 15 * HOUR)],
        "what is due at once": [late, evolve(tells, at=MONDAY + 3 * DAY)],
        "that a deadline came first": [fire("close", MONDAY + 3 * DAY, ADA)],
    }[what]
    story = replayed(waits, opened(waits), commands)
    assert story is not None
    earlier, said = story.opened, []
    for step in story.steps:
        said.append(step_cells(waits, earlier, step.decision, cast_of_story(waits, story))[1])
        earlier = step.decision.after

    assert told == said


def test_what_ran_out_meanwhile_is_named():
    """
    Evidence that was current and is stale is named, with whom it is about; what is still current, or was stale before, is not.
    """
    small = workflow(
        *(evidence("fact"), evidence("own", about="guest"), evidence("lasting", window=Window("whole case"))),
        *(Kind(name="guest", label="guest"), event("go", ("start", "end"))),
    )
    told = [record("fact", "yes"), record("own", "yes", person="ann"), record("lasting", "yes")]
    first = replayed(small, opened(small, ann="guest"), told)
    later = replayed(small, opened(small, ann="guest"), [*told, advance(MONDAY + DAY)])
    assert first is not None
    assert later is not None

    assert ["“fact”", "“own” of the guest"] == list(ran_out(small, first.last, later.last, cast_of_story(small, later)))
    assert [] == list(ran_out(small, later.last, later.last, cast_of_story(small, later)))
